/** Why a form was refused; each has its page in the person's language, which shows the code. */
export type FormErrorCode =
  | 'ORIGIN' | 'CONTENT_TYPE' | 'CHARSET' | 'FORM_BROKEN' | 'FORM_TOO_LARGE' | 'TEXT_EMPTY' | 'TEXT_TOO_LONG'
  | 'FILE_TOO_LARGE'
  | 'FILES_TOO_MANY' | 'FILE_BROKEN' | 'RECEIPT_INVALID' | 'INTAKE_DOWN' | 'LANE_FULL' | 'INTAKE_REFUSED' | 'INTERNAL'

export class FormError extends Error {
  override name = 'FormError'
  readonly code: FormErrorCode

  constructor(code: FormErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const STATUS_OF: Readonly<Record<FormErrorCode, number>> = {
  ORIGIN: 403, CONTENT_TYPE: 415, CHARSET: 415, FORM_BROKEN: 400, FORM_TOO_LARGE: 413, TEXT_EMPTY: 400,
  TEXT_TOO_LONG: 413,
  FILE_TOO_LARGE: 413, FILES_TOO_MANY: 413, FILE_BROKEN: 400, RECEIPT_INVALID: 400, INTAKE_DOWN: 503, LANE_FULL: 503,
  INTAKE_REFUSED: 503, INTERNAL: 500,
}

/** Every way in which the text coder refuses something. Messages never carry content. */
export type PackErrorCode =
  // the tables
  | 'PACK_MODEL'
  // text that is not well-formed Unicode, or over 64 KB of UTF-8
  | 'PACK_TEXT' | 'PACK_TEXT_TOO_LONG'
  // octets that no coder writes: cut, followed by something, too much text, a character that does not exist
  | 'PACK_CUT' | 'PACK_TRAILING' | 'PACK_TOO_LONG' | 'PACK_CHARACTER'

export class PackError extends Error {
  override name = 'PackError'
  readonly code: PackErrorCode

  constructor(code: PackErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export function refuse(code: PackErrorCode, message: string): never {
  throw new PackError(code, message)
}

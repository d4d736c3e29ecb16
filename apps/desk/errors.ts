/**
 * Errors of the desk. Each outcome that a caller may have to tell apart has its own stable code; the HTTP status
 * stands beside it so that a code means the same on every route. Messages carry no word of a tip, no address, no key.
 */
const statusOf = {
  NOT_SET_UP: 409,
  DESK_LOCKED: 401,
  SESSION_MISSING: 401,
  PASSPHRASE_WRONG: 401,
  KEY_PART_MISSING: 409,
  UNLOCK_TOO_SOON: 429,
  CROSS_SITE: 403,
  HOST_UNKNOWN: 421,
  CONTENT_TYPE: 415,
  REQUEST_INVALID: 400,
  CURSOR_INVALID: 400,
  NOT_FOUND: 404,
  TIP_UNKNOWN: 404,
  EVENT_UNKNOWN: 404,
  DRAFT_UNKNOWN: 404,
  RELEASE_UNKNOWN: 404,
  PREVIEW_MISSING: 404,
  TIP_NOT_ANALYSED: 409,
  EVENT_WITHOUT_PLACE: 409,
  EVENT_RELEASED: 409,
  REPLY_IMPOSSIBLE: 409,
  DRAFT_RELEASED: 409,
  EXPOSURE_HELD: 409,
  WARNING_INVALID: 409,
  INTAKE_DOWN: 502,
  INTAKE_NOT_OURS: 502,
  INTAKE_ANSWER: 502,
  ATTACHMENT_UNKNOWN: 502,
  AUDIT_BROKEN: 500,
  FAILED: 500,
} as const

export type DeskErrorCode = keyof typeof statusOf

export class DeskError extends Error {
  override name = 'DeskError'
  readonly code: DeskErrorCode
  readonly statusCode: number
  /** What the caller needs beside the code, such as the ways out of a held release. */
  readonly more: Readonly<Record<string, unknown>>

  constructor(code: DeskErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.statusCode = statusOf[code]
    this.more = more
  }
}

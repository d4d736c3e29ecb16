/** Refusals of intake, one stable code an outcome. What HTTP itself refuses (sizes, types) has machine/http's codes. */
export type IntakeErrorCode =
  | 'ENVELOPE_SIZE' | 'ENVELOPE_SUITE' | 'CONTENT_TYPE' | 'TOKEN_WRONG' | 'LANE_FULL' | 'DISK_FULL'
  | 'LOCATOR_INVALID' | 'ATTACHMENT_EMPTY' | 'ATTACHMENT_CUT' | 'ATTACHMENT_SLOW' | 'ATTACHMENT_UNKNOWN' | 'TOO_LARGE'
  | 'ACKS_INVALID' | 'BOARD_SIZE' | 'KEYLIST_OLD' | 'KEYLIST_INVALID' | 'KEYLIST_NONE'
  | 'PAGE_NOT_BUILT' | 'KINDS_INVALID' | 'EDGES_INVALID' | 'CLOSING'

export class IntakeError extends Error {
  override name = 'IntakeError'
  readonly code: IntakeErrorCode
  /** Seconds after which trying again makes sense, where it does. */
  readonly retryAfter: number | undefined

  constructor(code: IntakeErrorCode, message: string, retryAfter?: number) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** The file system or SQLite says that nothing more fits (a full disk, a quota, a file size limit). */
export function saysDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE'].includes(error.code)
}

export function diskFull(): IntakeError {
  return new IntakeError('DISK_FULL', 'the disk of this server is full; nothing was kept, try again later', 120)
}

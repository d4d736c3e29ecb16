/** What can go wrong when a line's folder, its keys or an envelope is handled by hand. Shown as `nightjar: CODE: …`. */
export type LineErrorCode =
  | 'DIR_NOT_EMPTY' | 'KINDS_MISSING' | 'LINE_MISSING' | 'FILE_MISSING'
  | 'PASSPHRASE_MISSING' | 'PASSPHRASE_SHORT' | 'PASSPHRASE_DIFFERS' | 'PASSPHRASE_SAME'
  | 'KEYS_NOT_OFFLINE' | 'KEYS_EPOCH' | 'TIP_INVALID' | 'POST_REFUSED' | 'OPEN_FAILED' | 'INPUT_EMPTY' | 'JOIN_INCOMPLETE'

export class LineError extends Error {
  override readonly name = 'LineError'
  readonly code: LineErrorCode

  constructor(code: LineErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

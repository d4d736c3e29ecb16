/**
 * Errors of this room. Every outcome that a caller may have to tell apart has its own stable code; the message says
 * what to do. Messages never carry a tip's words, an address, a receipt or a key.
 */
export type MachineErrorCode =
  | 'CONFIG_MISSING'
  | 'CONFIG_SYNTAX'
  | 'CONFIG_UNKNOWN_KEY'
  | 'CONFIG_VALUE'
  | 'CONFIG_PLAIN_HTTP'
  | 'PASSPHRASE_EMPTY'
  | 'PASSPHRASE_WRONG'
  | 'PASSPHRASE_PART_MISSING'
  | 'PASSPHRASE_FILE_SHORT'
  | 'PASSPHRASE_FILE_MAGIC'
  | 'PASSPHRASE_FILE_VERSION'
  | 'PASSPHRASE_FILE_COST'
  | 'FILE_TOO_LARGE'
  | 'STORE_NEWER'
  | 'STORE_KEY_WRONG'
  | 'STORE_MIGRATION_FAILED'

export class MachineError extends Error {
  override name = 'MachineError'
  readonly code: MachineErrorCode

  constructor(code: MachineErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

const foreignCode = /^(?:ERR|FST|SQLITE|UND|HPE|EAI)_/
const houseCode = /^[A-Z]+(?:_[A-Z0-9]+)+$/

/** The stable code of an error made by any room of this project, or undefined for one that Node or a library threw. */
export function houseCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return houseCode.test(error.code) && !foreignCode.test(error.code) ? error.code : undefined
}

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
export function houseCodeOf(error: unknown): Uppercase<string> | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return isHouseCode(error.code) ? error.code : undefined
}

function isHouseCode(code: string): code is Uppercase<string> {
  return houseCode.test(code) && !foreignCode.test(code)
}

/**
 * What may be printed of an error that nobody handled: its code and the places in the code, and its own words only
 * when a room of this project chose them. Words of a library's error can carry what a source wrote.
 */
export function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return 'UNHANDLED: something that is not an error was thrown'
  const ours = houseCodeOf(error)
  if (ours !== undefined) return `${ours}: ${error.message}`
  return [`UNHANDLED: ${systemCodeOf(error)}`, ...placesOf(error)].join('\n')
}

/** For system errors what an operator needs (EADDRINUSE, listen, port), never the message. */
function systemCodeOf(error: Error): string {
  const parts: string[] = [/^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error']
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code)) parts.push(error.code)
  if ('syscall' in error && typeof error.syscall === 'string' && /^[a-z]{1,20}$/.test(error.syscall)) parts.push(error.syscall)
  if ('port' in error && typeof error.port === 'number') parts.push(`port ${error.port}`)
  return parts.join(' ')
}

/** Stack frames only: the message in front of them is cut off, and a stack that does not begin with it is not shown. */
function placesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  const end = error.message === '' ? 0 : stack.indexOf(error.message) + error.message.length
  if (error.message !== '' && !stack.includes(error.message)) return []
  return stack.slice(end).split('\n').filter((line) => /^ {4}at /.test(line)).slice(0, 12)
}

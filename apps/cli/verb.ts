// What every verb is: a module that exports `run`, `summary` and `usage`. main.ts loads it only when it is asked for.
//
//   export const summary = 'one line for the overview'
//   export const usage = 'nightjar verb [--option VALUE] FILE\n\nwhat the options do'
//   export async function run(args: string[], io: Io): Promise<number | void>   // args after the verb's name
//
// A verb ends with 0 unless it returns another code or throws. An error with a string `code` is shown as
// `nightjar: CODE: message` and ends with 1; a UsageError, or what node:util's parseArgs throws, ends with 2.
import type { Readable, Writable } from 'node:stream'

/** What a verb may talk to. Tests hand in their own streams. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

export interface Verb {
  readonly summary: string
  readonly usage: string
  readonly run: (args: string[], io: Io) => Promise<number | void>
}

/** The person asked for something that this verb does not do. Shown with the verb's usage; exit code 2. */
export class UsageError extends Error {
  readonly code = 'USAGE'
  override readonly name = 'UsageError'
}

/** Something failed that the person can act on; `code` is stable, `message` says what to do. Exit code 1. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: CliErrorCode
  constructor(code: CliErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export type CliErrorCode =
  | 'PART_FAILED' | 'PART_NOT_READY' | 'DESK_REFUSED' | 'DEMO_FAILED' | 'BROWSER_MISSING'
  | 'BENCH_UNKNOWN' | 'BENCH_DATA' | 'MAIL_EMPTY' | 'SMTP_PROTOCOL'

/** One line for a person or a pipe. */
export function say(stream: Writable, line: string): void {
  stream.write(`${line}\n`)
}

/** The whole of standard input as bytes. */
export async function readAll(stream: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(typeof part === 'string' ? Buffer.from(part) : part)
  return new Uint8Array(Buffer.concat(parts))
}

/**
 * What a program may say while it runs: JSON lines on standard output, one an event.
 *
 * A log must never carry a tip's words, an address, a receipt or a key. So a field is a number, a boolean or a code:
 * a `string` variable does not fit the type, only a literal in capitals (or a union of such) does, and what still gets
 * by the type at run time is replaced by `NOT_A_CODE`.
 */
export type Code = Uppercase<string>
export type Program = 'intake' | 'gateway-web' | 'gateway-email' | 'desk' | 'demo' | 'cli' | 'test'

export interface Log {
  readonly program: Program
  event(code: Code, fields?: Record<string, number | boolean | Code>): void
}

const codeShape = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/
const longestCode = 48

/** `write` is for tests; programs write to standard output. */
export function createLog(program: Program, write = writeToStdout): Log {
  return {
    program,
    event(code, fields = {}) {
      const line: Record<string, unknown> = { at: new Date().toISOString(), program, event: onlyCode(code) }
      for (const [name, value] of Object.entries(fields)) line[name] = onlyPlain(value)
      write(JSON.stringify(line) + '\n')
    },
  }
}

function onlyPlain(value: unknown): number | boolean | string {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : -1
  return onlyCode(value)
}

function onlyCode(value: unknown): string {
  return typeof value === 'string' && value.length <= longestCode && codeShape.test(value) ? value : 'NOT_A_CODE'
}

function writeToStdout(line: string): void {
  process.stdout.write(line)
}

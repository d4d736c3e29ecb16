// `nightjar unpack`: each line of hex back to the text that `nightjar pack` was given.
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { PackError, unpack } from '@nightjar/envelope/pack'
import { LineError } from './line-error.ts'
import { packTables } from './pack-tables.ts'
import { type Io, say, UsageError } from './verb.ts'

export const summary = 'turn the hex of nightjar pack back into text'
export const usage = `nightjar unpack [--json]

Reads lines of hex from standard input and writes the text of each. With --json each is {"text"}, or {"error"} for one
that is no packed text. Without it a line break in a text is shown as a blank, and the first such line ends the work.`

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { json: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('unpack reads standard input')
  const model = await packTables()
  let failed = 0
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Infinity })) {
    try {
      const text = unpack(model, octetsOf(line.trim()))
      say(io.stdout, values.json ? JSON.stringify({ text }) : text.replaceAll(/[\r\n]/g, ' '))
    } catch (error) {
      if (!values.json || !(error instanceof PackError || error instanceof LineError)) throw error
      failed += 1
      say(io.stdout, JSON.stringify({ error: error.code }))
    }
  }
  return failed === 0 ? 0 : 1
}

function octetsOf(line: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(line)) throw new LineError('TIP_INVALID', 'a line is not hex of whole octets')
  return Uint8Array.from(Buffer.from(line, 'hex'))
}

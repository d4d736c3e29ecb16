import { parseArgs } from 'node:util'
import {
  CarrierError, isFragment, type Joiner, newJoiner, parseFragment, readWholeBundle, textToBytes, writeBundle,
} from '@nightjar/carriers'
import { writeFileDurably } from '@nightjar/machine/durable'
import { readNeeded } from './keyring.ts'
import { LineError } from './line-error.ts'
import { type Io, readAll, say, UsageError } from './verb.ts'

export const summary = 'put envelopes together from fragments of any form'
export const usage = `nightjar join [FILE …] [--out FILE]

Reads fragments and envelopes (standard input without FILE), of several envelopes and in any order: bundles, single ones
as they are, and lines of hex, of text messages, or of JSON with "hex" or "text", as nightjar split and gateways write
them. Writes the envelope to --out or standard output; several become a bundle. Ends with 1 when something is missing.
  --json   one object {envelopes: [{hash, bytes}], waiting: [{tag, rank, k, doubted}], refused}; needs --out`

interface Tally {
  envelopes: Uint8Array[]
  hashes: string[]
  refused: number
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { out: { type: 'string' }, json: { type: 'boolean' } },
  })
  if (values.json === true && values.out === undefined) {
    throw new UsageError('--json needs --out FILE: standard output cannot carry the envelope too')
  }
  const joiner = newJoiner()
  const tally: Tally = { envelopes: [], hashes: [], refused: 0 }
  for (const input of positionals.length === 0 ? [undefined] : positionals) {
    const bytes = input === undefined ? await readAll(io.stdin) : await readNeeded(input, 'FILE_MISSING')
    if (bytes.length === 0) throw new LineError('INPUT_EMPTY', 'there is no fragment in an empty file')
    for (const unit of await unitsIn(bytes, io, tally)) await take(unit, joiner, tally, io)
  }
  if (isTerminal(io)) io.stderr.write('\r\u001B[K')
  await write(tally.envelopes, values.out, io)
  const waiting = joiner.waiting()
  if (values.json === true) {
    const envelopes = tally.envelopes.map((envelope, i) => ({ hash: tally.hashes[i], bytes: envelope.length }))
    say(io.stdout, JSON.stringify({ envelopes, waiting, refused: tally.refused }))
  }
  if (tally.refused > 0) say(io.stderr, `nightjar join: ${tally.refused} of the parts were neither fragment nor envelope`)
  const parts = waiting.map(({ tag, rank, k, doubted }) => {
    return `${tag} has ${rank} of ${k} parts${doubted ? ' and forged ones among them' : ''}`
  })
  if (tally.envelopes.length === 0) {
    throw new LineError('JOIN_INCOMPLETE', parts.length === 0 ? 'there is no fragment in it' : `more is needed: ${parts.join('; ')}`)
  }
  for (const part of parts) say(io.stderr, `nightjar join: not whole yet: ${part}`)
  return parts.length === 0 ? 0 : 1
}

async function take(unit: Uint8Array, joiner: Joiner, tally: Tally, io: Io): Promise<void> {
  const step = await joiner.add(unit)
  if (step.step === 'refused') tally.refused += 1
  if (step.step === 'whole') {
    tally.envelopes.push(step.envelope)
    tally.hashes.push(step.hash)
  }
  if (step.step === 'progress' && isTerminal(io)) {
    io.stderr.write(`\r\u001B[K${step.tag}: ${step.rank} of ${step.k}${step.doubted ? ', forged parts among them' : ''}`)
  }
}

function isTerminal({ stderr }: Io): boolean {
  return 'isTTY' in stderr && stderr.isTTY === true
}

async function write(envelopes: readonly Uint8Array[], out: string | undefined, io: Io): Promise<void> {
  const [first, second] = envelopes
  if (first === undefined) return
  const bytes = second === undefined ? first : writeBundle(envelopes)
  if (out === undefined) io.stdout.write(bytes)
  else await writeFileDurably(out, bytes)
}

/** What a file holds, whichever form it has; lines that have none are counted. */
async function unitsIn(bytes: Uint8Array, io: Io, tally: Tally): Promise<Uint8Array[]> {
  if (startsLikeBundle(bytes)) {
    const { envelopes, end, records } = await readWholeBundle(bytes)
    if (end !== 'whole') say(io.stderr, `nightjar join: this bundle is ${end}; ${records} records stood before that`)
    return envelopes
  }
  const lines = textLines(bytes)
  if (lines === undefined) return [bytes]
  return lines.flatMap((line) => {
    const unit = unitOf(line)
    if (unit === undefined) tally.refused += 1
    return unit ?? []
  })
}

function startsLikeBundle(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString('latin1') === 'NJBUNDLE'
}

/** Undefined for octets that are no text: a single fragment or envelope. */
function textLines(bytes: Uint8Array): string[] | undefined {
  if (bytes.some((octet) => octet > 126 || octet < 9)) return undefined
  return Buffer.from(bytes).toString('latin1').split('\n').map((line) => line.trim()).filter((line) => line !== '')
}

function unitOf(line: string): Uint8Array | undefined {
  if (line.startsWith('{')) return unitOfJson(line)
  const octets = hexOctets(line)
  // Letters of a text message may look like hex by chance; then they are no fragment as hex.
  if (octets !== undefined && (!isFragment(octets) || parses(octets))) return octets
  return lettersOctets(line) ?? octets
}

function unitOfJson(line: string): Uint8Array | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  if ('hex' in value && typeof value.hex === 'string') return hexOctets(value.hex)
  if ('text' in value && typeof value.text === 'string') return lettersOctets(value.text)
  return undefined
}

function hexOctets(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undefined
}

function lettersOctets(text: string): Uint8Array | undefined {
  return orUndefined(() => textToBytes(text))
}

function parses(octets: Uint8Array): boolean {
  return orUndefined(() => parseFragment(octets)) !== undefined
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof CarrierError) return undefined
    throw error
  }
}

// `nightjar pack`: each line to the octets of the text coder, as hex; or what it makes of a file of messages.
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { hex } from '@nightjar/envelope'
import { pack, type PackModel, unpack } from '@nightjar/envelope/pack'
import { readNeeded } from './keyring.ts'
import { LineError } from './line-error.ts'
import { packTables } from './pack-tables.ts'
import { type Io, say, UsageError } from './verb.ts'

export const summary = 'make text small for a text message: each line to hex'
export const usage = `nightjar pack [--stats FILE] [--json]

Reads lines of text from standard input and writes each as the hex of its packed octets; nightjar unpack turns them back.
  --stats FILE   instead, packs each message of a file: JSON lines with a "text", or plain lines; it may be gzipped.
                 Says how many octets a character takes, which share of messages takes at most 91 (fit91), and which
                 share comes back as it was (roundTrip). Whether a whole tip fits one SMS is not said yet.
  --json         the figures, or {"hex"} for each line, as JSON`

/** Octets left for the text in a text message of one part. */
const FIT = 91

export interface PackStats {
  readonly messages: number
  readonly characters: number
  readonly utf8Bytes: number
  readonly bytes: number
  readonly bytesPerChar: number
  readonly fit91: number
  readonly roundTrip: number
  readonly refused: number
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { stats: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('pack reads standard input; --stats FILE measures a file')
  const model = await packTables()
  if (values.stats !== undefined) {
    const stats = packStats(model, messagesIn(await readNeeded(values.stats, 'FILE_MISSING')))
    if (values.json) say(io.stdout, JSON.stringify(stats))
    else for (const [name, value] of Object.entries(stats)) say(io.stdout, `${name} ${value}`)
    return stats.roundTrip === 1 ? 0 : 1
  }
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Infinity })) {
    const packed = hex(pack(model, line))
    say(io.stdout, values.json ? JSON.stringify({ hex: packed }) : packed)
  }
  return 0
}

/** The texts of a file of messages. */
export function messagesIn(octets: Uint8Array): string[] {
  let text: string
  try {
    const plain = octets[0] === 0x1f && octets[1] === 0x8b ? gunzipSync(octets) : octets
    text = new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    throw new LineError('TIP_INVALID', 'the file is not UTF-8 text, plain or gzipped')
  }
  return text.split(/\r?\n/).filter((line) => line !== '').map(textOf)
}

function textOf(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string') return parsed.text
  } catch {
    // A line of text that only begins like JSON.
  }
  return line
}

/** A message that cannot be packed (not well-formed, over 64 KB) counts as one that neither fits nor comes back. */
export function packStats(model: PackModel, texts: readonly string[]): PackStats {
  if (texts.length === 0) throw new LineError('INPUT_EMPTY', 'there is no message in the file')
  const sums = { characters: 0, utf8Bytes: 0, bytes: 0, fit: 0, back: 0, refused: 0 }
  for (const text of texts) {
    sums.characters += [...text].length
    sums.utf8Bytes += Buffer.byteLength(text)
    const packed = packedOrRefused(model, text)
    if (packed === undefined) {
      sums.refused += 1
      continue
    }
    sums.bytes += packed.length
    if (packed.length <= FIT) sums.fit += 1
    if (unpack(model, packed) === text) sums.back += 1
  }
  return {
    messages: texts.length, characters: sums.characters, utf8Bytes: sums.utf8Bytes, bytes: sums.bytes,
    bytesPerChar: round(sums.bytes / Math.max(1, sums.characters)), fit91: round(sums.fit / texts.length),
    roundTrip: sums.back / texts.length, refused: sums.refused,
  }
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000

function packedOrRefused(model: PackModel, text: string): Uint8Array | undefined {
  try {
    return pack(model, text)
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('PACK_TEXT')) return undefined
    throw error
  }
}

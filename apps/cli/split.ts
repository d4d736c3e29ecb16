import { mkdir } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  bytesToText, endless, newFragmenter, SMS_BINARY_BYTES, SMS_TEXT_BYTES, split, symbolsIn, writeBundle,
} from '@nightjar/carriers'
import {
  QR_DEFAULT_BYTES, QR_FRAMES_PER_SECOND, QR_MAX_BYTES, qrFrame, type QrFrame, qrSvg, qrTerminal,
} from '@nightjar/carriers/qr'
import { hex } from '@nightjar/envelope'
import { writeFileDurably } from '@nightjar/machine/durable'
import { readNeeded } from './keyring.ts'
import { LineError } from './line-error.ts'
import { type Io, readAll, say, UsageError } from './verb.ts'

export const summary = 'cut an envelope into fragments for text messages, QR frames or a file'
export const usage = `nightjar split [FILE] --sms | --sms-text | --qr | --file [--size N] [--extra N] [--out PATH]

Reads an envelope (standard input without FILE). Enough of the fragments rebuild it, whichever they are and by whichever
ways they come; an envelope that fits in one unit is that unit. nightjar join puts it together.
  --sms       hex, a line for each binary text message of ${SMS_BINARY_BYTES} octets
  --sms-text  a line for each text message of 160 characters, in letters that every gateway keeps
  --qr        QR frames of ${QR_DEFAULT_BYTES} octets: shown in the terminal until Ctrl-C; else numbered SVGs in the folder --out,
              or without it a JSON line {index, version, hex, modules} each
  --file      a bundle of fragments, to --out or standard output
  --size N    octets of one unit (of a text message in letters: 6 bits a character)
  --extra N   units beyond what the envelope fills, against losses; a quarter, at least two, unless given
  --json      --sms and --sms-text as JSON lines {index, hex} and {index, text}`

type Form = 'sms' | 'sms-text' | 'qr' | 'file'

/** Octets of one unit unless --size says, and the most there may be. */
const rooms: Readonly<Record<Form, { size: number; most: number }>> = {
  sms: { size: SMS_BINARY_BYTES, most: SMS_BINARY_BYTES }, 'sms-text': { size: SMS_TEXT_BYTES, most: SMS_TEXT_BYTES },
  qr: { size: QR_DEFAULT_BYTES, most: QR_MAX_BYTES }, file: { size: 1034, most: 16_384 },
}

export async function run(args: string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: {
      sms: { type: 'boolean' }, 'sms-text': { type: 'boolean' }, qr: { type: 'boolean' }, file: { type: 'boolean' },
      size: { type: 'string' }, extra: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' },
    },
  })
  const form = formOf(values)
  const { most } = rooms[form]
  const size = numberOf('--size', values.size, most) ?? rooms[form].size
  if (positionals.length > 1) throw new UsageError('split takes one envelope')
  const [file] = positionals
  const envelope = file === undefined ? await readAll(io.stdin) : await readNeeded(file, 'FILE_MISSING')
  if (envelope.length === 0) throw new LineError('INPUT_EMPTY', 'there is no envelope in an empty file')
  const place = crypto.getRandomValues(new Uint32Array(1)).reduce((_, word) => word / 2 ** 32, 0)
  if (form === 'qr' && values.out === undefined && isTerminal(io)) return showFrames(envelope, size, place, io)
  const extra = numberOf('--extra', values.extra, 65_536) ?? await usualExtra(envelope, size)
  const units = await split(envelope, { size, extra, place })
  if (form === 'file') return writeOut(writeBundle(units), values.out, io)
  if (form === 'qr') return writeFrames(units.map(qrFrame), units, values.out, io)
  const lines = units.map((unit, i) => {
    if (values.json !== true) return form === 'sms' ? hex(unit) : bytesToText(unit)
    return JSON.stringify({ index: i + 1, ...(form === 'sms' ? { hex: hex(unit) } : { text: bytesToText(unit) }) })
  })
  return writeOut(Buffer.from(`${lines.join('\n')}\n`), values.out, io)
}

function formOf(values: { [form in Form]?: boolean | undefined }): Form {
  const forms = (['sms', 'sms-text', 'qr', 'file'] as const).filter((form) => values[form] === true)
  const [form] = forms
  if (form === undefined || forms.length > 1) throw new UsageError('say one of --sms, --sms-text, --qr and --file')
  return form
}

function numberOf(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > most) throw new UsageError(`${option} takes a whole number up to ${most}`)
  return value
}

async function usualExtra(envelope: Uint8Array, size: number): Promise<number> {
  if (envelope.length <= size) return 0
  const { k, symbolBytes } = await newFragmenter(envelope)
  return Math.max(2, Math.ceil(k / symbolsIn(size, symbolBytes) / 4))
}

function isTerminal({ stdout }: Io): boolean {
  return 'isTTY' in stdout && stdout.isTTY === true
}

async function writeOut(bytes: Uint8Array, out: string | undefined, io: Io): Promise<void> {
  if (out !== undefined) await writeFileDurably(out, bytes)
  else io.stdout.write(bytes)
}

async function writeFrames(
  frames: readonly QrFrame[], units: readonly Uint8Array[], out: string | undefined, io: Io,
): Promise<void> {
  if (out !== undefined) await mkdir(out, { recursive: true })
  for (const [i, frame] of frames.entries()) {
    const { version, modules } = frame
    if (out !== undefined) {
      const name = `frame-${String(i + 1).padStart(4, '0')}.svg`
      await writeFileDurably(joinPath(out, name), Buffer.from(qrSvg(frame)))
    } else {
      const rows = modules.map((row) => row.map(Number).join(''))
      say(io.stdout, JSON.stringify({ index: i + 1, version, hex: hex(new Uint8Array(units[i] ?? [])), modules: rows }))
    }
  }
}

/** Until Ctrl-C; leaves nothing on the screen. */
async function showFrames(envelope: Uint8Array, size: number, place: number, io: Io): Promise<void> {
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  io.stdout.write('\u001B[?1049h\u001B[?25l')
  try {
    for (const unit of await unitsToShow(envelope, size, place)) {
      io.stdout.write(`\u001B[H${qrTerminal(qrFrame(unit))}\u001B[J`)
      await sleep(1000 / QR_FRAMES_PER_SECOND, undefined, { signal: stop.signal }).catch(() => undefined)
      if (stop.signal.aborted) break
    }
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
    io.stdout.write('\u001B[?25h\u001B[?1049l')
  }
}

async function unitsToShow(envelope: Uint8Array, size: number, place: number): Promise<Iterable<Uint8Array>> {
  if (envelope.length > size) return endless(await newFragmenter(envelope), { size, place })
  return (function* () {
    for (;;) yield envelope
  })()
}

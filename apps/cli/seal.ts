import { writeFileDurably } from '@nightjar/machine/durable'
import { linePaths } from '@nightjar/machine/line'
import { parseArgs } from 'node:util'
import {
  chooseKey, createReceipt, hex, type KeyList, newPayload, parseFingerprint, type Payload, receiptDigits,
  receiptShoppingList, receiptWords, replyKeyOf, seal, type Sealed, verifyKeyList,
} from '@nightjar/envelope'
import { readKeyList, readNeeded } from './keyring.ts'
import { LineError } from './line-error.ts'
import { parseTipFields } from './seal-fields.ts'
import { type Io, readAll, say, UsageError } from './verb.ts'

export const summary = 'seal a tip into an envelope, by hand'
export const usage = `nightjar seal [--line DIR | --keys FILE --root FINGERPRINT] [--text TEXT] [--out FILE] [--to URL]

Reads a tip from standard input (
  plain text, or a JSON object {kind, text, when, place, basis, heardFrom, urgency, lang},
)
unless --text gives it; a shell may remember --text. Writes the envelope to --out, or to standard output, or posts it to
an intake with --to. The receipt is shown on standard error (with --json in the object on standard output).
  --line DIR   a line's folder, . unless given
  --keys FILE  a key list, pinned by --root`

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: {
      line: { type: 'string' }, keys: { type: 'string' }, root: { type: 'string' }, text: { type: 'string' },
      out: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' },
    },
  })
  if (positionals.length > 0) throw new UsageError(
    'seal takes options only; the tip comes from standard input or --text',
  )
  if ((values.keys === undefined) !== (values.root === undefined)) throw new UsageError('--keys and --root go together')
  if (values.json === true && values.out === undefined && values.to === undefined) {
    throw new UsageError('--json needs --out FILE or --to URL: standard output cannot carry the envelope too')
  }
  if (values.out === undefined && values.to === undefined && 'isTTY' in io.stdout && io.stdout.isTTY === true) {
    throw new UsageError('an envelope is not for the screen; give --out FILE or --to URL')
  }
  const list = await keyList(values)
  const receipt = createReceipt()
  const fields = values.text === undefined ? parseTipFields(await readText(io)) : { text: values.text }
  const payload = await payloadFor(fields, receipt, values.to !== undefined)
  const key = chooseKey(list, Math.floor(Date.now() / 1000))
  const sealed = await seal(payload, key, list.root)
  if (values.out !== undefined) await writeFileDurably(values.out, sealed.envelope)
  if (values.to !== undefined) await post(values.to, sealed.envelope)
  if (values.out === undefined && values.to === undefined) io.stdout.write(sealed.envelope)
  if (values.json === true) say(
    io.stdout, JSON.stringify({ ...described(sealed), recovery: key.recovery, receipt: shown(receipt) }),
  )
  else tellReceipt(receipt, io)
  return 0
}

interface ListOptions { line?: string | undefined; keys?: string | undefined; root?: string | undefined }

async function keyList(values: ListOptions): Promise<KeyList> {
  if (values.keys === undefined || values.root === undefined) return readKeyList(linePaths(values.line ?? '.'))
  const root = await parseFingerprint(values.root)
  return verifyKeyList(await readNeeded(values.keys, 'FILE_MISSING'), { root })
}

async function readText(io: Io): Promise<string> {
  const bytes = await readAll(io.stdin)
  if (bytes.length === 0) throw new LineError('INPUT_EMPTY', 'standard input holds no tip')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new LineError('TIP_INVALID', 'the tip is not UTF-8 text')
  }
}

async function payloadFor(fields: Partial<Payload>, receipt: Uint8Array, posted: boolean): Promise<Payload> {
  const composedAt = { at: Math.floor(Date.now() / 1000), clock: 'set' } as const
  const replyKey = await replyKeyOf(receipt)
  return newPayload({ kind: 0, channel: posted ? 'api' : 'person', composedAt, ...fields, replyKey })
}

async function post(to: string, envelope: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!URL.canParse('/api/v1/envelopes', to)) throw new UsageError('--to takes the URL of an intake')
  const headers = { 'content-type': 'application/octet-stream' }
  const answer = await fetch(new URL('/api/v1/envelopes', to), { method: 'POST', headers, body: envelope }).catch(
    () => undefined,
  )
  if (answer?.status === 202) return
  const why = answer === undefined ? 'intake cannot be reached' : `intake answered ${answer.status}`
  throw new LineError('POST_REFUSED', `${why}; the tip is not with it, seal and send it again`)
}

function described({ envelope, hash, ackProof }: Sealed) {
  return { bytes: envelope.length, hash: hex(hash), ackProof: hex(ackProof) }
}

function shown(receipt: Uint8Array) {
  return {
    words: receiptWords(receipt, 'en').join(' '), digits: receiptDigits(receipt),
    shoppingList: receiptShoppingList(receipt, 'en'),
  }
}

function tellReceipt(receipt: Uint8Array, { stderr }: Io): void {
  const { words, digits, shoppingList } = shown(receipt)
  say(stderr, `The receipt. With it, and only with it, an answer can be read. Keep it in one of these forms, on paper or
in mind, away from this tip, and clear the screen:

  ${words}

  ${digits}

${shoppingList.map((line) => `  ${line}`).join('\n')}
`)
}

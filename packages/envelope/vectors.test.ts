import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allVectors, asFile, wordFiles } from '../../spec/vectors/generate.ts'
import { sealAttachment } from '../../spec/vectors/of-attachments.ts'
import { fixedSuite } from '../../spec/vectors/seeds.ts'
import type {
  AttachmentVector, BoardVector, EnvelopeVector, KeyListVector, LongBytes, PayloadVector, ReceiptFormsVector, Vector,
} from '../../spec/vectors/shapes.ts'
import { attachmentOpener } from './attachment-open.ts'
import { attachmentLocator } from './attachment.ts'
import { BOARD_SIZE, boardHasAck, boardSaysExpired, readReplies } from './board.ts'
import { EnvelopeError } from './errors.ts'
import { chooseKey, verifyKeyList } from './keylist.ts'
import { open } from './open.ts'
import { pad } from './padding.ts'
import { decodePayload, encodePayload } from './payload.ts'
import { parseReceipt, receiptShoppingList, receiptWords } from './receipt-languages.ts'
import { receiptDigits, replyKeyOf } from './receipt.ts'
import { fingerprintOf, parseFingerprint, rootFingerprint } from './root.ts'
import { sealContent } from './seal.ts'
import { hex, tipOf } from './tip.ts'

const folder = join(import.meta.dirname, '../../spec/vectors')
const files = readdirSync(folder).filter((name) => name.endsWith('.json')).toSorted()
const octets = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal, 'hex'))

test('the files are what generate.ts makes', async () => {
  const made = await allVectors()
  expect(files).toEqual(Object.keys(made).map((name) => `${name}.json`).toSorted())
  for (const [name, vector] of Object.entries(made)) {
    const same = readFileSync(join(folder, `${name}.json`), 'utf8') === asFile(vector)
    expect(same, `${name}.json is stale: npm run vectors`).toBe(true)
  }
})

test('the word lists of the specification are the ones in use', () => {
  for (const [name, text] of Object.entries(wordFiles())) {
    expect(readFileSync(join(folder, '../words', name), 'utf8')).toBe(text)
  }
})

test.each(files)('%s', async (file) => {
  const vector: Vector = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const outcome = await run(vector).catch((error: unknown) => error)
  if (outcome instanceof Error && !(outcome instanceof EnvelopeError)) throw outcome
  const code = outcome instanceof EnvelopeError ? outcome.code : 'ok'
  expect(code).toBe(vector.expect)
  expect(outcome).toEqual(code === 'ok' ? expected(vector) : outcome)
})

/** What the program makes of it, in the vector's own words; throws what it refuses with. */
function run(vector: Vector): Promise<unknown> {
  switch (vector.type) {
    case 'payload': return Promise.resolve().then(() => runPayload(vector))
    case 'envelope': return runEnvelope(vector)
    case 'keylist': return runKeyList(vector)
    case 'attachment': return runAttachment(vector)
    case 'receipt': return Promise.resolve().then(() => hex(parseReceipt(vector.text)))
    case 'receipt-forms': return runForms(vector)
    case 'board': return runBoard(vector)
    case 'fingerprint': return parseFingerprint(vector.text).then(hex)
  }
}

function expected(vector: Vector): unknown {
  switch (vector.type) {
    case 'payload': return { payload: vector.payload, tip: vector.tip, unknown: vector.unknown }
    case 'envelope': return { ...vector.result, resealed: vector.envelope.base64 }
    case 'keylist': return { ...vector.result, choose: vector.choose }
    case 'attachment': return { locator: vector.locator, sealed: vector.sealedSha256, whole: true }
    case 'receipt': return vector.receipt
    case 'receipt-forms': return vector
    case 'board': return vector.answers
    case 'fingerprint': return vector.fingerprint
  }
}

function runPayload({ payload, receivedAt = 0 }: PayloadVector) {
  const decoded = decodePayload(octets(payload))
  return { payload: hex(encodePayload(decoded)), tip: tipOf(decoded, receivedAt), unknown: [...decoded.unknown.keys()] }
}

async function runEnvelope({ envelope, keys, sealed }: EnvelopeVector) {
  const root = octets(keys.root)
  const bytes = longBytes(envelope)
  const opened = await open(bytes, {
    root, epochs: new Map(Object.entries(keys.epochs).map(([epoch, key]) => [Number(epoch), octets(key)])),
    ...(keys.recovery !== undefined && { recovery: octets(keys.recovery) }),
  })
  const payload = encodePayload(opened.payload)
  const key = {
    publicKey: octets(sealed?.publicKey ?? ''), epoch: sealed?.epoch ?? 0, recovery: sealed?.recovery ?? false,
  }
  const again = await sealContent(
    fixedSuite(key.publicKey, octets(sealed?.randomness ?? '')), pad(payload, bytes.length), key, root,
  )
  return {
    payload: hex(payload), hash: hex(opened.hash), ackProof: hex(opened.ackProof), epoch: opened.epoch,
    recovery: opened.recovery, resealed: Buffer.from(again.envelope).toString('base64'),
  }
}

async function runKeyList({ list, root, minSequence, now, choose = [] }: KeyListVector) {
  const trust = {
    root: octets(root), ...(minSequence !== undefined && { minSequence }), ...(now !== undefined && { now }),
  }
  const found = await verifyKeyList(longBytes(list), trust)
  return {
    sequence: found.sequence, issuedAt: found.issuedAt, epochs: found.epochs.map(({ epoch }) => epoch),
    withKey: found.epochs.filter(({ publicKey }) => publicKey !== undefined).map(({ epoch }) => epoch),
    revoked: found.revoked,
    choose: choose.map(({ at }) => {
      const { epoch, recovery } = chooseKey(found, at)
      return { at, epoch, recovery }
    }),
  }
}

async function runAttachment({ key, plain, change, bytes }: AttachmentVector) {
  const content = new Uint8Array(plain.length).fill(plain.octet)
  const sealed = await sealAttachment(octets(key), content)
  const source = new Response(changed(sealed, change)).body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()
  const opened = await new Response(source.pipeThrough(attachmentOpener(octets(key), bytes))).arrayBuffer()
  return {
    locator: await attachmentLocator(octets(key)), sealed: createHash('sha256').update(sealed).digest('hex'),
    whole: Buffer.from(opened).equals(content),
  }
}

function changed(sealed: Uint8Array, change: AttachmentVector['change']): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sealed)
  if (change === undefined) return bytes
  if ('cutTo' in change) return bytes.subarray(0, change.cutTo)
  if ('append' in change) return new Uint8Array(Buffer.concat([bytes, octets(change.append)]))
  if ('flip' in change) return bytes.with(change.flip, (bytes[change.flip] ?? 0) ^ 1)
  const [a, b] = change.swapChunks.map((chunk) => sealed.slice(chunk * 65_552, (chunk + 1) * 65_552))
  bytes.set(b ?? [], change.swapChunks[0] * 65_552)
  bytes.set(a ?? [], change.swapChunks[1] * 65_552)
  return bytes
}

async function runForms(vector: ReceiptFormsVector): Promise<ReceiptFormsVector> {
  const receipt = octets(vector.receipt)
  const inAll = (show: (lang: 'en' | 'ar' | 'ckb') => string[]) => ({
    en: show('en'), ar: show('ar'), ckb: show('ckb'),
  })
  return {
    ...vector, replyKey: hex(await replyKeyOf(parseReceipt(vector.digits.extended))),
    digits: {
      latin: receiptDigits(receipt), arabic: receiptDigits(receipt, 'arabic'),
      extended: receiptDigits(receipt, 'extended'),
    },
    words: inAll((lang) => receiptWords(receipt, lang)), shoppingList: inAll(
      (lang) => receiptShoppingList(receipt, lang),
    ),
  }
}

async function runBoard({ puts, size = BOARD_SIZE, asks }: BoardVector) {
  const board = new Uint8Array(size)
  for (const { at, base64 } of puts) board.set(Buffer.from(base64, 'base64'), at)
  return {
    ack: await boardHasAck(board, octets(asks.ackProof)), expired: await boardSaysExpired(board, octets(asks.expiredHash)),
    replies: await readReplies(board, octets(asks.replyKey)),
  }
}

function longBytes({ base64, padTo }: LongBytes): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(base64, 'base64')
  const whole = new Uint8Array(padTo ?? bytes.length)
  whole.set(bytes)
  return whole
}

test('the fingerprint vector begins from its public key', async () => {
  const vector: Vector = JSON.parse(readFileSync(join(folder, 'fingerprint-whole.json'), 'utf8'))
  if (vector.type !== 'fingerprint') throw new Error('another type')
  const publicKey = octets(vector.publicKey ?? '')
  expect([await rootFingerprint(publicKey), hex(await fingerprintOf(publicKey))]).toEqual([
    vector.text, vector.fingerprint,
  ])
})

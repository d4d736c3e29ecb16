/**
 * The opening side. Only the desk and the verb `open` import this module; a test of the house sees to it.
 */
import type { CipherSuite, Key } from 'hpke'
import { type Bytes, copied, needLength } from './bytes.ts'
import {
  ackProofOf, ENCAPSULATED_BYTES, envelopeHash, envelopeInfo, envelopeProblem, RECOVERY_EPOCH,
} from './envelope.ts'
import { epochMark } from './epoch.ts'
import { refuse } from './errors.ts'
import { hybridSuite, PRIVATE_KEY_BYTES } from './hpke.ts'
import { unpad } from './padding.ts'
import { decodePayload, type Payload } from './payload.ts'
import { FINGERPRINT_BYTES } from './root.ts'

export { attachmentOpener } from './attachment-open.ts'
export { type BoardContent, buildBoard } from './board-build.ts'

export interface OpeningKeys {
  /** The line's fingerprint. */
  root: Uint8Array
  /** Private keys by epoch. */
  epochs: ReadonlyMap<number, Uint8Array>
  recovery?: Uint8Array
}

export interface Opened {
  payload: Payload
  hash: Bytes
  ackProof: Bytes
  /** RECOVERY_EPOCH when the recovery key opened it. */
  epoch: number
  recovery: boolean
}

/**
 * Throws ENVELOPE_SIZE or ENVELOPE_SUITE for what is no envelope, ENVELOPE_KEY_UNKNOWN when no key of the epoch it
 * shows is at hand (too late, or not for us), ENVELOPE_TAG when none of them opens it, and PADDING, CBOR_* or PAYLOAD_*
 * when what was sealed is not a payload.
 */
export async function open(envelope: Uint8Array, keys: OpeningKeys): Promise<Opened> {
  const problem = envelopeProblem(envelope)
  if (problem !== undefined) throw problem
  const { content, ackProof, epoch } = await openContent(await hybridSuite(), copied(envelope), keys)
  const hash = await envelopeHash(envelope)
  return { payload: decodePayload(unpad(content)), hash, ackProof, epoch, recovery: epoch === RECOVERY_EPOCH }
}

interface Content { content: Bytes; ackProof: Bytes; epoch: number }

async function openContent(suite: CipherSuite, envelope: Bytes, keys: OpeningKeys): Promise<Content> {
  needLength('FINGERPRINT_INVALID', 'the root\'s fingerprint', keys.root, FINGERPRINT_BYTES)
  const candidates = candidateKeys(envelope[0] ?? 0, keys)
  if (candidates.length === 0) refuse('ENVELOPE_KEY_UNKNOWN', 'no key of the epoch that the envelope shows is at hand')
  for (const { epoch, privateKey } of candidates) {
    const opened = await tryKey(suite, envelope, privateKey, envelopeInfo(keys.root, epoch))
    if (opened !== undefined) return { ...opened, epoch }
  }
  return refuse('ENVELOPE_TAG', 'no key at hand opens this envelope, or it was changed')
}

interface Candidate { epoch: number; privateKey: Uint8Array }

/** Epochs whose mark the header shows, the latest first, then recovery. */
function candidateKeys(header: number, { epochs, recovery }: OpeningKeys): Candidate[] {
  const mark = epochMark(header)
  const byEpoch = [...epochs].filter(([epoch]) => epochMark(epoch) === mark).sort(([a], [b]) => b - a)
  const candidates = byEpoch.map(([epoch, privateKey]) => ({ epoch, privateKey }))
  return recovery === undefined ? candidates : [...candidates, { epoch: RECOVERY_EPOCH, privateKey: recovery }]
}

async function tryKey(suite: CipherSuite, envelope: Bytes, privateKey: Uint8Array, info: Bytes) {
  const key = await importedKey(suite, privateKey)
  const encapsulated = envelope.subarray(1, 1 + ENCAPSULATED_BYTES)
  try {
    const context = await suite.SetupRecipient(key, encapsulated, { info })
    const content = copied(await context.Open(envelope.subarray(1 + ENCAPSULATED_BYTES), envelope.subarray(0, 1)))
    return { content, ackProof: await ackProofOf(context) }
  } catch {
    return undefined
  }
}

/** Expanding a seed costs more than opening an envelope, so an expanded key lives as long as its octets do. */
const imported = new WeakMap<Uint8Array, Promise<Key>>()

function importedKey(suite: CipherSuite, privateKey: Uint8Array): Promise<Key> {
  needLength('KEY_LENGTH', 'a private sealing key', privateKey, PRIVATE_KEY_BYTES)
  const known = imported.get(privateKey)
  if (known !== undefined) return known
  const key = suite.DeserializePrivateKey(privateKey)
  imported.set(privateKey, key)
  return key
}

import type { CipherSuite } from 'hpke'
import { type Bytes, concat, needLength } from './bytes.ts'
import { ackProofOf, envelopeHash, envelopeInfo, headerOctet, RECOVERY_EPOCH, type SealingKey } from './envelope.ts'
import { EnvelopeError } from './errors.ts'
import { hybridSuite, PUBLIC_KEY_BYTES } from './hpke.ts'
import { pad } from './padding.ts'
import { encodePayload, type Payload } from './payload.ts'
import { FINGERPRINT_BYTES } from './root.ts'

export interface Sealed {
  envelope: Bytes
  /** SHA-256 of the envelope. */
  hash: Bytes
  /** What the board will carry once the desk has opened it. */
  ackProof: Bytes
}

export interface SealOptions {
  /** The smallest envelope to make, one of ENVELOPE_SIZES: where a carrier wants all of one size. */
  leastSize?: number
}

/** `root` is the fingerprint in the key list that `key` was chosen from. Throws EnvelopeError PAYLOAD_* or KEY_*. */
export async function seal(
  payload: Payload, key: SealingKey, root: Uint8Array, options: SealOptions = {},
): Promise<Sealed> {
  const content = pad(encodePayload(payload), options.leastSize)
  return sealContent(await hybridSuite(), content, key, root)
}

/** Padded content into an envelope. Apart so that the vectors can hand in an encapsulation with fixed randomness. */
export async function sealContent(
  suite: CipherSuite, content: Bytes, key: SealingKey, root: Uint8Array,
): Promise<Sealed> {
  needLength('FINGERPRINT_INVALID', 'the root\'s fingerprint', root, FINGERPRINT_BYTES)
  needLength('KEY_LENGTH', 'a public sealing key', key.publicKey, PUBLIC_KEY_BYTES)
  const header = headerOctet(key.epoch)
  const info = envelopeInfo(root, key.recovery ? RECOVERY_EPOCH : key.epoch)
  const { encapsulatedSecret, ctx } = await setUp(suite, key.publicKey, info)
  const envelope = concat(header, encapsulatedSecret, await ctx.Seal(content, header))
  return { envelope, hash: await envelopeHash(envelope), ackProof: await ackProofOf(ctx) }
}

async function setUp(suite: CipherSuite, publicKey: Bytes, info: Bytes) {
  try {
    return await suite.SetupSender(await suite.DeserializePublicKey(publicKey), { info })
  } catch {
    throw new EnvelopeError('KEY_INVALID', 'this public key cannot be sealed to')
  }
}

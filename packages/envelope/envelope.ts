/**
 * An envelope of suite 1:
 *
 *   0     1  suite (3 bits, 1) and epoch mod 32 (5 bits)
 *   1  1120  encapsulated secret: ML-KEM-768 ciphertext ‖ X25519 ephemeral public key (X-Wing)
 *   1121  n  AES-256-GCM of the padded payload, tag of 16 octets at the end; associated data = octet 0
 *
 * HPKE (RFC 9180) base mode with KEM 0x647a (MLKEM768-X25519), KDF 0x0001, AEAD 0x0002, and
 *
 *   info = "nightjar envelope" ‖ version (1 octet, 1) ‖ suite (1 octet, 1) ‖ root fingerprint (24) ‖ epoch (u32)
 *
 * so that an envelope opens only as what it was sealed as: for this line, this suite, this week. The epoch of the
 * recovery key is 0xffffffff in `info`; its first octet shows the sealer's week like any other, because an observer
 * should not see whose clock or list is out of date.
 *
 * t = Export("nightjar ack", 16) is known to the sealer and to the desk only; SHA-256(t) on the board says "opened".
 */
import { type Bytes, concat, sha256, u32, utf8 } from './bytes.ts'
import { epochMark } from './epoch.ts'
import { EnvelopeError, type EnvelopeErrorCode } from './errors.ts'
import { ENVELOPE_SIZES } from './padding.ts'

export const SUITE_HYBRID = 1
export const ENCAPSULATED_BYTES = 1120
export const RECOVERY_EPOCH = 0xffff_ffff
const version = 1
const ackContext = utf8('nightjar ack')
const ackBytes = 16

export interface SealingKey {
  publicKey: Bytes
  /** The week that the first octet shows. */
  epoch: number
  /** True for the recovery key, which only custodians can open. */
  recovery: boolean
}

export function headerOctet(epoch: number): Bytes {
  return Uint8Array.of((SUITE_HYBRID << 5) | epochMark(epoch))
}

/** `epoch` as in `info`: RECOVERY_EPOCH for the recovery key. */
export function envelopeInfo(root: Uint8Array, epoch: number): Bytes {
  return concat(utf8('nightjar envelope'), Uint8Array.of(version, SUITE_HYBRID), root, u32(epoch))
}

/** What proves an acknowledgement: SHA-256(t), from either side's HPKE context. */
export async function ackProofOf(context: {
  Export(exporterContext: Uint8Array, length: number): Promise<Uint8Array>
}): Promise<Bytes> {
  return sha256(await context.Export(ackContext, ackBytes))
}

/** Names an envelope while it is carried: the same bytes, the same hash, one delivery. */
export function envelopeHash(envelope: Uint8Array): Promise<Bytes> {
  return sha256(envelope)
}

/** All that can be checked without a key. */
export function looksLikeEnvelope(bytes: Uint8Array): EnvelopeErrorCode | undefined {
  return envelopeProblem(bytes)?.code
}

export function envelopeProblem(bytes: Uint8Array): EnvelopeError | undefined {
  if (!ENVELOPE_SIZES.some((size) => size === bytes.length)) {
    return new EnvelopeError(
      'ENVELOPE_SIZE', `an envelope has ${ENVELOPE_SIZES.join(', ')} octets, not ${bytes.length}`,
    )
  }
  const suite = (bytes[0] ?? 0) >> 5
  if (suite === SUITE_HYBRID) return undefined
  return new EnvelopeError('ENVELOPE_SUITE', `suite ${suite} is not known to this version`)
}

/**
 * Content of fixed size, so that length says nothing:
 *
 *   0  4  length n of the payload
 *   4  n  payload
 *      …  zeros up to the capacity of an envelope size that takes it: the smallest, unless a carrier wants all alike
 *
 * An envelope adds 1 + 1120 + 16 octets around its content, so the capacities are ENVELOPE_SIZES less 1137, and the
 * longest payload has 262144 − 1137 − 4 = 261003 octets.
 */
import { type Bytes, concat, readU32, u32 } from './bytes.ts'
import { refuse } from './errors.ts'

export const ENVELOPE_SIZES = [4096, 16384, 65536, 262144] as const
export const ENVELOPE_OVERHEAD = 1 + 1120 + 16
const lengthBytes = 4
export const MAX_PAYLOAD_BYTES = 262144 - ENVELOPE_OVERHEAD - lengthBytes

/** `least`: the size below which no envelope of this carrier may fall. */
export function pad(payload: Uint8Array, least = 0): Bytes {
  const needed = Math.max(least, payload.length + lengthBytes + ENVELOPE_OVERHEAD)
  const size = ENVELOPE_SIZES.find((each) => needed <= each)
  if (size === undefined) {
    return refuse('PAYLOAD_TOO_LARGE', `a payload has at most ${MAX_PAYLOAD_BYTES} octets, this one ${payload.length}`)
  }
  const zeros = new Uint8Array(size - ENVELOPE_OVERHEAD - lengthBytes - payload.length)
  return concat(u32(payload.length), payload, zeros)
}

/** Only called on content whose tag held, so a refusal here means a broken sealer and tells a forger nothing. */
export function unpad(content: Bytes): Bytes {
  const length = content.length < lengthBytes ? Infinity : readU32(content, 0)
  if (length > content.length - lengthBytes) refuse('PADDING', 'the payload is longer than what holds it')
  const end = lengthBytes + length
  if (content.subarray(end).some((octet) => octet !== 0)) refuse('PADDING', 'the padding is not zeros')
  return content.slice(lengthBytes, end)
}

/**
 * The root: an Ed25519 key pair whose private half (32 octets, the seed of RFC 8032) stays offline and signs key lists.
 *
 * Its fingerprint pins a line, on a card or in a QR code: 24 octets,
 *
 *   SHA-256("nightjar root" ‖ public key)[0..24]
 *
 * written as these and one check octet (SHA-256 of the 24, first octet) in base32 (RFC 4648, lower case): 40 letters
 * and digits in ten groups of four.
 */
import { type Bytes, concat, copied, needLength, sha256, utf8 } from './bytes.ts'
import { refuse } from './errors.ts'

export const ROOT_KEY_BYTES = 32
export const FINGERPRINT_BYTES = 24
export const SIGNATURE_BYTES = 64
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
/** Everything of a PKCS#8 Ed25519 key before the seed (RFC 8410 §7). */
const pkcs8Head = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32)

export async function createRoot(): Promise<{ publicKey: Bytes; privateKey: Bytes }> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) return refuse('KEY_INVALID', 'no key pair was made')
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  return { publicKey, privateKey: pkcs8.slice(-ROOT_KEY_BYTES) }
}

/** The 24 octets that `verifyKeyList`, `seal` and `open` take as `root`. */
export async function fingerprintOf(publicKey: Uint8Array): Promise<Bytes> {
  needLength('KEY_LENGTH', 'a root public key', publicKey, ROOT_KEY_BYTES)
  return (await sha256(concat(utf8('nightjar root'), publicKey))).slice(0, FINGERPRINT_BYTES)
}

/** The fingerprint as people read it: `abcd efgh …`, ten groups. */
export async function rootFingerprint(publicKey: Uint8Array): Promise<string> {
  const fingerprint = await fingerprintOf(publicKey)
  const text = base32(concat(fingerprint, (await sha256(fingerprint)).subarray(0, 1)))
  return text.replaceAll(/.{4}(?=.)/g, '$& ')
}

/** Forgiving of case and of what stands between the groups. Throws FINGERPRINT_INVALID for a slip of the pen. */
export async function parseFingerprint(text: string): Promise<Bytes> {
  const bytes = fromBase32(text.toLowerCase().replaceAll(/[\s.-]/g, ''))
  const fingerprint = bytes?.slice(0, FINGERPRINT_BYTES)
  if (fingerprint === undefined || (await sha256(fingerprint))[0] !== bytes?.[FINGERPRINT_BYTES]) {
    return refuse(
      'FINGERPRINT_INVALID', 'a fingerprint has ten groups of four letters or digits; one of them is mistyped',
    )
  }
  return fingerprint
}

export async function signByRoot(message: Bytes, privateKey: Uint8Array): Promise<Bytes> {
  needLength('KEY_LENGTH', 'a root private key', privateKey, ROOT_KEY_BYTES)
  const key = await crypto.subtle.importKey('pkcs8', concat(pkcs8Head, privateKey), 'Ed25519', false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message))
}

export async function verifyByRoot(signature: Bytes, message: Bytes, publicKey: Uint8Array): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', copied(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, message)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NotSupportedError') return false
  }
  const { verifyEd25519 } = await import('./fallback.ts')
  return verifyEd25519(signature, message, publicKey)
}

/** 25 octets as 40 characters: 5 octets a group of 8. */
function base32(bytes: Bytes): string {
  const bits = [...bytes].map((octet) => octet.toString(2).padStart(8, '0')).join('')
  return bits.replaceAll(/.{5}/g, (five) => alphabet[Number.parseInt(five, 2)] ?? '')
}

function fromBase32(text: string): Bytes | undefined {
  if (!/^[a-z2-7]{40}$/.test(text)) return undefined
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from({ length: 25 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2))
}

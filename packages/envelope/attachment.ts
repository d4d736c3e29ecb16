/**
 * A sealed attachment: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as age uses it.
 *
 *   chunk 0 … n−1, each 65552 octets: AES-256-GCM of 65536 octets of content, tag of 16 at the end
 *   nonce of a chunk: its number (11 octets, big endian) ‖ 1 for the last chunk, else 0
 *   key = HKDF-SHA256(attachment key, info = "nightjar attachment"); each attachment key seals one file
 *
 * A chunk that is changed, moved, left out or added fails its tag; a cut file has no last chunk. The content is the
 * file and zeros up to a bucket: 1, 2, 3, 4, 6, 8, 12, … chunks (powers of two and the steps halfway), so that a length
 * tells little; the true length stands in the payload. A file has at most 25 MiB, 400 chunks.
 *
 * Intake files it under its locator: base64url of HKDF-SHA256(attachment key, info = "nightjar attachment locator"),
 * 16 octets. Who has the locator can fetch, who has the key can read.
 */
import { aesKey, type Bytes, copied, hkdf, needLength, randomBytes } from './bytes.ts'
import { refuse } from './errors.ts'
import { MAX_ATTACHMENT_BYTES } from './payload.ts'

export const ATTACHMENT_KEY_BYTES = 32
export const CHUNK_BYTES = 65_536
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
const mostChunks = MAX_ATTACHMENT_BYTES / CHUNK_BYTES

export function newAttachmentKey(): Bytes {
  return randomBytes(ATTACHMENT_KEY_BYTES)
}

export async function attachmentLocator(key: Uint8Array): Promise<string> {
  needLength('KEY_LENGTH', 'an attachment key', key, ATTACHMENT_KEY_BYTES)
  const locator = await hkdf(key, 'nightjar attachment locator', 16)
  return btoa(String.fromCharCode(...locator)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Octets of a sealed file of `bytes` octets. Throws ATTACHMENT_SIZE for what is no length of a file. */
export function sealedAttachmentSize(bytes: number): number {
  return attachmentChunks(bytes) * SEALED_CHUNK_BYTES
}

export function attachmentChunks(bytes: number): number {
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_ATTACHMENT_BYTES) {
    refuse('ATTACHMENT_SIZE', `a file has 0 to ${MAX_ATTACHMENT_BYTES} octets`)
  }
  return bucketOf(Math.max(1, Math.ceil(bytes / CHUNK_BYTES)))
}

function bucketOf(chunks: number): number {
  const power = 2 ** Math.ceil(Math.log2(chunks))
  const halfway = power * 0.75
  const bucket = Number.isInteger(halfway) && chunks <= halfway ? halfway : power
  return Math.min(bucket, mostChunks)
}

export function attachmentSecret(key: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  needLength('KEY_LENGTH', 'an attachment key', key, ATTACHMENT_KEY_BYTES)
  return hkdf(key, 'nightjar attachment', 32).then((secret) => aesKey(secret, usage))
}

export function chunkCipher(chunk: number, last: boolean): { name: 'AES-GCM'; iv: Bytes } {
  const iv = new Uint8Array(12)
  new DataView(iv.buffer).setUint32(7, chunk)
  iv[11] = last ? 1 : 0
  return { name: 'AES-GCM', iv }
}

/** Errors with ATTACHMENT_TOO_LARGE beyond 25 MiB. Holds one chunk at a time, whatever the sizes it is fed. */
export function attachmentSealer(key: Uint8Array): TransformStream<Uint8Array, Bytes> {
  const secret = attachmentSecret(key, 'encrypt')
  secret.catch(() => undefined)
  let buffer = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  let bytes = 0
  let chunk = 0
  const sealChunk = async (last: boolean) => {
    const sealed = await crypto.subtle.encrypt(chunkCipher(chunk, last), await secret, buffer)
    chunk += 1
    buffer = new Uint8Array(CHUNK_BYTES)
    filled = 0
    return new Uint8Array(sealed)
  }
  return new TransformStream({
    async transform(input, controller) {
      bytes += input.length
      if (bytes > MAX_ATTACHMENT_BYTES) refuse(
        'ATTACHMENT_TOO_LARGE', `a file has at most ${MAX_ATTACHMENT_BYTES} octets`,
      )
      for (let at = 0; at < input.length;) {
        if (filled === CHUNK_BYTES) controller.enqueue(await sealChunk(false))
        const part = copied(input).subarray(at, at + CHUNK_BYTES - filled)
        buffer.set(part, filled)
        filled += part.length
        at += part.length
      }
    },
    async flush(controller) {
      const left = attachmentChunks(bytes) - chunk
      for (let i = 1; i <= left; i++) controller.enqueue(await sealChunk(i === left))
    },
  })
}

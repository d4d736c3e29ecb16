import { attachmentChunks, attachmentSecret, CHUNK_BYTES, chunkCipher, SEALED_CHUNK_BYTES } from './attachment.ts'
import { type Bytes, copied } from './bytes.ts'
import { refuse } from './errors.ts'

/**
 * `bytes`: the true length from the payload. What comes out before an error is the file's beginning, unchanged; the
 * file is whole only when the stream ends without one. Errors: ATTACHMENT_TAG (changed, moved, another key),
 * ATTACHMENT_CUT, ATTACHMENT_LONG, PADDING.
 */
export function attachmentOpener(key: Uint8Array, bytes: number): TransformStream<Uint8Array, Bytes> {
  const chunks = attachmentChunks(bytes)
  const secret = attachmentSecret(key, 'decrypt')
  secret.catch(() => undefined)
  const buffer = new Uint8Array(SEALED_CHUNK_BYTES)
  let filled = 0
  let chunk = 0
  const openChunk = async (): Promise<Bytes> => {
    const content = await decrypt(await secret, buffer, chunk, chunk === chunks - 1)
    const left = Math.max(0, bytes - chunk * CHUNK_BYTES)
    if (content.subarray(left).some((octet) => octet !== 0)) refuse('PADDING', 'the padding of the file is not zeros')
    chunk += 1
    filled = 0
    return content.slice(0, left)
  }
  return new TransformStream({
    async transform(input, controller) {
      for (let at = 0; at < input.length;) {
        if (chunk === chunks) refuse('ATTACHMENT_LONG', 'something follows the file\'s last chunk')
        const part = copied(input).subarray(at, at + SEALED_CHUNK_BYTES - filled)
        buffer.set(part, filled)
        filled += part.length
        at += part.length
        if (filled < SEALED_CHUNK_BYTES) continue
        const content = await openChunk()
        if (content.length > 0) controller.enqueue(content)
      }
    },
    flush() {
      if (chunk < chunks) refuse('ATTACHMENT_CUT', 'the file ends before its last chunk')
    },
  })
}

async function decrypt(secret: CryptoKey, sealed: Bytes, chunk: number, last: boolean): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(chunkCipher(chunk, last), secret, sealed))
  } catch {
    return refuse('ATTACHMENT_TAG', 'this file was changed, or sealed under another key')
  }
}

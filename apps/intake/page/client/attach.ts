/** Seals a file here and hands it over. */
import { attachmentLocator, attachmentSealer, newAttachmentKey, type Payload } from '@nightjar/envelope'
import { Failure } from './failure.ts'
import { redrawn } from './scrub.ts'

/** Seals a file chunk by chunk and hands it over. `progress` from 0 to 1. */
export async function handFile(file: File, progress: (part: number) => void): Promise<Payload['attachments'][number]> {
  const { blob, type } = await redrawn(file)
  const key = newAttachmentKey()
  const parts: BlobPart[] = []
  try {
    // Sealing is a tenth of the time, the network the rest.
    let done = 0
    for await (const chunk of chunksOf(blob.stream().pipeThrough(attachmentSealer(key)))) {
      parts.push(chunk)
      done += chunk.length
      progress(Math.min(0.1, (0.1 * done) / Math.max(1, blob.size)))
    }
  } catch {
    throw new Failure('file')
  }
  const path = `/api/v1/attachments/${await attachmentLocator(key)}`
  await upload(path, new Blob(parts), (part) => progress(0.1 + 0.9 * part))
  return { key, type, bytes: blob.size }
}

/** Safari's streams are not iterable. */
async function* chunksOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

/** fetch tells nothing of an upload's progress; XMLHttpRequest does. */
function upload(path: string, body: Blob, progress: (part: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / Math.max(1, total)))
    request.addEventListener('load', () => {
      if (request.status === 202) done()
      else failed(new Failure(request.status === 503 ? 'full' : 'file'))
    })
    request.addEventListener('error', () => failed(new Failure('network')))
    request.addEventListener('timeout', () => failed(new Failure('network')))
    request.send(body)
  })
}

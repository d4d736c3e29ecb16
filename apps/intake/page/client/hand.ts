/** Hands sealed bytes to intake. What leaves here is sealed already. */
import { attachmentLocator, attachmentSealer, newAttachmentKey, type Payload } from '@nightjar/envelope'
import { Failure } from './failure.ts'
import { redrawn } from './scrub.ts'

const mostSeconds = 60

export async function handEnvelope(envelope: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await post('/api/v1/envelopes', envelope)
  if (answer.status === 503) throw new Failure('full')
  if (answer.status !== 202) throw new Failure('network')
}

async function post(path: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' }, cache: 'no-store', credentials: 'omit',
      referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(mostSeconds * 1000),
    })
  } catch {
    throw new Failure('network')
  }
}

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
  await upload(`/api/v1/attachments/${await attachmentLocator(key)}`, new Blob(parts), (part) => progress(0.1 + 0.9 * part))
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

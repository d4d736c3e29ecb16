/** Hands sealed bytes to intake. What leaves here is sealed already. */
import { Failure } from './failure.ts'

const mostSeconds = 60

export async function handEnvelope(envelope: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await post('/api/v1/envelopes', envelope)
  if (answer.status === 503) throw new Failure('full')
  if (answer.status !== 202) throw new Failure('network')
}

async function post(path: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' }, cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(mostSeconds * 1000),
    })
  } catch {
    throw new Failure('network')
  }
}

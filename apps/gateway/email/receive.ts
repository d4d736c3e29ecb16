/** A message from the wire into memory: bounded each by itself and all together. */
import type { Budget } from './budget.ts'

type Bytes = Uint8Array<ArrayBuffer>

export type Received = { ok: true; raw: Bytes; give(): void } | { ok: false; why: 'TOO_LARGE' | 'NO_ROOM' | 'BROKE_OFF' }

/**
 * Reads to the end whatever happens, because SMTP has no way to stop a sender in the middle; what will not be kept is
 * dropped as it comes. The room taken is held until `give` is called.
 */
export async function receive(source: AsyncIterable<Buffer>, mostBytes: number, budget: Budget): Promise<Received> {
  let parts: Buffer[] = []
  let length = 0
  let why: 'TOO_LARGE' | 'NO_ROOM' | undefined
  const drop = (reason: 'TOO_LARGE' | 'NO_ROOM') => {
    budget.give(length)
    parts = []
    length = 0
    why = reason
  }
  try {
    for await (const part of source) {
      if (why !== undefined) continue
      if (length + part.length > mostBytes) drop('TOO_LARGE')
      else if (!budget.take(part.length)) drop('NO_ROOM')
      else {
        parts.push(part)
        length += part.length
      }
    }
  } catch {
    budget.give(length)
    return { ok: false, why: 'BROKE_OFF' }
  }
  if (why !== undefined) return { ok: false, why }
  return { ok: true, raw: new Uint8Array(Buffer.concat(parts)), give: () => budget.give(length) }
}

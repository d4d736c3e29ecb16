/**
 * The live stream of changes. Its ids are the store's change counter, so that a reader that was away asks for what came
 * since (Last-Event-ID); one that was away for too long is told `event: state` with id `all`, and loads all anew.
 */
import type { OpenDesk } from '../open-desk.ts'
import { changesSince, lastChange } from '../store/changes.ts'
import { SENT, type Handlers } from './mount.ts'

const HEARTBEAT_MS = 10_000
/** A reader that takes nothing for so long is let go; it comes back by itself. */
const STALLED_MS = 30_000

export const streamHandlers: Pick<Handlers, 'getChanges'> = {
  async getChanges(desk, { request, reply }) {
    const asked = Number(request.headers['last-event-id'] ?? Number.NaN)
    const from = Number.isSafeInteger(asked) && asked >= 0 ? asked : await lastChange(desk.db)
    reply.hijack()
    const out = reply.raw
    out.writeHead(200, {
      ...headersOf(reply.getHeaders()), 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no',
    })
    const gone = new AbortController()
    const stop = AbortSignal.any([gone.signal, desk.signal])
    out.on('close', () => gone.abort())
    out.on('error', () => gone.abort())
    follow(desk, from, stop, (text) => writeOut(out, text, stop)).catch(() => undefined).finally(() => out.end())
    return SENT
  },
}

type Write = (text: string) => Promise<void>

async function follow(desk: OpenDesk, from: number, stop: AbortSignal, write: Write): Promise<void> {
  let seq = from
  await write(`retry: 1000\nid: ${seq}\n\n`)
  while (!stop.aborted) {
    const changes = await changesSince(desk.db, seq)
    if (changes === undefined) {
      seq = await lastChange(desk.db)
      await write(message(seq, 'state', 'all'))
    } else if (changes.length > 0) {
      seq = changes.at(-1)?.seq ?? seq
      await write(changes.map((change) => message(change.seq, change.name, change.id)).join(''))
    } else {
      const before = performance.now()
      await desk.bell.wait(HEARTBEAT_MS, stop)
      if (performance.now() - before >= HEARTBEAT_MS - 100) await write(': still here\n\n')
    }
  }
}

function message(seq: number, name: string, id: string): string {
  return `id: ${seq}\nevent: ${name}\ndata: ${JSON.stringify({ id })}\n\n`
}

interface Out { write(text: string): boolean; once(event: 'drain', go: () => void): unknown; destroy(): unknown }

async function writeOut(out: Out, text: string, stop: AbortSignal): Promise<void> {
  if (stop.aborted || out.write(text)) return
  const drained = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), STALLED_MS)
    const go = () => {
      clearTimeout(timer)
      resolve(true)
    }
    out.once('drain', go)
    stop.addEventListener('abort', go, { once: true })
  })
  if (!drained) out.destroy()
}

type Header = number | string | string[]

function headersOf(headers: Record<string, Header | undefined>): Record<string, Header> {
  const set = Object.entries(headers).filter((entry): entry is [string, Header] => entry[1] !== undefined)
  return Object.fromEntries(set)
}

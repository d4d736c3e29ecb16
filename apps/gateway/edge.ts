/**
 * The sealing side of every gateway: what came in plain becomes an envelope in memory and is handed to intake. Nothing
 * plain is kept, written or logged; on disk there is only the signed key list, which is public.
 *
 * Memory is bounded by `mostInFlight`: whoever asks beyond that gets EDGE_BUSY and tells its sender to come again.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import {
  attachmentLocator, attachmentSealer, chooseKey, fingerprintOf, isWholeKeyList, KEY_LIST_SIZE, MAX_ATTACHMENT_BYTES, seal,
  sealedAttachmentSize, verifyKeyList, type KeyList, type Payload, type Sealed,
} from '@nightjar/envelope'
import type { Config } from '@nightjar/machine/config'
import { readFileIfPresent, writeFileDurably } from '@nightjar/machine/durable'
import { linePaths, type EdgeLane } from '@nightjar/machine/line'

type Bytes = Uint8Array<ArrayBuffer>

export type EdgeErrorCode =
  | 'EDGE_NOT_SET_UP'
  | 'EDGE_NO_KEYS'
  | 'EDGE_BUSY'
  | 'EDGE_CLOSED'
  | 'INTAKE_DOWN'
  | 'INTAKE_REFUSED'
  | 'LANE_FULL'
  | 'ATTACHMENT_TOO_LARGE'
  | 'ATTACHMENT_SOURCE'

export class EdgeError extends Error {
  override name = 'EdgeError'
  readonly code: EdgeErrorCode

  constructor(code: EdgeErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export type AttachmentSource = Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

export interface Edge {
  /** True once a verified key list is in hand; until then `seal` throws EDGE_NO_KEYS. */
  readonly ready: boolean
  /** Throws EDGE_NO_KEYS, or EnvelopeError PAYLOAD_* for a payload beyond its limits. */
  seal(payload: Payload): Promise<Sealed>
  /** Resolves once intake has made the envelope durable. Throws INTAKE_DOWN, LANE_FULL, INTAKE_REFUSED, EDGE_BUSY. */
  hand(envelope: Uint8Array): Promise<void>
  /**
   * Seals and hands over one file while it streams in; gives its plain length. Throws as `hand` does, and
   * ATTACHMENT_TOO_LARGE, and ATTACHMENT_SOURCE when the source broke off. Octets in hand are tried again when intake
   * does not answer; a stream cannot be.
   */
  handAttachment(key: Uint8Array, source: AttachmentSource): Promise<number>
  /** The reply board as it lies at intake. */
  board(): Promise<Bytes>
  close(): Promise<void>
}

export interface EdgeOptions {
  /** Envelopes, and apart from them files, on their way to intake at one time. */
  mostInFlight?: number
  /** Milliseconds before each further try. */
  retryAfterMs?: readonly number[]
  answerSeconds?: number
  /** Seconds without a single octet moving before a streamed file is given up. */
  stallSeconds?: number
  refreshSeconds?: number
}

const defaults: Required<EdgeOptions> = {
  mostInFlight: 32, retryAfterMs: [200, 800, 2500], answerSeconds: 15, stallSeconds: 60, refreshSeconds: 3600,
}
const mostBoardBytes = 8 * 1024 * 1024
const mostErrorBytes = 4096
/** For a whole file to cross to intake. */
const attachmentSeconds = 900

/** Throws EDGE_NOT_SET_UP when the folder lacks the token or the root key. Intake may be down: then `ready` is false. */
export async function openEdge(config: Config, lane: EdgeLane, options: EdgeOptions = {}): Promise<Edge> {
  const settings = { ...defaults, ...options }
  const paths = linePaths(config.dir)
  const authorization = `Bearer ${readSetUp(paths.gateway.token(lane)).toString('utf8').trim()}`
  const root = await fingerprintOf(new Uint8Array(readSetUp(paths.public.root)))
  const closing = new AbortController()
  const wire = openWire(config.gateway.intakeUrl, authorization, settings, closing.signal)
  // Counted apart: large files over slow lines must not keep out the words of others.
  const fileWire = openWire(config.gateway.intakeUrl, authorization, settings, closing.signal)
  const keys = await openKeys(paths.gateway.keyList, root, wire, settings, closing.signal)
  return {
    get ready() { return keys.current() !== undefined },
    async seal(payload) {
      const list = keys.current()
      if (list === undefined) throw new EdgeError('EDGE_NO_KEYS', 'no verified key list yet; intake has to be reached once')
      return seal(payload, chooseKey(list, Math.floor(Date.now() / 1000)), list.root)
    },
    hand: (envelope) => wire.post('/api/v1/envelopes', () => copied(envelope), settings.answerSeconds),
    handAttachment: (key, source) => handAttachment(fileWire, settings, key, source),
    board: () => wire.get('/api/v1/board', mostBoardBytes),
    async close() { closing.abort() },
  }
}

function readSetUp(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new EdgeError('EDGE_NOT_SET_UP', 'the gateway folder lacks its token or the root key; run: nightjar init DIR')
  }
}

// ---- keys -----------------------------------------------------------------------------------------------------------

interface Keys { current(): KeyList | undefined }

/** The list on disk first, then intake's, then again every hour. A list with a lower sequence number is never taken. */
async function openKeys(
  path: string, root: Bytes, wire: Wire, { refreshSeconds }: Required<EdgeOptions>, signal: AbortSignal,
): Promise<Keys> {
  let list = await readList(await readFileIfPresent(path, KEY_LIST_SIZE).catch(() => undefined), root, 0)
  const refresh = async () => {
    const bytes = await wire.get('/api/v1/keys', KEY_LIST_SIZE).catch(() => undefined)
    const fresh = await readList(bytes, root, list?.sequence ?? 0)
    if (bytes === undefined || fresh === undefined) return
    const isNewer = fresh.sequence > (list?.sequence ?? -1)
    list = fresh
    if (isNewer) await writeFileDurably(path, bytes).catch(() => undefined)
  }
  await refresh()
  void keepRefreshing(refresh, () => (list === undefined ? Math.min(5, refreshSeconds) : refreshSeconds), signal)
  return { current: () => list }
}

async function keepRefreshing(refresh: () => Promise<void>, seconds: () => number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(seconds() * 1000, undefined, { signal, ref: false }).catch(() => undefined)
    if (!signal.aborted) await refresh()
  }
}

async function readList(bytes: Bytes | undefined, root: Bytes, minSequence: number): Promise<KeyList | undefined> {
  if (bytes === undefined) return undefined
  const list = await verifyKeyList(bytes, { root, minSequence }).catch(() => undefined)
  return list !== undefined && isWholeKeyList(list) ? list : undefined
}

// ---- attachments ----------------------------------------------------------------------------------------------------

async function handAttachment(
  wire: Wire, { stallSeconds }: Required<EdgeOptions>, key: Uint8Array, source: AttachmentSource,
): Promise<number> {
  const path = `/api/v1/attachments/${await attachmentLocator(key)}`
  if (source instanceof Uint8Array) {
    if (source.length > MAX_ATTACHMENT_BYTES) throw tooLarge()
    // Sealed anew for each try: the same key gives the same octets, and none of them are held.
    await wire.post(path, () => sealed(key, [source]), attachmentSeconds)
    return source.length
  }
  const counted = { bytes: 0, broke: undefined as EdgeError | undefined }
  const stalled = new AbortController()
  const body = sealed(key, count(source, counted, () => stalled.abort(), stallSeconds))
  const signal = AbortSignal.any([stalled.signal, AbortSignal.timeout(attachmentSeconds * 1000)])
  try {
    await wire.postStream(path, body, signal)
  } catch (error) {
    throw counted.broke ?? error
  }
  return counted.bytes
}

function sealed(key: Uint8Array, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Bytes> {
  return streamOf(parts).pipeThrough(attachmentSealer(key))
}

/** Pulls only when there is room, and tells the source when nobody reads on. */
function streamOf(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() { await source.return?.() },
  })
}

/** Passes the source on; remembers its length, and whether it was the source that broke. */
async function* count(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>, counted: { bytes: number; broke: EdgeError | undefined },
  stall: () => void, stallSeconds: number,
): AsyncGenerator<Uint8Array> {
  let timer = setTimeout(stall, stallSeconds * 1000)
  try {
    for await (const part of source) {
      clearTimeout(timer)
      counted.bytes += part.length
      if (counted.bytes > MAX_ATTACHMENT_BYTES) throw tooLarge()
      yield part
      timer = setTimeout(stall, stallSeconds * 1000)
    }
  } catch (error) {
    counted.broke = error instanceof EdgeError ? error : new EdgeError('ATTACHMENT_SOURCE', 'the file broke off before its end')
    throw counted.broke
  } finally {
    clearTimeout(timer)
  }
}

function tooLarge(): EdgeError {
  return new EdgeError('ATTACHMENT_TOO_LARGE', `a file has at most ${MAX_ATTACHMENT_BYTES} octets`)
}

/** What a file takes at intake: for whoever has to say beforehand whether it fits. */
export function sealedSize(bytes: number): number {
  return sealedAttachmentSize(bytes)
}

// ---- the wire to intake ---------------------------------------------------------------------------------------------

interface Wire {
  /** Tries again when intake does not answer: the same octets twice are one envelope there. */
  post(path: string, body: () => Bytes | ReadableStream<Bytes>, seconds: number): Promise<void>
  /** One try only. */
  postStream(path: string, body: ReadableStream<Bytes>, signal: AbortSignal): Promise<void>
  get(path: string, limit: number): Promise<Bytes>
}

function openWire(
  base: string, authorization: string, { mostInFlight, retryAfterMs, answerSeconds }: Required<EdgeOptions>, closed: AbortSignal,
): Wire {
  let inFlight = 0
  const headers = { Authorization: authorization, 'Content-Type': 'application/octet-stream' }
  const url = (path: string) => new URL(path, base)

  async function counted<T>(act: () => Promise<T>): Promise<T> {
    if (closed.aborted) throw new EdgeError('EDGE_CLOSED', 'this edge is closing')
    if (inFlight >= mostInFlight) throw new EdgeError('EDGE_BUSY', 'too many tips are being handed over; come again')
    inFlight += 1
    try {
      return await act()
    } finally {
      inFlight -= 1
    }
  }

  async function send(path: string, body: Bytes | ReadableStream<Bytes>, signal: AbortSignal): Promise<void> {
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, redirect: 'error', body, signal, duplex: 'half' }
    const response = await fetch(url(path), init).catch(intakeDown)
    if (response.status === 202) return void await response.body?.cancel().catch(() => undefined)
    throw await refusalOf(response)
  }

  async function sendAgain(path: string, body: () => Bytes | ReadableStream<Bytes>, seconds: number): Promise<void> {
    for (const pause of [...retryAfterMs, undefined]) {
      try {
        return await send(path, body(), AbortSignal.any([closed, AbortSignal.timeout(seconds * 1000)]))
      } catch (error) {
        const again = error instanceof EdgeError && error.code === 'INTAKE_DOWN' && pause !== undefined && !closed.aborted
        if (!again) throw error
        await delay(pause, undefined, { signal: closed }).catch(() => undefined)
      }
    }
  }

  return {
    post: (path, body, seconds) => counted(() => sendAgain(path, body, seconds)),
    postStream: (path, body, signal) => counted(() => send(path, body, AbortSignal.any([closed, signal]))),
    async get(path, limit) {
      const signal = AbortSignal.any([closed, AbortSignal.timeout(answerSeconds * 1000)])
      const response = await fetch(url(path), { redirect: 'error', signal }).catch(intakeDown)
      if (response.status !== 200) throw await refusalOf(response)
      return readAtMost(response, limit)
    },
  }
}

function intakeDown(): never {
  throw new EdgeError('INTAKE_DOWN', 'intake does not answer')
}

async function refusalOf(response: Response): Promise<EdgeError> {
  const code = codeOf(await readAtMost(response, mostErrorBytes).catch(() => new Uint8Array(0)))
  if (code === 'LANE_FULL') return new EdgeError('LANE_FULL', 'this lane is full at intake; come again later')
  if (response.status >= 500 || response.status === 408 || response.status === 429) {
    return new EdgeError('INTAKE_DOWN', `intake cannot take it now (${response.status})`)
  }
  return new EdgeError('INTAKE_REFUSED', `intake refused (${response.status})`)
}

function codeOf(body: Uint8Array): string {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(body))
    const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  } catch {
    return ''
  }
}

async function readAtMost(response: Response, limit: number): Promise<Bytes> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > limit) throw new EdgeError('INTAKE_REFUSED', 'intake answered with more than was asked for')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

function copied(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes)
}

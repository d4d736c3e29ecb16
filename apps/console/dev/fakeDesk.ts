/**
 * A desk that holds a made-up story: the console's API and its stream, without envelopes, store or keys. It is a tool
 * for developing the console and for its tests; nothing of it ships.
 */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import type { DeskState, Draft, TipDetail } from '../src/api/shapes.ts'
import { consoleDist } from '../build.ts'
import { consoleCsp } from '../csp.ts'
import { byUrgency, checkExposure, iso, makeDraft, makeTip, tellStory, type Story } from './story.ts'

export const FAKE_PASSPHRASE = 'correct horse battery staple'

/** What a test can make happen. */
export interface FakeDesk {
  url: string
  story: Story
  /** Merged into what /state answers. */
  state: Partial<DeskState>
  locked: boolean
  setUp: boolean
  /** Milliseconds before every answer of the API, by path's beginning. */
  delays: Map<string, number>
  /** Answers with this status and code, by method and path's beginning: 'GET /tips'. */
  failures: Map<string, { status: number; code: string; message: string }>
  /** Everything that was asked, as 'METHOD path'. */
  asked: string[]
  addTip(given: Partial<TipDetail> & { text: string; lang: string }): TipDetail
  say(name: 'tip' | 'event' | 'release' | 'state', id: string): void
  dropStreams(): void
  close(): Promise<void>
}

interface Call { method: string; path: string; query: URLSearchParams; body: unknown }
type Answer = { status: number; body?: unknown; type?: string; headers?: Record<string, string> }

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2',
}

export async function startFakeDesk(options: { port?: number; fillers?: number; locked?: boolean; now?: number } = {}): Promise<FakeDesk> {
  const streams = new Set<ServerResponse>()
  const random = Math.random
  const fake: FakeDesk = {
    url: '', story: tellStory(options.now ?? Date.now(),
      options.fillers), state: {}, locked: options.locked ?? true, setUp: true,
    delays: new Map(), failures: new Map(), asked: [],
    addTip(given) {
      const tip = makeTip(fake.story, random, { receivedAt: iso(Date.now()), ...given })
      fake.story.tips.push(tip)
      fake.story.tips.sort(byUrgency)
      fake.say('tip', tip.id)
      return tip
    },
    say(name, id) {
      for (const stream of streams) stream.write(`event: ${name}\ndata: ${JSON.stringify({ id })}\n\n`)
    },
    dropStreams() {
      for (const stream of streams) stream.destroy()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const server: Server = createServer((request, response) => {
    serve(fake, streams, request, response).catch(() => { response.destroy() })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The fake desk has no address')
  fake.url = `http://127.0.0.1:${address.port}`
  return fake
}

async function serve(fake: FakeDesk, streams: Set<ServerResponse>, request: IncomingMessage,
  response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://desk')
  const method = request.method ?? 'GET'
  if (!url.pathname.startsWith('/api/v1/')) return sendFile(url.pathname, response)
  const path = url.pathname.slice('/api/v1'.length)
  fake.asked.push(`${method} ${path}`)
  for (const [start, ms] of fake.delays) if (path.startsWith(start)) await new Promise((done) => { setTimeout(done,
    ms) })
  if (path === '/changes' && !fake.locked) return openStream(streams, response)
  const answer = answerTo(fake, { method, path, query: url.searchParams, body: await readBody(request) })
  send(response, answer)
}

function openStream(streams: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  streams.add(response)
  response.on('close', () => { streams.delete(response) })
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : normalize(path).replace(/^[/.]+/, '')
  try {
    const bytes = await readFile(join(consoleDist, name))
    response.writeHead(200, {
      'content-type': types[extname(name)] ?? 'application/octet-stream', 'content-security-policy': consoleCsp,
      'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
    })
    response.end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}

function send(response: ServerResponse, { status, body, type, headers }: Answer): void {
  response.writeHead(status, { 'content-type': type ?? 'application/json', 'cache-control': 'no-store', ...headers })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}

const failure = (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer =>
  ({ status, body: { error: { code, message } }, headers })

function answerTo(fake: FakeDesk, call: Call): Answer {
  for (const [start, fail] of fake.failures) {
    if (`${call.method} ${call.path}`.startsWith(start)) {
      return failure(fail.status, fail.code, fail.message, fail.status === 429 ? { 'retry-after': '7' } : {})
    }
  }
  if (call.path === '/state') return { status: 200, body: stateOf(fake) }
  if (call.path === '/unlock') return unlock(fake, call)
  if (fake.locked) return failure(401, 'LOCKED', 'The desk is locked.')
  if (call.path === '/lock') {
    fake.locked = true
    return { status: 204 }
  }
  return call.method === 'GET' ? read(fake, call) : write(fake, call)
}

function stateOf(fake: FakeDesk): DeskState {
  if (fake.locked || !fake.setUp) return { locked: fake.locked, setUp: fake.setUp }
  const { tips, events } = fake.story
  return {
    locked: false, setUp: true, lastPullAt: iso(Date.now() - 4000), pullSeconds: 10, intake: 'ok',
    keyListUntil: iso(Date.now() + 180 * 86_400_000), lockAfterMinutes: 15, protections: [], lanes: {},
    line: { profile: 'civil-defence', languages: ['en', 'ar', 'ckb'] },
    counts: {
      tips: tips.length, waiting: tips.filter((tip) => tip.state === 'open').length, events: events.length, unopened: 0, expired: 0,
      toAnalyse: 0, repliesQueued: 0, boardLeftOut: 0, attachmentsMissing: 0,
    },
    ...fake.state,
  }
}

function unlock(fake: FakeDesk, call: Call): Answer {
  if (textIn(call.body, 'passphrase') !== FAKE_PASSPHRASE) return failure(401, 'PASSPHRASE_WRONG',
    'That is not the passphrase.')
  fake.locked = false
  return { status: 204, headers: { 'set-cookie': 'desk=made-up; HttpOnly; SameSite=Strict; Path=/' } }
}

function textIn(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

const missing = failure(404, 'NOT_FOUND', 'There is no such thing here.')

function read(fake: FakeDesk, { path, query }: Call): Answer {
  const { story } = fake
  const [, room = '', id = '', part = ''] = path.split('/')
  if (path === '/kinds') return { status: 200, body: story.kinds }
  if (path === '/places/near') return { status: 200,
    body: nearTo(story, Number(query.get('lat')), Number(query.get('lon'))) }
  if (room === 'tips' && id === '') return { status: 200, body: queueOf(story, query) }
  if (room === 'tips' && part === 'attachments') return { status: 200, type: 'image/svg+xml', body: picture }
  if (room === 'tips') return found(story.tips.find((tip) => tip.id === id))
  if (room === 'events' && id === '') return { status: 200, body: { items: eventRows(story) } }
  if (room === 'events') return found(story.events.find((event) => event.id === id))
  if (room === 'drafts') return found(withExposure(story.drafts.find((draft) => draft.id === id)))
  if (room === 'releases' && id === '') return { status: 200, body: { items: story.releases } }
  if (part === 'cap.xml') return { status: 200, type: 'application/cap+xml',
    body: '<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>' }
  if (room === 'releases') return found(story.releases.find((release) => release.id === id))
  return missing
}

const found = (body: unknown): Answer => (body === undefined ? missing : { status: 200, body })

const withExposure = (draft: Draft | undefined): Draft | undefined =>
  draft === undefined ? undefined : { ...draft, exposure: checkExposure(draft) }

function nearTo(story: Story, lat: number, lon: number) {
  return story.names.map((one) => ({ ...one, km: Math.hypot(one.lat - lat, one.lon - lon) * 111 })).sort((a,
    b) => a.km - b.km)
}

function eventRows(story: Story) {
  return [...story.events].sort((a, b) => b.urgency - a.urgency || b.lastTipAt.localeCompare(a.lastTipAt))
}

function queueOf(story: Story, query: URLSearchParams) {
  const wanted = (name: string, value: unknown) => !query.has(name) || query.get(name) === String(value)
  const state = query.get('state') ?? 'open'
  const all = story.tips.filter((tip) => (state === 'all' || tip.state === state) && wanted('kind', tip.kind)
    && wanted('lang', tip.lang) && wanted('urgency', tip.urgency))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return { items: all.slice(from, to), ...(to < all.length ? { next: String(to) } : {}) }
}

function write(fake: FakeDesk, { path, body }: Call): Answer {
  const { story } = fake
  const [, room = '', id = '', part = ''] = path.split('/')
  if (room === 'tips') return writeTip(fake, story.tips.find((tip) => tip.id === id), part, body)
  if (room === 'events' && part === 'drafts') {
    const event = story.events.find((one) => one.id === id)
    if (event === undefined) return missing
    const draft = makeDraft(story, event, Date.now())
    story.drafts = [...story.drafts.filter((one) => one.id !== draft.id), draft]
    event.drafts = [draft]
    return { status: 201, body: withExposure(draft) }
  }
  if (room === 'events' && part === 'outcome') return writeOutcome(fake, id, body)
  if (room === 'drafts') return writeDraft(fake, story.drafts.find((draft) => draft.id === id), part, body)
  return missing
}

function writeTip(fake: FakeDesk, tip: TipDetail | undefined, part: string, body: unknown): Answer {
  if (tip === undefined) return missing
  fake.say('tip', tip.id)
  if (part === 'replies') {
    const reply = { text: textIn(body, 'text') ?? '', at: iso(Date.now()), state: 'queued' as const }
    tip.replies = [...tip.replies, reply]
    tip.answered = true
    return { status: 201, body: reply }
  }
  if (part === 'state') {
    tip.state = textIn(body, 'state') === 'done' ? 'done' : 'open'
    return { status: 200, body: tip }
  }
  const to = textIn(body, 'event') ?? 'new'
  tip.eventId = to === 'new' ? 'ev-1' : to
  return { status: 200, body: { event: tip.eventId } }
}

function writeOutcome(fake: FakeDesk, id: string, body: unknown): Answer {
  const event = fake.story.events.find((one) => one.id === id)
  const outcome = (['confirmed', 'false', 'acted', 'unknown', 'harm'] as const).find((one) => one === textIn(body,
    'outcome'))
  if (event === undefined || outcome === undefined) return missing
  event.outcome = outcome
  event.outcomeGiven = { outcome, reason: textIn(body, 'reason') ?? '', at: iso(Date.now()) }
  fake.say('event', id)
  return { status: 200, body: event.outcomeGiven }
}

function writeDraft(fake: FakeDesk, draft: Draft | undefined, part: string, body: unknown): Answer {
  if (draft === undefined) return missing
  if (part === '') {
    const { area } = draft
    Object.assign(draft, body)
    draft.area = { ...area, ...draft.area }
    return { status: 200, body: withExposure(draft) }
  }
  const exposure = checkExposure(draft)
  if (exposure.held) return { status: 409,
    body: { error: { code: 'EXPOSURE_HELD', message: 'Too few people could have known.' }, exposure } }
  const release = { ...draft, exposure, id: `rel-${draft.id}`, draft: draft.id, at: iso(Date.now()) }
  fake.story.releases.unshift(release)
  draft.state = 'released'
  fake.say('release', release.id)
  return { status: 200, body: { id: release.id } }
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="#7d8a8f"/>
<rect y="190" width="400" height="110" fill="#5a5f58"/><rect x="70" y="140" width="190" height="80" rx="10" fill="#e8e8e4"/>
<circle cx="115" cy="222" r="20" fill="#222"/><circle cx="220" cy="222" r="20" fill="#222"/><rect x="290" y="70" width="80" height="130" fill="#8e7d63"/></svg>`

/** The API as a client meets it: who may do what, what is refused and how, pages, the live stream, drafts and releases. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildGazetteer, iraqRows } from '@nightjar/analysis'
import { initLine } from '@nightjar/cli/init'
import { newPayload, type Payload } from '@nightjar/envelope'
import { readConfig } from '@nightjar/machine/config'
import { linePaths } from '@nightjar/machine/line'
import { createLog } from '@nightjar/machine/log'
import { readKinds } from '../kinds.ts'
import { DeskLock } from '../lock.ts'
import { placesOf } from '../places.ts'
import { tipParts } from '../pull/prepare.ts'
import { keepReceived } from '../store/received.ts'
import { API_PREFIX, openApiDocument } from './openapi.ts'
import { routes, type RouteSpec } from './routes.ts'
import { createDeskServer } from './server.ts'

const passphrase = 'a passphrase for tests'
let dir: string
let lock: DeskLock
let server: Awaited<ReturnType<typeof createDeskServer>>
let base: string
let token: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nightjar-api-'))
  await initLine({ dir: join(dir, 'line'), deskPassphrase: passphrase, offlinePassphrase: 'offline', kdf: 'light' })
  const config = readConfig(join(dir, 'line'))
  config.desk.intakeDeskUrl = 'https://127.0.0.1:9'
  config.desk.pullSeconds = 3600
  const paths = linePaths(config.dir)
  const pages = join(dir, 'pages')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>console</title>')
  writeFileSync(join(pages, 'assets', 'a.js'), 'export {}')
  lock = new DeskLock({
    config, paths, kinds: await readKinds(paths.kinds, 'civil-defence'), places: placesOf(buildGazetteer(iraqRows())),
    log: createLog('test', () => undefined),
  })
  const hosts = new Set<string>()
  server = await createDeskServer({ lock, pages, behindProxy: false, hosts })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const address = server.server.address()
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  hosts.add(host)
  base = `http://${host}`
  token = await lock.unlock(passphrase)
}, 120_000)
afterAll(async () => {
  await lock.close()
  server.server.closeAllConnections()
  await server.close()
  rmSync(dir, { recursive: true })
})

interface Answer { status: number; body: never; text: string; headers: Headers }

async function call(method: string, path: string, { body, headers = {}, session = true }: {
  body?: unknown; headers?: Record<string, string>; session?: boolean
} = {}): Promise<Answer> {
  const answer = await fetch(`${base}${API_PREFIX}${path}`, {
    method,
    headers: {
      ...(session ? { cookie: `nightjar=${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, headers: answer.headers, body: (text.startsWith('{') ? JSON.parse(text) : {}) as never }
}

function codeOf(answer: Answer): [number, string] {
  const { error } = answer.body as { error?: { code: string } }
  return [answer.status, error?.code ?? '']
}

function desk() {
  return lock.deskFor(token)
}

async function keep(fields: Partial<Payload>): Promise<string> {
  const payload = newPayload({ kind: 1, channel: 'app', basis: 'saw', ...fields })
  const now = Math.floor(Date.now() / 1000)
  const parts = await tipParts(payload, desk().keyring.desk, now)
  await keepReceived(desk().db, [{ was: 'tip', hash: randomBytes(32), ackProof: randomBytes(32), ...parts }], now)
  await desk().pipeline.run(new AbortController().signal)
  return parts.tip.id
}

const filled = (url: string) => url.replace(':id', '0'.repeat(32)).replace(':n', '0')

test('every route but two answers 401 without a session, whatever is sent with it', async () => {
  for (const route of Object.values<RouteSpec>(routes)) {
    if (route.open === true) continue
    for (const headers of [{}, { cookie: 'nightjar=guessed' }]) {
      const body = route.method === 'GET' ? {} : { body: '{"not":"valid"' }
      const answer = await call(route.method, filled(route.url), { session: false, headers, ...body })
      expect([route.url, ...codeOf(answer)]).toEqual([route.url, 401, 'SESSION_MISSING'])
    }
  }
  expect((await call('GET', '/state', { session: false })).text).toBe('{"locked":false,"setUp":true}')
})

test('the OpenAPI document names every route and no other', async () => {
  const served = await call('GET', '/openapi.json')
  expect(Object.keys((served.body as { paths: object }).paths).sort())
    .toEqual([...new Set(Object.values<RouteSpec>(routes).map(({ url }) => API_PREFIX + url.replaceAll(/:(\w+)/g, '{$1}')))].sort())
  expect(served.body).toEqual(await openApiDocument())
})

test('nothing is done across sites, by another name, or with another content type', async () => {
  const forbidden = [
    { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of forbidden) {
    expect(codeOf(await call('POST', '/lock', { headers }))).toEqual([403, 'CROSS_SITE'])
  }
  expect(codeOf(await call('POST', '/unlock', { body: 'passphrase=x', headers: { 'content-type': 'text/plain' }, session: false })))
    .toEqual([415, 'CONTENT_TYPE'])
  expect(codeOf(await call('POST', '/unlock', { body: 'passphrase=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } })))
    .toEqual([415, 'CONTENT_TYPE'])
  expect(await withHost('rebound.example')).toEqual([421, 'HOST_UNKNOWN'])
  expect((await call('GET', '/state', { headers: { origin: base, 'sec-fetch-site': 'same-origin' } })).status).toBe(200)
})

function withHost(host: string): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    httpRequest(`${base}${API_PREFIX}/state`, { headers: { host } }, (answer) => {
      let text = ''
      answer.on('data', (part: Buffer) => { text += part.toString() })
      answer.on('end', () => resolve([answer.statusCode ?? 0, (JSON.parse(text) as { error: { code: string } }).error.code]))
    }).on('error', reject).end()
  })
}

test('what does not fit the schema is 400 with a code, and repeats nothing of what was sent', async () => {
  const id = await keep({})
  const bad: [string, string, unknown?][] = [
    ['GET', '/tips?limit=0'], ['GET', '/tips?limit=1000'], ['GET', '/tips?state=CANARY'], ['GET', '/tips/CANARY'],
    ['GET', `/tips/${id}/attachments/x`], ['GET', '/places/near?lat=91&lon=0'], ['GET', '/places/near'],
    ['POST', `/tips/${id}/replies`, {}], ['POST', `/tips/${id}/replies`, { text: '' }], ['POST', `/tips/${id}/replies`, { text: 'x'.repeat(2001) }],
    ['POST', `/tips/${id}/state`, { state: 'CANARY' }], ['POST', `/tips/${id}/event`, { event: '../CANARY' }],
    ['POST', '/events/e1/outcome', { outcome: 'CANARY', reason: '' }], ['POST', '/events/e1/outcome', '{"outcome":'],
    ['POST', '/unlock', { passphrase: 'x', CANARY: 1 }], ['POST', '/unlock', { passphrase: 7 }],
    ['POST', `/tips/${id}/state`, '{"__proto__":{"state":"done"},"state":"done"}'],
  ]
  for (const [method, path, body] of bad) {
    const answer = await call(method, path, body === undefined ? {} : { body })
    expect([path, ...codeOf(answer)]).toEqual([path, 400, 'REQUEST_INVALID'])
    expect(answer.text).not.toContain('CANARY')
  }
  expect(codeOf(await call('GET', '/tips?cursor=AAAA'))).toEqual([400, 'CURSOR_INVALID'])
})

test('what is not there has a code of its own', async () => {
  const nowhere: [string, string, string, unknown?][] = [
    ['GET', `/tips/${'0'.repeat(32)}`, 'TIP_UNKNOWN'], ['POST', '/tips/00000000/state', 'TIP_UNKNOWN', { state: 'done' }],
    ['GET', '/events/e9', 'EVENT_UNKNOWN'], ['POST', '/events/e9/drafts', 'EVENT_UNKNOWN'],
    ['POST', '/events/e9/outcome', 'EVENT_UNKNOWN', { outcome: 'false', reason: '' }], ['GET', '/drafts/d9', 'DRAFT_UNKNOWN'],
    ['POST', '/drafts/d9/release', 'DRAFT_UNKNOWN', {}], ['GET', '/releases/r9', 'RELEASE_UNKNOWN'],
    ['GET', '/releases/r9/cap.xml', 'RELEASE_UNKNOWN'], ['GET', '/tips/00000000/attachments/0', 'PREVIEW_MISSING'],
  ]
  for (const [method, path, code, body] of nowhere) {
    expect([path, ...codeOf(await call(method, path, body === undefined ? {} : { body }))]).toEqual([path, 404, code])
  }
  expect(codeOf(await call('GET', '/nowhere'))).toEqual([404, 'NOT_FOUND'])
})

test('script, overrides, controls and years out of range are shown safely', async () => {
  const text = '<script>alert(1)</script> \u202Ecod.exe\u0007 في 1970'
  const id = await keep({ text, when: { from: 0, to: 4_000_000_000 }, heardFrom: ['\u202Ex'], place: { lat: 36.3, lon: 43.1, radius_m: 5, name: '\u2067y' } })
  const { body } = await call('GET', `/tips/${id}`)
  expect(body).toMatchObject({
    text: '<script>alert(1)</script> \uFFFDcod.exe\u2407 في 1970', marks: ['bidi', 'control'], heardFrom: ['\uFFFDx'],
    whenTrusted: false, place: { name: '\uFFFDy' },
  })
  const kept = await desk().db.selectFrom('tip').select('text').where('id', '=', id).executeTakeFirstOrThrow()
  expect(kept.text).toBe(text)
})

test('pages of the queue are stable while tips come in, and done tips leave it', async () => {
  const id = await keep({ text: 'nobody will answer', urgency: 0, kind: 0 })
  expect(codeOf(await call('POST', `/tips/${id}/replies`, { body: { text: 'hello' } }))).toEqual([409, 'REPLY_IMPOSSIBLE'])
  for (let i = 0; i < 7; i++) await keep({ text: `page ${i}`, kind: 0 })
  const seen: string[] = []
  let next: string | undefined = ''
  while (next !== undefined) {
    const { body }: Answer = await call('GET', `/tips?state=open&limit=3${next === '' ? '' : `&cursor=${next}`}`)
    const page = body as { items: { id: string }[]; next?: string }
    seen.push(...page.items.map((row) => row.id))
    next = page.next
    if (seen.length < 7) await keep({ text: 'meanwhile', kind: 1, urgency: 3 })
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect((await call('POST', `/tips/${id}/state`, { body: { state: 'done' } })).body).toMatchObject({ id, state: 'done' })
  expect((await call('GET', '/tips?state=done')).text).toContain(id)
  expect((await call('GET', '/tips?state=open&limit=200')).text).not.toContain(id)
})

test('the live stream tells of changes and takes up where a reader stopped', async () => {
  const stop = new AbortController()
  const open = (headers: Record<string, string>) => fetch(`${base}${API_PREFIX}/changes`, {
    headers: { cookie: `nightjar=${token}`, ...headers }, signal: stop.signal,
  })
  const first = await open({})
  expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
  const id = await keep({ text: 'news' })
  const [seen, last] = await readUntil(first, `data: {"id":"${id}"}`)
  expect(seen).toContain('event: tip')
  const missed = await keep({ text: 'missed' })
  const [again] = await readUntil(await open({ 'last-event-id': String(last) }), `data: {"id":"${missed}"}`)
  expect(again).not.toContain(id)
  stop.abort()
})

async function readUntil(answer: Response, wanted: string): Promise<[string, number]> {
  let text = ''
  const decoder = new TextDecoder()
  if (answer.body !== null) {
    for await (const part of answer.body) {
      text += decoder.decode(part, { stream: true })
      if (text.includes(wanted) && text.endsWith('\n\n')) break
    }
  }
  return [text, Number([...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1])]
}

test('an event can be moved, judged, drafted; a held draft says the ways out, a released one is signed and final', async () => {
  const place = { lat: 36.335, lon: 43.119, radius_m: 300, name: 'the bridge' }
  const id = await keep({ text: 'A van full of sacks at the bridge', place, kind: 1 })
  const moved = await call('POST', `/tips/${id}/event`, { body: { event: 'new' } })
  const { event } = moved.body as { event: string }
  expect(codeOf(await call('POST', `/tips/${id}/event`, { body: { event: 'e12345' } }))).toEqual([404, 'EVENT_UNKNOWN'])
  expect((await call('POST', `/events/${event}/outcome`, { body: { outcome: 'confirmed', reason: 'found' } })).status).toBe(200)
  const made = await call('POST', `/events/${event}/drafts`)
  expect([made.status, made.text.slice(0, 200)]).toEqual([201, expect.anything()])
  const draft = made.body as { id: string; area: { radius_m: number; lat: number; lon: number }; exposure: { held: boolean; k: number }; facts: unknown[] }
  expect(draft.exposure.k).toBe(20)
  const held = await call('PATCH', `/drafts/${draft.id}`, {
    body: { facts: [{ text: 'only the man at the window knew', who: { n: 1 } }] },
  })
  expect(held.body).toMatchObject({ exposure: { held: true } })
  const refused = await call('POST', `/drafts/${draft.id}/release`, { body: {} })
  expect(codeOf(refused)).toEqual([409, 'EXPOSURE_HELD'])
  expect(refused.body).toMatchObject({ exposure: { held: true, ways: expect.any(Array) } })
  expect(codeOf(await call('PATCH', `/drafts/${draft.id}`, { body: { confidence: 1 } }))).toEqual([400, 'REQUEST_INVALID'])
  const desert = await call('PATCH', `/drafts/${draft.id}`, {
    body: { facts: [{ text: 'said to be known to many', who: { n: 100_000 } }], area: { lat: 31.2, lon: 41.4, radius_m: 2000 } },
  })
  expect(desert.body).toMatchObject({ exposure: { held: true } })
  const wide = await call('PATCH', `/drafts/${draft.id}`, {
    body: { facts: [{ text: 'in the city', who: { n: 100_000 } }], area: { lat: 36.335, lon: 43.119, radius_m: 20_000 } },
  })
  expect(wide.body).toMatchObject({ exposure: { held: false }, area: { radius_m: 20_000 } })
  const released = await call('POST', `/drafts/${draft.id}/release`, { body: { reason: 'people are near' } })
  expect([released.status, released.text]).toEqual([200, expect.stringContaining('nightjar-')])
  expect(codeOf(await call('POST', `/drafts/${draft.id}/release`, { body: {} }))).toEqual([409, 'DRAFT_RELEASED'])
  expect(codeOf(await call('PATCH', `/drafts/${draft.id}`, { body: { tlp: 'RED' } }))).toEqual([409, 'DRAFT_RELEASED'])
  const releaseId = (released.body as { id: string }).id
  const cap = await call('GET', `/releases/${releaseId}/cap.xml`)
  expect(cap.text).toMatch(/^<\?xml[^]*<alert[^]*<Signature/)
  expect(cap.headers.get('content-type')).toBe('application/cap+xml; charset=utf-8')
  expect((await call('GET', '/releases')).text).toContain(releaseId)
  expect((await call('GET', `/releases/${releaseId}`)).body).toMatchObject({ id: releaseId, event })
  expect((await call('GET', `/events/${event}`)).body).toMatchObject({ released: true, outcome: 'confirmed', tipCount: 1 })
  const acts = ((await call('GET', '/audit?limit=200')).body as { items: { act: string }[] }).items.map(({ act }) => act)
  for (const act of ['unlock', 'read', 'move', 'outcome', 'draft', 'change', 'release']) expect(acts).toContain(act)
})

test('the console is served with its policy, its assets for long, and unknown paths are its pages', async () => {
  for (const path of ['/', '/tips/some-page']) {
    const page = await fetch(base + path)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).toContain('console')
  }
  expect((await fetch(`${base}/assets/a.js`)).headers.get('cache-control')).toContain('immutable')
  for (const path of ['/assets/none.js', '/..%2f..%2fnightjar.toml', '/%2e%2e/line/desk/keyslot.json', '/.hidden', '/%ff', '/a/../b']) {
    const answer = await fetch(base + path)
    expect([path, answer.status >= 400 || (await answer.text()).includes('<title>console')]).toEqual([path, true])
  }
})

test('wrong passphrases make the desk wait, whoever tries, and locking ends every session', async () => {
  const wrong = () => call('POST', '/unlock', { body: { passphrase: 'wrong' }, session: false })
  for (let i = 0; i < 4; i++) expect(codeOf(await wrong())).toEqual([401, 'PASSPHRASE_WRONG'])
  const tooSoon = await wrong()
  expect(codeOf(tooSoon)).toEqual([429, 'UNLOCK_TOO_SOON'])
  expect(Number(tooSoon.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(codeOf(await call('POST', '/unlock', { body: { passphrase } }))).toEqual([429, 'UNLOCK_TOO_SOON'])
  await new Promise((resolve) => setTimeout(resolve, 2100))
  const unlocked = await call('POST', '/unlock', { body: { passphrase }, session: false })
  expect(unlocked.status).toBe(204)
  const cookie = unlocked.headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/^nightjar=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  const keys = desk().keyring
  expect((await call('POST', '/lock')).status).toBe(204)
  expect(codeOf(await call('GET', '/tips', { headers: { cookie: cookie.split(';')[0] ?? '' }, session: false }))).toEqual([401, 'DESK_LOCKED'])
  expect([...keys.desk.store, ...keys.tls.key].every((octet) => octet === 0)).toBe(true)
  expect(keys.opening.epochs.size).toBe(0)
  token = await lock.unlock(passphrase)
})

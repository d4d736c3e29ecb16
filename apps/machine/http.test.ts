import { connect } from 'node:net'
import { Type } from 'typebox'
import { afterEach, expect, test } from 'vitest'
import { createServer, HttpError, type Server, type ServerOptions } from './http.ts'

let app: Server | undefined
afterEach(async () => {
  app?.server.closeAllConnections()
  await app?.close()
})

async function start(options: ServerOptions = {}): Promise<string> {
  app = createServer({ onFault: () => undefined, ...options })
  app.get('/hello', async () => ({ hello: 'there' }))
  app.get('/full', async () => { throw new HttpError(503, 'LANE_FULL', 'come again later', 30) })
  app.get('/broken', async () => { throw new Error('words of a source') })
  app.post('/echo', { schema: { body: Type.Object({ text: Type.String() }) } }, async (request) => request.body)
  return app.listen({ host: '127.0.0.1', port: 0 })
}

const post = (url: string, body: string, type = 'application/json') =>
  fetch(`${url}/echo`, { method: 'POST', body, headers: { 'Content-Type': type } })

/** Sends bytes as they are and gives back all that came until the server closed. */
function raw(url: string, parts: string[], everyMs = 0, halfClose = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
    let got = ''
    let next = 0
    const timer = setInterval(() => {
      const part = parts[next++]
      if (part !== undefined) socket.write(part)
      else if (halfClose) socket.end()
    }, everyMs)
    const end = () => { clearInterval(timer); socket.destroy(); resolve(got) }
    socket.on('data', (data) => { got += data.toString() }).on('end', end).on('close', end)
    socket.on('error', (error) => ('code' in error && error.code === 'ECONNREFUSED' ? reject(error) : end()))
  })
}

const bodyOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))

test('a good request is answered, with security headers', async () => {
  const url = await start({ csp: "default-src 'self'" })
  const response = await fetch(`${url}/hello`)
  expect(await response.json()).toEqual({ hello: 'there' })
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-security-policy': "default-src 'self'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('geolocation=()'), 'cache-control': 'no-store',
  })
})

test.each([
  ['an unknown address', (url: string) => fetch(`${url}/SECRET`), 404, 'NOT_FOUND', 'there is nothing here'],
  ['an address that is no address', (url: string) => fetch(`${url}/%FFSECRET%`), 400, 'URL_INVALID', 'the address asked for is not valid'],
  ['a body of the wrong shape', (url: string) => post(url, '{"text":7,"SECRET":1}'), 400, 'REQUEST_INVALID', 'the request is not what this address accepts'],
  ['broken JSON', (url: string) => post(url, '{"SECRET'), 400, 'REQUEST_INVALID', 'the request is not what this address accepts'],
  ['an empty body', (url: string) => post(url, ''), 400, 'REQUEST_INVALID', 'the request is not what this address accepts'],
  ['a poisoned body', (url: string) => post(url, '{"__proto__":{"SECRET":1}}'), 400, 'REQUEST_INVALID', 'the request is not what this address accepts'],
  ['another content type', (url: string) => post(url, 'SECRET', 'text/SECRET'), 415, 'CONTENT_TYPE', 'the content type is not one this address accepts'],
  ['a body too large', (url: string) => post(url, JSON.stringify({ text: 'SECRET'.repeat(20_000) })), 413, 'TOO_LARGE', 'the body is larger than this address accepts'],
  ['an error nobody foresaw', (url: string) => fetch(`${url}/broken`), 500, 'INTERNAL', 'something went wrong here; try again'],
  ['a refusal of the route', (url: string) => fetch(`${url}/full`), 503, 'LANE_FULL', 'come again later'],
])('%s is answered in one shape and without what was sent', async (_name, ask, status, code, message) => {
  const response = await ask(await start({ bodyLimit: 65_536 }))
  const body = await response.text()
  expect(response.status).toBe(status)
  expect(JSON.parse(body)).toEqual({ error: { code, message } })
  expect(body + JSON.stringify([...response.headers])).not.toContain('SECRET')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('retry-after')).toBe(code === 'LANE_FULL' ? '30' : null)
})

test('an unforeseen error reaches the program', async () => {
  const seen: unknown[] = []
  await fetch(`${await start({ onFault: (error) => seen.push(error) })}/broken`)
  expect(seen).toMatchObject([{ message: 'words of a source' }])
})

test.each([
  ['bytes that are not HTTP', ['\x16\x03\x01\x02SECRET\r\n\r\n'], 'REQUEST_INVALID'],
  ['a header that is none', ['GET /hello HTTP/1.1\r\nHost: x\r\nSECRET\x00: 1\r\n\r\n'], 'REQUEST_INVALID'],
  ['headers without end', [`GET /hello HTTP/1.1\r\nHost: x\r\nX: ${'SECRET'.repeat(4000)}\r\n\r\n`], 'HEADERS_TOO_LARGE'],
  ['two lengths', ['POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'], 'REQUEST_INVALID'],
])('%s: the same shape, then the end', async (_name, parts, code) => {
  const answer = await raw(await start(), parts)
  expect(bodyOf(answer)).toMatchObject({ error: { code } })
  expect(answer).not.toContain('SECRET')
})

test('a request that dribbles is cut when its time is over', async () => {
  const url = await start({ requestSeconds: 1 })
  const dribble = [...'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n'].concat(Array.from({ length: 900 }, () => ' '))
  const before = performance.now()
  const answer = await raw(url, dribble, 30)
  expect(bodyOf(answer)).toEqual({ error: { code: 'REQUEST_TIMEOUT', message: 'the request took too long to arrive' } })
  expect(performance.now() - before).toBeLessThan(6000)
})

test('a silent connection is closed', async () => {
  const before = performance.now()
  expect(await raw(await start({ idleSeconds: 1 }), [])).toBe('')
  expect(performance.now() - before).toBeLessThan(4000)
})

test('connections that are held open do not keep others out: the oldest make way', async () => {
  const url = await start({ maxConnections: 4 })
  const held = Array.from({ length: 12 }, () => connect(Number(new URL(url).port), '127.0.0.1'))
  let closed = 0
  for (const socket of held) {
    socket.on('error', () => undefined).on('close', () => { closed += 1 }).resume()
    socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
  }
  await expect.poll(() => closed).toBe(8)
  expect(await (await fetch(`${url}/hello`)).json()).toEqual({ hello: 'there' })
  await expect.poll(() => closed).toBe(9)
  for (const socket of held) socket.destroy()
})

test('a client that closes its half after half a request does not keep the connection', async () => {
  const url = await start()
  const before = performance.now()
  await raw(url, ['POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"te'], 20, true)
  expect(performance.now() - before).toBeLessThan(4000)
  expect((await fetch(`${url}/hello`)).status).toBe(200)
})

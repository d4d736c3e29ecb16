import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterAll, expect, test } from 'vitest'
import { closeThrowaways, runThrowaway, throwawayMissing, type ThrowawayLimits } from './throwaway.ts'

afterAll(closeThrowaways)

const walls = throwawayMissing()
const noBox = walls.some((line) => line.startsWith('bubblewrap'))
const input = (...words: string[]) => new Uint8Array(Buffer.from(JSON.stringify(words)))
const small: ThrowawayLimits = { seconds: 5, memoryMb: 64, outputBytes: 1_000_000 }
const probe = (words: string[], limits: ThrowawayLimits = {}) => runThrowaway('probe', input(...words), { ...small, ...limits })
const unreadable = { ok: false, code: 'REFUSED', message: 'INPUT_UNREADABLE' }

test('an answer comes back, octets and all', async () => {
  expect(await probe(['echo', 'سلام'])).toEqual({ ok: true, value: { did: 'سلام' } })
  const outcome = await probe(['shout', '100000'])
  expect(outcome).toMatchObject({ ok: true, value: { did: 'shouted', bytes: new Uint8Array(100_000) } })
})

test('each input has a process of its own, unless reuse is asked for', async () => {
  expect([await probe(['count']), await probe(['count'])]).toMatchObject([{ value: { did: '1' } }, { value: { did: '1' } }])
  const again = []
  for (let i = 0; i < 4; i++) again.push(await probe(['count'], { reuse: 3 }))
  expect(again).toMatchObject(['1', '2', '3', '1'].map((did) => ({ value: { did } })))
})

test('a task that never ends is killed', async () => {
  const before = performance.now()
  expect(await probe(['loop'], { seconds: 1 })).toEqual({ ok: false, code: 'TIMEOUT', message: 'no answer within 1 seconds' })
  expect(performance.now() - before).toBeLessThan(2500)
})

test('a task that eats memory is ended, on the heap and outside of it', async () => {
  expect(await probe(['heap'])).toMatchObject({ ok: false, code: 'MEMORY' })
  expect(await probe(['buffers'])).toMatchObject({ ok: false, code: 'MEMORY' })
})

test('an answer without end is cut', async () => {
  const tooLarge = { ok: false, code: 'OUTPUT', message: 'the answer is larger than its limit' }
  expect(await probe(['shout', '2000000'])).toEqual(tooLarge)
  expect(await probe(['flood'])).toEqual(tooLarge)
})

test('a task that crashes is told as such', async () => {
  const crashed = { ok: false, code: 'CRASHED', message: 'the process ended before it answered' }
  expect(await probe(['crash'])).toEqual(crashed)
  expect(await probe(['abort'])).toEqual(crashed)
})

test('an answer that its task never gives is not passed on', async () => {
  expect(await probe(['lie'])).toEqual({ ok: false, code: 'CRASHED', message: 'the process gave back what its task never gives' })
})

test('a refusal gives its code; the words of an error stay inside', async () => {
  expect(await probe(['refuse'])).toEqual({ ok: false, code: 'REFUSED', message: 'PROBE_REFUSED' })
  expect(await probe(['fail'])).toEqual(unreadable)
})

test.each([
  [['open', '/etc/passwd']], [['open', import.meta.filename]], [['list', '/']], [['list', '/tmp']], [['write', '/tmp/x']],
  [['open', '/proc/self/environ']],
])('%j is not allowed', async (words) => {
  expect(await probe(words)).toEqual(unreadable)
})

test('no environment reaches it', async () => {
  const outcome = await probe(['environment'])
  expect(['', 'PWD']).toContain(outcome.ok ? outcome.value.did : outcome.code)
})

test.skipIf(noBox)('no network reaches it (needs bubblewrap)', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await probe(['connect', String(port)])).toEqual(unreadable)
  server.close()
})

test('many at once are run two by two, and too many are sent away', async () => {
  const outcomes = await Promise.all(Array.from({ length: 70 }, () => probe(['echo', 'x'])))
  const refused = outcomes.filter((outcome) => !outcome.ok)
  expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(64)
  expect(refused).toEqual(refused.map(() => ({ ok: false, code: 'REFUSED', message: 'TOO_MANY_WAITING' })))
  expect(refused.length).toBeGreaterThan(0)
})

test('what is missing is said in words', () => {
  for (const line of walls) expect(line).toMatch(/^(bubblewrap|prlimit) is absent/)
  expect(Array.isArray(walls)).toBe(true)
})

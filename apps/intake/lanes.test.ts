import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPace, laneByToken, takeInTurn } from './lanes.ts'

const digest = (token: string) => createHash('sha256').update(token).digest('hex')

test('a token names its lane, no token is the public lane', () => {
  const laneOf = laneByToken({ 'edge-web': digest('w'), 'edge-email': digest('e') })
  expect([laneOf(undefined), laneOf('Bearer w'), laneOf('Bearer e')]).toEqual(['public', 'edge-web', 'edge-email'])
})

test.each(['Bearer x', 'Bearer ', 'Basic w', 'w', ''])('what is no token of ours is refused: %j', (header) => {
  expect(() => laneByToken({ 'edge-web': digest('w') })(header))
    .toThrow(expect.objectContaining({ code: 'TOKEN_WRONG',
      message: 'the bearer token belongs to no edge of this line' }))
})

test.each([
  null, 3, { public: digest('x') }, { 'edge-web': 'short' }, { other: digest('x') },
])('edges.json of another shape is refused', (edges) => {
  expect(() => laneByToken(edges)).toThrow(expect.objectContaining({
    code: 'EDGES_INVALID', message: 'edges.json must say {"edge-web": "64 hex digits", "edge-email": "64 hex digits"}',
  }))
})

test('taking in turn keeps each queue\'s order, loses nothing and gives every queue its share', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.nat()), { maxLength: 4 }), fc.nat({ max: 50 }), (numbers, limit) => {
    const queues = numbers.map((queue, lane) => queue.map((value, i) => ({ lane, i, value })))
    const before = queues.map((queue) => [...queue])
    const taken = takeInTurn(queues, (_next, count) => count < limit)
    for (const [lane, queue] of before.entries()) {
      const mine = taken.filter((each) => each.lane === lane)
      expect([...mine, ...(queues[lane] ?? [])]).toEqual(queue)
      const fair = Math.floor(Math.min(limit, before.flat().length) / Math.max(1, before.length))
      expect(mine.length).toBeGreaterThanOrEqual(Math.min(queue.length, fair))
    }
  }))
})

test('a pace lets a burst through, then so many a second, and never saves up more than the burst', () => {
  const pace = createPace(10, 5)
  const tries = (now: number, count: number) => Array.from({ length: count }, () => pace.take(now))
    .filter(Boolean).length
  expect(tries(1000, 9)).toBe(5)
  expect(tries(1100, 9)).toBe(1)
  expect(tries(1000, 1)).toBe(0)
  expect(tries(60_000, 99)).toBe(5)
})

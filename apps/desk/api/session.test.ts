import { expect, test } from 'vitest'
import { Attempts, Sessions } from './session.ts'

const minute = 60_000

test('a session lives as long as it is used, and no longer', () => {
  const sessions = new Sessions(10 * minute)
  const [one, two] = [sessions.open(0), sessions.open(0)]
  expect(one).not.toBe(two)
  expect(sessions.use(one, 9 * minute)).toBe(true)
  expect(sessions.use(one, 18 * minute)).toBe(true)
  expect(sessions.use(two, 18 * minute)).toBe(false)
  expect(sessions.sweep(18 * minute)).toBe(1)
  for (const token of [undefined, '', 'guess', one.slice(1)]) expect(sessions.use(token, 18 * minute)).toBe(false)
  sessions.endAll()
  expect(sessions.use(one, 18 * minute)).toBe(false)
})

test('after three wrong passphrases each next one waits twice as long, at most a quarter of an hour', () => {
  const attempts = new Attempts()
  const waits = Array.from({ length: 16 }, () => {
    attempts.failed(0)
    return attempts.waitSeconds(0)
  })
  expect(waits.slice(0, 7)).toEqual([0, 0, 0, 2, 4, 8, 16])
  expect(waits.at(-1)).toBe(900)
  expect(attempts.waitSeconds(899_000)).toBe(1)
  expect(attempts.waitSeconds(901_000)).toBe(0)
  attempts.succeeded()
  expect(attempts.waitSeconds(0)).toBe(0)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { believe } from './clock.ts'

const arrived = 1_790_000_000
const day = 86_400

test('a time in 1970 or 2099 is not reasoned with: the arrival says what is possible', () => {
  for (const when of [{ from: 0, to: 10 }, { from: 4_000_000_000, to: 4_000_000_001 }, { from: 0, to: 4_000_000_000 }]) {
    expect(believe({ when }, arrived)).toEqual({
      receivedAt: arrived, when: { from: arrived - 14 * day, to: arrived }, whenTrusted: false, composedTrusted: false,
    })
  }
})

test('what was seen last week, and what is foretold for next month, stand', () => {
  const seen = { from: arrived - 8 * day, to: arrived - 7 * day }
  const foretold = { from: arrived + 30 * day, to: arrived + 31 * day }
  expect(believe({ when: seen }, arrived)).toMatchObject({ when: seen, whenTrusted: true })
  expect(believe({ when: foretold }, arrived)).toMatchObject({ when: foretold, whenTrusted: true })
})

test('without a time the tip is about the day it was written, or the day it came', () => {
  const composedAt = { at: arrived - 3 * day, clock: 'network' }
  expect(believe({ composedAt }, arrived)).toMatchObject({ when: { from: arrived - 4 * day, to: arrived - 3 * day } })
  expect(believe({ composedAt: { at: 5, clock: 'set' } }, arrived)).toMatchObject({
    when: { from: arrived - day, to: arrived }, whenTrusted: false, composedTrusted: false,
  })
  expect(believe({}, arrived)).toMatchObject({ when: { from: arrived - day, to: arrived }, whenTrusted: true })
})

test('a mail with a doubtful date was written about when its gateway took it, so its words of time can be read', () => {
  const composedAt = { at: 5, clock: 'doubtful' }
  expect(believe({ composedAt, receivedAt: arrived - 60 }, arrived)).toMatchObject({
    when: { from: arrived - 60 - day, to: arrived - 60 }, whenTrusted: true, composedTrusted: false,
  })
  expect(believe({ composedAt, receivedAt: arrived + 2 * day }, arrived).whenTrusted).toBe(false)
})

test('an edge whose clock runs ahead, or stands in 1970, does not say when a tip was received', () => {
  expect(believe({ receivedAt: arrived + 2 * day }, arrived).receivedAt).toBe(arrived)
  expect(believe({ receivedAt: 100 }, arrived).receivedAt).toBe(arrived)
  expect(believe({ receivedAt: arrived - 50 }, arrived).receivedAt).toBe(arrived - 50)
})

test('whatever is told, the interval is one and the receipt is not in the future', () => {
  const time = fc.nat(4_102_444_799)
  fc.assert(fc.property(time, time, time, time, (a, b, at, receivedAt) => {
    const believed = believe({ when: { from: Math.min(a, b), to: Math.max(a, b) }, composedAt: { at, clock: 'set' }, receivedAt }, arrived)
    expect(believed.when.from).toBeLessThanOrEqual(believed.when.to)
    expect(believed.receivedAt).toBeLessThanOrEqual(arrived + 3600)
  }))
})

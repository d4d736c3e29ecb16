import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisAround, ticksOf, xOf } from './timeScale.ts'

const at = Date.parse('2026-11-22T12:00:00Z')

test('in a right-to-left page time runs from right to left, over the same length', () => {
  const plain = axisAround([at, at + 3_600_000], 300, false)
  const mirrored = axisAround([at, at + 3_600_000], 300, true)
  expect(xOf(plain, at)).toBeLessThan(xOf(plain, at + 3_600_000))
  expect(xOf(mirrored, at)).toBeGreaterThan(xOf(mirrored, at + 3_600_000))
  expect(xOf(plain, at) + xOf(mirrored, at)).toBeCloseTo(300)
})

test('ticks are round, inside the axis and few', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 400 * 86_400_000 }), fc.integer({ min: 2, max: 12 }),
    fc.integer({ min: -720, max: 720 }), (length, most, offset) => {
    const axis = axisAround([at, at + length], 400, false)
    const ticks = ticksOf(axis, most, offset)
    expect(ticks.length).toBeLessThanOrEqual(most + 1)
    for (const tick of ticks) {
      expect(tick.at).toBeGreaterThanOrEqual(axis.from)
      expect(tick.at).toBeLessThanOrEqual(axis.to)
      expect(Math.abs((tick.at - offset * 60_000) % 60_000)).toBe(0)
    }
  }))
})

test('whole days begin at the reader\'s midnight', () => {
  const axis = axisAround([at, at + 5 * 86_400_000], 400, false)
  const [first] = ticksOf(axis, 6, -180)
  expect(first?.wholeDays).toBe(true)
  expect(new Date(first?.at ?? 0).toISOString().slice(11)).toBe('21:00:00.000Z')
})

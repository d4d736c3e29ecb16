import { expect, test } from 'vitest'
import { aboutSoMany, ageOf, coordinates, createFormat, distanceOf, lengthOf, sizeOf } from './format.ts'

const now = Date.parse('2026-11-22T15:00:00Z')
const en = createFormat({ lang: 'en', numerals: 'latn', timeZone: 'UTC' })
const ar = createFormat({ lang: 'ar', numerals: 'arab', timeZone: 'UTC' })
const ckb = createFormat({ lang: 'ckb', numerals: 'arab', timeZone: 'UTC' })

test('an interval says nothing twice', () => {
  expect(en.interval('2026-11-22T13:40:00Z', '2026-11-22T14:10:00Z', now)).toBe('13:40–14:10')
  expect(en.interval('2026-11-21T13:40:00Z', '2026-11-21T14:10:00Z', now)).toBe('21 Nov, 13:40–14:10')
  expect(en.interval('2026-11-21T22:00:00Z', '2026-11-22T02:00:00Z', now)).toBe('21 Nov, 22:00 – 02:00')
  expect(en.interval('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z', now)).toBe('20 Nov')
  expect(en.interval('2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z', now)).toBe('20 Nov – 21 Nov')
  expect(en.interval('2025-03-01T10:00:00Z', '2025-03-01T10:00:00Z', now)).toBe('1 Mar 2025, 10:00')
})

test('a row gives days alone when an interval goes over midnight', () => {
  expect(en.intervalShort('2026-11-20T22:00:00Z', '2026-11-22T02:00:00Z', now)).toBe('20 Nov – 22 Nov')
  expect(en.intervalShort('2026-11-21T22:00:00Z', '2026-11-21T23:00:00Z', now)).toBe('21 Nov 22:00–23:00')
})

test('Arabic and Sorani have their own months and numerals, without the browser knowing Sorani', () => {
  expect(ar.day('2026-11-20T10:00:00Z', now)).toBe('٢٠ تشرين الثاني')
  expect(ckb.day('2026-11-20T10:00:00Z', now)).toBe('٢٠ی تشرینی دووەم')
  expect(ckb.day('2025-01-02T10:00:00Z', now)).toBe('٢ی کانوونی دووەم ٢٠٢٥')
  expect(ckb.clock('2026-11-20T09:05:00Z')).toBe('٠٩:٠٥')
  expect(createFormat({ lang: 'ar', numerals: 'latn', timeZone: 'UTC' }).clock('2026-11-20T09:05:00Z')).toBe('09:05')
})

test('coordinates are in Latin digits, latitude first, to about a metre', () => {
  expect(coordinates(36.3412, 43.1289)).toBe('36.34120, 43.12890')
  expect(coordinates(-1.5, -170)).toBe('-1.50000, -170.00000')
})

test.each([
  [0, 'now', 0], [2900, 'seconds', 3], [59_000, 'seconds', 59], [61_000, 'minutes', 1], [3_600_000, 'hours', 1],
  [47 * 3_600_000, 'hours', 47], [48 * 3_600_000, 'days', 2], [-5000, 'now', 0],
] as const)('%i ms ago is %s %i', (ms, unit, n) => {
  expect(ageOf(ms)).toEqual({ unit, n })
})

test('estimates of people are not given to the head', () => {
  expect([0.4, 9.6, 99, 123_565, 1449].map(aboutSoMany)).toEqual([0, 10, 99, 120_000, 1400])
})

test('lengths, distances and sizes are given in the unit a person would take', () => {
  expect(lengthOf(90 * 60_000)).toEqual({ unit: 'minutes', n: 90 })
  expect(lengthOf(5 * 3_600_000)).toEqual({ unit: 'hours', n: 5 })
  expect(lengthOf(72 * 3_600_000)).toEqual({ unit: 'days', n: 3 })
  expect(distanceOf(42)).toEqual({ unit: 'm', n: 42 })
  expect(distanceOf(348)).toEqual({ unit: 'm', n: 350 })
  expect(distanceOf(996)).toEqual({ unit: 'km', n: 1 })
  expect(distanceOf(2460)).toEqual({ unit: 'km', n: 2.5 })
  expect(distanceOf(84_400)).toEqual({ unit: 'km', n: 84 })
  expect(sizeOf(2_412_331)).toEqual({ unit: 'MB', n: 2.4 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft } from '../api/shapes.ts'
import { changeFor, fromLocalInput, RADIUS_STEPS, radiusAt, stepAbove, stepOf, toLocalInput } from './ways.ts'

const words = { en: 'x', ar: 'x', ckb: 'x' }
const draft: Draft = {
  id: 'd', event: 'e', kind: 1, headline: words, description: words, instruction: words,
  area: { lat: 36, lon: 43, radius_m: 2000, name: 'x', names: words }, minimumRadius_m: 2000,
  onset: '2026-11-22T12:00:00Z', expires: '2026-11-23T00:00:00Z', tlp: 'CLEAR', confidence: 0.8, peopleNear: 100,
  facts: [
    { text: 'a van', when: { from: '2026-11-22T10:00:00Z', to: '2026-11-22T11:00:00Z' }, who: { n: 9 } },
    { text: 'tonight', who: { onlySource: true } },
  ],
  exposure: { n: 3, k: 20, held: true, facts: [], ways: [] }, state: 'draft', madeAt: '2026-11-22T12:00:00Z',
}

test('each way changes what it says and nothing else', () => {
  expect(changeFor(draft, { change: 'area', factor: 2.5, n: 1, enough: true })).toEqual({ area: { lat: 36, lon: 43,
    radius_m: 5000 } })
  expect(changeFor(draft, { change: 'detail', fact: 1, n: 1, enough: true })).toEqual({ facts: [draft.facts[0]] })
  expect(changeFor(draft, { change: 'delay', hours: 12, n: 1, enough: true })).toEqual({ onset: '2026-11-23T00:00:00Z',
    expires: '2026-11-23T12:00:00Z' })
  expect(changeFor(draft, { change: 'time', hours: 6, n: 1, enough: true })?.facts).toEqual([
    { text: 'a van', when: { from: '2026-11-22T07:00:00Z', to: '2026-11-22T14:00:00Z' },
      who: { n: 9 } }, draft.facts[1],
  ])
})

test('to wait, and a way without its measure, change nothing', () => {
  expect(changeFor(draft, { change: 'wait', n: 40, enough: true })).toBeUndefined()
  expect(changeFor(draft, { change: 'area', n: 40, enough: true })).toBeUndefined()
})

test('radii on the slider rise, and a step is found again', () => {
  for (let step = 1; step <= RADIUS_STEPS; step++) {
    expect(radiusAt(step)).toBeGreaterThanOrEqual(radiusAt(step - 1))
    expect(Math.abs(stepOf(radiusAt(step)) - step)).toBeLessThanOrEqual(4)
  }
  expect(radiusAt(0)).toBe(50)
  expect(radiusAt(RADIUS_STEPS)).toBe(200_000)
  expect(radiusAt(stepAbove(2000))).toBeGreaterThanOrEqual(2000)
})

test('a moment goes through the field for local time and back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2_000_000 }), (minutes) => {
    const at = new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString().replace('.000', '')
    expect(fromLocalInput(toLocalInput(at))).toBe(at)
  }))
  expect(fromLocalInput('')).toBeUndefined()
})

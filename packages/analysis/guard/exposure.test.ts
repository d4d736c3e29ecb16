import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact, Report } from '../shapes.ts'
import { checkExposure } from './exposure.ts'
import type { ExposureContext } from './exposure.ts'

/** A thousand people to the square kilometre, everywhere. */
const ctx = (released: Report[] = []): ExposureContext => ({
  k: 20,
  released,
  peopleWithin: (_lat, _lon, radius) => 1000 * Math.PI * (radius / 1000) ** 2,
})
const draft = (facts: Fact[], id = 'd'): Report => ({
  id,
  events: ['e'],
  text: '',
  tlp: 'AMBER',
  confidence: 0.8,
  peopleNear: 0,
  facts,
})
const near = (radius_m: number, more: Partial<Fact> = {}): Fact => ({
  text: 'a van',
  place: { lat: 36.34, lon: 43.13, radius_m },
  who: { area: 'x' },
  ...more,
})
const hour = { from: '2026-11-22T12:00:00Z', to: '2026-11-22T13:00:00Z' }

test('a wide area is released, a doorway is held, with what would lift it', () => {
  expect(checkExposure(draft([near(1000)]), ctx())).toMatchObject({ n: 3141, held: false, ways: [] })
  const held = checkExposure(draft([near(40)]), ctx())
  expect(held).toMatchObject({ n: 5, held: true, facts: [{ text: 'a van', n: 5 }] })
  expect(held.ways[0]).toMatchObject({ change: 'area', factor: 2, enough: true, n: 20 })
})

test('the shorter the time, the fewer were there', () => {
  expect(checkExposure(draft([near(300, { when: hour })]), ctx())).toMatchObject({ n: 14, held: true })
  const { ways } = checkExposure(draft([near(300, { when: hour })]), ctx())
  expect(ways.find((way) => way.change === 'time')).toMatchObject({ hours: 6, enough: true })
})

test('what only our source could know is held, and waiting for another line lifts it', () => {
  const { n, held, ways } = checkExposure(draft([near(1000, { who: { onlySource: true } })]), ctx())
  expect([n, held]).toEqual([1, true])
  expect(ways).toEqual([{ change: 'wait', n: 3141, enough: true }])
})

test('a fact that says nothing of who could know it is known to the source alone', () => {
  expect(checkExposure(draft([{ text: 'x', who: {} }]), ctx())).toMatchObject({ n: 1, held: true })
})

test('facts together, and with what was released before', () => {
  const guards: Fact = { text: "the guards' rota", who: { group: 'guards', n: 60 } }
  expect(checkExposure(draft([guards]), ctx()).held).toBe(false)
  const both = checkExposure(draft([guards, near(500)]), ctx())
  expect(both).toMatchObject({ n: 1, held: true })
  expect(both.ways.some((way) => way.change === 'detail' && way.enough)).toBe(true)
  expect(checkExposure(draft([near(500)], 'later'), ctx([draft([guards], 'earlier')]))).toMatchObject({
    n: 1,
    held: true,
  })
  expect(checkExposure(draft([near(500)], 'later'), ctx([draft([near(500)], 'earlier')])).held).toBe(false)
})

test('two far places are known together to few', () => {
  const there = near(300, { place: { lat: 36.5, lon: 43.4, radius_m: 300 } })
  expect(checkExposure(draft([near(300), there]), ctx())).toMatchObject({ n: 1, held: true })
})

const someFact = fc
  .record({
    lat: fc.constantFrom(36.34, 36.341, 36.6),
    radius: fc.integer({ min: 10, max: 5000 }),
    only: fc.boolean(),
    group: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
    hours: fc.option(fc.integer({ min: 1, max: 48 }), { nil: undefined }),
  })
  .map(
    ({ lat, radius, only, group, hours }): Fact => ({
      text: `${lat} ${radius} ${group}`,
      place: { lat, lon: 43.13, radius_m: radius },
      who: {
        ...(only ? { onlySource: true } : {}),
        ...(group === undefined ? { area: 'x' } : { group: 'g', n: group }),
      },
      ...(hours === undefined
        ? {}
        : {
            when: {
              from: '2026-11-22T00:00:00Z',
              to: new Date(Date.parse('2026-11-22T00:00:00Z') + hours * 3_600_000).toISOString(),
            },
          }),
    }),
  )

test('property: saying more never hides a source better; ways bring more than now', () => {
  fc.assert(
    fc.property(fc.array(someFact, { minLength: 1, maxLength: 5 }), someFact, (facts, extra) => {
      const less = checkExposure(draft(facts), ctx())
      const more = checkExposure(draft([...facts, extra]), ctx())
      expect(more.n).toBeLessThanOrEqual(less.n)
      expect(checkExposure(draft(facts), ctx([draft([extra], 'earlier')])).n).toBe(more.n)
      expect(less.n).toBeLessThanOrEqual(Math.min(...less.facts.map((fact) => fact.n)))
      expect(less.held).toBe(less.n < 20)
      for (const way of less.ways) {
        expect(way.n).toBeGreaterThan(less.n)
        expect(way.enough).toBe(way.n >= 20)
      }
    }),
  )
})

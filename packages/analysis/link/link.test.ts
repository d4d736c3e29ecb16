import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TipFacts } from '../shapes.ts'
import { linkTip, moveTip, newLinkState, unlinkTip } from './link.ts'

const at = (hour: number) => {
  const iso = new Date(Date.parse('2026-11-22T00:00:00Z') + hour * 3_600_000).toISOString()
  return { from: iso, to: iso }
}
const tip = (id: string, more: Partial<TipFacts> = {}): TipFacts => ({
  id,
  place: { lat: 36.34, lon: 43.13, radius_m: 300 },
  when: at(12),
  kind: 1,
  text: '',
  lang: 'en',
  media: [],
  heardFrom: [],
  ...more,
})
const COPIED = 'A white van without plates stands behind the bakery and men carry barrels into it every night'

test('same place, time and kind join; far away, long after, or of another kind do not', () => {
  const state = newLinkState()
  const first = linkTip(state, tip('a', { text: 'سيارة بيضاء قرب المخبز' }))
  expect(first).toMatchObject({ joined: false, reasons: [{ code: 'NEW_EVENT' }] })
  const second = linkTip(state, tip('b', { when: at(13), text: 'white van by the bakery' }))
  expect(second).toMatchObject({ event: first.event, joined: true })
  expect(second.reasons.map((reason) => reason.code)).toEqual(['SAME_PLACE', 'SAME_TIME', 'SAME_KIND'])
  expect(linkTip(state, tip('c', { place: { lat: 33.3, lon: 44.4, radius_m: 300 } })).event).not.toBe(first.event)
  expect(linkTip(state, tip('d', { when: at(24 * 40) })).event).not.toBe(first.event)
  expect(linkTip(state, tip('e', { kind: 18 })).event).not.toBe(first.event)
})

test('near-copies and shared files are found, in another city too', () => {
  const state = newLinkState()
  linkTip(state, tip('a', { text: COPIED, media: ['aa'] }))
  const copy = linkTip(state, tip('b', { text: `${COPIED}!!`, place: { lat: 33.3, lon: 44.4, radius_m: 300 } }))
  expect(copy.nearCopies).toEqual(['a'])
  const file = linkTip(state, tip('c', { text: 'something else entirely, seen in the evening', media: ['aa'] }))
  expect(file).toMatchObject({ sameMedia: ['a'], nearCopies: [] })
  expect(
    linkTip(state, tip('d', { text: 'Armed men closed the road to the hospital this morning' })).nearCopies,
  ).toEqual([])
})

test('a short text proves no copying', () => {
  const state = newLinkState()
  linkTip(state, tip('a', { text: 'car bomb in Mosul' }))
  expect(linkTip(state, tip('b', { text: 'car bomb in Mosul' })).nearCopies).toEqual([])
})

test('a tip given again changes nothing', () => {
  const state = newLinkState()
  const first = linkTip(state, tip('a', { text: COPIED }))
  const before = JSON.stringify(state)
  expect(linkTip(state, tip('a', { text: COPIED })).event).toBe(first.event)
  expect(JSON.stringify(state)).toBe(before)
})

test("the analyst's joins and splits are kept and win", () => {
  const state = newLinkState()
  const { event } = linkTip(state, tip('a'))
  linkTip(state, tip('b'))
  const own = unlinkTip(state, 'b')
  expect(own).not.toBe(event)
  expect(state.events[event]).toEqual(['a'])
  expect(linkTip(state, tip('b'))).toMatchObject({ event: own, reasons: [{ code: 'BY_ANALYST' }] })
  expect(moveTip(state, 'b', event)).toBe(event)
  expect(state.events[event]).toEqual(['a', 'b'])
  expect(state.events[own]).toBeUndefined()
  expect(moveTip(state, 'a', 'new')).not.toBe(event)
  expect(() => moveTip(state, 'zz', 'new')).toThrow(
    expect.objectContaining({ code: 'LINK_STATE', message: 'there is no tip zz to move' }),
  )
  expect(() => moveTip(state, 'a', 'e99')).toThrow(
    expect.objectContaining({ code: 'LINK_STATE', message: 'there is no event e99' }),
  )
})

const someTip = fc.record({
  lat: fc.constantFrom(36.34, 36.345, 33.3),
  hour: fc.integer({ min: 0, max: 72 }),
  kind: fc.constantFrom(0, 1, 2, 5),
  text: fc.constantFrom('', COPIED, 'سيارة مفخخة قرب الجسر القديم في المدينة', 'armed men at the gate'),
  media: fc.subarray(['m']),
})

test('property: the state survives JSON at any point and goes on just the same; each tip stands in one event', () => {
  fc.assert(
    fc.property(fc.array(someTip, { maxLength: 25 }), fc.nat(25), (many, cut) => {
      const straight = newLinkState()
      let resumed = newLinkState()
      for (const [n, { lat, hour, kind, text, media }] of many.entries()) {
        const facts = tip(`t${n}`, { place: { lat, lon: 43.13, radius_m: 300 }, when: at(hour), kind, text, media })
        if (n === cut) resumed = JSON.parse(JSON.stringify(resumed))
        expect(linkTip(resumed, facts)).toEqual(linkTip(straight, facts))
      }
      expect(Object.values(straight.events).flat().toSorted()).toEqual(Object.keys(straight.tips).toSorted())
      expect(JSON.stringify(straight)).not.toContain('bakery')
    }),
    { numRuns: 40 },
  )
})

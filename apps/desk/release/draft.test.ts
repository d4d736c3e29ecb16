import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseKind, type Kind, type LineEvent } from '@nightjar/analysis'
import { renderCap } from './cap.ts'
import { cancellationOf, makeDraft, newIdentifier, reportOf, warningOf } from './draft.ts'
import type { DraftContext, Release } from './draft.ts'
import { ReleaseError } from './errors.ts'
import { validateCap } from './validate.ts'
import { CAP_RESPONSE, CAP_URGENCY, parseWarning } from './warning.ts'
import { KINDS_WITH_WORDS } from './wording.ts'

const NOW = Date.parse('2026-11-22T15:16:31Z') / 1000

const kind: Kind = {
  id: 1, slug: 'vehicle-bomb', urgency: 3,
  names: { en: 'Vehicle bomb', ar: 'سيارة مفخخة', ckb: 'ئۆتۆمبێلی بۆمبڕێژکراو' },
  words: { en: [], ar: [], ckb: [], kmr: [] }, questions: { en: [], ar: [], ckb: [] },
  advice: { en: [], ar: [], ckb: [] },
  cap: {
    event: { en: 'Vehicle bomb threat', ar: 'خطر سيارة مفخخة', ckb: 'مەترسیی ئۆتۆمبێلی بۆمبڕێژکراو' },
    category: 'Security', responseType: 'Avoid', severity: 'Extreme', urgency: 'Immediate',
  },
  picture: 'vehicle-bomb.svg',
}

const event: LineEvent = {
  id: 'event-1', tips: ['tip-1'], kind: 1,
  place: { lat: 36.348_123, lon: 43.161_987, radius_m: 60, name: 'behind the CANARY bakery' },
  when: { from: '2026-11-22T14:41:00Z', to: '2026-11-22T14:43:00Z' },
  p: 0.4321, interval: [0.2, 0.6], credibility: 3, lines: 1,
  why: [{ code: 'LINES', n: 1, words: ['CANARY plate 12345'] }],
}

const context: DraftContext = {
  now: NOW,
  placeName: () => ({ en: 'Mosul', ar: 'الموصل', ckb: 'مووسڵ' }),
  peopleWithin: () => 12_345,
}

const release: Release = { identifier: 'nightjar-1', sender: 'line@nightjar.example', now: NOW + 60,
  status: 'Exercise' }

function refusal(work: () => unknown): string {
  try {
    work()
    return 'nothing thrown'
  } catch (error) {
    return error instanceof ReleaseError ? `${error.code} ${error.message}` : String(error)
  }
}

const isolates = /[\u2066-\u2069]/gu

const until = (to: string) => makeDraft({ ...event, when: { from: event.when.from, to } }, kind, context).expires
const said = (lines: number) => makeDraft({ ...event, lines }, kind, context).description.en

describe('a draft', () => {
  test('says what, where coarsely, how sure, and what to do, in three languages', () => {
    const draft = makeDraft(event, kind, context)
    expect(draft.headline.en.replace(isolates, '')).toBe('Vehicle bomb threat near Mosul: unconfirmed')
    expect(draft.headline.ar.replace(isolates, '')).toBe('خطر سيارة مفخخة قرب الموصل: غير مؤكَّد')
    expect(draft.headline.ckb.replace(isolates, ''))
      .toBe('مەترسیی ئۆتۆمبێلی بۆمبڕێژکراو نزیک مووسڵ: پشتڕاست نەکراوەتەوە')
    expect(draft.description.en.replace(isolates, ''))
      .toBe('Reported: Vehicle bomb threat, in the area of Mosul, within about 2 km. '
      + 'How sure: unconfirmed, one line of evidence. About 12000 people are known to be in this area. '
      + 'The area is drawn wide on purpose.')
    expect(draft.instruction.en).toBe('Keep away from parked vehicles and from crowds. Do not go to look. '
      + 'Keep away from this area. If you are in it and a way out is safe, leave calmly.')
    expect(draft).toMatchObject({
      event: 'event-1', kind: 1, tlp: 'CLEAR', confidence: 0.45, peopleNear: 12_000, references: [], state: 'draft',
      onset: '2026-11-22T15:00:00Z', expires: '2026-11-23T04:00:00Z', minimumRadius_m: 2000,
      cap: { certainty: 'Possible', category: 'Security', urgency: 'Immediate' },
    })
  })

  test('does not say where the tip was, nor when it was seen', () => {
    const draft = makeDraft(event, kind, context)
    expect(draft.area.radius_m).toBe(2000)
    expect([draft.area.lat, draft.area.lon]).not.toEqual([event.place?.lat, event.place?.lon])
    expect(draft.facts).toEqual([{
      text: 'Vehicle bomb threat, Mosul', who: { area: 'Mosul' },
      place: { lat: draft.area.lat, lon: draft.area.lon, radius_m: 2000, name: 'Mosul' },
      when: { from: '2026-11-22T12:00:00Z', to: '2026-11-22T18:00:00Z' },
    }])
    expect(makeDraft({ ...event, when: { from: '2026-11-22T12:10:00Z', to: '2026-11-22T13:00:00Z' } }, kind, context))
      .toEqual({ ...draft, id: expect.any(String) })
  })

  test('never holds a word of a tip, whatever the event carries', () => {
    const word = fc.stringMatching(/^[a-z]{6,12}$/u).map((letters) => `CANARY${letters}`)
    fc.assert(fc.property(word, word, word, (name, words, tip) => {
      const place = { lat: 36.3, lon: 43.1, radius_m: 80, name }
      const carried: LineEvent = { ...event, place, tips: [tip],
        why: [{ code: 'NEAR_COPY', words: [words], tips: [tip] }] }
      const draft = makeDraft(carried, kind, context)
      expect(JSON.stringify([draft, warningOf(draft, release), reportOf(draft)])).not.toContain('CANARY')
    }))
  })

  test('is refused for an event without a place', () => {
    const { place: _place, ...nowhere } = event
    expect(refusal(() => makeDraft(nowhere, kind, context)))
      .toBe('RELEASE_NO_PLACE the event has no place yet: set one on the map, then draft the warning')
  })

  test('names an area that no gazetteer names', () => {
    const draft = makeDraft(event, kind, { ...context, placeName: () => '' })
    expect(draft.headline.en.replace(isolates, '')).toBe('Vehicle bomb threat near the marked area: unconfirmed')
    expect(validateCap(renderCap(warningOf(draft, release)))).toEqual([])
  })

  test('holds until what is still to come, but a week at most', () => {
    expect(until('2026-11-24T10:00:00Z')).toBe('2026-11-24T12:00:00Z')
    expect(until('2099-01-01T00:00:00Z')).toBe('2026-11-29T15:00:00Z')
    expect(until('1970-01-01T00:00:00Z')).toBe('2026-11-23T04:00:00Z')
  })

  test('counts lines only to several, and never claims certainty', () => {
    expect([0, 1, 2, 3, 40].map((lines) => /, (\w+ [^.]*evidence)\./u.exec(said(lines))?.[1])).toEqual([
      'no line of evidence', 'one line of evidence', 'two independent lines of evidence',
      'several independent lines of evidence', 'several independent lines of evidence',
    ])
    expect([0, 0.001, 0.5, 0.999, 1].map((p) => makeDraft({ ...event, p }, kind, context).confidence))
      .toEqual([0.05, 0.05, 0.5, 0.95, 0.95])
  })
})

describe('a warning of a draft', () => {
  test('is valid CAP for every response, urgency, credibility and long names', () => {
    fc.assert(fc.property(
      fc.constantFrom(...CAP_RESPONSE), fc.constantFrom(...CAP_URGENCY), fc.constantFrom(1, 2, 3, 4, 5, 6),
      fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(9),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
      fc.double({ min: -85, max: 85, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), fc.nat(300_000),
      (responseType, urgency, credibility, p, lines, name, lat, lon, radius_m) => {
        const told: LineEvent = { ...event, credibility, p, lines, place: { lat, lon, radius_m } }
        const about: Kind = { ...kind,
          cap: { ...kind.cap, responseType, urgency, event: { en: name, ar: `x${name}`, ckb: name } } }
        const draft = makeDraft(told, about, { ...context, placeName: () => `a ${name}` })
        const warning = warningOf(draft, { ...release, identifier: newIdentifier() })
        const rendered = refusal(() => {
          const xml = renderCap(parseWarning(JSON.parse(JSON.stringify(warning))))
          expect(validateCap(xml, { languages: ['en', 'ar', 'ckb'] })).toEqual([])
        })
        expect(rendered).toMatch(/^nothing thrown$|^RELEASE_FIELD event: /u)
      }))
  })

  test('goes to everyone when CLEAR, says its label otherwise, and is none when RED', () => {
    const draft = makeDraft(event, kind, context)
    expect(warningOf(draft, release)).toMatchObject({ scope: 'Public', msgType: 'Alert' })
    expect(warningOf({ ...draft, tlp: 'AMBER+STRICT' }, release))
      .toMatchObject({ scope: 'Restricted', restriction: 'TLP:AMBER+STRICT' })
    expect(refusal(() => warningOf({ ...draft, tlp: 'RED' }, release)))
      .toBe('RELEASE_TLP TLP:RED stays in the room: no warning is made of it')
  })

  test('is refused when somebody narrowed its area', () => {
    const draft = makeDraft(event, kind, context)
    expect(refusal(() => warningOf({ ...draft, area: { ...draft.area, radius_m: 300 } }, release)))
      .toBe('RELEASE_AREA area: narrower than the approved 2000 m')
  })

  test('updates name all that went before; a cancellation too', () => {
    const first = warningOf(makeDraft(event, kind, context), release)
    const second = warningOf(makeDraft(event, kind, { ...context, previous: [first] }),
      { ...release, identifier: 'nightjar-2' })
    expect(second)
      .toMatchObject({ msgType: 'Update',
        references: [{ sender: first.sender, identifier: 'nightjar-1', sent: first.sent }] })
    const third = cancellationOf([first, second], { ...release, identifier: 'nightjar-3' }, 'wrong')
    expect(third).toMatchObject({ msgType: 'Cancel', confidence: 0.45, peopleNear: 12_000 })
    expect(third.references.map(({ identifier }) => identifier)).toEqual(['nightjar-1', 'nightjar-2'])
    expect(third.info.map(({ certainty, responseType, headline }) => [certainty, responseType,
      headline.replace(isolates, '')])).toEqual([
      ['Unlikely', ['AllClear'], 'Withdrawn: Vehicle bomb threat, Mosul'],
      ['Unlikely', ['AllClear'], 'سُحب التحذير: خطر سيارة مفخخة، الموصل'],
      ['Unlikely', ['AllClear'], 'ئاگاداری کشێنرایەوە: مەترسیی ئۆتۆمبێلی بۆمبڕێژکراو، مووسڵ'],
    ])
    for (const warning of [second, third, cancellationOf([first], release, 'ended')]) {
      expect(validateCap(renderCap(warning), { languages: ['en', 'ar', 'ckb'] })).toEqual([])
    }
    expect(refusal(() => cancellationOf([], release, 'ended')))
      .toBe('RELEASE_REFERENCES there is no earlier warning to cancel')
  })
})

test('identifiers tell nothing and do not repeat', () => {
  const made = new Set(Array.from({ length: 1000 }, newIdentifier))
  expect(made.size).toBe(1000)
  for (const identifier of made) expect(identifier).toMatch(/^nightjar-[0-9a-f]{24}$/u)
})

const kindsFolder = new URL('../../../kinds/', import.meta.url)
const allKinds = readdirSync(kindsFolder).filter((name) => /^\d+-/u.test(name))
  .map((name) => parseKind(JSON.parse(readFileSync(new URL(`${name}/kind.json`, kindsFolder), 'utf8'))))

test('kinds with words of their own are kinds that there are', () => {
  const slugs = allKinds.map(({ slug }) => slug)
  expect(KINDS_WITH_WORDS.filter((slug) => !slugs.includes(slug))).toEqual([])
})

test.each(allKinds)('a warning of kind $slug is valid in three languages', (each) => {
  const xml = renderCap(warningOf(makeDraft({ ...event, kind: each.id }, each, context), release))
  expect(validateCap(xml, { languages: ['en', 'ar', 'ckb'] })).toEqual([])
})

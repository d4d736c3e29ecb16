import { readdirSync, readFileSync } from 'node:fs'
import type { Tip } from '@nightjar/envelope'
import { expect, test } from 'vitest'
import { kindBook, parseKind, parseProfile } from './kindbook.ts'
import { buildGazetteer } from './place/gazetteer.ts'
import { iraqRows } from './place/iraq.ts'
import { findPlates } from './plates.ts'
import { gist, understand } from './understand.ts'

const FOLDER = new URL('../../kinds/', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
const kinds = readdirSync(FOLDER)
  .filter((name) => /^\d+-/.test(name))
  .map((name) => parseKind(read(`${name}/kind.json`)))
const book = kindBook(kinds, parseProfile(read('profiles/civil-defence.json')))
const gazetteer = buildGazetteer(iraqRows())
const tip = (text: string, more: Partial<Tip> = {}): Tip => ({
  v: 1,
  id: '00',
  channel: 'app',
  receivedAt: '2026-11-22T15:00:00Z',
  kind: 0,
  when: { from: '2026-11-22T15:00:00Z', to: '2026-11-22T15:00:00Z' },
  basis: 'saw',
  heardFrom: [],
  urgency: 1,
  lang: 'und',
  text,
  attachments: [],
  ...more,
})

test('what was not told is read from the words', () => {
  const read1 = understand(tip('سيارة مفخخة في حي الوحدة بالموصل، رأيتها أمس مساء، رقمها ٢١ أ ١٢٣٤٥'), {
    book,
    gazetteer,
  })
  expect(read1).toMatchObject({
    lang: 'ar',
    kind: 1,
    kindFrom: 'words',
    placeFrom: 'name',
    place: { name: 'حي الوحدة', radius_m: 900 },
    whenFrom: 'words',
    when: { from: '2026-11-21T14:00:00Z', to: '2026-11-21T20:00:00Z' },
    plates: ['21 أ 12345'],
  })
})

test('what was told wins, and a difference is shown', () => {
  const place = { lat: 33.3, lon: 44.4, radius_m: 50, name: '' }
  const told = understand(
    tip('A car bomb in Mosul yesterday', {
      kind: 8,
      place,
      when: { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' },
    }),
    { book, gazetteer },
  )
  expect(told).toMatchObject({ kind: 8, kindFrom: 'told', place, placeFrom: 'told', whenFrom: 'told' })
  expect(told.reasons.map((reason) => reason.code)).toEqual(['KIND_TOLD', 'KIND_DIFFERS', 'PLACE_TOLD', 'TIME_TOLD'])
  expect(told.places.map((each) => each.name)).toEqual(['Mosul'])
})

test('coordinates beat names, and an empty tip is understood as nothing', () => {
  expect(understand(tip('Mosul, at 36.3412, 43.1289'), { book, gazetteer })).toMatchObject({
    placeFrom: 'coordinates',
    place: { lat: 36.3412 },
  })
  expect(understand(tip(''), { book, gazetteer })).toMatchObject({
    lang: 'und',
    kind: 0,
    placeFrom: 'none',
    places: [],
  })
})

test('the tip itself is never changed', () => {
  const given = tip('A car bomb in Mosul yesterday')
  const before = structuredClone(given)
  understand(given, { book, gazetteer })
  expect(given).toEqual(before)
})

test("gist: kind, place and time in the reader's language, and no word of the tip", () => {
  const facts = {
    kind: 1,
    place: { lat: 36.345, lon: 43.13, radius_m: 9000, name: 'Mosul' },
    when: { from: '2026-11-21T14:00:00Z', to: '2026-11-21T20:00:00Z' },
  }
  expect(gist(facts, 'en', { book, gazetteer })).toBe('Vehicle bomb, Mosul, 2026-11-21 14:00–20:00')
  expect(gist({ ...facts, place: { lat: 36.5, lon: 43.1, radius_m: 100 } }, 'ar', { book, gazetteer })).toBe(
    'سيارة مفخخة، قرب تلكيف، 2026-11-21 14:00–20:00',
  )
  expect(gist({ kind: 999, when: facts.when }, 'ckb', { book })).toBe('شتێکی تر، 2026-11-21 14:00–20:00')
})

test('plates in either numerals; longer numbers are not plates', () => {
  expect(findPlates('white pickup 21 A 12345, and ١٢٣٤٥ بغداد')).toEqual(['21 A 12345', '12345 بغداد'])
  expect(findPlates('phone 07701234567, 12 men')).toEqual([])
})

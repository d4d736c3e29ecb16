import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPlaces } from './find.ts'
import { buildGazetteer, nearestNames } from './gazetteer.ts'
import type { GazetteerRow } from './gazetteer.ts'
import { iraqRows } from './iraq.ts'
import { metresBetween } from './sphere.ts'

const WORLD: GazetteerRow[] = [
  {
    id: 'IQ',
    names: [
      { text: 'Iraq', lang: 'en' },
      { text: 'العراق', lang: 'ar' },
    ],
    lat: 33,
    lon: 44,
    radius_m: 400_000,
    level: 'country',
    within: ['IQ'],
  },
  { id: 'US-TX', names: [{ text: 'Texas' }], lat: 31.5, lon: -99, radius_m: 500_000, level: 'adm1', within: ['US'] },
  {
    id: 'paris',
    names: [{ text: 'Paris' }],
    lat: 48.85,
    lon: 2.35,
    radius_m: 15_000,
    level: 'town',
    population: 2_100_000,
    within: ['FR'],
  },
  {
    id: 'paris-tx',
    names: [{ text: 'Paris' }],
    lat: 33.66,
    lon: -95.55,
    radius_m: 3000,
    level: 'town',
    population: 25_000,
    within: ['US', 'US-TX'],
  },
]
const gazetteer = buildGazetteer([...iraqRows(), ...WORLD])
const found = (text: string) => findPlaces(text, gazetteer).map(({ text: own, name, form }) => [own, name, form])

test('names in English, Arabic, Sorani and Kurmanji, with what is written onto them', () => {
  expect(found('Something in Mosul yesterday')).toEqual([['Mosul', 'Mosul', 'name']])
  expect(found('رأيتهم بالموصل')).toEqual([['الموصل', 'Mosul', 'name']])
  expect(found('وبغداد')).toEqual([['بغداد', 'Baghdad', 'name']])
  expect(found('لە مووسڵدا')).toEqual([['مووسڵدا', 'Mosul', 'name']])
  expect(found('li bajarê Hewlêr')).toEqual([['Hewlêr', 'Erbil', 'name']])
  expect(found('fighting in Tal-Afar and al-Qaim')).toEqual([
    ['Tal-Afar', 'Tal Afar', 'name'],
    ['al-Qaim', 'Al-Qaim', 'name'],
  ])
})

test('words that merely look like names are left alone', () => {
  expect(found('They hit the man with balad')).toEqual([])
  expect(found('ماء رمادي اللون في الحي القريب')).toEqual([])
  expect(found('')).toEqual([])
})

test('what stands beside a place decides between places of one name', () => {
  expect(findPlaces('Flooding in Paris, Texas today', gazetteer)[0]?.lat).toBe(33.66)
  expect(findPlaces('A talk in Paris today', gazetteer)[0]?.lat).toBe(48.85)
  expect(findPlaces('سيارة في حي الوحدة، الموصل', gazetteer)[0]).toMatchObject({
    name: 'Hay al-Wahda',
    start: 9,
    end: 18,
  })
})

test('a relation moves the point and says how uncertain it is', () => {
  const hit = gazetteer.rows.find((row) => row.id === 'iq:hit')
  const relation = findPlaces('5 km north of Hit', gazetteer).find((place) => place.form === 'relation')
  expect(relation).toMatchObject({ start: 0, end: 17, radius_m: 3250 })
  expect(metresBetween(hit?.lat ?? 0, hit?.lon ?? 0, relation?.lat ?? 0, relation?.lon ?? 0)).toBeCloseTo(5000, -1)
  const arabic = findPlaces('على بعد ١٠ كم جنوب غرب الموصل', gazetteer).find((place) => place.form === 'relation')
  expect(arabic?.lat).toBeLessThan(36.345)
  expect(arabic?.lon).toBeLessThan(43.13)
  expect(findPlaces('نزیک هەولێر', gazetteer).map((place) => place.form)).toEqual(['name', 'relation'])
})

test("the reader's language names the place", () => {
  expect(findPlaces('in Mosul', gazetteer, { lang: 'ar' })[0]?.name).toBe('الموصل')
  expect(findPlaces('in Mosul', gazetteer, { lang: 'ckb' })[0]?.name).toBe('مووسڵ')
})

test('nearest names come nearest first', () => {
  const names = nearestNames(gazetteer, 36.34, 43.13, 3)
  expect(names).toHaveLength(3)
  expect(names.map((name) => name.metres)).toEqual(names.map((name) => name.metres).toSorted((a, b) => a - b))
})

test('a row outside the world is refused', () => {
  const bad: GazetteerRow = { id: 'x', names: [{ text: 'X' }], lat: 91, lon: 0, radius_m: 1, level: 'town' }
  expect(() => buildGazetteer([bad])).toThrow(
    expect.objectContaining({ code: 'GAZETTEER_ROW', message: 'row x: lat and lon must lie within ±90 and ±180' }),
  )
})

test('property: whatever the text, every answer quotes it at its offsets and lies on the earth', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('Mosul', ' الموصل ', '😀', '3 km north of ', 'وهيت', 'هەولێرەوە', '\u202e'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(' ')
      const chars = Array.from(text)
      for (const place of findPlaces(text, gazetteer)) {
        expect(chars.slice(place.start, place.end).join('')).toBe(place.text)
        expect(place.score).toBeGreaterThan(0)
        expect(place.score).toBeLessThanOrEqual(1)
        expect(Math.abs(place.lat ?? 0)).toBeLessThanOrEqual(90)
      }
    }),
  )
})

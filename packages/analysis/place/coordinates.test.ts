import fc from 'fast-check'
import { forward } from 'mgrs/dist/mgrs.esm.js'
import { OpenLocationCode } from 'open-location-code'
import { expect, test } from 'vitest'
import { findCoordinates } from './coordinates.ts'
import { metresBetween } from './sphere.ts'

const one = (text: string, near?: { lat: number; lon: number }) => findCoordinates(text, { near })[0]
const MOSUL = { lat: 36.34, lon: 43.13 }

test.each([
  ['at 36.3412, 43.1289 by the bridge', 'decimal', '36.3412, 43.1289'],
  ['٣٦٫٣٤١٢، ٤٣٫١٢٨٩', 'decimal', '٣٦٫٣٤١٢، ٤٣٫١٢٨٩'],
  ['lat: 36.3412 lon: 43.1289', 'decimal', 'lat: 36.3412 lon: 43.1289'],
  ['N36.3412 E43.1289', 'decimal', 'N36.3412 E43.1289'],
  ['36°20\'28.3"N 43°07\'44.0"E', 'dms', '36°20\'28.3"N 43°07\'44.0"E'],
  ['36 20 28 N, 43 07 44 E', 'dms', '36 20 28 N, 43 07 44 E'],
  ['36°20′28″ شمالاً و 43°07′44″ شرقاً', 'dms', '36°20′28″ شمالاً و 43°07′44″ شرقاً'],
  ['geo:36.3412,43.1289;u=35', 'geo', 'geo:36.3412,43.1289;u=35'],
  ['see https://maps.google.com/?q=36.3412,43.1289.', 'link', 'https://maps.google.com/?q=36.3412,43.1289'],
  ['https://www.google.com/maps/place/x/@36.34,43.12,17z/data=!3d36.3412!4d43.1289', 'link', undefined],
  ['https://www.openstreetmap.org/?mlat=36.3412&mlon=43.1289#map=10/1.0/1.0', 'link', undefined],
  ['https://maps.apple.com/?ll=36.3412,43.1289', 'link', undefined],
  ['https://waze.com/ul?ll=36.3412%2C43.1289', 'link', undefined],
  ['https://yandex.com/maps/?ll=43.1289%2C36.3412', 'link', undefined],
])('%s', (text, form, own) => {
  const place = one(text)
  expect(place?.form).toBe(form)
  expect(place?.text).toBe(own ?? text)
  expect(metresBetween(place?.lat ?? 0, place?.lon ?? 0, 36.3412, 43.1289)).toBeLessThan(60)
})

test('geo: says its own uncertainty; the view of a map is vaguer than a pin', () => {
  expect(one('geo:36.3,43.1;u=350')?.radius_m).toBe(350)
  expect(one('https://www.google.com/maps/@36.3412,43.1289,12z')?.radius_m).toBeGreaterThan(5000)
  expect(one('36.3412, 43.1289')?.radius_m).toBe(20)
  expect(one('N36.3 E43.1')?.radius_m).toBeGreaterThan(5000)
})

test('order: latitude first, unless that cannot be or the line works elsewhere', () => {
  expect(one('36.3412, 143.1289')).toMatchObject({ lat: 36.3412, lon: 143.1289 })
  expect(one('143.1289, 36.3412')).toMatchObject({ lat: 36.3412, lon: 143.1289 })
  expect(one('43.1289, 36.3412', MOSUL)).toMatchObject({ lat: 36.3412, lon: 43.1289 })
  expect(one('43.1289, 36.3412')).toMatchObject({ lat: 43.1289, lon: 36.3412 })
})

test.each([
  '95.1234, 196.3456',
  'lat 95.1 lon 43.1',
  'geo:91,200',
  '36°61\'00"N 43°00\'00"E',
  '61S LF 12345 12345',
  '38S LF 123 12345',
  'https://maps.google.com/?q=99.1,43.1',
  'https://example.org/?q=36.34,43.12',
  'costs 3.50, 4.20',
  'version 1.2.345, 2.3.456',
])('refused, not clamped: %s', (text) => expect(findCoordinates(text)).toEqual([]))

test('a short Plus Code needs a place nearby', () => {
  expect(findCoordinates('84QH+Q8 Mosul')).toEqual([])
  const full = new OpenLocationCode().encode(36.3412, 43.1289, 10)
  const place = one(`${full.slice(4)} Mosul`, MOSUL)
  expect(metresBetween(place?.lat ?? 0, place?.lon ?? 0, 36.3412, 43.1289)).toBeLessThan(20)
})

const lat = fc.double({ min: -79, max: 79, noNaN: true })
const lon = fc.double({ min: -179, max: 179, noNaN: true })
const codes = new OpenLocationCode()

test('property: each notation, written out, is read back within its radius', () => {
  fc.assert(
    fc.property(lat, lon, (y, x) => {
      const side = (value: number, plus: string, minus: string) =>
        `${Math.abs(value).toFixed(5)}${value < 0 ? minus : plus}`
      const texts = [
        `lat ${y.toFixed(5)} lon ${x.toFixed(5)}`,
        `${side(y, 'N', 'S')} ${side(x, 'E', 'W')}`,
        `geo:${y.toFixed(5)},${x.toFixed(5)}`,
        `https://www.openstreetmap.org/?mlat=${y.toFixed(5)}&mlon=${x.toFixed(5)}`,
        forward([x, y], 5),
        codes.encode(y, x, 10),
      ]
      const off = (text: string) => {
        const place = one(`here ${text} there`)
        return metresBetween(place?.lat ?? 90, place?.lon ?? 0, y, x) - (place?.radius_m ?? 0)
      }
      expect(texts.filter((text) => off(text) > 1)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('property: any text is read without an error, and offsets quote it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', ' 36.3412, 43.1289 ', '٣٦٫٣٤١٢، ٤٣٫١٢٨٩'),
      (text, coordinates) => {
        const whole = `${text}${coordinates}${text}`
        for (const place of findCoordinates(whole))
          expect(Array.from(whole).slice(place.start, place.end).join('')).toBe(place.text)
      },
    ),
  )
})

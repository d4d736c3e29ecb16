import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { capCircle, capPolygon, coarseArea } from './place.ts'
import type { Circle, Point } from './place.ts'

const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres on a sphere, independent of the flat reckoning in place.ts. */
function metres(a: Point, b: Point): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2
    + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)))
}

const latitude = fc.double({ min: -70, max: 70, noNaN: true })
const longitude = fc.double({ min: -179, max: 179, noNaN: true })
const told = fc.record({ lat: latitude, lon: longitude, radius_m: fc.double({ min: 0, max: 20_000, noNaN: true }) })
const minimum = fc.constantFrom(500, 1000, 2000, 5000, 10_000)

test('the coarse area holds all that was told and is never narrower than approved', () => {
  fc.assert(fc.property(told, minimum, (place, least) => {
    const area = coarseArea(place, least)
    expect(area.radius_m).toBeGreaterThanOrEqual(least)
    expect(metres(area, place) + place.radius_m).toBeLessThanOrEqual(area.radius_m * 1.002)
  }))
})

test('every place in a cell gives the same area, so the area says nothing of where in the cell it was', () => {
  fc.assert(fc.property(told, minimum, fc.double({ min: -0.24, max: 0.24, noNaN: true }), (place, least, part) => {
    const area = coarseArea(place, least)
    const step = (area.radius_m * 0.5) / 111_320
    const inside = { lat: area.lat + step * part, lon: area.lon + step * part, radius_m: place.radius_m }
    expect(coarseArea(inside, least)).toEqual(area)
  }))
})

test('a place is its own centre as seldom as chance', () => {
  const centred = Array.from({ length: 2000 },
    (_, n) => ({ lat: 36 + n * 0.000_731, lon: 43 + n * 0.000_917, radius_m: 50 }))
    .filter((place) => metres(coarseArea(place, 2000), place) < 50)
  expect(centred.length).toBeLessThan(40)
})

test('too wide or no place is refused', () => {
  expect(() => coarseArea({ lat: 0, lon: 0, radius_m: 400_000 }, 2000)).toThrow('too wide to warn of')
  expect(() => coarseArea({ lat: Number.NaN, lon: 0, radius_m: 1 }, 2000)).toThrow('lat must be -90 to 90')
  expect(() => coarseArea({ lat: 0, lon: 0, radius_m: Number.NaN }, 2000)).toThrow('radius_m must be a number')
})

function readCircle(text: string): Circle {
  const [lat = Number.NaN, lon = Number.NaN, km = Number.NaN] = text.split(/[ ,]/u).map(Number)
  return { lat, lon, radius_m: km * 1000 }
}

test('a written circle holds the whole of the released one', () => {
  const circle = fc.record({ lat: latitude, lon: longitude,
    radius_m: fc.double({ min: 50, max: 200_000, noNaN: true }) })
  fc.assert(fc.property(circle, (released) => {
    const written = readCircle(capCircle(released))
    expect(metres(written, released) + released.radius_m).toBeLessThanOrEqual(written.radius_m * 1.002)
    expect(written.radius_m).toBeLessThan(released.radius_m * 1.11 + 11)
  }))
})

test('a written circle has no exponent and no "-0"', () => {
  expect(capCircle({ lat: -0.000_000_1, lon: 1e-9, radius_m: 2000 })).toBe('0.000,0.000 2.08')
  expect(capCircle({ lat: 36.123_456, lon: 43.987_654, radius_m: 5 })).toBe('36.123456,43.987654 0.01')
})

/** A convex polygon: points on a circle, in order. */
const convex = fc.record({
  lat: fc.double({ min: -60, max: 60, noNaN: true }), lon: fc.double({ min: -170, max: 170, noNaN: true }),
  size: fc.double({ min: 0.01, max: 1, noNaN: true }), corners: fc.integer({ min: 3, max: 12 }),
  turn: fc.double({ min: 0, max: 6, noNaN: true }),
}).map(({ lat, lon, size, corners, turn }) => Array.from({ length: corners }, (_, n): Point => {
  const angle = turn + (n / corners) * 2 * Math.PI
  return { lat: lat + size * Math.sin(angle), lon: lon + size * Math.cos(angle) }
}))

function holds(ring: readonly Point[], point: Point): boolean {
  return ring.slice(0, -1).every((from, n) => {
    const to = ring[n + 1] ?? from
    return (to.lon - from.lon) * (point.lat - from.lat) - (to.lat - from.lat) * (point.lon - from.lon) >= -1e-9
  })
}

test('a written polygon is closed and holds every corner that was drawn', () => {
  fc.assert(fc.property(convex, (drawn) => {
    const written = capPolygon(drawn).split(' ').map((pair): Point => {
      const [lat = Number.NaN, lon = Number.NaN] = pair.split(',').map(Number)
      return { lat, lon }
    })
    expect(written.at(0)).toEqual(written.at(-1))
    expect(written).toHaveLength(drawn.length + 1)
    for (const corner of drawn) expect(holds(written, corner)).toBe(true)
  }))
})

test('a polygon given closed is not closed twice; a thin one is refused', () => {
  const square = [{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, { lat: 1, lon: 1 }, { lat: 1, lon: 0 }, { lat: 0, lon: 0 }]
  expect(capPolygon(square).split(' ')).toHaveLength(5)
  expect(() => capPolygon([{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, { lat: 0.000_01, lon: 2 }])).toThrow('too thin')
})

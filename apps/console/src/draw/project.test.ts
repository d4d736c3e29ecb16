import { geoDistance, geoMercator } from 'd3-geo'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxOf, circlePath, metresBetween, placeLabels, project, scaleBar, scaleOf, travel, viewAround,
  type View } from './project.ts'

const lat = fc.double({ min: -80, max: 80, noNaN: true })
const lon = fc.double({ min: -180, max: 180, noNaN: true })
const radius = fc.double({ min: 10, max: 50_000, noNaN: true })

const d3Of = (view: View) => geoMercator().rotate([-view.lon, 0]).center([0, view.lat]).scale(scaleOf(view))
  .translate([view.width / 2, view.height / 2])

test('points fall where d3 puts them', () => {
  fc.assert(fc.property(lat, lon, radius, fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }), (y, x, r, dy, dx) => {
    const view = viewAround([{ lat: y, lon: x, radius_m: r }], 400, 300)
    const [pointLat, pointLon] = [Math.max(-84, Math.min(84, y + dy)), x + dx]
    const ours = project(view, pointLat, pointLon)
    const theirs = d3Of(view)([pointLon, pointLat]) ?? [NaN, NaN]
    expect(Math.abs(ours[0] - theirs[0])).toBeLessThan(0.01 + Math.abs(theirs[0]) * 1e-6)
    expect(Math.abs(ours[1] - theirs[1])).toBeLessThan(0.01 + Math.abs(theirs[1]) * 1e-6)
  }))
})

test('a circle is whole in its view and as large as its radius', () => {
  fc.assert(fc.property(lat, lon, radius, (y, x, r) => {
    const view = viewAround([{ lat: y, lon: x, radius_m: r }], 400, 300)
    const points = circlePath(view, { lat: y, lon: x, radius_m: r }).slice(1,
      -1).split('L').map((pair) => pair.split(',').map(Number))
    for (const [px = NaN, py = NaN] of points) {
      expect(px).toBeGreaterThanOrEqual(0)
      expect(px).toBeLessThanOrEqual(400)
      expect(py).toBeGreaterThanOrEqual(0)
      expect(py).toBeLessThanOrEqual(300)
    }
    const [[west = NaN] = [], [east = NaN] = []] = [points[54] ?? [], points[18] ?? []]
    expect(Math.abs((east - west) * view.metresPerPixel / (2 * r) - 1)).toBeLessThan(0.03 + view.metresPerPixel * 0.2 / r)
  }))
})

test('distances agree with d3, and travelling a distance takes one there', () => {
  fc.assert(fc.property(lat, lon, radius, fc.integer({ min: 0, max: 359 }), (y, x, metres, bearing) => {
    const [toLat, toLon] = travel(y, x, metres, bearing)
    expect(Math.abs(metresBetween(y, x, toLat, toLon) / metres - 1)).toBeLessThan(1e-3)
    expect(Math.abs(geoDistance([x, y], [toLon, toLat]) * 6_371_008.8 / metres - 1)).toBeLessThan(1e-3)
  }))
})

test('two circles on both sides of the date line are shown together', () => {
  const view = viewAround([{ lat: 0, lon: 179.9, radius_m: 500 }, { lat: 0, lon: -179.9, radius_m: 500 }], 400, 300)
  expect(Math.abs(Math.abs(view.lon) - 180)).toBeLessThan(0.01)
  expect(view.metresPerPixel).toBeLessThan(100)
  const [x] = project(view, 0, -179.9)
  expect(x).toBeGreaterThan(200)
  expect(x).toBeLessThan(400)
})

test('the scale is a round distance that fits', () => {
  fc.assert(fc.property(fc.double({ min: 0.05, max: 20_000, noNaN: true }), (metresPerPixel) => {
    const { metres, pixels } = scaleBar(metresPerPixel, 140)
    expect(pixels).toBeLessThanOrEqual(140.0001)
    expect(pixels).toBeGreaterThan(50)
    expect(['1', '2', '5']).toContain(metres.toPrecision(1)[0])
  }))
  expect(scaleBar(10, 140)).toEqual({ metres: 1000, pixels: 100 })
})

test('names never lie on each other or on what is reserved', () => {
  const dots = fc.array(fc.record({ text: fc.string({ minLength: 1, maxLength: 14 }),
    x: fc.double({ min: 0, max: 400, noNaN: true }), y: fc.double({ min: 0, max: 300,
    noNaN: true }) }), { maxLength: 40 })
  fc.assert(fc.property(dots, (given) => {
    const labels = placeLabels(given, 400, 300, [{ x0: 0, y0: 250, x1: 120, y1: 300 }])
    const boxes = labels.map(({ text, x, y, side }) => {
      const long = [...text].length * 6.6
      return side === 'start' ? { x0: x, x1: x + 8 + long, y } : { x0: x - 8 - long, x1: x, y }
    })
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) expect(a.x0 < b.x1 && b.x0 < a.x1
        && Math.abs(a.y - b.y) < 17.9).toBe(false)
      expect(a.x0 < 119 && a.y > 260).toBe(false)
    }
  }))
})

test('the box of a view holds its corners', () => {
  const view = viewAround([{ lat: 36.3, lon: 43.1, radius_m: 1000 }], 400, 300)
  const { west, east, south, north } = boxOf(view)
  const [left, bottom] = project(view, south, west)
  const [right, top] = project(view, north, east)
  expect(left).toBeLessThan(0)
  expect(right).toBeGreaterThan(400)
  expect(top).toBeLessThan(0)
  expect(bottom).toBeGreaterThan(300)
})

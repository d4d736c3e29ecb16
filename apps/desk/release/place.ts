/**
 * Where a warning holds, made coarse before it is published and rounded so that what is drawn never shrinks.
 *
 * A circle round the tip's own point would tell the occupier which window it was seen from. So the centre is moved to
 * a fixed grid and the radius to a fixed ladder: the same answer for every tip inside the same cell, and nothing to
 * average over many warnings.
 */
import { ReleaseError } from './errors.ts'

const METRES_PER_DEGREE = 111_320
const LADDER_M = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000] as const
/** The grid's step as a part of the radius; half a cell's diagonal then takes 0.36 of the radius at most. */
const STEP_OF_RADIUS = 0.5
const ROOM = 1 - STEP_OF_RADIUS * Math.SQRT1_2 - 0.005

export interface Circle { lat: number; lon: number; radius_m: number }
export interface Point { lat: number; lon: number }

/**
 * The area to warn of: at least minimumRadius_m, never centred on what was told, and always holding all of it.
 * Throws RELEASE_AREA on coordinates that are none or when nothing on the ladder is wide enough.
 */
export function coarseArea(told: Circle, minimumRadius_m: number): Circle {
  assertPoint(told, 'place')
  if (!(told.radius_m >= 0)) throw new ReleaseError('RELEASE_AREA', 'place: radius_m must be a number from 0')
  const radius_m = LADDER_M.find((step) => step >= minimumRadius_m && step * ROOM >= told.radius_m)
  if (radius_m === undefined) throw new ReleaseError('RELEASE_AREA', 'place: too wide to warn of; name a smaller one')
  const step = (radius_m * STEP_OF_RADIUS) / METRES_PER_DEGREE
  const lat = snap(told.lat, step, -90, 90)
  const lon = snap(told.lon, step / Math.max(Math.cos((lat * Math.PI) / 180), 0.01), -180, 180)
  return { lat: rounded(lat, 6), lon: rounded(lon, 6), radius_m }
}

/** The middle of the grid's cell. A middle is as often beside the told point as any other point of the cell. */
function snap(degrees: number, step: number, low: number, high: number): number {
  const middle = (Math.floor(degrees / step) + 0.5) * step
  return Math.min(high, Math.max(low, middle))
}

/** CAP's `lat,lon radius` with the radius in kilometres: fewer decimals the wider it is, and never less ground. */
export function capCircle(circle: Circle): string {
  assertPoint(circle, 'circle')
  if (!(circle.radius_m > 0 && circle.radius_m <= 2_000_000)) {
    throw new ReleaseError('RELEASE_AREA', 'circle: radius_m must be above 0 and at most 2,000,000')
  }
  const decimals = decimalsFor(circle.radius_m)
  const kilometres = Math.ceil((circle.radius_m + roundingError_m(decimals)) / 10 - 1e-9) / 100
  return `${number(circle.lat, decimals)},${number(circle.lon, decimals)} ${kilometres}`
}

/**
 * CAP's polygon: points `lat,lon` parted by blanks, the last the same as the first. Every edge is moved outwards by
 * what rounding can take away. Meant for the simple shapes an officer draws: the shape must hold its own middle.
 */
export function capPolygon(points: readonly Point[]): string {
  for (const each of points) assertPoint(each, 'polygon')
  const ring = openRing(points)
  if (ring.length < 3) throw new ReleaseError('RELEASE_AREA', 'polygon: at least three different points are needed')
  const middle = {
    lat: ring.reduce((sum, each) => sum + each.lat, 0) / ring.length,
    lon: ring.reduce((sum, each) => sum + each.lon, 0) / ring.length,
  }
  const inner = Math.min(...ring.map((from, n) => distanceToLine(middle, from, ring[(n + 1) % ring.length] ?? from)))
  const error = 0.00005 * Math.SQRT2
  if (!(inner > error * 2)) {
    throw new ReleaseError('RELEASE_AREA', 'polygon: too thin, or its middle lies on its edge; draw a simpler shape')
  }
  const grow = 1 + error / inner
  const written = ring.map((each) => {
    const lat = Math.min(90, Math.max(-90, middle.lat + (each.lat - middle.lat) * grow))
    const lon = Math.min(180, Math.max(-180, middle.lon + (each.lon - middle.lon) * grow))
    return `${number(lat, 4)},${number(lon, 4)}`
  })
  return [...written, written[0]].join(' ')
}

function openRing(points: readonly Point[]): Point[] {
  const ring = points.filter((each, n) => n === 0 || each.lat !== points[n - 1]?.lat || each.lon !== points[n - 1]?.lon)
  const first = ring[0]
  const last = ring.at(-1)
  return ring.length > 1 && first?.lat === last?.lat && first?.lon === last?.lon ? ring.slice(0, -1) : ring
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.lon - from.lon, to.lat - from.lat]
  const length = Math.hypot(dx, dy)
  return Math.abs(dx * (point.lat - from.lat) - dy * (point.lon - from.lon)) / length
}

function decimalsFor(radius_m: number): number {
  return [2, 3, 4, 5].find((decimals) => roundingError_m(decimals) <= radius_m / 10) ?? 6
}

function roundingError_m(decimals: number): number {
  return 0.5 * 10 ** -decimals * METRES_PER_DEGREE * Math.SQRT2
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}

/** Without an exponent and without "-0". */
function number(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text
}

function assertPoint(point: Point, what: string): void {
  if (!(point.lat >= -90 && point.lat <= 90 && point.lon >= -180 && point.lon <= 180)) {
    throw new ReleaseError('RELEASE_AREA', `${what}: lat must be -90 to 90 and lon -180 to 180`)
  }
}

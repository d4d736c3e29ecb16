/**
 * The map's own small mercator: points, circles, distances. d3-geo draws the ground with the same numbers (see
 * ground.ts), so that a place is drawn at once and rightly whether or not the ground has come.
 * Degrees WGS84, metres, pixels with y downwards.
 */
const EARTH_M = 6_371_008.8
const RAD = Math.PI / 180
const MAX_LAT = 85

export interface Circle { lat: number; lon: number; radius_m: number }
export interface View { lat: number; lon: number; metresPerPixel: number; width: number; height: number }
export interface Box { west: number; south: number; east: number; north: number }

const clampLat = (lat: number) => Math.max(-MAX_LAT, Math.min(MAX_LAT, lat))
const mercatorY = (lat: number) => Math.log(Math.tan(Math.PI / 4 + clampLat(lat) * RAD / 2))

/** Pixels for one radian of longitude: what d3 calls the projection's scale. */
export function scaleOf(view: View): number {
  return EARTH_M * Math.cos(clampLat(view.lat) * RAD) / view.metresPerPixel
}

/** The shorter way round from the middle of the view, so that the date line is no edge. */
const turnTo = (degrees: number) => ((degrees + 540) % 360 + 360) % 360 - 180

export function project(view: View, lat: number, lon: number): [x: number, y: number] {
  const scale = scaleOf(view)
  return [
    view.width / 2 + scale * turnTo(lon - view.lon) * RAD,
    view.height / 2 - scale * (mercatorY(lat) - mercatorY(view.lat)),
  ]
}

/** The point that lies `metres` away in the direction `bearing` (degrees from north, clockwise). */
export function travel(lat: number, lon: number, metres: number, bearing: number): [lat: number, lon: number] {
  const d = metres / EARTH_M
  const [phi, theta] = [lat * RAD, bearing * RAD]
  const phi2 = Math.asin(Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(theta))
  const turn = Math.atan2(Math.sin(theta) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(phi2))
  return [phi2 / RAD, turnTo(lon + turn / RAD)]
}

/** Metres between two points, along the ground. */
export function metresBetween(aLat: number, aLon: number, bLat: number, bLon: number): number {
  const h = Math.sin((bLat - aLat) * RAD / 2) ** 2
    + Math.cos(aLat * RAD) * Math.cos(bLat * RAD) * Math.sin((bLon - aLon) * RAD / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The path of a circle on the ground, as large as its radius. */
export function circlePath(view: View, circle: Circle): string {
  const points: string[] = []
  for (let bearing = 0; bearing < 360; bearing += 5) {
    const [lat, lon] = travel(circle.lat, circle.lon, circle.radius_m, bearing)
    points.push(project(view, lat, lon).map((n) => n.toFixed(1)).join(','))
  }
  return `M${points.join('L')}Z`
}

/** A view that shows all circles whole, and `further` metres around the middle when given. */
export function viewAround(circles: readonly Circle[], width: number, height: number, further = 0): View {
  const corners = circles.flatMap((circle) => [0, 90, 180, 270]
    .map((bearing) => travel(circle.lat, circle.lon, Math.max(circle.radius_m, 1), bearing)))
  const [firstLat = 0, firstLon = 0] = [circles[0]?.lat, circles[0]?.lon]
  const lats = corners.map(([lat]) => lat)
  const turns = corners.map(([, lon]) => turnTo(lon - firstLon))
  const [south, north] = [Math.min(...lats, firstLat), Math.max(...lats, firstLat)]
  const [west, east] = [Math.min(...turns, 0), Math.max(...turns, 0)]
  const lat = (south + north) / 2
  const lon = turnTo(firstLon + (west + east) / 2)
  const high = Math.max(metresBetween(south, lon, north, lon), 2 * further, 200)
  const wide = Math.max(metresBetween(lat, firstLon + west, lat, firstLon + east), 2 * further, 200)
  const metresPerPixel = Math.max(high / (height * 0.72), wide / (width * 0.72))
  return { lat, lon, metresPerPixel, width, height }
}

/** What a view shows, with a margin of a tenth. `west` may be below -180 or `east` above 180. */
export function boxOf(view: View): Box {
  const halfHigh = view.height * view.metresPerPixel * 0.6
  const halfWide = view.width * view.metresPerPixel * 0.6 / (EARTH_M * Math.cos(clampLat(view.lat) * RAD) * RAD)
  return {
    west: view.lon - halfWide,
    east: view.lon + halfWide,
    south: travel(view.lat, view.lon, Math.min(halfHigh, EARTH_M), 180)[0],
    north: travel(view.lat, view.lon, Math.min(halfHigh, EARTH_M), 0)[0],
  }
}

/** The longest round distance (1, 2 or 5 times a power of ten) that is at most `maxPixels` long. */
export function scaleBar(metresPerPixel: number, maxPixels: number): { metres: number; pixels: number } {
  const most = metresPerPixel * maxPixels
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power
  return { metres, pixels: metres / metresPerPixel }
}

/** In pixels. */
export interface Rectangle { x0: number; y0: number; x1: number; y1: number }
export interface Label { text: string; x: number; y: number; side: 'start' | 'end' }

/** Puts names beside their dots, the nearest first; a name that would lie on another is left out. */
export function placeLabels(
  dots: readonly { text: string; x: number; y: number }[], width: number, height: number,
  reserved: readonly Rectangle[] = [], letterPx = 6.6,
): Label[] {
  const taken: Rectangle[] = [...reserved]
  const placed: Label[] = []
  for (const dot of dots) {
    const long = [...dot.text].length * letterPx
    for (const side of ['start', 'end'] as const) {
      const x0 = side === 'start' ? dot.x - 4 : dot.x - 8 - long
      const box = { x0, x1: x0 + long + 12, y0: dot.y - 9, y1: dot.y + 9 }
      if (box.x0 < 2 || box.x1 > width - 2 || box.y0 < 2 || box.y1 > height - 2) continue
      if (taken.some((other) => box.x0 < other.x1 && box.x1 > other.x0 && box.y0 < other.y1
        && box.y1 > other.y0)) continue
      taken.push(box)
      placed.push({ text: dot.text, x: dot.x, y: dot.y, side })
      break
    }
  }
  return placed
}

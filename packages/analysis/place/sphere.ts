// Distances on a sphere of the earth's mean radius: good to 0.5 %, and a tip's radius is coarser than that.

const EARTH_M = 6_371_008.8
const RADIANS = Math.PI / 180
export const METRES_PER_DEGREE = EARTH_M * RADIANS

export interface Point {
  lat: number
  lon: number
}

/** Great-circle distance in metres. */
export function metresBetween(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const dLat = (lat2 - lat1) * RADIANS
  const dLon = (lon2 - lon1) * RADIANS
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(a)))
}

/** The point so many metres from another, at a bearing in degrees clockwise from north. */
export function pointAt(from: Point, metres: number, bearing: number): Point {
  const lat = from.lat + (metres * Math.cos(bearing * RADIANS)) / METRES_PER_DEGREE
  const shrink = Math.max(0.01, Math.cos(from.lat * RADIANS))
  const lon = from.lon + (metres * Math.sin(bearing * RADIANS)) / (METRES_PER_DEGREE * shrink)
  return { lat: Math.max(-90, Math.min(90, lat)), lon: ((lon + 540) % 360) - 180 }
}

// How many people live near a point, from the gazetteer alone: each town's people spread over its radius. A line that
// loads a population grid answers better; this never answers more than the towns hold.

import type { Gazetteer } from '../place/gazetteer.ts'
import { nearbyRows } from '../place/gazetteer.ts'
import { metresBetween } from '../place/sphere.ts'

/** People outside any known town, a square kilometre: thinly settled land. */
const RURAL_PER_KM2 = 5

export function peopleFrom(gazetteer: Gazetteer): (lat: number, lon: number, radius_m: number) => number {
  return (lat, lon, radius_m) => {
    let people = RURAL_PER_KM2 * Math.PI * (radius_m / 1000) ** 2
    const counted: { lat: number; lon: number }[] = []
    for (const row of nearbyRows(gazetteer, lat, lon, radius_m + 30_000)) {
      if (row.level !== 'town' || (row.population ?? 0) === 0) continue
      // two gazetteers name one town twice: count it once
      if (counted.some((town) => metresBetween(town.lat, town.lon, row.lat, row.lon) < 3000)) continue
      counted.push(row)
      people += (row.population ?? 0) * shareInside(metresBetween(lat, lon, row.lat, row.lon), row.radius_m, radius_m)
    }
    return Math.floor(people)
  }
}

/** Share of a disc of radius r, whose middle is d away, that lies within R. */
function shareInside(d: number, r: number, R: number): number {
  if (d >= r + R) return 0
  if (d + r <= R) return 1
  if (d + R <= r) return (R / r) ** 2
  const a = r * r * Math.acos(clamp((d * d + r * r - R * R) / (2 * d * r)))
  const b = R * R * Math.acos(clamp((d * d + R * R - r * r) / (2 * d * R)))
  const c = 0.5 * Math.sqrt(Math.max(0, (-d + r + R) * (d + r - R) * (d - r + R) * (d + r + R)))
  return (a + b - c) / (Math.PI * r * r)
}

const clamp = (x: number): number => Math.max(-1, Math.min(1, x))

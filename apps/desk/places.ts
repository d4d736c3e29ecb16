/** What the desk asks of its gazetteer: names for places, and how many people live around them. */
import { nearestNames, type Gazetteer, type GazetteerRow } from '@nightjar/analysis'
import type { InLanguages, NearName } from './api/schema.ts'

export interface Places {
  gazetteer: Gazetteer
  near(lat: number, lon: number, n: number): NearName[]
  /** The nearest name, or '' when nothing near is known. */
  nameOf(lat: number, lon: number): string
  namesOf(lat: number, lon: number): InLanguages
  peopleWithin(lat: number, lon: number, radius_m: number): number
}

/** Farther than this a name says more wrong than right. */
const NEAR_M = 30_000

export function placesOf(gazetteer: Gazetteer): Places {
  const byId = new Map(gazetteer.rows.map((row) => [row.id, row]))
  const towns = townGrid(gazetteer.rows)
  const nearest = (lat: number, lon: number) =>
    nearestNames(gazetteer, lat, lon, 1).find((name) => name.metres <= NEAR_M)
  return {
    gazetteer,
    near: (lat, lon, n) => nearestNames(gazetteer, lat, lon, n).flatMap((near) => {
      const row = byId.get(near.id)
      if (row === undefined) return []
      const names = near.names.map(({ text, lang }) => (lang === undefined ? { text } : { text, lang }))
      return [{
        name: near.name, names, lat: row.lat, lon: row.lon, radius_m: row.radius_m, level: row.level,
        km: Math.round(near.metres / 100) / 10,
      }]
    }),
    nameOf: (lat, lon) => nearest(lat, lon)?.name ?? '',
    namesOf(lat, lon) {
      const found = nearest(lat, lon)
      const name = found?.name ?? ''
      const inLang = (lang: string) => found?.names.find((each) => each.lang === lang)?.text ?? name
      return { en: inLang('en'), ar: inLang('ar'), ckb: inLang('ckb') }
    },
    peopleWithin: (lat, lon, radius_m) => peopleWithin(towns, lat, lon, radius_m),
  }
}

interface Town { lat: number; lon: number; radius_m: number; people: number }
type TownGrid = ReadonlyMap<string, readonly Town[]>

const LEAST_TOWN_M = 500

function townGrid(rows: readonly GazetteerRow[]): TownGrid {
  const grid = new Map<string, Town[]>()
  for (const { level, population = 0, lat, lon, radius_m } of rows) {
    if ((level !== 'town' && level !== 'place') || population <= 0) continue
    const cell = cellOf(lat, lon)
    const town = { lat, lon, radius_m: Math.max(radius_m, LEAST_TOWN_M), people: population }
    const inCell = grid.get(cell)
    if (inCell === undefined) grid.set(cell, [town])
    else inCell.push(town)
  }
  return grid
}

/** Towns' inhabitants, taken as spread evenly over each town's circle: those who live in the part that overlaps. */
function peopleWithin(grid: TownGrid, lat: number, lon: number, radius_m: number): number {
  const reach = Math.min(radius_m + 50_000, 1_000_000) / 111_320
  const reachLon = reach / Math.max(Math.cos((lat * Math.PI) / 180), 0.05)
  let people = 0
  for (let y = Math.floor(lat - reach); y <= Math.floor(lat + reach); y++) {
    for (let x = Math.floor(lon - reachLon); x <= Math.floor(lon + reachLon); x++) {
      for (const town of grid.get(`${y},${x}`) ?? []) {
        people += town.people * overlap(radius_m, town.radius_m, distance(lat, lon, town))
      }
    }
  }
  return Math.round(people)
}

/** The part of the circle of radius `town` that lies in a circle of radius `area` whose centre is `apart` away. */
function overlap(area: number, town: number, apart: number): number {
  if (apart >= area + town) return 0
  if (apart <= Math.abs(area - town)) return area >= town ? 1 : (area / town) ** 2
  const segment = (r: number, other: number) => {
    const cosine = (apart ** 2 + r ** 2 - other ** 2) / (2 * apart * r)
    const angle = Math.acos(Math.min(1, Math.max(-1, cosine)))
    return r ** 2 * (angle - Math.sin(2 * angle) / 2)
  }
  return (segment(area, town) + segment(town, area)) / (Math.PI * town ** 2)
}

function distance(lat: number, lon: number, to: { lat: number; lon: number }): number {
  return Math.hypot((to.lat - lat) * 111_320, (to.lon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180))
}

function cellOf(lat: number, lon: number): string {
  return `${Math.floor(lat)},${Math.floor(lon)}`
}

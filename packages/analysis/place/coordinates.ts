// Coordinates as people write and share them. Out of range is refused, never clamped. The radius says how far off the
// truth may be: half of the last digit written, and never under what a phone's position is good for.

import { OpenLocationCode } from 'open-location-code'
import { inverse } from 'mgrs/dist/mgrs.esm.js'
import { digitOf } from '../letters.ts'
import type { Place, PlaceForm } from '../shapes.ts'
import { metresBetween, METRES_PER_DEGREE } from './sphere.ts'
import type { Point } from './sphere.ts'

export interface CoordinateOptions {
  /** where the line works: settles the order of a bare pair, and completes a short Plus Code */
  near?: Point | undefined
}

const LEAST_RADIUS_M = 20
interface Hit {
  start: number
  end: number
  lat: number
  lon: number
  radius_m: number
  form: PlaceForm
  name?: string
}
type Finder = (text: string, near: Point | undefined) => Hit[]
const FINDERS: readonly Finder[] = [mapLinks, geoUris, degreesMinutes, mgrsReferences, plusCodes, decimalPairs]

/** In the order of the text, without overlap. Offsets are code points. */
export function findCoordinates(text: string, options: CoordinateOptions = {}): Place[] {
  const plain = foldDigits(text)
  const hits: Hit[] = []
  for (const finder of FINDERS) {
    for (const hit of finder(plain, options.near)) {
      if (inRange(hit) && hits.every((other) => hit.end <= other.start || hit.start >= other.end)) hits.push(hit)
    }
  }
  hits.sort((a, b) => a.start - b.start)
  return hits.map((hit) => placeOf(text, hit))
}

function placeOf(text: string, hit: Hit): Place {
  const start = Array.from(text.slice(0, hit.start)).length
  const own = text.slice(hit.start, hit.end)
  return {
    text: own,
    start,
    end: start + Array.from(own).length,
    name: hit.name ?? `${hit.lat.toFixed(5)}, ${hit.lon.toFixed(5)}`,
    lat: hit.lat,
    lon: hit.lon,
    radius_m: Math.round(Math.max(LEAST_RADIUS_M, hit.radius_m)),
    score: 0.99,
    form: hit.form,
  }
}

function inRange({ lat, lon }: Hit): boolean {
  return Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}

/** Digits, decimal mark and comma of Arabic as ASCII, invisible marks as spaces: one UTF-16 unit for each. */
function foldDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹٫٬،\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069−–]/g, (char) => {
    if (char === '٫') return '.'
    if (char === '،' || char === '٬') return ','
    if (char === '−' || char === '–') return '-'
    return digitOf(char) ?? ' '
  })
}

/** Half of the last place written, as metres. */
function decimalsRadius(...numbers: string[]): number {
  const places = Math.min(...numbers.map((number) => number.split('.')[1]?.length ?? 0))
  return 0.5 * METRES_PER_DEGREE * 10 ** -places * Math.SQRT2
}

// ---- decimal pairs

const NUMBER = String.raw`[+-]?\d{1,3}(?:\.\d{1,15})?`
const LAT_LABEL = String.raw`(?:lat(?:itude)?|خط العرض|عرض|پانی)`
const LON_LABEL = String.raw`(?:lon(?:g(?:itude)?)?|lng|خط الطول|طول|درێژی)`
const LABELLED_LAT_FIRST = new RegExp(
  String.raw`${LAT_LABEL}\s*[:=]?\s*(${NUMBER})\s*°?[\s,;/&]*${LON_LABEL}\s*[:=]?\s*(${NUMBER})`,
  'giu',
)
const LABELLED_LON_FIRST = new RegExp(
  String.raw`${LON_LABEL}\s*[:=]?\s*(${NUMBER})\s*°?[\s,;/&]*${LAT_LABEL}\s*[:=]?\s*(${NUMBER})`,
  'giu',
)
const HEMISPHERES =
  /(?<![\p{L}\d.])([NSEW])?\s?(\d{1,3}\.\d{1,15})\s?°?\s?([NSEW])?[\s,;/]{1,3}([NSEW])?\s?(\d{1,3}\.\d{1,15})\s?°?\s?([NSEW])?(?![\p{L}\d])/giu
const BARE_PAIR =
  /(?<![\p{L}\d.+-])([+-]?\d{1,3}\.\d{3,15})\s?°?(?:\s?[,;/]\s?|\s{1,3})([+-]?\d{1,3}\.\d{3,15})°?(?![\p{L}\d])(?!\.\d)/gu

function decimalPairs(text: string, near: Point | undefined): Hit[] {
  const hits: Hit[] = []
  for (const [pattern, latAt, lonAt] of [
    [LABELLED_LAT_FIRST, 1, 2],
    [LABELLED_LON_FIRST, 2, 1],
  ] as const) {
    for (const match of text.matchAll(pattern)) hits.push(pair(match, match[latAt], match[lonAt]))
  }
  for (const match of text.matchAll(HEMISPHERES)) {
    const hit = hemispheres(match)
    if (hit !== undefined) hits.push(hit)
  }
  for (const match of text.matchAll(BARE_PAIR)) hits.push(inLikelyOrder(match, near))
  return hits.filter((hit, at) => hits.findIndex((other) => other.start < hit.end && hit.start < other.end) === at)
}

function pair(match: RegExpMatchArray, lat = '', lon = '', form: PlaceForm = 'decimal'): Hit {
  return {
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
    lat: Number(lat),
    lon: Number(lon),
    radius_m: decimalsRadius(lat, lon),
    form,
  }
}

const signed = (number: string, letter: string): string => (letter === 'S' || letter === 'W' ? `-${number}` : number)

function hemispheres(match: RegExpMatchArray): Hit | undefined {
  const [, before1, first = '', after1, before2, second = '', after2] = match
  const one = (before1 ?? after1)?.toUpperCase()
  const two = (before2 ?? after2)?.toUpperCase()
  if (one === undefined || two === undefined) return undefined
  const latFirst = 'NS'.includes(one) && 'EW'.includes(two)
  const lonFirst = 'EW'.includes(one) && 'NS'.includes(two)
  if (latFirst) return pair(match, signed(first, one), signed(second, two))
  return lonFirst ? pair(match, signed(second, two), signed(first, one)) : undefined
}

/** Latitude first, as people say it, unless that cannot be, or only the other order lies where the line works. */
function inLikelyOrder(match: RegExpMatchArray, near: Point | undefined): Hit {
  const usual = pair(match, match[1], match[2])
  const swapped = pair(match, match[2], match[1])
  if (!inRange(usual)) return swapped
  if (near === undefined || !inRange(swapped)) return usual
  const far = (hit: Hit): number => metresBetween(hit.lat, hit.lon, near.lat, near.lon)
  return far(usual) > 500_000 && far(swapped) < 300_000 ? swapped : usual
}

// ---- degrees, minutes, seconds

const ANGLE = String.raw`(\d{1,3})\s?[°ºd:]\s?(\d{1,2}(?:\.\d{1,8})?)\s?(?:['′’:m]\s?(?:(\d{1,2}(?:\.\d{1,6})?)\s?(?:["″”]|''|′′|s)?)?)?`
const SPACED = String.raw`(\d{1,3})\s(\d{1,2})\s(\d{1,2}(?:\.\d{1,6})?)`
const SIDE = String.raw`([NSEW](?!\p{L})|شمال[اًي]*|جنوب[اًي]*|شرق[اًي]*|غرب[اًي]*|باکوور|باشوور|ڕۆژهەڵات|ڕۆژئاوا)`
const DMS_AFTER = new RegExp(String.raw`(?<![\d.])${ANGLE}\s?${SIDE}[\s,;/و]{0,4}${ANGLE}\s?${SIDE}`, 'giu')
const DMS_BEFORE = new RegExp(String.raw`(?<!\p{L})${SIDE}\s?${ANGLE}[\s,;/]{0,3}${SIDE}\s?${ANGLE}`, 'giu')
const DMS_SPACED = new RegExp(String.raw`(?<![\d.])${SPACED}\s?${SIDE}[\s,;/]{0,3}${SPACED}\s?${SIDE}`, 'giu')

function degreesMinutes(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of [...text.matchAll(DMS_AFTER), ...text.matchAll(DMS_SPACED)]) {
    const [, d1, m1, s1, side1, d2, m2, s2, side2] = match
    add(hits, match, angle(d1, m1, s1, side1), angle(d2, m2, s2, side2))
  }
  for (const match of text.matchAll(DMS_BEFORE)) {
    const [, side1, d1, m1, s1, side2, d2, m2, s2] = match
    add(hits, match, angle(d1, m1, s1, side1), angle(d2, m2, s2, side2))
  }
  return hits
}

interface Angle {
  degrees: number
  axis: 'lat' | 'lon'
  fine: number
}

function angle(d = '', m = '', s: string | undefined, side = ''): Angle | undefined {
  const minutes = Number(m)
  const seconds = Number(s ?? 0)
  if (minutes >= 60 || seconds >= 60) return undefined
  const axis = /^([NS]|شمال|جنوب|باکوور|باشوور)/iu.test(side) ? 'lat' : 'lon'
  const sign = /^([SW]|جنوب|غرب|باشوور|ڕۆژئاوا)/iu.test(side) ? -1 : 1
  const written = s ?? m
  const step = 10 ** -(written.split('.')[1]?.length ?? 0) / (s === undefined ? 60 : 3600)
  return { degrees: sign * (Number(d) + minutes / 60 + seconds / 3600), axis, fine: step }
}

function add(hits: Hit[], match: RegExpMatchArray, one: Angle | undefined, two: Angle | undefined): void {
  if (one === undefined || two === undefined || one.axis === two.axis) return
  const [lat, lon] = one.axis === 'lat' ? [one, two] : [two, one]
  hits.push({
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
    lat: lat.degrees,
    lon: lon.degrees,
    radius_m: 0.5 * Math.SQRT2 * METRES_PER_DEGREE * Math.max(one.fine, two.fine),
    form: 'dms',
  })
}

// ---- MGRS

const MGRS =
  /(?<![\p{L}\d])(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z][A-HJ-NP-V])\s?(\d{1,5}\s\d{1,5}|\d{2,10})(?![\p{L}\d])/giu

function mgrsReferences(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(MGRS)) {
    const hit = mgrsHit(match)
    if (hit !== undefined) hits.push(hit)
  }
  return hits
}

function mgrsHit(match: RegExpMatchArray): Hit | undefined {
  const [, zone = '', band = '', square = '', digits = ''] = match
  const [east = '', north] = digits.split(/\s/)
  const numbers = east + (north ?? '')
  if (numbers.length % 2 === 1 || (north !== undefined && north.length !== east.length)) return undefined
  if (Number(zone) < 1 || Number(zone) > 60) return undefined
  const reference = `${Number(zone)}${band}${square}${numbers}`.toUpperCase()
  const box = mgrsBox(reference)
  if (box === undefined) return undefined
  const [left, bottom, right, top] = box
  const lat = (bottom + top) / 2
  const lon = (left + right) / 2
  if (!inZone(Number(zone), band.toUpperCase(), lat, lon)) return undefined
  return {
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
    lat,
    lon,
    radius_m: metresBetween(lat, lon, top, right),
    form: 'mgrs',
    name: reference,
  }
}

/** The package answers for squares that the zone and band do not have; what it answers then lies outside them. */
function inZone(zone: number, band: string, lat: number, lon: number): boolean {
  const south = -80 + 8 * BANDS.indexOf(band)
  const north = band === 'X' ? 84 : south + 8
  const off = Math.abs(((lon - (6 * zone - 183) + 540) % 360) - 180)
  // the widest zones, round Svalbard, reach 6 degrees from their middle; a square may stick out by its own size
  return lat >= south - 1 && lat <= north + 1 && off <= 6.5
}
const BANDS = 'CDEFGHJKLMNPQRSTUVWX'

function mgrsBox(reference: string): [number, number, number, number] | undefined {
  try {
    return inverse(reference)
  } catch {
    return undefined // the package throws on squares that do not exist
  }
}

// ---- Plus Codes

const PLUS =
  /(?<![\p{L}\d+])((?:[23456789C][23456789CFGHJMPQRV][23456789CFGHJMPQRVWX]{2}(?:[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{2}00|0000))|[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{6})\+([23456789CFGHJMPQRVWX]{2,7})?(?![\p{L}\d+])/giu
const codes = new OpenLocationCode()

function plusCodes(text: string, near: Point | undefined): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(PLUS)) {
    const full = fullCode(match[0].toUpperCase(), near)
    if (full === undefined) continue
    const area = codes.decode(full)
    hits.push({
      start: match.index ?? 0,
      end: (match.index ?? 0) + match[0].length,
      lat: area.latitudeCenter,
      lon: area.longitudeCenter,
      radius_m: metresBetween(area.latitudeCenter, area.longitudeCenter, area.latitudeHi, area.longitudeHi),
      form: 'plus',
      name: full,
    })
  }
  return hits
}

function fullCode(code: string, near: Point | undefined): string | undefined {
  if (codes.isFull(code)) return code
  if (near === undefined || !codes.isShort(code)) return undefined
  return codes.recoverNearest(code, near.lat, near.lon)
}

// ---- geo: URIs (RFC 5870) and map links

const GEO =
  /(?<![\p{L}])geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)(?:,-?\d+(?:\.\d+)?)?((?:;[a-z0-9-]+(?:=[^\s;?]*)?)*)(?:\?[^\s]*)?/giu

function geoUris(text: string): Hit[] {
  return Array.from(text.matchAll(GEO), (match) => {
    const hit = pair(match, match[1], match[2], 'geo')
    const told = /;u=(\d+(?:\.\d+)?)/i.exec(match[3] ?? '')?.[1]
    return told === undefined ? hit : { ...hit, radius_m: Number(told) }
  })
}

const LINK = /https?:\/\/[^\s<>"'«»]{4,2000}/giu
const MAP_HOST =
  /^(?:[\w-]+\.)*(?:google\.[a-z.]{2,6}|goo\.gl|openstreetmap\.org|osm\.org|apple\.com|waze\.com|bing\.com|here\.com|yandex\.[a-z]{2,3}|wikimapia\.org)$/i
const PAIR = String.raw`(-?\d{1,3}(?:\.\d{1,15})?)`
/** What each service writes; the first that fits wins. A pin beats the middle of the view. */
const LINK_FORMS: readonly { pattern: RegExp; lonFirst?: true; zoom?: true }[] = [
  { pattern: new RegExp(String.raw`!3d${PAIR}!4d${PAIR}`) },
  { pattern: new RegExp(String.raw`[?&#]mlat=${PAIR}&mlon=${PAIR}`) },
  {
    pattern: new RegExp(
      String.raw`[?&](?:q|query|ll|sll|daddr|destination|center|cp|address)=(?:loc:)?${PAIR}\s?[,~]\s?${PAIR}`,
    ),
  },
  { pattern: new RegExp(String.raw`/(?:place|search|dir)/${PAIR},\s?\+?${PAIR}`) },
  { pattern: new RegExp(String.raw`@${PAIR},${PAIR},(\d{1,2}(?:\.\d+)?)z`), zoom: true },
  { pattern: new RegExp(String.raw`@${PAIR},${PAIR}`) },
  { pattern: new RegExp(String.raw`#map=(\d{1,2})/${PAIR}/${PAIR}`), zoom: true },
  { pattern: new RegExp(String.raw`[?&]lat=${PAIR}&lon=${PAIR}`) },
]
const EARTH_ROUND_M = 40_075_017

function mapLinks(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(LINK)) {
    const hit = linkHit(match)
    if (hit !== undefined) hits.push(hit)
  }
  return hits
}

function linkHit(match: RegExpMatchArray): Hit | undefined {
  const address = match[0].replace(/[.,;:!?)\]]+$/, '')
  const url = parseUrl(address)
  if (url === undefined || !MAP_HOST.test(url.hostname)) return undefined
  const readable = address
    .replace(/%2C/gi, ',')
    .replace(/%20|\+(?=-?\d)/g, ' ')
    .replace(/%3A/gi, ':')
  const lonFirst = /(^|\.)yandex\./i.test(url.hostname)
  for (const { pattern, zoom } of LINK_FORMS) {
    const found = pattern.exec(readable)
    if (found === null) continue
    const [a = '', b = '', level] = pattern.source.startsWith('#map')
      ? [found[2], found[3], found[1]]
      : found.slice(1)
    const [lat, lon] = lonFirst ? [b, a] : [a, b]
    const start = match.index ?? 0
    const radius =
      zoom === true && level !== undefined ? EARTH_ROUND_M / 2 ** Number(level) : decimalsRadius(lat, lon)
    return { start, end: start + address.length, lat: Number(lat), lon: Number(lon), radius_m: radius, form: 'link' }
  }
  return undefined
}

function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

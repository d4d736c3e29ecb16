/**
 * What the fields of a plain form say. The page that makes the form and the script that seals in the browser are
 * apps/intake/page; they name and read the same fields.
 */
import type { Payload } from '@nightjar/envelope'

export const TIP_FIELDS = [
  'lang', 'kind', 'text', 'where', 'position', 'when', 'whenWords', 'basis', 'heardFrom', 'urgency', 'receipt',
  'second',
] as const
export type TipField = typeof TIP_FIELDS[number]
export type Fields = ReadonlyMap<string, string>
export type Lang = 'en' | 'ar' | 'ckb'

export type Said = Pick<Payload, 'kind' | 'text' | 'basis' | 'urgency' | 'heardFrom'>
  & Partial<Pick<Payload, 'when' | 'place' | 'lang'>>

const hour = 3600
const day = 24 * hour
/** Seconds before and after now. */
const intervals: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['now', [-hour, 0]], ['today', [-day, 0]], ['yesterday', [-3 * day, -day]], ['week', [-7 * day, 0]],
  ['later', [0, 30 * day]],
])
const labels: Readonly<Record<Lang, readonly [string, string]>> = {
  en: ['Where', 'When'], ar: ['المكان', 'الوقت'], ckb: ['شوێن', 'کات'],
}

/** `now` in unix seconds, by the edge's clock. Never throws: what a field cannot mean is passed over. */
export function composed(fields: Fields, now: number): Said {
  const when = fields.get('when') ?? ''
  const interval = intervals.get(when)
  // A form of somebody else's making may say the time in words.
  const words = [interval === undefined ? when : '', fields.get('whenWords') ?? '']
    .map((each) => each.trim()).filter((each) => each !== '')
  const place = placeOf(fields)
  return {
    kind: wholeOr(0, fields.get('kind'), 65_535),
    text: wholeText(fields, words.join(' ')),
    basis: basisOf(fields.get('basis')),
    urgency: urgencyOf(fields.get('urgency')),
    heardFrom: heardFromOf(fields.get('heardFrom') ?? ''),
    ...(interval && { when: { from: now + interval[0], to: now + interval[1] } }),
    ...(place && { place }),
    ...(knownLang(fields.get('lang')) && { lang: fields.get('lang') ?? 'en' }),
  }
}

export function knownLang(lang: string | undefined): lang is Lang {
  return lang === 'en' || lang === 'ar' || lang === 'ckb'
}

/** Words about place and time stay in the text, labelled, where the desk looks for them. */
function wholeText(fields: Fields, when: string): string {
  const lang = fields.get('lang')
  const [placeLabel, timeLabel] = labels[knownLang(lang) ? lang : 'en']
  const where = (fields.get('where') ?? '').trim()
  const lines = [(fields.get('text') ?? '').trim(), where && `${placeLabel}: ${where}`, when && `${timeLabel}: ${when}`]
  return lines.filter((line) => line !== '').join('\n\n')
}

function placeOf(fields: Fields): Payload['place'] {
  const position = fields.get('position') ?? ''
  const [lat = NaN, lon = NaN, radius = NaN] = position.split(',').map(Number)
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius >= 0 && radius <= 1e6
  if (position === '' || !isPlace) return undefined
  const name = [...(fields.get('where') ?? '').trim()].slice(0, 120).join('')
  return { lat, lon, radius_m: Math.max(1, Math.round(radius)), ...(name !== '' && { name }) }
}

function heardFromOf(text: string): string[] {
  return text.split(/[,،;؛\n]/).map((name) => name.trim()).filter((name) => name !== '').slice(0, 16)
}

function basisOf(basis: string | undefined): Payload['basis'] {
  return basis === 'saw' || basis === 'told' || basis === 'inferred' ? basis : 'heard'
}

function urgencyOf(urgency: string | undefined): Payload['urgency'] {
  return urgency === '0' ? 0 : urgency === '2' ? 2 : urgency === '3' ? 3 : 1
}

function wholeOr(otherwise: number, text = '', most: number): number {
  return /^\d{1,5}$/.test(text) && Number(text) <= most ? Number(text) : otherwise
}

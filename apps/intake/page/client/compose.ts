/** What the form's fields say, as parts of a payload. apps/gateway/web/fields.ts says the same for plain forms. */
import type { Payload } from '@nightjar/envelope'

export interface Fields {
  kind: string; text: string; where: string; when: string; whenWords: string; basis: string; heardFrom: string
  urgency: string; lang: string
  /** "lat,lon,radius" from this device, or nothing. */
  position: string
}

export type Said = Pick<Payload, 'kind' | 'text' | 'basis' | 'urgency' | 'heardFrom'>
  & Partial<Pick<Payload, 'when' | 'place' | 'lang'>>

const hour = 3600
const day = 24 * hour
/** Seconds before and after now. */
const intervals: Readonly<Record<string, readonly [number, number]>> = {
  now: [-hour, 0], today: [-day, 0], yesterday: [-3 * day, -day], week: [-7 * day, 0], later: [0, 30 * day],
}
const labels: Readonly<Record<string, readonly [string, string]>> = {
  en: ['Where', 'When'], ar: ['المكان', 'الوقت'], ckb: ['شوێن', 'کات'],
}

export function composed(fields: Fields, now: number): Said {
  const [from, to] = intervals[fields.when] ?? []
  const place = placeOf(fields)
  return {
    kind: wholeOr(0, fields.kind, 65_535),
    text: wholeText(fields),
    basis: basisOf(fields.basis),
    urgency: urgencyOf(fields.urgency),
    heardFrom: fields.heardFrom.split(/[,،;؛\n]/).map((name) => name.trim()).filter((name) => name !== '').slice(0, 16),
    ...(from !== undefined && to !== undefined && { when: { from: now + from, to: now + to } }),
    ...(place !== undefined && { place }),
    ...(Object.hasOwn(labels, fields.lang) && { lang: fields.lang }),
  }
}

/** Words about place and time stay in the text, labelled, where the desk looks for them. */
function wholeText({ text, where, whenWords, lang }: Fields): string {
  const [placeLabel, timeLabel] = (Object.hasOwn(labels, lang) && labels[lang]) || ['Where', 'When']
  const [what, place, time] = [text, where, whenWords].map((words) => words.trim())
  return [what, place && `${placeLabel}: ${place}`, time && `${timeLabel}: ${time}`].filter((line) => line).join('\n\n')
}

function placeOf({ position, where }: Fields): Payload['place'] {
  const [lat = NaN, lon = NaN, radius = NaN] = position.split(',').map(Number)
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius >= 0 && radius <= 1e6
  if (position === '' || !isPlace) return undefined
  const name = [...where.trim()].slice(0, 120).join('')
  return { lat, lon, radius_m: Math.max(1, Math.round(radius)), ...(name !== '' && { name }) }
}

function basisOf(basis: string): Payload['basis'] {
  return basis === 'saw' || basis === 'told' || basis === 'inferred' ? basis : 'heard'
}

function urgencyOf(urgency: string): Payload['urgency'] {
  return urgency === '0' ? 0 : urgency === '2' ? 2 : urgency === '3' ? 3 : 1
}

function wholeOr(otherwise: number, text: string, most: number): number {
  const value = Number(text)
  return /^\d{1,5}$/.test(text) && value <= most ? value : otherwise
}

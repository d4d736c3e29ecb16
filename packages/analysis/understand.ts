// What a tip says, read from what the source told and from its words. What was told wins; words fill what is missing
// and are shown beside it where they differ. The tip itself is never changed.

import type { Tip } from '@nightjar/envelope'
import { classifyKind } from './kind.ts'
import { KIND_OTHER } from './kindbook.ts'
import type { KindBook } from './kindbook.ts'
import { detectLanguage } from './language.ts'
import { findPlates } from './plates.ts'
import { findCoordinates } from './place/coordinates.ts'
import { findPlaces } from './place/find.ts'
import { nearestNames } from './place/gazetteer.ts'
import type { Gazetteer } from './place/gazetteer.ts'
import type { Point } from './place/sphere.ts'
import type { Interval, Lang, Place, Reason, Spot, TextLang } from './shapes.ts'
import { findTimes } from './time.ts'

export interface Understanding {
  lang: TextLang
  kind: number
  kindFrom: 'told' | 'words'
  place?: Spot
  placeFrom: 'told' | 'coordinates' | 'name' | 'relation' | 'none'
  /** every place found in the text, with offsets, for the console to mark */
  places: Place[]
  when: Interval
  whenFrom: 'told' | 'words'
  plates: string[]
  reasons: Reason[]
}

export interface UnderstandWith {
  book: KindBook
  gazetteer: Gazetteer
  /** where the line works */
  near?: Point | undefined
}

export function understand(tip: Tip, using: UnderstandWith): Understanding {
  const near = tip.place ?? using.near
  const lang = languageOf(tip)
  const kind = kindOf(tip, using.book)
  const places = placesIn(tip.text, using.gazetteer, lang, near)
  const place = placeOf(tip, places)
  const when = whenOf(tip, place.spot ?? near)
  return {
    lang,
    kind: kind.kind,
    kindFrom: kind.from,
    placeFrom: place.from,
    places,
    when: when.when,
    whenFrom: when.from,
    plates: findPlates(tip.text),
    reasons: [...kind.reasons, ...place.reasons, ...when.reasons],
    ...(place.spot === undefined ? {} : { place: place.spot }),
  }
}

function languageOf(tip: Tip): TextLang {
  const detected = detectLanguage(tip.text)
  const told = (['en', 'ar', 'ckb', 'kmr'] as const).find((lang) => lang === tip.lang)
  return detected.lang === 'und' || detected.score < 0.5 ? (told ?? detected.lang) : detected.lang
}

function kindOf(tip: Tip, book: KindBook): { kind: number; from: 'told' | 'words'; reasons: Reason[] } {
  const read = classifyKind(tip.text, book)
  if (tip.kind === KIND_OTHER && read.kind !== KIND_OTHER) {
    return {
      kind: read.kind,
      from: 'words',
      reasons: [{ code: 'KIND_FROM_WORDS', words: read.words, p: read.score }],
    }
  }
  const reasons: Reason[] = [{ code: 'KIND_TOLD' }]
  if (read.kind !== KIND_OTHER && read.kind !== tip.kind)
    reasons.push({ code: 'KIND_DIFFERS', words: read.words, n: read.kind })
  return { kind: tip.kind, from: 'told', reasons }
}

function placesIn(text: string, gazetteer: Gazetteer, lang: string, near: Point | undefined): Place[] {
  const named = findPlaces(text, gazetteer, { lang, near })
  const anchor = named.find((place) => place.lat !== null && place.lon !== null)
  const beside =
    anchor === undefined || anchor.lat === null || anchor.lon === null ? near : { lat: anchor.lat, lon: anchor.lon }
  const exact = findCoordinates(text, { near: beside })
  const outside = named.filter((place) => exact.every((hit) => place.end <= hit.start || place.start >= hit.end))
  return [...exact, ...outside].sort((a, b) => a.start - b.start || b.end - a.end)
}

function placeOf(tip: Tip, places: Place[]): { spot?: Spot; from: Understanding['placeFrom']; reasons: Reason[] } {
  if (tip.place !== undefined)
    return { spot: tip.place, from: 'told', reasons: [{ code: 'PLACE_TOLD', metres: tip.place.radius_m }] }
  const ranked = [
    {
      from: 'coordinates',
      code: 'PLACE_FROM_COORDINATES',
      places: places.filter((p) => p.form !== 'name' && p.form !== 'relation'),
    },
    { from: 'relation', code: 'PLACE_FROM_RELATION', places: places.filter((p) => p.form === 'relation') },
    { from: 'name', code: 'PLACE_FROM_NAME', places: places.filter((p) => p.form === 'name') },
  ] as const
  for (const { from, code, places: found } of ranked) {
    const [best] = [...found].sort((a, b) => precision(a) - precision(b))
    if (best === undefined || best.lat === null || best.lon === null || best.radius_m === null) continue
    const spot = { lat: best.lat, lon: best.lon, radius_m: best.radius_m, name: best.name }
    return { spot, from, reasons: [{ code, metres: best.radius_m, p: best.score }] }
  }
  return { from: 'none', reasons: [] }
}

/** The smallest place that is surely one: a quarter before its town, a town before its country. */
function precision(place: Place): number {
  return Math.log(place.radius_m ?? 1e6) - 3 * place.score
}

function whenOf(tip: Tip, near: Point | undefined): { when: Interval; from: 'told' | 'words'; reasons: Reason[] } {
  const told = tip.when
  const reference = Date.parse(told.to) / 1000
  // a source who gave an interval meant it; the moment of writing by itself says little
  const isMoment = Date.parse(told.to) - Date.parse(told.from) < 1000
  const zoneMinutes = near === undefined ? 0 : Math.round(near.lon / 15) * 60
  const [found] = isMoment && Number.isFinite(reference) ? findTimes(tip.text, reference, { zoneMinutes }) : []
  if (found === undefined) return { when: told, from: 'told', reasons: [{ code: 'TIME_TOLD' }] }
  return {
    when: { from: iso(found.from), to: iso(found.to) },
    from: 'words',
    reasons: [{ code: 'TIME_FROM_WORDS', seconds: found.to - found.from }],
  }
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

const NEAR: Record<Lang, string> = { en: 'near', ar: 'قرب', ckb: 'نزیک' }

export interface GistWith {
  book: KindBook
  /** names an unnamed place after the nearest one */
  gazetteer?: Gazetteer | undefined
}

/**
 * Kind, place and time in one line of the reader's language; never the tip's own words. Times are UTC, day and
 * minute.
 */
export function gist(
  facts: { kind: number; place?: Spot | undefined; when: Interval },
  lang: Lang,
  using: GistWith,
): string {
  const kind = using.book.kinds.get(facts.kind) ?? using.book.kinds.get(KIND_OTHER)
  const parts = [kind?.names[lang] ?? String(facts.kind)]
  const where = placeWords(facts.place, lang, using.gazetteer)
  if (where !== '') parts.push(where)
  const from = facts.when.from.slice(0, 16).replace('T', ' ')
  const to = facts.when.to.slice(0, 16).replace('T', ' ')
  parts.push(
    from === to ? from : from.slice(0, 10) === to.slice(0, 10) ? `${from}–${to.slice(11)}` : `${from} – ${to}`,
  )
  return parts.join(lang === 'en' ? ', ' : '، ')
}

function placeWords(place: Spot | undefined, lang: Lang, gazetteer: Gazetteer | undefined): string {
  if (place === undefined) return ''
  const [nearest] = gazetteer === undefined ? [] : nearestNames(gazetteer, place.lat, place.lon, 1)
  const local = nearest?.names.find((name) => name.lang === lang)?.text ?? nearest?.name
  if (place.name !== undefined && place.name !== '') {
    const same = nearest !== undefined && nearest.names.some((name) => name.text === place.name)
    return same && local !== undefined ? local : place.name
  }
  if (nearest !== undefined && local !== undefined && nearest.metres <= 30_000) return `${NEAR[lang]} ${local}`
  return `${place.lat.toFixed(3)}, ${place.lon.toFixed(3)}`
}

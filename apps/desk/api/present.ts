/** From rows of the store to what readers get. Everything a source wrote goes through showSafely here. */
import { reasonSentence, type Reason } from '@nightjar/analysis'
import { Type } from 'typebox'
import { readAs, readJson } from '../store/json.ts'
import type { Row } from '../store/tables.ts'
import { isoOf } from '../store/time.ts'
import type { ListedTip } from '../store/tips.ts'
import { showSafely } from '../text.ts'
import * as shape from './schema.ts'

interface PlaceColumns { lat: number | null; lon: number | null; radius_m: number | null; place_name: string | null }

function placeOf({ lat, lon, radius_m, place_name }: PlaceColumns): { place?: shape.PlaceShape } {
  if (lat === null || lon === null) return {}
  return { place: { lat, lon, radius_m: radius_m ?? 0, name: showSafely(place_name ?? '').text } }
}

export function intervalOf(from: number, to: number): shape.Interval {
  return { from: isoOf(from), to: isoOf(to) }
}

export function tipRow(row: ListedTip): shape.TipRow {
  return {
    id: row.id, receivedAt: isoOf(row.received_at), channel: readAs(shape.Channel, row.channel), kind: row.kind,
    kindFrom: row.kind_from === 'words' ? 'words' : 'told', urgency: row.urgency, lang: row.lang, ...placeOf(row),
    ...(row.place_from === null ? {} : { placeFrom: row.place_from }), when: intervalOf(row.when_from, row.when_to),
    whenTrusted: row.when_trusted === 1, gist: row.gist, attachments: row.attachments,
    ...(row.event === null ? {} : { eventId: row.event }), ...(row.p === null ? {} : { p: row.p }),
    ...(row.credibility === null ? {} : { credibility: row.credibility }), duress: row.duress === 1,
    answered: row.answered === 1, state: row.state, source: row.source, amended: row.amended === 1,
  }
}

export function attachmentShape(row: Row<'attachment'>): shape.AttachmentShape {
  const base = { n: row.n, type: row.type, bytes: row.bytes, state: row.state, preview: row.preview !== null }
  return row.code === null ? base : { ...base, code: row.code }
}

export function replyShape({ text, at, posted_at }: Row<'reply'>): shape.ReplyShape {
  return { text, at: isoOf(at), state: posted_at === null ? 'queued' : 'posted' }
}

export function amendment(row: Row<'amendment'>): shape.Amendment {
  const place = row.place === null ? {} : { place: safePlace(readJson(shape.PlaceShape, row.place)) }
  const when = intervalOf(row.when_from, row.when_to)
  return { at: isoOf(row.at), kind: row.kind, text: showSafely(row.text).text, when, ...place }
}

function safePlace(place: shape.PlaceShape): shape.PlaceShape {
  return { ...place, name: showSafely(place.name).text }
}

export function foundPlace(place: shape.FoundPlace): shape.FoundPlace {
  return { ...place, text: showSafely(place.text).text, name: showSafely(place.name).text }
}

export function eventRow(row: Row<'event'>): shape.EventRow {
  return {
    id: row.id, kind: row.kind, urgency: row.urgency, ...placeOf(row), placeName: row.place_name,
    when: intervalOf(row.when_from, row.when_to), p: row.p, interval: [row.lo, row.hi], credibility: row.credibility,
    lines: row.lines, tipCount: row.tips, openTips: row.open_tips, lastTipAt: isoOf(row.last_tip_at),
    released: row.released === 1, ...(row.outcome === null ? {} : { outcome: readAs(shape.OutcomeName, row.outcome) }),
  }
}

const Roots = Type.Array(Type.Object({ root: Type.String(), tips: Type.Array(Type.String()) }))
/** Our own writing of analysis's own values; the code is checked where sentences are made. */
const Reasons = Type.Array(Type.Unsafe<Reason>(Type.Object({ code: Type.String() })))

export function reasonsOf(why: string): Reason[] {
  return readJson(Reasons, why)
}

export function rootsOf(roots: string): { root: string; tips: string[] }[] {
  return readJson(Roots, roots).map(({ root, tips }) => ({ root, tips }))
}

export function sentencesOf(reasons: Reason[]): shape.InLanguages {
  return { en: reasonSentence(reasons, 'en'), ar: reasonSentence(reasons, 'ar'), ckb: reasonSentence(reasons, 'ckb') }
}

export function reasonShapes(reasons: readonly Reason[]): shape.ReasonShape[] {
  return reasons.map((reason) => ({ ...reason }))
}

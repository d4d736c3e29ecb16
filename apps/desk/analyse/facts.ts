/** From rows of the store to what analysis takes, and back. */
import type { Basis, Reason, Spot, TipFacts, Understanding, WeighReport } from '@nightjar/analysis'
import type { Tip } from '@nightjar/envelope'
import { Basis as BasisShape, Channel } from '../api/schema.ts'
import type { TipRecord, TipToWeigh } from '../store/analysis.ts'
import { readAs, readJson } from '../store/json.ts'
import { isoOf, secondsOf } from '../store/time.ts'
import { isClockBelieved } from '../pull/clock.ts'
import { StoredList, StoredPlace, Understood } from '../store/tips.ts'

/** What the source said, with times that can be right. */
export function tipOfRecord(row: TipRecord, media: readonly string[]): Tip {
  const tip: Tip = {
    v: 1, id: row.id, channel: readAs(Channel, row.channel), receivedAt: isoOf(row.received_at), kind: row.kind_told,
    when: toldTime(row), basis: readAs(BasisShape, row.basis),
    heardFrom: readJson(StoredList, row.heard_from), urgency: urgencyOf(row.urgency_told), lang: row.lang_told ?? 'und',
    text: row.text, attachments: media.map((sha256) => ({ sha256, type: '', bytes: 0 })),
  }
  return row.place_told === null ? tip : { ...tip, place: readJson(StoredPlace, row.place_told) }
}

export function urgencyOf(value: number): 0 | 1 | 2 | 3 {
  return value >= 3 ? 3 : value === 2 ? 2 : value === 1 ? 1 : 0
}

/**
 * Who named no time may have written one ("yesterday at five"), which is read from the moment of writing: analysis
 * takes an interval without length for that. With a clock that cannot be right no word of time can be read so.
 */
function toldTime(row: TipRecord): { from: string; to: string } {
  const { when_told, when_trusted, composed_at: at, composed_clock: clock } = row
  if (when_told !== null || when_trusted === 0) return { from: isoOf(row.when_from), to: isoOf(row.when_to) }
  const written = at !== null && clock !== null && isClockBelieved({ at, clock }, row.arrived_at) ? at : row.received_at
  return { from: isoOf(written), to: isoOf(written) }
}

/** The columns that hold what was understood; what the source said itself is in others and is never touched. */
export function columnsOf(row: TipRecord, found: Understanding, kindUrgency: number) {
  const { place } = found
  const fromWords = found.whenFrom === 'words'
  return {
    kind: found.kind, kind_from: found.kindFrom, lang: found.lang,
    urgency: Math.max(row.urgency_told, kindUrgency),
    lat: place?.lat ?? null, lon: place?.lon ?? null, radius_m: place?.radius_m ?? null,
    place_name: place === undefined ? null : place.name ?? '', place_from: found.placeFrom,
    when_from: fromWords ? secondsOf(found.when.from) : row.when_from,
    when_to: fromWords ? secondsOf(found.when.to) : row.when_to,
  }
}

/** Nobody told a time that was only assumed. */
export function reasonsFor(row: TipRecord, { reasons }: Understanding): Reason[] {
  return row.when_told === null ? reasons.filter(({ code }) => code !== 'TIME_TOLD') : reasons
}

export type LinkColumns = PlaceColumns & Pick<TipRecord, 'when_from' | 'when_to' | 'kind' | 'lang'>

/** `understood`: the columns as they are now, which for a tip read anew are not yet those of its row. */
export function linkFacts(row: TipRecord, understood: LinkColumns, media: string[]): TipFacts {
  return {
    id: row.id, place: spotOf(understood), when: { from: isoOf(understood.when_from), to: isoOf(understood.when_to) },
    kind: understood.kind, text: row.text, lang: understood.lang, media, source: row.source,
    heardFrom: readJson(StoredList, row.heard_from),
  }
}

export interface PlaceColumns {
  lat: number | null
  lon: number | null
  radius_m: number | null
  place_name?: string | null
}

export function spotOf({ lat, lon, radius_m, place_name }: PlaceColumns): Spot | undefined {
  if (lat === null || lon === null) return undefined
  return { lat, lon, radius_m: radius_m ?? 0, ...(place_name ? { name: place_name } : {}) }
}

/** Sealed at an edge from what came in plain: whoever sent it could be anybody. */
const edgeChannels = new Set(['webNoScript', 'email', 'sms', 'voice'])

export function weighReport(tip: TipToWeigh): WeighReport {
  const understood = tip.understood === null ? undefined : readJson(Understood, tip.understood)
  const basis: Basis = readAs(BasisShape, tip.basis)
  return {
    tip: tip.id, source: tip.source, saysTrue: true, basis, heardFrom: readJson(StoredList, tip.heard_from),
    nearCopyOf: understood?.nearCopies, similarTo: understood?.similar, media: tip.media, at: tip.received_at,
    edgeMade: edgeChannels.has(tip.channel),
  }
}

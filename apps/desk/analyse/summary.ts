/** What an event is, from the tips on it: plain medians and majorities, so that no single tip moves it far. */
import type { TipToWeigh } from '../store/analysis.ts'

export interface Summary {
  kind: number
  urgency: number
  place: { lat: number; lon: number; radius_m: number } | undefined
  when: { from: number; to: number }
  openTips: number
  lastTip: number
  lastTipAt: number
}

/** `tips` in the order of arrival, at least one. */
export function summarise(tips: readonly [TipToWeigh, ...TipToWeigh[]]): Summary {
  const last = tips.at(-1) ?? tips[0]
  return {
    kind: majorityKind(tips),
    urgency: Math.max(...tips.map((tip) => tip.urgency)),
    place: middlePlace(tips),
    when: middleTime(tips),
    openTips: tips.filter((tip) => tip.state === 'open').length,
    lastTip: last.seq,
    lastTipAt: last.received_at,
  }
}

/** The kind most tips name; 0 (other) only when none names another. */
function majorityKind(tips: readonly [TipToWeigh, ...TipToWeigh[]]): number {
  const votes = new Map<number, number>()
  for (const { kind } of tips) if (kind !== 0) votes.set(kind, (votes.get(kind) ?? 0) + 1)
  let [best, most] = [tips[0].kind, votes.get(tips[0].kind) ?? 0]
  for (const [kind, count] of votes) if (count > most) [best, most] = [kind, count]
  return best
}

type Located = TipToWeigh & { lat: number; lon: number; radius_m: number }

/** The median of the places that are about as exact as the most exact one; its radius holds all of them. */
function middlePlace(tips: readonly TipToWeigh[]): Summary['place'] {
  const located = tips.filter((tip): tip is Located => tip.lat !== null && tip.lon !== null && tip.radius_m !== null)
  if (located.length === 0) return undefined
  const finest = Math.min(...located.map((tip) => tip.radius_m))
  const fine = located.filter((tip) => tip.radius_m <= Math.max(finest * 2, 500))
  const [lat, lon] = [median(fine.map((tip) => tip.lat)), median(fine.map((tip) => tip.lon))]
  const spread = median(fine.map((tip) => metres(lat, lon, tip.lat, tip.lon)))
  return { lat, lon, radius_m: Math.round(Math.max(median(fine.map((tip) => tip.radius_m)), spread)) }
}

function middleTime(tips: readonly TipToWeigh[]): Summary['when'] {
  const trusted = tips.filter((tip) => tip.when_trusted === 1)
  const told = trusted.length > 0 ? trusted : tips
  const from = median(told.map((tip) => tip.when_from))
  return { from, to: Math.max(from, median(told.map((tip) => tip.when_to))) }
}

/** The lower one of an even number, so that it is always a value that was told. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

function metres(lat: number, lon: number, otherLat: number, otherLon: number): number {
  const perDegree = 111_320
  return Math.hypot((otherLat - lat) * perDegree, (otherLon - lon) * perDegree * Math.cos((lat * Math.PI) / 180))
}

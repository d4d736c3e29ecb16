// How well two tips fit as accounts of one event: additive log-odds, each with its name. The figures are an expert's
// prior, not fitted: a place of a few hundred metres in common says more than a town in common, and so on.

import { metresBetween } from '../place/sphere.ts'
import type { Reason, Spot } from '../shapes.ts'

export interface Scored {
  weight: number
  reasons: Reason[]
}
export interface Account {
  place?: Spot | undefined
  from: number
  to: number
  kind: number
}

/** Two tips picked at random do not speak of one event. */
const PRIOR = -4
/** Tips without a place were looked up by their words, which is half of the evidence already. */
export const WORDS_ONLY_PRIOR = -3
const DAY = 86_400

/** Where more is going on, it takes more to say that two tips mean the same: other events within a day and the grid. */
export function crowdedPrior(around: readonly ((Account & { event: string }) | undefined)[], tip: Account): number {
  const events = new Set<string>()
  for (const other of around) {
    if (other !== undefined && other.from <= tip.to + DAY && other.to >= tip.from - DAY) events.add(other.event)
  }
  return PRIOR - 0.5 * Math.log1p(events.size)
}
/** A tip joins the event it fits best when its weight is above this. */
export const JOIN = 0

const HOUR = 3600
/** How long an event of a kind stays tellable, in hours; what is not listed lasts a day. */
const LASTS_HOURS: Record<number, number> = {
  1: 24,
  2: 72,
  3: 720,
  4: 48,
  6: 48,
  8: 96,
  9: 72,
  10: 96,
  12: 72,
  15: 720,
  16: 168,
  18: 2160,
  21: 720,
  22: 720,
}
/** Kinds that people mistake for each other, or that are one event seen from two sides. */
const FITTING: readonly (readonly [number, number])[] = [
  [1, 2],
  [2, 3],
  [1, 3],
  [1, 11],
  [2, 11],
  [7, 11],
  [7, 10],
  [7, 25],
  [11, 25],
  [4, 15],
  [4, 12],
  [4, 5],
  [5, 6],
  [6, 8],
  [12, 13],
  [13, 14],
  [5, 14],
  [7, 14],
  [10, 16],
  [7, 17],
  [11, 17],
  [19, 20],
  [13, 23],
  [12, 24],
]
const fits = new Set(FITTING.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]))

export const lastsSeconds = (kind: number): number => (LASTS_HOURS[kind] ?? 24) * HOUR

export function scorePlace(a: Spot | undefined, b: Spot | undefined): Scored {
  if (a === undefined || b === undefined) return { weight: 0, reasons: [] }
  const metres = metresBetween(a.lat, a.lon, b.lat, b.lon)
  const reach = Math.max(300, Math.hypot(a.radius_m, b.radius_m))
  // within reach: the smaller the reach, the less likely by chance; 50 km says nothing
  const sharp = Math.min(4.5, Math.max(0, 0.9 * Math.log(50_000 / reach)))
  const off = metres / reach
  const weight = Math.max(-8, off <= 1 ? sharp * (1 - 0.25 * off * off) : 0.75 * sharp - 2.2 * (off - 1))
  const rounded = Math.round(metres)
  return { weight, reasons: [{ code: weight > 0 ? 'SAME_PLACE' : 'FAR_APART', weight, metres: rounded }] }
}

export function scoreTime(a: Account, b: Account): Scored {
  const gap = Math.max(0, Math.max(a.from, b.from) - Math.min(a.to, b.to))
  const span = Math.max(HOUR, Math.min(a.to - a.from, b.to - b.from))
  const lasts = Math.max(lastsSeconds(a.kind), lastsSeconds(b.kind))
  const sharp = Math.min(1.5, Math.max(0, 0.4 * Math.log((7 * 24 * HOUR) / span)))
  const weight = Math.max(-7, sharp - gap / Math.max(HOUR / 2, lasts / 12))
  return {
    weight,
    reasons: [
      gap <= lasts / 12 ? { code: 'SAME_TIME', weight, seconds: gap } : { code: 'TIMES_APART', weight, seconds: gap },
    ],
  }
}

export function scoreKind(a: number, b: number): Scored {
  if (a === b && a !== 0) return { weight: 1.5, reasons: [{ code: 'SAME_KIND', weight: 1.5 }] }
  if (a === 0 || b === 0) return { weight: 0, reasons: [] }
  if (fits.has(`${a},${b}`)) return { weight: 0, reasons: [{ code: 'KINDS_FIT', weight: 0 }] }
  return { weight: -3.5, reasons: [{ code: 'KINDS_DIFFER', weight: -3.5 }] }
}

/** cosine: of the words in common, rare ones counting more; 0 to 1. */
export function scoreWords(cosine: number, resembles: number, sharesMedia: boolean): Scored {
  const reasons: Reason[] = []
  let weight = 0
  if (resembles >= 0.5) {
    weight += 4
    reasons.push({ code: 'NEAR_COPY', weight: 4, n: 1 })
  } else if (cosine > 0.2) {
    const words = Math.min(5.5, 11 * (cosine - 0.12))
    weight += words
    reasons.push({ code: 'SAME_WORDS', weight: words })
  }
  if (sharesMedia) {
    weight += 3
    reasons.push({ code: 'SAME_MEDIA', weight: 3, n: 1 })
  }
  return { weight, reasons }
}

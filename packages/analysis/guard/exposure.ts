// How few people could have known what a draft says? A draft is held while fewer than k people fit all of it,
// together with all that was released before on the same events or sources; for each way to coarsen it, what that
// would bring.
//
// Counting is careful, never generous:
// - a fact at a place is known to those near it, and the shorter its time, the fewer of them were there to see;
// - a fact of a group is known to its members; what only our source could know is known to one;
// - facts together are known to those who fit each: where two areas overlap, to the smaller; where they do not, only
//   to the few whom chance brought to both; and no more than to the worst single fact;
// - a fact released before, in the same words and place, costs nothing a second time.

import { metresBetween } from '../place/sphere.ts'
import type { Fact, Report, Spot } from '../shapes.ts'

export interface ExposureContext {
  /** how many people must fit at least; 20 unless the line set it */
  k: number
  /** what was released before on the same events or the same sources: the desk chooses, since reports name no source */
  released: readonly Report[]
  /** people living within radius_m of a point */
  peopleWithin(lat: number, lon: number, radius_m: number): number
}

export type Change = 'area' | 'time' | 'detail' | 'delay' | 'wait'

/** One thing to change, and how many people would then fit. */
export interface Way {
  change: Change
  /** area: by how much every radius grows */
  factor?: number
  /** time: the least length of each interval, in hours */
  hours?: number
  /** detail: the number in `facts` of the one left out */
  fact?: number
  n: number
  /** would lift the hold */
  enough: boolean
}

export interface Exposure {
  n: number
  held: boolean
  facts: { text: string; n: number }[]
  ways: Way[]
}

/** Within this of a place people pass through in a day; who fits facts at two far places must be among them. */
const REGION_M = 50_000
/** In an hour this share of those who live near is there and looking; a day is everybody's. */
const LEAST_SHARE = 0.05
const DAY = 86_400
const FACTORS = [2, 4, 8, 16] as const
const HOURS = [6, 24, 72] as const

export function checkExposure(draft: Report, ctx: ExposureContext): Exposure {
  const before = ctx.released.filter((report) => report.id !== draft.id).flatMap((report) => report.facts)
  const n = countTogether(draft.facts, before, ctx)
  return {
    n,
    held: n < ctx.k,
    facts: draft.facts.map((fact) => ({ text: fact.text, n: countOne(fact, ctx) })),
    ways: n < ctx.k ? waysToCoarsen(draft.facts, before, ctx) : [],
  }
}

// ---- counting

/**
 * People who could know one fact. A fact that says nothing of who could know it counts as known to the source alone.
 */
function countOne({ place, when, who }: Fact, ctx: ExposureContext): number {
  if (who.onlySource === true) return 1
  const counts: number[] = []
  if (who.n !== undefined && who.n > 0) counts.push(who.n)
  if (place !== undefined) counts.push(near(place, ctx) * shareThere(when))
  return counts.length === 0 ? 1 : Math.max(1, Math.floor(Math.min(...counts)))
}

function near({ lat, lon, radius_m }: Spot, ctx: ExposureContext): number {
  return Math.max(0, ctx.peopleWithin(lat, lon, radius_m))
}

function shareThere(when: Fact['when']): number {
  if (when === undefined) return 1
  const seconds = (Date.parse(when.to) - Date.parse(when.from)) / 1000
  // an interval that cannot be read is taken for a moment
  if (!(seconds > 0)) return LEAST_SHARE
  return Math.min(1, Math.max(LEAST_SHARE, seconds / DAY))
}

/** People who could know all of them, what was released before included. */
function countTogether(facts: readonly Fact[], before: readonly Fact[], ctx: ExposureContext): number {
  const all = unlike([...facts, ...before])
  if (facts.length === 0) return 0
  let worst = Math.min(...all.map((fact) => countOne(fact, ctx)))
  const placed = all.filter((fact) => fact.place !== undefined && fact.who.onlySource !== true)
  for (const [at, one] of placed.entries()) {
    for (const other of placed.slice(at + 1)) worst = Math.min(worst, countBoth(one, other, ctx))
  }
  const groups = all.filter((fact) => fact.who.group !== undefined && fact.who.onlySource !== true)
  for (const group of groups) {
    for (const fact of placed) if (fact !== group) worst = Math.min(worst, countGroupAt(group, fact, ctx))
    for (const other of groups)
      if (other.who.group !== group.who.group) worst = Math.min(worst, countTwoGroups(group, other, ctx))
  }
  return Math.max(1, Math.floor(worst))
}

function unlike(facts: readonly Fact[]): Fact[] {
  const seen = new Set<string>()
  return facts.filter((fact) => {
    const key = JSON.stringify([
      fact.text,
      fact.place?.lat,
      fact.place?.lon,
      fact.place?.radius_m,
      fact.when,
      fact.who,
    ])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function countBoth(one: Fact, other: Fact, ctx: ExposureContext): number {
  if (one.place === undefined || other.place === undefined) return Infinity
  const apart = metresBetween(one.place.lat, one.place.lon, other.place.lat, other.place.lon)
  const [small, large] = [one, other].sort((a, b) => countOne(a, ctx) - countOne(b, ctx))
  if (small === undefined || large === undefined) return Infinity
  const inside = Math.abs(one.place.radius_m - other.place.radius_m) >= apart
  if (inside) return countOne(small, ctx)
  const region = Math.max(1, near({ ...one.place, radius_m: Math.max(REGION_M, apart) }, ctx))
  const chance = (countOne(small, ctx) * countOne(large, ctx)) / region
  if (apart >= one.place.radius_m + other.place.radius_m) return chance
  const overlap =
    (one.place.radius_m + other.place.radius_m - apart) / (2 * Math.min(one.place.radius_m, other.place.radius_m))
  return Math.max(chance, countOne(small, ctx) * Math.min(1, overlap))
}

/** Members of a group who are near a place: no likelier to be there than others of the region. */
function countGroupAt(group: Fact, fact: Fact, ctx: ExposureContext): number {
  if (fact.place === undefined) return Infinity
  const region = Math.max(1, near({ ...fact.place, radius_m: REGION_M }, ctx))
  return countOne(group, ctx) * Math.min(1, countOne(fact, ctx) / region)
}

/** Two groups in common: as if they were drawn from a town of a hundred thousand. */
function countTwoGroups(one: Fact, other: Fact, ctx: ExposureContext): number {
  return (countOne(one, ctx) * countOne(other, ctx)) / 100_000
}

// ---- what would lift the hold

function waysToCoarsen(facts: readonly Fact[], before: readonly Fact[], ctx: ExposureContext): Way[] {
  const count = (changed: readonly Fact[]): number => countTogether(changed, before, ctx)
  const way = (given: Omit<Way, 'enough'>): Way => ({ ...given, enough: given.n >= ctx.k })
  const ways: Way[] = []
  if (facts.some((fact) => fact.place !== undefined)) {
    for (const factor of FACTORS)
      ways.push(way({ change: 'area', factor, n: count(facts.map((fact) => widerArea(fact, factor))) }))
  }
  if (facts.some((fact) => fact.when !== undefined)) {
    for (const hours of HOURS)
      ways.push(way({ change: 'time', hours, n: count(facts.map((fact) => longerTime(fact, hours))) }))
  }
  if (facts.length > 1) {
    for (const at of facts.keys())
      ways.push(way({ change: 'detail', fact: at, n: count(facts.filter((_, other) => other !== at)) }))
  }
  if (facts.some((fact) => fact.who.onlySource === true))
    ways.push(way({ change: 'wait', n: count(facts.map(notOnlySource)) }))
  const now = count(facts)
  return ways.filter(({ n }) => n > now).sort(better)
}

/** Of those that suffice, the one that loses least; of the others, the one that brings most. */
function better(a: Way, b: Way): number {
  if (a.enough !== b.enough) return a.enough ? -1 : 1
  return a.enough ? lossOf(a) - lossOf(b) || b.n - a.n : b.n - a.n || lossOf(a) - lossOf(b)
}

function lossOf({ change, factor = 1, hours = 0 }: Way): number {
  if (change === 'time') return hours / 12
  if (change === 'area') return Math.log2(factor) + 0.5
  return change === 'detail' ? 3 : 4
}

function widerArea(fact: Fact, factor: number): Fact {
  const { place, who } = fact
  if (place === undefined) return fact
  const { n: _declared, ...rest } = who
  // what was declared for the smaller area no longer holds, unless it is a group's size
  const wider = who.group === undefined ? rest : who
  return { ...fact, place: { ...place, radius_m: place.radius_m * factor }, who: wider }
}

function longerTime(fact: Fact, hours: number): Fact {
  if (fact.when === undefined) return fact
  const [from, to] = [Date.parse(fact.when.from), Date.parse(fact.when.to)]
  const missing = Math.max(0, hours * 3_600_000 - (to - from))
  if (!Number.isFinite(missing)) return fact
  return {
    ...fact,
    when: { from: new Date(from - missing / 2).toISOString(), to: new Date(to + missing / 2).toISOString() },
  }
}

/** With another independent line a fact is no longer the source's alone. */
function notOnlySource(fact: Fact): Fact {
  const { onlySource: _only, n: _n, ...rest } = fact.who
  return fact.who.onlySource === true ? { ...fact, who: rest } : fact
}

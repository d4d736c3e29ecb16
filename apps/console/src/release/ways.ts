/** What each way out of a held draft would change in it. The desk checks the exposure again after every change. */
import type { Draft, DraftChange, Fact, Interval, Place, WayOut } from '../api/shapes.ts'

const HOUR_MS = 3_600_000

/** The change that a way asks for, or nothing when it asks to wait for something. */
export function changeFor(draft: Draft, way: WayOut): DraftChange | undefined {
  const factor = numberIn(way, 'factor')
  const hours = numberIn(way, 'hours')
  const fact = numberIn(way, 'fact')
  if (way.change === 'area' && factor !== undefined) return widenArea(draft, factor, fact)
  if (way.change === 'time' && hours !== undefined) return widenTime(draft, hours, fact)
  if (way.change === 'detail' && fact !== undefined) return { facts: draft.facts.filter((_, index) => index !== fact) }
  if (way.change === 'delay' && hours !== undefined) return delay(draft, hours)
  return undefined
}

function numberIn(way: WayOut, name: string): number | undefined {
  const value = way[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function widenArea(draft: Draft, factor: number, only: number | undefined): DraftChange {
  return {
    area: wider(draft.area, factor),
    facts: draft.facts.map((fact, index) => (only === undefined || only === index ? factWider(fact, factor) : fact)),
  }
}

const wider = (place: Place, factor: number): Place => ({ ...place, radius_m: Math.round(place.radius_m * factor) })

function factWider(fact: Fact, factor: number): Fact {
  const { place, who } = fact
  return {
    ...fact,
    ...(place === undefined ? {} : { place: wider(place, factor) }),
    who: who.area === undefined ? who : { ...who, area: wider(who.area, factor) },
  }
}

function widenTime(draft: Draft, hours: number, only: number | undefined): DraftChange {
  return { facts: draft.facts.map((fact, index) => (
    fact.when === undefined || (only !== undefined && only !== index) ? fact : { ...fact, when: longer(fact.when, hours) }
  )) }
}

/** The interval made `hours` longer, half at each end. */
export function longer(when: Interval, hours: number): Interval {
  const half = hours * HOUR_MS / 2
  return { from: iso(Date.parse(when.from) - half), to: iso(Date.parse(when.to) + half) }
}

function delay(draft: Draft, hours: number): DraftChange {
  const later = (at: string) => iso(Date.parse(at) + hours * HOUR_MS)
  return { onset: later(draft.onset), expires: later(draft.expires) }
}

/** As the desk writes times: whole seconds, UTC. */
export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** What a <input type="datetime-local"> shows for a moment, in the zone of this machine; and back. */
export function toLocalInput(at: string): string {
  const date = new Date(at)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

export function fromLocalInput(text: string): string | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : iso(at)
}

/** Radii on a slider: even steps feel even, from 50 m to 200 km. */
const LEAST_M = 50
const MOST_M = 200_000
export const RADIUS_STEPS = 200

export function radiusAt(step: number): number {
  const metres = LEAST_M * (MOST_M / LEAST_M) ** (step / RADIUS_STEPS)
  const unit = 10 ** Math.max(1, Math.floor(Math.log10(metres)) - 1)
  return Math.round(metres / unit) * unit
}

export function stepOf(metres: number): number {
  const share = Math.log(Math.max(LEAST_M, metres) / LEAST_M) / Math.log(MOST_M / LEAST_M)
  return Math.round(Math.max(0, Math.min(1, share)) * RADIUS_STEPS)
}

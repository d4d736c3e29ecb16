/** What each way out of a held draft would change in it. The desk checks the exposure again after every change. */
import type { Draft, DraftChange, Interval, WayOut } from '../api/shapes.ts'

const HOUR_MS = 3_600_000

/** The change that a way asks for, or nothing when it asks to wait for something. */
export function changeFor(draft: Draft, way: WayOut): DraftChange | undefined {
  const { change, factor, hours, fact } = way
  if (change === 'area' && factor !== undefined) return { area: widerArea(draft, factor) }
  if (change === 'time' && hours !== undefined) return { facts: widerTimes(draft, hours) }
  if (change === 'detail' && fact !== undefined) return { facts: draft.facts.filter((_, index) => index !== fact) }
  if (change === 'delay' && hours !== undefined) return delayed(draft, hours)
  return undefined
}

/** Without names: the desk names the wider area anew, and lets the facts that give it follow. */
function widerArea({ area }: Draft, factor: number): NonNullable<DraftChange['area']> {
  return { lat: area.lat, lon: area.lon, radius_m: Math.round(area.radius_m * factor) }
}

function widerTimes(draft: Draft, hours: number): Draft['facts'] {
  return draft.facts.map((fact) => (fact.when === undefined ? fact : { ...fact, when: longer(fact.when, hours) }))
}

/** The interval made `hours` longer, half at each end. */
export function longer(when: Interval, hours: number): Interval {
  const half = hours * HOUR_MS / 2
  return { from: iso(Date.parse(when.from) - half), to: iso(Date.parse(when.to) + half) }
}

function delayed(draft: Draft, hours: number): DraftChange {
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

/** The first step whose radius is at least this. */
export function stepAbove(metres: number): number {
  for (let step = 0; step < RADIUS_STEPS; step++) if (radiusAt(step) >= metres) return step
  return RADIUS_STEPS
}

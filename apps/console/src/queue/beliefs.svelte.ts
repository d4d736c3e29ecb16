/**
 * What is believed now of the events that the queue's tips belong to. A tip's row carries the number only; the band and
 * the lines of evidence are the event's, and change whenever another tip joins it.
 */
import { SvelteMap } from 'svelte/reactivity'
import { ask, desk } from '../api/client.ts'
import type { EventRow } from '../api/shapes.ts'
import { onChange } from '../shell/session.svelte.ts'

export type EventBelief = Pick<EventRow, 'p' | 'interval' | 'credibility' | 'lines' | 'placeName'>

const GATHER_MS = 800
const beliefs = new SvelteMap<string, EventBelief>()
let gather: ReturnType<typeof setTimeout> | undefined
let asked = false

export const beliefOf = (event: string | undefined): EventBelief | undefined =>
  event === undefined ? undefined : beliefs.get(event)

/** The most urgent events, whose tips stand at the top of the queue. Asked for once; then the stream keeps it current. */
export async function loadBeliefs(): Promise<void> {
  if (asked) return
  asked = true
  await refresh()
}

onChange('event', refreshSoon)
onChange('resync', refreshSoon)

function refreshSoon(): void {
  if (asked) gather ??= setTimeout(() => { void refresh() }, GATHER_MS)
}

async function refresh(): Promise<void> {
  gather = undefined
  try {
    for (const event of (await ask(desk.GET('/api/v1/events', { params: { query: { limit: 200 } } }))).items) put(event)
  } catch {
    // The rows still show their number and grade; the next change asks again.
  }
}

function put({ id, p, interval, credibility, lines, placeName }: EventRow): void {
  beliefs.set(id, { p, interval, credibility, lines, placeName })
}

/**
 * Clocks are wrong: phones that were off for weeks, edges without NTP, people who lie. What a source says of time is
 * kept; what cannot be right is not reasoned with. Unix seconds.
 */
const YEAR_2000 = 946_684_800
const HOUR = 3600
const DAY = 86_400
/** An edge's clock may run ahead of the desk's by so much before it is not believed. */
const EDGE_AHEAD = HOUR
/** People do tell of what will happen. Later than this after it reached us, a time is a clock's mistake. */
const FORETOLD = 365 * DAY
/** Couriers bring tips days late; longer than this before its arrival is not assumed of a tip with no usable time. */
const CARRIED = 14 * DAY

export interface Told {
  when?: { from: number; to: number }
  composedAt?: { at: number; clock: string }
  receivedAt?: number
}
export interface Believed {
  /** When it reached the line: by the edge's clock if that can be right, else by the desk's. */
  receivedAt: number
  when: { from: number; to: number }
  /** False: `when` is what the arrival allows, and says nothing of its own. */
  whenTrusted: boolean
  composedTrusted: boolean
}

export function believe(told: Told, arrivedAt: number): Believed {
  const receivedAt = isPast(told.receivedAt, arrivedAt) ? told.receivedAt : arrivedAt
  const composedTrusted = told.composedAt !== undefined && isClockBelieved(told.composedAt, arrivedAt)
  const { when } = told
  if (when !== undefined && when.from >= YEAR_2000 && when.to <= arrivedAt + FORETOLD) {
    return { receivedAt, when, whenTrusted: true, composedTrusted }
  }
  if (when === undefined && composedTrusted && told.composedAt !== undefined) {
    const { at } = told.composedAt
    return { receivedAt, when: { from: at - DAY, to: at }, whenTrusted: true, composedTrusted }
  }
  if (when === undefined) {
    const lastDay = { from: receivedAt - DAY, to: receivedAt }
    // What an edge took in plain was not carried about for weeks: a mail's doubtful date does not matter beside its arrival.
    const wasTakenByEdge = isPast(told.receivedAt, arrivedAt)
    return { receivedAt, when: lastDay, whenTrusted: told.composedAt === undefined || wasTakenByEdge, composedTrusted }
  }
  return { receivedAt, when: { from: receivedAt - CARRIED, to: receivedAt }, whenTrusted: false, composedTrusted }
}

/** Whether the time at which a tip was written can be right. */
export function isClockBelieved({ at, clock }: { at: number; clock: string }, arrivedAt: number): boolean {
  return clock !== 'doubtful' && isPast(at, arrivedAt)
}

function isPast(at: number | undefined, arrivedAt: number): at is number {
  return at !== undefined && at >= YEAR_2000 && at <= arrivedAt + EDGE_AHEAD
}

// How far a source has turned out right. Only verified outcomes count, never what a source says of itself.
//
// Expert prior: what an untested source tells at first hand turns out true about five times in eight, and four
// outcomes are worth as much as this prior: Beta(2.5, 1.5). Grades of the Admiralty code, by the posterior's mean m
// and the count n of verified outcomes:
//   A m ≥ 0.85 and n ≥ 5 · B m ≥ 0.72 and n ≥ 2 · C m ≥ 0.55 · D m ≥ 0.35 · E below
//   F nothing verified: not yet tested

import type { Grade, Outcome, Reliability } from '../shapes.ts'

export const UNTESTED: Reliability = { grade: 'F', alpha: 2.5, beta: 1.5, n: 0 }

/** leaveOut: the event being weighed, whose own outcome must not speak for itself. One outcome counts once an event. */
export function reliabilityOf(
  source: string,
  outcomes: Iterable<Outcome>,
  options: { leaveOut?: string } = {},
): Reliability {
  const perEvent = new Map<string, boolean>()
  for (const outcome of outcomes) {
    if (outcome.source !== source || outcome.event === options.leaveOut) continue
    // wrong once on an event is wrong on it, whatever else was said
    perEvent.set(outcome.event, (perEvent.get(outcome.event) ?? true) && outcome.right)
  }
  const right = [...perEvent.values()].filter(Boolean).length
  const alpha = UNTESTED.alpha + right
  const beta = UNTESTED.beta + perEvent.size - right
  return { grade: gradeOf(alpha / (alpha + beta), perEvent.size), alpha, beta, n: perEvent.size }
}

function gradeOf(mean: number, n: number): Grade {
  if (n === 0) return 'F'
  if (mean >= 0.85 && n >= 5) return 'A'
  if (mean >= 0.72 && n >= 2) return 'B'
  if (mean >= 0.55) return 'C'
  return mean >= 0.35 ? 'D' : 'E'
}

/** Log-odds that one first-hand report of this source is worth, and its variance; a fair coin is worth nothing. */
export function worthOf({ alpha, beta }: Reliability): { mean: number; variance: number } {
  const mean = Math.log(alpha / beta)
  return { mean: Math.max(-1, Math.min(2.5, mean)), variance: Math.min(2, 1 / alpha + 1 / beta) }
}

import type { Outcome, Reliability } from '../shapes.ts'
export const UNTESTED: Reliability = { grade: 'F', alpha: 2.5, beta: 1.5, n: 0 }
/** leaveOut: the event being weighed, whose own outcome must not speak for itself. */
export function reliabilityOf(_source: string, _outcomes: Iterable<Outcome>, _options: { leaveOut?: string } = {}): Reliability {
  return UNTESTED
}

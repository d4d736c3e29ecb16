/** What about the desk waits for a person. Pure, so that the thresholds can be tested. */
import type { DeskState } from '../api/shapes.ts'

export type Warning =
  | { code: 'gone'; at: number }
  | { code: 'stale'; since: string }
  | { code: 'intakeDown' }
  | { code: 'intakeNever' }
  | { code: 'keys'; until: string }
  | { code: 'laneFull'; lane: string }
  | { code: 'unopened'; n: number; expired: number }
  | { code: 'protections'; words: string[] }

/** Pulls missed before the desk counts as stale, and the least time, since one pull may be slow. */
const PULLS_MISSED = 3
const STALE_AT_LEAST_MS = 45_000
const KEYS_WARNING_MS = 28 * 86_400_000

export function warningsOf(state: DeskState, now: number, goneSince: number | undefined): Warning[] {
  const warnings: Warning[] = []
  if (goneSince !== undefined) warnings.push({ code: 'gone', at: goneSince })
  if (state.intake === 'down') warnings.push({ code: 'intakeDown' })
  if (state.intake === 'never') warnings.push({ code: 'intakeNever' })
  if (goneSince === undefined && isStale(state, now)) warnings.push({ code: 'stale', since: state.lastPullAt ?? '' })
  for (const [lane, { full }] of Object.entries(state.lanes ?? {})) if (full) warnings.push({ code: 'laneFull', lane })
  const until = state.keyListUntil
  if (until !== undefined && Date.parse(until) - now < KEYS_WARNING_MS) warnings.push({ code: 'keys', until })
  const { unopened = 0, expired = 0 } = state.counts ?? {}
  if (unopened > 0) warnings.push({ code: 'unopened', n: unopened, expired })
  const missing = state.protections ?? []
  if (missing.length > 0) warnings.push({ code: 'protections', words: missing })
  return warnings
}

function isStale(state: DeskState, now: number): boolean {
  if (state.lastPullAt === undefined) return false
  const allowed = Math.max(STALE_AT_LEAST_MS, (state.pullSeconds ?? 0) * 1000 * PULLS_MISSED)
  return now - Date.parse(state.lastPullAt) > allowed
}

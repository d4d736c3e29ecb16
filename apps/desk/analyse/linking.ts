/**
 * The state of linking, kept in memory and made again from the store: the last state kept, then the steps after it.
 * A step that comes out otherwise than it did then (another version of the rules) is put right by what was decided.
 */
import { linkTip, moveTip, newLinkState, type LinkState } from '@nightjar/analysis'
import {
  keepLinkState, keptLinkState, lastLinkStep, linkStepsAfter, tipRecord, type TipRecord,
} from '../store/analysis.ts'
import { readJson } from '../store/json.ts'
import { Understood } from '../store/tips.ts'
import type { Db, Row } from '../store/tables.ts'
import { linkFacts } from './facts.ts'

const CHUNK = 500

export async function loadLinking(db: Db): Promise<LinkState> {
  const kept = await keptLinkState(db)
  const before = kept === undefined ? undefined : parseState(kept.state)
  const state = before ?? newLinkState()
  for (let step = before === undefined ? 0 : kept?.step ?? 0; ;) {
    const steps = await linkStepsAfter(db, step, CHUNK)
    for (const one of steps) await repeat(db, state, one)
    const last = steps.at(-1)
    if (last === undefined) return state
    step = last.seq
  }
}

export async function keepLinking(db: Db, state: LinkState): Promise<void> {
  await keepLinkState(db, await lastLinkStep(db), JSON.stringify(state))
}

async function repeat(db: Db, state: LinkState, { act, tip, event }: Row<'link_step'>): Promise<void> {
  const row = act === 'link' ? await tipRecord(db, tip) : undefined
  const came = row === undefined ? undefined : linkTip(state, linkFacts(row, row, linkedMediaOf(row))).event
  if (came === event || state.tips[tip] === undefined) return
  // Only an event that these rules never began is missing here; the tip then stays where they put it.
  if (state.events[event] !== undefined) moveTip(state, tip, event)
}

function linkedMediaOf({ understood }: TipRecord): string[] {
  return understood === null ? [] : readJson(Understood, understood).linkedMedia
}

/** Undefined when another version kept it: all steps are then made again. */
function parseState(text: string): LinkState | undefined {
  const value: unknown = JSON.parse(text)
  return isState(value) ? value : undefined
}

function isState(value: unknown): value is LinkState {
  return typeof value === 'object' && value !== null && 'v' in value && value.v === 1
    && 'tips' in value && 'events' in value
}

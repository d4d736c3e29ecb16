import type { Reason, TipFacts } from '../shapes.ts'
/** Plain JSON: keep it as it is, hand it back later. linkTip, moveTip and unlinkTip change it in place. */
export interface LinkState { v: 1; tips: Record<string, unknown>; events: Record<string, unknown> }
export interface Linked {
  event: string
  joined: boolean
  reasons: Reason[]
  /** earlier tips that this one nearly copies in words */
  nearCopies: string[]
  /** earlier tips with much of the same wording, less than a copy */
  similar: string[]
  /** earlier tips with one of the same files */
  sameMedia: string[]
}
export function newLinkState(): LinkState { return { v: 1, tips: {}, events: {} } }
export function linkTip(_state: LinkState, facts: TipFacts): Linked {
  return { event: facts.id, joined: false, reasons: [], nearCopies: [], similar: [], sameMedia: [] }
}
/** The analyst's word: this tip belongs to that event ('new' for one of its own). Kept, and wins over every proposal. */
export function moveTip(_state: LinkState, _tip: string, _event: string): string { return '' }
export function unlinkTip(_state: LinkState, _tip: string): string { return '' }

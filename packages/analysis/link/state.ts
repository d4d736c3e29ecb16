// What linking remembers. Plain JSON, and no words: only sketches of them.

import type { Spot } from '../shapes.ts'
import type { Sketch } from './sketch.ts'

export interface LinkedTip {
  event: string
  place?: Spot
  from: number
  to: number
  kind: number
  media: string[]
  sketch: Sketch
  /** set when the analyst placed it */
  byHand?: true
}

/** Plain JSON: keep it as it is, hand it back later. linkTip, moveTip and unlinkTip change it in place. */
export interface LinkState {
  v: 1
  tips: Record<string, LinkedTip>
  /** event to its tips, in the order in which they came */
  events: Record<string, string[]>
  /** how many events were begun, for their names */
  begun: number
  /** pairs "tip event" that the analyst took apart */
  apart: Record<string, true>
}

// One pass, tip by tip: which event does this tip speak of? The state is plain JSON and holds no words; the index
// beside it is rebuilt from it when needed. What the analyst placed by hand is kept, and wins.

import { AnalysisError } from '../error.ts'
import type { Reason, TipFacts } from '../shapes.ts'
import { indexOf } from './index-of.ts'
import type { LinkIndex } from './index-of.ts'
import { crowdedPrior, JOIN, scoreKind, scorePlace, scoreTime, scoreWords, WORDS_ONLY_PRIOR } from './score.ts'
import { LEAST_COPY_LETTERS, resemblance, sketchOf } from './sketch.ts'
import type { LinkedTip, LinkState } from './state.ts'

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

const COPY = 0.5
/** The events with the closest tip, of which the rest is looked at. */
const LOOKED_AT = 8
const SIMILAR = 0.28

export function newLinkState(): LinkState {
  return { v: 1, tips: {}, events: {}, begun: 0, apart: {} }
}

/** A tip that came before is answered with where it stands, and changes nothing. */
export function linkTip(state: LinkState, facts: TipFacts): Linked {
  const known = state.tips[facts.id]
  const index = indexOf(state)
  const tip = known ?? newTip(facts)
  const alike = likenesses(facts.id, tip, index, state)
  const dependence = { nearCopies: alike.copies, similar: alike.similar, sameMedia: alike.media }
  if (known !== undefined) {
    return {
      event: known.event,
      joined: eventTips(state, known.event).length > 1,
      reasons: known.byHand === true ? [{ code: 'BY_ANALYST' }] : [],
      ...dependence,
    }
  }
  const best = bestEvent(facts.id, tip, alike, index, state)
  const event = best.first !== undefined && best.first.weight > JOIN ? best.first.event : newEvent(state, facts.id)
  const stored = { ...tip, event }
  state.tips[facts.id] = stored
  state.events[event] = [...eventTips(state, event), facts.id]
  index.add(facts.id, stored)
  return { event, joined: best.first?.event === event, reasons: linkReasons(best, event), ...dependence }
}

function newTip(facts: TipFacts): LinkedTip {
  const [from, to] = [Date.parse(facts.when.from) / 1000, Date.parse(facts.when.to) / 1000]
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    throw new AnalysisError('LINK_STATE', 'when: expected two ISO 8601 times')
  }
  return {
    event: '',
    from: Math.min(from, to),
    to: Math.max(from, to),
    kind: facts.kind,
    media: [...new Set(facts.media)].filter((sha) => sha !== ''),
    sketch: sketchOf(facts.text),
    ...(facts.place === undefined ? {} : { place: facts.place }),
  }
}

function eventTips(state: LinkState, event: string): string[] {
  return state.events[event] ?? []
}

function newEvent(state: LinkState, tip: string): string {
  state.begun += 1
  return `e${state.begun}-${tip.slice(0, 8)}`
}

// ---- dependence

interface Alike {
  copies: string[]
  similar: string[]
  media: string[]
  resembles: Map<string, number>
}

function likenesses(id: string, tip: LinkedTip, index: LinkIndex, state: LinkState): Alike {
  const resembles = new Map<string, number>()
  const longEnough = tip.sketch.letters >= LEAST_COPY_LETTERS
  if (longEnough) {
    for (const other of index.likeWords(tip)) {
      const sketch = state.tips[other]?.sketch
      if (other !== id && sketch !== undefined && sketch.letters >= LEAST_COPY_LETTERS)
        resembles.set(other, resemblance(tip.sketch, sketch))
    }
  }
  const ranked = [...resembles].sort((a, b) => b[1] - a[1])
  return {
    copies: ranked.filter(([, share]) => share >= COPY).map(([other]) => other),
    similar: ranked.filter(([, share]) => share < COPY && share >= SIMILAR).map(([other]) => other),
    media: index.withMedia(tip).filter((other) => other !== id),
    resembles,
  }
}

// ---- the event it fits best

interface Fit {
  event: string
  weight: number
  reasons: Reason[]
}
interface Best {
  first?: Fit
  second?: Fit
}

function bestEvent(id: string, tip: LinkedTip, alike: Alike, index: LinkIndex, state: LinkState): Best {
  const media = new Set(alike.media)
  const cosines = index.cosines(tip)
  const near = index.near(tip)
  const fitWith = (other: string): Fit | undefined => {
    const there = state.tips[other]
    if (there === undefined || other === id || state.apart[`${id} ${there.event}`] === true) return undefined
    return {
      event: there.event,
      ...fitOf(tip, there, cosines.get(other) ?? 0, alike.resembles.get(other) ?? 0, media.has(other)),
    }
  }
  const closest = new Map<string, Fit>()
  for (const other of new Set([...alike.copies, ...alike.similar, ...alike.media, ...near, ...cosines.keys()])) {
    const fit = fitWith(other)
    if (fit === undefined) continue
    const known = closest.get(fit.event)
    if (known === undefined || fit.weight > known.weight) closest.set(fit.event, fit)
  }
  const placed = tip.place !== undefined
  const prior = placed
    ? crowdedPrior(
        [...near].map((other) => state.tips[other]),
        tip,
      )
    : WORDS_ONLY_PRIOR
  const likeliest = [...closest.values()].sort((a, b) => b.weight - a.weight).slice(0, LOOKED_AT)
  const fits = likeliest.map((fit) => ({
    ...fit,
    weight: prior + (placed ? (fit.weight + meanFit(fit, state, fitWith)) / 2 : fit.weight),
  }))
  const [first, second] = fits.sort((a, b) => b.weight - a.weight || (a.event < b.event ? -1 : 1))
  return { ...(first === undefined ? {} : { first }), ...(second === undefined ? {} : { second }) }
}

/** Against the event's first and last tips too, so that a chain of small steps does not wander off. */
function meanFit(fit: Fit, state: LinkState, fitWith: (other: string) => Fit | undefined): number {
  const tips = eventTips(state, fit.event)
  const some = tips.length <= 6 ? tips : [...tips.slice(0, 3), ...tips.slice(-3)]
  const weights = some.flatMap((other) => fitWith(other)?.weight ?? [])
  return weights.length === 0 ? fit.weight : weights.reduce((sum, weight) => sum + weight, 0) / weights.length
}

function fitOf(
  tip: LinkedTip,
  other: LinkedTip,
  cosine: number,
  resembles: number,
  sharesMedia: boolean,
): { weight: number; reasons: Reason[] } {
  const parts = [
    scorePlace(tip.place, other.place),
    scoreTime(tip, other),
    scoreKind(tip.kind, other.kind),
    scoreWords(cosine, resembles, sharesMedia),
  ]
  return { weight: parts.reduce((sum, part) => sum + part.weight, 0), reasons: parts.flatMap((part) => part.reasons) }
}

function linkReasons({ first, second }: Best, event: string): Reason[] {
  if (first === undefined || first.event !== event) return [{ code: 'NEW_EVENT' }]
  const also: Reason[] =
    second !== undefined && second.weight > JOIN
      ? [{ code: 'ALSO_FITS', event: second.event, weight: second.weight }]
      : []
  return [...first.reasons, ...also]
}

// ---- the analyst's word

/** This tip belongs to that event ('new' for one of its own); answers the event. Kept, and wins over every proposal. */
export function moveTip(state: LinkState, tip: string, event: string): string {
  const found = tipNamed(state, tip)
  if (event !== 'new' && state.events[event] === undefined)
    throw new AnalysisError('LINK_STATE', `there is no event ${event}`)
  const to = event === 'new' ? newEvent(state, tip) : event
  delete state.apart[`${tip} ${to}`]
  put(state, tip, found, to)
  return to
}

/**
 * This tip does not belong where it stands; answers its own new event. It will not be proposed for the old one again.
 */
export function unlinkTip(state: LinkState, tip: string): string {
  const found = tipNamed(state, tip)
  state.apart[`${tip} ${found.event}`] = true
  const to = newEvent(state, tip)
  put(state, tip, found, to)
  return to
}

function tipNamed(state: LinkState, tip: string): LinkedTip {
  const found = state.tips[tip]
  if (found === undefined) throw new AnalysisError('LINK_STATE', `there is no tip ${tip} to move`)
  return found
}

function put(state: LinkState, id: string, tip: LinkedTip, to: string): void {
  const rest = eventTips(state, tip.event).filter((other) => other !== id)
  if (rest.length === 0) delete state.events[tip.event]
  else state.events[tip.event] = rest
  state.tips[id] = { ...tip, event: to, byHand: true }
  state.events[to] = [...eventTips(state, to).filter((other) => other !== id), id]
}

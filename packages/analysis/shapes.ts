// The shapes that the rooms of analysis share with the desk. Plain data only: everything here survives JSON.
//
// Words: a tip says something; tips link to an event; a root is a tip that nothing known explains as an echo of
// another; a line of evidence is a root that speaks for the event. Metres, WGS84, ISO 8601 UTC; text offsets are
// Unicode code points, half-open. p and score are between 0 and 1; weights are log-odds (natural logarithm).

/** A language of readers: the console, the tip page and warnings. */
export type Lang = 'en' | 'ar' | 'ckb'
/** A language a tip may be written in. */
export type TextLang = Lang | 'kmr' | 'und'

export interface Interval {
  from: string
  to: string
}
export interface Spot {
  lat: number
  lon: number
  radius_m: number
  name?: string | undefined
}
export type Basis = 'saw' | 'told' | 'heard' | 'inferred'
export type Credibility = 1 | 2 | 3 | 4 | 5 | 6
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F'

/**
 * What the console and reports call an event. `p` is the belief that it is real, `lines` the independent lines for
 * it.
 */
export interface LineEvent {
  id: string
  tips: string[]
  kind: number
  place?: Spot
  when: Interval
  p: number
  interval: [number, number]
  credibility: Credibility
  lines: number
  why: Reason[]
}

/** Traffic Light Protocol 2.0. */
export type Tlp = 'RED' | 'AMBER+STRICT' | 'AMBER' | 'GREEN' | 'CLEAR'

/** Who could know a fact: people near its place, a group of n, or only our source. n is what the officer declares. */
export interface Knowers {
  area?: string
  group?: string
  onlySource?: boolean
  n?: number
}
export interface Fact {
  text: string
  place?: Spot
  when?: Interval
  who: Knowers
}
export interface Report {
  id: string
  events: string[]
  text: string
  tlp: Tlp
  confidence: number
  peopleNear: number
  facts: Fact[]
}

export type ReasonCode =
  // understand
  | 'KIND_TOLD'
  | 'KIND_FROM_WORDS'
  | 'KIND_DIFFERS'
  | 'PLACE_TOLD'
  | 'PLACE_FROM_COORDINATES'
  | 'PLACE_FROM_NAME'
  | 'PLACE_FROM_RELATION'
  | 'TIME_TOLD'
  | 'TIME_FROM_WORDS'
  // link
  | 'NEW_EVENT'
  | 'SAME_PLACE'
  | 'FAR_APART'
  | 'SAME_TIME'
  | 'TIMES_APART'
  | 'SAME_KIND'
  | 'KINDS_FIT'
  | 'KINDS_DIFFER'
  | 'SAME_WORDS'
  | 'NEAR_COPY'
  | 'SAME_MEDIA'
  | 'BY_ANALYST'
  | 'ALSO_FITS'
  // weigh
  | 'PRIOR'
  | 'NO_REPORTS'
  | 'LINES'
  | 'LINE'
  | 'SHARED_ORIGIN'
  | 'COPIES'
  | 'SHARED_MEDIA'
  | 'COORDINATED'
  | 'DENIALS'
  | 'DENIAL'
  | 'UNTESTED'
  | 'HEARSAY_ONLY'
  | 'HIDDEN_DEPENDENCE'
  | 'IF_ONE_VOICE'
  | 'ONE_MORE_LINE'
  | 'OVERRULED'

/** One named reason. Which of the plain fields stand depends on the code; `weight` is log-odds where it applies. */
export interface Reason {
  code: ReasonCode
  weight?: number
  n?: number
  of?: number
  p?: number
  tips?: string[]
  words?: string[]
  event?: string
  metres?: number
  seconds?: number
  grade?: Grade
  basis?: Basis
}

/** A place found in a text. lat, lon and radius_m are null when it is named but could not be resolved. */
export interface Place {
  text: string
  start: number
  end: number
  name: string
  lat: number | null
  lon: number | null
  radius_m: number | null
  score: number
  form: PlaceForm
}
export type PlaceForm = 'name' | 'relation' | 'decimal' | 'dms' | 'mgrs' | 'plus' | 'geo' | 'link'

export interface FoundTime {
  text: string
  start: number
  end: number
  from: number
  to: number
}

export interface Detected {
  lang: TextLang
  script: 'Latn' | 'Arab' | 'mixed' | 'none'
  score: number
}

/** What linking needs of a tip. `source` is a pseudonym; media are SHA-256 of the files. */
export interface TipFacts {
  id: string
  place?: Spot | undefined
  when: Interval
  kind: number
  text: string
  lang: string
  media: string[]
  source?: string | undefined
  heardFrom: string[]
}

/** One tip on one event, as weighing sees it. `at` is when it reached us, unix seconds by the edge's clock. */
export interface WeighReport {
  tip: string
  source: string
  saysTrue: boolean
  basis: Basis
  heardFrom: string[]
  /** tips that this one nearly copies, from linkTip's nearCopies */
  nearCopyOf?: string | string[] | undefined
  /** tips with much of the same wording, less than a copy: only looked at for coordination */
  similarTo?: string[] | undefined
  media: string[]
  at: number
  /** sealed at an edge from plain e-mail, form or call: the sender is easier to forge */
  edgeMade?: boolean | undefined
}

/** A beta posterior over "what this source tells turns out true", and its grade. n counts verified outcomes. */
export interface Reliability {
  grade: Grade
  alpha: number
  beta: number
  n: number
}
/** A verified outcome: this source's word on this event was right or wrong. */
export interface Outcome {
  source: string
  event: string
  right: boolean
}

export interface Weighed {
  p: number
  interval: [number, number]
  credibility: Credibility
  lines: number
  why: Reason[]
  roots: { root: string; tips: string[]; saysTrue: boolean; weight: number }[]
}

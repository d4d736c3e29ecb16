/**
 * A draft of a public warning from an event, and the warning from a draft.
 *
 * Nothing in a draft comes from a source's text: the words are the templates of wording.ts and the kind's own name, the
 * place is a coarse area named by the desk's gazetteer, the times are round. Names, vehicles and plates do not get in
 * here; there is no field for them. What an officer writes into a draft afterwards is the officer's.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Fact, Kind, LineEvent, Report, Tlp } from '@nightjar/analysis'
import { ReleaseError } from './errors.ts'
import { coarseArea } from './place.ts'
import type { Circle } from './place.ts'
import { certaintyOf, WARNING_LANGUAGES } from './warning.ts'
import type {
  CapCategory, CapCertainty, CapResponse, CapSeverity, CapStatus, CapUrgency, Warning, WarningInfo, WarningReference,
} from './warning.ts'
import { cancelWords, descriptionWords, headlineWords, instructionWords, NAMELESS } from './wording.ts'
import type { CancelReason, InLanguages } from './wording.ts'

/** No warning is drawn narrower than this, in metres, unless the line approves another radius. */
export const MINIMUM_RADIUS_M = 2000

export interface Draft {
  id: string
  event: string
  kind: number
  headline: InLanguages
  description: InLanguages
  instruction: InLanguages
  area: Circle & { name: string; names: InLanguages }
  /** The radius in metres below which warningOf refuses, whatever an officer typed. */
  minimumRadius_m: number
  onset: string
  expires: string
  tlp: Tlp
  confidence: number
  peopleNear: number
  facts: Fact[]
  cap: {
    event: InLanguages
    category: CapCategory
    responseType: CapResponse
    severity: CapSeverity
    urgency: CapUrgency
    certainty: CapCertainty
  }
  /** Earlier warnings of this event; with any, the release is an Update. */
  references: WarningReference[]
  state: 'draft' | 'released'
}

export interface DraftContext {
  /** Unix seconds. */
  now: number
  /** The released area's name by the desk's gazetteer: a town or district, never what a tip called it. '' for none. */
  placeName(area: Circle): string | InLanguages
  peopleWithin(lat: number, lon: number, radius_m: number): number
  /** What was released of this event before, oldest first. */
  previous?: readonly Warning[]
  minimumRadius_m?: number
}

/** Throws RELEASE_NO_PLACE when nobody has put the event on the map yet, RELEASE_AREA when its place is none. */
export function makeDraft(event: LineEvent, kind: Kind, ctx: DraftContext): Draft {
  if (event.place === undefined) {
    throw new ReleaseError('RELEASE_NO_PLACE', 'the event has no place yet: set one on the map, then draft the warning')
  }
  const minimumRadius_m = ctx.minimumRadius_m ?? MINIMUM_RADIUS_M
  const area = nameArea(coarseArea(event.place, minimumRadius_m), ctx)
  const peopleNear = roundPeople(ctx.peopleWithin(area.lat, area.lon, area.radius_m))
  const certainty = certaintyOf(event.credibility, event.p)
  const about = { kind, area, certainty, lines: event.lines, peopleNear }
  return {
    id: randomUUID(),
    event: event.id,
    kind: kind.id,
    headline: headlineWords(about),
    description: descriptionWords(about),
    instruction: instructionWords(kind),
    area,
    minimumRadius_m,
    ...warningTimes(event, kind.cap.urgency, ctx.now),
    tlp: 'CLEAR',
    confidence: roundConfidence(event.p),
    peopleNear,
    facts: [{
      text: `${kind.cap.event.en}, ${area.names.en}`,
      place: { lat: area.lat, lon: area.lon, radius_m: area.radius_m, name: area.name },
      when: roundTimes(event.when.from, event.when.to),
      who: { area: area.name },
    }],
    cap: { ...kind.cap, certainty },
    references: (ctx.previous ?? []).map(referenceTo),
    state: 'draft',
  }
}

/** What checkExposure takes. */
export function reportOf(draft: Draft): Report {
  return {
    id: draft.id, events: [draft.event], text: draft.description.en, tlp: draft.tlp,
    confidence: draft.confidence, peopleNear: draft.peopleNear, facts: draft.facts,
  }
}

export interface Release {
  /** From newIdentifier(). */
  identifier: string
  /** CAP's sender: a domain or address of the line, no blanks or commas. */
  sender: string
  /** Unix seconds. */
  now: number
  status: CapStatus
  contact?: string
}

/** Tells nothing: no count, no date, no event. */
export function newIdentifier(): string {
  return `nightjar-${randomBytes(12).toString('hex')}`
}

/** Throws RELEASE_TLP for RED and RELEASE_AREA when somebody narrowed the area below what is approved. */
export function warningOf(draft: Draft, release: Release): Warning {
  if (draft.tlp === 'RED') throw new ReleaseError('RELEASE_TLP', 'TLP:RED stays in the room: no warning is made of it')
  if (!(draft.area.radius_m >= draft.minimumRadius_m)) {
    throw new ReleaseError('RELEASE_AREA', `area: narrower than the approved ${draft.minimumRadius_m} m`)
  }
  return {
    identifier: release.identifier,
    sender: release.sender,
    sent: isoTime(release.now),
    status: release.status,
    msgType: draft.references.length === 0 ? 'Alert' : 'Update',
    ...scopeOf(draft.tlp),
    references: draft.references,
    confidence: draft.confidence,
    peopleNear: draft.peopleNear,
    info: WARNING_LANGUAGES.map((language): WarningInfo => ({
      language,
      category: [draft.cap.category],
      event: draft.cap.event[language],
      responseType: [draft.cap.responseType],
      urgency: draft.cap.urgency,
      severity: draft.cap.severity,
      certainty: draft.cap.certainty,
      headline: draft.headline[language],
      description: draft.description[language],
      instruction: draft.instruction[language],
      onset: draft.onset,
      expires: draft.expires,
      ...(release.contact === undefined ? {} : { contact: release.contact }),
      area: {
        desc: draft.area.names[language],
        circle: { lat: draft.area.lat, lon: draft.area.lon, radius_m: draft.area.radius_m },
      },
    })),
  }
}

/**
 * Takes back everything released of an event. `wrong`: it did not prove true; `ended`: the danger is over.
 * Throws RELEASE_REFERENCES when there is nothing to take back.
 */
export function cancellationOf(previous: readonly Warning[], release: Release, why: CancelReason): Warning {
  const last = previous.at(-1)
  if (last === undefined) throw new ReleaseError('RELEASE_REFERENCES', 'there is no earlier warning to cancel')
  return {
    ...last,
    identifier: release.identifier,
    sender: release.sender,
    sent: isoTime(release.now),
    status: release.status,
    msgType: 'Cancel',
    references: previous.map(referenceTo),
    info: last.info.map(({ onset: _onset, ...info }) => ({
      ...info,
      ...cancelWords(info, why),
      responseType: ['AllClear'],
      urgency: 'Past',
      certainty: why === 'wrong' ? 'Unlikely' : info.certainty,
      expires: isoTime(release.now + 24 * HOUR),
    })),
  }
}

function referenceTo({ sender, identifier, sent }: Warning): WarningReference {
  return { sender, identifier, sent }
}

function scopeOf(tlp: Exclude<Tlp, 'RED'>): Pick<Warning, 'scope' | 'restriction'> {
  return tlp === 'CLEAR' ? { scope: 'Public' } : { scope: 'Restricted', restriction: `TLP:${tlp}` }
}

function nameArea(area: Circle, ctx: DraftContext): Draft['area'] {
  const found = ctx.placeName(area)
  const given = typeof found === 'string' ? { en: found, ar: found, ckb: found } : found
  const names = Object.values(given).some((name) => name.trim() === '') ? NAMELESS : { ...given }
  return { ...area, name: names.en, names }
}

const HOUR = 3600
/** Hours that a warning holds unless an officer says otherwise. */
const HOLDS_HOURS: Record<CapUrgency, number> = { Immediate: 12, Expected: 24, Future: 72, Past: 24, Unknown: 24 }
const LONGEST_HOURS = 7 * 24
/** Round enough that a warning does not say at which minute somebody stood at a window. */
const ROUND_HOURS = 6

/** From now on, not from when it was seen; a time still to come moves the end, rounded and bounded. */
function warningTimes(event: LineEvent, urgency: CapUrgency, now: number): { onset: string; expires: string } {
  const from = Math.floor(now / HOUR) * HOUR
  const toCome = roundUp(Date.parse(event.when.to) / 1000, ROUND_HOURS * HOUR)
  const wanted = Math.max(now + HOLDS_HOURS[urgency] * HOUR, Number.isNaN(toCome) ? 0 : toCome)
  const until = Math.min(roundUp(wanted, HOUR), from + LONGEST_HOURS * HOUR)
  return { onset: isoTime(from), expires: isoTime(until) }
}

function roundTimes(from: string, to: string): { from: string; to: string } {
  const step = ROUND_HOURS * HOUR
  return {
    from: isoTime(Math.floor(Date.parse(from) / 1000 / step) * step),
    to: isoTime(roundUp(Date.parse(to) / 1000, step)),
  }
}

function roundUp(seconds: number, step: number): number {
  return Math.ceil(seconds / step) * step
}

/** To 0.05, and never 0 or 1: nobody is that sure, and finer steps would show each single tip arriving. */
function roundConfidence(p: number): number {
  return Math.min(0.95, Math.max(0.05, Math.round(p * 20) / 20))
}

/** To two figures: the gazetteer knows no better. */
function roundPeople(people: number): number {
  if (!(people > 0)) return 0
  const step = 10 ** Math.max(0, Math.floor(Math.log10(people)) - 1)
  return Math.round(people / step) * step
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/u, 'Z')
}

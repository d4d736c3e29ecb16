/**
 * The shapes of the desk's API. The routes that carry them are in routes.ts; the OpenAPI document is made from both.
 *
 * Times are ISO 8601 UTC strings with a Z. Lengths are metres, places WGS84 degrees. Offsets in text are Unicode code
 * points, half-open. Text that a source wrote is given in `text` in a form that is safe to show (see TipDetail).
 */
import { Type, type Static } from 'typebox'

const Iso = Type.String({ format: 'date-time' })
const Hex = (octets: number) => Type.String({ pattern: `^[0-9a-f]{${octets * 2}}$` })
const Probability = Type.Number({ minimum: 0, maximum: 1 })

/** A tip's id: 16 octets in hex, 4 when it came by SMS. */
export const TipId = Type.String({ pattern: '^([0-9a-f]{8}|[0-9a-f]{32})$' })
/** Ids that the desk gives: events, drafts, releases. */
export const DeskId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })

/** One text in each of the line's languages. */
export const InLanguages = Type.Object({ en: Type.String(), ar: Type.String(), ckb: Type.String() })
export type InLanguages = Static<typeof InLanguages>

export const Failure = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) })
export type Failure = Static<typeof Failure>

const Latitude = Type.Number({ minimum: -90, maximum: 90 })
const Longitude = Type.Number({ minimum: -180, maximum: 180 })
const Radius = Type.Number({ minimum: 0, maximum: 20_000_000 })

export const PlaceShape = Type.Object({
  lat: Latitude, lon: Longitude, radius_m: Radius, name: Type.String({ maxLength: 512 }),
})
export type PlaceShape = Static<typeof PlaceShape>

export const Interval = Type.Object({ from: Iso, to: Iso })
export type Interval = Static<typeof Interval>

/** A reason of the analysis: a code and plain data. `weight` is in log-odds; sentences come beside it. */
export const ReasonShape = Type.Object({ code: Type.String() }, { additionalProperties: true })
export type ReasonShape = Static<typeof ReasonShape>

export const Channel = Type.Enum(['app', 'web', 'webNoScript', 'api', 'email', 'sms', 'voice', 'person'])
export const Basis = Type.Enum(['saw', 'told', 'heard', 'inferred'])
export const Urgency = Type.Integer({ minimum: 0, maximum: 3, description: '0 can wait, 3 lives are at stake now' })
export const TipState = Type.Enum(['open', 'done'])
export const OutcomeName = Type.Enum(['confirmed', 'false', 'acted', 'unknown', 'harm'])
export const Tlp = Type.Enum(['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'])
export const Credibility = Type.Integer({
  minimum: 1, maximum: 6, description: 'Admiralty code: 1 confirmed, 6 unknown',
})
export type Channel = Static<typeof Channel>
export type Basis = Static<typeof Basis>
export type TipState = Static<typeof TipState>
export type OutcomeName = Static<typeof OutcomeName>
export type Tlp = Static<typeof Tlp>

/** Without a session only `locked` and `setUp` are there. */
export const DeskState = Type.Object({
  locked: Type.Boolean(),
  setUp: Type.Boolean({ description: 'false when `nightjar init` has not been run for this folder' }),
  lastPullAt: Type.Optional(Iso),
  pullSeconds: Type.Optional(Type.Number()),
  intake: Type.Optional(Type.Enum(['ok', 'down', 'never'])),
  keyListUntil: Type.Optional(Type.String({ description: 'the end of the last epoch for which sources hold a key' })),
  line: Type.Optional(Type.Object({ profile: Type.String(), languages: Type.Array(Type.String()) })),
  lockAfterMinutes: Type.Optional(Type.Number()),
  counts: Type.Optional(Type.Object({
    tips: Type.Integer({ description: 'tips in the store' }),
    waiting: Type.Integer({ description: 'open tips' }),
    events: Type.Integer(),
    unopened: Type.Integer({ description: 'envelopes that did not open, for whatever reason' }),
    expired: Type.Integer({ description: 'of these, envelopes whose key has been destroyed' }),
    toAnalyse: Type.Integer({ description: 'tips stored and not yet understood, linked and weighed' }),
    repliesQueued: Type.Integer({ description: 'replies not yet posted on the board' }),
    boardLeftOut: Type.Integer({ description: 'replies that did not fit on the board as it stands' }),
    attachmentsMissing: Type.Integer(),
  })),
  lanes: Type.Optional(Type.Record(Type.String(), Type.Object({
    waiting: Type.Integer(), bytes: Type.Integer(), full: Type.Boolean(),
  }), { description: 'what waits at intake, as it said at the last pull' })),
  protections: Type.Optional(Type.Array(Type.String(), { description: 'what this machine lacks, in words' })),
})
export type DeskState = Static<typeof DeskState>

export const Unlock = Type.Object(
  { passphrase: Type.String({ minLength: 1, maxLength: 1024 }) },
  { additionalProperties: false },
)

export const KindShape = Type.Object({
  id: Type.Integer(),
  slug: Type.String(),
  urgency: Urgency,
  names: InLanguages,
  questions: Type.Object({
    en: Type.Array(Type.String()), ar: Type.Array(Type.String()), ckb: Type.Array(Type.String()),
  }),
  advice: Type.Object({
    en: Type.Array(Type.String()), ar: Type.Array(Type.String()), ckb: Type.Array(Type.String()),
  }),
  asked: Type.Boolean({ description: 'in the profile of this line: shown to sources' }),
  picture: Type.String({ description: 'SVG text, for an <img> through a data: URL; never markup of the page' }),
})
export type KindShape = Static<typeof KindShape>

export const NearName = Type.Object({
  name: Type.String(),
  names: Type.Array(Type.Object({ text: Type.String(), lang: Type.Optional(Type.String()) })),
  lat: Type.Number(),
  lon: Type.Number(),
  radius_m: Type.Number(),
  level: Type.String(),
  km: Type.Number({ description: 'from the point asked for' }),
})
export type NearName = Static<typeof NearName>

export const TipRow = Type.Object({
  id: TipId,
  receivedAt: Iso,
  channel: Channel,
  kind: Type.Integer(),
  kindFrom: Type.Enum(['told', 'words']),
  urgency: Urgency,
  lang: Type.String(),
  place: Type.Optional(PlaceShape),
  placeFrom: Type.Optional(Type.String({ description: 'told (set by the source), or what in the text gave it' })),
  when: Interval,
  whenTrusted: Type.Boolean({ description: 'false when the source\'s clock cannot be right: `when` is then widened' }),
  gist: Type.String({ description: 'the beginning of the text, one line, safe to show' }),
  attachments: Type.Integer(),
  eventId: Type.Optional(DeskId),
  p: Type.Optional(Probability),
  credibility: Type.Optional(Credibility),
  duress: Type.Boolean(),
  answered: Type.Boolean(),
  state: TipState,
  source: Type.String({ description: 'the pseudonym of the source, never an address' }),
  amended: Type.Boolean({ description: 'the same tip came again with other content; see amendments' }),
})
export type TipRow = Static<typeof TipRow>

export const TipPage = Type.Object({ items: Type.Array(TipRow), next: Type.Optional(Type.String()) })
export type TipPage = Static<typeof TipPage>

export const FoundPlace = Type.Object({
  text: Type.String(),
  start: Type.Integer(),
  end: Type.Integer(),
  name: Type.String(),
  lat: Type.Union([Type.Number(), Type.Null()]),
  lon: Type.Union([Type.Number(), Type.Null()]),
  radius_m: Type.Union([Type.Number(), Type.Null()]),
  score: Type.Number(),
  form: Type.Enum(['name', 'relation', 'decimal', 'dms', 'mgrs', 'plus', 'geo', 'link']),
})
export type FoundPlace = Static<typeof FoundPlace>

export const AttachmentShape = Type.Object({
  n: Type.Integer({ minimum: 0 }),
  type: Type.String({ description: 'as the source said; never trusted' }),
  bytes: Type.Integer(),
  state: Type.Enum(['waiting', 'ready', 'refused', 'missing']),
  preview: Type.Boolean({ description: 'a re-encoded image without metadata can be had' }),
  code: Type.Optional(Type.String({ description: 'why it is refused or missing' })),
})
export type AttachmentShape = Static<typeof AttachmentShape>

export const ReplyShape = Type.Object({
  text: Type.String(), at: Iso, state: Type.Enum(['queued', 'posted']),
})
export type ReplyShape = Static<typeof ReplyShape>

export const Amendment = Type.Object({
  at: Iso, kind: Type.Integer(), text: Type.String(), when: Interval, place: Type.Optional(PlaceShape),
})
export type Amendment = Static<typeof Amendment>

export const TipDetail = Type.Interface([TipRow], {
  /**
   * Same number of code points as what was sent: bidirectional overrides and isolates, tags and control characters are
   * each replaced by one visible character, so `places` fit and nothing can reorder the page around it.
   */
  text: Type.String(),
  /** What in the text was replaced; empty for nearly all tips. */
  marks: Type.Array(Type.Enum(['bidi', 'control', 'invisible'])),
  basis: Basis,
  heardFrom: Type.Array(Type.String()),
  composedAt: Type.Optional(Type.Object({
    at: Iso, clock: Type.Enum(['network', 'set', 'doubtful']), trusted: Type.Boolean(),
  })),
  counter: Type.Optional(Type.Integer({ description: 'the source\'s own count: a gap is a tip still under way' })),
  places: Type.Array(FoundPlace),
  attachmentList: Type.Array(AttachmentShape),
  nearCopies: Type.Array(TipId),
  carried: Type.Integer({ description: 'in how many envelopes this tip came: one tip by two ways counts once' }),
  amendments: Type.Array(Amendment),
  replies: Type.Array(ReplyShape),
  canReply: Type.Boolean(),
  reasons: Type.Array(ReasonShape),
  sourceGrade: Type.Enum(['A', 'B', 'C', 'D', 'E', 'F']),
})
export type TipDetail = Static<typeof TipDetail>

export const NewReply = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 2000 }) }, { additionalProperties: false },
)
export const NewTipState = Type.Object({ state: TipState }, { additionalProperties: false })
export const Move = Type.Object(
  { event: Type.Union([Type.Literal('new'), DeskId]) }, { additionalProperties: false },
)
export const Moved = Type.Object({ event: DeskId })

export const EventRow = Type.Object({
  id: DeskId,
  kind: Type.Integer(),
  urgency: Urgency,
  place: Type.Optional(PlaceShape),
  placeName: Type.String({ description: 'the nearest name known, or empty' }),
  when: Interval,
  p: Probability,
  interval: Type.Tuple([Probability, Probability]),
  credibility: Credibility,
  lines: Type.Integer({ description: 'independent lines of evidence' }),
  tipCount: Type.Integer(),
  openTips: Type.Integer(),
  lastTipAt: Iso,
  outcome: Type.Optional(OutcomeName),
  released: Type.Boolean(),
})
export type EventRow = Static<typeof EventRow>

export const EventPage = Type.Object({ items: Type.Array(EventRow), next: Type.Optional(Type.String()) })
export type EventPage = Static<typeof EventPage>

export const WayOut = Type.Object({
  change: Type.Enum(['area', 'time', 'detail', 'delay', 'wait']),
  factor: Type.Optional(Type.Number({ description: 'area: times the radius' })),
  hours: Type.Optional(Type.Number({ description: 'time: to widen by; delay: to wait' })),
  fact: Type.Optional(Type.Integer({ description: 'detail: index of the fact to leave out' })),
  n: Type.Number({ description: 'how many people could have known, once changed so' }),
  enough: Type.Boolean(),
})

export const ExposureShape = Type.Object({
  n: Type.Number({ description: 'how many people could have known all of it' }),
  k: Type.Number({ description: 'how many must at least' }),
  held: Type.Boolean(),
  facts: Type.Array(Type.Object({ text: Type.String(), n: Type.Number() })),
  ways: Type.Array(WayOut),
})
export type ExposureShape = Static<typeof ExposureShape>

export const FactShape = Type.Object({
  text: Type.String({ maxLength: 1000 }),
  place: Type.Optional(Type.Object({
    lat: Latitude, lon: Longitude, radius_m: Radius, name: Type.Optional(Type.String({ maxLength: 512 })),
  })),
  when: Type.Optional(Interval),
  who: Type.Object({
    area: Type.Optional(Type.String({ maxLength: 512 })),
    group: Type.Optional(Type.String({ maxLength: 200 })),
    onlySource: Type.Optional(Type.Boolean()),
    n: Type.Optional(Type.Number({ minimum: 0 })),
  }),
})
export type FactShape = Static<typeof FactShape>

/** Where a warning holds, named by the desk's gazetteer and never by what a tip called the place. */
export const AreaShape = Type.Object({
  lat: Latitude, lon: Longitude, radius_m: Radius, name: Type.String(), names: InLanguages,
})
export type AreaShape = Static<typeof AreaShape>

/** Without names the desk names the area itself. */
const NewArea = Type.Object({
  lat: Latitude, lon: Longitude, radius_m: Radius, names: Type.Optional(InLanguages),
}, { additionalProperties: false })

export const DraftShape = Type.Object({
  id: DeskId,
  event: DeskId,
  kind: Type.Integer(),
  headline: InLanguages,
  description: InLanguages,
  instruction: InLanguages,
  area: AreaShape,
  minimumRadius_m: Type.Number({ description: 'a narrower area is refused' }),
  onset: Iso,
  expires: Iso,
  tlp: Tlp,
  confidence: Probability,
  peopleNear: Type.Number({ minimum: 0 }),
  facts: Type.Array(FactShape),
  exposure: ExposureShape,
  state: Type.Enum(['draft', 'released']),
  release: Type.Optional(DeskId),
  madeAt: Iso,
})
export type DraftShape = Static<typeof DraftShape>

/** What an officer may change. Confidence and the people near are the desk's own and cannot be changed or left out. */
export const DraftChange = Type.Partial(Type.Object({
  headline: InLanguages,
  description: InLanguages,
  instruction: InLanguages,
  area: NewArea,
  onset: Iso,
  expires: Iso,
  tlp: Tlp,
  facts: Type.Array(FactShape, { maxItems: 50 }),
}), { additionalProperties: false })
export type DraftChange = Static<typeof DraftChange>

export const NewRelease = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 1000 })) }, { additionalProperties: false },
)
export const Released = Type.Object({ id: DeskId })

/** 409: who could have known is too few; `exposure.ways` says what would help. */
export const Held = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String() }),
  exposure: Type.Optional(ExposureShape),
  problems: Type.Optional(Type.Array(Type.Object({ code: Type.String(), message: Type.String() }))),
})
export type Held = Static<typeof Held>

export const ReleaseRow = Type.Object({
  id: DeskId,
  event: DeskId,
  draft: DeskId,
  at: Iso,
  kind: Type.Integer(),
  headline: InLanguages,
  area: AreaShape,
  tlp: Tlp,
  confidence: Probability,
  peopleNear: Type.Number(),
  expires: Iso,
})
export type ReleaseRow = Static<typeof ReleaseRow>

export const ReleasePage = Type.Object({ items: Type.Array(ReleaseRow), next: Type.Optional(Type.String()) })
export type ReleasePage = Static<typeof ReleasePage>

export const ReleaseDetail = Type.Interface([ReleaseRow], {
  description: InLanguages,
  instruction: InLanguages,
  onset: Iso,
  facts: Type.Array(FactShape),
  exposure: ExposureShape,
})
export type ReleaseDetail = Static<typeof ReleaseDetail>

export const OutcomeShape = Type.Object({ outcome: OutcomeName, reason: Type.String(), at: Iso })
export type OutcomeShape = Static<typeof OutcomeShape>

export const NewOutcome = Type.Object(
  { outcome: OutcomeName, reason: Type.String({ maxLength: 1000 }) }, { additionalProperties: false },
)

export const EventDetail = Type.Interface([EventRow], {
  tips: Type.Array(TipRow),
  why: Type.Array(ReasonShape),
  reasons: InLanguages,
  roots: Type.Array(Type.Object({ root: Type.String(), tips: Type.Array(TipId) }), {
    description: 'the lines of evidence: tips that share one origin stand together',
  }),
  history: Type.Array(Type.Object({ at: Iso, p: Probability, interval: Type.Tuple([Probability, Probability]) })),
  outcomeGiven: Type.Optional(OutcomeShape),
  drafts: Type.Array(DraftShape),
  releases: Type.Array(ReleaseRow),
})
export type EventDetail = Static<typeof EventDetail>

export const AuditEntry = Type.Object({
  seq: Type.Integer(),
  at: Iso,
  act: Type.Enum([
    'unlock', 'lock', 'read', 'preview', 'answer', 'state', 'move', 'outcome', 'draft', 'change', 'release',
  ]),
  about: Type.Optional(Type.String({ description: 'the id of the tip, event, draft or release' })),
  hash: Hex(32),
})
export type AuditEntry = Static<typeof AuditEntry>

export const AuditPage = Type.Object({ items: Type.Array(AuditEntry), next: Type.Optional(Type.String()) })
export type AuditPage = Static<typeof AuditPage>

/** Envelopes that did not open, or opened to something that is not a tip. */
export const Unopened = Type.Object({
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'by code' }),
  items: Type.Array(Type.Object({ at: Iso, code: Type.String(), bytes: Type.Integer() })),
})
export type Unopened = Static<typeof Unopened>

/** `event:` of the stream at /changes; `data:` is `{"id": string}`, `id:` the store's change counter. */
export const ChangeName = Type.Enum(['tip', 'event', 'release', 'state'])
export type ChangeName = Static<typeof ChangeName>

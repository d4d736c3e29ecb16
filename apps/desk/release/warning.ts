/**
 * A warning, before it is written as CAP 1.2 (spec/release.md, section 1).
 *
 * Times are ISO 8601 in UTC, distances metres, positions WGS84 degrees. `confidence` and `peopleNear` belong to the
 * warning itself, not to an export of it: renderCap writes both into every language and refuses a warning without them.
 */
import { Type } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { ReleaseError } from './errors.ts'

export const CAP_STATUS = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const CAP_MESSAGE = ['Alert', 'Update', 'Cancel'] as const
export const CAP_SCOPE = ['Public', 'Restricted', 'Private'] as const
export const CAP_CATEGORY = [
  'Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other',
] as const
export const CAP_RESPONSE = [
  'Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None',
] as const
export const CAP_URGENCY = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const CAP_SEVERITY = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CAP_CERTAINTY = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const
export const WARNING_LANGUAGES = ['en', 'ar', 'ckb'] as const

export type CapStatus = (typeof CAP_STATUS)[number]
export type CapMessage = (typeof CAP_MESSAGE)[number]
export type CapCategory = (typeof CAP_CATEGORY)[number]
export type CapResponse = (typeof CAP_RESPONSE)[number]
export type CapUrgency = (typeof CAP_URGENCY)[number]
export type CapSeverity = (typeof CAP_SEVERITY)[number]
export type CapCertainty = (typeof CAP_CERTAINTY)[number]
export type WarningLanguage = (typeof WARNING_LANGUAGES)[number]

const oneOf = <const T extends string>(values: readonly T[]) => Type.Unsafe<T>(Type.Enum([...values]))
const closed = { additionalProperties: false }
const point = Type.Object({ lat: Type.Number(), lon: Type.Number() }, closed)

export const WarningReference = Type.Object({
  sender: Type.String(), identifier: Type.String(), sent: Type.String(),
}, closed)

export const WarningArea = Type.Object({
  desc: Type.String(),
  circle: Type.Optional(Type.Object({ lat: Type.Number(), lon: Type.Number(), radius_m: Type.Number() }, closed)),
  polygon: Type.Optional(Type.Array(point)),
  geocode: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed))),
}, closed)

export const WarningInfo = Type.Object({
  language: oneOf(WARNING_LANGUAGES),
  category: Type.Array(oneOf(CAP_CATEGORY), { minItems: 1 }),
  event: Type.String(),
  responseType: Type.Array(oneOf(CAP_RESPONSE)),
  urgency: oneOf(CAP_URGENCY),
  severity: oneOf(CAP_SEVERITY),
  certainty: oneOf(CAP_CERTAINTY),
  headline: Type.String(),
  description: Type.String(),
  instruction: Type.String(),
  onset: Type.Optional(Type.String()),
  expires: Type.String(),
  contact: Type.Optional(Type.String()),
  area: WarningArea,
}, closed)

export const Warning = Type.Object({
  identifier: Type.String(),
  sender: Type.String(),
  sent: Type.String(),
  status: oneOf(CAP_STATUS),
  msgType: oneOf(CAP_MESSAGE),
  scope: oneOf(CAP_SCOPE),
  /** Who may have it, in words; CAP demands it of a Restricted warning. */
  restriction: Type.Optional(Type.String()),
  /** The earlier warnings of the same event that this one updates or cancels. */
  references: Type.Array(WarningReference),
  /** How sure the desk is that the event is real, 0 to 1. */
  confidence: Type.Number(),
  /** People known to be near the released area. */
  peopleNear: Type.Number(),
  info: Type.Array(WarningInfo, { minItems: 1 }),
}, closed)

export type WarningReference = Type.Static<typeof WarningReference>
export type WarningArea = Type.Static<typeof WarningArea>
export type WarningInfo = Type.Static<typeof WarningInfo>
export type Warning = Type.Static<typeof Warning>

/** The one way from unknown JSON to a Warning. Throws RELEASE_NO_CONFIDENCE, RELEASE_NO_PEOPLE or RELEASE_SHAPE. */
export function parseWarning(json: unknown): Warning {
  if (typeof json === 'object' && json !== null) {
    assertEvidence('confidence' in json ? json.confidence : undefined,
      'peopleNear' in json ? json.peopleNear : undefined)
  }
  if (Check(Warning, json)) return json
  const first = Errors(Warning, json)[0]
  const where = first === undefined || first.instancePath === '' ? 'it' : first.instancePath
  throw new ReleaseError('RELEASE_SHAPE', `not a warning: ${where} ${first?.message ?? 'has the wrong shape'}`)
}

/** What no warning leaves without, whoever built it. */
export function assertEvidence(confidence: unknown, peopleNear: unknown): void {
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) {
    throw new ReleaseError('RELEASE_NO_CONFIDENCE', 'a warning needs its confidence, a number from 0 to 1')
  }
  if (typeof peopleNear !== 'number' || !Number.isSafeInteger(peopleNear) || peopleNear < 0) {
    throw new ReleaseError('RELEASE_NO_PEOPLE', 'a warning needs the people known to be near, a whole number from 0')
  }
}

const BY_CREDIBILITY: Record<1 | 2 | 3 | 4 | 5 | 6, CapCertainty> = {
  1: 'Observed', 2: 'Likely', 3: 'Possible', 4: 'Possible', 5: 'Unlikely', 6: 'Unknown',
}
const LEAST_SURE_LAST = ['Observed', 'Likely', 'Possible', 'Unlikely'] as const

/**
 * CAP's certainty from the Admiralty credibility and the probability: whichever of the two is less sure, and Unknown
 * for credibility 6. The table stands in spec/release.md, section 2.
 */
export function certaintyOf(credibility: 1 | 2 | 3 | 4 | 5 | 6, p: number): CapCertainty {
  const told = BY_CREDIBILITY[credibility]
  if (told === 'Unknown' || !(p >= 0 && p <= 1)) return 'Unknown'
  const weighed = p >= 0.9 ? 'Observed' : p > 0.5 ? 'Likely' : p > 0.1 ? 'Possible' : 'Unlikely'
  const places = [told, weighed].map((word) => LEAST_SURE_LAST.findIndex((listed) => listed === word))
  return LEAST_SURE_LAST[Math.max(...places)] ?? 'Unknown'
}

// The one entry of @nightjar/analysis: pure functions, values in and values out.
export type {
  Basis,
  Credibility,
  Detected,
  Fact,
  FoundTime,
  Grade,
  Interval,
  Knowers,
  Lang,
  LineEvent,
  Outcome,
  Place,
  PlaceForm,
  Reason,
  ReasonCode,
  Reliability,
  Report,
  Spot,
  TextLang,
  TipFacts,
  Tlp,
  WeighReport,
  Weighed,
} from './shapes.ts'
export { AnalysisError } from './error.ts'
export type { AnalysisErrorCode } from './error.ts'
export { KIND_OTHER, kindBook, parseKind, parseProfile } from './kindbook.ts'
export type { Kind, KindBook, Profile } from './kindbook.ts'
export { buildGazetteer, nearestNames } from './place/gazetteer.ts'
export type { Gazetteer, GazetteerRow, Level, NearName } from './place/gazetteer.ts'
export { findPlaces } from './place/find.ts'
export type { FindOptions } from './place/find.ts'
export { findCoordinates } from './place/coordinates.ts'
export { iraqRows } from './place/iraq.ts'
export { findTimes } from './time.ts'
export { detectLanguage } from './language.ts'
export { classifyKind } from './kind.ts'
export { gist, understand } from './understand.ts'
export type { GistWith, Understanding, UnderstandWith } from './understand.ts'
export { linkTip, moveTip, newLinkState, unlinkTip } from './link/link.ts'
export type { Linked } from './link/link.ts'
export type { LinkedTip, LinkState } from './link/state.ts'
export { weigh } from './weigh/weigh.ts'
export type { WeighOptions } from './weigh/weigh.ts'
export { reliabilityOf, UNTESTED } from './weigh/reliability.ts'
export { checkExposure } from './guard/exposure.ts'
export type { Change, Exposure, ExposureContext, Way } from './guard/exposure.ts'
export { peopleFrom } from './guard/people.ts'
export { reasonSentence } from './explain.ts'

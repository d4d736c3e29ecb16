/** Every way in which making, reading or signing a warning can fail. Stable: other programs act on these codes. */
export type ReleaseErrorCode =
  | 'RELEASE_NO_CONFIDENCE' // a warning must say how sure it is
  | 'RELEASE_NO_PEOPLE' // a warning must say how many people are known to be near
  | 'RELEASE_NO_PLACE' // an event without a place cannot become a warning
  | 'RELEASE_SHAPE' // the JSON is not a warning
  | 'RELEASE_FIELD' // a field's value cannot be written in CAP
  | 'RELEASE_TIME' // not a time, or times in the wrong order
  | 'RELEASE_AREA' // a circle or polygon that is none
  | 'RELEASE_TLP' // the label forbids a warning
  | 'RELEASE_REFERENCES' // an update or cancellation that names no earlier warning, or an alert that does
  | 'RELEASE_XML' // what should be signed is not the XML that renderCap writes
  | 'RELEASE_KEY' // the signing key or certificate does not fit

/** The message names the field and what was expected; it never repeats the field's text. */
export class ReleaseError extends Error {
  readonly code: ReleaseErrorCode

  constructor(code: ReleaseErrorCode, message: string) {
    super(message)
    this.name = 'ReleaseError'
    this.code = code
  }
}

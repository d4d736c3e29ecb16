/**
 * Every way in which this package refuses something, one stable code an outcome. A failed tag is ENVELOPE_TAG whatever
 * the cause (wrong key, wrong epoch, changed octet, cut ciphertext made whole again): telling causes apart would tell a
 * forger something. Messages never carry content.
 */
export type EnvelopeErrorCode =
  // envelope
  | 'ENVELOPE_SIZE' | 'ENVELOPE_SUITE' | 'ENVELOPE_KEY_UNKNOWN' | 'ENVELOPE_TAG' | 'PADDING'
  // deterministic CBOR
  | 'CBOR_CUT' | 'CBOR_TRAILING' | 'CBOR_NOT_SHORTEST' | 'CBOR_ORDER' | 'CBOR_DUPLICATE' | 'CBOR_INDEFINITE'
  | 'CBOR_FLOAT' | 'CBOR_TYPE' | 'CBOR_NUMBER' | 'CBOR_UTF8' | 'CBOR_DEPTH'
  // payload
  | 'PAYLOAD_VERSION' | 'PAYLOAD_SHAPE' | 'PAYLOAD_RANGE' | 'PAYLOAD_LIMIT' | 'PAYLOAD_COORDINATES' | 'PAYLOAD_TIME'
  | 'PAYLOAD_TOO_LARGE'
  // keys
  | 'KEY_LENGTH' | 'KEY_INVALID' | 'KEY_NONE' | 'FINGERPRINT_INVALID'
  | 'KEYLIST_MALFORMED' | 'KEYLIST_TOO_LONG' | 'KEYLIST_ROOT' | 'KEYLIST_SIGNATURE' | 'KEYLIST_BODY' | 'KEYLIST_OLD'
  | 'KEYLIST_EXPIRED'
  // attachments
  | 'ATTACHMENT_TAG' | 'ATTACHMENT_CUT' | 'ATTACHMENT_LONG' | 'ATTACHMENT_TOO_LARGE' | 'ATTACHMENT_SIZE'
  // receipt and board
  | 'RECEIPT_INVALID' | 'BOARD_SIZE' | 'BOARD_FULL' | 'REPLY_TOO_LONG'

export class EnvelopeError extends Error {
  override name = 'EnvelopeError'
  readonly code: EnvelopeErrorCode

  constructor(code: EnvelopeErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export function refuse(code: EnvelopeErrorCode, message: string): never {
  throw new EnvelopeError(code, message)
}

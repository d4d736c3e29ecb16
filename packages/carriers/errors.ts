/** Every way in which this package refuses something, one stable code an outcome. Messages never carry content. */
export type CarrierErrorCode =
  // fragments
  | 'FRAGMENT_KIND' | 'FRAGMENT_LENGTH' | 'FRAGMENT_COUNT' | 'FRAGMENT_SEQUENCE' | 'FRAGMENT_SIZE' | 'FRAGMENT_ENVELOPE'
  | 'FRAGMENT_HASH'
  // text messages
  | 'TEXT_ALPHABET' | 'TEXT_LENGTH'
  // QR frames
  | 'QR_SIZE' | 'QR_NONE'

export class CarrierError extends Error {
  override name = 'CarrierError'
  readonly code: CarrierErrorCode

  constructor(code: CarrierErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export function refuse(code: CarrierErrorCode, message: string): never {
  throw new CarrierError(code, message)
}

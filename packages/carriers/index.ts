/** What moves envelopes. It opens none and needs no key. QR frames stand apart, in ./qr and ./qr-read. */
export {
  BundleError, type BundleEnd, type BundleItem, MAX_RECORD_BYTES, readBundle, readWholeBundle, streamBundle,
  writeBundle,
} from './bundle.ts'
export { CarrierError, type CarrierErrorCode } from './errors.ts'
export {
  endless, type Fragment, FRAGMENT_HEADER_BYTES, type Fragmenter, isFragment, MAX_FRAGMENTED_BYTES, newFragmenter,
  parseFragment, split, type SplitOptions, symbolsIn,
} from './fragment.ts'
export { type Joiner, type JoinStep, newJoiner, type Waiting } from './join.ts'
export {
  bytesToText, SMS_BINARY_BYTES, SMS_TEXT_BYTES, SMS_TEXT_SEPTETS, TEXT_ALPHABET, textToBytes,
} from './sms-text.ts'

/** What moves envelopes. It opens none and needs no key. */
export {
  BundleError, type BundleEnd, type BundleItem, MAX_RECORD_BYTES, readBundle, readWholeBundle, streamBundle,
  writeBundle,
} from './bundle.ts'

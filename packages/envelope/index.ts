/**
 * The sealing side: everything that needs no private sealing key. What opens is '@nightjar/envelope/open'.
 */
export { type Bytes } from './bytes.ts'
export { EnvelopeError, type EnvelopeErrorCode } from './errors.ts'
export { type CborMap, type CborValue } from './cbor.ts'
export {
  CHANNELS, decodePayload, encodePayload, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_HEARD_FROM, MAX_HEARD_FROM_BYTES,
  MAX_NAME_BYTES, MAX_RADIUS_M, MAX_TEXT_BYTES, MAX_VAULT_BYTES, MAX_VAULT_KEYS, newPayload, type Payload, TIME_END,
} from './payload.ts'
export { hex, type Tip, tipOf } from './tip.ts'
export { ENVELOPE_SIZES, MAX_PAYLOAD_BYTES } from './padding.ts'
export { envelopeHash, looksLikeEnvelope, RECOVERY_EPOCH, type SealingKey } from './envelope.ts'
export { seal, type Sealed, type SealOptions } from './seal.ts'
export { createSealingKeyPair, PRIVATE_KEY_BYTES, PUBLIC_KEY_BYTES } from './hpke.ts'
export { EPOCH_SECONDS, epochAt, epochStart } from './epoch.ts'
export { createRoot, fingerprintOf, parseFingerprint, rootFingerprint } from './root.ts'
export {
  chooseKey, isWholeKeyList, KEY_LIST_SIZE, type KeyList, type KeyListContent, type KeyListEpoch, type KeyListTrust,
  keyListUntil, MAX_EPOCHS, signKeyList, sliceKeyList, verifyKeyList,
} from './keylist.ts'
export { attachmentLocator, attachmentSealer, newAttachmentKey, sealedAttachmentSize } from './attachment.ts'
export {
  createReceipt, type Numerals, parseReceiptIn, receiptDigits, receiptShoppingListOf, receiptWordsOf, replyKeyOf,
} from './receipt.ts'
export {
  parseReceipt, type ReceiptLanguage, receiptShoppingList, receiptWords, wordLists,
} from './receipt-languages.ts'
export type { WordList } from './words.ts'
export {
  BOARD_ENTRIES, BOARD_SIZE, BOARD_SLOTS, boardHasAck, boardSaysExpired, checkBoard, MAX_REPLY_BYTES, readReplies,
  type Reply,
} from './board.ts'

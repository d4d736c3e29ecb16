/** What a vector file holds (README.md beside this says it in words). Hex is lower case; base64 is the ordinary one. */
import type { EnvelopeErrorCode, Tip } from '@nightjar/envelope'

export type Expect = 'ok' | EnvelopeErrorCode

interface Scenario<T extends string> {
  type: T
  /** What this shows, in one sentence. */
  about: string
  /** The numbered rules it expresses. */
  rules: string[]
  expect: Expect
}

/** `padTo`: zeros follow up to so many octets. */
export interface LongBytes { base64: string; padTo?: number }

export interface PayloadVector extends Scenario<'payload'> {
  payload: string
  /** When expect is ok: what it says, received at this second, and its keys that are unknown to version 1. */
  receivedAt?: number
  tip?: Tip
  unknown?: number[]
}

export interface EnvelopeVector extends Scenario<'envelope'> {
  envelope: LongBytes
  keys: { root: string; epochs: Record<string, string>; recovery?: string }
  result?: { payload: string; hash: string; ackProof: string; epoch: number; recovery: boolean }
  /** How it was sealed: 64 octets of randomness for X-Wing (32 ML-KEM m, 32 X25519 secret) to this public key. */
  sealed?: { publicKey: string; randomness: string; epoch: number; recovery: boolean }
}

export interface KeyListVector extends Scenario<'keylist'> {
  list: LongBytes
  root: string
  minSequence?: number
  now?: number
  result?: { sequence: number; issuedAt: number; epochs: number[]; withKey: number[]; revoked: number[] }
  choose?: { at: number; epoch: number; recovery: boolean }[]
}

export interface AttachmentVector extends Scenario<'attachment'> {
  key: string
  locator: string
  /** The file: this octet, so many times. */
  plain: { octet: number; length: number }
  sealedSha256: string
  /** What is done to the sealed file before it is opened. */
  change?: { cutTo: number } | { flip: number } | { swapChunks: [number, number] } | { append: string }
  /** The length that the payload says. */
  bytes: number
}

export interface ReceiptVector extends Scenario<'receipt'> {
  text: string
  receipt?: string
}

export interface ReceiptFormsVector extends Scenario<'receipt-forms'> {
  receipt: string
  replyKey: string
  digits: { latin: string; arabic: string; extended: string }
  words: { en: string[]; ar: string[]; ckb: string[] }
  shoppingList: { en: string[]; ar: string[]; ckb: string[] }
}

export interface BoardVector extends Scenario<'board'> {
  /** Zeros but for these, unless `size` says another length. */
  puts: { at: number; base64: string }[]
  size?: number
  asks: { ackProof: string; expiredHash: string; replyKey: string }
  answers?: { ack: boolean; expired: boolean; replies: { text: string; at: number }[] }
}

export interface FingerprintVector extends Scenario<'fingerprint'> {
  text: string
  publicKey?: string
  fingerprint?: string
}

export type Vector =
  | PayloadVector | EnvelopeVector | KeyListVector | AttachmentVector | ReceiptVector | ReceiptFormsVector | BoardVector
  | FingerprintVector

/**
 * Fragments of an envelope that is too long for one unit of its carrier (spec/fragments.md).
 *
 *   0  1  kind: 111 (never a suite) · 00 (version) · 3 bits of symbol size: 0 is 26 octets, 1 is 96
 *   1  5  tag: the first octets of the envelope's SHA-256
 *   6  4  12 bits k, the number of symbols of the message · 20 bits n, the number of the first symbol here
 *  10     symbols n, n + 1, … , each of that size, up to the end of the fragment
 *
 * The message is the envelope, 0x80 and zeros up to k symbols. Symbol n < k is that part of it; from k on, symbol n is
 * the sum of all k parts over GF(256), each times a coefficient that n alone gives.
 *
 * Why symbols smaller than frames: a fragment by text message and one by QR must be equations of one and the same
 * system, so the symbol may depend on the envelope but never on the carrier. A frame then carries as many whole symbols
 * as it has room for. 26 fills 130 octets (binary SMS) wholly, 110 (text SMS) to 104 and 290 (QR) to 286. With it
 * 64 KiB would be 2521 unknowns, and elimination costs their cube; so envelopes over 16 KiB take 96, which leaves 683
 * and still fits every carrier (96, 96 and 288). Frames that share columns but not whole symbols would waste less,
 * but every column would then wait for its own luck, which costs more than it saves as soon as anything is lost.
 */
import { envelopeHash, hex } from '@nightjar/envelope'
import { refuse } from './errors.ts'
import { addScaled } from './field.ts'

type Bytes = Uint8Array<ArrayBuffer>

export const FRAGMENT_HEADER_BYTES = 10
export const TAG_BYTES = 5
export const MAX_FRAGMENT_SYMBOLS = 255
export const SEQUENCE_END = 1 << 20
export const MAX_FRAGMENTED_BYTES = 262_144
const kindBits = 0b111_00_000
/** By the three low bits of the kind. `least`, `most`: the envelopes, in octets, that are cut into such symbols. */
const sizes = [{ symbolBytes: 26, least: 1, most: 16_384 }, { symbolBytes: 96, least: 16_385, most: 262_144 }] as const

export interface Fragment {
  /** Lower-case hex. */
  tag: string
  k: number
  symbolBytes: number
  /** Number of the first symbol. */
  sequence: number
  /** Whole symbols, one after another. */
  body: Bytes
}

export interface Fragmenter {
  tag: string
  k: number
  symbolBytes: number
  /** The fragment that begins with this symbol. */
  fragment: (sequence: number, symbols: number) => Bytes
}

/** Whether these octets are a fragment rather than an envelope; says nothing about the rest of them. */
export function isFragment(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) >> 5 === 7
}

/** Throws FRAGMENT_ENVELOPE for an envelope that is empty or over MAX_FRAGMENTED_BYTES. */
export async function newFragmenter(envelope: Uint8Array): Promise<Fragmenter> {
  const code = sizes.findIndex(({ least, most }) => envelope.length >= least && envelope.length <= most)
  const symbolBytes = sizes[code]?.symbolBytes
  if (symbolBytes === undefined) {
    return refuse('FRAGMENT_ENVELOPE', `an envelope has 1 to ${MAX_FRAGMENTED_BYTES} octets, not ${envelope.length}`)
  }
  const tag = (await envelopeHash(envelope)).subarray(0, TAG_BYTES)
  const k = symbolCount(envelope.length, symbolBytes)
  const message = messageOf(envelope, k, symbolBytes)
  return {
    tag: hex(tag), k, symbolBytes,
    fragment(sequence, symbols) {
      needRange(sequence, symbols)
      const bytes = new Uint8Array(FRAGMENT_HEADER_BYTES + symbols * symbolBytes)
      bytes[0] = kindBits | code
      bytes.set(tag, 1)
      new DataView(bytes.buffer).setUint32(6, k * SEQUENCE_END + sequence)
      for (let i = 0; i < symbols; i++) {
        bytes.set(symbolOf(message, k, sequence + i), FRAGMENT_HEADER_BYTES + i * symbolBytes)
      }
      return bytes
    },
  }
}

/** Throws a CarrierError that says what no fragment has. */
export function parseFragment(bytes: Uint8Array): Fragment {
  if (bytes.length <= FRAGMENT_HEADER_BYTES) {
    return refuse('FRAGMENT_LENGTH', `a fragment has more than ${FRAGMENT_HEADER_BYTES} octets, not ${bytes.length}`)
  }
  const size = sizes[(bytes[0] ?? 0) ^ kindBits]
  if (size === undefined) return refuse('FRAGMENT_KIND', 'the first octet is that of no fragment known to this version')
  const symbols = (bytes.length - FRAGMENT_HEADER_BYTES) / size.symbolBytes
  if (!Number.isInteger(symbols) || symbols > MAX_FRAGMENT_SYMBOLS) {
    return refuse('FRAGMENT_LENGTH', `a fragment holds 1 to ${MAX_FRAGMENT_SYMBOLS} whole symbols`)
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6)
  const [k, sequence] = [Math.floor(numbers / SEQUENCE_END), numbers % SEQUENCE_END]
  if (k < symbolCount(size.least, size.symbolBytes) || k > symbolCount(size.most, size.symbolBytes)) {
    return refuse('FRAGMENT_COUNT', `no envelope in symbols of ${size.symbolBytes} octets has ${k} of them`)
  }
  needRange(sequence, symbols)
  const body = new Uint8Array(bytes.subarray(FRAGMENT_HEADER_BYTES))
  return { tag: hex(new Uint8Array(bytes.subarray(1, 1 + TAG_BYTES))), k, symbolBytes: size.symbolBytes, sequence, body }
}

function needRange(sequence: number, symbols: number): void {
  if (sequence < 0 || sequence + symbols > SEQUENCE_END) {
    refuse('FRAGMENT_SEQUENCE', `symbols have numbers below ${SEQUENCE_END}`)
  }
}

/** How many symbols a fragment of at most so many octets holds; throws FRAGMENT_SIZE when not even one. */
export function symbolsIn(size: number, symbolBytes: number): number {
  const symbols = Math.min(MAX_FRAGMENT_SYMBOLS, Math.floor((size - FRAGMENT_HEADER_BYTES) / symbolBytes))
  if (symbols >= 1) return symbols
  return refuse('FRAGMENT_SIZE', `a fragment of this envelope needs ${FRAGMENT_HEADER_BYTES + symbolBytes} octets or more`)
}

export interface SplitOptions {
  /** Octets of one unit of the carrier. */
  size: number
  /** Units beyond those that the envelope fills. */
  extra: number
  /**
   * From 0 to less than 1: where coded symbols begin among all there are. Random, so that two splits of one envelope
   * repeat each other in nothing but the parts of the message itself.
   */
  place: number
}

/** The units to send, in order: the envelope itself when it fits in one, else fragments. */
export async function split(envelope: Uint8Array, options: SplitOptions): Promise<Bytes[]> {
  if (envelope.length <= options.size) return [new Uint8Array(envelope)]
  const fragmenter = await newFragmenter(envelope)
  const count = Math.ceil(fragmenter.k / symbolsIn(options.size, fragmenter.symbolBytes)) + options.extra
  const units: Bytes[] = []
  for (const unit of endless(fragmenter, options)) {
    if (units.length === count) break
    units.push(unit)
  }
  return units
}

/** Fragments without end: first the message, then coded symbols, round and round through all there are. */
export function* endless(fragmenter: Fragmenter, { size, place }: Omit<SplitOptions, 'extra'>): Generator<Bytes, never> {
  const symbols = symbolsIn(size, fragmenter.symbolBytes)
  const first = Math.ceil(fragmenter.k / symbols) * symbols
  for (let at = 0; at < first; at += symbols) yield fragmenter.fragment(at, symbols)
  const places = Math.floor((SEQUENCE_END - first) / symbols)
  for (let i = Math.floor(place * places);; i = (i + 1) % places) yield fragmenter.fragment(first + i * symbols, symbols)
}

function symbolCount(envelopeBytes: number, symbolBytes: number): number {
  return Math.ceil((envelopeBytes + 1) / symbolBytes)
}

function messageOf(envelope: Uint8Array, k: number, symbolBytes: number): Bytes {
  const message = new Uint8Array(k * symbolBytes)
  message.set(envelope)
  message[envelope.length] = 0x80
  return message
}

/** Undefined when the message does not end as a message must. */
export function envelopeIn(message: Bytes): Bytes | undefined {
  const end = message.findLastIndex((octet) => octet !== 0)
  return end > 0 && message[end] === 0x80 ? message.slice(0, end) : undefined
}

/** Symbol n of a message of k symbols. */
export function symbolOf(message: Bytes, k: number, n: number): Bytes {
  const symbolBytes = message.length / k
  if (n < k) return message.slice(n * symbolBytes, (n + 1) * symbolBytes)
  const symbol = new Uint8Array(symbolBytes)
  const factors = coefficients(n, k)
  for (let i = 0; i < k; i++) addScaled(symbol, message.subarray(i * symbolBytes), factors[i] ?? 0)
  return symbol
}

/** What symbol n is made of: one factor for each of the k parts. */
export function coefficients(n: number, k: number): Bytes {
  const factors = new Uint8Array(k)
  if (n < k) {
    factors[n] = 1
    return factors
  }
  const start = mixed(n)
  for (let i = 0; i < k; i += 4) {
    const word = mixed(start + Math.imul(i / 4 + 1, 0x9e37_79b9) | 0)
    factors[i] = word
    if (i + 1 < k) factors[i + 1] = word >>> 8
    if (i + 2 < k) factors[i + 2] = word >>> 16
    if (i + 3 < k) factors[i + 3] = word >>> 24
  }
  return factors
}

/**
 * The finisher of MurmurHash3. It multiplies as well as shifts: rows of a generator that only shifts (xorshift) would be
 * sums of 32 of them, and no more than 32 could ever help.
 */
function mixed(number: number): number {
  let x = number
  x = Math.imul(x ^ x >>> 16, 0x85eb_ca6b)
  x = Math.imul(x ^ x >>> 13, 0xc2b2_ae35)
  return (x ^ x >>> 16) >>> 0
}

/**
 * The part of deterministic CBOR (RFC 8949 §4.2.1) that payloads use: integers within ±(2^53 − 1), byte strings, text,
 * arrays, maps whose keys are integers or text, booleans and null. No floats, no tags, no indefinite lengths, nesting
 * of at most 8. What decodes encodes back to the same octets.
 *
 * Why our own and not cborg: its encoder costs a tip page 6.8 KB, half of its budget, this one 0.5; and a decoder that
 * refuses must say which rule was broken with a code of ours. cborg is the peer in the tests.
 */
import { type Bytes, compare, concat, copied, utf8 } from './bytes.ts'
import { refuse } from './errors.ts'

export type CborValue = number | string | boolean | null | Bytes | readonly CborValue[] | CborMap
export type CborKey = number | string
export type CborMap = ReadonlyMap<CborKey, CborValue>

const deepest = 8

export function encodeCbor(value: CborValue): Bytes {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return counted(3, utf8(value))
  if (value === false) return Uint8Array.of(0xf4)
  if (value === true) return Uint8Array.of(0xf5)
  if (value === null) return Uint8Array.of(0xf6)
  if (value instanceof Uint8Array) return counted(2, value)
  if (value instanceof Map) return encodeMap(value)
  if (isList(value)) return concat(head(4, value.length), ...value.map(encodeCbor))
  return refuse('CBOR_TYPE', 'a payload holds integers, octets, text, lists, maps, booleans and null only')
}

function isList(value: unknown): value is readonly CborValue[] {
  return Array.isArray(value)
}

function encodeMap(map: CborMap): Bytes {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value }))
  entries.sort((a, b) => compare(a.key, b.key))
  return concat(head(5, map.size), ...entries.flatMap(({ key, value }) => [key, encodeCbor(value)]))
}

function counted(major: number, bytes: Bytes): Bytes {
  return concat(head(major, bytes.length), bytes)
}

/** Initial octet and argument in the shortest form (RFC 8949 §3). */
function head(major: number, argument: number): Bytes {
  if (!Number.isSafeInteger(argument)) refuse('CBOR_NUMBER', 'integers lie within ±(2^53 − 1)')
  const first = major << 5
  if (argument < 24) return Uint8Array.of(first | argument)
  if (argument < 0x100) return Uint8Array.of(first | 24, argument)
  if (argument < 0x10000) return Uint8Array.of(first | 25, argument >> 8, argument & 255)
  const bytes = new Uint8Array(argument < 0x100000000 ? 5 : 9)
  const view = new DataView(bytes.buffer)
  if (bytes.length === 5) view.setUint32(1, argument)
  else view.setBigUint64(1, BigInt(argument))
  bytes[0] = first | (bytes.length === 5 ? 26 : 27)
  return bytes
}

/** Exactly one item. Throws EnvelopeError CBOR_*; never reads past the end, never allocates more than was given. */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const reader = { bytes: copied(bytes), at: 0 }
  const value = readItem(reader, 0)
  if (reader.at !== bytes.length) refuse('CBOR_TRAILING', `${bytes.length - reader.at} octets follow the payload`)
  return value
}

interface Reader { readonly bytes: Bytes; at: number }

function readItem(reader: Reader, depth: number): CborValue {
  if (depth > deepest) refuse('CBOR_DEPTH', `items are nested more than ${deepest} deep`)
  const first = take(reader, 1)[0] ?? 0
  const major = first >> 5
  if (major === 7) return readSimple(first & 31)
  if (major === 6) return refuse('CBOR_TYPE', 'tags have no place in a payload')
  const argument = readArgument(reader, first & 31)
  if (major === 0) return argument
  if (major === 1) return readNegative(argument)
  if (major === 2) return take(reader, argument).slice()
  if (major === 3) return readText(take(reader, argument))
  return major === 4 ? readList(reader, argument, depth) : readMap(reader, argument, depth)
}

function take(reader: Reader, length: number): Bytes {
  const end = reader.at + length
  if (end > reader.bytes.length) refuse('CBOR_CUT', 'the payload ends inside an item')
  const part = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return part
}

function readArgument(reader: Reader, kind: number): number {
  if (kind < 24) return kind
  if (kind === 31) refuse('CBOR_INDEFINITE', 'indefinite lengths are not deterministic')
  if (kind > 27) refuse('CBOR_TYPE', 'reserved additional information')
  const length = 1 << (kind - 24)
  const argument = take(reader, length).reduce((sum, octet) => sum * 256 + octet, 0)
  if (argument < (length === 1 ? 24 : 256 ** (length / 2))) {
    refuse('CBOR_NOT_SHORTEST', 'a number is not in its shortest form')
  }
  if (!Number.isSafeInteger(argument)) refuse('CBOR_NUMBER', 'integers lie within ±(2^53 − 1)')
  return argument
}

function readNegative(argument: number): number {
  if (argument >= Number.MAX_SAFE_INTEGER) refuse('CBOR_NUMBER', 'integers lie within ±(2^53 − 1)')
  return -1 - argument
}

function readSimple(kind: number): boolean | null {
  if (kind === 20 || kind === 21) return kind === 21
  if (kind === 22) return null
  if (kind >= 25 && kind <= 27) refuse('CBOR_FLOAT', 'payloads hold no floating-point numbers')
  if (kind === 31) refuse('CBOR_INDEFINITE', 'a break without an indefinite length')
  return refuse('CBOR_TYPE', 'only false, true and null of the simple values are used')
}

function readText(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return refuse('CBOR_UTF8', 'text is not valid UTF-8')
  }
}

function readList(reader: Reader, length: number, depth: number): CborValue[] {
  needRoom(reader, length)
  const list: CborValue[] = []
  while (list.length < length) list.push(readItem(reader, depth + 1))
  return list
}

function readMap(reader: Reader, length: number, depth: number): CborMap {
  needRoom(reader, length * 2)
  const map = new Map<CborKey, CborValue>()
  let before: Bytes | undefined
  for (let i = 0; i < length; i++) {
    const start = reader.at
    const key = readItem(reader, depth + 1)
    if (typeof key !== 'number' && typeof key !== 'string') return refuse('CBOR_TYPE', 'map keys are integers or text')
    const encoded = reader.bytes.subarray(start, reader.at)
    const order = before === undefined ? -1 : compare(before, encoded)
    if (order === 0) refuse('CBOR_DUPLICATE', 'a map has the same key twice')
    if (order > 0) refuse('CBOR_ORDER', 'map keys are not in order')
    before = encoded
    map.set(key, readItem(reader, depth + 1))
  }
  return map
}

/** Each item takes an octet at least, so a count beyond what is left is a lie told before anything is allocated. */
function needRoom(reader: Reader, items: number): void {
  if (items > reader.bytes.length - reader.at) refuse('CBOR_CUT', 'the payload ends inside a list or map')
}

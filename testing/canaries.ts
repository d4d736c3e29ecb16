/**
 * Canaries: words planted in what sources say, and the search that shows where such a word came to lie.
 *
 * Every canary begins with the same ten letters, which stand in no language, so that one search for a handful of byte
 * patterns finds all of them, whichever tip they were planted in. The search sees through what programs do to text on
 * its way: UTF-16, base64 at each of its three alignments, quoted-printable, percent-encoding, hexadecimal, folded
 * lines, and gzip, zlib, zip, raw deflate and Brotli around any of these.
 *
 * What it cannot see: text under a cipher (that is the point), and text compressed with Brotli or raw deflate that
 * begins in the middle of a file, because neither has a mark to begin at.
 */

import { brotliCompressSync, brotliDecompressSync, constants, deflateRawSync, deflateSync, gzipSync, inflateRawSync,
  inflateSync } from 'node:zlib'

type Bytes = Uint8Array

/** Both halves are rare by themselves, so that a fold inside the word is noticed too. */
export const CANARY_PREFIX = 'zqvkxjqwzv'
const TAIL_LETTERS = 8
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Gives a new word at every call; the same words in the same order for the same seed. */
export function canaryMaker(seed: number): () => string {
  let count = 0
  return () => {
    count++
    return canary(count, seed)
  }
}

/** 20 bits of the count, then 20 bits that depend on count and seed: unique, and not to be guessed from a neighbour. */
export function canary(count: number, seed: number): string {
  const mixed = Math.imul(count ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b) >>> 12
  const letters = [15, 10, 5, 0].flatMap((shift) => [(count >>> shift) & 31, (mixed >>> shift) & 31])
  return CANARY_PREFIX + letters.map((index) => ALPHABET[index] ?? '').join('')
}

/** In what dress a canary was found. */
export type Dress =
  'utf-8' | 'utf-16' | 'base64' | 'base64 of utf-16' | 'quoted-printable' | 'percent' | 'hex' | 'folded'
export type Wrapping = 'gzip' | 'zlib' | 'zip' | 'deflate' | 'brotli' | 'sqlite value'

export interface Hit {
  /** A file relative to the folder searched, or `memory`. */
  readonly where: string
  readonly dress: Dress
  /** What lay around it, outermost first. */
  readonly within: readonly Wrapping[]
  /** The whole word where it stands in plain letters. */
  readonly canary?: string
}

interface Pattern {
  readonly dress: Dress
  readonly bytes: Buffer
}

const utf8 = Buffer.from(CANARY_PREFIX, 'utf8')
// Without its last zero octet, so that it is found in big- and little-endian text alike.
const utf16 = Buffer.from(CANARY_PREFIX, 'utf16le').subarray(0, -1)

const PATTERNS: readonly Pattern[] = [
  { dress: 'utf-8', bytes: utf8 },
  { dress: 'utf-16', bytes: utf16 },
  ...base64Patterns('base64', utf8),
  ...base64Patterns('base64 of utf-16', utf16),
  ...escapedPatterns('quoted-printable', '='),
  ...escapedPatterns('percent', '%'),
  ...escapedPatterns('hex', ''),
]

/** The characters of base64 that depend on the word alone, for each of the three ways it can fall into groups. */
function base64Patterns(dress: Dress, word: Buffer): Pattern[] {
  return [0, 1, 2].map((before) => {
    const coded = Buffer.concat([Buffer.alloc(before), word]).toString('base64')
    const first = Math.ceil(before * 8 / 6)
    const end = Math.floor((before + word.length) * 8 / 6)
    return { dress, bytes: Buffer.from(coded.slice(first, end)) }
  })
}

function escapedPatterns(dress: Dress, mark: string): Pattern[] {
  const lower = [...utf8].map((octet) => mark + octet.toString(16).padStart(2, '0')).join('')
  const upper = [...utf8].map((octet) => mark + octet.toString(16).padStart(2, '0').toUpperCase()).join('')
  return [{ dress, bytes: Buffer.from(lower) }, { dress, bytes: Buffer.from(upper) }]
}

/** Compressed parts inside compressed parts are followed this deep. */
const MAX_DEPTH = 3
const MAX_UNPACKED = 64 * 1024 * 1024

/** Every canary in these bytes. `start` says that they begin where a file or value begins. */
export function searchBytes(bytes: Bytes, where: string, start = true, within: readonly Wrapping[] = []): Hit[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hits = searchPatterns(buffer, where, within)
  hits.push(...searchUnfolded(buffer, where, within, hits.length))
  if (within.length < MAX_DEPTH) {
    for (const [wrapping, plain] of unpackedParts(buffer, start)) {
      hits.push(...searchBytes(plain, where, true, [...within, wrapping]))
    }
  }
  return hits
}

function searchPatterns(buffer: Buffer, where: string, within: readonly Wrapping[]): Hit[] {
  const hits: Hit[] = []
  for (const { dress, bytes } of PATTERNS) {
    for (let at = buffer.indexOf(bytes); at !== -1; at = buffer.indexOf(bytes, at + bytes.length)) {
      hits.push({ where, dress, within, ...plainWord(buffer, dress, at) })
    }
  }
  return hits
}

function plainWord(buffer: Buffer, dress: Dress, at: number): { canary?: string } {
  const length = CANARY_PREFIX.length + TAIL_LETTERS
  const step = dress === 'utf-16' ? 2 : 1
  if (dress !== 'utf-8' && dress !== 'utf-16') return {}
  let word = ''
  for (let i = 0; i < length; i++) word += String.fromCharCode(buffer[at + i * step] ?? 0)
  return /^[a-z2-7]+$/.test(word) ? { canary: word } : {}
}

/** Lines folded by mail (`=` at the end, or base64 in lines of 76) hide a word that the fold cuts. */
function searchUnfolded(buffer: Buffer, where: string, within: readonly Wrapping[], already: number): Hit[] {
  if (!buffer.includes(0x0a)) return []
  const unfolded = Buffer.from(buffer.toString('latin1').replaceAll(/=?\r?\n[ \t]?/g, ''), 'latin1')
  const found = searchPatterns(unfolded, where, within)
  return found.length > already ? found.slice(already).map((hit) => ({ ...hit, dress: 'folded' })) : []
}

function* unpackedParts(buffer: Buffer, start: boolean): Generator<[Wrapping, Buffer]> {
  const sync = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_UNPACKED }
  for (const at of positions(buffer, [0x1f, 0x8b, 0x08])) {
    // Not gunzipSync: it refuses some bytes that follow the end, and here anything may follow.
    yield* attempt('gzip', () => inflateRawSync(buffer.subarray(gzipDataAt(buffer, at)), sync))
  }
  for (const second of [0x01, 0x5e, 0x9c, 0xda]) {
    for (const at of positions(buffer, [0x78, second])) {
      yield* attempt('zlib', () => inflateSync(buffer.subarray(at), sync))
    }
  }
  for (const at of positions(buffer, [0x50, 0x4b, 0x03, 0x04])) {
    yield* attempt('zip', () => inflateRawSync(buffer.subarray(zipDataAt(buffer, at)), sync))
  }
  if (!start) return
  yield* attempt('deflate', () => inflateRawSync(buffer, sync))
  const flush = { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: MAX_UNPACKED }
  yield* attempt('brotli', () => brotliDecompressSync(buffer, flush))
}

function* positions(buffer: Buffer, magic: readonly number[]): Generator<number> {
  const needle = Buffer.from(magic)
  for (let at = buffer.indexOf(needle); at !== -1; at = buffer.indexOf(needle, at + 1)) yield at
}

/** Where the data of a gzip member begins (RFC 1952, 2.3): after 10 octets and what the flags announce. */
function gzipDataAt(buffer: Buffer, at: number): number {
  const flags = buffer[at + 3] ?? 0
  let data = at + 10
  if ((flags & 4) !== 0 && data + 2 <= buffer.length) data += 2 + buffer.readUInt16LE(data)
  if ((flags & 8) !== 0) data = buffer.indexOf(0, data) + 1
  if ((flags & 16) !== 0) data = buffer.indexOf(0, data) + 1
  return (flags & 2) !== 0 ? data + 2 : data
}

/** Where the data of a zip member begins (APPNOTE 4.3.7): after the fixed 30 octets, its name and its extra field. */
function zipDataAt(buffer: Buffer, at: number): number {
  if (at + 30 > buffer.length) return buffer.length
  return at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28)
}

/** What is not compressed after all is not an error: nearly all marks in random bytes are accidents. */
function* attempt(wrapping: Wrapping, unpack: () => Buffer): Generator<[Wrapping, Buffer]> {
  let plain: Buffer
  try {
    plain = unpack()
  } catch {
    return
  }
  if (plain.length > CANARY_PREFIX.length) yield [wrapping, plain]
}

/** One way a canary may be dressed, as bytes that hold it and must be found. */
export const CONTROLS: Readonly<Record<string, (text: string) => Bytes>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'base64': (text) => Buffer.from(Buffer.from(text).toString('base64')),
  'base64url': (text) => Buffer.from(Buffer.from(text).toString('base64url')),
  'base64-folded': (text) => Buffer.from(fold(Buffer.from(text).toString('base64'), 7, '\r\n')),
  'base64-utf-16': (text) => Buffer.from(Buffer.from(text, 'utf16le').toString('base64')),
  'quoted-printable': (text) => Buffer.from(escapeAll(text, '=')),
  'quoted-printable-folded': (text) => Buffer.from(fold(text, 5, '=\r\n')),
  'percent': (text) => Buffer.from(escapeAll(text, '%')),
  'hex': (text) => Buffer.from(Buffer.from(text).toString('hex')),
  'gzip': (text) => gzipSync(text),
  'zlib': (text) => deflateSync(text),
  'deflate': (text) => deflateRawSync(text),
  'brotli': (text) => brotliCompressSync(text),
  'zip': (text) => zipOf('note.txt', Buffer.from(text)),
  'gzip-utf-16': (text) => gzipSync(Buffer.from(text, 'utf16le')),
  'zip-of-gzip-amid-text': (text) =>
    Buffer.concat([Buffer.from('before '), zipOf('a', gzipSync(text)), Buffer.from(' after')]),
}

const escapeAll = (text: string, mark: string): string =>
  [...Buffer.from(text)].map((octet) => mark + octet.toString(16).padStart(2, '0').toUpperCase()).join('')

const fold = (text: string, width: number, end: string): string =>
  text.replaceAll(new RegExp(`.{${width}}`, 'gs'), (line) => line + end)

/** A zip file with one deflated member: local header, central directory, end (APPNOTE 4.3). */
export function zipOf(name: string, content: Bytes): Buffer {
  const data = deflateRawSync(content)
  const nameBytes = Buffer.from(name)
  const fixed = Buffer.alloc(26)
  fixed.writeUInt16LE(20, 0)
  fixed.writeUInt16LE(8, 4)
  fixed.writeUInt32LE(data.length, 14)
  fixed.writeUInt32LE(content.length, 18)
  fixed.writeUInt16LE(nameBytes.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fixed, nameBytes, data])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fixed, Buffer.alloc(14), nameBytes])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}


/**
 * The text coder: a short text in the fewest octets, for the thinnest carriers. The first decision says whether the
 * model speaks or plain UTF-8 follows; the shorter of the two is written, so no text costs more than a few bits over
 * its UTF-8. Nothing marks the end but the text's own; octets of zero at the end are cut.
 */
import { type Alphabet, charactersOf, END, ESCAPE, MAX_TEXT, SPECIALS, utf8Length } from './alphabet.ts'
import { type BitCoder, BitReader, BitWriter } from './arithmetic.ts'
import { refuse } from './errors.ts'
import type { PackModel } from './model.ts'
import type { Predictor } from './predictor.ts'

/** Probability that plain UTF-8 follows, of 65536. */
const PLAIN = 1024
const HALF = 32768

export function pack(model: PackModel, text: string): Uint8Array<ArrayBuffer> {
  const characters = charactersOf(text)
  const octets = new TextEncoder().encode(text)
  const writer = new BitWriter()
  writer.bit(PLAIN, 0)
  model.predictor.restart()
  const escapes = new Escapes()
  for (const character of characters) {
    codeCharacter(writer, model.predictor, model.alphabet, escapes, character)
    if (writer.length > octets.length + 1) return packPlain(octets)
  }
  model.predictor.code(writer, END)
  const packed = writer.finish()
  return packed.length > octets.length ? shorter(packed, packPlain(octets)) : packed
}

export function unpack(model: PackModel, octets: Uint8Array): string {
  const reader = new BitReader(octets)
  const text = reader.bit(PLAIN) === 1 ? unpackPlain(reader) : unpackModelled(reader, model)
  if (reader.taken < octets.length) refuse('PACK_TRAILING', 'something follows the text')
  return text
}

const shorter = <T extends Uint8Array>(a: T, b: T): T => (b.length < a.length ? b : a)

function unpackModelled(reader: BitReader, { predictor, alphabet }: PackModel): string {
  predictor.restart()
  const escapes = new Escapes()
  const parts: string[] = []
  let length = 0
  for (;;) {
    const character = codeCharacter(reader, predictor, alphabet, escapes, -1)
    if (character < 0) return parts.join('')
    length += utf8Length(character)
    if (length > MAX_TEXT) refuse('PACK_TOO_LONG', 'these octets stand for more than 64 KB of text')
    parts.push(String.fromCodePoint(character))
  }
}

/** Writes or reads a character; -1 is the end. */
export function codeCharacter(
  coder: BitCoder, predictor: Predictor, { symbolOf, characters }: Alphabet, escapes: Escapes, character: number,
): number {
  const symbol = predictor.code(coder, character < 0 ? END : symbolOf.get(character) ?? ESCAPE)
  if (symbol === END) return -1
  if (symbol !== ESCAPE) return characters[symbol - SPECIALS] ?? refuse('PACK_CHARACTER', 'no such character')
  const escaped = escapes.code(coder, character)
  predictor.see(escaped)
  return escaped
}

/** Where characters begin that have no symbol, before the message has shown any: emoji. */
const FIRST_BLOCK = 0x1f600 >> 6

/** A character that has no symbol: is its block of 64 that of the one before (or near it), then which of the block. */
export class Escapes {
  #block = FIRST_BLOCK
  #same = 40000

  code(coder: BitCoder, character: number): number {
    const same = coder.bit(this.#same, character >> 6 === this.#block ? 1 : 0)
    this.#same += same === 1 ? (65000 - this.#same) >> 3 : -(this.#same >> 3) + 60
    if (same === 0) this.#block = number(coder, 15, character >> 6)
    const whole = this.#block * 64 + number(coder, 6, character & 63)
    if (whole > 0x10ffff || (whole >= 0xd800 && whole <= 0xdfff)) refuse('PACK_CHARACTER', 'there is no such character')
    return whole
  }
}

function number(coder: BitCoder, bits: number, value: number): number {
  let read = 0
  for (let bit = bits - 1; bit >= 0; bit -= 1) read = read * 2 + coder.bit(HALF, (value >> bit) & 1)
  return read
}


function packPlain(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new BitWriter()
  writer.bit(PLAIN, 1)
  for (const octet of octets) number(writer, 8, octet)
  number(writer, 8, 255)
  return writer.finish()
}

/** Plain octets end with ff, which UTF-8 never holds. */
function unpackPlain(reader: BitReader): string {
  const octets: number[] = []
  for (;;) {
    const octet = number(reader, 8, 0)
    if (octet === 255) break
    if (octets.length >= MAX_TEXT) refuse('PACK_TOO_LONG', 'these octets stand for more than 64 KB of text')
    octets.push(octet)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(octets))
  } catch {
    return refuse('PACK_CHARACTER', 'these octets are not UTF-8')
  }
}

/**
 * Text as symbols of the model: 0 ends a message (and stands before its first symbol), 1 stands before a character
 * that has no symbol, the rest are the model's characters by rising code point.
 */
import { refuse } from './errors.ts'

export const END = 0
export const ESCAPE = 1
/** Symbols that are not characters. */
export const SPECIALS = 2

/** UTF-8 octets of the longest text. */
export const MAX_TEXT = 65536

export interface Alphabet {
  /** Code point of symbol SPECIALS + index. */
  readonly characters: readonly number[]
  readonly symbolOf: ReadonlyMap<number, number>
}

export function alphabetOf(characters: readonly number[]): Alphabet {
  return { characters, symbolOf: new Map(characters.map((character, index) => [character, SPECIALS + index])) }
}

export const utf8Length = (character: number): number =>
  character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4

/** The characters of a text; refuses half a surrogate pair and more than 64 KB of UTF-8. */
export function charactersOf(text: string): number[] {
  const characters: number[] = []
  let octets = 0
  for (const part of text) {
    const character = part.codePointAt(0) ?? 0
    if (character >= 0xd800 && character <= 0xdfff) refuse('PACK_TEXT', 'this text is not well-formed Unicode')
    octets += utf8Length(character)
    if (octets > MAX_TEXT) refuse('PACK_TEXT_TOO_LONG', 'a text has at most 64 KB of UTF-8')
    characters.push(character)
  }
  return characters
}

// What linking keeps of a tip's words: a MinHash sketch of its character 5-grams (which says how nearly two texts are
// copies) and hashes of its rarer words (which say whether they speak of the same thing). The words themselves are
// not kept.

import { tokens } from '../letters.ts'

const GRAM = 5
/** Rows × bands: copies above 0.6 share a band almost always, strangers next to never. */
export const BANDS = 12
const ROWS = 3
const SIZE = BANDS * ROWS
const MAX_WORDS = 40
/** Shorter texts ("car bomb in Mosul") are alike by chance and prove no copying. */
export const LEAST_COPY_LETTERS = 24

export interface Sketch {
  /** SIZE numbers of 32 bits; empty when the text is too short to tell */
  minhash: number[]
  words: number[]
  letters: number
}

export function sketchOf(text: string): Sketch {
  const folded = tokens(text).map((token) => token.norm)
  const words = [
    ...new Set(folded.filter((word) => word.length >= 3 || /^\d+$/.test(word)).map((word) => hash(word.slice(0, 7)))),
  ]
  const joined = folded.join(' ')
  return {
    minhash: joined.length < GRAM ? [] : minhashOf(joined),
    words: words.slice(0, MAX_WORDS),
    letters: joined.length,
  }
}

function minhashOf(text: string): number[] {
  const least = new Uint32Array(SIZE).fill(0xffffffff)
  for (let at = 0; at + GRAM <= text.length; at += 1) {
    const base = hash(text.slice(at, at + GRAM))
    let mixed = base
    for (let i = 0; i < SIZE; i += 1) {
      mixed = (Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
      const value = (mixed ^ (mixed >>> 13)) >>> 0
      if (value < (least[i] ?? 0)) least[i] = value
    }
  }
  return Array.from(least)
}

/** FNV-1a with a final mix. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  return (h ^ (h >>> 16)) >>> 0
}

/** Estimated share of 5-grams in common, 0 to 1. */
export function resemblance(a: Sketch, b: Sketch): number {
  if (a.minhash.length === 0 || b.minhash.length === 0) return 0
  let same = 0
  for (let i = 0; i < SIZE; i += 1) if (a.minhash[i] === b.minhash[i]) same += 1
  return same / SIZE
}

/** One key a band, for finding likely copies. */
export function bandKeys(sketch: Sketch): string[] {
  if (sketch.minhash.length === 0) return []
  return Array.from(
    { length: BANDS },
    (_, band) => `${band}:${sketch.minhash.slice(band * ROWS, band * ROWS + ROWS).join(',')}`,
  )
}

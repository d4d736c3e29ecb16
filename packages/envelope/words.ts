/**
 * A receipt in one language: 256 words, one for each octet, and 64 goods for the shopping list. Plain things that can
 * be seen or touched, each a single word, distinct also when case, marks and the letters that keyboards mix up are
 * folded. The order is part of the format (spec/envelope.md): words are never moved, replaced or re-spelled.
 */
export interface WordList {
  lang: 'en' | 'ar' | 'ckb'
  words: readonly string[]
  goods: readonly string[]
  /** The zero of the numerals in which this language writes quantities. */
  zero: string
}

/** Text to tables: the characters that get a symbol, the n-grams, and what is learnt of weighing them. */
import { alphabetOf, charactersOf, END, ESCAPE, SPECIALS } from '../alphabet.ts'
import type { BitCoder } from '../arithmetic.ts'
import { modelOf, type PackModel } from '../model.ts'
import { codeCharacter, Escapes } from '../pack.ts'
import { blankLearned, Predictor, type Learned, type Rates } from '../predictor.ts'
import type { Trie } from '../trie.ts'
import { type Corpus, grow, type GrowOptions } from './grow.ts'

export interface Taught { readonly text: string; readonly worth: number }

/** ASCII, the letters of the four languages, and what else is frequent. */
export function chooseCharacters(texts: readonly Taught[]): number[] {
  const seen = new Map<number, number>()
  for (const { text } of texts) for (const c of charactersOf(text)) seen.set(c, (seen.get(c) ?? 0) + 1)
  const sure = new Set([10])
  for (let c = 0x20; c < 0x7f; c += 1) sure.add(c)
  const rest = [...seen].filter(([c, count]) => !sure.has(c) && count > 20).sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return [...sure, ...rest.slice(0, 256 - SPECIALS - sure.size).map(([c]) => c)].sort((a, b) => a - b)
}

export function corpusOf(texts: readonly Taught[], characters: readonly number[]): Corpus {
  const { symbolOf } = alphabetOf(characters)
  const symbols: number[] = [END]
  const worth: number[] = [4]
  for (const taught of texts) {
    for (const c of charactersOf(taught.text)) {
      symbols.push(symbolOf.get(c) ?? ESCAPE)
      worth.push(taught.worth)
    }
    symbols.push(END)
    worth.push(taught.worth)
  }
  return { symbols: Uint8Array.from(symbols), worth: Uint8Array.from(worth) }
}

export const growTrie = (texts: readonly Taught[], characters: readonly number[], options: GrowOptions): Trie =>
  grow(corpusOf(texts, characters), options)

/** Counts bits instead of writing them. */
export class BitCounter implements BitCoder {
  bits = 0
  bit(p: number, bit: number): number {
    this.bits -= Math.log2((bit === 1 ? p : 65536 - p) / 65536)
    return bit
  }
}

/** Weights learnt by coding texts that the n-grams have not seen, again and again, ever more slowly. */
export function learnWeights(
  characters: readonly number[], trie: Trie, texts: readonly string[], passes: readonly Rates[],
): { learned: Learned; bits: number[] } {
  const learned = blankLearned()
  const model = modelOf(characters, trie, learned)
  const bits: number[] = []
  for (const rates of passes) {
    const predictor = new Predictor(trie, model.sums, learned, rates)
    bits.push(texts.reduce((sum, text) => sum + bitsOf(model, text, predictor), 0))
  }
  return { learned, bits }
}

export function bitsOf(model: PackModel, text: string, predictor = model.predictor): number {
  const counter = new BitCounter()
  predictor.restart()
  const escapes = new Escapes()
  for (const c of charactersOf(text)) codeCharacter(counter, predictor, model.alphabet, escapes, c)
  predictor.code(counter, END)
  return counter.bits
}

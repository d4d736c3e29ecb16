/**
 * The tables of the text coder: one file, loaded once and kept.
 *
 *   "NJPT" 01 · u16 characters · u24 nodes · u32 octets of the n-grams (big endian)
 *   characters, three octets each · the n-grams (trie.ts) · learned numbers, 16 bits each, big endian
 */
import { alphabetOf, type Alphabet, SPECIALS } from './alphabet.ts'
import { BitReader, BitWriter } from './arithmetic.ts'
import { refuse } from './errors.ts'
import { ADJUST, blankLearned, DEEP, INPUTS, type Learned, OWN, Predictor, SETS, STATES, sumsOf } from './predictor.ts'
import { childOf, codeTrie, type Trie } from './trie.ts'

export interface PackModel {
  readonly alphabet: Alphabet
  readonly trie: Trie
  readonly sums: Float64Array
  readonly learned: Learned
  readonly predictor: Predictor
}

const MAGIC = [0x4e, 0x4a, 0x50, 0x54, 1]
const HEAD = 14
export const MAX_NODES = 2 ** 21

export function modelOf(characters: readonly number[], trie: Trie, learned: Learned = blankLearned()): PackModel {
  const sums = sumsOf(trie)
  return { alphabet: alphabetOf(characters), trie, sums, learned, predictor: new Predictor(trie, sums, learned) }
}

/** Reads the tables; takes about a second and 30 MB, so it is done once. The octets are trusted: they ship with the app. */
export function loadModel(octets: Uint8Array): PackModel {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  if (octets.length < HEAD || MAGIC.some((octet, at) => octets[at] !== octet)) bad()
  const count = view.getUint16(5)
  const nodes = view.getUint16(7) * 256 + view.getUint8(9)
  const length = view.getUint32(10)
  const numbersAt = HEAD + count * 3 + length
  if (count > 256 - SPECIALS || nodes > MAX_NODES || octets.length !== numbersAt + LEARNED * 2) bad()
  const characters = Array.from({ length: count }, (_, index) =>
    view.getUint16(HEAD + index * 3) * 256 + view.getUint8(HEAD + index * 3 + 2))
  const grams = octets.subarray(HEAD + count * 3, numbersAt)
  const trie = codeTrie(new BitReader(grams), undefined, nodes, count + SPECIALS)
  if (trie === undefined) return bad()
  let at = numbersAt
  const next = (): number => {
    at += 2
    return view.getUint16(at - 2)
  }
  const learned = blankLearned()
  for (const weights of learned.weights) for (let i = 0; i < weights.length; i += 1) weights[i] = (next() - 32768) * 8
  for (const table of [learned.states, learned.deep, learned.adjust]) {
    for (let i = 0; i < table.length; i += 1) table[i] = next()
  }
  return modelOf(characters, trie, learned)
}

const LEARNED = SETS.reduce<number>((sum, sets) => sum + sets * INPUTS, 0) + OWN.length * STATES + DEEP + ADJUST

/** Writes what loadModel reads. */
export function saveModel({ alphabet, trie, learned }: PackModel): Uint8Array<ArrayBuffer> {
  const grams = saveTrie(trie, alphabet.characters.length + SPECIALS)
  const count = alphabet.characters.length
  const octets = new Uint8Array(HEAD + count * 3 + grams.length + LEARNED * 2)
  const view = new DataView(octets.buffer)
  octets.set(MAGIC)
  view.setUint16(5, count)
  view.setUint16(7, trie.nodes >> 8)
  view.setUint8(9, trie.nodes & 255)
  view.setUint32(10, grams.length)
  for (const [index, character] of alphabet.characters.entries()) {
    view.setUint16(HEAD + index * 3, character >> 8)
    view.setUint8(HEAD + index * 3 + 2, character & 255)
  }
  octets.set(grams, HEAD + count * 3)
  let at = HEAD + count * 3 + grams.length
  const put = (value: number): void => {
    view.setUint16(at, value)
    at += 2
  }
  for (const weights of learned.weights) for (const weight of weights) put(Math.min(65535, Math.max(0, (weight >> 3) + 32768)))
  for (const table of [learned.states, learned.deep, learned.adjust]) for (const value of table) put(value)
  return octets
}

export function saveTrie(trie: Trie, symbols: number): Uint8Array<ArrayBuffer> {
  const coder = new BitWriter()
  const source = {
    levelOf(node: number, symbol: number): number {
      const child = childOf(trie, node, symbol)
      return child < 0 ? 0 : trie.level[child] ?? 0
    },
  }
  if (codeTrie(coder, source, trie.nodes, symbols) === undefined) bad()
  return coder.finish()
}

function bad(): never {
  return refuse('PACK_MODEL', 'these are not the tables of this text coder; fetch them again')
}

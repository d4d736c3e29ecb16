/**
 * Makes the n-grams of the model from text: length by length, those that are frequent, and that say something which
 * the context one symbol shorter does not.
 */
import { levelOf, MAX_DEPTH, type Trie } from '../trie.ts'

export interface Corpus {
  /** Messages one after another, an END before the first and after each. */
  readonly symbols: Uint8Array
  /** How much each position counts when it is decided what to keep, in quarters. */
  readonly worth: Uint8Array
}

export interface GrowOptions {
  /** Bits that an n-gram must save over the text, for each length from 2 on; the last for the rest. */
  readonly threshold: readonly number[]
  readonly minimum: number
  /** Share of the shorter context's opinion that would be left without the n-gram. */
  readonly backoff: number
}

/** A trie whose numbering is that of codeTrie. */
export function grow({ symbols, worth }: Corpus, options: GrowOptions): Trie {
  const length = symbols.length
  const symbol: number[] = [0]
  const level: number[] = [0]
  const count: number[] = [length]
  const parentOf: number[] = [0]
  const first: number[] = []
  // The node of the n-gram that ends at each position, of the length before; -1 where it is not kept.
  let ids = new Int32Array(length)
  let from = 0
  const table = new GramTable(Math.max(16, Math.ceil(Math.log2(length * 1.3))))
  for (let depth = 1; depth <= MAX_DEPTH; depth += 1) {
    table.clear()
    const parentAt = (i: number): number =>
      depth === 1 ? 0 : i === 0 || (depth > 2 && symbols[i - 1] === 0) || (ids[i] ?? -1) < 0 ? -1 : ids[i - 1] ?? -1
    for (let i = 0; i < length; i += 1) {
      const parent = parentAt(i)
      if (parent >= 0) table.add(parent * 256 + (symbols[i] ?? 0), worth[i] ?? 0, ids[i] ?? 0)
    }
    const threshold = options.threshold[Math.min(Math.max(0, depth - 2), options.threshold.length - 1)] ?? 0
    const keep = table.keys((found, weight, shorter, key) => {
      if (depth === 1) return true
      if (found < options.minimum) return false
      const own = (found - 0.5) / (count[Math.floor(key / 256)] ?? 1)
      const above = (count[shorter] ?? 1) / (count[parentOf[shorter] ?? 0] ?? 1)
      return (weight / 4) * Math.log2(own / (above * options.backoff)) > threshold
    })
    const begin = symbol.length
    for (let node = from, at = 0; node < begin; node += 1) {
      first[node] = symbol.length
      for (; at < keep.length && Math.floor((keep[at] ?? 0) / 256) === node; at += 1) {
        const key = keep[at] ?? 0
        const found = table.name(key, symbol.length)
        symbol.push(key % 256)
        level.push(levelOf(found))
        count.push(found)
        parentOf.push(node)
      }
    }
    const next = new Int32Array(length).fill(-1)
    for (let i = 0; i < length; i += 1) {
      const parent = parentAt(i)
      if (parent >= 0) next[i] = table.nameOf(parent * 256 + (symbols[i] ?? 0))
    }
    ids = next
    from = begin
  }
  const nodes = symbol.length
  for (let node = from; node <= nodes; node += 1) first[node] = nodes
  return { nodes, symbol: Uint8Array.from(symbol), level: Uint8Array.from(level), first: Uint32Array.from(first) }
}

/** Counts keys below 2^32 - 1. */
class GramTable {
  readonly #shift: number
  readonly #mask: number
  readonly #keys: Uint32Array
  readonly #counts: Uint32Array
  readonly #worths: Uint32Array
  readonly #shorter: Int32Array
  readonly #names: Int32Array

  constructor(bits: number) {
    this.#shift = 32 - bits
    this.#mask = 2 ** bits - 1
    this.#keys = new Uint32Array(2 ** bits)
    this.#counts = new Uint32Array(2 ** bits)
    this.#worths = new Uint32Array(2 ** bits)
    this.#shorter = new Int32Array(2 ** bits)
    this.#names = new Int32Array(2 ** bits)
  }

  clear(): void {
    this.#keys.fill(0)
    this.#counts.fill(0)
    this.#worths.fill(0)
    this.#names.fill(-1)
  }

  add(key: number, worth: number, shorter: number): void {
    const at = this.#find(key)
    this.#keys[at] = key + 1
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
    this.#worths[at] = (this.#worths[at] ?? 0) + worth
    this.#shorter[at] = shorter
  }

  /** The rising keys that are wanted. */
  keys(wanted: (count: number, worth: number, shorter: number, key: number) => boolean): Uint32Array {
    const keys: number[] = []
    for (let at = 0; at <= this.#mask; at += 1) {
      const key = this.#keys[at] ?? 0
      if (key === 0) continue
      if (wanted(this.#counts[at] ?? 0, this.#worths[at] ?? 0, this.#shorter[at] ?? 0, key - 1)) keys.push(key - 1)
    }
    return Uint32Array.from(keys).sort()
  }

  name(key: number, name: number): number {
    const at = this.#find(key)
    this.#names[at] = name
    return this.#counts[at] ?? 0
  }

  nameOf(key: number): number {
    return this.#names[this.#find(key)] ?? -1
  }

  #find(key: number): number {
    let at = Math.imul(key + 1, 0x9e3779b1) >>> this.#shift
    while (this.#keys[at] !== 0 && this.#keys[at] !== key + 1) at = (at + 1) & this.#mask
    return at
  }
}

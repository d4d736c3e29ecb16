/**
 * The n-grams of the model, as they are carried: which symbols follow which context, and how often. Every n-gram's
 * suffix is there too, so what may follow a context is among what follows the context one symbol shorter; the coder
 * asks of each of those "this one too?" and, for those that are, how often. Both answers are predicted from how often
 * it would be if the shorter context told all. One arithmetic-coded stream, with probabilities that adapt.
 */
import { type BitCoder } from './arithmetic.ts'

/** Symbols of the longest n-gram. */
export const MAX_DEPTH = 9
export const LEVELS = 64

/** What a level stands for: 0 to 11 themselves, then a quarter more each time, rounded down, plus one. */
export const COUNT_OF_LEVEL = levelCounts()

function levelCounts(): Int32Array {
  const counts = new Int32Array(LEVELS)
  for (let level = 0; level < LEVELS; level += 1) {
    const before = counts[level - 1] ?? 0
    counts[level] = level < 12 ? level : before + Math.floor(before / 4) + 1
  }
  return counts
}

/** The nearest level to a count, the lower of two. */
export function levelOf(count: number): number {
  let level = 0
  while (level + 1 < LEVELS && (COUNT_OF_LEVEL[level] ?? 0) + (COUNT_OF_LEVEL[level + 1] ?? 0) < 2 * count) level += 1
  return level
}

/**
 * Node 0 is the empty context. A node's children stand together, by rising symbol: nodes from first[n] up to
 * first[n + 1] − 1. Nodes of one length stand together, the shorter before the longer, so parents come in order.
 */
export interface Trie {
  readonly nodes: number
  readonly symbol: Uint8Array
  readonly level: Uint8Array
  readonly first: Uint32Array
}

/** A node's child for a symbol, or -1. */
export function childOf(trie: Trie, node: number, symbol: number): number {
  let low = trie.first[node] ?? 0
  let high = trie.first[node + 1] ?? 0
  while (low < high) {
    const middle = (low + high) >> 1
    if ((trie.symbol[middle] ?? 0) < symbol) low = middle + 1
    else high = middle
  }
  return low < (trie.first[node + 1] ?? 0) && trie.symbol[low] === symbol ? low : -1
}

/** 4 · log2(n) for n ≥ 1, rounded down, on integers. */
function quarterLog(value: number): number {
  let octave = 0
  let n = value
  while (n >= 2048) {
    n = Math.floor(n / 2)
    octave += 1
  }
  while (n < 1024) {
    n *= 2
    octave -= 1
  }
  return (octave + 10) * 4 + (n >= 1722 ? 3 : n >= 1448 ? 2 : n >= 1218 ? 1 : 0)
}

/** The shape that a trie being written already has; a reader finds it out. */
export interface TrieSource {
  /** Level of the n-gram `node`'s context followed by `symbol`, 0 when it is not kept. */
  levelOf(node: number, symbol: number): number
}

const EXPECTED = 96

/** Writes a trie, or reads one: with a reader, `source` is not asked. `nodes` bounds memory. */
export function codeTrie(coder: BitCoder, source: TrieSource | undefined, nodes: number, symbols: number): Trie | undefined {
  const symbol = new Uint8Array(nodes)
  const level = new Uint8Array(nodes)
  const first = new Uint32Array(nodes + 1)
  const suffix = new Uint32Array(nodes)
  const present = new Uint16Array(16 * EXPECTED * 32).fill(32768)
  const parents = new Uint16Array(16 * LEVELS * 4).fill(32768)
  const counts = new Uint16Array(16 * EXPECTED * LEVELS).fill(32768)
  const adapt = (table: Uint16Array, at: number, bit: number): number => {
    const p = table[at] ?? 32768
    const now = coder.bit(Math.min(65472, Math.max(64, p)), bit)
    table[at] = now === 1 ? p + ((65535 - p) >> 5) : p - (p >> 5)
    return now
  }
  const codeLevel = (base: number, value: number): number => {
    let at = 1
    for (let bit = 5; bit >= 0; bit -= 1) at = at * 2 + adapt(counts, base * LEVELS + at, (value >> bit) & 1)
    return at - LEVELS
  }
  let next = 1
  let end = 1
  let total = 0
  for (let depth = 0, start = 0; depth < MAX_DEPTH; depth += 1) {
    for (let node = start; node < end; node += 1) {
      first[node] = next
      if (depth === 0) {
        for (let s = 0; s < symbols; s += 1) {
          const value = codeLevel(0, source?.levelOf(0, s) ?? 0)
          if (value === 0) continue
          if (next >= nodes) return undefined
          symbol[next] = s
          level[next] = value
          total += COUNT_OF_LEVEL[value] ?? 0
          next += 1
        }
        continue
      }
      const shorter = suffix[node] ?? 0
      const from = first[shorter] ?? 0
      const to = shorter + 1 < next ? first[shorter + 1] ?? 0 : 0
      if (to <= from) continue
      const own = COUNT_OF_LEVEL[level[node] ?? 0] ?? 0
      const whole = shorter === 0 ? total : COUNT_OF_LEVEL[level[shorter] ?? 0] ?? 1
      let any = 0
      if (source !== undefined) {
        for (let c = from; c < to && any === 0; c += 1) any = source.levelOf(node, symbol[c] ?? 0) > 0 ? 1 : 0
      }
      const crowd = Math.min(3, to - from - 1)
      if (adapt(parents, (depth * LEVELS + (level[node] ?? 0)) * 4 + crowd, any) === 0) continue
      const many = Math.min(31, (level[node] ?? 0) >> 1)
      for (let c = from; c < to; c += 1) {
        const s = symbol[c] ?? 0
        const rest = COUNT_OF_LEVEL[level[c] ?? 0] ?? 0
        const expected = Math.min(EXPECTED - 1, quarterLog(Math.floor((own * rest * 16) / whole) + 1))
        const value = source?.levelOf(node, s) ?? 0
        if (adapt(present, (depth * EXPECTED + expected) * 32 + many, value > 0 ? 1 : 0) === 0) continue
        if (next >= nodes) return undefined
        symbol[next] = s
        level[next] = codeLevel(depth * EXPECTED + expected, value)
        suffix[next] = c
        next += 1
      }
    }
    start = end
    end = next
    if (start === end) break
  }
  for (let node = next; node > 0 && (first[node] ?? 0) === 0; node -= 1) first[node] = next
  return next === nodes ? { nodes, symbol, level, first } : undefined
}

/**
 * What comes next, one binary decision at a time. A symbol is eight decisions, its high bit first. Each is predicted by
 * the n-grams of the model, every order on its own (interpolated with the orders below it), and by what stood in this
 * message; integer mixers weigh their logits, with weights that start from the model's and adapt inside the message.
 */
import type { BitCoder } from './arithmetic.ts'
import { SQUASH, STRETCH } from './logistic.ts'
import { childOf, COUNT_OF_LEVEL, MAX_DEPTH, type Trie } from './trie.ts'

/** Longest context of the n-grams. */
export const ORDERS = MAX_DEPTH - 1
/** Orders of the contexts kept of the message itself; the last is the word so far. */
export const OWN = [1, 2, 3, 4, 6, 0] as const
export const STATES = 64
/** One for each order from 0, the deepest once more with its count, the message's own, and a constant. */
export const INPUTS = ORDERS + 1 + OWN.length + 2
export const APM_CELLS = 33

/** What is learnt beside the n-grams; all of it integers, and part of the model. */
export interface Learned {
  /** Weights of 1/65536: for each mixer, sets of INPUTS. */
  readonly weights: readonly Int32Array[]
  /** Probability of 1 (16 bits) for each own order and state. */
  readonly states: Uint16Array
  /** Probability of 1 (16 bits) for each depth, count class and quantised probability. */
  readonly deep: Uint16Array
  /** Final adjustment: 33 cells for each decision within a symbol and depth. */
  readonly adjust: Uint16Array
}

/** Sets of each mixer: by depth and count of the deepest context and the depth of the message's own; by the decision
 *  within the symbol; by the symbol before. */
export const SETS = [(ORDERS + 1) * 4 * 4, 256, 256] as const
export const DEEP = (ORDERS + 1) * 8 * 64
export const ADJUST = 256 * 3 * APM_CELLS

export function blankLearned(): Learned {
  const states = new Uint16Array(OWN.length * STATES)
  for (let at = 0; at < states.length; at += 1) {
    const zeros = (at & 63) >> 3
    const ones = at & 7
    states[at] = Math.floor(((ones * 2 + 1) * 65535) / ((ones + zeros) * 2 + 2))
  }
  const deep = new Uint16Array(DEEP)
  for (let at = 0; at < DEEP; at += 1) deep[at] = SQUASH[((at & 63) - 32) * 64 + 32 + 2048] ?? 0
  const adjust = new Uint16Array(ADJUST)
  for (let at = 0; at < ADJUST; at += 1) adjust[at] = SQUASH[Math.min(4095, Math.max(1, ((at % APM_CELLS) - 16) * 128 + 2048))] ?? 0
  return { weights: SETS.map((sets) => new Int32Array(sets * INPUTS).fill(6000)), states, deep, adjust }
}

const OWN_BITS = 16
/** Discount of a count, in sixteenths. */
const DISCOUNT = 9
const ONE = 2 ** 24

const clamp = (logit: number): number => (logit > 2047 ? 2047 : logit < -2047 ? -2047 : logit)
const countClass = (count: number): number => (count < 4 ? 0 : count < 16 ? 1 : count < 100 ? 2 : 3)
const fineClass = (count: number): number => {
  let level = 0
  for (let n = count; n > 1 && level < 7; n >>= 1) level += 1
  return level
}

/** How fast each part learns; inside a message, or while a model is made. */
export interface Rates { readonly mixer: number; readonly tables: number }
export const IN_MESSAGE: Rates = { mixer: 3, tables: 0 }

export class Predictor {
  readonly #trie: Trie
  readonly #learned: Learned
  readonly #rates: Rates
  /** Discounted counts in sixteenths, summed over the nodes before. */
  readonly #sums: Float64Array
  readonly #weights: Int32Array[]
  readonly #own = new Uint8Array(OWN.length << OWN_BITS)
  readonly #ownBase = new Int32Array(OWN.length)
  readonly #ownAt = new Int32Array(OWN.length)
  /** The node of each order's context, -1 without one. */
  readonly #context = new Int32Array(ORDERS + 1).fill(-1)
  /** The children still possible of each order, and where the half for 1 begins. */
  readonly #low = new Int32Array(ORDERS + 1)
  readonly #high = new Int32Array(ORDERS + 1)
  readonly #half = new Int32Array(ORDERS + 1)
  /** The whole of each order's count in sixteenths, 0 without one, and what of it the shorter context shares out. */
  readonly #size = new Float64Array(ORDERS + 1)
  readonly #rest = new Float64Array(ORDERS + 1)
  readonly #inputs = new Int32Array(INPUTS)
  readonly #dots = new Int32Array(SETS.length)
  readonly #sets = new Int32Array(SETS.length)
  readonly #history = new Int32Array(8)
  #word = 0

  constructor(trie: Trie, sums: Float64Array, learned: Learned, rates: Rates = IN_MESSAGE) {
    this.#trie = trie
    this.#learned = learned
    this.#rates = rates
    this.#sums = sums
    this.#weights = learned.weights.map((weights) => (rates.tables > 0 ? weights : weights.slice()))
    this.restart()
  }

  /** Before each message. */
  restart(): void {
    if (this.#rates.tables === 0) {
      for (const [index, weights] of this.#weights.entries()) weights.set(this.#learned.weights[index] ?? [])
    }
    this.#own.fill(0)
    this.#history.fill(0)
    this.#word = 0
    this.#context.fill(-1)
    this.#context[0] = 0
    this.#context[1] = childOf(this.#trie, 0, 0)
  }

  /** Writes or reads one symbol. */
  code(coder: BitCoder, symbol: number): number {
    let depth = 0
    let deepCount = 0
    for (let order = 0; order <= ORDERS; order += 1) {
      const count = this.#open(order)
      if (count === 0) continue
      depth = order
      deepCount = count
    }
    this.#hash()
    const classes = depth * 4 + countClass(deepCount)
    const deepSet = (depth * 8 + fineClass(deepCount)) * 64
    let partial = 1
    let base = 0
    for (let width = 128; width > 0; width >>= 1) {
      const last = this.#count(base + width, width, depth)
      const bit = this.#mix(coder, (symbol & width) === 0 ? 0 : 1, partial, last, depth, classes, deepSet)
      partial = partial * 2 + bit
      if (bit === 1) base += width
      for (let order = 0; order <= depth; order += 1) {
        if (bit === 1) this.#low[order] = this.#half[order] ?? 0
        else this.#high[order] = this.#half[order] ?? 0
      }
    }
    this.#advance(base)
    return base
  }

  /** What the message's own contexts see of a character that has no symbol. */
  see(character: number): void {
    this.#history[0] = 256 + (character & 0xffff)
  }

  /** Opens the children of an order's context; returns its count, 0 when it has nothing to say. */
  #open(order: number): number {
    const trie = this.#trie
    const node = this.#context[order] ?? -1
    const low = node < 0 ? 0 : trie.first[node] ?? 0
    const high = node < 0 ? 0 : trie.first[node + 1] ?? 0
    this.#low[order] = low
    this.#high[order] = high
    this.#half[order] = low
    this.#size[order] = 0
    if (low >= high) return 0
    const kept = (this.#sums[high] ?? 0) - (this.#sums[low] ?? 0)
    const count = node === 0 ? 1 : COUNT_OF_LEVEL[trie.level[node] ?? 0] ?? 0
    const size = Math.max(count * 16, kept + DISCOUNT * (high - low))
    this.#size[order] = size
    this.#rest[order] = size - kept
    return count
  }

  /** The orders' logits for the decision at `middle`; returns the deepest order's probability of 1 (12 bits). */
  #count(middle: number, width: number, depth: number): number {
    const { symbol } = this.#trie
    const sums = this.#sums
    let below1 = ONE / 256 * width
    let below0 = below1
    let last = 2048
    for (let order = 0; order <= depth; order += 1) {
      const size = this.#size[order] ?? 0
      if (size === 0) {
        this.#inputs[order] = 0
        continue
      }
      const low = this.#low[order] ?? 0
      const high = this.#high[order] ?? 0
      let half = low
      let end = high
      while (half < end) {
        const at = (half + end) >> 1
        if ((symbol[at] ?? 0) < middle) half = at + 1
        else end = at
      }
      this.#half[order] = half
      const rest = this.#rest[order] ?? 0
      const split = sums[half] ?? 0
      below1 = Math.max(1, Math.floor((rest * below1 + ((sums[high] ?? 0) - split) * ONE) / size))
      below0 = Math.max(1, Math.floor((rest * below0 + (split - (sums[low] ?? 0)) * ONE) / size))
      last = Math.floor((below1 * 4096) / (below1 + below0))
      this.#inputs[order] = STRETCH[last] ?? 0
    }
    for (let order = depth + 1; order <= ORDERS; order += 1) this.#inputs[order] = 0
    return last
  }

  #mix(
    coder: BitCoder, wanted: number, partial: number, last: number, depth: number, classes: number, deepSet: number,
  ): number {
    const inputs = this.#inputs
    const { states, deep, adjust } = this.#learned
    const { mixer, tables } = this.#rates
    const deepAt = deepSet + (last >> 6)
    inputs[ORDERS + 1] = STRETCH[(deep[deepAt] ?? 0) >> 4] ?? 0
    let reach = 0
    for (let own = 0; own < OWN.length; own += 1) {
      const at = (own << OWN_BITS) + (((this.#ownBase[own] ?? 0) + Math.imul(partial, 0x9e3779b1)) >>> (32 - OWN_BITS))
      this.#ownAt[own] = at
      const state = this.#own[at] ?? 0
      inputs[ORDERS + 2 + own] = state === 0 ? 0 : STRETCH[(states[own * STATES + state] ?? 0) >> 4] ?? 0
      if (state !== 0 && own < 5) reach = own < 1 ? 1 : own < 3 ? 2 : 3
    }
    inputs[INPUTS - 1] = 256
    this.#sets[0] = (classes * 4 + reach) * INPUTS
    this.#sets[1] = partial * INPUTS
    this.#sets[2] = (this.#history[0] ?? 0) > 255 ? INPUTS : (this.#history[0] ?? 0) * INPUTS
    let sum = 0
    for (let index = 0; index < SETS.length; index += 1) {
      const weights = this.#weights[index]
      if (weights === undefined) continue
      const set = this.#sets[index] ?? 0
      let dot = 0
      for (let i = 0; i < INPUTS; i += 1) dot += (weights[set + i] ?? 0) * (inputs[i] ?? 0)
      const logit = clamp(Math.floor(dot / 65536))
      this.#dots[index] = logit
      sum += logit
    }
    const mixed = Math.floor(sum / SETS.length)
    const p1 = SQUASH[mixed + 2048] ?? 32768
    // The last adjustment: between two cells of what such a logit has meant at this decision.
    const place = (mixed + 2048) >> 7
    const part = (mixed + 2048) & 127
    const cell = (partial * 3 + (depth < 3 ? 0 : depth < 5 ? 1 : 2)) * APM_CELLS + place
    const p2 = ((adjust[cell] ?? 0) * (128 - part) + (adjust[cell + 1] ?? 0) * part) >> 7
    const p = Math.min(65519, Math.max(16, (p1 + p2 + 1) >> 1))
    const bit = coder.bit(p, wanted)
    for (let index = 0; index < SETS.length; index += 1) {
      const weights = this.#weights[index]
      if (weights === undefined) continue
      const set = this.#sets[index] ?? 0
      const error = ((bit << 16) - (SQUASH[(this.#dots[index] ?? 0) + 2048] ?? 0)) >> 4
      for (let i = 0; i < INPUTS; i += 1) {
        const at = set + i
        weights[at] = (weights[at] ?? 0) + (((inputs[i] ?? 0) * error * mixer + 0x4000) >> 15)
      }
    }
    for (let own = 0; own < OWN.length; own += 1) {
      const at = this.#ownAt[own] ?? 0
      const state = this.#own[at] ?? 0
      this.#own[at] = after(state, bit)
      if (tables > 0 && state !== 0) learn(states, own * STATES + state, bit, tables)
    }
    if (tables > 0) {
      learn(deep, deepAt, bit, tables)
      learn(adjust, cell + (part >> 6), bit, tables)
    }
    return bit
  }

  #hash(): void {
    const past = this.#history
    let hash = 0
    for (let own = 0, seen = 0; own < OWN.length; own += 1) {
      const order = OWN[own] ?? 0
      for (; seen < order; seen += 1) hash = Math.imul(hash + (past[seen] ?? 0) + 1, 0x2c1b3c6d) ^ (hash >>> 15)
      const whole = order === 0 ? this.#word : hash
      this.#ownBase[own] = Math.imul(whole ^ (own << 24), 0x297a2d39)
    }
  }

  #advance(symbol: number): void {
    for (let order = ORDERS; order > 0; order -= 1) {
      const node = this.#context[order - 1] ?? -1
      this.#context[order] = node < 0 ? -1 : childOf(this.#trie, node, symbol)
    }
    this.#history.copyWithin(1, 0, 7)
    this.#history[0] = symbol
    this.#word = symbol < FIRST_OF_WORD ? 0 : Math.imul(this.#word + symbol, 0x3d4d51cb) ^ (this.#word >>> 13)
  }
}

/** Symbols from here on are taken for letters: the blank and most of ASCII's marks lie below. */
const FIRST_OF_WORD = 18

/** A state is zeros (three bits) and ones (three bits) seen; what was seen of the other side fades. */
function after(state: number, bit: number): number {
  const zeros = state >> 3
  const ones = state & 7
  return bit === 1
    ? ((zeros > 2 ? (zeros + 2) >> 1 : zeros) << 3) | Math.min(7, ones + 1)
    : (Math.min(7, zeros + 1) << 3) | (ones > 2 ? (ones + 2) >> 1 : ones)
}

function learn(table: Uint16Array, at: number, bit: number, rate: number): void {
  const p = table[at] ?? 0
  table[at] = bit === 1 ? p + ((65535 - p) >> rate) : p - (p >> rate)
}

/** Discounted counts in sixteenths, summed: sums[n] is that of the nodes before n. */
export function sumsOf(trie: Trie): Float64Array {
  const sums = new Float64Array(trie.nodes + 2)
  for (let node = 0; node < trie.nodes; node += 1) {
    const count = node === 0 ? 0 : COUNT_OF_LEVEL[trie.level[node] ?? 0] ?? 0
    sums[node + 1] = (sums[node] ?? 0) + Math.max(0, count * 16 - DISCOUNT)
  }
  return sums
}

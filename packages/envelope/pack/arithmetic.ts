/**
 * The arithmetic coder: one binary decision at a time, probabilities of sixteen bits, an interval [low, high] of
 * thirty-two. Everything is exact on integers below 2^53, so that every machine writes the same octets.
 */
import { refuse } from './errors.ts'

/**
 * One decision. `p` is the probability of 1, from 1 to 65535, out of 65536. A writer takes `bit`; a reader ignores it.
 * Both return the decision.
 */
export interface BitCoder {
  bit(p: number, bit: number): number
}

const split = (low: number, high: number, p: number): number => {
  const range = high - low
  return low + (range >>> 16) * p + (((range & 0xffff) * p) >>> 16)
}

/** Octets that a reader may take past the end, where it reads zeros: four fill its window, the rest are cut zeros. */
export const MAX_PAST_END = 8

export class BitWriter implements BitCoder {
  #low = 0
  #high = 0xffffffff
  #octets = new Uint8Array(256)
  #length = 0

  bit(p: number, bit: number): number {
    const middle = split(this.#low, this.#high, p)
    if (bit === 1) this.#high = middle
    else this.#low = middle + 1
    while (((this.#low ^ this.#high) >>> 24) === 0) {
      this.#put(this.#high >>> 24)
      this.#low = (this.#low << 8) >>> 0
      this.#high = ((this.#high << 8) | 255) >>> 0
    }
    return bit
  }

  get length(): number {
    return this.#length
  }

  /** The fewest octets that, followed by zeros, name a number of the interval. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#low > 0) {
      for (const keep of [24, 16, 8, 0]) {
        const unit = 2 ** keep
        const value = Math.ceil(this.#low / unit) * unit
        if (value > this.#high) continue
        for (let shift = 24; shift >= keep; shift -= 8) this.#put((value >>> shift) & 255)
        break
      }
    }
    let length = this.#length
    for (let cut = 0; cut < MAX_PAST_END - 4 && length > 0 && this.#octets[length - 1] === 0; cut += 1) length -= 1
    return this.#octets.slice(0, length)
  }

  #put(octet: number): void {
    if (this.#length === this.#octets.length) {
      const larger = new Uint8Array(this.#length * 2)
      larger.set(this.#octets)
      this.#octets = larger
    }
    this.#octets[this.#length++] = octet
  }
}

export class BitReader implements BitCoder {
  readonly #octets: Uint8Array
  #at = 0
  #low = 0
  #high = 0xffffffff
  #window = 0

  constructor(octets: Uint8Array) {
    this.#octets = octets
    for (let i = 0; i < 4; i += 1) this.#window = ((this.#window << 8) | this.#next()) >>> 0
  }

  bit(p: number): number {
    const middle = split(this.#low, this.#high, p)
    const bit = this.#window <= middle ? 1 : 0
    if (bit === 1) this.#high = middle
    else this.#low = middle + 1
    while (((this.#low ^ this.#high) >>> 24) === 0) {
      this.#low = (this.#low << 8) >>> 0
      this.#high = ((this.#high << 8) | 255) >>> 0
      this.#window = ((this.#window << 8) | this.#next()) >>> 0
    }
    return bit
  }

  /** How many octets it has taken, zeros past the end among them. */
  get taken(): number {
    return this.#at
  }

  #next(): number {
    const at = this.#at++
    if (at >= this.#octets.length + MAX_PAST_END) refuse('PACK_CUT', 'these octets end before the text does')
    return this.#octets[at] ?? 0
  }
}

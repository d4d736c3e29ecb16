/**
 * Linear equations over GF(256), solved as they come. Row r of the triangle has its first factor, 1, in column r; a
 * symbol of the message itself is a row that needs no factors, so that what arrives whole costs next to nothing.
 */
import { coefficients } from './fragment.ts'
import { addScaled, inverse, PRODUCTS, scale } from './field.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** `whole`: k factors, then the symbol; without factors the symbol alone. */
type Row = { coded: boolean; whole: Bytes }

/** `new` raised the rank; `known` followed from what was there; `contradiction`: somebody lied, now or before. */
export type Insertion = 'new' | 'known' | 'contradiction'

export interface System {
  rank: () => number
  insert: (n: number, symbol: Uint8Array) => Insertion
  /** The message. Only when rank is k. */
  solve: () => Bytes
}

export function newSystem(k: number, symbolBytes: number): System {
  const rows: (Row | undefined)[] = Array.from({ length: k }, () => undefined)
  let rank = 0

  function insert(n: number, symbol: Uint8Array): Insertion {
    if (n < k) return insertPlain(n, new Uint8Array(symbol))
    const whole = new Uint8Array(k + symbolBytes)
    whole.set(coefficients(n, k))
    whole.set(symbol, k)
    return insertCoded(whole, 0)
  }

  function insertPlain(n: number, symbol: Bytes): Insertion {
    const held = rows[n]
    if (held?.coded === false) return same(held.whole, symbol) ? 'known' : 'contradiction'
    rows[n] = { coded: false, whole: symbol }
    if (held === undefined) {
      rank += 1
      return 'new'
    }
    return insertCoded(held.whole, n)
  }

  function insertCoded(whole: Bytes, from: number): Insertion {
    for (let column = from; column < k; column++) {
      const factor = whole[column] ?? 0
      if (factor === 0) continue
      const row = rows[column]
      if (row === undefined) {
        scale(whole, inverse(factor), column)
        rows[column] = { coded: true, whole }
        rank += 1
        return 'new'
      }
      if (row.coded) addScaled(whole, row.whole, factor, column)
      else {
        whole[column] = 0
        addScaled(whole.subarray(k), row.whole, factor)
      }
    }
    return whole.subarray(k).every((octet) => octet === 0) ? 'known' : 'contradiction'
  }

  function solve(): Bytes {
    const message = new Uint8Array(k * symbolBytes)
    for (let at = k - 1; at >= 0; at--) {
      const row = rows[at]
      if (row === undefined) continue
      const symbol = message.subarray(at * symbolBytes, (at + 1) * symbolBytes)
      symbol.set(row.coded ? row.whole.subarray(k) : row.whole)
      if (!row.coded) continue
      for (let column = at + 1; column < k; column++) {
        const factor = row.whole[column] ?? 0
        if (factor !== 0) addScaled(symbol, message.subarray(column * symbolBytes, (column + 1) * symbolBytes), factor)
      }
    }
    return message
  }

  return { rank: () => rank, insert, solve }
}

/** `vector` · `matrix`, whose rows are given. */
export function combined(vector: Uint8Array, matrix: readonly Uint8Array[], width: number): Bytes {
  const sum = new Uint8Array(width)
  for (const [i, row] of matrix.entries()) {
    const factor = vector[i] ?? 0
    if (factor === 1) for (let at = 0; at < width; at++) sum[at] = (sum[at] ?? 0) ^ (row[at] ?? 0)
    else if (factor !== 0) addScaled(sum, row, factor)
  }
  return sum
}

/** Brings rows to steps over their first `columns` octets, in place; gives the rank. Rows that come to nothing are last. */
export function reduce(rows: Uint8Array[], columns: number): number {
  let rank = 0
  for (let column = 0; column < columns && rank < rows.length; column++) {
    const found = rows.findIndex((row, i) => i >= rank && row[column] !== 0)
    const row = rows[found]
    const other = rows[rank]
    if (row === undefined || other === undefined) continue
    rows[found] = other
    rows[rank] = row
    const over = inverse(row[column] ?? 0)
    for (let i = rank + 1; i < rows.length; i++) {
      const below = rows[i]
      const factor = PRODUCTS[over << 8 | (below?.[column] ?? 0)] ?? 0
      if (below !== undefined && factor !== 0) addScaled(below, row, factor, column)
    }
    rank += 1
  }
  return rank
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((octet, i) => octet === b[i])
}

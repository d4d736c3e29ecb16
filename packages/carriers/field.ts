/**
 * GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11d), in which 2 generates. Adding is exclusive or; all
 * products stand in one table of 64 KB, of which a row operation touches 256 octets: faster here than logarithms.
 */
export const PRODUCTS = productTable()
const inverses = Uint8Array.from({ length: 256 }, (_, a) => PRODUCTS.subarray(a << 8, (a + 1) << 8).indexOf(1) & 255)

function productTable(): Uint8Array {
  const table = new Uint8Array(65_536)
  for (let a = 0; a < 256; a++) for (let b = 0; b < 256; b++) table[a << 8 | b] = slowProduct(a, b)
  return table
}

function slowProduct(a: number, b: number): number {
  let product = 0
  for (let bit = 0, power = a; bit < 8; bit++) {
    if (b >> bit & 1) product ^= power
    power = power & 128 ? power << 1 ^ 0x11d : power << 1
  }
  return product
}

/** `a` is not 0. */
export function inverse(a: number): number {
  return inverses[a] ?? 0
}

/** target += factor · source, from `at` of both to target's end; source reaches as far. */
export function addScaled(target: Uint8Array, source: Uint8Array, factor: number, at = 0): void {
  const base = factor << 8
  const end = target.length
  for (let i = at; i < end; i++) target[i] = (target[i] ?? 0) ^ (PRODUCTS[base | (source[i] ?? 0)] ?? 0)
}

/** row · factor, from `at` on. */
export function scale(row: Uint8Array, factor: number, at = 0): void {
  for (let i = at; i < row.length; i++) row[i] = PRODUCTS[factor << 8 | (row[i] ?? 0)] ?? 0
}

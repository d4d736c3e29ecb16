/**
 * A receipt: 88 random bits made on the source's own device and 8 check bits.
 *
 *   0  11  random
 *  11   1  CRC-8 of the eleven (polynomial x^8+x^2+x+1, start 0): catches every single wrong word
 *
 * The same 96 bits are written in three ways, so that what a source keeps need not look like a secret:
 *
 *   words          twelve, one for each octet
 *   digits         thirty in six groups of five: 11 · N, N the octets as one number; divisible by 11, so that a wrong
 *                  digit or two that changed places are caught
 *   shopping list  ten lines "quantity good". N in mixed radix, least first: for line i its quantity (16, written 1 to
 *                  16), then its good among the 64 − i not yet listed. 16^10 · 64!/54! > 2^96; the order counts
 *
 * Reply key = HKDF-SHA256(the twelve octets, info = "nightjar reply key"), 32 octets. No slow hash: 88 bits need none.
 */
import { type Bytes, concat, hkdf, needLength, randomBytes } from './bytes.ts'
import { refuse } from './errors.ts'
import type { WordList } from './words.ts'

export const RECEIPT_BYTES = 12
const listLines = 10
const quantities = 16n
const everyReceipt = 2n ** 96n

/** The zero of each set of numerals that a receipt may be shown in. */
const zeros = { latin: '0', arabic: '٠', extended: '۰' } as const
export type Numerals = keyof typeof zeros

export function createReceipt(): Bytes {
  const random = randomBytes(RECEIPT_BYTES - 1)
  return concat(random, Uint8Array.of(crc8(random)))
}

/** Twelve words. */
export function receiptWordsOf(receipt: Uint8Array, { words }: WordList): string[] {
  return [...whole(receipt)].map((octet) => words[octet] ?? '')
}

/** `01234 56789 …`, six groups. */
export function receiptDigits(receipt: Uint8Array, numerals: Numerals = 'latin'): string {
  const digits = (11n * numberOf(whole(receipt))).toString().padStart(30, '0')
  return inNumerals(digits.replaceAll(/.{5}(?=.)/g, '$& '), zeros[numerals])
}

/** Ten lines. */
export function receiptShoppingListOf(receipt: Uint8Array, { goods, zero }: WordList): string[] {
  let rest = numberOf(whole(receipt))
  const left = [...goods]
  return Array.from({ length: listLines }, () => {
    const quantity = Number(rest % quantities) + 1
    rest /= quantities
    const [good = ''] = left.splice(Number(rest % BigInt(left.length)), 1)
    rest /= BigInt(left.length + 1)
    return `${inNumerals(String(quantity), zero)} ${good}`
  })
}

/**
 * Any of the three forms in any of the languages given, forgiving of case, spaces, marks, numerals and the letters that
 * keyboards mix up. Throws RECEIPT_INVALID.
 */
export function parseReceiptIn(text: string, lists: readonly WordList[]): Bytes {
  const folded = fold(text.slice(0, 4000))
  for (const receipt of candidates(folded, lists)) {
    if (receipt !== undefined && crc8(receipt.subarray(0, -1)) === receipt.at(-1)) return receipt
  }
  return refuse('RECEIPT_INVALID', 'this is no receipt; one of its words or digits is not right')
}

export function replyKeyOf(receipt: Uint8Array): Promise<Bytes> {
  return hkdf(whole(receipt), 'nightjar reply key', 32)
}

function whole(receipt: Uint8Array): Uint8Array {
  needLength('RECEIPT_INVALID', 'a receipt', receipt, RECEIPT_BYTES)
  return receipt
}

function* candidates(folded: string, lists: readonly WordList[]): Generator<Bytes | undefined> {
  const digits = folded.replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (/^\d{30}$/.test(digits)) yield fromDigits(digits)
  const tokens = folded.match(/\p{L}+/gu) ?? []
  for (const list of lists) {
    if (/\d/.test(folded)) yield fromShoppingList(folded, list)
    else if (tokens.length === RECEIPT_BYTES) yield fromWords(tokens, list)
  }
}

function fromWords(tokens: readonly string[], list: WordList): Bytes | undefined {
  const { words } = foldedList(list)
  const octets = tokens.map((token) => words.indexOf(token))
  return octets.includes(-1) ? undefined : Uint8Array.from(octets)
}

function fromDigits(digits: string): Bytes | undefined {
  const number = BigInt(digits)
  return number % 11n === 0n ? fromNumber(number / 11n) : undefined
}

function fromShoppingList(folded: string, list: WordList): Bytes | undefined {
  const left = [...foldedList(list).goods]
  const lines = [...folded.matchAll(/(\d+)([^\d]+)/g)].slice(0, listLines + 1)
  if (lines.length !== listLines) return undefined
  let number = 0n
  let unit = 1n
  for (const [, quantity = '', good = ''] of lines) {
    const at = left.indexOf(foldGood(good))
    if (at === -1 || !/^(?:[1-9]|1[0-6])$/.test(quantity)) return undefined
    number += unit * (BigInt(quantity) - 1n)
    unit *= quantities
    number += unit * BigInt(at)
    unit *= BigInt(left.length)
    left.splice(at, 1)
  }
  return fromNumber(number)
}

/** Folding three languages takes longer than reading a receipt. */
const foldedLists = new WeakMap<WordList, Pick<WordList, 'words' | 'goods'>>()

function foldedList(list: WordList): Pick<WordList, 'words' | 'goods'> {
  const known = foldedLists.get(list)
  if (known !== undefined) return known
  const made = { words: list.words.map(fold), goods: list.goods.map(foldGood) }
  foldedLists.set(list, made)
  return made
}

function foldGood(good: string): string {
  return fold(good).replaceAll(/[^\p{L}]/gu, '')
}

/** Letters that keyboards and hands mix up in Arabic script, after marks are gone. */
const alike: Record<string, string> = {
  ى: 'ي', ی: 'ي', ې: 'ي', ێ: 'ي', ک: 'ك', ة: 'ه', ە: 'ه', ھ: 'ه', ہ: 'ه', ڕ: 'ر', ڵ: 'ل', ۆ: 'و', ۇ: 'و', ٱ: 'ا', ء: '',
}

function fold(text: string): string {
  return text.normalize('NFKD').toLowerCase().replaceAll(/[\p{M}\p{Cf}ـ]/gu, '')
    .replaceAll(/[ىیېێکةەھہڕڵۆۇٱء]/g, (letter) => alike[letter] ?? letter)
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
}

function inNumerals(digits: string, zero: string): string {
  const first = zero.codePointAt(0) ?? 48
  return digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(first + Number(digit)))
}

function numberOf(octets: Uint8Array): bigint {
  return octets.reduce((number, octet) => number * 256n + BigInt(octet), 0n)
}

function fromNumber(number: bigint): Bytes | undefined {
  if (number >= everyReceipt) return undefined
  return Uint8Array.from({ length: RECEIPT_BYTES }, (_, i) => Number((number >> BigInt(88 - 8 * i)) & 255n))
}

function crc8(octets: Uint8Array): number {
  let sum = 0
  for (const octet of octets) {
    sum ^= octet
    for (let bit = 0; bit < 8; bit++) sum = (sum & 128 ? (sum << 1) ^ 7 : sum << 1) & 255
  }
  return sum
}

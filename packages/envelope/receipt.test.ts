import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EnvelopeError } from './errors.ts'
import { parseReceipt, receiptShoppingList, receiptWords, wordLists } from './receipt-languages.ts'
import { createReceipt, receiptDigits, replyKeyOf } from './receipt.ts'

const receipts = fc.constant(undefined).map(createReceipt)
const languages = fc.constantFrom('en', 'ar', 'ckb')
const invalid = { code: 'RECEIPT_INVALID', message: 'this is no receipt; one of its words or digits is not right' }

test('every form in every language and every numerals reads back', () => {
  fc.assert(fc.property(receipts, languages, fc.constantFrom('latin', 'arabic', 'extended'), (receipt, lang, numerals) => {
    expect(parseReceipt(receiptWords(receipt, lang).join(' '))).toEqual(receipt)
    expect(parseReceipt(receiptDigits(receipt, numerals))).toEqual(receipt)
    expect(parseReceipt(receiptShoppingList(receipt, lang).join('\n'))).toEqual(receipt)
  }), { numRuns: 300 })
})

test('every 96 bits have a shopping list of ten different goods', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), languages, (octets, lang) => {
    const lines = receiptShoppingList(octets, lang)
    expect(new Set(lines.map((line) => line.replace(/^\S+ /, ''))).size).toBe(10)
  }), { examples: [[new Uint8Array(12), 'en'], [new Uint8Array(12).fill(255), 'ar']] })
})

test('spaces, case, punctuation, marks and mixed keyboards are forgiven', () => {
  const receipt = createReceipt()
  expect(parseReceipt(receiptWords(receipt, 'en').join(' , ').toUpperCase())).toEqual(receipt)
  expect(parseReceipt(receiptDigits(receipt).replaceAll(' ', '-'))).toEqual(receipt)
  const arabic = receiptWords(receipt, 'ar').join('  ').replaceAll('أ', 'ا').replaceAll('ة', 'ه').replaceAll('ي', 'ی')
  expect(parseReceipt([...arabic].join('\u064e'))).toEqual(receipt)
  const sorani = receiptWords(receipt, 'ckb').join('\n').replaceAll('ڕ', 'ر').replaceAll('ە', 'ه').replaceAll('ک', 'ك')
  expect(parseReceipt(sorani)).toEqual(receipt)
  expect(parseReceipt(receiptShoppingList(receipt, 'ar').join(', '))).toEqual(receipt)
})

test('any one wrong word is caught', () => {
  fc.assert(fc.property(receipts, languages, fc.nat(11), fc.nat(255), (receipt, lang, at, octet) => {
    const words = receiptWords(receipt, lang)
    const wrong = wordLists[lang].words[octet] ?? ''
    fc.pre(words[at] !== wrong)
    expect(() => parseReceipt(words.with(at, wrong).join(' '))).toThrow(expect.objectContaining(invalid))
  }))
})

test('any one wrong digit, and any two neighbours that changed places, are caught', () => {
  fc.assert(fc.property(receipts, fc.nat(28), fc.nat(9), (receipt, at, digit) => {
    const digits = [...receiptDigits(receipt).replaceAll(' ', '')]
    const swapped = digits.with(at, digits[at + 1] ?? '').with(at + 1, digits[at] ?? '')
    for (const wrong of [digits.with(at, String(digit)), swapped]) {
      const same = wrong.join('') === digits.join('')
      expect(same || attempt(wrong.join('')) instanceof EnvelopeError).toBe(true)
    }
  }))
})

test('any other text is refused with the one code, quickly', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (noise) => {
    expect(attempt(noise)).toMatchObject(invalid)
  }))
  const started = performance.now()
  for (const long of ['1'.repeat(1e6), 'word '.repeat(2e5), '3 kg rice '.repeat(1e5)]) expect(attempt(long)).toMatchObject(invalid)
  expect(performance.now() - started).toBeLessThan(500)
})

test('the reply key depends on every octet and is the same in whatever form the receipt was kept', async () => {
  const receipt = createReceipt()
  expect(await replyKeyOf(parseReceipt(receiptDigits(receipt)))).toEqual(await replyKeyOf(receipt))
  expect(await replyKeyOf(receipt)).not.toEqual(await replyKeyOf(createReceipt()))
  expect((await replyKeyOf(receipt)).length).toBe(32)
})

describe.each(Object.values(wordLists))('the words in $lang', ({ words, goods }) => {
  test('are 256 and 64, each one word, all distinct', () => {
    expect(words).toHaveLength(256)
    expect(goods).toHaveLength(64)
    expect(new Set(words).size).toBe(256)
    expect(new Set(goods).size).toBe(64)
    for (const word of words) expect(word).toMatch(/^\p{L}+$/u)
    for (const good of goods) expect(good).toMatch(/^[\p{L} ]+$/u)
  })
})

function attempt(text: string): unknown {
  try {
    return parseReceipt(text)
  } catch (error) {
    return error
  }
}

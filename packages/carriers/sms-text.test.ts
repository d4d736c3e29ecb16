import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToText, CarrierError, SMS_TEXT_BYTES, SMS_TEXT_SEPTETS, TEXT_ALPHABET, textToBytes } from './index.ts'

/** The part of GSM 03.38's default alphabet in which its code is the one of ASCII and takes one septet. */
const sameInGsm7 = /^[\n\r !"#%&'()*+,\-./0-9:;<=>?A-Za-z]$/

test('octets come back from text, through wrapped lines too', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), (bytes, cut) => {
    const text = bytesToText(bytes)
    const at = cut % (text.length + 1)
    expect(textToBytes(`${text.slice(0, at)}\r\n ${text.slice(at)}`)).toEqual(new Uint8Array(bytes))
  }))
})

test('every text is of 64 characters that take one septet, the same in ASCII, GSM 03.38 and a URL', () => {
  expect(new Set(TEXT_ALPHABET).size).toBe(64)
  for (const character of TEXT_ALPHABET) {
    expect(character).toMatch(sameInGsm7)
    expect(encodeURIComponent(character)).toBe(character)
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
    const text = bytesToText(bytes)
    expect([...text].every((character) => TEXT_ALPHABET.includes(character))).toBe(true)
    expect(new URLSearchParams(`t=${text}`).get('t')).toBe(text)
    expect(text.length).toBeLessThanOrEqual(SMS_TEXT_SEPTETS)
  }))
  expect(bytesToText(new Uint8Array(SMS_TEXT_BYTES))).toHaveLength(SMS_TEXT_SEPTETS)
})

test('one text stands for one row of octets', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...TEXT_ALPHABET), maxLength: 30 }), (text) => {
    expect(['TEXT_LENGTH', text]).toContain(writtenAgain(text))
  }))
})

function writtenAgain(text: string): string {
  try {
    return bytesToText(textToBytes(text))
  } catch (error) {
    return error instanceof CarrierError ? error.code : String(error)
  }
}

test.each([['AAAA+', 'TEXT_LENGTH'], ['AAA+', 'TEXT_ALPHABET'], ['AAA_', 'TEXT_ALPHABET'], ['سلام', 'TEXT_ALPHABET'],
  ['A', 'TEXT_LENGTH'], ['AB', 'TEXT_LENGTH']])('%s is refused: %s', (text, code) => {
  expect(() => textToBytes(text)).toThrow(expect.objectContaining({ code }))
})

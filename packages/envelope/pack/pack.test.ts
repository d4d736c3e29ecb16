import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitReader, BitWriter } from './arithmetic.ts'
import { loadModel, pack, PackError, unpack } from './index.ts'
import { SQUASH, STRETCH } from './logistic.ts'
import { saveModel } from './model.ts'

const tables = new Uint8Array(readFileSync(new URL('./tables/pack.bin', import.meta.url)))
const model = loadModel(tables)
const utf8 = (text: string): number => new TextEncoder().encode(text).length

const samples = [
  'Two cars with guns at the school behind the bridge, since this morning',
  'سيارتان فيهما سلاح عند المدرسة خلف الجسر منذ الصباح',
  'دوو ئۆتۆمبێل بە چەکەوە لە پشت پردەکە لە قوتابخانەکە',
  'Du erebe bi çekan li dibistana li pişt pirê, ji sibê ve',
]

test('any Unicode survives, at worst two octets over its UTF-8', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }))
  fc.assert(fc.property(texts, (text) => {
    const packed = pack(model, text)
    expect(unpack(model, packed)).toBe(text)
    expect(packed.length).toBeLessThanOrEqual(utf8(text) + 2)
  }), { numRuns: 300 })
})

test('short words of the languages, in any order, survive too', () => {
  const words = fc.array(fc.constantFrom(...samples.flatMap((text) => text.split(' ')), '😀', '\n', '', '\u200c', '123'), { maxLength: 40 })
  fc.assert(fc.property(words, (parts) => {
    const text = parts.join(' ')
    expect(unpack(model, pack(model, text))).toBe(text)
  }), { numRuns: 200 })
})

test('a sentence of each language takes less than half an octet a character', () => {
  for (const text of samples) expect(pack(model, text).length).toBeLessThan(text.length * 0.5)
})

test('empty text, one character and 64 KB', () => {
  expect(pack(model, '').length).toBeLessThanOrEqual(2)
  for (const text of ['', 'a', 'م', '\u0000', '\u{10ffff}', '\ufeff', 'x'.repeat(65536), '漢'.repeat(21845)]) {
    expect(unpack(model, pack(model, text)) === text).toBe(true)
  }
}, 60_000)

test('text that is too long or not well-formed is refused', () => {
  expect(() => pack(model, 'x'.repeat(65537))).toThrow(expect.objectContaining({ code: 'PACK_TEXT_TOO_LONG' }))
  expect(() => pack(model, 'a\ud800b')).toThrow(expect.objectContaining({ code: 'PACK_TEXT' }))
})

test('octets from anywhere are text or a refusal, in bounded time', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
    const start = performance.now()
    let length = 0
    try {
      length = utf8(unpack(model, octets))
    } catch (error) {
      if (!(error instanceof PackError)) throw error
    }
    expect(length).toBeLessThanOrEqual(65536)
    expect(performance.now() - start).toBeLessThan(3000)
  }), { numRuns: 400 })
}, 60_000)

test('a changed or cut message never brings anything but text or a refusal', () => {
  const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 1, max: 255 }), cut: fc.nat(60) })
  fc.assert(fc.property(fc.constantFrom(...samples), change, (text, { at, to, cut }) => {
    const octets = pack(model, text)
    const place = at % octets.length
    octets[place] = (octets[place] ?? 0) ^ to
    try {
      expect(typeof unpack(model, octets.subarray(0, octets.length - Math.min(cut, octets.length)))).toBe('string')
    } catch (error) {
      if (!(error instanceof PackError)) throw error
    }
  }), { numRuns: 300 })
})

test('one message leaves no trace in the next', () => {
  const before = samples.map((text) => [...pack(model, text)])
  pack(model, 'something quite different '.repeat(50))
  expect(samples.map((text) => [...pack(model, text)])).toEqual(before)
})

test('the tables survive being written again; others are refused', () => {
  const again = saveModel(model)
  expect(again.length).toBe(tables.length)
  expect(Buffer.from(again).equals(tables)).toBe(true)
  expect(() => loadModel(tables.subarray(0, 1000))).toThrow(expect.objectContaining({ code: 'PACK_MODEL' }))
  expect(() => loadModel(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'PACK_MODEL' }))
}, 60_000)

test('the coder alone brings back any decisions under any probabilities', () => {
  const decisions = fc.array(fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 0, max: 1 })), { maxLength: 2000 })
  fc.assert(fc.property(decisions, (list) => {
    const writer = new BitWriter()
    for (const [p, bit] of list) writer.bit(p, bit)
    const octets = writer.finish()
    const reader = new BitReader(octets)
    for (const [p, bit] of list) expect(reader.bit(p)).toBe(bit)
    expect(reader.taken).toBeGreaterThanOrEqual(octets.length)
  }), { numRuns: 200 })
})

test('the curves rise, and each undoes the other', () => {
  for (let x = 1; x <= 4096; x += 1) expect(SQUASH[x]).toBeGreaterThanOrEqual(SQUASH[x - 1] ?? 0)
  for (let p = 64; p < 4032; p += 1) expect(Math.abs((SQUASH[(STRETCH[p] ?? 0) + 2048] ?? 0) - p * 16 - 8)).toBeLessThan(80)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldText, tokens } from './letters.ts'

test('one word written in different ways has one key', () => {
  expect(foldText('الإسكندرية')).toBe(foldText('الاسكندريه'))
  expect(foldText('المـوصـل')).toBe(foldText('الموصل'))
  expect(foldText('مَدينةُ')).toBe(foldText('مدينة'))
  expect(foldText('Ba‘quba')).toBe('baquba')
  expect(foldText('Hewlêr ŞINGAL')).toBe('hewler singal')
  expect(foldText('هەڵەبجە')).toBe(foldText('ههلهبجه'))
  expect(foldText('۱۲ ١٢ 12')).toBe('12 12 12')
})

test('offsets are code points, half-open, and an English possessive ends the word', () => {
  expect(tokens("😀 Mosul's").map(({ norm, start, end }) => [norm, start, end])).toEqual([
    ['mosul', 2, 7],
    ['s', 8, 9],
  ])
  expect(tokens('٥كم').map((token) => token.norm)).toEqual(['5', 'كم'])
})

test('property: tokens lie in order inside the text, and folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const length = Array.from(text).length
      let last = 0
      for (const { norm, start, end } of tokens(text)) {
        expect(norm).not.toBe('')
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        last = end
      }
      expect(last).toBeLessThanOrEqual(length)
    }),
  )
  fc.assert(
    fc.property(fc.constantFrom('الموصل', 'هەولێر', 'Qaraqosh', 'گەڕەکی وەحدە'), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reasonSentence } from './explain.ts'
import type { Reason } from './shapes.ts'

const TOLD: Reason[] = [
  { code: 'PRIOR', weight: 0 },
  { code: 'LINES', n: 2 },
  { code: 'SHARED_ORIGIN', n: 3, of: 5 },
  { code: 'DENIALS', n: 1 },
]

test('one calm sentence in each language', () => {
  expect(reasonSentence(TOLD, 'en')).toBe('Two independent lines; three of five tips share one origin; one denial.')
  expect(reasonSentence(TOLD, 'ar')).toBe('خطّا أدلة مستقلان؛ ٣ بلاغات من أصل ٥ بلاغات من مصدر واحد؛ نفي واحد.')
  expect(reasonSentence(TOLD, 'ckb')).toBe(
    'دوو هێڵی سەربەخۆی بەڵگە؛ سێ لە پێنج هەواڵ لە یەک سەرچاوەوەن؛ یەک ڕەتکردنەوە.',
  )
  expect(reasonSentence([], 'en')).toBe('')
})

test('Arabic numbers agree: one, two, three to ten, eleven and more, a hundred', () => {
  const lines = (n: number) => reasonSentence([{ code: 'LINES', n }], 'ar')
  expect([1, 2, 3, 10, 11, 100, 103].map(lines)).toEqual([
    'خط أدلة مستقل واحد.',
    'خطّا أدلة مستقلان.',
    '٣ خطوط أدلة مستقلة.',
    '١٠ خطوط أدلة مستقلة.',
    '١١ خط أدلة مستقلاً.',
    '١٠٠ خط أدلة مستقلاً.',
    '١٠٣ خطوط أدلة مستقلة.',
  ])
  expect(reasonSentence([{ code: 'COPIES', n: 2 }], 'ar')).toBe('بلاغان يكادان يكونان نسخة من غيرهما.')
})

test('property: never a hole in a sentence', () => {
  const code = fc.constantFrom<Reason['code']>(
    'LINES',
    'SHARED_ORIGIN',
    'COPIES',
    'COORDINATED',
    'DENIALS',
    'UNTESTED',
    'IF_ONE_VOICE',
    'ONE_MORE_LINE',
    'SAME_PLACE',
    'TIMES_APART',
  )
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          code,
          n: fc.nat(200),
          of: fc.nat(200),
          p: fc.double({ min: 0, max: 1, noNaN: true }),
          metres: fc.nat(1e6),
          seconds: fc.nat(1e6),
        }),
      ),
      (reasons) => {
        for (const lang of ['en', 'ar', 'ckb'] as const)
          expect(reasonSentence(reasons, lang)).not.toMatch(/undefined|NaN|null/)
      },
    ),
  )
})

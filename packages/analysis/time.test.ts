import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findTimes } from './time.ts'

// Sunday 22 November 2026, 18:00 in Iraq
const NOW = Date.parse('2026-11-22T15:00:00Z') / 1000
const read = (text: string) =>
  findTimes(text, NOW, { zoneMinutes: 180 }).map(({ text: own, from, to }) => [own, iso(from), iso(to)])
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16)

test.each([
  ['I saw it yesterday evening', 'yesterday evening', '2026-11-21T14:00', '2026-11-21T20:00'],
  ['two hours ago', 'two hours ago', '2026-11-22T12:30', '2026-11-22T13:30'],
  ['half an hour ago', 'half an hour ago', '2026-11-22T14:15', '2026-11-22T14:45'],
  ['at 5 pm', 'at 5 pm', '2026-11-22T13:15', '2026-11-22T14:45'],
  ['12/03/2026 at 5 pm', '12/03/2026 at 5 pm', '2026-03-12T13:15', '2026-03-12T14:45'],
  ['18 November at 17:00', '18 November at 17:00', '2026-11-18T13:45', '2026-11-18T14:15'],
  ['March 12 2025 at 5 pm', 'March 12 2025 at 5 pm', '2025-03-12T13:15', '2025-03-12T14:45'],
  ['on Friday', 'on Friday', '2026-11-19T21:00', '2026-11-20T21:00'],
  ['قبل ساعتين', 'قبل ساعتين', '2026-11-22T12:30', '2026-11-22T13:30'],
  ['أمس مساء', 'أمس مساء', '2026-11-21T14:00', '2026-11-21T20:00'],
  ['الساعة ٥ عصراً', 'الساعة ٥ عصراً', '2026-11-22T13:15', '2026-11-22T14:45'],
  ['١٢ آذار', '١٢ آذار', '2026-03-11T21:00', '2026-03-12T21:00'],
  [
    'يوم 18 تشرين الثاني الساعة 16:00',
    '18 تشرين الثاني الساعة 16:00',
    '2026-11-18T12:45',
    '2026-11-18T13:15',
  ],
  ['لە 18ی تشرینی دووەم کاتژمێر 17:00', '18ی تشرینی دووەم کاتژمێر 17:00', '2026-11-18T13:45', '2026-11-18T14:15'],
  ['دوێنێ ئێوارە', 'دوێنێ ئێوارە', '2026-11-21T14:00', '2026-11-21T20:00'],
  ['پێش دوو کاتژمێر', 'پێش دوو کاتژمێر', '2026-11-22T12:30', '2026-11-22T13:30'],
  ['کاتژمێر ٥ی ئێوارە', 'کاتژمێر ٥ی ئێوارە', '2026-11-22T13:15', '2026-11-22T14:45'],
])('%s', (text, own, from, to) => expect(read(text)).toEqual([[own, from, to]]))

test.each(['from 3 to 5 people', 'the 3 men', '31/02/2026', '1/1/1970', '12/13/2026x', ''])(
  'no time in: %s',
  (text) => expect(read(text)).toEqual([]),
)

test('property: any text is read without an error, and intervals are not backwards', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('yesterday', 'قبل', '3', 'hours', 'ago', 'أمس', 'at', '99', '17:30', 'دوێنێ', 'May', '1/2/2026'),
  )
  fc.assert(
    fc.property(fc.array(piece), fc.integer({ min: 0, max: 4e9 }), (pieces, now) => {
      const text = pieces.join(' ')
      for (const found of findTimes(text, now)) {
        expect(found.to).toBeGreaterThanOrEqual(found.from)
        expect(Array.from(text).slice(found.start, found.end).join('')).toBe(found.text)
      }
    }),
  )
})

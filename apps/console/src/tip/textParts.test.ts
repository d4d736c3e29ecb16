import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FoundPlace } from '../api/shapes.ts'
import { textParts } from './textParts.ts'

const place = (start: number, end: number): FoundPlace =>
  ({ text: '', start, end, name: 'x', lat: 1, lon: 1, radius_m: 1, score: 1, form: 'name' })

test('joined together the parts are the text again, whatever was found in it', () => {
  const places = fc.array(fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 })))
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), places, (text, found) => {
    const parts = textParts(text, found.map(([start, end]) => place(start, end)).filter((one) => one.start >= 0))
    expect(parts.map((part) => part.text).join('')).toBe(text)
  }))
})

test('offsets are code points, not UTF-16 units', () => {
  const parts = textParts('🚗🚗 باب الطوب', [place(3, 12)])
  expect(parts.map((part) => part.text)).toEqual(['🚗🚗 ', 'باب الطوب'])
})

test('of places that overlap the first is kept, and the longer of two that begin together', () => {
  const parts = textParts('abcdef', [place(2, 5), place(1, 3), place(1, 4)])
  expect(parts.map((part) => part.text)).toEqual(['a', 'bcd', 'ef'])
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { gistOf, showSafely } from './text.ts'

test('overrides, isolates, controls and tags are made visible, one for one', () => {
  const shown = showSafely('car \u202Egnp.exe\u202C \u0000\u001B[31m \u{E0041} \u2067x\u2069')
  expect(shown.text).toBe('car \uFFFDgnp.exe\uFFFD \u2400\u241B[31m \uFFFD \uFFFDx\uFFFD')
  expect(shown.marks).toEqual(['bidi', 'control', 'invisible'])
})

test('what Arabic, Sorani and Kurmanji are written with is left alone', () => {
  const text = 'سيارة مفخخة قرب الجسر\nئۆتۆمبێلێک لە نزیک پرد، نە\u200Cبوو \u200Fدەنگ\tبومبê ê î û'
  expect(showSafely(text)).toEqual({ text, marks: [] })
})

test('whatever is sent, no character that reorders is left and offsets stay', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
    const shown = showSafely(text).text
    expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u)
    expect(Array.from(shown).length).toBe(Array.from(text).length)
    expect(Array.from(gistOf(text)).length).toBeLessThanOrEqual(160)
    expect(gistOf(text)).not.toMatch(/\n/)
  }))
})

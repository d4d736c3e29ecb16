import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestEncoding } from './fixed.ts'
import { escapeHtml, html } from './page/html.ts'
import { ar } from './page/words-ar.ts'
import { ckb } from './page/words-ckb.ts'
import { en } from './page/words-en.ts'
import { bestLanguage } from './pages.ts'

test.each([
  [undefined, 'en'], ['', 'en'], ['ar', 'ar'], ['ar-IQ,ar;q=0.9,en;q=0.8', 'ar'], ['en;q=0.2,ckb;q=0.3', 'ckb'],
  ['ku', 'ckb'], ['fr,de', 'en'], ['ar;q=0, en', 'en'], ['*', 'en'], [';;q=,,=x', 'en'],
])('the language for %j is %s', (accept, lang) => {
  expect(bestLanguage(accept, ['en', 'ar', 'ckb'])).toBe(lang)
})

test('any header gives a language that the line has, and an encoding that the client named', () => {
  fc.assert(fc.property(fc.string(), (header) => {
    expect(['ar', 'ckb']).toContain(bestLanguage(header, ['ar', 'ckb']))
    const encoding = bestEncoding(header)
    expect(encoding !== 'br' || header.toLowerCase().includes('br')).toBe(true)
  }))
})

test('nothing that is put into a template becomes markup', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    expect(escapeHtml(text)).not.toMatch(/[<>"']/)
    expect(html`<p title="${text}">${text}</p>`.markup.match(/</g)).toHaveLength(2)
  }))
})

test('every language fills in the same places of a sentence, and none of them names what this is', () => {
  const places = (words: unknown): string[] => (typeof words === 'string'
    ? [(words.match(/\{\w+\}/g) ?? []).sort().join()]
    : typeof words === 'object' && words !== null ? Object.entries(words)
      .flatMap(([key, each]) => places(each).map((place) => `${key} ${place}`)) : [])
  expect(places(ar)).toEqual(places(en))
  expect(places(ckb)).toEqual(places(en))
  expect(JSON.stringify([en, ar, ckb])).not.toMatch(/tip ?line|nightjar|informant|whistle/i)
})

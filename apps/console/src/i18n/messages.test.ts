import { expect, test } from 'vitest'
import { ar } from './ar.ts'
import { ckb } from './ckb.ts'
import { en } from './en.ts'
import { parametersOf, say, type MessageKey, type Messages, type Plural } from './messages.ts'

const languages: Record<string, Messages> = { en, ar, ckb }
const keys = Object.keys(en).filter((key): key is MessageKey => key in en)
const textsOf = (message: string | Plural): string[] => (typeof message === 'string' ? [message]
  : Object.values(message))

test.each(Object.keys(languages))('%s has every message, and none that English has not', (lang) => {
  expect(Object.keys(languages[lang] ?? {}).sort()).toEqual([...keys].sort())
})

test.each(Object.entries(languages))('%s gives a form for every plural category of its language', (lang, messages) => {
  const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted()
  const wrong = keys.filter((key) => {
    const message = messages[key]
    return typeof message !== 'string' && Object.keys(message).toSorted().join() !== categories.join()
  })
  expect(wrong).toEqual([])
})

test.each(Object.entries(languages))('%s uses the same parameters as English', (_lang, messages) => {
  const wrong = keys.filter((key) => parametersOf(messages[key]).join() !== parametersOf(en[key]).join())
  expect(wrong).toEqual([])
})

test.each(Object.entries(languages))('%s has no empty message, no exclamation mark, no blank at an end',
  (_lang, messages) => {
  const wrong = keys.filter((key) =>
    textsOf(messages[key]).some((text) => text.trim() === '' || text !== text.trim() || /[!！]/.test(text)))
  expect(wrong).toEqual([])
})

test('Arabic and Sorani are not left in English', () => {
  const same = keys.filter((key) => typeof en[key] === 'string' && /[a-z]{4}/.test(String(en[key])))
    .filter((key) => ar[key] === en[key] || ckb[key] === en[key])
  expect(same).toEqual(['app.name'])
})

test('a text parameter is shut off from the direction around it, a number is written by the reader\'s numerals', () => {
  const category = () => 'other' as const
  expect(say('Moved to {id}.', { id: 'ev-1' }, category, String)).toBe('Moved to \u2068ev-1\u2069.')
  expect(say({ one: '{n} tip', other: '{n} tips' }, { n: 3 }, category, (n) => `<${n}>`)).toBe('<3> tips')
  expect(say('{missing} stays', {}, category, String)).toBe('{missing} stays')
})

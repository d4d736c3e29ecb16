/**
 * The console's words. `en.ts` says which messages there are; the other languages must have the same keys, or the
 * types do not hold. A message with a number in it has one form for each category of Intl.PluralRules of its language
 * (a test checks that none is missing). `{name}` stands for a parameter.
 */
import type { en } from './en.ts'

export type Lang = 'en' | 'ar' | 'ckb'
export const langs: readonly Lang[] = ['en', 'ar', 'ckb']

/** `other` is always there; which further ones a language needs, Intl.PluralRules says. */
export interface Plural { zero?: string; one?: string; two?: string; few?: string; many?: string; other: string }

export type MessageKey = keyof typeof en
export type Messages = { readonly [K in MessageKey]: (typeof en)[K] extends string ? string : Plural }
export type Params = Readonly<Record<string, string | number>>

const FSI = '\u2068'
const PDI = '\u2069'

/**
 * One message with its parameters put in. Text parameters are bidi-isolated, so that a name in one direction cannot
 * reorder a sentence in the other. Numbers are written by `writeNumber`; `n` chooses the plural form.
 */
export function say(
  message: string | Plural, params: Params, category: (n: number) => Intl.LDMLPluralRule,
  writeNumber: (n: number) => string,
): string {
  return formOf(message, params['n'], category).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? writeNumber(value) : FSI + value + PDI
  })
}

function formOf(
  message: string | Plural, n: string | number | undefined, category: (n: number) => Intl.LDMLPluralRule,
): string {
  if (typeof message === 'string') return message
  return message[typeof n === 'number' ? category(n) : 'other'] ?? message.other
}

/** What of a message must be the same in every language: the names of its parameters. */
export function parametersOf(message: string | Plural): string[] {
  const text = typeof message === 'string' ? message : message.other
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort()
}

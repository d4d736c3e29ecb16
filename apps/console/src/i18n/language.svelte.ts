/** The language in force. Each language's words are a chunk of their own, loaded before they are needed. */
import { settings, numeralsInForce } from '../shell/settings.svelte.ts'
import { ageOf, createFormat, distanceOf, lengthOf, sizeOf, type Format } from './format.ts'
import { say, type Lang, type MessageKey, type Messages, type Params } from './messages.ts'

const load: Record<Lang, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  ar: async () => (await import('./ar.ts')).ar,
  ckb: async () => (await import('./ckb.ts')).ckb,
}

let words = $state.raw<{ lang: Lang; messages: Messages }>()
const format = $derived(createFormat({ lang: words?.lang ?? 'en', numerals: numeralsInForce(words?.lang ?? 'en') }))

export async function useLanguage(lang: Lang): Promise<void> {
  words = { lang, messages: await load[lang]() }
  settings.lang = lang
  document.documentElement.lang = lang
  document.documentElement.dir = lang === 'en' ? 'ltr' : 'rtl'
}

/** The words of another language than the page's, for showing what somebody else will read. */
export async function wordsOf(lang: Lang): Promise<(key: MessageKey, params?: Params) => string> {
  const messages = await load[lang]()
  const theirs = createFormat({ lang, numerals: lang === 'en' ? 'latn' : 'arab' })
  return (key, params = {}) => say(messages[key], params, theirs.category, theirs.decimal)
}

export const currentLang = (): Lang => words?.lang ?? 'en'
export const isRightToLeft = (): boolean => currentLang() !== 'en'
export const fmt = (): Format => format

export function t(key: MessageKey, params: Params = {}): string {
  const message = words?.messages[key]
  return message === undefined ? '' : say(message, params, format.category, format.decimal)
}

/** "4 min": how long ago, by the clock given (see clock.svelte.ts). */
export function age(at: string, now: number): string {
  const { unit, n } = ageOf(now - Date.parse(at))
  return t(`age.${unit}`, { n })
}

export function length(from: string, to: string): string {
  const { unit, n } = lengthOf(Date.parse(to) - Date.parse(from))
  return t(`length.${unit}`, { n })
}

export function distance(metres: number): string {
  const { unit, n } = distanceOf(metres)
  return `${format.decimal(n)} ${t(`unit.${unit}`)}`
}

export function fileSize(octets: number): string {
  const { unit, n } = sizeOf(octets)
  return `${format.decimal(n)} ${t(`unit.${unit}`)}`
}

/** The language's own name, or its code when it is one we have no name for. */
export function langName(code: string): string {
  return code === 'en' || code === 'ar' || code === 'ckb' || code === 'kmr' || code === 'und' ? t(`lang.${code}`) : code
}

/** The direction in which a text of this language is written; `auto` when it is not known. */
export function directionOf(code: string): 'ltr' | 'rtl' | 'auto' {
  if (code === 'ar' || code === 'ckb') return 'rtl'
  return code === 'en' || code === 'kmr' ? 'ltr' : 'auto'
}

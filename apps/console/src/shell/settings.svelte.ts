/** What a person chose for this browser: language, theme, numerals, shortcuts. Nothing else is ever kept there. */
import type { Numerals } from '../i18n/format.ts'
import { langs, type Lang } from '../i18n/messages.ts'

export type Theme = 'dark' | 'light'
export interface Settings { lang: Lang; theme: Theme; numerals: Numerals | 'auto'; singleKeys: boolean }

const KEPT_UNDER = 'nightjar.console'
const themes: readonly Theme[] = ['dark', 'light']
const numeralChoices: readonly Settings['numerals'][] = ['auto', 'latn', 'arab']

export const settings: Settings = $state(readSettings())

function readSettings(): Settings {
  const kept = readKept()
  return {
    lang: pick(langs, kept['lang']) ?? browserLang(),
    theme: pick(themes, kept['theme']) ?? 'dark',
    numerals: pick(numeralChoices, kept['numerals']) ?? 'auto',
    singleKeys: kept['singleKeys'] !== false,
  }
}

function readKept(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_UNDER) ?? '{}')
    return typeof kept === 'object' && kept !== null ? { ...kept } : {}
  } catch {
    return {}
  }
}

function pick<T>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

function browserLang(): Lang {
  for (const wanted of navigator.languages) {
    const found = langs.find((lang) => wanted.toLowerCase().startsWith(lang))
    if (found !== undefined) return found
  }
  return 'en'
}

/** Called from one effect in App.svelte, whenever a setting changes. */
export function keepSettings(): void {
  document.documentElement.dataset['theme'] = settings.theme
  try {
    localStorage.setItem(KEPT_UNDER, JSON.stringify(settings))
  } catch {
    // Storage may be forbidden; then the choice holds until the page is closed.
  }
}

export function numeralsInForce(lang: Lang): Numerals {
  if (settings.numerals !== 'auto') return settings.numerals
  return lang === 'en' ? 'latn' : 'arab'
}

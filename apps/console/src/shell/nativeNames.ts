import type { Lang } from '../i18n/messages.ts'

/** Each language in its own words: a person who cannot read the present one must find theirs. */
export const nativeName: Record<Lang, string> = { en: 'English', ar: 'العربية', ckb: 'کوردی' }

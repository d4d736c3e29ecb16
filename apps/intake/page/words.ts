/** Every word of the source's pages, one object a language. A missing word is a type error, not an English sentence. */

export type Lang = 'en' | 'ar' | 'ckb'
export const LANGS: readonly Lang[] = ['en', 'ar', 'ckb']
export const DIRECTIONS: Readonly<Record<Lang, 'ltr' | 'rtl'>> = { en: 'ltr', ar: 'rtl', ckb: 'rtl' }
export const LANGUAGE_NAMES: Readonly<Record<Lang, string>> = { en: 'English', ar: 'العربية', ckb: 'کوردی' }

interface Choice { label: string; hint?: string }

export interface PageWords {
  title: string
  exit: string
  exitHint: string
  /** A harmless page that the person's own click opens; we never ask it for anything. */
  leaveTo: string
  languages: string
  readAnswers: string
  writeMessage: string
  back: string
  next: string
  start: string
  optional: string
  /** `{n}` and `{of}` are filled in. */
  stepOf: string
  problem: string
  errorPrefix: string
  intro: { sealedHere: string; noName: string; network: string; history: string }
  plain: { title: string; body: string[] }
  kind: { title: string; hint: string }
  text: { title: string; hint: string; missing: string; long: string }
  where: {
    title: string; hint: string; button: string; risk: string; asking: string
    /** `{m}` metres. */
    got: string
    remove: string; refused: string
  }
  when: { title: string; choices: Record<'now' | 'today' | 'yesterday' | 'week' | 'later', Choice>; words: string;
    wordsHint: string }
  basis: { title: string; choices: Record<'saw' | 'told' | 'heard' | 'inferred', Choice>; from: string
    fromHint: string }
  urgency: { title: string; choices: readonly [Choice, Choice, Choice, Choice] }
  files: { title: string; hint: string; choose: string; scrubbed: string; unscrubbed: string; remove: string;
    /** `{name}` is the file's own name, shown to its owner only. */
    keepsTraces: string; tooLarge: string; tooMany: string }
  before: {
    title: string; next: string; nextSealed: string; nextPlain: string; nextRead: string; nextCode: string
    risks: string; risk: string[]; oldCode: string; oldCodeLabel: string; oldCodeHint: string; oldCodeWrong: string
    second: string; secondHint: string; send: string
  }
  sending: {
    title: string; preparing: string
    /** `{n}`, `{of}`, `{percent}`. */
    file: string
    message: string; stay: string
  }
  failed: { title: string; network: string; full: string; key: string; file: string; kept: string; again: string }
  receipt: {
    title: string; once: string; what: string; forms: string; words: string; digits: string; list: string
    listHint: string; second: string; secondHint: string; noted: string
  }
  proof: {
    title: string
    /** `{n}` is the place of the asked part in the code. */
    hint: string; word: string; number: string; item: string; button: string; wrong: string; show: string; skip: string
  }
  done: { title: string; added: string; body: string[]; another: string }
  check: {
    title: string; intro: string; label: string; hint: string; button: string; wrong: string; looking: string
    none: string; noneHint: string; found: string; addMore: string; failed: string; plain: string
  }
}

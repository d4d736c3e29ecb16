// Folding of letters, so that one word written in different ways becomes one key: case and accents of Latin, the
// forms of alef, ya, ta marbuta and hamza, kashida and vowel marks of Arabic, the letters that Kurdish adds, digits
// of three kinds. Offsets are kept as Unicode code points of the text as given.

export interface Token {
  /** folded letters and digits */
  norm: string
  /** code points, half-open */
  start: number
  end: number
  script: 'Latn' | 'Arab' | 'digit' | 'other'
  capital: boolean
}

const ARABIC_FOLD: Record<string, string> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ێ: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ۆ: 'و',
  ۇ: 'و',
  ۊ: 'و',
  ة: 'ه',
  ە: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ک: 'ك',
  گ: 'ك',
  ڵ: 'ل',
  ڕ: 'ر',
  چ: 'ج',
  پ: 'ب',
  ڤ: 'ف',
  ڨ: 'ف',
  ژ: 'ز',
  ء: '',
  ـ: '',
}
const LATIN_FOLD: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ə: 'a',
  ŋ: 'n',
}
const APOSTROPHES = new Set(["'", '’', '‘', '`', 'ʻ', 'ʼ', 'ʿ', 'ʾ', '´'])
const DROPPED = /^[\p{M}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]$/u
const WORD = /^[\p{L}\p{N}]$/u
const foldCache = new Map<string, Folded>()

type Script = Token['script']
interface Folded {
  to: string
  script: Script
  capital: boolean
  word: boolean
  dropped: boolean
}

function foldOne(char: string): Folded {
  const known = foldCache.get(char)
  if (known !== undefined) return known
  const fresh = computeFold(char)
  if (foldCache.size < 20_000) foldCache.set(char, fresh)
  return fresh
}

function computeFold(char: string): Folded {
  if (DROPPED.test(char)) return { to: '', script: 'other', capital: false, word: false, dropped: true }
  const direct = ARABIC_FOLD[char]
  if (direct !== undefined) return { to: direct, script: 'Arab', capital: false, word: true, dropped: false }
  if (!WORD.test(char)) return { to: '', script: 'other', capital: false, word: false, dropped: false }
  const digit = digitOf(char)
  if (digit !== undefined) return { to: digit, script: 'digit', capital: false, word: true, dropped: false }
  const plain = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const to = Array.from(plain, (c) => ARABIC_FOLD[c] ?? LATIN_FOLD[c] ?? c).join('')
  const capital = char !== char.toLowerCase()
  return { to, script: scriptOf(to), capital, word: true, dropped: false }
}

function scriptOf(folded: string): Script {
  if (/^\p{Script=Latin}/u.test(folded)) return 'Latn'
  return /^\p{Script=Arabic}/u.test(folded) ? 'Arab' : 'other'
}

/** '0' to '9' for a digit of any of the three sets in use, else undefined. */
export function digitOf(char: string): string | undefined {
  const code = char.codePointAt(0) ?? 0
  if (code >= 0x30 && code <= 0x39) return char
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660)
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0)
  return undefined
}

const isApostrophe = (char: string | undefined): boolean => char !== undefined && APOSTROPHES.has(char)
const isWord = (char: string | undefined): boolean => char !== undefined && foldOne(char).word

/**
 * Splits into folded words. An apostrophe inside a word vanishes (Ba'quba), an English possessive ends it (Mosul's).
 */
export function tokens(text: string): Token[] {
  const chars = Array.from(text)
  const found: Token[] = []
  let open: Token | undefined
  const close = (at: number): void => {
    if (open !== undefined && open.norm !== '') found.push({ ...open, norm: squeeze(open), end: at })
    open = undefined
  }
  for (const [at, char] of chars.entries()) {
    const fold = foldOne(char)
    if (fold.dropped) continue
    if (open !== undefined && isApostrophe(char) && isWord(chars[at + 1]) && !possessive(chars, at)) continue
    if (!fold.word) {
      close(at)
      continue
    }
    if (open !== undefined && changesScript(open.script, fold)) close(at)
    if (open === undefined) open = { norm: fold.to, start: at, end: at, script: fold.script, capital: fold.capital }
    else open.norm += fold.to
  }
  close(chars.length)
  return found
}

function changesScript(open: Script, next: Folded): boolean {
  return (
    next.to !== ''
    && open !== next.script
    && (open === 'digit' || next.script === 'digit' || open === 'Arab' || next.script === 'Arab')
  )
}

function possessive(chars: string[], at: number): boolean {
  const next = chars[at + 1]
  return (next === 's' || next === 'S') && !isWord(chars[at + 2])
}

/** Kurdish writes a long u as two waw, Arabic as one. */
function squeeze(token: Token): string {
  return token.script === 'Arab' ? token.norm.replace(/وو+/g, 'و') : token.norm
}

/** The folded words joined by single spaces: a key for equality, not for reading. */
export function foldText(text: string): string {
  return tokens(text)
    .map((token) => token.norm)
    .join(' ')
}

const PROCLITICS = ['وال', 'بال', 'فال', 'كال', 'لل', 'وب', 'ول', 'وبال', 'ولل', 'و', 'ب', 'ل', 'ف', 'ك']
const KURDISH_ENDINGS = ['هوه', 'دا', 'يش', 'هكه', 'ان', 'ي']

/** What a word of Arabic script may be once what is written together with it is taken off; the word itself comes first.
 *  cut counts the letters of a proclitic taken off in front (the article is not counted: it is part of a name). */
export function stems(norm: string): { stem: string; cut: number; article: boolean; ending: boolean }[] {
  const bare = withoutArticle(norm)
  const found = [{ stem: bare, cut: 0, article: bare !== norm, ending: false }]
  for (const clitic of PROCLITICS) {
    if (!norm.startsWith(clitic)) continue
    const article = clitic.endsWith('ال') || clitic.endsWith('لل')
    const rest = article ? norm.slice(clitic.length) : withoutArticle(norm.slice(clitic.length))
    const cut = clitic.endsWith('ال') ? clitic.length - 2 : clitic.length
    const hasArticle = article || rest.length < norm.length - clitic.length
    if (rest.length >= 3) found.push({ stem: rest, cut, article: hasArticle, ending: false })
  }
  for (const ending of KURDISH_ENDINGS) {
    const rest = norm.slice(0, -ending.length)
    if (norm.endsWith(ending) && rest.length >= 3) found.push({ stem: rest, cut: 0, article: false, ending: true })
  }
  return found
}

/**
 * Takes the Arabic article off a folded word, when three letters or more remain or the word is just that short name.
 */
export function withoutArticle(norm: string): string {
  return norm.startsWith('ال') && norm.length >= 4 ? norm.slice(2) : norm
}

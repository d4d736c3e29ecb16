// The kind of a tip by the code book's words: folded, lightly stemmed, phrases weighing more than words.

import { stems, tokens } from './letters.ts'
import type { Token } from './letters.ts'
import type { Kind, KindBook } from './kindbook.ts'
import { KIND_OTHER } from './kindbook.ts'

interface Entry {
  kind: number
  weight: number
  phrase: string
}
interface WordIndex {
  phrases: Map<string, Entry[]>
  longest: Map<string, number>
  prefixes: { prefix: string; entry: Entry }[]
}
const indexes = new WeakMap<KindBook, WordIndex>()

/**
 * The likeliest kind with the words that spoke for it, as the book writes them; KIND_OTHER with score 0 when none
 * did.
 */
export function classifyKind(text: string, book: KindBook): { kind: number; score: number; words: string[] } {
  const found = matches(text, indexOf(book))
  const totals = new Map<number, { weight: number; words: Set<string> }>()
  for (const { kind, weight, phrase } of found) {
    const total = totals.get(kind) ?? { weight: 0, words: new Set() }
    if (!total.words.has(phrase)) total.weight += weight
    total.words.add(phrase)
    totals.set(kind, total)
  }
  let best = { kind: KIND_OTHER, weight: 0, words: new Set<string>() }
  let sum = 0
  for (const [kind, total] of totals) {
    sum += total.weight
    if (
      total.weight > best.weight
      || (total.weight === best.weight && urgent(book, kind) > urgent(book, best.kind))
    ) {
      best = { kind, ...total }
    }
  }
  if (best.weight === 0) return { kind: KIND_OTHER, score: 0, words: [] }
  const score = (best.weight / (sum + 0.5)) * Math.min(1, 0.5 + best.weight / 4)
  return { kind: best.kind, score: Math.round(score * 1000) / 1000, words: [...best.words] }
}

const urgent = (book: KindBook, kind: number): number => book.kinds.get(kind)?.urgency ?? 0

function indexOf(book: KindBook): WordIndex {
  const known = indexes.get(book)
  if (known !== undefined) return known
  const index: WordIndex = { phrases: new Map(), longest: new Map(), prefixes: [] }
  for (const kind of book.kinds.values()) addKind(index, kind)
  indexes.set(book, index)
  return index
}

function addKind(index: WordIndex, kind: Kind): void {
  for (const phrase of [...kind.words.en, ...kind.words.ar, ...kind.words.ckb, ...kind.words.kmr]) {
    const open = phrase.endsWith('*')
    const keys = contentWords(open ? phrase.slice(0, -1) : phrase).map((token) =>
      token.script === 'Arab' ? arabicStem(token.norm) : token.norm,
    )
    const head = keys[0]
    if (head === undefined) continue
    const entry = { kind: kind.id, weight: 1 + 1.2 * (keys.length - 1), phrase }
    if (open && keys.length === 1) {
      index.prefixes.push({ prefix: head, entry })
      continue
    }
    const words = keys.map((key, at) => (open && at === keys.length - 1 ? key : latinStem(key)))
    const key = words.join(' ')
    index.phrases.set(key, [...(index.phrases.get(key) ?? []), entry])
    const first = words[0] ?? head
    index.longest.set(first, Math.max(index.longest.get(first) ?? 0, words.length))
  }
}

/** "The bridge is closed" is the book's "bridge closed". */
const SKIPPED = new Set(['the', 'a', 'an', 'is', 'are', 'was', 'were', 'been', 'be', 'has', 'have', 'being'])
const contentWords = (text: string): Token[] => tokens(text).filter((token) => !SKIPPED.has(token.norm))

function matches(text: string, index: WordIndex): Entry[] {
  const words = contentWords(text)
  const found: Entry[] = []
  for (let at = 0; at < words.length; ) {
    const run = longestRun(
      words.slice(at, at + 8).map((word) => forms(word.norm, word.script)),
      index,
    )
    if (run !== undefined) {
      found.push(...run.entries)
      at += run.length
      continue
    }
    const word = words[at]
    if (word !== undefined)
      found.push(...index.prefixes.filter(({ prefix }) => hasPrefix(word.norm, prefix)).map(({ entry }) => entry))
    at += 1
  }
  return found
}

function hasPrefix(norm: string, prefix: string): boolean {
  return norm.startsWith(prefix)
}

/** What a word may stand in the index as. */
function forms(norm: string, script: string): string[] {
  return script === 'Arab'
    ? [...new Set([norm, ...stems(norm).map(({ stem }) => arabicStem(stem))])]
    : [latinStem(norm)]
}

function longestRun(words: string[][], index: WordIndex): { entries: Entry[]; length: number } | undefined {
  for (const head of words[0] ?? []) {
    const most = Math.min(index.longest.get(head) ?? 0, words.length)
    for (let length = most; length >= 1; length -= 1) {
      const entries = phraseAt(words.slice(0, length), head, index)
      if (entries !== undefined) return { entries, length }
    }
  }
  return undefined
}

function phraseAt(words: string[][], head: string, index: WordIndex): Entry[] | undefined {
  let keys = [head]
  for (const next of words.slice(1)) keys = keys.flatMap((key) => next.map((form) => `${key} ${form}`)).slice(0, 64)
  for (const key of keys) {
    const entries = index.phrases.get(key)
    if (entries !== undefined) return entries
  }
  return undefined
}

/** bombs → bomb, stopping → stop, stopped → stop: enough for a code book. */
function latinStem(norm: string): string {
  if (!/^[a-z]{4,}$/.test(norm)) return norm
  const bare = norm
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/(?<=[^su])s$/, '')
  const cut = bare.length >= 6 ? bare.replace(/(?:ing|ed)$/, '') : bare
  return cut.replace(/([bdgmnprt])\1$/, '$1')
}

/** Article off, and the endings of dual and plural. */
function arabicStem(norm: string): string {
  const bare = norm.startsWith('ال') && norm.length >= 5 ? norm.slice(2) : norm
  return bare.length >= 6 ? bare.replace(/(?:هكان|ات|ون|ين|ان|هكه)$/, '') : bare
}

// Which words of a text may be a place's name. The weight says, in log-odds and before looking at the places, how
// name-like the words stand there: capitals, cue words before them, neighbours that make them part of a person's or
// firm's name.

import { stems } from '../letters.ts'
import type { Token } from '../letters.ts'
import { rowsNamed } from './gazetteer.ts'
import type { Gazetteer } from './gazetteer.ts'
import { ARTICLE_NEEDED, COMMON_WORDS, GENERIC_WITH_ARTICLE, PLACE_CUES, PERSON_TITLES } from './words.ts'

export interface Mention {
  /** numbers of the first word and of the word after the last */
  first: number
  last: number
  start: number
  end: number
  rows: readonly number[]
  weight: number
}

/** County, subdistrict, city: what follows is one by name. */
const DIVISIONS = new Set(['قضاء', 'قضا', 'ناحيه', 'مدينه', 'حي', 'منطقه', 'معبر'])

interface Case {
  mixed: boolean
}

export function findMentions(words: Token[], gazetteer: Gazetteer): Mention[] {
  const found: Mention[] = []
  const style = { mixed: hasMixedCase(words) }
  for (let at = 0; at < words.length; ) {
    const mention = longestAt(words, at, gazetteer, style)
    if (mention === undefined) at += 1
    else {
      found.push(mention)
      at = mention.last
    }
  }
  return found
}

function hasMixedCase(words: Token[]): boolean {
  const latin = words.filter((word) => word.script === 'Latn')
  const capitals = latin.filter((word) => word.capital).length
  return capitals > 0 && capitals < latin.length * 0.8
}

function longestAt(words: Token[], at: number, gazetteer: Gazetteer, style: Case): Mention | undefined {
  const word = words[at]
  if (word === undefined) return undefined
  if (word.script === 'Arab') return arabicAt(words, at, word, gazetteer)
  if (word.script !== 'Latn' || (style.mixed && !word.capital && !isLatinArticle(word))) return undefined
  const from = isLatinArticle(word) ? at + 1 : at
  const rows = longestRun(words, from, words[from]?.norm ?? '', gazetteer, latinName)
  if (rows === undefined) return undefined
  if (style.mixed && words[from]?.capital !== true) return undefined
  return latinMention(words, at, from, rows, style)
}

const isLatinArticle = (word: Token): boolean => word.norm === 'al' || word.norm === 'el'
const latinName = (word: Token): string => word.norm
const arabicName = (word: Token): string => stems(word.norm)[0]?.stem ?? word.norm

interface Run {
  last: number
  rows: readonly number[]
}

/** The longest name that begins with `head` in the place of words[at]; articles between its words are passed over. */
function longestRun(
  words: Token[],
  at: number,
  head: string,
  gazetteer: Gazetteer,
  nameOf: (word: Token) => string,
): Run | undefined {
  const most = gazetteer.heads.get(head)
  if (most === undefined) return undefined
  let key = head
  let longest: Run | undefined
  const one = rowsNamed(gazetteer, key)
  if (one.length > 0) longest = { last: at + 1, rows: one }
  let count = 1
  for (let next = at + 1; count < most && next < words.length; next += 1) {
    const word = words[next]
    const before = words[next - 1]
    if (word === undefined || before === undefined || word.start - before.end > 2) break
    if (isLatinArticle(word)) continue
    key += ` ${nameOf(word)}`
    count += 1
    const rows = rowsNamed(gazetteer, key)
    if (rows.length > 0) longest = { last: next + 1, rows }
  }
  return longest
}

function latinMention(words: Token[], at: number, from: number, run: Run, style: Case): Mention | undefined {
  const first = words[at]
  const last = words[run.last - 1]
  const name = words[from]
  if (first === undefined || last === undefined || name === undefined) return undefined
  const single = run.last - from === 1
  if (single && name.norm.length < 2) return undefined
  const common = single && COMMON_WORDS.has(name.norm)
  let weight = 1
  if (!single) weight += 1.5
  if (common) weight -= style.mixed && name.capital && at > 0 ? 2.5 : 5
  if (single && name.norm.length <= 3) weight -= 1
  if (!style.mixed) weight -= single ? 1.5 : 0
  weight += cueWeight(words, at, run.last, style)
  return { first: at, last: run.last, start: first.start, end: last.end, rows: run.rows, weight }
}

function cueWeight(words: Token[], at: number, last: number, style: Case): number {
  const before = words[at - 1]
  const first = words[at]
  const after = words[last]
  const end = words[last - 1]
  let weight = 0
  if (before !== undefined && first !== undefined) {
    if (PLACE_CUES.has(before.norm)) weight += 1.5
    if (PERSON_TITLES.has(before.norm)) weight -= 4
    const touches = first.start - before.end === 1
    if (style.mixed && touches && before.capital && before.script === 'Latn' && !PLACE_CUES.has(before.norm))
      weight -= 1.5
  }
  if (after !== undefined && end !== undefined && style.mixed && after.start - end.end === 1 && after.capital)
    weight -= 1
  return weight
}

function arabicAt(words: Token[], at: number, word: Token, gazetteer: Gazetteer): Mention | undefined {
  for (const { stem, cut, article, ending } of stems(word.norm)) {
    const run = longestRun(words, at, stem, gazetteer, arabicName)
    if (run === undefined) continue
    const single = run.last - at === 1
    if (single && (COMMON_WORDS.has(stem) || (!article && (ARTICLE_NEEDED.has(stem) || stem.length <= 2)))) continue
    const last = words[run.last - 1]
    if (last === undefined) continue
    const before = words[at - 1]
    let weight = single ? 0.8 : 2
    if (cut > 0 && !article) weight -= stem.length <= 3 ? 3 : 1
    if (cut > 0 && word.norm.startsWith('ب')) weight += 1
    if (ending) weight -= 0.3
    if (stem.length <= 3 && single) weight -= 0.7
    if (single && GENERIC_WITH_ARTICLE.has(stem) && !DIVISIONS.has(before?.norm ?? ''))
      weight -= stem === 'قائم' || stem === 'عشار' ? 1 : 7
    if (before !== undefined && PLACE_CUES.has(before.norm)) weight += 1.5
    if (before !== undefined && PERSON_TITLES.has(before.norm)) weight -= 3
    return { first: at, last: run.last, start: word.start + cut, end: last.end, rows: run.rows, weight }
  }
  return undefined
}

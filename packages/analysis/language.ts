// Language and script of a short text, by its letters and its small words. Four languages and "cannot be
// said": a wrong guess sends a tip to somebody who cannot read it, so little evidence gives 'und'.

import { foldText } from './letters.ts'
import type { Detected, TextLang } from './shapes.ts'

/** Letters that Sorani writes and Arabic does not, and the reverse; ه and ي alone tell nothing. */
const SORANI_LETTER = /[ەێۆڵڕڤگچپژکی]/gu
const SORANI_ONLY = /[ێۆڵڕڤە]/gu
const ARABIC_LETTER = /[ةىيكضصثذظطأإؤ]|\p{Mn}/gu
const KURMANJI_LETTER = /[êîûşçÊÎÛŞÇ]/gu

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/).map(foldText))
const SMALL: Record<Exclude<TextLang, 'und'>, Set<string>> = {
  en: words(`the and of to in is are was were a an that this it on for with from they he she we you i not have
    has had there at by
    be as or but near what who when where my your our their his her its will can will do does did been if so no
    yes now some`),
  ar: words(`في من على الى عن ان هذا هذه التي الذي كان كانت ما لا لم هل مع بعد قبل كل يوم اليوم هناك هنا نحن
    انا هم هو هي او ثم
    قد لقد حتى عند منذ بين غير يا اللي شو مش ماكو اكو هسه وين ليش شنو`),
  ckb: words(`لە بە بۆ کە ئەم ئەو لەگەڵ دەکات دەکەن نییە هەیە بوو بوون یان ئێمە ئێوە من تۆ ئەوان هەموو زۆر تا
    لەسەر لەناو دوای
    پێش ئێستا ئەمڕۆ دوێنێ چەند هەر بەڵام چونکە نزیک`),
  kmr: words(`li ji di de da bi û ku ev ew ne na jî min te wî wê wan ez tu hûn ser heye hene bû bûn dike dikin
    çi kî gelek lê yan yê yên çû niha îro duh`),
}

/** 'mixed' when a fifth or more of the letters are of the other script. */
export function detectLanguage(text: string): Detected {
  const latin = count(text, /\p{Script=Latin}/gu)
  const arabic = count(text, /\p{Script=Arabic}/gu)
  const letters = latin + arabic
  if (letters === 0) return { lang: 'und', script: 'none', score: 0 }
  const script = Math.min(latin, arabic) >= letters / 5 ? 'mixed' : latin > arabic ? 'Latn' : 'Arab'
  const folded = foldText(text).split(' ')
  const { lang, score } = arabic >= latin ? arabicOrSorani(text, folded) : englishOrKurmanji(text, folded)
  return { lang, script, score: Math.round(score * 1000) / 1000 }
}

interface Guess {
  lang: TextLang
  score: number
}

function arabicOrSorani(text: string, folded: string[]): Guess {
  const sorani = count(text, SORANI_ONLY) * 1.5 + count(text, SORANI_LETTER) * 0.5 + 2 * known(folded, SMALL.ckb)
  const arabic =
    count(text, ARABIC_LETTER) + 2 * known(folded, SMALL.ar) + folded.filter((word) => word.startsWith('ال')).length
  if (sorani + arabic < 1) return { lang: 'und', score: 0 }
  return sorani > arabic
    ? { lang: 'ckb', score: share(sorani, arabic) }
    : { lang: 'ar', score: share(arabic, sorani) }
}

function englishOrKurmanji(text: string, folded: string[]): Guess {
  const kurmanji = 1.5 * count(text, KURMANJI_LETTER) + 2 * known(folded, SMALL.kmr)
  const english =
    2 * known(folded, SMALL.en)
    + 0.15 * folded.filter((word) => /^[a-z]{3,}$/.test(word)).length
    + folded.filter((word) => /(?:ing|ed|tion|ly|th)$/.test(word)).length * 0.5
  if (kurmanji + english < 0.3) return { lang: 'und', score: 0 }
  return kurmanji > english
    ? { lang: 'kmr', score: share(kurmanji, english) }
    : { lang: 'en', score: share(english, kurmanji) }
}

const share = (one: number, other: number): number => ((one + 0.5) / (one + other + 1)) * (one < 2 ? 0.7 : 1)
const count = (text: string, pattern: RegExp): number => Array.from(text.matchAll(pattern)).length
const known = (folded: string[], small: Set<string>): number => folded.filter((word) => small.has(word)).length

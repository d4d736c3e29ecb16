/** Receipts in all three languages; a page that speaks one imports its list alone and the functions of receipt.ts. */
import type { Bytes } from './bytes.ts'
import { parseReceiptIn, receiptShoppingListOf, receiptWordsOf } from './receipt.ts'
import { wordsAr } from './words-ar.ts'
import { wordsCkb } from './words-ckb.ts'
import { wordsEn } from './words-en.ts'
import type { WordList } from './words.ts'

export const wordLists = { en: wordsEn, ar: wordsAr, ckb: wordsCkb } as const satisfies Record<string, WordList>
export type ReceiptLanguage = keyof typeof wordLists

export function receiptWords(receipt: Uint8Array, lang: ReceiptLanguage): string[] {
  return receiptWordsOf(receipt, wordLists[lang])
}

export function receiptShoppingList(receipt: Uint8Array, lang: ReceiptLanguage): string[] {
  return receiptShoppingListOf(receipt, wordLists[lang])
}

/** Throws RECEIPT_INVALID. */
export function parseReceipt(text: string): Bytes {
  return parseReceiptIn(text, Object.values(wordLists))
}

/** Words as the search index keeps them, so that spellings which readers take for the same are the same. */
const marks = /[\u064B-\u065F\u0670\u0640\u200C-\u200F\u061C]/gu
const same: Readonly<Record<string, string>> = {
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ی: 'ي', ې: 'ي', ك: 'ک', ة: 'ه', ھ: 'ه', ە: 'ه', ؤ: 'و', ئ: 'ي',
}
const letters = new RegExp(`[${Object.keys(same).join('')}]`, 'gu')

export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(marks, '').replace(letters, (letter) => same[letter] ?? letter)
    .replace(/\s+/gu, ' ').trim()
}

import { receiptDigits, receiptShoppingList, receiptWords, replyKeyOf } from '@nightjar/envelope'
import type { ReceiptFormsVector, ReceiptVector } from './shapes.ts'

/** Eleven octets and their CRC-8. */
const receipt = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xa4)
const highest = Uint8Array.of(...new Uint8Array(11).fill(255), 0x36)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

async function forms(about: string, octets: Uint8Array): Promise<ReceiptFormsVector> {
  return {
    type: 'receipt-forms', about, rules: ['E-50', 'E-51', 'E-52', 'E-53', 'E-54'], expect: 'ok', receipt: hex(octets),
    replyKey: hex(await replyKeyOf(octets)),
    digits: {
      latin: receiptDigits(octets), arabic: receiptDigits(octets, 'arabic'),
      extended: receiptDigits(octets, 'extended'),
    },
    words: { en: receiptWords(octets, 'en'), ar: receiptWords(octets, 'ar'), ckb: receiptWords(octets, 'ckb') },
    shoppingList: {
      en: receiptShoppingList(octets, 'en'), ar: receiptShoppingList(octets, 'ar'),
      ckb: receiptShoppingList(octets, 'ckb'),
    },
  }
}

export async function receiptVectors(): Promise<Record<string, ReceiptVector | ReceiptFormsVector>> {
  const reads = (about: string, text: string): ReceiptVector =>
    ({ type: 'receipt', about, rules: ['E-55'], expect: 'ok', text, receipt: hex(receipt) })
  const fails = (about: string, text: string): ReceiptVector =>
    ({ type: 'receipt', about, rules: ['E-50', 'E-55'], expect: 'RECEIPT_INVALID', text })
  const words = receiptWords(receipt, 'en')
  const digits = receiptDigits(receipt)
  return {
    'receipt-forms': await forms('One receipt in all its forms.', receipt),
    'receipt-highest': await forms('The highest octets, and their check bits.', highest),
    'receipt-upper-case': reads('Capitals and commas.', words.join(', ').toUpperCase()),
    'receipt-extended-digits': reads(
      'Persian numerals without spaces.', receiptDigits(receipt, 'extended').replaceAll(' ', ''),
    ),
    'receipt-arabic-marks': reads(
      'Arabic with another keyboard\'s letters.',
      receiptWords(receipt, 'ar').join(' ').replaceAll('ي', 'ی').replaceAll('ة', 'ه'),
    ),
    'receipt-list-on-one-line': reads(
      'A Sorani shopping list on one line.', receiptShoppingList(receipt, 'ckb').join(', '),
    ),
    'receipt-wrong-word': fails('One word is another.', words.with(3, words[4] ?? '').join(' ')),
    'receipt-missing-word': fails('Eleven words.', words.slice(1).join(' ')),
    'receipt-wrong-digit': fails(
      'One digit is another.', digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10),
    ),
    'receipt-empty': fails('Nothing.', ''),
  }
}

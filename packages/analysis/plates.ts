// Vehicle plates as Iraqi tips give them: "21 A 12345", "٢١ أ ١٢٣٤٥", "12345 بغداد", in either numerals. Vehicles only.
import { digitOf } from './letters.ts'

const LETTERED = /(?<![\p{L}\p{N}])(\d{2})\s?[-/]?\s?([A-Z]|[\u0621-\u064a])\s?[-/]?\s?(\d{4,6})(?![\p{L}\p{N}])/giu
const BY_PROVINCE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(\d{4,6})\s?[-/]?\s?(بغداد|نينوى|البصرة|بصرة|أربيل|اربيل|دهوك|السليمانية|كركوك|الأنبار|الانبار|ديالى`
    + String.raw`|صلاح الدين|بابل|كربلاء|النجف|واسط|ميسان|ذي قار|المثنى|القادسية|baghdad|nineveh|basra|erbil|dohuk|kirkuk|anbar)`
    + String.raw`(?![\p{L}\p{N}])`,
  'giu',
)

/** Plates with Latin digits and single spaces, each once, in the order of the text. */
export function findPlates(text: string): string[] {
  const plain = Array.from(text, (char) => digitOf(char) ?? char).join('')
  const found = [...plain.matchAll(LETTERED), ...plain.matchAll(BY_PROVINCE)]
    .sort((a, b) => a.index - b.index)
    .map(([, ...parts]) =>
      parts
        .map((part) => part?.toUpperCase() ?? '')
        .join(' ')
        .trim(),
    )
  return [...new Set(found)]
}

/**
 * Which message teaches the n-grams, which the weights, and which neither. Whole events are held out of the crisis
 * tweets; the other texts have one source each, of which whole stretches are held out (of each ten fiftieths the ninth
 * for the weights, the tenth for neither), less what is nearly a copy of something taught.
 */
export interface Message { readonly set: string; readonly source: string; readonly text: string }
export type Part = 'grams' | 'weights' | 'held'

/** Events by which weights are learnt and options chosen. */
const WEIGHT_EVENTS = new Set([
  'IDRISI/hurricane_harvey_2017', 'IDRISI/midwestern_us_floods_2019', 'IDRISI/italy_earthquake_aug_2016',
  'IDRISI/jordan_floods_2018',
])
/** Events that nothing was chosen by. */
const HELD_EVENTS = new Set([
  'IDRISI/kerala_floods_2018', 'IDRISI/kaikoura_earthquake_2016', 'IDRISI/canada_wildfires_2016',
  'IDRISI/kuwait_floods_2018',
])

export function partsOf(messages: readonly Message[]): Map<Part, Message[]> {
  const parts = new Map<Part, Message[]>([['grams', []], ['weights', []], ['held', []]])
  const sources = new Map<string, Message[]>()
  for (const message of messages) {
    const key = message.source
    const list = sources.get(key)
    if (list === undefined) sources.set(key, [message])
    else list.push(message)
  }
  const waiting: [Part, Message][] = []
  for (const [source, list] of sources) {
    for (const [index, message] of list.entries()) {
      const stretch = Math.floor((index / list.length) * 50) % 10
      const part = WEIGHT_EVENTS.has(source) ? 'weights' : HELD_EVENTS.has(source) ? 'held'
        : source.startsWith('IDRISI/') || stretch < 8 ? 'grams' : stretch === 8 ? 'weights' : 'held'
      if (part === 'grams') parts.get('grams')?.push(message)
      else waiting.push([part, message])
    }
  }
  const taught = new Set<string>()
  for (const { text } of parts.get('grams') ?? []) for (const shingle of shinglesOf(text)) taught.add(shingle)
  for (const [part, message] of waiting) {
    const shingles = shinglesOf(message.text)
    const known = shingles.filter((shingle) => taught.has(shingle)).length
    if (known * 2 <= shingles.length) parts.get(part)?.push(message)
  }
  return parts
}

/** Runs of four words; a text of fewer is one run. */
function shinglesOf(text: string): string[] {
  const words = text.split(/\s+/)
  if (words.length < 4) return [words.join(' ')]
  return Array.from({ length: words.length - 3 }, (_, at) => words.slice(at, at + 4).join(' '))
}

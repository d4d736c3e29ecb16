/**
 * Makes the tables of the text coder from ../shared/data/messages.
 *
 *   node bench/pack-tables.ts          measures on what was held out, then writes packages/envelope/pack/tables/pack.bin
 *   node bench/pack-tables.ts --held   measures only
 *
 * --data DIR is where `messages` lies, if not in ../shared/data.
 *
 * The n-grams are learnt from one part, the weights from a second, the figures are those of a third that nothing was
 * chosen by (packages/envelope/pack/build/texts.ts). The tables that ship take their n-grams from all three, with the
 * weights learnt before.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { packStats } from '../apps/cli/pack.ts'
import { chooseCharacters, growTrie, learnWeights, type Taught } from '../packages/envelope/pack/build/make.ts'
import { type Message, partsOf } from '../packages/envelope/pack/build/texts.ts'
import { SPECIALS } from '../packages/envelope/pack/alphabet.ts'
import { modelOf, saveModel, saveTrie } from '../packages/envelope/pack/model.ts'
import type { Rates } from '../packages/envelope/pack/predictor.ts'
import type { Trie } from '../packages/envelope/pack/trie.ts'

/** How much a bit saved counts, in quarters: more where there is less text. */
const WORTH: Readonly<Record<string, number>> = {
  en_crisis: 2, ar_crisis: 16, en_sms: 8, ar_general: 10, ckb_tweets: 3, ckb_speech: 2, kmr_tweets: 3,
}
const GROW = { threshold: [22], minimum: 2, backoff: 0.1 }
const PASSES: readonly Rates[] = [
  { mixer: 16, tables: 5 }, { mixer: 6, tables: 6 }, { mixer: 2, tables: 7 },
]
/** Messages of each set that the weights are learnt from. */
const WEIGHT_MESSAGES = 500
/** Octets of the n-grams as they ship. */
const MOST = 538_000
const TABLES = new URL('../packages/envelope/pack/tables/pack.bin', import.meta.url)

const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url))
const { values } = parseArgs({
  options: { held: { type: 'boolean', default: false }, data: { type: 'string', default: DATA } },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const messages = Object.keys(WORTH).flatMap(read)
const parts = partsOf(messages)
const characters = chooseCharacters((parts.get('grams') ?? []).map(taughtOf))
const shipped = values.held ? undefined : growToSize(messages.map(taughtOf))
const trie = growTrie((parts.get('grams') ?? []).map(taughtOf), characters, GROW)
const { learned } = learnWeights(characters, trie, mixture(parts.get('weights') ?? []), PASSES)
if (shipped !== undefined) {
  const tables = saveModel(modelOf(characters, shipped, learned))
  writeFileSync(TABLES, tables)
  say(`shipped: ${shipped.nodes} n-grams, ${tables.length} octets, ${gzipSync(tables, { level: 9 }).length} gzipped`)
}
const held = modelOf(characters, trie, learned)
say(`held out: ${trie.nodes} n-grams, ${saveTrie(trie, characters.length + SPECIALS).length} octets`)
for (const part of ['held', 'weights'] as const) {
  for (const set of Object.keys(WORTH)) {
    const texts = (parts.get(part) ?? []).filter((message) => message.set === set).map(({ text }) => text)
    if (texts.length > 0) say(JSON.stringify({ part, set, ...packStats(held, texts) }))
  }
}

/** All that is shipped must stay under 600 KB gzipped, so what is kept is chosen the more strictly the more there is. */
function growToSize(texts: readonly Taught[]): Trie {
  for (let strict = 1; ; strict *= 1.05) {
    const grown = growTrie(texts, characters, { ...GROW, threshold: GROW.threshold.map((bits) => bits * strict) })
    const { length } = saveTrie(grown, characters.length + SPECIALS)
    say(`${grown.nodes} n-grams, ${length} octets at ${strict.toFixed(2)}`)
    if (length <= MOST) return grown
  }
}

function read(set: string): Message[] {
  const file = join(values.data, 'messages', `${set}.jsonl.gz`)
  return gunzipSync(readFileSync(file)).toString().split('\n').filter((line) => line !== '').map((line) => {
    const { src, text }: { src: string; text: string } = JSON.parse(line)
    return { set, source: src, text }
  })
}

function taughtOf({ set, text }: Message): Taught {
  return { text, worth: WORTH[set] ?? 4 }
}

/** As many of each set, in an order without rhyme that is the same each time. */
function mixture(from: readonly Message[]): string[] {
  const picked = Object.keys(WORTH).flatMap((set) => {
    const list = from.filter((message) => message.set === set)
    const step = Math.max(1, list.length / WEIGHT_MESSAGES)
    return Array.from({ length: Math.floor(list.length / step) }, (_, at) => list[Math.floor(at * step)]?.text ?? '')
  })
  return picked
    .map((text, at) => ({ text, key: Math.imul(at + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text)
}

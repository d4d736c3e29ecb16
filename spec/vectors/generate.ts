/**
 * Writes every vector beside this file, and the word lists into spec/words: `npm run vectors`. Nothing in it is random,
 * so running it again changes nothing unless the format changed; a test of packages/envelope compares.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wordLists } from '@nightjar/envelope'
import { attachmentVectors } from './of-attachments.ts'
import { boardVectors } from './of-boards.ts'
import { envelopeVectors } from './of-envelopes.ts'
import { keyListVectors } from './of-keylists.ts'
import { payloadVectors } from './of-payloads.ts'
import { receiptVectors } from './of-receipts.ts'
import type { Vector } from './shapes.ts'

/** By file name, without `.json`. */
export async function allVectors(): Promise<Record<string, Vector>> {
  return {
    ...payloadVectors(), ...await envelopeVectors(), ...await keyListVectors(), ...await attachmentVectors(),
    ...await receiptVectors(), ...await boardVectors(),
  }
}

export function asFile(vector: Vector): string {
  return `${JSON.stringify(vector, undefined, 2)}\n`
}

/** spec/words/LANG.txt: 256 words and 64 goods, one a line. */
export function wordFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.values(wordLists).map(({ lang, words, goods }) => [`${lang}.txt`, `${[...words, ...goods].join('\n')}\n`]),
  )
}

async function main(): Promise<void> {
  const folder = import.meta.dirname
  const vectors = await allVectors()
  for (const name of await readdir(folder)) {
    if (name.endsWith('.json') && !(name.slice(0, -5) in vectors)) await rm(join(folder, name))
  }
  for (const [name, vector] of Object.entries(vectors)) await writeFile(join(folder, `${name}.json`), asFile(vector))
  await mkdir(join(folder, '../words'), { recursive: true })
  for (const [name, text] of Object.entries(wordFiles())) await writeFile(join(folder, '../words', name), text)
  process.stdout.write(`${Object.keys(vectors).length} vectors\n`)
}

if (process.argv[1] === import.meta.filename) await main()

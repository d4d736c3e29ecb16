// Where did a planted word come to lie? Searches what intake, the gateways and the locked desk keep, what every program
// wrote, and intake's memory; and, to show that the search sees, places where the words must be.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hit } from '../../../testing/canaries.ts'
import { controlSearch, searchFolders } from '../../../testing/folders.ts'
import { searchMemory } from '../../../testing/memory.ts'
import type { RunningLine } from './line.ts'

export interface PlaintextFigures {
  readonly hits: number
  /** The first few, without the words themselves. */
  readonly found: readonly string[]
  readonly control: { readonly found: number; readonly missed: string[] }
  readonly leftOut: string[]
}

/** The desk must be unlocked when this is called; it is locked on the way. */
export async function searchForPlaintext(line: RunningLine): Promise<PlaintextFigures> {
  const leftOut: string[] = []
  const intake = await memoryHits(line, 'intake', leftOut)
  const unlocked = await memoryHits(line, 'desk', leftOut)
  await line.desk.lock()
  const kept = await searchFolders([line.dir, line.logs])

  const planted = join(line.scratch, 'control')
  await mkdir(planted)
  const control = await controlSearch(planted)
  if (unlocked !== undefined && unlocked.length === 0) control.missed.push('the memory of the unlocked desk')
  const hits = [...kept.hits, ...(intake ?? [])]
  return {
    hits: hits.length, found: hits.slice(0, 10).map(inWords), leftOut,
    control: { found: control.found + (unlocked?.length ?? 0), missed: control.missed },
  }
}

async function memoryHits(line: RunningLine, part: 'intake' | 'desk', leftOut: string[]): Promise<Hit[] | undefined> {
  const search = await searchMemory(line.parts.part(part).pid ?? 0)
  if (search.ok) return search.hits.map((hit) => ({ ...hit, where: `memory of ${part}` }))
  leftOut.push(`memory of ${part} was not searched: ${search.reason}`)
  return undefined
}

const inWords = ({ where, dress, within }: Hit): string =>
  `${where}: ${dress}${within.length === 0 ? '' : ` within ${within.join(', ')}`}`

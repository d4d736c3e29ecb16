/** The search for canaries over everything that lies below some folders. */

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canary, CONTROLS, type Hit, searchBytes } from './canaries.ts'
import { searchSqliteValues } from './sqlite-values.ts'

export interface FolderSearch {
  readonly hits: Hit[]
  readonly files: number
  readonly bytes: number
}

/** Every file below these folders, raw; and every value of each SQLite file that opens without a key. */
export async function searchFolders(folders: readonly string[]): Promise<FolderSearch> {
  const hits: Hit[] = []
  let files = 0
  let bytes = 0
  for (const folder of folders) {
    for (const name of await filesBelow(folder)) {
      const content = await readFile(join(folder, name)).catch(() => undefined)
      if (content === undefined) continue
      files++
      bytes += content.length
      hits.push(...searchBytes(Buffer.from(name), name), ...searchBytes(content, name))
      if (content.subarray(0, 15).toString('latin1') === 'SQLite format 3') {
        hits.push(...searchSqliteValues(join(folder, name), name))
      }
    }
  }
  return { hits, files, bytes }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^[/\\]/, ''))
}

export interface Control {
  /** How many dresses were found, and which were not: none may be missing for a search to mean anything. */
  readonly found: number
  readonly missed: string[]
}

/** Plants one file a dress in `folder` (which must be empty), searches it like any other, and says what was found. */
export async function controlSearch(folder: string): Promise<Control> {
  const word = canary(1, 1)
  const names = Object.keys(CONTROLS)
  for (const name of names) {
    const dressed = CONTROLS[name]?.(`A planted line. ${word} stands in it, and more follows.`)
    if (dressed !== undefined) await writeFile(join(folder, name), dressed)
  }
  const found = new Set((await searchFolders([folder])).hits.map((hit) => hit.where))
  return { found: found.size, missed: names.filter((name) => !found.has(name)) }
}

/** The kinds that the operator's folder kinds/ defines, with their pictures. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kindBook, parseKind, parseProfile, type KindBook } from '@nightjar/analysis'

export interface Kinds { book: KindBook; pictures: ReadonlyMap<number, string> }

const MOST_SVG = 65_536

/** Throws AnalysisError KIND_INVALID or PROFILE_INVALID. */
export async function readKinds(folder: string, profile: string): Promise<Kinds> {
  const entries = await readdir(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory() && /^\d+-/.test(entry.name))
  const read = await Promise.all(folders.map(async ({ name }) => {
    const kind = parseKind(await readJsonFile(join(folder, name, 'kind.json')))
    const picture = await readFile(join(folder, name, kind.picture), 'utf8').catch(() => '')
    return { kind, picture: picture.length <= MOST_SVG ? picture : '' }
  }))
  const chosen = parseProfile(await readJsonFile(join(folder, 'profiles', `${profile}.json`)))
  const book = kindBook(read.map(({ kind }) => kind), chosen)
  return { book, pictures: new Map(read.map(({ kind, picture }) => [kind.id, picture])) }
}

async function readJsonFile(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}

/** The kinds that the page asks for: the operator's folder kinds/, in the order of the line's profile. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { KIND_OTHER, kindBook, parseKind, parseProfile, type Kind } from '@nightjar/analysis'
import { IntakeError } from './errors.ts'
import type { PageKind } from './page/tip.ts'
import type { Lang } from './page/words.ts'

const mostSvg = 8192

/** Throws KINDS_INVALID naming the file at fault. */
export function readKinds(folder: string, profileName: string): (lang: Lang) => readonly PageKind[] {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d+-/.test(entry.name)).map((entry) => entry.name)
  const read = folders.map((name) => {
    const kind = inFile(name, () => parseKind(readJson(join(folder, name, 'kind.json'))))
    return { kind, picture: inFile(name, () => readPicture(join(folder, name, kind.picture))) }
  })
  const profile = inFile(profileName, () => parseProfile(readJson(join(folder, 'profiles', `${profileName}.json`))))
  const book = inFile(profileName, () => kindBook(read.map(({ kind }) => kind), profile))
  // "Other" comes last, whatever the profile says: it is what one chooses after the rest did not fit.
  const order = [...book.profile.kinds.filter((id) => id !== KIND_OTHER), KIND_OTHER]
  const pictures = new Map(read.map(({ kind, picture }) => [kind.id, picture]))
  return (lang) => order.map((id) => pageKind(book.kinds.get(id), pictures.get(id), lang))
    .filter((kind) => kind !== undefined)
}

function pageKind(kind: Kind | undefined, picture: string | undefined, lang: Lang): PageKind | undefined {
  return kind && { id: kind.id, name: kind.names[lang], picture: picture ?? '' }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The picture as it can stand inside a page: decoration beside its name, without scripts or styles of its own. */
function readPicture(path: string): string {
  const svg = readFileSync(path, 'utf8').replace(/<\?xml[^>]*>|<!DOCTYPE[^>]*>|<!--[^]*?-->/g, '')
    .replace(/\s+/g, ' ').trim()
  if (svg.length > mostSvg || !/^<svg[\s>]/.test(svg) || !svg.endsWith('</svg>')) throw new Error('not a small SVG')
  if (/<(script|style|foreignObject|image|use|a)\b|\son\w+\s*=|javascript:|\bstyle\s*=/i.test(svg)) {
    throw new Error('an SVG with more than shapes in it')
  }
  return svg.replace(/^<svg/, '<svg aria-hidden="true" focusable="false"')
    .replace(/\s(?:role|aria-label|aria-labelledby)="[^"]*"/g, '').replace(/<title>[^<]*<\/title>/g, '')
}

function inFile<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new IntakeError('KINDS_INVALID',
      `kinds/${name} cannot be used: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

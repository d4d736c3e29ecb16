/** The source's pages, made once at the start: every language, compressed, with the headers that bind the browser. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { IntakeError } from './errors.ts'
import { fixedText, type Fixed } from './fixed.ts'
import { checkPage } from './page/check.ts'
import { DIST_FOLDER } from './page/dist.ts'
import { knownLanguages, pagePath, type Assets, type PageFacts } from './page/sheet.ts'
import { tipPage, type PageKind } from './page/tip.ts'
import type { Lang, PageWords } from './page/words.ts'
import { ar } from './page/words-ar.ts'
import { ckb } from './page/words-ckb.ts'
import { en } from './page/words-en.ts'

export interface Pages {
  paths: readonly string[]
  page(path: string): Fixed | undefined
  /** The path of the tip page in the language that the browser asks for. */
  bestPath(acceptLanguage: string | undefined): string
  /** By file name under /assets/. */
  assets: ReadonlyMap<string, Fixed>
  headers: Readonly<Record<string, string>>
}

export interface PageOptions {
  languages: readonly string[]
  fingerprint: string
  /** The web gateway's public address; forms go nowhere else. */
  gatewayUrl: string
  kinds: (lang: Lang) => readonly PageKind[]
  dist?: string
}

const words: Readonly<Record<Lang, PageWords>> = { en, ar, ckb }

export function createPages({ languages, fingerprint, gatewayUrl, kinds, dist = DIST_FOLDER }: PageOptions): Pages {
  const { assets, files } = readDist(dist)
  const known = knownLanguages(languages)
  const gateway = gatewayUrl.replace(/\/+$/, '')
  const facts: PageFacts = { assets, languages: known, fingerprint, gatewayUrl: gateway }
  const pages = new Map(known.flatMap((lang) => [
    [pagePath('tip', lang), pageOf(tipPage(lang, words[lang], facts, kinds(lang)))],
    [pagePath('check', lang), pageOf(checkPage(lang, words[lang], facts))],
  ]))
  return {
    paths: [...pages.keys()],
    page: (path) => pages.get(path),
    bestPath: (accept) => pagePath('tip', bestLanguage(accept, known)),
    assets: files,
    headers: pageHeaders(new URL(gateway).origin),
  }
}

function pageOf(markup: string): Fixed {
  return fixedText('text/html; charset=utf-8', markup)
}

/** No inline script or style, no frame, no host but ours; the device's position only on the person's own click. */
function pageHeaders(gatewayOrigin: string): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", 'img-src data:',
      `form-action ${gatewayOrigin}`, "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'Permissions-Policy':
      'geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), clipboard-read=()',
  }
}

/** The first of the browser's languages that we speak, by its own order of preference; Kurdish at large is Sorani. */
export function bestLanguage(accept: string | undefined, known: readonly Lang[]): Lang {
  const asked = (accept ?? '').toLowerCase().slice(0, 1000).split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/)
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return { base: tag.split('-')[0] ?? '', q: q === undefined ? 1 : Number(q.slice(2)) || 0 }
  })
  for (const { base } of asked.filter(({ q }) => q > 0).sort((a, b) => b.q - a.q)) {
    const found = known.find((lang) => lang === (base === 'ku' ? 'ckb' : base))
    if (found !== undefined) return found
  }
  return known[0] ?? 'en'
}

const manifestShape = Type.Record(Type.String(),
  Type.Object({ file: Type.String(), isEntry: Type.Optional(Type.Boolean()) }))

function readDist(dist: string): { assets: Assets; files: ReadonlyMap<string, Fixed> } {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
    const entries = Object.values(Value.Parse(manifestShape, manifest))
    const files = entries.map(({ file }) => file)
    const first = (ending: string) =>
      entries.find(({ file, isEntry }) => isEntry === true && file.endsWith(ending))?.file
    const [script, style] = [first('.js'), first('.css')]
    if (script === undefined || style === undefined) throw new Error('the manifest names no page')
    return {
      assets: { script: `/${script}`, style: `/${style}` },
      files: new Map(files.map((file) => [file.replace(/^assets\//, ''), readAsset(join(dist, file))])),
    }
  } catch {
    throw new IntakeError('PAGE_NOT_BUILT', 'the tip page is not built; build it with: npm run build')
  }
}

function readAsset(path: string): Fixed {
  const type = path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8'
  return fixedText(type, readFileSync(path))
}

/**
 * Builds the console into dist/: static files that the desk serves at '/'.
 *
 *   node apps/console/build.ts [--force]
 *
 * Nothing inline comes out of it: no script, no style, no data: font, no module preload code (see csp.ts).
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, type InlineConfig } from 'vite'
import { consoleCsp } from './csp.ts'

export { consoleCsp }

const room = fileURLToPath(new URL('.', import.meta.url))
/** Where the built pages lie. */
export const consoleDist = join(room, 'dist')
const stamp = join(consoleDist, 'built')
const sources = ['src', 'index.html', 'build.ts', 'csp.ts', 'svelte.config.js', 'package.json']

/** Makes dist/ anew unless it is newer than everything it is made from. */
export async function buildConsole(options: { force?: boolean } = {}): Promise<void> {
  if (options.force !== true && await isFresh()) return
  const out = join(room, '.vite', `dist-${process.pid}`)
  await bundle(out)
  await writeFile(join(out, 'built'), '')
  await replaceFolder(out, consoleDist)
}

/** What is built is what ships, whoever asks for it: under a test runner NODE_ENV says otherwise. */
async function bundle(outDir: string): Promise<void> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build(settings(outDir))
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

function settings(outDir: string): InlineConfig {
  return {
    mode: 'production',
    root: room,
    configFile: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4000,
    },
  }
}

/** Another process may be building or serving the same folder: the old one goes only when the new one is whole. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = join(room, '.vite', `old-${process.pid}`)
  if (existsSync(to)) await rename(to, old)
  await rename(from, to)
  await rm(old, { recursive: true, force: true })
}

async function isFresh(): Promise<boolean> {
  if (!existsSync(stamp)) return false
  const built = (await stat(stamp)).mtimeMs
  for (const name of sources) if (await newestIn(join(room, name)) > built) return false
  return true
}

async function newestIn(path: string): Promise<number> {
  const here = await stat(path)
  if (!here.isDirectory()) return here.mtimeMs
  let newest = here.mtimeMs
  for (const name of await readdir(path)) newest = Math.max(newest, await newestIn(join(path, name)))
  return newest
}

/** Gzip octets of each built file, fonts as they are (woff2 is compressed already). */
export async function builtSizes(): Promise<{ file: string; bytes: number }[]> {
  const sizes: { file: string; bytes: number }[] = []
  for (const entry of await readdir(consoleDist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'built') continue
    const plain = await readFile(join(entry.parentPath, entry.name))
    const bytes = entry.name.endsWith('.woff2') ? plain.length : gzipSync(plain).length
    sizes.push({ file: entry.name, bytes })
  }
  return sizes.sort((a, b) => b.bytes - a.bytes)
}

if (import.meta.main) {
  await buildConsole({ force: process.argv.includes('--force') })
  for (const { file, bytes } of await builtSizes()) process.stdout.write(`${String(bytes).padStart(9)}  ${file}\n`)
}

/** Bundles the page's script and style into dist/: ES modules, hashed names, no source maps. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { DIST_FOLDER } from './dist.ts'

const pageFolder = fileURLToPath(new URL('.', import.meta.url))
const envelopeFolder = fileURLToPath(new URL('../../../packages/envelope', import.meta.url))

/** Does nothing when what is there is newer than everything it is made of. */
export async function buildPage(): Promise<void> {
  if (isFresh()) return
  await build({
    configFile: false,
    root: pageFolder,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: DIST_FOLDER,
      emptyOutDir: true,
      assetsDir: 'assets',
      manifest: 'manifest.json',
      sourcemap: false,
      modulePreload: false,
      target: ['chrome111', 'firefox115', 'safari16.4'],
      reportCompressedSize: false,
      lib: {
        entry: { page: join(pageFolder, 'client', 'main.ts'), sheet: join(pageFolder, 'page.css') }, formats: ['es'],
      },
      cssMinify: true,
      cssCodeSplit: true,
      rolldownOptions: {
        preserveEntrySignatures: false,
        output: {
          entryFileNames: 'assets/[hash].js', chunkFileNames: 'assets/[hash].js',
          assetFileNames: 'assets/[hash][extname]',
          minify: true,
        },
      },
    },
  })
}

function isFresh(): boolean {
  const manifest = join(DIST_FOLDER, 'manifest.json')
  if (!existsSync(manifest) || !builtFilesThere(manifest)) return false
  const built = statSync(manifest).mtimeMs
  const sources = [join(pageFolder, 'client'), envelopeFolder].flatMap(sourcesIn)
  const made = [...sources, join(pageFolder, 'page.css'), fileURLToPath(import.meta.url)]
  return made.every((path) => statSync(path).mtimeMs < built)
}

function builtFilesThere(manifest: string): boolean {
  const entries: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  if (typeof entries !== 'object' || entries === null) return false
  return Object.values(entries).every((entry: unknown) => typeof entry === 'object' && entry !== null && 'file' in entry
    && typeof entry.file === 'string' && existsSync(join(DIST_FOLDER, entry.file)))
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}

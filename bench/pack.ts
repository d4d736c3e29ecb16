/**
 * The text coder: octets and speed, here and in a real Chromium, beside what else could make text small. The texts are
 * those of ../shared/data/messages, a stretch of each set; deflate and zstd get a dictionary of 32 KB of the other sets.
 * The shipped tables have seen these texts: figures on texts that they have not seen come from bench/pack-tables.ts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { messagesIn } from '../apps/cli/pack.ts'
import { CliError, say, type Io } from '../apps/cli/verb.ts'
import { loadModel, pack, unpack } from '../packages/envelope/pack/index.ts'

const SETS = ['en_crisis', 'ar_crisis', 'en_sms', 'ckb_tweets', 'kmr_tweets'] as const
const MESSAGES = 150
/** KB of UTF-8 a second, to pack and to unpack, in each place; octets of the tables gzipped. */
export const BARS = { speed: 40, tables: 600_000 }
const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url))
const tablesFile = new URL('../packages/envelope/pack/tables/pack.bin', import.meta.url)

interface Speed { readonly loadMs: number; readonly packKBs: number; readonly unpackKBs: number; readonly roundTrip: boolean }

/** Ends with 1 when a bar is missed. --data DIR is where `messages` lies, if not in ../shared/data. */
export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args, options: { json: { type: 'boolean', default: false }, data: { type: 'string', default: DATA } },
  })
  const folder = join(values.data, 'messages')
  if (!existsSync(folder)) throw new CliError('BENCH_DATA', 'there are no messages here; say with --data DIR where they are')
  const sets = new Map(SETS.map((set) => [set, textsOf(folder, set)]))
  const tables = new Uint8Array(readFileSync(tablesFile))
  const all = [...sets.values()].flat()
  const result = {
    tables: { bytes: tables.length, gzipBytes: gzipSync(tables, { level: 9 }).length },
    seen: true,
    sizes: sizesOf(tables, sets), node: measure(tables, all), chromium: await inChromium(tables, all),
  }
  if (values.json) say(io.stdout, JSON.stringify(result))
  else for (const [name, value] of Object.entries(result)) say(io.stdout, `${name}: ${JSON.stringify(value)}`)
  const fast = [result.node, result.chromium].every(({ packKBs, unpackKBs, roundTrip }) =>
    roundTrip && packKBs >= BARS.speed && unpackKBs >= BARS.speed)
  return fast && result.tables.gzipBytes <= BARS.tables ? 0 : 1
}

function textsOf(folder: string, set: string): string[] {
  return messagesIn(readFileSync(join(folder, `${set}.jsonl.gz`))).slice(-MESSAGES)
}

function sizesOf(tables: Uint8Array, sets: ReadonlyMap<string, readonly string[]>) {
  const model = loadModel(tables)
  return [...sets].map(([set, texts]) => {
    const others = [...sets].filter(([other]) => other !== set).flatMap(([, list]) => list)
    const dictionary = Buffer.from(others.join('\n')).subarray(-32_768)
    const share = (size: (octets: Buffer, text: string) => number): { bytesPerChar: number; fit91: number } => {
      const sizes = texts.map((text) => size(Buffer.from(text), text))
      const characters = texts.reduce((sum, text) => sum + [...text].length, 0)
      return {
        bytesPerChar: round(sizes.reduce((sum, one) => sum + one, 0) / characters),
        fit91: round(sizes.filter((one) => one <= 91).length / sizes.length),
      }
    }
    return {
      set, pack: share((_, text) => pack(model, text).length), utf8: share((octets) => octets.length),
      brotli: share((octets) => brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length),
      deflateDictionary: share((octets) => deflateRawSync(octets, { level: 9, dictionary }).length),
      zstdDictionary: share((octets) => zstdCompressSync(octets, {
        dictionary, params: { [constants.ZSTD_c_compressionLevel]: 19 },
      }).length),
    }
  })
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000

function measure(tables: Uint8Array, texts: readonly string[]): Speed {
  return speedOf({ loadModel, pack, unpack }, tables, texts)
}

/** Runs here and, as its own source, in the page: it uses nothing but what it is given. The fastest of three rounds. */
function speedOf(
  coder: { loadModel: typeof loadModel; pack: typeof pack; unpack: typeof unpack }, tables: Uint8Array,
  texts: readonly string[],
): Speed {
  const start = performance.now()
  const model = coder.loadModel(tables)
  const loaded = performance.now()
  const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0)
  const rounds = [0, 1, 2].map(() => {
    const begin = performance.now()
    const packed = texts.map((text) => coder.pack(model, text))
    const between = performance.now()
    const back = packed.map((octets) => coder.unpack(model, octets))
    const end = performance.now()
    return { pack: between - begin, unpack: end - between, same: back.every((text, at) => text === texts[at]) }
  })
  return {
    loadMs: Math.round(loaded - start), packKBs: Math.round(bytes / Math.min(...rounds.map((one) => one.pack))),
    unpackKBs: Math.round(bytes / Math.min(...rounds.map((one) => one.unpack))),
    roundTrip: rounds.every(({ same }) => same),
  }
}

async function inChromium(tables: Uint8Array, texts: readonly string[]): Promise<Speed> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new CliError('BROWSER_MISSING', 'there is no Chromium here; install it, or say where it is in the variable CHROMIUM')
  }
  const dir = await mkdtemp(join(tmpdir(), 'nightjar-bench-'))
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  try {
    await build({
      configFile: false, logLevel: 'warn', publicDir: false,
      build: {
        outDir: dir, emptyOutDir: false, minify: true,
        lib: {
          entry: fileURLToPath(new URL('../packages/envelope/pack/index.ts', import.meta.url)), formats: ['iife'],
          name: 'nightjarPack', fileName: () => 'pack.js',
        },
      },
    })
    const page = await browser.newPage()
    await page.addScriptTag({ path: join(dir, 'pack.js') })
    const given = JSON.stringify({ base64: Buffer.from(tables).toString('base64'), texts })
    const answer: string = await page.evaluate(`(() => {
      const { base64, texts } = ${given}
      const tables = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      return JSON.stringify((${speedOf.toString()})(nightjarPack, tables, texts))
    })()`)
    return JSON.parse(answer)
  } finally {
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  }
}

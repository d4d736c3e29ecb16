// `nightjar <verb>`: finds the verb, runs it, and turns what it threw into one clear line and an exit code.
import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { nearest } from './nearest.ts'
import type { Io, Verb } from './verb.ts'
import { say } from './verb.ts'

/** In the order in which an operator meets them. */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  init: () => import('./init.ts'),
  up: () => import('./up.ts'),
  intake: () => import('./intake.ts'),
  gateway: () => import('./gateway.ts'),
  desk: () => import('./desk.ts'),
  keys: () => import('./keys.ts'),
  seal: () => import('./seal.ts'),
  open: () => import('./open.ts'),
  split: () => import('./split.ts'),
  join: () => import('./join.ts'),
  pack: () => import('./pack.ts'),
  unpack: () => import('./unpack.ts'),
  cap: () => import('./cap.ts'),
  demo: () => import('./demo.ts'),
  build: () => import('./build.ts'),
  bench: () => import('./bench.ts'),
}

/** Runs one command line. Returns the exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function nightjar(argv: string[], io: Io): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    say(io.stdout, await overview())
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    say(io.stdout, await version())
    return 0
  }
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (load === undefined) return unknownVerb(name, io)
  const verb = await load()
  if (args.includes('--help') || args.includes('-h')) {
    say(io.stdout, `${verb.summary}\n\n${verb.usage}`)
    return 0
  }
  try {
    return (await verb.run(args, io)) ?? 0
  } catch (error) {
    return explain(name, verb, error, io)
  }
}

function unknownVerb(name: string, io: Io): number {
  const near = nearest(name, Object.keys(VERBS))
  const hint = near === undefined ? 'nightjar --help lists them' : `did you mean "${near}"?`
  say(io.stderr, `nightjar: USAGE: there is no verb "${printable(name)}"; ${hint}`)
  return 2
}

function explain(name: string, verb: Verb, error: unknown, io: Io): number {
  const code = codeOf(error)
  const message = oneLine(error instanceof Error ? error.message : String(error))
  if (code === 'USAGE' || code.startsWith('ERR_PARSE_ARGS_')) {
    const firstLine = verb.usage.split('\n')[0] ?? ''
    say(io.stderr, `nightjar ${name}: USAGE: ${message}\nusage: ${firstLine}`)
    return 2
  }
  say(io.stderr, `nightjar ${name}: ${code}: ${message}`)
  // An error nobody gave a code is a fault of ours: where it came from helps whoever reports it.
  if (code === 'INTERNAL' && error instanceof Error && process.env['NIGHTJAR_TRACE'] === '1') {
    say(io.stderr, error.stack ?? '')
  }
  return 1
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code
  return 'INTERNAL'
}

/** Without colours, without line breaks, and not without end: a library's message can be a page long. */
function oneLine(text: string): string {
  const line = stripVTControlCharacters(text).replaceAll(/\s*\n\s*/g, '; ')
  return line.length > 600 ? `${line.slice(0, 600)}…` : line
}

// What the person typed goes back to their terminal: no control characters.
const printable = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 40)

async function overview(): Promise<string> {
  const names = Object.keys(VERBS)
  const width = Math.max(...names.map((name) => name.length))
  const lines = await Promise.all(Object.entries(VERBS).map(async ([name, load]) => {
    const summary = await load().then((verb) => verb.summary, () => '(this verb could not be loaded)')
    return `  ${name.padEnd(width)}  ${summary}`
  }))
  return [
    'Nightjar: a tip line that keeps working when the phone network is cut.',
    '', 'usage: nightjar <verb> [options]', '', ...lines, '',
    'nightjar <verb> --help says more. Exit code 0 when done, 1 with one line on standard error, 2 for wrong usage.',
  ].join('\n')
}

async function version(): Promise<string> {
  const text = await readFile(new URL('./package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  const known = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined
  return typeof known === 'string' ? known : 'unknown'
}

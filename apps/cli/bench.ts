import { CliError, type Io, say, UsageError } from './verb.ts'
import { nearest } from './nearest.ts'

export const summary = 'measure something, beside what it is measured against'
export const usage = `nightjar bench NAME [--json]

  page       what the tip page costs a source: bytes and requests, cold, in a real browser, with and without scripts
  fragments  frames shown until an envelope is whole, beside looping; how long a 64 KiB envelope takes
  pack       the text coder: octets and speed here and in a real browser, beside brotli, deflate and zstd

--json prints one object on the last line.`

interface Bench {
  readonly run: (args: string[], io: Io) => Promise<number | void>
}

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  page: () => import('../../bench/page.ts'),
  fragments: () => import('../../bench/fragments.ts'),
  pack: () => import('../../bench/pack.ts'),
}

export async function run(args: string[], io: Io): Promise<number | void> {
  const [name, ...rest] = args
  if (name === undefined || name.startsWith('-'))
    throw new UsageError(`say what to measure: ${Object.keys(BENCHES).join(', ')}`)
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
  if (load === undefined) {
    say(io.stderr, `known: ${Object.keys(BENCHES).join(', ')}`)
    throw new CliError(
      'BENCH_UNKNOWN',
      `there is no such bench; the nearest is ${nearest(name, Object.keys(BENCHES)) ?? 'page'}`,
    )
  }
  return (await load()).run(rest, io)
}

/**
 * Tries what a throwaway process must not be able to do, so that tests (and `doctor`) see the walls by walking into
 * them. The input is one word of JSON or more: ["open", path], ["connect", port] and so on.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { TaskRefused } from './refused.ts'

type Probe = { did: string; bytes?: Uint8Array }

let kept = 0

const acts: Readonly<Record<string, (what: string) => Promise<Probe> | Probe>> = {
  echo: (what) => ({ did: what }),
  count: () => ({ did: `${++kept}` }),
  loop: () => { for (;;) kept = (kept + 1) % 7 },
  heap: () => { for (const all: string[][] = []; ;) all.push(Array.from({ length: 1000 }, (_, i) => `${i}${all.length}`)) },
  buffers: async () => {
    for (const all: Buffer[] = []; ;) {
      all.push(randomBytes(1 << 22))
      await new Promise((done) => { setTimeout(done, 2) })
    }
  },
  shout: (what) => ({ did: 'shouted', bytes: new Uint8Array(Number(what)) }),
  flood: async () => {
    for (;;) await new Promise((done) => { process.stdout.write(Buffer.alloc(1 << 16, 0xff), done) })
  },
  crash: () => process.exit(7),
  abort: () => process.abort(),
  fail: () => { throw new Error('the words of a library, with words of a source') },
  refuse: () => { throw new TaskRefused('PROBE_REFUSED') },
  lie: () => ({ did: 'x'.repeat(500) }),
  open: (path) => ({ did: `read ${readFileSync(path).length}` }),
  list: (path) => ({ did: readdirSync(path).join(' ') }),
  write: (path) => { writeFileSync(path, 'x'); return { did: 'wrote' } },
  environment: () => ({ did: Object.keys(process.env).join(' ') }),
  connect: (port) => new Promise((done, fail) => {
    const socket = connect(Number(port), '127.0.0.1', () => { socket.destroy(); done({ did: 'connected' }) })
    socket.on('error', fail)
  }),
}

export async function probe(input: Uint8Array): Promise<Probe> {
  const [act = '', what = '']: string[] = JSON.parse(Buffer.from(input).toString())
  const run = acts[act]
  if (run === undefined) throw new TaskRefused('PROBE_UNKNOWN')
  return run(what)
}

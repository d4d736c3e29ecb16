// `nightjar up` and `nightjar demo` as a person runs them: ready lines, restarts, an end that leaves nothing behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from '../apps/cli/demo/browser.ts'
import { freePorts } from '../apps/cli/demo/folder.ts'
import { initLine } from '../apps/cli/init.ts'
import { eventually } from '../testing/line.ts'

const bin = fileURLToPath(new URL('../apps/cli/bin/nightjar.js', import.meta.url))
const linux = existsSync('/proc/self/stat')
let folder: string
let ports: { intake: number; intakeDesk: number; web: number; email: number; desk: number }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightjar-up-'))
  const [intake = 0, intakeDesk = 0, web = 0, email = 0, desk = 0] = await freePorts(5)
  ports = { intake, intakeDesk, web, email, desk }
  await initLine({
    dir: join(folder, 'line'),
    deskPassphrase: 'one two',
    offlinePassphrase: 'three four',
    kdf: 'light',
    ports,
  })
})
afterEach(async () => { await rm(folder, { recursive: true, force: true }) })

/** Never 0: that would be the test's own process group. */
function known(pid: number | undefined): number {
  if (pid === undefined || pid <= 0) throw new Error('no such process')
  return pid
}

interface Run { readonly child: ChildProcess; out(): string; readonly ended: Promise<number | null> }

function start(args: string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => { out += bytes.toString() })
  return { child, out: () => out, ended: new Promise((resolve) => { child.once('exit', (code) => resolve(code)) }) }
}

/** Processes whose parent this is, and theirs, by /proc. */
async function descendants(pid: number): Promise<number[]> {
  const all = (await readdir('/proc')).map(Number).filter((id) => id > 0)
  const parentOf = new Map(all.map((id) => [id, parentIn(id)]))
  const found: number[] = []
  for (let layer = [pid]; layer.length > 0;) {
    layer = all.filter((id) => layer.includes(parentOf.get(id) ?? 0))
    found.push(...layer)
  }
  return found
}

function parentIn(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

const alive = (pids: readonly number[]): number[] =>
  pids.filter((pid) => existsSync(`/proc/${pid}/stat`) && !isZombie(pid))

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return true
  }
}

const up = (...more: string[]): Run => start(['up', '--dir', join(folder, 'line'), '--warn-only', ...more])

test.skipIf(!linux)(
  'up starts all parts, says where to look, starts a killed one again, and ends all on SIGINT (Linux only)',
  async () => {
    const run = up()
    expect(await eventually(async () => run.out().includes('Ctrl-C ends all of it.'), 60_000)).toBe(true)
    for (const part of ['intake', 'gateway web', 'gateway email', 'desk'])
      expect(run.out()).toContain(`${part} is ready.`)
    expect(run.out()).toContain(`http://127.0.0.1:${ports.desk}`)

    const parts = await descendants(known(run.child.pid))
    const intake = known(
    parts.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.ts\u0000intake')),
  )
  process.kill(intake, 'SIGKILL')
    expect(
      await eventually(async () => run.out().includes('intake ended (signal SIGKILL); it starts again in 0.5 s')),
    ).toBe(true)
    expect(await eventually(async () => (await fetch(`http://127.0.0.1:${ports.intake}/health`)).ok)).toBe(true)

    const before = await descendants(known(run.child.pid))
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    expect(alive(before)).toEqual([])
  },
)

test.skipIf(!linux)('up killed outright leaves no orphan (Linux only)', async () => {
  const run = up('--json')
  expect(await eventually(async () => run.out().split('"READY"').length === 5, 60_000)).toBe(true)
  const parts = await descendants(known(run.child.pid))
  expect(parts.length).toBeGreaterThanOrEqual(4)
  run.child.kill('SIGKILL')
  expect(await eventually(async () => alive(parts).length === 0, 15_000)).toBe(true)
})

test('a port that is taken ends up with one clear line, and no part runs on', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(ports.web, '127.0.0.1', resolve) })
  const run = up()
  expect(await run.ended).toBe(1)
  server.close()
  expect(run.out()).toMatch(/nightjar up: PART_FAILED: gateway web did not start: .*EADDRINUSE.*/)
  await expect(fetch(`http://127.0.0.1:${ports.intake}/health`)).rejects.toThrow('fetch failed')
})

test('a folder that is no line is refused before anything starts', async () => {
  const run = start(['up', '--dir', folder])
  expect(await run.ended).toBe(1)
  expect(run.out()).toMatch(/^nightjar up: CONFIG_MISSING: /)
})

const chromium = findChromium()
const browsers = [['without a browser', ''], ...(chromium === undefined ? [] : [['with a browser', chromium]])]

test.skipIf(!linux).each(browsers)(
  'the demo %s ends on Ctrl-C with nothing left of it, and says how to get in (Linux only)',
  async (_name, browser = '') => {
    const place = join(folder, 'tmp')
    await mkdir(place)
    const run = start(['demo'], { TMPDIR: place, NIGHTJAR_CHROMIUM: browser })
    expect(await eventually(async () => run.out().includes('passphrase     '), 90_000)).toBe(true)
    expect(run.out()).toMatch(/the desk {7}http:\/\/127\.0\.0\.1:\d+/)
    expect(run.out().includes('left out: no Chromium on this machine')).toBe(browser === '')
    await pause(4000)
    const parts = await descendants(known(run.child.pid))
    // As a terminal does it: the whole group at once.
    for (const pid of [known(run.child.pid), ...parts]) if (alive([pid]).length > 0) process.kill(pid, 'SIGINT')
    expect(await run.ended).toBe(0)
    expect(await eventually(async () => alive(parts).length === 0)).toBe(true)
    expect(await readdir(place)).toEqual([])
  },
)

test.skipIf(!linux)('a check that is ended on the way says so, and leaves nothing either (Linux only)', async () => {
  const place = join(folder, 'tmp')
  await mkdir(place)
  const run = start(['demo', '--check', '--json'], { TMPDIR: place, NIGHTJAR_CHROMIUM: '' })
  expect(await eventually(async () => run.out().includes('telling the story'), 90_000)).toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(1)
  expect(run.out()).toContain('nightjar demo: DEMO_FAILED: it was ended before all was told')
  expect(await readdir(place)).toEqual([])
})

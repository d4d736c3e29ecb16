import { spawnSync } from 'node:child_process'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nightjar } from './dispatch.ts'
import { programCommand } from './program.ts'

const VERBS = [
  'init', 'up', 'intake', 'gateway', 'desk', 'keys', 'seal', 'open', 'demo', 'cap', 'build', 'bench',
]

const into = (take: (text: string) => void): Writable =>
  new Writable({ write(chunk, _encoding, done) { take(String(chunk)); done() } })

async function call(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const io = {
    stdin: Readable.from([]),
    stdout: into((text) => {
      out += text
    }),
    stderr: into((text) => {
      err += text
    }),
  }
  return { code: await nightjar(argv, io), out, err }
}

test('an unknown verb suggests the nearest and ends with 2', async () => {
  expect(await call('dmeo')).toEqual({
    code: 2, out: '', err: 'nightjar: USAGE: there is no verb "dmeo"; did you mean "demo"?\n',
  })
  expect((await call('frobnicate')).err).toBe(
    'nightjar: USAGE: there is no verb "frobnicate"; nightjar --help lists them\n',
  )
})

test('what was typed comes back without control characters', async () => {
  expect((await call('\u001b[31mdemo\u0007')).err).toContain('there is no verb "?[31mdemo?"')
})

test('names inherited by every object are no verbs', async () => {
  for (const name of ['constructor', '__proto__', 'toString']) expect((await call(name)).code).toBe(2)
})

test('the overview names every verb with what it does', async () => {
  const { code, out } = await call('--help')
  expect(code).toBe(0)
  for (const verb of VERBS) {
    expect(out).toMatch(new RegExp(`^ {2}${verb} +\\S`, 'm'))
  }
  expect(out).not.toContain('could not be loaded')
})

test('each verb says how it is used', async () => {
  for (const verb of VERBS) {
    const { code, out } = await call(verb, '--help')
    expect(code).toBe(0)
    expect(out).toContain(`nightjar ${verb}`)
  }
})

test('wrong options end with 2 and the usage line', async () => {
  const { code, err } = await call('intake', '--folder', 'x')
  expect(code).toBe(2)
  expect(err).toMatch(/^nightjar intake: USAGE: Unknown option '--folder'/)
  expect(err).toContain('usage: nightjar intake [--dir DIR]')
})

test('a failure ends with 1 and its code', async () => {
  const { code, err } = await call('bench', 'nothing-like-it')
  expect(code).toBe(1)
  expect(err).toContain('nightjar bench: BENCH_UNKNOWN: there is no such bench')
})

test('no verb at all shows the overview and ends with 2', async () => {
  expect(await call()).toMatchObject({ code: 2, out: expect.stringContaining('usage: nightjar <verb>') })
})

test('the program takes a reader that goes away for an end', () => {
  const { command, args } = programCommand('--help')
  const run = spawnSync('sh', ['-c', `"$0" "$@" | head -c 1; echo "code \${PIPESTATUS:-0}"`, command, ...args], {
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
})

test('bin/nightjar.js hands over, with the exit code of the verb', () => {
  const bin = fileURLToPath(new URL('./bin/nightjar.js', import.meta.url))
  expect(spawnSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stdout: '0.1.0\n',
    stderr: '',
  })
  expect(spawnSync(process.execPath, [bin, 'dmeo'], { encoding: 'utf8' }).status).toBe(2)
})

const old = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
  const found = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout
  return typeof found === 'string' && /^v2[0-3]\./.test(found)
})

test.skipIf(old === undefined)(
  'an older Node hands over to the one that npm brought (needs an older Node on this machine)',
  () => {
    const bin = fileURLToPath(new URL('./bin/nightjar.js', import.meta.url))
    expect(spawnSync(old ?? '', [bin, '--version'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: '0.1.0\n',
      stderr: '',
    })
    expect(spawnSync(old ?? '', [bin, 'dmeo'], { encoding: 'utf8' }).status).toBe(2)
  },
)

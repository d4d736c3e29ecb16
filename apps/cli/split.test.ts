import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run as join } from './join.ts'
import { run as split } from './split.ts'
import { readAll, type Verb } from './verb.ts'

let dir: string
const envelope = Uint8Array.from({ length: 4096 }, (_, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 13)
envelope[0] = 0x21
const whole = Buffer.from(envelope)

beforeAll(async () => {
  dir = await mkdtemp(joinPath(tmpdir(), 'nightjar-split-'))
  await writeFile(joinPath(dir, 'envelope'), envelope)
})

afterAll(() => rm(dir, { recursive: true, force: true }))

async function call(verb: Verb['run'], args: string[], input: Uint8Array | string = '') {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  stdin.end(input)
  const said = Promise.all([stdout, stderr].map(async (stream) => Buffer.from(await readAll(stream))))
  const outcome = await Promise.resolve(verb(args, { stdin, stdout, stderr })).then(
    (code) => ({ code, error: undefined }), (error: unknown) => ({ code: undefined, error }),
  )
  stdout.end()
  stderr.end()
  const [out = Buffer.alloc(0), err = ''] = await said
  return { ...outcome, stdout: out, stderr: err.toString() }
}

const lines = (text: Buffer) => text.toString().trim().split('\n')

test.each([['--sms'], ['--sms-text'], ['--file'], ['--qr'], ['--sms', '--json'], ['--sms-text', '--json']])(
  'what split %s %s writes, join reads', async (...args) => {
    const cut = await call(split, args, envelope)
    expect(cut.error).toBeUndefined()
    expect((await call(join, [], cut.stdout)).stdout.equals(whole)).toBe(true)
  },
)

test('lines fit the text message they are for', async () => {
  const binary = lines((await call(split, [joinPath(dir, 'envelope'), '--sms', '--extra', '0'])).stdout)
  expect([binary.length, Math.max(...binary.map((line) => line.length))]).toEqual([32, 280])
  const letters = lines((await call(split, ['--sms-text', '--extra', '3'], envelope)).stdout)
  expect(letters).toHaveLength(40 + 3)
  expect(Math.max(...letters.map((line) => line.length))).toBeLessThanOrEqual(160)
  const frame: unknown = JSON.parse(lines((await call(split, ['--qr'], envelope)).stdout)[0] ?? '')
  expect(frame).toMatchObject({ index: 1, version: 13 })
})

test('lines of every form and a bundle go together, with what is none of them between', async () => {
  const [binary, letters, bundle] = [
    lines((await call(split, ['--sms'], envelope)).stdout), lines((await call(split, ['--sms-text'], envelope)).stdout),
    (await call(split, ['--file', '--size', '500'], envelope)).stdout,
  ]
  await writeFile(joinPath(dir, 'lines'), ['hello you', ...binary.slice(0, 10), ...letters.slice(20, 30), '{"x":1}'].join('\n'))
  await writeFile(joinPath(dir, 'bundle'), bundle.subarray(0, -700))
  const files = [joinPath(dir, 'lines'), joinPath(dir, 'bundle')]
  const result = await call(join, [...files, '--out', joinPath(dir, 'out'), '--json'])
  expect(JSON.parse(result.stdout.toString())).toMatchObject({ envelopes: [{ bytes: 4096 }], waiting: [], refused: 2 })
  expect((await readFile(joinPath(dir, 'out'))).equals(whole)).toBe(true)
  expect(result.stderr).toMatch(/this bundle is cut; \d+ records stood before that/)
})

test('join says what is missing', async () => {
  const some = lines((await call(split, ['--sms'], envelope)).stdout).slice(0, 5).join('\n')
  const { error } = await call(join, [], some)
  expect(error).toMatchObject({ code: 'JOIN_INCOMPLETE' })
  expect(String(error)).toMatch(/more is needed: [0-9a-f]{10} has 25 of 158 parts$/)
  expect((await call(join, [], 'no fragment here')).error).toMatchObject({
    code: 'JOIN_INCOMPLETE', message: 'there is no fragment in it',
  })
  expect((await call(join, [], '')).error).toMatchObject({ code: 'INPUT_EMPTY' })
})

test('--qr --out writes numbered pictures', async () => {
  await call(split, ['--qr', '--extra', '0', '--out', joinPath(dir, 'frames')], envelope)
  const names = await readdir(joinPath(dir, 'frames'))
  expect(names.toSorted().slice(0, 2)).toEqual(['frame-0001.svg', 'frame-0002.svg'])
  expect(names).toHaveLength(15)
})

test.each([
  [[], 'say one of --sms, --sms-text, --qr and --file'], [['--sms', '--qr'], 'say one of --sms, --sms-text, --qr and --file'],
  [['--sms', '--size', '141'], '--size takes a whole number up to 140'],
  [['--qr', '--extra', 'x'], '--extra takes a whole number up to 65536'],
])('%j is refused', async (args, message) => {
  expect((await call(split, args, envelope)).error).toMatchObject({ code: 'USAGE', message })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { nightjar } from './dispatch.ts'

const dir = mkdtempSync(join(tmpdir(), 'nightjar-pack-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function call(input: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({ write(chunk, _encoding, done) { said[name] += String(chunk); done() } })
  const io = { stdin: Readable.from([Buffer.from(input)]), stdout: into('out'), stderr: into('err') }
  return { code: await nightjar(argv, io), ...said }
}

const lines = 'There is a gun in the red house\nهناك سلاح في البيت الأحمر\n\nچەک لە ماڵەکەدا هەیە 😀\nÇek li malê heye\n'

test('lines go to hex and come back', async () => {
  const packed = await call(lines, 'pack')
  expect(packed).toMatchObject({ code: 0, err: '' })
  expect(packed.out).toMatch(/^([0-9a-f]*\n){5}$/)
  expect(await call(packed.out, 'unpack')).toEqual({ code: 0, out: lines, err: '' })
}, 60_000)

test('with --json too, and what is no packed text is said line by line', async () => {
  const packed = (await call('one\n', 'pack', '--json')).out
  const { hex }: { hex: string } = JSON.parse(packed)
  const back = await call(`${hex}\nxyz\n`, 'unpack', '--json')
  expect(back).toMatchObject({ code: 1, out: '{"text":"one"}\n{"error":"TIP_INVALID"}\n' })
  expect(await call('xyz\n', 'unpack')).toMatchObject({ code: 1, err: 'nightjar unpack: TIP_INVALID: a line is not hex of whole octets\n' })
}, 60_000)

test('--stats counts JSON lines and plain lines, gzipped or not', async () => {
  const json = join(dir, 'messages.jsonl.gz')
  writeFileSync(json, gzipSync('{"id":"1","text":"people at the bridge"}\n{"id":"2","text":"ناس عند الجسر"}\n'))
  const plain = join(dir, 'messages.txt')
  writeFileSync(plain, 'people at the bridge\nناس عند الجسر\n')
  const { code, out } = await call('', 'pack', '--stats', json, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ messages: 2, characters: 33, utf8Bytes: 44, fit91: 1, roundTrip: 1, refused: 0 })
  expect((await call('', 'pack', '--stats', plain, '--json')).out).toBe(out)
  expect(await call('', 'pack', '--stats', join(dir, 'missing'))).toMatchObject({ code: 1 })
}, 60_000)

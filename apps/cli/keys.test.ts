import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseKey, epochAt, epochStart, fingerprintOf, verifyKeyList } from '@nightjar/envelope'
import { linePaths } from '@nightjar/machine/line'
import { initLine } from './init.ts'
import { run } from './keys.ts'

const now = Math.floor(Date.now() / 1000)
const week = 604_800
const madeAt = now - 20 * week
const made = epochAt(madeAt)
const current = epochAt(now)
let parent: string
let dir: string
let offline: string
let files: string[]

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'nightjar-keys-'))
  dir = join(parent, 'line')
  await initLine({
    dir, deskPassphrase: 'desk words for tests', offlinePassphrase: 'offline words for tests', kdf: 'light',
    now: madeAt,
  })
  offline = join(parent, 'stick')
  await rename(linePaths(dir).offline.dir, offline)
  await writeFile(join(parent, 'desk.txt'), 'desk words for tests\n')
  await writeFile(join(parent, 'offline.txt'), 'offline words for tests\n')
  files = [
    '--offline', offline, '--passphrase-file', join(parent, 'desk.txt'), '--offline-passphrase-file', join(
      parent, 'offline.txt',
    ),
  ]
})

afterAll(() => rm(parent, { recursive: true, force: true }))

async function keys(...args: string[]): Promise<unknown> {
  const stdout = new PassThrough()
  expect(await run([...args, '--json'], { stdin: new PassThrough().end(), stdout, stderr: new PassThrough() })).toBe(0)
  return JSON.parse(String(stdout.read()))
}

async function published() {
  const { public: at } = linePaths(dir)
  return verifyKeyList(await readFile(at.keyList), { root: await fingerprintOf(await readFile(at.root)) })
}

test('list says what is published and where each key lies', async () => {
  const listed = await keys('list', dir, '--offline', offline)
  expect(listed).toMatchObject({ sequence: 1 })
  expect(listed).toHaveProperty('epochs.0', expect.objectContaining({ epoch: made, desk: true, offline: false }))
  expect(listed).toHaveProperty('epochs.38', expect.objectContaining({ epoch: made + 38, desk: false, offline: true }))
})

test('deliver moves the next weeks from the stick to the desk, once', async () => {
  expect(await keys('deliver', dir, ...files)).toEqual({ delivered: [current, current + 1, current + 2] })
  expect(await readdir(linePaths(dir).desk.epochs)).toContain(`${current}.key`)
  expect(await readdir(join(offline, 'epochs'))).not.toContain(`${current}.key`)
  expect(await keys('deliver', dir, ...files)).toEqual({ delivered: [] })
})

test('the desk is handed no more of the future than it may hold', async () => {
  await expect(keys('deliver', dir, '--weeks', '4', ...files)).rejects.toThrow('--weeks is a whole number from 1 to 3')
  expect(await readdir(linePaths(dir).desk.epochs)).not.toContain(`${current + 3}.key`)
})

test('publish extends the list to 39 weeks from now under the next number', async () => {
  expect(await keys('publish', dir, ...files)).toMatchObject({ sequence: 2, made: 20, revoked: [] })
  const list = await published()
  expect(list.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 43 }, (_, i) => current - 4 + i))
})

test('a revoked epoch is never chosen again', async () => {
  expect(await keys('revoke', dir, String(current), ...files)).toMatchObject({ sequence: 3, revoked: [current] })
  expect(chooseKey(await published(), now).recovery).toBe(true)
  expect(chooseKey(await published(), epochStart(current + 1)).recovery).toBe(false)
  expect(await keys('publish', dir, ...files)).toMatchObject({ sequence: 4, revoked: [current] })
})

test('destroy leaves nothing older than 13 weeks, at the desk or on the stick', async () => {
  const gone = await keys('destroy', dir, '--offline', offline)
  expect(gone).toEqual({ destroyed: [made, made + 1, made + 2], offline: [made + 3, made + 4, made + 5, made + 6] })
  expect(await readdir(linePaths(dir).desk.epochs)).toEqual([0, 1, 2].map((i) => `${current + i}.key`))
})

test('check tells a true list from a changed one', async () => {
  const file = linePaths(dir).public.keyList
  expect(await keys('check', file, '--line', dir)).toMatchObject({ sequence: 4 })
  const changed = await readFile(file)
  changed[5] = 9
  const copy = join(parent, 'changed.bin')
  await writeFile(copy, changed)
  await expect(keys('check', copy, '--line', dir)).rejects.toMatchObject({
    code: 'KEYLIST_SIGNATURE', message: 'the key list is not signed by the root it names',
  })
})

test('wrong usage, wrong passphrase and a missing stick are each said', async () => {
  await expect(keys('list')).rejects.toMatchObject({ code: 'USAGE' })
  await expect(keys('melt', dir)).rejects.toMatchObject({
    code: 'USAGE', message: 'keys does list, publish, deliver, revoke, destroy or check',
  })
  await expect(keys('publish', dir)).rejects.toMatchObject({ code: 'KEYS_NOT_OFFLINE' })
  await expect(keys('publish', dir, '--offline', offline)).rejects.toMatchObject({ code: 'PASSPHRASE_MISSING' })
  await expect(keys('revoke', dir, '7', ...files)).rejects.toMatchObject({
    code: 'KEYS_EPOCH', message: 'the key list names no epoch 7; see: nightjar keys list',
  })
  const wrong = ['--offline', offline, '--offline-passphrase-file', join(parent, 'desk.txt')]
  await expect(keys('publish', dir, ...wrong)).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' })
})

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makePrivateFolder, readFileIfPresent, writeFileDurably, writeWhole } from './durable.ts'

let dir: string
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'nightjar-durable-')) })
afterEach(() => rmSync(dir, { recursive: true }))

test('a file is replaced whole, is private, and leaves no draft behind', async () => {
  const path = join(dir, 'board.bin')
  await writeFileDurably(path, new Uint8Array([1, 2, 3]))
  await writeFileDurably(path, 'second')
  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['board.bin'])
})

test('a failed write leaves the old content and no draft', async () => {
  await makePrivateFolder(join(dir, 'taken', 'x'))
  await expect(writeFileDurably(join(dir, 'taken'), 'x')).rejects.toMatchObject({ code: 'EISDIR' })
  expect(readdirSync(dir)).toEqual(['taken'])
})

test('a file that is not there is undefined; one that is too large is refused', async () => {
  const path = join(dir, 'keylist.bin')
  expect(await readFileIfPresent(path, 10)).toBeUndefined()
  writeFileSync(path, '0123456789')
  expect(Buffer.from((await readFileIfPresent(path, 10)) ?? []).toString()).toBe('0123456789')
  await expect(readFileIfPresent(path, 9)).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE', message: 'keylist.bin has 10 octets; at most 9 belong there',
  })
})

test('what a full disk left of a write is written on, until it says that it is full', async () => {
  const got: number[] = []
  const half = { write: async (bytes: Uint8Array, at: number) => {
    const part = bytes.subarray(at, at + Math.max(1, Math.floor((bytes.length - at) / 2)))
    got.push(...part)
    return { bytesWritten: part.length, buffer: bytes }
  } }
  await writeWhole(half as Parameters<typeof writeWhole>[0], Uint8Array.of(1, 2, 3, 4, 5, 6, 7))
  expect(got).toEqual([1, 2, 3, 4, 5, 6, 7])
})

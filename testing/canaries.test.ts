import * as fc from 'fast-check'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { CANARY_PREFIX, canaryMaker, CONTROLS, searchBytes } from './canaries.ts'
import { controlSearch, searchFolders } from './folders.ts'
import { readableRegions, searchMemory } from './memory.ts'

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nightjar-canaries-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('canaries are unique, begin alike and come again for the same seed', () => {
  const next = canaryMaker(7)
  const words = Array.from({ length: 20_000 }, next)
  expect(new Set(words).size).toBe(20_000)
  expect(words.every((word) => /^zqvkxjqwzv[a-z2-7]{8}$/.test(word))).toBe(true)
  const again = canaryMaker(7)
  expect(Array.from({ length: 100 }, again)).toEqual(words.slice(0, 100))
  expect(canaryMaker(8)()).not.toBe(words[0])
})

const around = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }))

test.each(Object.keys(CONTROLS))('is found as %s, whatever stands around it', (name) => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), around, (seed, [before, after]) => {
    const dressed = CONTROLS[name]?.(`${before}${canaryMaker(seed)()}${after}`) ?? new Uint8Array()
    expect(searchBytes(dressed, 'here').length).toBeGreaterThan(0)
  }), { numRuns: 200 })
})

test('is found in base64 folded at every column', () => {
  const coded = Buffer.from(`said ${canaryMaker(3)()} and went`).toString('base64')
  for (let column = 1; column < coded.length; column++) {
    const folded = Buffer.from(`${coded.slice(0, column)}\r\n${coded.slice(column)}`)
    expect(searchBytes(folded, 'mail').length).toBe(1)
  }
})

test('is found behind a compressed part that begins in the middle of other bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (before, after) => {
    const zipped = CONTROLS['gzip']?.(`x ${canaryMaker(5)()} y`) ?? new Uint8Array()
    const hits = searchBytes(Buffer.concat([before, zipped, after]), 'file', false)
    expect(hits.map((hit) => hit.within.join('>'))).toContain('gzip')
  }), { numRuns: 200 })
})

test('names the whole word where it stands in plain letters', () => {
  const word = canaryMaker(9)()
  expect(searchBytes(Buffer.from(`a ${word} b`), 'f')).toEqual([
    { where: 'f', dress: 'utf-8', within: [], canary: word },
  ])
  expect(searchBytes(Buffer.from(`ا ${word} ب`, 'utf16le'), 'f')).toEqual([
    { where: 'f', dress: 'utf-16', within: [], canary: word },
  ])
})

test('finds nothing where nothing is', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
    expect(searchBytes(bytes, 'noise')).toEqual([])
  }), { numRuns: 300 })
  expect(searchBytes(Buffer.from(CANARY_PREFIX.slice(0, -1)), 'almost')).toEqual([])
})

test('the control finds every dress in files', async () => {
  await inFolder(async (folder) => {
    expect(await controlSearch(folder)).toEqual({ found: Object.keys(CONTROLS).length, missed: [] })
  })
})

test('searches names and contents of files in folders below', async () => {
  await inFolder(async (folder) => {
    const next = canaryMaker(11)
    await mkdir(join(folder, 'a', 'b'), { recursive: true })
    await writeFile(join(folder, 'a', 'b', 'plain.log'), `{"text":"${next()}"}\n`)
    await writeFile(join(folder, 'a', `${next()}.txt`), 'nothing inside')
    const search = await searchFolders([folder])
    expect(search.files).toBe(2)
    expect(search.hits.map((hit) => hit.dress)).toEqual(['utf-8', 'utf-8'])
  })
})

test('finds values of a database, also those that SQLite spreads over pages', async () => {
  await inFolder(async (folder) => {
    const db = new DatabaseSync(join(folder, 'store.db'))
    db.exec('PRAGMA page_size = 512; CREATE TABLE kept (body BLOB)')
    const long = Array.from({ length: 200 }, canaryMaker(13)).join(' ')
    db.prepare('INSERT INTO kept VALUES (?)').run(CONTROLS['brotli']?.(long) ?? null)
    db.close()
    const { hits } = await searchFolders([folder])
    expect(hits.filter((hit) => hit.within.join('>') === 'sqlite value>brotli').length).toBe(200)
  })
})

test('reads the lines of /proc/<pid>/maps', () => {
  const maps = '00400000-00452000 r-xp 00000000 08:02 173521 /usr/bin/dbus-daemon\n'
    + '7ffff000-80000000 ---p 00000000 00:00 0\nffffffffff600000-ffffffffff601000 r-xp 00000000 00:00 0 [vsyscall]\n'
  expect(readableRegions(maps)).toEqual([{ start: 0x400000, end: 0x452000 }])
})

test.skipIf(process.platform !== 'linux')('finds a word in the memory of a process (Linux only)', async () => {
  const { spawn } = await import('node:child_process')
  // The word is made in the child, so that it stands neither in its arguments nor in a file.
  const program = `const a = ${JSON.stringify(CANARY_PREFIX.slice(0, 5))}, b = ${JSON.stringify(CANARY_PREFIX.slice(5))}
    globalThis.kept = Buffer.from([a, b, 'aaaabbbb'].join('')); console.log('ready'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await new Promise((resolve) => { child.stdout.once('data', resolve) })
    const search = await searchMemory(child.pid ?? 0)
    expect(search.ok ? search.hits.some((hit) => hit.canary === `${CANARY_PREFIX}aaaabbbb`) : search.reason).toBe(true)
  } finally {
    child.kill('SIGKILL')
  }
})

test('says why where a process cannot be read', async () => {
  const search = await searchMemory(2 ** 30)
  expect(search).toEqual({ ok: false, reason: 'process memory cannot be read here: ENOENT' })
})

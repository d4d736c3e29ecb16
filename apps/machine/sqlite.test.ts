import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, queriesOver, readMigrations } from './sqlite.ts'

const first = { name: '001_first.sql', sql: 'CREATE TABLE tip (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;' }
const second = { name: '002_second.sql', sql: "ALTER TABLE tip ADD COLUMN state TEXT NOT NULL DEFAULT 'open';" }
const key = new Uint8Array(32).fill(7)
interface Tables { tip: { id: number; words: string } }

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nightjar-sqlite-'))
  path = join(dir, 'store.db')
})
afterEach(() => rmSync(dir, { recursive: true }))

test('an encrypted store gives back what was written and shows nothing of it on disk, the WAL included', async () => {
  const db = openStore(path, { migrations: [first], key })
  const canary = 'ZEBRA-CANARY-4711 '.repeat(50)
  await queriesOver<Tables>(db).insertInto('tip').values({ id: 1, words: canary }).execute()
  const names = readdirSync(dir)
  expect(names).toContain('store.db-wal')
  expect(names.filter((name) => readFileSync(join(dir, name)).includes('ZEBRA'))).toEqual([])
  db.close()
  const again = openStore(path, { migrations: [first], key })
  expect(await queriesOver<Tables>(again).selectFrom('tip').selectAll().execute()).toEqual([{ id: 1, words: canary }])
  again.close()
  expect(readFileSync(path).subarray(0, 16).toString('latin1')).not.toContain('SQLite')
})

test('the settings that durability and secrecy rest on are on', () => {
  const db = openStore(path, { migrations: [first], key })
  const setting = (name: string) => db.pragma(name, { simple: true })
  expect(['journal_mode', 'synchronous', 'secure_delete', 'temp_store', 'foreign_keys'].map(setting)).toEqual(['wal', 2, 1, 2, 1])
  db.close()
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a wrong key, and no key, are one code', () => {
  openStore(path, { migrations: [first], key }).close()
  const wrong = expect.objectContaining({ code: 'STORE_KEY_WRONG', message: 'the key does not open this store, or the file is not one' })
  expect(() => openStore(path, { migrations: [first], key: new Uint8Array(32) })).toThrow(wrong)
  expect(() => openStore(path, { migrations: [first] })).toThrow(wrong)
})

test('a short key is refused', () => {
  expect(() => openStore(path, { migrations: [first], key: new Uint8Array(31) }))
    .toThrow(expect.objectContaining({ code: 'STORE_KEY_WRONG', message: 'a store key has 32 octets, not 31' }))
})

test('migrations run once each, after a copy that still opens as it was', () => {
  const old = openStore(path, { migrations: [first], key })
  old.exec("INSERT INTO tip (words) VALUES ('kept')")
  old.close()
  const db = openStore(path, { migrations: [first, second], key })
  expect(db.prepare('SELECT words, state FROM tip').all()).toEqual([{ words: 'kept', state: 'open' }])
  db.close()
  const copy = openStore(`${path}.before-version-2`, { migrations: [first], key })
  expect(copy.prepare('SELECT * FROM tip').all()).toEqual([{ id: 1, words: 'kept' }])
  copy.close()
  openStore(path, { migrations: [first, second], key }).close()
  expect(existsSync(`${path}.before-version-3`)).toBe(false)
})

test('a store of a newer program is refused and left alone', () => {
  openStore(path, { migrations: [first, second] }).close()
  expect(() => openStore(path, { migrations: [first] })).toThrow(expect.objectContaining({
    code: 'STORE_NEWER', message: 'store.db is of version 2; this program knows up to 1: use the newer program',
  }))
})

test('a migration that fails leaves the store as it was', () => {
  openStore(path, { migrations: [first] }).close()
  const broken = { name: '002_broken.sql', sql: 'CREATE TABLE half (id INTEGER); NONSENSE;' }
  expect(() => openStore(path, { migrations: [first, broken] })).toThrow(expect.objectContaining({
    code: 'STORE_MIGRATION_FAILED', message: 'migration 002_broken.sql failed (SQLITE_ERROR); the store is as it was before it',
  }))
  const db = openStore(path, { migrations: [first] })
  expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([])
  db.close()
})

test('migrations are read from a folder in order, and a gap is refused', () => {
  writeFileSync(join(dir, '001_first.sql'), first.sql)
  writeFileSync(join(dir, '002_second.sql'), second.sql)
  expect(readMigrations(dir)).toEqual([first, second])
  writeFileSync(join(dir, '004_fourth.sql'), '')
  expect(() => readMigrations(dir)).toThrow(expect.objectContaining({
    code: 'STORE_MIGRATION_FAILED', message: '004_fourth.sql should begin with 003_',
  }))
})

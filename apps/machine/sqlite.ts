/**
 * SQLite as intake and desk keep it: WAL, fsync at every commit, freed pages overwritten, nothing temporary on disk, and
 * at the desk the whole file (its WAL too) encrypted under a raw key.
 *
 * Migrations are SQL, numbered from 1 without gaps; the number of the last one stands in `user_version`. They run at
 * opening, all or none, after a copy of the file was made beside it. A store of a newer program is refused.
 */
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { MachineError } from './errors.ts'

export type Database = Sqlite.Database

export interface Migration { name: string; sql: string }

export interface StoreOptions {
  migrations: readonly Migration[]
  /** 32 octets; given, the file is encrypted (SQLCipher 4 format, AES-256 with HMAC-SHA512 a page, no slow hash). */
  key?: Uint8Array
}

/** Throws MachineError STORE_KEY_WRONG, STORE_NEWER, STORE_MIGRATION_FAILED. `:memory:` is a store for a test. */
export function openStore(path: string, { migrations, key }: StoreOptions): Database {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const db = new Sqlite(path)
  try {
    if (key !== undefined) unlock(db, key)
    setUp(db)
    migrate(db, path, migrations)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Kysely over an open store. Closing the store is its opener's business. */
export function queriesOver<Tables>(db: Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) })
}

/** The files NNN_name.sql of a folder, in order. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort()
  return names.map((name, i) => {
    if (Number(/^(\d{3})_/.exec(name)?.[1]) !== i + 1) {
      throw new MachineError('STORE_MIGRATION_FAILED', `${name} should begin with ${String(i + 1).padStart(3, '0')}_`)
    }
    return { name, sql: readFileSync(join(folder, name), 'utf8') }
  })
}

function unlock(db: Database, key: Uint8Array): void {
  if (key.length !== 32) throw new MachineError('STORE_KEY_WRONG', `a store key has 32 octets, not ${key.length}`)
  db.pragma("cipher='sqlcipher'")
  db.pragma('legacy=4')
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
}

function setUp(db: Database): void {
  db.pragma('temp_store=MEMORY')
  try {
    db.pragma('journal_mode=WAL')
  } catch (error) {
    if (!isNotADatabase(error)) throw error
    throw new MachineError('STORE_KEY_WRONG', 'the key does not open this store, or the file is not one')
  }
  for (const setting of [
    'synchronous=FULL', 'secure_delete=ON', 'foreign_keys=ON', 'busy_timeout=5000', 'trusted_schema=OFF', 'cell_size_check=ON',
  ]) db.pragma(setting)
}

function isNotADatabase(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB'
}

function migrate(db: Database, path: string, migrations: readonly Migration[]): void {
  const at = Number(db.pragma('user_version', { simple: true }))
  if (at > migrations.length) {
    throw new MachineError(
      'STORE_NEWER', `${basename(path)} is of version ${at}; this program knows up to ${migrations.length}: use the newer program`,
    )
  }
  if (at === migrations.length) return
  if (at > 0 && path !== ':memory:') copyBefore(db, path, at)
  for (const [i, { name, sql }] of migrations.entries()) {
    if (i >= at) runMigration(db, i + 1, name, sql)
  }
}

function runMigration(db: Database, version: number, name: string, sql: string): void {
  try {
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version=${version}`)
    }).immediate()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new MachineError('STORE_MIGRATION_FAILED', `migration ${name} failed (${code}); the store is as it was before it`)
  }
}

/** A copy as it was, encrypted as it was. Copies made before earlier migrations go once this one is safe. */
function copyBefore(db: Database, path: string, version: number): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
  const name = `${basename(path)}.before-version-${version + 1}`
  const copy = join(dirname(path), name)
  copyFileSync(path, copy)
  const file = openSync(copy, 'r+')
  fsyncSync(file)
  closeSync(file)
  for (const old of readdirSync(dirname(path))) {
    const isOld = old.startsWith(`${basename(path)}.before-version-`) && old !== name
    if (isOld && existsSync(copy)) rmSync(join(dirname(path), old), { force: true })
  }
}

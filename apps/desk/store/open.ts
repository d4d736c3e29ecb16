/** Opening the desk's store: encrypted, migrated, refused when a newer program wrote it. */
import { join } from 'node:path'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { openStore, readMigrations, type Database } from '@nightjar/machine/sqlite'
import type { Db, Tables } from './tables.ts'

export interface OpenStore { db: Db; close(): void }

/** `key`: 32 octets. Throws MachineError STORE_KEY_WRONG, STORE_NEWER or STORE_MIGRATION_FAILED. */
export function openDeskStore(path: string, key: Uint8Array): OpenStore {
  const database = openStore(path, { migrations: readMigrations(join(import.meta.dirname, 'migrations')), key })
  const db: Db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparingOnce(database) }) })
  return { db, close: () => database.close() }
}

/** More than the desk has queries; lists of changing length make some more. */
const STATEMENTS_KEPT = 400

/** Each query is prepared once: preparing costs more than most of them take to run. */
function preparingOnce(database: Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const oldest = prepared.size >= STATEMENTS_KEPT ? prepared.keys().next().value : undefined
      if (oldest !== undefined) prepared.delete(oldest)
      const statement = statementOf(database, sql)
      prepared.set(sql, statement)
      return statement
    },
    close: () => database.close(),
  }
}

function statementOf(database: Database, sql: string): SqliteStatement {
  const statement = database.prepare<unknown[]>(sql)
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  }
}

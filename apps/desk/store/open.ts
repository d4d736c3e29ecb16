/** Opening the desk's store: encrypted, migrated, refused when a newer program wrote it. */
import { join } from 'node:path'
import { openStore, queriesOver, readMigrations } from '@nightjar/machine/sqlite'
import type { Db, Tables } from './tables.ts'

export interface OpenStore { db: Db; close(): void }

/** `key`: 32 octets. Throws MachineError STORE_KEY_WRONG, STORE_NEWER or STORE_MIGRATION_FAILED. */
export function openDeskStore(path: string, key: Uint8Array): OpenStore {
  const database = openStore(path, { migrations: readMigrations(join(import.meta.dirname, 'migrations')), key })
  return { db: queriesOver<Tables>(database), close: () => database.close() }
}

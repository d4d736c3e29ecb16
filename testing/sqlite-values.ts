/**
 * Every value of a SQLite file, one by one. A value longer than a page lies scattered over several, so that a search of
 * the raw file alone could miss a word at the seam; and only at a value's beginning can Brotli be recognised.
 */

import { DatabaseSync } from 'node:sqlite'
import { type Hit, searchBytes } from './canaries.ts'

/** The canaries in all columns of all tables of a file that is not encrypted. */
export function searchSqliteValues(path: string, where: string): Hit[] {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    return tableNames(db).flatMap((table) => searchTable(db, table, where))
  } finally {
    db.close()
  }
}

function tableNames(db: DatabaseSync): string[] {
  return db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all().map((row) => String(row['name']))
}

function searchTable(db: DatabaseSync, table: string, where: string): Hit[] {
  const hits: Hit[] = []
  for (const row of db.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}"`).iterate()) {
    for (const value of Object.values(row)) {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value
      if (!(bytes instanceof Uint8Array)) continue
      hits.push(...searchBytes(bytes, where).map((hit): Hit => ({ ...hit, within: ['sqlite value', ...hit.within] })))
    }
  }
  return hits
}

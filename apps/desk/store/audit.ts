/**
 * Who did what, as a chain: each row's hash covers the row and the hash before it, so that a row changed, taken out or
 * put in later shows. No content: an act, a time, and the id of what it was about.
 */
import { createHash } from 'node:crypto'
import type { AuditEntry } from '../api/schema.ts'
import type { Db, Row, Tx } from './tables.ts'

export type Act = AuditEntry['act']

export async function addAudit(tx: Tx, at: number, act: Act, about: string | null = null): Promise<void> {
  const last = await tx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const row = { seq: (last?.seq ?? 0) + 1, at, act, about }
  await tx.insertInto('audit').values({ ...row, hash: chain(last?.hash, row) }).execute()
}

export async function audit(db: Db, act: Act, about?: string): Promise<void> {
  await db.transaction().execute((tx) => addAudit(tx, Math.floor(Date.now() / 1000), act, about ?? null))
}

/** The number of the first row that does not follow from the one before it, or undefined when all do. */
export async function brokenAudit(db: Db): Promise<number | undefined> {
  let before: Uint8Array | undefined
  let expected = 1
  for (;;) {
    const rows = await db.selectFrom('audit').selectAll().where('seq', '>=', expected)
      .orderBy('seq').limit(1000).execute()
    if (rows.length === 0) return undefined
    for (const row of rows) {
      if (row.seq !== expected || !chain(before, row).equals(row.hash)) return expected
      before = row.hash
      expected += 1
    }
  }
}

export async function auditPage(db: Db, before: number | undefined, limit: number): Promise<Row<'audit'>[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit)
  if (before !== undefined) query = query.where('seq', '<', before)
  return query.execute()
}

function chain(before: Uint8Array | undefined, row: Omit<Row<'audit'>, 'hash'>): Buffer {
  const content = JSON.stringify([row.seq, row.at, row.act, row.about])
  return createHash('sha256').update(before ?? new Uint8Array(32)).update(content).digest()
}

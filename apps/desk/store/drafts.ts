/** Drafts of warnings and what has been released of them. */
import type { Report } from '@nightjar/analysis'
import { Type, type Static } from 'typebox'
import type { Draft } from '../release/draft.ts'
import { Warning } from '../release/warning.ts'
import { ExposureShape } from '../api/schema.ts'
import { addAudit } from './audit.ts'
import { addChanges } from './changes.ts'
import { readJson } from './json.ts'
import type { Db, Row } from './tables.ts'
import { nowSeconds } from './time.ts'

const StoredDraft = Type.Unsafe<Draft>(Type.Object({ id: Type.String(), event: Type.String(), area: Type.Object({}) }))
const StoredReport = Type.Unsafe<Report>(Type.Object({ id: Type.String(), events: Type.Array(Type.String()) }))
/** What stands in release.content: all that the warning was made from, as it was when it left. */
export const Left = Type.Object({ draft: StoredDraft, warning: Warning, report: StoredReport, exposure: ExposureShape })
export type Left = Static<typeof Left>

export function draftOf(row: Row<'draft'>): Draft {
  return readJson(StoredDraft, row.content)
}

export function leftOf(row: Row<'release'>): Left {
  return readJson(Left, row.content)
}

export async function draftsOf(db: Db, event: string): Promise<Row<'draft'>[]> {
  return db.selectFrom('draft').selectAll().where('event', '=', event).orderBy('at', 'desc').limit(50).execute()
}

export async function oneDraft(db: Db, id: string): Promise<Row<'draft'> | undefined> {
  return db.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function addDraft(db: Db, draft: Draft): Promise<Row<'draft'>> {
  const row = { id: draft.id, event: draft.event, at: nowSeconds(), content: JSON.stringify(draft), release: null }
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('draft').values(row).execute()
    await addAudit(tx, row.at, 'draft', row.id)
    await addChanges(tx, 'event', [draft.event])
  })
  return row
}

/** False when it was released meanwhile. */
export async function changeDraft(db: Db, draft: Draft): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const changed = await tx.updateTable('draft').set({ content: JSON.stringify(draft) }).where('id', '=', draft.id)
      .where('release', 'is', null).returning('id').executeTakeFirst()
    if (changed === undefined) return false
    await addAudit(tx, nowSeconds(), 'change', draft.id)
    await addChanges(tx, 'event', [draft.event])
    return true
  })
}

export interface NewRelease { id: string; left: Left; cap: string; reason: string }

/** False when the draft was released meanwhile. */
export async function addRelease(db: Db, { id, left, cap, reason }: NewRelease): Promise<boolean> {
  const { draft } = left
  return db.transaction().execute(async (tx) => {
    const at = nowSeconds()
    const released = { ...draft, state: 'released' as const }
    const taken = await tx.updateTable('draft').set({ release: id, content: JSON.stringify(released) })
      .where('id', '=', draft.id).where('release', 'is', null).returning('id').executeTakeFirst()
    if (taken === undefined) return false
    await tx.insertInto('release').values({
      id, draft: draft.id, event: draft.event, at, content: JSON.stringify({ ...left, draft: released }), cap, reason,
    }).execute()
    await tx.updateTable('event').set({ released: 1 }).where('id', '=', draft.event).execute()
    await addAudit(tx, at, 'release', id)
    await addChanges(tx, 'release', [id])
    await addChanges(tx, 'event', [draft.event])
    return true
  })
}

export async function releasesOf(db: Db, event: string): Promise<Row<'release'>[]> {
  return db.selectFrom('release').selectAll().where('event', '=', event).orderBy('seq').execute()
}

export async function releasePage(db: Db, before: number | undefined, limit: number): Promise<Row<'release'>[]> {
  let query = db.selectFrom('release').selectAll().orderBy('seq', 'desc').limit(limit)
  if (before !== undefined) query = query.where('seq', '<', before)
  return query.execute()
}

export async function oneRelease(db: Db, id: string): Promise<Row<'release'> | undefined> {
  return db.selectFrom('release').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What left before on the same event, or on another one that one of its sources spoke of. */
export async function releasedOnSameSources(db: Db, event: string): Promise<Report[]> {
  const rows = await db.selectFrom('release').selectAll().where((where) => where.or([
    where('event', '=', event),
    where('event', 'in', where.selectFrom('tip').innerJoin('event', 'event.id', 'tip.event').select('event.id')
      .where('tip.source', 'in', where.selectFrom('tip').select('source').where('event', '=', event))),
  ])).orderBy('seq').execute()
  return rows.map((row) => leftOf(row).report)
}

export async function tipIdsOf(db: Db, event: string): Promise<string[]> {
  const rows = await db.selectFrom('tip').select('id').where('event', '=', event).orderBy('seq').execute()
  return rows.map((row) => row.id)
}

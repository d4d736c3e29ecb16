/** Where the files of tips are, and what is still to be fetched. */
import { addChanges } from './changes.ts'
import { addJob } from './received.ts'
import type { AttachmentTable, Db, Row } from './tables.ts'
import type { Updateable } from 'kysely'

export type AttachmentRecord = Row<'attachment'>

/** Those that analysts may know of: not the vault's. */
export async function attachmentsOf(db: Db, tip: string): Promise<AttachmentRecord[]> {
  return db.selectFrom('attachment').selectAll().where('tip', '=', tip).where('vault', '=', 0).orderBy('n').execute()
}

/** Names of all files that a row knows, previews included. */
export async function filesKept(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('attachment').select(['file', 'preview']).where('file', 'is not', null).execute()
  return new Set(rows.flatMap(({ file, preview }) => [file, preview].filter((name) => name !== null)))
}

/** Those least often tried first: a thousand files that never were at intake must not keep a real one waiting. */
export async function attachmentsToFetch(db: Db, now: number, limit: number): Promise<AttachmentRecord[]> {
  return db.selectFrom('attachment').selectAll().where('state', 'in', ['waiting', 'missing'])
    .where('next_try_at', '<=', now).orderBy('tries').orderBy('next_try_at').limit(limit).execute()
}

/** The same file named by another tip or another line of the same one, if it has been fetched. */
export async function fetchedTwin(db: Db, locator: string): Promise<AttachmentRecord | undefined> {
  return db.selectFrom('attachment').selectAll().where('locator', '=', locator)
    .where('state', 'in', ['ready', 'refused']).limit(1).executeTakeFirst()
}

export async function saveFetched(
  db: Db, { tip, n }: Pick<AttachmentRecord, 'tip' | 'n'>, columns: Updateable<AttachmentTable>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('attachment').set({ ...columns, fetch_key: null })
      .where('tip', '=', tip).where('n', '=', n).execute()
    const { event } = await tx.selectFrom('tip').select('event').where('id', '=', tip).executeTakeFirstOrThrow()
    if (event !== null) await addJob(tx, 'event', event)
    await addChanges(tx, 'tip', [tip])
  })
}

export async function saveMissing(
  db: Db, { tip, n, tries, state }: AttachmentRecord, code: string, nextTryAt: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('attachment').set({ state: 'missing', code, tries: tries + 1, next_try_at: nextTryAt })
      .where('tip', '=', tip).where('n', '=', n).execute()
    if (state !== 'missing') await addChanges(tx, 'tip', [tip])
  })
}

/** Locators that intake may let go of, each once all lines that name it have been fetched. */
export async function locatorsToTell(db: Db, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('attachment').select('locator').distinct()
    .where('told_intake', '=', 0).where('state', 'in', ['ready', 'refused']).limit(limit).execute()
  return rows.map((row) => row.locator)
}

export async function markTold(db: Db, locators: readonly string[]): Promise<void> {
  if (locators.length === 0) return
  await db.updateTable('attachment').set({ told_intake: 1 }).where('locator', 'in', locators)
    .where('state', 'in', ['ready', 'refused']).execute()
}

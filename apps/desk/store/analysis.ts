/** What analysis reads and writes. Its effects and the end of its job are one transaction, so each happens once. */
import type { Insertable, Updateable } from 'kysely'
import { foldForSearch } from './fold.ts'
import type { Db, EventTable, Row, TipTable, Tx } from './tables.ts'

export type Job = Row<'job'>
export type TipRecord = Row<'tip'>

export async function nextJobs(db: Db, limit: number): Promise<Job[]> {
  return db.selectFrom('job').selectAll().where('failed', '=', 0).orderBy('seq').limit(limit).execute()
}

export async function markFailed(db: Db, job: Job): Promise<void> {
  await db.updateTable('job').set({ failed: 1 }).where('seq', '=', job.seq).execute()
}

/** At each unlock: perhaps a newer program does not break on them. */
export async function retryFailedJobs(db: Db): Promise<void> {
  await db.updateTable('job').set({ failed: 0 }).where('failed', '=', 1).execute()
}

export async function endJobs(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length > 0) await tx.deleteFrom('job').where('seq', 'in', jobs.map((job) => job.seq)).execute()
}

export async function tipRecord(db: Db | Tx, id: string): Promise<TipRecord | undefined> {
  return db.selectFrom('tip').selectAll().where('id', '=', id).executeTakeFirst()
}

/** SHA-256 of the files of a tip that have been fetched, in hex; what is the vault's is no evidence. */
export async function mediaOf(db: Db | Tx, tip: string): Promise<string[]> {
  const rows = await db.selectFrom('attachment').select('sha256').where('tip', '=', tip)
    .where('vault', '=', 0).where('sha256', 'is not', null).execute()
  return rows.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]))
}

export async function saveUnderstood(
  tx: Tx, tip: Pick<TipRecord, 'seq' | 'id' | 'text'>, columns: Updateable<TipTable>,
): Promise<void> {
  await tx.updateTable('tip').set(columns).where('id', '=', tip.id).execute()
  await tx.deleteFrom('tip_words').where('rowid', '=', tip.seq).execute()
  await tx.insertInto('tip_words').values({ rowid: tip.seq, words: foldForSearch(tip.text) }).execute()
}

export async function setTipEvent(tx: Tx, tip: string, event: string): Promise<void> {
  await tx.updateTable('tip').set({ event }).where('id', '=', tip).execute()
}

export async function addLinkStep(tx: Tx, act: 'link' | 'move', tip: string, event: string): Promise<void> {
  await tx.insertInto('link_step').values({ act, tip, event }).execute()
}

/** The tips of an event as weighing needs them, oldest first. */
export async function tipsToWeigh(tx: Tx, event: string) {
  const tips = await tx.selectFrom('tip').select([
    'seq', 'id', 'source', 'basis', 'heard_from', 'understood', 'received_at', 'channel', 'kind', 'urgency', 'state',
    'lat', 'lon', 'radius_m', 'place_from', 'when_from', 'when_to', 'when_trusted',
  ]).where('event', '=', event).orderBy('seq').execute()
  const media = await tx.selectFrom('attachment').innerJoin('tip', 'tip.id', 'attachment.tip')
    .select(['attachment.tip', 'attachment.sha256']).where('tip.event', '=', event)
    .where('attachment.vault', '=', 0).where('attachment.sha256', 'is not', null).execute()
  return tips.map((tip) => ({
    ...tip, media: media.flatMap((file) => (file.tip === tip.id && file.sha256 !== null ? [file.sha256] : [])),
  }))
}
export type TipToWeigh = Awaited<ReturnType<typeof tipsToWeigh>>[number]

/** What an analyst said of an event (outcome, released) stays. */
export async function saveEvent(tx: Tx, row: Insertable<EventTable>): Promise<void> {
  const { id: _id, outcome: _outcome, outcome_reason: _reason, outcome_at: _at, released: _released, ...weighed } = row
  await tx.insertInto('event').values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(weighed)).execute()
}

/** The last belief kept, to see whether there is something new to keep. */
export async function lastBelief(tx: Tx, event: string): Promise<Row<'belief'> | undefined> {
  return tx.selectFrom('belief').selectAll().where('event', '=', event)
    .orderBy('seq', 'desc').limit(1).executeTakeFirst()
}

export async function addBelief(tx: Tx, belief: Omit<Row<'belief'>, 'seq'>): Promise<void> {
  await tx.insertInto('belief').values(belief).execute()
}

export async function emptyEvent(tx: Tx, event: string): Promise<void> {
  await tx.updateTable('event').set({ tips: 0, open_tips: 0, lines: 0 }).where('id', '=', event).execute()
}

export async function keptLinkState(db: Db): Promise<{ step: number; state: string } | undefined> {
  return db.selectFrom('link_kept').select(['step', 'state']).executeTakeFirst()
}

export async function keepLinkState(db: Db, step: number, state: string): Promise<void> {
  await db.insertInto('link_kept').values({ one: 1, step, state })
    .onConflict((conflict) => conflict.column('one').doUpdateSet({ step, state })).execute()
}

export async function linkStepsAfter(db: Db, step: number, limit: number): Promise<Row<'link_step'>[]> {
  return db.selectFrom('link_step').selectAll().where('seq', '>', step).orderBy('seq').limit(limit).execute()
}

export async function lastLinkStep(db: Db): Promise<number> {
  const last = await db.selectFrom('link_step').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return last?.seq ?? 0
}

/** Events as lists and pages need them; analysis.ts writes them. */
import type { Outcome } from '@nightjar/analysis'
import { addAudit } from './audit.ts'
import { addChanges } from './changes.ts'
import { addJob } from './received.ts'
import { nowSeconds } from './time.ts'
import type { Db, Row } from './tables.ts'

export interface EventPlace { urgency: number; lastTip: number }

export async function eventPage(db: Db, after: EventPlace | undefined, limit: number): Promise<Row<'event'>[]> {
  let query = db.selectFrom('event').selectAll().where('tips', '>', 0)
    .orderBy('urgency', 'desc').orderBy('last_tip', 'desc').limit(limit)
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('urgency', 'last_tip'), '<', tuple(after.urgency, after.lastTip)))
  }
  return query.execute()
}

export async function oneEvent(db: Db, id: string): Promise<Row<'event'> | undefined> {
  return db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function beliefOf(db: Db, event: string, limit = 500): Promise<Row<'belief'>[]> {
  const newest = await db.selectFrom('belief').selectAll().where('event', '=', event)
    .orderBy('seq', 'desc').limit(limit).execute()
  return newest.toReversed()
}

/** What became of an event; all that its sources spoke of is weighed anew. The time, or undefined without the event. */
export async function setOutcome(db: Db, id: string, outcome: string, reason: string): Promise<number | undefined> {
  return db.transaction().execute(async (tx) => {
    const at = nowSeconds()
    const found = await tx.updateTable('event').set({ outcome, outcome_reason: reason, outcome_at: at })
      .where('id', '=', id).returning('id').executeTakeFirst()
    if (found === undefined) return undefined
    const touched = await tx.selectFrom('tip').select('event').distinct().where('event', 'is not', null)
      .where('source', 'in', (of) => of.selectFrom('tip').select('source').where('event', '=', id)).execute()
    for (const { event } of touched) if (event !== null) await addJob(tx, 'event', event)
    await addAudit(tx, at, 'outcome', id)
    await addChanges(tx, 'event', [id])
    return at
  })
}

/** What sources said that an outcome has settled. 'acted', 'unknown' and 'harm' settle nothing about the truth. */
export async function verifiedOutcomes(db: Db, sources: readonly string[]): Promise<Outcome[]> {
  const rows = []
  for (let at = 0; at < sources.length; at += 500) {
    rows.push(...await db.selectFrom('tip').innerJoin('event', 'event.id', 'tip.event')
      .select(['tip.source', 'event.id as event', 'event.outcome']).distinct()
      .where('tip.source', 'in', sources.slice(at, at + 500))
      .where('event.outcome', 'in', ['confirmed', 'false']).execute())
  }
  return rows.map(({ source, event, outcome }) => ({ source, event, right: outcome === 'confirmed' }))
}

/** Tips as the queue and the page of one tip need them. */
import { Type, type Static } from 'typebox'
import { FoundPlace, PlaceShape, ReasonShape } from '../api/schema.ts'
import { addAudit, type Act } from './audit.ts'
import { addChanges } from './changes.ts'
import { nowSeconds } from './time.ts'
import type { Db, Row, Tx } from './tables.ts'

/** tip.understood: what analysis found beside the columns. */
export const Understood = Type.Object({
  places: Type.Array(FoundPlace),
  plates: Type.Array(Type.String()),
  reasons: Type.Array(ReasonShape),
  nearCopies: Type.Array(Type.String()),
  similar: Type.Array(Type.String()),
  /** SHA-256 of the files that had come when it was linked, so that linking can be done again exactly. */
  linkedMedia: Type.Array(Type.String()),
})
export type Understood = Static<typeof Understood>
export const StoredPlace = PlaceShape
export const StoredList = Type.Array(Type.String())
export const StoredWhen = Type.Object({ from: Type.Number(), to: Type.Number() })

export interface TipFilter {
  state: 'open' | 'done' | 'all'
  kind?: number | undefined
  lang?: string | undefined
  urgency?: number | undefined
}
export interface QueuePlace { urgency: number; seq: number }

const listed = [
  'tip.seq', 'tip.id', 'tip.received_at', 'tip.channel', 'tip.kind', 'tip.kind_from', 'tip.urgency', 'tip.lang',
  'tip.lat', 'tip.lon', 'tip.radius_m', 'tip.place_name', 'tip.place_from', 'tip.when_from', 'tip.when_to',
  'tip.when_trusted', 'tip.gist', 'tip.attachments', 'tip.event', 'tip.duress', 'tip.answered', 'tip.state',
  'tip.source', 'tip.amended', 'event.p', 'event.credibility',
] as const

/** Most urgent first, then newest. `after` is the last row of the page before: rows that come in move nothing. */
export async function tipPage(db: Db, filter: TipFilter, after: QueuePlace | undefined, limit: number) {
  let query = db.selectFrom('tip').leftJoin('event', 'event.id', 'tip.event').select(listed)
    .orderBy('tip.urgency', 'desc').orderBy('tip.seq', 'desc').limit(limit)
  if (filter.state !== 'all') query = query.where('tip.state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('tip.kind', '=', filter.kind)
  if (filter.lang !== undefined) query = query.where('tip.lang', '=', filter.lang)
  if (filter.urgency !== undefined) query = query.where('tip.urgency', '=', filter.urgency)
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('tip.urgency', 'tip.seq'), '<', tuple(after.urgency, after.seq)))
  }
  return query.execute()
}
export type ListedTip = Awaited<ReturnType<typeof tipPage>>[number]

export async function listedTip(db: Db, id: string): Promise<ListedTip | undefined> {
  return db.selectFrom('tip').leftJoin('event', 'event.id', 'tip.event').select(listed).where('tip.id', '=', id)
    .executeTakeFirst()
}

export async function listedTipsOf(db: Db, event: string, limit: number): Promise<ListedTip[]> {
  return db.selectFrom('tip').leftJoin('event', 'event.id', 'tip.event').select(listed).where('tip.event', '=', event)
    .orderBy('tip.seq', 'desc').limit(limit).execute()
}

export async function wholeTip(db: Db, id: string): Promise<Row<'tip'> | undefined> {
  return db.selectFrom('tip').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function amendmentsOf(db: Db, tip: string): Promise<Row<'amendment'>[]> {
  return db.selectFrom('amendment').selectAll().where('tip', '=', tip).orderBy('seq').limit(50).execute()
}

export async function carriedIn(db: Db, tip: string): Promise<number> {
  const { n } = await db.selectFrom('envelope').select(({ fn }) => fn.countAll<number>().as('n')).where('tip', '=', tip)
    .executeTakeFirstOrThrow()
  return n
}

export async function repliesTo(db: Db, tip: string): Promise<Row<'reply'>[]> {
  return db.selectFrom('reply').selectAll().where('tip', '=', tip).orderBy('seq').limit(200).execute()
}

/** False when there is no such tip. */
export async function setTipState(db: Db, id: string, state: 'open' | 'done'): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const tip = await tx.updateTable('tip').set({ state }).where('id', '=', id).returning(['event']).executeTakeFirst()
    if (tip === undefined) return false
    if (tip.event !== null) {
      await countOpenTips(tx, tip.event)
      await addChanges(tx, 'event', [tip.event])
    }
    await note(tx, 'state', id)
    return true
  })
}

export async function countOpenTips(tx: Tx, event: string): Promise<void> {
  await tx.updateTable('event').where('id', '=', event).set(({ selectFrom }) => ({
    open_tips: selectFrom('tip').select(({ fn }) => fn.countAll<number>().as('n'))
      .where('event', '=', event).where('state', '=', 'open'),
  })).execute()
}

/** Undefined when there is no such tip or it came without a reply key. */
export async function addReply(db: Db, tip: string, text: string, dueAt: number): Promise<Row<'reply'> | undefined> {
  return db.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('tip').select('reply_key').where('id', '=', tip).executeTakeFirst()
    if (found === undefined || found.reply_key === null) return undefined
    const reply = await tx.insertInto('reply').values({ tip, text, at: nowSeconds(), due_at: dueAt, posted_at: null })
      .returningAll().executeTakeFirstOrThrow()
    await tx.updateTable('tip').set({ answered: 1 }).where('id', '=', tip).execute()
    await note(tx, 'answer', tip)
    return reply
  })
}

async function note(tx: Tx, act: Act, tip: string): Promise<void> {
  await addAudit(tx, nowSeconds(), act, tip)
  await addChanges(tx, 'tip', [tip])
}

/** How much there is of everything, for the state of the desk. */
export async function counts(db: Db) {
  const all = async (table: 'tip' | 'event' | 'job' | 'unopened' | 'expired') =>
    (await db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n
  const { waiting } = await db.selectFrom('tip').select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('state', '=', 'open').executeTakeFirstOrThrow()
  const { repliesQueued } = await db.selectFrom('reply').select(({ fn }) => fn.countAll<number>().as('repliesQueued'))
    .where('posted_at', 'is', null).executeTakeFirstOrThrow()
  const { attachmentsMissing } = await db.selectFrom('attachment')
    .select(({ fn }) => fn.countAll<number>().as('attachmentsMissing'))
    .where('state', '=', 'missing').executeTakeFirstOrThrow()
  return {
    tips: await all('tip'), waiting, events: await all('event'), unopened: await all('unopened'),
    expired: await all('expired'), toAnalyse: await all('job'), repliesQueued, attachmentsMissing,
  }
}

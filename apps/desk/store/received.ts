/**
 * Keeping what was pulled. One transaction for a batch: after it has been committed (WAL, synchronous FULL: fsynced)
 * every envelope in it may be acknowledged to intake, and served again it changes nothing.
 *
 * Two identities: the envelope's hash dedupes carriage, the tip's id dedupes tips. The same id in another envelope is
 * the same tip; the same id with other content is kept as an amendment beside the first, which is never overwritten.
 */
import type { Insertable } from 'kysely'
import { addChanges } from './changes.ts'
import { getSetting, setSetting } from './settings.ts'
import type { AttachmentTable, Became, Db, TipTable, Tx } from './tables.ts'

export type NewTip = Insertable<TipTable>
export type NewAttachment = Omit<Insertable<AttachmentTable>, 'tip'>

export interface ReceivedTip {
  was: 'tip'
  hash: Uint8Array
  /** What the board shows so that the source knows; SHA-256 of the proof that only it and the desk have. */
  ackProof: Uint8Array
  tip: NewTip
  vault: Uint8Array | undefined
  attachments: NewAttachment[]
  sourceKeys: { hash: Uint8Array; duress: boolean }[]
}
export interface ReceivedDecoy { was: 'decoy'; hash: Uint8Array }
export interface ReceivedUnopened {
  was: 'unopened'
  hash: Uint8Array
  code: string
  /** Its key has been destroyed: said on the board, so that the source can seal it again. */
  expired: boolean
  bytes: number
  /** The epochs whose keys it was tried with. */
  tried: string
  envelope: Uint8Array
}
export type Received = ReceivedTip | ReceivedDecoy | ReceivedUnopened

export type Kept = Record<Became | 'known', number>

/** The bytes of envelopes that did not open are kept up to this many octets in all; after that only their hash. */
const UNOPENED_KEPT_BYTES = 64 * 1024 * 1024

export async function keepReceived(db: Db, received: readonly Received[], at: number): Promise<Kept> {
  const kept: Kept = { tip: 0, again: 0, amendment: 0, decoy: 0, unopened: 0, known: 0 }
  if (received.length === 0) return kept
  await db.transaction().execute(async (tx) => {
    const changed: string[] = []
    for (const one of received) {
      const became = await isKnown(tx, one.hash) ? 'known' : await keepOne(tx, one, at, changed)
      kept[became] += 1
    }
    await addChanges(tx, 'tip', changed)
    if (kept.unopened > 0) await addChanges(tx, 'state', ['unopened'])
  })
  return kept
}

/** An envelope that did not open before and does now, because a key has come. */
export async function keepOpenedLater(db: Db, one: ReceivedTip | ReceivedDecoy, at: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await dropUnopened(tx, one.hash)
    await tx.deleteFrom('envelope').where('hash', '=', one.hash).execute()
    const changed: string[] = []
    await keepOne(tx, one, at, changed)
    await addChanges(tx, 'tip', changed)
  })
}

async function isKnown(tx: Tx, hash: Uint8Array): Promise<boolean> {
  return (await tx.selectFrom('envelope').select('at').where('hash', '=', hash).executeTakeFirst()) !== undefined
}

async function keepOne(tx: Tx, one: Received, at: number, changed: string[]): Promise<Became> {
  const became = await keepAs(tx, one, at, changed)
  const tip = one.was === 'tip' ? one.tip.id : null
  await tx.insertInto('envelope').values({ hash: one.hash, at, became, tip }).execute()
  return became
}

async function keepAs(tx: Tx, one: Received, at: number, changed: string[]): Promise<Became> {
  if (one.was === 'decoy') return 'decoy'
  if (one.was === 'unopened') return keepUnopened(tx, one, at)
  await tx.insertInto('ack').values({ proof: one.ackProof, at }).onConflict((already) => already.doNothing()).execute()
  changed.push(one.tip.id)
  const before = await tx.selectFrom('tip').select(['content']).where('id', '=', one.tip.id).executeTakeFirst()
  if (before === undefined) {
    await keepTip(tx, one)
    return 'tip'
  }
  if (Buffer.compare(before.content, one.tip.content) === 0) return 'again'
  await keepAmendment(tx, one.tip, at)
  return 'amendment'
}

async function keepTip(tx: Tx, { tip, vault, attachments, sourceKeys }: ReceivedTip): Promise<void> {
  const source = await knownSource(tx, sourceKeys) ?? { source: tip.source, duress: 0 }
  await tx.insertInto('tip').values({ ...tip, source: source.source, duress: tip.duress | source.duress }).execute()
  if (vault !== undefined) await tx.insertInto('vault').values({ tip: tip.id, sealed: vault }).execute()
  for (const { hash, duress } of sourceKeys) {
    await tx.insertInto('source_key').values({ hash, source: source.source, duress: duress ? 1 : 0 })
      .onConflict((already) => already.doNothing()).execute()
  }
  if (attachments.length > 0) {
    await tx.insertInto('attachment').values(attachments.map((file) => ({ ...file, tip: tip.id }))).execute()
  }
  await addJob(tx, 'tip', tip.id)
}

interface Known { source: string; duress: number }

/** The first key of a tip is the one it was written under; that key says whose it is, and whether under duress. */
async function knownSource(tx: Tx, keys: ReceivedTip['sourceKeys']): Promise<Known | undefined> {
  const [own] = keys
  if (own === undefined) return undefined
  return tx.selectFrom('source_key').select(['source', 'duress']).where('hash', '=', own.hash).executeTakeFirst()
}

async function keepAmendment(tx: Tx, tip: NewTip, at: number): Promise<void> {
  await tx.insertInto('amendment').values({
    tip: tip.id, content: tip.content, at, kind: tip.kind_told, text: tip.text, place: tip.place_told ?? null,
    when_from: tip.when_from, when_to: tip.when_to,
  }).onConflict((already) => already.doNothing()).execute()
  await tx.updateTable('tip').set({ amended: 1 }).where('id', '=', tip.id).execute()
}

async function keepUnopened(tx: Tx, one: ReceivedUnopened, at: number): Promise<Became> {
  const total = Number(await getSetting(tx, 'unopenedBytes') ?? 0) + one.bytes
  const fits = total <= UNOPENED_KEPT_BYTES
  if (fits) await setSetting(tx, 'unopenedBytes', String(total))
  await tx.insertInto('unopened').values({
    hash: one.hash, at, code: one.code, expired: one.expired ? 1 : 0, bytes: one.bytes, tried: one.tried,
    envelope: fits ? one.envelope : null,
  }).execute()
  if (one.expired) {
    await tx.insertInto('expired').values({ hash: one.hash, at })
      .onConflict((already) => already.doNothing()).execute()
  }
  return 'unopened'
}

async function dropUnopened(tx: Tx, hash: Uint8Array): Promise<void> {
  const gone = await tx.deleteFrom('unopened').where('hash', '=', hash)
    .returning(['bytes', 'envelope']).executeTakeFirst()
  if (gone === undefined || gone.envelope === null) return
  await setSetting(tx, 'unopenedBytes', String(Number(await getSetting(tx, 'unopenedBytes') ?? 0) - gone.bytes))
}

export interface UnopenedKept { hash: Uint8Array; envelope: Uint8Array }

/** Envelopes kept that were tried with other epoch keys than `tried`; the caller tries them once and says so. */
export async function triedWithOthers(db: Db, tried: string, limit: number): Promise<UnopenedKept[]> {
  const rows = await db.selectFrom('unopened').select(['hash', 'envelope'])
    .where('envelope', 'is not', null).where('tried', '!=', tried).orderBy('seq').limit(limit).execute()
  return rows.flatMap(({ hash, envelope }) => (envelope === null ? [] : [{ hash, envelope }]))
}

export async function markTried(db: Db, hash: Uint8Array, tried: string): Promise<void> {
  await db.updateTable('unopened').set({ tried }).where('hash', '=', hash).execute()
}

export async function unopenedByCode(db: Db): Promise<{ code: string; n: number }[]> {
  return db.selectFrom('unopened').select(({ fn }) => ['code', fn.countAll<number>().as('n')])
    .groupBy('code').execute()
}

export async function newestUnopened(db: Db, limit: number): Promise<{ at: number; code: string; bytes: number }[]> {
  return db.selectFrom('unopened').select(['at', 'code', 'bytes']).orderBy('seq', 'desc').limit(limit).execute()
}

export async function addJob(tx: Tx, task: 'tip' | 'event', about: string): Promise<void> {
  await tx.insertInto('job').values({ task, about }).onConflict((already) => already.doNothing()).execute()
}

/** What the reply board is built from. */
import { addChanges } from './changes.ts'
import type { Db } from './tables.ts'

/** The newest first: when the board is full, the oldest have been there longest. */
export async function newestAcks(db: Db, limit: number): Promise<Uint8Array[]> {
  const rows = await db.selectFrom('ack').select('proof').orderBy('seq', 'desc').limit(limit).execute()
  return rows.map((row) => row.proof)
}

export async function newestExpired(db: Db, limit: number): Promise<Uint8Array[]> {
  const rows = await db.selectFrom('expired').select('hash').orderBy('seq', 'desc').limit(limit).execute()
  return rows.map((row) => row.hash)
}

export interface BoardReply {
  seq: number
  tip: string
  text: string
  at: number
  replyKey: Uint8Array
  posted: boolean
}

/** Replies that are due, the newest first. */
export async function dueReplies(db: Db, now: number, limit: number): Promise<BoardReply[]> {
  const rows = await db.selectFrom('reply').innerJoin('tip', 'tip.id', 'reply.tip')
    .select(['reply.seq', 'reply.tip', 'reply.text', 'reply.at', 'reply.posted_at', 'tip.reply_key'])
    .where('reply.due_at', '<=', now).where('tip.reply_key', 'is not', null)
    .orderBy('reply.seq', 'desc').limit(limit).execute()
  return rows.flatMap(({ reply_key, posted_at, ...reply }) =>
    reply_key === null ? [] : [{ ...reply, replyKey: reply_key, posted: posted_at !== null }])
}

export async function markPosted(db: Db, replies: readonly BoardReply[], now: number): Promise<void> {
  const fresh = replies.filter((reply) => !reply.posted)
  if (fresh.length === 0) return
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('reply').set({ posted_at: now }).where('seq', 'in', fresh.map((reply) => reply.seq)).execute()
    await addChanges(tx, 'tip', fresh.map((reply) => reply.tip))
  })
}

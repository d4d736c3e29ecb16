/** Building the reply board on a fixed beat, whether or not there is something new, and putting it to intake. */
import { randomInt } from 'node:crypto'
import { BOARD_ENTRIES, BOARD_SLOTS } from '@nightjar/envelope'
import { buildBoard } from '@nightjar/envelope/open'
import { dueReplies, markPosted, newestAcks, newestExpired, type BoardReply } from '../store/board.ts'
import type { Db } from '../store/tables.ts'
import { nowSeconds } from '../store/time.ts'
import type { Intake } from './intake.ts'

/** Room kept for tips that came too late to open; the rest is for acknowledgements. */
const EXPIRED_ENTRIES = BOARD_ENTRIES / 8
/** Octets of text in one slot, counted a little low so that what is chosen always fits. */
const SLOT_TEXT = 900

/** Returns how many replies did not fit. The newest go first. Throws DeskError INTAKE_*. */
export async function postBoard(db: Db, intake: Intake): Promise<number> {
  const now = nowSeconds()
  const expired = await newestExpired(db, EXPIRED_ENTRIES)
  const acks = await newestAcks(db, BOARD_ENTRIES - expired.length)
  const due = await dueReplies(db, now, BOARD_SLOTS * 2)
  const replies = thatFit(due)
  await intake.send('PUT', '/desk/v1/board', await buildBoard({ acks, expired, replies }))
  await markPosted(db, replies, now)
  return due.length - replies.length
}

function thatFit(due: readonly BoardReply[]): BoardReply[] {
  let free = BOARD_SLOTS
  return due.filter(({ text }) => {
    const slots = Math.max(1, Math.ceil(Buffer.byteLength(text) / SLOT_TEXT))
    if (slots > free) return false
    free -= slots
    return true
  })
}

/** When a reply may first stand on the board: after a random part of a beat, so that its time betrays no one's hand. */
export function dueAt(beatSeconds: number): number {
  return nowSeconds() + Math.floor(randomInt(0, 1000) * beatSeconds / 1000)
}

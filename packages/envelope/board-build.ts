/** The desk's side of the board (layout in board.ts). */
import {
  BOARD_ENTRIES, BOARD_HEAD, BOARD_SLOTS, checkBoard, ENTRY_BYTES, expiredEntry, MAX_REPLY_BYTES, PART_HEAD_BYTES,
  PART_TEXT_BYTES, type Reply, slotCipher, slotKey, SLOT_BYTES, SLOT_NONCE_BYTES, SLOTS_AT,
} from './board.ts'
import { type Bytes, concat, copied, needLength, randomBytes, u32, utf8 } from './bytes.ts'
import { refuse } from './errors.ts'

/** At least so many entries change from one board to the next, so that a quiet day looks like a busy one. */
export const BOARD_CHURN = 64

export interface BoardContent {
  /** The `ackProof`s of opened envelopes. */
  acks: readonly Uint8Array[]
  /** Hashes of envelopes that came too late to open. */
  expired: readonly Uint8Array[]
  replies: readonly (Reply & { replyKey: Uint8Array })[]
  /**
   * The board before this one. Give it: without it every random entry is new, and comparing two boards would tell the
   * real entries by their staying.
   */
  previous?: Uint8Array
}

/** Throws BOARD_FULL, REPLY_TOO_LONG or KEY_LENGTH. */
export async function buildBoard({ acks, expired, replies, previous }: BoardContent): Promise<Bytes> {
  const entries = [...acks.map(copied), ...await Promise.all(expired.map(expiredEntry))]
  const slots = (await Promise.all(replies.map(sealReply))).flat()
  if (entries.length > BOARD_ENTRIES || slots.length > BOARD_SLOTS) {
    refuse('BOARD_FULL', `a board has room for ${BOARD_ENTRIES} acknowledgements and ${BOARD_SLOTS} parts of replies`)
  }
  for (const entry of entries) needLength('KEY_LENGTH', 'an acknowledgement', entry, ENTRY_BYTES)
  while (slots.length < BOARD_SLOTS) slots.push(randomBytes(SLOT_BYTES))
  return concat(BOARD_HEAD, ...shuffled(fillEntries(entries, previous)), ...shuffled(slots))
}

/** Keeps of the board before what is still true and, of the rest, as much as has room beside the churn. */
function fillEntries(real: readonly Bytes[], previous: Uint8Array | undefined): Bytes[] {
  const before = previous === undefined ? [] : entriesOf(previous)
  const [had, wanted] = [namesOf(before), namesOf(real)]
  const fresh = [...wanted].filter(([name]) => !had.has(name)).length
  const decoys = Math.max(0, BOARD_CHURN - fresh)
  const room = Math.max(0, BOARD_ENTRIES - wanted.size - decoys)
  const stale = shuffled([...had].filter(([name]) => !wanted.has(name)).map(([, entry]) => entry)).slice(0, room)
  const filled = [...wanted.values(), ...stale]
  while (filled.length < BOARD_ENTRIES) filled.push(randomBytes(ENTRY_BYTES))
  return filled
}

function entriesOf(board: Uint8Array): Bytes[] {
  checkBoard(board)
  const area = copied(board).subarray(BOARD_HEAD.length, SLOTS_AT)
  return Array.from({ length: BOARD_ENTRIES }, (_, i) => area.slice(i * ENTRY_BYTES, (i + 1) * ENTRY_BYTES))
}

function namesOf(entries: readonly Bytes[]): Map<string, Bytes> {
  return new Map(entries.map((entry) => [entry.join(), entry]))
}

async function sealReply({ text, at, replyKey }: BoardContent['replies'][number]): Promise<Bytes[]> {
  const octets = utf8(text)
  if (octets.length > MAX_REPLY_BYTES) refuse('REPLY_TOO_LONG', `a reply has at most ${MAX_REPLY_BYTES} octets of text`)
  const of = Math.max(1, Math.ceil(octets.length / PART_TEXT_BYTES))
  const [key, id] = [await slotKey(replyKey, 'encrypt'), randomBytes(8)]
  return Promise.all(Array.from({ length: of }, (_, number) => {
    const part = octets.subarray(number * PART_TEXT_BYTES, (number + 1) * PART_TEXT_BYTES)
    const head = concat(id, u32(at), Uint8Array.of(number, of, part.length >> 8, part.length & 255))
    return sealSlot(concat(head, part, new Uint8Array(PART_TEXT_BYTES - part.length)), key)
  }))
}

async function sealSlot(plain: Bytes, key: CryptoKey): Promise<Bytes> {
  if (plain.length !== PART_HEAD_BYTES + PART_TEXT_BYTES) refuse(
    'REPLY_TOO_LONG', 'a part of a reply does not fit its slot',
  )
  const nonce = randomBytes(SLOT_NONCE_BYTES)
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(slotCipher(nonce), key, plain)))
}

/** Fisher–Yates with unbiased draws. */
function shuffled<T>(items: readonly T[]): T[] {
  const mixed: T[] = []
  for (const item of items) {
    const at = drawBelow(mixed.length + 1)
    const moved = mixed[at]
    if (moved === undefined) mixed.push(item)
    else mixed.push(moved)
    mixed[at] = item
  }
  return mixed
}

/** Uniform in 0 … limit − 1, by rejection. */
function drawBelow(limit: number): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return word < 2 ** 32 - (2 ** 32 % limit) ? word % limit : drawBelow(limit)
}

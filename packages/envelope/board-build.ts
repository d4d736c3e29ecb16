/** The desk's side of the board (layout in board.ts). */
import {
  BLIND_BYTES, blindedEntry, BOARD_ENTRIES, BOARD_HEAD, BOARD_SLOTS, ENTRY_BYTES, expiredEntry, MAX_REPLY_BYTES,
  PART_HEAD_BYTES, PART_TEXT_BYTES, type Reply, slotCipher, slotKey, SLOT_BYTES, SLOT_NONCE_BYTES,
} from './board.ts'
import { type Bytes, concat, randomBytes, u32, utf8 } from './bytes.ts'
import { refuse } from './errors.ts'

export interface BoardContent {
  /** The `ackProof`s of opened envelopes. */
  acks: readonly Uint8Array[]
  /** Hashes of envelopes that came too late to open. */
  expired: readonly Uint8Array[]
  replies: readonly (Reply & { replyKey: Uint8Array })[]
}

/** A board of which every octet after the head is new. Throws BOARD_FULL, REPLY_TOO_LONG or KEY_LENGTH. */
export async function buildBoard({ acks, expired, replies }: BoardContent): Promise<Bytes> {
  const blind = randomBytes(BLIND_BYTES)
  const said = [...acks, ...await Promise.all(expired.map(expiredEntry))]
  const slots = (await Promise.all(replies.map(sealReply))).flat()
  if (said.length > BOARD_ENTRIES || slots.length > BOARD_SLOTS) {
    refuse('BOARD_FULL', `a board has room for ${BOARD_ENTRIES} acknowledgements and ${BOARD_SLOTS} parts of replies`)
  }
  const entries = await Promise.all(said.map((what) => blindedEntry(blind, what)))
  while (entries.length < BOARD_ENTRIES) entries.push(randomBytes(ENTRY_BYTES))
  while (slots.length < BOARD_SLOTS) slots.push(randomBytes(SLOT_BYTES))
  return concat(BOARD_HEAD, blind, ...shuffled(entries), ...shuffled(slots))
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

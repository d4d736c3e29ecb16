/**
 * The board: what the desk says to everyone, in one file of fixed size that everybody fetches whole.
 *
 *        0       4  "NJB" and version 1
 *        4      32  blind, random, new on each board
 *       36   65536  2048 entries of 32 octets, in random order
 *    65572  131072  128 slots of 1024 octets, in random order
 *
 * An entry is SHA-256("nightjar entry" ‖ blind ‖ what), or random. `what` is SHA-256(t) of an opened envelope
 * (envelope.ts), or SHA-256("nightjar expired" ‖ envelope hash) of one that came too late to open. Only the desk can
 * make the first; anyone who saw the envelope can make the second, which costs its sealer no more than sealing again.
 *
 * The blind makes every octet of every board new. Entries that stayed from board to board would be told from random
 * ones by whoever keeps the boards, and with them how many tips were opened, and when.
 *
 * A slot is random, or a part of a reply:
 *
 *     0    12  nonce, random
 *    12  1012  AES-256-GCM under HKDF-SHA256(reply key, info = "nightjar reply"), associated data = "NJB" 1, of:
 *                0    8  reply id: the same in all parts of one reply
 *                8    4  when it was written, unix seconds
 *               12    1  number of this part, from 0
 *               13    1  number of parts
 *               14    2  octets of text in this part
 *               16  980  text in UTF-8, then zeros (a letter may be cut between parts)
 *
 * Whoever holds the reply key tries every slot; to everyone else real and random ones look alike.
 */
import { aesKey, type Bytes, concat, copied, equal, hkdf, needLength, readU32, sha256, utf8 } from './bytes.ts'
import { refuse } from './errors.ts'

export const BOARD_ENTRIES = 2048
export const ENTRY_BYTES = 32
export const BOARD_SLOTS = 128
export const SLOT_BYTES = 1024
export const BOARD_HEAD = Uint8Array.of(0x4e, 0x4a, 0x42, 1)
export const BLIND_BYTES = 32
export const ENTRIES_AT = BOARD_HEAD.length + BLIND_BYTES
export const SLOTS_AT = ENTRIES_AT + BOARD_ENTRIES * ENTRY_BYTES
export const BOARD_SIZE = SLOTS_AT + BOARD_SLOTS * SLOT_BYTES
export const SLOT_NONCE_BYTES = 12
export const PART_HEAD_BYTES = 16
export const PART_TEXT_BYTES = SLOT_BYTES - SLOT_NONCE_BYTES - 16 - PART_HEAD_BYTES
export const MAX_REPLY_BYTES = 16 * PART_TEXT_BYTES

export interface Reply {
  text: string
  /** Unix seconds, by the desk's clock. */
  at: number
}

/** All that can be checked without a key. Throws BOARD_SIZE. */
export function checkBoard(board: Uint8Array): void {
  if (board.length !== BOARD_SIZE || !equal(board.subarray(0, BOARD_HEAD.length), BOARD_HEAD)) {
    refuse('BOARD_SIZE', `a board of version 1 has ${BOARD_SIZE} octets and begins with its name`)
  }
}

/** True once the desk has opened the envelope whose `seal` gave this proof. */
export async function boardHasAck(board: Uint8Array, ackProof: Uint8Array): Promise<boolean> {
  checkBoard(board)
  const wanted = await blindedEntry(board.subarray(BOARD_HEAD.length, ENTRIES_AT), ackProof)
  for (let at = ENTRIES_AT; at < SLOTS_AT; at += ENTRY_BYTES) {
    if (equal(board.subarray(at, at + ENTRY_BYTES), wanted)) return true
  }
  return false
}

/** What stands on the board with this blind for an acknowledgement or an expired envelope. */
export async function blindedEntry(blind: Uint8Array, what: Uint8Array): Promise<Bytes> {
  needLength('KEY_LENGTH', 'an acknowledgement', what, ENTRY_BYTES)
  return sha256(concat(utf8('nightjar entry'), blind, what))
}

/** True when the desk could not open it any more: the source should seal the tip again. */
export async function boardSaysExpired(board: Uint8Array, hash: Uint8Array): Promise<boolean> {
  return boardHasAck(board, await expiredEntry(hash))
}

export function expiredEntry(hash: Uint8Array): Promise<Bytes> {
  return sha256(concat(utf8('nightjar expired'), hash))
}

export async function slotKey(replyKey: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  needLength('KEY_LENGTH', 'a reply key', replyKey, 32)
  return aesKey(await hkdf(replyKey, 'nightjar reply', 32), usage)
}

export function slotCipher(iv: Bytes): { name: 'AES-GCM'; iv: Bytes; additionalData: Bytes } {
  return { name: 'AES-GCM', iv, additionalData: BOARD_HEAD }
}

/** The whole replies for this key, oldest first. */
export async function readReplies(board: Uint8Array, replyKey: Uint8Array): Promise<Reply[]> {
  checkBoard(board)
  const key = await slotKey(replyKey, 'decrypt')
  const area = copied(board).subarray(SLOTS_AT)
  const slots = Array.from({ length: BOARD_SLOTS }, (_, i) => area.subarray(i * SLOT_BYTES, (i + 1) * SLOT_BYTES))
  const opened = await Promise.all(slots.map((slot) => openSlot(slot, key)))
  const byReply = new Map<string, Part[]>()
  for (const part of opened) if (part !== undefined) byReply.set(part.id, [...byReply.get(part.id) ?? [], part])
  return [...byReply.values()].flatMap(joinParts).sort((a, b) => a.at - b.at)
}

interface Part { id: string; at: number; number: number; of: number; text: Bytes }

async function openSlot(slot: Bytes, key: CryptoKey): Promise<Part | undefined> {
  const cipher = slotCipher(slot.subarray(0, SLOT_NONCE_BYTES))
  try {
    return readPart(new Uint8Array(await crypto.subtle.decrypt(cipher, key, slot.subarray(SLOT_NONCE_BYTES))))
  } catch {
    return undefined
  }
}

function readPart(plain: Bytes): Part {
  const [number = 0, of = 0, high = 0, low = 0] = plain.subarray(12, PART_HEAD_BYTES)
  const text = plain.subarray(PART_HEAD_BYTES, PART_HEAD_BYTES + high * 256 + low)
  return { id: plain.subarray(0, 8).join(), at: readU32(plain, 8), number, of, text }
}

/** A reply of which a part is missing is not shown: half an instruction may be worse than none. */
function joinParts(parts: Part[]): Reply[] {
  const inOrder = parts.sort((a, b) => a.number - b.number)
  const [first] = inOrder
  const complete = first !== undefined && inOrder.length === first.of && inOrder.every(({ number }, i) => number === i)
  if (!complete) return []
  return [{ at: first.at, text: new TextDecoder().decode(concat(...inOrder.map(({ text }) => text))) }]
}

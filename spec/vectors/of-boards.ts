import { BOARD_SIZE } from '@nightjar/envelope'
import { blindedEntry, expiredEntry, slotCipher, slotKey } from '../../packages/envelope/board.ts'
import { concat, u32, utf8 } from '../../packages/envelope/bytes.ts'
import { seed } from './seeds.ts'
import type { BoardVector } from './shapes.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const put = (at: number, bytes: Uint8Array) => ({ at, base64: Buffer.from(bytes).toString('base64') })
const magic = put(0, Uint8Array.of(0x4e, 0x4a, 0x42, 1))
const blind = seed('blind', 32)
const head = [magic, put(4, blind)]
const slotAt = (number: number) => 36 + 65_536 + number * 1024

interface Part { text: Uint8Array; number: number; of: number; id?: string }

async function slot(replyKey: Uint8Array, { text, number, of, id = 'reply id' }: Part): Promise<Uint8Array> {
  const partHead = concat(seed(id, 8), u32(1_790_000_000), Uint8Array.of(number, of, text.length >> 8, text.length & 255))
  const nonce = seed(`${id} ${number}`, 12)
  const plain = concat(partHead, text, new Uint8Array(980 - text.length))
  const key = await slotKey(replyKey, 'encrypt')
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(slotCipher(nonce), key, plain)))
}

export async function boardVectors(): Promise<Record<string, BoardVector>> {
  const [ackProof, expiredHash, replyKey] = [seed('ack proof', 32), seed('expired envelope', 32), seed('reply key', 32)]
  const asks = { ackProof: hex(ackProof), expiredHash: hex(expiredHash), replyKey: hex(replyKey) }
  const text = `${'ئاگاداری '.repeat(80)}end`
  const octets = utf8(text)
  const of = Math.ceil(octets.length / 980)
  const parts = await Promise.all(Array.from({ length: of }, (_, number) =>
    slot(replyKey, { text: octets.subarray(number * 980, (number + 1) * 980), number, of })))
  const slots = parts.map((part, i) => put(slotAt([90, 7, 33][i] ?? 0), part))
  const base = { type: 'board' as const, rules: ['E-60', 'E-61', 'E-62'], asks }
  return {
    'board-all': {
      ...base, about: 'An acknowledgement, an expired envelope, and a reply in two slots out of order.', expect: 'ok',
      puts: [
        ...head, put(36 + 32 * 2047, await blindedEntry(blind, ackProof)),
        put(36 + 32 * 5, await blindedEntry(blind, await expiredEntry(expiredHash))), ...slots,
      ],
      answers: { ack: true, expired: true, replies: [{ text, at: 1_790_000_000 }] },
    },
    'board-nothing': {
      ...base, about: 'Nothing for this source.', expect: 'ok', puts: [...head, put(slotAt(3), seed('noise', 1024))],
      answers: { ack: false, expired: false, replies: [] },
    },
    'board-entry-not-blinded': {
      ...base, rules: ['E-61', 'E-63'], about: 'An acknowledgement that stands as it is, or under the blind of another board, is none.',
      expect: 'ok', puts: [...head, put(36, ackProof), put(68, await blindedEntry(seed('another blind', 32), ackProof))],
      answers: { ack: false, expired: false, replies: [] },
    },
    'board-part-missing': {
      ...base, about: 'Half a reply is no reply.', expect: 'ok', puts: [...head, ...slots.slice(1)],
      answers: { ack: false, expired: false, replies: [] },
    },
    'board-size': { ...base, about: 'An octet short.', expect: 'BOARD_SIZE', puts: [magic], size: BOARD_SIZE - 1 },
    'board-version': {
      ...base, about: 'Version 2.', expect: 'BOARD_SIZE', puts: [put(0, Uint8Array.of(0x4e, 0x4a, 0x42, 2))],
    },
  }
}

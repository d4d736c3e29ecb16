import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildBoard } from './board-build.ts'
import {
  BLIND_BYTES, blindedEntry, BOARD_ENTRIES, BOARD_SIZE, boardHasAck, boardSaysExpired, ENTRIES_AT, MAX_REPLY_BYTES, readReplies,
  SLOTS_AT,
} from './board.ts'
import { randomBytes } from './bytes.ts'

const nothing = { acks: [], expired: [], replies: [] }
const entriesOf = (board: Uint8Array) => Array.from(
  { length: BOARD_ENTRIES }, (_, i) => Buffer.from(board.subarray(ENTRIES_AT + i * 32, ENTRIES_AT + 32 + i * 32)).toString('hex'),
)

test('a board has one size whatever it says', async () => {
  const busy = await buildBoard({
    acks: [randomBytes(32)], expired: [randomBytes(32)], replies: [{ replyKey: randomBytes(32), text: 'come', at: 1 }],
  })
  expect([busy.length, (await buildBoard(nothing)).length]).toEqual([BOARD_SIZE, BOARD_SIZE])
})

test('acknowledged and expired envelopes are found, others are not', async () => {
  const [ack, hash] = [randomBytes(32), randomBytes(32)]
  const board = await buildBoard({ ...nothing, acks: [ack], expired: [hash] })
  expect(await Promise.all([ack, hash, randomBytes(32)].map((each) => boardHasAck(board, each)))).toEqual([
    true, false, false,
  ])
  expect([await boardSaysExpired(board, hash), await boardSaysExpired(board, ack)]).toEqual([true, false])
})

test('replies of any length come back to their key alone, oldest first', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 1500 }), at: fc.nat(4e9) }), { maxLength: 5 }),
    async (given) => {
      const replyKey = randomBytes(32)
      const others = [{ replyKey: randomBytes(32), text: 'not yours', at: 5 }]
      const board = await buildBoard({
        ...nothing, replies: [...given.map((each) => ({ ...each, replyKey })), ...others],
      })
      const read = await readReplies(board, replyKey)
      expect(read.map(({ at }) => at)).toEqual(given.map(({ at }) => at).toSorted((a, b) => a - b))
      expect(read.map(({ text }) => text).toSorted()).toEqual(given.map(({ text }) => text).toSorted())
    },
  ), { numRuns: 20 })
})

test('a reply of which a slot is spoiled is not shown in part', async () => {
  const replyKey = randomBytes(32)
  const board = await buildBoard({ ...nothing, replies: [{ replyKey, text: 'x'.repeat(MAX_REPLY_BYTES), at: 1 }] })
  expect(await readReplies(board, replyKey)).toHaveLength(1)
  for (let slot = 0; slot < 120; slot++) board.set(randomBytes(16), SLOTS_AT + slot * 1024 + 500)
  expect(await readReplies(board, replyKey)).toEqual([])
})

test('nothing stays from one board to the next, so that boards kept side by side tell nothing', async () => {
  const content = {
    acks: Array.from({ length: 40 }, () => randomBytes(32)), expired: [randomBytes(32)],
    replies: [{ replyKey: randomBytes(32), text: 'stay away from the bridge', at: 1 }],
  }
  const pieces = (board: Uint8Array) => [
    ...entriesOf(board),
    ...Array.from({ length: 128 * 32 }, (_, i) => Buffer.from(board.subarray(SLOTS_AT + i * 32, SLOTS_AT + 32 + i * 32)).toString('hex')),
  ]
  const before = new Set(pieces(await buildBoard(content)))
  const next = await buildBoard(content)
  expect(pieces(next).filter((piece) => before.has(piece))).toEqual([])
  for (const ack of content.acks) expect(await boardHasAck(next, ack)).toBe(true)
})

test('position says nothing: an acknowledgement lies anywhere', async () => {
  const ack = randomBytes(32)
  const places = new Set<number>()
  for (let i = 0; i < 12; i++) {
    const board = await buildBoard({ ...nothing, acks: [ack] })
    const entry = await blindedEntry(board.subarray(ENTRIES_AT - BLIND_BYTES, ENTRIES_AT), ack)
    places.add(entriesOf(board).indexOf(Buffer.from(entry).toString('hex')))
  }
  expect(places.size).toBeGreaterThan(6)
  expect(places.has(-1)).toBe(false)
})

test('a board that is full, a reply that is too long and a board that is none are refused', async () => {
  const acks = Array.from({ length: BOARD_ENTRIES + 1 }, () => randomBytes(32))
  await expect(buildBoard({ ...nothing, acks })).rejects.toMatchObject({
    code: 'BOARD_FULL', message: 'a board has room for 2048 acknowledgements and 128 parts of replies',
  })
  expect(await boardHasAck(await buildBoard({ ...nothing, acks: acks.slice(1) }), acks[5] ?? randomBytes(32))).toBe(true)
  const replies = [{ replyKey: randomBytes(32), text: 'x'.repeat(MAX_REPLY_BYTES + 1), at: 1 }]
  await expect(buildBoard({ ...nothing, replies })).rejects.toMatchObject({
    code: 'REPLY_TOO_LONG', message: `a reply has at most ${MAX_REPLY_BYTES} octets of text`,
  })
  for (const bytes of [new Uint8Array(0), new Uint8Array(BOARD_SIZE), randomBytes(100)]) {
    await expect(readReplies(bytes, randomBytes(32))).rejects.toMatchObject({
      code: 'BOARD_SIZE', message: `a board of version 1 has ${BOARD_SIZE} octets and begins with its name`,
    })
  }
})

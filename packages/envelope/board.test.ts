import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOARD_CHURN, buildBoard } from './board-build.ts'
import {
  BOARD_ENTRIES, BOARD_SIZE, boardHasAck, boardSaysExpired, MAX_REPLY_BYTES, readReplies, SLOTS_AT,
} from './board.ts'
import { randomBytes } from './bytes.ts'

const nothing = { acks: [], expired: [], replies: [] }
const entriesOf = (board: Uint8Array) => Array.from(
  { length: BOARD_ENTRIES }, (_, i) => Buffer.from(board.subarray(4 + i * 32, 36 + i * 32)).toString('hex'),
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
  expect([boardHasAck(board, ack), boardHasAck(board, hash), boardHasAck(board, randomBytes(32))]).toEqual([
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

test('from one board to the next a quiet day looks like a busy one', async () => {
  const acks = Array.from({ length: 40 }, () => randomBytes(32))
  const first = await buildBoard({ ...nothing, acks: acks.slice(0, 20) })
  const changes = async (count: number) => {
    const next = await buildBoard({ ...nothing, acks: acks.slice(0, count), previous: first })
    const before = new Set(entriesOf(first))
    for (const ack of acks.slice(0, count)) expect(boardHasAck(next, ack)).toBe(true)
    return entriesOf(next).filter((entry) => !before.has(entry)).length
  }
  expect(await changes(20)).toBe(BOARD_CHURN)
  expect(await changes(25)).toBe(BOARD_CHURN)
  expect(await changes(0)).toBe(BOARD_CHURN)
})

test('position says nothing: an acknowledgement lies anywhere', async () => {
  const ack = randomBytes(32)
  const places = new Set<number>()
  for (let i = 0; i < 12; i++) places.add(
    entriesOf(await buildBoard({ ...nothing, acks: [ack] })).indexOf(Buffer.from(ack).toString('hex')),
  )
  expect(places.size).toBeGreaterThan(6)
  expect(places.has(-1)).toBe(false)
})

test('a board that is full, a reply that is too long and a board that is none are refused', async () => {
  const acks = Array.from({ length: BOARD_ENTRIES + 1 }, () => randomBytes(32))
  await expect(buildBoard({ ...nothing, acks })).rejects.toMatchObject({
    code: 'BOARD_FULL', message: 'a board has room for 2048 acknowledgements and 128 parts of replies',
  })
  expect(boardHasAck(await buildBoard({ ...nothing, acks: acks.slice(1) }), acks[5] ?? randomBytes(32))).toBe(true)
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

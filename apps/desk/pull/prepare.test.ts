import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  attachmentLocator, createSealingKeyPair, epochAt, EPOCH_SECONDS, newAttachmentKey, newPayload, seal, type Payload,
} from '@nightjar/envelope'
import { hybridSuite } from '../../../packages/envelope/hpke.ts'
import { pad } from '../../../packages/envelope/padding.ts'
import { sealContent } from '../../../packages/envelope/seal.ts'
import { openRow } from '../keys/derive.ts'
import type { ReceivedTip } from '../store/received.ts'
import { prepare, type Opening } from './prepare.ts'

const now = 1_790_000_000
const root = new Uint8Array(randomBytes(24))
const epoch = epochAt(now)
const desk = { vault: randomBytes(32), pseudonym: randomBytes(32) }
let publicKey: Uint8Array<ArrayBuffer>
let opening: Opening
beforeAll(async () => {
  const pair = await createSealingKeyPair()
  publicKey = pair.publicKey
  opening = { keys: { root, epochs: new Map([[epoch, pair.privateKey]]) }, desk, firstEpoch: epoch - 20 }
})

async function envelopeOf(fields: Partial<Payload>, week = epoch): Promise<Uint8Array> {
  const payload = newPayload({ kind: 1, channel: 'app', ...fields })
  return (await seal(payload, { publicKey, epoch: week, recovery: false }, root)).envelope
}

async function tipFrom(fields: Partial<Payload>): Promise<ReceivedTip> {
  const one = await prepare(await envelopeOf(fields), opening, now)
  if (one.was !== 'tip') throw new Error(`not a tip but ${one.was}`)
  return one
}

test('any bytes at all are accounted for, with a code, and throw nothing', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
    expect(await prepare(bytes, opening, now)).toMatchObject({ was: 'unopened', code: expect.stringMatching(/^ENVELOPE_/), expired: false })
  }), { numRuns: 50 })
})

test('what is sealed rightly and is no payload is unreadable, with its code', async () => {
  const suite = await hybridSuite()
  const key = { publicKey, epoch, recovery: false }
  const codes = []
  for (const content of [[0xff], [0xa0], [], [0xa1, 0x00, 0x01]]) {
    const { envelope } = await sealContent(suite, pad(Uint8Array.from(content)), key, root)
    const one = await prepare(envelope, opening, now)
    codes.push(one.was === 'unopened' ? [one.code, one.expired] : [one.was])
  }
  expect(codes).toEqual([
    ['CBOR_INDEFINITE', false], ['PAYLOAD_VERSION', false], ['CBOR_CUT', false], ['PAYLOAD_SHAPE', false],
  ])
})

test('expired is a past week of this line whose key is gone, and nothing else', async () => {
  const at = async (week: number) => {
    const one = await prepare(await envelopeOf({}, week), opening, now)
    return one.was === 'unopened' ? [one.code, one.expired] : [one.was]
  }
  expect(await at(epoch)).toEqual(['tip'])
  expect(await at(epoch - 5)).toEqual(['ENVELOPE_KEY_UNKNOWN', true])
  expect(await at(epoch - 20)).toEqual(['ENVELOPE_KEY_UNKNOWN', true])
  expect(await at(epoch - 21)).toEqual(['ENVELOPE_KEY_UNKNOWN', false])
  expect(await at(epoch + 3)).toEqual(['ENVELOPE_KEY_UNKNOWN', false])
  expect(EPOCH_SECONDS).toBe(604_800)
})

test('a source is the same word by its reply key or mailbox, another for others, and new when it left nothing', async () => {
  const replyKey = new Uint8Array(randomBytes(32))
  const sourceOf = async (fields: Partial<Payload>) => (await tipFrom(fields)).tip.source
  const mail = (from: string) => sourceOf({ channel: 'email', vault: { from } })
  expect(await sourceOf({ replyKey })).toBe(await sourceOf({ replyKey }))
  expect(await mail('A. Person <a@Example.org>')).toBe(await mail('a@example.org'))
  const all = [await sourceOf({ replyKey }), await mail('a@example.org'), await mail('b@example.org'), await sourceOf({}), await sourceOf({})]
  expect(new Set(all).size).toBe(5)
  for (const word of all) expect(word).toMatch(/^([bdfghklmnprstvz][aeiou]){3}-\d{6}$/)
})

test('identity goes to the vault, sealed for its tip alone, and into no other column', async () => {
  const { tip, vault } = await tipFrom({ channel: 'email', vault: { from: 'emu@example.org', received: ['by emu'] }, text: 'words' })
  if (vault === undefined) throw new Error('no vault')
  expect(JSON.stringify(tip)).not.toContain('emu')
  expect(Buffer.from(vault).includes('emu')).toBe(false)
  expect(Buffer.from(openRow(desk.vault, `vault ${tip.id}`, vault) ?? []).toString()).toBe('{"from":"emu@example.org","received":["by emu"]}')
  expect(openRow(desk.vault, `vault ${'0'.repeat(32)}`, vault)).toBeUndefined()
  expect(openRow(desk.vault, `vault ${tip.id}`, vault.with(20, (vault[20] ?? 0) ^ 1))).toBeUndefined()
  expect(openRow(desk.vault, `vault ${tip.id}`, vault.subarray(0, 10))).toBeUndefined()
})

test('how a tip travelled changes no content; what it says does; unknown keys survive', async () => {
  const id = new Uint8Array(randomBytes(16))
  const base = { id, text: 'one', counter: 1 }
  const contentOf = async (fields: Partial<Payload>) => Buffer.from((await tipFrom({ ...base, ...fields })).tip.content).toString('hex')
  expect(await contentOf({ channel: 'sms', counter: 2, composedAt: { at: now, clock: 'set' } })).toBe(await contentOf({}))
  expect(await contentOf({ text: 'two' })).not.toBe(await contentOf({}))
  const attachment = { key: newAttachmentKey(), type: 'image/png', bytes: 3 }
  const { attachments, tip } = await tipFrom({ attachments: [attachment], unknown: new Map([[77, 'later']]) })
  expect(attachments).toMatchObject([{ n: 0, type: 'image/png', bytes: 3, state: 'waiting', locator: await attachmentLocator(attachment.key) }])
  expect(tip.rest).not.toBeNull()
})

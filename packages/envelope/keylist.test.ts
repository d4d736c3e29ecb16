import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Bytes, concat } from './bytes.ts'
import { epochAt, epochMark, epochStart } from './epoch.ts'
import { EnvelopeError } from './errors.ts'
import { createSealingKeyPair } from './hpke.ts'
import {
  chooseKey, isWholeKeyList, KEY_LIST_SIZE, type KeyListContent, keyListUntil, MAX_EPOCHS, signKeyList, sliceKeyList,
  verifyKeyList,
} from './keylist.ts'
import { createRoot, fingerprintOf, parseFingerprint, rootFingerprint } from './root.ts'

const now = 1_800_000_000
const epoch = epochAt(now)
let root: { publicKey: Bytes; privateKey: Bytes }
let pin: Bytes
let content: KeyListContent
let full: Bytes

beforeAll(async () => {
  root = await createRoot()
  pin = await fingerprintOf(root.publicKey)
  const pairs = await Promise.all(Array.from({ length: 39 }, createSealingKeyPair))
  const { publicKey: recovery } = await createSealingKeyPair()
  const epochs = pairs.map(({ publicKey }, i) => ({ epoch: epoch + i, publicKey }))
  content = { rootPublicKey: root.publicKey, sequence: 7, issuedAt: now, epochs, recovery, revoked: [epoch + 3] }
  full = await signKeyList(content, root.privateKey)
})

test('epochs are weeks that begin on Mondays', () => {
  expect(epochStart(epochAt(now))).toBeLessThanOrEqual(now)
  fc.assert(fc.property(fc.nat(4_102_444_799), (at) => {
    const each = epochAt(at)
    expect(epochStart(each) <= at && at < epochStart(each + 1)).toBe(true)
    expect(new Date(epochStart(each) * 1000).getUTCDay()).toBe(1)
    expect(epochMark(each)).toBe(((each % 32) + 32) % 32)
  }))
})

test('a full list verifies, has one size, and says everything', async () => {
  const list = await verifyKeyList(full, { root: pin, minSequence: 7, now })
  expect(full.length).toBe(KEY_LIST_SIZE)
  expect(list).toMatchObject({
    sequence: 7, issuedAt: now, revoked: [epoch + 3], root: pin, recovery: content.recovery,
  })
  expect(list.epochs.map((each) => ({ epoch: each.epoch, publicKey: each.publicKey }))).toEqual(content.epochs)
  expect(isWholeKeyList(list)).toBe(true)
  expect(keyListUntil(list)).toBe(epochStart(epoch + 39))
})

test('a slice for one week is small, verifies against the same signature, and can be cut again', async () => {
  const slice = sliceKeyList(full, [epoch, epoch + 1])
  expect(slice.length).toBe(5210)
  expect(sliceKeyList(slice, [epoch])).toEqual(sliceKeyList(full, [epoch]))
  expect(sliceKeyList(full, [epoch]).length).toBe(3990)
  const list = await verifyKeyList(slice, { root: pin })
  expect(isWholeKeyList(list)).toBe(false)
  expect(chooseKey(list, now)).toEqual({ publicKey: content.epochs[0]?.publicKey, epoch, recovery: false })
  expect(chooseKey(list, epochStart(epoch + 2))).toEqual({
    publicKey: content.recovery, epoch: epoch + 2, recovery: true,
  })
})

test('recovery is chosen for a revoked week, a clock that is wrong, and a list that is over', async () => {
  const list = await verifyKeyList(full, { root: pin })
  for (const at of [epochStart(epoch + 3), 0, epochStart(epoch + 39), epochStart(epoch) - 1]) {
    expect(chooseKey(list, at).recovery).toBe(true)
  }
  expect(chooseKey(list, epochStart(epoch + 39) - 1).recovery).toBe(false)
  const { recovery: _, ...without } = list
  expect(() => chooseKey(without, 0)).toThrow(expect.objectContaining({
    code: 'KEY_NONE', message: 'the key list holds neither this week\'s key nor the recovery key',
  }))
})

test('forged, older, expired and over-long lists are each refused with their code', async () => {
  const trust = { root: pin }
  const changed = (at: number) => full.map((octet, i) => (i === at ? octet ^ 1 : octet))
  await expect(verifyKeyList(changed(9), trust)).rejects.toMatchObject({
    code: 'KEYLIST_SIGNATURE', message: 'the key list is not signed by the root it names',
  })
  const bodiesAt = 78 + 36 * 39 + 4 + 64
  await expect(verifyKeyList(changed(bodiesAt + 100), trust)).rejects.toMatchObject({
    code: 'KEYLIST_BODY', message: 'a key in the list is not one that the root signed',
  })
  await expect(verifyKeyList(changed(KEY_LIST_SIZE - 1), trust)).rejects.toMatchObject({
    code: 'KEYLIST_MALFORMED', message: 'this is not a key list: what follows its keys is not zeros',
  })
  const stranger = await createRoot()
  const forged = await signKeyList({ ...content, rootPublicKey: stranger.publicKey }, stranger.privateKey)
  await expect(verifyKeyList(forged, trust)).rejects.toMatchObject({
    code: 'KEYLIST_ROOT', message: 'the key list belongs to another line than the pinned one',
  })
  const unsigned = await signKeyList(content, stranger.privateKey)
  await expect(verifyKeyList(unsigned, trust)).rejects.toMatchObject({ code: 'KEYLIST_SIGNATURE' })
  await expect(verifyKeyList(full, { root: pin, minSequence: 8 })).rejects.toMatchObject({
    code: 'KEYLIST_OLD', message: 'a newer key list was seen: 8, this one is 7',
  })
  await expect(verifyKeyList(full, { root: pin, now: epochStart(epoch + 39) })).rejects.toMatchObject({
    code: 'KEYLIST_EXPIRED', message: 'every epoch of the key list is over; a new one must be published',
  })
  await expect(verifyKeyList(concat(full, new Uint8Array(1)), trust)).rejects.toMatchObject({
    code: 'KEYLIST_TOO_LONG', message: 'a key list has at most 65536 octets',
  })
  await expect(verifyKeyList(full.subarray(0, 100), trust)).rejects.toMatchObject({ code: 'KEYLIST_MALFORMED' })
  await expect(verifyKeyList(full, { root: root.publicKey })).rejects.toMatchObject({ code: 'FINGERPRINT_INVALID' })
})

test('what cannot be a list is not signed', async () => {
  const [first] = content.epochs
  const many = Array.from({ length: MAX_EPOCHS + 1 }, (_, i) => ({ epoch: i + 1, publicKey: content.recovery }))
  await expect(signKeyList({ ...content, epochs: many }, root.privateKey)).rejects.toMatchObject({
    code: 'KEYLIST_TOO_LONG',
  })
  const twice = first === undefined ? [] : [first, first]
  await expect(signKeyList({ ...content, epochs: twice }, root.privateKey)).rejects.toMatchObject({
    code: 'KEYLIST_MALFORMED', message: 'this is not a key list: its epochs do not rise strictly from 1',
  })
  await expect(signKeyList({ ...content, recovery: new Uint8Array(3) }, root.privateKey)).rejects.toMatchObject({
    code: 'KEY_LENGTH',
  })
  const most = await signKeyList({ ...content, epochs: many.slice(1) }, root.privateKey)
  expect(await verifyKeyList(most, { root: pin })).toMatchObject({ sequence: 7 })
})

test('random and mutated lists throw nothing but EnvelopeError', async () => {
  await fc.assert(fc.asyncProperty(
    fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.tuple(fc.nat(4000), fc.nat(255), fc.nat(2)).map(([at, octet, how]) => {
      if (how === 0) return full.subarray(0, at)
      return how === 1 ? full.with(at, octet) : sliceKeyList(full, [epoch]).with(at % 3990, octet)
    })),
    async (bytes) => {
      const result = await verifyKeyList(bytes, { root: pin }).catch((error: unknown) => error)
      const same = Buffer.from(bytes).equals(full.subarray(0, bytes.length))
      expect(result instanceof EnvelopeError || same || !(result instanceof Error)).toBe(true)
      const sliced = await Promise.resolve().then(() => sliceKeyList(bytes, [epoch])).catch((error: unknown) => error)
      expect(sliced instanceof Uint8Array || sliced instanceof EnvelopeError).toBe(true)
    },
  ), { numRuns: 200 })
})

test('the fingerprint reads back from any hand, and a slip of the pen is seen', async () => {
  const text = await rootFingerprint(root.publicKey)
  expect(text).toMatch(/^([a-z2-7]{4} ){9}[a-z2-7]{4}$/)
  expect(await parseFingerprint(text)).toEqual(pin)
  expect(await parseFingerprint(` ${text.toUpperCase().replaceAll(' ', '-')}\n`)).toEqual(pin)
  const slip = (text[0] === 'a' ? 'b' : 'a') + text.slice(1)
  await expect(parseFingerprint(slip)).rejects.toMatchObject({
    code: 'FINGERPRINT_INVALID', message: 'a fingerprint has ten groups of four letters or digits; one of them is mistyped',
  })
  await fc.assert(fc.asyncProperty(fc.string(), async (noise) => {
    expect(await parseFingerprint(noise).catch((error: unknown) => error)).toBeInstanceOf(EnvelopeError)
  }))
})

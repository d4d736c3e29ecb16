import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { payloads } from './arbitrary.test-data.ts'
import { randomBytes } from './bytes.ts'
import { envelopeHash, looksLikeEnvelope, RECOVERY_EPOCH, type SealingKey } from './envelope.ts'
import { EnvelopeError } from './errors.ts'
import { createSealingKeyPair } from './hpke.ts'
import { open, type OpeningKeys } from './open.ts'
import { ENVELOPE_SIZES, MAX_PAYLOAD_BYTES, pad, unpad } from './padding.ts'
import { newPayload } from './payload.ts'
import { seal } from './seal.ts'

const root = randomBytes(24)
const epoch = 2950
let week: SealingKey
let recovery: SealingKey
let keys: OpeningKeys

beforeAll(async () => {
  const [weekPair, recoveryPair] = [await createSealingKeyPair(), await createSealingKeyPair()]
  week = { publicKey: weekPair.publicKey, epoch, recovery: false }
  recovery = { publicKey: recoveryPair.publicKey, epoch, recovery: true }
  keys = { root, epochs: new Map([[epoch, weekPair.privateKey]]), recovery: recoveryPair.privateKey }
})

const tip = (text: string) => newPayload({ kind: 1, channel: 'web', text })

test('what is sealed opens, with the hash and proof that the sealer has', async () => {
  await fc.assert(fc.asyncProperty(payloads, async (payload) => {
    const sealed = await seal(payload, week, root)
    const opened = await open(sealed.envelope, keys)
    expect(opened).toEqual({ payload, hash: sealed.hash, ackProof: sealed.ackProof, epoch, recovery: false })
    expect(sealed.hash).toEqual(await envelopeHash(sealed.envelope))
  }), { numRuns: 30 })
})

test('two envelopes of one tip share nothing but their first octet and their size', async () => {
  const [a, b] = [await seal(tip('same'), week, root), await seal(tip('same'), week, root)]
  expect(a.envelope.length).toBe(b.envelope.length)
  expect(a.envelope[0]).toBe((1 << 5) | (epoch % 32))
  expect(a.hash).not.toEqual(b.hash)
  expect(a.ackProof).not.toEqual(b.ackProof)
})

test('length says nothing but one of four sizes', async () => {
  for (const [letters, size] of [[0, 4096], [2800, 4096], [3000, 16_384], [60_000, 65_536], [131_072, 262_144]] as const) {
    expect((await seal(tip('x'.repeat(letters)), week, root)).envelope.length).toBe(size)
  }
  expect((await seal(tip(''), week, root, { leastSize: 16_384 })).envelope.length).toBe(16_384)
})

test('padding holds everything up to the limit, and refuses what lies about itself', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20_000 }), (payload) => {
    const content = pad(payload)
    expect(ENVELOPE_SIZES).toContain(content.length + 1137)
    expect(Buffer.from(unpad(content)).equals(payload)).toBe(true)
  }), { numRuns: 50 })
  expect(() => pad(new Uint8Array(MAX_PAYLOAD_BYTES + 1))).toThrow(expect.objectContaining({
    code: 'PAYLOAD_TOO_LARGE', message: 'a payload has at most 261003 octets, this one 261004',
  }))
  const dirty = pad(new Uint8Array(5))
  dirty[100] = 1
  expect(() => unpad(dirty)).toThrow(expect.objectContaining({ code: 'PADDING', message: 'the padding is not zeros' }))
  const long = pad(new Uint8Array(5))
  long[1] = 255
  expect(() => unpad(long)).toThrow(
    expect.objectContaining({ code: 'PADDING', message: 'the payload is longer than what holds it' }),
  )
})

test('recovery opens what was sealed to recovery, and shows the week like any other', async () => {
  const { envelope } = await seal(tip('late'), recovery, root)
  expect(envelope[0]).toBe((1 << 5) | (epoch % 32))
  expect(await open(envelope, keys)).toMatchObject({ recovery: true, epoch: RECOVERY_EPOCH })
  await expect(open(envelope, { root, epochs: keys.epochs })).rejects.toMatchObject({ code: 'ENVELOPE_TAG' })
})

test('a failed tag is one error, whatever the cause', async () => {
  const { envelope } = await seal(tip('x'), week, root)
  const weekKey = keys.epochs.get(epoch) ?? new Uint8Array(32)
  const other = await createSealingKeyPair()
  const same = { code: 'ENVELOPE_TAG', message: 'no key at hand opens this envelope, or it was changed' }
  const causes: OpeningKeys[] = [
    { root: randomBytes(24), epochs: keys.epochs },
    { root, epochs: new Map([[epoch, other.privateKey]]) },
    { root, epochs: new Map([[epoch + 32, weekKey]]) },
    { root, epochs: new Map(), recovery: weekKey },
  ]
  for (const cause of causes) await expect(open(envelope, cause)).rejects.toMatchObject(same)
})

test('no key of the week shown is told apart: it came too late, or is not for us', async () => {
  const { envelope } = await seal(tip('x'), week, root)
  await expect(open(envelope, { root, epochs: new Map([[epoch + 1, randomBytes(32)]]) })).rejects.toMatchObject({
    code: 'ENVELOPE_KEY_UNKNOWN', message: 'no key of the epoch that the envelope shows is at hand',
  })
})

test('a changed octet anywhere never opens and never throws anything else', async () => {
  const { envelope } = await seal(tip('x'), week, root)
  await fc.assert(fc.asyncProperty(fc.nat(envelope.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
    const changed = envelope.map((octet, i) => (i === at ? octet ^ flip : octet))
    const refused = await open(changed, { root, epochs: keys.epochs }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(EnvelopeError)
  }), { numRuns: 60 })
})

test('random bytes of an envelope\'s size never open; other sizes are not looked at', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 4096, maxLength: 4096 }), async (noise) => {
    const refused = await open(noise, keys).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(EnvelopeError)
  }), { numRuns: 20 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (noise) => {
    expect(looksLikeEnvelope(noise)).toBe(
      noise.length === 4096 && (noise[0] ?? 0) >> 5 === 1 ? undefined : 'ENVELOPE_SIZE',
    )
  }))
  expect(looksLikeEnvelope(new Uint8Array(4096))).toBe('ENVELOPE_SUITE')
  await expect(open(new Uint8Array(4096), keys)).rejects.toMatchObject({
    code: 'ENVELOPE_SUITE', message: 'suite 0 is not known to this version',
  })
})

test('a key that is none is refused before anything is sealed to it', async () => {
  await expect(seal(tip('x'), { ...week, publicKey: new Uint8Array(5) }, root)).rejects.toMatchObject({
    code: 'KEY_LENGTH', message: 'a public sealing key has 1216 octets, not 5',
  })
  await expect(seal(tip('x'), { ...week, publicKey: new Uint8Array(1216).fill(255) }, root)).rejects.toMatchObject({
    code: 'KEY_INVALID', message: 'this public key cannot be sealed to',
  })
  await expect(seal(tip('x'), week, new Uint8Array(32))).rejects.toMatchObject({ code: 'FINGERPRINT_INVALID' })
})

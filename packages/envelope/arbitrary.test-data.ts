/** Payloads at random, for property tests. */
import * as fc from 'fast-check'
import type { CborValue } from './cbor.ts'
import { CHANNELS, MAX_ATTACHMENT_BYTES, type Payload, TIME_END } from './payload.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((octets) => new Uint8Array(octets))
const text = (most: number) => fc.string({ unit: 'binary', maxLength: most }).map((each) => each.toWellFormed())
const time = fc.nat(TIME_END - 1)
const degrees = (most: number) => fc.integer({ min: -most * 1e7, max: most * 1e7 }).map(
  (each) => (each === 0 ? 0 : each / 1e7),
)
const place = fc.tuple(degrees(90), degrees(180), fc.nat(20_000_000), fc.option(text(20)))
  .map(([lat, lon, radius_m, name]) => ({ lat, lon, radius_m, ...(name !== null && { name }) }))
const unknown = fc.uniqueArray(fc.tuple(fc.integer({ min: 20, max: 65_535 }), fc.oneof(
  fc.maxSafeInteger(), text(10), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 }),
)), { maxLength: 3, selector: ([each]) => each })
  .map((entries): ReadonlyMap<number, CborValue> => new Map(entries.toSorted(([a], [b]) => a - b)))

export const payloads: fc.Arbitrary<Payload> = fc.record({
  v: fc.constant(1 as const),
  id: fc.constantFrom(4, 16).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
    .map((octets) => new Uint8Array(octets)),
  kind: fc.nat(65_535),
  when: fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  place,
  basis: fc.constantFrom('saw', 'told', 'heard', 'inferred'),
  heardFrom: fc.array(text(20), { maxLength: 3 }),
  text: text(400),
  lang: fc.constantFrom('en', 'ar', 'ckb', 'kmr-Latn'),
  urgency: fc.constantFrom(0, 1, 2, 3),
  replyKey: key,
  duressKey: key,
  attachments: fc.array(fc.record({
    key, type: fc.constantFrom('image/jpeg', 'application/vnd.ms-excel'), bytes: fc.nat(MAX_ATTACHMENT_BYTES),
  }), { maxLength: 3 }),
  counter: fc.nat(0xffff_ffff),
  composedAt: fc.record({ at: time, clock: fc.constantFrom('network', 'set', 'doubtful') }),
  duress: fc.constant(true),
  decoy: fc.constant(true),
  channel: fc.constantFrom(...CHANNELS),
  receivedAt: time,
  vault: fc.dictionary(
    text(10), fc.oneof(text(30), fc.array(text(10), { maxLength: 3 })), { maxKeys: 4, noNullPrototype: true },
  ),
  unknown,
}, { requiredKeys: ['v', 'id', 'kind', 'basis', 'heardFrom', 'text', 'urgency', 'attachments', 'channel', 'unknown'] })

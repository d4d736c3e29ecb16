import { decode as peerDecode, encode as peerEncode } from 'cborg'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts'
import { EnvelopeError } from './errors.ts'
import {
  CHANNELS, decodePayload, encodePayload, MAX_ATTACHMENT_BYTES, MAX_TEXT_BYTES, newPayload, type Payload, TIME_END,
} from './payload.ts'
import { payloads } from './arbitrary.test-data.ts'

const bytesOf = (length: number, fill = 7) => new Uint8Array(length).fill(fill)
/** What it returned, or the error that it threw. */
function attempt(run: () => Payload): Payload | Error {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const minimal = () => newPayload({ kind: 0, channel: 'web', id: bytesOf(16) })
/** The minimal payload as a map, to be spoiled. */
const asMap = (change: [number, CborValue][]): Uint8Array => {
  const map = new Map<number, CborValue>([
    [0, 1], [1, bytesOf(16)], [2, 0], [5, 2], [7, ''], [9, 0], [17, 1], ...change,
  ])
  return encodeCbor(new Map([...map].toSorted(([a], [b]) => a - b)))
}

test('every payload comes back as it went in, and encodes to the same octets again', () => {
  fc.assert(fc.property(payloads, (payload) => {
    const encoded = encodePayload(payload)
    const decoded = decodePayload(encoded)
    expect(decoded).toEqual(payload)
    expect(encodePayload(decoded)).toEqual(encoded)
  }))
})

test('our encoding is the one that cborg makes', () => {
  const leaf = fc.oneof(
    fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null), fc.uint8Array(),
  )
  const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 4 }),
      fc.uniqueArray(
        fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('value')), { maxLength: 4, selector: ([key]) => key },
      )
        .map((entries) => new Map(entries))),
  }))
  fc.assert(fc.property(value, (each) => {
    const ours = encodeCbor(each)
    expect(Buffer.from(ours).equals(peerEncode(each))).toBe(true)
    expect(Buffer.from(peerEncode(peerDecode(ours, { useMaps: true, strict: true }))).equals(ours)).toBe(true)
    expect(decodeCbor(ours)).toEqual(each)
  }))
})

test('random and mutated input throws nothing but EnvelopeError, and what is taken is canonical', () => {
  const mutated = fc.tuple(payloads, fc.nat(), fc.nat(255), fc.nat(3)).map(([payload, at, octet, how]) => {
    const bytes = encodePayload(payload)
    const place = at % bytes.length
    if (how === 0) return bytes.subarray(0, place)
    if (how === 1) return Uint8Array.from([...bytes.subarray(0, place), octet, ...bytes.subarray(place)])
    bytes[place] = octet
    return bytes
  })
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (bytes) => {
    const taken = attempt(() => decodePayload(bytes))
    const fair = taken instanceof Error ? taken instanceof EnvelopeError : Buffer.from(encodePayload(taken)).equals(
      bytes,
    )
    expect(fair).toBe(true)
  }), { numRuns: 3000 })
})

test('hostile nesting and counts cost no time', () => {
  const started = performance.now()
  const deep = bytesOf(200_000, 0x81)
  expect(() => decodePayload(deep)).toThrow(
    expect.objectContaining({ code: 'CBOR_DEPTH', message: 'items are nested more than 8 deep' }),
  )
  const greedy = Buffer.from('bb001fffffffffffff', 'hex')
  expect(() => decodePayload(greedy)).toThrow(
    expect.objectContaining({ code: 'CBOR_CUT', message: 'the payload ends inside a list or map' }),
  )
  expect(performance.now() - started).toBeLessThan(1000)
})

test('unknown keys survive octet for octet', () => {
  const encoded = asMap([
    [20, 'later'], [300, new Map<number | string, CborValue>([[1, [null, true]], ['a', bytesOf(3)]])],
  ])
  const payload = decodePayload(encoded)
  expect([...payload.unknown.keys()]).toEqual([20, 300])
  expect(Buffer.from(encodePayload(payload)).equals(encoded)).toBe(true)
})

test.each([
  ['a trailing octet', 'CBOR_TRAILING', '1 octets follow the payload', () => Uint8Array.from([...asMap([]), 0])],
  ['a cut one', 'CBOR_CUT', 'the payload ends inside an item', () => asMap([]).subarray(0, -1)],
  ['nothing', 'CBOR_CUT', 'the payload ends inside an item', () => new Uint8Array(0)],
  ['a long integer', 'CBOR_NOT_SHORTEST', 'a number is not in its shortest form', () => Buffer.from('a1180001', 'hex')],
  ['keys out of order', 'CBOR_ORDER', 'map keys are not in order', () => Buffer.from('a201000000', 'hex')],
  ['a key twice', 'CBOR_DUPLICATE', 'a map has the same key twice', () => Buffer.from('a200010001', 'hex')],
  [
    'an indefinite map', 'CBOR_INDEFINITE', 'indefinite lengths are not deterministic',
    () => Buffer.from('bf0001ff', 'hex'),
  ],
  ['a float', 'CBOR_FLOAT', 'payloads hold no floating-point numbers', () => Buffer.from('a100f93c00', 'hex')],
  ['NaN', 'CBOR_FLOAT', 'payloads hold no floating-point numbers', () => Buffer.from('a100f97e00', 'hex')],
  ['a tag', 'CBOR_TYPE', 'tags have no place in a payload', () => Buffer.from('a100c001', 'hex')],
  [
    'undefined', 'CBOR_TYPE', 'only false, true and null of the simple values are used',
    () => Buffer.from('a100f7', 'hex'),
  ],
  ['2^53', 'CBOR_NUMBER', 'integers lie within ±(2^53 − 1)', () => Buffer.from('a1001b0020000000000000', 'hex')],
  ['bad UTF-8', 'CBOR_UTF8', 'text is not valid UTF-8', () => Buffer.from('a10062c328', 'hex')],
  ['a surrogate', 'CBOR_UTF8', 'text is not valid UTF-8', () => Buffer.from('a10063eda080', 'hex')],
  ['a list', 'PAYLOAD_SHAPE', 'the payload must be a map', () => Buffer.from('80', 'hex')],
  ['version 2', 'PAYLOAD_VERSION', 'payloads of version 1 are known', () => asMap([[0, 2]])],
  ['a text key', 'PAYLOAD_SHAPE', 'the keys of a payload are integers', () => encodeCbor(new Map<number | string, CborValue>([
    [0, 1], [1, bytesOf(16)], [2, 0], [5, 2], [7, ''], [9, 0], [17, 1], ['x', 1],
  ]))],
  ['a negative key', 'PAYLOAD_RANGE', 'an unknown key is a whole number from 20 to 65535', () => asMap([]).length > 0
    ? Uint8Array.from([0xa8, ...asMap([]).subarray(1), 0x20, 0]) : asMap([])],
  ['an id of five octets', 'PAYLOAD_RANGE', 'id has 16 octets, or 4 in a text message', () => asMap([[1, bytesOf(5)]])],
  ['a kind that is text', 'PAYLOAD_SHAPE', 'kind must be an integer', () => asMap([[2, 'x']])],
  ['kind 65536', 'PAYLOAD_RANGE', 'kind is a whole number from 0 to 65535', () => asMap([[2, 65_536]])],
  ['when backwards', 'PAYLOAD_TIME', 'when ends before it begins', () => asMap([[3, [2, 1]]])],
  [
    'the year 2100', 'PAYLOAD_TIME', 'times are whole seconds from 1970 to the end of 2099',
    () => asMap([[3, [0, TIME_END]]]),
  ],
  ['before 1970', 'PAYLOAD_TIME', 'times are whole seconds from 1970 to the end of 2099', () => asMap([[3, [-1, 0]]])],
  ['north of the pole', 'PAYLOAD_COORDINATES', 'latitude lies within ±90 and longitude within ±180 degrees',
    () => asMap([[4, [900_000_001, 0, 1]]])],
  ['east of 180', 'PAYLOAD_COORDINATES', 'latitude lies within ±90 and longitude within ±180 degrees',
    () => asMap([[4, [0, 1_800_000_001, 1]]])],
  [
    'a radius below nothing', 'PAYLOAD_RANGE', 'radius lies within 0 and 20000000 metres',
    () => asMap([[4, [0, 0, -1]]]),
  ],
  ['a place of two', 'PAYLOAD_SHAPE', 'place must be a list of the right length', () => asMap([[4, [0, 0]]])],
  ['an unknown basis', 'PAYLOAD_RANGE', 'basis is none of the known values', () => asMap([[5, 4]])],
  ['an empty heardFrom', 'PAYLOAD_SHAPE', 'heardFrom must be a list of the right length', () => asMap([[6, []]])],
  [
    'too many heardFrom', 'PAYLOAD_LIMIT', 'heardFrom has at most 16 entries',
    () => asMap([[6, Array.from('x'.repeat(17))]]),
  ],
  [
    'a long text', 'PAYLOAD_LIMIT', `text has at most ${MAX_TEXT_BYTES} octets`,
    () => asMap([[7, 'x'.repeat(MAX_TEXT_BYTES + 1)]]),
  ],
  ['no language', 'PAYLOAD_RANGE', 'lang is not a BCP 47 tag', () => asMap([[8, 'e']])],
  ['urgency 4', 'PAYLOAD_RANGE', 'urgency is none of the known values', () => asMap([[9, 4]])],
  ['a short reply key', 'PAYLOAD_RANGE', 'keys in a payload have 32 octets', () => asMap([[10, bytesOf(31)]])],
  ['an attachment of another kind', 'PAYLOAD_RANGE', 'the type of an attachment is not a MIME type',
    () => asMap([[12, [[bytesOf(32), 'image', 1]]]])],
  ['an attachment over 25 MiB', 'PAYLOAD_RANGE', `bytes of an attachment is a whole number from 0 to ${MAX_ATTACHMENT_BYTES}`,
    () => asMap([[12, [[bytesOf(32), 'image/png', MAX_ATTACHMENT_BYTES + 1]]]])],
  ['duress: false', 'PAYLOAD_SHAPE', 'duress must be true or absent', () => asMap([[15, false]])],
  ['an unknown channel', 'PAYLOAD_RANGE', 'channel is none of the known values', () => asMap([[17, CHANNELS.length]])],
  ['a vault of numbers', 'PAYLOAD_SHAPE', 'vault must be text', () => asMap([[19, new Map([['from', 1]])]])],
  [
    'a swollen vault', 'PAYLOAD_LIMIT', 'vault has at most 65536 octets',
    () => asMap([[19, new Map([['from', 'x'.repeat(65_536)]])]]),
  ],
  [
    'more than an envelope holds', 'PAYLOAD_TOO_LARGE', 'a payload has at most 261003 octets, this one 261004',
    () => bytesOf(261_004),
  ],
] as const)('%s is refused with %s', (_, code, message, make) => {
  expect(() => decodePayload(make())).toThrow(expect.objectContaining({ code, message }))
})

test('what may not come in may not go out', () => {
  const far = { ...minimal(), place: { lat: Number.NaN, lon: 0, radius_m: 1 } }
  expect(() => encodePayload(far)).toThrow(expect.objectContaining({ code: 'PAYLOAD_COORDINATES' }))
  const late = { ...minimal(), receivedAt: TIME_END }
  expect(() => encodePayload(late)).toThrow(expect.objectContaining({ code: 'PAYLOAD_TIME' }))
  const known = { ...minimal(), unknown: new Map([[7, 'x']]) }
  expect(() => encodePayload(known)).toThrow(expect.objectContaining({
    code: 'PAYLOAD_RANGE', message: 'an unknown key is a whole number from 20 to 65535',
  }))
})

test('half a letter from a broken keyboard does not keep a tip from being sealed', () => {
  expect(decodePayload(encodePayload({ ...minimal(), text: 'a\ud800b' })).text).toBe('a\ufffdb')
})

test('a byte order mark and directional overrides are text like any other', () => {
  const text = '\ufeff\u202egnp.exe\u202c\u0000'
  expect(decodePayload(encodePayload({ ...minimal(), text })).text).toBe(text)
})

test('a key named __proto__ is a key', () => {
  const vault = JSON.parse('{"__proto__":"x"}')
  const decoded = decodePayload(encodePayload({ ...minimal(), vault }))
  expect(Object.keys(decoded.vault ?? {})).toEqual(['__proto__'])
})

import { decodePayload, encodePayload, newPayload, type Payload, tipOf } from '@nightjar/envelope'
import { seed } from './seeds.ts'
import type { Expect, PayloadVector } from './shapes.ts'

const receivedAt = 1_790_000_000

export const wholePayload: Payload = newPayload({
  id: seed('tip id', 16), kind: 3, channel: 'app', text: 'صناديق تُنقل ليلاً إلى البيت الأزرق', lang: 'ar', urgency: 2,
  basis: 'saw', heardFrom: ['a neighbour', 'his cousin'], when: { from: 1_789_900_000, to: 1_789_910_000 },
  place: { lat: 36.3456789, lon: -43.1234567, radius_m: 150, name: 'behind the mill' },
  replyKey: seed('reply key', 32), duressKey: seed('duress key', 32), counter: 41,
  attachments: [{ key: seed('attachment key', 32), type: 'image/jpeg', bytes: 70_000 }],
  composedAt: { at: 1_789_950_000, clock: 'network' }, duress: true, decoy: true, receivedAt: 1_789_990_000,
  vault: { from: 'someone@example.org', received: ['first hop', 'second hop'] },
  unknown: new Map<number, string | boolean>([[20, 'from a later version'], [1000, false]]),
})

export const smallPayload: Payload = newPayload({ id: seed('small tip id', 4), kind: 0, channel: 'sms', text: 'x' })

function good(about: string, rules: string[], payload: Payload): PayloadVector {
  const bytes = encodePayload(payload)
  const decoded = decodePayload(bytes)
  return {
    type: 'payload', about, rules, expect: 'ok', payload: Buffer.from(bytes).toString('hex'), receivedAt,
    tip: tipOf(decoded, receivedAt), unknown: [...decoded.unknown.keys()],
  }
}

/** A minimal payload: 00 v · 01 id · 02 kind · 05 basis · 07 text · 09 urgency · 11 channel. */
const minimal = {
  v: '0001', id: '014401020304', kind: '0200', basis: '0502', text: '076178', urgency: '0900', channel: '1101',
}

function spoiled(change: Partial<typeof minimal>, extra = ''): string {
  const { v, id, kind, basis, text, urgency, channel } = { ...minimal, ...change }
  const count = 7 + (extra === '' ? 0 : 1)
  return (0xa0 + count).toString(16) + v + id + kind + basis + text + urgency + channel + extra
}

function bad(about: string, rule: string, expect: Expect, payload: string): PayloadVector {
  return { type: 'payload', about, rules: [rule], expect, payload }
}

export function payloadVectors(): Record<string, PayloadVector> {
  return {
    'payload-whole': good('Every key of version 1, and two of a later one.', ['P-1', 'P-2', 'P-30'], wholePayload),
    'payload-small': good(
      'No more than must be there, with the four-octet id of a text message.', ['P-10', 'P-11'], smallPayload,
    ),
    'payload-no-place-name': good('A place without a name, at the corners of the ranges.', ['P-14'], newPayload({
      id: seed('corner', 16), kind: 65_535, channel: 'person', place: { lat: -90, lon: 180, radius_m: 0 }, when: {
        from: 0, to: 4_102_444_799,
      },
    })),
    'payload-cut': bad('The last octet is missing.', 'P-3', 'CBOR_CUT', spoiled({}).slice(0, -2)),
    'payload-trailing': bad('An octet follows.', 'P-3', 'CBOR_TRAILING', `${spoiled({})}00`),
    'payload-long-integer': bad('kind 0 in two octets.', 'P-4', 'CBOR_NOT_SHORTEST', spoiled({ kind: '021800' })),
    'payload-order': bad('kind before id.', 'P-5', 'CBOR_ORDER', spoiled({ id: '0200', kind: '014401020304' })),
    'payload-duplicate': bad('v twice.', 'P-5', 'CBOR_DUPLICATE', spoiled({ id: '0001' })),
    'payload-indefinite': bad(
      'A text of indefinite length.', 'P-6', 'CBOR_INDEFINITE', spoiled({ text: '077f6178ff' }),
    ),
    'payload-float': bad('urgency 0.0 as a float.', 'P-7', 'CBOR_FLOAT', spoiled({ urgency: '09f90000' })),
    'payload-nan': bad('NaN under a key of a later version.', 'P-7', 'CBOR_FLOAT', spoiled({}, '14f97e00')),
    'payload-tag': bad('A tag under a key of a later version.', 'P-7', 'CBOR_TYPE', spoiled({}, '14c100')),
    'payload-too-large-integer': bad(
      '2^53 under a key of a later version.', 'P-8', 'CBOR_NUMBER', spoiled({}, '141b0020000000000000'),
    ),
    'payload-utf8': bad('Text that is not UTF-8.', 'P-9', 'CBOR_UTF8', spoiled({ text: '0762c328' })),
    'payload-deep': bad('Nine lists in one another.', 'P-6', 'CBOR_DEPTH', spoiled({}, `14${'81'.repeat(9)}00`)),
    'payload-version': bad('Version 2.', 'P-10', 'PAYLOAD_VERSION', spoiled({ v: '0002' })),
    'payload-no-id': bad('No id.', 'P-10', 'PAYLOAD_SHAPE', 'a600010200050207617809001101'),
    'payload-id-length': bad('An id of three octets.', 'P-11', 'PAYLOAD_RANGE', spoiled({ id: '0143010203' })),
    'payload-time-2100': bad(
      'when ends on the first second of 2100.', 'P-13', 'PAYLOAD_TIME', spoiledAt('0382001af4865700'),
    ),
    'payload-time-1969': bad('when begins a second before 1970.', 'P-13', 'PAYLOAD_TIME', spoiledAt('03822000')),
    'payload-time-backwards': bad('when ends before it begins.', 'P-13', 'PAYLOAD_TIME', spoiledAt('03820200')),
    'payload-latitude': bad(
      'A latitude of 90.0000001.', 'P-14', 'PAYLOAD_COORDINATES', spoiledAt('04831a35a4e9010001'),
    ),
    'payload-longitude': bad(
      'A longitude of −180.0000001.', 'P-14', 'PAYLOAD_COORDINATES', spoiledAt('0483003a6b49d20001'),
    ),
    'payload-basis': bad('A basis that nobody knows.', 'P-15', 'PAYLOAD_RANGE', spoiled({ basis: '0504' })),
    'payload-empty-list': bad('heardFrom is there and empty.', 'P-16', 'PAYLOAD_SHAPE', spoiledAt('0680', 5)),
    'payload-false': bad('duress is there and false.', 'P-16', 'PAYLOAD_SHAPE', spoiledAt('0ff4', 9)),
    'payload-key-length': bad('A reply key of one octet.', 'P-20', 'PAYLOAD_RANGE', spoiledAt('0a4101', 9)),
    'payload-negative-key': bad('An unknown key below 20.', 'P-30', 'PAYLOAD_RANGE', spoiled({}, '2000')),
  }
}

/** One more entry after the key before it: 2 unless said. */
function spoiledAt(entry: string, after: 2 | 5 | 9 = 2): string {
  const { v, id, kind, basis, text, urgency, channel } = minimal
  const parts = after === 2 ? [v, id, kind, entry, basis, text, urgency, channel]
    : after === 5 ? [v, id, kind, basis, entry, text, urgency, channel] : [
      v, id, kind, basis, text, urgency, entry, channel,
    ]
  return `a8${parts.join('')}`
}

/**
 * What a tip says, as it lies inside an envelope (spec/payload.md): a map in deterministic CBOR with integer keys.
 *
 *    0 v            1                                   10 replyKey      32 octets
 *    1 id           16 octets (4 in a text message)     11 duressKey     32 octets
 *    2 kind         0..65535, spec/payload.md           12 attachments   [[key, type, bytes], …]
 *    3 when         [from, to]                          13 counter       0..2^32 − 1
 *    4 place        [lat·10^7, lon·10^7, radius, name?] 14 composedAt    [at, clock]
 *    5 basis        0 saw, 1 told, 2 heard, 3 inferred  15 duress        true
 *    6 heardFrom    [text, …]                           16 decoy         true
 *    7 text                                             17 channel       0..7
 *    8 lang         BCP 47                              18 receivedAt    set by an edge
 *    9 urgency      0..3                                19 vault         {text: text or [text, …]}
 *
 * Times are whole seconds since 1970-01-01T00:00:00Z, before the year 2100; places WGS84; radii metres. 0, 1, 2, 5, 7,
 * 9 and 17 always stand there; the others only when they say something (no empty lists, no false). Keys from 20 to
 * 65535 belong to later versions: what does not know them keeps them octet for octet.
 */
import { type Bytes, randomBytes, utf8 } from './bytes.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts'
import { refuse } from './errors.ts'
import { MAX_PAYLOAD_BYTES } from './padding.ts'

export interface Payload {
  v: 1
  id: Bytes
  kind: number
  when?: { from: number; to: number }
  place?: { lat: number; lon: number; radius_m: number; name?: string }
  basis: 'saw' | 'told' | 'heard' | 'inferred'
  heardFrom: string[]
  text: string
  lang?: string
  urgency: 0 | 1 | 2 | 3
  replyKey?: Bytes
  /** Reply key of the duress receipt: what comes with it later was sent under duress. */
  duressKey?: Bytes
  attachments: { key: Bytes; type: string; bytes: number }[]
  /** Counts the tips of one source, so that a gap shows a loss. */
  counter?: number
  composedAt?: { at: number; clock: 'network' | 'set' | 'doubtful' }
  duress?: boolean
  /** A real envelope that the desk discards. */
  decoy?: boolean
  channel: 'app' | 'web' | 'webNoScript' | 'api' | 'email' | 'sms' | 'voice' | 'person'
  /** The edge's clock when it took a plain tip. */
  receivedAt?: number
  /** Identity (sender, message id, …): goes to the vault, is never shown to analysts. */
  vault?: Record<string, string | string[]>
  /** Keys of later versions, kept as they came. */
  unknown: ReadonlyMap<number, CborValue>
}

export const MAX_TEXT_BYTES = 131_072
export const MAX_NAME_BYTES = 512
export const MAX_HEARD_FROM = 16
export const MAX_HEARD_FROM_BYTES = 256
export const MAX_ATTACHMENTS = 64
export const MAX_VAULT_KEYS = 32
export const MAX_VAULT_BYTES = 65_536
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
export const MAX_RADIUS_M = 20_000_000
/** 2100-01-01T00:00:00Z */
export const TIME_END = 4_102_444_800
const firstUnknownKey = 20
const lastUnknownKey = 65_535

const bases = ['saw', 'told', 'heard', 'inferred'] as const
const clocks = ['network', 'set', 'doubtful'] as const
/** Append-only: the place in the list is the number on the wire. */
export const CHANNELS = ['app', 'web', 'webNoScript', 'api', 'email', 'sms', 'voice', 'person'] as const
const languageTag = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i
const mimeType = /^[\w!#$&^.+-]{1,63}\/[\w!#$&^.+-]{1,63}$/

export function newPayload(fields: Pick<Payload, 'kind' | 'channel'> & Partial<Payload>): Payload {
  const empty = { heardFrom: [], text: '', attachments: [], unknown: new Map<number, CborValue>() }
  return { id: randomBytes(16), basis: 'heard', urgency: 0, ...empty, ...fields, v: 1 }
}

/** Throws EnvelopeError PAYLOAD_*. Coordinates are rounded to 10^-7 degrees (a centimetre), radii to metres. */
export function encodePayload(payload: Payload): Bytes {
  checkPayload(payload)
  const { when, place, composedAt, vault } = payload
  const fields: [number, CborValue | undefined][] = [
    [0, 1], [1, payload.id], [2, payload.kind], [3, when && [when.from, when.to]], [4, place && encodePlace(place)],
    [5, bases.indexOf(payload.basis)], [6, some(payload.heardFrom)], [7, payload.text], [8, payload.lang],
    [9, payload.urgency], [10, payload.replyKey], [11, payload.duressKey],
    [12, some(payload.attachments.map(({ key, type, bytes }) => [key, type, bytes]))], [13, payload.counter],
    [14, composedAt && [composedAt.at, clocks.indexOf(composedAt.clock)]], [15, payload.duress || undefined], [
      16, payload.decoy || undefined,
    ],
    [17, CHANNELS.indexOf(payload.channel)], [18, payload.receivedAt],
    [19, vault && new Map(Object.entries(vault))], ...payload.unknown,
  ]
  const said = fields.filter((field): field is [number, CborValue] => field[1] !== undefined)
  const bytes = encodeCbor(new Map(said))
  if (bytes.length > MAX_PAYLOAD_BYTES) {
    refuse('PAYLOAD_TOO_LARGE', `a payload has at most ${MAX_PAYLOAD_BYTES} octets, this one ${bytes.length}`)
  }
  return bytes
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

function encodePlace({ lat, lon, radius_m, name }: NonNullable<Payload['place']>): CborValue {
  const numbers = [Math.round(lat * 1e7), Math.round(lon * 1e7), Math.round(radius_m)]
  return name === undefined ? numbers : [...numbers, name]
}

/** The ranges and limits of spec/payload.md, for what goes out and for what came in alike. */
function checkPayload(payload: Payload): void {
  const { id, when, place, heardFrom, attachments, composedAt } = payload
  if (payload.v !== 1) refuse('PAYLOAD_VERSION', 'payloads of version 1 are known')
  if (id.length !== 16 && id.length !== 4) refuse('PAYLOAD_RANGE', 'id has 16 octets, or 4 in a text message')
  whole('kind', payload.kind, 0, 65_535)
  whole('urgency', payload.urgency, 0, 3)
  if (payload.counter !== undefined) whole('counter', payload.counter, 0, 0xffff_ffff)
  if (payload.lang !== undefined && !languageTag.test(payload.lang)) refuse('PAYLOAD_RANGE', 'lang is not a BCP 47 tag')
  for (const key of [payload.replyKey, payload.duressKey, ...attachments.map((each) => each.key)]) {
    if (key !== undefined && key.length !== 32) refuse('PAYLOAD_RANGE', 'keys in a payload have 32 octets')
  }
  for (const at of [when?.from, when?.to, composedAt?.at, payload.receivedAt]) if (at !== undefined) checkTime(at)
  if (when !== undefined && when.from > when.to) refuse('PAYLOAD_TIME', 'when ends before it begins')
  if (place !== undefined) checkPlace(place)
  within('text', payload.text, MAX_TEXT_BYTES)
  atMost('heardFrom', heardFrom.length, MAX_HEARD_FROM)
  for (const each of heardFrom) within('heardFrom', each, MAX_HEARD_FROM_BYTES)
  atMost('attachments', attachments.length, MAX_ATTACHMENTS)
  for (const { type, bytes } of attachments) {
    if (!mimeType.test(type)) refuse('PAYLOAD_RANGE', 'the type of an attachment is not a MIME type')
    whole('bytes of an attachment', bytes, 0, MAX_ATTACHMENT_BYTES)
  }
  if (payload.vault !== undefined) checkVault(payload.vault)
  for (const key of payload.unknown.keys()) whole('an unknown key', key, firstUnknownKey, lastUnknownKey)
}

function checkTime(at: number): void {
  if (!Number.isSafeInteger(at) || at < 0 || at >= TIME_END) {
    refuse('PAYLOAD_TIME', 'times are whole seconds from 1970 to the end of 2099')
  }
}

function checkPlace({ lat, lon, radius_m, name = '' }: NonNullable<Payload['place']>): void {
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) {
    refuse('PAYLOAD_COORDINATES', 'latitude lies within ±90 and longitude within ±180 degrees')
  }
  if (!(radius_m >= 0 && radius_m <= MAX_RADIUS_M)) refuse(
    'PAYLOAD_RANGE', `radius lies within 0 and ${MAX_RADIUS_M} metres`,
  )
  within('the name of a place', name, MAX_NAME_BYTES)
}

function checkVault(vault: NonNullable<Payload['vault']>): void {
  const entries = Object.entries(vault)
  atMost('vault', entries.length, MAX_VAULT_KEYS)
  within('vault', entries.flat(2).join(''), MAX_VAULT_BYTES)
}

function whole(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    refuse('PAYLOAD_RANGE', `${name} is a whole number from ${least} to ${most}`)
  }
}

function within(name: string, text: string, most: number): void {
  if (utf8(text).length > most) refuse('PAYLOAD_LIMIT', `${name} has at most ${most} octets`)
}

function atMost(name: string, count: number, most: number): void {
  if (count > most) refuse('PAYLOAD_LIMIT', `${name} has at most ${most} entries`)
}

/** Throws EnvelopeError CBOR_* or PAYLOAD_*, in linear time. Encoding the result gives the same octets. */
export function decodePayload(bytes: Uint8Array): Payload {
  if (bytes.length > MAX_PAYLOAD_BYTES) {
    refuse('PAYLOAD_TOO_LARGE', `a payload has at most ${MAX_PAYLOAD_BYTES} octets, this one ${bytes.length}`)
  }
  const map = asMap('the payload', decodeCbor(bytes))
  if (map.get(0) !== 1) refuse('PAYLOAD_VERSION', 'payloads of version 1 are known')
  const payload: Payload = {
    v: 1, id: asBytes('id', map.get(1)), kind: asInt('kind', map.get(2)),
    ...given(map.get(3), (value) => ({ when: readWhen(value) })),
    ...given(map.get(4), (value) => ({ place: readPlace(value) })),
    basis: asOneOf('basis', bases, map.get(5)),
    heardFrom: map.has(6) ? asFullList('heardFrom', map.get(6)).map((each) => asText('heardFrom', each)) : [],
    text: asText('text', map.get(7)),
    ...given(map.get(8), (value) => ({ lang: asText('lang', value) })),
    urgency: asOneOf('urgency', [0, 1, 2, 3] as const, map.get(9)),
    ...given(map.get(10), (value) => ({ replyKey: asBytes('replyKey', value) })),
    ...given(map.get(11), (value) => ({ duressKey: asBytes('duressKey', value) })),
    attachments: map.has(12) ? asFullList('attachments', map.get(12)).map(readAttachment) : [],
    ...given(map.get(13), (value) => ({ counter: asInt('counter', value) })),
    ...given(map.get(14), (value) => ({ composedAt: readComposedAt(value) })),
    ...given(map.get(15), (value) => ({ duress: asTrue('duress', value) })),
    ...given(map.get(16), (value) => ({ decoy: asTrue('decoy', value) })),
    channel: asOneOf('channel', CHANNELS, map.get(17)),
    ...given(map.get(18), (value) => ({ receivedAt: asInt('receivedAt', value) })),
    ...given(map.get(19), (value) => ({ vault: readVault(value) })),
    unknown: readUnknown(map),
  }
  checkPayload(payload)
  return payload
}

type Absent = CborValue | undefined

function given<T>(value: Absent, read: (value: CborValue) => T): T | undefined {
  return value === undefined ? undefined : read(value)
}

function readWhen(value: CborValue): { from: number; to: number } {
  const [from, to] = asList('when', value, 2)
  return { from: asInt('when', from), to: asInt('when', to) }
}

function readPlace(value: CborValue): NonNullable<Payload['place']> {
  const [lat, lon, radius, name] = asList('place', value, 3, 4)
  const numbers = { lat: asInt('lat', lat) / 1e7, lon: asInt('lon', lon) / 1e7, radius_m: asInt('radius', radius) }
  return name === undefined ? numbers : { ...numbers, name: asText('the name of a place', name) }
}

function readAttachment(value: CborValue): Payload['attachments'][number] {
  const [key, type, bytes] = asList('an attachment', value, 3)
  return { key: asBytes('key', key), type: asText('type', type), bytes: asInt('bytes', bytes) }
}

function readComposedAt(value: CborValue): NonNullable<Payload['composedAt']> {
  const [at, clock] = asList('composedAt', value, 2)
  return { at: asInt('composedAt', at), clock: asOneOf('clock', clocks, clock) }
}

function readVault(value: CborValue): NonNullable<Payload['vault']> {
  const entries = [...asMap('vault', value)].map(([key, each]) => [
    asText('vault', key),
    Array.isArray(each) ? asList('vault', each).map((line) => asText('vault', line)) : asText('vault', each),
  ] as const)
  return Object.fromEntries(entries)
}

function readUnknown(map: CborMap): Payload['unknown'] {
  const unknown = new Map<number, CborValue>()
  for (const [key, value] of map) {
    if (typeof key !== 'number') return refuse('PAYLOAD_SHAPE', 'the keys of a payload are integers')
    if (key < 0 || key >= firstUnknownKey) unknown.set(key, value)
  }
  return unknown
}

function wrong(name: string, kind: string): never {
  return refuse('PAYLOAD_SHAPE', `${name} must be ${kind}`)
}

function asInt(name: string, value: Absent): number {
  return typeof value === 'number' ? value : wrong(name, 'an integer')
}

function asText(name: string, value: Absent): string {
  return typeof value === 'string' ? value : wrong(name, 'text')
}

function asBytes(name: string, value: Absent): Bytes {
  return value instanceof Uint8Array ? value : wrong(name, 'octets')
}

function asTrue(name: string, value: Absent): true {
  return value === true ? value : wrong(name, 'true or absent')
}

function asMap(name: string, value: Absent): CborMap {
  return value instanceof Map ? value : wrong(name, 'a map')
}

function asList(name: string, value: Absent, least = 0, most = least || Infinity): readonly CborValue[] {
  const isList = (each: Absent): each is readonly CborValue[] => Array.isArray(each)
  return isList(value) && value.length >= least && value.length <= most ? value : wrong(
    name, 'a list of the right length',
  )
}

function asFullList(name: string, value: Absent): readonly CborValue[] {
  return asList(name, value, 1, Infinity)
}

function asOneOf<const T>(name: string, known: readonly T[], value: Absent): T {
  const one = known[asInt(name, value)]
  return one === undefined ? refuse('PAYLOAD_RANGE', `${name} is none of the known values`) : one
}

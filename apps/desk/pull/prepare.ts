/**
 * From an envelope to what the store keeps. Nothing here throws for what a stranger sent: an envelope becomes a tip, a
 * decoy, or one that did not open, with its code.
 */
import { createHash } from 'node:crypto'
import {
  attachmentLocator, encodePayload, envelopeHash, EnvelopeError, epochAt, newPayload, type Payload,
} from '@nightjar/envelope'
import { open, type OpeningKeys } from '@nightjar/envelope/open'
import { keyedHash, sealRow, type DeskKeys } from '../keys/derive.ts'
import { pseudonymOf, type SourceMark } from '../keys/pseudonym.ts'
import type { NewAttachment, NewTip, Received, ReceivedTip } from '../store/received.ts'
import { gistOf } from '../text.ts'
import { believe } from './clock.ts'

export interface Opening {
  keys: OpeningKeys
  desk: Pick<DeskKeys, 'vault' | 'pseudonym'>
  /** The first week of this line: no key older than it has ever been. */
  firstEpoch: number
}

/** The envelope's first octet shows its week modulo this. */
const WEEKS_SHOWN = 32

/** Names the keys at hand, so that an envelope which did not open is tried again only when there are others. */
export function namesOfKeys(keys: OpeningKeys): string {
  return [...keys.epochs.keys()].sort((a, b) => a - b).join(',')
}

/** `arrivedAt`: unix seconds by the desk's clock. */
export async function prepare(envelope: Uint8Array, opening: Opening, arrivedAt: number): Promise<Received> {
  const hash = await envelopeHash(envelope)
  try {
    const { payload, ackProof } = await open(envelope, opening.keys)
    if (payload.decoy === true) return { was: 'decoy', hash }
    return { was: 'tip', hash, ackProof, ...await tipParts(payload, opening.desk, arrivedAt) }
  } catch (error) {
    const code = error instanceof EnvelopeError ? error.code : 'UNREADABLE'
    return {
      was: 'unopened', hash, code, bytes: envelope.length, tried: namesOfKeys(opening.keys), envelope,
      expired: code === 'ENVELOPE_KEY_UNKNOWN' && isExpired(envelope, opening, arrivedAt),
    }
  }
}

/**
 * The envelope shows its week mod 32. It came too late when the latest past week it can mean is one that this line has
 * had a key for and the desk has destroyed. A phone whose clock runs months ahead looks the same; it too is told to
 * seal again, which is right.
 */
function isExpired(envelope: Uint8Array, { firstEpoch }: Opening, arrivedAt: number): boolean {
  const now = epochAt(arrivedAt)
  const shown = (envelope[0] ?? 0) % WEEKS_SHOWN
  const age = (((now - shown) % WEEKS_SHOWN) + WEEKS_SHOWN) % WEEKS_SHOWN
  return now - age >= firstEpoch
}

type TipParts = Pick<ReceivedTip, 'tip' | 'vault' | 'attachments' | 'sourceKeys'>

export async function tipParts(payload: Payload, desk: Opening['desk'], arrivedAt: number): Promise<TipParts> {
  const id = Buffer.from(payload.id).toString('hex')
  return {
    tip: {
      ...tipColumns(payload, arrivedAt), id, content: contentHash(payload),
      source: pseudonymOf(desk.pseudonym, markOf(payload, id)),
    },
    vault: payload.vault === undefined ? undefined : sealIdentity(desk.vault, id, payload.vault),
    attachments: await Promise.all(payload.attachments.map(async (attachment, n) => ({
      ...await attachmentRow(attachment, n, arrivedAt), vault: isVaultFile(payload, n) ? 1 : 0,
    }))),
    sourceKeys: sourceKeysOf(payload, desk.pseudonym),
  }
}

function sealIdentity(key: Uint8Array, id: string, vault: NonNullable<Payload['vault']>): Uint8Array {
  return sealRow(key, `vault ${id}`, Buffer.from(JSON.stringify(vault)))
}

/** `vaultFiles` of the vault names, by their places from 0, files that say who the source is (raw mail). */
function isVaultFile({ vault }: Payload, place: number): boolean {
  const places = vault?.['vaultFiles']
  return Array.isArray(places) && places.includes(String(place))
}

function markOf(payload: Payload, id: string): SourceMark {
  const from = payload.vault?.['from']
  if (payload.channel === 'email' && typeof from === 'string' && from !== '') return { by: 'mailbox', value: from }
  if (payload.replyKey !== undefined) return { by: 'replyKey', value: payload.replyKey }
  return { by: 'once', value: id }
}

/** Both of a source's receipts lead to the same source; what comes with the second was sent under duress. */
function sourceKeysOf({ replyKey, duressKey }: Payload, key: Uint8Array): ReceivedTip['sourceKeys'] {
  const hashOf = (value: Uint8Array) => keyedHash(key, 'reply key', value)
  if (replyKey === undefined) return []
  const own = { hash: hashOf(replyKey), duress: false }
  return duressKey === undefined ? [own] : [own, { hash: hashOf(duressKey), duress: true }]
}

function tipColumns(payload: Payload, arrivedAt: number): Omit<NewTip, 'id' | 'content' | 'source'> {
  const { receivedAt, when, whenTrusted } = believe(payload, arrivedAt)
  const { place, composedAt } = payload
  const lang = payload.lang ?? 'und'
  return {
    arrived_at: arrivedAt, received_at: receivedAt, channel: payload.channel, duress: payload.duress === true ? 1 : 0,
    reply_key: payload.replyKey ?? null, kind_told: payload.kind, urgency_told: payload.urgency,
    lang_told: payload.lang ?? null,
    place_told: place === undefined ? null : JSON.stringify({ ...place, name: place.name ?? '' }),
    when_told: payload.when === undefined ? null : JSON.stringify(payload.when),
    when_trusted: whenTrusted ? 1 : 0, basis: payload.basis, heard_from: JSON.stringify(payload.heardFrom),
    text: payload.text, composed_at: composedAt?.at ?? null, composed_clock: composedAt?.clock ?? null,
    counter: payload.counter ?? null, rest: restOf(payload),
    kind: payload.kind, kind_from: 'told', urgency: payload.urgency, lang,
    lat: place?.lat ?? null, lon: place?.lon ?? null, radius_m: place?.radius_m ?? null,
    place_name: place === undefined ? null : place.name ?? '', place_from: place === undefined ? null : 'told',
    when_from: when.from, when_to: when.to, gist: gistOf(payload.text), understood: null, event: null,
    state: 'open', attachments: payload.attachments.filter((_, n) => !isVaultFile(payload, n)).length,
  }
}

/** What a later version of the payload says and this one does not know, as it came. */
function restOf({ id, unknown }: Payload): Uint8Array | null {
  return unknown.size === 0 ? null : encodePayload(newPayload({ id, kind: 0, channel: 'app', unknown }))
}

async function attachmentRow(
  { key, type, bytes }: Payload['attachments'][number], n: number, arrivedAt: number,
): Promise<NewAttachment> {
  return {
    n, locator: await attachmentLocator(key), type, bytes, state: 'waiting', code: null, next_try_at: arrivedAt,
    fetch_key: key, sha256: null, file: null, file_key: null, preview: null, preview_key: null, preview_type: null,
    preview_bytes: null,
  }
}

/** What makes two payloads of one id the same tip: all that the source says, and nothing of how it travelled. */
function contentHash(payload: Payload): Buffer {
  const { kind, when, place, basis, heardFrom, text, lang, urgency, attachments } = payload
  const said = [
    kind, when ?? null, place ?? null, basis, heardFrom, text, lang ?? null, urgency,
    attachments.map(({ type, bytes, key }) => [type, bytes, Buffer.from(key).toString('hex')]),
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest()
}

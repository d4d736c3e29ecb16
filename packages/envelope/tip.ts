import type { Bytes } from './bytes.ts'
import type { Payload } from './payload.ts'

/** A tip as every room of the project reads it: what the payload says, without keys and without identity. */
export interface Tip {
  v: 1
  /** Lower-case hex of the payload's id. */
  id: string
  channel: Payload['channel']
  /** ISO 8601 UTC, like every time here. */
  receivedAt: string
  kind: number
  when: { from: string; to: string }
  place?: { lat: number; lon: number; radius_m: number; name: string }
  basis: Payload['basis']
  heardFrom: string[]
  urgency: Payload['urgency']
  /** `und` when the source named none. */
  lang: string
  text: string
  attachments: { sha256: string; type: string; bytes: number }[]
}

/**
 * `receivedAt`: unix seconds by the desk's or the edge's clock. Without `when`, the tip is about the moment it was
 * written (if that clock was not in doubt) or received. `hashes`: hex of each attachment's SHA-256 in order, as far as
 * they have arrived; '' stands for the rest.
 */
export function tipOf(payload: Payload, receivedAt: number, hashes: readonly string[] = []): Tip {
  const { place, composedAt } = payload
  const about = composedAt === undefined || composedAt.clock === 'doubtful' ? receivedAt : composedAt.at
  const { from, to } = payload.when ?? { from: about, to: about }
  const tip: Tip = {
    v: 1, id: hex(payload.id), channel: payload.channel, receivedAt: iso(receivedAt), kind: payload.kind,
    when: { from: iso(from), to: iso(to) }, basis: payload.basis, heardFrom: payload.heardFrom,
    urgency: payload.urgency, lang: payload.lang ?? 'und', text: payload.text,
    attachments: payload.attachments.map(({ type, bytes }, i) => ({ sha256: hashes[i] ?? '', type, bytes })),
  }
  return place === undefined ? tip : { ...tip, place: { ...place, name: place.name ?? '' } }
}

function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z')
}

export function hex(bytes: Bytes): string {
  return [...bytes].map((octet) => octet.toString(16).padStart(2, '0')).join('')
}

// The story's sources as the line meets them: each channel in its own way, with real bytes over real ports.
import {
  attachmentLocator,
  attachmentSealer,
  chooseKey,
  createReceipt,
  fingerprintOf,
  type KeyList,
  newAttachmentKey,
  newPayload,
  type Payload,
  replyKeyOf,
  seal,
  verifyKeyList,
} from '@nightjar/envelope'
import { CliError } from '../verb.ts'
import { spokenTime } from './city.ts'
import type { Bytes, StoryFile } from './photo.ts'
import type { StoryTip } from './story.ts'

/** Where the parts of the demo's line listen. */
export interface LineDoors {
  readonly intakeUrl: string
  readonly webUrl: string
  readonly smtpPort: number
  readonly mailbox: string
  /** The root's public key, as it stands in DIR/public/root.pub. */
  readonly rootKey: Uint8Array
  readonly kindOf: (slug: string) => number
}

/** Sources who have an app: they seal for themselves and keep one receipt each. */
export interface SealingSources {
  /** Uploads the attachments and seals the tip, which is not yet sent; `copies` are different envelopes of it. */
  sealed(tip: StoryTip, copies?: number): Promise<Bytes[]>
  receiptOf(source: string): Promise<{ receipt: Bytes; replyKey: Bytes }>
}

/** Fetches the slice of the key list that a tip page loads, and checks it against the root's fingerprint. */
export async function openSealingSources(doors: LineDoors): Promise<SealingSources> {
  const root = await fingerprintOf(doors.rootKey)
  const response = await fetch(`${doors.intakeUrl}/api/v1/keys/now`)
  const list: KeyList = await verifyKeyList(new Uint8Array(await response.arrayBuffer()), { root })
  const receipts = new Map<string, Promise<{ receipt: Bytes; replyKey: Bytes }>>()
  const receiptOf = (source: string): Promise<{ receipt: Bytes; replyKey: Bytes }> => {
    const known = receipts.get(source) ?? newReceipt()
    receipts.set(source, known)
    return known
  }
  return {
    receiptOf,
    async sealed(tip, copies = 1) {
      const attachments = await Promise.all(tip.files.map((file) => uploadSealed(doors, file)))
      const { replyKey } = await receiptOf(tip.source)
      const payload: Payload = newPayload({
        kind: doors.kindOf(tip.slug), channel: 'api', when: tip.when, place: tip.place, basis: tip.basis,
        heardFrom: [...tip.heardFrom], text: tip.text, lang: tip.lang, urgency: tip.urgency, replyKey, attachments,
        composedAt: { at: tip.when.to, clock: 'set' },
      })
      const sealedCopies = Array.from({ length: copies }, () => seal(payload, chooseKey(list, nowSeconds()), list.root))
      return (await Promise.all(sealedCopies)).map(({ envelope }) => envelope)
    },
  }
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000)

async function newReceipt(): Promise<{ receipt: Bytes; replyKey: Bytes }> {
  const receipt = createReceipt()
  return { receipt, replyKey: await replyKeyOf(receipt) }
}

async function uploadSealed(doors: LineDoors, file: StoryFile): Promise<Payload['attachments'][number]> {
  const key = newAttachmentKey()
  const body = new Response(new Blob([file.bytes]).stream().pipeThrough(attachmentSealer(key)))
  const response = await fetch(`${doors.intakeUrl}/api/v1/attachments/${await attachmentLocator(key)}`, {
    method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: await body.arrayBuffer(),
  })
  await expectStatus(response, 202, 'an attachment')
  return { key, type: file.type, bytes: file.bytes.length }
}

/** POSTs one envelope as an app would; resolves with the moment of intake's 202 (performance.now()). */
export async function postEnvelope(doors: Pick<LineDoors, 'intakeUrl'>, envelope: Bytes): Promise<number> {
  const response = await fetch(`${doors.intakeUrl}/api/v1/envelopes`, {
    method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: envelope,
  })
  const at = performance.now()
  await expectStatus(response, 202, 'an envelope')
  return at
}

/** POSTs the form of a browser without scripts; resolves with the moment of the answer and the answer's HTML. */
export async function postForm(
  doors: Pick<LineDoors, 'webUrl' | 'kindOf'>,
  tip: StoryTip,
): Promise<{ at: number; html: string }> {
  const form = new FormData()
  const fields: Record<string, string> = {
    lang: tip.lang,
    kind: String(doors.kindOf(tip.slug)),
    text: tip.text,
    basis: tip.basis,
    urgency: String(tip.urgency),
    where: `${tip.place.name} ${tip.place.lat}, ${tip.place.lon}`,
    whenWords: spokenTime(tip.when.from, tip.lang),
    heardFrom: tip.heardFrom.join(', '),
    receipt: '',
  }
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const file of tip.files) form.append('file', new Blob([file.bytes], { type: file.type }), file.name)
  const response = await fetch(`${doors.webUrl}/tip`, { method: 'POST', headers: { origin: 'null' }, body: form })
  const at = performance.now()
  await expectStatus(response, 200, 'a form')
  return { at, html: await response.text() }
}

async function expectStatus(response: Response, status: number, what: string): Promise<void> {
  if (response.status === status) {
    if (status === 202) await response.arrayBuffer()
    return
  }
  const answer = (await response.text()).slice(0, 200)
  throw new CliError('DEMO_FAILED', `${what} was answered with ${response.status} instead of ${status}: ${answer}`)
}

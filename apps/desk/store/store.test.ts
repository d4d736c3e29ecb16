import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '@nightjar/machine/sqlite'
import { attachmentsToFetch, saveMissing } from './attachments.ts'
import { audit, auditPage, brokenAudit } from './audit.ts'
import { Bell, addChanges, changesSince, forgetOldChanges, lastChange } from './changes.ts'
import { nextJobs } from './analysis.ts'
import { openDeskStore, type OpenStore } from './open.ts'
import { keepReceived, type ReceivedTip, type ReceivedUnopened } from './received.ts'
import { addReply, amendmentsOf, carriedIn, counts, setTipState, tipPage, wholeTip, type QueuePlace } from './tips.ts'

const key = randomBytes(32)
let dir: string
let store: OpenStore
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nightjar-desk-store-'))
  store = openDeskStore(join(dir, 'store.db'), key)
})
afterEach(() => {
  store.close()
  rmSync(dir, { recursive: true })
})

interface Fields { id?: string; text?: string; urgency?: number; hash?: Buffer; replyKey?: Buffer | null; duress?: number }

function received({ id = randomBytes(16).toString('hex'), text = 'words', urgency = 0, hash = randomBytes(32), replyKey = null, duress = 0 }: Fields = {}): ReceivedTip {
  const at = 1_790_000_000
  return {
    was: 'tip', hash, ackProof: randomBytes(32), vault: undefined, attachments: [], sourceKeys: [],
    tip: {
      id, content: Buffer.from(text), arrived_at: at, received_at: at, channel: 'web', source: `once-${id}`, duress, reply_key: replyKey,
      kind_told: 1, urgency_told: urgency, lang_told: null, place_told: null, when_told: null, when_trusted: 1, basis: 'saw',
      heard_from: '[]', text, composed_at: null, composed_clock: null, counter: null, rest: null, kind: 1, kind_from: 'told',
      urgency, lang: 'en', lat: null, lon: null, radius_m: null, place_name: null, place_from: null, when_from: at - 60,
      when_to: at, gist: text, understood: null, event: null, state: 'open',
    },
  }
}

test('the same envelope twice is kept once, and so is the same tip in two envelopes', async () => {
  const one = received({ text: 'a grey van' })
  expect(await keepReceived(store.db, [one], 1)).toMatchObject({ tip: 1 })
  expect(await keepReceived(store.db, [one, one], 2)).toMatchObject({ known: 2, tip: 0 })
  expect(await keepReceived(store.db, [{ ...one, hash: randomBytes(32) }], 3)).toMatchObject({ again: 1 })
  expect(await counts(store.db)).toMatchObject({ tips: 1, toAnalyse: 1 })
  expect(await carriedIn(store.db, one.tip.id)).toBe(2)
})

test('the same tip with other content is an amendment beside the first, once', async () => {
  const one = received({ text: 'a grey van' })
  const other = () => ({ ...received({ id: one.tip.id, text: 'a white van' }) })
  await keepReceived(store.db, [one], 1)
  expect(await keepReceived(store.db, [other(), other()], 2)).toMatchObject({ amendment: 2 })
  expect((await wholeTip(store.db, one.tip.id))?.text).toBe('a grey van')
  expect(await amendmentsOf(store.db, one.tip.id)).toMatchObject([{ text: 'a white van' }])
})

test('a batch is kept whole or not at all', async () => {
  const file = {
    n: 0, locator: 'x', type: 'a/b', bytes: 1, state: 'ready' as const, next_try_at: 0, fetch_key: null, code: null, sha256: null,
    file: null, file_key: null, preview: null, preview_key: null, preview_type: null, preview_bytes: null,
  }
  const broken: ReceivedTip = { ...received(), vault: randomBytes(8), attachments: [file, file] }
  await expect(keepReceived(store.db, [received(), broken], 1)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
  expect(await counts(store.db)).toMatchObject({ tips: 0, toAnalyse: 0 })
})

test('files that were never there do not keep a new one waiting', async () => {
  const file = (locator: string, n: number, next_try_at: number) => ({
    n, locator, type: 'image/png', bytes: 1, state: 'waiting' as const, next_try_at, fetch_key: randomBytes(32), code: null,
    sha256: null, file: null, file_key: null, preview: null, preview_key: null, preview_type: null, preview_bytes: null,
  })
  await keepReceived(store.db, [{ ...received(), attachments: Array.from({ length: 20 }, (_, n) => file(`never-${n}`, n, 1)) }], 1)
  for (const row of await attachmentsToFetch(store.db, 10, 100)) await saveMissing(store.db, row, 'ATTACHMENT_UNKNOWN', 12)
  await keepReceived(store.db, [{ ...received(), attachments: [file('real', 0, 20)] }], 20)
  expect((await attachmentsToFetch(store.db, 20, 4)).map(({ locator }) => locator)[0]).toBe('real')
})

test('what comes with the duress receipt is the same source, under duress', async () => {
  const [own, duress] = [randomBytes(32), randomBytes(32)]
  const first = received()
  await keepReceived(store.db, [{ ...first, sourceKeys: [{ hash: own, duress: false }, { hash: duress, duress: true }] }], 1)
  const second = received()
  await keepReceived(store.db, [{ ...second, sourceKeys: [{ hash: duress, duress: false }] }], 2)
  expect(await wholeTip(store.db, second.tip.id)).toMatchObject({ source: first.tip.source, duress: 1 })
})

function big(): ReceivedUnopened {
  return {
    was: 'unopened', hash: randomBytes(32), code: 'ENVELOPE_KEY_UNKNOWN', expired: true, bytes: 40 * 1024 * 1024, tried: '1',
    envelope: Buffer.alloc(10),
  }
}

test('envelopes that did not open are counted, kept up to the bound, and said to be expired', async () => {
  await keepReceived(store.db, [big(), big()], 1)
  const rows = await store.db.selectFrom('unopened').select('envelope').orderBy('seq').execute()
  expect(rows.map((row) => row.envelope !== null)).toEqual([true, false])
  expect(await counts(store.db)).toMatchObject({ unopened: 2, expired: 2 })
})

test('the queue is most urgent first, and rows that come in move no page', async () => {
  for (let i = 0; i < 30; i++) await keepReceived(store.db, [received({ urgency: i % 4 })], 1)
  const all = { state: 'all' as const }
  const seen: string[] = []
  let after: QueuePlace | undefined
  for (;;) {
    const page = await tipPage(store.db, all, after, 7)
    seen.push(...page.map((row) => row.id))
    const last = page.at(-1)
    if (last === undefined) break
    after = { urgency: last.urgency, seq: last.seq }
    await keepReceived(store.db, [received({ urgency: 3 })], 1)
  }
  expect(new Set(seen).size).toBe(30)
  expect(seen.length).toBe(30)
})

test('a reply needs a reply key; it and the state are noted', async () => {
  const [mute, reachable] = [received(), received({ replyKey: randomBytes(32) })]
  await keepReceived(store.db, [mute, reachable], 1)
  expect(await addReply(store.db, mute.tip.id, 'thank you', 5)).toBeUndefined()
  expect(await addReply(store.db, reachable.tip.id, 'thank you', 5)).toMatchObject({ text: 'thank you', due_at: 5, posted_at: null })
  expect(await setTipState(store.db, 'ffffffff', 'done')).toBe(false)
  expect(await setTipState(store.db, reachable.tip.id, 'done')).toBe(true)
  expect((await auditPage(store.db, undefined, 10)).map((row) => row.act)).toEqual(['state', 'answer'])
})

test('an audit row that is changed, removed or put in shows', async () => {
  for (const act of ['unlock', 'read', 'answer', 'lock'] as const) await audit(store.db, act, 'a1')
  expect(await brokenAudit(store.db)).toBeUndefined()
  await store.db.updateTable('audit').set({ about: 'a2' }).where('seq', '=', 3).execute()
  expect(await brokenAudit(store.db)).toBe(3)
  await store.db.deleteFrom('audit').where('seq', '=', 2).execute()
  expect(await brokenAudit(store.db)).toBe(2)
})

test('changes are read from where a reader stopped, and who was away too long is told so', async () => {
  await store.db.transaction().execute((tx) => addChanges(tx, 'tip', ['a', 'b', 'a']))
  expect((await changesSince(store.db, 0))?.map((change) => change.id)).toEqual(['a', 'b'])
  expect(await changesSince(store.db, 2)).toEqual([])
  await store.db.transaction().execute((tx) => addChanges(tx, 'tip', Array.from({ length: 12_000 }, (_, i) => `t${i}`)))
  await forgetOldChanges(store.db)
  expect(await changesSince(store.db, 2)).toBeUndefined()
  expect((await changesSince(store.db, (await lastChange(store.db)) - 3))?.length).toBe(3)
})

test('a bell wakes all who wait, and waiting ends by itself', async () => {
  const bell = new Bell()
  const stop = new AbortController()
  const waits = [bell.wait(60_000, stop.signal), bell.wait(60_000, stop.signal), bell.wait(1, stop.signal)]
  await waits[2]
  bell.wake()
  await Promise.all(waits)
  const cut = bell.wait(60_000, stop.signal)
  stop.abort()
  await expect(Promise.race([cut, new Promise((resolve) => setTimeout(resolve, 5000, 'late'))])).resolves.toBeUndefined()
})

test('a store that a newer program wrote is refused, and stays as it is', async () => {
  await keepReceived(store.db, [received()], 1)
  store.close()
  const path = join(dir, 'store.db')
  const newer = openStore(path, { migrations: Array.from({ length: 9 }, (_, i) => ({ name: `${i}`, sql: 'SELECT 1' })), key })
  newer.close()
  expect(() => openDeskStore(path, key)).toThrow(expect.objectContaining({
    code: 'STORE_NEWER', message: expect.stringMatching(/^store\.db is of version 9; this program knows up to \d+: use the newer program$/),
  }))
  store = openDeskStore(join(dir, 'another.db'), key)
})

test('the store opens again with its key, with no other, and shows none of its words', async () => {
  const canary = 'OSTRICH-CANARY-2207'
  await keepReceived(store.db, [received({ text: canary })], 1)
  expect(readdirSync(dir).filter((name) => readFileSync(join(dir, name)).includes('OSTRICH'))).toEqual([])
  store.close()
  expect(() => openDeskStore(join(dir, 'store.db'), randomBytes(32))).toThrow(expect.objectContaining({ code: 'STORE_KEY_WRONG' }))
  store = openDeskStore(join(dir, 'store.db'), key)
  expect((await nextJobs(store.db, 5)).length).toBe(1)
})

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildGazetteer, iraqRows } from '@nightjar/analysis'
import { newPayload, type Payload } from '@nightjar/envelope'
import { readKinds, type Kinds } from '../kinds.ts'
import { placesOf, type Places } from '../places.ts'
import { tipParts } from '../pull/prepare.ts'
import { openDeskStore, type OpenStore } from '../store/open.ts'
import { keepReceived, type ReceivedTip } from '../store/received.ts'
import { setOutcome, oneEvent, beliefOf } from '../store/events.ts'
import { counts, wholeTip } from '../store/tips.ts'
import { brokenAudit } from '../store/audit.ts'
import { Pipeline } from './pipeline.ts'

const places: Places = placesOf(buildGazetteer(iraqRows()))
const desk = { vault: randomBytes(32), pseudonym: randomBytes(32) }
const never = new AbortController().signal
const now = 1_790_000_000
let kinds: Kinds
let dir: string
let store: OpenStore
beforeEach(async () => {
  kinds = await readKinds(join(import.meta.dirname, '../../../kinds'), 'civil-defence')
  dir = mkdtempSync(join(tmpdir(), 'nightjar-pipeline-'))
  store = openDeskStore(join(dir, 'store.db'), randomBytes(32))
})
afterEach(() => {
  store.close()
  rmSync(dir, { recursive: true })
})

function pipeline(): Pipeline {
  return new Pipeline({ db: store.db, book: kinds.book, places, changed: () => undefined, failed: (error) => { throw error } })
}

async function received(fields: Partial<Payload>): Promise<ReceivedTip> {
  const payload = newPayload({ kind: 1, channel: 'app', basis: 'saw', ...fields })
  return { was: 'tip', hash: randomBytes(32), ackProof: randomBytes(32), ...await tipParts(payload, desk, now) }
}

const bridge = { lat: 36.35, lon: 43.14, radius_m: 200 }

test('two who saw the same at one place are one event of two tips, and an outcome changes what their next word weighs', async () => {
  const replyKey = new Uint8Array(randomBytes(32))
  const [one, two] = [
    await received({ text: 'They load sacks into a grey van at the bridge', place: bridge, replyKey }),
    await received({ text: 'A van is being filled with something heavy', place: bridge }),
  ]
  await keepReceived(store.db, [one, two], now)
  const analysing = pipeline()
  expect(await analysing.run(never)).toBe(2)
  const [first, second] = [await wholeTip(store.db, one.tip.id), await wholeTip(store.db, two.tip.id)]
  expect(first?.event).toBe(second?.event)
  const event = first?.event ?? ''
  expect(await oneEvent(store.db, event)).toMatchObject({ tips: 2, open_tips: 2, kind: 1, urgency: 3 })
  const far = await received({ text: 'Armed men stand at a house', kind: 5, place: { lat: 30.5, lon: 47.8, radius_m: 100 }, replyKey })
  await keepReceived(store.db, [far], now)
  await analysing.run(never)
  expect(await setOutcome(store.db, event, 'confirmed', 'the van was found')).toBeGreaterThan(0)
  expect((await counts(store.db)).toAnalyse).toBe(2)
  await analysing.run(never)
  const elsewhere = (await wholeTip(store.db, far.tip.id))?.event ?? ''
  expect(elsewhere).not.toBe(event)
  expect((await beliefOf(store.db, elsewhere)).length).toBeGreaterThanOrEqual(1)
  expect(await setOutcome(store.db, 'e999-ffffffff', 'false', '')).toBeUndefined()
})

test('a time in words is read from when it was written; one with a broken clock is not', async () => {
  const text = 'A truck was unloaded yesterday at the old mill'
  const [written, broken] = [
    await received({ text, composedAt: { at: now - 3 * 86_400, clock: 'network' } }),
    await received({ text, composedAt: { at: 86_400, clock: 'set' } }),
  ]
  await keepReceived(store.db, [written, broken], now)
  await pipeline().run(never)
  const [one, other] = [await wholeTip(store.db, written.tip.id), await wholeTip(store.db, broken.tip.id)]
  expect(one?.when_to).toBeLessThan(now - 3 * 86_400)
  expect(one?.when_from).toBeGreaterThan(now - 6 * 86_400)
  expect(other).toMatchObject({ when_trusted: 0, when_to: now })
})

test('a tip moved by hand stays there, and linking made anew from the store agrees with what was decided', async () => {
  const tips = await Promise.all(Array.from({ length: 12 }, (_, i) => received({ text: `Smoke behind the school, number ${i}`, place: bridge })))
  await keepReceived(store.db, tips.slice(0, 6), now)
  const first = pipeline()
  await first.run(never)
  const moved = tips[2]?.tip.id ?? ''
  const to = await first.move(moved, 'new')
  expect(to).toBeDefined()
  expect((await wholeTip(store.db, moved))?.event).toBe(to)
  expect(await first.move('ffffffff', 'new')).toBeUndefined()
  await first.keep()
  await keepReceived(store.db, tips.slice(6, 9), now)
  await first.run(never)
  const again = pipeline()
  await keepReceived(store.db, tips.slice(9), now)
  await again.run(never)
  const after = await Promise.all(tips.map(async ({ tip }) => (await wholeTip(store.db, tip.id))?.event))
  expect(after[2]).toBe(to)
  const sizes = await store.db.selectFrom('event').select(['id', 'tips']).execute()
  for (const { id, tips: n } of sizes) expect(after.filter((event) => event === id).length).toBe(n)
  expect(await brokenAudit(store.db)).toBeUndefined()
})

test('a desk that dies between any two jobs does the rest once', async () => {
  const tips = await Promise.all(Array.from({ length: 30 }, (_, i) => received({ text: `Checkpoint on the road ${i}`, kind: 6 })))
  await keepReceived(store.db, tips, now)
  const stop = new AbortController()
  const dying = new Pipeline({ db: store.db, book: kinds.book, places, changed: () => stop.abort(), failed: () => undefined })
  await dying.run(stop.signal)
  expect((await counts(store.db)).toAnalyse).toBe(5)
  await pipeline().run(never)
  expect((await counts(store.db)).toAnalyse).toBe(0)
  const steps = await store.db.selectFrom('link_step').select('tip').execute()
  expect(new Set(steps.map((step) => step.tip)).size).toBe(30)
  expect(steps.length).toBe(30)
})

test('a tip that analysis breaks on is marked, and the others go on', async () => {
  const good = await received({ text: 'Shelling near the market', kind: 11 })
  const bad = await received({ text: 'x' })
  await keepReceived(store.db, [bad, good], now)
  await store.db.updateTable('tip').set({ heard_from: '{"not":"a list"}' }).where('id', '=', bad.tip.id).execute()
  const failures: unknown[] = []
  const analysing = new Pipeline({ db: store.db, book: kinds.book, places, changed: () => undefined, failed: (error) => failures.push(error) })
  await analysing.run(never)
  expect(failures).toMatchObject([{ code: 'FAILED' }])
  expect((await wholeTip(store.db, good.tip.id))?.event).not.toBeNull()
  expect((await wholeTip(store.db, bad.tip.id))?.event).toBeNull()
})

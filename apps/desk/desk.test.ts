/** The desk with a real intake before it: from a sealed tip to the queue, and what may go wrong between. */
import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildGazetteer, iraqRows } from '@nightjar/analysis'
import { initLine } from '@nightjar/cli/init'
import {
  attachmentLocator, attachmentSealer, boardHasAck, boardSaysExpired, chooseKey, createSealingKeyPair, epochAt, newAttachmentKey,
  keyListUntil, newPayload, readReplies, seal, signKeyList, verifyKeyList, fingerprintOf, type Payload, type Sealed,
} from '@nightjar/envelope'
import { startIntake } from '@nightjar/intake'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { createLog } from '@nightjar/machine/log'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import type { Running } from '@nightjar/machine/serve'
import { layWire } from '../../testing/wire.ts'
import { startDesk } from './main.ts'

const passphrase = 'correct horse battery staple'
const gazetteer = buildGazetteer(iraqRows())
const log = createLog('test', () => undefined)
let root: string
const running = new Set<Running>()

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'nightjar-desk-'))
  await initLine({ dir: join(root, 'made'), deskPassphrase: passphrase, offlinePassphrase: 'another one', pullSeconds: 0.2, kdf: 'light' })
  await initLine({ dir: join(root, 'other'), deskPassphrase: passphrase, offlinePassphrase: 'another one', kdf: 'light' })
}, 120_000)
afterEach(async () => {
  for (const one of running) await one.close()
  running.clear()
})
afterAll(() => rmSync(root, { recursive: true }))

let lines = 0
function freshLine(): Config {
  const dir = join(root, `line-${lines++}`)
  cpSync(join(root, 'made'), dir, { recursive: true })
  const config = readConfig(dir)
  config.intake.listen = '127.0.0.1:0'
  config.intake.deskListen = '127.0.0.1:0'
  config.desk.listen = '127.0.0.1:0'
  return config
}

async function runIntake(config: Config): Promise<Running> {
  const intake = await startIntake(config, { warnOnly: true })
  running.add(intake)
  config.intake.listen = `127.0.0.1:${intake.ports['http']}`
  config.intake.deskListen = `127.0.0.1:${intake.ports['desk']}`
  config.desk.intakeDeskUrl = `https://127.0.0.1:${intake.ports['desk']}`
  return intake
}

interface Client { base: string; cookie: string; get(path: string): Promise<Answer>; post(path: string, body?: unknown): Promise<Answer> }
interface Answer { status: number; body: never; headers: Headers }

async function runDesk(config: Config): Promise<Running> {
  const desk = await startDesk(config, { gazetteer, log })
  running.add(desk)
  return desk
}

async function unlock(desk: Running, words = passphrase): Promise<Client> {
  const base = `http://127.0.0.1:${desk.ports['http']}/api/v1`
  const answer = await fetch(`${base}/unlock`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ passphrase: words }),
  })
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const got = await fetch(`${base}${path}`, { ...init, headers: { cookie, ...init.headers } })
    const text = await got.text()
    return { status: got.status, headers: got.headers, body: JSON.parse(text === '' ? 'null' : text) as never }
  }
  return {
    base, cookie, get: (path) => call(path),
    post: (path, body) => call(path, body === undefined ? { method: 'POST' } : {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    }),
  }
}

async function sealed(config: Config, fields: Partial<Payload>): Promise<Sealed & { id: string }> {
  const fingerprint = await fingerprintOf(readFileSync(join(config.dir, 'public/root.pub')))
  const list = await verifyKeyList(readFileSync(join(config.dir, 'public/keylist.bin')), { root: fingerprint })
  const payload = newPayload({ kind: 1, channel: 'api', text: 'A grey van with heavy sacks near Mosul', basis: 'saw', ...fields })
  return { ...await seal(payload, chooseKey(list, Math.floor(Date.now() / 1000)), list.root), id: Buffer.from(payload.id).toString('hex') }
}

async function hand(config: Config, envelope: Uint8Array): Promise<void> {
  const answer = await fetch(`http://${config.intake.listen}/api/v1/envelopes`, {
    method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array(envelope),
  })
  expect([answer.status, await answer.text()]).toEqual([202, '{"accepted":true}'])
}

async function until<T>(look: () => Promise<T | undefined | false>, seconds = 20): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

interface Row { id: string; eventId?: string; p?: number; credibility?: number; gist: string; source: string; amended: boolean; duress: boolean }
const tips = async (client: Client): Promise<Row[]> => ((await client.get('/tips?state=all&limit=200')).body as { items: Row[] }).items
const tipAt = (client: Client, id: string) => until(async () => (await tips(client)).find((row) => row.id === id && row.eventId !== undefined))
const counts = async (client: Client) => ((await client.get('/state')).body as { counts: Record<string, number>; intake: string })

test('a sealed tip is pulled, opened, understood, linked and weighed; the board says so; a reply comes back', async () => {
  const config = freshLine()
  await runIntake(config)
  const client = await unlock(await runDesk(config))
  const replyKey = new Uint8Array(randomBytes(32))
  const tip = await sealed(config, { replyKey })
  await hand(config, tip.envelope)
  const row = await tipAt(client, tip.id)
  expect(row).toMatchObject({ gist: 'A grey van with heavy sacks near Mosul', amended: false })
  const detail = (await client.get(`/tips/${tip.id}`)).body as { text: string; canReply: boolean; source: string; carried: number }
  expect(detail).toMatchObject({ text: 'A grey van with heavy sacks near Mosul', canReply: true, carried: 1 })
  expect(detail.source).toMatch(/^([bdfghklmnprstvz][aeiou]){3}-\d{6}$/)
  const event = (await client.get(`/events/${row.eventId}`)).body as { tips: Row[]; history: unknown[] }
  expect(event.tips.map((each) => each.id)).toEqual([tip.id])
  expect(event.history.length).toBe(1)
  expect((await client.post(`/tips/${tip.id}/replies`, { text: 'شكرا. ابتعد عن المكان' })).status).toBe(201)
  const board = await until(async () => {
    const bytes = new Uint8Array(await (await fetch(`http://${config.intake.listen}/api/v1/board`)).arrayBuffer())
    return (await readReplies(bytes, replyKey)).length > 0 && bytes
  })
  expect(await boardHasAck(board, tip.ackProof)).toBe(true)
  expect(await readReplies(board, replyKey)).toMatchObject([{ text: 'شكرا. ابتعد عن المكان' }])
  const after = (await client.get(`/tips/${tip.id}`)).body as { replies: { state: string }[]; answered: boolean }
  expect(after).toMatchObject({ answered: true, replies: [{ state: 'posted' }] })
})

test('repeated, forged, unknown, damaged and decoy envelopes are each accounted for, and block nothing', async () => {
  const config = freshLine()
  await runIntake(config)
  const client = await unlock(await runDesk(config))
  const id = new Uint8Array(randomBytes(16))
  const [first, again, other] = [await sealed(config, { id }), await sealed(config, { id }), await sealed(config, { id, text: 'No: it was white' })]
  const forged = first.envelope.map((octet, i) => (i === 2000 ? octet ^ 1 : octet))
  const stranger = await createSealingKeyPair()
  const now = Math.floor(Date.now() / 1000)
  const fingerprint = await fingerprintOf(readFileSync(join(config.dir, 'public/root.pub')))
  const early = await seal(newPayload({ kind: 1, channel: 'api' }), { publicKey: stranger.publicKey, epoch: epochAt(now) + 5, recovery: false }, fingerprint)
  const decoy = await sealed(config, { decoy: true })
  for (const one of [first.envelope, first.envelope, again.envelope, forged, early.envelope, decoy.envelope, other.envelope]) await hand(config, one)
  const row = await tipAt(client, first.id)
  const last = await sealed(config, { text: 'still open for others' })
  await hand(config, last.envelope)
  await tipAt(client, last.id)
  expect((await tips(client)).length).toBe(2)
  const detail = (await client.get(`/tips/${row.id}`)).body as { carried: number; amendments: { text: string }[] }
  expect(detail).toMatchObject({ carried: 3, amendments: [{ text: 'No: it was white' }] })
  const unopened = (await client.get('/unopened')).body as { counts: Record<string, number> }
  expect(unopened.counts).toEqual({ ENVELOPE_TAG: 1, ENVELOPE_KEY_UNKNOWN: 1 })
})

test('what is sealed for a week whose key has been destroyed is answered as expired', async () => {
  const config = freshLine()
  await runIntake(config)
  const desk = await runDesk(config)
  const first = await unlock(desk)
  const tip = await sealed(config, {})
  await first.post('/lock')
  rmSync(join(config.dir, 'desk/epochs', `${epochAt(Math.floor(Date.now() / 1000))}.key`))
  await hand(config, tip.envelope)
  const client = await unlock(desk)
  await until(async () => (await counts(client)).counts['expired'] === 1)
  await until(async () => {
    const bytes = new Uint8Array(await (await fetch(`http://${config.intake.listen}/api/v1/board`)).arrayBuffer())
    return boardSaysExpired(bytes, tip.hash)
  })
  expect(await tips(client)).toEqual([])
})

test('tips wait while the desk is locked or intake is down, and none is lost or doubled', async () => {
  const config = freshLine()
  const intake = await runIntake(config)
  const desk = await runDesk(config)
  let client = await unlock(desk)
  await client.post('/lock')
  expect((await client.get('/tips')).status).toBe(401)
  const waiting = await Promise.all(Array.from({ length: 30 }, (_, i) => sealed(config, { text: `while locked ${i}` })))
  for (const one of waiting) await hand(config, one.envelope)
  client = await unlock(desk)
  await until(async () => (await tips(client)).length === 30)
  await intake.close()
  running.delete(intake)
  await until(async () => (await counts(client)).intake === 'down')
  await runIntake({ ...config, intake: { ...config.intake } })
  const late = await sealed(config, { text: 'after the pause' })
  await hand(config, late.envelope)
  await tipAt(client, late.id)
  expect((await tips(client)).length).toBe(31)
})

test('an answer of intake that is cut in the middle gives what came whole, and the rest later', async () => {
  const config = freshLine()
  const intake = await runIntake(config)
  const wire = await layWire({ port: intake.ports['desk'] ?? 0 }, { cutAfterOctets: 60_000 })
  config.desk.intakeDeskUrl = `https://127.0.0.1:${wire.port}`
  const texts = await Promise.all(Array.from({ length: 60 }, (_, i) => sealed(config, { text: `through a bad wire ${i}` })))
  for (const one of texts) await hand(config, one.envelope)
  const client = await unlock(await runDesk(config))
  await until(async () => (await tips(client)).length > 0)
  await until(async () => (await tips(client)).length === 60, 30)
  expect(wire.carried.connections).toBeGreaterThan(4)
  wire.weather.down = true
  wire.cut()
  await until(async () => (await counts(client)).intake === 'down')
  wire.weather.down = false
  wire.weather.cutAfterOctets = Infinity
  await until(async () => (await counts(client)).intake === 'ok')
  await wire.close()
})

test('a server that does not hold the pinned certificate is told nothing', async () => {
  const [config, stranger] = [freshLine(), freshLine()]
  for (const name of ['tls.key', 'tls.crt']) cpSync(join(root, 'other/intake', name), join(stranger.dir, 'intake', name))
  const theirs = await runIntake(stranger)
  config.desk.intakeDeskUrl = `https://127.0.0.1:${theirs.ports['desk']}`
  const client = await unlock(await runDesk(config))
  await until(async () => (await counts(client)).intake === 'down')
  expect((await client.get('/state')).body).not.toHaveProperty('lastPullAt')
})

test('killed at any moment, the desk loses and doubles nothing that was acknowledged', async () => {
  const config = freshLine()
  await runIntake(config)
  const toml = readFileSync(join(config.dir, 'nightjar.toml'), 'utf8')
    .replace(/^listen = "127.0.0.1:8780"$/m, 'listen = "127.0.0.1:0"')
    .replace(/^intakeDeskUrl = .*$/m, `intakeDeskUrl = "${config.desk.intakeDeskUrl}"`)
  writeFileSync(join(config.dir, 'nightjar.toml'), toml)
  const all = await Promise.all(Array.from({ length: 120 }, (_, i) => sealed(config, { text: `before and after the kill ${i}`, kind: i % 11 })))
  const handing = (async () => { for (const one of all) await hand(config, one.envelope) })()
  for (const ms of [60, 250]) {
    const desk = await spawnDesk(config.dir)
    await unlock(desk.running)
    await new Promise((resolve) => setTimeout(resolve, ms))
    await desk.kill()
  }
  await handing
  const last = await spawnDesk(config.dir)
  const client = await unlock(last.running)
  await until(async () => {
    const rows = await tips(client)
    return rows.length >= 120 && rows.every((row) => row.eventId !== undefined)
  }, 40)
  const rows = await tips(client)
  expect(new Set(rows.map((row) => row.id))).toEqual(new Set(all.map((one) => one.id)))
  expect(rows.length).toBe(120)
  const { body } = await client.get('/events?limit=200')
  const events = (body as { items: { tipCount: number }[] }).items
  expect(events.reduce((sum, event) => sum + event.tipCount, 0)).toBe(120)
  await last.kill()
}, 120_000)

async function spawnDesk(dir: string): Promise<{ running: Running; kill(): Promise<void> }> {
  const cli = join(import.meta.dirname, '../cli/main.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'desk', '--dir', dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  let text = ''
  for await (const part of child.stdout) {
    text += String(part)
    const port = /"event":"READY".*"http":(\d+)/.exec(text)?.[1]
    if (port === undefined) continue
    child.stdout.resume()
    return { running: { ports: { http: Number(port) }, close: kill }, kill }
  }
  throw new Error('the desk ended before it was ready')
}

test('a newer key list in the desk\'s folder is handed to intake, and its end is shown', async () => {
  const config = freshLine()
  await runIntake(config)
  const paths = linePaths(config.dir)
  const pinned = { root: await fingerprintOf(readFileSync(paths.public.root)) }
  const list = await verifyKeyList(readFileSync(paths.public.keyList), pinned)
  const offline = await openKeyslot(readFileSync(paths.offline.keyslot, 'utf8'), 'another one', undefined)
  const epochs = list.epochs.flatMap(({ epoch, publicKey }) => (publicKey === undefined ? [] : [{ epoch, publicKey }]))
  const newer = await signKeyList({
    ...list, sequence: 2, epochs: epochs.slice(0, 5), recovery: list.recovery ?? new Uint8Array(0),
  }, openUnderMaster(offline, SEALED_NAMES.root, readFileSync(paths.offline.root)))
  writeFileSync(paths.public.keyList, newer)
  const client = await unlock(await runDesk(config))
  await until(async () => {
    const served = new Uint8Array(await (await fetch(`http://${config.intake.listen}/api/v1/keys`)).arrayBuffer())
    return (await verifyKeyList(served, pinned)).sequence === 2
  })
  const until5 = keyListUntil({ epochs: list.epochs.slice(0, 5) })
  expect((await client.get('/state')).body).toMatchObject({ keyListUntil: new Date(until5 * 1000).toISOString() })
})

test('attachments are fetched, sealed again, previewed and acknowledged; a cut one is missing and then comes', async () => {
  const config = freshLine()
  await runIntake(config)
  const client = await unlock(await runDesk(config))
  const sharp = (await import('sharp')).default
  const picture = new Uint8Array(await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a33' } }).jpeg().toBuffer())
  const files = [
    { key: newAttachmentKey(), type: 'image/jpeg', plain: picture },
    { key: newAttachmentKey(), type: 'image/png', plain: new Uint8Array(Buffer.from('this is no picture')) },
    { key: newAttachmentKey(), type: 'audio/ogg', plain: new Uint8Array(randomBytes(200_000)) },
  ]
  const upload = async ({ key, plain }: { key: Uint8Array; plain: Uint8Array }) => {
    const stream = new Blob([new Uint8Array(plain)]).stream().pipeThrough(attachmentSealer(key))
    const answer = await fetch(`http://${config.intake.listen}/api/v1/attachments/${await attachmentLocator(key)}`, {
      method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: await new Response(stream).arrayBuffer(),
    })
    expect([answer.status, await answer.text()]).toEqual([202, '{"accepted":true}'])
  }
  const [image, fake, sound] = files
  if (image === undefined || fake === undefined || sound === undefined) throw new Error('three files')
  await upload(image)
  await upload(fake)
  const tip = await sealed(config, { attachments: files.map(({ key, type, plain }) => ({ key, type, bytes: plain.length })) })
  await hand(config, tip.envelope)
  type List = { attachmentList: { n: number; state: string; preview: boolean; code?: string }[] }
  const list = async () => ((await client.get(`/tips/${tip.id}`)).body as List).attachmentList
  await tipAt(client, tip.id)
  await until(async () => (await list()).every((file) => file.state !== 'waiting'))
  expect(await list()).toMatchObject([
    { state: 'ready', preview: true }, { state: 'refused', preview: false, code: 'REFUSED' }, { state: 'missing', code: 'ATTACHMENT_UNKNOWN' },
  ])
  await upload(sound)
  await until(async () => (await list())[2]?.state === 'ready')
  const preview = await fetch(`${client.base}/tips/${tip.id}/attachments/0`, { headers: { cookie: client.cookie } })
  expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/webp'])
  expect((await sharp(await preview.arrayBuffer()).metadata()).width).toBe(64)
  expect((await client.get(`/tips/${tip.id}/attachments/1`)).body).toMatchObject({ error: { code: 'PREVIEW_MISSING' } })
  await until(async () => readdirSync(join(config.dir, 'intake/attachments')).length === 0 || undefined, 5).catch(() => undefined)
  const kept = readdirSync(join(config.dir, 'desk/attachments'))
  expect(kept.filter((name) => !/^[0-9a-f]{32}$/.test(name))).toEqual([])
  expect(kept.length).toBe(4)
})

test('files that belong to the vault are kept and never shown: neither they, nor their pictures, nor that they are', async () => {
  const config = freshLine()
  await runIntake(config)
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const files = await Promise.all([['image/png', picture], ['message/rfc822', Buffer.from('From: a@example.org')], ['image/png', picture]]
    .map(async ([type, plain]) => ({ key: newAttachmentKey(), type: String(type), plain: Buffer.from(plain ?? '') })))
  for (const { key, plain } of files) {
    const body = await new Response(new Blob([new Uint8Array(plain)]).stream().pipeThrough(attachmentSealer(key))).arrayBuffer()
    await fetch(`http://${config.intake.listen}/api/v1/attachments/${await attachmentLocator(key)}`, {
      method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body,
    })
  }
  const tip = await sealed(config, {
    channel: 'email', vault: { from: 'a@example.org', vaultFiles: ['1', '2'] },
    attachments: files.map(({ key, type, plain }) => ({ key, type, bytes: plain.length })),
  })
  await hand(config, tip.envelope)
  const client = await unlock(await runDesk(config))
  const detail = await until(async () => {
    await tipAt(client, tip.id)
    const found = (await client.get(`/tips/${tip.id}`)).body as { attachments: number; attachmentList: { n: number; state: string; preview: boolean }[] }
    const kept = readdirSync(join(config.dir, 'desk/attachments')).filter((name) => !name.startsWith('.'))
    return found.attachmentList.every(({ state }) => state === 'ready') && kept.length === 4 && found
  })
  expect(detail).toMatchObject({ attachments: 1, attachmentList: [{ n: 0, preview: true }] })
  expect(detail.attachmentList.length).toBe(1)
  for (const n of [1, 2]) {
    expect((await client.get(`/tips/${tip.id}/attachments/${n}`)).body).toMatchObject({ error: { code: 'PREVIEW_MISSING' } })
  }
}, 60_000)

test('while locked, no file of the desk holds a planted word, and the wrong passphrase opens nothing', async () => {
  const config = freshLine()
  await runIntake(config)
  const desk = await runDesk(config)
  const client = await unlock(desk)
  const canary = 'CASSOWARY-CANARY-8841'
  const tip = await sealed(config, { text: canary, heardFrom: [canary], channel: 'email', vault: { from: `${canary}@example.org` } })
  await hand(config, tip.envelope)
  await tipAt(client, tip.id)
  const everything = JSON.stringify((await client.get(`/tips/${tip.id}`)).body) + JSON.stringify(await tips(client))
  expect(everything).not.toContain('example.org')
  await client.post('/lock')
  const files = filesIn(join(config.dir, 'desk'))
  expect(files.some((file) => file.endsWith('store.db'))).toBe(true)
  expect(files.filter((file) => readFileSync(file).includes('CASSOWARY'))).toEqual([])
  const wrong = await fetch(`${client.base}/unlock`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ passphrase: 'wrong' }),
  })
  expect(wrong.status).toBe(401)
  expect(await wrong.json()).toEqual({ error: { code: 'PASSPHRASE_WRONG', message: 'the passphrase does not open this desk' } })
  expect((await (await fetch(`${client.base}/state`)).json())).toEqual({ locked: true, setUp: true })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  attachmentLocator, BOARD_SIZE, envelopeHash, MAX_ATTACHMENT_BYTES, newAttachmentKey, newPayload, sealedAttachmentSize,
} from '@nightjar/envelope'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths } from '@nightjar/machine/line'
import type { Running } from '@nightjar/machine/serve'
import { openStore } from '@nightjar/machine/sqlite'
import { initLine } from '../cli/init.ts'
import { startIntake } from '../intake/main.ts'
import { openEdge, type EdgeOptions } from './edge.ts'

let dir: string
let config: Config
let intake: Running
const fast: EdgeOptions = { retryAfterMs: [20, 40], answerSeconds: 2 }
const payload = () => newPayload({ kind: 0, channel: 'email', text: 'words of a source' })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nightjar-edge-'))
  await initLine({ dir, deskPassphrase: 'desk words for tests', offlinePassphrase: 'offline words', kdf: 'light' })
  const read = readConfig(dir)
  const intakeConfig = { ...read.intake, listen: '127.0.0.1:0', deskListen: '127.0.0.1:0', laneEnvelopes: 10 }
  intake = await startIntake({ ...read, intake: intakeConfig }, { warnOnly: true })
  config = at(`http://127.0.0.1:${intake.ports['http']}`, read)
}, 60_000)

afterAll(async () => {
  await intake.close()
  rmSync(dir, { recursive: true, force: true })
})

function at(intakeUrl: string, base: Config = config): Config {
  return { ...base, gateway: { ...base.gateway, intakeUrl } }
}

/** A peer that answers what intake may answer, for the answers that intake gives only in trouble. */
async function peer(answer: RequestListener): Promise<{ url: string; close(): void }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, close: () => { server.closeAllConnections(); server.close() } }
}

test('what is sealed lies at intake, once for the same octets, in the lane of the edge', async () => {
  const edge = await openEdge(config, 'edge-web', fast)
  expect(edge.ready).toBe(true)
  const { envelope, hash } = await edge.seal(payload())
  await edge.hand(envelope)
  await edge.hand(envelope)
  const db = openStore(join(config.intake.dataDir, 'store.db'), { migrations: [{ name: 'first', sql: '' }] })
  const rows = db.prepare('SELECT lane, bytes FROM envelope WHERE hash = ?').all(Buffer.from(hash))
  db.close()
  expect(rows).toEqual([{ lane: expect.any(Number), bytes: Buffer.from(envelope) }])
  expect(await envelopeHash(envelope)).toEqual(hash)
  await edge.close()
})

test('a file streams to intake under its locator, and the board comes whole', async () => {
  const edge = await openEdge(config, 'edge-web', fast)
  const [one, two] = [newAttachmentKey(), newAttachmentKey()]
  const parts = async function* () {
    for (let i = 0; i < 30; i++) yield new Uint8Array(10_000).fill(i)
  }
  expect(await edge.handAttachment(one, parts())).toBe(300_000)
  expect(await edge.handAttachment(two, new Uint8Array(5))).toBe(5)
  const size = async (key: Uint8Array) => statSync(join(config.intake.dataDir, 'attachments', 'edge-web', await attachmentLocator(key))).size
  expect([await size(one), await size(two)]).toEqual([sealedAttachmentSize(300_000), sealedAttachmentSize(5)])
  expect((await edge.board()).length).toBe(BOARD_SIZE)
  await edge.close()
})

test('a source that breaks off and a file too large have their codes, and leave nothing at intake', async () => {
  const edge = await openEdge(config, 'edge-web', fast)
  const key = newAttachmentKey()
  const broken = async function* () {
    yield new Uint8Array(100_000)
    throw new Error('words of a source')
  }
  await expect(edge.handAttachment(key, broken())).rejects.toMatchObject({
    code: 'ATTACHMENT_SOURCE', message: 'the file broke off before its end',
  })
  const endless = async function* () { for (;;) yield new Uint8Array(1 << 20) }
  const tooLarge = { code: 'ATTACHMENT_TOO_LARGE', message: `a file has at most ${MAX_ATTACHMENT_BYTES} octets` }
  await expect(edge.handAttachment(key, endless())).rejects.toMatchObject(tooLarge)
  await expect(edge.handAttachment(key, new Uint8Array(MAX_ATTACHMENT_BYTES + 1))).rejects.toMatchObject(tooLarge)
  const path = join(config.intake.dataDir, 'attachments', 'edge-web', await attachmentLocator(key))
  expect(() => statSync(path)).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  await edge.close()
})

test('a full lane says so, and another lane does not notice', async () => {
  const full = await openEdge(config, 'edge-email', fast)
  const other = await openEdge(config, 'edge-web', fast)
  const handOne = async () => full.hand((await full.seal(payload())).envelope)
  for (let i = 0; i < 10; i++) await handOne()
  await expect(handOne()).rejects.toMatchObject({ code: 'LANE_FULL', message: 'this lane is full at intake; come again later' })
  await other.hand((await other.seal(payload())).envelope)
  await Promise.all([full.close(), other.close()])
})

test('with intake down there are keys from the disk, and handing over fails after bounded tries', async () => {
  const edge = await openEdge(at('http://127.0.0.1:9'), 'edge-web', fast)
  expect(edge.ready).toBe(true)
  const { envelope } = await edge.seal(payload())
  const before = performance.now()
  await expect(edge.hand(envelope)).rejects.toMatchObject({ code: 'INTAKE_DOWN', message: 'intake does not answer' })
  expect(performance.now() - before).toBeLessThan(2000)
  await edge.close()
})

test('an intake that comes back within the tries is enough', async () => {
  let asked = 0
  const { url, close } = await peer((request, response) => {
    request.resume()
    if (request.method === 'POST') asked += 1
    response.writeHead(asked < 3 ? 500 : 202).end('{}')
  })
  const edge = await openEdge(at(url), 'edge-web', fast)
  await edge.hand((await edge.seal(payload())).envelope)
  expect(asked).toBe(3)
  await edge.close()
  close()
})

test.each([
  [400, 'INTAKE_REFUSED', 'intake refused (400)', 1],
  [302, 'INTAKE_DOWN', 'intake does not answer', 3],
  [429, 'INTAKE_DOWN', 'intake cannot take it now (429)', 3],
  [200, 'INTAKE_REFUSED', 'intake refused (200)', 1],
])('an answer of %i is %s', async (status, code, message, tries) => {
  let asked = 0
  const { url, close } = await peer((request, response) => {
    request.resume()
    if (request.method === 'POST') asked += 1
    response.writeHead(status, { Location: '/elsewhere' }).end('x'.repeat(100_000))
  })
  const edge = await openEdge(at(url), 'edge-web', fast)
  await expect(edge.hand((await edge.seal(payload())).envelope)).rejects.toMatchObject({ code, message })
  expect(asked).toBe(tries)
  await edge.close()
  close()
})

test('an intake that never answers is given up, and no more than allowed wait for it', async () => {
  const { url, close } = await peer((request) => { request.resume() })
  const edge = await openEdge(at(url), 'edge-web', { retryAfterMs: [], answerSeconds: 0.5, mostInFlight: 2 })
  const { envelope } = await edge.seal(payload())
  const outcomes = await Promise.allSettled([edge.hand(envelope), edge.hand(envelope), edge.hand(envelope)])
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(['INTAKE_DOWN', 'INTAKE_DOWN', 'EDGE_BUSY'])
  await edge.close()
  close()
})

test('files that are slow to come do not keep out the words of others', async () => {
  const edge = await openEdge(config, 'edge-web', { ...fast, mostInFlight: 2 })
  const end = new AbortController()
  const slow = async function* () {
    yield new Uint8Array(10)
    await delay(60_000, undefined, { signal: end.signal })
  }
  const files = [1, 2].map(() => edge.handAttachment(newAttachmentKey(), slow()))
  await delay(100)
  await expect(edge.handAttachment(newAttachmentKey(), slow())).rejects.toMatchObject({ code: 'EDGE_BUSY' })
  await edge.hand((await edge.seal(payload())).envelope)
  end.abort()
  expect((await Promise.allSettled(files)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await edge.close()
})

test('a key list that is forged or not whole is never taken, from the disk or from intake', async () => {
  const path = linePaths(dir).gateway.keyList
  const good = readFileSync(path)
  const forged = Buffer.from(good)
  forged.writeUInt8((forged[10] ?? 0) ^ 1, 10)
  writeFileSync(path, forged)
  const { url, close } = await peer((_request, response) => { response.end(forged) })
  const edge = await openEdge(at(url), 'edge-web', fast)
  expect(edge.ready).toBe(false)
  await expect(edge.seal(payload())).rejects.toMatchObject({
    code: 'EDGE_NO_KEYS', message: 'no verified key list yet; intake has to be reached once',
  })
  await edge.close()
  close()
  unlinkSync(path)
  const again = await openEdge(config, 'edge-web', fast)
  expect(again.ready).toBe(true)
  await delay(50)
  expect(readFileSync(path).equals(good)).toBe(true)
  await again.close()
})

test('a folder without its token is refused', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'nightjar-bare-'))
  await expect(openEdge({ ...config, dir: bare }, 'edge-web')).rejects.toMatchObject({
    code: 'EDGE_NOT_SET_UP', message: 'the gateway folder lacks its token or the root key; run: nightjar init DIR',
  })
  rmSync(bare, { recursive: true })
})

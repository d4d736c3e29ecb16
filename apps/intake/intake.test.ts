/** Intake as strangers, edges and the desk meet it: over real sockets, with real keys and certificates. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BOARD_SIZE, KEY_LIST_SIZE, attachmentLocator, chooseKey, fingerprintOf, newAttachmentKey, newPayload, seal,
  sealedAttachmentSize,
  signKeyList, verifyKeyList, type KeyList,
} from '@nightjar/envelope'
import { readWholeBundle } from '@nightjar/carriers'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import type { Running } from '@nightjar/machine/serve'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { initLine } from '../cli/init.ts'
import { createTlsIdentity } from '../cli/init-certificates.ts'
import { startIntake } from './main.ts'
import { buildPage } from './page/build.ts'

type Bytes = Uint8Array<ArrayBuffer>
const deskPassphrase = 'desk words for tests'
const octets = 'application/octet-stream'
let base: string
let dir: string
let config: Config
let intake: Running
let list: KeyList
let desk: { key: string; certificate: string }

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'nightjar-intake-'))
  dir = join(base, 'line')
  const ports = { intake: await freePort(), intakeDesk: await freePort(), web: await freePort() }
  await initLine({ dir, deskPassphrase, offlinePassphrase: 'offline words for tests', kdf: 'light', ports })
  await buildPage()
  config = readConfig(dir)
  intake = await startIntake(config, { warnOnly: true })
  const root = await fingerprintOf(new Uint8Array(await readFile(linePaths(dir).public.root)))
  list = await verifyKeyList(new Uint8Array(await readFile(linePaths(dir).public.keyList)), { root })
  desk = await readDeskIdentity()
}, 60_000)

afterAll(async () => {
  await intake.close()
  await rm(base, { recursive: true, force: true })
})

describe('pages', () => {
  test('are in the reader\'s language, bound by a strict policy, and set nothing', async () => {
    const first = await get('/', { 'Accept-Language': 'de, ku-Arab;q=0.8, en;q=0.5' })
    const page = await first.text()
    expect(page).toContain('<html lang="ckb" dir="rtl">')
    expect(first.headers.get('vary')).toBe('Accept-Language, Accept-Encoding')
    const policy = first.headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'",
      `form-action ${config.gateway.web.publicUrl}`]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(first.headers.get('set-cookie')).toBeNull()
    expect(first.headers.get('referrer-policy')).toBe('no-referrer')
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(page).not.toMatch(/<script(?![^>]*src=)|\sstyle=|<style|\son\w+=/)
    expect(page).toContain('rel="icon" href="data:,"')
    expect(page).not.toMatch(/tip ?line|nightjar/i)
  })

  test.each([
    ['br', 'br'], ['gzip, deflate', 'gzip'], ['br;q=0, gzip', 'gzip'], ['identity', null],
  ])('compressed as asked: %s', async (accept, expected) => {
    const answer = await get('/en', { 'Accept-Encoding': accept })
    expect(answer.headers.get('content-encoding')).toBe(expected)
    expect(await answer.text()).toContain('Write a message')
  })

  test('nothing but the pages is there', async () => {
    for (const path of ['/de', '/assets/../main.ts', '/assets/%2e%2e%2fmain.ts', '/en/', '/desk/v1/status']) {
      expect((await get(path)).status).toBeGreaterThanOrEqual(400)
    }
    expect(await (await get('/nothing')).json())
      .toEqual({ error: { code: 'NOT_FOUND', message: 'there is nothing here' } })
  })
})

describe('keys and board', () => {
  test('the list whole and as a slice that the root signed', async () => {
    const whole = await bytesOf(await get('/api/v1/keys'))
    expect(whole).toHaveLength(KEY_LIST_SIZE)
    const slice = await bytesOf(await get('/api/v1/keys/now'))
    expect(slice.length).toBeLessThan(4500)
    const cut = await verifyKeyList(slice, { root: list.root })
    expect(chooseKey(cut, Date.now() / 1000)).toMatchObject({ recovery: false })
  })

  test('are fixed in size, open to every site, and not sent twice', async () => {
    const answer = await get('/api/v1/board')
    expect((await bytesOf(answer)).length).toBe(BOARD_SIZE)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    const etag = answer.headers.get('etag') ?? ''
    const again = await get('/api/v1/board', { 'If-None-Match': etag })
    expect([again.status, (await bytesOf(again)).length]).toEqual([304, 0])
  })
})

describe('envelopes', () => {
  test('new and known are answered with the same bytes', async () => {
    const envelope = await sealOne('one')
    const answers = [await post(envelope), await post(envelope)]
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map((answer) => answer.status)).toEqual([202, 202])
    expect(texts).toEqual(['{"accepted":true}', '{"accepted":true}'])
    const names = answers.map((answer) => [...answer.headers.entries()].filter(([name]) => name !== 'date'))
    expect(names[0]).toEqual(names[1])
  })

  test.each([
    ['empty', new Uint8Array(0), 400, 'ENVELOPE_SIZE'],
    ['one octet short', new Uint8Array(4095).fill(0x20), 400, 'ENVELOPE_SIZE'],
    ['of no known suite', new Uint8Array(4096).fill(0xff), 400, 'ENVELOPE_SUITE'],
    ['huge', new Uint8Array(300_000).fill(0x20), 413, 'TOO_LARGE'],
  ])('%s: refused', async (_name, body, status, code) => {
    const answer = await post(body)
    expect([answer.status, await codeOf(answer)]).toEqual([status, code])
  })

  test.each(['text/plain', 'application/json', 'multipart/form-data; boundary=x'])('as %s: refused', async (type) => {
    const answer = await post(new Uint8Array(4096).fill(0x20), { 'Content-Type': type })
    expect([answer.status, await codeOf(answer)]).toEqual([415, 'CONTENT_TYPE'])
  })

  test('any origin may hand one in; a wrong token may not', async () => {
    const origin = await post(await sealOne('two'), { Origin: 'null' })
    expect([origin.status, origin.headers.get('access-control-allow-origin')]).toEqual([202, '*'])
    const wrong = await post(await sealOne('three'), { Authorization: 'Bearer nobody' })
    expect([wrong.status, await codeOf(wrong)]).toEqual([401, 'TOKEN_WRONG'])
    const preflight = await fetch(`${config.intake.publicUrl}/api/v1/envelopes`, { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST'])
  })

  test('an edge\'s token puts it into that edge\'s lane', async () => {
    const token = (await readFile(linePaths(dir).gateway.token('edge-email'), 'utf8')).trim()
    expect((await post(await sealOne('four'), { Authorization: `Bearer ${token}` })).status).toBe(202)
    const { lanes } = JSON.parse((await deskCall('GET', '/desk/v1/status')).body.toString())
    expect(lanes['edge-email'].waiting).toBe(1)
  })
})

describe('broken connections', () => {
  test('a request that is cut or half closed is answered or dropped, and the next one is served', async () => {
    const head = `Host: x\r\nContent-Type: ${octets}\r\nContent-Length: 4096\r\n\r\nhalf`
    await raw(`POST /api/v1/envelopes HTTP/1.1\r\n${head}`, true)
    await raw('GET / HTTP/9.9\r\n\r\n', false)
    await raw('\u0000\u0001\u0002\r\n\r\n', false)
    await raw(`POST /api/v1/attachments/${'q'.repeat(22)} HTTP/1.1\r\n${head}`, true)
    await expect.poll(() => readdir(join(config.intake.dataDir, 'attachments', 'public'))).toEqual([])
    expect((await post(await sealOne('after'))).status).toBe(202)
  })
})

describe('attachments', () => {
  test('stream in, stream out, are answered alike when known, and are pruned from the count when fetched', async () => {
    const locator = await attachmentLocator(newAttachmentKey())
    const body = new Uint8Array(sealedAttachmentSize(300_000)).fill(9)
    for (let i = 0; i < 2; i++) {
      const answer = await postAttachment(locator, body)
      expect([answer.status, await answer.text()]).toEqual([202, '{"accepted":true}'])
    }
    const fetched = await deskCall('GET', `/desk/v1/attachments/${locator}`)
    expect(fetched.body.equals(body)).toBe(true)
    expect((await deskCall('GET', `/desk/v1/attachments/${'z'.repeat(22)}`)).status).toBe(404)
    expect((await deskCall('POST', '/desk/v1/attachment-acks', Buffer.from(`${locator}\n`), 'text/plain'))
      .body.toString())
      .toBe('{"acknowledged":1}')
  })

  test('beyond 25 MiB: refused, and nothing is left', async () => {
    const body = new Uint8Array(sealedAttachmentSize(25 * 1024 * 1024) + 1)
    const answer = await postAttachment('t'.repeat(22), body).catch(() => undefined)
    // A client that is still sending may see the connection end before it reads the answer.
    const outcome = answer === undefined ? '413 TOO_LARGE' : `${answer.status} ${String(await codeOf(answer))}`
    expect(outcome).toBe('413 TOO_LARGE')
    expect((await deskCall('GET', `/desk/v1/attachments/${'t'.repeat(22)}`)).status).toBe(404)
  })
})

describe('the desk\'s side', () => {
  test('hands out what waits until it is acknowledged', async () => {
    const envelope = await sealOne('for the desk')
    await post(envelope)
    const pulled = await pull()
    expect(pulled.some((each) => Buffer.from(each).equals(envelope))).toBe(true)
    const { createHash } = await import('node:crypto')
    const hashes = Buffer.concat(pulled.map((each) => createHash('sha256').update(each).digest()))
    expect((await deskCall('POST', '/desk/v1/acks', hashes)).body.toString()).toBe(`{"acknowledged":${pulled.length}}`)
    expect(await pull()).toEqual([])
    expect((await deskCall('POST', '/desk/v1/acks', Buffer.alloc(31))).status).toBe(400)
  })

  test('closes to whoever shows no certificate, or another one', async () => {
    await expect(deskCall('GET', '/desk/v1/status', undefined, octets, null))
      .rejects.toThrow(/socket hang up|ECONNRESET|closed/)
    const other = await createTlsIdentity('nightjar-desk', 'client')
    await expect(deskCall('GET', '/desk/v1/status', undefined, octets, other))
      .rejects.toThrow(/socket hang up|ECONNRESET|closed/)
  })

  test('a board replaces the dummies and survives a start; one of another size does not', async () => {
    const board = Buffer.alloc(BOARD_SIZE, 5)
    board.set([0x4e, 0x4a, 0x42, 1])
    expect((await deskCall('PUT', '/desk/v1/board', board.subarray(1))).status).toBe(400)
    expect((await deskCall('PUT', '/desk/v1/board', board)).status).toBe(204)
    expect(Buffer.from(await bytesOf(await get('/api/v1/board'))).equals(board)).toBe(true)
    expect((await readFile(join(config.intake.dataDir, 'board.bin'))).equals(board)).toBe(true)
  })

  test('key lists: an older one and a forged one are refused, a newer one is served', async () => {
    const paths = linePaths(dir)
    const master = await openKeyslot(await readFile(paths.offline.keyslot, 'utf8'), 'offline words for tests',
      undefined)
    const rootKey = openUnderMaster(master, SEALED_NAMES.root, await readFile(paths.offline.root))
    const content = {
      rootPublicKey: list.rootPublicKey, issuedAt: list.issuedAt, recovery: list.recovery ?? new Uint8Array(0),
      revoked: [],
      epochs: list.epochs.flatMap(({ epoch, publicKey }) => (publicKey === undefined ? [] : [{ epoch, publicKey }])),
    }
    const put = async (bytes: Uint8Array) => {
      const { status, body } = await deskCall('PUT', '/desk/v1/keys', Buffer.from(bytes))
      return [status, status === 204 ? '' : JSON.parse(body.toString()).error.code]
    }
    expect(await put(await signKeyList({ ...content, sequence: 0 }, rootKey))).toEqual([409, 'KEYLIST_OLD'])
    const next = await signKeyList({ ...content, sequence: 7 }, rootKey)
    const forged = Buffer.from(next)
    forged[5] = 9
    expect(await put(forged)).toEqual([400, 'KEYLIST_INVALID'])
    expect(await put(next)).toEqual([204, ''])
    expect(Buffer.from(await bytesOf(await get('/api/v1/keys'))).equals(next)).toBe(true)
    expect(JSON.parse((await deskCall('GET', '/desk/v1/status')).body.toString()).keySequence).toBe(7)
  })
})

describe('durability', () => {
  test('kill -9 under load loses nothing that was acknowledged', async () => {
    const line = join(base, 'killed')
    const port = await freePort()
    const program = join(import.meta.dirname, '../cli/main.ts')
    await initLine({
      dir: line, deskPassphrase, offlinePassphrase: 'offline words for tests', kdf: 'light',
      ports: { intake: port, intakeDesk: await freePort() },
    })
    const acknowledged: Bytes[] = []
    for (let round = 0; round < 6; round++) {
      const args = [program, 'intake', '--dir', line, '--warn-only']
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
      const exited = once(child, 'exit')
      await once(child.stdout, 'data')
      const posts = Array.from({ length: 150 }, async () => {
        const envelope = fakeEnvelope()
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/envelopes`, { method: 'POST', body: envelope,
          headers: { 'Content-Type': octets } })
          .catch(() => undefined)
        if (answer?.status === 202) acknowledged.push(envelope)
      })
      setTimeout(() => child.kill('SIGKILL'), 20 + round * 25)
      await Promise.all(posts)
      await exited
    }
    const db = openStore(linePaths(line).intake.store, { migrations: readMigrations(join(import.meta.dirname, 'sql')) })
    const kept = new Set(db.prepare('SELECT bytes FROM envelope').pluck().all()
      .map((bytes) => Buffer.from(bytes as Uint8Array).toString('base64')))
    db.close()
    expect(acknowledged.length).toBeGreaterThan(50)
    expect(acknowledged.filter((each) => !kept.has(Buffer.from(each).toString('base64')))).toEqual([])
  }, 60_000)

  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks()
  test.skipIf(!canMount)('a full disk refuses clearly, loses nothing acknowledged (a tmpfs: needs root)', async () => {
    const line = join(base, 'small')
    await initLine({ dir: line, deskPassphrase, offlinePassphrase: 'offline words for tests', kdf: 'light',
      ports: { intake: await freePort(), intakeDesk: await freePort() } })
    const small = join(base, 'disk')
    await mkdir(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small])
    try {
      const toml = await readFile(linePaths(line).config, 'utf8')
      await writeFile(linePaths(line).config, toml.replace('[intake]', `[intake]\ndataDir = ${JSON.stringify(small)}`))
      const running = await startIntake(readConfig(line), { warnOnly: true })
      const url = `http://127.0.0.1:${running.ports['http']}/api/v1`
      const acknowledged: Bytes[] = []
      const refusals = new Set<string>()
      for (let i = 0; i < 600; i++) {
        const envelope = fakeEnvelope()
        const answer = await fetch(`${url}/envelopes`, { method: 'POST', body: envelope,
          headers: { 'Content-Type': octets } })
        if (answer.status === 202) acknowledged.push(envelope)
        else refusals.add(`${answer.status} ${await codeOf(answer)} ${answer.headers.get('retry-after')}`)
      }
      const big = await fetch(`${url}/attachments/${'d'.repeat(22)}`, { method: 'POST',
        body: new Uint8Array(3_000_000), headers: { 'Content-Type': octets } })
        .then(async (answer) => `${answer.status} ${await codeOf(answer)}`, () => '503 DISK_FULL')
      expect(big).toBe('503 DISK_FULL')
      expect([...refusals]).toEqual(['503 DISK_FULL 120'])
      expect((await readdir(join(small, 'attachments', 'public')))).toEqual([])
      await running.close()
      const db = openStore(join(small, 'store.db'), { migrations: readMigrations(join(import.meta.dirname, 'sql')) })
      const kept = new Set(db.prepare('SELECT bytes FROM envelope').pluck().all()
        .map((bytes) => Buffer.from(bytes as Uint8Array).toString('base64')))
      db.close()
      expect(acknowledged.length).toBeGreaterThan(20)
      expect(acknowledged.filter((each) => !kept.has(Buffer.from(each).toString('base64')))).toEqual([])
    } finally {
      execFileSync('umount', ['-l', small])
    }
  }, 60_000)
})

test('many at once share a transaction, and each is answered after its own', async () => {
  const count = 600
  const beats = () => {
    const db = openStore(linePaths(dir).intake.store, { migrations: readMigrations(join(import.meta.dirname, 'sql')) })
    const beat = db.prepare('SELECT beats FROM pulse').pluck().get()
    const kept = db.prepare('SELECT count(*) FROM seen').pluck().get()
    db.close()
    return { beat: Number(beat), kept: Number(kept) }
  }
  const before = beats()
  const envelopes = Array.from({ length: count }, fakeEnvelope)
  const next = envelopes[Symbol.iterator]()
  await Promise.all(Array.from({ length: 64 }, async () => {
    for (const envelope of next) expect((await post(envelope)).status).toBe(202)
  }))
  const after = beats()
  expect(after.kept - before.kept).toBe(count)
  expect(after.beat - before.beat).toBeLessThan(count / 2)
}, 30_000)

function mountWorks(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' })
    return existsSync('/bin/mount')
  } catch {
    return false
  }
}

/** What intake cannot tell from a sealed message. */
function fakeEnvelope(): Bytes {
  const envelope = crypto.getRandomValues(new Uint8Array(4096))
  envelope[0] = 0x21
  return envelope
}

async function sealOne(text: string): Promise<Bytes> {
  const key = chooseKey(list, Math.floor(Date.now() / 1000))
  return (await seal(newPayload({ kind: 1, channel: 'api', text }), key, list.root)).envelope
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(config.intake.publicUrl + path, { headers, redirect: 'manual' })
}

function post(body: Bytes, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${config.intake.publicUrl}/api/v1/envelopes`, { method: 'POST', body,
    headers: { 'Content-Type': octets, ...headers } })
}

function postAttachment(locator: string, body: Bytes): Promise<Response> {
  return fetch(`${config.intake.publicUrl}/api/v1/attachments/${locator}`, { method: 'POST', body,
    headers: { 'Content-Type': octets } })
}

async function bytesOf(answer: Response): Promise<Bytes> {
  return new Uint8Array(await answer.arrayBuffer())
}

async function codeOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json()
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object'
    && body.error !== null
    && 'code' in body.error ? body.error.code : undefined
}

async function pull(): Promise<Bytes[]> {
  const { body } = await deskCall('GET', '/desk/v1/envelopes?limit=1000')
  return (await readWholeBundle(new Uint8Array(body))).envelopes
}

async function deskCall(
  method: string, path: string, body?: Buffer, type = octets, identity: typeof desk | null = desk,
): Promise<{ status: number; body: Buffer }> {
  const ca = await readFile(linePaths(dir).desk.intakeCertificate, 'utf8')
  return new Promise((done, failed) => {
    const call = httpsRequest({
      host: '127.0.0.1', port: intake.ports['desk'], path, method, ca, agent: false,
      ...(identity && { key: identity.key, cert: identity.certificate }),
      headers: body === undefined ? {} : { 'Content-Type': type, 'Content-Length': body.length },
    }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }))
    })
    call.on('error', failed)
    call.end(body)
  })
}

async function readDeskIdentity() {
  const paths = linePaths(dir)
  const master = await openKeyslot(await readFile(paths.desk.keyslot, 'utf8'), deskPassphrase,
    await readFile(paths.desk.part))
  const key = Buffer.from(openUnderMaster(master, SEALED_NAMES.tlsKey, await readFile(paths.desk.tlsKey)))
    .toString('utf8')
  return { key, certificate: await readFile(paths.desk.tlsCertificate, 'utf8') }
}

/** Sends these bytes and, with `end`, closes our half; resolves when the other side has closed or answered. */
function raw(bytes: string, end: boolean): Promise<string> {
  return new Promise((done) => {
    const socket = connect(intake.ports['http'] ?? 0, '127.0.0.1', () => {
      socket.write(bytes)
      if (end) setTimeout(() => socket.end(), 50)
    })
    let heard = ''
    socket.on('data', (part) => {
      heard += part.toString('latin1')
    })
    socket.on('error', () => done(heard))
    socket.on('close', () => done(heard))
    setTimeout(() => socket.destroy(), 3000).unref()
  })
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

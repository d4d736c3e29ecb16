import { createHash, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:tls'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseKey, epochAt, fingerprintOf, isWholeKeyList, newPayload, seal, verifyKeyList } from '@nightjar/envelope'
import { open } from '@nightjar/envelope/open'
import { readConfig } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import { initLine } from './init.ts'

const now = 1_800_000_000
const epoch = epochAt(now)
const passphrases = { deskPassphrase: 'desk words for tests', offlinePassphrase: 'offline words for tests' }
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nightjar-init-'))
  await initLine({ dir, ...passphrases, kdf: 'light', now, pullSeconds: 0.5, ports: { intake: 1234 } })
})

afterAll(() => rm(dir, { recursive: true, force: true }))

async function deskMaster(): Promise<Uint8Array> {
  const { desk } = linePaths(dir)
  return openKeyslot(await readFile(desk.keyslot, 'utf8'), passphrases.deskPassphrase, await readFile(desk.part))
}

test('the configuration is one that every program takes', () => {
  const config = readConfig(dir)
  expect(config.intake.listen).toBe('127.0.0.1:1234')
  expect(config.desk.pullSeconds).toBe(0.5)
})

test('the key list is whole, signed, and covers 39 weeks', async () => {
  const paths = linePaths(dir)
  const root = await fingerprintOf(await readFile(paths.public.root))
  const list = await verifyKeyList(await readFile(paths.public.keyList), { root, minSequence: 1, now })
  expect(isWholeKeyList(list)).toBe(true)
  expect(list.epochs.map((each) => each.epoch)).toEqual(Array.from({ length: 39 }, (_, i) => epoch + i))
})

test('the desk gets this week and the next two and nothing of what comes after; the rest is offline', async () => {
  const paths = linePaths(dir)
  expect((await readdir(paths.desk.epochs)).toSorted()).toEqual([0, 1, 2].map((i) => `${epoch + i}.key`))
  expect(await readdir(paths.offline.epochs)).toHaveLength(36)
})

test('what is sealed to the list opens with the desk\'s key', async () => {
  const paths = linePaths(dir)
  const root = await fingerprintOf(await readFile(paths.public.root))
  const list = await verifyKeyList(await readFile(paths.public.keyList), { root })
  const { envelope } = await seal(newPayload({ kind: 3, channel: 'web', text: 'x' }), chooseKey(list, now), root)
  const key = openUnderMaster(await deskMaster(), SEALED_NAMES.epoch(epoch), await readFile(paths.desk.epoch(epoch)))
  expect((await open(envelope, { root, epochs: new Map([[epoch, key]]) })).payload.kind).toBe(3)
})

test('intake and desk shake hands with exactly each other\'s certificate', async () => {
  const { desk, intake } = linePaths(dir)
  const key = openUnderMaster(await deskMaster(), SEALED_NAMES.tlsKey, await readFile(desk.tlsKey))
  const server = createServer({
    key: await readFile(intake.tlsKey), cert: await readFile(intake.tlsCertificate),
    ca: await readFile(intake.deskCertificate), requestCert: true, rejectUnauthorized: true,
  }, (socket) => socket.end('ok'))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const client = connect({
    port, host: '127.0.0.1', ca: await readFile(desk.intakeCertificate), key: Buffer.from(key),
    cert: await readFile(desk.tlsCertificate),
  })
  const said: string[] = []
  for await (const part of client) said.push(String(part))
  server.close()
  expect(said.join('')).toBe('ok')
})

test('the warning key is RSA-3072 and fits its certificate', async () => {
  const { desk } = linePaths(dir)
  const certificate = new X509Certificate(await readFile(desk.capCertificate))
  const key = openUnderMaster(await deskMaster(), SEALED_NAMES.capKey, await readFile(desk.capKey))
  const { createPrivateKey } = await import('node:crypto')
  expect(certificate.checkPrivateKey(createPrivateKey(Buffer.from(key)))).toBe(true)
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072)
})

test('intake knows only the hashes of the edges\' tokens', async () => {
  const { gateway, intake } = linePaths(dir)
  const hashes: unknown = JSON.parse(await readFile(intake.edges, 'utf8'))
  const token = await readFile(gateway.token('edge-web'))
  expect(hashes).toMatchObject({ 'edge-web': createHash('sha256').update(token).digest('hex') })
})

test('nobody else may read any of it', async () => {
  for (const each of ['desk', 'offline', 'intake', 'gateway', 'public']) {
    expect((await stat(join(dir, each))).mode & 0o777).toBe(0o700)
    for (const file of await readdir(join(dir, each), { withFileTypes: true })) {
      expect((await stat(join(dir, each, file.name))).mode & 0o077).toBe(0)
    }
  }
})

test('a folder that holds anything is refused and left as it was', async () => {
  const full = await mkdtemp(join(tmpdir(), 'nightjar-full-'))
  await writeFile(join(full, 'letter.txt'), 'mine')
  await expect(initLine({ dir: full, ...passphrases, kdf: 'light' })).rejects.toMatchObject({
    code: 'DIR_NOT_EMPTY', message: 'the folder is not empty; a line is made in a new or empty one',
  })
  expect(await readdir(full)).toEqual(['letter.txt'])
  await rm(full, { recursive: true })
})

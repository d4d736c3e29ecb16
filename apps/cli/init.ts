import { createHash, randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRoot, createSealingKeyPair, epochAt, rootFingerprint, signKeyList } from '@nightjar/envelope'
import { EDGE_LANES, linePaths, type LinePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { createKeyslot, createPart, sealUnderMaster } from '@nightjar/machine/master'
import type { PassphraseCost } from '@nightjar/machine/passphrase'
import { askPassphrase } from './ask.ts'
import { createTlsIdentity, createWarningIdentity } from './init-certificates.ts'
import { type Ports, lineToml } from './init-toml.ts'
import { LineError } from './line-error.ts'
import { type Io, say, UsageError } from './verb.ts'

export const summary = 'make a new line in an empty folder: keys, certificates, configuration'
export const usage = `nightjar init DIR [--passphrase-file FILE] [--offline-passphrase-file FILE]

Makes DIR with everything a line needs. Two passphrases are asked for unless files hold them (first line of each):
the desk's, which unlocks it every day, and the offline one, which guards the root, the recovery key and the keys of
weeks to come. Afterwards move DIR/offline to a machine or stick that is never on a network.`

/** Half a year ahead of a quarter in which nobody need publish: the list covers 39 weeks. */
export const WEEKS_PUBLISHED = 26 + 13
/** This week and the next two: what the desk may hold of the time to come. */
export const WEEKS_AT_DESK = 3

export interface LineOptions {
  dir: string
  deskPassphrase: string
  offlinePassphrase: string
  ports?: Ports
  pullSeconds?: number
  /** `light` only for tests and the demo. */
  kdf?: PassphraseCost
  /** Unix seconds, what the weeks are counted from; the clock unless given. */
  now?: number
}

/** Throws LineError DIR_NOT_EMPTY when the folder holds anything, and KINDS_MISSING. */
export async function initLine(options: LineOptions): Promise<void> {
  const { dir, kdf = 'full', now = Math.floor(Date.now() / 1000) } = options
  await makeFolders(dir)
  const paths = linePaths(dir)
  const { master: deskMaster } = await makeDeskKeyslot(paths, options.deskPassphrase, kdf)
  const { master: offlineMaster } = await makeOfflineKeyslot(paths, options.offlinePassphrase, kdf)
  await makeKeys(paths, { deskMaster, offlineMaster, now })
  await makeTls(paths, deskMaster)
  await makeWarningKey(paths, deskMaster)
  await makeEdges(paths)
  await copyKinds(paths)
  await writeSecret(paths.config, lineToml(options.ports ?? {}, options.pullSeconds))
  for (const key of [deskMaster, offlineMaster]) key.fill(0)
}

async function makeFolders(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  if ((await readdir(dir)).length > 0) {
    throw new LineError('DIR_NOT_EMPTY', 'the folder is not empty; a line is made in a new or empty one')
  }
  await chmod(dir, 0o700)
  const { public: open, offline, desk, intake, gateway } = linePaths(dir)
  for (const each of [
    open.dir, offline.dir, offline.epochs, desk.dir, desk.epochs, desk.attachments, intake.dir, intake.attachments,
    gateway.dir,
  ]) await mkdir(each, { mode: 0o700 })
}

async function makeDeskKeyslot({ desk }: LinePaths, passphrase: string, cost: PassphraseCost) {
  const part = createPart()
  const slot = await createKeyslot(passphrase, { cost, part })
  await writeSecret(desk.part, part)
  await writeSecret(desk.keyslot, slot.keyslot)
  return slot
}

async function makeOfflineKeyslot({ offline }: LinePaths, passphrase: string, cost: PassphraseCost) {
  const slot = await createKeyslot(passphrase, { cost })
  await writeSecret(offline.keyslot, slot.keyslot)
  return slot
}

interface KeyMaking { deskMaster: Uint8Array; offlineMaster: Uint8Array; now: number }

/** Root, recovery, the weeks' keys, and the first key list, which intake and the edges begin with. */
async function makeKeys(paths: LinePaths, { deskMaster, offlineMaster, now }: KeyMaking): Promise<void> {
  const { offline, desk } = paths
  const [root, recovery] = await Promise.all([createRoot(), createSealingKeyPair()])
  await writeSecret(paths.public.root, root.publicKey)
  await writeSecret(offline.root, sealUnderMaster(offlineMaster, SEALED_NAMES.root, root.privateKey))
  await writeSecret(offline.recovery, sealUnderMaster(offlineMaster, SEALED_NAMES.recovery, recovery.privateKey))
  const epochs = []
  for (let week = 0; week < WEEKS_PUBLISHED; week++) {
    const epoch = epochAt(now) + week
    const { publicKey, privateKey } = await createSealingKeyPair()
    epochs.push({ epoch, publicKey })
    const atDesk = week < WEEKS_AT_DESK
    const sealed = sealUnderMaster(atDesk ? deskMaster : offlineMaster, SEALED_NAMES.epoch(epoch), privateKey)
    await writeSecret(atDesk ? desk.epoch(epoch) : offline.epoch(epoch), sealed)
    privateKey.fill(0)
  }
  const list = await signKeyList({
    rootPublicKey: root.publicKey, sequence: 1, issuedAt: now, epochs, recovery: recovery.publicKey, revoked: [],
  }, root.privateKey)
  for (const path of [paths.public.keyList, paths.intake.keyList, paths.gateway.keyList]) await writeSecret(path, list)
  for (const key of [root.privateKey, recovery.privateKey]) key.fill(0)
}

async function makeTls({ desk, intake }: LinePaths, deskMaster: Uint8Array): Promise<void> {
  const server = await createTlsIdentity('nightjar-intake', 'server')
  const client = await createTlsIdentity('nightjar-desk', 'client')
  await writeSecret(intake.tlsKey, server.key)
  await writeSecret(intake.tlsCertificate, server.certificate)
  await writeSecret(desk.intakeCertificate, server.certificate)
  await writeSecret(desk.tlsKey, sealUnderMaster(deskMaster, SEALED_NAMES.tlsKey, Buffer.from(client.key)))
  await writeSecret(desk.tlsCertificate, client.certificate)
  await writeSecret(intake.deskCertificate, client.certificate)
}

async function makeWarningKey({ desk }: LinePaths, deskMaster: Uint8Array): Promise<void> {
  const { certificate, key } = await createWarningIdentity()
  await writeSecret(desk.capKey, sealUnderMaster(deskMaster, SEALED_NAMES.capKey, Buffer.from(key)))
  await writeSecret(desk.capCertificate, certificate)
}

/** Each edge proves its lane to intake with a token, of which intake knows only the hash. */
async function makeEdges({ gateway, intake }: LinePaths): Promise<void> {
  const hashes: Record<string, string> = {}
  for (const lane of EDGE_LANES) {
    const token = randomBytes(32).toString('base64url')
    await writeSecret(gateway.token(lane), token)
    hashes[lane] = createHash('sha256').update(token).digest('hex')
  }
  await writeSecret(intake.edges, `${JSON.stringify(hashes, undefined, 2)}\n`)
}

async function copyKinds({ kinds }: LinePaths): Promise<void> {
  const source = join(dirname(dirname(import.meta.dirname)), 'kinds')
  try {
    await cp(source, kinds, { recursive: true, filter: (path) => !path.endsWith('.ts') })
  } catch {
    throw new LineError('KINDS_MISSING', 'the project\'s folder kinds/ cannot be read; is this a whole checkout?')
  }
}

/** A new file, for its owner only; public ones too, since nothing but our programs need read them. */
async function writeSecret(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(path, content, { mode: 0o600, flag: 'wx', flush: true })
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      'passphrase-file': { type: 'string' }, 'offline-passphrase-file': { type: 'string' }, json: { type: 'boolean' },
    },
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('init takes one folder')
  const deskPassphrase = await askPassphrase(io, {
    file: values['passphrase-file'], option: '--passphrase-file', prompt: 'new passphrase of the desk', isNew: true,
  })
  const offlinePassphrase = await askPassphrase(io, {
    file: values['offline-passphrase-file'], option: '--offline-passphrase-file', prompt: 'new offline passphrase',
    isNew: true,
  })
  if (deskPassphrase === offlinePassphrase) {
    throw new LineError(
      'PASSPHRASE_SAME', 'the offline passphrase must not be the desk\'s: one of them is typed every day',
    )
  }
  await initLine({ dir, deskPassphrase, offlinePassphrase })
  await tell(dir, io, values.json ?? false)
  return 0
}

async function tell(dir: string, io: Io, json: boolean): Promise<void> {
  const fingerprint = await rootFingerprint(await readFile(linePaths(dir).public.root))
  if (json) return say(io.stdout, JSON.stringify({ dir, fingerprint, weeks: WEEKS_PUBLISHED }))
  say(io.stdout, `The line stands in ${dir}.
Its fingerprint, for cards and QR codes: ${fingerprint}
Next:
  1. Move ${linePaths(dir).offline.dir} to a machine or stick that is never on a network, and keep a second copy.
  2. Read ${linePaths(dir).config}: addresses, ports, who takes e-mail.
  3. Start everything on this machine: nightjar up ${dir}
Every two weeks hand the desk its next keys (nightjar keys deliver); every quarter publish a new list (nightjar keys
publish).`)
}

import { parseArgs } from 'node:util'
import {
  createSealingKeyPair, epochAt, epochStart, type KeyList, keyListUntil, parseFingerprint, rootFingerprint, signKeyList,
  verifyKeyList,
} from '@nightjar/envelope'
import { writeFileDurably } from '@nightjar/machine/durable'
import { linePaths, type LinePaths, type OfflinePaths, offlinePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { sealUnderMaster } from '@nightjar/machine/master'
import { askPassphrase } from './ask.ts'
import { WEEKS_AT_DESK, WEEKS_PUBLISHED } from './init.ts'
import {
  deliverEpochs, destroyEpochs, epochsIn, openDeskMaster, openOfflineKey, openOfflineMaster, readKeyList, readNeeded,
  readRoot, WEEKS_KEPT,
} from './keyring.ts'
import { LineError } from './line-error.ts'
import { type Io, say, UsageError } from './verb.ts'

export const summary = 'list, publish, deliver, revoke, destroy and check the keys of a line'
export const usage = `nightjar keys list|publish|deliver|revoke|destroy|check DIR …

  list DIR              what is published, and where each private half lies
  publish DIR           a new key list, a sequence number higher, that covers ${WEEKS_PUBLISHED} weeks from now
  deliver DIR           hands the desk the keys of this week and the next (--weeks N: fewer than ${WEEKS_AT_DESK})
  revoke DIR N          publishes a list in which the key of epoch N is revoked
  destroy DIR           destroys keys older than ${WEEKS_KEPT} weeks; what still comes for them is answered "expired"
  check FILE            verifies a key list; --root FINGERPRINT, or --line DIR to take it from there

  --offline DIR         where the offline folder is, unless in DIR/offline
  --offline-passphrase-file FILE, --passphrase-file FILE (the desk's); asked for otherwise
  --json                one object on one line`

/** Weeks of the past that stay in the list, for clocks that are behind. */
const WEEKS_BEHIND = 4

const options = {
  offline: { type: 'string' }, 'offline-passphrase-file': { type: 'string' }, 'passphrase-file': { type: 'string' },
  weeks: { type: 'string' }, root: { type: 'string' }, line: { type: 'string' }, json: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values']

interface Call { paths: LinePaths; offline: OfflinePaths; values: Values; io: Io; now: number }

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
  const [what, where, ...rest] = positionals
  if (what === undefined || where === undefined) throw new UsageError('keys takes what to do, and a folder or file')
  if (rest.length !== (what === 'revoke' ? 1 : 0)) throw new UsageError(`keys ${what} does not take so many words`)
  const paths = linePaths(where)
  const offline = values.offline === undefined ? paths.offline : offlinePaths(values.offline)
  const call: Call = { paths, offline, values, io, now: Math.floor(Date.now() / 1000) }
  if (what === 'list') return list(call)
  if (what === 'publish') return publish(call, [])
  if (what === 'deliver') return deliver(call)
  if (what === 'revoke') return publish(call, [wholeNumber('the epoch', rest[0], 1, 0xffff_fffe)])
  if (what === 'destroy') return destroy(call)
  if (what === 'check') return check(where, call)
  throw new UsageError('keys does list, publish, deliver, revoke, destroy or check')
}

async function list({ paths, offline, values, io, now }: Call): Promise<number> {
  const published = await readKeyList(paths)
  const [atDesk, atOffline] = [await epochsIn(paths.desk.epochs), await epochsIn(offline.epochs)]
  const epochs = published.epochs.map(({ epoch }) => ({
    epoch, from: iso(epochStart(epoch)), now: epoch === epochAt(now), revoked: published.revoked.includes(epoch),
    desk: atDesk.includes(epoch), offline: atOffline.includes(epoch),
  }))
  const fingerprint = await rootFingerprint(published.rootPublicKey)
  const until = iso(keyListUntil(published))
  if (values.json === true) {
    say(
      io.stdout,
      JSON.stringify({ fingerprint, sequence: published.sequence, issuedAt: iso(published.issuedAt), until, epochs }),
    )
    return 0
  }
  say(
    io.stdout,
    `fingerprint ${fingerprint}\nsequence    ${published.sequence}, issued ${iso(published.issuedAt)}, until ${until}`,
  )
  for (const each of epochs) {
    const where = [each.desk && 'desk', each.offline && 'offline', each.revoked && 'revoked', each.now && 'this week']
    say(
      io.stdout,
      `  ${each.epoch}  from ${each.from.slice(0, 10)}  ${where.filter(Boolean).join(', ') || 'no key here'}`,
    )
  }
  return 0
}

/** The next list: what was published and is not long over, new weeks up to half a year and a quarter, more revoked. */
async function publish(call: Call, alsoRevoked: readonly number[]): Promise<number> {
  const { paths, offline, now, io } = call
  const before = await readKeyList(paths)
  const strange = alsoRevoked.find((epoch) => !before.epochs.some((each) => each.epoch === epoch))
  if (strange !== undefined) throw new LineError(
    'KEYS_EPOCH', `the key list names no epoch ${strange}; see: nightjar keys list`,
  )
  const master = await askOfflineMaster(call)
  const rootKey = await openOfflineKey(offline.root, SEALED_NAMES.root, master)
  const kept = keptEpochs(before, epochAt(now) - WEEKS_BEHIND)
  const made = await makeEpochs(
    offline, master, Math.max(epochAt(now), (kept.at(-1)?.epoch ?? 0) + 1), epochAt(now) + WEEKS_PUBLISHED,
  )
  if (before.recovery === undefined) throw new LineError('LINE_MISSING', 'public/keylist.bin is not the whole list')
  const signed = await signKeyList({
    rootPublicKey: before.rootPublicKey, sequence: before.sequence + 1, issuedAt: now, epochs: [...kept, ...made],
    recovery: before.recovery, revoked: revokedOf(before, alsoRevoked, epochAt(now)),
  }, rootKey)
  rootKey.fill(0)
  const after = await verifyKeyList(signed, { root: before.root })
  await writeFileDurably(paths.public.keyList, signed)
  const done = { sequence: after.sequence, until: iso(keyListUntil(after)), made: made.length, revoked: after.revoked }
  return tell(
    call.values, io, done, `Key list ${done.sequence} is published, until ${done.until}; ${made.length} new weeks.`,
  )
}

function keptEpochs(before: KeyList, first: number): { epoch: number; publicKey: Uint8Array }[] {
  return before.epochs.flatMap(
    ({ epoch, publicKey }) => (publicKey === undefined || epoch < first ? [] : [{ epoch, publicKey }]),
  )
}

/** A revoked epoch is named as long as somebody's clock or list might still choose it. */
function revokedOf(before: KeyList, more: readonly number[], thisWeek: number): number[] {
  const all = new Set([...before.revoked.filter((epoch) => epoch >= thisWeek - WEEKS_KEPT), ...more])
  return [...all].sort((a, b) => a - b)
}

async function makeEpochs(offline: OfflinePaths, master: Uint8Array, from: number, to: number) {
  const made: { epoch: number; publicKey: Uint8Array }[] = []
  for (let epoch = from; epoch < to; epoch++) {
    const { publicKey, privateKey } = await createSealingKeyPair()
    await writeFileDurably(offline.epoch(epoch), sealUnderMaster(master, SEALED_NAMES.epoch(epoch), privateKey))
    privateKey.fill(0)
    made.push({ epoch, publicKey })
  }
  return made
}

async function deliver(call: Call): Promise<number> {
  const { paths, offline, values, io, now } = call
  const weeks = wholeNumber('--weeks', values.weeks ?? String(WEEKS_AT_DESK), 1, WEEKS_AT_DESK)
  const published = await readKeyList(paths)
  const wanted = Array.from({ length: weeks }, (_, i) => epochAt(now) + i)
  const unknown = wanted.find((epoch) => !published.epochs.some((each) => each.epoch === epoch))
  if (unknown !== undefined) throw new LineError(
    'KEYS_EPOCH', `epoch ${unknown} is not published yet; first: nightjar keys publish`,
  )
  const masters = { offline: await askOfflineMaster(call), desk: await askDeskMaster(call) }
  const delivered = await deliverEpochs(paths, offline, masters, wanted)
  return tell(values, io, { delivered }, delivered.length === 0
    ? 'The desk has these keys already.'
    : `The desk has the keys of ${delivered.length} more weeks; unlock it again to use them.`)
}

async function destroy({ paths, offline, values, io, now }: Call): Promise<number> {
  const first = epochAt(now) - WEEKS_KEPT
  const destroyed = await destroyEpochs(paths.desk.epochs, paths.desk.epoch, first)
  const forgotten = await destroyEpochs(offline.epochs, offline.epoch, first)
  const count = destroyed.length + forgotten.length
  return tell(values, io, { destroyed, offline: forgotten }, count === 0
    ? `No key is older than ${WEEKS_KEPT} weeks.`
    : `${count} keys are destroyed; nothing opens what was sealed to them.`)
}

async function check(file: string, { values, io, now }: Call): Promise<number> {
  if ((values.root === undefined) === (values.line === undefined)) throw new UsageError(
    'check takes --root FINGERPRINT or --line DIR',
  )
  const root = values.root === undefined ? await readRoot(linePaths(values.line ?? '')) : await parseFingerprint(
    values.root,
  )
  const found = await verifyKeyList(await readNeeded(file, 'FILE_MISSING'), { root, now })
  const { sequence, revoked } = found
  const done = { sequence, issuedAt: iso(found.issuedAt), until: iso(keyListUntil(found)), revoked }
  return tell(
    values, io, done, `A true key list: sequence ${done.sequence}, issued ${done.issuedAt}, until ${done.until}.`,
  )
}

async function askOfflineMaster({ offline, values, io }: Call): Promise<Uint8Array> {
  await readNeeded(offline.keyslot, 'KEYS_NOT_OFFLINE')
  const option = '--offline-passphrase-file'
  const passphrase = await askPassphrase(
    io, { file: values['offline-passphrase-file'], option, prompt: 'offline passphrase' },
  )
  return openOfflineMaster(offline, passphrase)
}

async function askDeskMaster({ paths, values, io }: Call): Promise<Uint8Array> {
  const option = '--passphrase-file'
  return openDeskMaster(
    paths, await askPassphrase(io, { file: values['passphrase-file'], option, prompt: 'passphrase of the desk' }),
  )
}

function tell(values: Values, io: Io, result: object, sentence: string): number {
  say(io.stdout, values.json === true ? JSON.stringify(result) : sentence)
  return 0
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text ?? '') || number < least || number > most) {
    throw new UsageError(`${name} is a whole number from ${least} to ${most}`)
  }
  return number
}

function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z')
}

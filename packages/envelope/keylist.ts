/**
 * The key list: which public keys a line may be sealed to, week by week, signed by its root. All numbers are unsigned,
 * big endian.
 *
 *   HEAD   0   4  "NJK" and version 1
 *          4   4  sequence number; a lower one than was ever seen is refused
 *          8   4  issued at, seconds since 1970
 *         12  32  root public key (Ed25519)
 *         44  32  SHA-256 of the recovery public key
 *         76   1  number of epochs e, at most 48
 *         77   1  number of revoked epochs r, at most 48
 *         78 36e  each: epoch (4), SHA-256 of its public key (32); epochs rise strictly, from 1
 *             4r  each: revoked epoch (4); rise strictly
 *             64  Ed25519 signature over "nightjar key list" ‖ all of the above
 *   BODIES        each: epoch (4; 0xffffffff for recovery), public key (1216); epochs rise strictly
 *   PADDING       zeros
 *
 * The full file holds every body and is padded to KEY_LIST_SIZE, so that all lines' lists look alike. A slice is the
 * head with some of the bodies and no padding: whoever holds the full file cuts it without a key, and a page that needs
 * this week's key and the recovery key loads 4 KB and not 64.
 */
import { type Bytes, concat, copied, equal, needLength, readU32, sha256, u32, utf8 } from './bytes.ts'
import { RECOVERY_EPOCH, type SealingKey } from './envelope.ts'
import { epochAt, epochStart } from './epoch.ts'
import { refuse } from './errors.ts'
import { PUBLIC_KEY_BYTES } from './hpke.ts'
import { FINGERPRINT_BYTES, fingerprintOf, ROOT_KEY_BYTES, SIGNATURE_BYTES, signByRoot, verifyByRoot } from './root.ts'

export const KEY_LIST_SIZE = 65_536
export const MAX_EPOCHS = 48
const magic = Uint8Array.of(0x4e, 0x4a, 0x4b, 1)
const fixedBytes = 78
const epochBytes = 36
const bodyBytes = 4 + PUBLIC_KEY_BYTES
const context = utf8('nightjar key list')

export interface KeyListEpoch {
  epoch: number
  hash: Bytes
  /** Absent when a slice left it out. */
  publicKey?: Bytes
}

export interface KeyList {
  /** The fingerprint (24 octets) of `rootPublicKey`. */
  root: Bytes
  rootPublicKey: Bytes
  sequence: number
  issuedAt: number
  epochs: KeyListEpoch[]
  recoveryHash: Bytes
  recovery?: Bytes
  revoked: number[]
}

/** What a new list is made of. */
export interface KeyListContent {
  rootPublicKey: Uint8Array
  sequence: number
  issuedAt: number
  epochs: readonly { epoch: number; publicKey: Uint8Array }[]
  recovery: Uint8Array
  revoked: readonly number[]
}

/** The full file. Throws KEYLIST_TOO_LONG, KEY_LENGTH or KEYLIST_MALFORMED (epochs out of order). */
export async function signKeyList(content: KeyListContent, rootPrivateKey: Uint8Array): Promise<Bytes> {
  checkContent(content)
  const { epochs, revoked, recovery } = content
  const hashes = await Promise.all(epochs.map(({ publicKey }) => sha256(publicKey)))
  const signed = concat(
    magic, u32(content.sequence), u32(content.issuedAt), content.rootPublicKey, await sha256(recovery),
    Uint8Array.of(epochs.length, revoked.length),
    ...epochs.flatMap(({ epoch }, i) => [u32(epoch), hashes[i] ?? new Uint8Array(32)]), ...revoked.map(u32),
  )
  const signature = await signByRoot(concat(context, signed), rootPrivateKey)
  const bodies = [...epochs, { epoch: RECOVERY_EPOCH, publicKey: recovery }]
  const full = new Uint8Array(KEY_LIST_SIZE)
  full.set(concat(signed, signature, ...bodies.flatMap(({ epoch, publicKey }) => [u32(epoch), publicKey])))
  return full
}

function checkContent({ epochs, revoked, recovery, rootPublicKey }: KeyListContent): void {
  if (epochs.length > MAX_EPOCHS || revoked.length > MAX_EPOCHS) {
    refuse('KEYLIST_TOO_LONG', `a key list names at most ${MAX_EPOCHS} epochs and as many revoked ones`)
  }
  needLength('KEY_LENGTH', 'a root public key', rootPublicKey, ROOT_KEY_BYTES)
  for (const key of [recovery, ...epochs.map(({ publicKey }) => publicKey)]) {
    needLength('KEY_LENGTH', 'a public sealing key', key, PUBLIC_KEY_BYTES)
  }
  needRising([...epochs.map(({ epoch }) => epoch), RECOVERY_EPOCH])
  needRising(revoked)
}

export interface KeyListTrust {
  /** The pinned fingerprint, 24 octets. */
  root: Uint8Array
  /** The highest sequence number seen so far. */
  minSequence?: number
  /** Unix seconds; given, a list whose last epoch is over is refused. A phone leaves it out and seals to recovery. */
  now?: number
}

/** Takes the full file and slices alike. Throws EnvelopeError KEYLIST_*; nothing of an unverified list comes back. */
export async function verifyKeyList(bytes: Uint8Array, trust: KeyListTrust): Promise<KeyList> {
  needLength('FINGERPRINT_INVALID', 'the pinned fingerprint', trust.root, FINGERPRINT_BYTES)
  if (bytes.length > KEY_LIST_SIZE) refuse('KEYLIST_TOO_LONG', `a key list has at most ${KEY_LIST_SIZE} octets`)
  const { list, signed, signature, bodies } = readHead(copied(bytes))
  await needRoot(list, trust.root)
  if (!(await verifyByRoot(signature, concat(context, signed), list.rootPublicKey))) {
    refuse('KEYLIST_SIGNATURE', 'the key list is not signed by the root it names')
  }
  if (list.sequence < (trust.minSequence ?? 0)) {
    refuse('KEYLIST_OLD', `a newer key list was seen: ${trust.minSequence}, this one is ${list.sequence}`)
  }
  if (trust.now !== undefined && trust.now >= keyListUntil(list)) {
    refuse('KEYLIST_EXPIRED', 'every epoch of the key list is over; a new one must be published')
  }
  return addBodies(list, bodies)
}

/** When its last epoch ends, unix seconds; 0 for a list without epochs. */
export function keyListUntil({ epochs }: Pick<KeyList, 'epochs'>): number {
  const last = epochs.at(-1)
  return last === undefined ? 0 : epochStart(last.epoch + 1)
}

/** True when no body was left out: what intake keeps, and slices are cut from. */
export function isWholeKeyList({ epochs, recovery }: KeyList): boolean {
  return recovery !== undefined && epochs.every(({ publicKey }) => publicKey !== undefined)
}

/** Head, the bodies of these epochs, and recovery. Checks the shape only: verify before or after. */
export function sliceKeyList(bytes: Uint8Array, epochs: readonly number[]): Bytes {
  const { list, headLength, bodies } = readHead(copied(bytes))
  const wanted = readBodies(list, bodies).filter(({ epoch }) => epoch === RECOVERY_EPOCH || epochs.includes(epoch))
  return concat(bytes.subarray(0, headLength), ...wanted.flatMap(({ epoch, publicKey }) => [u32(epoch), publicKey]))
}

/** The key of the week, or recovery when the list holds no valid one. Throws KEY_NONE when it holds neither. */
export function chooseKey(list: KeyList, nowUnixSeconds: number): SealingKey {
  const epoch = epochAt(nowUnixSeconds)
  const found = list.revoked.includes(epoch) ? undefined : list.epochs.find((each) => each.epoch === epoch)
  if (found?.publicKey !== undefined) return { publicKey: found.publicKey, epoch, recovery: false }
  if (list.recovery !== undefined) return { publicKey: list.recovery, epoch, recovery: true }
  return refuse('KEY_NONE', 'the key list holds neither this week\'s key nor the recovery key')
}

interface Head { list: KeyList; signed: Bytes; signature: Bytes; headLength: number; bodies: Bytes }

function readHead(bytes: Bytes): Head {
  const [epochCount = 0, revokedCount = 0] = bytes.subarray(76, fixedBytes)
  const signedLength = fixedBytes + epochBytes * epochCount + 4 * revokedCount
  const headLength = signedLength + SIGNATURE_BYTES
  if (bytes.length < headLength || !equal(bytes.subarray(0, 4), magic)) malformed('it has no whole head of version 1')
  if (epochCount > MAX_EPOCHS || revokedCount > MAX_EPOCHS) {
    refuse('KEYLIST_TOO_LONG', `a key list names at most ${MAX_EPOCHS} epochs and as many revoked ones`)
  }
  const epochs = Array.from({ length: epochCount }, (_, i) => {
    const at = fixedBytes + epochBytes * i
    return { epoch: readU32(bytes, at), hash: bytes.slice(at + 4, at + epochBytes) }
  })
  const revoked = Array.from({ length: revokedCount }, (_, i) => readU32(bytes, signedLength - 4 * (revokedCount - i)))
  needRising([...epochs.map(({ epoch }) => epoch), RECOVERY_EPOCH])
  needRising(revoked)
  const list = {
    root: new Uint8Array(0), rootPublicKey: bytes.slice(12, 44), sequence: readU32(bytes, 4), issuedAt: readU32(
      bytes, 8,
    ),
    epochs, recoveryHash: bytes.slice(44, 76), revoked,
  }
  return {
    list, signed: bytes.subarray(0, signedLength), signature: bytes.slice(signedLength, headLength), headLength,
    bodies: bytes.subarray(headLength),
  }
}

async function needRoot(list: KeyList, pinned: Uint8Array): Promise<void> {
  list.root = await fingerprintOf(list.rootPublicKey)
  if (!equal(list.root, pinned)) refuse('KEYLIST_ROOT', 'the key list belongs to another line than the pinned one')
}

interface Body { epoch: number; publicKey: Bytes }

function readBodies(list: KeyList, bytes: Bytes): Body[] {
  const count = Math.min(Math.floor(bytes.length / bodyBytes), list.epochs.length + 1)
  const bodies: Body[] = []
  for (let at = 0; bodies.length < count && readU32(bytes, at) !== 0; at += bodyBytes) {
    bodies.push({ epoch: readU32(bytes, at), publicKey: bytes.slice(at + 4, at + bodyBytes) })
  }
  needRising(bodies.map(({ epoch }) => epoch))
  if (bytes.subarray(bodies.length * bodyBytes).some((octet) => octet !== 0)) malformed(
    'what follows its keys is not zeros',
  )
  return bodies
}

async function addBodies(list: KeyList, bytes: Bytes): Promise<KeyList> {
  const byEpoch = new Map<number, Bytes>()
  for (const { epoch, publicKey } of readBodies(list, bytes)) {
    const named = list.epochs.find((each) => each.epoch === epoch)
    const expected = epoch === RECOVERY_EPOCH ? list.recoveryHash : named?.hash
    if (expected === undefined || !equal(await sha256(publicKey), expected)) {
      refuse('KEYLIST_BODY', 'a key in the list is not one that the root signed')
    }
    byEpoch.set(epoch, publicKey)
  }
  const epochs = list.epochs.map((each) => withKey(each, byEpoch.get(each.epoch)))
  const recovery = byEpoch.get(RECOVERY_EPOCH)
  return recovery === undefined ? { ...list, epochs } : { ...list, epochs, recovery }
}

function withKey(each: KeyListEpoch, publicKey: Bytes | undefined): KeyListEpoch {
  return publicKey === undefined ? each : { ...each, publicKey }
}

function needRising(numbers: readonly number[]): void {
  if (numbers.some((each, i) => each <= (numbers[i - 1] ?? 0))) malformed('its epochs do not rise strictly from 1')
}

function malformed(why: string): never {
  return refuse('KEYLIST_MALFORMED', `this is not a key list: ${why}`)
}

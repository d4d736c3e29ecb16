/**
 * Files sealed under a passphrase.
 *
 *   0   4  magic "NJPP"
 *   4   1  version, 1
 *   5   1  flags: bit 0 = a destroyable part is mixed in; the rest 0
 *   6   4  Argon2id memory in KiB, big endian
 *  10   1  passes
 *  11   1  lanes
 *  12  16  salt
 *  28  12  nonce
 *  40   n  AES-256-GCM of the content, the header above as associated data, tag of 16 octets at the end
 *
 * key = HKDF-SHA256(ikm = Argon2id(passphrase) ‖ part, salt, info = "nightjar passphrase 1"). The cost stands in the
 * file so that it can be raised later, and is bounded on reading so that a planted file cannot eat the machine.
 * Without the part (destroyed in one unlink) the passphrase opens nothing.
 */
import { argon2, createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { MachineError } from './errors.ts'

type Bytes = Uint8Array<ArrayBuffer>

interface Cost { memoryKiB: number; passes: number; lanes: number }

/** `light` is for tests and the demo only. `full`: 256 MiB, about two thirds of a second on two ordinary cores. */
const costs = {
  light: { memoryKiB: 8 * 1024, passes: 1, lanes: 1 },
  full: { memoryKiB: 256 * 1024, passes: 3, lanes: 4 },
} as const satisfies Record<string, Cost>

export type PassphraseCost = keyof typeof costs

const magic = Buffer.from('NJPP')
const version = 1
const headerBytes = 40
const tagBytes = 16
const most: Cost = { memoryKiB: 1024 * 1024, passes: 10, lanes: 8 }
const derive = promisify(argon2)

export interface SealOptions { cost?: PassphraseCost; part?: Uint8Array | undefined }

export async function sealWithPassphrase(
  plain: Uint8Array, passphrase: string, { cost = 'full', part }: SealOptions = {},
): Promise<Bytes> {
  const header = writeHeader(costs[cost], part !== undefined)
  const key = await keyFor(passphrase, header, costs[cost], part)
  const cipher = createCipheriv('aes-256-gcm', key, header.subarray(28, headerBytes)).setAAD(header)
  const sealed = Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  key.fill(0)
  return new Uint8Array(sealed)
}

/** Throws MachineError: PASSPHRASE_WRONG for any failed tag, PASSPHRASE_FILE_* for what is no such file. */
export async function openWithPassphrase(
  sealed: Uint8Array, passphrase: string, { part }: { part?: Uint8Array | undefined } = {},
): Promise<Bytes> {
  const { header, cost, needsPart } = readHeader(sealed)
  if (needsPart && part === undefined) {
    throw new MachineError('PASSPHRASE_PART_MISSING', 'the destroyable key part is gone; nothing opens this file without it')
  }
  const key = await keyFor(passphrase, header, cost, needsPart ? part : undefined)
  const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(28, headerBytes)).setAAD(header)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const plain = decipher.update(sealed.subarray(headerBytes, sealed.length - tagBytes))
    return new Uint8Array(Buffer.concat([plain, decipher.final()]))
  } catch {
    throw new MachineError('PASSPHRASE_WRONG', 'the passphrase does not open this file, or the file was changed')
  } finally {
    key.fill(0)
  }
}

function writeHeader(cost: Cost, hasPart: boolean): Buffer {
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header.writeUInt8(version, 4)
  header.writeUInt8(hasPart ? 1 : 0, 5)
  header.writeUInt32BE(cost.memoryKiB, 6)
  header.writeUInt8(cost.passes, 10)
  header.writeUInt8(cost.lanes, 11)
  randomBytes(28).copy(header, 12)
  return header
}

function readHeader(sealed: Uint8Array): { header: Buffer; cost: Cost; needsPart: boolean } {
  if (sealed.length < headerBytes + tagBytes) {
    throw new MachineError('PASSPHRASE_FILE_SHORT', `a sealed file has at least ${headerBytes + tagBytes} octets, this one ${sealed.length}`)
  }
  const header = Buffer.from(sealed.subarray(0, headerBytes))
  if (!header.subarray(0, 4).equals(magic)) {
    throw new MachineError('PASSPHRASE_FILE_MAGIC', 'this is not a file sealed with a passphrase')
  }
  const [found, flags] = [header.readUInt8(4), header.readUInt8(5)]
  if (found !== version || flags > 1) {
    throw new MachineError('PASSPHRASE_FILE_VERSION', `sealed by version ${found}.${flags}; this program knows version ${version}`)
  }
  const cost = { memoryKiB: header.readUInt32BE(6), passes: header.readUInt8(10), lanes: header.readUInt8(11) }
  refuseBadCost(cost)
  return { header, cost, needsPart: flags === 1 }
}

function refuseBadCost({ memoryKiB, passes, lanes }: Cost): void {
  const sane = passes >= 1 && passes <= most.passes && lanes >= 1 && lanes <= most.lanes
    && memoryKiB >= 8 * lanes && memoryKiB <= most.memoryKiB
  if (!sane) {
    throw new MachineError('PASSPHRASE_FILE_COST', `the file asks for ${memoryKiB} KiB, ${passes} passes, ${lanes} lanes: out of bounds`)
  }
}

async function keyFor(passphrase: string, header: Buffer, cost: Cost, part: Uint8Array | undefined): Promise<Buffer> {
  if (passphrase === '') throw new MachineError('PASSPHRASE_EMPTY', 'a passphrase is needed')
  const salt = header.subarray(12, 28)
  const stretched = await derive('argon2id', {
    message: passphrase.normalize('NFKC'), nonce: salt, memory: cost.memoryKiB, passes: cost.passes,
    parallelism: cost.lanes, tagLength: 32,
  })
  const material = Buffer.concat([stretched, part ?? new Uint8Array(0)])
  const key = Buffer.from(hkdfSync('sha256', material, salt, 'nightjar passphrase 1', 32))
  material.fill(0)
  stretched.fill(0)
  return key
}

/**
 * The desk's master key: 32 random octets that live only in memory while the desk is unlocked. (The offline folder has
 * one too, so that a passphrase is stretched once and not once a key.)
 *
 * keyslot.json  {"version":1,"sealed":base64}: the master key sealed with the desk's passphrase and the destroyable
 *               part (passphrase.ts). Whoever has the disk but not part.key can guess passphrases for ever in vain.
 *               The offline keyslot has no part.
 *
 * A file under the master key:
 *   0   4  magic "NJMK"
 *   4   1  version, 1
 *   5  12  nonce
 *  17   n  AES-256-GCM of the content, the five octets above and the file's name as associated data; tag at the end
 *
 * key = HKDF-SHA256(master, no salt, info = "nightjar desk file 1 " + name): one key a name, so a file moved to another
 * name does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { openWithPassphrase, sealWithPassphrase, type PassphraseCost } from './passphrase.ts'

type Bytes = Uint8Array<ArrayBuffer>

export type MasterErrorCode = 'MASTER_FILE' | 'MASTER_WRONG'

export class MasterError extends Error {
  override name = 'MasterError'
  readonly code: MasterErrorCode

  constructor(code: MasterErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const MASTER_BYTES = 32
export const PART_BYTES = 32
const head = Buffer.concat([Buffer.from('NJMK'), Buffer.of(1)])
const nonceBytes = 12
const tagBytes = 16

export function sealUnderMaster(master: Uint8Array, name: string, plain: Uint8Array): Bytes {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', fileKey(master, name), nonce).setAAD(associated(name))
  return new Uint8Array(Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** Throws MasterError MASTER_FILE for what is no such file, and MASTER_WRONG for a failed tag, whatever the cause. */
export function openUnderMaster(master: Uint8Array, name: string, sealed: Uint8Array): Bytes {
  const body = head.length + nonceBytes
  if (sealed.length < body + tagBytes || !head.equals(sealed.subarray(0, head.length))) {
    throw new MasterError('MASTER_FILE', 'this is not a file sealed under the desk\'s master key')
  }
  const nonce = sealed.subarray(head.length, body)
  const decipher = createDecipheriv('aes-256-gcm', fileKey(master, name), nonce).setAAD(associated(name))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const plain = decipher.update(sealed.subarray(body, sealed.length - tagBytes))
    return new Uint8Array(Buffer.concat([plain, decipher.final()]))
  } catch {
    throw new MasterError('MASTER_WRONG', 'the desk\'s master key does not open this file, or the file was changed')
  }
}

export interface KeyslotOptions {
  cost?: PassphraseCost
  /** Mixed in, so that without it the passphrase opens nothing. */
  part?: Uint8Array
}

/** A new master key, and the keyslot (JSON text) that holds it. */
export async function createKeyslot(
  passphrase: string, options: KeyslotOptions = {},
): Promise<{ keyslot: string; master: Bytes }> {
  const master = new Uint8Array(randomBytes(MASTER_BYTES))
  const sealed = await sealWithPassphrase(master, passphrase, options)
  return { keyslot: `${JSON.stringify({ version: 1, sealed: Buffer.from(sealed).toString('base64') })}\n`, master }
}

export function createPart(): Bytes {
  return new Uint8Array(randomBytes(PART_BYTES))
}

/** The master key. Throws PASSPHRASE_WRONG, PASSPHRASE_PART_MISSING or MASTER_FILE. */
export async function openKeyslot(keyslot: string, passphrase: string, part: Uint8Array | undefined): Promise<Bytes> {
  const master = await openWithPassphrase(readKeyslot(keyslot), passphrase, { part })
  if (master.length !== MASTER_BYTES) throw new MasterError('MASTER_FILE', 'the keyslot holds no master key')
  return master
}

function readKeyslot(keyslot: string): Uint8Array {
  try {
    const parsed: unknown = JSON.parse(keyslot)
    if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && parsed.version === 1
      && 'sealed' in parsed && typeof parsed.sealed === 'string') {
      return Buffer.from(parsed.sealed, 'base64')
    }
  } catch { /* said below, once, for every way of not being a keyslot */ }
  throw new MasterError('MASTER_FILE', 'keyslot.json is not a keyslot of version 1')
}

function fileKey(master: Uint8Array, name: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), `nightjar desk file 1 ${name}`, 32))
}

function associated(name: string): Uint8Array {
  return Buffer.concat([head, Buffer.from(name, 'utf8')])
}

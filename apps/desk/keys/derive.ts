/**
 * The desk's own keys, all from the master key that the passphrase and the destroyable part open, each bound to its
 * use by its name: HKDF-SHA256(master, no salt, "nightjar desk <name> 1"), 32 octets.
 *
 *   store      the SQLite file
 *   vault      sources' identities, sealed row by row inside the store
 *   pseudonym  keyed hash that turns a source into a code that is the same next time and says nothing
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type Bytes = Uint8Array<ArrayBuffer>

export interface DeskKeys { store: Bytes; vault: Bytes; pseudonym: Bytes }

const names = ['store', 'vault', 'pseudonym'] as const

export function deriveDeskKeys(master: Uint8Array): DeskKeys {
  const derive = (name: typeof names[number]) =>
    new Uint8Array(hkdfSync('sha256', master, '', `nightjar desk ${name} 1`, 32))
  return { store: derive('store'), vault: derive('vault'), pseudonym: derive('pseudonym') }
}

/** Overwrites key material. What the runtime copied meanwhile is out of reach, which SECURITY.md says. */
export function wipe(...secrets: (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0)
}

const NONCE = 12
const TAG = 16

/** nonce of 12 octets ‖ AES-256-GCM with `context` as associated data ‖ tag of 16. */
export function sealRow(key: Uint8Array, context: string, plain: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** Undefined when the row was changed, moved to another context, or sealed under another key. */
export function openRow(key: Uint8Array, context: string, sealed: Uint8Array): Bytes | undefined {
  if (sealed.length < NONCE + TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  try {
    const plain = decipher.update(sealed.subarray(NONCE, sealed.length - TAG))
    return new Uint8Array(Buffer.concat([plain, decipher.final()]))
  } catch {
    return undefined
  }
}

export function keyedHash(key: Uint8Array, use: string, value: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(`${use}\0`).update(value).digest()
}

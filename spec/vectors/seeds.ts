/** Randomness for the vectors that is the same at every run: SHA-256 of what it is for. Never a key of anybody. */
import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js'
import { KEM_MLKEM768_X25519 } from '@panva/hpke-noble'
import type { Bytes } from '@nightjar/envelope'
import { suiteWith } from '../../packages/envelope/hpke.ts'

export function seed(purpose: string, length: number): Bytes {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 32) {
    const part = createHash('sha256').update(`nightjar vectors ${purpose} ${at / 32}`).digest()
    bytes.set(part.subarray(0, length - at), at)
  }
  return bytes
}

export function sealingKeyPair(purpose: string): { publicKey: Bytes; privateKey: Bytes } {
  const privateKey = seed(purpose, 32)
  return { publicKey: new Uint8Array(MLKEM768X25519.keygen(privateKey).publicKey), privateKey }
}

export function rootKeyPair(purpose: string): { publicKey: Bytes; privateKey: Bytes } {
  const privateKey = seed(purpose, 32)
  return { publicKey: new Uint8Array(ed25519.getPublicKey(privateKey)), privateKey }
}

/** Suite 1 whose encapsulation to this key takes its randomness from the argument (noble wipes what it is given). */
export function fixedSuite(publicKey: Bytes, randomness: Bytes) {
  const kem = KEM_MLKEM768_X25519()
  const { sharedSecret, cipherText } = MLKEM768X25519.encapsulate(publicKey, randomness.slice())
  return suiteWith(() => ({ ...kem, Encap: () => Promise.resolve({ shared_secret: sharedSecret, enc: cipherText }) }))
}

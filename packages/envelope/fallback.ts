/** What is loaded only where WebCrypto lacks it: a chunk of its own, so that newer browsers never fetch it. */
import { ed25519 } from '@noble/curves/ed25519.js'
export { KEM_MLKEM768_X25519 } from '@panva/hpke-noble'

export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  return ed25519.verify(signature, message, publicKey, { zip215: false })
}

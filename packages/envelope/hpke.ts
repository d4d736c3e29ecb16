import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519, type KEMFactory } from 'hpke'
import { type Bytes, copied } from './bytes.ts'

/** X-Wing (draft-connolly-cfrg-xwing-kem), pinned by vectors in hpke.test.ts. */
export const PUBLIC_KEY_BYTES = 1216
export const PRIVATE_KEY_BYTES = 32

let found: Promise<CipherSuite> | undefined

/** Suite 1's HPKE. Found once; a fallback that could not be loaded (network cut) is tried again at the next call. */
export function hybridSuite(): Promise<CipherSuite> {
  found ??= findSuite().catch((error: unknown) => {
    found = undefined
    throw error
  })
  return found
}

export function suiteWith(kem: KEMFactory): CipherSuite {
  return new CipherSuite(kem, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
}

async function findSuite(): Promise<CipherSuite> {
  const native = suiteWith(KEM_MLKEM768_X25519)
  try {
    await native.GenerateKeyPair()
    return native
  } catch {
    const { KEM_MLKEM768_X25519: noble } = await import('./fallback.ts')
    return suiteWith(noble)
  }
}

/** The private key is the X-Wing seed. */
export async function createSealingKeyPair(): Promise<{ publicKey: Bytes; privateKey: Bytes }> {
  const suite = await hybridSuite()
  const pair = await suite.GenerateKeyPair(true)
  return {
    publicKey: copied(await suite.SerializePublicKey(pair.publicKey)),
    privateKey: copied(await suite.SerializePrivateKey(pair.privateKey)),
  }
}

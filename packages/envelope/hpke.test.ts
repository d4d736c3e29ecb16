import { existsSync, readFileSync } from 'node:fs'
import { AEAD_ChaCha20Poly1305, CipherSuite, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from 'hpke'
import { expect, test } from 'vitest'
import { KEM_MLKEM768_X25519 as fallbackKem } from './fallback.ts'
import { createSealingKeyPair, hybridSuite, suiteWith } from './hpke.ts'

const published = new URL('../../../shared/data/hpke/hpke-pq-test-vectors.json', import.meta.url)

interface Vector {
  kem_id: number; kdf_id: number; aead_id: number; info: string; skRm: string; pkRm: string; enc: string
  encryptions: { aad: string; ct: string; pt: string }[]
  exports: { exporter_context: string; L: number; exported_value: string }[]
}

const octets = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal, 'hex'))

/** X-Wing with the KDF that we use; published with another AEAD, which changes nothing about the KEM. */
test.skipIf(!existsSync(published)).each([
  ['WebCrypto', KEM_MLKEM768_X25519], ['noble', fallbackKem],
] as const)('%s does X-Wing as the HPKE-PQ vectors say (needs shared/data/hpke)', async (_, kem) => {
  const all: Vector[] = JSON.parse(readFileSync(published, 'utf8'))
  const vector = all.find((each) => each.kem_id === 25_722 && each.kdf_id === 1)
  const suite = new CipherSuite(kem, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305)
  const key = await suite.DeserializePrivateKey(octets(vector?.skRm ?? ''))
  const context = await suite.SetupRecipient(key, octets(vector?.enc ?? ''), { info: octets(vector?.info ?? '') })
  for (const { aad, ct, pt } of vector?.encryptions ?? []) {
    expect(Buffer.from(await context.Open(octets(ct), octets(aad))).toString('hex')).toBe(pt)
  }
  for (const { exporter_context: label, L, exported_value: value } of vector?.exports ?? []) {
    expect(Buffer.from(await context.Export(octets(label), L)).toString('hex')).toBe(value)
  }
  expect(vector?.encryptions.length).toBe(10)
})

test('WebCrypto and the fallback open what the other sealed', async () => {
  const { publicKey, privateKey } = await createSealingKeyPair()
  const [native, noble] = [await hybridSuite(), suiteWith(fallbackKem)]
  for (const [sealing, opening] of [[native, noble], [noble, native]] as const) {
    const sealed = await sealing.Seal(await sealing.DeserializePublicKey(publicKey), octets('0102'))
    const key = await opening.DeserializePrivateKey(privateKey)
    expect(Buffer.from(await opening.Open(key, sealed.encapsulatedSecret, sealed.ciphertext)).toString('hex')).toBe(
      '0102',
    )
  }
})

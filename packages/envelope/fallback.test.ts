import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { epochStart } from './epoch.ts'

/** Signed where WebCrypto was whole. */
const file = new URL('../../spec/vectors/keylist-slice.json', import.meta.url)
const vector: { list: { base64: string }; root: string; choose: { epoch: number }[] } = JSON.parse(
  readFileSync(file, 'utf8'),
)
const signedElsewhere = {
  list: new Uint8Array(Buffer.from(vector.list.base64, 'base64')),
  root: new Uint8Array(Buffer.from(vector.root, 'hex')),
  now: epochStart(vector.choose[0]?.epoch ?? 0),
}

/** A browser of some years ago: WebCrypto without ML-KEM and without Ed25519. */
const whole = SubtleCrypto.prototype.importKey
const asked = new Set<string>()

beforeAll(() => {
  vi.resetModules()
  SubtleCrypto.prototype.importKey = function lacking(this: SubtleCrypto, ...given: Parameters<typeof whole>) {
    const [, , algorithm] = given
    const name = typeof algorithm === 'string' ? algorithm : algorithm.name
    asked.add(name)
    if (name === 'ML-KEM-768' || name === 'Ed25519') {
      return Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
    }
    return whole.apply(this, given)
  } as typeof whole
})

afterAll(() => {
  SubtleCrypto.prototype.importKey = whole
})

test('where WebCrypto lacks them, noble verifies the list, makes keys, seals and opens', async () => {
  const { chooseKey, createSealingKeyPair, newPayload, seal, verifyKeyList } = await import('./index.ts')
  const { open } = await import('./open.ts')
  const list = await verifyKeyList(signedElsewhere.list, { root: signedElsewhere.root })
  await expect(verifyKeyList(signedElsewhere.list.with(9, 1), { root: signedElsewhere.root })).rejects.toMatchObject({
    code: 'KEYLIST_SIGNATURE',
  })
  expect(chooseKey(list, signedElsewhere.now).recovery).toBe(false)
  const { publicKey, privateKey } = await createSealingKeyPair()
  const sealed = await seal(
    newPayload({ kind: 1, channel: 'web', text: 'old phone' }), { publicKey, epoch: 3000, recovery: false }, list.root,
  )
  const opened = await open(sealed.envelope, { root: list.root, epochs: new Map([[3000, privateKey]]) })
  expect(opened.payload.text).toBe('old phone')
  expect([asked.has('ML-KEM-768'), asked.has('Ed25519')]).toEqual([true, true])
})

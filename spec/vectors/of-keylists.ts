import { epochStart, fingerprintOf, rootFingerprint, signKeyList, sliceKeyList } from '@nightjar/envelope'
import { rootKeyPair, sealingKeyPair } from './seeds.ts'
import type { Expect, FingerprintVector, KeyListVector } from './shapes.ts'

const first = 2958
const headBytes = 78 + 3 * 36 + 4 + 64
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export async function keyListVectors(): Promise<Record<string, KeyListVector | FingerprintVector>> {
  const root = rootKeyPair('root')
  const stranger = rootKeyPair('another root')
  const pin = hex(await fingerprintOf(root.publicKey))
  const content = {
    rootPublicKey: root.publicKey, sequence: 5, issuedAt: epochStart(first) + 100,
    epochs: ['week', 'week 2', 'week 3'].map(
      (purpose, i) => ({ epoch: first + i, publicKey: sealingKeyPair(purpose).publicKey }),
    ),
    recovery: sealingKeyPair('recovery').publicKey, revoked: [first + 1],
  }
  const full = await signKeyList(content, root.privateKey)
  const slice = sliceKeyList(full, [first])
  const whole = ['E-20', 'E-21', 'E-25']
  const result = {
    sequence: 5, issuedAt: content.issuedAt, epochs: [first, first + 1, first + 2], revoked: [first + 1],
  }
  const long = (bytes: Uint8Array) => {
    const end = bytes.findLastIndex((octet) => octet !== 0) + 1
    const base64 = Buffer.from(bytes.subarray(0, end)).toString('base64')
    return end === bytes.length ? { base64 } : { base64, padTo: bytes.length }
  }
  const opens = (
    about: string, rules: string[], list: Uint8Array, withKey: number[], choose: KeyListVector['choose'] = [],
  ): KeyListVector =>
    ({
      type: 'keylist', about, rules, expect: 'ok', list: long(list), root: pin, result: { ...result, withKey }, choose,
    })
  const fails = (
    about: string, rule: string, expect: Expect, list: Uint8Array, more: Partial<KeyListVector> = {},
  ): KeyListVector =>
    ({ type: 'keylist', about, rules: [rule], expect, list: long(list), root: pin, ...more })
  const flipped = (at: number) => full.with(at, (full[at] ?? 0) ^ 1)
  const signedBy = (key: typeof root, change: Partial<typeof content> = {}) => signKeyList(
    { ...content, ...change }, key.privateKey,
  )
  const text = await rootFingerprint(root.publicKey)
  return {
    'keylist-full': opens('A whole list: the week, a revoked week, recovery for the rest.', whole, full, result.epochs, [
      { at: epochStart(first), epoch: first, recovery: false },
      { at: epochStart(first + 1), epoch: first + 1, recovery: true },
      { at: epochStart(first + 3) - 1, epoch: first + 2, recovery: false },
      { at: epochStart(first + 3), epoch: first + 3, recovery: true },
      { at: 0, epoch: -1, recovery: true },
    ]),
    'keylist-slice': opens('The same head with one week\'s key and recovery.', ['E-23'], slice, [first], [
      { at: epochStart(first), epoch: first, recovery: false },
      { at: epochStart(first + 2), epoch: first + 2, recovery: true },
    ]),
    'keylist-forged-head': fails('A changed sequence number.', 'E-21', 'KEYLIST_SIGNATURE', flipped(7)),
    'keylist-forged-signature': fails('A changed signature.', 'E-21', 'KEYLIST_SIGNATURE', flipped(headBytes - 1)),
    'keylist-forged-body': fails('A key that the root did not sign.', 'E-22', 'KEYLIST_BODY', flipped(headBytes + 100)),
    'keylist-wrong-signer': fails(
      'Names the root, signed by another.', 'E-21', 'KEYLIST_SIGNATURE', await signedBy(stranger),
    ),
    'keylist-other-root': fails(
      'A true list of another line.', 'E-21', 'KEYLIST_ROOT',
      await signedBy(stranger, { rootPublicKey: stranger.publicKey }),
    ),
    'keylist-older': fails('A lower sequence number than was seen.', 'E-24', 'KEYLIST_OLD', full, { minSequence: 6 }),
    'keylist-expired': fails('Every epoch is over.', 'E-24', 'KEYLIST_EXPIRED', full, { now: epochStart(first + 3) }),
    'keylist-over-long': fails(
      'An octet more than a list may have.', 'E-20', 'KEYLIST_TOO_LONG', new Uint8Array([...full, 0]),
    ),
    'keylist-cut-head': fails('Cut inside the head.', 'E-20', 'KEYLIST_MALFORMED', slice.subarray(0, 200)),
    'keylist-padding': fails('Padding that is not zeros.', 'E-20', 'KEYLIST_MALFORMED', flipped(65_535)),
    'keylist-version': fails('Version 2.', 'E-20', 'KEYLIST_MALFORMED', full.with(3, 2)),
    'fingerprint-whole': {
      type: 'fingerprint', about: 'A root public key and its fingerprint as people read it.', rules: ['E-26'],
      expect: 'ok', text,
      publicKey: hex(root.publicKey), fingerprint: pin,
    },
    'fingerprint-slip': {
      type: 'fingerprint', about: 'One letter is another.', rules: ['E-26'], expect: 'FINGERPRINT_INVALID',
      text: (text.startsWith('a') ? 'b' : 'a') + text.slice(1),
    },
  }
}

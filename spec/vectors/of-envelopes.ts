import { encodePayload, fingerprintOf } from '@nightjar/envelope'
import type { SealingKey } from '@nightjar/envelope'
import { pad } from '../../packages/envelope/padding.ts'
import { sealContent } from '../../packages/envelope/seal.ts'
import { smallPayload, wholePayload } from './of-payloads.ts'
import { fixedSuite, rootKeyPair, sealingKeyPair, seed } from './seeds.ts'
import type { EnvelopeVector, Expect } from './shapes.ts'

const epoch = 2958
const week = sealingKeyPair('week')
const recovery = sealingKeyPair('recovery')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const base64 = (bytes: Uint8Array) => ({ base64: Buffer.from(bytes).toString('base64') })

async function sealed(content: Uint8Array<ArrayBuffer>, key: SealingKey, root: Uint8Array) {
  const randomness = seed('encapsulation', 64)
  const made = await sealContent(fixedSuite(key.publicKey, randomness), content, key, root)
  const how = { publicKey: hex(key.publicKey), randomness: hex(randomness), epoch: key.epoch, recovery: key.recovery }
  return { ...made, how }
}

export async function envelopeVectors(): Promise<Record<string, EnvelopeVector>> {
  const root = await fingerprintOf(rootKeyPair('root').publicKey)
  const weekKey = { publicKey: week.publicKey, epoch, recovery: false }
  const recoveryKey = { publicKey: recovery.publicKey, epoch, recovery: true }
  const desk = { root: hex(root), epochs: { [epoch]: hex(week.privateKey) } }
  const custodians = { root: hex(root), epochs: {}, recovery: hex(recovery.privateKey) }
  const whole = await sealed(pad(encodePayload(wholePayload)), weekKey, root)
  const large = await sealed(pad(encodePayload(smallPayload), 16_384), weekKey, root)
  const late = await sealed(pad(encodePayload(smallPayload)), recoveryKey, root)
  const dirtyContent = pad(encodePayload(smallPayload))
  dirtyContent[dirtyContent.length - 1] = 1
  const longContent = pad(encodePayload(smallPayload))
  longContent[0] = 1
  const fails = (
    about: string, rule: string, expect: Expect, envelope: Uint8Array, keys: EnvelopeVector['keys'] = desk,
  ): EnvelopeVector =>
    ({ type: 'envelope', about, rules: [rule], expect, envelope: base64(envelope), keys })
  const opens = (
    about: string, rules: string[], from: typeof whole, payload: Uint8Array, keys: EnvelopeVector['keys'],
  ): EnvelopeVector => ({
    type: 'envelope', about, rules, expect: 'ok', envelope: base64(from.envelope), keys, sealed: from.how,
    result: {
      payload: hex(payload), hash: hex(from.hash), ackProof: hex(from.ackProof),
      epoch: from.how.recovery ? 0xffff_ffff : epoch, recovery: from.how.recovery,
    },
  })
  const flipped = (at: number) => whole.envelope.with(at, (whole.envelope[at] ?? 0) ^ 1)
  return {
    'envelope-whole': opens(
      'A tip with every key, sealed to the week.', ['E-1', 'E-2', 'E-3', 'E-5'], whole, encodePayload(wholePayload),
      desk,
    ),
    'envelope-larger': opens('A small tip in a larger envelope.', ['E-4'], large, encodePayload(smallPayload), desk),
    'envelope-recovery': opens(
      'Sealed to recovery; the first octet shows the week.', ['E-7'], late, encodePayload(smallPayload), custodians,
    ),
    'envelope-size': fails('One octet short.', 'E-1', 'ENVELOPE_SIZE', whole.envelope.subarray(0, -1)),
    'envelope-empty': fails('Nothing.', 'E-1', 'ENVELOPE_SIZE', new Uint8Array(0)),
    'envelope-suite': fails('Suite 7.', 'E-1', 'ENVELOPE_SUITE', whole.envelope.with(0, 0xe0 | epoch % 32)),
    'envelope-late': fails(
      'No key of the week that it shows.', 'E-8', 'ENVELOPE_KEY_UNKNOWN', whole.envelope,
      { root: hex(root), epochs: { [epoch + 1]: hex(week.privateKey) } },
    ),
    'envelope-wrong-key': fails(
      'Another line\'s key of the same week.', 'E-9', 'ENVELOPE_TAG', whole.envelope,
      { root: hex(root), epochs: { [epoch]: hex(recovery.privateKey) } },
    ),
    'envelope-wrong-root': fails(
      'The right key under another root.', 'E-3', 'ENVELOPE_TAG', whole.envelope,
      { ...desk, root: hex(seed('another root', 24)) },
    ),
    'envelope-wrong-epoch': fails(
      'The right key as that of a week 32 weeks later.', 'E-3', 'ENVELOPE_TAG', whole.envelope,
      { root: hex(root), epochs: { [epoch + 32]: hex(week.privateKey) } },
    ),
    'envelope-week-as-recovery': fails(
      'The week\'s key tried as the recovery key.', 'E-3', 'ENVELOPE_TAG', whole.envelope,
      { root: hex(root), epochs: {}, recovery: hex(week.privateKey) },
    ),
    'envelope-header': fails(
      'The epoch in the first octet changed, and a key there.', 'E-2', 'ENVELOPE_TAG', flipped(0),
      { root: hex(root), epochs: { [epoch ^ 1]: hex(week.privateKey) } },
    ),
    'envelope-mlkem': fails('A bit of the ML-KEM ciphertext.', 'E-9', 'ENVELOPE_TAG', flipped(500)),
    'envelope-x25519': fails('A bit of the X25519 public key.', 'E-9', 'ENVELOPE_TAG', flipped(1100)),
    'envelope-content': fails('A bit of the content.', 'E-9', 'ENVELOPE_TAG', flipped(2000)),
    'envelope-tag': fails('A bit of the tag.', 'E-9', 'ENVELOPE_TAG', flipped(4095)),
    'envelope-padding': fails(
      'Padding that is not zeros.', 'E-4', 'PADDING', (await sealed(dirtyContent, weekKey, root)).envelope,
    ),
    'envelope-length': fails(
      'A payload that says it is longer than what holds it.', 'E-4', 'PADDING',
      (await sealed(longContent, weekKey, root)).envelope,
    ),
    'envelope-not-a-payload': fails(
      'What was sealed is no payload.', 'E-10', 'PAYLOAD_SHAPE',
      (await sealed(pad(Uint8Array.of(0x80)), weekKey, root)).envelope,
    ),
  }
}

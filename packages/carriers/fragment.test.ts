import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CarrierError, type Fragmenter, isFragment, type Joiner, newFragmenter, newJoiner, parseFragment, readWholeBundle,
  split, writeBundle,
} from './index.ts'
import { addScaled, inverse, PRODUCTS } from './field.ts'
import { coefficients } from './fragment.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Octets that look like an envelope of suite 1, the same for the same number. */
function envelopeOf(length: number, salt: number): Bytes {
  const bytes = Uint8Array.from({ length }, (_, i) => Math.imul(i + salt * 7919 + 1, 0x9e37_79b1) >>> 13)
  bytes[0] = 0x21
  return bytes
}

/** Octets that nobody would send. */
function noise(length: number, salt: number): Bytes {
  return Uint8Array.from({ length }, (_, i) => Math.imul((i + 3) * (salt + 11), 0x85eb_ca6b) >>> 17)
}

async function joined(joiner: Joiner, units: Iterable<Uint8Array>): Promise<Bytes[]> {
  const envelopes: Bytes[] = []
  for (const unit of units) {
    const step = await joiner.add(unit)
    if (step.step === 'whole') envelopes.push(step.envelope)
  }
  return envelopes
}

function forged(unit: Bytes | undefined, salt: number): Bytes {
  const bytes = new Uint8Array(unit ?? [])
  bytes.set(noise(bytes.length - 10, salt), 10)
  return bytes
}

test('GF(256): every factor has its inverse, products distribute', () => {
  for (let a = 1; a < 256; a++) expect(PRODUCTS[a << 8 | inverse(a)]).toBe(1)
  fc.assert(fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => {
    const sum = (PRODUCTS[a << 8 | b] ?? 0) ^ (PRODUCTS[a << 8 | c] ?? 0)
    expect(PRODUCTS[a << 8 | (b ^ c)]).toBe(sum)
  }))
  const target = Uint8Array.of(1, 2, 3)
  addScaled(target, Uint8Array.of(9, 4, 5), 1, 1)
  expect([...target]).toEqual([1, 6, 6])
})

test('coefficients are those of their number, whatever k', () => {
  expect([...coefficients(2, 4)]).toEqual([0, 0, 1, 0])
  expect([...coefficients(500, 7)]).toEqual([...coefficients(500, 9)].slice(0, 7))
})

test('a fragment comes back as it was written', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), fc.nat(1_000_000), fc.integer({ min: 1, max: 9 }),
    async (length, sequence, symbols) => {
      const fragmenter = await newFragmenter(envelopeOf(length, 1))
      const bytes = fragmenter.fragment(sequence, symbols)
      expect(isFragment(bytes)).toBe(true)
      const { tag, k, symbolBytes, ...rest } = parseFragment(bytes)
      expect({ tag, k, symbolBytes }).toEqual({ tag: fragmenter.tag, k: fragmenter.k, symbolBytes: fragmenter.symbolBytes })
      expect(rest).toEqual({ sequence, body: bytes.subarray(10) })
    }), { numRuns: 50 })
})

test('any sufficient mix of carriers, in any order and with repetition, gives the envelope', async () => {
  const sizes = [120, 140, 300, 1034]
  await fc.assert(fc.asyncProperty(
    fc.constantFrom(400, 4096, 16_384, 16_385), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
    async (length, luck) => {
      const next = () => Number(luck.next().value)
      const envelope = envelopeOf(length, 2)
      const ways: Bytes[] = []
      for (const size of sizes) ways.push(...await split(envelope, { size, extra: 4, place: next() }))
      const mixed = ways.map((unit) => ({ unit, at: next() })).toSorted((a, b) => a.at - b.at).map(({ unit }) => unit)
      expect(await joined(newJoiner(), mixed)).toEqual([envelope])
    },
  ), { numRuns: 12 })
})

test('half by text message and half by file, with the file cut short', async () => {
  const envelope = envelopeOf(4096, 3)
  const [texts, records] = [
    await split(envelope, { size: 120, extra: 0, place: 0.1 }), await split(envelope, { size: 500, extra: 8, place: 0.7 }),
  ]
  const { envelopes, end } = await readWholeBundle(writeBundle(records.slice(4)).subarray(0, 4000))
  expect(end).toBe('cut')
  expect(await joined(newJoiner(), [...texts.slice(0, 20), ...envelopes])).toEqual([envelope])
})

test('an envelope that fits in one unit is that unit', async () => {
  const envelope = envelopeOf(140, 4)
  expect(await split(envelope, { size: 140, extra: 3, place: 0 })).toEqual([envelope])
  const compact = envelope.slice()
  compact[0] = 0x61
  const joiner = newJoiner()
  expect(await joiner.add(compact)).toMatchObject({ step: 'whole', envelope: compact })
  expect(await joiner.add(compact)).toMatchObject({ step: 'known' })
})

test.each([[4096, 140, 1], [4096, 300, 1], [4096, 300, 3], [16_384, 300, 2], [65_536, 300, 4]])(
  'an envelope of %i octets in units of %i survives %i forged ones', async (length, size, lies) => {
    const envelope = envelopeOf(length, 5)
    const units = await split(envelope, { size, extra: lies * 2 + 3, place: 0.3 })
    for (let i = 0; i < lies; i++) units[2 + 3 * i] = forged(units[2 + 3 * i], i)
    expect(await joined(newJoiner(), units)).toEqual([envelope])
  },
)

test('two units changed in the same octet, which leaves no independent trace, are found as a pair', async () => {
  const envelope = envelopeOf(4096, 6)
  const units = await split(envelope, { size: 140, extra: 6, place: 0.3 })
  for (const at of [4, 9]) {
    const changed = new Uint8Array(units[at] ?? [])
    changed[20] = (changed[20] ?? 0) ^ 7
    units[at] = changed
  }
  expect(await joined(newJoiner(), units)).toEqual([envelope])
})

test('a forged unit that comes last, or for another k, or after the envelope is whole, spoils nothing', async () => {
  const envelope = envelopeOf(4096, 7)
  const units = await split(envelope, { size: 140, extra: 4, place: 0.2 })
  const joiner = newJoiner()
  const otherCount = new Uint8Array(units[0] ?? [])
  otherCount[7] = (otherCount[7] ?? 0) ^ 0x10
  expect(await joined(joiner, [otherCount, ...units])).toEqual([envelope])
  expect(await joiner.add(units[1] ?? new Uint8Array())).toMatchObject({ step: 'known' })
  expect(await joiner.add(forged(units[1], 1))).toMatchObject({ step: 'progress', rank: 5, k: 158 })
  const [last] = units.slice(31, 32)
  expect(await joined(newJoiner(), [...units.slice(0, 31), forged(last, 2), ...units.slice(31)])).toEqual([envelope])
})

test('fragments of several envelopes may come through one another', async () => {
  const envelopes = [envelopeOf(4096, 8), envelopeOf(4096, 9), envelopeOf(16_384, 10)]
  const split3 = await Promise.all(envelopes.map((each) => split(each, { size: 300, extra: 0, place: 0 })))
  const longest = Math.max(...split3.map((units) => units.length))
  const woven = Array.from({ length: longest }, (_, i) => split3.flatMap((units) => units[i] ?? [])).flat()
  expect((await joined(newJoiner(), woven)).map(({ length }) => length)).toEqual([4096, 4096, 16_384])
})

test('strays cost bounded memory, and what has come furthest stays', async () => {
  const joiner = newJoiner({ maxBytes: 1 << 20 })
  const envelope = envelopeOf(4096, 11)
  const units = await split(envelope, { size: 140, extra: 0, place: 0 })
  await joined(joiner, units.slice(0, 20))
  for (let i = 0; i < 2000; i++) {
    const stray = new Uint8Array(units[0] ?? [])
    stray.set([i >> 8, i & 255, 1, 2, 3], 1)
    await joiner.add(stray)
  }
  expect(joiner.waiting().length).toBeLessThan(200)
  expect(await joined(joiner, units.slice(20))).toEqual([envelope])
})

test('a flood of forged units under the true tag delays, and what is true still comes through', async () => {
  const envelope = envelopeOf(400, 12)
  const fragmenter: Fragmenter = await newFragmenter(envelope)
  const joiner = newJoiner()
  for (let i = 0; i < 60; i++) await joiner.add(forged(fragmenter.fragment(1000 + 5 * i, 5), i))
  const [waiting] = joiner.waiting()
  expect(waiting).toMatchObject({ doubted: true })
  let whole: Bytes[] = []
  for (let i = 0; i < 400 && whole.length === 0; i++) {
    whole = await joined(joiner, [fragmenter.fragment(9000 + 5 * i, 5)])
  }
  expect(whole).toEqual([envelope])
}, 60_000)

test.each([
  ['', 'FRAGMENT_LENGTH'], ['e0', 'FRAGMENT_LENGTH'],
  [`e0${'00'.repeat(9)}`, 'FRAGMENT_LENGTH'],
  [`e0${'00'.repeat(34)}`, 'FRAGMENT_LENGTH'],
  [`e2${'00'.repeat(35)}`, 'FRAGMENT_KIND'], [`e8${'00'.repeat(35)}`, 'FRAGMENT_KIND'],
  [`e0${'00'.repeat(35)}`, 'FRAGMENT_COUNT'],
  [`e0010203040500afffff${'00'.repeat(52)}`, 'FRAGMENT_SEQUENCE'],
])('%s is no fragment: %s', (hexadecimal, code) => {
  const bytes = new Uint8Array(Buffer.from(hexadecimal, 'hex'))
  expect(() => parseFragment(bytes)).toThrow(expect.objectContaining({ name: 'CarrierError', code }))
})

test('what cannot be cut up is refused', async () => {
  await expect(newFragmenter(new Uint8Array(0))).rejects.toMatchObject({
    code: 'FRAGMENT_ENVELOPE', message: 'an envelope has 1 to 262144 octets, not 0',
  })
  await expect(split(envelopeOf(4096, 1), { size: 35, extra: 0, place: 0 })).rejects.toMatchObject({
    code: 'FRAGMENT_SIZE', message: 'a fragment of this envelope needs 36 octets or more',
  })
  await expect(split(envelopeOf(262_145, 1), { size: 300, extra: 0, place: 0 })).rejects.toBeInstanceOf(CarrierError)
})

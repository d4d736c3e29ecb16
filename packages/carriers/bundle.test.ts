import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BundleItem, MAX_RECORD_BYTES, readBundle, readWholeBundle, streamBundle, writeBundle } from './index.ts'

const envelopes = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 })

/** Cuts bytes at the given places, as a network does. */
function inParts(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end))
}

test('a bundle comes back as it was written, however the input is cut up', async () => {
  await fc.assert(fc.asyncProperty(envelopes, fc.array(fc.nat(), { maxLength: 8 }), async (given, cuts) => {
    const items: BundleItem[] = []
    for await (const item of readBundle(inParts(writeBundle(given), cuts))) items.push(item)
    expect(items).toEqual([
      ...given.map((each) => ({ envelope: new Uint8Array(each) })), { end: 'whole', records: given.length },
    ])
  }))
})

test('streamed and written at once are the same bytes', async () => {
  await fc.assert(fc.asyncProperty(envelopes, async (given) => {
    const parts: Uint8Array[] = []
    for await (const part of streamBundle(given)) parts.push(part)
    expect(Buffer.concat(parts).equals(writeBundle(given))).toBe(true)
  }), { numRuns: 30 })
})

test('a cut bundle gives every whole record and says that it is cut', async () => {
  await fc.assert(fc.asyncProperty(envelopes, fc.nat(), async (given, at) => {
    const whole = writeBundle(given)
    const cut = whole.subarray(0, at % whole.length)
    const read = await readWholeBundle(cut)
    expect(read.end).toBe('cut')
    expect(read.envelopes).toEqual(given.slice(0, read.records).map((each) => new Uint8Array(each)))
    const bytesOf = (count: number) => 12 + given.slice(0, count).reduce((sum, each) => sum + 8 + each.length, 0)
    expect(read.records === given.length || bytesOf(read.records + 1) > cut.length).toBe(true)
  }))
})

test('a damaged octet costs what follows it, never what came before, and is never taken for whole', async () => {
  await fc.assert(fc.asyncProperty(envelopes, fc.nat(), fc.integer({ min: 1, max: 255 }), async (given, at, flip) => {
    const damaged = writeBundle(given)
    const place = at % damaged.length
    damaged[place] = (damaged[place] ?? 0) ^ flip
    const read = await readWholeBundle(damaged)
    expect(read.end).not.toBe('whole')
    expect(read.envelopes).toEqual(given.slice(0, read.records).map((each) => new Uint8Array(each)))
  }))
})

test('random bytes are no bundle', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (noise) => {
    expect((await readWholeBundle(noise)).end).not.toBe('whole')
  }))
})

test('a record that claims to be huge is refused before anything is held for it', async () => {
  const claim = Buffer.concat([writeBundle([]).subarray(0, 12), Buffer.from('7fffffff00000000', 'hex')])
  expect(await readWholeBundle(claim)).toEqual({ end: 'damaged', records: 0, envelopes: [] })
})

test('what cannot be a record is not written', () => {
  for (const length of [0, MAX_RECORD_BYTES + 1]) {
    expect(() => writeBundle([new Uint8Array(length)])).toThrow(expect.objectContaining({
      code: 'BUNDLE_RECORD', message: `a record has 1 to ${MAX_RECORD_BYTES} octets, not ${length}`,
    }))
  }
})

test('CRC-32C is the one of RFC 3720 B.4', () => {
  const written = writeBundle([new Uint8Array(32)])
  expect(Buffer.from(written.subarray(16, 20)).toString('hex')).toBe('8a9136aa')
})

test('a reader that stops early closes its source', async () => {
  let closed = false
  async function* source() {
    try {
      yield writeBundle([Uint8Array.of(1), Uint8Array.of(2)])
    } finally {
      closed = true
    }
  }
  for await (const item of readBundle(source())) {
    expect('envelope' in item).toBe(true)
    break
  }
  expect(closed).toBe(true)
})

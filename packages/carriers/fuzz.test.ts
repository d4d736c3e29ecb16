import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { EnvelopeError } from '@nightjar/envelope'
import {
  bytesToText, CarrierError, endless, type Joiner, newFragmenter, newJoiner, parseFragment, readWholeBundle, textToBytes,
  writeBundle,
} from './index.ts'
import { newQrReader } from './qr-read.ts'

const runs = process.env['NIGHTJAR_SLOW'] === '1' ? 1_000_000 : 20_000
/** A single step waits for one search for liars at most. */
const mostMs = 5000

const next = newLuck(7)
const upTo = (end: number) => Math.floor(next() * end)
const noise = (length: number) => Uint8Array.from({ length }, () => upTo(256))

/** Whole units to change: fragments in both symbol sizes, an envelope, bundles. */
async function seeds(): Promise<Uint8Array<ArrayBuffer>[]> {
  const found: Uint8Array<ArrayBuffer>[] = []
  for (const [length, size] of [[200, 62], [2000, 140], [20_000, 300]] as const) {
    const units = endless(await newFragmenter(noise(length)), { size, place: 0.4 })
    for (let i = 0; i < 40; i++) found.push(units.next().value)
  }
  return [...found, noise(140), writeBundle(found.slice(0, 6)), writeBundle([])]
}

function changed(seed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const how = upTo(6)
  if (how === 0) return noise(upTo(300))
  if (how === 1) return seed.slice(0, upTo(seed.length + 1))
  const bytes = seed.slice()
  if (how === 2) return bytes
  const end = how === 3 ? Math.min(12, bytes.length) : bytes.length
  for (let i = upTo(4); i >= 0; i--) bytes[upTo(end)] = upTo(256)
  return bytes
}

function refusedProperly(error: unknown): boolean {
  return error instanceof CarrierError || error instanceof EnvelopeError
}

function attempt(decode: () => unknown): unknown {
  try {
    decode()
  } catch (error) {
    return refusedProperly(error) ? undefined : error
  }
  return undefined
}

test(`${runs} random and changed units through every decoder: known refusals only, in bounded time`, async () => {
  const from = await seeds()
  let joiner: Joiner = newJoiner({ maxBytes: 1 << 20 })
  let slowest = 0
  for (let i = 0; i < runs; i++) {
    if (i % 40 === 0) joiner = newJoiner({ maxBytes: 1 << 20 })
    const bytes = changed(from[upTo(from.length)] ?? noise(9))
    const before = performance.now()
    expect(attempt(() => parseFragment(bytes))).toBeUndefined()
    const text = i % 2 === 0 ? Buffer.from(bytes).toString('latin1') : bytesToText(bytes)
    expect(attempt(() => textToBytes(text))).toBeUndefined()
    expect((await readWholeBundle(bytes)).end).toMatch(/^(whole|cut|damaged)$/)
    expect((await joiner.add(bytes)).step).toMatch(/^(whole|progress|known|refused)$/)
    slowest = Math.max(slowest, performance.now() - before)
  }
  expect(slowest).toBeLessThan(mostMs)
}, 3_600_000)

test(`${runs / 100} random pictures through both QR decoders`, async () => {
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  const reader = await newQrReader(new Uint8Array(wasm).buffer)
  let slowest = 0
  for (let i = 0; i < runs / 100; i++) {
    const [width, height] = [1 + upTo(60), 1 + upTo(60)]
    const coarse = 1 + upTo(4)
    const cells = noise(60 * 60)
    const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
      const pixel = at >> 2
      return (cells[Math.floor(pixel / width / coarse) * 60 + Math.floor(pixel % width / coarse)] ?? 0) > 127 ? 255 : 0
    })
    const before = performance.now()
    expect(Array.isArray(await reader.read({ width, height, data }))).toBe(true)
    slowest = Math.max(slowest, performance.now() - before)
  }
  expect(slowest).toBeLessThan(mostMs)
}, 3_600_000)

/** The same luck in every run: mulberry32. */
function newLuck(seed: number): () => number {
  let state = seed
  return () => {
    state = state + 0x6d2b_79f5 | 0
    let x = Math.imul(state ^ state >>> 15, 1 | state)
    x = x + Math.imul(x ^ x >>> 7, 61 | x) ^ x
    return ((x ^ x >>> 14) >>> 0) / 2 ** 32
  }
}

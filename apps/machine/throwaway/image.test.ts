import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sharp from 'sharp'
import { closeThrowaways, runThrowaway } from '../throwaway.ts'
import type { ImageValue } from './values.ts'

type Bytes = Uint8Array<ArrayBuffer>

// These tests make pictures with sharp itself, so image.ts, which closes most of libvips for good, runs in its process.
afterAll(closeThrowaways)

const scrub = (input: Uint8Array) => runThrowaway('image', new Uint8Array(input), { reuse: 200 })

async function scrubbed(input: Uint8Array): Promise<ImageValue> {
  const outcome = await scrub(input)
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} ${outcome.message}`)
  return outcome.value
}

async function refusal(input: Uint8Array): Promise<string> {
  const outcome = await scrub(input)
  return outcome.ok ? 'accepted' : `${outcome.code} ${outcome.message}`
}

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 20 } } })

const holds = (bytes: Uint8Array, words: string): boolean => Buffer.from(bytes).includes(words)

describe('what comes out', () => {
  test('is an upright sRGB WebP without metadata', async () => {
    const input = await picture(300, 200)
      .withExif({ IFD0: { Artist: 'CANARY-OWNER', Orientation: '6' }, IFD3: { GPSLatitude: '36/1 20/1 0/1' } })
      .withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { image, type, width, height } = await scrubbed(input)
    expect({ type, width, height }).toEqual({ type: 'image/webp', width: 200, height: 300 })
    const { exif, icc, xmp, orientation, space, format } = await sharp(image).metadata()
    expect({ exif, icc, xmp, orientation, space, format }).toEqual({ space: 'srgb', format: 'webp' })
  })

  test('is at most 2048 on its longer side', async () => {
    const { width, height } = await scrubbed(await picture(4000, 1000).png().toBuffer())
    expect([width, height]).toEqual([2048, 512])
  })

  test('is one frame of an animation', async () => {
    const frames = await Promise.all([picture(40, 30).png().toBuffer(), picture(40, 30).negate().png().toBuffer()])
    const input = await sharp(frames, { join: { animated: true } }).gif().toBuffer()
    const { image } = await scrubbed(input)
    const { pages, width, height } = await sharp(image).metadata()
    expect({ pages: pages ?? 1, width, height }).toEqual({ pages: 1, width: 40, height: 30 })
  })

  test('has nothing of what is glued behind or hidden under transparency', async () => {
    const jpeg = await picture(64, 64).jpeg().toBuffer()
    const { image } = await scrubbed(Buffer.concat([jpeg, Buffer.from('PK\u0003\u0004 CANARY-GLUED <script>')]))
    expect(holds(image, 'CANARY-GLUED')).toBe(false)
    const hidden = await sharp({ create: { width: 16, height: 16, channels: 4,
      background: { r: 1, g: 2, b: 3, alpha: 0 } } })
      .png().toBuffer()
    const { data } = await sharp((await scrubbed(hidden)).image).raw().toBuffer({ resolveWithObject: true })
    expect([...new Set(data)]).toEqual([255])
  })
})

describe('what is refused', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'REFUSED IMAGE_EMPTY'],
    ['text', Buffer.from('hello'), 'REFUSED IMAGE_UNKNOWN'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'REFUSED IMAGE_UNKNOWN'],
    ['SVG behind an XML declaration', Buffer.from('<?xml version="1.0"?><svg/>'), 'REFUSED IMAGE_UNKNOWN'],
    ['PDF', Buffer.from('%PDF-1.7\n'), 'REFUSED IMAGE_UNKNOWN'],
    ['a JPEG that ends after its first octets', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'REFUSED IMAGE_UNREADABLE'],
    ['SVG called JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<svg/>')]),
      'REFUSED IMAGE_UNREADABLE'],
    ['a PNG that claims 50,000 by 50,000', hugePng(50_000, 50_000), 'REFUSED IMAGE_TOO_LARGE'],
    ['a PNG that claims 2^31 - 1 squared', hugePng(0x7fffffff, 0x7fffffff), 'REFUSED IMAGE_UNREADABLE'],
  ])('%s', async (_what, input, expected) => {
    expect(await refusal(input)).toBe(expected)
  })

  test('just over 40 megapixels, and not just under', async () => {
    expect(await refusal(await picture(8001, 5000).png().toBuffer())).toBe('REFUSED IMAGE_TOO_LARGE')
    expect(await refusal(await picture(8000, 5000).png().toBuffer())).toBe('accepted')
  })

  test('cut in the middle', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
    const whole = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#fff',
      noise } }).jpeg().toBuffer()
    expect(await refusal(whole.subarray(0, whole.length >> 1))).toBe('REFUSED IMAGE_UNREADABLE')
  })

  test('a compressed bomb in a text chunk does no harm', async () => {
    const png = await picture(8, 8).png().toBuffer()
    const bomb = chunk('zTXt', Buffer.concat([Buffer.from('k\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]))
    expect(await refusal(Buffer.concat([png.subarray(0, 33), bomb, png.subarray(33)])))
      .toMatch(/^(accepted|REFUSED IMAGE_UNREADABLE)$/)
  })
})

function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND')])
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  out.set(body, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

const photos = new URL('../../../../shared/data/photos/', import.meta.url)
const real = existsSync(photos) ? readdirSync(new URL('real/', photos)) : []

describe.skipIf(real.length === 0)('77 real photos (skipped where ../shared/data/photos is absent)', () => {
  const outcomes = new Map<string, ImageValue | string>()

  beforeAll(async () => {
    for (const name of real) {
      const outcome = await scrub(readFileSync(new URL(`real/${encodeURIComponent(name)}`, photos)))
      outcomes.set(name, outcome.ok ? outcome.value : outcome.message)
    }
  }, 120_000)

  test('at least 60 % come through, the rest is refused with a code', () => {
    const through = [...outcomes.values()].filter((outcome) => typeof outcome !== 'string')
    expect(through.length / outcomes.size).toBeGreaterThanOrEqual(0.6)
    const refusals = new Set([...outcomes.values()].filter((outcome) => typeof outcome === 'string'))
    expect([...refusals].sort()).toEqual(['IMAGE_UNKNOWN', 'IMAGE_UNREADABLE'])
  })

  test('nothing that the manifest lists is left', async () => {
    for (const [name, outcome] of outcomes) {
      if (typeof outcome === 'string') continue
      const { exif, xmp, iptc, icc } = await sharp(outcome.image).metadata()
      const original: Bytes = new Uint8Array(readFileSync(new URL(`real/${encodeURIComponent(name)}`, photos)))
      const left = longWordsOfMetadata(original).filter((words) => holds(outcome.image, words))
      expect({ name, exif, xmp, iptc, icc, chunks: chunksOf(outcome.image), left })
        .toEqual({ name, chunks: ['VP8 '], left: [] })
    }
  })
})

/** A WebP of the plain form holds one chunk and nothing else, so there is nowhere for metadata to be. */
function chunksOf(webp: Uint8Array): string[] {
  const bytes = Buffer.from(webp)
  const names: string[] = []
  for (let at = 12; at < bytes.length; at += 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) & 1)) {
    names.push(bytes.toString('latin1', at, at + 4))
  }
  return names
}

/** Printable runs from the first 64 KiB, where metadata stands: camera, owner, serial numbers. */
function longWordsOfMetadata(bytes: Bytes): string[] {
  return Buffer.from(bytes.subarray(0, 65_536)).toString('latin1').match(/[\x20-\x7e]{9,}/gu) ?? []
}

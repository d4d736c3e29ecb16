import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachmentOpener } from './attachment-open.ts'
import { attachmentLocator, attachmentSealer, newAttachmentKey, sealedAttachmentSize } from './attachment.ts'
import { concat, randomBytes } from './bytes.ts'
import { EnvelopeError } from './errors.ts'
import { MAX_ATTACHMENT_BYTES } from './payload.ts'

const chunk = 65_536
const sealedChunk = chunk + 16
const key = newAttachmentKey()

async function through(
  parts: Iterable<Uint8Array>, transform: TransformStream<Uint8Array, Uint8Array>,
): Promise<Uint8Array> {
  const left = parts[Symbol.iterator]()
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
  })
  const out: Uint8Array[] = []
  for await (const part of source.pipeThrough(transform)) out.push(part)
  return concat(...out)
}

function* cutUp(bytes: Uint8Array, step: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

/** getRandomValues gives 64 KiB at most. */
const file = (length: number) => concat(
  ...Array.from(cutUp(new Uint8Array(length), chunk), (part) => randomBytes(part.length)),
)

test('a file comes back whole, however it is cut up on the way', async () => {
  const lengths = fc.oneof(
    fc.nat(3 * chunk), fc.constantFrom(0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 4 * chunk + 1),
  )
  await fc.assert(fc.asyncProperty(lengths, fc.integer({ min: 500, max: 200_000 }), async (length, step) => {
    const plain = file(length)
    const sealed = await through(cutUp(plain, step), attachmentSealer(key))
    expect(sealed.length).toBe(sealedAttachmentSize(length))
    expect(Buffer.from(await through(cutUp(sealed, step), attachmentOpener(key, length))).equals(plain)).toBe(true)
  }), { numRuns: 25 })
})

test('lengths fall into few buckets, and the largest file fills its own', () => {
  const sizes = new Set(Array.from({ length: 400 }, (_, i) => sealedAttachmentSize((i + 1) * chunk) / sealedChunk))
  expect([...sizes]).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 400])
  expect(sealedAttachmentSize(0)).toBe(sealedChunk)
  expect(() => sealedAttachmentSize(MAX_ATTACHMENT_BYTES + 1)).toThrow(expect.objectContaining({
    code: 'ATTACHMENT_SIZE', message: 'a file has 0 to 26214400 octets',
  }))
})

test('cut, extended, reordered, changed, foreign and mis-sized files are each refused', async () => {
  const plain = file(2 * chunk + 5)
  const sealed = await through([plain], attachmentSealer(key))
  const [a, b, c] = [0, 1, 2].map((i) => sealed.subarray(i * sealedChunk, (i + 1) * sealedChunk))
  if (a === undefined || b === undefined || c === undefined) throw new Error('three chunks')
  const opened = (parts: Uint8Array[], with_ = key, bytes = plain.length) => through(
    parts, attachmentOpener(with_, bytes),
  )
  const tag = { code: 'ATTACHMENT_TAG', message: 'this file was changed, or sealed under another key' }
  await expect(opened([a, b])).rejects.toMatchObject({
    code: 'ATTACHMENT_CUT', message: 'the file ends before its last chunk',
  })
  await expect(opened([sealed.subarray(0, -1)])).rejects.toMatchObject({ code: 'ATTACHMENT_CUT' })
  await expect(opened([])).rejects.toMatchObject({ code: 'ATTACHMENT_CUT' })
  await expect(opened([a, b, c, Uint8Array.of(0)])).rejects.toMatchObject({
    code: 'ATTACHMENT_LONG', message: 'something follows the file\'s last chunk',
  })
  await expect(opened([b, a, c])).rejects.toMatchObject(tag)
  await expect(opened([a, b, b])).rejects.toMatchObject(tag)
  await expect(opened([sealed.with(70_000, (sealed[70_000] ?? 0) ^ 1)])).rejects.toMatchObject(tag)
  await expect(opened([sealed], newAttachmentKey())).rejects.toMatchObject(tag)
  await expect(opened([a, b], key, 2 * chunk)).rejects.toMatchObject(tag)
  await expect(opened([sealed], key, 2 * chunk + 4)).rejects.toMatchObject({
    code: 'PADDING', message: 'the padding of the file is not zeros',
  })
})

test('a file over 25 MiB is stopped on the way', async () => {
  const part = new Uint8Array(1024 * 1024)
  await expect(through(Array.from({ length: 26 }, () => part), attachmentSealer(key))).rejects.toMatchObject({
    code: 'ATTACHMENT_TOO_LARGE', message: 'a file has at most 26214400 octets',
  })
})

test('random bytes never open', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 1000 }), fc.nat(100), async (noise, bytes) => {
    const refused = await through([noise, new Uint8Array(sealedChunk)], attachmentOpener(key, bytes)).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(EnvelopeError)
  }), { numRuns: 20 })
})

test('the locator is 16 octets in base64url, one for each key, and says nothing of it', async () => {
  const locator = await attachmentLocator(key)
  expect(locator).toMatch(/^[\w-]{22}$/)
  expect(await attachmentLocator(key)).toBe(locator)
  expect(await attachmentLocator(newAttachmentKey())).not.toBe(locator)
  await expect(attachmentLocator(new Uint8Array(5))).rejects.toMatchObject({
    code: 'KEY_LENGTH', message: 'an attachment key has 32 octets, not 5',
  })
})

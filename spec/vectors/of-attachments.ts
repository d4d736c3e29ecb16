import { createHash } from 'node:crypto'
import { attachmentLocator, attachmentSealer } from '@nightjar/envelope'
import { seed } from './seeds.ts'
import type { AttachmentVector, Expect } from './shapes.ts'

const chunk = 65_536
const key = seed('attachment', 32)

export async function sealAttachment(secret: Uint8Array, plain: Uint8Array): Promise<Uint8Array> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(plain)
      controller.close()
    },
  })
  return new Uint8Array(await new Response(source.pipeThrough(attachmentSealer(secret))).arrayBuffer())
}

interface Case {
  about: string; rules: string[]; expect: Expect; length: number; bytes?: number; change?: AttachmentVector['change'],
}

async function vector({ about, rules, expect, length, bytes = length, change }: Case): Promise<AttachmentVector> {
  const sealed = await sealAttachment(key, new Uint8Array(length).fill(0x5a))
  return {
    type: 'attachment', about, rules, expect, key: Buffer.from(key).toString('hex'), locator: await attachmentLocator(
      key,
    ),
    plain: { octet: 0x5a, length }, sealedSha256: createHash('sha256').update(sealed).digest('hex'), bytes,
    ...(change !== undefined && { change }),
  }
}

export async function attachmentVectors(): Promise<Record<string, AttachmentVector>> {
  const rules = ['E-42']
  return {
    'attachment-empty': await vector({
      about: 'An empty file fills a chunk.', rules: ['E-40', 'E-41'], expect: 'ok', length: 0,
    }),
    'attachment-one-chunk': await vector({
      about: 'Exactly one chunk.', rules: ['E-40', 'E-41'], expect: 'ok', length: chunk,
    }),
    'attachment-five-chunks': await vector({
      about: 'Five chunks go into six.', rules: ['E-40', 'E-41'], expect: 'ok', length: 4 * chunk + 1,
    }),
    'attachment-cut': await vector({
      about: 'The last chunk is missing.', rules, expect: 'ATTACHMENT_CUT', length: 2 * chunk,
      change: { cutTo: chunk + 16 },
    }),
    'attachment-cut-inside': await vector({
      about: 'The last octet is missing.', rules, expect: 'ATTACHMENT_CUT', length: chunk,
      change: { cutTo: chunk + 15 },
    }),
    'attachment-long': await vector({
      about: 'An octet follows.', rules, expect: 'ATTACHMENT_LONG', length: 5, change: { append: '00' },
    }),
    'attachment-reordered': await vector({
      about: 'Two chunks changed places.', rules, expect: 'ATTACHMENT_TAG', length: 3 * chunk,
      change: { swapChunks: [0, 1] },
    }),
    'attachment-changed': await vector({
      about: 'A bit of the second chunk.', rules, expect: 'ATTACHMENT_TAG', length: 2 * chunk,
      change: { flip: chunk + 100 },
    }),
    'attachment-wrong-length': await vector({
      about: 'The payload says a bucket less.', rules, expect: 'ATTACHMENT_TAG', length: 3 * chunk, bytes: 2 * chunk,
    }),
    'attachment-short-length': await vector({
      about: 'The payload says an octet less.', rules, expect: 'PADDING', length: 100, bytes: 99,
    }),
  }
}

import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAttachments } from './attachments.ts'

const bounds = { total: 30_000, each: 8_000, uploadsAtOnce: 2, slowest: 1024 }
const locator = (letter: string) => letter.repeat(22)
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nightjar-attachments-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function* parts(...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size).fill(7)
}

async function* cut(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(500)
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
}

const filesIn = async (lane: string) => (await readdir(join(dir, lane))).sort()

test('a file is kept once under its locator, with a time that says the day only', async () => {
  const attachments = await openAttachments(dir, bounds)
  await attachments.take('public', locator('a'), parts(1000, 2000))
  await attachments.take('public', locator('a'), parts(17))
  await attachments.take('edge-web', locator('a'), parts(17))
  expect(await filesIn('public')).toEqual([locator('a')])
  expect(await filesIn('edge-web')).toEqual([])
  expect((await stat(join(dir, 'public', locator('a')))).mtimeMs % 86_400_000).toBe(0)
  const read = await attachments.read(locator('a'))
  expect(read?.bytes).toBe(3000)
  expect((await readFile(join(dir, 'public', locator('a')))).length).toBe(3000)
  read?.stream.destroy()
  expect(attachments.usage()).toEqual({ count: 1, bytes: 3000 })
})

test.each([
  ['cut off', () => cut(), { code: 'ATTACHMENT_CUT',
    message: 'the file ended before its end; nothing of it was kept' }],
  ['empty', () => parts(), { code: 'ATTACHMENT_EMPTY', message: 'the sealed file is empty' }],
  ['too large', () => parts(8001), { code: 'TOO_LARGE', message: 'a sealed file has at most 8000 octets' }],
])('what is %s leaves nothing behind', async (_name, source, refusal) => {
  const attachments = await openAttachments(dir, bounds)
  await expect(attachments.take('public', locator('b'), source())).rejects.toMatchObject(refusal)
  expect(await filesIn('public')).toEqual([])
  for (let i = 0; i < 3; i++) await expect(attachments.take('public', locator('b'), source()))
    .rejects.toMatchObject(refusal)
  await attachments.take('public', locator('c'), parts(8000))
  expect(attachments.usage()).toEqual({ count: 1, bytes: 8000 })
})

test.each(['', 'short', '../../../../etc/passwd', `${'a'.repeat(21)}/`, 'a'.repeat(23)])('no locator: %j',
  async (name) => {
  const attachments = await openAttachments(dir, bounds)
  await expect(attachments.take('public', name, parts(1))).rejects
    .toMatchObject({ code: 'LOCATOR_INVALID', message: 'a locator has 22 letters of base64url' })
})

test('a lane has its share and no more; what the desk has read makes way', async () => {
  const attachments = await openAttachments(dir, bounds)
  await attachments.take('public', locator('d'), parts(6000))
  await expect(attachments.take('public', locator('e'), parts(6000))).rejects.toMatchObject({
    code: 'LANE_FULL', message: 'too much waits here just now; try again after the time in Retry-After',
  })
  await attachments.take('edge-web', locator('f'), parts(6000))
  expect(await attachments.acknowledge([locator('d'), locator('z')])).toBe(1)
  await attachments.take('public', locator('e'), parts(6000))
  expect(await attachments.read(locator('d'))).toBeUndefined()
  expect(attachments.usage()).toEqual({ count: 2, bytes: 12_000 })
})

test('what was refused for coming too slowly gives back no more room than it took', async () => {
  const attachments = await openAttachments(dir, bounds)
  const clock = vi.spyOn(performance, 'now')
  try {
    for (let i = 0; i < 4; i++) {
      clock.mockReturnValueOnce(0).mockReturnValue(3_600_000)
      await expect(attachments.take('public', locator('s'), parts(5000))).rejects.toMatchObject({ code: 'ATTACHMENT_SLOW' })
    }
  } finally {
    clock.mockRestore()
  }
  await attachments.take('public', locator('a'), parts(8000))
  await expect(attachments.take('public', locator('b'), parts(8000))).rejects.toMatchObject({ code: 'LANE_FULL' })
})

test('two uploads that make room by the same old file count it once', async () => {
  const attachments = await openAttachments(dir, bounds)
  await attachments.take('public', locator('a'), parts(8000))
  await attachments.acknowledge([locator('a')])
  await Promise.allSettled(['b', 'c'].map((letter) => attachments.take('public', locator(letter), parts(4000))))
  await Promise.allSettled(['d', 'e'].map((letter) => attachments.take('public', locator(letter), parts(4000))))
  await Promise.allSettled(['f', 'g'].map((letter) => attachments.take('public', locator(letter), parts(4000))))
  const sizes = (await Promise.all(['public', 'public-read'].map(filesIn))).flat().length * 4000
  expect(sizes).toBeLessThanOrEqual(10_000)
})

test('only so many uploads of a lane at once', async () => {
  const attachments = await openAttachments(dir, bounds)
  let release = () => undefined as void
  const held = new Promise<void>((done) => {
    release = done
  })
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10)
    await held
  }
  const running = [attachments.take('public', locator('g'), slow()), attachments.take('public', locator('h'), slow())]
  await expect(attachments.take('public', locator('i'), parts(10))).rejects.toMatchObject({
    code: 'LANE_FULL', message: 'too much waits here just now; try again after the time in Retry-After',
  })
  await attachments.take('edge-web', locator('i'), parts(10))
  release()
  await Promise.all(running)
})

test('halves of a killed program are gone after a start, whole files are counted', async () => {
  const first = await openAttachments(dir, bounds)
  await first.take('public', locator('j'), parts(100))
  await writeFile(join(dir, 'public', '.part-abc'), 'half')
  const again = await openAttachments(dir, bounds)
  expect(await filesIn('public')).toEqual([locator('j')])
  expect(again.usage()).toEqual({ count: 1, bytes: 100 })
})

test('read files go after seven days, unclaimed ones after thirteen weeks', async () => {
  const attachments = await openAttachments(dir, bounds)
  await attachments.take('public', locator('k'), parts(10))
  await attachments.take('public', locator('l'), parts(10))
  await attachments.acknowledge([locator('k')])
  const now = Date.now() / 1000
  await attachments.prune(now + 6 * 86_400)
  expect(await filesIn('public-read')).toEqual([locator('k')])
  await attachments.prune(now + 9 * 86_400)
  expect(await filesIn('public-read')).toEqual([])
  expect(await filesIn('public')).toEqual([locator('l')])
  await attachments.prune(now + 93 * 86_400)
  expect(attachments.usage()).toEqual({ count: 0, bytes: 0 })
})

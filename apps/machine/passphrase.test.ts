import { asyncProperty, assert, integer, nat, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { openWithPassphrase, sealWithPassphrase } from './passphrase.ts'

const plain = new Uint8Array(Buffer.from('the master key of a desk'))
const light = { cost: 'light' as const }
const code = (name: string, message: string | RegExp) =>
  ({ code: name, message: typeof message === 'string' ? message : expect.stringMatching(message) })
const changed = (bytes: Uint8Array, at: number, to: number) => bytes.map((octet, i) => (i === at ? to : octet))
const wrong = code('PASSPHRASE_WRONG', 'the passphrase does not open this file, or the file was changed')

test('what was sealed opens again, whatever it is', async () => {
  await assert(asyncProperty(uint8Array({ maxLength: 300 }), async (content) => {
    const bytes = new Uint8Array(content)
    expect(await openWithPassphrase(await sealWithPassphrase(bytes, 'correct horse', light), 'correct horse')).toEqual(bytes)
  }), { numRuns: 10 })
})

test('the same passphrase typed on another keyboard opens it (Unicode NFKC)', async () => {
  const sealed = await sealWithPassphrase(plain, 'caf\u00e9 \u06a9\u0648\u0631\u062f\u06cc', light)
  expect(await openWithPassphrase(sealed, 'cafe\u0301 \u06a9\u0648\u0631\u062f\u06cc')).toEqual(plain)
})

test('no two sealings are alike, and nothing of the content shows', async () => {
  const [one, two] = [await sealWithPassphrase(plain, 'p', light), await sealWithPassphrase(plain, 'p', light)]
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false)
  expect(Buffer.from(one).includes('master')).toBe(false)
})

test('the full cost stands in the file and opens', async () => {
  const sealed = await sealWithPassphrase(plain, 'p')
  expect(new DataView(sealed.buffer).getUint32(6)).toBe(256 * 1024)
  expect(await openWithPassphrase(sealed, 'p')).toEqual(plain)
})

test('another passphrase and any changed octet are the same one error', async () => {
  const sealed = await sealWithPassphrase(plain, 'p', light)
  await expect(openWithPassphrase(sealed, 'P')).rejects.toMatchObject(wrong)
  await assert(asyncProperty(nat(sealed.length - 13), integer({ min: 1, max: 255 }), async (offset, flip) => {
    const at = offset + 12
    await expect(openWithPassphrase(changed(sealed, at, (sealed[at] ?? 0) ^ flip), 'p')).rejects.toMatchObject(wrong)
  }), { numRuns: 20 })
})

test('with a destroyable part, the passphrase alone opens nothing', async () => {
  const part = new Uint8Array(32).fill(9)
  const sealed = await sealWithPassphrase(plain, 'p', { ...light, part })
  expect(await openWithPassphrase(sealed, 'p', { part })).toEqual(plain)
  await expect(openWithPassphrase(sealed, 'p')).rejects.toMatchObject(
    code('PASSPHRASE_PART_MISSING', 'the destroyable key part is gone; nothing opens this file without it'))
  await expect(openWithPassphrase(sealed, 'p', { part: new Uint8Array(32) })).rejects.toMatchObject(wrong)
})

test('a part that the file does not ask for is not mixed in', async () => {
  expect(await openWithPassphrase(await sealWithPassphrase(plain, 'p', light), 'p', { part: new Uint8Array(32) })).toEqual(plain)
})

test('an empty passphrase is refused', async () => {
  await expect(sealWithPassphrase(plain, '', light)).rejects.toMatchObject(code('PASSPHRASE_EMPTY', 'a passphrase is needed'))
})

test('what is no such file has its own code, and a planted cost is refused before it is paid', async () => {
  const sealed = await sealWithPassphrase(plain, 'p', light)
  const open = (bytes: Uint8Array) => openWithPassphrase(bytes, 'p')
  await expect(open(sealed.slice(0, 55))).rejects.toMatchObject(
    code('PASSPHRASE_FILE_SHORT', 'a sealed file has at least 56 octets, this one 55'))
  await expect(open(new Uint8Array(0))).rejects.toMatchObject(code('PASSPHRASE_FILE_SHORT', /this one 0$/))
  await expect(open(changed(sealed, 0, 0))).rejects.toMatchObject(
    code('PASSPHRASE_FILE_MAGIC', 'this is not a file sealed with a passphrase'))
  await expect(open(changed(sealed, 4, 2))).rejects.toMatchObject(
    code('PASSPHRASE_FILE_VERSION', 'sealed by version 2.0; this program knows version 1'))
  await expect(open(changed(sealed, 5, 2))).rejects.toMatchObject(code('PASSPHRASE_FILE_VERSION', /^sealed by version 1\.2/))
  for (const [at, to] of [[6, 255], [10, 0], [10, 11], [11, 0], [11, 9]] as const) {
    await expect(open(changed(sealed, at, to))).rejects.toMatchObject(code('PASSPHRASE_FILE_COST', /out of bounds$/))
  }
})

/** What the verbs `keys`, `seal` and `open` do with the key files of a line (layout in apps/machine/line.ts). */
import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fingerprintOf, type KeyList, verifyKeyList } from '@nightjar/envelope'
import { syncDirectory, writeFileDurably } from '@nightjar/machine/durable'
import { type LinePaths, type OfflinePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster, sealUnderMaster } from '@nightjar/machine/master'
import { LineError } from './line-error.ts'

/** How long a key that tips may still come for stays at the desk. */
export const WEEKS_KEPT = 13

/** Throws LineError `code` when the file is not there. */
export async function readNeeded(
  path: string, code: 'LINE_MISSING' | 'FILE_MISSING' | 'KEYS_NOT_OFFLINE',
): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch {
    throw new LineError(code, `${basename(path)} cannot be read in ${dirname(path)}`)
  }
}

export async function readRoot(paths: LinePaths): Promise<Uint8Array> {
  return fingerprintOf(new Uint8Array(await readNeeded(paths.public.root, 'LINE_MISSING')))
}

/** The line's own list, verified like anybody else's. */
export async function readKeyList(paths: LinePaths): Promise<KeyList> {
  return verifyKeyList(await readNeeded(paths.public.keyList, 'LINE_MISSING'), { root: await readRoot(paths) })
}

export async function openDeskMaster({ desk }: LinePaths, passphrase: string): Promise<Uint8Array> {
  const keyslot = await readNeeded(desk.keyslot, 'LINE_MISSING')
  const part = await readFile(desk.part).catch(() => undefined)
  return openKeyslot(Buffer.from(keyslot).toString(), passphrase, part)
}

export async function openOfflineMaster(offline: OfflinePaths, passphrase: string): Promise<Uint8Array> {
  const keyslot = await readNeeded(offline.keyslot, 'KEYS_NOT_OFFLINE')
  return openKeyslot(Buffer.from(keyslot).toString(), passphrase, undefined)
}

export async function openOfflineKey(path: string, name: string, master: Uint8Array): Promise<Uint8Array> {
  return openUnderMaster(master, name, await readNeeded(path, 'KEYS_NOT_OFFLINE'))
}

/** The epochs whose keys lie in a folder, rising. */
export async function epochsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  const epochs = names.map((name) => /^(\d{1,9})\.key$/.exec(name)?.[1]).filter((each) => each !== undefined)
  return epochs.map(Number).sort((a, b) => a - b)
}

export async function openDeskEpochs({ desk }: LinePaths, master: Uint8Array): Promise<Map<number, Uint8Array>> {
  const keys = new Map<number, Uint8Array>()
  for (const epoch of await epochsIn(desk.epochs)) {
    keys.set(epoch, openUnderMaster(master, SEALED_NAMES.epoch(epoch), await readFile(desk.epoch(epoch))))
  }
  return keys
}

/**
 * Hands epochs from the offline folder to the desk: written and synced there first, destroyed here then, so that after
 * the desk has destroyed its copy no other is left. Returns the epochs that the desk did not have before.
 */
export async function deliverEpochs(
  { desk }: LinePaths, offline: OfflinePaths, masters: { desk: Uint8Array; offline: Uint8Array },
  wanted: readonly number[],
): Promise<number[]> {
  const there = new Set(await epochsIn(desk.epochs))
  const missing = wanted.filter((epoch) => !there.has(epoch))
  for (const epoch of missing) {
    const name = SEALED_NAMES.epoch(epoch)
    const key = await openOfflineKey(offline.epoch(epoch), name, masters.offline)
    await writeFileDurably(desk.epoch(epoch), sealUnderMaster(masters.desk, name, key))
    key.fill(0)
    await destroyFile(offline.epoch(epoch))
  }
  return missing
}

/** Destroys the keys of epochs before `first`, in one folder. Returns which. */
export async function destroyEpochs(
  folder: string, pathOf: (epoch: number) => string, first: number,
): Promise<number[]> {
  const old = (await epochsIn(folder)).filter((epoch) => epoch < first)
  for (const epoch of old) await destroyFile(pathOf(epoch))
  return old
}

/** Overwritten, synced, unlinked. A disk that moves blocks about may keep a copy, sealed under the master key. */
export async function destroyFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.write(randomBytes(size), 0, size, 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await rm(path)
  await syncDirectory(dirname(path))
}

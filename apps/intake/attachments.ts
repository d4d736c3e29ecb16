/**
 * Sealed attachments as files: <folder>/<lane>/<locator>, and under <lane>-read/ once the desk has fetched them. An
 * upload streams into a hidden temporary file, is fsynced and then named; what was cut off leaves nothing, also after
 * kill -9. Each lane has an equal share of the room, and a file's time says the day and no more.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, type Dirent } from 'node:fs'
import { link, open, readdir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { makePrivateFolder, syncDirectory, writeWhole } from '@nightjar/machine/durable'
import { laneFull } from './commit.ts'
import { IntakeError, diskFull, saysDiskFull } from './errors.ts'
import { LANES, eachLane, type Lane } from './lanes.ts'

export interface Attachments {
  /** Returns when the file is on the disk, also when the locator was known. */
  take(lane: Lane, locator: string, source: AsyncIterable<Uint8Array>): Promise<void>
  /** Undefined when there is none. */
  read(locator: string): Promise<{ bytes: number; stream: Readable } | undefined>
  /** The desk has these; they stay as spare copies until pruned. Unknown locators are passed over. */
  acknowledge(locators: readonly string[]): Promise<number>
  prune(now: number): Promise<void>
  usage(): { count: number; bytes: number }
}

export interface AttachmentBounds {
  total: number
  each: number
  uploadsAtOnce: number
  /** Octets a second, on average after the first minute: what dribbles slower gives its place to others. */
  slowest: number
}

const day = 86_400
const graceSeconds = 60
const daysAcknowledged = 7
/** No key opens the envelope that names it after 13 weeks. */
const daysUnclaimed = 91
const partPrefix = '.part-'
const locatorShape = /^[A-Za-z0-9_-]{22}$/

export function checkLocator(locator: string): string {
  if (!locatorShape.test(locator)) throw new IntakeError('LOCATOR_INVALID', 'a locator has 22 letters of base64url')
  return locator
}

export async function openAttachments(folder: string, bounds: AttachmentBounds): Promise<Attachments> {
  const waitingIn = (lane: Lane) => join(folder, lane)
  const readIn = (lane: Lane) => join(folder, `${lane}-read`)
  const share = Math.floor(bounds.total / LANES.length)
  const used = eachLane(() => 0)
  const uploads = eachLane(() => 0)
  let waiting = { count: 0, bytes: 0 }

  for (const lane of LANES) {
    for (const path of [waitingIn(lane), readIn(lane)]) {
      await makePrivateFolder(path)
      await removeParts(path)
      const sizes = await Promise.all((await filesIn(path)).map((name) => sizeOf(join(path, name))))
      used[lane] += sum(sizes)
      if (path === waitingIn(lane)) waiting = { count: waiting.count + sizes.length, bytes: waiting.bytes + sum(sizes) }
    }
  }

  function tooSlow(octets: number, began: number): boolean {
    const seconds = (performance.now() - began) / 1000
    return seconds > graceSeconds && octets / seconds < bounds.slowest
  }

  async function reserve(lane: Lane, octets: number): Promise<void> {
    used[lane] += octets
    while (used[lane] > share) {
      const [spare] = await filesIn(readIn(lane))
      if (spare === undefined) throw laneFull(600)
      await drop(lane, join(readIn(lane), spare))
    }
  }

  /** Several uploads may want the same file's place: only who took it away has room for it. */
  async function drop(lane: Lane, path: string): Promise<void> {
    const size = await sizeOf(path)
    if (await removed(path)) used[lane] -= size
  }

  async function find(locator: string): Promise<{ path: string; size: number; lane: Lane; read: boolean } | undefined> {
    for (const lane of LANES) {
      for (const read of [false, true]) {
        const path = join(read ? readIn(lane) : waitingIn(lane), locator)
        const size = await sizeOf(path)
        if (size > 0) return { path, size, lane, read }
      }
    }
    return undefined
  }

  async function receive(lane: Lane, file: FileHandle, source: AsyncIterable<Uint8Array>, taken: { octets: number }) {
    const began = performance.now()
    for await (const chunk of source) {
      if (taken.octets + chunk.length > bounds.each) {
        throw new IntakeError('TOO_LARGE', `a sealed file has at most ${bounds.each} octets`)
      }
      taken.octets += chunk.length
      await reserve(lane, chunk.length)
      if (tooSlow(taken.octets, began)) throw new IntakeError('ATTACHMENT_SLOW', 'the file came too slowly; try again')
      await writeWhole(file, chunk)
    }
    if (taken.octets === 0) throw new IntakeError('ATTACHMENT_EMPTY', 'the sealed file is empty')
  }

  /** True when the locator was new. */
  async function store(lane: Lane, locator: string, source: AsyncIterable<Uint8Array>, taken: { octets: number }) {
    const part = join(waitingIn(lane), partPrefix + randomBytes(9).toString('base64url'))
    const file = await open(part, 'wx', 0o600)
    try {
      await receive(lane, file, source, taken)
      const today = Math.floor(Date.now() / 1000 / day) * day
      await file.utimes(today, today)
      await file.sync()
      if (await find(locator) !== undefined) return false
      await link(part, join(waitingIn(lane), locator))
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    } finally {
      await file.close()
      await rm(part, { force: true })
      await syncDirectory(waitingIn(lane))
    }
  }

  return {
    async take(lane, locator, source) {
      checkLocator(locator)
      if (uploads[lane] >= bounds.uploadsAtOnce) throw laneFull(30)
      uploads[lane] += 1
      const taken = { octets: 0 }
      let isNew = false
      try {
        isNew = await store(lane, locator, source, taken)
        if (isNew) waiting = { count: waiting.count + 1, bytes: waiting.bytes + taken.octets }
      } catch (error) {
        throw refusalOf(error)
      } finally {
        uploads[lane] -= 1
        if (!isNew) used[lane] -= taken.octets
      }
    },
    async read(locator) {
      const found = await find(checkLocator(locator))
      return found && { bytes: found.size, stream: createReadStream(found.path) }
    },
    async acknowledge(locators) {
      let count = 0
      for (const locator of locators) {
        const found = await find(checkLocator(locator))
        if (found === undefined || found.read) continue
        await rename(found.path, join(readIn(found.lane), locator))
        waiting = { count: waiting.count - 1, bytes: waiting.bytes - found.size }
        count += 1
      }
      for (const lane of LANES) await syncDirectory(readIn(lane))
      return count
    },
    async prune(now) {
      for (const lane of LANES) {
        for (const name of await olderThan(readIn(lane), now - daysAcknowledged * day)) {
          await drop(lane, join(readIn(lane), name))
        }
        for (const name of await olderThan(waitingIn(lane), now - daysUnclaimed * day)) {
          const path = join(waitingIn(lane), name)
          waiting = { count: waiting.count - 1, bytes: waiting.bytes - await sizeOf(path) }
          await drop(lane, path)
        }
      }
    },
    usage: () => ({ ...waiting }),
  }
}

function refusalOf(error: unknown): unknown {
  if (saysDiskFull(error)) return diskFull()
  if (error instanceof Error && 'code' in error
    && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')) {
    return new IntakeError('ATTACHMENT_CUT', 'the file ended before its end; nothing of it was kept')
  }
  return error
}

async function removeParts(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => name.startsWith(partPrefix))
  for (const name of names) await rm(join(path, name), { force: true })
}

async function filesIn(path: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(path, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && locatorShape.test(entry.name)).map((entry) => entry.name)
}

async function olderThan(path: string, seconds: number): Promise<string[]> {
  const names = await filesIn(path)
  const times = await Promise.all(names.map(async (name) => (await stat(join(path, name))).mtimeMs / 1000))
  return names.filter((_, i) => (times[i] ?? Infinity) < seconds)
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch {
    return 0
  }
}

async function removed(path: string): Promise<boolean> {
  try {
    // Not rm: of two at once it tells both that they did it.
    await unlink(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0)
}

import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { MachineError } from './errors.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Writes a whole file so that after a crash at any moment either the old content or the new one is there, never a
 * part: a temporary file beside it, fsync, rename, fsync of the folder. Mode 0600 unless told otherwise.
 */
export async function writeFileDurably(path: string, bytes: Uint8Array | string, mode = 0o600): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(draft, 'wx', mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** A disk that fills takes a part of a write and says nothing: the rest is written until it says so. */
export async function writeWhole(file: Pick<FileHandle, 'write'>, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
}

/** Makes the names in a folder durable (after a create, rename or unlink in it). */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The content of a file, or undefined when there is none. More than `limit` octets is `FILE_TOO_LARGE`. */
export async function readFileIfPresent(path: string, limit: number): Promise<Bytes | undefined> {
  let file
  try {
    file = await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    const { size } = await file.stat()
    if (size > limit) {
      throw new MachineError('FILE_TOO_LARGE', `${basename(path)} has ${size} octets; at most ${limit} belong there`)
    }
    return new Uint8Array(await file.readFile())
  } finally {
    await file.close()
  }
}

/** A folder only its owner may enter; parents are made too. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

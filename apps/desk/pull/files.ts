/**
 * Attachments: fetched, opened as they stream and sealed again under a key of their own that lies in the store, so that
 * nothing of them is on disk in the clear; then acknowledged. Pictures are re-encoded in a throwaway process, and only
 * that picture is ever shown.
 */
import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attachmentSealer, EnvelopeError, newAttachmentKey } from '@nightjar/envelope'
import { attachmentOpener } from '@nightjar/envelope/open'
import { syncDirectory, writeWhole } from '@nightjar/machine/durable'
import { runThrowaway } from '@nightjar/machine/throwaway'
import { DeskError } from '../errors.ts'
import {
  attachmentsToFetch, fetchedTwin, locatorsToTell, markTold, saveFetched, saveMissing, type AttachmentRecord,
} from '../store/attachments.ts'
import type { Db } from '../store/tables.ts'
import { nowSeconds } from '../store/time.ts'
import type { Intake } from './intake.ts'

export interface Fetching {
  db: Db
  intake: Intake
  folder: string
  signal: AbortSignal
  changed(): void
}

const AT_ONCE = 4
const FIRST_RETRY = 2
const LONGEST_RETRY = 3600

/** Fetches what is due. Throws DeskError INTAKE_DOWN and the like; what one file does wrong is noted with that file. */
export async function fetchAttachments(fetching: Fetching): Promise<void> {
  const { db, intake, signal, changed } = fetching
  for (;;) {
    const due = await attachmentsToFetch(db, nowSeconds(), AT_ONCE)
    const done = await Promise.allSettled(due.map((row) => fetchOne(fetching, row)))
    if (due.length > 0) changed()
    for (const one of done) if (one.status === 'rejected') throw one.reason
    if (signal.aborted) return
    await tellIntake(db, intake)
    if (due.length < AT_ONCE) return
  }
}

async function tellIntake(db: Db, intake: Intake): Promise<void> {
  const locators = await locatorsToTell(db, 200)
  if (locators.length === 0) return
  await intake.send('POST', '/desk/v1/attachment-acks', `${locators.join('\n')}\n`)
  await markTold(db, locators)
}

async function fetchOne(fetching: Fetching, row: AttachmentRecord): Promise<void> {
  const { db } = fetching
  const twin = await fetchedTwin(db, row.locator)
  if (twin !== undefined) return saveFetched(db, row, fileColumns(twin))
  try {
    const { plain, ...file } = await fetchFile(fetching, row)
    const ready = { state: 'ready' as const, code: null }
    const preview = isShown(row) ? await previewOf(fetching.folder, plain) : ready
    await saveFetched(db, row, { ...file, ...preview })
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined || fetching.signal.aborted) throw error
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(row.tries, 20))
    await saveMissing(db, row, code, nowSeconds() + wait)
  }
}

function fileColumns(row: AttachmentRecord) {
  const { state, code, sha256, file, file_key, preview, preview_key, preview_type, preview_bytes } = row
  return { state, code, sha256, file, file_key, preview, preview_key, preview_type, preview_bytes }
}

/** The code to note with one file, or undefined for what concerns intake as a whole and must stop the round. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof EnvelopeError) return error.code
  if (error instanceof DeskError && error.code === 'ATTACHMENT_UNKNOWN') return error.code
  return undefined
}

function isShown({ type, vault }: AttachmentRecord): boolean {
  return vault === 0 && type.toLowerCase().startsWith('image/')
}

interface Fetched { sha256: string; file: string; file_key: Uint8Array; plain: Uint8Array<ArrayBuffer> }

async function fetchFile({ intake, folder }: Fetching, row: AttachmentRecord): Promise<Fetched> {
  if (row.fetch_key === null) throw new DeskError('ATTACHMENT_UNKNOWN', 'the key of this file is gone')
  const answer = await intake.stream(`/desk/v1/attachments/${row.locator}`)
  const hash = createHash('sha256')
  const parts: Uint8Array[] = []
  const file_key = newAttachmentKey()
  const plain = throughOpener(chunksOf(answer), row.fetch_key, row.bytes)
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const part of plain) {
      hash.update(part)
      if (isShown(row)) parts.push(part)
      yield part
    }
  }
  const file = await writeSealed(folder, file_key, watched())
  return { sha256: hash.digest('hex'), file, file_key, plain: new Uint8Array(Buffer.concat(parts)) }
}

/** A connection that breaks in the middle is a file that was cut: it is fetched again. */
async function* chunksOf(answer: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of answer) if (part instanceof Uint8Array) yield part
  } catch {
    throw new EnvelopeError('ATTACHMENT_CUT', 'the connection broke before the end of the file')
  }
}

function throughOpener(sealed: AsyncIterable<Uint8Array>, key: Uint8Array, bytes: number): AsyncIterable<Uint8Array> {
  return streamOf(sealed).pipeThrough(attachmentOpener(key, bytes))
}

/** Temporary file, fsync, rename, fsync of the folder. Returns the name, which says nothing. */
async function writeSealed(folder: string, key: Uint8Array, plain: AsyncIterable<Uint8Array>): Promise<string> {
  const name = randomBytes(16).toString('hex')
  const draft = join(folder, `.${name}.tmp`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      for await (const part of streamOf(plain).pipeThrough(attachmentSealer(key))) await writeWhole(file, part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, join(folder, name))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncDirectory(folder)
  return name
}

async function previewOf(folder: string, picture: Uint8Array<ArrayBuffer>) {
  const made = await runThrowaway('image', picture)
  if (!made.ok) return { state: 'refused' as const, code: made.code }
  const preview_key = newAttachmentKey()
  const preview = await writeSealed(folder, preview_key, inOnePart(made.value.image))
  return {
    state: 'ready' as const, code: null, preview, preview_key, preview_type: made.value.type,
    preview_bytes: made.value.image.length,
  }
}

async function* inOnePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const parts = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await parts.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await parts.return?.()
    },
  })
}

export interface Preview { bytes: Buffer; type: string }

/** The scrubbed picture. Throws EnvelopeError when the file was changed on disk. */
export async function readPreview(folder: string, row: AttachmentRecord): Promise<Preview | undefined> {
  const { preview, preview_key, preview_type, preview_bytes } = row
  if (preview === null || preview_key === null || preview_type === null || preview_bytes === null) return undefined
  const parts: Uint8Array[] = []
  const sealed = inOnePart(await readFile(join(folder, preview)))
  for await (const part of throughOpener(sealed, preview_key, preview_bytes)) parts.push(part)
  return { bytes: Buffer.concat(parts), type: preview_type }
}

/** What a desk that died or was locked in the middle of a file left behind: drafts, and files no row knows. */
export async function removeStrays(folder: string, names: readonly string[], kept: ReadonlySet<string>): Promise<void> {
  for (const name of names) {
    const isOurs = /^[0-9a-f]{32}$/.test(name) || /^\.[0-9a-f]{32}\.tmp$/.test(name)
    if (isOurs && !kept.has(name)) await rm(join(folder, name), { force: true })
  }
}

/**
 * Reads a posted form as it streams in. Fields are bounded and held in memory; every file is handed on chunk by chunk
 * and never held whole. When something is refused, the rest is read and thrown away, because a browser shows an answer
 * only after it has sent everything.
 */
import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { MAX_ATTACHMENT_BYTES, MAX_TEXT_BYTES } from '@nightjar/envelope'
import { FormError } from './errors.ts'
import type { Fields } from './fields.ts'

export interface FormFile { type: string; source: AsyncIterable<Uint8Array> }

export interface Form<T> {
  fields: Fields
  files: T[]
  /** The first thing that was wrong with it, if anything was; the fields that came are there all the same. */
  problem: unknown
}

const mostFiles = 10
const mostFields = 40
const limits = {
  fieldNameSize: 60, fieldSize: MAX_TEXT_BYTES, fields: mostFields + 1, files: mostFiles, parts: 60,
  // One octet more than a file may have, so that whoever reads it sees that it has too many.
  fileSize: MAX_ATTACHMENT_BYTES + 1,
  headerPairs: 20, headerSize: 8192,
}
/** More than any form that this page makes. */
const mostBytes = mostFiles * MAX_ATTACHMENT_BYTES + 4 * 1024 * 1024

/** `take` is called with each file in turn and reads it to its end. Only rejects when the connection broke. */
export async function readForm<T>(request: IncomingMessage, take: (file: FormFile) => Promise<T>): Promise<Form<T>> {
  const fields = new Map<string, string>()
  const files: Promise<T | undefined>[] = []
  let problem: unknown
  const blame = (error: unknown) => {
    problem ??= error
  }

  const parser = parserFor(request)
  parser.on('field', (name, value, _nameCut, valueCut) => {
    if (valueCut) blame(new FormError('TEXT_TOO_LONG', 'a field of the form is too long'))
    if (fields.size >= mostFields) blame(new FormError('FORM_TOO_LARGE', 'the form has too many fields'))
    else if (!fields.has(name)) fields.set(name, value)
  })
  parser.on('file', (name, stream, _filename, _encoding, mimeType) => {
    const source = stream[Symbol.asyncIterator]()
    const taken = takeFile(name, stream, source, mimeType, problem === undefined ? take : undefined)
      .catch((error: unknown) => {
        blame(error)
        return undefined
      })
    files.push(taken.finally(() => readOut(source)))
  })
  parser.on('filesLimit', () => blame(new FormError('FILES_TOO_MANY', `at most ${mostFiles} files at once`)))
  parser.on('partsLimit', () => blame(new FormError('FORM_TOO_LARGE', 'the form has too many parts')))
  await pump(request, parser, blame)
  const taken = await Promise.all(files)
  return { fields, files: taken.filter((file) => file !== undefined), problem }
}

/** Throws FormError CONTENT_TYPE or CHARSET before anything is read. */
export function checkFormType(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';').map((part) => part.trim())
  if (type !== 'multipart/form-data' && type !== 'application/x-www-form-urlencoded') {
    throw new FormError('CONTENT_TYPE', 'a form comes as multipart/form-data or application/x-www-form-urlencoded')
  }
  if (type === 'multipart/form-data' && !parameters.some((each) => /^boundary=.{1,200}$/.test(each))) {
    throw new FormError('CONTENT_TYPE', 'the form does not say where its parts end')
  }
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice(8).replaceAll('"', '')
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new FormError('CHARSET', 'a form comes in UTF-8')
  }
}

function parserFor(request: IncomingMessage): BusboyInstance {
  try {
    const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? '' }
    return new Busboy({ headers, limits })
  } catch {
    throw new FormError('CONTENT_TYPE', 'the form does not say how it is written')
  }
}

/** Feeds the parser at the pace of the slowest, and goes on reading, into nothing, once it has given up. */
async function pump(request: IncomingMessage, parser: BusboyInstance, blame: (error: unknown) => void): Promise<void> {
  let bytes = 0
  let broken = false
  let release = () => undefined as void
  const giveUp = () => {
    broken = true
    blame(new FormError('FORM_BROKEN', 'the form is not whole'))
    release()
  }
  parser.on('error', giveUp)
  parser.on('drain', () => release())
  const finished = new Promise<void>((done) => {
    parser.on('finish', done)
    parser.on('error', () => done())
  })
  try {
    for await (const chunk of request) {
      if (!(chunk instanceof Uint8Array)) continue
      bytes += chunk.length
      if (bytes > mostBytes) throw new FormError('FORM_TOO_LARGE', 'the form is larger than any that this page makes')
      if (broken || parser.write(chunk)) continue
      await new Promise<void>((resume) => {
        release = resume
        if (broken) resume()
      })
    }
  } catch (error) {
    parser.destroy()
    throw error
  }
  if (!broken) parser.end()
  await finished
}

/** An empty file field comes as a file of no octets; it says that nothing was chosen. */
async function takeFile<T>(
  name: string, stream: BusboyFileStream, source: AsyncIterator<unknown>, mimeType: string,
  take: ((file: FormFile) => Promise<T>) | undefined,
): Promise<T | undefined> {
  const first = await source.next()
  if (first.done === true || take === undefined || name !== 'file') return undefined
  const taken = await take({ type: knownType(mimeType), source: withFirst(first.value, source) })
  if (stream.truncated) throw new FormError('FILE_TOO_LARGE', 'a file has at most 25 MB')
  return taken
}

/** What nobody wanted of a file, into nothing. By its iterator: a stream that has one does not flow by itself. */
async function readOut(source: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await source.next()).done !== true);
  } catch {
    // The parser says itself when the form is not whole.
  }
}

async function* withFirst(first: unknown, rest: AsyncIterator<unknown>): AsyncGenerator<Uint8Array> {
  for (let next: IteratorResult<unknown> = { value: first }; next.done !== true; next = await rest.next()) {
    if (next.value instanceof Uint8Array) yield next.value
  }
}

function knownType(mimeType: string): string {
  return /^[\w!#$&^.+-]{1,63}\/[\w!#$&^.+-]{1,63}$/.test(mimeType) ? mimeType.toLowerCase() : 'application/octet-stream'
}

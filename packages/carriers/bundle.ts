/**
 * A bundle: many envelopes in one file or one answer (spec/bundle.md). Numbers are unsigned, 32 bits, big endian.
 *
 *   0  8  "NJBUNDLE"
 *   8  4  version, 1
 *         records, each:  length n (1 to 262144) · CRC-32C of the n octets · n octets
 *         end:            0xffffffff · number of records · CRC-32C of those eight octets
 *
 * Envelopes prove themselves; the check only tells damage from content, so that a reader knows where to stop. A bundle
 * that is cut or damaged gives everything up to its last whole record, and says so.
 */
type Bytes = Uint8Array<ArrayBuffer>

export const MAX_RECORD_BYTES = 262_144
const magic = new TextEncoder().encode('NJBUNDLE')
const headBytes = 12
const endMark = 0xffff_ffff

export interface BundleEnd {
  /** `whole`: the end mark was there, its count right. `cut`: the input ended early. `damaged`: it went wrong. */
  end: 'whole' | 'cut' | 'damaged'
  records: number
}

export type BundleItem = { envelope: Bytes } | BundleEnd

export class BundleError extends Error {
  override name = 'BundleError'
  readonly code: 'BUNDLE_RECORD'

  constructor(message: string) {
    super(message)
    this.code = 'BUNDLE_RECORD'
  }
}

export function bundleHead(): Bytes {
  return concat(magic, numbers(1))
}

/** Throws BUNDLE_RECORD for an empty envelope or one over MAX_RECORD_BYTES. */
export function bundleRecord(envelope: Uint8Array): Bytes {
  if (envelope.length === 0 || envelope.length > MAX_RECORD_BYTES) {
    throw new BundleError(`a record has 1 to ${MAX_RECORD_BYTES} octets, not ${envelope.length}`)
  }
  return concat(numbers(envelope.length, crc32c(envelope)), envelope)
}

export function bundleEnd(records: number): Bytes {
  const mark = numbers(endMark, records)
  return concat(mark, numbers(crc32c(mark)))
}

export function writeBundle(envelopes: Iterable<Uint8Array>): Bytes {
  const records = [...envelopes].map(bundleRecord)
  return concat(bundleHead(), ...records, bundleEnd(records.length))
}

/** The same, a record at a time, for streams. */
export async function* streamBundle(
  envelopes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Bytes> {
  yield bundleHead()
  let records = 0
  for await (const envelope of envelopes) {
    yield bundleRecord(envelope)
    records += 1
  }
  yield bundleEnd(records)
}

/**
 * Yields `{envelope}` for each whole record, then one BundleEnd. Never throws for bad input, never holds more than one
 * record and one part of the input; what follows the end mark is not read.
 */
export async function* readBundle(
  input: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<BundleItem, void> {
  const reader = newReader(input instanceof Uint8Array ? [input] : input)
  let records = 0
  try {
    const head = await reader.take(headBytes)
    if (head === undefined) return yield { end: 'cut', records }
    if (!sameOctets(head, bundleHead())) return yield { end: 'damaged', records }
    for (;;) {
      const record = await readRecord(reader, records)
      if (typeof record === 'string') return yield { end: record, records }
      records += 1
      yield { envelope: record }
    }
  } finally {
    await reader.close()
  }
}

/** The same for bytes in hand. */
export async function readWholeBundle(input: Uint8Array): Promise<BundleEnd & { envelopes: Bytes[] }> {
  const envelopes: Bytes[] = []
  for await (const item of readBundle(input)) {
    if ('end' in item) return { ...item, envelopes }
    envelopes.push(item.envelope)
  }
  return { end: 'cut', records: envelopes.length, envelopes }
}

async function readRecord(reader: Reader, records: number): Promise<Bytes | BundleEnd['end']> {
  const head = await reader.take(8)
  if (head === undefined) return 'cut'
  const [length, check] = [numberAt(head, 0), numberAt(head, 4)]
  if (length === endMark) return readEnd(reader, head, check, records)
  if (length === 0 || length > MAX_RECORD_BYTES) return 'damaged'
  const envelope = await reader.take(length)
  if (envelope === undefined) return 'cut'
  return crc32c(envelope) === check ? envelope : 'damaged'
}

async function readEnd(reader: Reader, mark: Bytes, count: number, records: number): Promise<BundleEnd['end']> {
  const check = await reader.take(4)
  if (check === undefined) return 'cut'
  return numberAt(check, 0) === crc32c(mark) && count === records ? 'whole' : 'damaged'
}

interface Reader {
  /** Exactly so many octets, or undefined when the input ends before. */
  take: (length: number) => Promise<Bytes | undefined>
  close: () => Promise<void>
}

function newReader(input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Reader {
  const parts = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]()
  let rest = new Uint8Array(0)
  let at = 0
  return {
    async take(length) {
      const taken = new Uint8Array(length)
      for (let filled = 0; filled < length;) {
        if (at === rest.length) {
          const next = await parts.next()
          if (next.done === true) return undefined
          rest = new Uint8Array(next.value)
          at = 0
          continue
        }
        const part = rest.subarray(at, at + length - filled)
        taken.set(part, filled)
        filled += part.length
        at += part.length
      }
      return taken
    },
    async close() {
      await parts.return?.()
    },
  }
}

function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function numbers(...values: number[]): Bytes {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of values.entries()) view.setUint32(i * 4, value)
  return bytes
}

function numberAt(bytes: Bytes, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)
}

function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i])
}

/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78), as in RFC 3720 appendix B.4. */
function crc32c(bytes: Uint8Array): number {
  let sum = 0xffff_ffff
  for (const octet of bytes) sum = (crcTable[(sum ^ octet) & 255] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffff_ffff) >>> 0
}

const crcTable = Uint32Array.from({ length: 256 }, (_, octet) => {
  let sum = octet
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f6_3b78 : sum >>> 1
  return sum
})

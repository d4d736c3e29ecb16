/**
 * What goes between a program and its throwaway process, over stdin and stdout.
 *
 *   frame:  u32 length (big endian) ‖ that many octets
 *   value:  u32 length of JSON ‖ JSON ‖ octets
 *
 * Octets inside a value stand behind the JSON, and in it as {"$bytes":[offset, length]}. A reader believes nothing: what
 * comes out of a throwaway process was made by whoever made the file.
 */
type Bytes = Uint8Array<ArrayBuffer>

export function writeValue(value: unknown): Bytes {
  const parts: Uint8Array[] = []
  let offset = 0
  const json = JSON.stringify(lift(value, (bytes) => {
    const reference = { $bytes: [offset, bytes.length] }
    parts.push(bytes)
    offset += bytes.length
    return reference
  }))
  const head = Buffer.from(json)
  return new Uint8Array(Buffer.concat([u32(head.length), head, ...parts]))
}

/**
 * Undefined when it is not a value. The octets are copies, so that nothing keeps the whole frame in memory; all together
 * they are no more than came, so that naming the same ones a million times does not fill it.
 */
export function readValue(frame: Bytes): unknown {
  const view = Buffer.from(frame.buffer, frame.byteOffset, frame.length)
  if (view.length < 4) return undefined
  const end = 4 + view.readUInt32BE(0)
  if (end > view.length) return undefined
  let left = view.length - end
  try {
    return JSON.parse(view.toString('utf8', 4, end), (_key, part: unknown) => {
      const reference = referenceOf(part)
      if (reference === undefined) return part
      const [offset, length] = reference
      left -= length
      if (left < 0 || end + offset + length > view.length) throw new RangeError('octets beyond the frame')
      return frame.slice(end + offset, end + offset + length)
    })
  } catch {
    return undefined
  }
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function lift(value: unknown, take: (bytes: Uint8Array) => unknown): unknown {
  if (value instanceof Uint8Array) return take(value)
  if (Array.isArray(value)) return value.map((item: unknown) => lift(item, take))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lift(item, take)]))
}

function referenceOf(part: unknown): readonly [number, number] | undefined {
  if (typeof part !== 'object' || part === null || !('$bytes' in part) || !Array.isArray(part.$bytes)) return undefined
  const [offset, length]: unknown[] = part.$bytes
  return isSize(offset) && isSize(length) ? [offset, length] : undefined
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

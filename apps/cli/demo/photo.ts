// Small pictures and documents with a word in their metadata, as a phone or an office program would leave it.
import { deflateSync, crc32 } from 'node:zlib'

export type Bytes = Uint8Array<ArrayBuffer>

export interface StoryFile {
  readonly name: string
  readonly type: string
  readonly bytes: Bytes
}

/** A picture of 48 by 32 points in one colour, as small as JPEG gets. */
const BARE_JPEG = Buffer.from(
  '/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4a'
  + 'HjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAgADADASIAAhEBAxEB/8QA'
  + 'FQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAID/8QAFBEBAAAAAAAAAAAA'
  + 'AAAAAAAAAP/aAAwDAQACEQMRAD8AgAyWAAAAAAAAAA//2Q==',
  'base64',
)

/** A JPEG whose EXIF names an owner (tag 0x9c9d is UTF-16, 0x010e and 0x013b are ASCII) and that carries a comment. */
export function jpegWithMetadata(words: { description: string; owner: string; comment: string }): Bytes {
  const exif = exifSegment([
    { tag: 0x010e, type: 2, data: Buffer.from(`${words.description}\0`) },
    { tag: 0x013b, type: 2, data: Buffer.from(`${words.owner}\0`) },
    { tag: 0x9c9d, type: 1, data: Buffer.from(`${words.owner}\0`, 'utf16le') },
  ])
  const parts = [BARE_JPEG.subarray(0, 2), exif, jpegSegment(0xfe, Buffer.from(words.comment)), BARE_JPEG.subarray(2)]
  return new Uint8Array(Buffer.concat(parts))
}

/** Marker, length (which counts itself), data: ITU T.81, B.1.1.4. */
function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

interface ExifEntry {
  readonly tag: number
  readonly type: 1 | 2
  readonly data: Buffer
}

/** One TIFF directory, big-endian; every value lies behind it (EXIF 2.3, 4.6.2). */
function exifSegment(entries: readonly ExifEntry[]): Buffer {
  const directory = Buffer.alloc(8 + 2 + 12 * entries.length + 4)
  directory.write('MM\0*', 'latin1')
  directory.writeUInt32BE(8, 4)
  directory.writeUInt16BE(entries.length, 8)
  let at = directory.length
  for (const [i, { tag, type, data }] of entries.entries()) {
    const entry = 10 + 12 * i
    directory.writeUInt16BE(tag, entry)
    directory.writeUInt16BE(type, entry + 2)
    directory.writeUInt32BE(data.length, entry + 4)
    directory.writeUInt32BE(at, entry + 8)
    at += data.length
  }
  const tiff = Buffer.concat([directory, ...entries.map((entry) => entry.data)])
  return jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))
}

/** A PNG of one colour with a plain and a compressed text chunk (PNG 1.2, 4.2.3). */
export function pngWithText(
  colour: readonly [number, number, number],
  words: { plain: string; compressed: string },
): Bytes {
  const [width, height] = [64, 48]
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(colour))])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      pngChunk('IHDR', header),
      pngChunk('tEXt', Buffer.from(`Comment\0${words.plain}`, 'latin1')),
      pngChunk(
        'zTXt',
        Buffer.concat([Buffer.from('Author\0\0', 'latin1'), deflateSync(Buffer.from(words.compressed, 'latin1'))]),
      ),
      pngChunk('IDAT', pixels),
      pngChunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

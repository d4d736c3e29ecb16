/**
 * The image task: a picture by a stranger goes in, a new picture of the same pixels comes out. Everything else a file
 * can carry (position, camera, owner, thumbnail, a second file glued on) stays behind, because nothing is copied: the
 * pixels are decoded, turned upright, made sRGB, laid on white so that nothing hides behind transparency, fitted into
 * 2048 by 2048 and encoded anew.
 *
 * Only these formats reach libvips, chosen by their first octets: JPEG, PNG, WebP, GIF, TIFF and AVIF of the HEIF
 * family. SVG, PDF and what else libvips could load never do. What is refused gives no output at all.
 */
import sharp from 'sharp'
import { TaskRefused } from './refused.ts'
import type { ImageValue } from './values.ts'

type Bytes = Uint8Array<ArrayBuffer>

const MOST_PIXELS = 40_000_000
const LONGEST_SIDE = 2048

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer', 'VipsForeignLoadHeifBuffer',
  ],
})

/** Refuses with IMAGE_EMPTY, IMAGE_UNKNOWN (format), IMAGE_TOO_LARGE (over 40 megapixels) or IMAGE_UNREADABLE. */
export async function scrubImage(input: Bytes): Promise<ImageValue> {
  if (input.length === 0) throw new TaskRefused('IMAGE_EMPTY')
  if (!isKnownFormat(input)) throw new TaskRefused('IMAGE_UNKNOWN')
  await assertSize(input)
  const { data, info } = await encode(input)
  await assertClean(data)
  return { image: new Uint8Array(data), type: 'image/webp', width: info.width, height: info.height }
}

/** One frame of an animation, one page of a TIFF; damaged pixels are an error, odd metadata is not. */
function read(input: Uint8Array) {
  return sharp(input, { failOn: 'error', limitInputPixels: MOST_PIXELS, page: 0, pages: 1, sequentialRead: true })
}

async function assertSize(input: Bytes): Promise<void> {
  const { width, height } = await readable(read(input).metadata())
  if (width * height > MOST_PIXELS) throw new TaskRefused('IMAGE_TOO_LARGE')
}

function encode(input: Bytes) {
  return readable(read(input)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: 82, effort: 3 })
    .toBuffer({ resolveWithObject: true }))
}

/** The encoder is told to write no metadata; this looks whether it did as told. */
async function assertClean(output: Uint8Array): Promise<void> {
  const { exif, xmp, iptc, icc, orientation } = await readable(read(output).metadata())
  if ([exif, xmp, iptc, icc, orientation].some((part) => part !== undefined)) throw new TaskRefused('IMAGE_NOT_CLEAN')
}

/** libvips's own words may carry what stands in the file; only a code leaves. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const tooLarge = error instanceof Error && error.message.includes('exceeds pixel limit')
    throw new TaskRefused(tooLarge ? 'IMAGE_TOO_LARGE' : 'IMAGE_UNREADABLE')
  }
}

const AVIF_BRANDS = ['avif', 'avis', 'mif1', 'msf1', 'miaf']

function isKnownFormat(input: Bytes): boolean {
  const head = Buffer.from(input.buffer, input.byteOffset, Math.min(input.length, 16)).toString('latin1')
  return head.startsWith('\xff\xd8\xff')
    || head.startsWith('\x89PNG\r\n\x1a\n')
    || head.startsWith('GIF87a') || head.startsWith('GIF89a')
    || head.startsWith('II*\0') || head.startsWith('MM\0*')
    || (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP')
    || (head.slice(4, 8) === 'ftyp' && AVIF_BRANDS.includes(head.slice(8, 12)))
}

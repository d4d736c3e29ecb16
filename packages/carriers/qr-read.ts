/**
 * Reads QR frames from pixels: zxing-wasm first, and where it finds nothing or cannot start, the decoder of `qr`. Pure:
 * the octets of zxing's WebAssembly module come from the caller, and nothing is fetched.
 */
import { decodeQR } from 'qr/decode.js'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { QR_MAX_BYTES } from './qr.ts'
import { refuse } from './errors.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Four octets a pixel, red, green, blue and alpha, row after row. */
export interface Pixels {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

export interface QrReader {
  /** What the frames in the picture hold; empty when none can be read. Throws QR_SIZE for a picture that is none. */
  read: (pixels: Pixels) => Promise<Bytes[]>
}

const mostPixels = 4096 * 4096

/** `wasm`: zxing-wasm's `reader/zxing_reader.wasm`; without it only the second decoder reads. */
export async function newQrReader(wasm?: ArrayBuffer): Promise<QrReader> {
  const zxing = wasm !== undefined && await starts(wasm)
  return {
    async read(pixels) {
      needPixels(pixels)
      const found = zxing ? await readWithZxing(pixels) : []
      return found.length > 0 ? found : readWithQr(pixels)
    },
  }
}

function starts(wasm: ArrayBuffer): Promise<boolean> {
  return prepareZXingModule({ overrides: { wasmBinary: wasm }, fireImmediately: true }).then(() => true, () => false)
}

function needPixels({ width, height, data }: Pixels): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0
  if (!whole || width * height > mostPixels || data.length !== width * height * 4) {
    refuse('QR_SIZE', `a picture has four octets for each of at most ${mostPixels} pixels`)
  }
}

async function readWithZxing(pixels: Pixels): Promise<Bytes[]> {
  const image = { ...pixels, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' } as const
  const results = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 })
  return results.filter(({ isValid, bytes }) => isValid && fits(bytes)).map(({ bytes }) => new Uint8Array(bytes))
}

function readWithQr(pixels: Pixels): Bytes[] {
  const parts: number[] = []
  try {
    decodeQR(pixels, {
      textDecoder(bytes) {
        for (const octet of bytes) parts.push(octet)
        return ''
      },
    })
  } catch {
    // No frame in it, or none that can be read: the next picture may have one.
    return []
  }
  const bytes = Uint8Array.from(parts)
  return fits(bytes) ? [bytes] : []
}

function fits(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.length <= QR_MAX_BYTES
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { beforeAll, expect, test } from 'vitest'
import { newFragmenter, newJoiner } from './index.ts'
import { QR_DEFAULT_BYTES, QR_MAX_BYTES, qrFrame, type QrFrame, qrSvg, qrTerminal } from './qr.ts'
import { newQrReader, type Pixels, type QrReader } from './qr-read.ts'

let zxing: QrReader
let second: QrReader

beforeAll(async () => {
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  second = await newQrReader()
  zxing = await newQrReader(new Uint8Array(wasm).buffer)
})

const octets = (length: number) => Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 0x9e37_79b1) >>> 11)

/** A picture of the frame, turned by `degrees`, each pixel the mean of `blur`² around it, with grain. */
function photograph({ modules }: QrFrame, { scale = 6, degrees = 0, blur = 1, grain = 0 } = {}): Pixels {
  const side = Math.ceil((modules.length + 8) * scale * 1.45)
  const [sin, cos] = [Math.sin(degrees * Math.PI / 180), Math.cos(degrees * Math.PI / 180)]
  const shade = (x: number, y: number) => {
    const [dx, dy] = [x - side / 2, y - side / 2]
    const column = Math.floor((dx * cos + dy * sin) / scale + modules.length / 2)
    const row = Math.floor((dy * cos - dx * sin) / scale + modules.length / 2)
    return modules[row]?.[column] === true ? 40 : 215
  }
  const data = new Uint8ClampedArray(side * side * 4)
  for (let at = 0; at < side * side; at++) {
    let sum = 0
    for (let i = 0; i < blur * blur; i++) {
      sum += shade(at % side + i % blur - blur / 2, Math.floor(at / side) + Math.floor(i / blur) - blur / 2)
    }
    const speck = (Math.imul(at + 7, 0x85eb_ca6b) >>> 16) / 65_536 - 0.5
    data.fill(sum / (blur * blur) + speck * grain, at * 4, at * 4 + 3)
    data[at * 4 + 3] = 255
  }
  return { width: side, height: side, data }
}

test('300 octets make version 13, and the most make version 25', () => {
  expect(qrFrame(octets(QR_DEFAULT_BYTES)).version).toBe(13)
  const largest = qrFrame(octets(QR_MAX_BYTES))
  expect([largest.version, largest.modules.length]).toEqual([25, 117])
  for (const length of [0, QR_MAX_BYTES + 1]) {
    expect(() => qrFrame(octets(length))).toThrow(expect.objectContaining({
      code: 'QR_SIZE', message: `a frame takes 1 to 997 octets, not ${length}`,
    }))
  }
})

test('both decoders read what is written, to the octet', async () => {
  for (const length of [1, 36, 140, 296, QR_MAX_BYTES]) {
    const picture = photograph(qrFrame(octets(length)), { scale: 4 })
    expect(await zxing.read(picture)).toEqual([octets(length)])
    expect(await second.read(picture)).toEqual([octets(length)])
  }
})

test.each([[0, 3, 60], [90, 2, 40], [180, 2, 40], [7, 4, 60], [-12, 3, 80]])(
  'a frame turned by %i degrees, blurred over %i pixels, with grain of %i is read', async (degrees, blur, grain) => {
    expect(await zxing.read(photograph(qrFrame(octets(296)), { degrees, blur, grain }))).toEqual([octets(296)])
  },
)

test('an envelope goes over a screen of which a third of the frames is missed', async () => {
  const envelope = octets(4096)
  envelope[0] = 0x21
  const fragmenter = await newFragmenter(envelope)
  const joiner = newJoiner()
  let whole: Uint8Array | undefined
  for (let i = 0; i < 40 && whole === undefined; i++) {
    if (i % 3 === 1) continue
    const [unit] = await zxing.read(photograph(qrFrame(fragmenter.fragment(i * 11, 11)), { scale: 4, degrees: 4 }))
    const step = await joiner.add(unit ?? new Uint8Array())
    if (step.step === 'whole') whole = step.envelope
  }
  expect(whole).toEqual(envelope)
})

test('pictures without a frame give nothing, and what is no picture is refused', async () => {
  const data = Uint8ClampedArray.from({ length: 64 * 64 * 4 }, (_, i) => Math.imul(i, 0x9e37_79b1) >>> 20)
  for (const reader of [zxing, second]) {
    expect(await reader.read({ width: 64, height: 64, data })).toEqual([])
    await expect(reader.read({ width: 65, height: 64, data })).rejects.toMatchObject({ code: 'QR_SIZE' })
  }
})

test('as SVG and in a terminal a frame has its quiet zone and every module', () => {
  const frame = qrFrame(octets(20))
  const dark = frame.modules.flat().filter(Boolean).length
  const svg = qrSvg(frame)
  expect(svg.match(/h1v1h-1z/g)).toHaveLength(dark)
  expect(svg).toContain(`viewBox="0 0 ${frame.modules.length + 8} ${frame.modules.length + 8}"`)
  const text = qrTerminal(frame)
  const halves = [...text].reduce((sum, each) => sum + (each === '█' ? 2 : each === '▀' || each === '▄' ? 1 : 0), 0)
  expect(halves).toBe(dark)
  expect(text.split('\n')).toHaveLength(Math.ceil((frame.modules.length + 8) / 2))
})

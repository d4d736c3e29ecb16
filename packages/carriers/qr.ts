/**
 * Fragments as QR frames (ISO/IEC 18004): byte mode, error correction M, one fragment or envelope a frame, no header of
 * ours before it. 300 octets make version 13, which a plain phone reads off a plain screen eight times a second; smaller
 * frames are for worse cameras, and version 25 is the most.
 */
import { encodeQR } from 'qr'
import { refuse } from './errors.ts'

export const QR_DEFAULT_BYTES = 300
export const QR_MAX_BYTES = 997
export const QR_FRAMES_PER_SECOND = 8
const border = 4

/** Octets of byte mode at error correction M, by version less 1 (ISO/IEC 18004:2024, table 7). */
const capacities = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911, 997,
]

export interface QrFrame {
  version: number
  /** Rows of modules without the quiet zone; true is dark. */
  modules: boolean[][]
}

/** The smallest version that takes these octets. Throws QR_SIZE for none, or more than QR_MAX_BYTES. */
export function qrFrame(bytes: Uint8Array): QrFrame {
  const version = capacities.findIndex((capacity) => bytes.length <= capacity) + 1
  if (version === 0 || bytes.length === 0) {
    return refuse('QR_SIZE', `a frame takes 1 to ${QR_MAX_BYTES} octets, not ${bytes.length}`)
  }
  const options = { ecc: 'medium', encoding: 'byte', version, border: 1, textEncoder: () => new Uint8Array(bytes) } as const
  const modules = encodeQR('frame', 'raw', options)
  return { version, modules: modules.slice(1, -1).map((row) => row.slice(1, -1)) }
}

/** A whole SVG document, dark on white with the quiet zone; scales to where it is put. */
export function qrSvg({ modules }: QrFrame): string {
  const side = modules.length + 2 * border
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => dark ? [`M${x + border} ${y + border}h1v1h-1z`] : []))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`
    + `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path.join('')}"/></svg>\n`
}

/** Two modules a character, for a terminal; the colours are set, so that it is dark on white on any terminal. */
export function qrTerminal({ modules }: QrFrame): string {
  const side = modules.length + 2 * border
  const dark = (x: number, y: number) => modules[y - border]?.[x - border] === true
  const lines = Array.from({ length: Math.ceil(side / 2) }, (_, line) => {
    const cells = Array.from({ length: side }, (_each, x) => halves(dark(x, 2 * line), dark(x, 2 * line + 1)))
    return `\u001B[30;107m${cells.join('')}\u001B[0m`
  })
  return lines.join('\n')
}

function halves(top: boolean, bottom: boolean): string {
  if (top) return bottom ? '█' : '▀'
  return bottom ? '▄' : ' '
}

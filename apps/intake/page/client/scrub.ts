/**
 * Photos are drawn anew, so that place, camera and time in them never leave the device. Only the picture survives; what
 * cannot be drawn goes as it is, and its owner is told.
 */
import { canRedraw } from './redraw.ts'

export interface Leaving { blob: Blob; type: string; redrawn: boolean }

const mostPixels = 40e6

export async function redrawn(file: File): Promise<Leaving> {
  const asItIs = { blob: file, type: mimeType(file.type), redrawn: false }
  if (!canRedraw(file)) return asItIs
  try {
    const drawing = await draw(file)
    return drawing === null ? asItIs : { blob: drawing, type: drawing.type, redrawn: true }
  } catch {
    return asItIs
  }
}

async function draw(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, Math.sqrt(mostPixels / (picture.width * picture.height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((done) => canvas.toBlob(done, file.type, 0.88))
}

function mimeType(type: string): string {
  return /^[\w!#$&^.+-]{1,63}\/[\w!#$&^.+-]{1,63}$/.test(type) ? type : 'application/octet-stream'
}

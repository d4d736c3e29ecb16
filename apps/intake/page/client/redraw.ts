const redrawable = ['image/jpeg', 'image/png', 'image/webp']

/** Whether this browser can draw such a file anew, and so leave behind what hides in it. */
export function canRedraw(file: File): boolean {
  return redrawable.includes(file.type) && 'createImageBitmap' in window
}

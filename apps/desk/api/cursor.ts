/** Where a page ended, as a text that says nothing to its holder: whole numbers, base64url. */
import { DeskError } from '../errors.ts'

export function writeCursor(...numbers: number[]): string {
  return Buffer.from(numbers.join('.')).toString('base64url')
}

/** Throws CURSOR_INVALID for anything that writeCursor did not make with so many numbers. */
export function readCursor(cursor: string, count: number): number[] {
  const parts = Buffer.from(cursor, 'base64url').toString('latin1').split('.')
  const numbers = parts.map(Number)
  const isOurs = numbers.every((each, i) => Number.isSafeInteger(each) && each >= 0 && String(each) === parts[i])
  if (!isOurs || numbers.length !== count) {
    throw new DeskError('CURSOR_INVALID', 'this cursor was not given by the desk')
  }
  return numbers
}

/** The reply board: one file of one size. Before the desk has put one, a board of nothing but dummies stands in. */
import { randomBytes } from 'node:crypto'
import { BOARD_SIZE } from '@nightjar/envelope'
import { readFileIfPresent, writeFileDurably } from '@nightjar/machine/durable'
import { fixedBytes, type Fixed } from './fixed.ts'

export interface BoardShelf {
  get(): Fixed
  /** The caller has checked that it is a board. */
  put(board: Uint8Array): Promise<void>
}

export async function openBoardShelf(path: string): Promise<BoardShelf> {
  const kept = await readFileIfPresent(path, BOARD_SIZE)
  const first = kept?.length === BOARD_SIZE ? kept : dummyBoard()
  if (first !== kept) await writeFileDurably(path, first)
  let current = fixedBytes(first)
  return {
    get: () => current,
    async put(board) {
      await writeFileDurably(path, board)
      current = fixedBytes(board)
    },
  }
}

/** Real entries and slots look random, so random ones are a board that says nothing to anyone. */
function dummyBoard(): Uint8Array<ArrayBuffer> {
  const board = new Uint8Array(randomBytes(BOARD_SIZE))
  board.set([0x4e, 0x4a, 0x42, 1])
  return board
}

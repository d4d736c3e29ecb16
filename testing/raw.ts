/** Bytes over a TCP connection, sent as a test likes: in pieces, slowly, half closed, or never to the end. */

import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface RawOptions {
  /** Milliseconds before each further piece. */
  readonly gapMs?: number
  /** Ends our side after the last piece, and still listens. */
  readonly halfClose?: boolean
  /** Milliseconds after the last piece until we give up waiting for an answer. */
  readonly patienceMs?: number
}

export interface RawAnswer {
  readonly text: string
  /** How the conversation ended: the server closed it, reset it, or we gave up. */
  readonly end: 'closed' | 'reset' | 'waiting'
  readonly ms: number
}

export async function sayRaw(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  options: RawOptions = {},
): Promise<RawAnswer> {
  const { gapMs = 0, halfClose = false, patienceMs = 15_000 } = options
  const began = performance.now()
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  const ended = new Promise<'closed' | 'reset'>((resolve) => {
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
    })
    socket.once('end', () => resolve('closed'))
    socket.once('close', () => resolve('closed'))
    socket.once('error', () => resolve('reset'))
  })
  for (const piece of pieces) {
    if (socket.destroyed) break
    socket.write(piece)
    if (gapMs > 0) await pause(gapMs)
  }
  if (halfClose) socket.end()
  const end = await Promise.race([ended, pause(patienceMs, 'waiting' as const)])
  socket.destroy()
  return { text, end, ms: performance.now() - began }
}

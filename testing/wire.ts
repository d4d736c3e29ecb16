/**
 * A TCP wire between a client and a server that a test can delay, slow down, pause and cut: in front of a real peer,
 * at the level of bytes, so that nothing on either side knows of it.
 */

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Weather {
  /** Milliseconds that every piece of data waits. */
  delayMs: number
  /** Octets a second in each direction; Infinity for no limit. */
  octetsPerSecond: number
  /** Connections are accepted and then nothing moves. */
  paused: boolean
  /** New connections are refused by a reset. */
  down: boolean
  /** Each connection is reset after this many octets from the server. */
  cutAfterOctets: number
}

export interface Wire {
  readonly port: number
  readonly weather: Weather
  /** Connections taken so far, and octets carried towards the server and back. */
  readonly carried: { connections: number; up: number; down: number }
  /** Resets every connection that is open now. */
  cut(): void
  close(): Promise<void>
}

const CALM: Weather = { delayMs: 0, octetsPerSecond: Infinity, paused: false, down: false, cutAfterOctets: Infinity }

/** Opens a port on loopback that leads to `to`. */
export async function layWire(to: { host?: string; port: number }, weather: Partial<Weather> = {}): Promise<Wire> {
  const now: Weather = { ...CALM, ...weather }
  const carried = { connections: 0, up: 0, down: 0 }
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (now.down) {
      client.resetAndDestroy()
      return
    }
    carried.connections++
    const peer = connect({ host: to.host ?? '127.0.0.1', port: to.port, allowHalfOpen: true })
    for (const [socket, other] of [[client, peer], [peer, client]] as const) {
      open.add(socket)
      // Without an error the other side still has to hear what is under way, and then the end.
      socket.on('error', () => other.resetAndDestroy())
      socket.once('close', () => open.delete(socket))
    }
    carry(client, peer, now, (octets) => { carried.up += octets })
    let back = 0
    carry(peer, client, now, (octets) => {
      carried.down += octets
      back += octets
      if (back < now.cutAfterOctets) return
      client.resetAndDestroy()
      peer.resetAndDestroy()
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    port: portOf(server), weather: now, carried,
    cut: () => { for (const socket of open) socket.resetAndDestroy() },
    close: () => new Promise((resolve) => {
      for (const socket of open) socket.destroy()
      server.close(() => resolve())
    }),
  }
}

/** Moves data one way until it ends, under whatever weather reigns when each piece comes. */
function carry(from: Socket, to: Socket, weather: Weather, count: (octets: number) => void): void {
  let last = Promise.resolve()
  from.on('data', (chunk: Buffer) => {
    from.pause()
    last = passThenResume(last, chunk)
  })
  from.once('end', () => { void endAfter(last) })

  async function passThenResume(before: Promise<void>, chunk: Buffer): Promise<void> {
    await before
    await pass(chunk)
    from.resume()
  }

  async function endAfter(before: Promise<void>): Promise<void> {
    await before
    if (!to.destroyed) to.end()
  }

  async function pass(chunk: Buffer): Promise<void> {
    for (const piece of pieces(chunk, weather)) {
      while (weather.paused && !to.destroyed) await pause(10)
      if (weather.delayMs > 0) await pause(weather.delayMs)
      if (Number.isFinite(weather.octetsPerSecond)) await pause(piece.length * 1000 / weather.octetsPerSecond)
      if (to.destroyed) return
      if (!to.write(piece))
        await new Promise<void>((resolve) => {
          to.once('drain', resolve)
          to.once('close', resolve)
        })
      count(piece.length)
    }
  }
}

/** On a slow wire in pieces of at most a tenth of a second, so that a cut falls between them. */
function* pieces(chunk: Buffer, { octetsPerSecond }: Weather): Generator<Buffer> {
  const size = Number.isFinite(octetsPerSecond) ? Math.max(1, Math.floor(octetsPerSecond / 10)) : chunk.length
  for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the wire has no port')
  return address.port
}

import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { layWire, type Wire } from './wire.ts'

const toClose: { close: () => unknown }[] = []
afterEach(async () => { for (const one of toClose.splice(0)) await one.close() })

/** A real server that sends back what it gets, and says goodbye at the end. */
async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => socket.write(bytes))
    socket.on('end', () => socket.end('bye'))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  toClose.push(server)
  return (server.address() as AddressInfo).port
}

async function talk(wire: Wire, words: string): Promise<{ heard: string; ms: number; error?: string }> {
  const began = performance.now()
  const socket: Socket = connect({ port: wire.port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  socket.on('data', (bytes) => { heard += bytes.toString() })
  socket.end(words)
  const error = await new Promise<string | undefined>((resolve) => {
    socket.on('error', (problem: NodeJS.ErrnoException) => resolve(problem.code))
    socket.on('end', () => resolve(undefined))
  })
  socket.destroy()
  return { heard, ms: performance.now() - began, ...(error === undefined ? {} : { error }) }
}

async function laid(weather = {}): Promise<Wire> {
  const wire = await layWire({ port: await echo() }, weather)
  toClose.push(wire)
  return wire
}

test('carries both ways and passes on a half-close', async () => {
  const wire = await laid()
  expect((await talk(wire, 'hello')).heard).toBe('hellobye')
  expect(wire.carried).toEqual({ connections: 1, up: 5, down: 8 })
})

test('delays and slows down', async () => {
  expect((await talk(await laid({ delayMs: 80 }), 'x')).ms).toBeGreaterThan(150)
  expect((await talk(await laid({ octetsPerSecond: 1000 }), 'y'.repeat(200))).ms).toBeGreaterThan(300)
})

test('cuts in the middle of an answer', async () => {
  const { heard, error } = await talk(await laid({ octetsPerSecond: 2000, cutAfterOctets: 300 }), 'z'.repeat(1000))
  expect(error).toBe('ECONNRESET')
  expect(heard.length).toBeLessThan(1000)
})

test('refuses while down and carries again after', async () => {
  const wire = await laid({ down: true })
  expect((await talk(wire, 'a')).error).toBe('ECONNRESET')
  wire.weather.down = false
  expect((await talk(wire, 'a')).heard).toBe('abye')
})

test('holds everything while paused', async () => {
  const wire = await laid({ paused: true })
  setTimeout(() => { wire.weather.paused = false }, 200)
  const { heard, ms } = await talk(wire, 'b')
  expect(heard).toBe('bbye')
  expect(ms).toBeGreaterThan(190)
})

// Between the parts lies a network that fails: the desk pulls over a wire that is down, cut, slow or stuck, and what
// was accepted meanwhile waits.
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { freePorts } from '../apps/cli/demo/folder.ts'
import { canaryMaker } from '../testing/canaries.ts'
import {
  eventually,
  sendTip,
  startLine,
  type StartOptions,
  type TestLine,
  untilAtDesk,
  wordsAtDesk,
} from '../testing/line.ts'
import { layWire, type Wire } from '../testing/wire.ts'

const toEnd: (() => Promise<void>)[] = []
afterEach(async () => { for (const end of toEnd.splice(0).reverse()) await end() })

/** A line whose desk reaches intake over a wire that the test holds. */
async function withDeskWire(options: StartOptions = {}): Promise<{ line: TestLine; wire: Wire }> {
  const [intakeDesk = 0] = await freePorts(1)
  const wire = await layWire({ port: intakeDesk })
  toEnd.push(() => wire.close())
  const line = await startLine({
    ...options, ports: { intakeDesk },
    editConfig: (toml) => toml.replace(/^intakeDeskUrl = .*$/m, `intakeDeskUrl = "https://127.0.0.1:${wire.port}"`),
  })
  toEnd.push(() => line.stop())
  return { line, wire }
}

async function sendSome(line: TestLine, count: number, seed: number): Promise<string[]> {
  const words = Array.from({ length: count }, canaryMaker(seed))
  await Promise.all(
    words.map((word, i) => sendTip(line, word, (['api', 'webNoScript', 'api'] as const)[i % 3] ?? 'api')),
  )
  return words
}

/** All are there, each once. */
async function expectAll(line: TestLine, words: readonly string[]): Promise<void> {
  const there = await untilAtDesk(line, words)
  expect(Object.fromEntries(words.map((word) => [word, there.get(word) ?? 0])))
    .toEqual(Object.fromEntries(words.map((word) => [word, 1])))
}

test('intake out of reach while the desk pulls: the desk says so, retries, and misses nothing', async () => {
  const { line, wire } = await withDeskWire()
  wire.weather.down = true
  wire.cut()
  const words = await sendSome(line, 30, 1)
  expect(await eventually(async () => (await line.desk.state()).intake === 'down')).toBe(true)
  expect((await wordsAtDesk(line)).size).toBe(0)
  wire.weather.down = false
  await expectAll(line, words)
  expect((await line.desk.state()).intake).toBe('ok')
})

test('cut in the middle of an answer, again and again: nothing is lost or doubled', async () => {
  const { line, wire } = await withDeskWire()
  wire.weather.cutAfterOctets = 40_000
  const words = await sendSome(line, 40, 2)
  await pause(4000)
  wire.weather.cutAfterOctets = Infinity
  wire.cut()
  await expectAll(line, words)
})

test('cut at every length of the first hundred kilobytes', async () => {
  const { line, wire } = await withDeskWire()
  const words: string[] = []
  for (let octets = 500; octets < 100_000; octets = Math.ceil(octets * 1.7)) {
    wire.weather.cutAfterOctets = octets
    words.push(...await sendSome(line, 3, octets))
    await pause(400)
  }
  wire.weather.cutAfterOctets = Infinity
  wire.cut()
  await expectAll(line, words)
})

test('a slow and a stuck wire only make it later', async () => {
  const { line, wire } = await withDeskWire()
  wire.weather.octetsPerSecond = 60_000
  wire.weather.delayMs = 30
  const words = await sendSome(line, 20, 3)
  await pause(1500)
  wire.weather.paused = true
  words.push(...await sendSome(line, 5, 4))
  await pause(3000)
  wire.weather.paused = false
  wire.weather.octetsPerSecond = Infinity
  await expectAll(line, words)
})

test('the desk locked while tips arrive: they wait, and a second unlock brings them', async () => {
  const line = await startLine()
  toEnd.push(() => line.stop())
  await line.desk.lock()
  const words = await sendSome(line, 30, 5)
  expect(await line.desk.state()).toMatchObject({ locked: true, setUp: true })
  await expect(line.desk.allTips()).rejects.toMatchObject({ status: 401, answerCode: 'DESK_LOCKED' })
  await line.desk.unlock(line.passphrase)
  await expectAll(line, words)
})

test('a desk that starts long after the tips came finds them all', async () => {
  const line = await startLine({ locked: true })
  toEnd.push(() => line.stop())
  const words = await sendSome(line, 60, 6)
  await line.desk.unlock(line.passphrase)
  await expectAll(line, words)
})

test('the gateway\'s wire to intake cut after intake has taken it: handed in again, one tip', async () => {
  const [intake = 0] = await freePorts(1)
  const wire = await layWire({ port: intake })
  toEnd.push(() => wire.close())
  const line = await startLine({
    ports: { intake },
    editConfig: (toml) => toml.replace(/^intakeUrl = .*$/m, `intakeUrl = "http://127.0.0.1:${wire.port}"`),
  })
  toEnd.push(() => line.stop())
  const words = Array.from({ length: 6 }, canaryMaker(7))
  for (const [i, word] of words.entries()) {
    // The answer is cut before it is whole: the gateway cannot know that intake has the envelope.
    wire.weather.cutAfterOctets = i % 2 === 0 ? 20 : Infinity
    const sent = sendTip(line, word, 'webNoScript')
    await pause(150)
    wire.weather.cutAfterOctets = Infinity
    await sent
  }
  await expectAll(line, words)
})

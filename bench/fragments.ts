/**
 * What fragments cost: frames shown until an envelope is whole, as a multiple of k, when each frame is lost with some
 * probability; beside showing the parts of the envelope round and round, with the same luck in the same run. And how
 * long 64 KiB take to put together: QR frames of which three in ten are lost, and the worst case, coded symbols only.
 * Times are of the processor (this process, user and system), which other programs on the machine do not lengthen.
 */
import { parseArgs } from 'node:util'
import { type Io, say } from '../apps/cli/verb.ts'
import { endless, type Fragmenter, newFragmenter, newJoiner, parseFragment } from '../packages/carriers/index.ts'
import { newSystem } from '../packages/carriers/system.ts'

const trials = 1000
const counts = [10, 41, 100]
const losses = [0.1, 0.3, 0.5]
const symbolBytes = 26
const mostOverhead = 1.03
const barFrom = 41
const envelopeBytes = 65_536
const frameBytes = 300
const mostSeconds = 1

interface Result { k: number; loss: number; framesPerK: number; limit: number; loopingPerK: number }
interface Decode { k: number; frames: number; seconds: number }

/** Ends with 1 when a bar is missed. */
export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const luck = newLuck(1)
  const results: Result[] = []
  for (const k of counts) for (const loss of losses) results.push(await measure(k, loss, luck))
  const envelope = Uint8Array.from({ length: envelopeBytes }, () => luck() * 256)
  const decode = await timeDecode(envelope, (fragmenter) => lossy(fragmenter, luck))
  const decodeCoded = await timeDecode(envelope, codedOnly)
  if (values.json) say(io.stdout, JSON.stringify({ trials, results, decode64KiB: decode, decode64KiBCodedOnly: decodeCoded }))
  else for (const line of linesOf(results, decode, decodeCoded)) say(io.stdout, line)
  const within = results.every(({ k, framesPerK, limit }) => k < barFrom || framesPerK <= limit)
  return within && decode.seconds < mostSeconds ? 0 : 1
}

function linesOf(results: readonly Result[], decode: Decode, coded: Decode): string[] {
  return [
    ...results.map(({ k, loss, framesPerK, limit, loopingPerK }) => {
      return `k ${k}, loss ${loss}: ${framesPerK} frames a part (at most ${limit}); looping ${loopingPerK}`
    }),
    `64 KiB, 3 of 10 frames lost: ${decode.seconds} s; coded symbols only: ${coded.seconds} s`,
  ]
}

async function measure(k: number, loss: number, luck: () => number): Promise<Result> {
  let [shown, looped] = [0, 0]
  for (let trial = 0; trial < trials; trial++) {
    const envelope = Uint8Array.from({ length: k * symbolBytes - 1 }, () => luck() * 256)
    const fragmenter = await newFragmenter(envelope)
    shown += framesUntilWhole(fragmenter, loss, luck)
    looped += roundsUntilWhole(k, loss, luck)
  }
  const each = (frames: number) => Math.round(frames / trials / k * 10_000) / 10_000
  return {
    k, loss, framesPerK: each(shown), limit: Math.round(mostOverhead / (1 - loss) * 10_000) / 10_000,
    loopingPerK: each(looped),
  }
}

/** One symbol a frame, as the figures that others publish count. */
function framesUntilWhole(fragmenter: Fragmenter, loss: number, luck: () => number): number {
  const { k } = fragmenter
  const system = newSystem(k, symbolBytes)
  let frames = 0
  for (const bytes of endless(fragmenter, { size: 10 + symbolBytes, place: luck() })) {
    frames += 1
    if (luck() < loss) continue
    const { sequence, body } = parseFragment(bytes)
    system.insert(sequence, body)
    if (system.rank() === k) break
  }
  return frames
}

function roundsUntilWhole(k: number, loss: number, luck: () => number): number {
  const here = new Set<number>()
  let frames = 0
  for (; here.size < k; frames++) if (luck() >= loss) here.add(frames % k)
  return frames
}

function* lossy(fragmenter: Fragmenter, luck: () => number): Generator<Uint8Array> {
  for (const unit of endless(fragmenter, { size: frameBytes, place: luck() })) if (luck() >= 0.3) yield unit
}

function* codedOnly(fragmenter: Fragmenter): Generator<Uint8Array> {
  for (let at = fragmenter.k;; at += 3) yield fragmenter.fragment(at, 3)
}

async function timeDecode(
  envelope: Uint8Array, units: (fragmenter: Fragmenter) => Generator<Uint8Array>,
): Promise<Decode> {
  const fragmenter = await newFragmenter(envelope)
  const ready: Uint8Array[] = []
  const needed = Math.ceil(fragmenter.k / 3) + 3
  for (const unit of units(fragmenter)) {
    ready.push(unit)
    if (ready.length === needed) break
  }
  const joiner = newJoiner()
  const before = process.cpuUsage()
  let frames = 0
  for (const unit of ready) {
    frames += 1
    if ((await joiner.add(unit)).step === 'whole') break
  }
  const { user, system } = process.cpuUsage(before)
  return { k: fragmenter.k, frames, seconds: Math.round((user + system) / 10_000) / 100 }
}

/** The same luck in every run: mulberry32. */
function newLuck(seed: number): () => number {
  let state = seed
  return () => {
    state = state + 0x6d2b_79f5 | 0
    let x = Math.imul(state ^ state >>> 15, 1 | state)
    x = x + Math.imul(x ^ x >>> 7, 61 | x) ^ x
    return ((x ^ x >>> 14) >>> 0) / 2 ** 32
  }
}

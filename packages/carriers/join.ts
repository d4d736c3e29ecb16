/**
 * Puts envelopes together from whatever comes: fragments of many envelopes by any carrier, repeated, forged, stray, in
 * any order, and envelopes in one part between them.
 *
 * Fragments are kept apart by tag, k and symbol size. A system that is complete is believed only if the envelope's hash
 * begins with the tag; if not, or if two fragments contradict each other, the liars are sought (liars.ts) whenever more
 * has come. Fragments of an envelope that is already whole are compared with it, and those that contradict it begin a
 * second system: so even who finds another envelope with the same tag (2^40 hashes) only adds one.
 *
 * Memory is bounded by `maxBytes`: the system with the fewest fragments goes first, and one that was lied to drops its
 * oldest quarter when it holds twice what it needs.
 */
import { envelopeHash, hex, looksLikeEnvelope } from '@nightjar/envelope'
import { CarrierError, type CarrierErrorCode } from './errors.ts'
import { envelopeIn, type Fragment, isFragment, MAX_FRAGMENTED_BYTES, parseFragment, symbolOf } from './fragment.ts'
import { type Frame, messagesWithoutLiars, symbolsOf } from './liars.ts'
import { newSystem, type System } from './system.ts'

type Bytes = Uint8Array<ArrayBuffer>

export type JoinStep =
  /** An envelope is whole. Only its tag and hash are checked: whether it opens, the desk finds out. */
  | { step: 'whole'; envelope: Bytes; hash: string }
  /** It may help. `rank` of `k`; `doubted` when some fragment of this envelope is forged. */
  | { step: 'progress'; tag: string; rank: number; k: number; doubted: boolean }
  /** Nothing new in it. */
  | { step: 'known'; tag: string }
  | { step: 'refused'; code: CarrierErrorCode }

export interface Waiting { tag: string; rank: number; k: number; doubted: boolean }

export interface Joiner {
  /** Takes a fragment or an envelope in one part. Never throws for bad input; calls are worked through in order. */
  add: (unit: Uint8Array) => Promise<JoinStep>
  /** What is not whole yet. */
  waiting: () => Waiting[]
}

interface Open {
  tag: string
  k: number
  symbolBytes: number
  system: System
  frames: Map<string, Frame>
  symbols: number
  doubted: boolean
  /** Searches made, and the number of frames from which the next is worth it. */
  searches: number
  searchAt: number
}

interface Group {
  open: Open | undefined
  /** Messages found, each of k symbols. */
  whole: Bytes[]
}

const mostWhole = 64
const compactSizes = { least: 50, most: 140 }

export function newJoiner({ maxBytes = 32 << 20 }: { maxBytes?: number } = {}): Joiner {
  const groups = new Map<string, Group>()
  const seen = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  async function take(unit: Uint8Array): Promise<JoinStep> {
    try {
      return isFragment(unit) ? await takeFragment(parseFragment(unit)) : await takeEnvelope(unit)
    } catch (error) {
      if (error instanceof CarrierError) return { step: 'refused', code: error.code }
      throw error
    }
  }

  async function takeEnvelope(unit: Uint8Array): Promise<JoinStep> {
    if (!mayBeEnvelope(unit)) return { step: 'refused', code: 'FRAGMENT_KIND' }
    return found(new Uint8Array(unit))
  }

  async function found(envelope: Bytes): Promise<JoinStep> {
    const hash = hex(await envelopeHash(envelope))
    if (seen.has(hash)) return { step: 'known', tag: hash.slice(0, 10) }
    remember(seen, hash)
    return { step: 'whole', envelope, hash }
  }

  async function takeFragment(fragment: Fragment): Promise<JoinStep> {
    const { tag, k, symbolBytes, sequence, body } = fragment
    const key = `${tag} ${k} ${symbolBytes}`
    const group = groups.get(key) ?? { open: undefined, whole: [] }
    groups.set(key, group)
    const frame = { sequence, body }
    if (group.whole.some((message) => agrees(frame, message, k, symbolBytes))) return { step: 'known', tag }
    const open = group.open ?? newOpen(fragment)
    group.open = open
    if (!takeFrame(open, frame)) return { step: 'known', tag }
    const envelope = await solved(open)
    if (envelope === undefined) {
      keepWithin(groups, maxBytes, key)
      return { step: 'progress', ...standing(open) }
    }
    group.open = undefined
    group.whole.push(envelope.message)
    keepWithin(groups, maxBytes, key)
    return found(envelope.envelope)
  }

  return {
    add(unit) {
      const step = turn.then(() => take(unit))
      turn = step.catch(() => undefined)
      return step
    },
    waiting: () => [...groups.values()].flatMap(({ open }) => open === undefined ? [] : [standing(open)]),
  }
}

/** Suites other than 1 are only ever sent in one unit of a text message; whether they open, the desk finds out. */
function mayBeEnvelope(unit: Uint8Array): boolean {
  const suite = (unit[0] ?? 0) >> 5
  if (unit.length > MAX_FRAGMENTED_BYTES) return false
  if (suite === 2 || suite === 3) return unit.length >= compactSizes.least && unit.length <= compactSizes.most
  return looksLikeEnvelope(unit) === undefined
}

function newOpen({ tag, k, symbolBytes }: Fragment): Open {
  return {
    tag, k, symbolBytes, system: newSystem(k, symbolBytes), frames: new Map(), symbols: 0, doubted: false,
    searches: 0, searchAt: 0,
  }
}

function standing({ tag, k, system, doubted }: Open): Waiting {
  return { tag, rank: system.rank(), k, doubted }
}

/** False for a frame that is here already. */
function takeFrame(open: Open, frame: Frame): boolean {
  const name = `${frame.sequence} ${hex(frame.body)}`
  if (open.frames.has(name)) return false
  open.frames.set(name, frame)
  open.symbols += frame.body.length / open.symbolBytes
  if (open.symbols > 2 * open.k + 512) dropOldest(open)
  else insert(open, frame)
  return true
}

function insert(open: Open, { sequence, body }: Frame): void {
  for (const [i, symbol] of symbolsOf(body, open.symbolBytes).entries()) {
    if (open.system.insert(sequence + i, symbol) === 'contradiction') open.doubted = true
  }
}

/** Only a system that was lied to holds so many; what is true goes on coming, what is old may be the lie. */
function dropOldest(open: Open): void {
  const frames = [...open.frames]
  open.frames = new Map(frames.slice(Math.ceil(frames.length / 4)))
  open.symbols = 0
  open.system = newSystem(open.k, open.symbolBytes)
  open.searchAt = 0
  open.doubted = false
  for (const frame of open.frames.values()) {
    open.symbols += frame.body.length / open.symbolBytes
    insert(open, frame)
  }
}

async function solved(open: Open): Promise<{ message: Bytes; envelope: Bytes } | undefined> {
  if (open.system.rank() < open.k) return undefined
  if (!open.doubted) {
    const message = open.system.solve()
    const envelope = await believed(message, open.tag)
    if (envelope !== undefined) return { message, envelope }
    open.doubted = true
  }
  if (open.frames.size < open.searchAt) return undefined
  open.searches += 1
  open.searchAt = open.frames.size + 1 + Math.floor(open.searches ** 2 / 16)
  for (const message of messagesWithoutLiars([...open.frames.values()], open.k, open.symbolBytes)) {
    const envelope = await believed(message, open.tag)
    if (envelope !== undefined) return { message, envelope }
  }
  return undefined
}

async function believed(message: Bytes, tag: string): Promise<Bytes | undefined> {
  const envelope = envelopeIn(message)
  if (envelope === undefined) return undefined
  return hex(await envelopeHash(envelope)).startsWith(tag) ? envelope : undefined
}

function agrees({ sequence, body }: Frame, message: Bytes, k: number, symbolBytes: number): boolean {
  return symbolsOf(body, symbolBytes).every((symbol, i) => {
    const honest = symbolOf(message, k, sequence + i)
    return symbol.every((octet, at) => octet === honest[at])
  })
}

/** Roughly what it holds: each symbol as it came, and as a row with its factors. */
function bytesOf({ open, whole }: Group): number {
  const kept = open === undefined ? 0 : 4096 + 8 * open.k + open.symbols * (2 * open.symbolBytes + open.k + 200)
  return kept + whole.reduce((sum, message) => sum + message.length, 256)
}

function keepWithin(groups: Map<string, Group>, maxBytes: number, current: string): void {
  let bytes = 0
  for (const group of groups.values()) bytes += bytesOf(group)
  if (bytes <= maxBytes) return
  const over = () => bytes > maxBytes * 7 / 8 && groups.size > 1
  const rest = [...groups].filter(([key]) => key !== current)
  const weakest = rest.toSorted(([, a], [, b]) => (a.open?.symbols ?? 0) - (b.open?.symbols ?? 0))
  for (const [key, group] of weakest) {
    if (!over()) return
    bytes -= bytesOf(group)
    groups.delete(key)
  }
}

function remember(seen: Set<string>, hash: string): void {
  seen.add(hash)
  if (seen.size <= mostWhole * 64) return
  for (const oldest of seen) {
    seen.delete(oldest)
    return
  }
}

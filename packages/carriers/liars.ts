/**
 * Finds forged frames among those of one envelope. Honest frames agree with each other; what they say twice is a check.
 *
 * H holds every combination of the received symbols that must be nothing whatever the envelope is, so H applied to what
 * was received (the syndromes) comes from the forged symbols alone. If those differ from the true ones in ways that do
 * not depend on each other, as random or foreign octets do, the combinations in which the syndromes vanish touch none
 * of them, and the symbols that they do not touch are the forged ones (Metzner and Kapturowski, 1990). It takes one
 * more redundant symbol than there are forged ones, and not many more forged ones than a symbol has octets. A forger who takes care that his changes depend on each other
 * escapes that, so single frames and pairs are then tried among the rest, if they alone could explain its syndromes.
 *
 * What comes out is a guess: whoever asks checks it by the hash.
 */
import { coefficients } from './fragment.ts'
import { addScaled } from './field.ts'
import { combined, newSystem, reduce } from './system.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface Frame {
  sequence: number
  body: Bytes
}

/** Octet operations that one search may take, about a second. */
const mostWork = 3e8
const mostPairWork = 3e7
const mostGuesses = 8
const mostRounds = 3

interface Received {
  frame: number
  n: number
  symbol: Uint8Array
}

/**
 * Messages that fit all frames but a few, the likeliest first; before them, the one that the newest frames alone give,
 * which is true when the forger has stopped, however much he sent.
 */
export function* messagesWithoutLiars(frames: readonly Frame[], k: number, symbolBytes: number): Generator<Bytes> {
  const newest = solveFrom(frames.toReversed(), k, symbolBytes)
  if (newest !== undefined) yield newest
  let guesses = 0
  for (const honest of honestSets(frames, k, symbolBytes, mostRounds)) {
    const message = solveFrom(honest, k, symbolBytes)
    if (message === undefined) continue
    yield message
    guesses += 1
    if (guesses === mostGuesses) return
  }
}

function* honestSets(
  frames: readonly Frame[], k: number, symbolBytes: number, rounds: number,
): Generator<readonly Frame[]> {
  const received = frames.flatMap(({ sequence, body }, frame) => symbolsOf(body, symbolBytes).map((symbol, i) => {
    return { frame, n: sequence + i, symbol }
  }))
  const checks = checksOf(received, k, symbolBytes)
  if (checks === undefined) return
  const rank = reduce(checks, symbolBytes)
  if (rank === 0) return
  const without = (suspects: ReadonlySet<number>) => frames.filter((_, frame) => !suspects.has(frame))
  const untouched = framesUntouched(checks.slice(rank), received, symbolBytes)
  if (untouched.size > 0) {
    yield without(untouched)
    if (rounds > 1) yield* honestSets(without(untouched), k, symbolBytes, rounds - 1)
  }
  for (const suspects of fewSuspects(checks, received, frames.length, symbolBytes)) yield without(suspects)
}

/** Each row: the syndrome, then a factor for every received symbol. Undefined when that is too much work. */
function checksOf(received: readonly Received[], k: number, symbolBytes: number): Bytes[] | undefined {
  const plain = new Map<number, number>()
  const coded: number[] = []
  for (const [i, { n }] of received.entries()) {
    if (n < k && !plain.has(n)) plain.set(n, i)
    else coded.push(i)
  }
  const missing = Array.from({ length: k }, (_, n) => n).filter((n) => !plain.has(n))
  if (coded.length * coded.length * (missing.length + coded.length) > mostWork) return undefined
  const factors = coded.map((i) => coefficients(received[i]?.n ?? 0, k))
  const rows = factors.map((of, i) => {
    const row = new Uint8Array(missing.length + coded.length)
    row.set(missing.map((n) => of[n] ?? 0))
    row[missing.length + i] = 1
    return row
  })
  const rank = reduce(rows, missing.length)
  const symbols = coded.map((i) => received[i]?.symbol ?? new Uint8Array(symbolBytes))
  return rows.slice(rank).map((row) => {
    const of = row.subarray(missing.length)
    const check = new Uint8Array(symbolBytes + received.length)
    check.set(combined(of, symbols, symbolBytes))
    for (const [at, i] of coded.entries()) check[symbolBytes + i] = of[at] ?? 0
    const parts = combined(of, factors, k)
    for (const [n, i] of plain) {
      const factor = parts[n] ?? 0
      if (factor === 0) continue
      check[symbolBytes + i] = factor
      addScaled(check.subarray(0, symbolBytes), received[i]?.symbol ?? new Uint8Array(symbolBytes), factor)
    }
    return check
  })
}

/**
 * Frames whose symbols the checks that are silent about the syndromes do not tell apart: one is untouched by all of
 * them, or, when more symbols are forged than have octets, those of a frame lie closer together than chance lets them.
 */
function framesUntouched(silent: readonly Bytes[], received: readonly Received[], symbolBytes: number): Set<number> {
  const suspects = new Set<number>()
  const columns = new Map<number, Bytes[]>()
  for (const [i, { frame }] of received.entries()) {
    const column = Uint8Array.from(silent, (check) => check[symbolBytes + i] ?? 0)
    if (column.every((factor) => factor === 0) && silent.length > 0) suspects.add(frame)
    const before = columns.get(frame)
    if (before === undefined) columns.set(frame, [column])
    else before.push(column)
  }
  for (const [frame, own] of columns) {
    if (reduce(own, silent.length) < Math.min(own.length, silent.length)) suspects.add(frame)
  }
  return suspects
}

/** Frames, and then pairs of them, that could have made the syndromes alone. */
function* fewSuspects(
  checks: readonly Bytes[], received: readonly Received[], frames: number, symbolBytes: number,
): Generator<Set<number>> {
  const columns = Array.from({ length: frames }, (): number[] => [])
  for (const [i, { frame }] of received.entries()) columns[frame]?.push(symbolBytes + i)
  let work = 0
  const explain = (suspects: number[]) => {
    const chosen = suspects.flatMap((frame) => columns[frame] ?? [])
    work += checks.length * chosen.length * (chosen.length + symbolBytes)
    return explains(chosen, checks, symbolBytes)
  }
  const all = [...columns.keys()]
  for (const one of all) if (explain([one])) yield new Set([one])
  work = 0
  for (const one of all) {
    for (const other of all.slice(one + 1)) {
      if (work > mostPairWork) return
      if (explain([one, other])) yield new Set([one, other])
    }
  }
}

/** Whether symbols in these columns alone could have made the syndromes. */
function explains(columns: readonly number[], checks: readonly Bytes[], symbolBytes: number): boolean {
  if (columns.length >= checks.length) return false
  const rows = checks.map((check) => {
    const row = new Uint8Array(columns.length + symbolBytes)
    row.set(columns.map((column) => check[column] ?? 0))
    row.set(check.subarray(0, symbolBytes), columns.length)
    return row
  })
  const rank = reduce(rows, columns.length)
  return rows.slice(rank).every((row) => row.subarray(columns.length).every((octet) => octet === 0))
}

function solveFrom(frames: readonly Frame[], k: number, symbolBytes: number): Bytes | undefined {
  const system = newSystem(k, symbolBytes)
  for (const { sequence, body } of frames) {
    for (const [at, symbol] of symbolsOf(body, symbolBytes).entries()) {
      if (system.rank() === k) return system.solve()
      system.insert(sequence + at, symbol)
    }
  }
  return system.rank() === k ? system.solve() : undefined
}

export function symbolsOf(body: Bytes, symbolBytes: number): Bytes[] {
  return Array.from(
    { length: body.length / symbolBytes }, (_, i) => body.subarray(i * symbolBytes, (i + 1) * symbolBytes),
  )
}

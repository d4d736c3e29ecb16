/**
 * Files that strangers made are parsed in a process that is thrown away afterwards, so that a file which breaks its
 * parser gets nothing: no keys, no store, no network, no environment, no place to write, a limit of time and memory.
 *
 * Walls, outermost first: prlimit (no core dump, bounded data and processor time), bubblewrap where it works (own
 * namespaces, so no network and no other process to see; only Node and code to read; an empty /tmp), Node's permission
 * model (always), the heap limit, and this side's watch over time, resident memory and size of the answer.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { launchPlan, missingWalls } from './throwaway/walls.ts'
import { readValue, u32 } from './throwaway/frame.ts'
import { checkValue, type ThrowawayTask, type ThrowawayValues } from './throwaway/values.ts'
import { residentBytes } from './throwaway/resident.ts'

export type { ImageValue, MailValue, ThrowawayTask } from './throwaway/values.ts'
type Bytes = Uint8Array<ArrayBuffer>

export interface ThrowawayLimits {
  /** Seconds from handing the input over to the last octet of the answer. */
  seconds?: number
  /** MiB of heap, and the same again for what lies outside of it. */
  memoryMb?: number
  outputBytes?: number
  /** How many inputs one process may see. One unless a bulk import of a single origin asks for more. */
  reuse?: number
}

export type ThrowawayCode = 'TIMEOUT' | 'MEMORY' | 'CRASHED' | 'REFUSED' | 'OUTPUT'
export type ThrowawayOutcome<T> = { ok: true; value: T } | { ok: false; code: ThrowawayCode; message: string }

interface Job { task: ThrowawayTask; input: Bytes; limits: Required<ThrowawayLimits>; done(outcome: ThrowawayOutcome<unknown>): void }
interface Worker { process: ChildProcess; stdin: Writable; stdout: Readable; uses: number }

const defaults: Required<ThrowawayLimits> = { seconds: 20, memoryMb: 256, outputBytes: 64 * 1024 * 1024, reuse: 1 }
const atOnce = 2
const mostWaiting = 64

const waiting: Job[] = []
/** Idle processes by task and heap limit: one spare each, and those that may be used again. */
const idle = new Map<string, Worker[]>()
const alive = new Set<ChildProcess>()
let running = 0

/**
 * Runs one input through a task in a process of its own. Never rejects. REFUSED: the task will not take the input (the
 * message is its code), or too many are waiting. At most two run at once; up to 64 wait.
 */
export function runThrowaway<Task extends ThrowawayTask>(
  task: Task, input: Bytes, limits: ThrowawayLimits = {},
): Promise<ThrowawayOutcome<ThrowawayValues[Task]>> {
  return new Promise((resolve) => {
    if (waiting.length >= mostWaiting) return resolve(failed('REFUSED', 'TOO_MANY_WAITING'))
    const done = (outcome: ThrowawayOutcome<unknown>) => resolve(checked(task, outcome))
    waiting.push({ task, input, limits: { ...defaults, ...limits }, done })
    startNext()
  })
}

/** What protection is absent on this machine, in words for an operator. Looks once, then remembers. */
export function throwawayMissing(): string[] {
  return missingWalls()
}

/** Starts a spare process so that the first input does not wait for one. */
export function warmThrowaway(task: ThrowawayTask): void {
  keepSpare(task, defaults.memoryMb)
}

/** Ends the spare processes. Those at work end by themselves. */
export function closeThrowaways(): void {
  for (const workers of idle.values()) for (const worker of workers) end(worker)
  idle.clear()
}

process.on('exit', () => { for (const child of alive) child.kill('SIGKILL') })

function checked<Task extends ThrowawayTask>(
  task: Task, outcome: ThrowawayOutcome<unknown>,
): ThrowawayOutcome<ThrowawayValues[Task]> {
  if (!outcome.ok) return outcome
  const { value } = outcome
  return checkValue(task, value) ? { ok: true, value } : failed('CRASHED', 'the process gave back what its task never gives')
}

function startNext(): void {
  if (running >= atOnce) return
  const job = waiting.shift()
  if (job === undefined) return
  running += 1
  void finishJob(job)
}

async function finishJob(job: Job): Promise<void> {
  const outcome = await runJob(job)
  running -= 1
  job.done(outcome)
  startNext()
}

async function runJob(job: Job): Promise<ThrowawayOutcome<unknown>> {
  const { task, limits } = job
  const worker = takeWorker(task, limits)
  worker.uses += 1
  const outcome = await exchange(worker, job)
  const again = outcome.ok && worker.uses < limits.reuse
  if (again) idleOf(task, limits.memoryMb).push(worker)
  else end(worker)
  if (again) unreference(worker)
  if (limits.memoryMb === defaults.memoryMb) keepSpare(task, limits.memoryMb)
  return outcome
}

function idleOf(task: ThrowawayTask, memoryMb: number): Worker[] {
  const key = `${task} ${memoryMb}`
  const known = idle.get(key)
  if (known !== undefined) return known
  const workers: Worker[] = []
  idle.set(key, workers)
  return workers
}

/** A process that saw an input is only ever given to a caller that asked for reuse. */
function takeWorker(task: ThrowawayTask, { memoryMb, reuse }: Required<ThrowawayLimits>): Worker {
  const workers = idleOf(task, memoryMb)
  const used = workers.findIndex((worker) => worker.uses > 0 && worker.uses < reuse)
  const fresh = workers.findIndex((worker) => worker.uses === 0)
  const [worker] = used >= 0 ? workers.splice(used, 1) : fresh >= 0 ? workers.splice(fresh, 1) : []
  const chosen = worker ?? startWorker(task, memoryMb)
  chosen.process.ref()
  return chosen
}

function keepSpare(task: ThrowawayTask, memoryMb: number): void {
  const workers = idleOf(task, memoryMb)
  if (workers.some((worker) => worker.uses === 0)) return
  const worker = startWorker(task, memoryMb)
  workers.push(worker)
  unreference(worker)
}

/** An idle process must not keep its program from ending. */
function unreference({ process: child, stdin, stdout }: Worker): void {
  child.unref()
  for (const stream of [stdin, stdout]) if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
}

function startWorker(task: ThrowawayTask, memoryMb: number): Worker {
  const { command, args } = launchPlan(task, memoryMb)
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env: {}, cwd: '/' })
  const worker = { process: child, stdin: child.stdin, stdout: child.stdout, uses: 0 }
  alive.add(child)
  const forget = () => {
    alive.delete(child)
    for (const workers of idle.values()) if (workers.includes(worker)) workers.splice(workers.indexOf(worker), 1)
  }
  child.on('exit', forget)
  child.on('error', forget)
  child.stdin.on('error', () => undefined)
  return worker
}

function end({ process: child }: Worker): void {
  child.kill('SIGKILL')
}

/** Hands the input over and waits for the answer, the end of the process, or a limit, whichever is first. */
function exchange(worker: Worker, { input, limits }: Job): Promise<ThrowawayOutcome<unknown>> {
  return new Promise((resolve) => {
    let parts: Buffer[] = []
    let have = 0
    let most = 0
    const finish = (outcome: ThrowawayOutcome<unknown>) => {
      clearTimeout(deadline)
      clearInterval(watch)
      worker.stdout.off('data', take)
      worker.process.off('close', lost).off('error', lost)
      resolve(outcome)
    }
    const take = (part: Buffer) => {
      parts.push(part)
      have += part.length
      if (have > limits.outputBytes + 4) return finish(failed('OUTPUT', 'the answer is larger than its limit'))
      const frame = wholeFrame(parts, have, limits.outputBytes)
      if (frame === 'too large') return finish(failed('OUTPUT', 'the answer is larger than its limit'))
      if (frame !== undefined) finish(readAnswer(frame))
      else if (parts.length > 64) parts = [Buffer.concat(parts)]
    }
    const lost = () => finish(howItEnded(worker.process, most > (baseMb / 2 + 0.75 * limits.memoryMb) * MiB))
    const deadline = setTimeout(() => {
      worker.process.kill('SIGKILL')
      finish(failed('TIMEOUT', `no answer within ${limits.seconds} seconds`))
    }, limits.seconds * 1000)
    const watch = setInterval(() => {
      most = Math.max(most, residentBytes(worker.process.pid))
      if (most <= (baseMb + 2 * limits.memoryMb) * MiB) return
      worker.process.kill('SIGKILL')
      finish(failed('MEMORY', `more memory than ${limits.memoryMb} MiB of heap and as much beside it`))
    }, 50)
    worker.stdout.on('data', take)
    worker.process.on('close', lost).on('error', lost)
    worker.stdin.write(Buffer.concat([u32(input.length), input]))
  })
}

const MiB = 1024 * 1024
/** What Node itself and a parser's code weigh. */
const baseMb = 96

function wholeFrame(parts: Buffer[], have: number, limit: number): Bytes | 'too large' | undefined {
  const [first] = parts
  if (first === undefined || have < 4) return undefined
  const head = first.length >= 4 ? first : Buffer.concat(parts)
  const length = head.readUInt32BE(0)
  if (length > limit) return 'too large'
  return have < 4 + length ? undefined : new Uint8Array(Buffer.concat(parts).subarray(4, 4 + length))
}

function readAnswer(frame: Bytes): ThrowawayOutcome<unknown> {
  const answer = readValue(frame)
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) {
    return failed('CRASHED', 'the process gave back what is no answer')
  }
  if (answer.ok === true && 'value' in answer) return { ok: true, value: answer.value }
  const code = 'code' in answer && typeof answer.code === 'string' ? answer.code : ''
  if (code === 'OUT_OF_MEMORY') return failed('MEMORY', 'the process ran out of memory')
  return failed('REFUSED', /^[A-Z][A-Z0-9_]{1,47}$/.test(code) ? code : 'INPUT_UNREADABLE')
}

/** V8 aborts when its heap is full and malloc's failure aborts too; bubblewrap reports signals as 128 + number. */
function howItEnded({ exitCode, signalCode }: ChildProcess, wasLarge: boolean): ThrowawayOutcome<never> {
  const aborted = signalCode === 'SIGABRT' || signalCode === 'SIGTRAP' || exitCode === 134 || exitCode === 133
  if (aborted && wasLarge) return failed('MEMORY', 'the process ran out of memory')
  return failed('CRASHED', 'the process ended before it answered')
}

function failed(code: ThrowawayCode, message: string): ThrowawayOutcome<never> & { ok: false } {
  return { ok: false, code, message }
}

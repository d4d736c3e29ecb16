// Runs the parts of a line as processes of their own: starts them in order, notes what they say, starts a crashed one
// again after a growing pause, and ends all of them. None outlives this process: each holds an IPC channel to it and
// ends when the channel closes, even when this process was killed outright (apps/machine/serve.ts).
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { programCommand } from './program.ts'
import { CliError } from './verb.ts'

export type PartName = 'intake' | 'gateway web' | 'gateway email' | 'desk'

/** Intake first: gateways and desk ask it for what they need. */
export const PARTS: readonly PartName[] = ['intake', 'gateway web', 'gateway email', 'desk']

/** What happened to a part, for whoever shows it. */
export type PartEvent =
  | { readonly part: PartName; readonly is: 'ready'; readonly ports: Ports }
  | { readonly part: PartName; readonly is: 'line'; readonly line: Readonly<Record<string, unknown>> }
  | { readonly part: PartName; readonly is: 'stderr'; readonly text: string }
  | { readonly part: PartName; readonly is: 'ended'; readonly how: string; readonly againInMs?: number }

/** Ports by the names in the READY line: http, desk, smtp. */
export type Ports = Readonly<Record<string, number>>

export interface PartsOptions {
  readonly dir: string
  readonly parts?: readonly PartName[]
  /** Arguments for every part beyond `--dir`. */
  readonly args?: readonly string[]
  /** Folder for one log file a part: all that it wrote to standard output and standard error. */
  readonly logDir?: string
  readonly onEvent?: (event: PartEvent) => void
  readonly env?: NodeJS.ProcessEnv
  /** First pause before a restart; each further one is twice as long, until the part ran for a minute. */
  readonly firstPauseMs?: number
  readonly longestPauseMs?: number
  /** Seconds until a part must have said READY. */
  readonly readySeconds?: number
}

const LONGEST_PAUSE_MS = 30_000
const STEADY_MS = 60_000
const TERM_GRACE_MS = 8_000

export class Part {
  readonly name: PartName
  ports: Ports = {}
  /** How often it has been started. */
  starts = 0
  #child: ChildProcess | undefined
  #stopping = false
  #everReady = false
  #pauseMs: number
  #lastWords = ''
  #ready = Promise.withResolvers<void>()
  #ended: Promise<void> = Promise.resolve()
  readonly #options: PartsOptions
  readonly #log: WriteStream | undefined

  constructor(name: PartName, options: PartsOptions) {
    this.name = name
    this.#options = options
    this.#pauseMs = options.firstPauseMs ?? 500
    this.#log = options.logDir === undefined ? undefined
      : createWriteStream(join(options.logDir, `${name.replace(' ', '-')}.log`), { flags: 'a', mode: 0o600 })
    this.#ready.promise.catch(() => undefined)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves when the process that runs now, or the next one, has said READY. */
  ready(): Promise<void> {
    return this.#ready.promise
  }

  start(): void {
    const { dir, args = [], env } = this.#options
    const { command, args: words } = programCommand(...this.name.split(' '), '--dir', dir, ...args)
    const child = spawn(command, words, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...(env === undefined ? {} : { env }),
    })
    this.#child = child
    this.starts++
    this.#listen(child)
    const began = performance.now()
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve())
      child.once('exit', (code, signal) => {
        this.#child = undefined
        this.#onExit(code, signal, performance.now() - began)
        resolve()
      })
    })
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Ends the process: SIGTERM, and SIGKILL for one that does not go. It is not started again. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.kill('SIGTERM')
    const late = setTimeout(() => this.kill('SIGKILL'), TERM_GRACE_MS)
    await this.#ended
    clearTimeout(late)
    this.#log?.end()
  }

  #listen(child: ChildProcess): void {
    const { stdout, stderr } = child
    if (stdout === null || stderr === null) return
    for (const stream of [stdout, stderr]) stream.on('data', (bytes: Buffer) => this.#log?.write(bytes))
    createInterface({ input: stdout }).on('line', (line) => this.#onLine(line))
    createInterface({ input: stderr }).on('line', (text) => {
      // Where in the code it happened is for the log; what happened is for the person.
      if (!/^\s+at /.test(text)) this.#lastWords = text.replace(/^nightjar [a-z-]+: /, '')
      this.#options.onEvent?.({ part: this.name, is: 'stderr', text })
    })
  }

  #onLine(text: string): void {
    const line = parseLine(text)
    if (line === undefined) return
    if (line['event'] === 'READY') {
      this.ports = Object.fromEntries(
        Object.entries(line).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      )
      this.#everReady = true
      this.#ready.resolve()
      this.#options.onEvent?.({ part: this.name, is: 'ready', ports: this.ports })
    }
    this.#options.onEvent?.({ part: this.name, is: 'line', line })
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null, ranMs: number): void {
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`
    if (this.#stopping) return
    if (!this.#everReady) {
      const why = this.#lastWords === '' ? how : this.#lastWords
      this.#ready.reject(new CliError('PART_FAILED', `${this.name} did not start: ${why}`))
      this.#options.onEvent?.({ part: this.name, is: 'ended', how })
      return
    }
    if (ranMs > STEADY_MS) this.#pauseMs = this.#options.firstPauseMs ?? 500
    this.#ready = Promise.withResolvers<void>()
    this.#ready.promise.catch(() => undefined)
    this.#options.onEvent?.({ part: this.name, is: 'ended', how, againInMs: this.#pauseMs })
    void this.#startAgain(this.#pauseMs)
    this.#pauseMs = Math.min(this.#options.longestPauseMs ?? LONGEST_PAUSE_MS, this.#pauseMs * 2)
  }

  async #startAgain(afterMs: number): Promise<void> {
    await pause(afterMs)
    if (!this.#stopping) this.start()
  }
}

export interface Parts {
  readonly all: readonly Part[]
  part(name: PartName): Part
  /** Ends all; resolves when the last has gone. */
  stop(): Promise<void>
}

/** Starts the parts and resolves when each has said READY. When one does not, the others are ended and it throws. */
export async function startParts(options: PartsOptions): Promise<Parts> {
  if (options.logDir !== undefined) mkdirSync(options.logDir, { recursive: true, mode: 0o700 })
  const all = (options.parts ?? PARTS).map((name) => new Part(name, options))
  const lastResort = () => { for (const part of all) part.kill('SIGKILL') }
  process.once('exit', lastResort)
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((part) => part.stop()))
    process.off('exit', lastResort)
  }
  try {
    const [first, ...others] = all
    for (const group of [first === undefined ? [] : [first], others]) {
      for (const part of group) part.start()
      await Promise.all(group.map((part) => readyInTime(part, options.readySeconds ?? 60)))
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { all, part: (name) => partNamed(all, name), stop }
}

function partNamed(all: readonly Part[], name: PartName): Part {
  const part = all.find((one) => one.name === name)
  if (part === undefined) throw new CliError('PART_FAILED', `${name} is not one of the parts that were started`)
  return part
}

async function readyInTime(part: Part, seconds: number): Promise<void> {
  const given = new AbortController()
  const late = pause(seconds * 1000, undefined, { signal: given.signal, ref: false }).then(
    () => { throw new CliError('PART_NOT_READY', `${part.name} was not ready after ${seconds} s`) },
    () => undefined,
  )
  try {
    await Promise.race([part.ready(), late])
  } finally {
    given.abort()
  }
}

function parseLine(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

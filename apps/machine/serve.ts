/**
 * How every program starts, says that it is ready, and ends.
 *
 * READY is one log line with its ports. SIGTERM and SIGINT (and the end of a parent that started it with an IPC
 * channel) close it within five seconds. What nobody caught ends the process with code 1 and one text that carries no
 * words of a tip.
 */
import { describeCrash } from './errors.ts'
import { createLog, type Log, type Program } from './log.ts'

export interface Running {
  /** The ports it listens on, by name: http, desk, smtp. */
  ports: Record<string, number>
  close(): Promise<void>
}

const secondsToEnd = 4.5

/** Resolves when the program is ready; the process then ends by a signal. A start that fails ends it with code 1. */
export async function runProgram(program: Program, start: (log: Log) => Promise<Running>): Promise<Running> {
  const log = createLog(program)
  dieLoudly()
  let running: Running
  try {
    running = await start(log)
  } catch (error) {
    process.stderr.write(`nightjar ${program}: ${describeCrash(error)}\n`)
    process.exit(1)
  }
  endOnSignals(running, log)
  log.event('READY', running.ports)
  return running
}

/** From here on an error that nobody caught ends the process with code 1, without its words. */
export function dieLoudly(): void {
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
  // A reader of our log that went away is no reason to die, nor to say so.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
}

/** On standard error: the code and the places, never words that a library chose. */
export function printCrash(error: unknown): void {
  process.stderr.write(`nightjar: ${describeCrash(error)}\n`)
}

function die(error: unknown): void {
  printCrash(error)
  process.exit(1)
}

function endOnSignals(running: Running, log: Log): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => leave(log, 'ENDED_LATE', 1), secondsToEnd * 1000).unref()
    running.close().then(() => leave(log, 'ENDED', 0), () => leave(log, 'ENDED_BADLY', 1))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  if (process.connected) process.on('disconnect', end)
}

function leave(log: Log, event: 'ENDED' | 'ENDED_LATE' | 'ENDED_BADLY', code: 0 | 1): void {
  log.event(event)
  process.exit(code)
}

import { setTimeout as sleep } from 'node:timers/promises'

/** Runs `work` on a fixed beat until aborted; work that takes longer than a beat is followed at once by the next. */
export async function keepBeat(seconds: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  let next = performance.now()
  while (!signal.aborted) {
    await work()
    next = Math.max(next + seconds * 1000, performance.now())
    await sleep(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined)
  }
}

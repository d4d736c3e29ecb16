/**
 * Something asked of the desk, in all the states it can be in: first load (with `slow` after 200 ms, when a skeleton
 * may show), there, refreshed without flicker, failed with what was there before still shown.
 */
import { asProblem, type DeskProblem } from './client.ts'

export interface Loaded<T> {
  readonly value: T | undefined
  readonly problem: DeskProblem | undefined
  /** The first load takes longer than 200 ms. */
  readonly slow: boolean
  load(): Promise<void>
  put(value: T): void
}

const SLOW_AFTER_MS = 200

export function loaded<T>(fetchIt: () => Promise<T>): Loaded<T> {
  let value = $state.raw<T>()
  let problem = $state.raw<DeskProblem>()
  let slow = $state(false)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    const timer = setTimeout(() => { slow = value === undefined }, SLOW_AFTER_MS)
    try {
      const got = await fetchIt()
      if (mine !== turn) return
      value = got
      problem = undefined
    } catch (error) {
      if (mine === turn) problem = asProblem(error)
    } finally {
      clearTimeout(timer)
      if (mine === turn) slow = false
    }
  }

  return {
    get value() { return value },
    get problem() { return problem },
    get slow() { return slow },
    load,
    put(next) { turn++; value = next; problem = undefined },
  }
}

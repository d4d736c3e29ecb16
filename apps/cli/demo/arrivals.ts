// Knowing the story's tips again at the desk: each carries a word of its own, and the desk's stream of changes says
// when something has become visible there.
import { setTimeout as pause } from 'node:timers/promises'
import { CANARY_PREFIX } from '../../../testing/canaries.ts'
import type { Change, DeskApi } from './deskapi.ts'

export interface Arrivals {
  /** By the tip's word: its ids at the desk (more than one is a duplicate) and when the first became visible. */
  readonly byWord: ReadonlyMap<string, { readonly ids: string[]; readonly visibleAt: number }>
  /** Asks the desk for every tip that the stream did not tell of. */
  catchUp(): Promise<void>
  /** Waits until all these words are there, or until nothing new has come for `patienceMs`. */
  all(words: Iterable<string>, patienceMs: number): Promise<void>
  close(): Promise<void>
}

const WORDS = new RegExp(`${CANARY_PREFIX}[a-z2-7]{8}`, 'g')
const READERS = 4

/** Follows the desk until closed. The stream is opened again when the desk ends it. */
export function watchArrivals(desk: DeskApi): Arrivals {
  const byWord = new Map<string, { ids: string[]; visibleAt: number }>()
  const seen = new Map<string, number>()
  const toRead: string[] = []
  const closing = new AbortController()
  let reading = 0

  const notice = (id: string, at: number): void => {
    if (seen.has(id)) return
    seen.set(id, at)
    toRead.push(id)
  }
  const onChange = (change: Change): void => {
    if (change.name === 'tip') notice(change.id, change.at)
  }
  const following = (async () => {
    while (!closing.signal.aborted) {
      await desk.changes(onChange, closing.signal).catch(() => undefined)
      await pause(200, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  })()
  const readers = Array.from({ length: READERS }, () => readOn())

  async function readOn(): Promise<void> {
    while (!closing.signal.aborted) {
      const id = toRead.shift()
      if (id === undefined) {
        await pause(20, undefined, { signal: closing.signal }).catch(() => undefined)
        continue
      }
      reading++
      await note(id)
      reading--
    }
  }

  async function note(id: string): Promise<void> {
    try {
      // A mail's subject or a place's name can carry words of their own beside the tip's.
      for (const [word] of (await desk.tip(id)).text.matchAll(WORDS)) {
        const known = byWord.get(word)
        if (known === undefined) byWord.set(word, { ids: [id], visibleAt: seen.get(id) ?? performance.now() })
        else if (!known.ids.includes(id)) known.ids.push(id)
      }
    } catch {
      // The desk was busy, or locked: the next round asks again.
      seen.delete(id)
    }
  }

  async function catchUp(): Promise<void> {
    for (const { id } of await desk.allTips()) notice(id, performance.now())
    while (toRead.length > 0 || reading > 0) await pause(20)
  }

  return {
    byWord, catchUp,
    async all(words, patienceMs) {
      const awaited = new Set(words)
      let last = { missing: Infinity, at: performance.now() }
      while (awaited.size > 0) {
        for (const word of awaited) if (byWord.has(word)) awaited.delete(word)
        if (awaited.size < last.missing) last = { missing: awaited.size, at: performance.now() }
        if (performance.now() - last.at > patienceMs) return
        await pause(50)
      }
    },
    async close() {
      closing.abort()
      await Promise.all([following, ...readers])
    },
  }
}

/** Who has unlocked the desk: random tokens, of which only hashes are kept, that end when nobody uses them. */
import { createHash, randomBytes } from 'node:crypto'

export class Sessions {
  readonly #lastUse = new Map<string, number>()
  readonly #idleMs: number

  constructor(idleMs: number) {
    this.#idleMs = idleMs
  }

  open(now: number): string {
    const token = randomBytes(32).toString('base64url')
    this.#lastUse.set(hashOf(token), now)
    return token
  }

  /** True for a live session, which this use keeps alive. */
  use(token: string | undefined, now: number): boolean {
    this.sweep(now)
    const hash = token === undefined ? undefined : hashOf(token)
    if (hash === undefined || !this.#lastUse.has(hash)) return false
    this.#lastUse.set(hash, now)
    return true
  }

  /** Ends sessions that were idle for too long. Returns how many live on. */
  sweep(now: number): number {
    for (const [hash, at] of this.#lastUse) if (now - at > this.#idleMs) this.#lastUse.delete(hash)
    return this.#lastUse.size
  }

  endAll(): void {
    this.#lastUse.clear()
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

const FREE = 3
const LONGEST_MS = 15 * 60_000

/** Attempts to unlock, counted for the whole desk: after three failures each next one waits twice as long. */
export class Attempts {
  #failures = 0
  #notBefore = 0

  /** Seconds to wait, 0 for none. */
  waitSeconds(now: number): number {
    return Math.max(0, Math.ceil((this.#notBefore - now) / 1000))
  }

  failed(now: number): void {
    this.#failures += 1
    const over = this.#failures - FREE
    if (over > 0) this.#notBefore = now + Math.min(LONGEST_MS, 1000 * 2 ** Math.min(over, 20))
  }

  succeeded(): void {
    this.#failures = 0
    this.#notBefore = 0
  }
}

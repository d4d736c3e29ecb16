/** The desk's lock: shut at the start, opened by the passphrase, shut by hand or when nobody works at it. */
import { Attempts, Sessions } from './api/session.ts'
import { DeskError } from './errors.ts'
import { checkPassphrase } from './keys/keyring.ts'
import { audit } from './store/audit.ts'
import { openDesk, type Background, type OpenDesk } from './open-desk.ts'

const LOOK_EVERY_MS = 5000

export class DeskLock {
  readonly background: Background
  readonly #attempts = new Attempts()
  readonly #sessions: Sessions
  readonly #watch: NodeJS.Timeout
  #desk: OpenDesk | undefined
  /** Unlocking and locking take turns, so that guesses cannot run side by side. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(background: Background) {
    this.background = background
    this.#sessions = new Sessions(background.config.desk.lockAfterMinutes * 60_000)
    this.#watch = setInterval(() => this.#lockWhenIdle(), LOOK_EVERY_MS)
    this.#watch.unref()
  }

  get isLocked(): boolean {
    return this.#desk === undefined
  }

  /** The open desk for a live session. Throws SESSION_MISSING or DESK_LOCKED. */
  deskFor(token: string | undefined): OpenDesk {
    if (this.#desk === undefined) throw new DeskError('DESK_LOCKED', 'the desk is locked; unlock it first')
    if (!this.#sessions.use(token, Date.now())) {
      throw new DeskError('SESSION_MISSING', 'unlock the desk in this browser first')
    }
    return this.#desk
  }

  /** The same without an error. */
  openFor(token: string | undefined): OpenDesk | undefined {
    return this.#desk !== undefined && this.#sessions.use(token, Date.now()) ? this.#desk : undefined
  }

  /** A token for a new session. Throws UNLOCK_TOO_SOON, PASSPHRASE_WRONG, KEY_PART_MISSING or NOT_SET_UP. */
  async unlock(passphrase: string): Promise<string> {
    return this.#inTurn(async () => {
      const wait = this.#attempts.waitSeconds(Date.now())
      if (wait > 0) {
        const message = `too many wrong passphrases; try again in ${wait} s`
        throw new DeskError('UNLOCK_TOO_SOON', message, { retryAfter: wait })
      }
      try {
        if (this.#desk === undefined) {
          this.#desk = await openDesk(this.background, passphrase)
        } else {
          await checkPassphrase(this.background.paths, passphrase)
          await audit(this.#desk.db, 'unlock')
        }
      } catch (error) {
        if (error instanceof DeskError && error.code === 'PASSPHRASE_WRONG') this.#attempts.failed(Date.now())
        throw error
      }
      this.#attempts.succeeded()
      return this.#sessions.open(Date.now())
    })
  }

  async lock(): Promise<void> {
    this.#sessions.endAll()
    await this.#inTurn(async () => {
      const desk = this.#desk
      this.#desk = undefined
      await desk?.close()
    })
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    await this.lock()
  }

  #lockWhenIdle(): void {
    if (this.#desk !== undefined && this.#sessions.sweep(Date.now()) === 0) {
      this.lock().catch(() => this.background.log.event('LOCK_FAILED'))
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

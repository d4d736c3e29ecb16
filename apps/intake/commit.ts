/**
 * Group commit. Envelopes wait in one short queue a lane; whatever has gathered while the last transaction was being
 * fsynced goes into the next one, and each is answered only after it. A transaction takes from the lanes in turn, so a
 * flood on one makes the others wait for at most one transaction.
 */
import { IntakeError, diskFull, saysDiskFull } from './errors.ts'
import { LANES, eachLane, takeInTurn } from './lanes.ts'
import type { Incoming, Store } from './store.ts'

export interface Committer {
  /** Resolves when the envelope is on the disk, also when it was there before. LANE_FULL, DISK_FULL, CLOSING. */
  keep(incoming: Incoming): Promise<void>
  close(): Promise<void>
}

interface Waiting { incoming: Incoming; done: () => void; failed: (error: unknown) => void }

const queueLength = 512
const queueBytes = 32 * 1024 * 1024
const groupLength = 192
const groupBytes = 16 * 1024 * 1024

export function createCommitter(store: Pick<Store, 'keep'>): Committer {
  const queues = eachLane<Waiting[]>(() => [])
  const bytes = eachLane(() => 0)
  let scheduled = false
  let closing = false

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(commitOne)
  }

  function commitOne(): void {
    const group = takeGroup(LANES.map((lane) => queues[lane]))
    for (const { incoming } of group) bytes[incoming.lane] -= incoming.envelope.length
    commitGroup(store, group)
    scheduled = false
    if (LANES.some((lane) => queues[lane].length > 0)) schedule()
  }

  return {
    keep(incoming) {
      const { lane, envelope } = incoming
      if (closing) return Promise.reject(new IntakeError('CLOSING', 'this server is ending; try again in a minute', 60))
      if (queues[lane].length >= queueLength || bytes[lane] + envelope.length > queueBytes) {
        return Promise.reject(laneFull(5))
      }
      return new Promise((done, failed) => {
        queues[lane].push({ incoming, done, failed })
        bytes[lane] += envelope.length
        schedule()
      })
    },
    async close() {
      closing = true
      while (scheduled) await new Promise((resume) => setImmediate(resume))
    },
  }
}

function takeGroup(queues: Waiting[][]): Waiting[] {
  let octets = 0
  return takeInTurn(queues, ({ incoming }, taken) => {
    if (taken >= groupLength || octets >= groupBytes) return false
    octets += incoming.envelope.length
    return true
  })
}

/** What does not fit its lane is refused by itself; what fails as a whole is refused as a whole, and kept nowhere. */
function commitGroup(store: Pick<Store, 'keep'>, group: readonly Waiting[]): void {
  if (group.length === 0) return
  try {
    const outcomes = store.keep(group.map((one) => one.incoming))
    for (const [i, one] of group.entries()) {
      if (outcomes[i] === 'full') one.failed(laneFull(60))
      else one.done()
    }
  } catch (error) {
    const reason = saysDiskFull(error) ? diskFull() : error
    for (const one of group) one.failed(reason)
  }
}

export function laneFull(seconds: number): IntakeError {
  return new IntakeError('LANE_FULL', 'too much waits here just now; try again after the time in Retry-After', seconds)
}

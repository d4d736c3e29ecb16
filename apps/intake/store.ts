/**
 * What intake keeps of envelopes: the bytes, their hash, their lane and an order number. No address, no user agent, no
 * time of arrival; of an acknowledged one the day, because it goes seven days later. Hashes outlive the bytes, so that
 * what came once is known for ever and is answered in the same way.
 */
import type { Database } from '@nightjar/machine/sqlite'
import { LANES, eachLane, takeInTurn, type Lane } from './lanes.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface Incoming { hash: Bytes; lane: Lane; envelope: Bytes }
/** `full`: its lane is full. Known and new are both `kept`. */
export type Outcome = 'kept' | 'full'
export interface Usage { waiting: number; bytes: number; full: boolean }
export interface LaneBounds { envelopes: number; bytes: number }

export interface Store {
  /** One fsynced transaction: all of it is on the disk when this returns, or none when it throws. */
  keep(group: readonly Incoming[]): Outcome[]
  /** Not yet acknowledged, oldest first in each lane, lanes in turn. At most `limit`, at most `octets` of them. */
  waiting(limit: number, octets: number): Bytes[]
  /** Returns how many of the hashes waited. `day` counts from 1970-01-01 UTC. */
  acknowledge(hashes: readonly Bytes[], day: number): number
  /** Removes the bytes of what was acknowledged before `day`. */
  prune(day: number): number
  usage(): Record<Lane, Usage>
  close(): void
}

interface WaitingRow { number: number; octets: number }

/** `held` counts what lies on the disk, `waiting` what the desk has not acknowledged. */
interface Held { envelopes: number; bytes: number; waiting: number; waitingBytes: number }

export function createStore(db: Database, bounds: LaneBounds): Store {
  const statements = prepare(db)
  const held = eachLane<Held>((lane) => statements.count.get(laneNumber(lane)) as Held)

  function keepOne({ hash, lane, envelope }: Incoming): Outcome {
    // Before looking whether it is known: a full lane that took known ones would tell who asks which those are.
    if (isFull(lane, envelope.length)) return 'full'
    if (statements.isSeen.get(hash) !== undefined) return 'kept'
    if (!makeRoom(lane, envelope.length)) return 'full'
    statements.see.run(hash)
    statements.insert.run(hash, laneNumber(lane), envelope.length, envelope)
    add(held[lane], envelope.length, 1)
    return 'kept'
  }

  function isFull(lane: Lane, octets: number): boolean {
    const { waiting, waitingBytes } = held[lane]
    return waiting + 1 > bounds.envelopes || waitingBytes + octets > bounds.bytes
  }

  /** Acknowledged envelopes are spare copies: they make way before a lane calls itself full. */
  function makeRoom(lane: Lane, octets: number): boolean {
    const mine = held[lane]
    while (mine.envelopes + 1 > bounds.envelopes || mine.bytes + octets > bounds.bytes) {
      const spare = statements.oldestSpare.get(laneNumber(lane)) as { number: number; octets: number } | undefined
      if (spare === undefined) return false
      statements.remove.run(spare.number)
      mine.envelopes -= 1
      mine.bytes -= spare.octets
    }
    return true
  }

  /** A transaction that failed took nothing: the counts go back with it. */
  function inTransaction<T>(work: () => T): T {
    const before = eachLane((lane) => ({ ...held[lane] }))
    try {
      return db.transaction(work).immediate()
    } catch (error) {
      for (const lane of LANES) Object.assign(held[lane], before[lane])
      throw error
    }
  }

  return {
    keep: (group) => inTransaction(() => {
      // Written every time, so that a group of known envelopes costs an fsync as a group of new ones does.
      statements.beat.run()
      return group.map(keepOne)
    }),
    waiting(limit, octets) {
      let sum = 0
      const queues = LANES.map((lane) => statements.waiting.all(laneNumber(lane), limit) as WaitingRow[])
      const chosen = takeInTurn(queues, (next, taken) => {
        if (taken >= limit || (taken > 0 && sum + next.octets > octets)) return false
        sum += next.octets
        return true
      })
      return chosen.map(({ number }) => new Uint8Array(statements.bytes.get(number) as Buffer))
    },
    acknowledge: (hashes, day) => inTransaction(() => {
      let count = 0
      for (const hash of hashes) {
        const row = statements.find.get(hash) as { number: number; lane: number; octets: number } | undefined
        const lane = LANES[row?.lane ?? -1]
        if (row === undefined || lane === undefined) continue
        statements.acknowledge.run(day, row.number)
        held[lane].waiting -= 1
        held[lane].waitingBytes -= row.octets
        count += 1
      }
      return count
    }),
    prune: (day) => inTransaction(() => {
      const { changes } = statements.prune.run(day)
      for (const lane of LANES) Object.assign(held[lane], statements.count.get(laneNumber(lane)))
      return changes
    }),
    usage: () => eachLane((lane) => {
      const { waiting, waitingBytes } = held[lane]
      return { waiting, bytes: waitingBytes, full: waiting >= bounds.envelopes || waitingBytes + 4096 > bounds.bytes }
    }),
    close: () => db.close(),
  }
}

function add(held: Held, octets: number, count: number): void {
  held.envelopes += count
  held.waiting += count
  held.bytes += octets
  held.waitingBytes += octets
}

function laneNumber(lane: Lane): number {
  return LANES.indexOf(lane)
}

function prepare(db: Database) {
  const spare = 'acked_day IS NOT NULL'
  return {
    beat: db.prepare('UPDATE pulse SET beats = beats + 1'),
    isSeen: db.prepare('SELECT 1 FROM seen WHERE hash = ?'),
    see: db.prepare('INSERT INTO seen (hash) VALUES (?)'),
    insert: db.prepare('INSERT INTO envelope (hash, lane, octets, bytes) VALUES (?, ?, ?, ?)'),
    waiting: db.prepare(
      'SELECT number, octets FROM envelope WHERE lane = ? AND acked_day IS NULL ORDER BY number LIMIT ?'),
    bytes: db.prepare('SELECT bytes FROM envelope WHERE number = ?').pluck(),
    find: db.prepare('SELECT number, lane, octets FROM envelope WHERE hash = ? AND acked_day IS NULL'),
    acknowledge: db.prepare('UPDATE envelope SET acked_day = ? WHERE number = ?'),
    oldestSpare: db.prepare(`SELECT number, octets FROM envelope WHERE lane = ? AND ${spare} ORDER BY number LIMIT 1`),
    remove: db.prepare('DELETE FROM envelope WHERE number = ?'),
    prune: db.prepare(`DELETE FROM envelope WHERE ${spare} AND acked_day < ?`),
    count: db.prepare(`SELECT count(*) AS envelopes, coalesce(sum(octets), 0) AS bytes,
      count(*) FILTER (WHERE acked_day IS NULL) AS waiting,
      coalesce(sum(octets) FILTER (WHERE acked_day IS NULL), 0) AS waitingBytes FROM envelope WHERE lane = ?`),
  }
}

/**
 * Lanes keep floods apart. What comes to one lane waits, is bounded and is paced for itself, and commits and pulls take
 * from all lanes in turn. A lane is known by the bearer token of the edge; everybody without one shares `public`. No
 * address is looked at.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { IntakeError } from './errors.ts'

export type Lane = 'public' | 'edge-web' | 'edge-email'
/** Append-only: the place in this list is what the store keeps. */
export const LANES: readonly Lane[] = ['public', 'edge-web', 'edge-email']

export type LaneOf = (authorization: string | undefined) => Lane

/** `edges` is edges.json: for each edge's lane the hex of SHA-256 of its token. */
export function laneByToken(edges: unknown): LaneOf {
  const known = parseEdges(edges)
  return (authorization) => {
    if (authorization === undefined) return 'public'
    const token = /^Bearer ([\x21-\x7e]{1,200})$/.exec(authorization)?.[1]
    const digest = createHash('sha256').update(token ?? '').digest()
    const found = known.find((edge) => timingSafeEqual(edge.digest, digest))
    if (token === undefined || found === undefined) {
      throw new IntakeError('TOKEN_WRONG', 'the bearer token belongs to no edge of this line')
    }
    return found.lane
  }
}

function parseEdges(edges: unknown): { lane: Lane; digest: Buffer }[] {
  if (typeof edges !== 'object' || edges === null) throw edgesInvalid()
  return Object.entries(edges).map(([name, digest]: [string, unknown]) => {
    const lane = LANES.find((each) => each === name)
    if (lane === undefined || lane === 'public') throw edgesInvalid()
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) throw edgesInvalid()
    return { lane, digest: Buffer.from(digest, 'hex') }
  })
}

function edgesInvalid(): IntakeError {
  return new IntakeError('EDGES_INVALID',
    'edges.json must say {"edge-web": "64 hex digits", "edge-email": "64 hex digits"}')
}

/** One record of T for each lane. */
export function eachLane<T>(make: (lane: Lane) => T): Record<Lane, T> {
  return { 'public': make('public'), 'edge-web': make('edge-web'), 'edge-email': make('edge-email') }
}

/** Takes from the queues in turn, one at a time, oldest first in each, until `fits` says that it is enough. */
export function takeInTurn<T>(queues: readonly T[][], fits: (next: T, taken: number) => boolean): T[] {
  const taken: T[] = []
  const open = queues.filter((queue) => queue.length > 0)
  while (open.length > 0) {
    for (const queue of [...open]) {
      const next = queue[0]
      if (next === undefined || !fits(next, taken.length)) open.splice(open.indexOf(queue), 1)
      else taken.push(...queue.splice(0, 1))
    }
  }
  return taken
}

/** A bucket of tokens that fills at `perSecond` up to `burst`. `now` in milliseconds, never going back. */
export interface Pace { take(now: number): boolean }

export function createPace(perSecond: number, burst: number): Pace {
  let tokens = burst
  let last = 0
  return {
    take(now) {
      tokens = Math.min(burst, tokens + (Math.max(0, now - last) * perSecond) / 1000)
      last = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

/**
 * Fetching envelopes: read, open, keep, and only then acknowledge. Intake serves again what was not acknowledged, and
 * the store knows every envelope by its hash, so a desk that dies anywhere in between loses and doubles nothing.
 */
import { readBundle } from '@nightjar/carriers'
import { envelopeHash } from '@nightjar/envelope'
import { DeskError } from '../errors.ts'
import {
  keepOpenedLater, keepReceived, markTried, triedWithOthers, type Kept, type Received,
} from '../store/received.ts'
import type { Db } from '../store/tables.ts'
import { nowSeconds } from '../store/time.ts'
import type { Intake } from './intake.ts'
import { namesOfKeys, prepare, type Opening } from './prepare.ts'

/** Envelopes in one answer and one transaction. */
const AT_ONCE = 100

export interface Pulling { db: Db; intake: Intake; opening: Opening }
export interface Pulled { kept: Kept; more: boolean }

/** Throws DeskError INTAKE_*; when the answer was cut, only after what came whole was kept and acknowledged. */
export async function pullEnvelopes({ db, intake, opening }: Pulling): Promise<Pulled> {
  const { envelopes, whole } = await fetchEnvelopes(intake)
  const now = nowSeconds()
  const received = await Promise.all(envelopes.map((envelope) => prepare(envelope, opening, now)))
  const kept = await keepAll(db, received, now)
  if (received.length > 0) await intake.send('POST', '/desk/v1/acks', Buffer.concat(received.map((one) => one.hash)))
  if (!whole) throw new DeskError('INTAKE_DOWN', 'the connection to intake was cut')
  return { kept, more: received.length > 0 }
}

async function fetchEnvelopes(intake: Intake): Promise<{ envelopes: Uint8Array[]; whole: boolean }> {
  const answer = await intake.stream(`/desk/v1/envelopes?limit=${AT_ONCE}`)
  const envelopes: Uint8Array[] = []
  try {
    for await (const item of readBundle(answer)) {
      if ('end' in item) return { envelopes, whole: item.end === 'whole' }
      if (envelopes.length === AT_ONCE) {
        throw new DeskError('INTAKE_ANSWER', 'intake answered with more than was asked for')
      }
      envelopes.push(item.envelope)
    }
  } catch (error) {
    if (error instanceof DeskError) throw error
  } finally {
    answer.destroy()
  }
  return { envelopes, whole: false }
}

/** One envelope that the store will not have must not hold up the others. */
async function keepAll(db: Db, received: readonly Received[], now: number): Promise<Kept> {
  try {
    return await keepReceived(db, received, now)
  } catch (error) {
    if (!isAboutOneRow(error)) throw error
  }
  const kept: Kept = { tip: 0, again: 0, amendment: 0, decoy: 0, unopened: 0, known: 0 }
  for (const one of received) {
    const did = await keepReceived(db, [one], now).catch((error: unknown) => {
      if (!isAboutOneRow(error)) throw error
      return keepReceived(db, [refusedByStore(one)], now)
    })
    for (const [became, n] of Object.entries(did)) if (isBecame(became)) kept[became] += n
  }
  return kept
}

function isBecame(name: string): name is keyof Kept {
  return ['tip', 'again', 'amendment', 'decoy', 'unopened', 'known'].includes(name)
}

function refusedByStore({ hash }: Received): Received {
  const envelope = new Uint8Array(0)
  return { was: 'unopened', hash, code: 'STORE_REFUSED', expired: false, bytes: 0, tried: '', envelope }
}

/** A value that does not fit, and not a disk that is full or broken: that must stop the pull. */
function isAboutOneRow(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code)
}

/** Tries what did not open once more with keys that were not there before. Returns how many opened. */
export async function retryUnopened(db: Db, opening: Opening, signal: AbortSignal): Promise<number> {
  const tried = namesOfKeys(opening.keys)
  let opened = 0
  for (;;) {
    const waiting = await triedWithOthers(db, tried, 20)
    if (waiting.length === 0 || signal.aborted) return opened
    for (const { hash, envelope } of waiting) {
      const one = await prepare(envelope, opening, nowSeconds())
      const same = Buffer.compare(await envelopeHash(envelope), hash) === 0
      if (one.was === 'unopened' || !same) {
        await markTried(db, hash, tried)
      } else {
        await keepOpenedLater(db, one, nowSeconds())
        opened += 1
      }
    }
  }
}

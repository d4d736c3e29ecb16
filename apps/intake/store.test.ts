import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { LANES, type Lane } from './lanes.ts'
import { createStore, type Incoming, type LaneBounds } from './store.ts'

const migrations = readMigrations(join(import.meta.dirname, 'sql'))

function newStore(bounds: LaneBounds = { envelopes: 100, bytes: 1e9 }) {
  const db = openStore(':memory:', { migrations })
  return { db, store: createStore(db, bounds) }
}

function incoming(lane: Lane = 'public', size = 100): Incoming {
  const envelope = new Uint8Array(randomBytes(size))
  return { lane, envelope, hash: new Uint8Array(createHash('sha256').update(envelope).digest()) }
}

test('what came is handed out until it is acknowledged, and known for ever', () => {
  const { db, store } = newStore()
  const one = incoming()
  expect(store.keep([one, one])).toEqual(['kept', 'kept'])
  expect(store.waiting(10, 1e6)).toEqual([one.envelope])
  expect(store.acknowledge([one.hash, one.hash], 100)).toBe(1)
  expect(store.waiting(10, 1e6)).toEqual([])
  expect(store.prune(100)).toBe(0)
  expect(store.prune(101)).toBe(1)
  expect(store.keep([one])).toEqual(['kept'])
  expect(store.waiting(10, 1e6)).toEqual([])
  expect(db.prepare('SELECT count(*) FROM seen').pluck().get()).toBe(1)
})

test('nothing of when or whence it came is kept', () => {
  const { db } = newStore()
  const columns = db.prepare(`SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
    WHERE m.type = 'table'`).pluck().all()
  expect(columns.filter((name) => !String(name).startsWith('sqlite_')).sort()).toEqual([
    'envelope.acked_day', 'envelope.bytes', 'envelope.hash', 'envelope.lane', 'envelope.number', 'envelope.octets',
    'pulse.beats', 'seen.hash',
  ])
})

test('a full lane refuses and leaves the others alone', () => {
  const { store } = newStore({ envelopes: 3, bytes: 1000 })
  expect(store.keep(Array.from({ length: 5 }, () => incoming('public'))))
    .toEqual(['kept', 'kept', 'kept', 'full', 'full'])
  expect(store.keep([incoming('edge-web'), incoming('edge-email')])).toEqual(['kept', 'kept'])
  expect(store.usage()).toEqual({
    'public': { waiting: 3, bytes: 300, full: true }, 'edge-web': { waiting: 1, bytes: 100, full: true },
    'edge-email': { waiting: 1, bytes: 100, full: true },
  })
  expect(newStore({ envelopes: 100, bytes: 250 }).store.keep([incoming(), incoming(), incoming()]))
    .toEqual(['kept', 'kept', 'full'])
})

test('a full lane refuses the known as it refuses the new', () => {
  const { store } = newStore({ envelopes: 2, bytes: 1e9 })
  const [one, two] = [incoming(), incoming()]
  expect(store.keep([one, two])).toEqual(['kept', 'kept'])
  expect(store.keep([one, incoming()])).toEqual(['full', 'full'])
  store.acknowledge([two.hash], 1)
  expect(store.keep([one, two])).toEqual(['kept', 'kept'])
})

test('acknowledged copies make way for new envelopes', () => {
  const { store } = newStore({ envelopes: 2, bytes: 1e6 })
  const old = [incoming(), incoming()]
  store.keep(old)
  store.acknowledge(old.map((each) => each.hash), 5)
  expect(store.keep([incoming(), incoming(), incoming()])).toEqual(['kept', 'kept', 'full'])
  expect(store.usage().public.waiting).toBe(2)
})

test('a pull is fair over lanes and bounded in octets, but never empty-handed', () => {
  const { store } = newStore()
  store.keep([...Array.from({ length: 20 }, () => incoming('public')), incoming('edge-web'), incoming('edge-email')])
  expect(store.waiting(6, 1e6)).toHaveLength(6)
  const big = newStore().store
  big.keep([incoming('public', 5000), incoming('edge-web', 5000)])
  expect(big.waiting(10, 100)).toHaveLength(1)
})

test('the counts agree with the tables after any order of acts, also after opening again', () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('keep' as const), lane: fc.constantFrom(...LANES), which: fc.nat({ max: 9 }) }),
    fc.record({ kind: fc.constant('ack' as const), which: fc.nat({ max: 9 }), day: fc.nat({ max: 5 }) }),
    fc.record({ kind: fc.constant('prune' as const), day: fc.nat({ max: 6 }) }),
  )
  const pool = Array.from({ length: 10 }, () => incoming())
  fc.assert(fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
    const { db, store } = newStore({ envelopes: 3, bytes: 1e6 })
    for (const each of acts) {
      if (each.kind === 'prune') store.prune(each.day)
      else {
        const one = pool[each.which]
        if (one === undefined) continue
        if (each.kind === 'keep') store.keep([{ ...one, lane: each.lane }])
        else store.acknowledge([one.hash], each.day)
      }
    }
    expect(createStore(db, { envelopes: 3, bytes: 1e6 }).usage()).toEqual(store.usage())
    for (const lane of LANES) expect(store.usage()[lane].waiting).toBeLessThanOrEqual(3)
    db.close()
  }), { numRuns: 60 })
})

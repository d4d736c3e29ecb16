import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { createCommitter } from './commit.ts'
import type { Lane } from './lanes.ts'
import { createStore, type Incoming } from './store.ts'

const migrations = readMigrations(join(import.meta.dirname, 'sql'))

function incoming(lane: Lane): Incoming {
  const envelope = new Uint8Array(randomBytes(64))
  return { lane, envelope, hash: new Uint8Array(createHash('sha256').update(envelope).digest()) }
}

test('a flood on one lane is refused and delays another lane by one transaction at most', async () => {
  const db = openStore(':memory:', { migrations })
  const store = createStore(db, { envelopes: 10_000, bytes: 1e9 })
  const groups: Incoming[][] = []
  const committer = createCommitter({
    keep(group) {
      groups.push([...group])
      return store.keep(group)
    },
  })
  const flood = Array.from({ length: 1000 }, () => committer.keep(incoming('public'))
    .then(() => 'kept', (error: unknown) => error))
  await Promise.all([committer.keep(incoming('edge-web')), committer.keep(incoming('edge-email'))])
  expect(groups).toHaveLength(1)
  const outcomes = await Promise.all(flood)
  expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(512)
  expect(outcomes.at(-1)).toMatchObject({
    code: 'LANE_FULL', retryAfter: 5, message: 'too much waits here just now; try again after the time in Retry-After',
  })
  expect(groups.length).toBeLessThan(5)
  await committer.close()
  db.close()
})

test('what does not fit its lane is refused by itself, the rest of its group is kept', async () => {
  const db = openStore(':memory:', { migrations })
  const committer = createCommitter(createStore(db, { envelopes: 1, bytes: 1e9 }))
  const outcomes = await Promise.allSettled([committer.keep(incoming('public')), committer.keep(incoming('public')),
    committer.keep(incoming('edge-web'))])
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await committer.close()
  db.close()
})

test('a store that fails keeps nothing, says so, and goes on afterwards; one that closes takes no more', async () => {
  const db = openStore(':memory:', { migrations })
  db.pragma('max_page_count = 20')
  const store = createStore(db, { envelopes: 10_000, bytes: 1e9 })
  const committer = createCommitter(store)
  const full: Incoming = { ...incoming('public'), envelope: new Uint8Array(200_000) }
  await expect(committer.keep(full)).rejects.toMatchObject({
    code: 'DISK_FULL', message: 'the disk of this server is full; nothing was kept, try again later', retryAfter: 120,
  })
  expect(store.usage().public).toEqual({ waiting: 0, bytes: 0, full: false })
  await committer.keep(incoming('public'))
  expect(store.usage().public.waiting).toBe(1)
  await committer.close()
  await expect(committer.keep(incoming('public'))).rejects.toMatchObject({
    code: 'CLOSING', message: 'this server is ending; try again in a minute',
  })
  db.close()
})

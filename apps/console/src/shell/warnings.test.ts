import { expect, test } from 'vitest'
import type { DeskState } from '../api/shapes.ts'
import { warningsOf } from './warnings.ts'

const now = Date.parse('2026-11-22T15:00:00Z')
const iso = (msAgo: number) => new Date(now - msAgo).toISOString()
const well: DeskState = {
  locked: false, setUp: true, lastPullAt: iso(20_000), pullSeconds: 60, intake: 'ok', keyListUntil: iso(-180 * 86_400_000), protections: [], lanes: {},
}
const codes = (state: DeskState, gone?: number) => warningsOf(state, now, gone).map((warning) => warning.code)

test('a desk that is well says nothing', () => {
  expect(codes(well)).toEqual([])
})

test('three missed pulls are stale, and never less than 45 seconds', () => {
  expect(codes({ ...well, lastPullAt: iso(179_000) })).toEqual([])
  expect(codes({ ...well, lastPullAt: iso(181_000) })).toEqual(['stale'])
  expect(codes({ ...well, pullSeconds: 1, lastPullAt: iso(40_000) })).toEqual([])
  expect(codes({ ...well, pullSeconds: 1, lastPullAt: iso(46_000) })).toEqual(['stale'])
})

test('a desk that does not answer is not also called stale', () => {
  expect(codes({ ...well, lastPullAt: iso(999_000) }, now - 60_000)).toEqual(['gone'])
})

test('everything that waits for a person is named', () => {
  const state: DeskState = {
    ...well, intake: 'down', keyListUntil: iso(-5 * 86_400_000), protections: ['swap'],
    lanes: { public: { waiting: 9, bytes: 9, full: true }, 'edge-web': { waiting: 0, bytes: 0, full: false } },
    counts: { tips: 1, waiting: 1, events: 1, unopened: 2, expired: 1, toAnalyse: 0, repliesQueued: 0, boardLeftOut: 0,
      attachmentsMissing: 0 },
  }
  expect(warningsOf(state, now, undefined)).toEqual([
    { code: 'intakeDown' }, { code: 'laneFull', lane: 'public' }, { code: 'keys', until: state.keyListUntil },
    { code: 'unopened', n: 2, expired: 1 }, { code: 'protections', words: ['swap'] },
  ])
})

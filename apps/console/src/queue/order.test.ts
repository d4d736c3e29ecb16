import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TipRow } from '../api/shapes.ts'
import { parseFilters, writeFilters, type Filters } from './filters.ts'
import { addNewTips, appendTips, updateTips } from './order.ts'

function tip(id: string, urgency: number, second: number, gist = ''): TipRow {
  return {
    id, urgency, gist, receivedAt: new Date(Date.UTC(2026, 10, 22, 0, 0,
      second)).toISOString(), channel: 'web', kind: 1, kindFrom: 'told',
    lang: 'ar', when: { from: '', to: '' }, whenTrusted: true, attachments: 0, duress: false, answered: false, state: 'open', source: 's', amended: false,
  }
}
const rows = fc.uniqueArray(fc.record({ id: fc.nat({ max: 60 }), urgency: fc.integer({ min: 0, max: 3 }),
  at: fc.nat({ max: 50 }) }), {
  selector: ({ id }) => id, maxLength: 40,
}).map((list) => list.map(({ id, urgency, at }) => tip(String(id), urgency, at)))

test('new tips come to the head of their urgency, the last to come first, and nothing else moves', () => {
  fc.assert(fc.property(rows, rows, (there, more) => {
    const before = there.toSorted((a, b) => b.urgency - a.urgency)
    const fresh = more.filter((row) => !there.some((one) => one.id === row.id))
    const after = addNewTips(before, fresh)
    expect(after.map((row) => row.urgency)).toEqual(after.map((row) => row.urgency).toSorted((a, b) => b - a))
    expect(after.filter((row) => before.includes(row))).toEqual(before)
    for (const urgency of [0, 1, 2, 3]) {
      const came = fresh.filter((row) => row.urgency === urgency).toReversed()
      expect(after.filter((row) => row.urgency === urgency).slice(0, came.length)).toEqual(came)
    }
  }))
})

test('a tip that an edge held back for hours is still shown as new', () => {
  const after = addNewTips([tip('a', 3, 40), tip('b', 3, 30)], [tip('late', 3, 1)])
  expect(after.map((row) => row.id)).toEqual(['late', 'a', 'b'])
})

test('the next page is put at the end as the desk gave it, each row once', () => {
  fc.assert(fc.property(rows, rows, (there, page) => {
    const after = appendTips(there, page)
    expect(after.slice(0, there.length).map((row) => row.id)).toEqual(there.map((row) => row.id))
    expect(new Set(after.map((row) => row.id)).size).toBe(after.length)
  }))
})

test('a row that changed stays where it stands, whatever its urgency has become', () => {
  const list = [tip('a', 3, 1), tip('b', 2, 1), tip('c', 1, 1)]
  for (const put of [updateTips, appendTips, addNewTips]) {
    const after = put(list, [tip('c', 3, 9, 'changed')])
    expect(after.map((row) => row.id)).toEqual(['a', 'b', 'c'])
    expect(after[2]?.gist).toBe('changed')
  }
})

test('filters come back from the address as they were written', () => {
  const filters = fc.record({
    state: fc.constantFrom<Filters['state']>('open', 'done',
      'all'), kind: fc.nat({ max: 999 }), urgency: fc.integer({ min: 0, max: 3 }),
    lang: fc.constantFrom('en', 'ar', 'ckb', 'kmr', 'und'),
  }, { requiredKeys: ['state'] })
  fc.assert(fc.property(filters, (given) => {
    const written = writeFilters(given)
    expect(parseFilters(new URLSearchParams(written.split('?')[1] ?? ''))).toEqual(given)
  }))
})

test('an address that makes no sense filters nothing', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (name, value) => {
    const { state } = parseFilters(new URLSearchParams([[name, value], ['urgency', '9'], ['kind', '-1'],
      ['lang', '<b>']]))
    expect(['open', 'done', 'all']).toContain(state)
  }))
  expect(parseFilters(new URLSearchParams('urgency=9&kind=-1&lang=%3Cb%3E&state=x'))).toEqual({ state: 'open' })
})

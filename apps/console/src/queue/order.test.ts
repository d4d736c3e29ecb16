import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TipRow } from '../api/shapes.ts'
import { parseFilters, writeFilters, type Filters } from './filters.ts'
import { compareTips, fits, mergeTips } from './order.ts'

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

test('new rows come in in order, and each once', () => {
  fc.assert(fc.property(rows, rows, (there, more) => {
    const sorted = there.toSorted(compareTips)
    const fresh = more.filter((row) => !there.some((one) => one.id === row.id))
    const merged = mergeTips(sorted, fresh)
    expect(merged).toEqual([...sorted, ...fresh].toSorted(compareTips))
  }))
})

test('a row that changed stays where it stands, whatever its urgency has become', () => {
  const list = [tip('a', 3, 1), tip('b', 2, 1), tip('c', 1, 1)]
  const merged = mergeTips(list, [tip('c', 3, 9, 'changed')])
  expect(merged.map((row) => row.id)).toEqual(['a', 'b', 'c'])
  expect(merged[2]?.gist).toBe('changed')
})

test('filters let through what they say', () => {
  expect(fits(tip('a', 3, 1), { state: 'open', urgency: 3, lang: 'ar', kind: 1 })).toBe(true)
  expect(fits(tip('a', 3, 1), { state: 'done' })).toBe(false)
  expect(fits(tip('a', 3, 1), { state: 'all', urgency: 2 })).toBe(false)
  expect(fits(tip('a', 3, 1), { state: 'all', lang: 'en' })).toBe(false)
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

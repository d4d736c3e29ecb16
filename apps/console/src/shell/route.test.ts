import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hrefs, parseRoute } from './route.ts'

const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)

test('every address leads back to the page it was made for', () => {
  fc.assert(fc.property(ids, (id) => {
    expect(parseRoute(hrefs.tip(id))).toEqual({ page: 'tip', id })
    expect(parseRoute(hrefs.event(id))).toEqual({ page: 'event', id })
    expect(parseRoute(hrefs.draft(id))).toEqual({ page: 'draft', id })
    expect(parseRoute(hrefs.release(id))).toEqual({ page: 'release', id })
  }))
  expect(parseRoute(hrefs.events)).toEqual({ page: 'events' })
  expect(parseRoute(hrefs.releases)).toEqual({ page: 'releases' })
})

test('any other address is the queue', () => {
  for (const hash of ['', '#', '#/', '#/tips', '#/tips/../x', '#/nowhere/1', '#/tips/<b>',
    '#/drafts']) expect(parseRoute(hash).page).toBe('queue')
  fc.assert(fc.property(fc.string(), (hash) => { expect(parseRoute(`#/${hash}`).page).toBeTypeOf('string') }))
})

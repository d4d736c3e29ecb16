import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNearEnd, OVERSCAN, scrollToShow, windowOf } from './virtual.ts'

const lists = fc.record({
  count: fc.integer({ min: 0, max: 1_000_000 }), rowHeight: fc.integer({ min: 20, max: 100 }),
  scroll: fc.double({ min: 0, max: 1, noNaN: true }), view: fc.integer({ min: 0, max: 3000 }),
})

test('every row in sight is drawn, and never more than fit and the overscan', () => {
  fc.assert(fc.property(lists, ({ count, rowHeight, scroll, view }) => {
    const scrollTop = scroll * Math.max(0, count * rowHeight - view)
    const { first, last } = windowOf(count, rowHeight, scrollTop, view)
    expect(first).toBeGreaterThanOrEqual(0)
    expect(last).toBeLessThanOrEqual(count)
    expect(first).toBeLessThanOrEqual(Math.floor(scrollTop / rowHeight))
    expect(last).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scrollTop + view) / rowHeight)))
    expect(last - first).toBeLessThanOrEqual(Math.ceil(view / rowHeight) + 2 * OVERSCAN + 2)
  }))
})

test('a row asked for is wholly in sight afterwards, and the list moves only when it must', () => {
  fc.assert(fc.property(lists, fc.nat(), ({ count, rowHeight, scroll, view }, wanted) => {
    fc.pre(count > 0 && view > rowHeight)
    const index = wanted % count
    const before = scroll * Math.max(0, count * rowHeight - view)
    const after = scrollToShow(index, rowHeight, before, view)
    expect(index * rowHeight).toBeGreaterThanOrEqual(after - 1e-6)
    expect((index + 1) * rowHeight).toBeLessThanOrEqual(after + view + 1e-6)
    const wasInSight = index * rowHeight >= before && (index + 1) * rowHeight <= before + view
    expect(wasInSight ? after : before).toBe(before)
  }))
})

test('more is asked for only towards the end', () => {
  expect(isNearEnd({ first: 0, last: 30 }, 100)).toBe(false)
  expect(isNearEnd({ first: 60, last: 95 }, 100)).toBe(true)
  expect(windowOf(0, 40, 0, 800)).toEqual({ first: 0, last: 0 })
})

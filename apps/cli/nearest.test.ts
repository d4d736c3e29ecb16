import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.ts'

const verbs = ['init', 'up', 'intake', 'gateway', 'desk', 'keys', 'seal', 'open', 'demo', 'cap', 'build', 'bench']

test.each([
  ['intke', 'intake'],
  ['demmo', 'demo'],
  ['Desk', 'desk'],
  ['opne', 'open'],
  ['gatway', 'gateway'],
  ['biuld', 'build'],
])('%s is meant as %s', (typed, meant) => expect(nearest(typed, verbs)).toBe(meant))

test.each(['xyzzy', '', 'rm', 'configuration'])('nothing is near to "%s"', (typed) =>
  expect(nearest(typed, verbs)).toBe(undefined),
)

test('a word is no edits from itself, and the way back is as long', () => {
  fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
    expect(editDistance(a, a)).toBe(0)
    expect(editDistance(a, b)).toBe(editDistance(b, a))
    expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
  }))
})

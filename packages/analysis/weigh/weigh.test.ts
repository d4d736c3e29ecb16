import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Basis, Outcome, Reliability, WeighReport } from '../shapes.ts'
import { reliabilityOf, UNTESTED } from './reliability.ts'
import { weigh } from './weigh.ts'

const report = (tip: string, more: Partial<WeighReport> = {}): WeighReport => ({
  tip,
  source: `s-${tip}`,
  saysTrue: true,
  basis: 'saw',
  heardFrom: [],
  media: [],
  at: 1000,
  ...more,
})
const NOBODY = new Map<string, Reliability>()
const GOOD: Reliability = { grade: 'A', alpha: 20, beta: 1.5, n: 18 }
const codes = (reports: WeighReport[]) => weigh(reports, NOBODY).why.map((reason) => reason.code)

test('no reports, one untested line, and hearsay cannot be judged', () => {
  expect(weigh([], NOBODY)).toMatchObject({ credibility: 6, lines: 0, roots: [] })
  expect(weigh([report('a')], NOBODY)).toMatchObject({ credibility: 6, lines: 1, p: 0.5 })
  expect(weigh([report('a', { basis: 'heard' }), report('b', { basis: 'heard' })], NOBODY).credibility).toBe(6)
})

test('more independent lines raise belief; 1 needs two of them', () => {
  const p = [1, 2, 3, 5, 8].map(
    (n) =>
      weigh(
        Array.from({ length: n }, (_, i) => report(`t${i}`)),
        NOBODY,
      ).p,
  )
  expect(p).toEqual(p.toSorted((a, b) => a - b))
  const tested = new Map([
    ['s-a', GOOD],
    ['s-b', GOOD],
  ])
  expect(weigh([report('a')], tested, { prior: 0.9 })).toMatchObject({ lines: 1, credibility: 2 })
  expect(weigh([report('a'), report('b')], tested)).toMatchObject({ lines: 2, credibility: 1 })
})

test('"two independent lines; three of five tips share one origin; one denial"', () => {
  const reports = [
    report('a'),
    report('b', { heardFrom: ['s-a'], basis: 'told', at: 2000 }),
    report('c', { nearCopyOf: 'a', at: 3000 }),
    report('d'),
    report('e', { source: 's-d', at: 5000 }),
    report('f', { saysTrue: false }),
  ]
  const { why, roots, lines } = weigh(reports, NOBODY)
  expect(lines).toBe(2)
  expect(why.find((reason) => reason.code === 'SHARED_ORIGIN')).toMatchObject({ n: 3, of: 5, tips: ['a', 'b', 'c'] })
  expect(why.find((reason) => reason.code === 'DENIALS')).toMatchObject({ n: 1 })
  expect(roots.map(({ root, saysTrue }) => [root, saysTrue])).toEqual([
    ['a', true],
    ['d', true],
    ['f', false],
  ])
})

test('denials count against, and belief is not a number without its interval', () => {
  const alone = weigh([report('a'), report('b')], NOBODY)
  const denied = weigh([report('a'), report('b'), report('c', { saysTrue: false })], NOBODY)
  expect(denied.p).toBeLessThan(alone.p)
  for (const {
    p,
    interval: [low, high],
  } of [alone, denied]) {
    expect(low).toBeLessThan(p)
    expect(high).toBeGreaterThan(p)
  }
})

test('a burst of alike denunciations from untested sources is shown and weighed down, not thrown away', () => {
  const together = Array.from({ length: 5 }, (_, i) =>
    report(`c${i}`, { at: 1000 + i, similarTo: i === 0 ? [] : ['c0'] }),
  )
  const apart = together.map((each) => ({ ...each, similarTo: [] }))
  const one = weigh([report('c0')], NOBODY)
  const weighed = weigh(together, NOBODY)
  expect(codes(together)).toContain('COORDINATED')
  expect(codes(apart)).not.toContain('COORDINATED')
  expect(weighed.lines).toBe(1)
  expect(weighed.p).toBeGreaterThan(one.p)
  expect(weighed.p).toBeLessThan(weigh(apart, NOBODY).p - 0.15)
})

test('people who all have it from each other are one line; naming two origins joins neither', () => {
  const ring = [
    report('a', { heardFrom: ['s-b'] }),
    report('b', { heardFrom: ['s-c'] }),
    report('c', { heardFrom: ['s-a'] }),
  ]
  expect(weigh(ring, NOBODY).lines).toBe(1)
  const both = [report('a'), report('b'), report('c', { heardFrom: ['s-a', 's-b'], at: 9000 })]
  expect(weigh(both, NOBODY)).toMatchObject({ lines: 2, p: weigh(both.slice(0, 2), NOBODY).p })
  const cousin = [report('a', { heardFrom: ['a cousin'] }), report('b', { heardFrom: ['a cousin'] })]
  expect(weigh(cousin, NOBODY).lines).toBe(1)
})

// ---- properties

const SOURCES = ['s0', 's1', 's2', 's3', 's4', 's5']
const someReport = fc.record({
  source: fc.constantFrom(...SOURCES),
  saysTrue: fc.boolean(),
  basis: fc.constantFrom<Basis>('saw', 'told', 'heard', 'inferred'),
  heardFrom: fc.subarray([...SOURCES, 'a friend'], { maxLength: 2 }),
  media: fc.subarray(['m1', 'm2'], { maxLength: 1 }),
  at: fc.integer({ min: 0, max: 50_000 }),
  copies: fc.option(fc.nat(9), { nil: undefined }),
  similar: fc.subarray(['t0', 't1', 't2', 't3', 't4']),
})
const someReports = fc
  .array(someReport, { maxLength: 10 })
  .map((many) =>
    many.map(
      ({ copies, similar, ...rest }, n): WeighReport => ({
        ...rest,
        tip: `t${n}`,
        similarTo: similar,
        nearCopyOf: copies === undefined || copies >= n ? undefined : `t${copies}`,
      }),
    ),
  )
const someReliability = fc
  .array(fc.tuple(fc.constantFrom(...SOURCES), fc.nat(8), fc.nat(8)), { maxLength: 6 })
  .map(
    (all) =>
      new Map(
        all.map(([source, right, wrong]) => [
          source,
          { ...UNTESTED, alpha: 2.5 + right, beta: 1.5 + wrong, n: right + wrong },
        ]),
      ),
  )

test('property: the order of arrival does not change belief', () => {
  fc.assert(
    fc.property(
      someReports,
      someReliability,
      fc.infiniteStream(fc.double({ noNaN: true })),
      (reports, reliability, keys) => {
        const sorted = reports
          .map((each) => ({ each, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each)
        const [a, b] = [weigh(reports, reliability), weigh(sorted, reliability)]
        expect(Math.abs(a.p - b.p)).toBeLessThan(1e-9)
        expect(b.lines).toBe(a.lines)
        expect(b.roots.map(({ root }) => root)).toEqual(a.roots.map(({ root }) => root))
      },
    ),
    { numRuns: 300 },
  )
})

test('property: a repeated tip changes nothing', () => {
  fc.assert(
    fc.property(someReports, someReliability, fc.nat(9), (reports, reliability, n) => {
      const again = reports[n % Math.max(1, reports.length)]
      expect(weigh(again === undefined ? reports : [...reports, again], reliability)).toEqual(
        weigh(reports, reliability),
      )
    }),
  )
})

test('property: an echo never raises belief, and is never punished', () => {
  fc.assert(
    fc.property(someReports, someReliability, fc.nat(9), fc.boolean(), (reports, reliability, n, byCopy) => {
      const origin = reports[n % Math.max(1, reports.length)]
      if (origin === undefined) return
      const echo = report('echo', {
        source: 'new',
        saysTrue: origin.saysTrue,
        at: 60_000,
        ...(byCopy ? { nearCopyOf: origin.tip } : { heardFrom: [origin.source], basis: 'told' }),
      })
      const strong = new Map([...reliability, ['new', GOOD]])
      expect(Math.abs(weigh([...reports, echo], strong).p - weigh(reports, strong).p)).toBeLessThan(1e-9)
    }),
    { numRuns: 300 },
  )
})

test('property: renaming sources changes nothing', () => {
  fc.assert(
    fc.property(someReports, someReliability, (reports, reliability) => {
      const name = (source: string) => (SOURCES.includes(source) ? `x${9 - SOURCES.indexOf(source)}` : source)
      const renamed = reports.map((each) => ({
        ...each,
        source: name(each.source),
        heardFrom: each.heardFrom.map(name),
      }))
      const there = weigh(renamed, new Map([...reliability].map(([source, value]) => [name(source), value])))
      expect(Math.abs(there.p - weigh(reports, reliability).p)).toBeLessThan(1e-9)
    }),
    { numRuns: 300 },
  )
})

test('property: a forged "heard from" cannot lower what its victim reported', () => {
  fc.assert(
    fc.property(
      someReports,
      someReliability,
      fc.subarray(SOURCES, { minLength: 1 }),
      (reports, reliability, victims) => {
        const forged = report('forged', { source: 'liar', heardFrom: victims, at: 0, basis: 'told' })
        const after = new Map(
          weigh([...reports, forged], reliability).roots.map(({ root, weight }) => [root, weight]),
        )
        const honest = reports
          .filter((each) => each.saysTrue && each.heardFrom.length === 0 && each.nearCopyOf === undefined)
          .map((each) => each.tip)
        const before = weigh(reports, reliability).roots.filter(({ root }) => honest.includes(root))
        const lowered = before.filter(({ root, weight }) => (after.get(root) ?? -Infinity) < weight - 1e-9)
        expect(lowered).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})

// ---- reliability

test('grades come from verified outcomes only, the event in question left out', () => {
  const outcomes = (right: number, wrong: number): Outcome[] =>
    Array.from({ length: right + wrong }, (_, n) => ({ source: 's', event: `e${n}`, right: n < right }))
  expect(reliabilityOf('s', [])).toEqual(UNTESTED)
  expect(reliabilityOf('s', outcomes(12, 0)).grade).toBe('A')
  expect(reliabilityOf('s', outcomes(4, 0)).grade).toBe('B')
  expect(reliabilityOf('s', outcomes(1, 0)).grade).toBe('C')
  expect(reliabilityOf('s', outcomes(1, 3)).grade).toBe('D')
  expect(reliabilityOf('s', outcomes(0, 9)).grade).toBe('E')
  expect(reliabilityOf('s', outcomes(1, 0), { leaveOut: 'e0' })).toEqual(UNTESTED)
  expect(reliabilityOf('other', outcomes(9, 0))).toEqual(UNTESTED)
})

// Who has it from whom. A root is a report that nothing known explains as an echo; every other report points, through
// what its teller says, through near-copies and shared files, at the roots that it repeats.
//
// - An echo adds nothing and costs nothing: roots keep their own weight; a forged "heard from V" cannot lower V.
// - Naming two origins does not join them: only reports without any origin among the others are roots.
// - Near-copies, shared files, and tellers who name the same absent origin stand for one report: the earliest
//   of those that neither copy nor say they heard it, else the earliest.
// - One source speaks once: its firmest, then earliest, report.

import type { Basis, WeighReport } from '../shapes.ts'

export interface Root {
  report: WeighReport
  /** the root's own tip and every echo of it */
  tips: string[]
  why: { copies: number; media: number; heard: number }
}

const FIRMNESS: Record<Basis, number> = { saw: 3, told: 2, inferred: 1, heard: 0 }

/**
 * Roots of reports that all say the same (all "it is true", or all "it is not"). The order of reports does not
 * matter.
 */
export function rootsOf(reports: readonly WeighReport[]): Root[] {
  const spoken = oneVoiceEach(reports)
  const classes = sameOrigin(spoken, reports)
  const earliest = [...classes.values()].map((group) => ({ group, head: group.reduce(closer) }))
  const headOf = new Map(
    earliest.flatMap(({ group, head }) => group.map((report): [string, string] => [report.source, head.source])),
  )
  const points = new Map(earliest.map(({ head }) => [head.source, pointsAt(head, headOf)]))
  const heads = earliest.map((each) => each.head)
  const roots = new Map<string, Root>()
  for (const { head } of earliest) {
    for (const source of endsOf(head.source, points, heads)) {
      const report = spoken.find((each) => each.source === source)
      if (report !== undefined && !roots.has(source))
        roots.set(source, { report, tips: [], why: { copies: 0, media: 0, heard: 0 } })
    }
  }
  for (const { group, head } of earliest) {
    for (const source of endsOf(head.source, points, heads)) tellEchoes(roots.get(source), group, reports)
  }
  return [...roots.values()].sort((a, b) => (a.report.tip < b.report.tip ? -1 : 1))
}

function tellEchoes(root: Root | undefined, group: WeighReport[], reports: readonly WeighReport[]): void {
  if (root === undefined) return
  for (const member of group) {
    for (const report of reports) {
      if (report.source === member.source && !root.tips.includes(report.tip)) root.tips.push(report.tip)
    }
    if (member.source === root.report.source) continue
    if (member.heardFrom.length > 0) root.why.heard += 1
    else if (listed(member.nearCopyOf).length > 0) root.why.copies += 1
    else root.why.media += 1
  }
  root.tips.sort()
}

function oneVoiceEach(reports: readonly WeighReport[]): WeighReport[] {
  const bySource = new Map<string, WeighReport>()
  for (const report of reports) {
    const known = bySource.get(report.source)
    bySource.set(report.source, known === undefined ? report : firmer(known, report))
  }
  return [...bySource.values()]
}

function firmer(a: WeighReport, b: WeighReport): WeighReport {
  const by = FIRMNESS[b.basis] - FIRMNESS[a.basis]
  return by === 0 ? earlier(a, b) : by > 0 ? b : a
}

function earlier(a: WeighReport, b: WeighReport): WeighReport {
  if (a.at !== b.at) return a.at < b.at ? a : b
  return a.tip < b.tip ? a : b
}

/** Which of two is closer to what happened. */
function closer(a: WeighReport, b: WeighReport): WeighReport {
  const by = Number(isDerived(a)) - Number(isDerived(b))
  return by === 0 ? earlier(a, b) : by < 0 ? a : b
}

const isDerived = (report: WeighReport): boolean =>
  report.heardFrom.length > 0 || listed(report.nearCopyOf).length > 0

const listed = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** Groups that stand for one report; keyed by one of their sources. `all` has what the same sources said besides. */
function sameOrigin(reports: readonly WeighReport[], all: readonly WeighReport[]): Map<string, WeighReport[]> {
  const sources = new Set(reports.map((report) => report.source))
  const parent = new Map(reports.map((report) => [report.source, report.source]))
  const find = (source: string): string => {
    const up = parent.get(source) ?? source
    return up === source ? source : find(up)
  }
  const firstWith = new Map<string, string>()
  const join = (source: string, key: string): void => {
    const first = firstWith.get(key)
    if (first === undefined) firstWith.set(key, source)
    else parent.set(find(source), find(first))
  }
  for (const { source, tip, media, nearCopyOf } of all) {
    for (const key of [tip, ...listed(nearCopyOf)]) join(source, `tip ${key}`)
    for (const sha of media) join(source, `file ${sha}`)
  }
  for (const { source, heardFrom } of reports) {
    for (const origin of heardFrom) if (!sources.has(origin)) join(source, `heard ${origin}`)
  }
  const groups = new Map<string, WeighReport[]>()
  for (const report of reports) {
    const top = find(report.source)
    groups.set(top, [...(groups.get(top) ?? []), report])
  }
  return groups
}

/** The groups that a group's head says it has it from; what its copies say of their origin explains only themselves. */
function pointsAt(head: WeighReport, headOf: ReadonlyMap<string, string>): string[] {
  return [...new Set(head.heardFrom.flatMap((origin) => headOf.get(origin) ?? []))].filter(
    (source) => source !== head.source,
  )
}

/** Follows "heard from" to its ends. A ring of people who all have it from each other ends in its earliest report. */
function endsOf(start: string, points: ReadonlyMap<string, string[]>, heads: readonly WeighReport[]): string[] {
  const seen = new Set<string>()
  const ends = new Set<string>()
  const pending = [start]
  while (pending.length > 0) {
    const source = pending.pop()
    if (source === undefined || seen.has(source)) continue
    seen.add(source)
    const next = points.get(source) ?? []
    if (next.length === 0) ends.add(source)
    pending.push(...next)
  }
  if (ends.size > 0) return [...ends]
  const ring = heads.filter((head) => seen.has(head.source))
  const [first] = ring
  return first === undefined ? [start] : [ring.reduce(closer, first).source]
}

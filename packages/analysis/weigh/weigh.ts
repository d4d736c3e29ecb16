// How far to believe that an event is real. Log-odds add up: a prior (how much of what is told here turns out real),
// and for each root what its source's word is worth at its basis, beyond the first untested word that the prior
// stands for. Echoes add nothing. Lines beyond the first count a little less, because some dependence always stays
// hidden.
//
// Credibility, by belief p and independent lines:
//   1 p ≥ 0.95 and two lines · 2 p ≥ 0.80 · 3 p ≥ 0.55 · 4 p ≥ 0.25 · 5 below
//   6 cannot be judged: no reports, one line from an untested source and no denial, or nothing but untested hearsay
// The weights are a documented expert prior; fitting them to a desk's own outcomes may replace the figures, not the
// form.

import type { Basis, Credibility, Reason, Reliability, Weighed, WeighReport } from '../shapes.ts'
import { rootsOf } from './provenance.ts'
import type { Root } from './provenance.ts'
import { UNTESTED, worthOf } from './reliability.ts'

export interface WeighOptions {
  /** share of what is told here once, by somebody not yet tested, that turns out real; 0.5 unless set */
  prior?: number
}

const DEFAULT_PRIOR = 0.5
/** What is left of a source's word when it did not see it itself. */
const BASIS_SHARE: Record<Basis, number> = { saw: 1, told: 0.7, inferred: 0.5, heard: 0.4 }
/** Not seeing a thing says less than seeing it. */
const DENIAL_SHARE = 0.8
/** A forged sender is easier where the edge sealed. */
const EDGE_SHARE = 0.9
/** The n-th strongest line counts 1 / (1 + HIDDEN · (n − 1)). */
const HIDDEN = 0.12
const BURST_SECONDS = 6 * 3600
const LEAST_COORDINATED = 3
const NINETY = 1.645

interface Line {
  root: Root
  weight: number
  variance: number
  untested: boolean
  coordinated: boolean
}

/** The order of reports does not matter, nor a report given twice. */
export function weigh(
  input: Iterable<WeighReport>,
  reliability: ReadonlyMap<string, Reliability>,
  options: WeighOptions = {},
): Weighed {
  const reports = onceEach(input)
  const told = reports.some((report) => report.saysTrue)
  // the prior speaks of things told once by somebody: that first telling is in it and must not count twice
  const prior =
    logit(Math.min(0.999, Math.max(0.001, options.prior ?? DEFAULT_PRIOR))) - (told ? worthOf(UNTESTED).mean : 0)
  const forIt = linesOf(
    reports.filter((report) => report.saysTrue),
    reliability,
    1,
  )
  const against = linesOf(
    reports.filter((report) => !report.saysTrue),
    reliability,
    DENIAL_SHARE,
  )
  const logOdds = prior + addUp(forIt, HIDDEN) - addUp(against, HIDDEN)
  const p = sigmoid(logOdds)
  const lines = countLines(forIt)
  const credibility = credibilityOf(p, lines, forIt, against)
  return {
    p,
    interval: intervalOf(prior, logOdds, forIt, against),
    credibility,
    lines,
    why: reasonsOf({ reports, forIt, against, prior, logOdds, lines }),
    roots: [...forIt.map((line) => rootRow(line, true)), ...against.map((line) => rootRow(line, false))],
  }
}

function rootRow({ root, weight }: Line, saysTrue: boolean): Weighed['roots'][number] {
  return { root: root.report.tip, tips: root.tips, saysTrue, weight: saysTrue ? weight : -weight }
}

function onceEach(input: Iterable<WeighReport>): WeighReport[] {
  const byTip = new Map<string, WeighReport>()
  for (const report of input) if (!byTip.has(report.tip)) byTip.set(report.tip, report)
  return [...byTip.values()]
}

function linesOf(
  reports: readonly WeighReport[],
  reliability: ReadonlyMap<string, Reliability>,
  share: number,
): Line[] {
  const lines = rootsOf(reports).map((root) => lineOf(root, reliability.get(root.report.source) ?? UNTESTED, share))
  return weighDownCoordinated(lines)
}

function lineOf(root: Root, reliability: Reliability, share: number): Line {
  const worth = worthOf(reliability)
  const { basis, edgeMade, heardFrom } = root.report
  // who names an origin that we do not have has it at second hand, whatever else is said
  const firm = Math.min(BASIS_SHARE[basis], heardFrom.length > 0 ? BASIS_SHARE.told : 1)
  const part = firm * share * (edgeMade === true ? EDGE_SHARE : 1)
  return {
    root,
    weight: worth.mean * part,
    variance: worth.variance * part * part,
    untested: reliability.n === 0,
    coordinated: false,
  }
}

// ---- coordination

/**
 * Three or more untested roots within hours of each other that share wording speak with one voice and a little more.
 */
function weighDownCoordinated(lines: Line[]): Line[] {
  const groups = coordinatedGroups(lines)
  return lines.map((line) => {
    const group = groups.find((each) => each.includes(line))
    if (group === undefined) return line
    const strongest = Math.max(...group.map((member) => member.weight))
    const together = strongest * (1 + 0.2 * Math.log2(group.length))
    const sum = group.reduce((total, member) => total + member.weight, 0)
    const scale = sum <= together || sum <= 0 ? 1 : together / sum
    return { ...line, weight: line.weight * scale, variance: line.variance * scale * scale, coordinated: true }
  })
}

function coordinatedGroups(lines: Line[]): Line[][] {
  const open = lines.filter((line) => line.untested)
  const groups: Line[][] = []
  const placed = new Set<Line>()
  for (const line of open) {
    if (placed.has(line)) continue
    const group = [line]
    placed.add(line)
    for (const member of group) {
      for (const other of open) {
        if (placed.has(other) || !sharesWording(member.root.report, other.root.report)) continue
        placed.add(other)
        group.push(other)
      }
    }
    if (group.length >= LEAST_COORDINATED) groups.push(group)
  }
  return groups
}

function sharesWording(a: WeighReport, b: WeighReport): boolean {
  const alike = a.similarTo?.includes(b.tip) === true || b.similarTo?.includes(a.tip) === true
  return alike && Math.abs(a.at - b.at) <= BURST_SECONDS
}

// ---- adding up

/** Strongest first, each next line a little less; coordinated lines stand together as one. */
function addUp(lines: readonly Line[], hidden: number): number {
  const alone = lines.filter((line) => !line.coordinated).map((line) => line.weight)
  const together = lines.filter((line) => line.coordinated).reduce((sum, line) => sum + line.weight, 0)
  const weights = (together === 0 ? alone : [...alone, together]).sort((a, b) => b - a)
  const positive = weights.filter((weight) => weight > 0)
  const negative = weights.filter((weight) => weight <= 0)
  const raised = positive.reduce((sum, weight, at) => sum + weight / (1 + hidden * at), 0)
  return raised + negative.reduce((sum, weight) => sum + weight, 0)
}

function countLines(lines: readonly Line[]): number {
  const alone = lines.filter((line) => !line.coordinated && line.weight > 0).length
  return alone + (lines.some((line) => line.coordinated && line.weight > 0) ? 1 : 0)
}

/** 90 %: what the sources' reliability leaves open, and whether the lines are as independent as they look. */
function intervalOf(
  prior: number,
  logOdds: number,
  forIt: readonly Line[],
  against: readonly Line[],
): [number, number] {
  const variance = [...forIt, ...against].reduce((sum, line) => sum + line.variance, 0.15)
  const spread = NINETY * Math.sqrt(variance)
  const fewer = prior + addUp(forIt, 1) - addUp(against, 0)
  const more = prior + addUp(forIt, 0) - addUp(against, 1)
  const low = Math.min(fewer, logOdds - spread)
  const high = Math.max(more, logOdds + spread)
  return [sigmoid(low), sigmoid(high)]
}

function credibilityOf(p: number, lines: number, forIt: readonly Line[], against: readonly Line[]): Credibility {
  if (cannotJudge([...forIt, ...against])) return 6
  if (p >= 0.95 && lines >= 2) return 1
  if (p >= 0.8) return 2
  if (p >= 0.55) return 3
  return p >= 0.25 ? 4 : 5
}

const isHearsay = ({ root }: Line): boolean => root.report.basis === 'heard' || root.report.basis === 'inferred'

function cannotJudge(lines: readonly Line[]): boolean {
  return lines.every((line) => line.untested && (lines.length === 1 || isHearsay(line)))
}

// ---- reasons

interface Told {
  reports: readonly WeighReport[]
  forIt: readonly Line[]
  against: readonly Line[]
  prior: number
  logOdds: number
  lines: number
}

function reasonsOf({ reports, forIt, against, prior, logOdds, lines }: Told): Reason[] {
  if (reports.length === 0) return [{ code: 'PRIOR', weight: prior }, { code: 'NO_REPORTS' }]
  const told = reports.filter((report) => report.saysTrue).length
  const why: Reason[] = [
    { code: 'PRIOR', weight: prior },
    { code: 'LINES', n: lines, weight: addUp(forIt, HIDDEN) },
    ...sharedOrigins(forIt, told),
  ]
  const coordinated = forIt.filter((line) => line.coordinated)
  if (coordinated.length > 0) {
    why.push({ code: 'COORDINATED', n: coordinated.length, tips: coordinated.map((line) => line.root.report.tip) })
  }
  if (against.length > 0) {
    why.push({
      code: 'DENIALS',
      n: against.length,
      weight: -addUp(against, HIDDEN),
      tips: against.map((line) => line.root.report.tip),
    })
  }
  const untested = new Set(
    [...forIt, ...against].filter((line) => line.untested).map((line) => line.root.report.source),
  ).size
  if (untested > 0) why.push({ code: 'UNTESTED', n: untested })
  if (forIt.length > 0 && forIt.every(isHearsay)) why.push({ code: 'HEARSAY_ONLY' })
  why.push(...forIt.map(lineReason))
  if (lines > 1)
    why.push({ code: 'IF_ONE_VOICE', n: lines, p: sigmoid(prior + strongest(forIt) - addUp(against, HIDDEN)) })
  const another = worthOf(UNTESTED).mean / (1 + HIDDEN * lines)
  why.push({ code: 'ONE_MORE_LINE', weight: another, p: sigmoid(logOdds + another) })
  return why
}

const strongest = (lines: readonly Line[]): number => Math.max(0, ...lines.map((line) => line.weight))

function sharedOrigins(lines: readonly Line[], told: number): Reason[] {
  return lines
    .filter(({ root }) => root.tips.length > 1)
    .sort((a, b) => b.root.tips.length - a.root.tips.length)
    .map(({ root }) => ({ code: 'SHARED_ORIGIN', n: root.tips.length, of: told, tips: root.tips, weight: 0 }))
}

function lineReason({ root, weight }: Line): Reason {
  return { code: 'LINE', weight, basis: root.report.basis, tips: [root.report.tip] }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const logit = (p: number): number => Math.log(p / (1 - p))

// What the desk's people do in the story: look at the events, answer two sources, warn of the car bomb, and say what
// became of the rest. All of it through the desk's API, as the console would.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { readReplies } from '@nightjar/envelope'
import { validateCap } from '@nightjar/desk/release/validate'
import { projectRoot } from '../program.ts'
import type { Arrivals } from './arrivals.ts'
import { readAnswersInPage } from './browser.ts'
import { type DeskApi, DeskRefusal } from './deskapi.ts'
import type { Replay } from './replay.ts'
import type { LineDoors } from './sources.ts'
import type { Chapter } from './story.ts'

/** The strongest belief that any event of a chapter reached, and on how many lines of evidence. */
export interface Belief {
  readonly p: number
  readonly credibility: number
  readonly lines: number
  readonly tips: number
  readonly events: number
}

/** The desk's view of a chapter's tips. Undefined when none of them has come to an event. */
export async function beliefIn(
  desk: DeskApi,
  arrivals: Arrivals,
  replay: Replay,
  chapter: Chapter,
): Promise<Belief | undefined> {
  const events = await eventsOf(desk, arrivals, replay, chapter)
  if (events.length === 0) return undefined
  const details = await Promise.all(events.map(({ id }) => desk.event(id)))
  const strongest = details.reduce((best, event) => (event.p > best.p ? event : best))
  const largest = details.reduce((best, event) => (event.tipCount > best.tipCount ? event : best))
  return {
    p: Number(strongest.p.toFixed(3)),
    credibility: strongest.credibility,
    lines: strongest.lines,
    tips: largest.tipCount,
    events: details.length,
  }
}

interface ChapterEvent {
  readonly id: string
  /** How many of the chapter's tips it holds. */
  readonly tips: number
}

/** The events that a chapter's tips came to, the one with most of them first. */
async function eventsOf(desk: DeskApi, arrivals: Arrivals, replay: Replay, chapter: Chapter): Promise<ChapterEvent[]> {
  const count = new Map<string, number>()
  for (const { tip } of replay.told.values()) {
    const id = tip.chapter === chapter ? arrivals.byWord.get(tip.word)?.ids[0] : undefined
    if (id === undefined) continue
    const { eventId } = await desk.tip(id)
    if (eventId !== undefined) count.set(eventId, (count.get(eventId) ?? 0) + 1)
  }
  return [...count].map(([id, tips]) => ({ id, tips })).sort((a, b) => b.tips - a.tips)
}

/** Outcomes come back: what was checked and found so, and what was a lie. */
export async function recordOutcomes(desk: DeskApi, arrivals: Arrivals, replay: Replay): Promise<void> {
  const known = [['store', 'confirmed'], ['rumour', 'false'], ['denunciation', 'false']] as const
  for (const [chapter, outcome] of known) {
    for (const event of await eventsOf(desk, arrivals, replay, chapter)) {
      await desk.outcome(
        event.id,
        outcome,
        outcome === 'false' ? 'looked into; nothing of it is so' : 'found as it was told',
      )
    }
  }
}

export interface Warning {
  readonly release?: string
  /** Problems of the CAP document, or why nothing was released. */
  readonly problems: readonly string[]
  /** How often the exposure check held the draft before it was coarse enough. */
  readonly held: number
  readonly schemas: readonly string[]
}

/** Drafts a warning of the car bomb, coarsens it while the exposure check holds it, releases it and checks the CAP. */
export async function warnOfCarBomb(desk: DeskApi, arrivals: Arrivals, replay: Replay): Promise<Warning> {
  const [event] = await eventsOf(desk, arrivals, replay, 'carBomb')
  if (event === undefined) return { problems: ['no event came of the car bomb'], held: 0, schemas: [] }
  let draft = await desk.draft(event.id)
  let held = 0
  while (draft.exposure.held && held < 6) {
    held++
    const { lat, lon, radius_m, name } = draft.area
    draft = await desk.changeDraft(draft.id, { area: { lat, lon, name, radius_m: Math.round(radius_m * 2) } })
  }
  try {
    const release = await desk.release(draft.id, 'lives are at stake: the market opens at seven')
    const cap = await desk.cap(release)
    const schemas = ['spec/cap/cap-1.2.xsd', ...[officialSchema()].filter((path) => path !== undefined)]
    const problems = schemas.flatMap((path, i) => validateCap(cap, i === 0 ? {} : { schema: path }))
    return { release, problems: problems.map(({ code, message }) => `${code}: ${message}`), held, schemas }
  } catch (error) {
    if (error instanceof DeskRefusal) return { problems: [error.message], held, schemas: [] }
    throw error
  }
}

/** OASIS's own schema, where the project's test data lies beside it. */
function officialSchema(): string | undefined {
  const path = join(projectRoot(), '..', 'shared', 'data', 'cap', 'CAP-v1.2.xsd')
  return existsSync(path) ? path : undefined
}

export interface Replies {
  readonly sent: number
  /** Read back by their sources: with the receipt, from the board, in Node or in the browser's page. */
  readonly read: number
}

const WORDS = 'Thank you. We have understood and we are acting on it. Stay away from there.'
const PATIENCE_MS = 15_000

/** Answers the sources who wait for one, and lets each read it with nothing but the receipt. */
export async function answerSources(
  desk: DeskApi, arrivals: Arrivals, replay: Replay, doors: LineDoors, browser: Browser | undefined,
): Promise<Replies> {
  const waiting = [...replay.told.values()].filter(({ tip }) => tip.wantsReply)
  const answered = waiting.filter(({ tip }) => arrivals.byWord.has(tip.word))
  for (const { tip } of answered) await desk.reply(arrivals.byWord.get(tip.word)?.ids[0] ?? '', WORDS)
  let read = 0
  for (const { tip, receipt } of answered) {
    const look = receipt !== undefined && browser !== undefined
      ? async () => (await readAnswersInPage(browser, doors, receipt)).some((text) => text.includes(WORDS))
      : async () => (await readBoard(doors, (await replay.sources.receiptOf(tip.source)).replyKey)).includes(WORDS)
    if (await within(PATIENCE_MS, look)) read++
  }
  return { sent: answered.length, read }
}

async function readBoard(doors: LineDoors, replyKey: Uint8Array): Promise<string[]> {
  const board = await (await fetch(`${doors.intakeUrl}/api/v1/board`)).arrayBuffer()
  return (await readReplies(new Uint8Array(board), replyKey)).map(({ text }) => text)
}

async function within(ms: number, look: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms
  while (performance.now() < end) {
    if (await look()) return true
    await pause(500)
  }
  return false
}

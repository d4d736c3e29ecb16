/**
 * A whole line for a test: its own folder and ports, every part a real process, the desk unlocked. The demo runs on the
 * same; here it comes with what tests need: something to send, and what is at the desk.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { openSealingSources, postEnvelope, postForm, type SealingSources } from '../apps/cli/demo/sources.ts'
import { type LineOptions, runLine, type RunningLine } from '../apps/cli/demo/line.ts'
import { chanceFrom } from '../apps/cli/demo/chance.ts'
import { EAST, TOWNS, WEST } from '../apps/cli/demo/city.ts'
import { openSmtp } from '../apps/cli/demo/smtp.ts'
import type { StoryTip } from '../apps/cli/demo/story.ts'
import { SAID } from '../apps/cli/demo/words.ts'
import { CANARY_PREFIX } from './canaries.ts'

export interface TestLine extends RunningLine {
  sources(): Promise<SealingSources>
}

export interface StartOptions extends LineOptions {
  /** Leaves the desk locked. */
  readonly locked?: boolean
}

export async function startLine(options: StartOptions = {}): Promise<TestLine> {
  const line = await runLine({ pullSeconds: 0.3, firstPauseMs: 100, ...options })
  const { locked = false, parts } = options
  try {
    if (!locked && (parts === undefined || parts.includes('desk'))) await line.desk.unlock(line.passphrase)
  } catch (error) {
    await line.stop()
    throw error
  }
  let opened: Promise<SealingSources> | undefined
  return { ...line, sources: () => (opened ??= openSealingSources(line.doors)) }
}

/** A tip of an ordinary day, at a place and time of its own: its word decides which. */
export function plainTip(word: string, more: Partial<StoryTip> = {}): StoryTip {
  const chance = chanceFrom(Number.parseInt(Buffer.from(word).toString('hex').slice(-12), 16))
  const slug = chance.pick(['checkpoint', 'armed-men', 'road-closed', 'other'] as const)
  const spot = chance.pick([...EAST, ...WEST, ...TOWNS])
  const saying = chance.pick(SAID[slug]?.en ?? []).replaceAll('{q}', spot.names.en)
  const when = Math.floor(Date.now() / 1000) - chance.between(0, 13 * 86_400)
  return {
    chapter: 'quiet', channel: 'api', when: { from: when - 3600, to: when }, arrives: when, source: `source of ${word}`,
    slug, lang: 'en', basis: 'saw', heardFrom: [], urgency: 1, files: [], word, wantsReply: false,
    text: `${saying.replaceAll(/\{[ltn]\}/g, () => String(chance.between(2, 90)))} (${word})`,
    place: { lat: spot.lat + chance.next() / 5, lon: spot.lon + chance.next() / 5, radius_m: 500, name: spot.names.en },
    ...more,
  }
}

/** Sends one tip by a channel; resolves only when the line has said that it has it. */
export async function sendTip(line: TestLine, word: string, channel: 'api' | 'webNoScript' | 'email'): Promise<void> {
  const tip = plainTip(word)
  if (channel === 'webNoScript') {
    await postForm(line.doors, tip)
    return
  }
  if (channel === 'api') {
    for (const envelope of await (await line.sources()).sealed(tip)) await postEnvelope(line.doors, envelope)
    return
  }
  const smtp = await openSmtp(line.doors.smtpPort)
  try {
    const head = ['From: somebody@example.org', 'Subject: a note', 'Content-Type: text/plain; charset=utf-8']
    const message = `${head.join('\r\n')}\r\n\r\n${tip.text}\r\n`
    const delivery = await smtp.deliver(Buffer.from(message), 'somebody@example.org', line.doors.mailbox)
    if (!delivery.taken) throw new Error(`refused at ${delivery.step}: ${delivery.answer.code} ${delivery.answer.text}`)
  } finally {
    await smtp.close()
  }
}

/** Words by tip, so that each tip is read once however often a test looks. */
const read = new WeakMap<RunningLine, Map<string, readonly string[]>>()

/** How often each canary word stands in the text of a tip at the desk. */
export async function wordsAtDesk(line: RunningLine): Promise<Map<string, number>> {
  const known = read.get(line) ?? new Map<string, readonly string[]>()
  read.set(line, known)
  const counts = new Map<string, number>()
  for (const { id } of await line.desk.allTips()) {
    const words = known.get(id) ?? wordsIn((await line.desk.tip(id)).text)
    known.set(id, words)
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

const wordsIn = (text: string): string[] => text.match(new RegExp(`${CANARY_PREFIX}[a-z2-7]{8}`, 'g')) ?? []

/** Waits until all these words are at the desk; gives what is there then, or what was there when patience ended. */
export async function untilAtDesk(
  line: RunningLine,
  words: Iterable<string>,
  patienceMs = 30_000,
): Promise<Map<string, number>> {
  const awaited = [...words]
  const end = performance.now() + patienceMs
  for (;;) {
    const there = await wordsAtDesk(line)
    if (awaited.every((word) => there.has(word)) || performance.now() > end) return there
    await pause(300)
  }
}

/** Tries until it holds; gives whether it did. */
export async function eventually(holds: () => Promise<boolean>, patienceMs = 20_000): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (await holds().catch(() => false)) return true
    await pause(100)
  }
  return false
}

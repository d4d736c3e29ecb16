// The demo: a line on this machine, a story told to it, the desk's work, and what was measured.
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { canaryMaker } from '../../../testing/canaries.ts'
import { CliError, type Io, say } from '../verb.ts'
import { signalAsked } from '../up.ts'
import { type Arrivals, watchArrivals } from './arrivals.ts'
import { findChromium, launchChromium } from './browser.ts'
import { answerSources, beliefIn, recordOutcomes, warnOfCarBomb, type Warning } from './deskwork.ts'
import { type Figures, missedBars, percentile } from './figures.ts'
import { runLine, type RunningLine } from './line.ts'
import { sendMailFolder } from './mailfolder.ts'
import { searchForPlaintext } from './plaintext.ts'
import { newProgress, type Progress } from './progress.ts'
import { type Replay, replayStory } from './replay.ts'
import { type StoryChannel, type StoryTip, tellStory } from './story.ts'

export interface DemoOptions {
  readonly check: boolean
  readonly json: boolean
  readonly keep: boolean
  readonly mail?: string
}

const SEED = 20
const PULL_SECONDS = 0.5
const REPLAY_SECONDS = 60
const PATIENCE_MS = 20_000

/** Gives the exit code: 1 when a bar was missed. */
export async function runDemo(options: DemoOptions, io: Io): Promise<number> {
  const began = performance.now()
  const ending = new AbortController()
  void signalAsked().then(() => ending.abort())
  const progress = newProgress(options.json ? io.stderr : io.stdout)
  progress.step('building the tip page and the console')
  await build()
  progress.step('making a line and starting its parts')
  const line = await runLine({ pullSeconds: PULL_SECONDS, onEvent: (event) => progress.event(event) })
  let browser: Browser | undefined
  let measured: Measured | undefined
  try {
    await line.desk.unlock(line.passphrase)
    const leftOut = [...line.leftOut, ...leftOutBrowser()]
    progress.done()
    if (!options.check) say(io.stdout, howToGetIn(line, leftOut))
    browser = leftOutBrowser().length === 0 ? await launchChromium() : undefined
    measured = await tellAndMeasure({ line, browser, options, progress, signal: ending.signal, began, leftOut })
    if (!options.check && !ending.signal.aborted) await stay(line, options, io, ending.signal)
  } finally {
    progress.step('ending all parts')
    await browser?.close().catch(() => undefined)
    await line.stop({ keep: options.keep })
    progress.done(options.keep ? `kept: ${line.dir}` : undefined)
  }
  if (measured !== undefined) return report(measured, options, io)
  if (options.check) throw new CliError('DEMO_FAILED', 'it was ended before all was told')
  return 0
}

interface Stage {
  readonly line: RunningLine
  readonly browser: Browser | undefined
  readonly options: DemoOptions
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly began: number
  readonly leftOut: readonly string[]
}

interface Measured {
  readonly figures: Figures
  readonly missed: readonly string[]
  readonly details: readonly string[]
}

/** Undefined when it was ended on the way, or when nobody asked for figures. */
async function tellAndMeasure(stage: Stage): Promise<Measured | undefined> {
  const { line, browser, options, progress, signal } = stage
  const story = tellStory({ seed: SEED, now: Math.floor(Date.now() / 1000) })
  const arrivals = watchArrivals(line.desk)
  try {
    const replay = await replayStory({
      doors: line.doors, story, seconds: REPLAY_SECONDS, browser, canary: canaryMaker(SEED + 1), signal,
      onProgress: (done, chapter) => progress.count(`telling the story (${chapter})`, done, story.length),
    })
    progress.step('waiting until all tips are at the desk')
    if (signal.aborted) return undefined
    await arrivals.all(replay.told.keys(), PATIENCE_MS)
    await arrivals.catchUp()
    const work = await workAtDesk(stage, arrivals, replay)
    const mail =
      options.mail === undefined
        ? undefined
        : await sendMailFolder(
            options.mail,
            line.doors,
            line.desk,
            (done, of) => progress.count('sending the folder of mail', done, of),
            signal,
          )
    if (!options.check || signal.aborted) return undefined
    progress.step('searching files, logs and memory for planted words')
    const plaintext = await searchForPlaintext(line)
    progress.done()
    const figures: Figures = {
      ...countArrivals(story, arrivals, replay),
      plaintextHits: plaintext.hits, plaintextControl: plaintext.control.found,
      capValid: work.warning.release !== undefined && work.warning.problems.length === 0,
      replies: work.replies, beliefs: work.beliefs, ...(mail === undefined ? {} : { mail }),
      seconds: Math.round((performance.now() - stage.began) / 1000), leftOut: [...stage.leftOut, ...plaintext.leftOut],
    }
    const failures = replay.failures.map(({ tip, reason }) => `not taken (${tip.channel}, ${tip.chapter}): ${reason}`)
    const details = [...plaintext.found, ...work.warning.problems, ...new Set(failures)].slice(0, 20)
    return { figures, missed: missedBars(figures, plaintext.control), details }
  } finally {
    await arrivals.close()
  }
}

async function workAtDesk(stage: Stage, arrivals: Arrivals, replay: Replay) {
  const { line: { desk, doors }, browser, progress } = stage
  progress.step('waiting until the desk has weighed them')
  await analysed(stage)
  const beliefs = {
    rumour: await beliefIn(desk, arrivals, replay, 'rumour'),
    store: await beliefIn(desk, arrivals, replay, 'store'),
    carBomb: await beliefIn(desk, arrivals, replay, 'carBomb'),
    denunciation: await beliefIn(desk, arrivals, replay, 'denunciation'),
  }
  progress.step('warning of the car bomb')
  const warning: Warning = await warnOfCarBomb(desk, arrivals, replay)
  progress.step('answering sources and recording outcomes')
  const replies = await answerSources(desk, arrivals, replay, doors, browser)
  await recordOutcomes(desk, arrivals, replay)
  return { beliefs, warning, replies }
}

async function analysed({ line: { desk }, signal }: Stage): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!signal.aborted && performance.now() < end && ((await desk.state()).counts?.toAnalyse ?? 0) > 0)
    await pause(200)
}

function countArrivals(story: readonly StoryTip[], arrivals: Arrivals, replay: Replay) {
  const sent: Record<StoryChannel, number> = { web: 0, webNoScript: 0, api: 0, email: 0 }
  for (const tip of story) sent[replay.told.get(tip.word)?.channel ?? tip.channel]++
  const found = story.flatMap((tip) => arrivals.byWord.get(tip.word) ?? [])
  const times = [...replay.told.values()].flatMap(({ tip, acceptedAt }) => {
    const visibleAt = arrivals.byWord.get(tip.word)?.visibleAt
    // The stream can be faster than the answer's own way back to the source.
    return visibleAt === undefined ? [] : [Math.max(0, visibleAt - acceptedAt)]
  })
  return {
    sent, atDesk: found.length, lost: story.length - found.length,
    duplicates: found.reduce((sum, { ids }) => sum + ids.length - 1, 0),
    acceptToDeskMs: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  }
}

async function build(): Promise<void> {
  const { buildPage } = await import('@nightjar/intake/page/build')
  const { buildConsole } = await import('@nightjar/console/build')
  await buildPage()
  await buildConsole()
}

const leftOutBrowser = (): string[] =>
  findChromium() === undefined
    ? ['no Chromium on this machine: tips of the page went as the API, and nothing was seen in a browser']
    : []

function howToGetIn(line: RunningLine, leftOut: readonly string[]): string {
  return [
    '', 'A story is being told to the line, a month in a minute. Watch it:', '',
    `  the desk       ${line.desk.url}`,
    `  passphrase     ${line.passphrase}`,
    `  tip page       ${line.doors.intakeUrl}`,
    `  e-mail         ${line.doors.mailbox} on port ${line.doors.smtpPort}`, '',
    ...leftOut.map((what) => `  left out: ${what}`), '',
  ].join('\n')
}

async function stay(line: RunningLine, options: DemoOptions, io: Io, signal: AbortSignal): Promise<void> {
  const after = options.keep ? '' : '; then all of it is removed'
  say(io.stdout, `The story has been told. The line stays open until you press Ctrl-C${after}.`)
  if (options.json)
    say(io.stdout, JSON.stringify({ desk: line.desk.url, passphrase: line.passphrase, tipPage: line.doors.intakeUrl }))
  while (!signal.aborted) await pause(60_000, undefined, { signal }).catch(() => undefined)
}

function report({ figures, missed, details }: Measured, options: DemoOptions, io: Io): number {
  for (const detail of details) say(io.stderr, `  ${detail}`)
  for (const reason of missed) say(io.stderr, `nightjar demo: BAR_MISSED: ${reason}`)
  if (!options.json) say(io.stdout, inWords(figures))
  say(io.stdout, JSON.stringify(figures))
  return missed.length === 0 ? 0 : 1
}

function inWords({ sent, atDesk, lost, duplicates, acceptToDeskMs, seconds, leftOut }: Figures): string {
  const total = Object.values(sent).reduce((sum, count) => sum + count, 0)
  return [
    `${atDesk} of ${total} tips are at the desk, ${lost} lost, ${duplicates} twice.`,
    `Half came within ${acceptToDeskMs.p50} ms, 99 of 100 within ${acceptToDeskMs.p99} ms; ${seconds} s in all.`,
    ...leftOut.map((what) => `Left out: ${what}`),
  ].join('\n')
}

// Replaying the story faster than life: each tip at its moment, by its channel, and when the line said that it has it.
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { readBundle, writeBundle } from '@nightjar/carriers'
import { tellThroughPage, tellWithoutScripts } from './browser.ts'
import { chanceFrom } from './chance.ts'
import { openPost } from './mail.ts'
import type { Bytes } from './photo.ts'
import { type LineDoors, openSealingSources, postEnvelope, postForm, type SealingSources } from './sources.ts'
import type { StoryChannel, StoryTip } from './story.ts'

export interface Told {
  readonly tip: StoryTip
  /** The channel it went by in the end: without a browser `web` goes as `api`. */
  readonly channel: StoryChannel
  /** performance.now() when the line answered that it has it. */
  readonly acceptedAt: number
  /** Words of the receipt, where a page showed them. */
  readonly receipt?: string
}

export interface Replay {
  readonly told: ReadonlyMap<string, Told>
  /** Tips that the line did not take, with the reason. */
  readonly failures: readonly { readonly tip: StoryTip; readonly reason: string }[]
  readonly sources: SealingSources
}

export interface ReplayOptions {
  readonly doors: LineDoors
  readonly story: readonly StoryTip[]
  readonly seconds: number
  readonly browser: Browser | undefined
  readonly canary: () => string
  readonly onProgress: (done: number, chapter: string) => void
  readonly signal: AbortSignal
}

/** How many of each may be under way at one time: no more than the sources of a small city. */
const AT_ONCE: Readonly<Record<StoryChannel, number>> = { web: 2, webNoScript: 6, api: 8, email: 4 }

/** Resolves when the last tip has been answered, or soon after `signal`. */
export async function replayStory(options: ReplayOptions): Promise<Replay> {
  const { doors, story, seconds, browser, canary, onProgress, signal } = options
  const sources = await openSealingSources(doors)
  const post = openPost(doors, chanceFrom(story.length), canary)
  const told = new Map<string, Told>()
  const failures: { tip: StoryTip; reason: string }[] = []
  const lanes = {
    web: lane(AT_ONCE.web),
    webNoScript: lane(AT_ONCE.webNoScript),
    api: lane(AT_ONCE.api),
    email: lane(AT_ONCE.email),
  }
  const began = performance.now()
  const underWay: Promise<void>[] = []
  const noScriptInBrowser = story.find((tip) => tip.channel === 'webNoScript' && tip.lang === 'ar')

  for (const [i, group] of groupsOf(story).entries()) {
    const [first] = group
    if (signal.aborted) break
    if (first === undefined) continue
    await pause(Math.max(0, began + (i / story.length) * seconds * 1000 - performance.now()), undefined, {
      signal,
    }).catch(() => undefined)
    onProgress(told.size, first.chapter)
    const channel = first.channel === 'web' && browser === undefined ? 'api' : first.channel
    underWay.push(lanes[channel](async () => {
      if (!signal.aborted) await tellAll(group, channel).catch((error: unknown) => fail(group, error))
    }))
  }
  await Promise.all(underWay)
  post.close()
  onProgress(told.size, 'told')
  return { told, failures, sources }

  async function tellAll(group: readonly StoryTip[], channel: StoryChannel): Promise<void> {
    const [tip] = group
    if (tip === undefined) return
    if (tip.bundle !== undefined) return carry(group)
    if (channel === 'web' && browser !== undefined)
      return note(tip, channel, await tellThroughPage(browser, doors, tip))
    if (tip === noScriptInBrowser && browser !== undefined)
      return note(tip, channel, await tellWithoutScripts(browser, doors, tip))
    if (channel === 'webNoScript') return note(tip, channel, await postForm(doors, tip))
    if (channel === 'email') return note(tip, channel, { at: await post.send(tip) })
    for (const envelope of await sources.sealed(tip)) note(tip, 'api', { at: await postEnvelope(doors, envelope) })
  }

  /** A courier's file: the first copy was cut on the way, the second is whole; what both hold is handed in twice. */
  async function carry(tips: readonly StoryTip[]): Promise<void> {
    const sealed: { tip: StoryTip; envelope: Bytes }[] = []
    for (const [i, tip] of tips.entries()) {
      // One tip in five was sealed again by its source, who heard nothing for days: another envelope, the same tip.
      for (const envelope of await sources.sealed(tip, i % 5 === 0 ? 2 : 1)) sealed.push({ tip, envelope })
    }
    const bundle = writeBundle(sealed.map(({ envelope }) => envelope))
    for (const copy of [bundle.slice(0, bundle.length - 1000), bundle]) {
      let at = 0
      for await (const item of readBundle(copy)) {
        const tip = sealed[at]?.tip
        at++
        if ('envelope' in item && tip !== undefined) note(tip, 'api', { at: await postEnvelope(doors, item.envelope) })
      }
    }
  }

  function note(tip: StoryTip, channel: StoryChannel, { at, receipt }: { at: number; receipt?: string }): void {
    if (told.has(tip.word)) return
    told.set(tip.word, { tip, channel, acceptedAt: at, ...(receipt === undefined ? {} : { receipt }) })
  }

  function fail(group: readonly StoryTip[], error: unknown): void {
    const reason = error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)
    for (const tip of group) if (!told.has(tip.word)) failures.push({ tip, reason })
  }
}

/** Tips of one bundle go together, where the first of them stands. */
function groupsOf(story: readonly StoryTip[]): StoryTip[][] {
  const bundles = new Map<number, StoryTip[]>()
  return story.flatMap((tip) => {
    if (tip.bundle === undefined) return [[tip]]
    const bundle = bundles.get(tip.bundle)
    if (bundle !== undefined) {
      bundle.push(tip)
      return [[]]
    }
    const opened = [tip]
    bundles.set(tip.bundle, opened)
    return [opened]
  })
}

/** Runs tasks in order, so many at a time. */
function lane(width: number): (task: () => Promise<void>) => Promise<void> {
  const tails: Promise<void>[] = Array.from({ length: width }, () => Promise.resolve())
  let turn = 0
  return (task) => {
    const place = turn++ % width
    const tail = (tails[place] ?? Promise.resolve()).then(task)
    tails[place] = tail
    return tail
  }
}

// What the demo measured, and the bars it must clear.
import type { Belief, Replies } from './deskwork.ts'
import type { MailFigures } from './mailfolder.ts'
import type { StoryChannel } from './story.ts'

export interface Figures {
  /** Tips told, by the channel they went by. */
  readonly sent: Readonly<Record<StoryChannel, number>>
  readonly atDesk: number
  readonly lost: number
  readonly duplicates: number
  /** From the answer that a tip is kept to its being visible at the desk. */
  readonly acceptToDeskMs: { readonly p50: number; readonly p99: number }
  /** Planted words found where no plain tip may lie. */
  readonly plaintextHits: number
  /** Dresses of a planted word, and places where it must be, that the same search found. */
  readonly plaintextControl: number
  readonly capValid: boolean
  readonly replies: Replies
  /** What the desk came to believe, by chapter of the story. */
  readonly beliefs: Readonly<Record<string, Belief | undefined>>
  readonly mail?: MailFigures
  readonly seconds: number
  /** What this machine lacks, so that its part of the demo was left out. */
  readonly leftOut: readonly string[]
}

/** With reasons: which bars were missed. Empty when all was well. */
export function missedBars(figures: Figures, control: { missed: readonly string[] }): string[] {
  const { acceptToDeskMs: { p50, p99 }, mail, beliefs } = figures
  const bars: [boolean, string][] = [
    [figures.lost === 0, `${figures.lost} tips were lost`],
    [figures.duplicates === 0, `${figures.duplicates} tips stand at the desk twice`],
    [p50 < 1000, `half of the tips took longer than ${p50} ms to the desk (bar 1000)`],
    [p99 < 2500, `one in a hundred took longer than ${p99} ms to the desk (bar 2500)`],
    [figures.plaintextHits === 0, `${figures.plaintextHits} planted words were found where no plain tip may lie`],
    [control.missed.length === 0, `the search did not find what was planted for it: ${control.missed.join(', ')}`],
    [figures.plaintextControl >= 1, 'the search found nothing where it must'],
    [figures.capValid, 'the CAP warning is not valid'],
    [
      figures.replies.read === figures.replies.sent && figures.replies.sent > 0,
      'an answer was not read back with its receipt',
    ],
    [!isBelieved(beliefs['denunciation']), 'the coordinated denunciation was believed'],
    [mail === undefined || (mail.lost === 0 && mail.sent === mail.atDesk + mail.refused), 'mail was lost'],
    [mail !== undefined || figures.seconds < 150, `it took ${figures.seconds} s (bar 150)`],
  ]
  return bars.filter(([cleared]) => !cleared).map(([, reason]) => reason)
}

/** Credibility 1 to 3 (confirmed, probably true, possibly true) is what a reader may take for true. */
function isBelieved(belief: Belief | undefined): boolean {
  return belief === undefined || belief.credibility <= 3 || belief.p >= 0.6
}

/** The value below which this share of the values lies (nearest rank); 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

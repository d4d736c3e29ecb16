/**
 * understand → link → weigh, for every tip that was stored and every event that something new was learned about.
 *
 * Jobs lie in the store and go in the transaction that keeps their effect: a desk that dies in between does them again,
 * and nothing is done twice. Only this file changes the state of linking; when a transaction fails, that state is made
 * again from the store.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import {
  linkTip, moveTip, reliabilityOf, understand, weigh, type KindBook, type Linked, type LinkState, type Reliability,
  type Understanding, type Weighed,
} from '@nightjar/analysis'
import type { Places } from '../places.ts'
import {
  addBelief, addLinkStep, emptyEvent, endJobs, lastBelief, markFailed, mediaOf, nextJobs, saveEvent, saveUnderstood,
  setTipEvent, tipRecord, tipsToWeigh, type Job, type TipRecord, type TipToWeigh,
} from '../store/analysis.ts'
import { addAudit } from '../store/audit.ts'
import { addChanges } from '../store/changes.ts'
import { verifiedOutcomes } from '../store/events.ts'
import type { Db, Tx } from '../store/tables.ts'
import { nowSeconds } from '../store/time.ts'
import { columnsOf, linkFacts, reasonsFor, tipOfRecord, weighReport } from './facts.ts'
import { keepLinking, loadLinking } from './linking.ts'
import { summarise } from './summary.ts'

export interface Analysing {
  db: Db
  book: KindBook
  places: Places
  /** Called after each committed batch. */
  changed(): void
  /** Called for a job that analysis broke on. */
  failed(error: unknown): void
}

/** Jobs in one transaction: enough that an fsync is shared, few enough that a reader of the store need not wait. */
const BATCH = 25
/** Keep the state of linking after so many steps. */
const KEEP_AFTER = 2000
/** Of a rumour's thousand copies the most alike are kept with a tip: they tie it to the others. */
const MOST_ALIKE = 64
/** A belief that moved by less is not a new point of its history. */
const MOVED = 0.005

export class Pipeline {
  readonly #with: Analysing
  #linking: LinkState | undefined
  #steps = 0
  /** Everything that touches the state of linking takes its turn here. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(analysing: Analysing) {
    this.#with = analysing
  }

  /** Does all jobs there are. Returns how many were done. */
  async run(signal: AbortSignal): Promise<number> {
    let done = 0
    while (!signal.aborted) {
      const did = await this.#inTurn(() => this.#batch())
      if (did === 0) break
      done += did
      await breathe()
    }
    return done
  }

  /** The analyst's word on where a tip belongs; `event` may be 'new'. The event, or undefined without such a tip. */
  async move(tip: string, event: string): Promise<string | undefined> {
    return this.#inTurn(() => this.#guarded(async (linking) => {
      const to = await this.#with.db.transaction().execute((tx) => this.#moveIn(tx, linking, tip, event))
      this.#with.changed()
      return to
    }))
  }

  /** Keeps what would take long to make again. */
  async keep(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#linking === undefined || this.#steps === 0) return
      await keepLinking(this.#with.db, this.#linking)
      this.#steps = 0
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Runs work that changes the state of linking; when it fails, the state is forgotten and made again next time. */
  async #guarded<T>(work: (linking: LinkState) => Promise<T>): Promise<T> {
    this.#linking ??= await loadLinking(this.#with.db)
    try {
      return await work(this.#linking)
    } catch (error) {
      this.#linking = undefined
      throw error
    }
  }

  async #batch(): Promise<number> {
    const jobs = await nextJobs(this.#with.db, BATCH)
    if (jobs.length === 0) return 0
    try {
      await this.#doJobs(jobs)
    } catch (error) {
      if (isAboutTheStore(error)) throw error
      for (const job of jobs) await this.#doAlone(job)
    }
    this.#with.changed()
    if (this.#steps >= KEEP_AFTER && this.#linking !== undefined) {
      await keepLinking(this.#with.db, this.#linking)
      this.#steps = 0
    }
    return jobs.length
  }

  async #doJobs(jobs: readonly Job[]): Promise<void> {
    const read = await this.#understandAll(jobs)
    await this.#guarded((linking) => this.#with.db.transaction().execute(
      (tx) => this.#linkAndWeigh(tx, linking, jobs, read),
    ))
  }

  /** A tip that analysis breaks on is in the queue all the same, without an event, and holds up no other. */
  async #doAlone(job: Job): Promise<void> {
    try {
      await this.#doJobs([job])
    } catch (error) {
      if (isAboutTheStore(error)) throw error
      await markFailed(this.#with.db, job)
      this.#with.failed(error)
    }
  }

  /** Outside the transaction, because reading a long text takes long. */
  async #understandAll(jobs: readonly Job[]): Promise<Read[]> {
    const { db, book, places } = this.#with
    const read: Read[] = []
    for (const { task, about } of jobs) {
      const row = task === 'tip' ? await tipRecord(db, about) : undefined
      if (row === undefined) continue
      const media = await mediaOf(db, row.id)
      read.push({ row, media, found: understand(tipOfRecord(row, media), { book, gazetteer: places.gazetteer }) })
      await breathe()
    }
    return read
  }

  async #linkAndWeigh(tx: Tx, linking: LinkState, jobs: readonly Job[], read: readonly Read[]): Promise<void> {
    const touched = new Set(jobs.filter(({ task }) => task === 'event').map(({ about }) => about))
    for (const one of read) touched.add(await this.#linkOne(tx, linking, one))
    for (const event of touched) await this.#weighOne(tx, event)
    await endJobs(tx, jobs)
    await addChanges(tx, 'tip', read.map(({ row }) => row.id))
    await addChanges(tx, 'event', touched)
  }

  async #linkOne(tx: Tx, linking: LinkState, { row, media, found }: Read): Promise<string> {
    const columns = columnsOf(row, found, this.#with.book.kinds.get(found.kind)?.urgency ?? 0)
    const linked: Linked = linkTip(linking, linkFacts(row, columns, media))
    this.#steps += 1
    await saveUnderstood(tx, row, { ...columns, event: linked.event, understood: JSON.stringify({
      places: found.places, plates: found.plates, reasons: [...reasonsFor(row, found), ...linked.reasons],
      nearCopies: linked.nearCopies.slice(0, MOST_ALIKE), similar: linked.similar.slice(0, MOST_ALIKE),
      linkedMedia: media,
    }) })
    await addLinkStep(tx, 'link', row.id, linked.event)
    return linked.event
  }

  async #moveIn(tx: Tx, linking: LinkState, tip: string, event: string): Promise<string | undefined> {
    const row = await tipRecord(tx, tip)
    if (row === undefined || row.event === null) return undefined
    const to = moveTip(linking, tip, event)
    this.#steps += 1
    await setTipEvent(tx, tip, to)
    await addLinkStep(tx, 'move', tip, to)
    const touched = new Set([row.event, to])
    for (const one of touched) await this.#weighOne(tx, one)
    await addAudit(tx, nowSeconds(), 'move', tip)
    await addChanges(tx, 'tip', [tip])
    await addChanges(tx, 'event', touched)
    return to
  }

  async #weighOne(tx: Tx, event: string): Promise<void> {
    const tips = await tipsToWeigh(tx, event)
    const [first, ...others] = tips
    if (first === undefined) return emptyEvent(tx, event)
    const reliability = await reliabilities(tx, event, tips)
    const weighed = weigh(tips.map(weighReport), reliability)
    const { place, when, kind, urgency, openTips, lastTip, lastTipAt } = summarise([first, ...others])
    await saveEvent(tx, {
      id: event, kind, urgency, lat: place?.lat ?? null, lon: place?.lon ?? null, radius_m: place?.radius_m ?? null,
      place_name: place === undefined ? '' : this.#with.places.nameOf(place.lat, place.lon),
      when_from: when.from, when_to: when.to, ...beliefColumns(weighed), credibility: weighed.credibility,
      lines: weighed.lines, why: JSON.stringify(weighed.why), roots: JSON.stringify(weighed.roots),
      tips: tips.length, open_tips: openTips, last_tip: lastTip, last_tip_at: lastTipAt,
      outcome: null, outcome_reason: null, outcome_at: null,
    })
    await recordBelief(tx, event, weighed)
  }
}

const storeFault = /^SQLITE_(FULL|IOERR|CORRUPT|BUSY|LOCKED|READONLY|NOTADB|CANTOPEN)/

/** A disk that is full or broken is no fault of the job. */
function isAboutTheStore(error: unknown): boolean {
  return error instanceof Error && 'code' in error && storeFault.test(String(error.code))
}

interface Read { row: TipRecord; media: string[]; found: Understanding }

function beliefColumns({ p, interval: [lo, hi] }: Weighed): { p: number; lo: number; hi: number } {
  return { p, lo, hi }
}

async function recordBelief(tx: Tx, event: string, weighed: Weighed): Promise<void> {
  const before = await lastBelief(tx, event)
  if (before !== undefined && Math.abs(before.p - weighed.p) < MOVED) return
  await addBelief(tx, { event, at: nowSeconds(), ...beliefColumns(weighed) })
}

/** What each source's word was worth elsewhere: the outcome of this very event does not speak for itself. */
async function reliabilities(tx: Tx, event: string, tips: readonly TipToWeigh[]): Promise<Map<string, Reliability>> {
  const sources = [...new Set(tips.map((tip) => tip.source))]
  const outcomes = await verifiedOutcomes(tx, sources)
  const known = new Set(outcomes.map(({ source }) => source))
  return new Map([...known].map((source) => [source, reliabilityOf(source, outcomes, { leaveOut: event })]))
}

/** Routes about events: what is claimed to happen, how far it is believed, and what became of it. */
import { DeskError } from '../errors.ts'
import { draftsOf, releasesOf } from '../store/drafts.ts'
import { readAs } from '../store/json.ts'
import { beliefOf, eventPage, oneEvent, setOutcome } from '../store/events.ts'
import { isoOf } from '../store/time.ts'
import { listedTipsOf } from '../store/tips.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { draftShape, releaseRow } from './drafts.ts'
import type { Handlers } from './mount.ts'
import { eventRow, reasonShapes, reasonsOf, rootsOf, sentencesOf, tipRow } from './present.ts'
import * as shape from './schema.ts'

type EventRoutes = 'getEvents' | 'getEvent' | 'setOutcome'
const PAGE = 50
/** Tips listed with an event; a flood on one event is read through the queue. */
const TIPS_SHOWN = 500

export const eventHandlers: Pick<Handlers, EventRoutes> = {
  async getEvents({ db }, { query }) {
    const limit = query.limit ?? PAGE
    const [urgency = 0, lastTip = 0] = query.cursor === undefined ? [] : readCursor(query.cursor, 2)
    const rows = await eventPage(db, query.cursor === undefined ? undefined : { urgency, lastTip }, limit)
    const last = rows.at(-1)
    const items = rows.map(eventRow)
    if (rows.length < limit || last === undefined) return { items }
    return { items, next: writeCursor(last.urgency, last.last_tip) }
  },

  async getEvent(desk, { params }) {
    const { db } = desk
    const row = await oneEvent(db, params.id)
    if (row === undefined) throw unknownEvent()
    const why = reasonsOf(row.why)
    const drafts = await draftsOf(db, row.id)
    return {
      ...eventRow(row), tips: (await listedTipsOf(db, row.id, TIPS_SHOWN)).map(tipRow), why: reasonShapes(why),
      reasons: sentencesOf(why), roots: rootsOf(row.roots),
      history: (await beliefOf(db, row.id)).map(({ at, p, lo, hi }) => ({ at: isoOf(at), p, interval: [lo, hi] })),
      ...(row.outcome === null ? {} : { outcomeGiven: {
        outcome: readAs(shape.OutcomeName, row.outcome), reason: row.outcome_reason ?? '',
        at: isoOf(row.outcome_at ?? 0),
      } }),
      drafts: await Promise.all(drafts.map((draft) => draftShape(desk, draft))),
      releases: (await releasesOf(db, row.id)).map(releaseRow),
    }
  },

  async setOutcome(desk, { params, body }) {
    const at = await setOutcome(desk.db, params.id, body.outcome, body.reason)
    if (at === undefined) throw unknownEvent()
    desk.bell.wake()
    return { outcome: body.outcome, reason: body.reason, at: isoOf(at) }
  },
}

function unknownEvent(): DeskError {
  return new DeskError('EVENT_UNKNOWN', 'there is no such event')
}

/** Routes about tips. Reading one, and looking at its pictures, leaves a trace. */
import { reliabilityOf } from '@nightjar/analysis'
import { DeskError } from '../errors.ts'
import { dueAt } from '../pull/boards.ts'
import { isClockBelieved } from '../pull/clock.ts'
import { readPreview } from '../pull/files.ts'
import { attachmentsOf } from '../store/attachments.ts'
import { audit } from '../store/audit.ts'
import { oneEvent, verifiedOutcomes } from '../store/events.ts'
import { readAs, readJson } from '../store/json.ts'
import { isoOf } from '../store/time.ts'
import {
  addReply, amendmentsOf, carriedIn, listedTip, repliesTo, setTipState, StoredList, tipPage, Understood, wholeTip,
} from '../store/tips.ts'
import type { Row } from '../store/tables.ts'
import { showSafely } from '../text.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { SENT, type Handlers } from './mount.ts'
import { amendment, attachmentShape, foundPlace, replyShape, tipRow } from './present.ts'
import * as shape from './schema.ts'

type TipRoutes = 'getTips' | 'getTip' | 'getPreview' | 'reply' | 'setTipState' | 'moveTip'
const PAGE = 50

export const tipHandlers: Pick<Handlers, TipRoutes> = {
  async getTips({ db }, { query }) {
    const limit = query.limit ?? PAGE
    const rows = await tipPage(db, {
      state: query.state ?? 'open', kind: query.kind, lang: query.lang, urgency: query.urgency,
    }, placeInQueue(query.cursor), limit)
    const last = rows.at(-1)
    const items = rows.map(tipRow)
    return rows.length < limit || last === undefined ? { items } : { items, next: writeCursor(last.urgency, last.seq) }
  },

  async getTip({ db }, { params }) {
    const [row, listed] = [await wholeTip(db, params.id), await listedTip(db, params.id)]
    if (row === undefined || listed === undefined) throw unknownTip()
    await audit(db, 'read', row.id)
    const understood = row.understood === null ? undefined : readJson(Understood, row.understood)
    return {
      ...tipRow(listed), ...showSafely(row.text), basis: readAs(shape.Basis, row.basis),
      heardFrom: readJson(StoredList, row.heard_from).map((each) => showSafely(each).text), ...composedAt(row),
      ...(row.counter === null ? {} : { counter: row.counter }),
      places: understood?.places.map(foundPlace) ?? [], nearCopies: understood?.nearCopies ?? [],
      reasons: understood?.reasons ?? [],
      attachmentList: (await attachmentsOf(db, row.id)).map(attachmentShape),
      carried: await carriedIn(db, row.id), amendments: (await amendmentsOf(db, row.id)).map(amendment),
      replies: (await repliesTo(db, row.id)).map(replyShape), canReply: row.reply_key !== null,
      sourceGrade: reliabilityOf(row.source, await verifiedOutcomes(db, [row.source])).grade,
    }
  },

  async getPreview({ db, folder }, { params, reply }) {
    const file = (await attachmentsOf(db, params.id)).find(({ n }) => n === params.n)
    const preview = file === undefined ? undefined : await readPreview(folder, file)
    if (preview === undefined) throw new DeskError('PREVIEW_MISSING', 'there is no picture that can be shown safely')
    await audit(db, 'preview', params.id)
    await reply.type(preview.type).header('Content-Disposition', 'inline').send(preview.bytes)
    return SENT
  },

  async reply(desk, { params, body }) {
    if ((await wholeTip(desk.db, params.id)) === undefined) throw unknownTip()
    const reply = await addReply(desk.db, params.id, body.text, dueAt(desk.boardSeconds))
    if (reply === undefined) throw new DeskError('REPLY_IMPOSSIBLE', 'this source left no way to be answered')
    desk.bell.wake()
    return replyShape(reply)
  },

  async setTipState(desk, { params, body }) {
    if (!await setTipState(desk.db, params.id, body.state)) throw unknownTip()
    desk.bell.wake()
    const row = await listedTip(desk.db, params.id)
    if (row === undefined) throw unknownTip()
    return tipRow(row)
  },

  async moveTip({ db, pipeline }, { params, body }) {
    const tip = await wholeTip(db, params.id)
    if (tip === undefined) throw unknownTip()
    if (tip.event === null) {
      throw new DeskError('TIP_NOT_ANALYSED', 'this tip is still being read; try again in a moment')
    }
    if (body.event !== 'new' && (await oneEvent(db, body.event)) === undefined) {
      throw new DeskError('EVENT_UNKNOWN', 'there is no such event')
    }
    const event = await pipeline.move(params.id, body.event)
    if (event === undefined) throw unknownTip()
    return { event }
  },
}

function placeInQueue(cursor: string | undefined): { urgency: number; seq: number } | undefined {
  if (cursor === undefined) return undefined
  const [urgency = 0, seq = 0] = readCursor(cursor, 2)
  return { urgency, seq }
}

function composedAt(row: Row<'tip'>): Pick<shape.TipDetail, 'composedAt'> {
  const { composed_at: at, composed_clock: clock } = row
  if (at === null || (clock !== 'network' && clock !== 'set' && clock !== 'doubtful')) return {}
  return { composedAt: { at: isoOf(at), clock, trusted: isClockBelieved({ at, clock }, row.arrived_at) } }
}

function unknownTip(): DeskError {
  return new DeskError('TIP_UNKNOWN', 'there is no such tip')
}

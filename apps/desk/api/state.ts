/** Routes about the desk itself: its lock, how it is, what did not open, who did what. */
import { throwawayMissing } from '@nightjar/machine/throwaway'
import { isSetUp } from '../keys/keyring.ts'
import type { DeskLock } from '../lock.ts'
import type { OpenDesk } from '../open-desk.ts'
import { auditPage } from '../store/audit.ts'
import { readAs } from '../store/json.ts'
import { newestUnopened, unopenedByCode } from '../store/received.ts'
import { isoOf } from '../store/time.ts'
import { counts } from '../store/tips.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { SESSION_COOKIE, type Handlers, type OpenHandlers } from './mount.ts'
import * as shape from './schema.ts'

type StateRoutes = 'getKinds' | 'getPlacesNear' | 'getUnopened' | 'getAudit'
const PAGE = 50

export function openHandlers(lock: DeskLock, secure: boolean): OpenHandlers {
  return {
    async getState({ request }) {
      const locked = { locked: lock.isLocked, setUp: await isSetUp(lock.background.paths) }
      const desk = lock.openFor(request.cookies[SESSION_COOKIE])
      return desk === undefined ? locked : { ...locked, ...await deskState(desk) }
    },
    async unlock({ body, reply }) {
      const token = await lock.unlock(body.passphrase)
      reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
      return undefined
    },
  }
}

export function lockHandler(lock: DeskLock): Pick<Handlers, 'lock'> {
  return {
    async lock(_desk, { reply }) {
      reply.clearCookie(SESSION_COOKIE, { path: '/' })
      await lock.lock()
      return undefined
    },
  }
}

export const stateHandlers: Pick<Handlers, StateRoutes> = {
  async getKinds({ kinds: { book, pictures } }) {
    const order = [...book.profile.kinds, ...[...book.kinds.keys()].filter((id) => !book.profile.kinds.includes(id))]
    return order.flatMap((id) => {
      const kind = book.kinds.get(id)
      if (kind === undefined) return []
      const { slug, urgency, names, questions, advice } = kind
      const asked = book.profile.kinds.includes(id)
      return [{ id, slug, urgency, names, questions, advice, picture: pictures.get(id) ?? '', asked }]
    })
  },

  async getPlacesNear({ places }, { query }) {
    return places.near(query.lat, query.lon, query.n ?? 20)
  },

  async getUnopened({ db }) {
    const items = (await newestUnopened(db, 100)).map(({ at, code, bytes }) => ({ at: isoOf(at), code, bytes }))
    return { counts: Object.fromEntries((await unopenedByCode(db)).map(({ code, n }) => [code, n])), items }
  },

  async getAudit({ db }, { query }) {
    const limit = query.limit ?? PAGE
    const rows = await auditPage(db, query.cursor === undefined ? undefined : readCursor(query.cursor, 1)[0], limit)
    const last = rows.at(-1)
    const items = rows.map((row) => ({
      seq: row.seq, at: isoOf(row.at), act: readAs(shape.AuditEntry.properties.act, row.act),
      hash: Buffer.from(row.hash).toString('hex'), ...(row.about === null ? {} : { about: row.about }),
    }))
    return rows.length < limit || last === undefined ? { items } : { items, next: writeCursor(last.seq) }
  },
}

async function deskState({ db, config, pull }: OpenDesk): Promise<Partial<shape.DeskState>> {
  const { pullSeconds, lockAfterMinutes } = config.desk
  return {
    pullSeconds, lockAfterMinutes, line: { profile: config.line.profile, languages: config.line.languages },
    intake: pull.intake, ...(pull.lastPullAt === undefined ? {} : { lastPullAt: isoOf(pull.lastPullAt) }),
    ...(pull.keyListUntil === 0 ? {} : { keyListUntil: isoOf(pull.keyListUntil) }),
    ...(pull.status === undefined ? {} : { lanes: pull.status.lanes }),
    counts: { ...await counts(db), boardLeftOut: pull.boardLeftOut }, protections: throwawayMissing(),
  }
}

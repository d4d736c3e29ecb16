/**
 * Routes about drafts and releases. What leaves is made by ../release and by nothing else; here it is asked for, held
 * when too few people could have known it, and kept.
 */
import { checkExposure, type Credibility, type LineEvent } from '@nightjar/analysis'
import { DeskError } from '../errors.ts'
import type { OpenDesk } from '../open-desk.ts'
import { renderCap } from '../release/cap.ts'
import { makeDraft, newIdentifier, reportOf, warningOf, type Draft } from '../release/draft.ts'
import { signCap } from '../release/sign.ts'
import { validateCap } from '../release/validate.ts'
import type { Warning } from '../release/warning.ts'
import {
  addDraft, addRelease, changeDraft, draftOf, leftOf, oneDraft, oneRelease, releasedOnSameSources, releasePage,
  releasesOf, tipIdsOf,
} from '../store/drafts.ts'
import { oneEvent } from '../store/events.ts'
import type { Row } from '../store/tables.ts'
import { isoOf, nowSeconds, secondsOf } from '../store/time.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { SENT, type Handlers } from './mount.ts'
import { eventRow, reasonsOf } from './present.ts'
import type * as shape from './schema.ts'

type DraftRoutes = 'makeDraft' | 'getDraft' | 'changeDraft' | 'release' | 'getReleases' | 'getRelease' | 'getCap'
const PAGE = 50
/** How many people must at least have been able to know all that a release says. */
const K = 20

export const draftHandlers: Pick<Handlers, DraftRoutes> = {
  async makeDraft(desk, { params }) {
    const row = await oneEvent(desk.db, params.id)
    if (row === undefined) throw new DeskError('EVENT_UNKNOWN', 'there is no such event')
    const kind = desk.kinds.book.kinds.get(row.kind) ?? desk.kinds.book.kinds.get(0)
    if (kind === undefined) throw new DeskError('NOT_FOUND', 'the folder kinds/ has no such kind')
    const draft = makeDraft(lineEvent(row, await tipIdsOf(desk.db, row.id)), kind, {
      now: nowSeconds(), placeName: ({ lat, lon }) => desk.places.namesOf(lat, lon),
      peopleWithin: desk.places.peopleWithin,
      previous: await warningsOf(desk, row.id),
    })
    const kept = await addDraft(desk.db, draft)
    desk.bell.wake()
    return draftShape(desk, kept)
  },

  async getDraft(desk, { params }) {
    return draftShape(desk, await draftRow(desk, params.id))
  },

  async changeDraft(desk, { params, body }) {
    const draft = draftOf(await draftRow(desk, params.id))
    if (!await changeDraft(desk.db, changed(desk, draft, body))) throw alreadyReleased()
    desk.bell.wake()
    return draftShape(desk, await draftRow(desk, params.id))
  },

  async release(desk, { params, body }) {
    const row = await draftRow(desk, params.id)
    if (row.release !== null) throw alreadyReleased()
    const draft = draftOf(row)
    const exposure = await exposureOf(desk, draft)
    if (exposure.held) {
      const message = `fewer than ${K} people could have known this; change it as shown, or wait`
      throw new DeskError('EXPOSURE_HELD', message, { exposure })
    }
    const warning = warningOf(draft, {
      identifier: newIdentifier(), sender: desk.config.desk.sender, now: nowSeconds(), status: 'Actual',
    })
    const left = { draft, warning, report: reportOf(draft), exposure }
    const released = await addRelease(desk.db, {
      id: warning.identifier, left, cap: signedCap(desk, warning), reason: body.reason ?? '',
    })
    if (!released) throw alreadyReleased()
    desk.bell.wake()
    return { id: warning.identifier }
  },

  async getReleases({ db }, { query }) {
    const limit = query.limit ?? PAGE
    const rows = await releasePage(db, query.cursor === undefined ? undefined : readCursor(query.cursor, 1)[0], limit)
    const last = rows.at(-1)
    const items = rows.map(releaseRow)
    return rows.length < limit || last === undefined ? { items } : { items, next: writeCursor(last.seq) }
  },

  async getRelease({ db }, { params }) {
    const row = await oneRelease(db, params.id)
    if (row === undefined) throw unknownRelease()
    const { draft: { description, instruction, onset, facts }, exposure } = leftOf(row)
    return { ...releaseRow(row), description, instruction, onset, facts: facts.map(factShape), exposure }
  },

  async getCap({ db }, { params, reply }) {
    const row = await oneRelease(db, params.id)
    if (row === undefined) throw unknownRelease()
    await reply.type('application/cap+xml; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="${row.id}.cap.xml"`).send(row.cap)
    return SENT
  },
}

export async function draftShape(desk: OpenDesk, row: Row<'draft'>): Promise<shape.DraftShape> {
  const draft = draftOf(row)
  return {
    id: draft.id, event: draft.event, kind: draft.kind, headline: draft.headline, description: draft.description,
    instruction: draft.instruction, area: draft.area, minimumRadius_m: draft.minimumRadius_m, onset: draft.onset,
    expires: draft.expires, tlp: draft.tlp, confidence: draft.confidence, peopleNear: draft.peopleNear,
    facts: draft.facts.map(factShape), exposure: await exposureOf(desk, draft), madeAt: isoOf(row.at),
    ...(row.release === null ? { state: 'draft' } : { state: 'released', release: row.release }),
  }
}

export function releaseRow(row: Row<'release'>): shape.ReleaseRow {
  const { kind, headline, area, tlp, confidence, peopleNear, expires } = leftOf(row).draft
  return {
    id: row.id, event: row.event, draft: row.draft, at: isoOf(row.at), kind, headline, area, tlp, confidence,
    peopleNear, expires,
  }
}

function factShape({ text, place, when, who }: Draft['facts'][number]): shape.FactShape {
  return {
    text, who, ...(place === undefined ? {} : { place: spotShape(place) }), ...(when === undefined ? {} : { when }),
  }
}

function spotShape({ lat, lon, radius_m, name }: NonNullable<Draft['facts'][number]['place']>) {
  return name === undefined ? { lat, lon, radius_m } : { lat, lon, radius_m, name }
}

async function exposureOf(desk: OpenDesk, draft: Draft): Promise<shape.ExposureShape> {
  const released = await releasedOnSameSources(desk.db, draft.event)
  const { peopleWithin } = desk.places
  const report = reportOf(draft)
  const told = checkExposure(report, { k: K, released, peopleWithin })
  // Whatever its facts are said to be, a warning names its area to everybody.
  const area = { text: draft.area.name, place: spotOfArea(draft.area), who: {} }
  const named = checkExposure({ ...report, facts: [area] }, { k: K, released: [], peopleWithin })
  const n = Math.min(told.n, named.n)
  return { ...told, k: K, n, held: n < K, ways: told.held ? told.ways : named.ways }
}

/** Confidence and the people near are the desk's own: a wider or another area only has its people counted anew. */
function changed(desk: OpenDesk, draft: Draft, change: shape.DraftChange): Draft {
  const { area: wanted, onset, expires, facts, ...words } = change
  const area = wanted === undefined ? draft.area : areaFrom(desk, wanted)
  return {
    ...draft, ...words, area,
    onset: onset === undefined ? draft.onset : isoOf(secondsOf(onset)),
    expires: expires === undefined ? draft.expires : isoOf(secondsOf(expires)),
    peopleNear: wanted === undefined ? draft.peopleNear : peopleIn(desk, area),
    facts: facts ?? draft.facts.map((fact) =>
      (isArea(fact.place, draft.area) ? { ...fact, place: spotOfArea(area) } : fact)),
  }
}

type NewArea = NonNullable<shape.DraftChange['area']>

function areaFrom(desk: OpenDesk, { lat, lon, radius_m, names: given }: NewArea): Draft['area'] {
  const names = given ?? desk.places.namesOf(lat, lon)
  return { lat, lon, radius_m, name: names.en, names }
}

function isArea(place: Draft['facts'][number]['place'], area: Draft['area']): boolean {
  return place !== undefined && place.lat === area.lat && place.lon === area.lon && place.radius_m === area.radius_m
}

function spotOfArea({ lat, lon, radius_m, name }: Draft['area']) {
  return { lat, lon, radius_m, name }
}

/** To two figures: the gazetteer knows no better. */
function peopleIn(desk: OpenDesk, { lat, lon, radius_m }: Draft['area']): number {
  const people = desk.places.peopleWithin(lat, lon, radius_m)
  return people <= 0 ? 0 : Number(people.toPrecision(2))
}

/** Checked before and after signing. Throws WARNING_INVALID with the problems. */
function signedCap(desk: OpenDesk, warning: Warning): string {
  const plain = renderCap(warning)
  refuseProblems(plain)
  const { key, certificate } = desk.keyring.cap
  const signed = signCap(plain, { privateKeyPem: Buffer.from(key).toString('utf8'), certificatePem: certificate })
  refuseProblems(signed)
  return signed
}

function refuseProblems(xml: string): void {
  const problems = validateCap(xml)
  if (problems.length === 0) return
  throw new DeskError('WARNING_INVALID', 'this would not be a valid CAP 1.2 warning', { problems })
}

async function warningsOf(desk: OpenDesk, event: string): Promise<Warning[]> {
  return (await releasesOf(desk.db, event)).map((row) => leftOf(row).warning)
}

function lineEvent(row: Row<'event'>, tips: string[]): LineEvent {
  const { place, when, p, interval, lines } = eventRow(row)
  return {
    id: row.id, tips, kind: row.kind, when, p, interval, lines, credibility: credibilityOf(row.credibility),
    why: reasonsOf(row.why), ...(place === undefined ? {} : { place }),
  }
}

function credibilityOf(value: number): Credibility {
  const known: Credibility[] = [1, 2, 3, 4, 5, 6]
  return known.find((each) => each === value) ?? 6
}

async function draftRow(desk: OpenDesk, id: string): Promise<Row<'draft'>> {
  const row = await oneDraft(desk.db, id)
  if (row === undefined) throw new DeskError('DRAFT_UNKNOWN', 'there is no such draft')
  return row
}

function alreadyReleased(): DeskError {
  return new DeskError('DRAFT_RELEASED', 'this draft has been released; make a new one for an update')
}

function unknownRelease(): DeskError {
  return new DeskError('RELEASE_UNKNOWN', 'there is no such release')
}

/**
 * The queue as this session has it: the rows loaded so far, what is new and waits to be shown, which row is picked.
 * It outlives its page, so that coming back from a tip finds everything where it was.
 */
import { ask, asProblem, desk, type DeskProblem } from '../api/client.ts'
import type { TipRow } from '../api/shapes.ts'
import { onChange } from '../shell/session.svelte.ts'
import { isFiltered, type Filters } from './filters.ts'
import { addNewTips, appendTips, updateTips } from './order.ts'

const PAGE = 100
/** Changes that come close together are asked for together. */
const GATHER_MS = 60
/** Between two such questions, while changes keep coming. */
const BETWEEN_MS = 400
/** Rows further down than this are brought up to date when the queue is loaded again. */
const MOST_REFRESHED = 500

let rows = $state.raw<TipRow[]>([])
let fresh = $state.raw<TipRow[]>([])
let next = $state<string>()
let loadedOnce = $state(false)
let slow = $state(false)
let problem = $state.raw<DeskProblem>()
let picked = $state<string>()
let filters: Filters = { state: 'open' }
let turn = 0
let loadingMore = false
/** Whether new rows may come in at once: the list is at its top and no pointer is over it. */
let mayShow: () => boolean = () => false
let changed = new Set<string>()
let gather: ReturnType<typeof setTimeout> | undefined

export const queue = {
  get rows() { return rows },
  get fresh() { return fresh },
  get more() { return next !== undefined },
  get loadedOnce() { return loadedOnce },
  get slow() { return slow },
  get problem() { return problem },
  get picked() { return picked },
  set picked(id: string | undefined) { picked = id },
  scrollTop: 0,
  indexOf: (id: string | undefined) => (id === undefined ? -1 : rows.findIndex((row) => row.id === id)),
  /** The tip before or after one, for walking through the queue from the tip page. */
  neighbour(id: string, step: 1 | -1): TipRow | undefined {
    const at = rows.findIndex((row) => row.id === id)
    return at === -1 ? undefined : rows[at + step]
  },
}

onChange('tip', (id) => {
  changed.add(id)
  gatherFor(GATHER_MS)
})
onChange('resync', () => gatherFor(GATHER_MS))

export function letNewRowsIn(allowed: () => boolean): void {
  mayShow = allowed
}

/** Loads the first page for these filters; the same filters again only refresh what is shown. */
export async function showQueue(wanted: Filters): Promise<void> {
  if (loadedOnce && JSON.stringify(wanted) === JSON.stringify(filters)) return
  filters = wanted
  await reload()
}

export async function reload(): Promise<void> {
  const mine = ++turn
  const timer = setTimeout(() => { slow = true }, 200)
  rows = loadedOnce ? [] : rows
  fresh = []
  loadedOnce = false
  try {
    const page = await fetchPage()
    if (mine !== turn) return
    rows = page.items
    next = page.next
    problem = undefined
    loadedOnce = true
    picked ??= rows[0]?.id
  } catch (error) {
    if (mine === turn) problem = asProblem(error)
  } finally {
    clearTimeout(timer)
    if (mine === turn) slow = false
  }
}

function fetchPage(cursor?: string) {
  const { state, kind, lang, urgency } = filters
  return ask(desk.GET('/api/v1/tips', { params: { query: {
    state,
    limit: PAGE,
    ...(kind === undefined ? {} : { kind }),
    ...(lang === undefined ? {} : { lang }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(cursor === undefined ? {} : { cursor }),
  } } }))
}

export async function loadMore(): Promise<void> {
  if (next === undefined || loadingMore) return
  loadingMore = true
  const mine = turn
  try {
    const page = await fetchPage(next)
    if (mine !== turn) return
    rows = appendTips(rows, page.items)
    next = page.next
  } catch (error) {
    problem = asProblem(error)
  } finally {
    loadingMore = false
  }
}

/**
 * Asks for the rows in sight of the list again, by page: a tip is asked for by its id only when a person opens it, for
 * that is written down as reading it.
 */
async function takeChanges(): Promise<void> {
  const ids = changed
  const mine = turn
  changed = new Set()
  try {
    const now = loadedOnce ? await fetchLoaded() : []
    if (mine === turn && loadedOnce) takeIn(now, ids)
    problem = undefined
  } catch (error) {
    problem = asProblem(error)
  }
  gather = undefined
  if (changed.size > 0) gatherFor(BETWEEN_MS)
}

function gatherFor(ms: number): void {
  gather ??= setTimeout(() => { void takeChanges() }, ms)
}

/** As many pages as have been loaded, up to a limit, in the desk's order. */
async function fetchLoaded(): Promise<TipRow[]> {
  const wanted = Math.min(rows.length, MOST_REFRESHED)
  let page = await fetchPage()
  const items = [...page.items]
  while (items.length < wanted && page.next !== undefined) {
    page = await fetchPage(page.next)
    items.push(...page.items)
  }
  return items
}

/**
 * `now` is the head of the queue as the desk has it. Rows that are shown are updated in place; those that stand before
 * the last of them and are not shown are new and wait to be; those that are gone from it have been dealt with elsewhere.
 */
function takeIn(now: TipRow[], ids: ReadonlySet<string>): void {
  const shown = new Set(rows.map((row) => row.id))
  const lastShown = now.findLastIndex((row) => shown.has(row.id))
  const end = next === undefined || lastShown === -1 ? now.length : lastShown
  const added = now.filter((row, index) => !shown.has(row.id) && index < end)
  rows = updateTips(rows, [...goneFrom(now, ids), ...now])
  if (added.length > 0) fresh = appendTips(fresh, added.toReversed())
  if (fresh.length > 0 && mayShow()) showFresh()
}

/** Only where nothing but the state is filtered is it sure why a row is no longer among them. */
function goneFrom(now: TipRow[], ids: ReadonlySet<string>): TipRow[] {
  const { state } = filters
  if (state === 'all' || isFiltered({ ...filters, state: 'open' }) || rows.length > MOST_REFRESHED) return []
  const there = new Set(now.map((row) => row.id))
  return rows.filter((row) => ids.has(row.id) && !there.has(row.id))
    .map((row) => ({ ...row, state: state === 'open' ? 'done' : 'open' }))
}

export function showFresh(): void {
  if (fresh.length === 0) return
  rows = addNewTips(rows, fresh)
  fresh = []
  picked ??= rows[0]?.id
}

/** A row that somebody changed here; it stays where it is. */
export function putRow(row: TipRow): void {
  rows = updateTips(rows, [row])
}

export async function setTipState(id: string, state: 'open' | 'done'): Promise<TipRow> {
  const row = await ask(desk.POST('/api/v1/tips/{id}/state', { params: { path: { id } }, body: { state } }))
  putRow(row)
  return row
}

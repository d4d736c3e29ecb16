/**
 * The queue as this session has it: the rows loaded so far, what is new and waits to be shown, which row is picked.
 * It outlives its page, so that coming back from a tip finds everything where it was.
 */
import { ask, asProblem, desk, type DeskProblem } from '../api/client.ts'
import type { TipRow } from '../api/shapes.ts'
import { onChange } from '../shell/session.svelte.ts'
import type { Filters } from './filters.ts'
import { compareTips, fits, mergeTips } from './order.ts'

const PAGE = 100
/** Changes that come close together are asked for together. */
const GATHER_MS = 60
/** Above this many at once one page is asked for instead of each tip. */
const ONE_BY_ONE = 6

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
  gather ??= setTimeout(() => { void takeChanges() }, GATHER_MS)
})
onChange('resync', () => { void refresh() })

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
    rows = mergeTips(rows, page.items)
    next = page.next
  } catch (error) {
    problem = asProblem(error)
  } finally {
    loadingMore = false
  }
}

/** After a gap in the stream: what is new on the first page waits like any other new row. */
async function refresh(): Promise<void> {
  if (!loadedOnce) return
  try {
    takeIn((await fetchPage()).items)
    problem = undefined
  } catch (error) {
    problem = asProblem(error)
  }
}

async function takeChanges(): Promise<void> {
  const ids = [...changed]
  changed = new Set()
  gather = undefined
  if (!loadedOnce) return
  try {
    if (ids.length > ONE_BY_ONE) await takeMany(ids)
    else takeIn(await Promise.all(ids.map(fetchTip)))
  } catch (error) {
    if (asProblem(error).kind !== 'NOT_FOUND') problem = asProblem(error)
  }
}

/** New ones by one page from the top; of the others only those that are shown are asked for again. */
async function takeMany(ids: string[]): Promise<void> {
  const page = (await fetchPage()).items
  const known = new Set(page.map((row) => row.id))
  const shown = ids.filter((id) => !known.has(id) && queue.indexOf(id) !== -1).slice(0, PAGE)
  takeIn([...page, ...await Promise.all(shown.map(fetchTip))])
}

const fetchTip = (id: string) => ask(desk.GET('/api/v1/tips/{id}', { params: { path: { id } } }))

function takeIn(changedRows: TipRow[]): void {
  const here = changedRows.filter((row) => queue.indexOf(row.id) !== -1)
  const last = rows.at(-1)
  const added = changedRows.filter((row) => queue.indexOf(row.id) === -1 && fits(row, filters)
    && (next === undefined || last === undefined || compareTips(row, last) < 0))
  if (here.length > 0) rows = mergeTips(rows, here)
  if (added.length > 0) fresh = mergeTips(fresh, added)
  if (fresh.length > 0 && mayShow()) showFresh()
}

export function showFresh(): void {
  if (fresh.length === 0) return
  rows = mergeTips(rows, fresh)
  fresh = []
  picked ??= rows[0]?.id
}

/** A row that somebody changed here; it stays where it is. */
export function putRow(row: TipRow): void {
  rows = mergeTips(rows, queue.indexOf(row.id) === -1 ? [] : [row])
}

export async function setTipState(id: string, state: 'open' | 'done'): Promise<TipRow> {
  const row = await ask(desk.POST('/api/v1/tips/{id}/state', { params: { path: { id } }, body: { state } }))
  putRow(row)
  return row
}

/**
 * The order of the queue is the desk's: most urgent first, then what came to it last. The desk's count of arrivals is
 * not in a row (`receivedAt` may be an edge's clock, hours before), so rows are never sorted here: pages are put at the
 * end, new tips at the head of their urgency, and what changes stays where it stands.
 */
import type { TipRow } from '../api/shapes.ts'

/** Rows that are there are brought up to date in place. */
export function updateTips(rows: readonly TipRow[], changed: readonly TipRow[]): TipRow[] {
  const byId = new Map(changed.map((row) => [row.id, row]))
  return rows.map((row) => byId.get(row.id) ?? row)
}

/** The next page, without rows that have come in at the head meanwhile. */
export function appendTips(rows: readonly TipRow[], page: readonly TipRow[]): TipRow[] {
  const there = new Set(rows.map((row) => row.id))
  return [...updateTips(rows, page), ...page.filter((row) => !there.has(row.id))]
}

/** New tips, in the order in which they came, each to the head of its urgency. */
export function addNewTips(rows: readonly TipRow[], fresh: readonly TipRow[]): TipRow[] {
  const there = new Set(rows.map((row) => row.id))
  let list = updateTips(rows, fresh)
  for (const tip of fresh) {
    if (there.has(tip.id)) continue
    there.add(tip.id)
    const at = list.findIndex((row) => row.urgency <= tip.urgency)
    list = at === -1 ? [...list, tip] : list.toSpliced(at, 0, tip)
  }
  return list
}

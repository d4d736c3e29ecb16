/** The order of the queue, as the desk gives it: most urgent first, then newest; and how new rows come in. */
import type { TipRow } from '../api/shapes.ts'
import type { Filters } from './filters.ts'

export function compareTips(a: TipRow, b: TipRow): number {
  if (a.urgency !== b.urgency) return b.urgency - a.urgency
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? 1 : -1
  return a.id < b.id ? 1 : -1
}

/** Puts rows into a list in order; a row that is there already is replaced where it stands, so that nothing moves. */
export function mergeTips(rows: readonly TipRow[], more: readonly TipRow[]): TipRow[] {
  const byId = new Map(more.map((row) => [row.id, row]))
  const kept = rows.map((row) => byId.get(row.id) ?? row)
  const there = new Set(rows.map((row) => row.id))
  const added = more.filter((row) => !there.has(row.id))
  if (added.length === 0) return kept
  return insertSorted(kept, added.sort(compareTips))
}

function insertSorted(rows: TipRow[], added: TipRow[]): TipRow[] {
  const merged: TipRow[] = []
  let next = 0
  for (const row of rows) {
    for (let one = added[next]; one !== undefined && compareTips(one, row) < 0; one = added[next]) {
      merged.push(one)
      next++
    }
    merged.push(row)
  }
  return [...merged, ...added.slice(next)]
}

export function fits(row: TipRow, filters: Filters): boolean {
  return (filters.state === 'all' || row.state === filters.state)
    && (filters.kind === undefined || row.kind === filters.kind)
    && (filters.lang === undefined || row.lang === filters.lang)
    && (filters.urgency === undefined || row.urgency === filters.urgency)
}

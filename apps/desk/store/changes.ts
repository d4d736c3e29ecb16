/**
 * What changed, for whoever watches: a counter in the store, so that a reader who was away asks for what came since.
 * A change is written in the transaction that makes it; readers are woken after that has been committed.
 */
import type { ChangeName } from '../api/schema.ts'
import type { Db, Row, Tx } from './tables.ts'

/** So many changes are kept; who was away for longer is told to load everything anew. */
const KEPT = 10_000

export async function addChanges(tx: Tx, name: ChangeName, ids: Iterable<string>): Promise<void> {
  const rows = [...new Set(ids)].map((id) => ({ name, id }))
  for (let at = 0; at < rows.length; at += 500) {
    await tx.insertInto('change').values(rows.slice(at, at + 500)).execute()
  }
}

/** Changes after `seq`, oldest first, or undefined when some of them are not kept any more. */
export async function changesSince(db: Db, seq: number, limit = 500): Promise<Row<'change'>[] | undefined> {
  const first = await db.selectFrom('change').select('seq').orderBy('seq').limit(1).executeTakeFirst()
  if (first !== undefined && seq < first.seq - 1) return undefined
  return db.selectFrom('change').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute()
}

export async function lastChange(db: Db): Promise<number> {
  const last = await db.selectFrom('change').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return last?.seq ?? 0
}

export async function forgetOldChanges(db: Db): Promise<void> {
  await db.deleteFrom('change').where('seq', '<=', (await lastChange(db)) - KEPT).execute()
}

/** Wakes those who wait for changes. `wait` resolves at the next `wake`, after `ms`, or when `signal` is aborted. */
export class Bell {
  #waiting = new Set<() => void>()

  wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const go of waiting) go()
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer)
        this.#waiting.delete(go)
        signal.removeEventListener('abort', go)
        resolve()
      }
      const timer = setTimeout(go, ms)
      this.#waiting.add(go)
      signal.addEventListener('abort', go, { once: true })
    })
  }
}

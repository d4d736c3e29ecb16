/** Octets that all connections together may hold at one time. */
export interface Budget {
  /** False when there is no room; then nothing was taken. */
  take(bytes: number): boolean
  give(bytes: number): void
  readonly taken: number
}

export function createBudget(most: number): Budget {
  let taken = 0
  return {
    take(bytes) {
      if (taken + bytes > most) return false
      taken += bytes
      return true
    },
    give(bytes) { taken -= bytes },
    get taken() { return taken },
  }
}

/** The store's times (whole unix seconds) and the API's (ISO 8601 UTC with a four-digit year). */
const YEAR_1 = -62_135_596_800
const YEAR_9999_END = 253_402_300_799

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Never throws: times outside the years 0001 to 9999 are shown as the nearest one inside. */
export function isoOf(seconds: number): string {
  const within = Math.min(YEAR_9999_END, Math.max(YEAR_1, Number.isFinite(seconds) ? Math.floor(seconds) : 0))
  return new Date(within * 1000).toISOString()
}

export function secondsOf(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000)
}

/** One clock for every "4 min" on the page, so that they tick together. */
let at = $state(Date.now())
setInterval(() => { at = Date.now() }, 1000)

/** Milliseconds, to the second; reading it in a template keeps the template current. */
export const now = (): number => at

let minute = $derived(Math.floor(at / 15_000) * 15_000)
/** The same to a quarter of a minute, for long lists. */
export const nowCoarse = (): number => Math.max(minute, 0)

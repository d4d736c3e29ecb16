import { parseRoute, type Route } from './route.ts'

let current = $state.raw<Route>(parseRoute(location.hash))
addEventListener('hashchange', () => { current = parseRoute(location.hash) })

export const route = (): Route => current

export function go(href: string): void {
  location.hash = href
}

/** Changes the address without a new entry in the history (filters). */
export function replaceHash(href: string): void {
  history.replaceState(history.state, '', href)
  current = parseRoute(location.hash)
}

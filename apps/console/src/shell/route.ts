/** Addresses of the console's pages. They stand behind '#', so that the desk serves one page and sees no ids. */
export type Route =
  | { page: 'queue'; query: URLSearchParams }
  | { page: 'tip'; id: string }
  | { page: 'events' }
  | { page: 'event'; id: string }
  | { page: 'draft'; id: string }
  | { page: 'releases' }
  | { page: 'release'; id: string }

const withId = { tips: 'tip', events: 'event', drafts: 'draft', releases: 'release' } as const

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [room = '', id = ''] = path.split('/')
  if (id !== '' && /^[\w-]{1,64}$/.test(id)
    && (room === 'tips' || room === 'events' || room === 'drafts' || room === 'releases')) {
    return { page: withId[room], id }
  }
  if (room === 'events') return { page: 'events' }
  if (room === 'releases') return { page: 'releases' }
  return { page: 'queue', query: new URLSearchParams(query) }
}

export const hrefs = {
  queue: '#/queue',
  events: '#/events',
  releases: '#/releases',
  tip: (id: string) => `#/tips/${id}`,
  event: (id: string) => `#/events/${id}`,
  draft: (id: string) => `#/drafts/${id}`,
  release: (id: string) => `#/releases/${id}`,
}

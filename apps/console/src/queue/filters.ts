/** The queue's filters, kept in the page's address so that they survive a reload and can be bookmarked. */
export interface Filters {
  state: 'open' | 'done' | 'all'
  kind?: number
  lang?: string
  urgency?: number
}

const integerIn = (text: string | null, high: number): number | undefined =>
  text !== null && /^\d{1,6}$/.test(text) && Number(text) <= high ? Number(text) : undefined

export function parseFilters(query: URLSearchParams): Filters {
  const state = query.get('state')
  const kind = integerIn(query.get('kind'), 999_999)
  const urgency = integerIn(query.get('urgency'), 3)
  const lang = query.get('lang')
  return {
    state: state === 'done' || state === 'all' ? state : 'open',
    ...(kind === undefined ? {} : { kind }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(lang !== null && /^[a-z]{2,3}$/.test(lang) ? { lang } : {}),
  }
}

export function writeFilters(filters: Filters): string {
  const query = new URLSearchParams()
  if (filters.state !== 'open') query.set('state', filters.state)
  if (filters.kind !== undefined) query.set('kind', String(filters.kind))
  if (filters.lang !== undefined) query.set('lang', filters.lang)
  if (filters.urgency !== undefined) query.set('urgency', String(filters.urgency))
  const text = query.toString()
  return text === '' ? '#/queue' : `#/queue?${text}`
}

export const isFiltered = (filters: Filters): boolean => writeFilters(filters) !== '#/queue'

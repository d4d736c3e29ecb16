// The desk's API as the demo and the tests use it: over loopback HTTP, with the session's cookie, like the console.
import type {
  DeskState, DraftShape, EventDetail, EventPage, ReleasePage, TipDetail, TipPage,
} from '@nightjar/desk/api/schema'
import { CliError } from '../verb.ts'

/** An answer other than success. `status` and `answerCode` are the desk's. */
export class DeskRefusal extends Error {
  readonly code = 'DESK_REFUSED'
  override readonly name = 'DeskRefusal'
  readonly status: number
  readonly answerCode: string
  constructor(what: string, status: number, answerCode: string) {
    super(`the desk answered ${what} with ${status} ${answerCode}`)
    this.status = status
    this.answerCode = answerCode
  }
}

export interface Change {
  readonly name: string
  readonly id: string
  /** performance.now() when it was read. */
  readonly at: number
}

export interface DeskApi {
  readonly url: string
  unlock(passphrase: string): Promise<void>
  lock(): Promise<void>
  state(): Promise<DeskState>
  tips(query?: string): Promise<TipPage>
  /** All tips, page by page. */
  allTips(): Promise<TipPage['items']>
  tip(id: string): Promise<TipDetail>
  events(query?: string): Promise<EventPage>
  event(id: string): Promise<EventDetail>
  reply(tip: string, text: string): Promise<void>
  outcome(event: string, outcome: 'confirmed' | 'false', reason: string): Promise<void>
  draft(event: string): Promise<DraftShape>
  changeDraft(id: string, change: object): Promise<DraftShape>
  /** The release's id, or the refusal (409) when the exposure check holds it. */
  release(draft: string, reason: string): Promise<string>
  releases(): Promise<ReleasePage>
  cap(release: string): Promise<string>
  /** Reads the stream of changes until `signal` ends it. */
  changes(onChange: (change: Change) => void, signal: AbortSignal): Promise<void>
}

export function openDeskApi(url: string): DeskApi {
  let cookie = ''

  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new DeskRefusal(`${method} ${path.split('?')[0] ?? ''}`, response.status, await refusalCode(response))
    const given = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
    if (given.length > 0) cookie = given.join('; ')
    return response
  }

  // The shapes are the desk's own contract; its tests hold the server to them.
  const read = async <T>(path: string): Promise<T> => await (await ask('GET', path)).json() as T
  const send = async <T,>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await ask(method, path, body)).json()) as T
  const done = async (path: string, body?: unknown): Promise<void> => {
    await (await ask('POST', path, body)).arrayBuffer()
  }

  return {
    url,
    unlock: (passphrase) => done('/unlock', { passphrase }),
    lock: () => done('/lock'),
    state: () => read('/state'),
    tips: (query = '') => read(`/tips${query}`),
    async allTips() {
      const items: TipPage['items'] = []
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: TipPage = await read(`/tips?state=all&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`)
        items.push(...page.items)
        cursor = page.next
      }
      return items
    },
    tip: (id) => read(`/tips/${id}`),
    events: (query = '') => read(`/events${query}`),
    event: (id) => read(`/events/${id}`),
    reply: (tip, text) => done(`/tips/${tip}/replies`, { text }),
    outcome: (event, outcome, reason) => done(`/events/${event}/outcome`, { outcome, reason }),
    draft: (event) => send('POST', `/events/${event}/drafts`),
    changeDraft: (id, change) => send('PATCH', `/drafts/${id}`, change),
    release: async (draft, reason) => (await send<{ id: string }>('POST', `/drafts/${draft}/release`, { reason })).id,
    releases: () => read('/releases'),
    cap: async (release) => (await ask('GET', `/releases/${release}/cap.xml`)).text(),
    changes: (onChange, signal) => readChanges(`${url}/api/v1/changes`, cookie, onChange, signal),
  }
}

async function refusalCode(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined)
  const error: unknown = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'NO_CODE'
}

/** Server-sent events: `event:` and `data:` lines, an empty line ends each (HTML standard, 9.2.6). */
async function readChanges(
  url: string, cookie: string, onChange: (change: Change) => void, signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, { headers: { cookie, accept: 'text/event-stream' }, signal }).catch(() => undefined)
  if (response?.body === null || response === undefined) return
  if (!response.ok) throw new CliError('DESK_REFUSED', `the desk refused its stream of changes with ${response.status}`)
  const decoder = new TextDecoder()
  let unread = ''
  try {
    for await (const chunk of response.body) {
      unread += decoder.decode(chunk, { stream: true })
      const blocks = unread.split('\n\n')
      unread = blocks.pop() ?? ''
      for (const block of blocks) {
        const change = parseChange(block)
        if (change !== undefined) onChange({ ...change, at: performance.now() })
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function parseChange(block: string): { name: string; id: string } | undefined {
  const name = /^event: ?(.*)$/m.exec(block)?.[1]
  const data = /^data: ?(.*)$/m.exec(block)?.[1]
  if (name === undefined || data === undefined) return undefined
  const value: unknown = JSON.parse(data)
  return typeof value === 'object' && value !== null && 'id' in value ? { name, id: String(value.id) } : undefined
}

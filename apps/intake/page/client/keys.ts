/** Fetches this week's key and trusts it only under the fingerprint that stands in the page and on the card. */
import { epochAt, parseFingerprint, verifyKeyList, type KeyList } from '@nightjar/envelope'
import { Failure } from './failure.ts'

export interface Keys {
  list: KeyList
  /** Seconds to add to this device's clock to get the server's. */
  clockOff: number
  /** The week they were fetched in: a page may stand open over a Sunday night. */
  epoch: number
}

const mostSeconds = 20
let loaded: Promise<Keys> | undefined

/** Loads once a week; what failed is tried again at the next call. Throws Failure network or key. */
export async function loadKeys(): Promise<Keys> {
  loaded ??= fetchKeys().catch((error: unknown) => {
    loaded = undefined
    throw error
  })
  const keys = await loaded
  if (keys.epoch === epochAt(clockNow(keys).at)) return keys
  loaded = fetchKeys()
  return loaded
}

async function fetchKeys(): Promise<Keys> {
  const { bytes, date } = await fetchFixed('/api/v1/keys/now')
  try {
    const root = await parseFingerprint(document.body.dataset['root'] ?? '')
    const list = await verifyKeyList(bytes, { root })
    const clockOff = Number.isNaN(date) ? 0 : Math.round((date - Date.now()) / 1000)
    return { list, clockOff, epoch: epochAt(clockNow({ clockOff }).at) }
  } catch {
    throw new Failure('key')
  }
}

/** Nothing that we fetch stays in the browser's cache, and nothing says where it was asked from. */
export async function fetchFixed(path: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; date: number }> {
  try {
    const answer = await fetch(path, {
      cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(mostSeconds * 1000),
    })
    if (!answer.ok) throw new Failure('network')
    return { bytes: new Uint8Array(await answer.arrayBuffer()), date: Date.parse(answer.headers.get('Date') ?? '') }
  } catch {
    throw new Failure('network')
  }
}

/** Now, by the server's clock where this device's is more than ten minutes away, and how far it can be trusted. */
export function clockNow(keys: Pick<Keys, 'clockOff'>): { at: number; clock: 'network' | 'doubtful' } {
  const device = Math.floor(Date.now() / 1000)
  const agrees = Math.abs(keys.clockOff) < 600
  return { at: agrees ? device : device + keys.clockOff, clock: agrees ? 'network' : 'doubtful' }
}

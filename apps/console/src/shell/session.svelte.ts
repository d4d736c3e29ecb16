/**
 * Whether the desk is there, locked or open, and how it is. One stream of changes for every page, one idle lock.
 * When the desk is locked the page is loaded anew, so that nothing that was read stays in its memory.
 */
import type { DeskState } from '../api/shapes.ts'
import { ask, asProblem, desk, tell, whenLockedOut } from '../api/client.ts'

export type Phase = 'starting' | 'noDesk' | 'notSetUp' | 'locked' | 'open'
export type ChangeName = 'tip' | 'event' | 'release' | 'state'
type Listener = (id: string) => void

const POLL_MS = 5000
const POLL_GONE_MS = 2000
/** How long before the idle lock a person is warned. */
export const IDLE_WARNING_SECONDS = 60
const DEFAULT_LOCK_MINUTES = 15
const LOCKED_IDLE = 'nightjar.lockedIdle'

let state = $state.raw<DeskState>()
let phase = $state<Phase>('starting')
let gone = $state(false)
let answeredAt = $state(Date.now())
let lastTouch = $state(Date.now())
let stream: EventSource | undefined
let timer: ReturnType<typeof setTimeout> | undefined
const listeners: Record<ChangeName | 'resync', Set<Listener>> = {
  tip: new Set(), event: new Set(), release: new Set(), state: new Set(), resync: new Set(),
}

export const session = {
  get phase() { return phase },
  get state() { return state },
  /** The desk stopped answering while pages were open: what is shown is from `answeredAt`. */
  get gone() { return gone },
  get answeredAt() { return answeredAt },
  get lastTouch() { return lastTouch },
  get lockAfterMs() { return (state?.lockAfterMinutes ?? DEFAULT_LOCK_MINUTES) * 60_000 },
}

/** Runs when something of this name changes; `resync` when changes may have been missed. Returns how to stop. */
export function onChange(name: ChangeName | 'resync', run: Listener): () => void {
  listeners[name].add(run)
  return () => { listeners[name].delete(run) }
}

export function startSession(): void {
  whenLockedOut(() => { if (phase === 'open') leave() })
  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
    addEventListener(sign, touch, { passive: true, capture: true })
  }
  void poll()
}

function touch(): void {
  if (Date.now() - lastTouch > 1000) lastTouch = Date.now()
}

export async function poll(): Promise<void> {
  clearTimeout(timer)
  try {
    take(await ask(desk.GET('/api/v1/state')))
  } catch (error) {
    if (asProblem(error).kind === 'NO_DESK' || phase === 'starting') lose()
  }
  timer = setTimeout(() => { void poll() }, gone || phase === 'noDesk' ? POLL_GONE_MS : POLL_MS)
}

function lose(): void {
  if (phase === 'open') gone = true
  else phase = 'noDesk'
}

function take(next: DeskState): void {
  if (phase === 'open' && next.locked) return leave()
  const wasGone = gone
  state = next
  gone = false
  answeredAt = Date.now()
  phase = !next.setUp ? 'notSetUp' : next.locked || next.counts === undefined ? 'locked' : 'open'
  if (phase === 'open') openStream(wasGone)
}

function openStream(resync: boolean): void {
  if (stream !== undefined && stream.readyState !== EventSource.CLOSED) return
  const again = stream !== undefined || resync
  stream = new EventSource('/api/v1/changes')
  for (const name of ['tip', 'event', 'release', 'state'] as const) {
    stream.addEventListener(name, (event: MessageEvent<unknown>) => spread(name, idIn(event.data)))
  }
  stream.addEventListener('state', (event: MessageEvent<unknown>) => {
    if (idIn(event.data) === 'all') spread('resync', '')
    void poll()
  })
  let opened = false
  stream.addEventListener('open', () => {
    if (again || opened) spread('resync', '')
    opened = true
  })
}

function spread(name: ChangeName | 'resync', id: string): void {
  for (const run of listeners[name]) run(id)
}

function idIn(data: unknown): string {
  try {
    const value: unknown = JSON.parse(String(data))
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : ''
  } catch {
    return ''
  }
}

/** Throws a DeskProblem when the passphrase is wrong or the desk cannot be reached. */
export async function unlock(passphrase: string): Promise<void> {
  await tell(desk.POST('/api/v1/unlock', { body: { passphrase } }))
  lastTouch = Date.now()
  await poll()
}

export async function lock(idle = false): Promise<void> {
  if (idle) sessionStorage.setItem(LOCKED_IDLE, '1')
  try {
    await tell(desk.POST('/api/v1/lock'))
  } catch {
    // Whether or not the desk heard it, this page forgets what it showed.
  }
  leave()
}

function leave(): void {
  stream?.close()
  location.reload()
}

/** True once, on the unlock page that follows an idle lock. */
export function wasLockedIdle(): boolean {
  const was = sessionStorage.getItem(LOCKED_IDLE) === '1'
  sessionStorage.removeItem(LOCKED_IDLE)
  return was
}

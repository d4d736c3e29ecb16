/**
 * Keys for everything. A page says which keys it knows with `useKeys`; `?` lists what is known now.
 * Single keys do nothing while somebody writes, with Ctrl, Alt or Meta held, or when they are switched off (WCAG 2.1.4).
 */
import { onDestroy, untrack } from 'svelte'
import type { MessageKey } from '../i18n/messages.ts'
import { settings } from './settings.svelte.ts'

export interface Key {
  /** As KeyboardEvent.key says, or two with a space: 'g q'. 'mod+Enter' works while writing. */
  keys: string
  /** Further keys that do the same, not listed. */
  also?: string[]
  label: MessageKey
  run: () => void
}
export type KeyScope = 'everywhere' | 'here'

/** Not state itself: in the moment a page is taken down, state is read as it was before, and keys would be lost. */
let known: { scope: KeyScope; key: Key }[] = []
let changes = $state(0)
let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined
const PREFIX_MS = 1500

/** `changes` is read so that a list of keys on the page follows. */
export const knownKeys = (): readonly { scope: KeyScope; key: Key }[] => (changes < 0 ? [] : known)

export function useKeys(scope: KeyScope, keys: Key[]): void {
  const mine = keys.map((key) => ({ scope, key }))
  setKnown([...known, ...mine])
  onDestroy(() => setKnown(known.filter((one) => !mine.includes(one))))
}

/** The Latin key that stands on the same place, so that j and k work with an Arabic or Kurdish layout too. */
function keyOf(event: KeyboardEvent): string {
  if (event.key.length !== 1 || /^[\u0020-\u007e]$/.test(event.key)) return event.key
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  if (letter !== undefined) return event.shiftKey ? letter : letter.toLowerCase()
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/'
  return event.key
}

function setKnown(keys: typeof known): void {
  known = keys
  untrack(() => { changes += 1 })
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return
  const held = event.ctrlKey || event.metaKey
  if (held && event.key === 'Enter') return runFirst(['mod+Enter'], event)
  if (held || event.altKey) return
  if (isWriting(event.target)) {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
    return
  }
  if (!settings.singleKeys && event.key.length === 1) return
  const key = keyOf(event)
  const wanted = prefix === '' ? [key] : [`${prefix} ${key}`, key]
  setPrefix('')
  if (known.some((one) => one.key.keys.startsWith(`${key} `)) && wanted.length === 1) {
    event.preventDefault()
    return setPrefix(key)
  }
  runFirst(wanted, event)
}

function setPrefix(key: string): void {
  prefix = key
  clearTimeout(prefixTimer)
  if (key !== '') prefixTimer = setTimeout(() => { prefix = '' }, PREFIX_MS)
}

/** The page's own keys before those of everywhere. */
function runFirst(wanted: string[], event: KeyboardEvent): void {
  for (const keys of wanted) {
    const found = known.findLast((one) => one.key.keys === keys || one.key.also?.includes(keys))
    if (found === undefined) continue
    if (keys === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button') !== null) return
    event.preventDefault()
    found.key.run()
    return
  }
}

/** The kinds of this line, as its operator named them. Loaded once a session. */
import { ask, desk } from '../api/client.ts'
import type { Kind } from '../api/shapes.ts'
import { currentLang } from '../i18n/language.svelte.ts'

let list = $state.raw<Kind[]>([])

export const kinds = (): Kind[] => list

export async function loadKinds(): Promise<void> {
  if (list.length === 0) list = await ask(desk.GET('/api/v1/kinds'))
}

export const kindOf = (id: number): Kind | undefined => list.find((kind) => kind.id === id)

export function kindName(id: number): string {
  return kindOf(id)?.names[currentLang()] ?? String(id)
}

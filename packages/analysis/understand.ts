import type { Tip } from '@nightjar/envelope'
import type { KindBook } from './kindbook.ts'
import type { Gazetteer } from './place/gazetteer.ts'
import type { Interval, Lang, Place, Reason, Spot, TextLang } from './shapes.ts'

export interface Understanding {
  lang: TextLang
  kind: number
  kindFrom: 'told' | 'words'
  place?: Spot
  placeFrom: 'told' | 'coordinates' | 'name' | 'relation' | 'none'
  /** every place found in the text, with offsets, for the console to mark */
  places: Place[]
  when: Interval
  whenFrom: 'told' | 'words'
  plates: string[]
  reasons: Reason[]
}
export interface UnderstandWith { book: KindBook; gazetteer: Gazetteer; near?: { lat: number; lon: number } | undefined }
export function understand(tip: Tip, _using: UnderstandWith): Understanding {
  return {
    lang: 'und', kind: tip.kind, kindFrom: 'told', placeFrom: 'none', places: [], when: tip.when, whenFrom: 'told',
    plates: [], reasons: [],
  }
}
/** Kind, place and time in one line of the reader's language; never the tip's own words. */
export function gist(facts: { kind: number; place?: Spot | undefined; when: Interval }, _lang: Lang, _book: KindBook): string {
  return String(facts.kind)
}

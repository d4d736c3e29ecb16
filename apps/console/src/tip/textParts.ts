/** The text of a tip cut where places were found in it. Offsets are Unicode code points, half-open. */
import type { FoundPlace } from '../api/shapes.ts'

export type TextPart = { text: string } | { text: string; place: FoundPlace }

/** Joined together the parts are the text again. Of places that overlap, the one that begins first is kept. */
export function textParts(text: string, places: readonly FoundPlace[]): TextPart[] {
  const points = [...text]
  const parts: TextPart[] = []
  let at = 0
  for (const place of [...places].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (place.start < at || place.end <= place.start || place.end > points.length) continue
    if (place.start > at) parts.push({ text: points.slice(at, place.start).join('') })
    parts.push({ text: points.slice(place.start, place.end).join(''), place })
    at = place.end
  }
  if (at < points.length) parts.push({ text: points.slice(at).join('') })
  return parts
}

/**
 * Showing what strangers wrote. The store keeps text as it was sent; readers get a form in which nothing can reorder
 * or hide the page around it. One code point is replaced by one, so that offsets into the text stay right.
 *
 * Kept: letters of every script, tab, line ends, the joiners that Sorani and Persian spelling needs (U+200C, U+200D)
 * and the plain marks U+200E, U+200F, U+061C, which cannot reorder what stands outside their own word.
 */
export type Mark = 'bidi' | 'control' | 'invisible'

/** Soft hyphen, line and paragraph separators, word joiner and its kin, byte order mark, annotations, tags. */
const unseen =
  /[\u00AD\u2028\u2029\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu

interface Hazard { mark: Mark; found: RegExp; shown: (character: string) => string }

const REPLACEMENT = '\uFFFD'

const hazards: readonly Hazard[] = [
  { mark: 'bidi', found: /[\u202A-\u202E\u2066-\u2069]/gu, shown: () => REPLACEMENT },
  // C0 but tab and line ends, DEL, C1.
  { mark: 'control', found: /(?![\t\n\r])\p{Cc}/gu, shown: controlPicture },
  { mark: 'invisible', found: unseen, shown: () => REPLACEMENT },
]

export function showSafely(text: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = []
  let shown = text.toWellFormed()
  for (const hazard of hazards) {
    if (shown.search(hazard.found) < 0) continue
    marks.push(hazard.mark)
    shown = shown.replace(hazard.found, hazard.shown)
  }
  return { text: shown, marks }
}

const GIST_LENGTH = 160

/** The beginning of a text in one line, for lists. */
export function gistOf(text: string): string {
  const line = showSafely(text.slice(0, GIST_LENGTH * 8)).text.replace(/\s+/gu, ' ').trim()
  const points = Array.from(line)
  return points.length <= GIST_LENGTH ? line : `${points.slice(0, GIST_LENGTH - 1).join('')}…`
}

/** U+2400 and on show the C0 controls, U+2421 shows DEL; C1 has no pictures. */
function controlPicture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : REPLACEMENT
}

/**
 * Text on its way into a warning. What a receiver's screen, loudspeaker or parser could be misled by is taken out
 * here, once: control characters, lone surrogates and noncharacters become U+FFFD; bidirectional embeddings and
 * overrides (U+202A to U+202E) go, since they can make one instruction read as another; isolates (U+2066 to U+2069)
 * stay and are closed, since Arabic with Latin names in it needs them.
 */
const CONTROLS = /(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}/gu
const OVERRIDES = /[\u202a-\u202e]/gu
const ISOLATE_OPENS = /[\u2066-\u2068]/u
const POP_ISOLATE = '\u2069'

export function cleanText(text: string): string {
  const whole = text.toWellFormed().replace(/\r\n?/gu, '\n')
  const plain = whole.replace(CONTROLS, '\ufffd').replace(OVERRIDES, '')
  return closeIsolates(plain).trim()
}

/** Isolates end with their line at the latest; a closing mark that closes nothing is dropped. */
function closeIsolates(text: string): string {
  return text.split('\n').map((line) => {
    let open = 0
    let closed = ''
    for (const character of line) {
      if (ISOLATE_OPENS.test(character)) open += 1
      if (character === POP_ISOLATE && open === 0) continue
      if (character === POP_ISOLATE) open -= 1
      closed += character
    }
    return closed + POP_ISOLATE.repeat(open)
  }).join('\n')
}

/** Element content as canonical XML writes it, so that what is rendered is already what gets signed. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * What a source is called at the desk: three syllables and a number, from a keyed hash. The same source is the same
 * word next time; without the desk's key nobody can go from an address to the word or back.
 */
import { keyedHash } from './derive.ts'

const consonants = 'bdfghklmnprstvz'
const vowels = 'aeiou'

/** What we know a source by. `once` is a source that left nothing to be known by: each tip is a source of its own. */
export type SourceMark =
  | { by: 'replyKey'; value: Uint8Array }
  | { by: 'mailbox'; value: string }
  | { by: 'once'; value: string }

/** About 38 bits: among 100,000 sources the chance that any two share a word is near 1 %. */
export function pseudonymOf(key: Uint8Array, mark: SourceMark): string {
  const value = mark.by === 'mailbox' ? mailboxIn(mark.value) : mark.value
  const hash = keyedHash(key, `source ${mark.by}`, value)
  const syllables = [0, 2, 4].map((at) => pick(consonants, hash[at]) + pick(vowels, hash[at + 1]))
  const number = hash.readUInt32BE(8) % 1_000_000
  return `${syllables.join('')}-${String(number).padStart(6, '0')}`
}

/** `Name <user@host>` and `USER@host` are one mailbox. */
function mailboxIn(from: string): string {
  return (/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from).trim().toLowerCase()
}

function pick(letters: string, octet: number | undefined): string {
  return letters.charAt((octet ?? 0) % letters.length)
}

/**
 * Octets as a text message of 160 septets: six bits a character, high bits first, the last character filled up with
 * zeros. The 64 characters are those that GSM 03.38 codes as ASCII does, that take one septet, and that neither URLs
 * (RFC 3986, unreserved) nor XML, JSON or a shell change on their way through a gateway:
 *
 *   A–Z a–z 0–9 - .
 *
 * 160 of them carry 120 octets.
 */
import { refuse } from './errors.ts'

export const TEXT_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.'
export const SMS_BINARY_BYTES = 140
export const SMS_TEXT_SEPTETS = 160
export const SMS_TEXT_BYTES = 120
/** One unit of text is never longer: that of the largest envelope. */
const mostCharacters = 349_526

const values = new Map([...TEXT_ALPHABET].map((character, value) => [character, value]))

export function bytesToText(bytes: Uint8Array): string {
  let text = ''
  for (let bit = 0; bit < bytes.length * 8; bit += 6) {
    const [octet, shift] = [bit >> 3, bit & 7]
    const window = (bytes[octet] ?? 0) << 8 | (bytes[octet + 1] ?? 0)
    text += TEXT_ALPHABET.charAt(window >> 10 - shift & 63)
  }
  return text
}

/**
 * White space, which phones and gateways put in where they wrap lines, is passed over. Throws TEXT_ALPHABET for any other
 * character, TEXT_LENGTH for a length or last character that no octets give.
 */
export function textToBytes(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > 2 * mostCharacters) refuse('TEXT_LENGTH', 'the text is too long for one unit')
  const characters = text.replaceAll(/\s+/g, '')
  if (characters.length % 4 === 1) refuse('TEXT_LENGTH', 'no octets give a text of this length; a part is missing')
  const bytes = new Uint8Array(Math.floor(characters.length * 6 / 8))
  let [bits, held, at] = [0, 0, 0]
  for (const character of characters) {
    const value = values.get(character)
    if (value === undefined) return refuse('TEXT_ALPHABET', 'a character is none of A to Z, a to z, 0 to 9, - and .')
    bits = (bits << 6 | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at] = bits >> held & 255
    at += 1
  }
  if ((bits & (1 << held) - 1) !== 0) refuse('TEXT_LENGTH', 'the last character is not filled up with zeros')
  return bytes
}

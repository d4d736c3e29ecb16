/**
 * What a parsed e-mail becomes: a tip's words (the subject is their first line), files, and apart from them the vault:
 * everything that says who sent it. Pure.
 */
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_TEXT_BYTES, TIME_END } from '@nightjar/envelope'
import type { MailValue } from '@nightjar/machine/throwaway'

type Bytes = Uint8Array<ArrayBuffer>

export interface MailFile { type: string; bytes: Bytes }

export interface MailTip {
  text: string
  files: MailFile[]
  vault: Record<string, string | string[]>
  composedAt?: { at: number; clock: 'doubtful' }
}

/** Left for a note in front of a text that was cut, and for the vault beside its limit. */
const textRoom = MAX_TEXT_BYTES - 64
const vaultRoom = 40_000
const rawType = 'message/rfc822'

/**
 * The raw message travels along, for the vault, whenever something of it could not be read or did not fit, so that
 * nothing is lost by our reading. `vaultFiles` names the files (by place, from 0) that analysts are not shown.
 */
export function tipOfMail(mail: MailValue, raw: Bytes): MailTip {
  const words = [mail.subject ?? '', mail.text].filter((part) => part !== '').join('\n')
  const text = firstBytes(words, textRoom)
  const files = mail.attachments.filter(({ bytes }) => bytes.length <= MAX_ATTACHMENT_BYTES).slice(0, MAX_ATTACHMENTS - 2)
  const whole = text === words ? [] : [{ type: 'text/plain', bytes: new Uint8Array(Buffer.from(words)) }]
  const { vault, cut } = vaultOf(mail)
  const hasWords = mail.notes.every((note) => note === 'NO_TEXT') && (words !== '' || files.length > 0)
  const fits = !cut && files.length === mail.attachments.length
  const all = [...whole, ...files, ...(hasWords && fits ? [] : [{ type: rawType, bytes: raw }])]
  return { ...composedAt(mail.date), text, files: all, vault: { ...vault, ...vaultFiles(all), ...notesOf(mail.notes) } }
}

/** A message that the parser could not read at all: sealed as it came, for the vault. `why` is a code. */
export function tipOfUnreadable(raw: Bytes, why: string): MailTip {
  return { text: '', files: [{ type: rawType, bytes: raw }], vault: { vaultFiles: ['0'], notes: [why] } }
}

function vaultOf({ from, to, messageId, received, date }: MailValue): Pick<MailTip, 'vault'> & { cut: boolean } {
  const vault: Record<string, string | string[]> = {
    ...(from === undefined ? {} : { from }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(date === undefined ? {} : { date: String(date) }),
  }
  let room = vaultRoom - Buffer.byteLength(JSON.stringify(vault))
  const fitting = (lines: string[]) => lines.filter((line) => (room -= Buffer.byteLength(line) + 8) > 0)
  const kept = { to: fitting(to), received: fitting(received) }
  if (kept.to.length > 0) vault['to'] = kept.to
  if (kept.received.length > 0) vault['received'] = kept.received
  return { vault, cut: room <= 0 }
}

/** Messages inside messages have headers that can name the source too. */
function vaultFiles(files: MailFile[]): { vaultFiles?: string[] } {
  const places = files.flatMap(({ type }, place) => (type === rawType ? [String(place)] : []))
  return places.length === 0 ? {} : { vaultFiles: places }
}

function notesOf(notes: string[]): { notes?: string[] } {
  return notes.length === 0 ? {} : { notes }
}

function composedAt(date: number | undefined): Pick<MailTip, 'composedAt'> {
  return date !== undefined && date >= 0 && date < TIME_END ? { composedAt: { at: date, clock: 'doubtful' } } : {}
}

/** The longest beginning that is whole characters and at most so many octets of UTF-8. */
function firstBytes(words: string, limit: number): string {
  const bytes = Buffer.from(words)
  if (bytes.length <= limit) return words
  let end = limit
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return `${bytes.toString('utf8', 0, end)}\n[…]`
}

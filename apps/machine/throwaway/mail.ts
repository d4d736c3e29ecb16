/**
 * One e-mail as a source sent it → its words, its files, and apart from both what says who sent it.
 *
 * Broken messages are the rule: whatever can be read is given, and `notes` say what could not. Files stay opaque octets
 * (nothing here looks into an archive). A message inside the message gives its words; itself it stays a file of type
 * message/rfc822, because its headers can name the source too.
 */
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser'
import type { MailValue } from './values.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Note = 'NO_HEADERS' | 'NO_TEXT' | 'TEXT_INVALID' | 'TEXT_CUT' | 'HTML_TOO_LARGE' | 'HEADER_CUT' | 'ATTACHMENTS_CUT'

const most = { text: 1_000_000, html: 2_000_000, header: 1000, received: 30, recipients: 50, attachments: 100, depth: 3 }

const parserOptions = {
  maxHtmlLengthToParse: most.html,
  skipImageLinks: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  keepCidLinks: true,
  /** The splitter's: a message inside is a file. Its words are taken here, without its headers. */
  ignoreEmbedded: true,
}

export async function parseMail(input: Bytes): Promise<MailValue> {
  const mail = await simpleParser(Buffer.from(input.buffer, input.byteOffset, input.length), parserOptions)
  const notes = new Set<Note>()
  const text = cut(wordsOf(mail, await wordsInside(mail, 1), notes), most.text, notes, 'TEXT_CUT')
  if (!mail.headerLines.some(({ line }) => line.includes(':'))) notes.add('NO_HEADERS')
  if (text === '') notes.add('NO_TEXT')
  if (text.includes('\uFFFD')) notes.add('TEXT_INVALID')
  const attachments = filesOf(mail, notes)
  return { text, ...identityOf(mail, notes), attachments, notes: [...notes] }
}

function wordsOf(mail: ParsedMail, inside: string[], notes: Set<Note>): string {
  const plain = (mail.text ?? '').trim()
  const html = typeof mail.html === 'string' ? mail.html : ''
  if (html.length > most.html) notes.add('HTML_TOO_LARGE')
  const own = plain === '' ? withoutTags(html.slice(0, most.html)) : plain
  return clean([own, ...inside].filter((words) => words !== '').join('\n\n'))
}

/** Words of messages that came as files, without their headers. */
async function wordsInside(mail: ParsedMail, depth: number): Promise<string[]> {
  const words: string[] = []
  for (const file of mail.attachments.filter(isMessage).slice(0, 10)) {
    const inner = await simpleParser(file.content, parserOptions).catch(() => undefined)
    if (inner === undefined) continue
    words.push((inner.text ?? '').trim() || withoutTags(typeof inner.html === 'string' ? inner.html.slice(0, most.html) : ''))
    if (depth < most.depth) words.push(...await wordsInside(inner, depth + 1))
  }
  return words
}

function isMessage(file: Attachment): boolean {
  return file.contentType === 'message/rfc822'
}

/** For HTML that the converter gave up on: tags dropped, in linear time. */
function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, ' ').replace(/&nbsp;/gi, ' ').replace(/[ \t\r\n]+/g, ' ').trim()
}

/** Valid Unicode, \n for line ends, no control characters but tab and newline. */
function clean(words: string): string {
  return words.toWellFormed().replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n]/gu, '').trim()
}

function filesOf(mail: ParsedMail, notes: Set<Note>): MailValue['attachments'] {
  if (mail.attachments.length > most.attachments) notes.add('ATTACHMENTS_CUT')
  return mail.attachments.slice(0, most.attachments)
    .filter((file) => Buffer.isBuffer(file.content) && file.content.length > 0)
    .map((file) => ({ type: mediaType(file.contentType), bytes: new Uint8Array(file.content) }))
}

function mediaType(declared: string): string {
  const type = declared.toLowerCase().trim()
  return /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/.test(type) ? type : 'application/octet-stream'
}

function identityOf(mail: ParsedMail, notes: Set<Note>): Omit<MailValue, 'text' | 'attachments' | 'notes'> {
  const subject = header(mail.subject, notes)
  const from = header(mail.from?.text, notes)
  const messageId = header(mail.messageId, notes)
  const date = dateOf(mail)
  const to = [mail.to, mail.cc, mail.bcc].flat().flatMap((list) => list?.value ?? []).map(({ address }) => address ?? '')
  const received = linesOf(mail, 'received')
  if (to.length > most.recipients || received.length > most.received) notes.add('HEADER_CUT')
  return {
    ...(subject === '' ? {} : { subject }),
    ...(from === '' ? {} : { from }),
    ...(messageId === '' ? {} : { messageId }),
    ...(date === undefined ? {} : { date }),
    to: to.filter((address) => address !== '').slice(0, most.recipients).map((address) => header(address, notes)),
    received: received.slice(0, most.received).map((line) => header(line, notes)),
  }
}

/** The parser gives the time of parsing for a date it cannot read; so the line is read here. */
function dateOf(mail: ParsedMail): number | undefined {
  const seconds = Math.floor(Date.parse(linesOf(mail, 'date')[0] ?? '') / 1000)
  return Number.isSafeInteger(seconds) ? seconds : undefined
}

function linesOf(mail: ParsedMail, key: string): string[] {
  return mail.headerLines.filter((line) => line.key === key).map(({ line }) => line.slice(line.indexOf(':') + 1))
}

/** Some headers come as a list when they are repeated. */
function header(value: unknown, notes: Set<Note>): string {
  const first: unknown = Array.isArray(value) ? value[0] : value
  const line = typeof first === 'string' ? clean(first.replace(/\s+/g, ' ')) : ''
  return cut(line, most.header, notes, 'HEADER_CUT')
}

function cut(words: string, limit: number, notes: Set<Note>, note: Note): string {
  if (words.length <= limit) return words
  notes.add(note)
  return words.slice(0, limit).toWellFormed()
}

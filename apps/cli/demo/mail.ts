// The story's e-mails: the shapes that mail programs really send, in the character sets that people there really use.
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { Chance } from './chance.ts'
import { spokenTime } from './city.ts'
import type { LineDoors } from './sources.ts'
import type { StoryTip } from './story.ts'
import { zipOf } from '../../../testing/canaries.ts'

export interface Post {
  /** Resolves with the moment of the server's 250 (performance.now()). */
  send(tip: StoryTip): Promise<number>
  close(): void
}

/** A pool of real SMTP connections. `canary` gives words for headers, file names and archives. */
export function openPost(doors: Pick<LineDoors, 'smtpPort' | 'mailbox'>, chance: Chance, canary: () => string): Post {
  const transport = createTransport({
    host: '127.0.0.1',
    port: doors.smtpPort,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 4,
    maxMessages: 1000,
  })
  return {
    send: (tip) => sendOne(transport, message(tip, doors.mailbox, chance, canary)),
    close: () => transport.close(),
  }
}

async function sendOne(transport: Transporter, options: SendMailOptions): Promise<number> {
  await transport.sendMail(options)
  return performance.now()
}

/** One of five shapes: plain, HTML only, both at once, an old Arabic character set, a base64 body with an archive. */
function message(tip: StoryTip, mailbox: string, chance: Chance, canary: () => string): SendMailOptions {
  const address = `${tip.source.replaceAll(' ', '-')}@example.org`
  const body =
    `${tip.text}\n\n${tip.place.name}: ${tip.place.lat}, ${tip.place.lon}\n${spokenTime(tip.when.from, tip.lang)}\n` +
    tip.heardFrom.map((from) => `${from}\n`).join('')
  const shape = chance.between(0, 4)
  if (shape === 3 && tip.lang === 'ar') {
    return { envelope: { from: address, to: mailbox }, raw: windows1256Message(address, mailbox, body, canary) }
  }
  const options: SendMailOptions = {
    from: { name: `Sender ${canary()}`, address },
    to: mailbox,
    subject: `${subjects[tip.lang]} ${canary()}`,
    headers: { 'X-Mailer': `Mail ${canary()}` },
    messageId: `<${canary()}@example.org>`,
    attachments: tip.files.map((file) => ({
      filename: file.name,
      contentType: file.type,
      content: Buffer.from(file.bytes),
    })),
  }
  if (shape === 1) return { ...options, html: `<html><body><p>${body.replaceAll('\n', '<br>')}</p></body></html>` }
  if (shape === 2) return { ...options, text: body, html: `<p>${body.replaceAll('\n', '<br>')}</p>` }
  if (shape === 4)
    return {
      ...options,
      text: body,
      textEncoding: 'base64',
      attachments: [...(options.attachments ?? []), archive(canary)],
    }
  return { ...options, text: body, textEncoding: 'quoted-printable' }
}

const subjects = { en: 'Something I saw', ar: 'شيء رأيته', ckb: 'شتێک بینیم' } as const

const archive = (canary: () => string) => ({
  filename: `notes-${canary()}.zip`,
  contentType: 'application/zip',
  content: zipOf(`${canary()}.txt`, Buffer.from(`${canary()}\n`.repeat(20))),
})

function windows1256Message(from: string, to: string, body: string, canary: () => string): Buffer {
  const head = [
    `From: "${canary()}" <${from}>`, `To: ${to}`, `Message-ID: <${canary()}@example.org>`,
    `Subject: =?windows-1256?B?${encode1256(subjects.ar).toString('base64')}?=`, 'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=windows-1256', 'Content-Transfer-Encoding: quoted-printable', '', '',
  ].join('\r\n')
  const lines = [...encode1256(body)].map((octet) => (octet === 0x0a ? '\r\n' : quoted(octet))).join('')
  return Buffer.from(head + lines.replaceAll(/(?:=[0-9A-F]{2}|[^=\r\n]){60}(?!\r\n)/g, (line) => `${line}=\r\n`))
}

const quoted = (octet: number): string =>
  octet >= 0x20 && octet < 0x7f && octet !== 0x3d
    ? String.fromCharCode(octet)
    : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`

/** Node can only decode windows-1256; its table turned round encodes. What it lacks becomes a question mark. */
function encode1256(text: string): Buffer {
  const decoder = new TextDecoder('windows-1256')
  const table = new Map(Array.from({ length: 256 }, (_, octet) => [decoder.decode(Uint8Array.of(octet)), octet]))
  return Buffer.from([...text].map((letter) => table.get(letter) ?? 0x3f))
}

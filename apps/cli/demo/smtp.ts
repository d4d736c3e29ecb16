// The sending side of SMTP (RFC 5321), as bare as it gets: message bytes go out as they are, so that broken ones stay
// broken, and every answer of the server is kept with its code.
import { connect, type Socket } from 'node:net'
import { CliError } from '../verb.ts'

export interface Answer {
  readonly code: number
  readonly text: string
}

/** What became of one message: taken with 250, or refused at some step with the server's code and words. */
export type Delivery =
  { readonly taken: true } | { readonly taken: false; readonly step: string; readonly answer: Answer }

export interface SmtpConnection {
  deliver(message: Uint8Array, from: string, to: string): Promise<Delivery>
  command(line: string): Promise<Answer>
  close(): Promise<void>
}

/** Connects, reads the greeting and says EHLO. Throws SMTP_PROTOCOL when the server does neither. */
export async function openSmtp(port: number, host = '127.0.0.1'): Promise<SmtpConnection> {
  const socket = connect({ port, host })
  const answers = readAnswers(socket)
  const hear = async (): Promise<Answer> => {
    const next = await answers.next()
    if (next.done === true)
      throw new CliError('SMTP_PROTOCOL', 'the mail server closed the connection in the middle of an exchange')
    return next.value
  }
  const command = async (line: string): Promise<Answer> => {
    socket.write(`${line}\r\n`)
    return hear()
  }
  await hear()
  await command('EHLO demo.invalid')
  return {
    command,
    deliver: (message, from, to) => deliver({ socket, command, hear }, message, from, to),
    close: async () => {
      await command('QUIT').catch(() => undefined)
      socket.destroy()
    },
  }
}

interface Line {
  readonly socket: Socket
  readonly command: (line: string) => Promise<Answer>
  readonly hear: () => Promise<Answer>
}

async function deliver(
  { socket, command, hear }: Line,
  message: Uint8Array,
  from: string,
  to: string,
): Promise<Delivery> {
  for (const [step, line] of [
    ['MAIL', `MAIL FROM:<${from}>`],
    ['RCPT', `RCPT TO:<${to}>`],
    ['DATA', 'DATA'],
  ] as const) {
    const answer = await command(line)
    if (answer.code >= 400) {
      await command('RSET')
      return { taken: false, step, answer }
    }
  }
  socket.write(stuffed(message))
  const answer = await hear()
  return answer.code === 250 ? { taken: true } : { taken: false, step: 'message', answer }
}

/** Lines end in CRLF, a leading dot is doubled, and a dot alone ends it (RFC 5321, 4.5.2). Nothing else is touched. */
export function stuffed(message: Uint8Array): Buffer {
  const lines = Buffer.from(message).toString('latin1').replaceAll(/\r?\n/g, '\r\n').replaceAll(/^\./gm, '..')
  return Buffer.from(lines === '' || lines.endsWith('\r\n') ? `${lines}.\r\n` : `${lines}\r\n.\r\n`, 'latin1')
}

/** Answers of one or more lines: `250-more`, `250 last` (RFC 5321, 4.2). */
async function* readAnswers(socket: Socket): AsyncGenerator<Answer, undefined> {
  let unread = ''
  const text: string[] = []
  try {
    for await (const chunk of socket) {
      unread += String(chunk)
      for (let end = unread.indexOf('\r\n'); end !== -1; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end)
        unread = unread.slice(end + 2)
        text.push(line.slice(4))
        if (line[3] !== '-') yield { code: Number(line.slice(0, 3)), text: text.splice(0).join(' ') }
      }
    }
  } catch {
    // A reset reads as an end: who waits for an answer is told that none came.
  }
  return undefined
}

// Every mail file below a folder, sent as it is through the real SMTP port.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CliError } from '../verb.ts'
import type { DeskApi } from './deskapi.ts'
import { type Delivery, openSmtp, type SmtpConnection } from './smtp.ts'
import type { LineDoors } from './sources.ts'

export interface MailFigures {
  readonly sent: number
  readonly atDesk: number
  readonly refused: number
  readonly lost: number
  /** Each refusal's SMTP code and words, with how many got it. */
  readonly refusals: Readonly<Record<string, number>>
}

const AT_ONCE = 4
const PATIENCE_MS = 30_000

/** Throws MAIL_EMPTY when there is no message below `folder`. */
export async function sendMailFolder(
  folder: string, doors: LineDoors, desk: DeskApi, onProgress: (done: number, of: number) => void, signal: AbortSignal,
): Promise<MailFigures> {
  const files = await messageFiles(folder)
  if (files.length === 0) throw new CliError('MAIL_EMPTY', 'no message file lies below the folder given with --mail')
  const before = await mailTips(desk)
  const refusals: Record<string, number> = {}
  let done = 0
  let taken = 0
  const queue = files.values()
  await Promise.all(Array.from({ length: AT_ONCE }, () => work()))
  const atDesk = await settled(desk, before + taken) - before
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0)
  return { sent: files.length, atDesk, refused, lost: files.length - atDesk - refused, refusals }

  async function work(): Promise<void> {
    let smtp: SmtpConnection | undefined
    for (const file of queue) {
      if (signal.aborted) break
      smtp ??= await openSmtp(doors.smtpPort)
      const delivery = await deliver(smtp, await readFile(file))
      if (delivery === undefined) smtp = undefined
      else if (delivery.taken) taken++
      else note(delivery)
      onProgress(++done, files.length)
    }
    await smtp?.close()
  }

  /** Undefined when the server hung up without an answer: the message is then neither taken nor refused. */
  async function deliver(smtp: SmtpConnection, message: Uint8Array): Promise<Delivery | undefined> {
    return smtp.deliver(message, 'sender@example.org', doors.mailbox).catch(() => undefined)
  }

  function note({ step, answer }: Extract<Delivery, { taken: false }>): void {
    const key = `${answer.code} at ${step}: ${answer.text}`
    refusals[key] = (refusals[key] ?? 0) + 1
  }
}

/** All files below the folder but for what version control and archives keep there. */
async function messageFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && isMessageName(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** `.eml`, `.msg`-less corpora whose files have no extension or a hash for one; not dot files, archives or notes. */
function isMessageName(name: string): boolean {
  return (
    !name.startsWith('.') &&
    !/LICENSE|README|COPYING/i.test(name) &&
    !/\.(gz|tar|tgz|zip|bz2|md|json|rb|js|ts|py|tsv|csv|yml)$/i.test(name)
  )
}

/** Tips that came by e-mail, as the desk counts them. */
async function mailTips(desk: DeskApi): Promise<number> {
  return (await desk.allTips()).filter((tip) => tip.channel === 'email').length
}

async function settled(desk: DeskApi, expected: number): Promise<number> {
  let last = { count: -1, at: performance.now() }
  while (performance.now() - last.at < PATIENCE_MS) {
    const count = await mailTips(desk)
    if (count >= expected) return count
    if (count !== last.count) last = { count, at: performance.now() }
    await pause(500)
  }
  return last.count
}

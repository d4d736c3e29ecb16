/**
 * The e-mail gateway: an SMTP server that takes mail for the line's own addresses, and nothing else.
 *
 *   receive (memory, bounded) → parse (throwaway process) → seal files, then the tip → hand to intake → 250
 *
 * 250 is said only once intake has made the envelope durable; until then the sender's server keeps the message and
 * tries again. Nothing plain touches a disk or the log. One delivery is one tip, whatever came before.
 */
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { EnvelopeError, MAX_ATTACHMENT_BYTES, newAttachmentKey, newPayload } from '@nightjar/envelope'
import { parseListen, type Config } from '@nightjar/machine/config'
import { houseCodeOf } from '@nightjar/machine/errors'
import { createLog, type Log } from '@nightjar/machine/log'
import type { Running } from '@nightjar/machine/serve'
import { closeThrowaways, runThrowaway, throwawayMissing, warmThrowaway } from '@nightjar/machine/throwaway'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server'
import { openEdge, type Edge, type EdgeOptions } from '../edge.ts'
import { createBudget } from './budget.ts'
import { receive } from './receive.ts'
import { tipOfMail, tipOfUnreadable, type MailTip } from './tip.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface EmailOptions {
  log?: Log
  edge?: EdgeOptions
  /** Octets of one message: no more than one file may have, so that the message itself can always travel along. */
  messageBytes?: number
  /** Octets that all connections hold together. */
  memoryBytes?: number
  connections?: number
  /** Seconds of silence after which a connection ends. */
  idleSeconds?: number
  /** A connection that moves fewer than `leastBytes` in this time is cut, as is one older than `lifeSeconds`. */
  paceSeconds?: number
  leastBytes?: number
  lifeSeconds?: number
  parseSeconds?: number
}

const defaults = {
  messageBytes: MAX_ATTACHMENT_BYTES, memoryBytes: 160 * 1024 * 1024, connections: 100, idleSeconds: 60, paceSeconds: 180,
  leastBytes: 1024, lifeSeconds: 1200, parseSeconds: 30,
} satisfies EmailOptions
const kindOther = 0
const recipientsAtOnce = 20

/** Throws EdgeError EDGE_NOT_SET_UP and what listening throws. Resolves when the port is open. */
export async function startEmailGateway(config: Config, options: EmailOptions = {}): Promise<Running> {
  const settings = { ...defaults, ...options }
  const log = options.log ?? createLog('gateway-email')
  const edge = await openEdge(config, 'edge-email', options.edge)
  if (throwawayMissing().length > 0) log.event('THROWAWAY_WALLS_MISSING', { missing: throwawayMissing().length })
  warmThrowaway('mail')
  const server = createSmtpServer(config, settings, edge, log)
  const { host, port } = parseListen(config.gateway.email.listen)
  const smtp = await listen(server, host, port)
  return {
    ports: { smtp },
    async close() {
      await new Promise<void>((done) => { server.close(() => done()) })
      await edge.close()
      closeThrowaways()
    },
  }
}

type Settings = typeof defaults

function createSmtpServer(config: Config, settings: Settings, edge: Edge, log: Log): SMTPServer {
  const { name, recipients } = config.gateway.email
  const ours = new Set(recipients.map(foldAddress))
  const budget = createBudget(settings.memoryBytes)
  const server = new SMTPServer({
    ...wireOptions(config, settings),
    name,
    onRcptTo({ address }, _session, done) {
      done(ours.has(foldAddress(address)) ? null : new SmtpRefusal(550, '5.7.1 relaying refused: no such address here'))
    },
    onData(stream, _session, done) {
      void answer(stream, done)
    },
  })
  // A broken connection is the sender's affair: it was not told 250, so it comes again.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => keepPace(socket, settings))
  return server

  async function answer(stream: SMTPServerDataStream, done: (error: Error | null, message?: string) => void): Promise<void> {
    try {
      await takeMessage(stream)
    } catch (error) {
      return done(refusalFor(error, log))
    }
    done(null, '2.0.0 accepted')
  }

  async function takeMessage(stream: SMTPServerDataStream): Promise<void> {
    const got = await receive(stream, settings.messageBytes, budget)
    if (!got.ok) throw refusals[got.why]
    try {
      if (got.raw.length === 0) throw refusals.EMPTY
      await handOverOrRaw(edge, await readMessage(got.raw, settings.parseSeconds, log), got.raw)
    } finally {
      got.give()
    }
  }
}

function wireOptions(config: Config, { messageBytes, connections, idleSeconds }: Settings): SMTPServerOptions & {
  heloResponse: string; maxRecipients: number; maxCommandLength: number; rejectOversized: boolean
} {
  const { tlsCertificate, tlsKey } = config.gateway.email
  const disabled = ['AUTH', 'XCLIENT', 'XFORWARD', 'VRFY', 'HELP', 'WIZ', 'SHELL', 'KILL']
  const tls = tlsCertificate === ''
    ? { hideSTARTTLS: true, disabledCommands: [...disabled, 'STARTTLS'] }
    : { cert: readFileSync(tlsCertificate), key: readFileSync(tlsKey), minVersion: 'TLSv1.2' as const, disabledCommands: disabled }
  return {
    ...tls,
    authOptional: true,
    authMethods: [],
    disableReverseLookup: true,
    logger: false,
    banner: '',
    heloResponse: '%s',
    size: messageBytes,
    rejectOversized: true,
    maxClients: connections,
    maxRecipients: recipientsAtOnce,
    maxCommandLength: 2048,
    socketTimeout: idleSeconds * 1000,
    closeTimeout: 2000,
  }
}

function listen(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.off('error', reject)
      resolve(portOf(server.server.address()))
    })
  })
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Idle limits do not catch who sends an octet a minute; this does. */
function keepPace(socket: Socket, { paceSeconds, leastBytes, lifeSeconds }: Settings): void {
  let before = 0
  const pace = setInterval(() => {
    if (socket.bytesRead - before < leastBytes) socket.destroy()
    before = socket.bytesRead
  }, paceSeconds * 1000)
  const life = setTimeout(() => socket.destroy(), lifeSeconds * 1000)
  socket.once('close', () => {
    clearInterval(pace)
    clearTimeout(life)
  })
}

function foldAddress(address: string): string {
  return address.normalize('NFC').toLowerCase()
}

/** What cannot be parsed is sealed as it came; only a crowded machine sends a message back to wait. */
async function readMessage(raw: Bytes, seconds: number, log: Log): Promise<MailTip> {
  const outcome = await runThrowaway('mail', raw, { seconds })
  if (outcome.ok) return tipOfMail(outcome.value, raw)
  if (outcome.message === 'TOO_MANY_WAITING') throw refusals.NO_ROOM
  log.event('MAIL_UNREADABLE', { why: outcome.code })
  return tipOfUnreadable(raw, outcome.code)
}

/** What does not fit a payload, whatever we overlooked, is sealed as it came rather than sent back for ever. */
async function handOverOrRaw(edge: Edge, tip: MailTip, raw: Bytes): Promise<void> {
  try {
    await handOver(edge, tip)
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error
    await handOver(edge, tipOfUnreadable(raw, error.code))
  }
}

/** Files first, so that no envelope at intake ever names a file that is not there. */
async function handOver(edge: Edge, tip: MailTip): Promise<void> {
  if (!edge.ready) throw refusals.NO_KEYS
  const receivedAt = Math.floor(Date.now() / 1000)
  const attachments: { key: Bytes; type: string; bytes: number }[] = []
  for (const { type, bytes } of tip.files) {
    const key = newAttachmentKey()
    attachments.push({ key, type, bytes: await edge.handAttachment(key, bytes) })
  }
  const { text, vault, composedAt } = tip
  const { envelope } = await edge.seal(newPayload({
    kind: kindOther, channel: 'email', urgency: 0, text, vault, attachments, receivedAt, ...(composedAt && { composedAt }),
  }))
  await edge.hand(envelope)
}

/** The words go to the sender's server, which shows them to the sender: they say what happens next, never what was sent. */
class SmtpRefusal extends Error {
  override name = 'SmtpRefusal'
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

const refusals = {
  TOO_LARGE: new SmtpRefusal(552, '5.3.4 the message is too large'),
  EMPTY: new SmtpRefusal(554, '5.6.0 the message is empty'),
  NO_ROOM: new SmtpRefusal(452, '4.3.1 too busy now, come again'),
  NO_KEYS: new SmtpRefusal(451, '4.3.0 not ready yet, come again'),
  BROKE_OFF: new SmtpRefusal(451, '4.4.2 the message broke off'),
  LATER: new SmtpRefusal(451, '4.3.0 cannot take it now, come again'),
}

function refusalFor(error: unknown, log: Log): SmtpRefusal {
  if (error instanceof SmtpRefusal) return error
  log.event('MAIL_NOT_TAKEN', { why: houseCodeOf(error) ?? 'UNFORESEEN' })
  return refusals.LATER
}

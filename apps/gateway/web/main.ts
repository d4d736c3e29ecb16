/**
 * The web gateway: forms that were sent without scripts. What comes in plain is sealed in memory and handed to intake;
 * nothing of it touches a disk or a log. The answer is a page, because nobody here has a script to read anything else.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  EnvelopeError, createReceipt, newAttachmentKey, newPayload, parseReceipt, readReplies, replyKeyOf, type Payload,
} from '@nightjar/envelope'
import { parseListen, type Config } from '@nightjar/machine/config'
import { refuseUnsafeEdge } from '@nightjar/machine/hardening'
import { createServer, type Server } from '@nightjar/machine/http'
import type { Log } from '@nightjar/machine/log'
import type { Running } from '@nightjar/machine/serve'
import { EdgeError, openEdge, type Edge } from '../edge.ts'
import { FormError, STATUS_OF, type FormErrorCode } from './errors.ts'
import { composed, knownLang, type Fields, type Lang } from './fields.ts'
import { checkFormType, readForm, type Form, type FormFile } from './form.ts'
import { PAGE_CSP, answersPage, receivedPage, refusedPage, type PageContext } from './page.ts'

export interface WebGatewayOptions {
  /** Says what an unsafe machine lacks and goes on: for the demo and for tests. */
  warnOnly?: boolean
  log?: Log
}

type Bytes = Uint8Array<ArrayBuffer>
type Attachment = Payload['attachments'][number]
type Path = 'tip' | 'check'

interface Gateway { edge: Edge; intakeUrl: string; origins: ReadonlySet<string>; log: Log | undefined }

/** `ports.http` is its listener. */
export async function startWebGateway(config: Config, options: WebGatewayOptions = {}): Promise<Running> {
  refuseUnsafeEdge({ warnOnly: options.warnOnly ?? false })
  const edge = await openEdge(config, 'edge-web')
  const intakeUrl = config.intake.publicUrl.replace(/\/+$/, '')
  const origins = new Set(['null', new URL(intakeUrl).origin, new URL(config.gateway.web.publicUrl).origin])
  const app = createGatewayServer({ edge, intakeUrl, origins, log: options.log })
  await app.listen(parseListen(config.gateway.web.listen))
  const address = app.server.address()
  return {
    ports: { http: typeof address === 'object' && address !== null ? address.port : 0 },
    async close() {
      app.server.closeAllConnections()
      await app.close()
      await edge.close()
    },
  }
}

export function createGatewayServer(gateway: Gateway): Server {
  const app = createServer({ csp: PAGE_CSP, requestSeconds: 1800, idleSeconds: 60 })
  // Every form type reaches its route as a stream, so that a refusal is a page too.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.get('/health', async () => ({ ok: gateway.edge.ready }))
  for (const path of ['/', '/tip', '/check']) {
    app.get(path, async (_request, reply) =>
      reply.redirect(`${gateway.intakeUrl}/${path === '/check' ? 'en/check' : ''}`, 303))
  }
  app.post('/tip', async (request, reply) =>
    answer(gateway, 'tip', request, reply, (form, context) => takeTip(gateway.edge, form, context)))
  app.post('/check', async (request, reply) =>
    answer(gateway, 'check', request, reply, (form, context) => readAnswers(gateway.edge, form, context)))
  return app
}

type Act = (form: Form<Attachment>, context: PageContext) => Promise<string>

async function answer(
  gateway: Gateway, path: Path, request: FastifyRequest, reply: FastifyReply, act: Act,
): Promise<FastifyReply> {
  let fields: Fields = new Map()
  try {
    checkOrigin(request.headers.origin, gateway.origins)
    checkFormType(request.headers['content-type'])
    const form = await readForm(request.raw, (file) => handFile(gateway.edge, path, file))
    fields = form.fields
    if (form.problem !== undefined) throw form.problem
    return html(reply, 200, await act(form, contextOf(gateway, request, fields)))
  } catch (error) {
    const code = codeOf(error)
    gateway.log?.event('FORM_REFUSED', { code })
    if (!request.raw.readableEnded) drain(request, reply)
    if (STATUS_OF[code] === 503) reply.header('Retry-After', '120')
    return html(reply, STATUS_OF[code], refusedPage(contextOf(gateway, request, fields), code, path, fields))
  }
}

/** Browsers say `null`, or nothing, for a page that gives no referrer. */
function checkOrigin(origin: string | undefined, known: ReadonlySet<string>): void {
  if (origin !== undefined && !known.has(origin)) throw new FormError('ORIGIN', 'the form came from another site')
}

/** A refusal before the body was read: a little more of it is read into nothing, then the connection ends. */
function drain(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('Connection', 'close')
  request.raw.resume()
}

async function handFile(edge: Edge, path: Path, { type, source }: FormFile): Promise<Attachment> {
  if (path === 'check') throw new FormError('FORM_TOO_LARGE', 'this form takes no files')
  const key = newAttachmentKey()
  const bytes = await edge.handAttachment(key, source)
  return { key, type, bytes }
}

async function takeTip(edge: Edge, { fields, files }: Form<Attachment>, context: PageContext): Promise<string> {
  if ((fields.get('text') ?? '').trim() === '') throw new FormError('TEXT_EMPTY', 'the form says nothing')
  const code = await codeOfSource(fields)
  const now = Math.floor(Date.now() / 1000)
  const payload = newPayload({
    ...composed(fields, now), channel: 'webNoScript', receivedAt: now, attachments: files, replyKey: code.replyKey,
    ...(code.duressKey && { duressKey: code.duressKey }),
  })
  const { envelope } = await edge.seal(payload)
  await edge.hand(envelope)
  return receivedPage(context, code.receipt, code.second)
}

/** A code from before goes on; otherwise new ones are made here, and the page says so. */
async function codeOfSource(fields: Fields) {
  const typed = (fields.get('receipt') ?? '').trim()
  if (typed !== '') {
    return { receipt: undefined, second: undefined, duressKey: undefined, replyKey: await replyKeyOf(parsed(typed)) }
  }
  const receipt = createReceipt()
  const second = fields.get('second') === 'yes' ? createReceipt() : undefined
  return { receipt, second, replyKey: await replyKeyOf(receipt), duressKey: second && await replyKeyOf(second) }
}

function parsed(typed: string): Bytes {
  try {
    return parseReceipt(typed)
  } catch {
    throw new FormError('RECEIPT_INVALID', 'the receipt is not complete or has a mistake')
  }
}

async function readAnswers(edge: Edge, { fields }: Form<Attachment>, context: PageContext): Promise<string> {
  const replyKey = await replyKeyOf(parsed(fields.get('receipt') ?? ''))
  return answersPage(context, await readReplies(await edge.board(), replyKey))
}

function contextOf({ intakeUrl }: Gateway, request: FastifyRequest, fields: Fields): PageContext {
  const asked = fields.get('lang')
  return { intakeUrl, lang: knownLang(asked) ? asked : browserLang(request.headers['accept-language']) }
}

function browserLang(accept = ''): Lang {
  const bases = accept.toLowerCase().slice(0, 500).split(',')
    .map((part) => part.trim().slice(0, 3).replace(/[-;].*$/, ''))
  return bases.map((base) => (base === 'ku' ? 'ckb' : base)).find(knownLang) ?? 'en'
}

function codeOf(error: unknown): FormErrorCode {
  if (error instanceof FormError) return error.code
  if (error instanceof EnvelopeError) return error.code.startsWith('PAYLOAD_') ? 'TEXT_TOO_LONG' : 'INTERNAL'
  if (!(error instanceof EdgeError)) return 'INTERNAL'
  return edgeCodes[error.code]
}

const edgeCodes: Readonly<Record<EdgeError['code'], FormErrorCode>> = {
  EDGE_NOT_SET_UP: 'INTAKE_DOWN', EDGE_NO_KEYS: 'INTAKE_DOWN', EDGE_BUSY: 'LANE_FULL', EDGE_CLOSED: 'INTAKE_DOWN',
  INTAKE_DOWN: 'INTAKE_DOWN', INTAKE_REFUSED: 'INTAKE_REFUSED', LANE_FULL: 'LANE_FULL',
  ATTACHMENT_TOO_LARGE: 'FILE_TOO_LARGE',
  ATTACHMENT_SOURCE: 'FILE_BROKEN',
}

function html(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page)
}

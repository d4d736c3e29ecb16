/**
 * What the world reaches: the source's pages, keys and board as fixed bytes, and two addresses that take sealed bytes.
 * Neither asks who sends: no cookie, no account, no address. The API is open to every origin, because it can do nothing
 * for one that it would not do for another.
 */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ENVELOPE_SIZES, MAX_ATTACHMENT_BYTES, looksLikeEnvelope, sealedAttachmentSize } from '@nightjar/envelope'
import { HttpError, createServer, type Server } from '@nightjar/machine/http'
import { checkLocator, type Attachments } from './attachments.ts'
import { laneFull, type Committer } from './commit.ts'
import { IntakeError } from './errors.ts'
import { sendFixed, type Fixed } from './fixed.ts'
import { createPace, eachLane, type LaneOf } from './lanes.ts'
import type { Pages } from './pages.ts'
import type { KeyShelf } from './keyshelf.ts'

export interface PublicParts {
  committer: Committer
  attachments: Attachments
  laneOf: LaneOf
  keys: KeyShelf
  board: () => Fixed
  pages: Pages
  now: () => number
}

const longestEnvelope = Math.max(...ENVELOPE_SIZES)
const octets = 'application/octet-stream'
/** For the largest envelope over the slowest telephone line; files have their own measure (attachments.ts). */
const envelopeSeconds = 120
const perSecond = 2000
const burst = 4000
const cacheBriefly = 'public, max-age=300'
const cacheForEver = 'public, max-age=31536000, immutable'
const accepted = JSON.stringify({ accepted: true })

export function createPublicServer(parts: PublicParts): Server {
  const app = createServer({ bodyLimit: longestEnvelope, requestSeconds: 1800, idleSeconds: 60, maxConnections: 2048 })
  app.removeAllContentTypeParsers()
  takeOctetsOnly(app)
  servePages(app, parts)
  serveFixed(app, parts)
  takeEnvelopes(app, parts)
  takeAttachments(app, parts)
  answerPreflight(app)
  return app
}

/** `IntakeError` in the shape that every answer of this project has. */
export function asHttpError(error: unknown): unknown {
  if (!(error instanceof IntakeError)) return error
  return new HttpError(statusOf[error.code] ?? 500, error.code, error.message, error.retryAfter)
}

const statusOf: Partial<Record<IntakeError['code'], number>> = {
  ENVELOPE_SIZE: 400, ENVELOPE_SUITE: 400, LOCATOR_INVALID: 400, ATTACHMENT_EMPTY: 400, ATTACHMENT_CUT: 400,
  ACKS_INVALID: 400, BOARD_SIZE: 400, KEYLIST_INVALID: 400, TOKEN_WRONG: 401, ATTACHMENT_UNKNOWN: 404,
  ATTACHMENT_SLOW: 408, KEYLIST_OLD: 409,
  TOO_LARGE: 413, CONTENT_TYPE: 415, LANE_FULL: 503, DISK_FULL: 503, KEYLIST_NONE: 503, CLOSING: 503,
}

function takeOctetsOnly(app: Server): void {
  app.addContentTypeParser(octets, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

function servePages(app: Server, { pages }: PublicParts): void {
  app.get('/', async (request, reply) => {
    reply.header('Vary', 'Accept-Language')
    return sendPage(request, reply, pages, pages.bestPath(request.headers['accept-language']))
  })
  for (const path of pages.paths) app.get(path, async (request, reply) => sendPage(request, reply, pages, path))
  app.get('/assets/:name', async (request: FastifyRequest<{ Params: { name: string } }>, reply) => {
    const file = pages.assets.get(request.params.name)
    if (file === undefined) throw new HttpError(404, 'NOT_FOUND', 'there is nothing here')
    return sendFixed(request, reply, file, cacheForEver)
  })
  app.get('/robots.txt', async (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'))
}

/** Pages are not cached: nothing of them should lie on the source's device longer than they are looked at. */
function sendPage(request: FastifyRequest, reply: FastifyReply, pages: Pages, path: string): FastifyReply {
  const page = pages.page(path)
  if (page === undefined) throw new HttpError(404, 'NOT_FOUND', 'there is nothing here')
  reply.headers(pages.headers)
  return sendFixed(request, reply, page, 'no-store')
}

function serveFixed(app: Server, { keys, board, now }: PublicParts): void {
  app.get('/health', async () => ({ ok: true }))
  app.get('/api/v1/keys', async (request, reply) => sendFixed(request, openToAll(reply), keys.whole(), cacheBriefly))
  app.get('/api/v1/keys/now', async (request, reply) =>
    sendFixed(request, openToAll(reply), keys.slice(now()), cacheBriefly))
  app.get('/api/v1/board', async (request, reply) => sendFixed(request, openToAll(reply), board(), cacheBriefly))
}

function takeEnvelopes(app: Server, { committer, laneOf }: PublicParts): void {
  const paces = eachLane(() => createPace(perSecond, burst))
  const onRequest = async ({ raw }: FastifyRequest) => {
    const timer = setTimeout(() => raw.destroy(), envelopeSeconds * 1000)
    raw.once('close', () => clearTimeout(timer))
  }
  app.post('/api/v1/envelopes', { onRequest }, async (request, reply) => {
    openToAll(reply)
    try {
      const lane = laneOf(request.headers.authorization)
      if (!paces[lane].take(performance.now())) throw laneFull(2)
      const envelope = checkEnvelope(request)
      await committer.keep({ hash: hashOf(envelope), lane, envelope })
    } catch (error) {
      throw asHttpError(error)
    }
    return acceptedAnswer(reply)
  })
}

function checkEnvelope(request: FastifyRequest): Uint8Array<ArrayBuffer> {
  if (!(request.body instanceof Uint8Array)) {
    throw new IntakeError('CONTENT_TYPE', `send the sealed bytes with Content-Type: ${octets}`)
  }
  const envelope = new Uint8Array(request.body)
  const problem = looksLikeEnvelope(envelope)
  if (problem === 'ENVELOPE_SUITE') {
    throw new IntakeError('ENVELOPE_SUITE', 'the first octet names no suite that is known here')
  }
  if (problem !== undefined) {
    throw new IntakeError('ENVELOPE_SIZE', `a sealed message has exactly ${ENVELOPE_SIZES.join(', ')} octets`)
  }
  return envelope
}

/** The name of an envelope (spec/envelope.md): SHA-256 of its bytes. */
function hashOf(envelope: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(envelope).digest())
}

function takeAttachments(app: Server, { attachments, laneOf }: PublicParts): void {
  const limit = sealedAttachmentSize(MAX_ATTACHMENT_BYTES)
  app.register(async (streaming) => {
    streaming.removeAllContentTypeParsers()
    streaming.addContentTypeParser(octets, (_request, payload, done) => done(null, payload))
    streaming.post('/api/v1/attachments/:locator', { bodyLimit: limit },
      async (request: FastifyRequest<{ Params: { locator: string } }>, reply) => {
        openToAll(reply)
        try {
          if (request.body === undefined || request.body === null) {
            throw new IntakeError('CONTENT_TYPE', `send the sealed file with Content-Type: ${octets}`)
          }
          await attachments.take(laneOf(request.headers.authorization), checkLocator(request.params.locator),
            request.raw)
        } catch (error) {
          // What is still coming is not read; the connection ends with the answer.
          reply.header('Connection', 'close')
          throw asHttpError(error)
        }
        return acceptedAnswer(reply)
      })
  })
}

/** The same bytes for new and known. */
function acceptedAnswer(reply: FastifyReply): FastifyReply {
  return reply.code(202).type('application/json; charset=utf-8').send(accepted)
}

function openToAll(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Date, Retry-After',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  })
}

function answerPreflight(app: Server): void {
  const routes = ['envelopes', 'attachments/:locator', 'keys', 'keys/now', 'board'].map((name) => `/api/v1/${name}`)
  for (const route of routes) {
    app.options(route, async (_request, reply) => openToAll(reply).headers({
      'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': 'Content-Type, If-None-Match',
      'Access-Control-Max-Age': '86400',
    }).code(204).send())
  }
}

/**
 * What only the desk reaches: TLS 1.3, both sides pinned by certificate. The desk comes to intake and never the other
 * way, so intake does not know where the desk is.
 */
import { X509Certificate } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { BOARD_SIZE, KEY_LIST_SIZE, checkBoard } from '@nightjar/envelope'
import { writeBundle } from '@nightjar/carriers'
import { HttpError, createTlsServer, type TlsServer } from '@nightjar/machine/http'
import type { Attachments } from './attachments.ts'
import type { BoardShelf } from './boardshelf.ts'
import { IntakeError } from './errors.ts'
import type { KeyShelf } from './keyshelf.ts'
import { asHttpError } from './publicside.ts'
import type { Store } from './store.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface DeskParts {
  store: Store
  attachments: Attachments
  keys: KeyShelf
  board: BoardShelf
  /** PEM. */
  tls: { key: string; certificate: string; deskCertificate: string }
  now: () => number
}

const hashOctets = 32
const mostAtOnce = 1000
const octetsAtOnce = 32 * 1024 * 1024
const secondsADay = 86_400

export function createDeskServer(parts: DeskParts): TlsServer {
  const { key, certificate, deskCertificate } = parts.tls
  const pinned = new X509Certificate(deskCertificate).fingerprint256
  const app = createTlsServer({
    bodyLimit: 2 * 1024 * 1024,
    requestSeconds: 300,
    // Trust is one fingerprint and no authority: `pinDesk` decides, the handshake proves the key.
    tls: { key, cert: certificate, requestCert: true, rejectUnauthorized: false },
  })
  pinDesk(app, pinned)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/octet-stream', 'text/plain'], { parseAs: 'buffer' },
    (_request, body, done) => done(null, body))
  envelopeRoutes(app, parts)
  attachmentRoutes(app, parts)
  shelfRoutes(app, parts)
  return app
}

function pinDesk(app: TlsServer, pinned: string): void {
  app.server.on('secureConnection', (socket) => {
    if (socket.getPeerX509Certificate()?.fingerprint256 !== pinned) socket.destroy()
  })
}

function envelopeRoutes(app: TlsServer, { store, now }: DeskParts): void {
  app.get('/desk/v1/envelopes', async (request: FastifyRequest<{ Querystring: { limit?: string } }>, reply) => {
    const asked = Number(request.query.limit ?? 200)
    const limit = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), mostAtOnce) : 200
    return reply.type('application/octet-stream').send(writeBundle(store.waiting(limit, octetsAtOnce)))
  })
  app.post('/desk/v1/acks', async (request) => {
    const body = bodyOf(request)
    if (body.length % hashOctets !== 0) {
      throw asHttpError(new IntakeError('ACKS_INVALID', `send hashes of ${hashOctets} octets, one after the other`))
    }
    const starts = Array.from({ length: body.length / hashOctets }, (_, i) => i * hashOctets)
    const hashes = starts.map((start) => body.slice(start, start + hashOctets))
    return { acknowledged: store.acknowledge(hashes, Math.floor(now() / secondsADay)) }
  })
}

function attachmentRoutes(app: TlsServer, { attachments }: DeskParts): void {
  app.get('/desk/v1/attachments/:locator', async (request: FastifyRequest<{ Params: { locator: string } }>, reply) => {
    const found = await attachments.read(request.params.locator)
      .catch((error: unknown) => Promise.reject(asHttpError(error)))
    if (found === undefined) throw new HttpError(404, 'ATTACHMENT_UNKNOWN', 'no attachment lies under this locator')
    return reply.type('application/octet-stream').header('Content-Length', found.bytes).send(found.stream)
  })
  app.post('/desk/v1/attachment-acks', async (request) => {
    const text = new TextDecoder().decode(bodyOf(request))
    const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    const acknowledged = await attachments.acknowledge(lines)
      .catch((error: unknown) => Promise.reject(asHttpError(error)))
    return { acknowledged }
  })
}

function shelfRoutes(app: TlsServer, { store, attachments, keys, board }: DeskParts): void {
  app.put('/desk/v1/board', async (request, reply) => {
    await board.put(checkedBoard(bodyOf(request)))
    return reply.code(204).send()
  })
  app.put('/desk/v1/keys', async (request, reply) => {
    const bytes = bodyOf(request)
    if (bytes.length !== KEY_LIST_SIZE) {
      throw asHttpError(new IntakeError('KEYLIST_INVALID', `a key list has exactly ${KEY_LIST_SIZE} octets`))
    }
    await keys.put(bytes).catch((error: unknown) => Promise.reject(asHttpError(error)))
    return reply.code(204).send()
  })
  app.get('/desk/v1/status', async () => ({
    lanes: store.usage(), attachments: attachments.usage(), keySequence: keys.sequence(),
  }))
}

function checkedBoard(bytes: Bytes): Bytes {
  try {
    checkBoard(bytes)
    return bytes
  } catch {
    throw asHttpError(new IntakeError('BOARD_SIZE',
      `a board has exactly ${BOARD_SIZE} octets and begins with its name`))
  }
}

function bodyOf(request: FastifyRequest): Bytes {
  if (!(request.body instanceof Uint8Array)) {
    throw new HttpError(415, 'CONTENT_TYPE', 'send bytes with Content-Type: application/octet-stream')
  }
  return new Uint8Array(request.body)
}

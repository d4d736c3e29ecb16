/**
 * The HTTP server that every program starts from: validated by TypeBox, no access log, no address looked at or kept,
 * time limits against clients that dribble or half-close, one shape for every error, and security headers on every
 * answer. Errors never repeat what was sent.
 */
import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { ServerOptions as TlsOptions } from 'node:https'
import type { Server as NetServer, Socket } from 'node:net'
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { fastify, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Code } from './log.ts'
import { printCrash } from './serve.ts'

export interface ServerOptions {
  /** Content-Security-Policy of every answer (a route may set its own). The default allows nothing. */
  csp?: string
  /** Octets of a body that is read whole. Streams are bounded by their route. */
  bodyLimit?: number
  /** Seconds for a whole request to arrive, body included: raise it where large files come over slow networks. */
  requestSeconds?: number
  /** Seconds of silence on a connection before it is closed. A live stream must send a line more often. */
  idleSeconds?: number
  /** With so many open, the oldest makes way for a new one. */
  maxConnections?: number
  /** Called with errors that no route foresaw; the default prints them without their words. */
  onFault?: (error: unknown) => void
}

/** An answer other than success. `code` is stable; `message` says what to do and never repeats input. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly statusCode: number
  readonly code: Code
  readonly retryAfter: number | undefined

  constructor(statusCode: number, code: Code, message: string, retryAfterSeconds?: number) {
    super(message)
    this.statusCode = statusCode
    this.code = code
    this.retryAfter = retryAfterSeconds
  }
}

export type Server = ReturnType<typeof createServer>
export type TlsServer = ReturnType<typeof createTlsServer>

const nothingAllowed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export function createServer(options: ServerOptions = {}) {
  const app = fastify(fastifyOptions(options)).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  const { onRequest, onError, onNotFound } = answers(options)
  app.addHook('onRequest', onRequest)
  app.setErrorHandler(onError)
  app.setNotFoundHandler(onNotFound)
  makeRoom(app.server, options.maxConnections ?? 512)
  return app
}

/** The same over TLS (1.3 only unless told otherwise), as between intake and desk. */
export function createTlsServer(options: ServerOptions & { tls: TlsOptions }) {
  const shared = fastifyOptions(options)
  const https = { ...shared.http, minVersion: 'TLSv1.3' as const, handshakeTimeout: 10_000, ...options.tls }
  const app = fastify({ ...shared, https }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  const { onRequest, onError, onNotFound } = answers(options)
  app.addHook('onRequest', onRequest)
  app.setErrorHandler(onError)
  app.setNotFoundHandler(onNotFound)
  makeRoom(app.server, options.maxConnections ?? 512)
  return app
}

/**
 * Who holds many connections open and sends next to nothing would keep everybody else out, and no address is looked at
 * to tell them apart. A request that hurries is over before it is the oldest.
 */
function makeRoom(server: NetServer, most: number): void {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    const [oldest] = open
    if (oldest !== undefined && open.size >= most) {
      open.delete(oldest)
      oldest.destroy()
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
}

function fastifyOptions({ bodyLimit = 256 * 1024, requestSeconds = 60, idleSeconds = 30 }: ServerOptions) {
  const requestTimeout = requestSeconds * 1000
  return {
    logger: false as const,
    trustProxy: false as const,
    bodyLimit,
    requestTimeout,
    connectionTimeout: idleSeconds * 1000,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: 200,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    http: {
      headersTimeout: Math.min(10_000, requestTimeout),
      connectionsCheckingInterval: Math.min(2000, requestTimeout),
      maxHeaderSize: 16_384,
    },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerBadUrl,
  }
}

function securityHeaders(csp: string): Record<string, string> {
  return {
    'Content-Security-Policy': csp,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'Cache-Control': 'no-store',
  }
}

function answers({ csp = nothingAllowed, onFault = printCrash }: ServerOptions) {
  const headers = securityHeaders(csp)
  return {
    async onRequest(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
      reply.headers(headers)
    },
    async onError(error: unknown, _request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const known = asHttpError(error)
      if (known === undefined) onFault(error)
      const { statusCode, code, message, retryAfter } = known ?? unforeseen
      if (retryAfter !== undefined) reply.header('Retry-After', retryAfter)
      return reply.code(statusCode).type('application/json; charset=utf-8').send(errorBody(code, message))
    },
    async onNotFound(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      return reply.code(404).type('application/json; charset=utf-8').send(errorBody('NOT_FOUND', 'there is nothing here'))
    },
  }
}

/** What the framework refuses by itself, in our words. Its own words can repeat the request. */
const refusals: Readonly<Record<number, readonly [Code, string]>> = {
  400: ['REQUEST_INVALID', 'the request is not what this address accepts'],
  404: ['NOT_FOUND', 'there is nothing here'],
  408: ['REQUEST_TIMEOUT', 'the request took too long to arrive'],
  413: ['TOO_LARGE', 'the body is larger than this address accepts'],
  414: ['URL_INVALID', 'the address asked for is not valid'],
  415: ['CONTENT_TYPE', 'the content type is not one this address accepts'],
  417: ['REQUEST_INVALID', 'the request is not what this address accepts'],
  431: ['HEADERS_TOO_LARGE', 'the headers are too large'],
}

const unforeseen = new HttpError(500, 'INTERNAL', 'something went wrong here; try again')

function asHttpError(error: unknown): HttpError | undefined {
  if (error instanceof HttpError) return error
  if (!(error instanceof Error)) return undefined
  const status = 'validation' in error ? 400 : statusOf(error)
  const refusal = status === undefined ? undefined : refusals[status]
  return status === undefined || refusal === undefined ? undefined : new HttpError(status, ...refusal)
}

function statusOf(error: Error): number | undefined {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined
}

function errorBody(code: Code, message: string): { error: { code: Code; message: string } } {
  return { error: { code, message } }
}

function answerBadUrl(_error: unknown, _request: unknown, reply: { raw: ServerResponse }): void {
  const body = JSON.stringify(errorBody('URL_INVALID', 'the address asked for is not valid'))
  const headers = { ...securityHeaders(nothingAllowed), 'Content-Type': 'application/json; charset=utf-8' }
  reply.raw.writeHead(400, headers).end(body)
}

const brokenRequestStatus: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/** Bytes that are not HTTP, headers without end, requests that never finish: answered once, then cut. */
function answerBrokenRequest(error: Error & { code?: string | undefined }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy()
    return
  }
  const status = brokenRequestStatus[error.code ?? ''] ?? 400
  const [code, message] = refusals[status] ?? ['REQUEST_INVALID', 'the request is not valid']
  const body = JSON.stringify(errorBody(code, message))
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json; `
    + `charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
  socket.end(head + body, () => socket.destroy())
}

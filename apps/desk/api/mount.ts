/**
 * Mounting the table of routes: one place that asks for a session, refuses other sites, and turns errors into answers.
 * A handler sees only what its schema let through.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { HttpError, type Server } from '@nightjar/machine/http'
import { houseCodeOf } from '@nightjar/machine/errors'
import type { Code } from '@nightjar/machine/log'
import { DeskError } from '../errors.ts'
import type { DeskLock } from '../lock.ts'
import type { OpenDesk } from '../open-desk.ts'
import { API_PREFIX, schemaOf } from './openapi.ts'
import { routes, type RouteName, type RouteSpec } from './routes.ts'

export const SESSION_COOKIE = 'nightjar'

type SchemaOf<K extends RouteName> = (typeof routes)[K]['schema']
type Part<K extends RouteName, P extends string> =
  SchemaOf<K> extends Record<P, infer S extends TSchema> ? Static<S> : undefined
type AnswerOf<K extends RouteName> =
  SchemaOf<K>['response'] extends { 200: infer S extends TSchema } ? Static<S>
    : SchemaOf<K>['response'] extends { 201: infer S extends TSchema } ? Static<S> : undefined

export interface Input<K extends RouteName> {
  params: Part<K, 'params'>
  query: Part<K, 'querystring'>
  body: Part<K, 'body'>
  request: FastifyRequest
  reply: FastifyReply
}
/** What a handler of a route that needs a session is given. `Sent`: it has answered by itself, as streams do. */
export type Handler<K extends RouteName> = (desk: OpenDesk, input: Input<K>) => Promise<AnswerOf<K> | Sent>
export const SENT = Symbol('sent')
export type Sent = typeof SENT

export type OpenRoute = 'getState' | 'unlock'
export type Handlers = { [K in Exclude<RouteName, OpenRoute>]: Handler<K> }
export type OpenHandlers = { [K in OpenRoute]: (input: Input<K>) => Promise<AnswerOf<K> | Sent> }

export function mountOpen<K extends OpenRoute>(server: Server, name: K, handle: OpenHandlers[K]): void {
  mountRoute(server, name, (input) => handle(asInput<K>(input)))
}

export function mount<K extends keyof Handlers>(server: Server, lock: DeskLock, name: K, handle: Handler<K>): void {
  mountRoute(server, name, (input) => handle(deskOf(lock, input.request), asInput<K>(input)), (request) => {
    deskOf(lock, request)
  })
}

function deskOf(lock: DeskLock, request: FastifyRequest): OpenDesk {
  return lock.deskFor(request.cookies[SESSION_COOKIE])
}

interface RawInput { params: unknown; query: unknown; body: unknown; request: FastifyRequest; reply: FastifyReply }

/** The one place where what Fastify has checked against a route's schema is taken to have that schema's type. */
function asInput<K extends RouteName>(input: RawInput): Input<K> {
  return input as Input<K>
}

function mountRoute(
  server: Server, name: RouteName, handle: (input: RawInput) => Promise<unknown>,
  admit: (request: FastifyRequest) => void = () => undefined,
): void {
  const route: RouteSpec = routes[name]
  const status = Number(Object.keys(route.schema.response)[0])
  server.route({
    method: route.method, url: API_PREFIX + route.url, schema: schemaOf(name),
    // Before anything of the request is read: who has no session learns nothing, not even what is valid.
    onRequest: async (request) => {
      try {
        admit(request)
      } catch (error) {
        throw asHttpError(error)
      }
    },
    handler: async (request, reply) => {
      const { params, query, body } = request
      try {
        const answer = await handle({ params, query, body, request, reply })
        if (answer === SENT) return reply
        return await reply.code(status).send(answer)
      } catch (error) {
        if (error instanceof DeskError && Object.keys(error.more).length > 0) return sendFailure(reply, error)
        throw asHttpError(error)
      }
    },
  })
}

async function sendFailure(reply: FastifyReply, { code, message, statusCode, more }: DeskError): Promise<FastifyReply> {
  const { retryAfter, ...rest } = more
  if (typeof retryAfter === 'number') reply.header('Retry-After', retryAfter)
  return reply.code(statusCode).send({ error: { code, message }, ...rest })
}

/** Errors of our own rooms keep their code; their messages carry no content. Others are said to be a fault here. */
function asHttpError(error: unknown): unknown {
  const code = houseCodeOf(error)
  if (code === undefined || !isCode(code) || !(error instanceof Error)) return error
  return new HttpError(error instanceof DeskError ? error.statusCode : 409, code, error.message)
}

function isCode(text: string): text is Code {
  return text === text.toUpperCase()
}

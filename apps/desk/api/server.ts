/** The desk's one HTTP server: the API under /api/v1, and the console's built files. Loopback, or behind a proxy. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import cookie from '@fastify/cookie'
import staticFiles from '@fastify/static'
import { createServer, HttpError, type Server } from '@nightjar/machine/http'
import type { DeskLock } from '../lock.ts'
import { draftHandlers } from './drafts.ts'
import { eventHandlers } from './events.ts'
import { mount, mountOpen, type Handlers } from './mount.ts'
import { addOpenApi, API_PREFIX } from './openapi.ts'
import { refuseOtherSites, type OwnHosts } from './origin.ts'
import { lockHandler, openHandlers, stateHandlers } from './state.ts'
import { streamHandlers } from './stream.ts'
import { tipHandlers } from './tips.ts'

/** Everything from here and nothing inline; pictures also from data: and blob: URLs that the page makes itself. */
const CONSOLE_CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
  "connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
  "require-trusted-types-for 'script'", 'trusted-types svelte-trusted-html',
].join('; ')

export interface DeskServerOptions {
  lock: DeskLock
  /** The folder of the console's built files. */
  pages: string
  behindProxy: boolean
  hosts: OwnHosts
}

export async function createDeskServer({ lock, pages, behindProxy, hosts }: DeskServerOptions): Promise<Server> {
  const server = createServer({ csp: CONSOLE_CSP, bodyLimit: 256 * 1024, idleSeconds: 60 })
  await server.register(cookie)
  await addOpenApi(server)
  server.addHook('onRequest', async (request) => refuseOtherSites(request, hosts))
  takeJsonOnly(server)
  const open = openHandlers(lock, behindProxy)
  mountOpen(server, 'getState', open.getState)
  mountOpen(server, 'unlock', open.unlock)
  mountAll(server, lock)
  server.get(`${API_PREFIX}/openapi.json`, { schema: { hide: true } }, async () => server.swagger())
  await servePages(server, pages)
  return server
}

function mountAll(server: Server, lock: DeskLock): void {
  const handlers: Handlers = {
    ...lockHandler(lock), ...stateHandlers, ...tipHandlers, ...eventHandlers, ...draftHandlers, ...streamHandlers,
  }
  const one = <K extends keyof Handlers>(name: K) => mount(server, lock, name, handlers[name])
  for (const name of Object.keys(handlers).filter((key): key is keyof Handlers => key in handlers)) one(name)
}

/** Forms of other sites can send text/plain and the like without asking; JSON they cannot. */
function takeJsonOnly(server: Server): void {
  server.removeAllContentTypeParsers()
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    return parse(request, String(body), done)
  })
}

/** The names that a build gives its files: nothing that climbs, hides or is written in another way. */
const plainPath = /^\/$|^(\/[\w-][\w.-]*)+$/

async function servePages(server: Server, pages: string): Promise<void> {
  await server.register(staticFiles, { root: pages, serve: false, dotfiles: 'deny', cacheControl: false })
  server.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    if (path.startsWith('/api/') || !plainPath.test(path)) {
      throw new HttpError(404, 'NOT_FOUND', 'there is nothing here')
    }
    if (!existsSync(pages)) {
      return reply.code(503).type('text/plain; charset=utf-8').send('The console has not been built: npm run build\n')
    }
    if (extname(path) === '') return reply.sendFile('index.html')
    if (path.startsWith('/assets/')) reply.header('Cache-Control', 'private, max-age=31536000, immutable')
    return reply.sendFile(path.slice(1))
  })
}

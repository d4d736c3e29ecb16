/** The OpenAPI document of the desk's API, made from the table of routes; no desk has to run for it. */
import swagger from '@fastify/swagger'
import { fastify, type FastifyInstance } from 'fastify'
import { Failure } from './schema.ts'
import { routes, type RouteName, type RouteSpec } from './routes.ts'

export const API_PREFIX = '/api/v1'

export async function addOpenApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Nightjar desk', version: '1', description: 'The protected side. Loopback only.' },
    },
  })
}

/** What Fastify needs to know about a route: its schemas, and that every failure has one shape. */
export function schemaOf(name: RouteName): RouteSpec['schema'] & { summary: string; operationId: string } {
  const route: RouteSpec = routes[name]
  return {
    ...route.schema,
    summary: route.summary,
    operationId: name,
    response: { ...route.schema.response, '4xx': Failure, '5xx': Failure },
  }
}

export async function openApiDocument(): Promise<object> {
  const server = fastify()
  await addOpenApi(server)
  for (const name of routeNames()) {
    const { method, url } = routes[name]
    server.route({ method, url: API_PREFIX + url, schema: schemaOf(name), handler: () => undefined })
  }
  await server.ready()
  const document = server.swagger()
  await server.close()
  return document
}

export function routeNames(): RouteName[] {
  return Object.keys(routes).filter((name): name is RouteName => name in routes)
}

/**
 * The desk: the protected side. It starts locked; unlocked it pulls from intake, opens, understands, links and weighs,
 * and serves its API and the console to the people who work at it.
 */
import { join } from 'node:path'
import type { Gazetteer } from '@nightjar/analysis'
import { parseListen, type Config } from '@nightjar/machine/config'
import { makePrivateFolder } from '@nightjar/machine/durable'
import { linePaths } from '@nightjar/machine/line'
import { createLog, type Log } from '@nightjar/machine/log'
import type { Running } from '@nightjar/machine/serve'
import { closeThrowaways } from '@nightjar/machine/throwaway'
import { createDeskServer } from './api/server.ts'
import { loadGazetteer } from './gazetteer/load.ts'
import { readKinds } from './kinds.ts'
import { DeskLock } from './lock.ts'
import { placesOf } from './places.ts'

export interface DeskOptions {
  log?: Log
  /** For tests: instead of the built-in world and the operator's files, which take a second to load. */
  gazetteer?: Gazetteer
  /** The console's built files; apps/console/dist unless told otherwise. */
  pages?: string
}

const consolePages = join(import.meta.dirname, '..', 'console', 'dist')

/** `ports.http` is the console and the API. Throws for kinds/ or gazetteers that cannot be used. */
export async function startDesk(config: Config, options: DeskOptions = {}): Promise<Running> {
  const log = options.log ?? createLog('desk')
  const paths = linePaths(config.dir)
  await makePrivateFolder(config.desk.dataDir)
  const gazetteer = options.gazetteer ?? await loadGazetteer({ files: config.desk.gazetteers })
  const kinds = await readKinds(paths.kinds, config.line.profile)
  const lock = new DeskLock({ config, paths, kinds, places: placesOf(gazetteer), log })
  const { host, port } = parseListen(config.desk.listen)
  const hosts = new Set<string>()
  const server = await createDeskServer({
    lock, pages: options.pages ?? consolePages, behindProxy: config.desk.behindProxy,
    hosts: config.desk.behindProxy ? { has: () => true } : hosts,
  })
  await server.listen({ host, port })
  const bound = portOf(server.server.address())
  for (const name of [host, 'localhost', '127.0.0.1', '[::1]']) hosts.add(`${name}:${bound}`)
  return {
    ports: { http: bound },
    async close() {
      await lock.close()
      server.server.closeAllConnections()
      await server.close()
      closeThrowaways()
    },
  }
}

function portOf(address: ReturnType<import('node:net').Server['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

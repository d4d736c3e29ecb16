// The demo's folder: new, private, on a real disk where fsync means something, and gone afterwards.
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** statfs(2): the type of file systems that lie in memory. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6])

export interface DemoFolder {
  readonly path: string
  /** Why durability means less here than on a disk, if it does. */
  readonly leftOut: string[]
  remove(): Promise<void>
}

/** A folder of mode 0700 (mkdtemp(3)) in the first of the usual places that is a disk. */
export async function makeDemoFolder(): Promise<DemoFolder> {
  const places = [...new Set([tmpdir(), '/var/tmp'])]
  const disks = await Promise.all(places.map(async (place) => {
    const found = await statfs(place).catch(() => undefined)
    return found !== undefined && !IN_MEMORY.has(found.type) ? [place] : []
  }))
  const [disk] = disks.flat()
  const path = await mkdtemp(join(disk ?? tmpdir(), 'nightjar-demo-'))
  return {
    path,
    leftOut:
      disk === undefined ? ['no disk for temporary files: fsync costs nothing in memory, so the times flatter'] : [],
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** Ports that are free now: all are held at once, so that no two are the same, and then let go. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve) })))
  return ports
}

function listening(): Promise<ReturnType<typeof createServer>> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

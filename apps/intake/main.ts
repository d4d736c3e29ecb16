/**
 * Intake: the exposed server. It serves the source's pages, keeps sealed bytes that it cannot open until the desk has
 * fetched them, and serves the board and the key list as they were given to it. It never sees a plain tip.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAX_ATTACHMENT_BYTES, rootFingerprint, sealedAttachmentSize } from '@nightjar/envelope'
import { parseListen, type Config } from '@nightjar/machine/config'
import { makePrivateFolder } from '@nightjar/machine/durable'
import { refuseUnsafeEdge } from '@nightjar/machine/hardening'
import { linePaths, type LinePaths } from '@nightjar/machine/line'
import type { Log } from '@nightjar/machine/log'
import type { Running } from '@nightjar/machine/serve'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { openAttachments, type Attachments } from './attachments.ts'
import { openBoardShelf } from './boardshelf.ts'
import { createCommitter } from './commit.ts'
import { createDeskServer } from './deskside.ts'
import { openKeyShelf } from './keyshelf.ts'
import { readKinds } from './kinds.ts'
import { laneByToken } from './lanes.ts'
import { createPages } from './pages.ts'
import { createPublicServer } from './publicside.ts'
import { createStore, type Store } from './store.ts'

export interface IntakeOptions {
  /** Says what an unsafe machine lacks and goes on: for the demo and for tests. */
  warnOnly?: boolean
  log?: Log
  /** Unix seconds. */
  now?: () => number
}

const secondsADay = 86_400
const daysKept = 7
const pruneEvery = 3600

/** `ports.http` is the public listener, `ports.desk` the desk's. */
export async function startIntake(config: Config, options: IntakeOptions = {}): Promise<Running> {
  refuseUnsafeEdge({ warnOnly: options.warnOnly ?? false })
  const now = options.now ?? (() => Math.floor(Date.now() / 1000))
  const paths = linePaths(config.dir)
  const { dataDir, laneBytes, laneEnvelopes, attachmentBytes } = config.intake
  await makePrivateFolder(dataDir)

  const rootKey = new Uint8Array(readFileSync(paths.public.root))
  const keys = await openKeyShelf(rootKey, paths.public.keyList, join(dataDir, 'keylist.bin'))
  const board = await openBoardShelf(join(dataDir, 'board.bin'))
  const attachments = await openAttachments(join(dataDir, 'attachments'), {
    total: attachmentBytes, each: sealedAttachmentSize(MAX_ATTACHMENT_BYTES), uploadsAtOnce: 48, slowest: 1024,
  })
  const pages = createPages({
    languages: config.line.languages, fingerprint: await rootFingerprint(rootKey),
    gatewayUrl: config.gateway.web.publicUrl, kinds: readKinds(paths.kinds, config.line.profile),
  })
  const laneOf = laneByToken(readEdges(paths))
  const db = openStore(join(dataDir, 'store.db'), { migrations: readMigrations(join(import.meta.dirname, 'sql')) })
  const store = createStore(db, { envelopes: laneEnvelopes, bytes: laneBytes })
  const committer = createCommitter(store)

  const publicSide = createPublicServer({ committer, attachments, laneOf, keys, board: board.get, pages, now })
  const deskSide = createDeskServer({ store, attachments, keys, board, tls: readTls(paths), now })
  await publicSide.listen(parseListen(config.intake.listen))
  await deskSide.listen(parseListen(config.intake.deskListen))
  const stopPruning = pruneRegularly(store, attachments, now, options.log)

  return {
    ports: { http: portOf(publicSide.server.address()), desk: portOf(deskSide.server.address()) },
    async close() {
      stopPruning()
      publicSide.server.closeAllConnections()
      deskSide.server.closeAllConnections()
      await Promise.all([publicSide.close(), deskSide.close()])
      await committer.close()
      store.close()
    },
  }
}

function readEdges(paths: LinePaths): unknown {
  return JSON.parse(readFileSync(paths.intake.edges, 'utf8'))
}

function readTls({ intake }: LinePaths) {
  return {
    key: readFileSync(intake.tlsKey, 'utf8'), certificate: readFileSync(intake.tlsCertificate, 'utf8'),
    deskCertificate: readFileSync(intake.deskCertificate, 'utf8'),
  }
}

function pruneRegularly(store: Store, attachments: Attachments, now: () => number, log?: Log): () => void {
  const prune = () => {
    const envelopes = store.prune(Math.floor(now() / secondsADay) - daysKept)
    if (envelopes > 0) log?.event('PRUNED', { envelopes })
    attachments.prune(now()).catch(() => log?.event('PRUNE_FAILED'))
  }
  prune()
  const timer = setInterval(prune, pruneEvery * 1000)
  timer.unref()
  return () => clearInterval(timer)
}

function portOf(address: ReturnType<import('node:net').Server['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/**
 * An unlocked desk: the store open, keys in memory, and three beats running (pull, files, board) beside the analysis.
 * Closing stops them, keeps what analysis knows, closes the store and wipes the keys.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keyListUntil, verifyKeyList } from '@nightjar/envelope'
import { makePrivateFolder } from '@nightjar/machine/durable'
import type { Config } from '@nightjar/machine/config'
import { houseCodeOf } from '@nightjar/machine/errors'
import type { LinePaths } from '@nightjar/machine/line'
import type { Code, Log } from '@nightjar/machine/log'
import { warmThrowaway } from '@nightjar/machine/throwaway'
import { Pipeline } from './analyse/pipeline.ts'
import { DeskError } from './errors.ts'
import { destroyOldEpochs, unlockKeyring, wipeKeyring, type Keyring } from './keys/keyring.ts'
import type { Kinds } from './kinds.ts'
import type { Places } from './places.ts'
import { keepBeat } from './pull/beat.ts'
import { postBoard } from './pull/boards.ts'
import { pullEnvelopes, retryUnopened } from './pull/envelopes.ts'
import { fetchAttachments, removeStrays } from './pull/files.ts'
import { connectIntake, type Intake } from './pull/intake.ts'
import type { Opening } from './pull/prepare.ts'
import { readStatus, type IntakeStatus } from './pull/status.ts'
import { retryFailedJobs } from './store/analysis.ts'
import { filesKept } from './store/attachments.ts'
import { audit } from './store/audit.ts'
import { Bell, addChanges, forgetOldChanges } from './store/changes.ts'
import { openDeskStore, type OpenStore } from './store/open.ts'
import { getSetting, setSetting } from './store/settings.ts'
import type { Db } from './store/tables.ts'
import { nowSeconds } from './store/time.ts'

/** What a desk needs and may know while it is locked. */
export interface Background {
  config: Config
  paths: LinePaths
  kinds: Kinds
  places: Places
  log: Log
}

export interface PullState {
  intake: 'ok' | 'down' | 'never'
  lastPullAt: number | undefined
  status: IntakeStatus | undefined
  boardLeftOut: number
  keyListUntil: number
}

export interface OpenDesk extends Background {
  db: Db
  keyring: Keyring
  pipeline: Pipeline
  bell: Bell
  pull: PullState
  folder: string
  boardSeconds: number
  /** Aborted when the desk locks: streams to readers end with it. */
  signal: AbortSignal
  /** Waits until what is under way has ended, then closes the store and wipes the keys. */
  close(): Promise<void>
}

const HOUR = 3600
const SLOW_MS = 2000

/** Throws DeskError (PASSPHRASE_WRONG and the like) or MachineError STORE_*. */
export async function openDesk(background: Background, passphrase: string): Promise<OpenDesk> {
  const keyring = await unlockKeyring(background.paths, passphrase)
  try {
    const { dataDir } = background.config.desk
    const store = openDeskStore(join(dataDir, 'store.db'), keyring.desk.store)
    return await start(background, keyring, store).catch((error: unknown) => {
      store.close()
      throw error
    })
  } catch (error) {
    wipeKeyring(keyring)
    throw error
  }
}

async function start(background: Background, keyring: Keyring, store: OpenStore): Promise<OpenDesk> {
  const { config, kinds, places } = background
  const stop = new AbortController()
  const bell = new Bell()
  const folder = join(config.desk.dataDir, 'attachments')
  await makePrivateFolder(folder)
  await removeStrays(folder, await readdir(folder), await filesKept(store.db))
  await forgetOldChanges(store.db)
  await retryFailedJobs(store.db)
  const pipeline = new Pipeline({
    db: store.db, book: kinds.book, places, changed: () => bell.wake(),
    failed: (error) => noteFault(background.log, 'JOB_FAILED', error),
  })
  const desk: Omit<OpenDesk, 'close'> = {
    ...background, db: store.db, keyring, pipeline, bell, folder, signal: stop.signal,
    boardSeconds: boardBeat(config.desk.pullSeconds),
    pull: { intake: 'never', lastPullAt: undefined, status: undefined, boardLeftOut: 0, keyListUntil: 0 },
  }
  await audit(store.db, 'unlock')
  warmThrowaway('image')
  const beats = await startBeats(desk)
  return {
    ...desk,
    async close() {
      stop.abort()
      bell.wake()
      await beats.quick
      // A picture in its throwaway process is not waited for: its file is fetched again.
      await Promise.race([beats.slow, sleep(SLOW_MS, undefined, { ref: false })])
      beats.intake.close()
      await pipeline.keep().catch(() => undefined)
      await audit(store.db, 'lock').catch(() => undefined)
      store.close()
      wipeKeyring(keyring)
    },
  }
}

/** A reply waits up to one beat, and nobody can tell from the board's time when it was written. */
function boardBeat(pullSeconds: number): number {
  return Math.max(pullSeconds * 4, 1)
}

type Beating = Omit<OpenDesk, 'close'>

interface Beats {
  /** What ends within moments of the lock, and holds keys until then. */
  quick: Promise<unknown>
  slow: Promise<unknown>
  intake: Intake
}

async function startBeats(desk: Beating): Promise<Beats> {
  const { config, keyring, signal, log } = desk
  const intake = connectIntake({ url: config.desk.intakeDeskUrl, keys: keyring.tls, signal })
  const opening: Opening = { keys: keyring.opening, desk: keyring.desk, firstEpoch: await firstEpoch(desk) }
  const guarded = (code: Code, work: () => Promise<void>) => () => work().catch((error: unknown) => {
    if (!signal.aborted) noteFault(log, code, error)
  })
  const { pullSeconds } = config.desk
  const quick = Promise.all([
    guarded('RETRY_FAILED', async () => { await retryUnopened(desk.db, opening, signal) })(),
    keepBeat(pullSeconds, signal, guarded('PULL_FAILED', () => pullAll(desk, intake, opening))),
    keepBeat(desk.boardSeconds, signal, guarded('BOARD_FAILED', () => putBoard(desk, intake))),
    keepBeat(HOUR, signal, guarded('KEYS_FAILED', () => tendKeys(desk))),
    analyse(desk),
  ])
  const slow = keepBeat(pullSeconds, signal, guarded('FILES_FAILED', () => fetchFiles(desk, intake)))
  return { quick, slow, intake }
}

async function pullAll(desk: Beating, intake: Intake, opening: Opening): Promise<void> {
  try {
    for (;;) {
      const { kept, more } = await pullEnvelopes({ db: desk.db, intake, opening })
      if (kept.tip + kept.again + kept.amendment + kept.unopened > 0) desk.bell.wake()
      desk.pull.lastPullAt = nowSeconds()
      if (!more || desk.signal.aborted) break
    }
    await readIntakeStatus(desk, intake)
    await setIntake(desk, 'ok')
  } catch (error) {
    if (desk.signal.aborted) return
    if (await setIntake(desk, 'down') || !(error instanceof DeskError)) throw error
  }
}

/** True when it was otherwise before: a fault that goes on is said once. */
async function setIntake(desk: Beating, intake: PullState['intake']): Promise<boolean> {
  if (desk.pull.intake === intake) return false
  desk.pull.intake = intake
  await desk.db.transaction().execute((tx) => addChanges(tx, 'state', ['intake']))
  desk.bell.wake()
  return true
}

const STATUS_EVERY = 5

/** What waits at intake, and whether it has our newest key list. */
async function readIntakeStatus(desk: Beating, intake: Intake): Promise<void> {
  const { pull, paths, keyring } = desk
  if (pull.status !== undefined && nowSeconds() - pull.status.at < STATUS_EVERY) return
  pull.status = await readStatus(intake)
  const bytes = await readFile(paths.public.keyList)
  const list = await verifyKeyList(bytes, { root: keyring.opening.root })
  pull.keyListUntil = keyListUntil(list)
  if (list.sequence > pull.status.keySequence) await intake.send('PUT', '/desk/v1/keys', bytes)
}

async function fetchFiles(desk: Beating, intake: Intake): Promise<void> {
  if (desk.pull.intake !== 'ok') return
  const { db, folder, signal } = desk
  await fetchAttachments({ db, intake, folder, signal, changed: () => desk.bell.wake() })
}

async function putBoard(desk: Beating, intake: Intake): Promise<void> {
  if (desk.pull.intake !== 'ok') return
  desk.pull.boardLeftOut = await postBoard(desk.db, intake)
  desk.bell.wake()
}

async function tendKeys({ paths, keyring, log }: Beating): Promise<void> {
  const destroyed = await destroyOldEpochs(paths, keyring, nowSeconds())
  if (destroyed > 0) log.event('EPOCH_KEYS_DESTROYED', { keys: destroyed })
}

/** Woken by every change; looks by itself now and then, for jobs that were there before. */
async function analyse({ pipeline, bell, signal, log }: Beating): Promise<void> {
  while (!signal.aborted) {
    const failed = await pipeline.run(signal).then(() => false, (error: unknown) => {
      noteFault(log, 'ANALYSIS_FAILED', error)
      return true
    })
    if (!signal.aborted) await bell.wait(failed ? 5000 : 1000, signal)
  }
}

/** The first week of this line: envelopes of weeks before it cannot have been meant for it. */
async function firstEpoch({ db, keyring }: Beating): Promise<number> {
  const known = await getSetting(db, 'firstEpoch')
  if (known !== undefined) return Number(known)
  const first = Math.min(...keyring.opening.epochs.keys(), Number.MAX_SAFE_INTEGER)
  await setSetting(db, 'firstEpoch', String(first))
  return first
}

function noteFault(log: Log, event: Code, error: unknown): void {
  const code = houseCodeOf(error) ?? 'UNFORESEEN'
  log.event(event, isCode(code) ? { code } : {})
}

function isCode(text: string): text is Code {
  return text === text.toUpperCase()
}

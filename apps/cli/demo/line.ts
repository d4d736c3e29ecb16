// The demo's line: a folder, `nightjar init`, all parts as processes of their own, the desk unlocked. The end-to-end
// tests run on the same (testing/line.ts).
import { randomInt } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseKind } from '@nightjar/analysis'
import { linePaths } from '@nightjar/machine/line'
import { throwawayMissing } from '@nightjar/machine/throwaway'
import { initLine } from '../init.ts'
import { type PartEvent, type PartName, type Parts, startParts } from '../supervisor.ts'
import { CliError } from '../verb.ts'
import { type DeskApi, openDeskApi } from './deskapi.ts'
import { freePorts, makeDemoFolder } from './folder.ts'
import type { LineDoors } from './sources.ts'

export interface LineOptions {
  readonly pullSeconds?: number
  readonly onEvent?: (event: PartEvent) => void
  readonly firstPauseMs?: number
  readonly longestPauseMs?: number
  /** Which parts to start at once; all of them unless said. */
  readonly parts?: readonly PartName[]
  readonly env?: NodeJS.ProcessEnv
  /** Ports other than the free ones that are found, by their names in nightjar.toml. */
  readonly ports?: Partial<LinePorts>
  /** Changes nightjar.toml before anything starts. */
  readonly editConfig?: (toml: string) => string
}

export interface LinePorts {
  readonly intake: number
  readonly intakeDesk: number
  readonly web: number
  readonly email: number
  readonly desk: number
}

export interface RunningLine {
  /** The folder of the line itself; `logs` lies beside it. */
  readonly dir: string
  readonly logs: string
  /** An empty folder for whatever else belongs to this run. */
  readonly scratch: string
  readonly ports: LinePorts
  readonly doors: LineDoors
  readonly desk: DeskApi
  readonly passphrase: string
  readonly parts: Parts
  /** What this machine lacks, in words. */
  readonly leftOut: readonly string[]
  /** Ends all parts and removes everything, unless told to keep it. */
  stop(options?: { keep?: boolean }): Promise<void>
}

const MAILBOX = 'tips@localhost'

/** Makes and starts a line with light passphrase costs on free loopback ports. */
export async function runLine(options: LineOptions = {}): Promise<RunningLine> {
  const folder = await makeDemoFolder()
  const [dir, logs, scratch] = ['line', 'logs', 'scratch'].map((name) => join(folder.path, name))
  if (dir === undefined || logs === undefined || scratch === undefined) throw new CliError('DEMO_FAILED', 'no folder')
  try {
    await mkdir(scratch, { mode: 0o700 })
    const ports = await choosePorts(options.ports ?? {})
    const passphrase = newPassphrase()
    await initLine({
      dir,
      ports,
      deskPassphrase: passphrase,
      offlinePassphrase: newPassphrase(),
      kdf: 'light',
      pullSeconds: options.pullSeconds ?? 0.5,
    })
    await editConfig(dir, options.editConfig)
    const parts = await startParts({
      dir, logDir: logs, args: ['--warn-only'],
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
      ...(options.firstPauseMs === undefined ? {} : { firstPauseMs: options.firstPauseMs }),
      ...(options.longestPauseMs === undefined ? {} : { longestPauseMs: options.longestPauseMs }),
      ...(options.parts === undefined ? {} : { parts: options.parts }),
      ...(options.env === undefined ? {} : { env: options.env }),
    })
    return {
      dir, logs, scratch, ports, passphrase, parts, doors: await doorsOf(dir, ports),
      desk: openDeskApi(`http://127.0.0.1:${ports.desk}`),
      leftOut: [...folder.leftOut, ...throwawayMissing()],
      async stop({ keep = false } = {}) {
        await parts.stop()
        if (!keep) await folder.remove()
      },
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function choosePorts(given: Partial<LinePorts>): Promise<LinePorts> {
  const [intake = 0, intakeDesk = 0, web = 0, email = 0, desk = 0] = await freePorts(5)
  return { intake, intakeDesk, web, email, desk, ...given }
}

async function editConfig(dir: string, edit: ((toml: string) => string) | undefined): Promise<void> {
  if (edit === undefined) return
  const { writeFile } = await import('node:fs/promises')
  const path = linePaths(dir).config
  await writeFile(path, edit(await readFile(path, 'utf8')))
}

async function doorsOf(dir: string, ports: LinePorts): Promise<LineDoors> {
  const kinds = await kindsBySlug(linePaths(dir).kinds)
  return {
    intakeUrl: `http://127.0.0.1:${ports.intake}`, webUrl: `http://127.0.0.1:${ports.web}`, smtpPort: ports.email,
    mailbox: MAILBOX, rootKey: new Uint8Array(await readFile(linePaths(dir).public.root)),
    kindOf: (slug) => {
      const kind = kinds.get(slug)
      if (kind === undefined) throw new CliError('DEMO_FAILED', `the line has no kind "${slug}"`)
      return kind
    },
  }
}

async function kindsBySlug(folder: string): Promise<ReadonlyMap<string, number>> {
  const names = (await readdir(folder)).filter((name) => /^\d+-/.test(name))
  const kinds = await Promise.all(
    names.map(async (name) => parseKind(JSON.parse(await readFile(join(folder, name, 'kind.json'), 'utf8')))),
  )
  return new Map(kinds.map((kind) => [kind.slug, kind.id]))
}

/** Some 60 bits: enough for a line that lives for minutes on loopback, short enough to type. */
function newPassphrase(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)] ?? '').join(''),
  ).join('-')
}

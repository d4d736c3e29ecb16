/** Which walls this machine can put around a throwaway process, and the command that puts them up. */
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import type { ThrowawayTask } from './values.ts'

export interface LaunchPlan { command: string; args: string[] }

const here = import.meta.dirname
const machineRoom = dirname(here)
const node = realpathSync(process.execPath)
/** Only libvips is native code. */
const needsAddons: ReadonlySet<ThrowawayTask> = new Set<ThrowawayTask>(['image'])
const cpuSeconds = 600

interface Walls { prlimit: string | undefined; bwrap: string | undefined }
let found: Walls | undefined

export function launchPlan(task: ThrowawayTask, memoryMb: number): LaunchPlan {
  const walls = lookForWalls()
  const inner = [node, ...nodeArgs(task, memoryMb)]
  const boxed = walls.bwrap === undefined ? inner : [walls.bwrap, ...bwrapArgs(), '--', ...inner]
  const limited = walls.prlimit === undefined ? boxed : [walls.prlimit, ...limitArgs(memoryMb), '--', ...boxed]
  const [command = node, ...args] = limited
  return { command, args }
}

export function missingWalls(): string[] {
  const { bwrap, prlimit } = lookForWalls()
  const missing: string[] = []
  if (bwrap === undefined) {
    missing.push('bubblewrap is absent or not allowed here: files are parsed in a process that could reach the network')
  }
  if (prlimit === undefined) {
    missing.push('prlimit is absent: processes that parse files could leave core dumps, and their memory is only watched')
  }
  return missing
}

function nodeArgs(task: ThrowawayTask, memoryMb: number): string[] {
  return [
    '--permission',
    ...readable().map((path) => `--allow-fs-read=${path}`),
    ...(needsAddons.has(task) ? ['--allow-addons'] : []),
    `--max-old-space-size=${memoryMb}`,
    '--disable-sigusr1',
    '--no-warnings',
    '--disallow-code-generation-from-strings',
    join(here, 'child.ts'),
    task,
  ]
}

/**
 * The last resort behind the watch over resident memory. "Data" counts every private page that could be written: Node
 * itself sets about 600 MiB aside without touching it.
 */
function limitArgs(memoryMb: number): string[] {
  const data = (1024 + 2 * memoryMb) * 1024 * 1024
  return ['--core=1:1', `--data=${data}:${data}`, `--cpu=${cpuSeconds}:${cpuSeconds}`]
}

function bwrapArgs(): string[] {
  const system = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/etc/ld.so.cache']
  return [
    '--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL',
    ...system.flatMap((path) => ['--ro-bind-try', path, path]),
    '--dev', '/dev', '--tmpfs', '/tmp',
    '--ro-bind', node, node,
    ...readable().flatMap((path) => ['--ro-bind', path, path]),
    '--chdir', '/',
  ]
}

let readablePaths: string[] | undefined

/** This folder, the file that says its modules are modules, and the packages: code, and nothing but code. */
function readable(): string[] {
  if (readablePaths !== undefined) return readablePaths
  const nearby = join(machineRoom, 'node_modules')
  const folders = ['mailparser', 'sharp'].map(packagesFolderOf)
  readablePaths = [...new Set([here, join(machineRoom, 'package.json'), ...folders, ...(existsSync(nearby) ? [nearby] : [])])]
  return readablePaths
}

/** The outermost node_modules that a package was found in. */
function packagesFolderOf(name: string): string {
  const file = createRequire(import.meta.url).resolve(name)
  const mark = `${sep}node_modules${sep}`
  return file.slice(0, file.indexOf(mark) + mark.length - 1)
}

function lookForWalls(): Walls {
  found ??= { prlimit: workingPrlimit(), bwrap: workingBwrap() }
  return found
}

function workingPrlimit(): string | undefined {
  const path = ['/usr/bin/prlimit', '/bin/prlimit'].find((place) => existsSync(place))
  return path !== undefined && runs(path, ['--core=1:1', '--', node, '--version']) ? path : undefined
}

/** bubblewrap may be there and still not be allowed to make namespaces (containers, hardened kernels). */
function workingBwrap(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const path = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap'].find((place) => existsSync(place))
  return path !== undefined && runs(path, [...bwrapArgs(), '--', node, '--version']) ? path : undefined
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', env: {}, timeout: 10_000 }).status === 0
}

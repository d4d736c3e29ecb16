/**
 * What would let a plain tip reach a disk or a stranger from an edge's memory: unencrypted swap, core dumps, an
 * inspector, heap files. Edges refuse to start with any of them; the demo warns.
 *
 * Core dumps, core(5) and fs/coredump.c: with a file pattern a soft limit under a page stops them. With a pattern that
 * pipes ("|program") the limit is ignored, except for the one value of 1 octet, which the kernel uses itself to stop a
 * dumping program from dumping. So 1 stops both kinds and 0 stops files only. A socket pattern ("@…") has no limit.
 */
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import inspector from 'node:inspector'
import { basename, join } from 'node:path'

export type EdgeProblemCode = 'EDGE_SWAP' | 'EDGE_CORE_DUMPS' | 'EDGE_INSPECTOR' | 'EDGE_HEAP_FILES'
export interface EdgeProblem { code: EdgeProblemCode; message: string }

/** What is looked at, as plain data, so that every case can be planted. */
export interface MachineView {
  platform: string
  /** /proc/swaps, or undefined where there is none. */
  swaps: string | undefined
  /** Names in /proc/swaps that lie on zram or dm-crypt. */
  safeSwaps: readonly string[]
  /** /proc/self/limits */
  limits: string | undefined
  /** /proc/sys/kernel/core_pattern */
  corePattern: string | undefined
  execArgv: readonly string[]
  nodeOptions: string
  inspectorUrl: string | undefined
}

export function edgeProblems(): EdgeProblem[] {
  return problemsOf(viewMachine())
}

/**
 * Prints one line for each problem on standard error and ends the process with code 1; with `warnOnly` it prints and
 * goes on. Also keeps SIGUSR1 from opening an inspector later.
 */
export function refuseUnsafeEdge({ warnOnly = false }: { warnOnly?: boolean } = {}): void {
  process.on('SIGUSR1', () => undefined)
  const problems = edgeProblems()
  const prefix = warnOnly ? 'nightjar: warning' : 'nightjar: refused'
  for (const { code, message } of problems) process.stderr.write(`${prefix}: ${code}: ${message}\n`)
  if (problems.length > 0 && !warnOnly) process.exit(1)
}

export function problemsOf(view: MachineView): EdgeProblem[] {
  const onLinux = view.platform === 'linux' ? [...swapProblems(view), ...coreProblems(view)] : []
  return [...onLinux, ...inspectorProblems(view), ...heapFileProblems(view)]
}

function swapProblems({ swaps, safeSwaps }: MachineView): EdgeProblem[] {
  if (swaps === undefined) {
    return [{ code: 'EDGE_SWAP', message: '/proc/swaps cannot be read, so nobody knows whether memory is written to a disk; mount /proc' }]
  }
  const unsafe = swapNames(swaps).filter((name) => !safeSwaps.includes(name))
  return unsafe.map((name) => ({
    code: 'EDGE_SWAP' as const,
    message: `swap on ${name} is not encrypted; switch it off (swapoff ${name}) or put it on zram or dm-crypt`,
  }))
}

/** The first column of /proc/swaps; the kernel writes blanks in names as octal escapes. */
export function swapNames(swaps: string): string[] {
  const rows = swaps.split('\n').slice(1).filter((row) => row.trim() !== '')
  return rows.map((row) => (row.split(/\s+/)[0] ?? '').replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8))))
}

const howToStopDumps = 'start it with prlimit --core=1 (or LimitCORE=1 in its systemd unit): one octet stops piped dumps too'

function coreProblems({ limits, corePattern }: MachineView): EdgeProblem[] {
  const limit = softCoreLimit(limits)
  const pattern = corePattern?.trim()
  if (limit === undefined || pattern === undefined) {
    return [{ code: 'EDGE_CORE_DUMPS', message: '/proc does not tell whether core dumps are written; mount /proc' }]
  }
  if (pattern.startsWith('@')) {
    return [{ code: 'EDGE_CORE_DUMPS', message: 'core dumps go to a socket whatever the limit; set kernel.core_pattern to a file name' }]
  }
  if (/^\|\s*(?:\/usr)?\/bin\/(?:false|true)\s*$/.test(pattern)) return []
  if (pattern.startsWith('|')) {
    return limit === 1 ? [] : [{ code: 'EDGE_CORE_DUMPS', message: `core dumps are piped to a program; ${howToStopDumps}` }]
  }
  return limit <= 1 ? [] : [{ code: 'EDGE_CORE_DUMPS', message: `core dumps can be written to a file; ${howToStopDumps}` }]
}

function softCoreLimit(limits: string | undefined): number | undefined {
  const soft = /^Max core file size\s+(\d+|unlimited)\s/m.exec(limits ?? '')?.[1]
  if (soft === undefined) return undefined
  return soft === 'unlimited' ? Infinity : Number(soft)
}

function inspectorProblems(view: MachineView): EdgeProblem[] {
  const flag = flagsOf(view).find((name) => /^--(?:inspect(?:-.*)?|debug(?:-.*)?)$/.test(name) && name !== '--inspect-port')
  if (view.inspectorUrl === undefined && flag === undefined) return []
  return [{ code: 'EDGE_INSPECTOR', message: 'an inspector can read all memory; start without --inspect (look at NODE_OPTIONS too)' }]
}

const heapFlags = [
  '--heapsnapshot-signal', '--heapsnapshot-near-heap-limit', '--heap-prof', '--report-on-fatalerror',
  '--report-on-signal', '--report-uncaught-exception', '--abort-on-uncaught-exception', '--trace-uncaught',
]

function heapFileProblems(view: MachineView): EdgeProblem[] {
  return flagsOf(view).filter((flag) => heapFlags.includes(flag)).map((flag) => ({
    code: 'EDGE_HEAP_FILES' as const,
    message: `${flag} writes what is in memory to a file or the terminal; start without it (look at NODE_OPTIONS too)`,
  }))
}

/** Names of Node's flags, however they were given; Node takes _ for - in them. */
function flagsOf({ execArgv, nodeOptions }: MachineView): string[] {
  const words = [...execArgv, ...nodeOptions.split(/\s+/)].filter((word) => word.startsWith('--'))
  return words.map((word) => (word.split('=')[0] ?? '').replace(/(?<=\w)_/g, '-'))
}

function viewMachine(): MachineView {
  const swaps = readText('/proc/swaps')
  return {
    platform: process.platform,
    swaps,
    safeSwaps: swapNames(swaps ?? '').filter(isSafeSwap),
    limits: readText('/proc/self/limits'),
    corePattern: readText('/proc/sys/kernel/core_pattern'),
    execArgv: process.execArgv,
    nodeOptions: process.env['NODE_OPTIONS'] ?? '',
    inspectorUrl: inspector.url(),
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isSafeSwap(name: string): boolean {
  try {
    const path = realpathSync(name)
    if (path.startsWith('/dev/')) return isSafeBlock(join('/sys/class/block', basename(path)))
    // A swap file lies on the device of its file system; st_dev packs the numbers as makedev(3) does.
    const { dev } = statSync(path)
    const major = Number((BigInt(dev) >> 8n) & 0xfffn)
    const minor = Number((BigInt(dev) & 0xffn) | ((BigInt(dev) >> 12n) & 0xfff00n))
    return isSafeBlock(realpathSync(`/sys/dev/block/${major}:${minor}`))
  } catch {
    return false
  }
}

/** zram, dm-crypt, or something (a logical volume) that lies on nothing but these. */
function isSafeBlock(folder: string): boolean {
  if (/\/zram\d+$/.test(folder)) return true
  if (readText(join(folder, 'dm/uuid'))?.startsWith('CRYPT-') === true) return true
  const below = readdirSync(join(folder, 'slaves'))
  return below.length > 0 && below.every((name) => isSafeBlock(join('/sys/class/block', name)))
}

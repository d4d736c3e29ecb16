/**
 * Search of a running process's memory for canaries, through /proc/<pid>/mem (Linux, as the same user or root, where
 * the kernel's ptrace rules allow it).
 */

import { open, readFile } from 'node:fs/promises'
import { type Hit, searchBytes } from './canaries.ts'

export type MemorySearch =
  | { readonly ok: true; readonly hits: Hit[]; readonly bytes: number }
  | { readonly ok: false; readonly reason: string }

interface Region {
  readonly start: number
  readonly end: number
}

const CHUNK = 8 * 1024 * 1024
/** Longer than any pattern, so that a word across two chunks is whole in one of them. */
const OVERLAP = 4096

/** All readable maps of the process; `ok: false` with the reason where this machine does not allow it. */
export async function searchMemory(pid: number): Promise<MemorySearch> {
  let maps: string
  try {
    maps = await readFile(`/proc/${pid}/maps`, 'utf8')
  } catch (error) {
    return { ok: false, reason: `process memory cannot be read here: ${reasonOf(error)}` }
  }
  const memory = await open(`/proc/${pid}/mem`, 'r').catch(reasonOf)
  if (typeof memory === 'string') return { ok: false, reason: `process memory cannot be read here: ${memory}` }
  try {
    const hits: Hit[] = []
    let bytes = 0
    const chunk = Buffer.alloc(CHUNK)
    for (const region of readableRegions(maps)) {
      for (let at = region.start; at < region.end; at += CHUNK - OVERLAP) {
        const length = Math.min(CHUNK, region.end - at)
        // A page can be unmapped while we read, or be reserved and never touched.
        const read = await memory.read(chunk, 0, length, at).then((result) => result.bytesRead, () => 0)
        bytes += read
        if (read > 0 && !isEmpty(chunk.subarray(0, read)))
          hits.push(...searchBytes(chunk.subarray(0, read), 'memory', false))
        if (at + length >= region.end) break
      }
    }
    return bytes > 0 ? { ok: true, hits, bytes } : { ok: false, reason: 'process memory cannot be read here' }
  } finally {
    await memory.close()
  }
}

/** Lines of /proc/<pid>/maps: `start-end perms offset dev inode path` (proc_pid_maps(5)). */
export function readableRegions(maps: string): Region[] {
  return maps.split('\n').flatMap((line) => {
    const [range, perms, , , , path] = line.split(/\s+/)
    if (range === undefined || perms === undefined || !perms.startsWith('r')) return []
    if (path === '[vvar]' || path === '[vsyscall]' || path?.startsWith('/dev/') === true) return []
    const [start, end] = range.split('-').map((hex) => Number.parseInt(hex, 16))
    if (start === undefined || end === undefined || !Number.isSafeInteger(end)) return []
    return [{ start, end }]
  })
}

const zeros = Buffer.alloc(CHUNK)
const isEmpty = (bytes: Buffer): boolean => bytes.equals(zeros.subarray(0, bytes.length))

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

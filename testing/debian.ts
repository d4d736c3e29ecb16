/** What the tests, `demo --check` and `bench` need beside Node, by Debian's package names. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Package → why it is wanted. */
export const DEBIAN_PACKAGES = {
  chromium: 'opens the pages in a real browser',
  bubblewrap: 'closes the throwaway processes off from network and disk',
  'fonts-noto-core': 'Arabic and Sorani letters in the browser',
} as const

export type DebianPackage = keyof typeof DEBIAN_PACKAGES

export type Ensured =
  | { ok: true; installed: DebianPackage[] }
  | { ok: false; missing: DebianPackage[]; message: string }

/** The packages of `wanted` that are not installed; all of them where there is no dpkg. */
export function missingDebian(wanted: readonly DebianPackage[] = allPackages()): DebianPackage[] {
  return wanted.filter((name) => {
    const query = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' })
    return !(query.status === 0 && query.stdout.includes('install ok installed'))
  })
}

/**
 * Installs what is missing when this is root on Debian; else says what to install and by which command.
 * Never throws: the caller decides whether a missing part ends the run.
 */
export function ensureDebian(wanted: readonly DebianPackage[] = allPackages()): Ensured {
  const missing = missingDebian(wanted)
  if (missing.length === 0) return { ok: true, installed: [] }
  if (!isRootOnDebian()) return { ok: false, missing, message: askFor(missing) }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...missing)
  const still = missingDebian(missing)
  if (still.length > 0) return { ok: false, missing: still, message: askFor(still) }
  return { ok: true, installed: missing }
}

function allPackages(): DebianPackage[] {
  return Object.keys(DEBIAN_PACKAGES) as DebianPackage[]
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

function askFor(missing: readonly DebianPackage[]): string {
  const why = missing.map((name) => `${name} (${DEBIAN_PACKAGES[name]})`).join(', ')
  return `missing: ${why}. On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`
}

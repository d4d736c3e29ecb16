/**
 * `npm test`: the packages of Debian, then types, lint, unit and end-to-end tests, in that order, and one closing
 * line that counts them. `--slow` runs the long forms (hundreds of kills, a million inputs) as well.
 */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDebian } from './debian.ts'

const slow = process.argv.includes('--slow')
const scratch = mkdtempSync(join(tmpdir(), 'nightjar-test-'))
const env = { ...process.env, ...(slow ? { NIGHTJAR_SLOW: '1' } : {}) }
const failed: string[] = []
const counts = { passed: 0, failed: 0, skipped: 0 }

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function step(name: string, command: string, args: readonly string[]): void {
  const began = performance.now()
  say(`── ${name}`)
  const run = spawnSync(command, args, { stdio: 'inherit', env })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const ok = run.status === 0
  if (!ok) failed.push(name)
  say(`── ${name}: ${ok ? 'passed' : 'FAILED'} in ${seconds} s`)
}

function tests(project: 'unit' | 'e2e'): void {
  const report = join(scratch, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  step(project, 'vitest', ['run', '--project', project, ...reporters])
  const counted: unknown = JSON.parse(readFileSync(report, 'utf8'))
  counts.passed += field(counted, 'numPassedTests')
  counts.failed += field(counted, 'numFailedTests')
  counts.skipped += field(counted, 'numPendingTests')
}

function field(value: unknown, name: string): number {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  if (typeof found !== 'number') throw new Error(`the test runner's report has no ${name}`)
  return found
}

function main(): number {
  const debian = ensureDebian()
  if (!debian.ok) {
    process.stderr.write(`DEBIAN_MISSING ${debian.message}\n`)
    return 1
  }
  step('build', 'nightjar', ['build'])
  step('types', 'npm', ['run', '--silent', 'types'])
  step('lint', 'npm', ['run', '--silent', 'lint'])
  tests('unit')
  tests('e2e')
  if (failed.length > 0) say(`failed: ${failed.join(', ')}`)
  const broken = Math.max(counts.failed, failed.length > 0 ? 1 : 0)
  say(`${counts.passed} passed, ${broken} failed, ${counts.skipped} skipped`)
  return broken === 0 && counts.passed > 0 ? 0 : 1
}

try {
  process.exitCode = main()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

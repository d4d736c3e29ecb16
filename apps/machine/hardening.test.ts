import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemsOf, swapNames, type MachineView } from './hardening.ts'

const header = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'
const limits = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units     \n`
  + `Max cpu time              unlimited            unlimited            seconds   \n`
  + `Max core file size        ${soft.padEnd(21)}unlimited            bytes     \n`
const safe: MachineView = {
  platform: 'linux', swaps: header, safeSwaps: [], limits: limits('0'), corePattern: 'core\n',
  execArgv: ['--disable-sigusr1'], nodeOptions: '', inspectorUrl: undefined,
}
const codes = (view: Partial<MachineView>) => problemsOf({ ...safe, ...view }).map((problem) => problem.code)

test('a machine without swap, dumps and inspector has no problem', () => {
  expect(problemsOf(safe)).toEqual([])
})

test('swap on a plain disk is named with what to do; zram and dm-crypt are all right', () => {
  const swaps = `${header}/dev/sda2                               partition\t8388604\t\t0\t\t-2\n/dev/zram0                              partition\t1\t\t0\t\t100\n`
  expect(problemsOf({ ...safe, swaps, safeSwaps: ['/dev/zram0'] })).toEqual([{
    code: 'EDGE_SWAP', message: 'swap on /dev/sda2 is not encrypted; switch it off (swapoff /dev/sda2) or put it on zram or dm-crypt',
  }])
  expect(codes({ swaps, safeSwaps: ['/dev/zram0', '/dev/sda2'] })).toEqual([])
})

test('names of swap files are read as the kernel writes them', () => {
  expect(swapNames(`${header}/swap\\040file.img                      file\t\t8\t\t0\t\t-2\n`)).toEqual(['/swap file.img'])
})

test.each([
  ['0', 'core', []],
  ['1', '/var/cores/core.%p', []],
  ['1024', 'core', ['EDGE_CORE_DUMPS']],
  ['unlimited', 'core', ['EDGE_CORE_DUMPS']],
  ['1', '|/usr/share/apport/apport -p%p', []],
  ['0', '|/usr/lib/systemd/systemd-coredump %P', ['EDGE_CORE_DUMPS']],
  ['2', '|/usr/share/apport/apport', ['EDGE_CORE_DUMPS']],
  ['unlimited', '|/bin/false', []],
  ['1', '@/run/coredump.socket', ['EDGE_CORE_DUMPS']],
])('core limit %s with pattern %s: %j', (soft, pattern, expected) => {
  expect(codes({ limits: limits(soft), corePattern: `${pattern}\n` })).toEqual(expected)
})

test('what /proc does not tell counts as unsafe', () => {
  expect(codes({ swaps: undefined, limits: undefined })).toEqual(['EDGE_SWAP', 'EDGE_CORE_DUMPS'])
  expect(codes({ corePattern: undefined })).toEqual(['EDGE_CORE_DUMPS'])
})

test.each([
  [{ execArgv: ['--inspect'] }, 'EDGE_INSPECTOR'],
  [{ execArgv: ['--inspect-brk=0.0.0.0:9229'] }, 'EDGE_INSPECTOR'],
  [{ execArgv: ['--inspect_wait'] }, 'EDGE_INSPECTOR'],
  [{ nodeOptions: '--max-old-space-size=512  --inspect=9229' }, 'EDGE_INSPECTOR'],
  [{ inspectorUrl: 'ws://127.0.0.1:9229/x' }, 'EDGE_INSPECTOR'],
  [{ execArgv: ['--heapsnapshot-near-heap-limit=3'] }, 'EDGE_HEAP_FILES'],
  [{ nodeOptions: '--report_on_fatalerror' }, 'EDGE_HEAP_FILES'],
  [{ nodeOptions: '--abort-on-uncaught-exception' }, 'EDGE_HEAP_FILES'],
])('%j is %s', (view, code) => {
  expect(codes(view)).toEqual([code])
})

test('off Linux only what Node itself does is looked at', () => {
  expect(codes({ platform: 'darwin', swaps: undefined, limits: undefined, inspectorUrl: 'ws://x' })).toEqual(['EDGE_INSPECTOR'])
})

const edge = (extra: string) => `import { refuseUnsafeEdge } from ${JSON.stringify(join(import.meta.dirname, 'hardening.ts'))}
  import inspector from 'node:inspector'
  import { kill, pid } from 'node:process'
  ${extra}`

function runEdge(flags: string[], source: string) {
  const args = [...flags, '--input-type=module', '-e', edge(source)]
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env['PATH'] } })
}

test('a real process with an inspector is refused with one line and code 1; told to warn, it goes on', () => {
  const refused = runEdge(['--inspect=127.0.0.1:0'], 'refuseUnsafeEdge(); process.stdout.write("went on")')
  expect(refused.status).toBe(1)
  expect(refused.stdout).toBe('')
  expect(refused.stderr).toContain('nightjar: refused: EDGE_INSPECTOR: an inspector can read all memory; start without --inspect')
  const warned = runEdge(['--inspect=127.0.0.1:0'], 'refuseUnsafeEdge({ warnOnly: true }); process.stdout.write("went on"); process.exit()')
  expect(warned.stdout).toBe('went on')
  expect(warned.stderr).toContain('nightjar: warning: EDGE_INSPECTOR')
})

test.skipIf(process.platform !== 'linux')('a real process that may dump core is refused (Linux only)', () => {
  const args = ['-c', 'ulimit -S -c unlimited 2>/dev/null || ulimit -S -c "$(ulimit -H -c)"; ulimit -c; exec "$@"', 'sh', process.execPath]
  const run = spawnSync('sh', [...args, '--input-type=module', '-e', edge('refuseUnsafeEdge(); process.stdout.write("went on")')], { encoding: 'utf8' })
  const dumps = run.stdout.split('\n')[0] !== '0'
  expect(run.stderr.includes('EDGE_CORE_DUMPS')).toBe(dumps)
  expect(run.stdout.includes('went on')).toBe(!dumps)
})

test('SIGUSR1 opens no inspector in a process that looked', () => {
  const source = `refuseUnsafeEdge({ warnOnly: true })
    kill(pid, 'SIGUSR1')
    setTimeout(() => { process.stdout.write(String(inspector.url())); process.exit() }, 300)`
  expect(runEdge([], source).stdout).toBe('undefined')
})

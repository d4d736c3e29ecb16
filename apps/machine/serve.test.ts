import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const serve = JSON.stringify(join(import.meta.dirname, 'serve.ts'))

/** A program of its own, so that signals and exit codes are real. */
function runProgram(body: string): { child: ChildProcess; out: Promise<string>; err: Promise<string>; exit: Promise<unknown[]> } {
  const source = `import { runProgram } from ${serve}
    const keepAlive = setInterval(() => undefined, 1000)
    await runProgram('test', async () => { ${body} })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, out: text(child.stdout), err: text(child.stderr), exit: once(child, 'exit') }
}

const events = (out: string) => out.trim().split('\n').map((line): unknown => JSON.parse(line).event)

test.each(['SIGTERM', 'SIGINT'] as const)('READY with its ports, then a clean end at %s', async (signal) => {
  const { child, out, err, exit } = runProgram("return { ports: { http: 8700 }, close: async () => clearInterval(keepAlive) }")
  child.stdout?.once('data', () => child.kill(signal))
  expect(await exit).toEqual([0, null])
  expect(JSON.parse((await out).split('\n')[0] ?? '')).toMatchObject({ program: 'test', event: 'READY', http: 8700 })
  expect(events(await out)).toEqual(['READY', 'ENDED'])
  expect(await err).toBe('')
})

test('a close that hangs does not keep the process beyond five seconds', async () => {
  const { child, out, exit } = runProgram('return { ports: {}, close: () => new Promise(() => undefined) }')
  child.stdout?.once('data', () => child.kill('SIGTERM'))
  const start = performance.now()
  expect(await exit).toEqual([1, null])
  expect(performance.now() - start).toBeLessThan(5500)
  expect(events(await out)).toEqual(['READY', 'ENDED_LATE'])
})

test('a start that fails says why when we know, and only where when we do not', async () => {
  const known = runProgram("throw Object.assign(new Error('make one with nightjar init'), { code: 'CONFIG_MISSING' })")
  expect(await known.exit).toEqual([1, null])
  expect(await known.err).toBe('nightjar test: CONFIG_MISSING: make one with nightjar init\n')
  const unknown = runProgram("throw new Error('words of a source')")
  expect(await unknown.exit).toEqual([1, null])
  expect(await unknown.err).toMatch(/^nightjar test: UNHANDLED: Error\n {4}at /)
  expect(await unknown.err).not.toContain('words')
})

test.each([
  ['a rejection', "Promise.reject(new Error('words of a source'))"],
  ['an error in a timer', "setTimeout(() => { throw new Error('words of a source') })"],
])('%s that nobody handles ends it with code 1 and without its words', async (_name, act) => {
  const { out, err, exit } = runProgram(`setTimeout(() => { ${act} }, 50); return { ports: {}, close: async () => undefined }`)
  expect(await exit).toEqual([1, null])
  expect(await err).toMatch(/^nightjar: UNHANDLED: Error\n {4}at /)
  expect((await err) + (await out)).not.toContain('words')
})

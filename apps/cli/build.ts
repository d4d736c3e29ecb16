import { parseArgs } from 'node:util'
import { type Io, say } from './verb.ts'

export const summary = 'build the tip page and the console from their sources'
export const usage = `nightjar build [--json]

Needed once in a checkout, and after a change to the page or the console. What is fresh already is left alone.`

export async function run(args: string[], io: Io): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const began = performance.now()
  const { buildPage } = await import('@nightjar/intake/page/build')
  const { buildConsole } = await import('@nightjar/console/build')
  await buildPage()
  await buildConsole()
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
  say(
    io.stdout,
    values.json
      ? JSON.stringify({ built: ['page', 'console'], seconds })
      : `The page and the console are built (${seconds} s).`,
  )
}

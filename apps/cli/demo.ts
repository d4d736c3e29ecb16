import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Io } from './verb.ts'

export const summary = 'the whole line on this machine, with the story of a city cut off'
export const usage = `nightjar demo [--check] [--json] [--mail DIR] [--keep]

Makes a line in a temporary folder, starts all its parts on this machine only, and tells it a story of some 600
invented tips, a month in a minute. Says where to look and how to get in, and stays until Ctrl-C, which ends and
removes everything.

  --check      run it without a person: wait until all tips are at the desk, search for words that must not lie
               anywhere in plain, and print what was measured as one JSON object on the last line; ends with 1 when
               a bar is missed
  --json       nothing on standard output but that object
  --mail DIR   also send every message file below DIR through the real SMTP port
  --keep       leave the folder where it is`

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: {
    check: { type: 'boolean', default: false }, json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false }, mail: { type: 'string' },
  } })
  const { runDemo } = await import('./demo/run.ts')
  const { mail, ...flags } = values
  return runDemo({ ...flags, ...(mail === undefined ? {} : { mail: resolve(mail) }) }, io)
}

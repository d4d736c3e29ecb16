// What the verbs that run one part have in common.
import { parseArgs } from 'node:util'
import type { Config } from '@nightjar/machine/config'
import type { Log, Program } from '@nightjar/machine/log'
import type { Running } from '@nightjar/machine/serve'
import { UsageError } from './verb.ts'

export const PART_OPTIONS = `  --dir DIR     the line's folder, as "nightjar init" made it (default: the current folder)
  --warn-only   say what makes this machine unsafe for a part that strangers reach, and start all the same:
                for trying things out, never for real tips

Writes one JSON line for each thing that happens, the first of them READY with its ports. Ends on Ctrl-C or SIGTERM.`

export interface PartCall {
  readonly dir: string
  readonly warnOnly: boolean
  readonly positionals: string[]
}

export function parsePart(args: string[], { words = 0 }: { words?: number } = {}): PartCall {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: words > 0,
    options: { 'dir': { type: 'string', default: '.' }, 'warn-only': { type: 'boolean', default: false } },
  })
  if (positionals.length !== words) throw new UsageError(words === 0 ? 'no words are expected here' : 'say which one')
  return { dir: values.dir, warnOnly: values['warn-only'], positionals }
}

/** Starts one part in this process; it then ends by a signal. */
export async function runPart(
  program: Program,
  call: PartCall,
  start: (config: Config, options: { warnOnly: boolean; log: Log }) => Promise<Running>,
): Promise<void> {
  const { runProgram } = await import('@nightjar/machine/serve')
  const { readConfig } = await import('@nightjar/machine/config')
  await runProgram(program, async (log) => start(readConfig(call.dir), { warnOnly: call.warnOnly, log }))
}

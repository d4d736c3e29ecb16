import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import type { Config } from '@nightjar/machine/config'
import { type PartEvent, type Parts, startParts } from './supervisor.ts'
import { type Io, say } from './verb.ts'

export const summary = 'run all parts of a line, and start again what crashes'
export const usage = `nightjar up [--dir DIR] [--logs DIR] [--warn-only] [--json]

  --dir DIR     the line's folder, as "nightjar init" made it (default: the current folder)
  --logs DIR    keep what each part writes in a file of its own
  --warn-only   start the parts on an unsafe machine all the same: for trying things out, never for real tips
  --json        pass the parts' own JSON lines on, instead of saying what happens in words

Ends all parts on Ctrl-C or SIGTERM.`

export async function run(args: string[], io: Io): Promise<void> {
  const { values } = parseArgs({ args, options: {
    dir: { type: 'string', default: '.' }, logs: { type: 'string' },
    'warn-only': { type: 'boolean', default: false }, json: { type: 'boolean', default: false },
  } })
  const { readConfig } = await import('@nightjar/machine/config')
  const config = readConfig(values.dir)
  const asked = signalAsked()
  const parts = await startParts({
    dir: config.dir, args: values['warn-only'] ? ['--warn-only'] : [],
    ...(values.logs === undefined ? {} : { logDir: resolve(values.logs) }),
    onEvent: (event) => tell(event, values.json, io),
  })
  if (!values.json) say(io.stdout, whereToLook(config, parts))
  await asked
  if (!values.json) say(io.stdout, 'Ending all parts.')
  await parts.stop()
}

/** Resolves at the first Ctrl-C, SIGTERM or hang-up. */
export function signalAsked(): Promise<NodeJS.Signals> {
  return new Promise((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal))
  })
}

function tell(event: PartEvent, json: boolean, io: Io): void {
  if (event.is === 'stderr') say(io.stderr, `${event.part}: ${event.text}`)
  else if (json && event.is === 'line') say(io.stdout, JSON.stringify(event.line))
  else if (!json && event.is === 'ready') say(io.stdout, `${event.part} is ready.`)
  else if (!json && event.is === 'ended') {
    const next = event.againInMs === undefined ? '' : `; it starts again in ${(event.againInMs / 1000).toFixed(1)} s`
    say(io.stderr, `${event.part} ended (${event.how})${next}`)
  }
}

function whereToLook(config: Config, parts: Parts): string {
  const { smtp = 0 } = parts.part('gateway email').ports
  const { http = 0 } = parts.part('desk').ports
  return [
    '',
    `  tip page       ${config.intake.publicUrl}`,
    `  e-mail         ${config.gateway.email.recipients.join(', ')} on port ${smtp}`,
    `  the desk       http://127.0.0.1:${http}  (unlock it there with the desk's passphrase)`,
    '',
    'Ctrl-C ends all of it.',
  ].join('\n')
}

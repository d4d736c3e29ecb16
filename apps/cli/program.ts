// How a program of the line is started: the same Node, the same flags, apps/cli/main.ts and a verb.
import { fileURLToPath } from 'node:url'

/** Flags of bin/nightjar.js: no inspector by signal, and no chatter about WebCrypto being experimental. */
const FLAGS = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning']

export interface Command {
  readonly command: string
  readonly args: string[]
}

/** The command line that runs `nightjar <args>` in a process of its own. */
export function programCommand(...args: string[]): Command {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  return { command: process.execPath, args: [...FLAGS, main, ...args] }
}

/** The folder that holds package.json of the whole project. */
export function projectRoot(): string {
  return fileURLToPath(new URL('../../', import.meta.url))
}

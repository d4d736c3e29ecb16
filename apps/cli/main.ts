// The program: hands the process's own streams to the dispatcher. bin/nightjar.js starts it under a Node new enough.
import process from 'node:process'
import { nightjar } from './dispatch.ts'

/** A reader that went away (`nightjar … | head`) is not an error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

process.exitCode = await nightjar(process.argv.slice(2), process)

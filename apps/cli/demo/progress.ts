// Says what goes on: one line that changes on a terminal, one line a step elsewhere.
import type { Writable } from 'node:stream'
import type { PartEvent } from '../supervisor.ts'

export interface Progress {
  step(what: string): void
  count(what: string, done: number, of: number): void
  /** A part that crashed is worth a line; the rest is in its log. */
  event(event: PartEvent): void
  done(last?: string): void
}

const EVERY = 100

export function newProgress(stream: Writable & { isTTY?: boolean }): Progress {
  const live = stream.isTTY === true
  let shown = ''
  const show = (text: string): void => {
    if (text === shown) return
    shown = text
    stream.write(live ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  const line = (text: string): void => {
    stream.write(live ? `\r\u001b[2K${text}\n` : `${text}\n`)
    shown = ''
  }
  return {
    step: (what) => show(`${what} …`),
    count: (what, done, of) => {
      if (live) show(`${what} … ${done} of ${of}`)
      else if (
        done === of ||
        Math.floor(done / EVERY) !== Math.floor(Number(/ (\d+) of/.exec(shown)?.[1] ?? -EVERY) / EVERY)
      ) {
        show(`${what} … ${done} of ${of}`)
      }
    },
    event: (event) => {
      if (event.is === 'ended') line(`${event.part} ended (${event.how})`)
      else if (event.is === 'stderr' && !/warning/i.test(event.text)) line(`${event.part}: ${event.text}`)
    },
    done: (last) => {
      if (live && shown !== '') stream.write('\r\u001b[2K')
      shown = ''
      if (last !== undefined) stream.write(`${last}\n`)
    },
  }
}

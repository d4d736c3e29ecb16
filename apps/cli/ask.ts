/** Passphrases come from a file or from the terminal, never from an argument or the environment: both can be seen. */
import { readFile } from 'node:fs/promises'
import { ReadStream } from 'node:tty'
import { LineError } from './line-error.ts'
import type { Io } from './verb.ts'

export interface Question {
  /** The option's value; asked on the terminal when undefined. */
  file: string | undefined
  /** The option's name, for the message: `--passphrase-file`. */
  option: string
  prompt: string
  /** A new passphrase: asked twice, and refused when short. */
  isNew?: boolean
}

const shortest = 12

/** Throws PASSPHRASE_MISSING, PASSPHRASE_SHORT, PASSPHRASE_DIFFERS or FILE_MISSING. */
export async function askPassphrase(io: Io, { file, option, prompt, isNew = false }: Question): Promise<string> {
  const passphrase = file === undefined ? await askTwice(io, option, prompt, isNew) : await readPassphrase(file, option)
  if (isNew && [...passphrase].length < shortest) {
    throw new LineError(
      'PASSPHRASE_SHORT', `a new passphrase has ${shortest} characters at least; six words are better`,
    )
  }
  return passphrase
}

/** The first line of the file, without its line end. */
async function readPassphrase(file: string, option: string): Promise<string> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new LineError('FILE_MISSING', `the file of ${option} cannot be read`)
  }
  const [line = ''] = text.split(/\r?\n/)
  if (line === '') throw new LineError('PASSPHRASE_MISSING', `the file of ${option} begins with an empty line`)
  return line
}

async function askTwice(io: Io, option: string, prompt: string, isNew: boolean): Promise<string> {
  if (!(io.stdin instanceof ReadStream)) {
    throw new LineError('PASSPHRASE_MISSING', `there is no terminal to ask on; give ${option} FILE`)
  }
  const first = await askHidden(io.stdin, io, `${prompt}: `)
  if (first === '') throw new LineError('PASSPHRASE_MISSING', 'a passphrase is needed')
  if (isNew && await askHidden(io.stdin, io, 'once more: ') !== first) {
    throw new LineError('PASSPHRASE_DIFFERS', 'the two passphrases are not the same')
  }
  return first
}

/** One line from the terminal, without echo. */
async function askHidden(terminal: ReadStream, io: Io, prompt: string): Promise<string> {
  io.stderr.write(prompt)
  terminal.setRawMode(true)
  try {
    return await readHidden(terminal)
  } finally {
    terminal.setRawMode(false)
    terminal.pause()
    io.stderr.write('\n')
  }
}

function readHidden(terminal: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const letters: string[] = []
    const done = (settle: () => void) => {
      terminal.off('data', take)
      settle()
    }
    const take = (chunk: Buffer | string) => {
      for (const letter of chunk.toString()) {
        if (letter === '\r' || letter === '\n' || letter === '\u0004') return done(() => resolve(letters.join('')))
        if (letter === '\u0003') return done(() => reject(new LineError('PASSPHRASE_MISSING', 'stopped')))
        if (letter === '\u007f' || letter === '\b') letters.pop()
        else letters.push(letter)
      }
    }
    terminal.on('data', take)
    terminal.resume()
  })
}

// `nightjar cap`: warnings by hand. Writes, checks and signs CAP 1.2 with the code that the desk releases with.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { renderCap } from '@nightjar/desk/release/cap'
import { ReleaseError } from '@nightjar/desk/release/errors'
import { signCap, verifyCap } from '@nightjar/desk/release/sign'
import { validateCap } from '@nightjar/desk/release/validate'
import { parseWarning } from '@nightjar/desk/release/warning'
import type { Io } from './verb.ts'
import { readAll, say, UsageError } from './verb.ts'

export const summary = 'write, check and sign a public warning (CAP 1.2)'

export const usage = `nightjar cap render [FILE] | check [FILE] | sign [FILE] --key FILE --cert FILE

FILE is read, or standard input when there is none or it is "-".

  render   a warning as JSON in, unsigned CAP 1.2 XML out. A warning without confidence or people near is refused.
  check    every problem of a CAP 1.2 file, one a line; ends with 1 when there is any.
             --schema XSD     validate against this schema instead of our own
             --cert FILE      also check the signature against this certificate (PEM)
             --language TAG   also demand an info block in this language; may be given several times
  sign     what render wrote, with its signature.
             --key FILE       private key, RSA of at least 2048 bits (PEM)
             --cert FILE      its certificate (PEM)

  --json   one object on the last line: {"xml"} for render and sign, {"ok","problems":[{"code","message"}]} for check`

type Values = ReturnType<typeof readArgs>['values']

function readArgs(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      schema: { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      language: { type: 'string', multiple: true, default: [] },
    },
  })
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals: [action, file, ...more] } = readArgs(args)
  if (more.length > 0) throw new UsageError('one file at a time')
  switch (action) {
    case 'render': return render(file, values, io)
    case 'check': return check(file, values, io)
    case 'sign': return sign(file, values, io)
    default: throw new UsageError('say what to do: render, check or sign')
  }
}

async function render(file: string | undefined, values: Values, io: Io): Promise<number> {
  refuse(values, ['schema', 'cert', 'key'], 'render')
  writeXml(renderCap(parseWarning(parseJson(await read(file, io)))), values, io)
  return 0
}

async function sign(file: string | undefined, values: Values, io: Io): Promise<number> {
  refuse(values, ['schema'], 'sign')
  if (values.key === undefined || values.cert === undefined) throw new UsageError('sign needs --key FILE and --cert FILE')
  const [privateKeyPem, certificatePem] = [await readFile(values.key, 'utf8'), await readFile(values.cert, 'utf8')]
  writeXml(signCap(await read(file, io), { privateKeyPem, certificatePem }), values, io)
  return 0
}

async function check(file: string | undefined, values: Values, io: Io): Promise<number> {
  refuse(values, ['key'], 'check')
  const xml = await read(file, io)
  const schema = values.schema === undefined ? {} : { schema: values.schema }
  const problems = [
    ...validateCap(xml, { languages: values.language, ...schema }),
    ...(values.cert === undefined ? [] : signatureProblems(xml, await readFile(values.cert, 'utf8'))),
  ]
  if (values.json) say(io.stdout, JSON.stringify({ ok: problems.length === 0, problems }))
  else for (const { code, message } of problems) say(io.stdout, `${code}: ${message}`)
  if (problems.length === 0) return 0
  say(io.stderr, `nightjar cap: CAP_PROBLEMS: ${problems.length} found`)
  return 1
}

function signatureProblems(xml: string, certificatePem: string): { code: string; message: string }[] {
  const verified = verifyCap(xml, certificatePem)
  return verified.ok ? [] : [{ code: verified.code, message: verified.message }]
}

function refuse(values: Values, names: readonly ('schema' | 'cert' | 'key')[], action: string): void {
  for (const name of names) {
    if (values[name] !== undefined) throw new UsageError(`${action} does not take --${name}`)
  }
}

/** Exactly the octets that are signed: no line break is added behind the document. */
function writeXml(xml: string, values: Values, io: Io): void {
  if (values.json) say(io.stdout, JSON.stringify({ xml }))
  else io.stdout.write(xml)
}

async function read(file: string | undefined, io: Io): Promise<string> {
  const bytes = file === undefined || file === '-' ? await readAll(io.stdin) : await readFile(file)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ReleaseError('RELEASE_SHAPE', 'not a warning: the input is not JSON')
  }
}

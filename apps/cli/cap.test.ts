import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { renderCap } from '@nightjar/desk/release/cap'
import { sampleInfo, sampleKey, sampleWarning } from '@nightjar/desk/release/sample'
import * as cap from './cap.ts'
import { UsageError } from './verb.ts'

const folder = mkdtempSync(join(tmpdir(), 'cap-verb-'))
afterAll(() => rmSync(folder, { recursive: true }))

function saved(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const key = sampleKey()
const keyFile = saved('cap.key', key.privateKeyPem)
const certFile = saved('cap.crt', key.certificatePem)

const now = Date.now()
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString().replace(/\.\d+/u, '')
const warning = sampleWarning({ sent: at(0.02), info: [{ ...sampleInfo(), onset: at(0.02), expires: at(12) }] })

async function verb(args: string[], input = ''): Promise<{ code: number | string; out: string; err: string }> {
  const written = { out: '', err: '' }
  const into = (name: 'out' | 'err') => new Writable({
    write(chunk: Buffer, _encoding, done) {
      written[name] += chunk.toString('utf8')
      done()
    },
  })
  try {
    const code = await cap.run(args,
      { stdin: Readable.from([Buffer.from(input)]), stdout: into('out'), stderr: into('err') })
    return { code, ...written }
  } catch (error) {
    const name = error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL'
    return { code: `${name}: ${error instanceof Error ? error.message : ''}`, ...written }
  }
}

describe('nightjar cap', () => {
  test('renders, signs and checks, from standard input or a file', async () => {
    const rendered = await verb(['render'], JSON.stringify(warning))
    expect(rendered).toEqual({ code: 0, out: renderCap(warning), err: '' })
    const signed = await verb(['sign', '-', '--key', keyFile, '--cert', certFile], rendered.out)
    expect({ ...signed, out: '' }).toEqual({ code: 0, out: '', err: '' })
    expect(await verb(['check', saved('signed.xml', signed.out), '--cert', certFile]))
      .toEqual({ code: 0, out: '', err: '' })
    expect(await verb(['check', '--json'], signed.out))
      .toEqual({ code: 0, out: '{"ok":true,"problems":[]}\n', err: '' })
  })

  test('gives XML as JSON when asked', async () => {
    const { out } = await verb(['render', '--json', saved('warning.json', JSON.stringify(warning))])
    expect(JSON.parse(out)).toEqual({ xml: renderCap(warning) })
  })

  test('prints every problem and ends with 1', async () => {
    const xml = renderCap(warning).replace('line@', 'line,@')
    expect(await verb(['check', '--language', 'ar', '--cert', certFile], xml)).toEqual({
      code: 1,
      out: 'CAP_SENDER: sender: no blanks, commas, < or & and not empty\n'
        + 'CAP_LANGUAGE_MISSING: info: none in the language ar\n'
        + 'CAP_SIGNATURE_NONE: the warning is not signed\n',
      err: 'nightjar cap: CAP_PROBLEMS: 3 found\n',
    })
    const asJson = await verb(['check', '--json'], 'no xml')
    expect(asJson).toEqual({
      code: 1,
      out: '{"ok":false,"problems":[{"code":"CAP_NOT_WELL_FORMED","message":"not well-formed XML at line 1, column 1"}]}\n',
      err: 'nightjar cap: CAP_PROBLEMS: 1 found\n',
    })
  })

  test.each<[string, string[], string, string]>([
    ['no JSON', ['render'], '{', 'RELEASE_SHAPE: not a warning: the input is not JSON'],
    ['a warning without confidence', ['render'], JSON.stringify({ ...warning, confidence: undefined }),
      'RELEASE_NO_CONFIDENCE: a warning needs its confidence, a number from 0 to 1'],
    ['a warning without people near', ['render'], JSON.stringify({ ...warning, peopleNear: null }),
      'RELEASE_NO_PEOPLE: a warning needs the people known to be near, a whole number from 0'],
    ['XML of somebody else', ['sign', '--key', keyFile, '--cert', certFile], '<alert/>',
      'RELEASE_XML: only an unsigned warning as rendered here can be signed'],
    ['the certificate for a key', ['sign', '--key', certFile, '--cert', certFile], renderCap(warning),
      'RELEASE_KEY: the private key is not the one in the certificate'],
    ['no action', [], '', 'USAGE: say what to do: render, check or sign'],
    ['an unknown action', ['send'], '', 'USAGE: say what to do: render, check or sign'],
    ['two files', ['check', 'a', 'b'], '', 'USAGE: one file at a time'],
    ['a key to check', ['check', '--key', 'x'], '', 'USAGE: check does not take --key'],
    ['signing without a key', ['sign'], '', 'USAGE: sign needs --key FILE and --cert FILE'],
  ])('refuses %s', async (_what, args, input, expected) => {
    expect(await verb(args, input)).toEqual({ code: expected, out: '', err: '' })
  })

  test('wrong usage is a UsageError', async () => {
    await expect(cap.run([], { stdin: Readable.from([]), stdout: new Writable(), stderr: new Writable() }))
      .rejects.toThrow(UsageError)
  })
})

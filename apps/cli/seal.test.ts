import { createServer } from 'node:http'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeBundle } from '@nightjar/carriers'
import { parseReceipt, rootFingerprint } from '@nightjar/envelope'
import { linePaths } from '@nightjar/machine/line'
import { initLine } from './init.ts'
import { run as open } from './open.ts'
import { run as seal } from './seal.ts'

const json = JSON.stringify({
  kind: 3, text: 'crates carried in at night', basis: 'saw', urgency: 2, lang: 'en', heardFrom: ['a neighbour'],
  when: { from: '2026-03-01T20:00:00Z', to: '2026-03-01T22:00:00Z' }, place: { lat: 36.34, lon: 43.13, radius_m: 50 },
})
let dir: string
let line: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'nightjar-seal-'))
  line = join(dir, 'line')
  await initLine({
    dir: line, deskPassphrase: 'desk words for tests', offlinePassphrase: 'offline words for tests', kdf: 'light',
  })
  await writeFile(join(dir, 'desk.txt'), 'desk words for tests')
  await writeFile(join(dir, 'offline.txt'), 'offline words for tests')
})

afterAll(() => rm(dir, { recursive: true, force: true }))

async function call(verb: typeof seal, args: string[], input: Uint8Array | string = '') {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  stdin.end(input)
  const read = (stream: PassThrough): Buffer => stream.read() ?? Buffer.alloc(0)
  try {
    const code = await verb(args, { stdin, stdout, stderr })
    return { code, stdout: read(stdout), stderr: read(stderr).toString() }
  } catch (error) {
    return { error, stdout: read(stdout), stderr: read(stderr).toString() }
  }
}

const deskOpens = () => ['--line', line, '--passphrase-file', join(dir, 'desk.txt')]

test('a JSON tip goes in by seal and comes out by open', async () => {
  const sealed = await call(seal, ['--line', line], json)
  expect(sealed.stdout).toHaveLength(4096)
  const opened = await call(open, deskOpens(), sealed.stdout)
  expect(JSON.parse(opened.stdout.toString())).toMatchObject({
    recovery: false, tip: {
      kind: 3, text: 'crates carried in at night', basis: 'saw', urgency: 2, channel: 'person', heardFrom: [
        'a neighbour',
      ],
      when: { from: '2026-03-01T20:00:00Z', to: '2026-03-01T22:00:00Z' }, place: {
        lat: 36.34, lon: 43.13, radius_m: 50, name: '',
      },
    },
  })
})

test('the receipt is shown on standard error, in forms that are read back, and nowhere else', async () => {
  const { stderr, stdout } = await call(seal, ['--line', line, '--text', 'hello'])
  const [, words = '', digits = ''] = stderr.split('\n\n')
  expect(parseReceipt(words)).toEqual(parseReceipt(digits))
  expect(stdout.includes(words.trim())).toBe(false)
})

test('open reads bundles, and says what does not open', async () => {
  const out = join(dir, 'one.nj')
  const { stdout } = await call(seal, ['--line', line, '--text', 'hello', '--out', out, '--json'])
  expect(JSON.parse(stdout.toString())).toMatchObject({ bytes: 4096, recovery: false })
  const envelope = await readFile(out)
  const changed = Buffer.from(envelope)
  changed[2000] = (changed[2000] ?? 0) ^ 1
  const opened = await call(open, deskOpens(), writeBundle([envelope, changed, envelope.subarray(0, 100)]))
  const lines = opened.stdout.toString().trim().split('\n').map((each): unknown => JSON.parse(each))
  expect(lines).toMatchObject([{ tip: { text: 'hello' } }, { error: 'ENVELOPE_TAG' }, { error: 'ENVELOPE_SIZE' }])
  expect(opened.error).toMatchObject({ code: 'OPEN_FAILED', message: '2 of 3 did not open' })
  const cut = await call(open, deskOpens(), writeBundle([envelope, envelope]).subarray(0, 5000))
  expect(cut.stderr).toBe('nightjar open: this bundle is cut; 1 envelopes stood before that\n')
})

test('a week whose key the desk lacks opens with the offline folder', async () => {
  const { stdout } = await call(seal, ['--line', line, '--text', 'late'])
  const far = Buffer.from(stdout)
  far[0] = (far[0] ?? 0) ^ 16
  expect((await call(open, deskOpens(), far)).stdout.toString()).toContain('"error":"ENVELOPE_KEY_UNKNOWN"')
  const root = await rootFingerprint(await readFile(linePaths(line).public.root))
  const offline = [
    '--offline', linePaths(line).offline.dir, '--root', root, '--offline-passphrase-file', join(dir, 'offline.txt'),
  ]
  expect((await call(open, offline, far)).stdout.toString()).toContain('"error":"ENVELOPE_TAG"')
})

test('--to posts the envelope and believes 202 only', async () => {
  const bodies: number[] = []
  const server = createServer((request, response) => {
    let length = 0
    request.on('data', (part: Buffer) => { length += part.length })
    request.on('end', () => {
      bodies.push(length)
      response.writeHead(bodies.length === 1 ? 202 : 503).end()
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  const to = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`
  expect((await call(seal, ['--line', line, '--text', 'x', '--to', to])).code).toBe(0)
  const refused = await call(seal, ['--line', line, '--text', 'x', '--to', to])
  expect(refused.error).toMatchObject({
    code: 'POST_REFUSED', message: 'intake answered 503; the tip is not with it, seal and send it again',
  })
  expect(refused.stderr).toBe('')
  server.closeAllConnections()
  server.close()
  expect(bodies).toEqual([4096, 4096])
})

test.each([
  ['', 'INPUT_EMPTY', 'standard input holds no tip'],
  ['{"text":', 'TIP_INVALID', 'the tip must be valid JSON, or text that does not begin with a brace'],
  [
    '{"name":"x"}', 'TIP_INVALID',
    'the key "name" must be one of kind, text, when, place, basis, heardFrom, urgency, lang',
  ],
  ['{"when":{"from":"soon"}}', 'TIP_INVALID', 'a time must be ISO 8601, like 2026-03-01T12:00:00Z'],
  ['{"place":{"lat":91,"lon":0}}', 'PAYLOAD_COORDINATES', 'latitude lies within ±90 and longitude within ±180 degrees'],
  ['{"kind":1.5}', 'PAYLOAD_RANGE', 'kind is a whole number from 0 to 65535'],
])('%j is refused: %s', async (input, code, message) => {
  expect((await call(seal, ['--line', line], input)).error).toMatchObject({ code, message })
})

test('text that is not UTF-8 is refused', async () => {
  expect((await call(seal, ['--line', line], Uint8Array.of(0xff, 0xfe))).error).toMatchObject({ code: 'TIP_INVALID' })
})

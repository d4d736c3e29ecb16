// Bad input over a line that runs: each kind is refused with a stable code, or accepted and shown safely, and the line
// works on afterwards. What one room alone must refuse is tested beside that room.
import { randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import { setTimeout as pause } from 'node:timers/promises'
import {
  chooseKey,
  createSealingKeyPair,
  encodePayload,
  fingerprintOf,
  newPayload,
  type Payload,
  verifyKeyList,
} from '@nightjar/envelope'
import { linePaths } from '@nightjar/machine/line'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePorts } from '../apps/cli/demo/folder.ts'
import { openSmtp } from '../apps/cli/demo/smtp.ts'
import { postEnvelope } from '../apps/cli/demo/sources.ts'
import { initLine } from '../apps/cli/init.ts'
import { programCommand } from '../apps/cli/program.ts'
import { startParts } from '../apps/cli/supervisor.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from '../packages/envelope/cbor.ts'
import { hybridSuite } from '../packages/envelope/hpke.ts'
import { pad } from '../packages/envelope/padding.ts'
import { sealContent } from '../packages/envelope/seal.ts'
import { canaryMaker, zipOf } from '../testing/canaries.ts'
import { eventually, plainTip, sendTip, startLine, type TestLine, untilAtDesk } from '../testing/line.ts'
import { sayRaw } from '../testing/raw.ts'

type Bytes = Uint8Array<ArrayBuffer>

let line: TestLine
const word = canaryMaker(77)
beforeAll(async () => { line = await startLine() })
afterAll(async () => { await line.stop() })

// ---- to intake ------------------------------------------------------------------------------------------------------

async function toIntake(body: Bytes | string, type = 'application/octet-stream'): Promise<[number, string]> {
  const response = await fetch(`${line.doors.intakeUrl}/api/v1/envelopes`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })
  return [response.status, codeIn(await response.text())]
}

function codeIn(text: string): string {
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? text
}

const random = (octets: number): Bytes => new Uint8Array(randomBytes(octets))

test.each<[string, () => Promise<[number, string]>, [number, string]]>([
  ['empty', () => toIntake(''), [400, 'ENVELOPE_SIZE']],
  ['truncated by one octet', async () => toIntake((await sealedTip()).slice(0, -1)), [400, 'ENVELOPE_SIZE']],
  ['longer by one octet', async () => toIntake(new Uint8Array([...await sealedTip(), 0])), [400, 'ENVELOPE_SIZE']],
  ['huge', () => toIntake(random(8 * 1024 * 1024)), [413, 'TOO_LARGE']],
  ['of another version', async () => toIntake((await sealedTip()).with(0, 0xe0)), [400, 'ENVELOPE_SUITE']],
  ['as JSON', () => toIntake('{}', 'application/json'), [415, 'CONTENT_TYPE']],
  ['as text', () => toIntake('hello', 'text/plain'), [415, 'CONTENT_TYPE']],
])('an envelope that is %s is refused with its code', async (_name, send, expected) => {
  const answer = await send().catch(
    (error: unknown) => [0, error instanceof Error ? error.message : ''] as [number, string],
  )
  // A server may hang up on megabytes that it will not read, before its answer has been read.
  if (expected[0] === 413 && answer[0] === 0) return
  expect(answer).toEqual(expected)
})

async function sealedTip(): Promise<Bytes> {
  const [envelope] = await (await line.sources()).sealed(plainTip(word()))
  if (envelope === undefined) throw new Error('nothing was sealed')
  return envelope
}

test('the same envelope again and again is answered alike and is one tip', async () => {
  const tip = plainTip(word())
  const [envelope = random(1)] = await (await line.sources()).sealed(tip)
  const answers = await Promise.all(Array.from({ length: 20 }, () => toIntake(envelope)))
  expect(new Set(answers.map((answer) => answer.join(' ')))).toEqual(new Set(['202 {"accepted":true}']))
  expect((await untilAtDesk(line, [tip.word])).get(tip.word)).toBe(1)
})

/** Sealed for this line's key list, whatever the content says. */
async function sealRaw(content: Bytes, changeKey: (key: Bytes) => Promise<Bytes> = async (key) => key): Promise<Bytes> {
  const root = await fingerprintOf(line.doors.rootKey)
  const bytes = new Uint8Array(await (await fetch(`${line.doors.intakeUrl}/api/v1/keys/now`)).arrayBuffer())
  const list = await verifyKeyList(bytes, { root })
  const key = chooseKey(list, Math.floor(Date.now() / 1000))
  const sealed = await sealContent(
    await hybridSuite(),
    pad(content),
    { ...key, publicKey: await changeKey(key.publicKey) },
    list.root,
  )
  return sealed.envelope
}

const payloadBytes = (more: Partial<Payload> = {}): Bytes =>
  encodePayload(newPayload({ kind: 6, channel: 'api', text: `raw ${word()}`, ...more }))

function withField(key: number, value: CborValue): Bytes {
  const map = decodeCbor(payloadBytes()) as CborMap
  return encodeCbor(new Map([...map, [key, value]]))
}

async function unopened(): Promise<Record<string, number>> {
  const response = await askDesk('/unopened')
  return (response as { counts: Record<string, number> }).counts
}

/** The desk's API by the session of the test's own client. */
async function askDesk(path: string): Promise<unknown> {
  const login = await fetch(`${line.desk.url}/api/v1/unlock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ passphrase: line.passphrase }),
  })
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return (await fetch(`${line.desk.url}/api/v1${path}`, { headers: { cookie } })).json()
}

const strangeKey = async (): Promise<Bytes> => (await createSealingKeyPair()).publicKey

test.each<[string, () => Promise<Bytes>, string]>([
  ['noise of the right size', async () => random(4096).with(0, (await sealedTip())[0] ?? 0), 'ENVELOPE_TAG'],
  ["sealed to a stranger's key", () => sealRaw(payloadBytes(), strangeKey), 'ENVELOPE_TAG'],
  [
    'changed in one bit',
    async () => {
      const e = await sealedTip()
      return e.with(2000, (e[2000] ?? 0) ^ 1)
    },
    'ENVELOPE_TAG',
  ],
  ['whose content is no CBOR', () => sealRaw(random(100).with(0, 0xff)), 'CBOR_'],
  ['with latitude 91', () => sealRaw(withField(4, [910_000_000, 0, 10])), 'PAYLOAD_COORDINATES'],
  ['with longitude 181', () => sealRaw(withField(4, [0, 1_810_000_000, 10])), 'PAYLOAD_COORDINATES'],
  ['with a time before 1970', () => sealRaw(withField(3, [-5, 10])), 'PAYLOAD_TIME'],
  ['with a time after 2099', () => sealRaw(withField(3, [4_102_444_800, 4_102_444_801])), 'PAYLOAD_TIME'],
  ['of payload version 2', () => sealRaw(withField(0, 2)), 'PAYLOAD_VERSION'],
  ['with text that is no UTF-8', () => sealRaw(brokenUtf8()), 'CBOR_UTF8'],
])('an envelope %s is taken by intake and counted at the desk with its code', async (_name, make, code) => {
  const before = await unopened()
  await postEnvelope(line.doors, await make())
  const counted = await eventually(async () => {
    const now = await unopened()
    return Object.keys(now).some((name) => name.startsWith(code) && (now[name] ?? 0) > (before[name] ?? 0))
  }, 15_000)
  expect(counted ? {} : { before, now: await unopened() }).toEqual({})
})

function brokenUtf8(): Bytes {
  const marker = 'QQQQ'
  const bytes = Buffer.from(payloadBytes({ text: `x${marker}y` }))
  bytes.set([0xff, 0xfe, 0xc0, 0x80], bytes.indexOf(marker))
  return new Uint8Array(bytes)
}

test('a request head that dribbles in is answered 408 and cut, and others are served meanwhile', async () => {
  const head = [...'POST /api/v1/envelopes HTTP/1.1\r\nHost: x\r\nX-Slow: '].map(String)
  const slow = sayRaw(line.ports.intake, [...head, ...Array.from({ length: 40 }, () => 'a')], {
    gapMs: 250,
    patienceMs: 5000,
  })
  await sendTip(line, word(), 'api')
  const answer = await slow
  expect(answer.end).not.toBe('waiting')
  expect(codeIn(answer.text)).toBe('REQUEST_TIMEOUT')
})

test('a whole request with our side closed is answered; half a one is not kept', async () => {
  const envelope = await sealedTip()
  const headers = ['Host: x', 'Content-Type: application/octet-stream', `Content-Length: ${envelope.length}`]
  const head = `POST /api/v1/envelopes HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`
  const whole = await sayRaw(line.ports.intake, [head, envelope], { halfClose: true })
  expect(whole.text).toMatch(/^HTTP\/1\.1 202 /)
  const half = await sayRaw(line.ports.intake, [head, envelope.slice(0, 1000)], { halfClose: true })
  expect(half.text).not.toContain('202')
  await sendTip(line, word(), 'api')
})

test.each([
  ['noise', [random(2000)]],
  ['another protocol', ['EHLO there\r\n\r\n']],
  ['a head without end', [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}`]],
  [
    'two lengths',
    ['POST /api/v1/envelopes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!'],
  ],
  [
    'a length and chunks',
    ['POST /api/v1/envelopes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ],
])("%s on intake's port is answered with a code or cut", async (_name, pieces) => {
  const answer = await sayRaw(line.ports.intake, pieces)
  expect(answer.end).not.toBe('waiting')
  expect(answer.text === '' ? 'cut' : codeIn(answer.text)).toMatch(
    /^(cut|REQUEST_INVALID|HEADERS_TOO_LARGE|CONTENT_TYPE)$/,
  )
})

// ---- what sources write, shown at the desk --------------------------------------------------------------------------

async function seenAtDesk(text: string, more: Partial<Parameters<typeof plainTip>[1]> = {}) {
  const mark = word()
  const tip = plainTip(mark, { text: `${text} ${mark}`, ...more })
  for (const envelope of await (await line.sources()).sealed(tip)) await postEnvelope(line.doors, envelope)
  await untilAtDesk(line, [mark])
  for (const row of await line.desk.allTips()) {
    const detail = await line.desk.tip(row.id)
    if (detail.text.includes(mark)) return { detail, sent: tip.text }
  }
  throw new Error('the tip did not come to the desk')
}

test('right-to-left overrides and controls are replaced one for one, and marked', async () => {
  const { detail, sent } = await seenAtDesk('file \u202Egpj.exe\u202C \u2066x\u2069 \u0007\u0000 end')
  expect(detail.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  expect(detail.text).not.toContain('\u0007')
  expect([...detail.text].length).toBe([...sent].length)
  expect(detail.marks).toEqual(expect.arrayContaining(['bidi', 'control']))
  expect(detail.gist).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})

test('script in every text field arrives as the text it is', async () => {
  const script = '<script>alert(1)</script><img src=x onerror=alert(2)>\'"`{{7*7}}${1}'
  const { detail } = await seenAtDesk(script, {
    place: { lat: 36.3, lon: 43.1, radius_m: 10, name: script }, heardFrom: [script.slice(0, 80)], basis: 'told',
  })
  expect(detail.text).toContain('<script>alert(1)</script>')
  expect(detail.heardFrom[0]).toContain('<script>')
})

test.each([
  ['1970', 1, 60],
  ['2099', 4_102_000_000, 4_102_444_799],
])('a tip dated %s is kept, and its time is not believed', async (_year, from, to) => {
  const { detail } = await seenAtDesk('something strange about time', { when: { from, to } })
  expect(detail.whenTrusted).toBe(false)
  expect(Math.abs(Date.parse(detail.when.to) - Date.now())).toBeLessThan(30 * 86_400_000)
})

test('emoji, unpaired halves, combining marks without end and a text of 100,000 letters are shown', async () => {
  const texts = ['👩‍👩‍👧‍👦'.repeat(50), `a${'\u0301'.repeat(5000)}`, 'سيارة '.repeat(10_000), '\uFFFD\uFFFE\uFFFF']
  for (const text of texts) {
    expect((await seenAtDesk(text)).detail.text.length).toBeGreaterThan(3)
  }
}, 120_000)

// ---- attachments ----------------------------------------------------------------------------------------------------

/** A PNG of 30,000 by 30,000 points in some 100 kB: 2.7 GB when decoded. */
function pngBomb(): Bytes {
  const side = 30_000
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side), { level: 9 })
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, sum])
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', rows),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

test.each<[string, () => { name: string; type: string; bytes: Bytes }]>([
  ['an image bomb', () => ({ name: 'a.png', type: 'image/png', bytes: pngBomb() })],
  ['a picture that is none', () => ({ name: 'b.jpg', type: 'image/jpeg', bytes: random(5000) })],
  ['a picture cut short', () => ({ name: 'c.png', type: 'image/png', bytes: pngBomb().slice(0, 900) })],
  ['an empty picture', () => ({ name: 'd.png', type: 'image/png', bytes: new Uint8Array(0) })],
  [
    'a zip bomb',
    () => ({ name: 'e.zip', type: 'application/zip', bytes: new Uint8Array(zipOf('zeros', Buffer.alloc(50_000_000))) }),
  ],
  [
    'an SVG with script',
    () => ({
      name: 'f.svg',
      type: 'image/svg+xml',
      bytes: new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')),
    }),
  ],
])(
  '%s beside a tip leaves the tip readable and is shown as what it is: not as a picture',
  async (_name, file) => {
    const { detail } = await seenAtDesk('with a file', { files: [file()] })
    const settled = await eventually(
      async () => (await line.desk.tip(detail.id)).attachmentList.every(({ state }) => state !== 'waiting'),
      40_000,
    )
    const [attachment] = (await line.desk.tip(detail.id)).attachmentList
    expect({ settled, preview: attachment?.preview }).toEqual({ settled: true, preview: false })
    await sendTip(line, word(), 'api')
  },
  120_000,
)

// ---- the gateway's form ---------------------------------------------------------------------------------------------

async function postBody(
  type: string,
  body: Bytes | string,
  origin?: string,
): Promise<{ status: number; html: string }> {
  const response = await fetch(`${line.doors.webUrl}/tip`, {
    method: 'POST',
    headers: { 'content-type': type, ...(origin === undefined ? {} : { origin }) },
    body,
  })
  return { status: response.status, html: await response.text() }
}

const urlencoded = 'application/x-www-form-urlencoded'

test.each<[string, () => Promise<{ status: number; html: string }>, number, RegExp]>([
  ['empty', () => postBody(urlencoded, ''), 400, /TEXT_EMPTY/],
  ['without words', () => postBody(urlencoded, 'text=+&lang=ar'), 400, /TEXT_EMPTY/],
  ['as JSON', () => postBody('application/json', '{"text":"x"}'), 415, /CONTENT_TYPE/],
  ['multipart without a boundary', () => postBody('multipart/form-data', 'x'), 415, /CONTENT_TYPE/],
  [
    'multipart that ends early',
    () => postBody('multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhal'),
    400,
    /FORM_BROKEN/,
  ],
  ['from a page elsewhere', () => postBody(urlencoded, 'text=hello', 'https://elsewhere.example'), 403, /ORIGIN/],
  ['a wrong code', () => postBody(urlencoded, 'text=hello&receipt=not+a+code'), 400, /RECEIPT_INVALID/],
  [
    'a text of a megabyte',
    () => postBody(urlencoded, `text=${'a'.repeat(1_000_000)}`),
    413,
    /TEXT_TOO_LONG|FORM_TOO_LARGE/,
  ],
])('a form that is %s is answered with a page and a code', async (_name, send, status, code) => {
  const answer = await send()
  expect(answer.status).toBe(status)
  expect(answer.html).toMatch(code)
  expect(answer.html).toMatch(/^<!doctype html>/i)
})

test('a form of invalid UTF-8 with script and overrides is taken and shown safely', async () => {
  const mark = word()
  const answer = await postBody(
    urlencoded,
    `lang=ar&text=%FF%FE+%3Cscript%3Ealert(1)%3C%2Fscript%3E+%E2%80%AEabc+${mark}`,
  )
  expect(answer.status).toBe(200)
  expect(answer.html).not.toContain('<script>alert')
  await untilAtDesk(line, [mark])
})

// ---- e-mail ---------------------------------------------------------------------------------------------------------

async function mail(message: string | Uint8Array, to = line.doors.mailbox) {
  const smtp = await openSmtp(line.doors.smtpPort)
  try {
    return await smtp.deliver(typeof message === 'string' ? Buffer.from(message) : message, 'a@example.org', to)
  } finally {
    await smtp.close()
  }
}

function nested(depth: number, mark: string): string {
  let body = `Content-Type: text/plain\r\n\r\ninside ${mark}\r\n`
  for (let level = 0; level < depth; level++) {
    body = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${body}\r\n--b${level}--\r\n`
  }
  return `From: x@example.org\r\nSubject: nested\r\nMIME-Version: 1.0\r\n${body}`
}

test.each<[string, (mark: string) => string | Uint8Array]>([
  ['nested 100 deep', (mark) => nested(100, mark)],
  ['nested 2000 deep', (mark) => nested(2000, mark)],
  ['without any header', (mark) => `just words ${mark}`],
  ['of a character set that nobody has', (mark) => `Content-Type: text/plain; charset=x-none\r\n\r\nwords ${mark}`],
  ['of broken base64', (mark) => `Subject: ${mark}\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not*base64===`],
  [
    'with octets that are no UTF-8',
    (mark) =>
      Buffer.concat([
        Buffer.from('Subject: '),
        Buffer.from([0xff, 0xfe, 0x80]),
        Buffer.from(`\r\n\r\n${mark} `),
        random(300),
      ]),
  ],
  [
    'with 5,000 parts',
    (mark) => {
      const parts = '--b\r\n\r\nx\r\n'.repeat(5000)
      return `Subject: ${mark}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`
    },
  ],
  ['with a header of a megabyte', (mark) => `Subject: ${mark}\r\nX-Long: ${'a'.repeat(1_000_000)}\r\n\r\nbody`],
  ['from the year 1970', (mark) => `Date: Thu, 1 Jan 1970 00:00:00 +0000\r\nSubject: ${mark}\r\n\r\nbody`],
  ['from the year 2099', (mark) => `Date: Thu, 31 Dec 2099 23:59:59 +0000\r\nSubject: ${mark}\r\n\r\nbody`],
])(
  'a mail %s is a tip or is refused with a code; the next one is taken',
  async (_name, make) => {
    const before = (await line.desk.allTips()).filter(({ channel }) => channel === 'email').length
    const delivery = await mail(make(word()))
    expect(delivery.taken ? 400 : delivery.answer.code).toBeGreaterThanOrEqual(400)
    const after = before + (delivery.taken ? 1 : 0)
    expect(
      await eventually(
        async () => (await line.desk.allTips()).filter(({ channel }) => channel === 'email').length === after,
        40_000,
      ),
    ).toBe(true)
    expect((await mail(`Subject: next\r\n\r\n${word()}`)).taken).toBe(true)
    expect(
      await eventually(
        async () => (await line.desk.allTips()).filter(({ channel }) => channel === 'email').length === after + 1,
        40_000,
      ),
    ).toBe(true)
  },
  120_000,
)

test('an empty mail, a stranger\'s mailbox and a mail of 40 MB are refused with their codes', async () => {
  expect(await mail('')).toMatchObject({ taken: false, answer: { code: 554 } })
  expect(await mail('Subject: x\r\n\r\ny', 'someone@elsewhere.example')).toMatchObject({
    taken: false,
    step: 'RCPT',
    answer: { code: 550 },
  })
  expect(await mail(Buffer.alloc(40 * 1024 * 1024, 'a\r\n'))).toMatchObject({ taken: false, answer: { code: 552 } })
}, 120_000)

// ---- key lists ------------------------------------------------------------------------------------------------------

async function lineFolder(use: (dir: string, ports: { intake: number; web: number }) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'nightjar-keys-'))
  const [intake = 0, intakeDesk = 0, web = 0] = await freePorts(3)
  try {
    await initLine({
      dir: join(dir, 'line'),
      deskPassphrase: 'one two',
      offlinePassphrase: 'three four',
      kdf: 'light',
      ports: { intake, intakeDesk, web },
    })
    await use(join(dir, 'line'), { intake, web })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

test('intake does not start on a forged key list, and says why', async () => {
  await lineFolder(async (dir) => {
    const { keyList } = linePaths(dir).public
    const bytes = await readFile(keyList)
    bytes[300] = (bytes[300] ?? 0) ^ 1
    await writeFile(keyList, bytes)
    const { command, args } = programCommand('intake', '--dir', dir, '--warn-only')
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 })
    expect(status).toBe(1)
    expect(stderr).toMatch(/KEYLIST_INVALID/)
  })
})

test('a gateway that has seen a newer key list does not go back to an older one', async () => {
  await lineFolder(async (dir) => {
    const paths = linePaths(dir)
    const older = await readFile(paths.public.keyList)
    const secret = join(dir, '..', 'offline')
    await writeFile(secret, 'three four\n')
    const { command, args } = programCommand('keys', 'publish', dir, '--offline-passphrase-file', secret, '--json')
    expect(JSON.parse(spawnSync(command, args, { encoding: 'utf8' }).stdout)).toMatchObject({ sequence: 2 })
    const newer = await readFile(paths.public.keyList)
    await writeFile(paths.gateway.keyList, newer)
    await writeFile(paths.public.keyList, older)
    const parts = await startParts({ dir, parts: ['intake', 'gateway web'], args: ['--warn-only'] })
    try {
      await pause(500)
      expect((await readFile(paths.gateway.keyList)).equals(newer)).toBe(true)
      expect(newer.equals(older)).toBe(false)
    } finally {
      await parts.stop()
    }
  })
})

test('a gateway whose own copy is forged takes the good list from intake instead', async () => {
  const forged = await readFile(linePaths(line.dir).public.keyList)
  forged[200] = (forged[200] ?? 0) ^ 1
  await expect(verifyKeyList(new Uint8Array(forged), { root: await fingerprintOf(line.doors.rootKey) }))
    .rejects.toMatchObject({ code: expect.stringMatching(/^KEYLIST_/) })
  await writeFile(linePaths(line.dir).gateway.keyList, forged)
  const gateway = line.parts.part('gateway web')
  gateway.kill('SIGKILL')
  await pause(300)
  await gateway.ready()
  await sendTip(line, word(), 'webNoScript')
})

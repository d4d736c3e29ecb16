/** The web gateway with a real intake behind it, met by forms good and bad. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createReceipt, fingerprintOf, receiptDigits, replyKeyOf, type Payload } from '@nightjar/envelope'
import { open } from '@nightjar/envelope/open'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import type { Running } from '@nightjar/machine/serve'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { initLine } from '../../cli/init.ts'
import { startIntake } from '../../intake/main.ts'
import { buildPage } from '../../intake/page/build.ts'
import { composed as composedInBrowser } from '../../intake/page/client/compose.ts'
import { composed } from './fields.ts'
import { startWebGateway } from './main.ts'

const deskPassphrase = 'desk words for tests'
let base: string
let dir: string
let config: Config
let intake: Running | undefined
let gateway: Running
let seen = 0

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'nightjar-web-'))
  dir = join(base, 'line')
  const ports = { intake: await freePort(), intakeDesk: await freePort(), web: await freePort() }
  await initLine({ dir, deskPassphrase, offlinePassphrase: 'offline words for tests', kdf: 'light', ports })
  await buildPage()
  config = readConfig(dir)
  intake = await startIntake(config, { warnOnly: true })
  gateway = await startWebGateway(config, { warnOnly: true })
}, 60_000)

afterAll(async () => {
  await gateway.close()
  await intake?.close()
  await rm(base, { recursive: true, force: true })
})

beforeEach(async () => {
  seen = (await allTips()).length
})

describe('a form', () => {
  test('multipart: every field arrives sealed, and the answer holds a code of our own making', async () => {
    const page = await postForm({
      lang: 'ar', kind: '3', text: 'مخزن في المدرسة', where: 'الحي الشرقي', when: 'today', whenWords: 'بعد المغرب',
      basis: 'told',
      heardFrom: 'النسر، أبو سعيد', urgency: '3', second: 'yes',
    })
    expect(page.status).toBe(200)
    const markup = await page.text()
    expect(markup).toContain('<html lang="ar" dir="rtl">')
    expect(markup.match(/<ol class="code words">/g)).toHaveLength(2)
    const tip = await lastTip()
    expect(tip).toMatchObject({
      kind: 3, basis: 'told', urgency: 3, lang: 'ar', channel: 'webNoScript', heardFrom: ['النسر', 'أبو سعيد'],
      text: 'مخزن في المدرسة\n\nالمكان: الحي الشرقي\n\nالوقت: بعد المغرب',
    })
    expect((tip?.when?.to ?? 0) - (tip?.when?.from ?? 0)).toBe(86_400)
    expect(tip?.duressKey).toHaveLength(32)
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  })

  test('urlencoded is accepted too; the code from before goes on and no new one is made', async () => {
    const receipt = createReceipt()
    const page = await postEncoded('/tip',
      new URLSearchParams({ text: 'more of it', receipt: receiptDigits(receipt, 'arabic'), lang: 'en' }).toString())
    expect(page.status).toBe(200)
    const markup = await page.text()
    expect(markup).toContain('Added to your earlier message')
    expect(markup).not.toContain('class="code')
    expect((await lastTip())?.replyKey).toEqual(await replyKeyOf(receipt))
  })

  test('files are streamed on, an empty choice is none, and nothing of them lies on a disk in the clear', async () => {
    const form = new FormData()
    form.set('text', 'with files')
    form.append('file', new File([], ''))
    form.append('file', new File(['CANARY-IN-A-FILE '.repeat(20_000)], 'a.txt', { type: 'text/plain' }))
    form.append('file', new File(['x'], '<script>.html', { type: 'text/html; charset=utf-8' }))
    expect((await fetch(`${config.gateway.web.publicUrl}/tip`, { method: 'POST', body: form })).status).toBe(200)
    expect((await lastTip())?.attachments)
      .toMatchObject([{ type: 'text/plain', bytes: 340_000 }, { type: 'text/html', bytes: 1 }])
    const names = await readdir(dir, { recursive: true })
    const contents = await Promise.all(names.map((name) => readFile(join(dir, name)).catch(() => Buffer.alloc(0))))
    expect(names.filter((_, i) => contents[i]?.includes('CANARY-IN-A-FILE'))).toEqual([])
  })

  test('a code asks the board and finds no answer', async () => {
    const page = await postEncoded('/check',
      new URLSearchParams({ receipt: receiptDigits(createReceipt()), lang: 'ckb' }).toString())
    expect([page.status, (await page.text()).includes('هێشتا وەڵام نییە')]).toEqual([200, true])
  })
})

describe('bad input', () => {
  test.each([
    ['no text', () => postForm({ lang: 'en', where: 'x' }), 400, 'TEXT_EMPTY'],
    ['nothing', () => postEncoded('/tip', ''), 400, 'TEXT_EMPTY'],
    ['a code with a mistake', () => postForm({ text: 'x', receipt: 'one two three' }), 400, 'RECEIPT_INVALID'],
    ['a code with a mistake at /check', () => postEncoded('/check', 'receipt=12345'), 400, 'RECEIPT_INVALID'],
    ['json', () => postRaw('application/json', '{}'), 415, 'CONTENT_TYPE'],
    ['no content type', () => postRaw('', 'text=x'), 415, 'CONTENT_TYPE'],
    ['no boundary', () => postRaw('multipart/form-data', 'text=x'), 415, 'CONTENT_TYPE'],
    ['an old character set', () => postRaw('application/x-www-form-urlencoded; charset=windows-1256', 'text=x'), 415,
      'CHARSET'],
    ['cut multipart', () =>
      postRaw('multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf'),
      400, 'FORM_BROKEN'],
    ['huge text', () => postForm({ text: 'x'.repeat(200_000) }), 413, 'TEXT_TOO_LONG'],
    ['too many fields', () => postEncoded('/tip', Array.from({ length: 60 }, (_, i) => `f${i}=x`).join('&')), 413,
      'FORM_TOO_LARGE'],
    ['too many files', () => postFiles(11, 10), 413, 'FILES_TOO_MANY'],
    ['a huge file', () => postFiles(1, 25 * 1024 * 1024 + 1), 413, 'FILE_TOO_LARGE'],
    ['another site', () => postEncoded('/tip', 'text=x', { Origin: 'https://elsewhere.example' }), 403, 'ORIGIN'],
  ])('%s: refused with a page and a code, and nothing arrives', async (_name, send, status, code) => {
    const page = await send()
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain(`<bdi>${code}</bdi>`)
    expect((await allTips()).length).toBe(seen)
  })

  test.each([['null'], [undefined], ['own']])('Origin %s is accepted', async (origin) => {
    const value = origin === 'own' ? config.intake.publicUrl : origin
    expect((await postEncoded('/tip', 'text=x', value === undefined ? {} : { Origin: value })).status).toBe(200)
  })

  test('script in every field comes back as text', async () => {
    const script = '"><script>alert(1)</script>\u202Etxt'
    const fields = Object.fromEntries(['lang', 'kind', 'where', 'when', 'whenWords', 'basis', 'heardFrom', 'urgency',
      'position', 'receipt']
      .map((name) => [name, script]))
    const refused = await (await postForm(fields)).text()
    expect(refused).not.toContain('<script')
    expect(refused).toContain('&#60;script&#62;')
    const page = await postForm({ ...fields, receipt: '', text: script })
    expect([page.status, (await page.text()).includes('<script')]).toEqual([200, false])
    expect(await lastTip()).toMatchObject({ kind: 0, basis: 'heard', urgency: 1,
      text: expect.stringContaining(script) })
  })

  test('octets that are no UTF-8 are replaced, repeated fields count once', async () => {
    expect((await postEncoded('/tip', 'text=caf%E9%FF+x&text=second&lang=en')).status).toBe(200)
    expect((await lastTip())?.text).toBe('caf\uFFFD\uFFFD x')
  })

  test.each([
    ['that is too large', [['file', 27 * 1024 * 1024]], 'FILE_TOO_LARGE'],
    ['in a field that takes none', [['other', 5_000_000]], undefined],
    ['after a field that is too long', [['text', 'x'.repeat(200_000)], ['file', 5_000_000]], 'TEXT_TOO_LONG'],
  ] as const)('a large file %s is read into nothing and answered', async (_name, parts, code) => {
    const form = new FormData()
    form.set('lang', 'en')
    for (const [name, what] of parts) {
      form.append(name, typeof what === 'string' ? what : new File([Buffer.alloc(what)], 'a.jpg'))
    }
    if (!form.has('text')) form.set('text', 'words')
    const page = await fetch(`${config.gateway.web.publicUrl}/tip`, {
      method: 'POST', body: form, signal: AbortSignal.timeout(10_000),
    })
    expect(page.ok).toBe(code === undefined)
    expect(await page.text()).toContain(code ?? 'class="code words"')
  })

  test('a form that dribbles and breaks off arrives nowhere and holds nobody up', async () => {
    const port = gateway.ports['http'] ?? 0
    const slow = connect(port, '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write('POST /tip HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n'
      + 'Content-Length: 99999\r\n\r\n--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf a wo')
    expect((await postForm({ text: 'meanwhile' })).status).toBe(200)
    slow.end('rd')
    await new Promise((done) => setTimeout(done, 200))
    slow.destroy()
    expect((await allTips()).length).toBe(seen + 1)
  })

  test('any bytes in any form are answered with a page', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('multipart/form-data; boundary=b',
      'application/x-www-form-urlencoded'), async (bytes, type) => {
      const page = await postRaw(type, new Uint8Array(bytes))
      expect([200, 400, 413, 415]).toContain(page.status)
      expect(await page.text()).toContain('<!doctype html>')
    }), { numRuns: 40 })
  })
})

describe('with intake down', () => {
  test('the page says that nothing was sent, keeps the words in the form, and it works again later', async () => {
    await intake?.close()
    const page = await postForm({ text: 'words to keep "safe"', lang: 'en' })
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '120'])
    const markup = await page.text()
    expect(markup).toContain('Nothing was sent')
    expect(markup).toContain('<bdi>INTAKE_DOWN</bdi>')
    expect(markup).toContain('value="words to keep &#34;safe&#34;"')
    intake = await startIntake(config, { warnOnly: true })
    expect((await postForm({ text: 'words to keep', lang: 'en' })).status).toBe(200)
    expect((await lastTip())?.text).toBe('words to keep')
  }, 30_000)
})

test('a plain form and the script in the page say the same', () => {
  const word = fc.oneof(fc.string(),
    fc.constantFrom('', '1', '0', '3', 'now', 'week', 'saw', 'told', 'en', 'ar', '36.3,43.1,20', 'a, b،c', '__proto__', 'toString'))
  const form = fc.record({
    kind: word, text: word, where: word, whenWords: word, basis: word, heardFrom: word, urgency: word, lang: word,
    position: word, when: fc.constantFrom('', 'now', 'today', 'yesterday', 'week', 'later'),
  })
  fc.assert(fc.property(form, fc.integer({ min: 1e8, max: 4e9 }), (fields, now) => {
    expect(composed(new Map(Object.entries(fields)), now)).toEqual(composedInBrowser(fields, now))
  }))
})

function postForm(fields: Record<string, string>): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return fetch(`${config.gateway.web.publicUrl}/tip`, { method: 'POST', body: form })
}

function postFiles(count: number, size: number): Promise<Response> {
  const form = new FormData()
  form.set('text', 'files')
  for (let i = 0; i < count; i++) form.append('file', new File([new Uint8Array(size).fill(1)], `${i}.bin`))
  return fetch(`${config.gateway.web.publicUrl}/tip`, { method: 'POST', body: form })
}

function postEncoded(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(config.gateway.web.publicUrl + path, { method: 'POST', body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } })
}

function postRaw(type: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return fetch(`${config.gateway.web.publicUrl}/tip`, { method: 'POST', body: bytes, 
    headers: type === '' ? {} : { 'Content-Type': type } })
}

async function lastTip(): Promise<Payload | undefined> {
  return (await allTips()).at(-1)
}

/** Everything that intake keeps, opened as the desk would. */
async function allTips(): Promise<Payload[]> {
  const paths = linePaths(dir)
  const master = await openKeyslot(await readFile(paths.desk.keyslot, 'utf8'), deskPassphrase,
    await readFile(paths.desk.part))
  const root = await fingerprintOf(new Uint8Array(await readFile(paths.public.root)))
  const epochs = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const name of await readdir(paths.desk.epochs)) {
    const epoch = Number(name.replace('.key', ''))
    const sealed = await readFile(paths.desk.epoch(epoch))
    epochs.set(epoch, new Uint8Array(openUnderMaster(master, SEALED_NAMES.epoch(epoch), sealed)))
  }
  const migrations = readMigrations(join(import.meta.dirname, '../../intake/sql'))
  const db = openStore(paths.intake.store, { migrations })
  const envelopes = db.prepare('SELECT bytes FROM envelope ORDER BY number').pluck().all()
  db.close()
  return Promise.all(envelopes.map(async (bytes) =>
    (await open(new Uint8Array(bytes instanceof Uint8Array ? bytes : []), { root, epochs })).payload))
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** The source's pages in a real Chromium: sealed end to end, keyboard only, no accessibility fault, nothing left. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createReceipt, fingerprintOf, parseReceipt, receiptShoppingList, receiptWords, replyKeyOf,
} from '@nightjar/envelope'
import { attachmentOpener, buildBoard, open } from '@nightjar/envelope/open'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import type { Running } from '@nightjar/machine/serve'
import { openStore, readMigrations } from '@nightjar/machine/sqlite'
import { initLine } from '../../cli/init.ts'
import { startWebGateway } from '../../gateway/web/main.ts'
import { startIntake } from '../main.ts'
import { buildPage } from './build.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const absent = !existsSync(executablePath)
const deskPassphrase = 'desk words for tests'
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update', '--disable-sync']

describe.skipIf(absent)('in Chromium (left out where there is none)', () => {
  let dir: string
  let config: Config
  let parts: Running[]
  let browser: Browser
  const answered = createReceipt()

  beforeAll(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'nightjar-page-')), 'line')
    const ports = { intake: await freePort(), intakeDesk: await freePort(), web: await freePort() }
    await initLine({ dir, deskPassphrase, offlinePassphrase: 'offline words for tests', kdf: 'light', ports })
    await buildPage()
    config = readConfig(dir)
    const replies = [{ replyKey: await replyKeyOf(answered), text: 'Thank you. <b>Which</b> street?\nستە ئێمە',
      at: 1_790_000_000 }]
    await writeFile(linePaths(dir).intake.board, await buildBoard({ acks: [], expired: [], replies }))
    parts = [await startIntake(config, { warnOnly: true }), await startWebGateway(config, { warnOnly: true })]
    browser = await chromium.launch({ executablePath, args: flags })
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    for (const part of parts) await part.close()
    await rm(join(dir, '..'), { recursive: true, force: true })
  })

  test('a tip written with the keyboard alone is sealed here, and its code is shown once and checked', async () => {
    const { page, faults } = await openPage('/en')
    const bodies: string[] = []
    page.on('request', (request) => bodies.push(request.postDataBuffer()?.toString('latin1') ?? ''))
    await pressButton(page, 'Start')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Canary <script>alert(1)</script> at the bridge')
    for (let i = 0; i < 6; i++) await pressButton(page, 'Continue')
    await pressButton(page, 'Send')
    await page.waitForSelector('.code')
    const words = await page.$$eval('[data-first] li span', (items) => items.map((item) => item.textContent))
    expect(words).toHaveLength(12)
    await pressButton(page, 'I have it')
    for (const input of await page.$$('main input[type=text]')) {
      await input.focus()
      await page.keyboard.type(words[Number((await input.getAttribute('id'))?.slice(5))] ?? '')
    }
    await page.keyboard.press('Enter')
    await page.waitForSelector('h1:text-is("That is all")')
    expect(await page.content()).not.toContain('Canary')
    expect(bodies.join('')).not.toContain('Canary')
    const [payload] = await openAll(dir)
    expect(payload?.text).toBe('Canary <script>alert(1)</script> at the bridge')
    expect(payload).toMatchObject({ channel: 'web', kind: 1, lang: 'en', composedAt: { clock: 'network' } })
    expect(payload?.replyKey).toEqual(await replyKeyOf(parseReceipt(words.join(' '))))
    expect(faults).toEqual([])
  })

  test('a photo is drawn anew, sealed and handed over; the second code is another one', async () => {
    const { page, faults } = await openPage('/ar')
    await page.evaluate(() => document.querySelector<HTMLTextAreaElement>('#text')?.focus())
    await clickThrough(page, 2)
    await page.fill('#text', 'صورة')
    await clickThrough(page, 5)
    await page.setInputFiles('#file', { name: 'p.png', mimeType: 'image/png', buffer: pngWithText() })
    await clickThrough(page, 1)
    await page.check('[name=second]')
    await clickThrough(page, 1)
    await page.waitForSelector('.code')
    const tip = (await openAll(dir)).find((each) => each.text === 'صورة')
    expect(tip?.duressKey).toHaveLength(32)
    expect(tip?.duressKey).not.toEqual(tip?.replyKey)
    const [attachment] = tip?.attachments ?? []
    expect(attachment?.type).toBe('image/png')
    const sealedFile = await readAttachment(dir, attachment?.key ?? new Uint8Array(32))
    const plain = new Blob([sealedFile]).stream()
      .pipeThrough(attachmentOpener(attachment?.key ?? new Uint8Array(32), attachment?.bytes ?? 0))
    const opened = Buffer.from(await new Response(plain).arrayBuffer())
    expect(opened.subarray(1, 4).toString()).toBe('PNG')
    expect(opened.includes('SECRET-PLACE')).toBe(false)
    expect(faults).toEqual([])
  })

  test('without scripts the form posts to the gateway, which seals it and answers with a code', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    await page.goto(`${config.intake.publicUrl}/ckb`)
    await expect.poll(() => page.locator('noscript').count()).toBeGreaterThan(0)
    await page.fill('#text', 'بێ سکریپت "><img src=x onerror=alert(1)>')
    await page.locator('#file')
      .setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('file words') })
    await page.locator('button[type=submit]').click()
    await page.waitForSelector('.code')
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await page.locator('.code.words li').count()).toBe(12)
    expect(await context.cookies()).toEqual([])
    const tip = (await openAll(dir)).find((each) => each.channel === 'webNoScript')
    expect(tip?.text).toBe('بێ سکریپت "><img src=x onerror=alert(1)>')
    expect(tip?.attachments).toMatchObject([{ type: 'text/plain', bytes: 10 }])
    await context.close()
  })

  test('an answer is found by the code, in any of its forms, and answered with the same code', async () => {
    const { page, faults } = await openPage('/ckb/check')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.fill('#receipt', receiptShoppingList(answered, 'ckb').join('\n'))
    await page.click('button[type=submit]')
    await page.waitForSelector('.answers li')
    expect(await page.locator('.answers li').textContent()).toContain('Thank you. <b>Which</b> street?')
    expect(asked.filter((path) => path.startsWith('/api'))).toEqual(['/api/v1/board'])
    await page.fill('#more-text', 'the street behind the school')
    await page.click('main form button[type=submit]')
    await expect.poll(() => page.locator('main form [role=status]').textContent()).toContain('خرایە سەر')
    const more = (await openAll(dir)).find((each) => each.text === 'the street behind the school')
    expect(more?.replyKey).toEqual(await replyKeyOf(answered))
    expect(faults).toEqual([])
  })

  test('the same without scripts: the gateway looks in memory', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${config.intake.publicUrl}/en/check`)
    await page.fill('#receipt', receiptWords(answered, 'en').join(' ').toUpperCase())
    await page.locator('button[type=submit]').click()
    await page.waitForSelector('.answers li')
    expect(await page.locator('.answers li').textContent()).toContain('Thank you. <b>Which</b> street?')
    expect(page.url()).not.toContain(receiptWords(answered, 'en')[0])
    await context.close()
  })

  test('when nothing can be handed over, what was written stays and a second try makes one tip', async () => {
    const { page } = await openPage('/en')
    await clickThrough(page, 2)
    await page.fill('#text', 'try twice')
    await clickThrough(page, 6)
    await page.route('**/api/v1/envelopes', (route) => route.abort())
    await clickThrough(page, 1)
    await page.waitForSelector('#problems:not([hidden])')
    expect(await page.locator('#problems').textContent()).toContain('Nothing has arrived yet')
    expect(await page.inputValue('#text')).toBe('try twice')
    await page.unroute('**/api/v1/envelopes')
    await clickThrough(page, 1)
    await page.waitForSelector('.code')
    expect((await openAll(dir)).filter((each) => each.text === 'try twice')).toHaveLength(1)
  })

  test('a key list of another line is not sealed to', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.route('**/api/v1/keys/now', async (route) => {
      const body = await (await route.fetch()).body()
      body[20] = (body[20] ?? 0) ^ 1
      await route.fulfill({ body })
    })
    await page.goto(`${config.intake.publicUrl}/en`)
    await page.waitForSelector('html.js')
    await clickThrough(page, 2)
    await page.fill('#text', 'must not leave')
    await clickThrough(page, 7)
    await page.waitForSelector('#problems:not([hidden])')
    expect(await page.locator('#problems').textContent())
      .toContain('The key for sealing could not be checked, so nothing was sent')
    await context.close()
  })

  test('a press before the script has come is not lost, and sends no code as a plain form', async () => {
    const { page } = await openPage('/en')
    let arrive: () => void = () => undefined
    const late = new Promise<void>((resolve) => { arrive = resolve })
    const sent: string[] = []
    page.on('request', (request) => { if (request.method() === 'POST') sent.push(request.url()) })
    let scripts = 0
    await page.route('**/assets/*.js', async (route) => {
      if (scripts++ > 0) await late
      await route.continue()
    })
    await page.goto(`${config.intake.publicUrl}/en/check`, { waitUntil: 'commit' })
    await page.waitForSelector('html.js')
    await page.fill('#receipt', 'nothing that is a code')
    await page.click('#form [type=submit]')
    arrive()
    await page.waitForSelector('#problems:not([hidden])')
    expect(sent).toEqual([])
  })

  test('leaving takes the page out of the history and what was typed off the screen', async () => {
    const { page } = await openPage('/en')
    await page.route(/^https:/, (route) => route.fulfill({ body: 'weather', contentType: 'text/plain' }))
    await clickThrough(page, 2)
    await page.fill('#text', 'half a sentence')
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
    await page.waitForURL(/^https:/)
    expect(await page.evaluate(() => history.length)).toBe(2)
    await page.goBack()
    expect(page.url()).toBe('about:blank')
  })

  test('no cookie, no storage, no cache, no host but ours', async () => {
    const { page, context, hosts } = await openPage('/en')
    await page.goto(`${config.intake.publicUrl}/en/check`)
    await page.waitForSelector('body[data-ready=yes]')
    expect(await context.cookies()).toEqual([])
    const kept = await page.evaluate(async () =>
      [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
      (await caches.keys()).length])
    expect(kept).toEqual([0, 0, 0, 0])
    expect([...hosts]).toEqual([new URL(config.intake.publicUrl).host])
  })

  // Every screen in one language; in the others those that differ in more than words.
  test.each([
    ['en', [0, 1, 2, 3, 4, 5, 6, 7, 8]], ['ar', [1, 8]], ['ckb', [2]],
  ])('no accessibility fault on any screen: %s', async (lang, looked) => {
    const { page } = await openPage(`/${lang}`)
    const faultless: string[] = []
    for (let step = 0; step < 9; step++) {
      if (step === 2) {
        await clickThrough(page, 1)
        await page.waitForSelector('#problems:not([hidden])')
      }
      if (looked.includes(step)) faultless.push(...await axeFaults(page))
      if (step === 2) await page.fill('#text', 'x')
      await clickThrough(page, 1)
    }
    await page.waitForSelector('.code')
    faultless.push(...await axeFaults(page))
    await page.click('main .buttons button')
    faultless.push(...await axeFaults(page))
    await page.goto(`${config.intake.publicUrl}/${lang}/check`)
    await page.waitForSelector('body[data-ready=yes]')
    await page.click('button[type=submit]')
    await page.waitForSelector('#problems:not([hidden])')
    faultless.push(...await axeFaults(page))
    expect(faultless).toEqual([])
  }, 120_000)

  async function openPage(path: string) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const faults: string[] = []
    const hosts = new Set<string>()
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('request', (request) => {
      if (request.url().startsWith('http')) hosts.add(new URL(request.url()).host)
    })
    await page.goto(config.intake.publicUrl + path)
    await page.waitForSelector('body[data-ready=yes]')
    return { page, context, faults, hosts }
  }
})

async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

/** Tab until the button has the focus, then Enter: what a person without a mouse does. */
async function pressButton(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const focused = await page.evaluate(() => document.activeElement instanceof HTMLButtonElement
      ? document.activeElement.textContent : '')
    if (focused === name) return page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
  }
  throw new Error(`no way to the button ${name} by keyboard`)
}

async function clickThrough(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.click('#form .buttons button[type=submit]')
}

/** Everything that intake keeps, opened as the desk would. */
async function openAll(dir: string) {
  const paths = linePaths(dir)
  const master = await openKeyslot(await readFile(paths.desk.keyslot, 'utf8'), deskPassphrase,
    await readFile(paths.desk.part))
  const root = await fingerprintOf(new Uint8Array(await readFile(paths.public.root)))
  const epochs = new Map<number, Uint8Array<ArrayBuffer>>()
  const { readdirSync } = await import('node:fs')
  for (const name of readdirSync(paths.desk.epochs)) {
    const epoch = Number(name.replace('.key', ''))
    const sealed = await readFile(paths.desk.epoch(epoch))
    epochs.set(epoch, new Uint8Array(openUnderMaster(master, SEALED_NAMES.epoch(epoch), sealed)))
  }
  const db = openStore(paths.intake.store, { migrations: readMigrations(join(import.meta.dirname, '..', 'sql')) })
  const envelopes = db.prepare('SELECT bytes FROM envelope ORDER BY number').pluck().all()
  db.close()
  return Promise.all(envelopes.map(async (bytes) =>
    (await open(new Uint8Array(bytes instanceof Uint8Array ? bytes : []), { root, epochs })).payload))
}

async function readAttachment(dir: string, key: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { attachmentLocator } = await import('@nightjar/envelope')
  return new Uint8Array(await readFile(join(linePaths(dir).intake.attachments, 'public', await attachmentLocator(key))))
}

/** A PNG of one pixel with a text chunk, as cameras and editors leave them. */
function pngWithText(): Buffer {
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E'
    + 'rkJggg==', 'base64')
  const text = Buffer.from('Comment\0SECRET-PLACE', 'latin1')
  const chunk = Buffer.alloc(12 + text.length)
  chunk.writeUInt32BE(text.length)
  chunk.write('tEXt', 4, 'latin1')
  text.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + text.length)), 8 + text.length)
  return Buffer.concat([pixel.subarray(0, 33), chunk, pixel.subarray(33)])
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return (crc ^ 0xffff_ffff) >>> 0
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/**
 * The console in a real browser, against the made-up desk: every page in every state and language, by keyboard alone,
 * without a request to anywhere else, without a complaint of axe or of the page's own policy.
 */
import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildConsole } from './build.ts'
import { FAKE_PASSPHRASE, startFakeDesk, type FakeDesk } from './dev/fakeDesk.ts'
import { chromiumArgs } from './dev/shots.ts'

const executablePath = '/usr/bin/chromium'
const without = existsSync(executablePath) ? '' : ' (skipped: no chromium on this machine)'
const MINUTE = 60_000
const slow = process.env['NIGHTJAR_SLOW'] === '1'
const looks = [['en', 'dark', 1280], ['ar', 'dark', 1280], ['ckb', 'light', 1280], ['ar', 'light', 390]] as const

let browser: Browser
const opened: { fake: FakeDesk; context: BrowserContext }[] = []

interface Opened { page: Page; fake: FakeDesk; complaints: string[]; requests: string[] }

async function open(hash: string, options: {
  lang?: string; theme?: string; locked?: boolean; fillers?: number; width?: number; before?: (fake: FakeDesk) => void
} = {}): Promise<Opened> {
  const fake = await startFakeDesk({ locked: options.locked ?? false, fillers: options.fillers ?? 40 })
  options.before?.(fake)
  const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 800 },
    timezoneId: 'Asia/Baghdad' })
  const page = await context.newPage()
  opened.push({ fake, context })
  const complaints: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => { complaints.push(error.message) })
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  page.on('request', (request) => { requests.push(request.url()) })
  const kept = JSON.stringify({ lang: options.lang ?? 'en', theme: options.theme ?? 'dark', numerals: 'auto',
    singleKeys: true })
  await page.addInitScript((value) => { localStorage.setItem('nightjar.console', value) }, kept)
  await page.goto(`${fake.url}/${hash.replace('ODD', idOf(fake, '<script>')).replace('FULL', fullTip(fake)).replace('DURESS', idOf(fake, 'كل شيء بخير'))}`)
  return { page, fake, complaints, requests }
}

const idOf = (fake: FakeDesk, part: string) => fake.story.tips.find((tip) => tip.text.includes(part))?.id ?? ''
const fullTip = (fake: FakeDesk) => fake.story.tips.find((tip) => tip.attachmentList.length === 3)?.id ?? ''

function expectOwnOrigin({ requests, fake }: Opened): void {
  expect(requests.filter((url) => !url.startsWith(`${fake.url}/`) && !url.startsWith('data:,'))).toEqual([])
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',
    'wcag22aa', 'best-practice']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([])
}

describe.skipIf(without !== '')(`the console${without}`, () => {
  beforeAll(async () => {
    await buildConsole()
    browser = await chromium.launch({ executablePath, args: chromiumArgs })
  }, 3 * MINUTE)
  afterAll(async () => { await browser.close() })
  afterEach(async () => {
    for (const { fake, context } of opened.splice(0)) {
      await context.close()
      await fake.close()
    }
  })

  const states: { name: string; hash: string; sees: string; locked?: boolean; before?: (fake: FakeDesk) => void; act?: (page: Page, fake: FakeDesk) => Promise<void> }[] = [
    { name: 'locked', hash: '', sees: '#passphrase', locked: true },
    { name: 'wrong passphrase', hash: '', sees: '#unlock-said[role=alert]', locked: true, act: async (page) => {
      await page.fill('#passphrase', 'wrong')
      await page.keyboard.press('Enter')
    } },
    { name: 'too many tries', hash: '', sees: '#unlock-said[role=alert]', locked: true,
      before: (fake) => fake.failures.set('POST /unlock',
      { status: 429, code: 'RATE', message: 'x' }), act: async (page) => {
      await page.fill('#passphrase', 'wrong')
      await page.keyboard.press('Enter')
    } },
    { name: 'slow to unlock', hash: '', sees: 'form [role=status]:not(:empty)', locked: true,
      before: (fake) => fake.delays.set('/unlock', 4000), act: async (page) => {
      await page.fill('#passphrase', 'x')
      await page.keyboard.press('Enter')
    } },
    { name: 'no desk', hash: '', sees: 'main h1', locked: true,
      before: (fake) => fake.failures.set('GET /state', { status: 502, code: 'GONE', message: '' }) },
    { name: 'not set up', hash: '', sees: 'main h1', before: (fake) => { fake.setUp = false } },
    { name: 'queue', hash: '#/queue', sees: '[role=row] a' },
    { name: 'queue, empty', hash: '#/queue', sees: '.empty', before: (fake) => { fake.story.tips = [] } },
    { name: 'queue, filtered to nothing', hash: '#/queue?kind=23', sees: '.empty button' },
    { name: 'queue, loading', hash: '#/queue', sees: '.skeleton', before: (fake) => fake.delays.set('/tips', 20_000) },
    { name: 'queue, failed', hash: '#/queue', sees: '.problem button',
      before: (fake) => fake.failures.set('GET /tips', { status: 500, code: 'STORE', message: 'x' }) },
    { name: 'queue, with everything to warn of', hash: '#/queue', sees: '.warnings details', before: (fake) => {
      fake.state = { lastPullAt: '2026-01-01T00:00:00Z', intake: 'down', protections: ['no bubblewrap', 'swap'],
        lanes: { public: { waiting: 1, bytes: 1, full: true } }, keyListUntil: new Date().toISOString() }
    } },
    { name: 'queue, desk gone', hash: '#/queue', sees: '.warnings [role=alert]', act: async (page, fake) => {
      await page.waitForSelector('[role=row] a')
      fake.failures.set('GET /state', { status: 502, code: 'GONE', message: '' })
    } },
    { name: 'keys', hash: '#/queue', sees: 'dialog[open]', act: async (page) => {
      await page.waitForSelector('[role=row] a')
      await page.keyboard.press('?')
    } },
    { name: 'settings', hash: '#/queue', sees: '#settings input',
      act: async (page) => { await page.click('[popovertarget=settings]') } },
    { name: 'tip with everything', hash: '#/tips/FULL', sees: '.map svg .here' },
    { name: 'tip under duress', hash: '#/tips/DURESS', sees: '.duress' },
    { name: 'tip with script everywhere', hash: '#/tips/ODD', sees: '.text' },
    { name: 'tip that is not there', hash: '#/tips/00000000', sees: '.empty' },
    { name: 'tip, move', hash: '#/tips/FULL', sees: '#move-to', act: async (page) => {
      await page.waitForSelector('.event .acts')
      await page.keyboard.press('m')
    } },
    { name: 'events', hash: '#/events', sees: '[role=row] a' },
    { name: 'events, empty', hash: '#/events', sees: '.empty', before: (fake) => { fake.story.events = [] } },
    { name: 'event', hash: '#/events/ev-4', sees: '.map svg .here' },
    { name: 'event, outcome', hash: '#/events/ev-4', sees: '#outcome-reason',
      act: async (page) => { await page.click('input[value=confirmed]') } },
    { name: 'event that is not there', hash: '#/events/none', sees: '.empty' },
    { name: 'draft, held', hash: '#/drafts/dr-ev-1', sees: '.ways button' },
    { name: 'draft, asked', hash: '#/drafts/dr-ev-1', sees: 'dialog[open]', act: async (page) => {
      await page.click('.ways li:nth-child(2) button')
      await page.waitForSelector('.acts button:enabled')
      await page.keyboard.press('R')
    } },
    { name: 'draft that is not there', hash: '#/drafts/none', sees: '.empty' },
    { name: 'releases', hash: '#/releases', sees: 'tbody a' },
    { name: 'releases, none', hash: '#/releases', sees: '.empty', before: (fake) => { fake.story.releases = [] } },
    { name: 'release', hash: '#/releases/rel-1', sees: '.foot' },
    { name: 'release that is not there', hash: '#/releases/none', sees: '.empty' },
  ]

  /** One look for each state, so that all looks are seen; with NIGHTJAR_SLOW every state in every look. */
  const seen = states.flatMap((state, index) => looks.filter((_, n) => slow
    || n === index % looks.length).map((look) => ({ state, look })))

  test.each(seen.map(({ state, look }) => [state.name, look.join(' '), state, look] as const))('%s (%s)',
    async (_name, _look, state, [lang, theme, width]) => {
    const here = await open(state.hash, {
      lang, theme, width, ...(state.locked === undefined ? {}
        : { locked: state.locked }), ...(state.before === undefined ? {} : { before: state.before }),
    })
    await state.act?.(here.page, here.fake)
    await here.page.waitForSelector(state.sees, { timeout: 30_000 })
    expect(await here.page.evaluate(() => [document.documentElement.lang,
      document.documentElement.dir])).toEqual([lang, lang === 'en' ? 'ltr' : 'rtl'])
    expect(await here.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await expectNoViolations(here.page)
    expectOwnOrigin(here)
    expect(here.complaints).toEqual([])
  }, 2 * MINUTE)

  test('what a source wrote is text wherever it stands', async () => {
    const { page, fake, complaints } = await open('#/queue')
    await page.waitForSelector('[role=row] a')
    for (const hash of [`#/tips/${idOf(fake, '<script>')}`, '#/queue', '#/events']) {
      await page.evaluate((to) => { location.hash = to }, hash)
      await page.waitForTimeout(400)
      expect(await page.evaluate(() => 'owned' in window)).toBe(false)
      expect(await page.title()).not.toContain('owned')
      expect(await page.locator('main script, main img[src="x"], main b').count()).toBe(0)
    }
    await page.evaluate((to) => { location.hash = to }, `#/tips/${idOf(fake, '<script>')}`)
    expect(await page.locator('.text').textContent()).toContain('<script>document.title="owned"</script>')
    expect(complaints).toEqual([])
  }, 2 * MINUTE)

  test('new tips wait behind a button while a pointer is over the list, and nothing moves', async () => {
    const { page, fake } = await open('#/queue')
    await page.waitForSelector('[role=row] a')
    await page.mouse.move(500, 400)
    const under = () => page.evaluate(() => document.elementFromPoint(500,
      400)?.closest('[data-row]')?.getAttribute('data-row'))
    const before = await under()
    for (let n = 0; n < 3; n++) fake.addTip({ text: `new ${n}`, lang: 'en', kind: 1 })
    await page.waitForSelector('.new')
    await expect.poll(() => page.locator('.new').textContent()).toContain('3')
    expect(await under()).toBe(before)
    await page.keyboard.press('n')
    await expect.poll(() => page.locator('.new').count()).toBe(0)
    expect(await page.locator('[role=row] a').first().textContent()).toMatch(/new \d/)
  }, 2 * MINUTE)

  test('a tip that nobody opened is not asked for by its id, for that would be written down as read', async () => {
    const { page, fake } = await open('#/queue')
    await page.waitForSelector('[role=row] a')
    await page.mouse.move(500, 400)
    for (let n = 0; n < 4; n++) fake.addTip({ text: `new ${n}`, lang: 'en', kind: 1 })
    await page.waitForSelector('.new')
    expect(fake.asked.filter((asked) => /^GET .tips.[0-9a-f]/.test(asked))).toEqual([])
  }, 2 * MINUTE)

  test('a tip that somebody else has done stays where it stands, marked as done', async () => {
    const { page, fake } = await open('#/queue')
    const third = page.locator('[data-row]').nth(2)
    await third.waitFor()
    const id = await third.getAttribute('data-row') ?? ''
    const tip = fake.story.tips.find((one) => one.id === id)
    if (tip !== undefined) tip.state = 'done'
    fake.say('tip', id)
    await page.locator(`[data-row="${id}"] .undo`).waitFor()
    expect(await third.getAttribute('data-row')).toBe(id)
  }, 2 * MINUTE)

  test('new tips come in at once at the top', async () => {
    const { page, fake } = await open('#/queue')
    await page.waitForSelector('[role=row] a')
    await page.mouse.move(10, 10)
    await page.waitForTimeout(500)
    const start = Date.now()
    fake.addTip({ text: 'it is here', lang: 'en', kind: 1 })
    await page.getByText('it is here').waitFor()
    expect(Date.now() - start).toBeLessThan(5000)
  }, 2 * MINUTE)

  test('a long queue keeps few rows in the page, and loads on as one scrolls', async () => {
    const { page } = await open('#/queue', { fillers: 1500 })
    await page.waitForSelector('[role=row] a')
    for (let n = 0; n < 60; n++) {
      await page.locator('.scroller').evaluate((list) => { list.scrollTop = list.scrollHeight })
      await page.waitForTimeout(30)
    }
    await expect.poll(() => page.locator('.all').evaluate((all) => all.clientHeight / 40)).toBeGreaterThan(1000)
    expect(await page.locator('[data-row]').count()).toBeLessThan(60)
  }, 2 * MINUTE)

  test.each(['en', 'ar'])('from the passphrase to the signed file by keyboard alone (%s)', async (lang) => {
    const { page, fake, complaints } = await open('', { lang, locked: true })
    await page.waitForSelector('#passphrase')
    await page.keyboard.type(FAKE_PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=row] a')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.original')
    const full = fullTip(fake)
    for (let n = 0; n < 12 && !page.url().endsWith(full); n++) {
      await page.keyboard.press('j')
      await page.waitForTimeout(150)
    }
    expect(page.url().endsWith(full)).toBe(true)
    await page.waitForSelector('#answer')
    await page.keyboard.press('r')
    await page.keyboard.type('Is it still there')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Is it still there').waitFor()
    expect(fake.story.tips.find((tip) => tip.id === full)?.replies.at(-1)?.state).toBe('queued')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page.waitForSelector('.belief')
    await page.keyboard.press('w')
    await page.waitForSelector('.ways button')
    expect(await page.locator('header .acts button').isDisabled()).toBe(true)
    await page.locator('.ways li:nth-child(2) button').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('header .acts button:enabled')
    await page.keyboard.press('R')
    await page.waitForSelector('dialog[open]')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForSelector('a[download]')
    const download = page.waitForEvent('download')
    await page.keyboard.press('s')
    expect((await download).suggestedFilename()).toMatch(/\.cap\.xml$/)
    expect(complaints).toEqual([])
  }, 2 * MINUTE)

  test('focus is always seen', async () => {
    const { page } = await open('#/tips/FULL')
    await page.waitForSelector('#answer')
    let ends = 0
    for (let n = 0; n < 22; n++) {
      await page.keyboard.press('Tab')
      const unseen = await page.evaluate(() => {
        const focused = document.activeElement
        if (focused === null || focused === document.body) return 'lost'
        return getComputedStyle(focused).outlineStyle === 'none' ? focused.outerHTML.slice(0, 100) : ''
      })
      // Once around: after the last control the focus goes to the browser's own.
      if (unseen === 'lost') ends++
      expect(['', 'lost']).toContain(unseen)
    }
    expect(ends).toBeLessThanOrEqual(1)
  }, 2 * MINUTE)

  test('what was written in a draft is saved when one leaves it at once', async () => {
    const { page, fake } = await open('#/drafts/dr-ev-1')
    await page.fill('#headline-en', 'Keep away from the mill')
    await page.evaluate(() => { location.hash = '#/queue' })
    await expect.poll(() => fake.story.drafts[0]?.headline.en).toBe('Keep away from the mill')
  }, 2 * MINUTE)

  test('locking leaves nothing of what was read in the page', async () => {
    const { page, fake } = await open('#/tips/FULL')
    await page.waitForSelector('.original')
    await page.keyboard.press('L')
    await page.waitForSelector('#passphrase')
    expect(fake.asked).toContain('POST /lock')
    expect(await page.evaluate(() => document.body.textContent)).not.toContain('الزهور')
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('الزهور')
  }, 2 * MINUTE)

  test('a desk that nobody uses says so and locks itself', async () => {
    const { page, fake } = await open('#/queue', { before: (desk) => { desk.state = { lockAfterMinutes: 0.05 } } })
    await page.waitForSelector('.idle')
    await page.waitForSelector('#passphrase')
    expect(fake.asked).toContain('POST /lock')
    expect(await page.locator('main').textContent()).toContain('nobody used it')
  }, 2 * MINUTE)

  test('the unlock page is at most 120 KB, fonts included; so is what an opened queue adds up to without fonts',
    async () => {
    const { page, fake, requests } = await open('', { locked: true })
    await page.waitForSelector('#passphrase')
    await page.waitForTimeout(800)
    const first = await gzipBytes(page, fake, requests)
    await page.fill('#passphrase', FAKE_PASSPHRASE)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=row] a')
    await page.waitForTimeout(800)
    const queue = await gzipBytes(page, fake, requests)
    process.stdout.write(`console first load, gzip octets: ${JSON.stringify({ unlock: first, queue })}\n`)
    expect(first.code + first.fonts).toBeLessThanOrEqual(120_000)
    expect(queue.code).toBeLessThanOrEqual(120_000)
  }, 2 * MINUTE)
})

async function gzipBytes(page: Page, fake: FakeDesk, requests: string[]): Promise<{ code: number; fonts: number }> {
  const sizes = { code: 0, fonts: 0 }
  for (const url of new Set(requests)) {
    if (!url.startsWith(fake.url) || url.includes('/api/') || url.includes('countries')) continue
    const body = await (await page.request.get(url)).body()
    if (url.endsWith('.woff2')) sizes.fonts += body.length
    else sizes.code += gzipSync(body).length
  }
  return sizes
}

/**
 * Pictures of every page and state, to look at.
 *
 *   node apps/console/dev/shots.ts OUT_DIR [name-part]
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { buildConsole } from '../build.ts'
import { iso } from './story.ts'
import { startFakeDesk, type FakeDesk } from './fakeDesk.ts'

export const chromiumArgs = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

interface Shot { name: string; hash: string; locked?: boolean; before?: (fake: FakeDesk) => void; after?: (page: Page,
  fake: FakeDesk) => Promise<void>; wait?: number }

const shots: Shot[] = [
  { name: 'unlock', hash: '', locked: true },
  { name: 'unlock-wrong', hash: '', locked: true, after: async (page) => {
    await page.fill('#passphrase', 'not it')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[aria-invalid=true]')
  } },
  { name: 'unlock-slow', hash: '', locked: true, before: (fake) => fake.delays.set('/unlock', 5000),
    after: async (page) => {
    await page.fill('#passphrase', 'x')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(1500)
  } },
  { name: 'unlock-nodesk', hash: '', locked: true,
    before: (fake) => fake.failures.set('GET /state', { status: 502, code: 'BAD_GATEWAY', message: '' }) },
  { name: 'queue', hash: '#/queue' },
  { name: 'queue-new', hash: '#/queue', after: async (page, fake) => {
    await page.mouse.move(400, 400)
    for (let n = 0; n < 3; n++) fake.addTip({ text: 'White van at the crossing, nobody in it.', lang: 'en', kind: 1 })
    await page.waitForSelector('.new')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('d')
    await page.waitForTimeout(300)
  } },
  { name: 'queue-empty', hash: '#/queue', before: (fake) => { fake.story.tips = [] } },
  { name: 'queue-filter-empty', hash: '#/queue?kind=23' },
  { name: 'queue-stale', hash: '#/queue', before: (fake) => { fake.state = {
    lastPullAt: iso(Date.now() - 12 * 60_000), intake: 'down', protections: ['bubblewrap is not there: parsers run without it', 'swap is not encrypted'],
    keyListUntil: iso(Date.now() + 9 * 86_400_000), counts: { tips: 200, waiting: 180, events: 90, unopened: 3,
      expired: 2, toAnalyse: 4, repliesQueued: 0, boardLeftOut: 0, attachmentsMissing: 0 },
  } } },
  { name: 'queue-loading', hash: '#/queue', before: (fake) => fake.delays.set('/tips', 20_000), wait: 900 },
  { name: 'queue-error', hash: '#/queue',
    before: (fake) => fake.failures.set('GET /tips', { status: 500, code: 'STORE_FAILED', message: 'x' }) },
  { name: 'queue-offline', hash: '#/queue', after: async (page, fake) => {
    fake.failures.set('GET /state', { status: 502, code: 'BAD_GATEWAY', message: '' })
    await page.waitForSelector('.warnings', { timeout: 9000 })
  } },
  { name: 'tip', hash: 'TIP', wait: 900 },
  { name: 'tip-script', hash: 'SCRIPT', wait: 600 },
  { name: 'tip-duress', hash: 'DURESS', wait: 600 },
  { name: 'tip-gone', hash: '#/tips/00000000000000000000000000000000' },
  { name: 'events', hash: '#/events' },
  { name: 'event', hash: '#/events/ev-1', wait: 900 },
  { name: 'event-checkpoint', hash: '#/events/ev-4', wait: 900,
    after: async (page) => { await page.click('input[value=confirmed]') } },
  { name: 'draft', hash: '#/drafts/dr-ev-1', wait: 900 },
  { name: 'draft-free', hash: '#/drafts/dr-ev-1', wait: 600, after: async (page) => {
    await page.click('.ways button >> nth=1')
    await page.waitForTimeout(900)
  } },
  { name: 'draft-ask', hash: '#/drafts/dr-ev-1', wait: 600, after: async (page) => {
    await page.click('.ways button >> nth=1')
    await page.waitForTimeout(900)
    await page.click('header .acts button')
    await page.waitForTimeout(200)
  } },
  { name: 'releases', hash: '#/releases' },
  { name: 'release', hash: '#/releases/rel-1', wait: 900 },
  { name: 'keys', hash: '#/queue', after: async (page) => { await page.keyboard.press('?') } },
  { name: 'settings', hash: '#/queue', after: async (page) => { await page.click('[popovertarget=settings]') } },
]

const looks = [
  { width: 1440, theme: 'dark', lang: 'en' }, { width: 1440, theme: 'dark', lang: 'ar' }, { width: 1440,
    theme: 'light', lang: 'en' },
  { width: 1440, theme: 'light', lang: 'ckb' }, { width: 1024, theme: 'dark', lang: 'ckb' }, { width: 390,
    theme: 'dark', lang: 'ar' },
  { width: 390, theme: 'light', lang: 'en' },
] as const

async function take(browser: Browser, shot: Shot, look: (typeof looks)[number], out: string): Promise<void> {
  const fake = await startFakeDesk({ locked: shot.locked ?? false })
  shot.before?.(fake)
  const page = await browser.newPage({ viewport: { width: look.width, height: look.width < 500 ? 844 : 900 } })
  await page.addInitScript((kept) => { localStorage.setItem('nightjar.console', kept) },
    JSON.stringify({ lang: look.lang, theme: look.theme, numerals: 'auto', singleKeys: true }))
  page.on('console', (message) => { if (message.type() === 'error') process.stdout.write(`${shot.name}: ${message.text()}\n`) })
  page.on('pageerror', (error) => { process.stdout.write(`${shot.name}: ${error.message}\n`) })
  const of = (part: string) => `#/tips/${fake.story.tips.find((tip) => tip.text.includes(part))?.id ?? ''}`
  const hash = shot.hash.replace('TIP',
    `#/tips/${fake.story.tips.find((tip) => tip.attachmentList.length === 3)?.id ?? ''}`)
    .replace('SCRIPT', of('<script>')).replace('DURESS', of('كل شيء بخير'))
  await page.goto(`${fake.url}/${hash}`)
  await page.waitForTimeout(shot.wait ?? 500)
  await shot.after?.(page, fake)
  await page.screenshot({ path: join(out, `console-${shot.name}-${look.width}-${look.theme}-${look.lang}.png`) })
  await page.close()
  await fake.close()
}

async function main(): Promise<void> {
  const out = process.argv[2]
  if (out === undefined) {
    process.stderr.write('Say where the pictures go.\n')
    process.exitCode = 2
    return
  }
  const [wanted = '', wantedLook = ''] = (process.argv[3] ?? '').split('@')
  await mkdir(out, { recursive: true })
  await buildConsole()
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArgs })
  for (const shot of shots) {
    if (wanted !== '' && !new RegExp(`^(${wanted})$`).test(shot.name)) continue
    for (const look of looks) {
      if (wantedLook === '' || `${look.width}-${look.theme}-${look.lang}`.includes(wantedLook)) await take(browser,
        shot, look, out)
    }
  }
  await browser.close()
}

if (import.meta.main) await main()

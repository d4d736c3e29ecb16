// Sources with a browser: real Chromium, a fresh profile for each, through the page that intake serves.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { CliError } from '../verb.ts'
import { spokenTime } from './city.ts'
import type { LineDoors } from './sources.ts'
import type { StoryTip } from './story.ts'

const PLACES = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Nothing of ours, and nothing of Chromium's own, may call anywhere outside. */
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Where this machine has a Chromium, or undefined. NIGHTJAR_CHROMIUM names another; empty, it means none. */
export function findChromium(): string | undefined {
  const named = process.env['NIGHTJAR_CHROMIUM']
  return (named === undefined ? PLACES : [named]).find((path) => existsSync(path))
}

/** Throws BROWSER_MISSING. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new CliError('BROWSER_MISSING', 'no Chromium is installed; name one in NIGHTJAR_CHROMIUM')
  // Signals are the program's own affair: Playwright would end the whole process before it could tidy up.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  return chromium.launch({ executablePath, headless: true, args: FLAGS, ...signals })
}

export interface ToldInBrowser {
  /** The moment of the 202 or of the answer page (performance.now()). */
  readonly at: number
  /** The receipt as the page showed it. */
  readonly receipt: string
}

/** Fills the page's questions one by one; the page seals and sends. */
export async function tellThroughPage(browser: Browser, doors: LineDoors, tip: StoryTip): Promise<ToldInBrowser> {
  return inFreshContext(browser, { javaScriptEnabled: true }, async (page) => {
    await page.goto(`${doors.intakeUrl}/${tip.lang}`)
    const next = page.locator('#form > .buttons [type=submit]')
    await next.click()
    await choose(page, 'kind', String(doors.kindOf(tip.slug)))
    await next.click()
    await page.locator('#text').fill(tip.text)
    await next.click()
    await page.locator('#where').fill(whereWords(tip))
    await next.click()
    await page.locator('#whenWords').fill(spokenTime(tip.when.from, tip.lang))
    await next.click()
    await choose(page, 'basis', tip.basis)
    await page.locator('#heardFrom').fill(tip.heardFrom.join(', '))
    await next.click()
    await choose(page, 'urgency', String(tip.urgency))
    await next.click()
    await page.locator('#file').setInputFiles(filesOf(tip))
    await next.click()
    const accepted = page
      .waitForResponse((response) => response.url().endsWith('/api/v1/envelopes'))
      .then((response) => {
        const at = performance.now()
        if (response.status() !== 202)
          throw new CliError('DEMO_FAILED', `the page's envelope was answered with ${response.status()}`)
        return at
      })
    await next.click()
    const at = await accepted
    return { at, receipt: await shownReceipt(page) }
  })
}

/** The same form in a browser that runs no scripts: one page, one post to the gateway. */
export async function tellWithoutScripts(browser: Browser, doors: LineDoors, tip: StoryTip): Promise<ToldInBrowser> {
  return inFreshContext(browser, { javaScriptEnabled: false }, async (page) => {
    await page.goto(`${doors.intakeUrl}/${tip.lang}`)
    await choose(page, 'kind', String(doors.kindOf(tip.slug)))
    await page.locator('#text').fill(tip.text)
    await page.locator('#where').fill(whereWords(tip))
    await page.locator('#whenWords').fill(spokenTime(tip.when.from, tip.lang))
    await choose(page, 'basis', tip.basis)
    await page.locator('#heardFrom').fill(tip.heardFrom.join(', '))
    await choose(page, 'urgency', String(tip.urgency))
    await page.locator('#file').setInputFiles(filesOf(tip))
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === `${doors.webUrl}/tip`),
      page.locator('button[type=submit].plain').click(),
    ])
    const at = performance.now()
    if (answer.status() !== 200) throw new CliError('DEMO_FAILED', `the form was answered with ${answer.status()}`)
    return { at, receipt: await shownReceipt(page) }
  })
}

/** Types a receipt into the page that reads answers; gives the answers shown, none when there are none. */
export async function readAnswersInPage(browser: Browser, doors: LineDoors, receipt: string): Promise<string[]> {
  return inFreshContext(browser, { javaScriptEnabled: true }, async (page) => {
    await page.goto(`${doors.intakeUrl}/en/check`)
    await page.locator('#receipt').fill(receipt)
    await page.locator('#form [type=submit]').click()
    await page.locator('main h1, h1').first().waitFor()
    await page.locator('form textarea#more-text').waitFor()
    return page.locator('.answers li').allTextContents()
  })
}

async function inFreshContext<T>(
  browser: Browser, options: { javaScriptEnabled: boolean }, use: (page: Page) => Promise<T>,
): Promise<T> {
  const context: BrowserContext = await browser.newContext({ ...options, viewport: { width: 360, height: 740 } })
  context.setDefaultTimeout(20_000)
  try {
    return await use(await context.newPage())
  } finally {
    await context.close()
  }
}

const choose = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`input[name=${name}][value="${value}"]`).check({ force: true })

const filesOf = (tip: StoryTip): { name: string; mimeType: string; buffer: Buffer }[] =>
  tip.files.map((file) => ({ name: file.name, mimeType: file.type, buffer: Buffer.from(file.bytes) }))

const whereWords = (tip: StoryTip): string => `${tip.place.name} ${tip.place.lat}, ${tip.place.lon}`

/** The words of the code as they stand on the page, in order. */
async function shownReceipt(page: Page): Promise<string> {
  const parts = page.locator('ol.code').first().locator('li')
  await parts.first().waitFor()
  return (await parts.allTextContents()).map((part) => part.trim()).join(' ')
}

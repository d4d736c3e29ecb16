// Real Chromium against a line that runs: a source without scripts, a source whose page seals, and the people of the
// desk, who warn with nothing but a keyboard. Every page on the way is asked by axe.
import { AxeBuilder } from '@axe-core/playwright'
import { validateCap } from '@nightjar/desk/release/validate'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  findChromium,
  launchChromium,
  readAnswersInPage,
  tellThroughPage,
  tellWithoutScripts,
} from '../apps/cli/demo/browser.ts'
import { jpegWithMetadata } from '../apps/cli/demo/photo.ts'
import { postEnvelope } from '../apps/cli/demo/sources.ts'
import { tellStory } from '../apps/cli/demo/story.ts'
import { buildConsole } from '../apps/console/build.ts'
import { buildPage } from '../apps/intake/page/build.ts'
import { CANARY_PREFIX, canaryMaker, searchBytes } from '../testing/canaries.ts'
import { eventually, plainTip, startLine, type TestLine, untilAtDesk } from '../testing/line.ts'

const without = findChromium() === undefined ? ' (skipped: no Chromium on this machine)' : ''
const word = canaryMaker(99)

let line: TestLine
let browser: Browser

async function inPage<T>(
  options: { scripts?: boolean; width?: number },
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    javaScriptEnabled: options.scripts ?? true,
    viewport: { width: options.width ?? 1280, height: 800 },
    acceptDownloads: true,
  })
  try {
    return await use(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
  ).toEqual([])
}

async function tipWith(mark: string) {
  for (const { id } of await line.desk.allTips()) {
    const detail = await line.desk.tip(id)
    if (detail.text.includes(mark)) return detail
  }
  throw new Error('the tip is not at the desk')
}

describe.skipIf(without !== '')(`in a browser${without}`, () => {
  beforeAll(async () => {
    await buildPage()
    await buildConsole()
    line = await startLine()
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await line.stop()
  })

  test('a source without scripts writes in Arabic, and reads the answer without scripts', async () => {
    const mark = word()
    const tip = plainTip(mark, {
      lang: 'ar',
      text: `سيارة بيضاء متوقفة عند السوق منذ الفجر وفيها أسلاك (${mark})`,
      slug: 'vehicle-bomb',
      urgency: 3,
      place: { lat: 36.335, lon: 43.13, radius_m: 300, name: 'باب الطوب' },
      files: [
        {
          name: 'صورة.jpg',
          type: 'image/jpeg',
          bytes: jpegWithMetadata({ description: word(), owner: word(), comment: word() }),
        },
      ],
    })
    const { receipt } = await tellWithoutScripts(browser, line.doors, tip)
    expect(receipt.split(' ').length).toBeGreaterThanOrEqual(8)
    await untilAtDesk(line, [mark])
    const detail = await tipWith(mark)
    expect(detail).toMatchObject({
      channel: 'webNoScript',
      lang: 'ar',
      urgency: 3,
      kind: line.doors.kindOf('vehicle-bomb'),
      canReply: true,
    })
    expect(detail.text.startsWith('سيارة بيضاء متوقفة')).toBe(true)

    await line.desk.reply(detail.id, 'وصلت رسالتك. ابتعد عن السوق.')
    const read = await eventually(() => inPage({ scripts: false }, async (page) => {
      await page.goto(`${line.doors.intakeUrl}/ar/check`)
      await page.locator('#receipt').fill(receipt)
      await page.locator('#form [type=submit]').click()
      await page.waitForURL(/\/check$/)
      return (await page.locator('body').textContent())?.includes('وصلت رسالتك. ابتعد عن السوق.') ?? false
    }), 40_000)
    expect(read).toBe(true)
  })

  test('the page seals: no word leaves the browser in plain, and only the code reads the answer', async () => {
    const [mark, owner] = [word(), word()]
    const tip = plainTip(mark, {
      channel: 'web',
      text: `Men carry long boxes into the cellar of the closed school (${mark})`,
      slug: 'weapons-store',
      heardFrom: [`a cousin ${word()}`],
      basis: 'told',
      files: [
        {
          name: `${word()}.jpg`,
          type: 'image/jpeg',
          bytes: jpegWithMetadata({ description: word(), owner, comment: word() }),
        },
      ],
    })
    const left: string[] = []
    const watched = browser.newContext.bind(browser)
    const spy = async (...args: Parameters<typeof watched>) => {
      const context = await watched(...args)
      context.on('request', (request) => {
        const sent = Buffer.concat([
          Buffer.from(`${request.url()} ${JSON.stringify(request.headers())} `),
          request.postDataBuffer() ?? Buffer.alloc(0),
        ])
        left.push(...searchBytes(sent, new URL(request.url()).pathname).map((hit) => `${hit.where}: ${hit.dress}`))
        if (!request.url().startsWith(line.doors.intakeUrl) && !request.url().startsWith('data:'))
          left.push(`elsewhere: ${request.url()}`)
      })
      return context
    }
    const { receipt } = await tellThroughPage({ ...browser, newContext: spy } as Browser, line.doors, tip)
    expect(left).toEqual([])

    await untilAtDesk(line, [mark])
    const detail = await tipWith(mark)
    expect(detail).toMatchObject({ channel: 'web', basis: 'told', canReply: true })
    expect(detail.heardFrom[0]).toContain('a cousin')
    expect(await eventually(async () => (await line.desk.tip(detail.id)).attachmentList[0]?.preview === true)).toBe(
      true,
    )

    await line.desk.reply(detail.id, 'Thank you. Stay away from the school.')
    expect(
      await eventually(
        async () =>
          (await readAnswersInPage(browser, line.doors, receipt)).some((text) =>
            text.includes('Stay away from the school.'),
          ),
        40_000,
      ),
    ).toBe(true)
    expect(await readAnswersInPage(browser, line.doors, await otherReceipt())).toEqual([])
  })

  async function otherReceipt(): Promise<string> {
    return (await tellThroughPage(browser, line.doors, plainTip(word()))).receipt
  }

  test.each(['en', 'ar', 'ckb'])(
    "the source's pages in %s have nothing that axe complains of, at every step",
    async (lang) => {
      await inPage({ width: 360 }, async (page) => {
        await page.goto(`${line.doors.intakeUrl}/${lang}`)
        const next = page.locator('#form > .buttons [type=submit]')
        for (let step = 0; step < 9; step++) {
          await expectAccessible(page, `${lang}, step ${step}`)
          if (step === 2) {
            await next.click()
            await expectAccessible(page, `${lang}, nothing written`)
            await page.locator('#text').fill(word())
          }
          await next.click()
        }
        await page.locator('ol.code li').first().waitFor()
        await expectAccessible(page, `${lang}, the code`)
        await page.goto(`${line.doors.intakeUrl}/${lang}/check`)
        await expectAccessible(page, `${lang}, reading answers`)
      })
      await inPage({ width: 360 }, async (page) => {
        // Without its script the form goes to the gateway, whose answer axe can then look at.
        await page.route('**/assets/*.js', (route) => route.abort())
        await page.goto(`${line.doors.intakeUrl}/${lang}`)
        await page.locator('#text').fill(word())
        await page.locator('button[type=submit].plain').click()
        await page.locator('ol.code li').first().waitFor()
        await expectAccessible(page, `${lang}, the gateway's answer`)
      })
    },
  )

  test.each(['en', 'ar'])('from unlocking to a released CAP warning by keyboard only (%s)', async (lang) => {
    const story = tellStory({ seed: lang.length, now: Math.floor(Date.now() / 1000) }).filter(
      (tip) => tip.chapter === 'carBomb',
    )
    const sources = await line.sources()
    for (const tip of story) for (const envelope of await sources.sealed(tip)) await postEnvelope(line.doors, envelope)
    await untilAtDesk(line, story.map((tip) => tip.word))
    await eventually(async () => ((await line.desk.state()).counts?.toAnalyse ?? 0) === 0)

    await inPage({}, async (page) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.addInitScript((value) => localStorage.setItem('nightjar.console', value),
        JSON.stringify({ lang, theme: 'dark', numerals: 'auto', singleKeys: true }))
      await page.goto(line.desk.url)
      await page.waitForSelector('#passphrase')
      await expectAccessible(page, 'locked')
      await page.keyboard.type(line.passphrase)
      await page.keyboard.press('Enter')
      await page.waitForSelector('[role=row] a')
      await expectAccessible(page, 'queue')
      // The most urgent stands first.
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.waitForSelector('.original')
      await expectAccessible(page, 'tip')
      await page.keyboard.press('e')
      await page.waitForSelector('.belief')
      await expectAccessible(page, 'event')
      await page.keyboard.press('w')
      await page.waitForURL(/#\/drafts\//)
      await page.waitForSelector('textarea')
      await expectAccessible(page, 'draft')
      await page.waitForSelector('header .acts button:enabled')
      await page.keyboard.press('R')
      await page.waitForSelector('dialog[open]')
      await expectAccessible(page, 'release, asked')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForSelector('a[download]')
      await expectAccessible(page, 'released')
      const download = page.waitForEvent('download')
      await page.keyboard.press('s')
      const xml = await readFile(await (await download).path(), 'utf8')
      expect(validateCap(xml, { languages: [] })).toEqual([])
      expect(xml).not.toContain(CANARY_PREFIX)
      await page.goto(`${line.desk.url}/#/events`)
      await page.waitForSelector('[role=row] a')
      await expectAccessible(page, 'events')
      await page.goto(`${line.desk.url}/#/releases`)
      await page.waitForSelector('tbody a')
      await expectAccessible(page, 'releases')
      expect(complaints).toEqual([])
    })
  })

  test('script and overrides in every field of a tip do nothing in the console', async () => {
    const mark = word()
    const script = '"><img src=x onerror="window.owned=1"><script>window.owned=1</script>\u202E'
    const tip = plainTip(mark, {
      text: `${mark} ${script}`, heardFrom: [script.slice(0, 90)], urgency: 3, slug: 'vehicle-bomb',
      place: { lat: 36.2, lon: 43.2, radius_m: 100, name: script },
    })
    for (const envelope of await (await line.sources()).sealed(tip)) await postEnvelope(line.doors, envelope)
    await untilAtDesk(line, [mark])
    const { id, eventId = '' } = await tipWith(mark)
    await inPage({}, async (page) => {
      await page.goto(line.desk.url)
      await page.waitForSelector('#passphrase')
      await page.keyboard.type(line.passphrase)
      await page.keyboard.press('Enter')
      await page.waitForSelector('[role=row] a')
      for (const [hash, sees] of [
        [`#/tips/${id}`, '.original'],
        [`#/events/${eventId}`, '.belief'],
        ['#/queue', '[role=row] a'],
      ] as const) {
        await page.goto(`${line.desk.url}/${hash}`)
        await page.waitForSelector(sees)
        expect(await page.evaluate(() => 'owned' in window)).toBe(false)
        expect(await page.locator('main script, main img[src="x"]').count()).toBe(0)
      }
    })
  })
})

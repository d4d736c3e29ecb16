/**
 * What the tip page costs a source: bytes and requests in a real Chromium with a cold cache, until sealing is ready
 * (with scripts) or until the form stands (without). Bytes are what the network carried: headers and compressed
 * bodies, as the browser itself counts them (Network.loadingFinished.encodedDataLength).
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from 'playwright-core'
import { initLine } from '../apps/cli/init.ts'
import { CliError, say, type Io } from '../apps/cli/verb.ts'
import { startIntake } from '../apps/intake/main.ts'
import { buildPage } from '../apps/intake/page/build.ts'
import { readConfig } from '../apps/machine/config.ts'

export interface Cost { gzipBytes: number; requests: number }
export interface PageCosts { withScript: Cost; withoutScript: Cost }

/** What the page may cost; GlobaLeaks' takes 1.17 MB and 14 requests. */
export const BARS: PageCosts = {
  withScript: { gzipBytes: 30_000, requests: 4 }, withoutScript: { gzipBytes: 14_000, requests: 2 },
}

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Ends with 1 when a bar is missed. */
export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const costs = await measurePage()
  if (values.json) say(io.stdout, JSON.stringify(costs))
  else for (const line of linesOf(costs)) say(io.stdout, line)
  return withinBars(costs) ? 0 : 1
}

function linesOf(costs: PageCosts): string[] {
  return Object.entries(costs).map(([name, cost]) => `${name}: ${cost.gzipBytes} bytes, ${cost.requests} requests`)
}

export function withinBars(costs: PageCosts): boolean {
  const within = (cost: Cost, bar: Cost) => cost.gzipBytes <= bar.gzipBytes && cost.requests <= bar.requests
  return within(costs.withScript, BARS.withScript) && within(costs.withoutScript, BARS.withoutScript)
}

/** The dearest of the three languages, on a line of its own that is removed afterwards. */
export async function measurePage(): Promise<PageCosts> {
  const dir = await mkdtemp(join(tmpdir(), 'nightjar-bench-'))
  try {
    const ports = { intake: await freePort(), intakeDesk: await freePort(), web: await freePort() }
    const passphrases = { deskPassphrase: 'bench desk words', offlinePassphrase: 'bench offline words' }
    await initLine({ dir: join(dir, 'line'), ...passphrases, kdf: 'light', ports })
    await buildPage()
    const config = readConfig(join(dir, 'line'))
    const intake = await startIntake(config, { warnOnly: true })
    try {
      const pages = config.line.languages.map((lang) => `${config.intake.publicUrl}/${lang}`)
      return { withScript: await dearest(pages, true), withoutScript: await dearest(pages, false) }
    } finally {
      await intake.close()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function dearest(urls: readonly string[], scripts: boolean): Promise<Cost> {
  const costs: Cost[] = []
  for (const url of urls) costs.push(await withBrowser((browser) => costOf(browser, url, scripts)))
  const most = (of: keyof Cost) => Math.max(...costs.map((cost) => cost[of]))
  return { gzipBytes: most('gzipBytes'), requests: most('requests') }
}

/** A browser for each page, so that nothing is warm. */
async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new CliError('BROWSER_MISSING',
      'there is no Chromium here; install it, or say where it is in the variable CHROMIUM')
  }
  const browser = await chromium.launch({ executablePath, args: flags })
  try {
    return await use(browser)
  } finally {
    await browser.close()
  }
}

async function costOf(browser: Browser, url: string, scripts: boolean): Promise<Cost> {
  const context = await browser.newContext({ javaScriptEnabled: scripts })
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  const cost: Cost = { gzipBytes: 0, requests: 0 }
  network.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('data:')) cost.requests += 1
  })
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    cost.gzipBytes += encodedDataLength
  })
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  // What the bar is about is gzip, which every browser takes over plain HTTP too.
  await network.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } })
  await page.goto(url, { waitUntil: 'networkidle' })
  if (scripts) await page.waitForSelector('body[data-ready=yes]', { timeout: 20_000 })
  await page.waitForTimeout(500)
  await context.close()
  return cost
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text as textOf } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { attachmentLocator, fingerprintOf, type Payload } from '@nightjar/envelope'
import { attachmentOpener, open } from '@nightjar/envelope/open'
import { readConfig, type Config } from '@nightjar/machine/config'
import { linePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { createLog } from '@nightjar/machine/log'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import type { Running } from '@nightjar/machine/serve'
import { openStore } from '@nightjar/machine/sqlite'
import { canaryMaker, searchBytes } from '../../../testing/canaries.ts'
import { searchFolders } from '../../../testing/folders.ts'
import { initLine } from '../../cli/init.ts'
import { startIntake } from '../../intake/main.ts'
import { startEmailGateway, type EmailOptions } from './main.ts'

const deskPassphrase = 'desk words for tests'
let dir: string
let config: Config
let intake: Running
let gateway: Running | undefined
let keys: { root: Uint8Array; epochs: Map<number, Uint8Array> }
const logged: string[] = []
const log = createLog('gateway-email', (line) => logged.push(line))

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nightjar-email-'))
  await initLine({ dir, deskPassphrase, offlinePassphrase: 'offline words', kdf: 'light' })
  const read = readConfig(dir)
  config = { ...read, intake: { ...read.intake, listen: '127.0.0.1:0', deskListen: '127.0.0.1:0' } }
  intake = await startIntake(config, { warnOnly: true })
  const email = { ...config.gateway.email, listen: '127.0.0.1:0', recipients: ['tips@example.net', 'Other@Example.NET'] }
  config = { ...config, gateway: { ...config.gateway, intakeUrl: `http://127.0.0.1:${intake.ports['http']}`, email } }
  keys = await deskKeys()
}, 60_000)

afterEach(async () => {
  await gateway?.close()
  gateway = undefined
})

afterAll(async () => {
  await intake.close()
  rmSync(dir, { recursive: true, force: true })
})

async function deskKeys() {
  const { desk, public: shown } = linePaths(dir)
  const master = await openKeyslot(readFileSync(desk.keyslot, 'utf8'), deskPassphrase, readFileSync(desk.part))
  const epochs = readdirSync(desk.epochs).map((name) => Number.parseInt(name, 10))
  const keyOf = (epoch: number) => openUnderMaster(master, SEALED_NAMES.epoch(epoch), readFileSync(desk.epoch(epoch)))
  return { root: await fingerprintOf(readFileSync(shown.root)), epochs: new Map(epochs.map((epoch) => [epoch, keyOf(epoch)])) }
}

async function start(options: EmailOptions = {}, wanted: Config = config): Promise<number> {
  gateway = await startEmailGateway(wanted, { log, edge: { retryAfterMs: [20] }, ...options })
  return gateway.ports['smtp'] ?? 0
}

/** Everything that intake keeps, opened as the desk would. */
async function tips(): Promise<Payload[]> {
  const db = openStore(join(config.intake.dataDir, 'store.db'), { migrations: [{ name: 'first', sql: '' }] })
  const rows = db.prepare<[], { bytes: Buffer }>('SELECT bytes FROM envelope ORDER BY number').all()
  db.close()
  return Promise.all(rows.map(async ({ bytes }) => (await open(new Uint8Array(bytes), keys)).payload))
}

/** The tips that came while `act` ran. */
async function tipsOf(act: () => Promise<unknown>): Promise<Payload[]> {
  const before = (await tips()).length
  await act()
  return (await tips()).slice(before)
}

async function fileOf({ attachments }: Payload, place: number): Promise<Buffer> {
  const { key, bytes } = attachments[place] ?? { key: new Uint8Array(32), bytes: 0 }
  const sealed = readFileSync(join(config.intake.dataDir, 'attachments', 'edge-email', await attachmentLocator(key)))
  const stream = new Blob([sealed]).stream().pipeThrough(attachmentOpener(key, bytes))
  return buffer(Readable.from(stream))
}

function mailer(port: number) {
  return createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
}

/** A conversation over a raw socket: each line is sent after the answer to the one before. Gives all answers. */
async function converse(port: number, parts: (string | Buffer)[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  const answers = [await answer(socket)]
  for (const part of parts) {
    socket.write(part)
    answers.push(await answer(socket))
  }
  socket.destroy()
  return answers
}

/** The next whole reply (its last line has a blank after the code), or 'closed'. */
function answer(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let got = ''
    const end = (value: string) => {
      socket.off('data', take).off('close', closed).off('error', closed)
      resolve(value)
    }
    const take = (data: Buffer) => {
      got += data.toString()
      if (/^\d{3} .*\r\n$/m.test(got)) end(got)
    }
    const closed = () => end('closed')
    socket.on('data', take).on('close', closed).on('error', closed)
  })
}

const opening = ['EHLO client.example\r\n', 'MAIL FROM:<source@example.org>\r\n', 'RCPT TO:<tips@example.net>\r\n', 'DATA\r\n']
const code = (reply: string | undefined) => reply?.slice(0, 3)

test('a mail becomes one tip: words with the subject in front, files sealed beside it, identity in the vault only', async () => {
  const port = await start()
  const photo = Buffer.alloc(200_000, 3)
  const [tip, ...more] = await tipsOf(() => mailer(port).sendMail({
    from: '"A Source" <source@example.org>', to: 'tips@example.net', messageId: '<m1@example.org>', date: new Date(1_700_000_000_000),
    subject: 'سيارة عند الجسر', text: 'A car at the bridge.', attachments: [{ filename: 'me.jpg', contentType: 'image/jpeg', content: photo }],
  }))
  expect(more).toEqual([])
  expect(tip).toMatchObject({
    text: 'سيارة عند الجسر\nA car at the bridge.', kind: 0, urgency: 0, channel: 'email', composedAt: { at: 1_700_000_000, clock: 'doubtful' },
    vault: { from: '"A Source" <source@example.org>', to: ['tips@example.net'], messageId: '<m1@example.org>' },
    attachments: [{ type: 'image/jpeg', bytes: 200_000 }],
  })
  expect(Math.abs((tip?.receivedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60)
  expect(tip && (await fileOf(tip, 0)).equals(photo)).toBe(true)
})

test('each delivery is a tip, byte-identical or not, and to two of our addresses it is one', async () => {
  const port = await start()
  const raw = 'From: a@example.org\r\n\r\nthe same words\r\n'
  const to = ['tips@example.net', 'OTHER@example.net']
  const sent = await tipsOf(async () => {
    for (let i = 0; i < 3; i++) await mailer(port).sendMail({ envelope: { from: 'a@example.org', to }, raw })
  })
  expect(sent.map(({ text }) => text)).toEqual(['the same words', 'the same words', 'the same words'])
})

test('a message that reads badly travels along whole, for the vault', async () => {
  const port = await start()
  const raw = Buffer.concat([Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\nbad '), Buffer.from([0xff, 0xfe]), Buffer.from('\r\n')])
  const [tip] = await tipsOf(() => mailer(port).sendMail({ envelope: { from: '', to: 'tips@example.net' }, raw }))
  expect(tip?.text).toMatch(/^bad \uFFFD/)
  expect(tip).toMatchObject({ vault: { vaultFiles: ['0'], notes: ['TEXT_INVALID'] }, attachments: [{ type: 'message/rfc822' }] })
  expect(tip && (await fileOf(tip, 0)).equals(raw)).toBe(true)
})

test('a message that the parser cannot end is sealed as it came', async () => {
  const port = await start({ parseSeconds: 0.001 })
  const [tip] = await tipsOf(() => mailer(port).sendMail({ from: 'a@example.org', to: 'tips@example.net', text: 'words' }))
  expect(tip).toMatchObject({ text: '', vault: { vaultFiles: ['0'], notes: ['TIMEOUT'] }, attachments: [{ type: 'message/rfc822' }] })
  expect(tip && (await fileOf(tip, 0)).toString()).toContain('words')
})

test('a text longer than a tip may have is cut, and whole in a file', async () => {
  const port = await start()
  const long = 'سلام '.repeat(40_000).trim()
  const [tip] = await tipsOf(() => mailer(port).sendMail({ from: 'a@example.org', to: 'tips@example.net', text: long, subject: 'x' }))
  expect(tip?.text.endsWith('\n[…]')).toBe(true)
  expect(tip?.attachments.map(({ type }) => type)).toEqual(['text/plain'])
  expect(tip && (await fileOf(tip, 0)).toString()).toContain(long.slice(0, 1000))
})

test('the greeting gives no version away, and neither AUTH, STARTTLS without a certificate nor BDAT is offered', async () => {
  const port = await start()
  const [greeting, features, auth, tls, bdat, vrfy] = await converse(port, [
    'EHLO client.example\r\n', 'AUTH PLAIN AGEAYg==\r\n', 'STARTTLS\r\n', 'BDAT 3 LAST\r\n', 'VRFY tips\r\n',
  ])
  expect(greeting).toBe('220 localhost ESMTP\r\n')
  expect(features).toBe(`250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE ${25 * 1024 * 1024}\r\n`)
  expect([auth, tls, bdat, vrfy].map(code)).toEqual(['500', '500', '500', '500'])
})

test('only our addresses are taken; the rest is refused as relaying, and no message goes with it', async () => {
  const port = await start()
  const [, , , relay, data] = await converse(port, ['EHLO x\r\n', 'MAIL FROM:<a@example.org>\r\n', 'RCPT TO:<elsewhere@example.com>\r\n', 'DATA\r\n'])
  expect(relay).toBe('550 5.7.1 relaying refused: no such address here\r\n')
  expect(code(data)).toBe('503')
  const percent = await converse(port, ['EHLO x\r\n', 'MAIL FROM:<a@example.org>\r\n', 'RCPT TO:<elsewhere%example.com@example.net>\r\n'])
  expect(code(percent[3])).toBe('550')
})

test('too large is 552, by what is announced and by what comes; the connection goes on', async () => {
  const port = await start({ messageBytes: 10_000 })
  const announced = await converse(port, ['EHLO x\r\n', 'MAIL FROM:<a@example.org> SIZE=20000\r\n'])
  expect(code(announced[2])).toBe('552')
  const came = await converse(port, [...opening, `${'x'.repeat(70)}\r\n`.repeat(200) + '.\r\n', 'NOOP\r\n'])
  expect(came.slice(5).map(code)).toEqual(['552', '250'])
})

test('an empty message is refused', async () => {
  expect((await converse(await start(), [...opening, '.\r\n'])).at(-1)).toBe('554 5.6.0 the message is empty\r\n')
})

test('when memory is full the sender is asked to come again', async () => {
  const replies = await converse(await start({ memoryBytes: 1000 }), [...opening, `${'x'.repeat(70)}\r\n`.repeat(200) + '.\r\n'])
  expect(replies.at(-1)).toBe('452 4.3.1 too busy now, come again\r\n')
})

test('with intake down the answer is 451, and nothing is said to be accepted', async () => {
  const down = { ...config, gateway: { ...config.gateway, intakeUrl: 'http://127.0.0.1:9' } }
  const replies = await converse(await start({}, down), [...opening, 'From: a@example.org\r\n\r\nwords\r\n.\r\n'])
  expect(replies.at(-1)).toBe('451 4.3.0 cannot take it now, come again\r\n')
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({ event: 'MAIL_NOT_TAKEN', why: 'INTAKE_DOWN' })
})

test('pipelined commands, dots in front and bare line feeds arrive as they were meant', async () => {
  const port = await start()
  const all = [...opening.slice(0, 3)].join('')
  const sent = await tipsOf(async () => {
    const socket = connect(port, '127.0.0.1')
    await answer(socket)
    let got = ''
    socket.on('data', (data) => { got += data.toString() })
    socket.write(`${all}DATA\r\n`)
    await expect.poll(() => got).toContain('354 ')
    socket.write('Subject: dots\r\n\r\n..one dot\r\n...two\r\nbare\n.\nnot the end\r\n.\r\nQUIT\r\n')
    await once(socket, 'close')
    expect(got).toContain('250 2.0.0 accepted')
  })
  expect(sent.map(({ text }) => text)).toEqual(['dots\n.one dot\n..two\nbare\n.\nnot the end'])
})

test('the end of a message split over packets is found, and 8-bit text and addresses are taken', async () => {
  const port = await start()
  const utf8 = ['EHLO x\r\n', 'MAIL FROM:<مصدر@example.org> SMTPUTF8 BODY=8BITMIME\r\n', 'RCPT TO:<tips@example.net>\r\n', 'DATA\r\n']
  const sent = await tipsOf(async () => {
    const socket = connect(port, '127.0.0.1')
    await answer(socket)
    for (const line of utf8) {
      socket.write(line)
      await answer(socket)
    }
    for (const part of ['Content-Type: text/plain; charset=utf-8\r\n\r\nسلام\r', '\n', '.', '\r', '\n']) {
      socket.write(part)
      await delay(20)
    }
    expect(code(await answer(socket))).toBe('250')
    socket.destroy()
  })
  expect(sent.map(({ text }) => text)).toEqual(['سلام'])
})

test('a message that breaks off is no tip', async () => {
  const port = await start()
  const sent = await tipsOf(async () => {
    for (const end of ['destroy', 'half close'] as const) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      await answer(socket)
      for (const line of opening) {
        socket.write(line)
        await answer(socket)
      }
      socket.write('Subject: half\r\n\r\nhalf a mess')
      await delay(50)
      if (end === 'destroy') socket.destroy()
      else socket.end()
      await delay(200)
      socket.destroy()
    }
  })
  expect(sent).toEqual([])
})

test('who is silent, who dribbles and who stays for ever is cut', async () => {
  const silent = connect(await start({ idleSeconds: 1 }), '127.0.0.1').resume()
  await once(silent, 'close')
  await gateway?.close()
  const dribbler = connect(await start({ paceSeconds: 1, leastBytes: 100 }), '127.0.0.1').resume()
  const drops = setInterval(() => dribbler.write('N'), 100)
  dribbler.on('error', () => undefined)
  await once(dribbler, 'close')
  clearInterval(drops)
  await gateway?.close()
  const stayer = connect(await start({ lifeSeconds: 1 }), '127.0.0.1').resume()
  await once(stayer, 'close')
  expect([silent, dribbler, stayer].every((socket) => socket.destroyed)).toBe(true)
})

test('lines without end, and more connections than allowed, are sent away', async () => {
  const port = await start({ connections: 2 })
  const endless = connect(port, '127.0.0.1')
  await answer(endless)
  endless.write('X'.repeat(5000))
  expect(code(await answer(endless))).toBe('421')
  await gateway?.close()
  const again = await start({ connections: 2 })
  const held = [connect(again, '127.0.0.1'), connect(again, '127.0.0.1')]
  for (const socket of held) expect(code(await answer(socket))).toBe('220')
  const third = connect(again, '127.0.0.1')
  expect(code(await answer(third))).toBe('421')
  for (const socket of [endless, third, ...held]) socket.destroy()
})

test('many at once are each one tip or one refusal, none lost', async () => {
  const port = await start()
  const outcomes: string[] = []
  const sent = await tipsOf(async () => {
    await Promise.all(Array.from({ length: 24 }, async (_, i) => {
      const reply = (await converse(port, [...opening, `Subject: ${i}\r\n\r\nwords\r\n.\r\n`])).at(-1)
      outcomes.push(code(reply) ?? 'none')
    }))
  })
  expect(outcomes).toHaveLength(24)
  expect(sent.length).toBe(outcomes.filter((outcome) => outcome === '250').length)
  expect(new Set(outcomes)).toEqual(new Set(['250']))
})

test('nothing of a message is left in output, temporary files or the gateway folder', async () => {
  const temp = mkdtempSync(join(tmpdir(), 'nightjar-email-tmp-'))
  const file = join(temp, 'config.json')
  mkdirSync(join(temp, 'tmp'))
  writeFileSync(file, JSON.stringify(config))
  const main = JSON.stringify(join(import.meta.dirname, 'main.ts'))
  const serve = JSON.stringify(join(import.meta.dirname, '../../machine/serve.ts'))
  const source = `import { readFileSync } from 'node:fs'
    import { startEmailGateway } from ${main}
    import { runProgram } from ${serve}
    const config = JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8'))
    await runProgram('gateway-email', (log) => startEmailGateway(config, { log, parseSeconds: 5 }))`
  const env = { PATH: process.env['PATH'], TMPDIR: join(temp, 'tmp'), NODE_NO_WARNINGS: '1' }
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'], cwd: join(temp, 'tmp'), env })
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)]
  const [ready]: Buffer[] = await once(child.stdout, 'data')
  const port = Number(JSON.parse(String(ready)).smtp)
  const canary = canaryMaker(7)
  const words = canary()
  const sent = await tipsOf(async () => {
    await mailer(port).sendMail({ from: `${canary()}@example.org`, to: 'tips@example.net', subject: canary(), text: words,
      html: `<p>${canary()}</p>`, attachments: [{ filename: `${canary()}.txt`, content: canary() }, { filename: 'x.txt', content: canary() }] })
    await converse(port, [...opening, Buffer.from(`${canary()}: x\r\n\r\n\xff${canary()}\r\n.\r\n`, 'latin1')])
    await converse(port, ['EHLO x\r\n', `MAIL FROM:<${canary()}@example.org>\r\n`, `RCPT TO:<${canary()}@example.org>\r\n`, `${canary()}\r\n`])
  })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(sent[0]?.text).toContain(words)
  const said = searchBytes(Buffer.from((await out) + (await err)), 'output')
  const kept = await searchFolders([join(temp, 'tmp'), linePaths(dir).gateway.dir, config.intake.dataDir])
  expect([...said, ...kept.hits]).toEqual([])
  expect(searchBytes(Buffer.from(words), 'control')).toHaveLength(1)
  rmSync(temp, { recursive: true })
})

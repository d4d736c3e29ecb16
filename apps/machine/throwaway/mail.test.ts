import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { asyncProperty, assert, constantFrom, uint8Array, array, string } from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { closeThrowaways, runThrowaway } from '../throwaway.ts'
import { parseMail } from './mail.ts'
import { checkValue } from './values.ts'

afterAll(closeThrowaways)

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding))
const lines = (...all: string[]) => bytes(all.join('\r\n'))
const identity = ['From: "A Source" <source@example.org>', 'To: tips@example.net, two@example.net']

test('words, files and identity are parted', async () => {
  const mail = await parseMail(lines(
    'Received: from phone (phone.example.org [192.0.2.7]) by mx.example.org', ...identity, 'Cc: three@example.net',
    'Message-ID: <1@example.org>', 'Date: Tue, 14 Nov 2023 22:13:20 +0000', 'Subject: =?utf-8?B?2LPZhNin2YU=?=', 'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'A car at the bridge.', '--b',
    'Content-Type: image/jpeg; name="me.jpg"', 'Content-Transfer-Encoding: base64', '', '/9j/4AAQ', '--b--', '',
  ))
  expect(mail).toEqual({
    text: 'A car at the bridge.', subject: 'سلام', from: '"A Source" <source@example.org>', date: 1_700_000_000,
    to: ['tips@example.net', 'two@example.net', 'three@example.net'], messageId: '<1@example.org>',
    received: ['from phone (phone.example.org [192.0.2.7]) by mx.example.org'],
    attachments: [{ type: 'image/jpeg', bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]) }], notes: [],
  })
})

test.each([
  ['windows-1256', Buffer.from([0xd3, 0xe1, 0xc7, 0xe3]), 'سلام'],
  ['iso-8859-6', Buffer.from([0xd3, 0xe4, 0xc7, 0xe5]), 'سلام'],
  ['utf-16le', Buffer.from('سلام', 'utf16le'), 'سلام'],
  ['no-such-charset', Buffer.from('سلام'), 'سلام'],
])('text in %s is read', async (charset, encoded, text) => {
  const head = [...identity, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: base64', '', '']
  expect((await parseMail(lines(...head, encoded.toString('base64')))).text).toBe(text)
})

test('HTML gives its words, script and style do not; a plain part that is empty does not hide them', async () => {
  const html = '<style>p{}</style><script>alert(1)</script><p>Car &amp; bridge</p><p>second</p>'
  const only = await parseMail(lines(...identity, 'Content-Type: text/html', '', html))
  expect(only.text).toBe('Car & bridge\n\nsecond')
  const both = await parseMail(lines(...identity, 'Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/plain', '',
    ' ', '--b', 'Content-Type: text/html', '', '<p>the words</p>', '--b--'))
  expect(both.text).toContain('the words')
})

test('a message inside gives its words but not its headers, and stays a file', async () => {
  const inner = ['From: inner@example.org', 'Subject: inside', '', 'the inner words']
  const mail = await parseMail(lines(...identity, 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'outer words',
    '--b', 'Content-Type: message/rfc822', '', ...inner, '--b--'))
  expect(mail.text).toBe('outer words\n\nthe inner words')
  expect(mail.attachments.map(({ type }) => type)).toEqual(['message/rfc822'])
  expect(JSON.stringify(mail.from) + mail.text).not.toContain('inner@')
})

test('an archive stays octets, a bomb or not', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  const mail = await parseMail(lines(...identity, 'Content-Type: application/zip', 'Content-Transfer-Encoding: base64', '', bomb.toString('base64')))
  expect(mail.attachments).toEqual([{ type: 'application/zip', bytes: new Uint8Array(bomb) }])
})

test('MIME nested 100 deep is read to the bottom', async () => {
  const open = Array.from({ length: 100 }, (_, i) => [`Content-Type: multipart/mixed; boundary=b${i}`, '', `--b${i}`]).flat()
  const close = Array.from({ length: 100 }, (_, i) => `--b${99 - i}--`)
  const mail = await parseMail(lines(...identity, ...open, 'Content-Type: text/plain', '', 'at the bottom', ...close))
  expect(mail.text).toBe('at the bottom')
})

test('a date that is none is absent, not the time of reading; years far off are kept as they are', async () => {
  const date = async (value: string) => (await parseMail(lines(`Date: ${value}`, '', 'x'))).date
  expect(await date('yesterday, I think')).toBeUndefined()
  expect(await date('Thu, 01 Jan 1970 00:00:00 +0000')).toBe(0)
  expect(await date('Thu, 31 Dec 2099 23:59:59 +0000')).toBe(4_102_444_799)
})

test.each<[string, Uint8Array<ArrayBuffer>, string[]]>([
  ['nothing', bytes(''), ['NO_HEADERS', 'NO_TEXT']],
  ['no headers', bytes('\r\njust words'), ['NO_HEADERS']],
  ['no text', lines(...identity, '', ''), ['NO_TEXT']],
  ['invalid UTF-8', new Uint8Array(Buffer.concat([Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\nbad '), Buffer.from([0xff, 0xfe])])), ['TEXT_INVALID']],
  ['far too many files', lines('Content-Type: multipart/mixed; boundary=b', '', ...Array.from({ length: 150 }, () => ['--b', 'Content-Type: image/png', '', 'x']).flat(), '--b--'), ['ATTACHMENTS_CUT', 'NO_TEXT']],
  ['far too many recipients', lines(`To: ${Array.from({ length: 300 }, (_, i) => `a${i}@example.org`).join(', ')}`, '', 'x'), ['HEADER_CUT']],
])('%s is noted', async (_name, input, notes) => {
  expect((await parseMail(input)).notes.sort()).toEqual(notes.sort())
})

test('control characters go, line ends become one kind, direction marks stay for the desk to show safely', async () => {
  const mail = await parseMail(lines('Content-Type: text/plain; charset=utf-8', '', 'a\u0000b\u001b[31mc', 'd\u202ee', ''))
  expect(mail.text).toBe('ab[31mc\nd\u202ee')
})

test('whatever is sent, what comes back has the shape that is promised', async () => {
  const pieces = constantFrom('\r\n', '\n', 'Content-Type: multipart/mixed; boundary=b', 'Content-Type: text/html', '--b', '--b--', 'From: <', 'To: a@b,,;',
    'Subject: =?utf-8?B?', '=?x?Q?=FF?=', 'Content-Transfer-Encoding: base64', '====', 'Content-Type: message/rfc822', '\u0000', ': ', '<html><p')
  await assert(asyncProperty(array(pieces, { maxLength: 30 }), string({ unit: 'binary', maxLength: 40 }), uint8Array({ maxLength: 40 }), async (parts, text, tail) => {
    const input = new Uint8Array(Buffer.concat([Buffer.from(parts.join('\r\n') + text), tail]))
    const value = await parseMail(input).catch(() => 'unreadable')
    expect(value === 'unreadable' || checkValue('mail', value)).toBe(true)
  }), { numRuns: 150 })
})

test('a header bomb ends within its limits', async () => {
  const bomb = bytes(Array.from({ length: 400_000 }, (_, i) => `X-${i}: y\r\n`).join('') + '\r\nwords')
  const outcome = await runThrowaway('mail', bomb, { seconds: 20 })
  expect(outcome.ok ? 'READ' : outcome.code).toMatch(/^(READ|REFUSED|MEMORY)$/)
})

test('25 MiB of base64 is read within its limits', async () => {
  const file = Buffer.alloc(18 * 1024 * 1024, 7)
  const body = (file.toString('base64').match(/.{76}/g) ?? []).join('\r\n')
  const outcome = await runThrowaway('mail', lines(...identity, 'Content-Type: image/png', 'Content-Transfer-Encoding: base64', '', body), { seconds: 25 })
  expect(outcome).toMatchObject({ ok: true })
  expect(outcome.ok && (outcome.value.attachments[0]?.bytes.length ?? 0) / file.length).toBeGreaterThan(0.99)
})

const corpus = join(import.meta.dirname, '../../../../shared/data/email')

test.skipIf(!existsSync(corpus))('real and broken messages are read (a sample; skipped where the mail corpus is not beside the project)', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'nightjar-corpus-'))
  try {
    for (const name of readdirSync(corpus)) execFileSync('tar', ['-xzf', join(corpus, name), '-C', dir])
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const sample = files.map((entry) => join(entry.parentPath, entry.name)).sort().filter((_path, i) => i % 12 === 0)
    expect(sample.length).toBeGreaterThan(50)
    const outcomes = []
    for (const path of sample) outcomes.push(await runThrowaway('mail', new Uint8Array(readFileSync(path)), { reuse: 200 }))
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([])
  } finally {
    rmSync(dir, { recursive: true })
  }
})

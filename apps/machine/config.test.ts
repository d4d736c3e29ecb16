import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { CONFIG_FILE, isLoopback, parseConfig, parseListen, readConfig } from './config.ts'
import { MachineError } from './errors.ts'

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({ code, message: typeof message === 'string' ? message : expect.stringMatching(message) })

test('an empty file is a line with safe defaults: everything on loopback', () => {
  const config = parseConfig('', '/line')
  const listens = [config.intake.listen, config.intake.deskListen, config.gateway.web.listen, config.gateway.email.listen, config.desk.listen]
  expect(listens.map((listen) => isLoopback(parseListen(listen).host))).toEqual([true, true, true, true, true])
  expect(config.line).toEqual({ profile: 'civil-defence', languages: ['en', 'ar', 'ckb'] })
  expect(config.desk).toMatchObject({ pullSeconds: 20, lockAfterMinutes: 30 })
})

test('paths are relative to the folder', () => {
  const config = parseConfig('[desk]\ndataDir = "d"\ngazetteers = ["places.tsv", "/abs/x.tsv"]\n[intake]\ndataDir = "/elsewhere"', '/line')
  expect(config.desk).toMatchObject({ dataDir: '/line/d', gazetteers: ['/line/places.tsv', '/abs/x.tsv'] })
  expect(config.intake.dataDir).toBe('/elsewhere')
  expect(config.gateway.email.tlsCertificate).toBe('')
})

test.each([
  ['[desk]\npulSeconds = 3', 'CONFIG_UNKNOWN_KEY', 'nightjar.toml has no key "desk.pulSeconds"; the nearest is desk.pullSeconds'],
  ['[gateways]\nx = 1', 'CONFIG_UNKNOWN_KEY', 'nightjar.toml has no key "gateways"; the nearest is gateway'],
  ['[gateway.mail]\nx = 1', 'CONFIG_UNKNOWN_KEY', 'nightjar.toml has no key "gateway.mail"; the nearest is gateway.email'],
  ['toString = 1', 'CONFIG_UNKNOWN_KEY', /has no key "toString"/],
  ['[desk]\n__proto__ = 1', 'CONFIG_UNKNOWN_KEY', /has no key "desk\.__proto__"/],
  ['[desk]\npullSeconds = "fast"', 'CONFIG_VALUE', /^desk\.pullSeconds in nightjar\.toml must be number/],
  ['[desk]\npullSeconds = 0', 'CONFIG_VALUE', /^desk\.pullSeconds in nightjar\.toml must be >= 0\.1/],
  ['intake = 3', 'CONFIG_VALUE', /^intake in nightjar\.toml must be object/],
  ['[line]\nlanguages = ["fr"]', 'CONFIG_VALUE', /^line\.languages/],
  ['[line]\nlanguages = []', 'CONFIG_VALUE', /^line\.languages in nightjar\.toml/],
  ['[gateway.email]\nrecipients = ["no at sign"]', 'CONFIG_VALUE', /^gateway\.email\.recipients\.0/],
  ['[intake]\nlisten = "here"', 'CONFIG_VALUE', 'an address to listen on must look like 127.0.0.1:8700, not "here"'],
  ['[intake]\nlisten = "127.0.0.1:70000"', 'CONFIG_VALUE', /must look like/],
  ['[intake]\nlisten = "0.0.0.0:80"', 'CONFIG_PLAIN_HTTP', 'intake.listen is not loopback; put a proxy that ends TLS in front and say intake.behindProxy = true'],
  ['[gateway.web]\nlisten = "192.168.1.4:80"', 'CONFIG_PLAIN_HTTP', /^gateway\.web\.listen is not loopback/],
  ['[desk]\nlisten = "[::]:80"', 'CONFIG_PLAIN_HTTP', /^desk\.listen is not loopback/],
  ['[desk]\nintakeDeskUrl = "http://10.0.0.1"', 'CONFIG_VALUE', 'desk.intakeDeskUrl must be a URL that begins with https://'],
  ['[gateway]\nintakeUrl = "ftp://x"', 'CONFIG_VALUE', /^gateway\.intakeUrl must be a URL/],
  ['[gateway.email]\ntlsKey = "k.pem"', 'CONFIG_VALUE', 'gateway.email needs both tlsCertificate and tlsKey, or neither'],
  ['= broken', 'CONFIG_SYNTAX', /^nightjar\.toml is not valid TOML at line 1, column \d+$/],
])('%j is refused with %s', (source, code, message) => {
  expect(() => parseConfig(source, '/line')).toThrow(refused(code, message))
})

test('a proxy in front allows any address', () => {
  expect(parseConfig('[intake]\nlisten = "0.0.0.0:80"\nbehindProxy = true', '/line').intake.listen).toBe('0.0.0.0:80')
})

test('IPv6 and port 0 are addresses', () => {
  expect(parseListen('[::1]:0')).toEqual({ host: '::1', port: 0 })
})

test('whatever stands in the file, it is read or refused with a code of ours', () => {
  assert(property(string({ unit: 'binary', maxLength: 60 }), (source) => {
    expect(['read', 'refused']).toContain(outcomeOf(source))
  }))
})

function outcomeOf(source: string): unknown {
  try {
    return parseConfig(source, '/line') && 'read'
  } catch (error) {
    return error instanceof MachineError ? 'refused' : error
  }
}

test('a folder without the file says how to make one', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nightjar-config-'))
  try {
    expect(() => readConfig(dir)).toThrow(refused('CONFIG_MISSING', /make one with: nightjar init DIR$/))
    writeFileSync(join(dir, CONFIG_FILE), '[desk]\nsender = "warnings@example.org"\n')
    expect(readConfig(dir)).toMatchObject({ dir, desk: { sender: 'warnings@example.org' } })
  } finally {
    rmSync(dir, { recursive: true })
  }
})

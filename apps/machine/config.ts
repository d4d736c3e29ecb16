/**
 * `nightjar.toml`, read once into one typed value. Unknown keys are refused, everything has a safe default, relative
 * paths are relative to the folder that the file lies in.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import { Type, type Static, type TObject, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { MachineError } from './errors.ts'

const MiB = 1024 * 1024

const text = (value: string) => Type.String({ default: value, maxLength: 1000 })
const count = (value: number, minimum: number, maximum: number) =>
  Type.Integer({ default: value, minimum, maximum })
const section = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, { default: {} })

const lineSchema = section({
  /** Name of the profile in kinds/ (which kinds are asked for, and how they are named). */
  profile: text('civil-defence'),
  languages: Type.Array(Type.Union([Type.Literal('en'), Type.Literal('ar'), Type.Literal('ckb')]), {
    default: ['en', 'ar', 'ckb'], minItems: 1, maxItems: 3,
  }),
})

const intakeSchema = section({
  listen: text('127.0.0.1:8700'),
  publicUrl: text('http://127.0.0.1:8700'),
  deskListen: text('127.0.0.1:8701'),
  /** Says that a proxy which ends TLS stands in front, so that plain HTTP may listen beyond loopback. */
  behindProxy: Type.Boolean({ default: false }),
  dataDir: text('intake'),
  /** Octets of envelopes that wait in one lane before it says LANE_FULL. */
  laneBytes: count(512 * MiB, MiB, 1024 * 1024 * MiB),
  laneEnvelopes: count(50_000, 10, 10_000_000),
  /** Octets of sealed attachments kept in all. */
  attachmentBytes: count(8 * 1024 * MiB, MiB, 1024 * 1024 * MiB),
})

const webSchema = section({
  listen: text('127.0.0.1:8710'),
  publicUrl: text('http://127.0.0.1:8710'),
  behindProxy: Type.Boolean({ default: false }),
})

const emailSchema = section({
  listen: text('127.0.0.1:8725'),
  /** Addresses that take tips; everything else is refused as relaying. */
  recipients: Type.Array(Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' }), {
    default: ['tips@localhost'], minItems: 1, maxItems: 100,
  }),
  /** The host name given in the greeting. */
  name: text('localhost'),
  /** PEM files; with both, STARTTLS is offered. */
  tlsCertificate: text(''),
  tlsKey: text(''),
})

const deskSchema = section({
  listen: text('127.0.0.1:8780'),
  behindProxy: Type.Boolean({ default: false }),
  intakeDeskUrl: text('https://127.0.0.1:8701'),
  pullSeconds: Type.Number({ default: 20, minimum: 0.1, maximum: 86_400 }),
  dataDir: text('desk'),
  /** Files of places to load beside the built-in ones. */
  gazetteers: Type.Array(Type.String({ maxLength: 1000 }), { default: [], maxItems: 100 }),
  /** The sender named in CAP warnings. */
  sender: text('nightjar@localhost'),
  lockAfterMinutes: count(30, 1, 24 * 60),
})

const configSchema = Type.Object({
  line: lineSchema,
  intake: intakeSchema,
  gateway: section({ intakeUrl: text('http://127.0.0.1:8700'), web: webSchema, email: emailSchema }),
  desk: deskSchema,
})

export type Config = { dir: string } & Static<typeof configSchema>

export const CONFIG_FILE = 'nightjar.toml'

/** Reads DIR/nightjar.toml. Throws MachineError with a CONFIG_* code. */
export function readConfig(dir: string): Config {
  const folder = resolve(dir)
  let source: string
  try {
    source = readFileSync(join(folder, CONFIG_FILE), 'utf8')
  } catch {
    throw new MachineError('CONFIG_MISSING', `no readable ${CONFIG_FILE} in ${folder}; make one with: nightjar init DIR`)
  }
  return parseConfig(source, folder)
}

/** The same for a text in hand; `dir` is what relative paths are relative to. */
export function parseConfig(source: string, dir: string): Config {
  const table = parseToml(source)
  refuseUnknownKeys(table, configSchema, '')
  const filled: unknown = Value.Default(configSchema, table)
  refuseBadValues(filled)
  const config = resolvePaths(Value.Parse(configSchema, filled), resolve(dir))
  refuseBadAddresses(config)
  return config
}

/** `host:port` (`[::1]:port` for IPv6) in its two parts. Port 0 asks the system for a free one. */
export function parseListen(listen: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(listen)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || !(port <= 65_535)) {
    throw new MachineError('CONFIG_VALUE', `an address to listen on must look like 127.0.0.1:8700, not ${quoted(listen)}`)
  }
  return { host, port }
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

function parseToml(source: string): Record<string, unknown> {
  try {
    return parse(source)
  } catch (error) {
    const where = error instanceof TomlError ? `line ${error.line}, column ${error.column}` : 'somewhere'
    throw new MachineError('CONFIG_SYNTAX', `${CONFIG_FILE} is not valid TOML at ${where}`)
  }
}

function refuseUnknownKeys(table: Record<string, unknown>, schema: TObject, path: string): void {
  for (const [key, value] of Object.entries(table)) {
    const known = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
    if (known === undefined) {
      const near = nearest(key, Object.keys(schema.properties))
      throw new MachineError(
        'CONFIG_UNKNOWN_KEY', `${CONFIG_FILE} has no key ${quoted(path + key)}; the nearest is ${path}${near}`,
      )
    }
    if (Type.IsObject(known) && isTable(value)) refuseUnknownKeys(value, known, `${path}${key}.`)
  }
}

function refuseBadValues(filled: unknown): void {
  const [first] = Value.Errors(configSchema, filled)
  if (first === undefined) return
  const key = first.instancePath.slice(1).replaceAll('/', '.')
  throw new MachineError('CONFIG_VALUE', `${key} in ${CONFIG_FILE} ${first.message}`)
}

function resolvePaths(checked: Static<typeof configSchema>, dir: string): Config {
  const { email } = checked.gateway
  const within = (path: string) => (path === '' ? '' : resolve(dir, path))
  return {
    dir,
    line: checked.line,
    intake: { ...checked.intake, dataDir: within(checked.intake.dataDir) },
    gateway: {
      ...checked.gateway,
      email: { ...email, tlsCertificate: within(email.tlsCertificate), tlsKey: within(email.tlsKey) },
    },
    desk: {
      ...checked.desk, dataDir: within(checked.desk.dataDir), gazetteers: checked.desk.gazetteers.map(within),
    },
  }
}

function refuseBadAddresses({ intake, gateway, desk }: Config): void {
  refusePlainHttp('intake', intake.listen, intake.behindProxy)
  refusePlainHttp('gateway.web', gateway.web.listen, gateway.web.behindProxy)
  refusePlainHttp('desk', desk.listen, desk.behindProxy)
  parseListen(intake.deskListen)
  parseListen(gateway.email.listen)
  refuseBadUrl('intake.publicUrl', intake.publicUrl, ['http:', 'https:'])
  refuseBadUrl('gateway.web.publicUrl', gateway.web.publicUrl, ['http:', 'https:'])
  refuseBadUrl('gateway.intakeUrl', gateway.intakeUrl, ['http:', 'https:'])
  refuseBadUrl('desk.intakeDeskUrl', desk.intakeDeskUrl, ['https:'])
  if ((gateway.email.tlsCertificate === '') !== (gateway.email.tlsKey === '')) {
    throw new MachineError('CONFIG_VALUE', 'gateway.email needs both tlsCertificate and tlsKey, or neither')
  }
}

function refusePlainHttp(name: string, listen: string, behindProxy: boolean): void {
  const { host } = parseListen(listen)
  if (isLoopback(host) || behindProxy) return
  throw new MachineError(
    'CONFIG_PLAIN_HTTP',
    `${name}.listen is not loopback; put a proxy that ends TLS in front and say ${name}.behindProxy = true`,
  )
}

function refuseBadUrl(name: string, value: string, protocols: string[]): void {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url !== undefined && protocols.includes(url.protocol) && url.username === '' && url.search === '') return
  throw new MachineError('CONFIG_VALUE', `${name} must be a URL that begins with ${protocols.join(' or ')}//`)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function quoted(word: string): string {
  return JSON.stringify(word.slice(0, 60))
}

function nearest(word: string, known: string[]): string {
  const byDistance = known.map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
  return byDistance.sort((a, b) => a.distance - b.distance)[0]?.name ?? ''
}

/** Levenshtein, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of Array.from(a.slice(0, 60)).entries()) {
    const next = [i + 1]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

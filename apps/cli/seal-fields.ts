import type { Payload } from '@nightjar/envelope'
import { LineError } from './line-error.ts'

const bases = ['saw', 'told', 'heard', 'inferred'] as const

/** What standard input gave `seal`: JSON when it begins with a brace, else the tip's text. Throws TIP_INVALID. */
export function parseTipFields(input: string): Partial<Payload> {
  if (!input.trimStart().startsWith('{')) return { text: input.trimEnd() }
  const fields: Partial<Payload> = {}
  for (const [key, value] of Object.entries(table('the tip', readJson(input)))) Object.assign(
    fields, parseField(key, value),
  )
  return fields
}

function readJson(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return wrong('the tip', 'valid JSON, or text that does not begin with a brace')
  }
}

function parseField(key: string, value: unknown): Partial<Payload> {
  if (key === 'text') return { text: text(key, value) }
  if (key === 'lang') return { lang: text(key, value) }
  if (key === 'kind') return { kind: number(key, value) }
  if (key === 'urgency') return { urgency: oneOf(key, [0, 1, 2, 3] as const, value) }
  if (key === 'basis') return { basis: oneOf(key, bases, value) }
  if (key === 'heardFrom') return {
    heardFrom: Array.isArray(value) ? value.map((each) => text(key, each)) : wrong(key, 'a list'),
  }
  if (key === 'when') return { when: parseWhen(value) }
  if (key === 'place') return { place: parsePlace(value) }
  return wrong(
    `the key ${JSON.stringify(key.slice(0, 40))}`, 'one of kind, text, when, place, basis, heardFrom, urgency, lang',
  )
}

function parseWhen(value: unknown): { from: number; to: number } {
  const { from, to = from } = table('when', value)
  return { from: time(from), to: time(to) }
}

function parsePlace(value: unknown): NonNullable<Payload['place']> {
  const { lat, lon, radius_m: radius = 100, name } = table('place', value)
  const place = { lat: number('lat', lat), lon: number('lon', lon), radius_m: number('radius_m', radius) }
  return name === undefined ? place : { ...place, name: text('name', name) }
}

function time(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? wrong('a time', 'ISO 8601, like 2026-03-01T12:00:00Z') : Math.floor(at / 1000)
}

function text(name: string, value: unknown): string {
  return typeof value === 'string' ? value : wrong(name, 'text')
}

function number(name: string, value: unknown): number {
  return typeof value === 'number' ? value : wrong(name, 'a number')
}

function oneOf<const T>(name: string, known: readonly T[], value: unknown): T {
  return known.find((each) => each === value) ?? wrong(name, `one of ${known.join(', ')}`)
}

function table(name: string, value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : wrong(name, 'an object')
}

function wrong(name: string, expected: string): never {
  throw new LineError('TIP_INVALID', `${name} must be ${expected}`)
}

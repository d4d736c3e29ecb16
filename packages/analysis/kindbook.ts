// The code book: what a tip can be about. kinds/<number>-<slug>/kind.json is read elsewhere; here it is only checked.
import { AnalysisError } from './error.ts'
import type { Lang } from './shapes.ts'

export const KIND_OTHER = 0

type InLang<T> = Record<Lang, T>
export type CapCategory =
  | 'Geo'
  | 'Met'
  | 'Safety'
  | 'Security'
  | 'Rescue'
  | 'Fire'
  | 'Health'
  | 'Env'
  | 'Transport'
  | 'Infra'
  | 'CBRNE'
  | 'Other'
export type CapResponse =
  | 'Shelter'
  | 'Evacuate'
  | 'Prepare'
  | 'Execute'
  | 'Avoid'
  | 'Monitor'
  | 'Assess'
  | 'AllClear'
  | 'None'
export type CapSeverity = 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown'
export type CapUrgency = 'Immediate' | 'Expected' | 'Future' | 'Past' | 'Unknown'

export interface Kind {
  id: number
  slug: string
  urgency: 0 | 1 | 2 | 3
  names: InLang<string>
  /** words and phrases a tip of this kind uses; a word ending in * stands for every word that begins so */
  words: InLang<string[]> & { kmr: string[] }
  questions: InLang<string[]>
  advice: InLang<string[]>
  cap: {
    event: InLang<string>
    category: CapCategory
    responseType: CapResponse
    severity: CapSeverity
    urgency: CapUrgency
  }
  /** file name of the picture, beside kind.json */
  picture: string
}

/** A profile: which kinds a line asks for, in the order in which they are shown. */
export interface Profile {
  slug: string
  names: InLang<string>
  kinds: number[]
}
export interface KindBook {
  kinds: ReadonlyMap<number, Kind>
  profile: Profile
}

const LANGS = ['en', 'ar', 'ckb'] as const
const CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const
const RESPONSES = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const
const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
const KIND_FIELDS = ['id', 'slug', 'urgency', 'names', 'words', 'questions', 'advice', 'cap', 'picture'] as const

/** Throws KIND_INVALID naming the field; unknown fields are refused, so that a typing mistake is seen. */
export function parseKind(json: unknown): Kind {
  const o = record(json, 'the file', 'KIND_INVALID')
  onlyFields(o, KIND_FIELDS, 'the file', 'KIND_INVALID')
  const cap = record(o['cap'], 'cap', 'KIND_INVALID')
  onlyFields(cap, ['event', 'category', 'responseType', 'severity', 'urgency'], 'cap', 'KIND_INVALID')
  const words = record(o['words'], 'words', 'KIND_INVALID')
  return {
    id: kindNumber(o['id'], 'id', 'KIND_INVALID'),
    slug: slug(o['slug'], 'KIND_INVALID'),
    urgency: urgency(o['urgency']),
    names: inLanguages(o['names'], 'names', 'KIND_INVALID', string),
    words: {
      ...inLanguages(words, 'words', 'KIND_INVALID', strings),
      kmr: strings(words['kmr'], 'words.kmr', 'KIND_INVALID'),
    },
    questions: inLanguages(o['questions'], 'questions', 'KIND_INVALID', strings),
    advice: inLanguages(o['advice'], 'advice', 'KIND_INVALID', strings),
    cap: {
      event: inLanguages(cap['event'], 'cap.event', 'KIND_INVALID', string),
      category: oneOf(cap['category'], CATEGORIES, 'cap.category'),
      responseType: oneOf(cap['responseType'], RESPONSES, 'cap.responseType'),
      severity: oneOf(cap['severity'], SEVERITIES, 'cap.severity'),
      urgency: oneOf(cap['urgency'], URGENCIES, 'cap.urgency'),
    },
    picture: picture(o['picture']),
  }
}

/** Throws PROFILE_INVALID naming the field. */
export function parseProfile(json: unknown): Profile {
  const o = record(json, 'the file', 'PROFILE_INVALID')
  onlyFields(o, ['slug', 'names', 'kinds'], 'the file', 'PROFILE_INVALID')
  const kinds = o['kinds']
  if (!Array.isArray(kinds) || kinds.length === 0)
    throw invalid('PROFILE_INVALID', 'kinds', 'a list of kind numbers', kinds)
  const numbers = kinds.map((kind: unknown) => kindNumber(kind, 'kinds', 'PROFILE_INVALID'))
  if (new Set(numbers).size !== numbers.length) throw invalid('PROFILE_INVALID', 'kinds', 'each kind once', kinds)
  return {
    slug: slug(o['slug'], 'PROFILE_INVALID'),
    names: inLanguages(o['names'], 'names', 'PROFILE_INVALID', string),
    kinds: numbers,
  }
}

/** Puts kinds and a profile together. A kind given twice, or one that the profile names and nobody has, is an error. */
export function kindBook(kinds: Iterable<Kind>, profile: Profile): KindBook {
  const byNumber = new Map<number, Kind>()
  for (const kind of kinds) {
    if (byNumber.has(kind.id))
      throw new AnalysisError('KIND_INVALID', `kind ${kind.id} stands in two folders: keep one`)
    byNumber.set(kind.id, kind)
  }
  for (const id of [...profile.kinds, KIND_OTHER]) {
    if (!byNumber.has(id)) {
      throw new AnalysisError('PROFILE_INVALID', `profile ${profile.slug} needs kind ${id}, and no folder has it`)
    }
  }
  return { kinds: byNumber, profile }
}

type FieldCode = 'KIND_INVALID' | 'PROFILE_INVALID'

function invalid(code: FieldCode, field: string, expected: string, got: unknown): AnalysisError {
  const came = got === undefined ? 'nothing' : Array.isArray(got) ? 'a list' : typeof got
  return new AnalysisError(code, `${field}: expected ${expected}, got ${came}`)
}

function record(value: unknown, field: string, code: FieldCode): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(code, field, 'an object', value)
  return { ...value }
}

function onlyFields(o: Record<string, unknown>, fields: readonly string[], where: string, code: FieldCode): void {
  const unknown = Object.keys(o).find((key) => !fields.includes(key))
  if (unknown !== undefined) throw new AnalysisError(code, `${where} has an unknown field ${JSON.stringify(unknown)}`)
}

function inLanguages<T>(
  value: unknown,
  field: string,
  code: FieldCode,
  parse: (v: unknown, f: string, c: FieldCode) => T,
) {
  const o = record(value, field, code)
  onlyFields(o, [...LANGS, 'kmr'], field, code)
  return {
    en: parse(o['en'], `${field}.en`, code),
    ar: parse(o['ar'], `${field}.ar`, code),
    ckb: parse(o['ckb'], `${field}.ckb`, code),
  }
}

function string(value: unknown, field: string, code: FieldCode): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(code, field, 'words', value)
  return value
}

function strings(value: unknown, field: string, code: FieldCode): string[] {
  if (!Array.isArray(value)) throw invalid(code, field, 'a list of words', value)
  return value.map((item: unknown) => string(item, field, code))
}

function kindNumber(value: unknown, field: string, code: FieldCode): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 9999) {
    throw invalid(code, field, 'a whole number from 0 to 9999', value)
  }
  return value
}

function slug(value: unknown, code: FieldCode): string {
  if (typeof value !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value)) {
    throw invalid(code, 'slug', 'small letters, digits and hyphens', value)
  }
  return value
}

function picture(value: unknown): string {
  if (typeof value !== 'string' || !/^[a-z0-9-]+\.svg$/.test(value)) {
    throw invalid('KIND_INVALID', 'picture', 'the name of an .svg file in the same folder', value)
  }
  return value
}

function urgency(value: unknown): 0 | 1 | 2 | 3 {
  if (value === 0 || value === 1 || value === 2 || value === 3) return value
  throw invalid('KIND_INVALID', 'urgency', '0, 1, 2 or 3', value)
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], field: string): T {
  const found = allowed.find((item) => item === value)
  if (found === undefined) throw invalid('KIND_INVALID', field, `one of ${allowed.join(', ')}`, value)
  return found
}

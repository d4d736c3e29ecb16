// The code book as it is delivered: complete in every language, and read back by the words it lists.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { classifyKind } from './kind.ts'
import { kindBook, parseKind, parseProfile } from './kindbook.ts'

const FOLDER = new URL('../../kinds/', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'))
const folders = readdirSync(FOLDER).filter((name) => /^\d+-/.test(name))
const kinds = folders.map((folder) => parseKind(read(`${folder}/kind.json`)))
const profiles = readdirSync(new URL('profiles/', FOLDER)).map((file) => parseProfile(read(`profiles/${file}`)))
const [first] = profiles
if (first === undefined) throw new Error('kinds/profiles is empty')
const book = kindBook(kinds, first)

test('numbers of kinds are for ever', () => {
  const slugs = kinds.toSorted((a, b) => a.id - b.id).map((kind) => kind.slug)
  expect(slugs).toEqual([
    'other',
    'vehicle-bomb',
    'explosive-device',
    'weapons-store',
    'kidnapping',
    'armed-men',
    'checkpoint',
    'people-in-danger',
    'road-closed',
    'network-cut',
    'need-for-help',
    'shelling',
    'detention',
    'ill-treatment',
    'killing',
    'missing-person',
    'displacement',
    'protected-place',
    'corruption',
    'extortion',
    'robbery',
    'drugs',
    'trafficking',
    'violence-at-home',
    'press-harmed',
    'fire',
  ])
  expect(folders.toSorted()).toEqual(kinds.map((kind) => `${kind.id}-${kind.slug}`).toSorted())
})

test('the four profiles name kinds that exist, and end with "something else"', () => {
  expect(profiles.map((profile) => profile.slug).toSorted()).toEqual([
    'civil-defence',
    'crime-tips',
    'human-rights',
    'newsroom',
  ])
  for (const profile of profiles) expect(kindBook(kinds, profile).profile.kinds.at(-1)).toBe(0)
})

test.each(kinds.map((kind) => [kind.slug, kind] as const))(
  '%s: as many questions and pieces of advice in each language, and a plain picture',
  (_, kind) => {
    expect(new Set(Object.values(kind.questions).map((list) => list.length)).size).toBe(1)
    expect(new Set(Object.values(kind.advice).map((list) => list.length)).size).toBe(1)
    const svg = readFileSync(new URL(`${kind.id}-${kind.slug}/${kind.picture}`, FOLDER), 'utf8')
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 24 24"[^>]*stroke="currentColor"[^>]*stroke-width="2"/)
    expect(svg).not.toMatch(/<script|href|style|on\w+=/)
  },
)

test('each phrase of the book is found again as a kind', () => {
  const phrases = kinds.flatMap((kind) => Object.values(kind.words).flat())
  expect(phrases.filter((phrase) => classifyKind(phrase.replace('*', ''), book).kind === 0)).toEqual([])
})

test.each([
  ['They are loading barrels into a car, wires in the car', 1],
  ['سيارة مفخخة في حي الوحدة', 1],
  ['رأيت المسلحين يفتشون السيارات عند الحاجز', 6],
  ['The bridge is closed since noon', 8],
  ['ئینتەرنێت نییە لە گەڕەکەکە', 9],
  ['They kidnapped my neighbour', 4],
  ['ڕفاندیان دوێنێ', 4],
  ['we need food and water', 10],
  ['يخزنون السلاح في البيت', 3],
  ['Çekdar li ser rê ne', 5],
  ['hello there', 0],
  ['', 0],
])('%s', (text, kind) => expect(classifyKind(text, book).kind).toBe(kind))

test('a book with a mistake is refused, naming the field', () => {
  const good = read('1-vehicle-bomb/kind.json')
  if (typeof good !== 'object' || good === null) throw new Error('kind.json is not an object')
  const code = 'KIND_INVALID'
  expect(() => parseKind({ ...good, urgency: 4 })).toThrow(
    expect.objectContaining({ code, message: 'urgency: expected 0, 1, 2 or 3, got number' }),
  )
  expect(() => parseKind({ ...good, colour: 'red' })).toThrow(
    expect.objectContaining({ code, message: 'the file has an unknown field "colour"' }),
  )
  expect(() => parseKind({ ...good, picture: '../x.svg' })).toThrow(
    expect.objectContaining({
      code,
      message: 'picture: expected the name of an .svg file in the same folder, got string',
    }),
  )
  expect(() => parseKind([])).toThrow(
    expect.objectContaining({ code, message: 'the file: expected an object, got a list' }),
  )
  expect(() => parseProfile({ slug: 'x', names: { en: 'x', ar: 'x', ckb: 'x' }, kinds: [1, 1] })).toThrow(
    expect.objectContaining({ code: 'PROFILE_INVALID', message: 'kinds: expected each kind once, got a list' }),
  )
  expect(() => kindBook(kinds, { ...book.profile, kinds: [999] })).toThrow(
    expect.objectContaining({
      code: 'PROFILE_INVALID',
      message: 'profile civil-defence needs kind 999, and no folder has it',
    }),
  )
})

// The story of a city cut off, told to the line in some 600 tips: four weeks, three languages, the same from the same
// seed. Nothing in it happened; no person is named. What each chapter must lead to at the desk is in its comment.
//
// Every tip carries canary words (testing/canaries.ts): in its text, the name of its place, whom it was heard from, its
// files and their metadata. The search for these words afterwards shows what was ever kept in plain.
import { canaryMaker } from '../../../testing/canaries.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { EAST, type InLanguages, type Lang, LANDMARKS, type Spot, spokenTime, TOWNS, WEST, ZONE_S } from './city.ts'
import { jpegWithMetadata, pngWithText, type StoryFile } from './photo.ts'
import * as words from './words.ts'

export type Chapter = 'quiet' | 'rumour' | 'store' | 'cut' | 'late' | 'carBomb' | 'denunciation' | 'after'
export type StoryChannel = 'web' | 'webNoScript' | 'api' | 'email'

export interface StoryTip {
  readonly chapter: Chapter
  readonly channel: StoryChannel
  /** When it happened, as the source says: Unix seconds. */
  readonly when: { readonly from: number; readonly to: number }
  /** When it reaches the line, in the story's time. Days after `when` for what couriers bring. */
  readonly arrives: number
  /** Number of the courier's bundle it travels in. */
  readonly bundle?: number
  /** Tips of one source share a receipt, or an address. */
  readonly source: string
  readonly slug: words.Slug
  readonly lang: Lang
  readonly text: string
  readonly place: { readonly lat: number; readonly lon: number; readonly radius_m: number; readonly name: string }
  readonly basis: 'saw' | 'told' | 'heard' | 'inferred'
  readonly heardFrom: readonly string[]
  readonly urgency: 0 | 1 | 2 | 3
  readonly files: readonly StoryFile[]
  /** The canary in its text: unique, so that the tip is known again at the desk. */
  readonly word: string
  readonly wantsReply: boolean
}

const DAY = 86_400
const HOUR = 3600
const LENGTH_DAYS = 28
/** The night of day 20 at 22:30, when the network goes. */
const CUT_DAY = 20
const CUT_HOUR = 22.5

interface Teller {
  readonly chance: Chance
  readonly canary: () => string
  /** Unix seconds of a day and hour of the story. */
  readonly at: (day: number, hour: number) => number
  /** One canary for each origin that several tips name, so that a shared origin stays shared. */
  readonly origin: (name: string) => string
  nextSource: number
}

type Telling = Pick<StoryTip, 'chapter' | 'slug' | 'lang' | 'channel' | 'basis' | 'urgency'> & {
  readonly at: number
  readonly spot: Spot
  readonly landmark: InLanguages
  readonly saying: string
} & Partial<Pick<StoryTip, 'arrives' | 'bundle' | 'source' | 'heardFrom' | 'files' | 'wantsReply'>>

/** The whole story, in the order in which it reaches the line. `now` (Unix seconds) is its end. */
export function tellStory({ seed, now }: { seed: number; now: number }): StoryTip[] {
  // Midnight there, so that an hour of the story is an hour of the day.
  const begin = Math.floor((now - LENGTH_DAYS * DAY + ZONE_S) / DAY) * DAY - ZONE_S
  const canary = canaryMaker(seed)
  const origins = new Map<string, string>()
  const teller: Teller = {
    chance: chanceFrom(seed), canary, nextSource: 0,
    at: (day, hour) => Math.round(begin + day * DAY + hour * HOUR),
    origin: (name) => {
      const known = origins.get(name) ?? `${name} ${canary()}`
      origins.set(name, known)
      return known
    },
  }
  const tips = [
    ...quietWeeks(teller), ...rumour(teller), ...weaponsStore(teller), ...networkCut(teller), ...broughtLate(teller),
    ...carBomb(teller), ...denunciation(teller), ...after(teller),
  ]
  return tips.sort((a, b) => a.arrives - b.arrives)
}

/** Ordinary life under an occupier: most tips stand alone, some are seen by two or three. */
function quietWeeks(teller: Teller): StoryTip[] {
  const tips: StoryTip[] = []
  while (tips.length < 250) {
    const { chance } = teller
    const at = teller.at(chance.between(0, CUT_DAY - 1), chance.between(6, 21))
    tips.push(
      ...seenBySome(teller, 'quiet', at, chance.pick([...EAST, ...WEST, ...TOWNS]), chance.pick([1, 1, 1, 2, 3])),
    )
  }
  return tips.slice(0, 250)
}

const EVERYDAY: readonly words.Slug[] = [
  'checkpoint',
  'checkpoint',
  'checkpoint',
  'armed-men',
  'armed-men',
  'road-closed',
  'road-closed',
  'need-for-help',
  'need-for-help',
  'people-in-danger',
  'explosive-device',
  'kidnapping',
  'other',
]

/** One thing that happened, told by `tellers` who saw it within two hours of each other. */
function seenBySome(teller: Teller, chapter: Chapter, at: number, spot: Spot, tellers: number): StoryTip[] {
  const { chance } = teller
  const slug = chance.pick(EVERYDAY)
  const landmark = chance.pick(LANDMARKS)
  return Array.from({ length: tellers }, () => {
    const lang = chance.pick<Lang>(['ar', 'ar', 'ar', 'en', 'ckb'])
    const heard = chance.chance(0.25)
    return tell(teller, {
      chapter,
      slug,
      lang,
      spot,
      landmark,
      channel: chance.pick<StoryChannel>(['api', 'webNoScript', 'webNoScript', 'email', 'email']),
      at: at + chance.between(0, 2 * HOUR),
      saying: dressed(teller, words.SAID[slug]?.[lang] ?? [], lang),
      basis: heard ? 'told' : 'saw',
      urgency: urgencyOf(slug),
      ...(heard ? { heardFrom: [chance.pick(words.HEARD_FROM[lang])] } : {}),
      files: chance.chance(0.05) ? [photo(teller)] : [],
    })
  })
}

/** One message that went round: 60 tips, one origin. Must not read as 60 witnesses. */
function rumour(teller: Teller): StoryTip[] {
  return Array.from({ length: 60 }, (_, i) => {
    const lang = teller.chance.pick<Lang>(['ar', 'ar', 'en', 'ckb'])
    return tell(teller, {
      chapter: 'rumour', slug: 'people-in-danger', lang, spot: pickFrom(EAST, 0), landmark: pickFrom(LANDMARKS, 5),
      channel: teller.chance.pick<StoryChannel>(['api', 'webNoScript', 'email']), at: teller.at(12, 8 + i / 6),
      saying: teller.chance.pick(words.RUMOUR[lang]), basis: 'heard', urgency: 2,
      heardFrom: [teller.origin(teller.chance.pick(words.RUMOUR_FROM))],
    })
  })
}

/** Two who do not know each other, one who repeats the second: two lines of evidence, not three. */
function weaponsStore(teller: Teller): StoryTip[] {
  const at = {
    chapter: 'store',
    slug: 'weapons-store',
    spot: pickFrom(WEST, 5),
    landmark: pickFrom(LANDMARKS, 6),
  } as const
  return [
    tell(teller, {
      ...at,
      lang: 'ar',
      channel: 'web',
      at: teller.at(15, 11),
      saying: words.STORE.fitter,
      basis: 'saw',
      urgency: 2,
      files: [photo(teller)],
      wantsReply: true,
    }),
    tell(teller, {
      ...at,
      lang: 'en',
      channel: 'email',
      at: teller.at(17, 2),
      saying: words.STORE.neighbour,
      basis: 'saw',
      urgency: 2,
      arrives: teller.at(17, 9),
      files: [picture(teller)],
    }),
    tell(teller, {
      ...at,
      lang: 'en',
      channel: 'webNoScript',
      at: teller.at(17, 2),
      saying: words.STORE.echo,
      basis: 'told',
      urgency: 1,
      arrives: teller.at(18, 12),
      heardFrom: [teller.origin('a relative who lives on a roof there')],
    }),
  ]
}

/** The night of the cut: the city and four towns go dark; the rest of the province tells of it, then it is silent. */
function networkCut(teller: Teller): StoryTip[] {
  const dark = [...EAST, ...WEST, ...TOWNS.slice(0, 4)]
  return Array.from({ length: 60 }, (_, i) => {
    const lang = teller.chance.pick<Lang>(['ar', 'ar', 'en', 'ckb'])
    const at = teller.at(CUT_DAY, CUT_HOUR + i / 20)
    return tell(teller, {
      chapter: 'cut',
      slug: 'network-cut',
      lang,
      spot: teller.chance.pick(dark),
      landmark: teller.chance.pick(LANDMARKS),
      channel: teller.chance.pick<StoryChannel>(['api', 'webNoScript', 'email']),
      at,
      saying: dressed(teller, words.NETWORK[lang], lang),
      basis: 'saw',
      urgency: 2,
      arrives: at + teller.chance.between(60, 900),
    })
  })
}

/** What was written in the dark, and carried out in eight bundles, two to five days late. */
function broughtLate(teller: Teller): StoryTip[] {
  const { chance } = teller
  return Array.from({ length: 120 }, (_, i) => {
    const bundle = i % 8
    const [story] = seenBySome(
      teller,
      'late',
      teller.at(chance.between(CUT_DAY + 1, CUT_DAY + 2), chance.between(5, 21)),
      chance.pick([...EAST, ...WEST]),
      1,
    )
    if (story === undefined) throw new RangeError('a tip is missing from a bundle')
    return { ...story, channel: 'api', bundle, arrives: teller.at(CUT_DAY + 4 + bundle * 0.2, 0) }
  })
}

/** Told late and urgently by a line from the workshop (two voices) and a line from the street (two voices). */
function carBomb(teller: Teller): StoryTip[] {
  const at = {
    chapter: 'carBomb',
    slug: 'vehicle-bomb',
    spot: pickFrom(EAST, 8),
    landmark: pickFrom(LANDMARKS, 3),
    urgency: 3,
  } as const
  const arrives = (hour: number): number => teller.at(25, hour)
  const workshop = teller.origin('my husband, who works in the garage')
  return [
    tell(teller, {
      ...at,
      lang: 'ar',
      channel: 'web',
      at: teller.at(24, 16),
      arrives: arrives(20),
      saying: words.CAR_BOMB.welder,
      basis: 'saw',
      source: 'welder',
      files: [photo(teller)],
      wantsReply: true,
    }),
    tell(teller, {
      ...at,
      lang: 'en',
      channel: 'web',
      at: teller.at(24, 17),
      arrives: arrives(20.5),
      saying: words.CAR_BOMB.window,
      basis: 'saw',
      files: [picture(teller)],
      wantsReply: true,
    }),
    tell(teller, {
      ...at,
      lang: 'ar',
      channel: 'webNoScript',
      at: teller.at(24, 18),
      arrives: arrives(20.7),
      saying: words.CAR_BOMB.welderWife,
      basis: 'told',
      heardFrom: [workshop],
    }),
    tell(teller, {
      ...at,
      lang: 'ckb',
      channel: 'api',
      at: teller.at(24, 17),
      arrives: arrives(21),
      saying: words.CAR_BOMB.boy,
      basis: 'told',
      heardFrom: [teller.origin('my son, who saw it')],
      wantsReply: true,
    }),
    tell(teller, {
      ...at,
      lang: 'ar',
      channel: 'web',
      at: teller.at(24, 21),
      arrives: arrives(21.5),
      saying: words.CAR_BOMB.welderAgain,
      basis: 'saw',
      source: 'welder',
    }),
  ]
}

/** Twenty-four senders in one hour with one sentence: a grudge in company. Must never look confirmed. */
function denunciation(teller: Teller): StoryTip[] {
  return Array.from({ length: 24 }, (_, i) => {
    const lang = teller.chance.pick<Lang>(['ar', 'ar', 'en', 'ckb'])
    return tell(teller, {
      chapter: 'denunciation', slug: 'weapons-store', lang, spot: pickFrom(EAST, 4), landmark: pickFrom(LANDMARKS, 4),
      channel: teller.chance.pick<StoryChannel>(['api', 'webNoScript', 'email']), at: teller.at(25, 13 + i / 24),
      saying: teller.chance.pick(words.DENUNCIATION[lang]), basis: 'inferred', urgency: 2,
    })
  })
}

/** Life goes on; the page in the browser is used by some of it. */
function after(teller: Teller): StoryTip[] {
  const { chance } = teller
  const tips: StoryTip[] = []
  while (tips.length < 78) {
    const at = teller.at(chance.between(25, 27), chance.between(6, 21))
    tips.push(...seenBySome(teller, 'after', at, chance.pick([...EAST, ...TOWNS]), chance.pick([1, 1, 2])))
  }
  return tips.slice(0, 78).map((tip, i) => (i % 9 === 0 ? { ...tip, channel: 'web', files: [photo(teller)] } : tip))
}

function urgencyOf(slug: words.Slug): 0 | 1 | 2 | 3 {
  if (slug === 'explosive-device' || slug === 'people-in-danger') return 3
  if (slug === 'kidnapping' || slug === 'armed-men') return 2
  return slug === 'other' ? 0 : 1
}

function dressed({ chance }: Teller, sayings: readonly string[], lang: Lang): string {
  return chance.pick(words.OPENINGS[lang]) + chance.pick(sayings) + chance.pick(words.CLOSINGS[lang])
}

function tell(teller: Teller, told: Telling): StoryTip {
  const { chapter, slug, lang, channel, basis, urgency, spot, landmark, at, saying } = told
  const { chance } = teller
  const word = teller.canary()
  const text = saying.replaceAll('{q}', spot.names[lang]).replaceAll('{l}', landmark[lang])
    .replaceAll('{t}', spokenTime(at, lang)).replaceAll('{n}', String(chance.between(3, 9)))
  const heardFrom = (told.heardFrom ?? []).map((from) => (from.includes(' zqv') ? from : `${from} ${teller.canary()}`))
  teller.nextSource++
  return {
    chapter, slug, lang, channel, basis, urgency, word, heardFrom,
    when: { from: at - chance.between(0, 900), to: at + chance.between(300, 1800) },
    arrives: told.arrives ?? at + chance.between(300, 3 * HOUR),
    source: told.source ?? `source ${teller.nextSource}`,
    text: `${text} (${word})`,
    // Nobody drops a pin on the same stone twice: within some 100 m of the middle.
    place: { lat: scattered(chance, spot.lat), lon: scattered(chance, spot.lon), radius_m: spot.radius_m,
      name: `${spot.names[lang]} ${teller.canary()}` },
    files: told.files ?? [], wantsReply: told.wantsReply ?? false,
    ...(told.bundle === undefined ? {} : { bundle: told.bundle }),
  }
}

const scattered = (chance: Chance, degrees: number): number =>
  Number((degrees + (chance.next() - 0.5) * 0.002).toFixed(6))

function photo(teller: Teller): StoryFile {
  const metadata = { description: teller.canary(), owner: teller.canary(), comment: teller.canary() }
  return { name: `IMG_${teller.canary()}.jpg`, type: 'image/jpeg', bytes: jpegWithMetadata(metadata) }
}

function picture(teller: Teller): StoryFile {
  const { chance } = teller
  const colour = [chance.between(20, 220), chance.between(20, 220), chance.between(20, 220)] as const
  return {
    name: `screen-${teller.canary()}.png`, type: 'image/png',
    bytes: pngWithText(colour, { plain: teller.canary(), compressed: `${teller.canary()} and more` }),
  }
}

/** The n-th of a list that is known to have it. */
function pickFrom<T>(list: readonly T[], n: number): T {
  const found = list[n]
  if (found === undefined) throw new RangeError(`the list ends before ${n}`)
  return found
}

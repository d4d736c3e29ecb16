// Places named in a text: find names, decide which words are names at all, choose among places of one name, then read
// simple relations ("5 km north of Hit"). Choice goes by prominence, what it is written beside ("Hay al-Wahda, Mosul"),
// and where the text's other places lie. Nothing is learned and nothing is guessed beyond the gazetteer.

import { tokens } from '../letters.ts'
import type { Place } from '../shapes.ts'
import { displayName } from './gazetteer.ts'
import type { Gazetteer, GazetteerRow } from './gazetteer.ts'
import { findMentions } from './mentions.ts'
import type { Mention } from './mentions.ts'
import { relationAt } from './relations.ts'
import { metresBetween } from './sphere.ts'
import type { Point } from './sphere.ts'

export interface FindOptions {
  /** language of the text and of the names that come back */
  lang?: string | undefined
  /** where the line works, or where the tip was given: nearer places are likelier */
  near?: Point | undefined
}

/** Below this a word is more likely not a place. */
const KEEP = 0.4
const LEVEL_POPULATION = { country: 2e7, adm1: 1.5e6, adm2: 1e5, town: 1500, place: 3000 }

/** Places in the order of the text; offsets are code points. A relation stands beside the name that it starts from. */
export function findPlaces(text: string, gazetteer: Gazetteer, options: FindOptions = {}): Place[] {
  const words = tokens(text)
  const mentions = findMentions(words, gazetteer)
  if (mentions.length === 0) return []
  const chars = Array.from(text)
  const chosen = choose(mentions, gazetteer, options.near)
  const found: Place[] = []
  for (const { mention, row, score } of chosen) {
    if (score < KEEP) continue
    const place: Place = {
      text: chars.slice(mention.start, mention.end).join(''),
      start: mention.start,
      end: mention.end,
      name: displayName(row, options.lang),
      lat: row.lat,
      lon: row.lon,
      radius_m: row.radius_m,
      score: Math.round(score * 1000) / 1000,
      form: 'name',
    }
    found.push(place)
    const relation = relationAt(words, mention, place)
    if (relation === undefined) continue
    found.push({ ...relation, text: chars.slice(relation.start, relation.end).join('') })
  }
  return found
}

interface Chosen {
  mention: Mention
  row: GazetteerRow
  score: number
}

function choose(mentions: Mention[], gazetteer: Gazetteer, near: Point | undefined): Chosen[] {
  const first = mentions.map((mention) => best(mention, gazetteer, [], near, mentions))
  return mentions.map((mention) => {
    const others = first.filter((other) => other.mention !== mention && other.score >= 0.5)
    return best(mention, gazetteer, others, near, mentions)
  })
}

function best(
  mention: Mention,
  gazetteer: Gazetteer,
  others: Chosen[],
  near: Point | undefined,
  mentions: Mention[],
): Chosen {
  let top: Chosen | undefined
  let topRank = -Infinity
  for (const at of mention.rows) {
    const row = gazetteer.rows[at]
    if (row === undefined) continue
    const context = contextWeight(row, others, near) + nestedWeight(row, mention, mentions, gazetteer)
    const rank = prominence(row) + context
    if (rank <= topRank) continue
    topRank = rank
    top = { mention, row, score: sigmoid(mention.weight + 0.45 * (prominence(row) - 9.2) + 0.5 * context) }
  }
  if (top === undefined) throw new TypeError('a mention has at least one row')
  return top
}

/** Log of how many people the name is likely to mean it for. */
function prominence(row: GazetteerRow): number {
  return Math.log(Math.max(row.population ?? 0, LEVEL_POPULATION[row.level]))
}

function contextWeight(row: GazetteerRow, others: Chosen[], near: Point | undefined): number {
  let weight = near === undefined ? 0 : 4 * Math.exp(-metresBetween(row.lat, row.lon, near.lat, near.lon) / 300_000)
  const country = countryOf(row)
  let closest = 0
  let sameCountry = 0
  for (const other of others) {
    if (other.row.id === row.id) continue
    if (countryOf(other.row) === country) sameCountry = Math.max(sameCountry, other.score)
    const reach = 150_000 + other.row.radius_m
    closest = Math.max(
      closest,
      other.score * Math.exp(-metresBetween(row.lat, row.lon, other.row.lat, other.row.lon) / reach),
    )
  }
  weight += 2 * sameCountry + 2.5 * closest
  return weight
}

/** Written right beside a place that it lies in: "Hay al-Wahda, Mosul", "Paris, Texas". */
function nestedWeight(row: GazetteerRow, mention: Mention, mentions: Mention[], gazetteer: Gazetteer): number {
  const at = mentions.indexOf(mention)
  const next = mentions[at + 1]
  if (next === undefined || next.first - mention.last > 2) return 0
  for (const other of next.rows) {
    const outer = gazetteer.rows[other]
    if (outer === undefined || outer.id === row.id) continue
    const inside =
      row.within?.includes(outer.id) === true
      || (wider(outer, row) && metresBetween(row.lat, row.lon, outer.lat, outer.lon) <= outer.radius_m * 1.3)
    if (inside) return 5
  }
  return 0
}

function wider(outer: GazetteerRow, inner: GazetteerRow): boolean {
  return outer.radius_m > inner.radius_m && outer.level !== 'place'
}

function countryOf(row: GazetteerRow): string {
  return row.level === 'country' ? row.id : (row.within?.[0] ?? '')
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

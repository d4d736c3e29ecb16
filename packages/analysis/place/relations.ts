// "5 km north of Hit", "10 كم شمال الموصل", "٣ کم لە باکووری هەولێر", "near Hit": a place told by its distance and
// bearing from a named one. The radius grows with the distance, as people's guesses do.

import type { Token } from '../letters.ts'
import { foldText } from '../letters.ts'
import type { Place } from '../shapes.ts'
import type { Mention } from './mentions.ts'
import { pointAt } from './sphere.ts'

const table = (rows: Record<string, number>): Map<string, number> =>
  new Map(Object.entries(rows).map(([word, value]) => [foldText(word), value]))

const UNITS = table({
  km: 1000,
  kms: 1000,
  kilometre: 1000,
  kilometres: 1000,
  kilometer: 1000,
  kilometers: 1000,
  m: 1,
  metre: 1,
  metres: 1,
  meter: 1,
  meters: 1,
  mile: 1609,
  miles: 1609,
  كم: 1000,
  كيلومتر: 1000,
  كيلومترا: 1000,
  كيلومترات: 1000,
  كيلو: 1000,
  متر: 1,
  مترا: 1,
  امتار: 1,
  ميل: 1609,
  کم: 1000,
  کیلۆمەتر: 1000,
  کیلۆمەتری: 1000,
  کیلۆ: 1000,
  مەتر: 1,
  مەتری: 1,
})
const BEARINGS = table({
  north: 0,
  northern: 0,
  northeast: 45,
  east: 90,
  southeast: 135,
  south: 180,
  southwest: 225,
  west: 270,
  northwest: 315,
  شمال: 0,
  شمالي: 0,
  شرق: 90,
  شرقي: 90,
  جنوب: 180,
  جنوبي: 180,
  غرب: 270,
  غربي: 270,
  باکوور: 0,
  باکووری: 0,
  ڕۆژهەڵات: 90,
  ڕۆژهەڵاتی: 90,
  باشوور: 180,
  باشووری: 180,
  ڕۆژئاوا: 270,
  ڕۆژئاوای: 270,
})
const BETWEEN = new Set(
  ['of', 'from', 'the', 'away', 'to', 'عن', 'من', 'الى', 'مدينه', 'له', 'ي', 'شاري', 'about'].map(foldText),
)
const NEAR = new Set(['near', 'outside', 'قرب', 'بالقرب', 'نزيك', 'نزيكي', 'نزیک', 'نزیکی', 'خارج'].map(foldText))
const LOOK_BACK = 6

/** The relation that ends in this name, or undefined. Its text is left to the caller, who has the characters. */
export function relationAt(words: Token[], mention: Mention, place: Place): Place | undefined {
  if (place.lat === null || place.lon === null || place.radius_m === null) return undefined
  const read = readBack(words, mention)
  if (read === undefined) return undefined
  const { start, metres, bearing } = read
  const from = { lat: place.lat, lon: place.lon }
  if (metres === undefined && bearing === undefined) {
    return { ...place, start, radius_m: Math.round(place.radius_m * 1.5 + 1000), form: 'relation' }
  }
  if (bearing === undefined) {
    return { ...place, start, radius_m: Math.round((metres ?? 0) * 1.2 + place.radius_m), form: 'relation' }
  }
  const distance = metres ?? place.radius_m
  const to = pointAt(from, distance, bearing)
  const radius = metres === undefined ? place.radius_m : Math.max(300, distance * 0.35 + place.radius_m * 0.5)
  return { ...place, start, lat: round(to.lat), lon: round(to.lon), radius_m: Math.round(radius), form: 'relation' }
}

interface Read {
  start: number
  metres: number | undefined
  bearing: number | undefined
}

function readBack(words: Token[], mention: Mention): Read | undefined {
  let start: number | undefined
  let bearing: number | undefined
  let unit: number | undefined
  for (let at = mention.first - 1; at >= Math.max(0, mention.first - LOOK_BACK); at -= 1) {
    const word = words[at]
    if (word === undefined) break
    if (unit !== undefined) {
      const metres = Number(withFraction(words, at)) * unit
      if (word.script !== 'digit' || !(metres > 0) || metres > 300_000) break
      return { start: fractionStart(words, at), metres, bearing }
    }
    const turn = BEARINGS.get(word.norm) ?? BEARINGS.get(word.norm.replace(/^ال/, ''))
    const step = UNITS.get(word.norm)
    if (turn !== undefined) {
      bearing = bearing === undefined ? turn : halfway(turn, bearing)
      start = word.start
    } else if (step !== undefined) unit = step
    else if (NEAR.has(word.norm) && bearing === undefined)
      return { start: word.start, metres: undefined, bearing: undefined }
    else if (!BETWEEN.has(word.norm)) break
  }
  return start === undefined ? undefined : { start, metres: undefined, bearing }
}

/** "2.5" comes as two words of digits. */
function withFraction(words: Token[], at: number): string {
  const word = words[at]
  const before = words[at - 1]
  if (word === undefined) return ''
  const joined = before !== undefined && before.script === 'digit' && word.start - before.end === 1
  return joined ? `${before.norm}.${word.norm}` : word.norm
}

function fractionStart(words: Token[], at: number): number {
  const word = words[at]
  const before = words[at - 1]
  if (word === undefined) return 0
  return before !== undefined && before.script === 'digit' && word.start - before.end === 1
    ? before.start
    : word.start
}

/** "north east", "شمال شرق": the bearing between two that stand side by side. */
function halfway(a: number, b: number): number {
  const turn = ((b - a + 540) % 360) - 180
  return Math.abs(turn) === 180 ? b : (a + turn / 2 + 360) % 360
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

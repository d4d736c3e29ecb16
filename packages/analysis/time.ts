// Times told in words, as intervals: "yesterday evening", "two hours ago", "أمس", "قبل ساعتين", "دوێنێ", "at 5 pm",
// "12/03/2026". An expression is read against the moment the tip was told, and is never later than it unless it says
// tomorrow.

import { tokens } from './letters.ts'
import type { Token } from './letters.ts'
import type { FoundTime } from './shapes.ts'
import {
  AGO_AFTER,
  AGO_BEFORE,
  DAYS,
  DAY_PARTS,
  HALVES,
  MONTHS,
  NOON_MARKS,
  NUMBERS,
  UNITS,
  WEEKDAYS,
} from './time-words.ts'

export interface TimeOptions {
  /** minutes east of Greenwich by which "yesterday" and "at 5" are read */
  zoneMinutes?: number
}

const DAY = 86_400
const HOUR = 3600
const FIRST_YEAR = 1990
const LAST_YEAR = 2100

interface Reading {
  from: number
  to: number
  used: number
}
interface At {
  words: Token[]
  chars: string[]
  at: number
  now: number
  zone: number
}
type Reader = (place: At) => Reading | undefined
const READERS: readonly Reader[] = [readAgo, readDate, readDay, readWeekday, readClock, readPart]

/** Intervals in unix seconds, in the order of the text, without overlap; offsets are code points. */
export function findTimes(text: string, reference: number, options: TimeOptions = {}): FoundTime[] {
  const words = tokens(text)
  const chars = Array.from(text)
  const zone = (options.zoneMinutes ?? 0) * 60
  const found: FoundTime[] = []
  for (let at = 0; at < words.length; ) {
    const reading = firstReading({ words, chars, at, now: reference, zone })
    if (reading === undefined) {
      at += 1
      continue
    }
    const start = words[at]?.start ?? 0
    const end = words[at + reading.used - 1]?.end ?? start
    found.push({
      text: chars.slice(start, end).join(''),
      start,
      end,
      from: Math.floor(reading.from),
      to: Math.ceil(reading.to),
    })
    at += reading.used
  }
  return found
}

function firstReading(place: At): Reading | undefined {
  for (const read of READERS) {
    const reading = read(place)
    if (reading !== undefined) return reading
  }
  return undefined
}

const norm = ({ words, at }: At, ahead = 0): string => words[at + ahead]?.norm ?? ''
const dayStart = ({ now, zone }: At): number => Math.floor((now + zone) / DAY) * DAY - zone

// ---- ago

/** "two hours ago", "3 days ago", "half an hour ago", "قبل ساعتين", "منذ ٣ أيام", "پێش دوو کاتژمێر". */
function readAgo(place: At): Reading | undefined {
  const before = AGO_BEFORE.has(norm(place)) ? 1 : 0
  const amount = readAmount(place, before)
  if (amount === undefined) return undefined
  const used = before + amount.used
  const after = AGO_AFTER.has(norm(place, used)) ? 1 : 0
  if (before + after === 0) return undefined
  const spread = Math.max(amount.unit * 0.5, amount.seconds * 0.2)
  const middle = place.now - amount.seconds
  return { from: middle - spread, to: Math.min(place.now, middle + spread), used: used + after }
}

function readAmount(place: At, ahead: number): { seconds: number; unit: number; used: number } | undefined {
  const first = norm(place, ahead)
  const dual = UNITS.get(first)
  if (dual !== undefined && (dual.dual === true || AGO_BEFORE.has(norm(place)))) {
    return { seconds: dual.seconds, unit: dual.dual === true ? dual.seconds / 2 : dual.seconds, used: 1 }
  }
  if (HALVES.has(first)) {
    const article = ['an', 'a'].includes(norm(place, ahead + 1)) ? 1 : 0
    const unit = UNITS.get(norm(place, ahead + 1 + article))
    return unit === undefined ? undefined : { seconds: unit.seconds / 2, unit: unit.seconds / 2, used: 2 + article }
  }
  const number = numberAt(place, ahead)
  if (number === undefined) return undefined
  const of = norm(place, ahead + 1) === 'of' ? 1 : 0
  const unit = UNITS.get(norm(place, ahead + 1 + of))
  if (unit === undefined || number > 5000) return undefined
  return { seconds: number * unit.seconds, unit: unit.seconds, used: 2 + of }
}

function numberAt(place: At, ahead: number): number | undefined {
  const word = place.words[place.at + ahead]
  if (word === undefined) return undefined
  return word.script === 'digit' ? Number(word.norm) : NUMBERS.get(word.norm)
}

// ---- dates

/** 2026-03-12, 12/3/2026, 12.03.2026, "12 March 2026", "March 12", "١٢ آذار". Day before month, as in Iraq. */
function readDate(place: At): Reading | undefined {
  const [a, b, c] = [0, 1, 2].map((ahead) => place.words[place.at + ahead])
  if (a === undefined || b === undefined) return undefined
  if (a.script === 'digit' && b.script === 'digit' && c?.script === 'digit' && joined(a, b) && joined(b, c)) {
    const yearFirst = a.norm.length === 4
    const reading = yearFirst
      ? day(place, a.norm, Number(b.norm), c.norm, 3)
      : day(place, c.norm, Number(b.norm), a.norm, 3)
    return reading === undefined ? undefined : withClock(place, reading)
  }
  // Sorani joins the day to its month with one letter: "١٨ی تشرینی دووەم".
  const ezafe = norm(place, 1) === 'ي' ? 1 : 0
  const month = monthAt(place, 1 + ezafe)
  if (a.script === 'digit' && month !== undefined) {
    return withYear(place, month.number, a.norm, 1 + ezafe + month.used)
  }
  const early = monthAt(place, 0)
  const date = place.words[place.at + (early?.used ?? 0)]
  if (early !== undefined && date?.script === 'digit' && date.norm.length <= 2) {
    return withYear(place, early.number, date.norm, early.used + 1)
  }
  return undefined
}

/** Months of one word, and those of two: "تشرين الثاني". */
function monthAt(place: At, ahead: number): { number: number; used: number } | undefined {
  const two = MONTHS.get(`${norm(place, ahead)} ${norm(place, ahead + 1)}`)
  if (two !== undefined) return { number: two, used: 2 }
  const one = MONTHS.get(norm(place, ahead))
  return one === undefined ? undefined : { number: one, used: 1 }
}

const joined = (a: Token, b: Token): boolean => b.start - a.end === 1

/** `used` words name day and month; a year may follow, and then the hour. */
function withYear(place: At, month: number, dayText: string, used: number): Reading | undefined {
  const next = place.words[place.at + used]
  if (next?.script === 'digit' && next.norm.length === 4) {
    const told = day(place, next.norm, month, dayText, used + 1)
    return told === undefined ? undefined : withPart(place, told, told.from)
  }
  const year = new Date((place.now + place.zone) * 1000).getUTCFullYear()
  const thisYear = day(place, String(year), month, dayText, used)
  // without a year the last such day is meant
  const last =
    thisYear !== undefined && thisYear.from > place.now + DAY
      ? day(place, String(year - 1), month, dayText, used)
      : thisYear
  return last === undefined ? undefined : withPart(place, last, last.from)
}

function day(place: At, yearText: string, month: number, dayText: string, used: number): Reading | undefined {
  const year = Number(yearText.length === 2 ? `20${yearText}` : yearText)
  const date = Number(dayText)
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || date < 1 || date > 31) return undefined
  const utc = Date.UTC(year, month - 1, date)
  if (new Date(utc).getUTCDate() !== date) return undefined
  const from = utc / 1000 - place.zone
  return { from, to: from + DAY, used }
}

// ---- days, parts of days, weekdays

/** "yesterday", "last night", "أمس", "البارحة", "دوێنێ", "ئەمشەو", and a part or a clock time that follows. */
function readDay(place: At): Reading | undefined {
  const two = DAYS.get(`${norm(place)} ${norm(place, 1)}`)
  const one = DAYS.get(norm(place))
  const word = two ?? one
  if (word === undefined) return undefined
  const start = dayStart(place) + word.days * DAY
  const used = two === undefined ? 1 : 2
  const [fromHour, toHour] = word.hours ?? [0, 24]
  return withPart(place, { from: start + fromHour * HOUR, to: start + toHour * HOUR, used }, start)
}

function readWeekday(place: At): Reading | undefined {
  const skip = ['on', 'last', 'يوم', 'روزي'].includes(norm(place)) ? 1 : 0
  const weekday = WEEKDAYS.get(`${norm(place, skip)} ${norm(place, skip + 1)}`) ?? WEEKDAYS.get(norm(place, skip))
  if (weekday === undefined) return undefined
  const two = WEEKDAYS.has(`${norm(place, skip)} ${norm(place, skip + 1)}`)
  const today = dayStart(place)
  const now = new Date((today + place.zone) * 1000).getUTCDay()
  const back = (now - weekday + 7) % 7
  const start = today - (back === 0 && norm(place) === 'last' ? 7 : back) * DAY
  return withPart(place, { from: start, to: start + DAY, used: skip + (two ? 2 : 1) }, start)
}

function withPart(place: At, reading: Reading, start: number): Reading {
  const small = SMALL_WORDS.has(norm(place, reading.used)) ? 1 : 0
  const part = DAY_PARTS.get(norm(place, reading.used + small))
  if (part !== undefined) {
    const [from, to] = part
    return { from: start + from * HOUR, to: start + to * HOUR, used: reading.used + small + 1 }
  }
  return withClock(place, reading)
}

const SMALL_WORDS = new Set(['in', 'the', 'at', 'في', 'عند', 'له'])

/** A part of the day by itself: the last such part. */
function readPart(place: At): Reading | undefined {
  const lead = ['this', 'هذا', 'هذه', 'يم'].includes(norm(place)) ? 1 : 0
  const part = DAY_PARTS.get(norm(place, lead))
  if (part === undefined || (lead === 0 && !STANDS_ALONE.has(norm(place)))) return undefined
  const [from, to] = part
  const start = dayStart(place)
  const back = start + from * HOUR > place.now ? DAY : 0
  return { from: start + from * HOUR - back, to: start + to * HOUR - back, used: lead + 1 }
}

const STANDS_ALONE = new Set(['tonight', 'midnight', 'noon', 'فجرا', 'صباحا', 'ظهرا', 'عصرا', 'مساء', 'ليلا'])

// ---- the clock

/**
 * "at 5 pm", "17:30", "5:30 مساءً", "الساعة ٥ عصراً", "کاتژمێر ٥ی ئێوارە". Without a mark the last such hour is
 * meant.
 */
function readClock(place: At): Reading | undefined {
  const clock = clockAt(place, 0)
  if (clock === undefined) return undefined
  const start = dayStart(place)
  const at = start + clock.seconds
  const passed = at <= place.now + HOUR / 2
  const from = passed ? at : at - DAY
  return { from: from - clock.spread, to: from + clock.spread, used: clock.used }
}

/** The hour after a day: narrows it. */
function withClock(place: At, reading: Reading): Reading {
  const clock = clockAt(place, reading.used)
  if (clock === undefined) return reading
  const noonless = reading.to - reading.from <= 13 * HOUR && reading.from + place.zone > 0
  const local = (reading.from + place.zone) % DAY
  const start = noonless ? reading.from - local : reading.from
  const at = start + clock.seconds
  return { from: at - clock.spread, to: at + clock.spread, used: reading.used + clock.used }
}

const CLOCK_LEADS = new Set([
  'at',
  'around',
  'about',
  'oclock',
  'الساعه',
  'ساعه',
  'بالساعه',
  'كاتجمير',
  'كاتزمير',
  'سعات',
  'حوالي',
  'نحو',
])

function clockAt(place: At, ahead: number): { seconds: number; spread: number; used: number } | undefined {
  let skip = 0
  while (CLOCK_LEADS.has(norm(place, ahead + skip))) skip += 1
  const hour = place.words[place.at + ahead + skip]
  if (hour === undefined) return undefined
  const hours = hour.script === 'digit' ? Number(hour.norm) : skip > 0 ? NUMBERS.get(hour.norm) : undefined
  if (hours === undefined || hours > 24 || hour.norm.length > 2) return undefined
  const minute = place.words[place.at + ahead + skip + 1]
  const hasMinute =
    minute !== undefined
    && minute.script === 'digit'
    && minute.norm.length === 2
    && joined(hour, minute)
    && place.chars[hour.end] === ':'
    && Number(minute.norm) < 60
    && hour.script === 'digit'
  let used = skip + (hasMinute ? 2 : 1)
  while (['ي', 'في', 'oclock', 'o', 'clock', 'من'].includes(norm(place, ahead + used))) used += 1
  const mark =
    NOON_MARKS.get(norm(place, ahead + used))
    ?? NOON_MARKS.get(`${norm(place, ahead + used)}${norm(place, ahead + used + 1)}`)
  if (mark === undefined && !hasMinute && skip === 0) return undefined
  if (mark === undefined && !hasMinute && !CLOCK_LEADS_SURE.has(norm(place, ahead))) return undefined
  const twelve = mark === undefined ? hours : (hours % 12) + (mark === 'pm' ? 12 : 0)
  const dotted = mark !== undefined && !NOON_MARKS.has(norm(place, ahead + used))
  return {
    seconds: twelve * HOUR + (hasMinute ? Number(minute.norm) * 60 : 0),
    spread: hasMinute ? 15 * 60 : 45 * 60,
    used: used + (mark === undefined ? 0 : dotted ? 2 : 1),
  }
}

const CLOCK_LEADS_SURE = new Set(['at', 'الساعه', 'بالساعه', 'كاتجمير', 'كاتزمير', 'سعات'])

/**
 * Numbers, times and distances as the reader writes them. Pure: language, numerals and time zone come in, text goes
 * out. Browsers do not know Sorani, so its months are written out here (Kurdish names of the Gregorian months).
 */
import type { Lang } from './messages.ts'

export type Numerals = 'latn' | 'arab'
export interface FormatOptions { lang: Lang; numerals: Numerals; timeZone?: string }

const soraniMonths = [
  'کانوونی دووەم', 'شوبات', 'ئازار', 'نیسان', 'ئایار', 'حوزەیران',
  'تەمووز', 'ئاب', 'ئەیلوول', 'تشرینی یەکەم', 'تشرینی دووەم', 'کانوونی یەکەم',
]
const locales: Record<Lang, string> = { en: 'en-GB', ar: 'ar-IQ', ckb: 'ar-IQ' }
export type LengthUnit = 'minutes' | 'hours' | 'days'
export type Format = ReturnType<typeof createFormat>

export function createFormat({ lang, numerals, timeZone }: FormatOptions) {
  const locale = `${locales[lang]}-u-nu-${numerals}`
  const zone = timeZone === undefined ? {} : { timeZone }
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const hourMinute = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone })
  const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: lang === 'en' ? 'short' : 'long', ...zone })
  const dayMonthYear = new Intl.DateTimeFormat(locale, {
    day: 'numeric', month: lang === 'en' ? 'short' : 'long', year: 'numeric', ...zone,
  })
  const dayNumeric = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', ...zone })
  const parts = new Intl.DateTimeFormat('en-CA-u-nu-latn',
    { year: 'numeric', month: '2-digit', day: '2-digit', ...zone })
  const plural = new Intl.PluralRules(lang)

  const dayKey = (at: number | string) => parts.format(new Date(at))
  const number = (n: number) => whole.format(n)
  const clock = (at: number | string) => hourMinute.format(new Date(at))

  /** "22 Nov", with the year when it is not that of `now`. */
  function day(at: number | string, now: number): string {
    const key = dayKey(at)
    const sameYear = key.slice(0, 4) === dayKey(now).slice(0, 4)
    if (lang === 'ckb') return soraniDay(key, sameYear)
    return (sameYear ? dayMonth : dayMonthYear).format(new Date(at))
  }

  function soraniDay(key: string, sameYear: boolean): string {
    const [year, month, date] = key.split('-').map(Number)
    const named = `${number(date ?? 0)}ی ${soraniMonths[(month ?? 1) - 1] ?? ''}`
    return sameYear ? named : `${named} ${number(year ?? 0).replaceAll(/[٬,]/g, '')}`
  }

  /** The clock alone for today, else day and clock. */
  function moment(at: number | string, now: number): string {
    return dayKey(at) === dayKey(now) ? clock(at) : `${day(at, now)}${lang === 'en' ? ',' : '،'} ${clock(at)}`
  }

  /** Day and month in the fewest letters, for rows. */
  const dayShort = (at: number | string,
    now: number) => (lang === 'en' ? day(at, now) : dayNumeric.format(new Date(at)))

  /** An interval for a row: the clock alone for today, one day with its clock, or days alone. */
  function intervalShort(from: string, to: string, now: number): string {
    if (dayKey(from) !== dayKey(to)) return `${dayShort(from, now)} – ${dayShort(to, now)}`
    const clocks = from === to ? clock(from) : `${clock(from)}–${clock(to)}`
    return dayKey(from) === dayKey(now) ? clocks : `${dayShort(from, now)} ${clocks}`
  }

  /** An interval with nothing said twice: "13:40–14:10", "21 Nov, 22:00 – 22 Nov, 02:00", "20 – 22 Nov". */
  function interval(from: string, to: string, now: number): string {
    if (from === to) return moment(from, now)
    if (dayKey(from) === dayKey(to)) return `${moment(from, now)}–${clock(to)}`
    if (isMidnight(from) && isMidnight(to)) return wholeDays(from, to, now)
    return `${moment(from, now)} – ${moment(to, now)}`
  }

  const isMidnight = (at: string) => timeOfDay.format(new Date(at)) === '00:00'
  const timeOfDay = new Intl.DateTimeFormat('en-GB-u-nu-latn', {
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone,
  })

  function wholeDays(from: string, to: string, now: number): string {
    const last = Date.parse(to) - 60_000
    return dayKey(from) === dayKey(last) ? day(from, now) : `${day(from, now)} – ${day(last, now)}`
  }

  return {
    lang,
    number,
    decimal: (n: number) => oneDigit.format(n),
    percent: (p: number) => share.format(p),
    clock,
    day,
    moment,
    interval,
    intervalShort,
    category: (n: number) => plural.select(n),
  }
}

/** A count of people is an estimate: two figures of it, from a hundred on. */
export function aboutSoMany(n: number): number {
  return n < 100 ? Math.round(n) : Number(n.toPrecision(2))
}

/** Decimal degrees are always in Latin digits, latitude first: they are copied into other things. */
export function coordinates(lat: number, lon: number): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`
}

export type AgeUnit = 'now' | 'seconds' | 'minutes' | 'hours' | 'days'

/** How old, in the largest unit that is at least one; days from 48 hours on. */
export function ageOf(milliseconds: number): { unit: AgeUnit; n: number } {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 3) return { unit: 'now', n: 0 }
  if (seconds < 60) return { unit: 'seconds', n: seconds }
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) }
  if (seconds < 48 * 3600) return { unit: 'hours', n: Math.floor(seconds / 3600) }
  return { unit: 'days', n: Math.floor(seconds / 86_400) }
}

/** How long an interval is. */
export function lengthOf(milliseconds: number): { unit: LengthUnit; n: number } {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 120) return { unit: 'minutes', n: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.round(minutes / 60) }
  return { unit: 'days', n: Math.round(minutes / 1440) }
}

/** Metres below 1 km, then kilometres with one digit below 10 km. */
export function distanceOf(metres: number): { unit: 'm' | 'km'; n: number } {
  if (metres < 995) return { unit: 'm', n: metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10 }
  const km = metres / 1000
  return { unit: 'km', n: km < 9.95 ? Math.round(km * 10) / 10 : Math.round(km) }
}

export function sizeOf(octets: number): { unit: 'B' | 'kB' | 'MB'; n: number } {
  if (octets < 1000) return { unit: 'B', n: octets }
  if (octets < 1_000_000) return { unit: 'kB', n: Math.round(octets / 1000) }
  return { unit: 'MB', n: Math.round(octets / 100_000) / 10 }
}

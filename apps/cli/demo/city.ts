// The city of the story: quarters of a real city on a real map, so that places resolve and distances mean something.
// What happens in them is invented. Positions are rough: a quarter is a circle of some hundred metres.

export type Lang = 'en' | 'ar' | 'ckb'
export type InLanguages = Readonly<Record<Lang, string>>

export interface Spot {
  readonly names: InLanguages
  readonly lat: number
  readonly lon: number
  readonly radius_m: number
}

const spot = (en: string, ar: string, ckb: string, lat: number, lon: number, radius_m: number): Spot =>
  ({ names: { en, ar, ckb }, lat, lon, radius_m })

/** East of the river, where the network still answers on some evenings. */
export const EAST: readonly Spot[] = [
  spot('Al-Zuhur', 'حي الزهور', 'گەڕەکی زهور', 36.3655, 43.1835, 500),
  spot('Al-Muthanna', 'حي المثنى', 'گەڕەکی موسەننا', 36.3715, 43.1695, 500),
  spot('Al-Nur', 'حي النور', 'گەڕەکی نوور', 36.3705, 43.1975, 500),
  spot('Al-Jamia', 'حي الجامعة', 'گەڕەکی زانکۆ', 36.3805, 43.1425, 600),
  spot('Al-Wahda', 'حي الوحدة', 'گەڕەکی وەحدە', 36.3290, 43.1995, 500),
  spot('Al-Intisar', 'حي الانتصار', 'گەڕەکی ئینتیسار', 36.3245, 43.2085, 500),
  spot('Sumer', 'حي سومر', 'گەڕەکی سۆمەر', 36.3165, 43.1935, 500),
  spot('Al-Quds', 'حي القدس', 'گەڕەکی قودس', 36.3525, 43.2125, 500),
  spot('Kokjali', 'كوكجلي', 'گۆگجەلی', 36.3525, 43.2455, 700),
  spot('Al-Hadba', 'حي الحدباء', 'گەڕەکی حەدبا', 36.3985, 43.1605, 500),
]

/** West of the river: cut off first and longest. */
export const WEST: readonly Spot[] = [
  spot('Wadi Hajar', 'وادي حجر', 'وادی حەجەر', 36.3135, 43.1235, 500),
  spot('Al-Mansur', 'حي المنصور', 'گەڕەکی مەنسوور', 36.3105, 43.1145, 500),
  spot('Bab al-Tob', 'باب الطوب', 'باب ئەلتۆب', 36.3385, 43.1345, 300),
  spot('Al-Shifa', 'حي الشفاء', 'گەڕەکی شیفا', 36.3525, 43.1195, 400),
  spot('Zanjili', 'الزنجيلي', 'زەنجیلی', 36.3475, 43.1115, 500),
  spot('Al-Rifai', 'حي الرفاعي', 'گەڕەکی ریفاعی', 36.3515, 43.0935, 500),
  spot('Al-Yarmuk', 'حي اليرموك', 'گەڕەکی یەرموک', 36.3385, 43.0815, 500),
  spot('New Mosul', 'الموصل الجديدة', 'مووسڵی نوێ', 36.3285, 43.0995, 700),
  spot('Al-Najjar', 'حي النجار', 'گەڕەکی نەجار', 36.3565, 43.0955, 400),
  spot('Tal al-Rumman', 'تل الرمان', 'تەل ڕومان', 36.3205, 43.0915, 500),
]

/** Towns of the province; the first four lose the network with the city. */
export const TOWNS: readonly Spot[] = [
  spot('Hammam al-Alil', 'حمام العليل', 'حەمام عەلیل', 36.1585, 43.2595, 2500),
  spot('Qayyarah', 'القيارة', 'گەیارە', 35.7950, 43.2970, 2500),
  spot('Tal Afar', 'تلعفر', 'تەلەعفەر', 36.3770, 42.4490, 4000),
  spot('Tal Kayf', 'تلكيف', 'تلکێف', 36.4905, 43.1205, 2000),
  spot('Bashiqa', 'بعشيقة', 'بەعشیقە', 36.4495, 43.3525, 2000),
  spot('Hamdaniya', 'الحمدانية', 'حەمدانیە', 36.2705, 43.3785, 2500),
  spot('Hit', 'هيت', 'هیت', 33.6415, 42.8265, 3000),
  spot('Ramadi', 'الرمادي', 'ڕەمادی', 33.4260, 43.2990, 5000),
]

/** What stands in every quarter. */
export const LANDMARKS: readonly InLanguages[] = [
  { en: 'the girls\' school', ar: 'مدرسة البنات', ckb: 'قوتابخانەی کچان' },
  { en: 'the old bakery', ar: 'الفرن القديم', ckb: 'نانەواخانە کۆنەکە' },
  { en: 'the health centre', ar: 'المركز الصحي', ckb: 'بنکەی تەندروستی' },
  { en: 'the petrol station', ar: 'محطة الوقود', ckb: 'بەنزینخانەکە' },
  { en: 'the vegetable market', ar: 'سوق الخضار', ckb: 'بازاڕی سەوزە' },
  { en: 'the water tower', ar: 'خزان الماء', ckb: 'تانکی ئاوەکە' },
  { en: 'the football ground', ar: 'ملعب الكرة', ckb: 'یاریگای تۆپی پێ' },
  { en: 'the post office', ar: 'دائرة البريد', ckb: 'پۆستەخانە' },
]

const MONTHS: Readonly<Record<Lang, readonly string[]>> = {
  en: [
    'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
    'December',
  ],
  ar: [
    'كانون الثاني', 'شباط', 'آذار', 'نيسان', 'أيار', 'حزيران', 'تموز', 'آب', 'أيلول', 'تشرين الأول', 'تشرين الثاني',
    'كانون الأول',
  ],
  ckb: ['کانوونی دووەم', 'شوبات', 'ئازار', 'نیسان', 'ئایار', 'حوزەیران', 'تەمموز', 'ئاب', 'ئەیلوول', 'تشرینی یەکەم',
    'تشرینی دووەم', 'کانوونی یەکەم'],
}

/** The city keeps UTC+3 all year. */
export const ZONE_S = 3 * 3600

/** How people there would say a time: day and month, then the hour. Time in Unix seconds. */
export function spokenTime(at: number, lang: Lang): string {
  const local = new Date((at + ZONE_S) * 1000)
  const day = local.getUTCDate()
  const month = MONTHS[lang][local.getUTCMonth()] ?? ''
  const clock = local.toISOString().slice(11, 16)
  if (lang === 'ar') return `يوم ${day} ${month} الساعة ${clock}`
  if (lang === 'ckb') return `لە ${day}ی ${month} کاتژمێر ${clock}`
  return `on ${day} ${month} at ${clock}`
}

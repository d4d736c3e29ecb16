// Reasons as one calm sentence in the reader's language. Numbers agree with their nouns: Arabic has its own forms for
// one, two, three to ten, and more.

import type { Lang, Reason, ReasonCode } from './shapes.ts'

type Say = Partial<Record<ReasonCode, (reason: Reason) => string>>

/** Reasons that have no words for a reader (such as the prior) are passed over; no reasons, no sentence. */
export function reasonSentence(reasons: readonly Reason[], lang: Lang): string {
  const say = SAY[lang]
  const parts = reasons.map((reason) => say[reason.code]?.(reason) ?? '').filter((part) => part !== '')
  if (parts.length === 0) return ''
  const sentence = parts.join(lang === 'en' ? '; ' : '؛ ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

const n = (reason: Reason): number => reason.n ?? 0
const of = (reason: Reason): number => reason.of ?? 0
const percent = (reason: Reason): string => String(Math.round((reason.p ?? 0) * 100))
const km = (reason: Reason): string => ((reason.metres ?? 0) / 1000).toFixed((reason.metres ?? 0) < 10_000 ? 1 : 0)
const hours = (reason: Reason): number => Math.max(1, Math.round((reason.seconds ?? 0) / 3600))

const SMALL_EN = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const en = (count: number, one: string, many = `${one}s`): string =>
  `${SMALL_EN[count] ?? count} ${count === 1 ? one : many}`
const numberEn = (count: number): string => SMALL_EN[count] ?? String(count)

/** Arabic: [none, one, two, 3–10, 11 and more]; the last two follow the number. */
type ArabicForms = readonly [string, string, string, string, string]
const arabicDigits = new Intl.NumberFormat('ar-EG', { useGrouping: false })
function ar(count: number, [none, one, two, few, many]: ArabicForms): string {
  if (count === 0) return none
  if (count === 1) return one
  if (count === 2) return two
  const tail = count % 100
  // 100, 101 and 102 take the singular, 103 to 110 the plural, 111 to 199 the accusative singular
  const noun = tail >= 3 && tail <= 10 ? few : many
  return `${arabicDigits.format(count)} ${noun}`
}
const LINES_AR: ArabicForms = [
  'لا خط أدلة مستقل',
  'خط أدلة مستقل واحد',
  'خطّا أدلة مستقلان',
  'خطوط أدلة مستقلة',
  'خط أدلة مستقلاً',
]
const DENIALS_AR: ArabicForms = ['لا نفي', 'نفي واحد', 'نفيان', 'بلاغات نافية', 'بلاغاً نافياً']
const TIPS_AR: ArabicForms = ['لا بلاغ', 'بلاغ واحد', 'بلاغان', 'بلاغات', 'بلاغاً']
const HOURS_AR: ArabicForms = ['أقل من ساعة', 'ساعة واحدة', 'ساعتان', 'ساعات', 'ساعة']
const SOURCES_AR: ArabicForms = ['لا مصدر', 'مصدر واحد', 'مصدران', 'مصادر', 'مصدراً']

/** Of the five tips, three: Arabic counts the whole after "من أصل" in the genitive. */
const wholeAr = (count: number): string =>
  count === 2 ? 'بلاغين' : ar(count, ['لا شيء', 'بلاغ واحد', 'بلاغين', 'بلاغات', 'بلاغاً'])
const kurdishDigits = new Intl.NumberFormat('fa-IR', { useGrouping: false })
const SMALL_CKB = ['هیچ', 'یەک', 'دوو', 'سێ', 'چوار', 'پێنج', 'شەش', 'حەوت', 'هەشت', 'نۆ', 'دە']
const ckb = (count: number): string => SMALL_CKB[count] ?? kurdishDigits.format(count)

const SAY: Record<Lang, Say> = {
  en: {
    NO_REPORTS: () => 'nothing to judge by yet',
    LINES: (r) => en(n(r), 'independent line'),
    SHARED_ORIGIN: (r) => `${numberEn(n(r))} of ${en(of(r), 'tip')} share one origin`,
    COPIES: (r) => `${en(n(r), 'tip')} ${n(r) === 1 ? 'nearly copies' : 'nearly copy'} another`,
    SHARED_MEDIA: (r) => `${en(n(r), 'tip')} ${n(r) === 1 ? 'carries' : 'carry'} a file that came before`,
    COORDINATED: (r) => `${en(n(r), 'tip')} from untested sources look coordinated and are weighed down`,
    DENIALS: (r) => en(n(r), 'denial'),
    UNTESTED: (r) => (n(r) === 1 ? 'the source is not yet tested' : `${en(n(r), 'source')} not yet tested`),
    HEARSAY_ONLY: () => 'nobody saw it themselves',
    IF_ONE_VOICE: (r) => `if these are one voice: ${percent(r)} %`,
    ONE_MORE_LINE: (r) => `one more independent line would make it ${percent(r)} %`,
    OVERRULED: () => 'an analyst has overruled the computed belief',
    NEW_EVENT: () => 'nothing earlier fits: a new event',
    SAME_PLACE: (r) => `same place (${km(r)} km apart)`,
    FAR_APART: (r) => `${km(r)} km apart`,
    SAME_TIME: () => 'same time',
    TIMES_APART: (r) => `${en(hours(r), 'hour')} apart`,
    SAME_KIND: () => 'same kind',
    KINDS_FIT: () => 'kinds that go together',
    KINDS_DIFFER: () => 'different kinds',
    SAME_WORDS: () => 'similar words',
    NEAR_COPY: (r) => `nearly copies ${en(n(r), 'earlier tip')}`,
    SAME_MEDIA: (r) => `shares a file with ${en(n(r), 'earlier tip')}`,
    BY_ANALYST: () => 'placed here by an analyst',
    ALSO_FITS: () => 'fits another event too',
    KIND_FROM_WORDS: (r) =>
      `kind read from its words (${(r.words ?? []).map((word) => word.replace(/\*$/, '')).join(', ')})`,
    KIND_DIFFERS: () => 'its words speak of another kind',
    PLACE_TOLD: () => 'place given by the source',
    PLACE_FROM_COORDINATES: () => 'place read from coordinates',
    PLACE_FROM_NAME: () => 'place read from a name',
    PLACE_FROM_RELATION: () => 'place reckoned from a named one',
    TIME_FROM_WORDS: () => 'time read from its words',
  },
  ar: {
    NO_REPORTS: () => 'لا شيء يُحكم به بعد',
    LINES: (r) => ar(n(r), LINES_AR),
    SHARED_ORIGIN: (r) => `${ar(n(r), TIPS_AR)} من أصل ${wholeAr(of(r))} من مصدر واحد`,
    COPIES: (r) =>
      `${ar(n(r), TIPS_AR)} ${n(r) === 1 ? 'يكاد يكون نسخة من غيره' : n(r) === 2 ? 'يكادان يكونان نسخة من غيرهما' : 'تكاد تكون نسخاً من غيرها'}`,
    SHARED_MEDIA: (r) => `ملف سبق وروده في ${ar(n(r), ['لا بلاغ', 'بلاغ واحد', 'بلاغين', 'بلاغات', 'بلاغاً'])}`,
    COORDINATED: (r) => `${ar(n(r), TIPS_AR)} من مصادر لم تُختبر يبدو بينها تنسيق، فخُفّف وزنها`,
    DENIALS: (r) => ar(n(r), DENIALS_AR),
    UNTESTED: (r) =>
      `${ar(n(r), SOURCES_AR)} ${n(r) === 1 ? 'لم يُختبر' : n(r) === 2 ? 'لم يُختبرا' : 'لم تُختبر'} بعد`,
    HEARSAY_ONLY: () => 'لم يرَه أحد بنفسه',
    IF_ONE_VOICE: (r) => `إن كانت هذه صوتاً واحداً: ${arabicDigits.format(Number(percent(r)))}٪`,
    ONE_MORE_LINE: (r) => `خط مستقل آخر يجعله ${arabicDigits.format(Number(percent(r)))}٪`,
    OVERRULED: () => 'عدّل محلّل الحكم المحسوب',
    NEW_EVENT: () => 'لا شيء سابق يطابقه: حدث جديد',
    SAME_PLACE: () => 'المكان نفسه',
    FAR_APART: (r) => `المسافة بينهما ${km(r)} كم`,
    SAME_TIME: () => 'الوقت نفسه',
    TIMES_APART: (r) => `الفارق بينهما ${ar(hours(r), HOURS_AR)}`,
    SAME_KIND: () => 'النوع نفسه',
    KINDS_FIT: () => 'نوعان متقاربان',
    KINDS_DIFFER: () => 'نوعان مختلفان',
    SAME_WORDS: () => 'كلمات متشابهة',
    NEAR_COPY: (r) =>
      `يكاد يكون نسخة من ${ar(n(r), ['لا شيء', 'بلاغ سابق', 'بلاغين سابقين', 'بلاغات سابقة', 'بلاغاً سابقاً'])}`,
    SAME_MEDIA: (r) =>
      `يشترك في ملف مع ${ar(n(r), ['لا شيء', 'بلاغ سابق', 'بلاغين سابقين', 'بلاغات سابقة', 'بلاغاً سابقاً'])}`,
    BY_ANALYST: () => 'وضعه محلّل هنا',
    ALSO_FITS: () => 'يناسب حدثاً آخر أيضاً',
    KIND_FROM_WORDS: () => 'النوع مستخلص من الكلمات',
    KIND_DIFFERS: () => 'كلماته تدل على نوع آخر',
    PLACE_TOLD: () => 'المكان حدّده المصدر',
    PLACE_FROM_COORDINATES: () => 'المكان من الإحداثيات',
    PLACE_FROM_NAME: () => 'المكان من اسمه',
    PLACE_FROM_RELATION: () => 'المكان محسوب من مكان مذكور',
    TIME_FROM_WORDS: () => 'الوقت من الكلمات',
  },
  ckb: {
    NO_REPORTS: () => 'هێشتا هیچ شتێک نییە بڕیاری لەسەر بدرێت',
    LINES: (r) => (n(r) === 0 ? 'هیچ هێڵێکی سەربەخۆی بەڵگە نییە' : `${ckb(n(r))} هێڵی سەربەخۆی بەڵگە`),
    SHARED_ORIGIN: (r) => `${ckb(n(r))} لە ${ckb(of(r))} هەواڵ لە یەک سەرچاوەوەن`,
    COPIES: (r) => `${ckb(n(r))} هەواڵ نزیکەی کۆپی هەواڵێکی ترن`,
    SHARED_MEDIA: (r) => `${ckb(n(r))} هەواڵ فایلێکیان تێدایە کە پێشتر هاتووە`,
    COORDINATED: (r) => `${ckb(n(r))} هەواڵ لە سەرچاوەی تاقینەکراوەوە وا دیارە ڕێکخراون و کێشیان کەم کراوەتەوە`,
    DENIALS: (r) => `${ckb(n(r))} ڕەتکردنەوە`,
    UNTESTED: (r) => `${ckb(n(r))} سەرچاوە هێشتا تاقی نەکراوەتەوە`,
    HEARSAY_ONLY: () => 'کەس بە چاوی خۆی نەیبینیوە',
    IF_ONE_VOICE: (r) => `ئەگەر ئەمانە یەک دەنگ بن: ${kurdishDigits.format(Number(percent(r)))}٪`,
    ONE_MORE_LINE: (r) => `هێڵێکی سەربەخۆی تر دەیگەیەنێتە ${kurdishDigits.format(Number(percent(r)))}٪`,
    OVERRULED: () => 'شیکارێک بڕیارە هەژمارکراوەکەی گۆڕیوە',
    NEW_EVENT: () => 'هیچی پێشوو لەگەڵی ناگونجێت: ڕووداوێکی نوێ',
    SAME_PLACE: () => 'هەمان شوێن',
    FAR_APART: (r) => `${km(r)} کم لە یەک دوورن`,
    SAME_TIME: () => 'هەمان کات',
    TIMES_APART: (r) => `${ckb(hours(r))} کاتژمێر جیاوازییان هەیە`,
    SAME_KIND: () => 'هەمان جۆر',
    KINDS_FIT: () => 'جۆری لێکچوو',
    KINDS_DIFFER: () => 'جۆری جیاواز',
    SAME_WORDS: () => 'وشەی لێکچوو',
    NEAR_COPY: (r) => `نزیکەی کۆپی ${ckb(n(r))} هەواڵی پێشووە`,
    SAME_MEDIA: (r) => `فایلێکی هاوبەشی لەگەڵ ${ckb(n(r))} هەواڵی پێشوو هەیە`,
    BY_ANALYST: () => 'شیکارێک لێرەی داناوە',
    ALSO_FITS: () => 'لەگەڵ ڕووداوێکی تریش دەگونجێت',
    KIND_FROM_WORDS: () => 'جۆرەکە لە وشەکانەوە وەرگیراوە',
    KIND_DIFFERS: () => 'وشەکانی باسی جۆرێکی تر دەکەن',
    PLACE_TOLD: () => 'شوێنەکە سەرچاوەکە دیاری کردووە',
    PLACE_FROM_COORDINATES: () => 'شوێن لە کۆئۆردیناتەوە',
    PLACE_FROM_NAME: () => 'شوێن لە ناوەکەیەوە',
    PLACE_FROM_RELATION: () => 'شوێن لە شوێنێکی ناوبراوەوە هەژمار کراوە',
    TIME_FROM_WORDS: () => 'کات لە وشەکانەوە',
  },
}

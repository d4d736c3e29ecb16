/**
 * The words of a warning in English, Arabic and Sorani: short, calm, and honest about how sure the desk is.
 *
 * Every sentence is built from this file, the kind's own names and a gazetteer name; nothing of a tip passes through.
 * Kinds with a sentence of their own are named by slug; all others get only the sentence of their CAP response type.
 */
import type { Kind } from '@nightjar/analysis'
import type { CapCertainty, CapResponse, WarningInfo, WarningLanguage } from './warning.ts'

export interface InLanguages { en: string; ar: string; ckb: string }
export type CancelReason = 'wrong' | 'ended'

export interface WordsAbout {
  kind: Kind
  area: { names: InLanguages; radius_m: number }
  certainty: CapCertainty
  lines: number
  peopleNear: number
}

const SURE: Record<CapCertainty, InLanguages> = {
  Observed: { en: 'confirmed', ar: 'مؤكَّد', ckb: 'پشتڕاست کراوەتەوە' },
  Likely: { en: 'probably true, not confirmed', ar: 'مرجَّح وغير مؤكَّد', ckb: 'ئەگەری زۆرە، پشتڕاست نەکراوەتەوە' },
  Possible: { en: 'unconfirmed', ar: 'غير مؤكَّد', ckb: 'پشتڕاست نەکراوەتەوە' },
  Unlikely: { en: 'doubtful', ar: 'مشكوك فيه', ckb: 'جێی گومانە' },
  Unknown: { en: 'unconfirmed, not yet judged', ar: 'غير مؤكَّد ولم يُقيَّم بعد',
    ckb: 'پشتڕاست نەکراوەتەوە و هێشتا هەڵنەسەنگێنراوە' },
}

/** One, two, or more: the exact number would tell how many spoke. */
const LINES: readonly [InLanguages, InLanguages, InLanguages, InLanguages] = [
  { en: 'no line of evidence', ar: 'دون أي خط أدلة', ckb: 'بێ هیچ هێڵێکی بەڵگە' },
  { en: 'one line of evidence', ar: 'خط أدلة واحد', ckb: 'یەک هێڵی بەڵگە' },
  { en: 'two independent lines of evidence', ar: 'خطّا أدلة مستقلان', ckb: 'دوو هێڵی بەڵگەی سەربەخۆ' },
  { en: 'several independent lines of evidence', ar: 'عدة خطوط أدلة مستقلة', ckb: 'چەند هێڵێکی بەڵگەی سەربەخۆ' },
]

function linesWords(lines: number): InLanguages {
  return lines >= 3 ? LINES[3] : lines >= 2 ? LINES[2] : lines >= 1 ? LINES[1] : LINES[0]
}

/** For an area far from everything that the gazetteer names: the map shows it. */
export const NAMELESS: InLanguages = { en: 'the marked area', ar: 'المنطقة المحددة', ckb: 'ناوچەی دیاریکراو' }

/** An isolate keeps a name of the other direction from turning the words beside it around. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

function fitting(name: string, most: number): string {
  const characters = [...name]
  return isolated(characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`)
}

/** At most 160 characters, which is what CAP receivers show. */
export function headlineWords({ kind, area, certainty }: WordsAbout): InLanguages {
  const near: InLanguages = { en: 'near', ar: 'قرب', ckb: 'نزیک' }
  return inEach((lang) => {
    const [event, place] = [fitting(kind.cap.event[lang], 55), fitting(area.names[lang], 40)]
    return `${event} ${near[lang]} ${place}: ${SURE[certainty][lang]}`
  })
}

export function descriptionWords(about: WordsAbout): InLanguages {
  const { kind, area, certainty, peopleNear } = about
  const lines = linesWords(about.lines)
  const km = area.radius_m / 1000
  return {
    en: [
      `Reported: ${isolated(kind.cap.event.en)}, in the area of ${isolated(area.names.en)}, within about ${km} km.`,
      `How sure: ${SURE[certainty].en}, ${lines.en}.`,
      ...(peopleNear > 0 ? [`About ${peopleNear} people are known to be in this area.`] : []),
      'The area is drawn wide on purpose.',
    ].join(' '),
    ar: [
      `ورد بلاغ: ${isolated(kind.cap.event.ar)}، في منطقة ${isolated(area.names.ar)}، ضمن نحو ${km} كم.`,
      `درجة التأكد: ${SURE[certainty].ar}، ${lines.ar}.`,
      ...(peopleNear > 0 ? [`يُعرف أن نحو ${peopleNear} شخصًا موجودون في هذه المنطقة.`] : []),
      'رُسمت المنطقة واسعة عن قصد.',
    ].join(' '),
    ckb: [
      `ڕاپۆرت کراوە: ${isolated(kind.cap.event.ckb)}، لە ناوچەی ${isolated(area.names.ckb)}، لە دەوری ${km} کم.`,
      `ئاستی دڵنیایی: ${SURE[certainty].ckb}، ${lines.ckb}.`,
      ...(peopleNear > 0 ? [`زانراوە نزیکەی ${peopleNear} کەس لەم ناوچەیەدان.`] : []),
      'ناوچەکە بە ئەنقەست فراوان کێشراوە.',
    ].join(' '),
  }
}

const BY_RESPONSE: Record<CapResponse, InLanguages> = {
  Avoid: {
    en: 'Keep away from this area. If you are in it and a way out is safe, leave calmly.',
    ar: 'ابتعدوا عن هذه المنطقة. إن كنتم فيها وكان طريق الخروج آمنًا فغادروا بهدوء.',
    ckb: 'لەم ناوچەیە دوور بکەونەوە. ئەگەر تێیدان و ڕێگای دەرچوون سەلامەتە، بە هێمنی بڕۆن.',
  },
  Evacuate: {
    en: 'Leave this area calmly by the safest way. Help those who need help. Do not come back until it is called off.',
    ar: 'غادروا هذه المنطقة بهدوء من أأمن طريق. ساعدوا من يحتاج إلى المساعدة. لا تعودوا حتى يُلغى التحذير.',
    ckb: 'بە هێمنی و لە سەلامەتترین ڕێگاوە لەم ناوچەیە بڕۆن. یارمەتی پێویستداران بدەن. تا ئاگادارییەکە هەڵدەوەشێتەوە مەگەڕێنەوە.',
  },
  Shelter: {
    en: 'Stay indoors, away from windows and outer walls, until it is called off.',
    ar: 'ابقوا في الداخل بعيدًا عن النوافذ والجدران الخارجية حتى يُلغى التحذير.',
    ckb: 'لە ژوورەوە بمێننەوە، دوور لە پەنجەرە و دیوارە دەرەکییەکان، تا ئاگادارییەکە هەڵدەوەشێتەوە.',
  },
  Prepare: {
    en: 'Make ready: water, papers, medicine, a torch. Agree where to meet.',
    ar: 'استعدوا: ماء ووثائق وأدوية ومصباح. اتفقوا على مكان للقاء.',
    ckb: 'ئامادە بن: ئاو، بەڵگەنامە، دەرمان و چرایەک. لەسەر شوێنی یەکتر بینین ڕێک بکەون.',
  },
  Execute: {
    en: 'Do now what has been agreed for this case.',
    ar: 'نفّذوا الآن ما اتُّفق عليه لهذه الحالة.',
    ckb: 'ئێستا ئەوە بکەن کە بۆ ئەم حاڵەتە لەسەری ڕێک کەوتوون.',
  },
  Monitor: {
    en: 'Take care and watch for further warnings. Do not pass on what you cannot check.',
    ar: 'توخّوا الحذر وتابعوا التحذيرات اللاحقة. لا تنقلوا ما لا يمكنكم التحقق منه.',
    ckb: 'وریا بن و چاودێری ئاگادارییەکانی تر بکەن. ئەوە بڵاو مەکەنەوە کە ناتوانن لێی دڵنیا بن.',
  },
  Assess: {
    en: 'Look after those around you where it is safe, and wait for further word.',
    ar: 'اعتنوا بمن حولكم حيث يكون ذلك آمنًا، وانتظروا معلومات أخرى.',
    ckb: 'لەو شوێنەی سەلامەتە ئاگاتان لە دەوروبەرتان بێت و چاوەڕێی هەواڵی تر بن.',
  },
  AllClear: {
    en: 'As far as is known the danger is over. Go on with care.',
    ar: 'بحسب المعلوم زال الخطر. تابعوا بحذر.',
    ckb: 'بەپێی ئەوەی زانراوە مەترسییەکە نەماوە. بە وریایی بەردەوام بن.',
  },
  None: {
    en: 'Nothing needs to be done now.',
    ar: 'لا يلزم فعل شيء الآن.',
    ckb: 'ئێستا پێویست بە هیچ ناکات.',
  },
}

const BY_KIND: Readonly<Record<string, InLanguages>> = {
  'vehicle-bomb': {
    en: 'Keep away from parked vehicles and from crowds. Do not go to look.',
    ar: 'ابتعدوا عن المركبات المتوقفة وعن التجمعات. لا تذهبوا للنظر.',
    ckb: 'لە ئۆتۆمبێلە ڕاگیراوەکان و قەرەباڵغی دوور بکەونەوە. مەڕۆن سەیری بکەن.',
  },
  'explosive-device': {
    en: 'Do not touch or move anything you do not know. Do not use a telephone or radio beside it.',
    ar: 'لا تلمسوا ولا تحرّكوا أي شيء لا تعرفونه. لا تستعملوا هاتفًا أو جهاز لاسلكي بجانبه.',
    ckb: 'دەست لە هیچ شتێک مەدەن کە نایناسن و مەیجووڵێنن. لە تەنیشتی تەلەفۆن یان بێتەل بەکار مەهێنن.',
  },
  'weapons-store': {
    en: 'Do not go near and do not search. Fire or an explosion is possible.',
    ar: 'لا تقتربوا ولا تبحثوا. قد يحدث حريق أو انفجار.',
    ckb: 'نزیک مەبنەوە و مەگەڕێن. ئەگەری ئاگر یان تەقینەوە هەیە.',
  },
  'kidnapping': {
    en: 'Do not follow or confront anybody. Go in company where you can.',
    ar: 'لا تتبعوا أحدًا ولا تواجهوه. تنقّلوا برفقة غيركم ما أمكن.',
    ckb: 'شوێن کەس مەکەون و ڕووبەڕووی کەس مەبنەوە. تا دەکرێت لەگەڵ کەسانی تر بڕۆن.',
  },
  'armed-men': {
    en: 'Do not go near, do not film, do not confront anybody.',
    ar: 'لا تقتربوا ولا تصوّروا ولا تواجهوا أحدًا.',
    ckb: 'نزیک مەبنەوە، وێنە مەگرن و ڕووبەڕووی کەس مەبنەوە.',
  },
}

/** Kinds of which the response type's sentence would say the wrong thing: nobody leaves a town for a closed road. */
const BY_KIND_ALONE: Readonly<Record<string, InLanguages>> = {
  'road-closed': {
    en: 'Take another way if you can. Do not try to pass.',
    ar: 'اسلكوا طريقًا آخر إن أمكن. لا تحاولوا المرور.',
    ckb: 'ئەگەر دەتوانن ڕێگایەکی تر بگرن. هەوڵی تێپەڕین مەدەن.',
  },
  'checkpoint': {
    en: 'Take another way if you can. If you are stopped, stay calm and keep your hands in sight.',
    ar: 'اسلكوا طريقًا آخر إن أمكن. إن أُوقفتم فابقوا هادئين وأبقوا أيديكم ظاهرة.',
    ckb: 'ئەگەر دەتوانن ڕێگایەکی تر بگرن. ئەگەر ڕاتان گرتن، هێمن بن و با دەستتان دیار بێت.',
  },
  'network-cut': {
    en: 'Agree on places and times to meet. Keep a radio and batteries ready. Write down the numbers that you need.',
    ar: 'اتفقوا على أماكن وأوقات للقاء. جهّزوا مذياعًا وبطاريات. دوّنوا الأرقام التي تحتاجونها.',
    ckb: 'لەسەر شوێن و کاتی یەکتر بینین ڕێک بکەون. ڕادیۆ و پاتری ئامادە بکەن. ئەو ژمارانە بنووسن کە پێویستتانن.',
  },
  'drugs': {
    en: 'Take nothing whose origin you do not know. If somebody is unwell, stay with them and fetch help.',
    ar: 'لا تتناولوا شيئًا لا تعرفون مصدره. إن ساءت حال أحد فابقوا معه واطلبوا المساعدة.',
    ckb: 'هیچ شتێک مەخۆن کە سەرچاوەکەی نازانن. ئەگەر کەسێک ناساغ بوو، لەگەڵی بمێننەوە و یارمەتی بهێنن.',
  },
}

export function instructionWords(kind: Kind): InLanguages {
  const alone = BY_KIND_ALONE[kind.slug]
  if (alone !== undefined) return alone
  const own = BY_KIND[kind.slug]
  return inEach((lang) => [own?.[lang], BY_RESPONSE[kind.cap.responseType][lang]].filter(Boolean).join(' '))
}

/** The slugs that have a sentence of their own; a test holds them against kinds/. */
export const KINDS_WITH_WORDS: readonly string[] = [...Object.keys(BY_KIND), ...Object.keys(BY_KIND_ALONE)]

const CANCEL: Record<CancelReason, Record<'headline' | 'description' | 'instruction', InLanguages>> = {
  wrong: {
    headline: { en: 'Withdrawn', ar: 'سُحب التحذير', ckb: 'ئاگاداری کشێنرایەوە' },
    description: {
      en: 'What was reported did not prove true. The earlier warning no longer holds.',
      ar: 'لم تثبت صحة ما ورد. لم يعد التحذير السابق ساريًا.',
      ckb: 'ئەوەی ڕاپۆرت کرابوو ڕاست دەرنەچوو. ئاگاداریی پێشوو ئیتر کارا نییە.',
    },
    instruction: {
      en: 'You need not do any longer what the earlier warning asked.',
      ar: 'لم يعد عليكم فعل ما طلبه التحذير السابق.',
      ckb: 'ئیتر پێویست ناکات ئەوە بکەن کە ئاگاداریی پێشوو داوای کردبوو.',
    },
  },
  ended: {
    headline: { en: 'Over', ar: 'انتهى التحذير', ckb: 'ئاگاداری کۆتایی هات' },
    description: {
      en: 'As far as is known the danger is over. The earlier warning no longer holds.',
      ar: 'بحسب المعلوم زال الخطر. لم يعد التحذير السابق ساريًا.',
      ckb: 'بەپێی ئەوەی زانراوە مەترسییەکە نەماوە. ئاگاداریی پێشوو ئیتر کارا نییە.',
    },
    instruction: BY_RESPONSE.AllClear,
  },
}

type CancelWords = Pick<WarningInfo, 'headline' | 'description' | 'instruction'>

export function cancelWords({ language, event, area }: WarningInfo, why: CancelReason): CancelWords {
  const { headline, description, instruction } = CANCEL[why]
  return {
    headline: `${headline[language]}: ${fitting(event, 55)}${comma(language)} ${fitting(area.desc, 40)}`,
    description: description[language],
    instruction: instruction[language],
  }
}

function comma(language: WarningLanguage): string {
  return language === 'en' ? ',' : '،'
}

function inEach(words: (lang: WarningLanguage) => string): InLanguages {
  return { en: words('en'), ar: words('ar'), ckb: words('ckb') }
}

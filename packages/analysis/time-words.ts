// Words of time in four languages, folded as letters.ts folds them.
import { foldText } from './letters.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

function table<T>(rows: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return new Map(
    rows.flatMap(([names, value]) => names.split(',').map((name): [string, T] => [foldText(name), value])),
  )
}

export interface Unit {
  seconds: number
  dual?: true
}
const dual = (seconds: number): Unit => ({ seconds, dual: true })
export const UNITS = table<Unit>([
  ['minute,minutes,min,mins,دقيقة,دقائق,دقايق,خولەک,خولەکی,دەقە,deqe,xulek', { seconds: MINUTE }],
  ['دقيقتين,دقيقتان', dual(2 * MINUTE)],
  ['hour,hours,hr,hrs,ساعة,ساعات,کاتژمێر,کاتژمێری,سەعات,سەعاتێک,کاتژمێرێک,saet,saetan,saetek', { seconds: HOUR }],
  ['ساعتين,ساعتان', dual(2 * HOUR)],
  ['day,days,يوم,ايام,أيام,يوما,ڕۆژ,ڕۆژێک,ڕۆژی,roj,rojan,rojek', { seconds: DAY }],
  ['يومين,يومان', dual(2 * DAY)],
  ['week,weeks,اسبوع,أسبوع,اسابيع,أسابيع,هەفتە,هەفتەیەک,hefte,hefteyek', { seconds: 7 * DAY }],
  ['اسبوعين,أسبوعين', dual(14 * DAY)],
  ['month,months,شهر,اشهر,أشهر,شهور,مانگ,مانگێک,meh,mehek', { seconds: 30 * DAY }],
  ['شهرين', dual(60 * DAY)],
])
export const AGO_AFTER = new Set(['ago', 'earlier', 'back', 'لەمەوبەر', 'لەمەوپێش', 'berê', 'beriya'].map(foldText))
export const AGO_BEFORE = new Set(['قبل', 'منذ', 'من', 'پێش', 'بەر لە', 'berî'].map(foldText))
export const HALVES = new Set(['half', 'نصف', 'نص', 'نیو', 'nîv'].map(foldText))

export const NUMBERS = table<number>([
  ['a,an,one,واحد,واحدة,یەک,yek', 1],
  ['two,couple,اثنين,اثنتين,دوو,du', 2],
  ['three,ثلاث,ثلاثة,سێ,sê', 3],
  ['four,اربع,اربعة,أربع,أربعة,چوار,çar', 4],
  ['five,خمس,خمسة,پێنج,pênc', 5],
  ['six,ست,ستة,شەش,şeş', 6],
  ['seven,سبع,سبعة,حەوت,heft', 7],
  ['eight,ثمان,ثماني,ثمانية,هەشت,heşt', 8],
  ['nine,تسع,تسعة,نۆ,neh', 9],
  ['ten,عشر,عشرة,دە,deh', 10],
  ['eleven,یازدە', 11],
  ['twelve,دوازدە', 12],
  ['fifteen,پازدە', 15],
  ['twenty,عشرين,بیست,bîst', 20],
  ['thirty,ثلاثين,سی,sî', 30],
  ['few,several,عدة,چەند,çend', 3],
])

export interface DayWord {
  days: number
  hours?: readonly [number, number]
}
export const DAYS = table<DayWord>([
  ['today,اليوم,ئەمڕۆ,îro', { days: 0 }],
  ['yesterday,امس,أمس,البارحة,مبارح,دوێنێ,duh', { days: -1 }],
  ['last night,ليلة امس,ليلة البارحة,الليلة الماضية,دوێ شەو,شەوی ڕابردوو,şeva borî', { days: -1, hours: [18, 30] }],
  ['tonight,الليلة,هذه الليلة,ئەمشەو,îşev', { days: 0, hours: [18, 30] }],
  ['this morning,هذا الصباح,صباح اليوم,ئەم بەیانییە,بەیانی ئەمڕۆ', { days: 0, hours: [5, 12] }],
  ['this afternoon,عصر اليوم', { days: 0, hours: [12, 18] }],
  ['this evening,مساء اليوم,ئەم ئێوارەیە', { days: 0, hours: [17, 23] }],
  ['صباح امس,صباح أمس', { days: -1, hours: [5, 12] }],
  ['مساء امس,مساء أمس', { days: -1, hours: [17, 24] }],
  ['اول امس,أول أمس,قبل البارحة,پێرێ,pêr', { days: -2 }],
  ['tomorrow,غدا,باچر,باجر,سبەی,سبەینێ,sibê', { days: 1 }],
])
export const DAY_PARTS = table<readonly [number, number]>([
  ['dawn,الفجر,فجرا,فجر,بەرەبەیان', [3, 7]],
  ['morning,الصباح,صباحا,صباح,الصبح,بەیانی,بەیانیەکەی,sibehê', [5, 12]],
  ['noon,midday,الظهر,ظهرا,ظهر,نیوەڕۆ,nîvro', [11, 14]],
  ['afternoon,العصر,عصرا,عصر,پاشنیوەڕۆ,عەسر,piştînîvro', [12, 18]],
  ['evening,المساء,مساء,المغرب,العشاء,ئێوارە,ئێوارەکەی,êvarê', [17, 23]],
  ['night,tonight,الليل,ليلا,ليل,شەو,شەوەکەی,şevê', [19, 29]],
  ['midnight,منتصف الليل,نیوەشەو', [23, 25]],
])
export const NOON_MARKS = table<'am' | 'pm'>([
  ['am,morning,صباحا,الصبح,صباح,فجرا,الفجر,بەیانی,ص', 'am'],
  ['pm,evening,afternoon,مساء,عصرا,ظهرا,ليلا,المغرب,العصر,الظهر,المساء,ئێوارە,ئێوارێ,عەسر,شەو,م', 'pm'],
])
/** Sunday is 0. */
export const WEEKDAYS = table<number>([
  ['sunday,الاحد,الأحد,یەکشەممە,یەک شەممە', 0],
  ['monday,الاثنين,الإثنين,دووشەممە,دوو شەممە', 1],
  ['tuesday,الثلاثاء,سێشەممە,سێ شەممە', 2],
  ['wednesday,الاربعاء,الأربعاء,چوارشەممە,چوار شەممە', 3],
  ['thursday,الخميس,پێنجشەممە,پێنج شەممە', 4],
  ['friday,الجمعة,هەینی,جومعە', 5],
  ['saturday,السبت,شەممە', 6],
])
export const MONTHS = table<number>([
  ['january,jan,كانون الثاني,يناير,کانوونی دووەم', 1],
  ['february,feb,شباط,فبراير,شوبات', 2],
  ['march,mar,اذار,آذار,مارس,ئازار', 3],
  ['april,apr,نيسان,ابريل,أبريل,نیسان', 4],
  ['may,ايار,أيار,مايو,ئایار', 5],
  ['june,jun,حزيران,يونيو,حوزەیران', 6],
  ['july,jul,تموز,يوليو,تەمووز', 7],
  ['august,aug,آب,اغسطس,أغسطس,ئاب', 8],
  ['september,sep,sept,ايلول,أيلول,سبتمبر,ئەیلوول', 9],
  ['october,oct,تشرين الاول,اكتوبر,أكتوبر,تشرینی یەکەم', 10],
  ['november,nov,تشرين الثاني,نوفمبر,تشرینی دووەم', 11],
  ['december,dec,كانون الاول,ديسمبر,کانوونی یەکەم', 12],
])

// What people in the story say. {q} quarter, {l} landmark, {t} time, {n} a small number.
// Written for each language by itself, as people type on a phone: short, concrete, without literature.
import type { Lang } from './city.ts'

/** Slugs of kinds/ that the story uses. */
export type Slug =
  | 'vehicle-bomb' | 'explosive-device' | 'weapons-store' | 'kidnapping' | 'armed-men' | 'checkpoint'
  | 'people-in-danger' | 'road-closed' | 'network-cut' | 'need-for-help' | 'other'

type Sayings = Readonly<Record<Lang, readonly string[]>>

/** Kinds of the quiet weeks and of the days after, with what is said about each. */
export const SAID: Readonly<Partial<Record<Slug, Sayings>>> = {
  checkpoint: {
    en: [
      'A new checkpoint stands near {l} in {q} {t}. They ask for papers and look through phones.',
      'They stopped every car near {l} in {q} {t}: two vehicles across the road and about {n} men.',
      'Checkpoint by {l}, {q}. I waited {n} minutes {t}; young men were sent back.',
      'The checkpoint at {q} has moved to {l} {t}. They write down number plates now.',
    ],
    ar: [
      'نقطة تفتيش جديدة قرب {l} في {q} {t}. يطلبون الهويات ويفتشون الهواتف.',
      'أوقفوا كل السيارات قرب {l} في {q} {t}، سيارتان تقطعان الطريق وحوالي {n} رجال.',
      'سيطرة عند {l} في {q}، انتظرت {n} دقيقة {t} وأرجعوا الشباب.',
      'السيطرة التي كانت في {q} انتقلت إلى {l} {t} ويسجلون أرقام السيارات.',
    ],
    ckb: [
      'بازگەیەکی نوێ لە نزیک {l} لە {q} دانراوە {t}. ناسنامە داوا دەکەن و مۆبایل دەپشکنن.',
      'لە نزیک {l} لە {q} هەموو ئۆتۆمبێلێکیان ڕاگرت {t}، دوو ئۆتۆمبێل ڕێگایان گرتووە و نزیکەی {n} کەس.',
      'بازگە لە لای {l} لە {q}، {n} خولەک چاوەڕێم کرد {t}، گەنجەکانیان گەڕاندەوە.',
    ],
  },
  'armed-men': {
    en: [
      '{n} armed men went into two houses near {l} in {q} {t} and left with a pickup.',
      'Pickups with gunmen drove past {l} in {q} {t}, towards the river, lights off.',
      'A group of {n} gunmen has settled in an empty house behind {l}, {q}. Seen {t}.',
      'Armed men in {q} {t}, new faces, they guard the street by {l} day and night.',
    ],
    ar: [
      'دخل {n} مسلحين بيتين قرب {l} في {q} {t} وخرجوا بسيارة بيك أب.',
      'مرت سيارات تحمل مسلحين من أمام {l} في {q} {t} باتجاه النهر بدون أضواء.',
      'مجموعة من {n} مسلحين سكنت بيتاً فارغاً خلف {l} في {q}، شوهدوا {t}.',
      'مسلحون في {q} {t}، وجوه جديدة، يحرسون الشارع عند {l} ليل نهار.',
    ],
    ckb: [
      '{n} چەکدار چوونە ناو دوو ماڵ لە نزیک {l} لە {q} {t} و بە پیکابێک ڕۆیشتن.',
      'چەند پیکابێک بە چەکدارەوە بە لای {l} لە {q} تێپەڕین {t}، بەرەو ڕووبارەکە، بێ چرا.',
      'کۆمەڵێک لە {n} چەکدار لە خانوویەکی چۆڵ لە پشت {l} لە {q} نیشتەجێ بوون، {t} بینران.',
    ],
  },
  'road-closed': {
    en: [
      'The road from {q} to {l} is closed with earth since {t}. Only people on foot get through.',
      'They cut the street at {l} in {q} {t} with concrete blocks. Ambulances turn round.',
      'Bridge road by {q} closed {t}. Go round by {l}, that took me {n} minutes.',
    ],
    ar: [
      'الطريق من {q} إلى {l} مغلق بالسواتر الترابية {t}. المشاة فقط يعبرون.',
      'قطعوا الشارع عند {l} في {q} {t} بالكتل الكونكريتية وسيارات الإسعاف ترجع.',
      'طريق الجسر قرب {q} مغلق {t}. الطريق البديل من {l} أخذ مني {n} دقيقة.',
    ],
    ckb: [
      'ڕێگای {q} بۆ {l} بە خۆڵ داخراوە {t}. تەنها بە پێ دەتوانرێت تێپەڕیت.',
      'شەقامەکەیان لە لای {l} لە {q} بڕیوە {t} بە بلۆکی کۆنکریتی، ئەمبوڵانس دەگەڕێتەوە.',
    ],
  },
  'need-for-help': {
    en: [
      'We are {n} families in {q} near {l} without water since three days. Please tell whoever can bring some. {t}',
      'There is no insulin left at {l} in {q} {t}. {n} people ask for it every day.',
      'Help is needed in {q} {t}: {n} children with fever near {l} and no doctor who comes.',
    ],
    ar: [
      'نحن {n} عوائل في {q} قرب {l} بلا ماء منذ ثلاثة أيام، أخبروا من يستطيع أن يجلب الماء. {t}',
      'لا يوجد أنسولين في {l} في {q} {t} و{n} مرضى يسألون عنه كل يوم.',
      'نحتاج مساعدة في {q} {t}، {n} أطفال عندهم حمى قرب {l} ولا طبيب يأتي.',
    ],
    ckb: [
      'ئێمە {n} خێزانین لە {q} نزیک {l}، سێ ڕۆژە ئاومان نییە، تکایە بە کەسێک بڵێن ئاو بهێنێت. {t}',
      'ئینسولین لە {l} لە {q} نەماوە {t}، ڕۆژانە {n} کەس داوای دەکەن.',
    ],
  },
  'people-in-danger': {
    en: [
      'People are trapped in a house that was hit near {l} in {q} {t}. We hear {n} voices.',
      'Families are kept in {l} in {q} {t} and may not leave; about {n} children among them.',
      'They took the wounded out of {l}, {q} {t} and left {n} of them in the street.',
    ],
    ar: [
      'ناس محاصرون تحت بيت قُصف قرب {l} في {q} {t}. نسمع {n} أصوات.',
      'عوائل محتجزة في {l} في {q} {t} ولا يسمحون لهم بالخروج، بينهم {n} أطفال تقريباً.',
      'أخرجوا الجرحى من {l} في {q} {t} وتركوا {n} منهم في الشارع.',
    ],
    ckb: [
      'خەڵک لە ژێر خانوویەکی ڕووخاودا گیریان خواردووە لە نزیک {l} لە {q} {t}. گوێمان لە {n} دەنگە.',
      'چەند خێزانێک لە {l} لە {q} گیراون {t} و ڕێگایان پێ نادەن دەربچن، نزیکەی {n} منداڵیان لەگەڵە.',
    ],
  },
  'explosive-device': {
    en: [
      'Something is buried in the road at {l} in {q}, wires come out of the earth. Seen {t}.',
      'A gas bottle with a wire stands behind {l}, {q}, {t}. Children play there.',
    ],
    ar: [
      'شيء مدفون في الطريق عند {l} في {q} وتخرج منه أسلاك، رأيته {t}.',
      'قنينة غاز موصولة بسلك خلف {l} في {q} {t} والأطفال يلعبون هناك.',
    ],
    ckb: [
      'شتێک لە ڕێگاکەدا لە لای {l} لە {q} نێژراوە و وایەری لێ دەرچووە، {t} بینیم.',
    ],
  },
  kidnapping: {
    en: [
      'A man was taken from {l} in {q} {t} by {n} men in a white car. He repairs phones.',
      'Two students of {q} did not come home; they were last seen at {l} {t} with men who wore masks.',
    ],
    ar: [
      'أخذوا رجلاً من عند {l} في {q} {t}، كانوا {n} أشخاص بسيارة بيضاء.',
      'طالبان من {q} لم يرجعا إلى البيت، آخر مرة شوهدا عند {l} {t} مع ملثمين.',
    ],
    ckb: [
      'پیاوێکیان لە لای {l} لە {q} برد {t}، {n} کەس بوون بە ئۆتۆمبێلێکی سپی.',
    ],
  },
  other: {
    en: [
      'Prices in {q}: a bag of flour costs {n} times what it cost in spring. {t}',
      'The loudspeaker at {l} in {q} said {t} that shops must close at four.',
      'I want to ask whether the school exams will be held in {q}. {t}',
    ],
    ar: [
      'الأسعار في {q}: كيس الطحين صار {n} أضعاف سعره في الربيع. {t}',
      'مكبر الصوت عند {l} في {q} قال {t} إن المحلات تغلق الساعة الرابعة.',
      'أريد أن أسأل هل ستكون امتحانات في {q}. {t}',
    ],
    ckb: [
      'نرخەکان لە {q}: کیسەیەک ئارد {n} ئەوەندەی بەهار بووە. {t}',
      'بڵندگۆی {l} لە {q} {t} وتی دوکانەکان کاتژمێر چوار دادەخرێن.',
    ],
  },
}

/** Said when the network goes, from the edge of the city and from outside. */
export const NETWORK: Sayings = {
  en: [
    'No network in {q} {t}. All three companies are gone and the lines too.',
    'I write from a hill outside: {q} has been dark {t}, my family does not answer.',
    'The towers near {l} in {q} are off {t}. They said it is for our safety.',
    'Internet and calls cut in {q} {t}. Only one point near {l} had a signal for {n} minutes.',
  ],
  ar: [
    'لا توجد شبكة في {q} {t}. الشركات الثلاث كلها انقطعت والهاتف الأرضي أيضاً.',
    'أكتب من تل خارج المدينة: {q} مقطوعة {t} وأهلي لا يجيبون.',
    'أبراج الاتصالات قرب {l} في {q} متوقفة {t}. قالوا هذا لسلامتنا.',
    'انقطع الإنترنت والاتصالات في {q} {t}. نقطة واحدة قرب {l} فيها إشارة لمدة {n} دقائق.',
  ],
  ckb: [
    'تۆڕ لە {q} نەماوە {t}. هەر سێ کۆمپانیاکە و هێڵی زەمینیش بڕاون.',
    'لە گردێکی دەرەوە دەنووسم: {q} {t} تۆڕی نییە و خێزانەکەم وەڵام نادەنەوە.',
    'تاوەرەکانی نزیک {l} لە {q} کوژاونەتەوە {t}.',
  ],
}

/** The rumour: one message that went through every group, copied with small changes. */
export const RUMOUR: Sayings = {
  en: [
    'URGENT the water station in {q} was poisoned last night, do not drink from the tap, people are in '
      + 'hospital already, tell everybody you love {t}',
    'Urgent!! the water station at {q} has been poisoned last night. Do not drink from the tap, many '
      + 'people are already in hospital. Tell everyone you love {t}',
  ],
  ar: [
    'عاجل محطة الماء في {q} مسمومة منذ ليلة أمس لا تشربوا من الحنفية وصل ناس إلى المستشفى أخبروا كل من تحبون {t}',
    'عاجل جداً محطة ماء {q} تسممت ليلة أمس، لا تشربوا من الحنفية، ناس كثيرون وصلوا المستشفى، أخبروا كل من تحبون {t}',
  ],
  ckb: [
    'بەپەلە وێستگەی ئاوی {q} لە شەوی ڕابردووەوە ژەهراوی کراوە، لە بەلوعە ئاو مەخۆنەوە، خەڵک گەیشتوونەتە '
      + 'نەخۆشخانە، بە هەموو خۆشەویستانتان بڵێن {t}',
  ],
}
export const RUMOUR_FROM = ['a WhatsApp group of the quarter', 'مجموعة الواتساب', 'گرووپی واتساپ'] as const

/** The denunciation: different senders, one hour, the same sentences in another order. */
export const DENUNCIATION: Sayings = {
  en: [
    'The man who sells spare parts next to {l} in {q} hides explosives in his shop. Everybody knows it. '
      + 'He must be stopped {t}.',
    'Next to {l} in {q} the spare parts seller hides explosives in his shop, everybody knows it, he must '
      + 'be stopped {t}.',
    'Everybody knows that the spare parts seller next to {l} in {q} hides explosives in his shop. Stop him {t}.',
  ],
  ar: [
    'بائع الأدوات الاحتياطية بجانب {l} في {q} يخفي متفجرات في محله والكل يعرف ذلك ويجب إيقافه {t}.',
    'الكل يعرف أن بائع الأدوات الاحتياطية بجانب {l} في {q} يخفي متفجرات في محله، أوقفوه {t}.',
    'بجانب {l} في {q} بائع الأدوات الاحتياطية يخفي متفجرات داخل محله، الكل يعرف، يجب إيقافه {t}.',
  ],
  ckb: [
    'فرۆشیاری پارچەی یەدەگ لە تەنیشت {l} لە {q} تەقەمەنی لە دوکانەکەیدا شاردووەتەوە، هەموو کەس دەزانێت، '
      + 'دەبێت ڕابگیرێت {t}.',
  ],
}

/** The weapons store: two tellers who do not know each other, and one who repeats the second. */
export const STORE = {
  fitter:
    'أنا أعمل في الكهرباء. دخلت سرداب المدرسة المهجورة قرب {l} في {q} {t} لأصلح الخط ورأيت صناديق عتاد '
    + 'وقذائف هاون، أكثر من أربعين صندوقاً، وحارسين على الباب. لم يعرفوا أني رأيت.',
  neighbour:
    'I live on a roof that looks down on the closed school near {l} in {q}. {t} a lorry came three '
    + 'nights in a row and men carried long green boxes down to the cellar. Two guards sit at the back '
    + 'door. The boxes are heavy: four men each.',
  echo:
    'A relative told me that long green boxes were carried into the cellar of the closed school near {l} '
    + 'in {q} {t}, at night, from a lorry.',
} as const

/** The car bomb: a line from the workshop, a line from the street, each with more than one voice. */
export const CAR_BOMB = {
  welder:
    'عاجل جداً. أجبروني على لحام صفائح داخل سيارة كيا بيضاء في كراج قرب {l} في {q} {t}. وضعوا براميل '
    + 'مملوءة بمسحوق تحت المقاعد وأسلاكاً إلى لوحة القيادة. قالوا إنها للسوق غداً صباحاً.',
  welderAgain:
    'أنا من كتب عن سيارة الكيا البيضاء في كراج {q} قرب {l}. غيّروا لوحة الأرقام {t} وسيخرجونها فجراً. لا '
    + 'أستطيع الكتابة مرة أخرى.',
  welderWife:
    'زوجي يعمل في كراج قرب {l} في {q} وأخبرني {t} أنهم جهزوا سيارة بيضاء بالمتفجرات وأنها ستخرج إلى '
    + 'السوق. أرجوكم حذروا الناس.',
  window:
    'URGENT. From my window I saw {t} how men loaded blue barrels into a white Kia in the garage near '
    + '{l} in {q}. They covered them with blankets and the car now sits very low. A man films it.',
  boy:
    'کوڕەکەم لە نزیک {l} لە {q} یاری دەکرد، بینی {t} بەرمیلی شینیان خستە ناو کیایەکی سپی لە گەراجەکەدا و '
    + 'بە پەتوو دایانپۆشی. پیاوەکان دووریان خستنەوە و وتیان بەیانی زوو لێرە نەبن. زۆر بەپەلەیە.',
} as const

/** Beginnings and ends that people add or leave out. */
export const OPENINGS: Sayings = {
  en: ['', '', '', 'Hello. ', 'Please keep this quiet. ', 'I do not know whom else to tell. ', 'Good evening. '],
  ar: ['', '', '', 'السلام عليكم. ', 'أرجو السرية. ', 'لا أعرف لمن أقول هذا. ', 'مساء الخير. '],
  ckb: ['', '', '', 'سڵاو. ', 'تکایە نهێنی بێت. ', 'نازانم بە کێ بڵێم. '],
}
export const CLOSINGS: Sayings = {
  en: ['', '', ' Do not call me.', ' More when I can.', ' I saw it with my own eyes.', ' God protect everyone.'],
  ar: ['', '', ' لا تتصلوا بي.', ' سأكتب المزيد عندما أستطيع.', ' رأيته بعيني.', ' الله يحفظ الجميع.'],
  ckb: ['', '', ' تکایە پەیوەندیم پێوە مەکەن.', ' کە توانیم زیاتر دەنووسم.', ' بە چاوی خۆم بینیم.'],
}

/** Who told whom, for tips that are not first-hand. */
export const HEARD_FROM: Sayings = {
  en: ['a neighbour', 'a driver', 'my cousin', 'people at the market', 'a nurse'],
  ar: ['جار لنا', 'سائق', 'ابن عمي', 'ناس في السوق', 'ممرضة'],
  ckb: ['دراوسێیەک', 'شۆفێرێک', 'ئامۆزام', 'خەڵکی بازاڕ', 'پەرستارێک'],
}

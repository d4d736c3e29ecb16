// Words about names of places, folded as letters.ts folds them.
import { foldText } from '../letters.ts'

const list = (text: string): Set<string> => new Set(text.trim().split(/\s+/).map(foldText))

/** A place's name often follows these. */
export const PLACE_CUES = list(`
in at near from to toward towards around outside inside between of into city town village district quarter province
governorate neighborhood neighbourhood suburb port airport hospital north south east west northern southern
eastern western
central hay downtown leaving reached entering
في من الى قرب بالقرب مدينة محافظة قضاء ناحية حي منطقة قرية شارع باتجاه نحو بين غرب شرق شمال جنوب وسط داخل خارج
مطار طريق سوق
له له‌ لە بۆ نزیک نزیكی نزیکی شاری گەڕەکی پارێزگای ناحیەی قەزای گوندی ناوچەی بەرەو نێوان شەقامی ڕێگای ناو
li ji bo bajare bajarê gund gundê taxa
`)

/** What follows is a person. */
export const PERSON_TITLES = list(`
mr mrs ms miss dr sir lord lady prof professor president minister senator rep gov judge king queen prince
princess pope
captain colonel general sergeant officer st saint john james david michael robert mary george william
السيد السيدة الشيخ الدكتور الرئيس الوزير الملك الامير الحاج ابو ام بن ابن كاك دكتور شيخ حجي
`)

/** Names of places that are far more often something else. */
export const COMMON_WORDS = list(`
a the of and or to in is it on at as by an be he she we you they them his her our your its my me us him who all
any some one two
three hit man men nice reading mobile most bath sandy police march may april june july august sunday monday
friday car cars bar
van vans ham along male orange bus date best union same new old big long low high young rich poor black white
green brown gray
grey red blue bell day days time week year home house school church college university street road bridge river
lake sea bay
hill mount mountain park market centre center station post office bank hotel store store shop hope love faith
grace liberty
freedom independence justice peace victory war army guard guards gun guns weapon force forces fire water power
gas oil coal
gold silver iron steel stone rock sand salt sugar rice corn bull bear wolf fox deer eagle hawk crane swan bird fish
come go going gone went came see seen saw say says said tell told ask asked call called help need needs please
thanks thank yes
no not now then here there where when what why how very much many more less few little lot big small good bad
well never
always often today tomorrow yesterday morning evening night noon hour minute second first last next before
after again still
just only also even than that this these those with without over under between about against through during
because so but if
media news times press daily post star sun globe mail herald tribune page article story report reports journal
general major captain sergeant lieutenant colonel private president minister senator governor mayor king queen prince
smith jones brown taylor wilson martin anderson thompson jackson lee lewis clark young allen king wright scott
baker adams nelson
carter mitchell turner parker evans edwards collins stewart morris murphy cook rogers cooper peterson reed
bailey kelly howard
cox ward richardson watson brooks wood james bennett gray hughes price myers ross foster butler barnes fisher
henderson coleman
jenkins perry powell sullivan russell griffin hayes ford hamilton graham wallace west cole jordan owens
reynolds ellis harrison
gibson mcdonald cruz marshall ortiz gomez murray freeman wells webb simpson stevens tucker porter hunter hicks
crawford henry
boyd mason morales kennedy warren dixon ramos burns gordon shaw holmes rice robertson hunt black daniels palmer mills
john david michael robert mary anna maria peter paul mark luke george william charles joseph thomas victor
victoria alexander
angela laura linda barbara susan margaret dorothy nancy karen betty helen sandra donna carol ruth sharon
can could will would should must shall do does did have has had get got let make made take took give gave put set
union republic federal national international central state states united north south east west
university institute company group party bill act court house senate congress parliament
led lead plus mean most along enterprise central progress century media bus alta costa un le la les los las el
de da du di
male made date along obama trump bush clinton ebola virus sars measles outbreak patient fever
على عن هذا هذه ذلك كان كانت يكون قال بعد قبل كل بعض غير عند حتى ثم لكن اذا كما الان اليوم امس غدا هنا هناك نحن
انا انت هو هي هم
وقت يوم ليل نهار بيت باب سوق نهر سد قلعه جامع مدرسه دار مال رجل ناس سياره سلاح حاجز نقطه ساعه عام شهر سنه كبير
صغير جديد
قديم احمر ابيض اسود احسن امل سلام محمد احمد علي حسن حسين عمر خالد صالح سعيد عباس كريم ماهر يونس عيسى موسى حمد ناصر
بسبب خلال اول اخر عدد كتاب طريق منطقه محافظه شارع قريه نصر سعد فهد سالم رضا هدى جبل
هاوار کات ڕۆژ شەو مال دەر سەر بەر ناو یەک دوو سێ من تۆ ئەو ئێمە ئێوە ئەوان بوو بووە نییە هەیە دار کار
`)

/** Names that mean a place only with the article: without it they are everyday words. */
export const ARTICLE_NEEDED = list(`
حي علم دور قائم حمزه رفاعي خضر مدينه شعب ثوره منصور بغدادي وحده زهور نور كرامه تحرير كوت عشار شاميه زبير رمادي
فاو هنديه
خالص حضر ربيعه دوره امين خضراء ميثاق كرمه
`)

/**
 * Even with the article these are everyday words ("in the city", "the quarter"): only a cue such as قضاء makes them a
 * town.
 */
export const GENERIC_WITH_ARTICLE = list('حي مدينه شعب دور علم ثوره وحده نور كرامه تحرير قائم عشار')

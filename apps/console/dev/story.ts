/**
 * Made-up tips, events and warnings in three languages, for developing the console and for its tests. Nothing in it
 * happened and nobody in it exists; the places are real so that the map can be looked at.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type {
  Draft, EventDetail, EventRow, InLanguages, Kind, NearName, Place, ReleaseDetail, TipDetail, TipRow,
} from '../src/api/shapes.ts'

export interface Story {
  kinds: Kind[]
  names: NearName[]
  tips: TipDetail[]
  events: EventDetail[]
  drafts: Draft[]
  releases: ReleaseDetail[]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

const near: [en: string, ar: string, ckb: string, lat: number, lon: number, level: string][] = [
  ['Mosul', 'الموصل', 'مووسڵ', 36.335, 43.118, 'town'],
  ['al-Zuhur', 'الزهور', 'زوهوور', 36.368, 43.168, 'place'],
  ['al-Zanjili', 'الزنجيلي', 'زەنجیلی', 36.351, 43.109, 'place'],
  ['Bab al-Tob', 'باب الطوب', 'باب توب', 36.339, 43.133, 'place'],
  ['al-Muthanna', 'المثنى', 'موسەننا', 36.371, 43.152, 'place'],
  ['Gogjali', 'كوكجلي', 'گۆگجەلی', 36.356, 43.247, 'place'],
  ['Nabi Yunus', 'النبي يونس', 'نەبی یونس', 36.349, 43.160, 'place'],
  ['Hammam al-Alil', 'حمام العليل', 'حەمام عەلیل', 36.160, 43.262, 'town'],
  ['Qayyarah', 'القيارة', 'قەیارە', 35.804, 43.288, 'town'],
  ['Bashiqa', 'بعشيقة', 'بەعشیقە', 36.452, 43.348, 'town'],
  ['Bartella', 'برطلة', 'بەرتەلە', 36.351, 43.378, 'town'],
  ['Tel Keppe', 'تلكيف', 'تلکێف', 36.494, 43.119, 'town'],
  ['Tal Afar', 'تلعفر', 'تەلەعفەر', 36.379, 42.450, 'town'],
  ['Hawija', 'الحويجة', 'حەویجە', 35.325, 43.771, 'town'],
  ['Makhmur', 'مخمور', 'مەخموور', 35.774, 43.580, 'town'],
  ['Kalak', 'كلك', 'کەلەک', 36.269, 43.642, 'town'],
  ['Erbil', 'أربيل', 'هەولێر', 36.191, 44.009, 'town'],
  ['Duhok', 'دهوك', 'دهۆک', 36.867, 42.988, 'town'],
]

interface Thread { kind: number; place: number; radius: number; p: number; spread: number; hours: number; texts: [string, string][] }

/** What people tell of one thing, by several mouths. */
const threads: Thread[] = [
  { kind: 1, place: 1, radius: 350, p: 0.86, spread: 0.09, hours: 0.4, texts: [
    ['ar', 'أرى منذ الظهر سيارة كيا بيضاء في الكراج خلف المخبز في حي الزهور، يحملون فيها براميل وأسلاكًا ثم يغطونها.'],
    ['ckb', 'ئۆتۆمبێلێکی کیای سپی لە گەڕاجەکەی پشت نانەواخانەی زوهوور، سێ کەس بەرمیلی تێ دەکەن و دایدەپۆشن. ئەمڕۆ کاتژمێر دوو بینیم.'],
    ['en', 'White Kia behind the bakery in al-Zuhur. Three men loading barrels since noon, doors taken off the back. They said it leaves tonight.'],
    ['ar', 'جارنا يقول إنهم يجهزون سيارة في الزهور وستخرج الليلة باتجاه السوق.'],
  ] },
  { kind: 4, place: 3, radius: 250, p: 0.71, spread: 0.14, hours: 1.2, texts: [
    ['ar', 'أخذوا رجلًا من أمام محله في باب الطوب قبل ساعة، وضعوه في سيارة سوداء بلا لوحات واتجهوا إلى الجسر القديم.'],
    ['ar', 'خُطف صاحب محل الأقمشة في باب الطوب، كان معه ابنه وتركوه يبكي في الشارع.'],
  ] },
  { kind: 3, place: 2, radius: 600, p: 0.78, spread: 0.11, hours: 9, texts: [
    ['ar', 'في مدرسة الزنجيلي المهجورة صناديق تنقل ليلًا منذ أسبوع، عليها حراسة عند الباب الخلفي.'],
    ['ckb', 'لە قوتابخانە چۆڵەکەی زەنجیلی شەوانە سندوق دادەگرن، دوو پاسەوانی لێیە.'],
    ['en', 'Boxes carried into the old school in al-Zanjili after dark, four nights in a row.'],
  ] },
  { kind: 6, place: 5, radius: 900, p: 0.93, spread: 0.04, hours: 3, texts: [
    ['ar', 'حاجز جديد عند مدخل كوكجلي يفتش الهواتف ويأخذ البطاقات.'],
    ['ckb', 'بازگەیەکی نوێ لە گۆگجەلی، مۆبایل دەپشکنن.'],
    ['ar', 'حاجز جديد عند مدخل كوكجلي يفتشون الهواتف ويأخذون البطاقات.'],
    ['en', 'New checkpoint at Gogjali, they look through every phone. Take the river road.'],
    ['kmr', 'Li Gogjali noqteya kontrolê ya nû danîn, telefonan dişêlînin û pasaportan distînin.'],
  ] },
  { kind: 7, place: 7, radius: 2500, p: 0.64, spread: 0.17, hours: 14, texts: [
    ['ar', 'قرب حمام العليل عائلات محاصرة بلا ماء منذ يومين، بينهم كبار سن وأطفال.'],
    ['en', 'About forty families near Hammam al-Alil have had no water for two days.'],
  ] },
  { kind: 8, place: 14, radius: 1500, p: 0.55, spread: 0.2, hours: 20, texts: [
    ['ckb', 'ڕێگای مەخموور بە بەرد و خۆڵ داخراوە، کەس ناتوانێت بە ئۆتۆمبێل تێپەڕێت.'],
  ] },
  { kind: 9, place: 8, radius: 8000, p: 0.97, spread: 0.02, hours: 30, texts: [
    ['ar', 'الشبكة مقطوعة في القيارة كلها منذ البارحة.'],
    ['ar', 'لا شبكة في القيارة من الليل.'],
    ['en', 'No signal anywhere in Qayyarah since last night.'],
  ] },
  { kind: 5, place: 12, radius: 3000, p: 0.31, spread: 0.16, hours: 44, texts: [
    ['ar', 'يقولون إن صاحب محل الهواتف في السوق يعمل معهم.'],
    ['ar', 'يقولون ان صاحب محل الهواتف بالسوق يعمل معهم.'],
    ['ar', 'صاحب محل الهواتف في السوق يعمل معهم، هذا معروف.'],
  ] },
  { kind: 10, place: 4, radius: 500, p: 0.6, spread: 0.2, hours: 5, texts: [
    ['en', 'My mother needs insulin, we are in al-Muthanna and cannot leave the house.'],
  ] },
]

const filler: [lang: string, text: string, kind: number][] = [
  ['ar', 'رأيت دورية من ثلاث سيارات تتحرك ببطء في الشارع العام ثم عادت.', 5],
  ['ckb', 'دوو ئۆتۆمبێل بە خێرایی بەرەو ڕۆژهەڵات ڕۆیشتن، چرایان کوژابووەوە.', 5],
  ['en', 'Two pickups without lights went east along the river an hour ago.', 5],
  ['ar', 'الطريق مغلق بسواتر ترابية قرب الجسر.', 8],
  ['ckb', 'تۆڕی مۆبایل لێرە نییە لە نیوەڕۆوە.', 9],
  ['ar', 'نحتاج إلى حليب أطفال ودواء للسكري.', 10],
  ['kmr', 'Li kolana me du kes li ser banê xanî ne û çek bi wan re ye.', 5],
  ['ar', 'سمعت أن حاجزًا وُضع عند التقاطع الكبير.', 6],
  ['en', 'People say there will be a search of houses tomorrow morning.', 0],
  ['ar', 'بيت فارغ تدخل إليه سيارات ليلًا، لا أعرف ماذا فيه.', 3],
]

const sourceNames = ['heron', 'linden', 'basalt', 'swift', 'almond', 'quartz', 'reed', 'ibis', 'cedar', 'flint',
  'tamarisk', 'lark']
const channels: TipRow['channel'][] = ['web', 'webNoScript', 'email', 'app', 'api']

/** The same story every time for the same start. */
export function tellStory(now: number, fillers = 180): Story {
  const random = seeded(20140610)
  const story: Story = { kinds: readKinds(), names: near.map(nearName), tips: [], events: [], drafts: [], releases: [] }
  for (const thread of threads) addThread(story, thread, now, random)
  for (let n = 0; n < fillers; n++) addFiller(story, n, now, random)
  addOddities(story, now, random)
  story.tips.sort(byUrgency)
  addWarnings(story, now)
  return story
}

export function byUrgency(a: TipRow, b: TipRow): number {
  return b.urgency - a.urgency || b.receivedAt.localeCompare(a.receivedAt) || b.id.localeCompare(a.id)
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function hex(random: () => number, octets: number): string {
  return Array.from({ length: octets }, () => Math.floor(random() * 256).toString(16).padStart(2, '0')).join('')
}

function pick<T>(list: readonly T[], random: () => number): T {
  const one = list[Math.floor(random() * list.length)]
  if (one === undefined) throw new Error('Nothing to pick from')
  return one
}

function readKinds(): Kind[] {
  const folder = fileURLToPath(new URL('../../../kinds/', import.meta.url))
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()
    && /^\d+-/.test(entry.name))
    .map((entry): Kind => ({ ...JSON.parse(readFileSync(`${folder}${entry.name}/kind.json`, 'utf8')), picture: '',
      asked: true }))
  return kinds.sort((a, b) => a.id - b.id)
}

function nearName([en, ar, ckb, lat, lon, level]: (typeof near)[number]): NearName {
  return {
    name: en, names: [{ text: en, lang: 'en' }, { text: ar, lang: 'ar' }, { text: ckb, lang: 'ckb' }],
    lat, lon, radius_m: level === 'town' ? 4000 : 700, level, km: 0,
  }
}

function placeAt(index: number, radius: number, lang: string, random: () => number): Place {
  const name = near[index] ?? near[0]
  if (name === undefined) throw new Error('No places')
  const [en, ar, ckb, lat, lon] = name
  return {
    lat: lat + (random() - 0.5) * 0.006, lon: lon + (random() - 0.5) * 0.006, radius_m: radius,
    name: lang === 'ar' ? ar : lang === 'ckb' ? ckb : en,
  }
}

const urgencyOf = (story: Story, kind: number) => story.kinds.find((one) => one.id === kind)?.urgency ?? 0

export function makeTip(story: Story, random: () => number,
  given: Partial<TipDetail> & { text: string; lang: string }): TipDetail {
  const receivedAt = given.receivedAt ?? iso(Date.now())
  const at = Date.parse(receivedAt)
  const kind = given.kind ?? 0
  const gist = [...given.text.replaceAll('\n', ' ')].slice(0, 160).join('')
  return {
    id: hex(random, 16), receivedAt, channel: pick(channels, random), kind, kindFrom: random() < 0.6 ? 'told' : 'words',
    urgency: urgencyOf(story, kind), when: { from: iso(at - 90 * MINUTE),
      to: iso(at - 20 * MINUTE) }, whenTrusted: true, gist,
    attachments: given.attachmentList?.length ?? 0, duress: false, answered: (given.replies?.length ?? 0) > 0, state: 'open',
    source: `${pick(sourceNames, random)}-${10 + Math.floor(random() * 89)}`, amended: false, placeFrom: 'told', marks: [],
    basis: pick(['saw', 'told', 'heard', 'saw', 'inferred'],
      random), heardFrom: [], places: [], attachmentList: [], nearCopies: [],
    carried: 1, amendments: [], replies: [], canReply: random() < 0.7, reasons: [], sourceGrade: pick(['A', 'B', 'C',
      'C', 'D', 'F'], random),
    ...given,
  }
}

function addThread(story: Story, thread: Thread, now: number, random: () => number): void {
  const eventId = `ev-${story.events.length + 1}`
  const tips = thread.texts.map(([lang, text], index) => {
    const receivedAt = iso(now - thread.hours * HOUR - (thread.texts.length - index) * 17 * MINUTE * (1 + thread.hours / 6))
    const place = placeAt(thread.place, thread.radius, lang, random)
    return makeTip(story, random, { text, lang, kind: thread.kind, receivedAt, place, eventId,
      places: foundIn(text, place) })
  })
  markCopies(tips)
  finishThread(story, thread, eventId, tips, random)
}

/** Where the place's name stands in the text, in code points. */
function foundIn(text: string, place: Place): TipDetail['places'] {
  const at = text.indexOf(place.name)
  if (at === -1) return []
  const start = [...text.slice(0, at)].length
  return [{
    text: place.name, start, end: start + [...place.name].length, name: place.name, lat: place.lat, lon: place.lon,
    radius_m: place.radius_m, score: 0.9, form: 'name',
  }]
}

function markCopies(tips: TipDetail[]): void {
  for (const tip of tips) {
    const first = tip.text.slice(0, 12)
    tip.nearCopies = tips.filter((other) => other !== tip && other.lang === tip.lang
      && other.text.slice(0, 12) === first).map((other) => other.id)
  }
}

function finishThread(story: Story, thread: Thread, eventId: string, tips: TipDetail[], random: () => number): void {
  const event = eventOf(story, thread, eventId, tips, random)
  for (const tip of tips) {
    tip.p = event.p
    tip.credibility = event.credibility
  }
  story.tips.push(...tips)
  story.events.push(event)
}

const gradeOf = (p: number, lines: number): EventRow['credibility'] =>
  p > 0.9 && lines > 2 ? 1 : p > 0.7 ? 2 : p > 0.5 ? 3 : p > 0.3 ? 4 : 5

function eventOf(story: Story, thread: Thread, id: string, tips: TipDetail[], random: () => number): EventDetail {
  const first = tips[0]
  if (first === undefined) throw new Error('A thread without tips')
  const roots = rootsOf(tips)
  const lines = roots.length
  const place = { ...placeAt(thread.place, thread.radius, 'en', random) }
  const history = historyOf(tips, thread)
  const last = history.at(-1)
  return {
    id, kind: thread.kind, urgency: urgencyOf(story, thread.kind), place, placeName: near[thread.place]?.[0] ?? '',
    when: { from: first.when.from, to: tips.at(-1)?.when.to ?? first.when.to }, p: thread.p,
    interval: last?.interval ?? [thread.p, thread.p], credibility: gradeOf(thread.p,
      lines), lines, tipCount: tips.length,
    openTips: tips.length, lastTipAt: tips.at(-1)?.receivedAt ?? first.receivedAt, released: false, tips, why: [],
    reasons: reasonsFor(lines, tips.length), roots, history, drafts: [], releases: [],
  }
}

function rootsOf(tips: TipDetail[]): EventDetail['roots'] {
  const roots: EventDetail['roots'] = []
  for (const tip of tips) {
    const same = roots.find((root) => root.tips.some((id) => tip.nearCopies.includes(id)))
    if (same === undefined) roots.push({ root: tip.source, tips: [tip.id] })
    else same.tips.push(tip.id)
  }
  return roots
}

function historyOf(tips: TipDetail[], thread: Thread): EventDetail['history'] {
  return tips.map((tip, index) => {
    const share = (index + 1) / tips.length
    const p = 0.35 + (thread.p - 0.35) * share
    const spread = thread.spread + (1 - share) * 0.18
    return { at: tip.receivedAt, p, interval: [Math.max(0.01, p - spread), Math.min(0.99, p + spread)] }
  })
}

function reasonsFor(lines: number, tips: number): InLanguages {
  return {
    en: `${lines === 1 ? 'One line' : `${lines} independent lines`} of evidence from ${tips} ${tips === 1 ? 'tip' : 'tips'}; ${lines < tips ? 'some share one origin; ' : ''}no denial.`,
    ar: `${lines === 1 ? 'خيط دليل واحد' : `خيوط دليل مستقلة عددها ${lines}`} من ${tips} من البلاغات؛ ${lines < tips ? 'بعضها من أصل واحد؛ ' : ''}لا نفي.`,
    ckb: `${lines === 1 ? 'یەک هێڵی' : `${lines} هێڵی سەربەخۆی`} بەڵگە لە ${tips} هەواڵ؛ ${lines < tips ? 'هەندێکیان لە یەک سەرەتاوەن؛ ' : ''}هیچ ڕەتکردنەوەیەک نییە.`,
  }
}

function addFiller(story: Story, n: number, now: number, random: () => number): void {
  const [lang, text, kind] = pick(filler, random)
  const receivedAt = iso(now - (0.2 + n * 0.45 + random() * 0.4) * HOUR)
  const thread: Thread = {
    kind, place: Math.floor(random() * near.length), radius: pick([150, 400, 900, 2500, 6000], random),
    p: 0.2 + random() * 0.6, spread: 0.1 + random() * 0.12, hours: 0, texts: [],
  }
  const place = placeAt(thread.place, thread.radius, lang, random)
  const eventId = `ev-${story.events.length + 1}`
  const tip = makeTip(story, random, { text, lang, kind, receivedAt, place, eventId })
  finishThread(story, thread, eventId, [tip], random)
}

/** What a console must show without being hurt by it. */
function addOddities(story: Story, now: number, random: () => number): void {
  const script = '<script>document.title="owned"</script><img src=x onerror="window.owned=1">"\'&lt; {{1+1}} ${7*7}'
  const odd = makeTip(story, random, {
    text: script, lang: 'en', kind: 0, receivedAt: iso(now - 3 * MINUTE), urgency: 2, source: script, heardFrom: [script, '<b>cousin</b>'],
    place: { lat: 36.34, lon: 43.13, radius_m: 400, name: script }, canReply: true,
    attachmentList: [{ n: 0, type: 'image/svg+xml"><script>', bytes: 1234, state: 'refused', preview: false,
      code: 'REFUSED' }],
    replies: [{ text: script, at: iso(now - 2 * MINUTE), state: 'queued' }],
  })
  const bidi = makeTip(story, random, {
    text: 'Read this ⟦RLO⟧ txt.exe and this ␀ too', lang: 'en', receivedAt: iso(now - 50 * MINUTE), marks: ['bidi',
      'control'], kind: 0,
  })
  const full = story.tips[0]
  if (full !== undefined) Object.assign(full, {
    attachmentList: [
      { n: 0, type: 'image/jpeg', bytes: 2_412_331, state: 'ready', preview: true },
      { n: 1, type: 'audio/ogg', bytes: 312_000, state: 'ready', preview: false },
      { n: 2, type: 'image/jpeg', bytes: 0, state: 'waiting', preview: false },
    ],
    attachments: 3, basis: 'told', heardFrom: ['ابن عمي',
      'حارس المدرسة'], canReply: true, answered: true, carried: 2, counter: 3,
    composedAt: { at: iso(Date.parse(full.receivedAt) - 3 * HOUR), clock: 'set', trusted: true },
    replies: [{ text: 'هل السيارة ما زالت في المكان؟ لا تقترب منها.', at: iso(now - 12 * MINUTE), state: 'posted' }],
  } satisfies Partial<TipDetail>)
  const duress = makeTip(story, random, {
    text: 'كل شيء بخير هنا، لا حاجة لأحد.', lang: 'ar', kind: 7, receivedAt: iso(now - 31 * MINUTE), duress: true, canReply: true, whenTrusted: false,
    when: { from: iso(now - 80 * HOUR), to: iso(now - 31 * MINUTE) },
  })
  const wordless = makeTip(story, random,
    { text: '', lang: 'und', kind: 5, receivedAt: iso(now - 70 * MINUTE), canReply: false })
  const changed = makeTip(story, random, {
    text: 'They moved it to the garage near the mill.', lang: 'en', kind: 3, receivedAt: iso(now - 4 * HOUR), amended: true,
    amendments: [{ at: iso(now - 2 * HOUR), kind: 3, text: 'They moved it to the house near the mill.',
      when: { from: iso(now - 5 * HOUR), to: iso(now - 4 * HOUR) } }],
  })
  story.tips.push(odd, bidi, duress, wordless, changed)
}

function addWarnings(story: Story, now: number): void {
  const [bomb, , , checkpoint] = story.events
  if (bomb === undefined || checkpoint === undefined) return
  story.drafts.push(makeDraft(story, bomb, now))
  const released = makeDraft(story, checkpoint, now - 2 * HOUR)
  const release: ReleaseDetail = {
    id: 'rel-1', event: checkpoint.id, draft: released.id, at: iso(now - 2 * HOUR), kind: released.kind, headline: released.headline,
    area: released.area, tlp: 'CLEAR', confidence: released.confidence, peopleNear: 5400, expires: iso(now + 10 * HOUR),
    description: released.description, instruction: released.instruction, onset: released.onset, facts: [],
    exposure: { ...released.exposure, n: 1200, held: false, ways: [] },
  }
  story.releases.push(release, {
    ...release, id: 'rel-0', at: iso(now - 40 * HOUR), expires: iso(now - 28 * HOUR), tlp: 'GREEN', area: { ...release.area, radius_m: 4000 },
  })
  checkpoint.releases = [release]
  checkpoint.released = true
  bomb.drafts = story.drafts
}

export function makeDraft(story: Story, event: EventDetail, now: number): Draft {
  const place = event.place ?? { lat: 36.335, lon: 43.118, radius_m: 2000, name: 'Mosul' }
  const kind = story.kinds.find((one) => one.id === event.kind)
  return {
    id: `dr-${event.id}`, event: event.id, kind: event.kind,
    headline: { en: `Danger near ${place.name}: keep away`, ar: 'خطر في حي الزهور: ابتعدوا',
      ckb: 'مەترسی لە نزیک زوهوور: دوور بکەونەوە' },
    description: {
      en: 'Reports, not yet confirmed, say that a vehicle in this area may be dangerous.',
      ar: 'تقول بلاغات لم تتأكد بعد إن مركبة في هذه المنطقة قد تكون خطرة.',
      ckb: 'هەواڵەکان، کە هێشتا پشتڕاست نەکراونەتەوە، دەڵێن ئۆتۆمبێلێک لەم ناوچەیە لەوانەیە مەترسیدار بێت.',
    },
    instruction: { en: kind?.advice.en[0] ?? '', ar: kind?.advice.ar[0] ?? '', ckb: kind?.advice.ckb[0] ?? '' },
    area: areaAround(place), minimumRadius_m: 2000, onset: iso(now), expires: iso(now + 12 * HOUR), tlp: 'CLEAR', confidence: event.p, peopleNear: 3100,
    facts: [
      { text: 'A white van stands behind the bakery', place, when: event.when, who: { area: place.name, n: 9 } },
      { text: 'It is to leave tonight', when: event.when, who: { onlySource: true, n: 3 } },
    ],
    exposure: { n: 0, k: 20, held: true, facts: [], ways: [] }, state: 'draft', madeAt: iso(now),
  }
}

function areaAround(place: Place): Draft['area'] {
  const names = near.find(([en, ar, ckb]) => [en, ar, ckb].includes(place.name))
  const [en = place.name, ar = place.name, ckb = place.name] = names ?? []
  return { ...place, radius_m: Math.max(2000, place.radius_m), name: en, names: { en, ar, ckb } }
}

/** A simple stand-in for the guard: more people could have known the wider the area and the fewer the details. */
export function checkExposure(draft: Draft): Draft['exposure'] {
  const people = (radius: number, facts: number) => Math.round(Math.PI * (radius / 1000) ** 2 * 12 / 4 ** facts)
  const n = people(draft.area.radius_m, draft.facts.length)
  const k = 20
  return {
    n, k, held: n < k,
    facts: draft.facts.map((fact) => ({ text: fact.text, n: people(draft.area.radius_m, 1) })),
    ways: n >= k ? [] : [
      { change: 'area' as const, factor: 2.5, n: people(draft.area.radius_m * 2.5, draft.facts.length) },
      { change: 'detail' as const, fact: draft.facts.length - 1,
        n: people(draft.area.radius_m, draft.facts.length - 1) },
      { change: 'time' as const, hours: 6, n: n * 2 },
      { change: 'delay' as const, hours: 12, n: n * 3 },
      { change: 'wait' as const, n: 40 },
    ].map((way) => ({ ...way, enough: way.n >= k })),
  }
}

/** What the gateway's pages say. The source's other pages have their words in apps/intake/page. */
import type { FormErrorCode } from './errors.ts'
import type { Lang } from './fields.ts'

export interface GatewayWords {
  dir: 'ltr' | 'rtl'
  exit: string
  /** A harmless page that the person's own click opens. */
  leaveTo: string
  received: { title: string; once: string; what: string; made: string; added: string; words: string; digits: string
    list: string; listHint: string; second: string; secondHint: string; after: string[] }
  answers: { found: string; none: string; noneHint: string }
  links: { write: string; answers: string; add: string; form: string }
  refused: { title: string; nothing: string; code: string; again: string; filesAgain: string; text: string
    receipt: string; receiptOrNone: string
    why: Readonly<Record<FormErrorCode, string>> }
}

const en: GatewayWords = {
  dir: 'ltr',
  exit: 'Leave this page',
  leaveTo: 'https://www.google.com/search?q=weather',
  received: {
    title: 'Your message is with us, sealed',
    once: 'This is your code. It is shown only once.',
    what: 'Learn it by heart or write it down where nobody looks. One of the three forms is enough. With it you can '
      + 'read an answer and add more. Nobody can give it to you again. Whoever has it can read your answers.',
    made: 'This code was made on our server, because scripts are off in your browser. The server has forgotten it.',
    added: 'Added to your earlier message. Your code stays the same.',
    words: 'Words', digits: 'Numbers', list: 'Shopping list', listHint: 'The order does matter.',
    second: 'Your second code, for when somebody forces you',
    secondHint: 'Keep it apart from the first. It looks and works the same.',
    after: [
      'Come back in a day or two with your code to read an answer.',
      'If others use this device: clear the history of the browser, and remove photos you no longer need.',
    ],
  },
  answers: {
    found: 'Answers to you', none: 'There is no answer yet',
    noneHint: 'Your code is well formed. Answers can take some days. Look again later.',
  },
  links: { write: 'Write another message', answers: 'Read answers', add: 'Answer or add something, with the same code',
    form: 'Open the form again' },
  refused: {
    title: 'Nothing was sent',
    nothing: 'What you wrote has not arrived and was not kept on our server.',
    code: 'Error',
    again: 'Send again',
    filesAgain: 'Files have to be chosen again on the form.',
    text: 'What do you know?',
    receipt: 'Your code',
    receiptOrNone: 'Your code, or nothing',
    why: {
      ORIGIN: 'This form came from another site. Open our page and write there.',
      CONTENT_TYPE: 'Your browser sent the form in a way that we cannot read. Try another browser.',
      CHARSET: 'Your browser sent the form in an old character set. Try another browser.',
      FORM_BROKEN: 'The form did not arrive whole. Try again.',
      FORM_TOO_LARGE: 'The form is too large. Send fewer or smaller files.',
      TEXT_EMPTY: 'Write what you know, even one sentence.',
      TEXT_TOO_LONG: 'The text is too long. Make it shorter, or add it as a file.',
      FILE_TOO_LARGE: 'A file is larger than 25 MB. Choose a smaller one.',
      FILES_TOO_MANY: 'Choose at most 10 files.',
      FILE_BROKEN: 'A file did not arrive whole. Try again, or without the file.',
      RECEIPT_INVALID: 'The code is not complete or has a mistake. Check each part.',
      INTAKE_DOWN: 'Our server cannot keep messages just now. Wait a few minutes and send again.',
      LANE_FULL: 'Too many messages are arriving just now. Wait a minute and send again.',
      INTAKE_REFUSED: 'Our server did not take the message. Try again later.',
      INTERNAL: 'Something went wrong on our side. Try again.',
    },
  },
}

const ar: GatewayWords = {
  dir: 'rtl',
  exit: 'غادر هذه الصفحة',
  leaveTo: 'https://www.google.com/search?q=%D8%A7%D9%84%D8%B7%D9%82%D8%B3',
  received: {
    title: 'رسالتك عندنا، مختومة',
    once: 'هذا رمزك. يظهر مرة واحدة فقط.',
    what: 'احفظه عن ظهر قلب أو اكتبه حيث لا ينظر أحد. شكل واحد من الأشكال الثلاثة يكفي. به تقرأ الرد وتضيف المزيد. '
      + 'لا أحد يستطيع أن يعطيك إياه مرة أخرى. ومن كان عنده الرمز يقرأ الردود عليك.',
    made: 'صُنع هذا الرمز على خادمنا، لأن البرامج النصية متوقفة في متصفحك. وقد نسيه الخادم.',
    added: 'أُضيفت إلى رسالتك السابقة. رمزك هو نفسه.',
    words: 'كلمات', digits: 'أرقام', list: 'قائمة مشتريات', listHint: 'الترتيب مهم.',
    second: 'رمزك الثاني، إن أجبرك أحد',
    secondHint: 'احفظه بعيدًا عن الأول. يبدو مثله ويعمل مثله.',
    after: [
      'عد بعد يوم أو يومين مع رمزك لتقرأ الرد.',
      'إن كان غيرك يستعمل هذا الجهاز: امسح سجل المتصفح، واحذف الصور التي لم تعد تحتاجها.',
    ],
  },
  answers: {
    found: 'الردود عليك', none: 'لا يوجد رد بعد',
    noneHint: 'رمزك سليم. قد يتأخر الرد بضعة أيام. عد لاحقًا.',
  },
  links: { write: 'اكتب رسالة أخرى', answers: 'اقرأ الردود', add: 'أجب أو أضف شيئًا بالرمز نفسه',
    form: 'افتح النموذج من جديد' },
  refused: {
    title: 'لم يُرسل شيء',
    nothing: 'ما كتبته لم يصل ولم يُحفظ على خادمنا.',
    code: 'الخطأ',
    again: 'أرسل مرة أخرى',
    filesAgain: 'يجب اختيار الملفات من جديد في النموذج.',
    text: 'ماذا تعرف؟',
    receipt: 'رمزك',
    receiptOrNone: 'رمزك، أو لا شيء',
    why: {
      ORIGIN: 'جاء هذا النموذج من موقع آخر. افتح صفحتنا واكتب فيها.',
      CONTENT_TYPE: 'أرسل متصفحك النموذج بطريقة لا نستطيع قراءتها. جرّب متصفحًا آخر.',
      CHARSET: 'أرسل متصفحك النموذج بترميز قديم. جرّب متصفحًا آخر.',
      FORM_BROKEN: 'لم يصل النموذج كاملًا. حاول مرة أخرى.',
      FORM_TOO_LARGE: 'النموذج كبير جدًا. أرسل ملفات أقل أو أصغر.',
      TEXT_EMPTY: 'اكتب ما تعرفه ولو جملة واحدة.',
      TEXT_TOO_LONG: 'النص طويل جدًا. اختصره أو أضفه ملفًا.',
      FILE_TOO_LARGE: 'أحد الملفات أكبر من ٢٥ ميغابايت. اختر ملفًا أصغر.',
      FILES_TOO_MANY: 'اختر عشرة ملفات على الأكثر.',
      FILE_BROKEN: 'لم يصل أحد الملفات كاملًا. حاول مرة أخرى، أو من دون الملف.',
      RECEIPT_INVALID: 'الرمز ناقص أو فيه خطأ. راجع كل جزء.',
      INTAKE_DOWN: 'خادمنا لا يستطيع حفظ الرسائل الآن. انتظر بضع دقائق وأرسل مرة أخرى.',
      LANE_FULL: 'تصل رسائل كثيرة الآن. انتظر دقيقة وأرسل مرة أخرى.',
      INTAKE_REFUSED: 'لم يأخذ خادمنا الرسالة. حاول لاحقًا.',
      INTERNAL: 'حدث خطأ من جهتنا. حاول مرة أخرى.',
    },
  },
}

const ckb: GatewayWords = {
  dir: 'rtl',
  exit: 'ئێرە بەجێبهێڵە',
  leaveTo: 'https://www.google.com/search?q=%DA%A9%DB%95%D8%B4%D9%88%D9%87%DB%95%D9%88%D8%A7',
  received: {
    title: 'پەیامەکەت بە مۆرکراوی لای ئێمەیە',
    once: 'ئەمە کۆدەکەتە. تەنها یەک جار پیشان دەدرێت.',
    what: 'لەبەری بکە، یان لە شوێنێک بینووسە کە کەس سەیری ناکات. یەکێک لە سێ شێوەکە بەسە. بەو کۆدە وەڵام دەخوێنیتەوە و '
      + 'زیاتر دەنووسیت. کەس ناتوانێت دووبارە بتداتێ. هەر کەسێک ئەم کۆدەی هەبێت، وەڵامەکانت دەخوێنێتەوە.',
    made: 'ئەم کۆدە لەسەر ڕاژەکارەکەمان دروست کرا، چونکە سکریپت لە وێبگەڕەکەتدا کوژاوەتەوە. ڕاژەکارەکە لەبیری کردووە.',
    added: 'خرایە سەر پەیامی پێشووت. کۆدەکەت هەمان کۆدە.',
    words: 'وشە', digits: 'ژمارە', list: 'لیستی بازاڕ', listHint: 'ڕیزبەندییەکە گرنگە.',
    second: 'کۆدی دووەمت، بۆ کاتێک کەسێک زۆرت لێ بکات',
    secondHint: 'بە جیا لە یەکەم هەڵیبگرە. لەو دەچێت و وەک ئەو کار دەکات.',
    after: [
      'دوای ڕۆژێک یان دووان بە کۆدەکەتەوە بگەڕێوە تا وەڵام بخوێنیتەوە.',
      'ئەگەر کەسی تر ئەم ئامێرە بەکاردەهێنێت: مێژووی وێبگەڕەکە بسڕەوە، و ئەو وێنانەی پێویستت پێیان نەماوە لاببە.',
    ],
  },
  answers: {
    found: 'وەڵامەکان بۆ تۆ', none: 'هێشتا وەڵام نییە',
    noneHint: 'کۆدەکەت دروستە. لەوانەیە وەڵام چەند ڕۆژێک بخایەنێت. دواتر سەیر بکەرەوە.',
  },
  links: { write: 'پەیامێکی تر بنووسە', answers: 'وەڵامەکان بخوێنەوە',
    add: 'بە هەمان کۆد وەڵام بدەرەوە یان شتێک زیاد بکە', form: 'فۆڕمەکە دووبارە بکەرەوە' },
  refused: {
    title: 'هیچ نەنێردرا',
    nothing: 'ئەوەی نووسیت نەگەیشت و لەسەر ڕاژەکارەکەمان هەڵنەگیرا.',
    code: 'هەڵە',
    again: 'دووبارە بینێرە',
    filesAgain: 'فایلەکان دەبێت لە فۆڕمەکەدا دووبارە هەڵبژێردرێن.',
    text: 'چی دەزانیت؟',
    receipt: 'کۆدەکەت',
    receiptOrNone: 'کۆدەکەت، یان هیچ',
    why: {
      ORIGIN: 'ئەم فۆڕمە لە ماڵپەڕێکی ترەوە هات. پەڕەکەی ئێمە بکەرەوە و لەوێ بنووسە.',
      CONTENT_TYPE: 'وێبگەڕەکەت فۆڕمەکەی بە شێوەیەک نارد کە ناتوانین بیخوێنینەوە. وێبگەڕێکی تر تاقی بکەرەوە.',
      CHARSET: 'وێبگەڕەکەت فۆڕمەکەی بە کۆدی کۆنی پیت نارد. وێبگەڕێکی تر تاقی بکەرەوە.',
      FORM_BROKEN: 'فۆڕمەکە بە تەواوی نەگەیشت. دووبارە هەوڵ بدەرەوە.',
      FORM_TOO_LARGE: 'فۆڕمەکە زۆر گەورەیە. فایلی کەمتر یان بچووکتر بنێرە.',
      TEXT_EMPTY: 'ئەوەی دەیزانیت بینووسە، با یەک ڕستەش بێت.',
      TEXT_TOO_LONG: 'دەقەکە زۆر درێژە. کورتی بکەرەوە، یان وەک فایل زیادی بکە.',
      FILE_TOO_LARGE: 'فایلێک لە ٢٥ مێگابایت گەورەترە. یەکێکی بچووکتر هەڵبژێرە.',
      FILES_TOO_MANY: 'زۆرترین ١٠ فایل هەڵبژێرە.',
      FILE_BROKEN: 'فایلێک بە تەواوی نەگەیشت. دووبارە هەوڵ بدەرەوە، یان بەبێ فایلەکە.',
      RECEIPT_INVALID: 'کۆدەکە تەواو نییە یان هەڵەی تێدایە. هەر بەشێک ببینەوە.',
      INTAKE_DOWN: 'ڕاژەکارەکەمان ئێستا ناتوانێت پەیام هەڵبگرێت. چەند خولەکێک چاوەڕێ بکە و دووبارە بینێرە.',
      LANE_FULL: 'ئێستا پەیامی زۆر دێت. خولەکێک چاوەڕێ بکە و دووبارە بینێرە.',
      INTAKE_REFUSED: 'ڕاژەکارەکەمان پەیامەکەی وەرنەگرت. دواتر هەوڵ بدەرەوە.',
      INTERNAL: 'لای ئێمە هەڵەیەک ڕوویدا. دووبارە هەوڵ بدەرەوە.',
    },
  },
}

export const WORDS: Readonly<Record<Lang, GatewayWords>> = { en, ar, ckb }

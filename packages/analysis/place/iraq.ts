// Towns, districts and well known quarters of Iraq, written by hand from general knowledge of public geography,
// because no open gazetteer that comes as a package carries Arabic and Sorani names or quarters. Columns: id | level
// | lat | lon | radius in metres | population in thousands (0: unknown) | id it lies in | English names | Arabic
// names | Sorani names; several names of one place stand between slashes. A radius covers the built-up place, or the
// district where one is meant.

import type { GazetteerRow, Level } from './gazetteer.ts'

const TABLE = `
nineveh|adm1|36.0|42.4|110000|3800||Nineveh/Ninawa/Nineveh Governorate/Nineveh Province|نينوى/محافظة نينوى|نەینەوا/پارێزگای نەینەوا
mosul|town|36.345|43.130|9000|1700|nineveh|Mosul/Mawsil/Mousel/Mossul/Mûsil|الموصل|مووسڵ/موسڵ
tal-afar|town|36.376|42.449|4000|200|nineveh|Tal Afar/Telafer/Tall Afar/Tel Afar/Talafar|تلعفر/تل عفر|تەلەعفەر
sinjar|town|36.320|41.870|3000|80|nineveh|Sinjar/Shingal/Shengal/Şengal|سنجار/شنكال|شنگال/شەنگال/سنجار
qayyarah|town|35.800|43.291|2500|30|nineveh|Qayyarah/Qayyara/Gayara/Al-Qayyarah|القيارة|قەیارە
hamdaniya|town|36.270|43.378|3000|50|nineveh|Qaraqosh/Bakhdida/Hamdaniya/Al-Hamdaniyah|قره قوش/الحمدانية/بغديدا|قەرەقۆش/حەمدانیە
bartella|town|36.352|43.380|2000|20|nineveh|Bartella/Bartalla|برطلة/برطلا|بەرتەلە
tel-kaif|town|36.490|43.118|2500|30|nineveh|Tel Kaif/Tel Keppe/Tilkaif/Tall Kayf|تلكيف/تل كيف|تلکێف
bashiqa|town|36.452|43.347|2000|20|nineveh|Bashiqa/Baashiqa|بعشيقة|بەعشیقە
shekhan|town|36.692|43.350|2500|30|nineveh|Shekhan/Ain Sifni/Sheikhan|الشيخان/شيخان/عين سفني|شێخان
hatra|town|35.571|42.729|3000|10|nineveh|Hatra/Al-Hadr|الحضر|حەزەر
baaj|town|36.045|41.721|2500|20|nineveh|Baaj/Al-Ba'aj|البعاج|بەعاج
rabia|town|36.808|42.098|2500|20|nineveh|Rabia/Rabiaa/Rabi'ah|ربيعة|ڕەبیعە
hammam-alil|town|36.159|43.260|2500|30|nineveh|Hammam al-Alil/Hamam al-Alil|حمام العليل|حەمام عەلیل
zummar|town|36.646|42.603|2500|15|nineveh|Zummar/Zumar|زمار|زوممار
makhmur|town|35.775|43.580|2500|25|nineveh|Makhmur/Makhmour/Mexmûr|مخمور|مەخمور
old-mosul|place|36.342|43.127|1200|0|mosul|Old City of Mosul/Mosul Old City|الموصل القديمة/المدينة القديمة في الموصل|شاری کۆنی مووسڵ
mosul-wahda|place|36.322|43.172|900|0|mosul|Hay al-Wahda/Al-Wahda/Wahda District|حي الوحدة|گەڕەکی وەحدە
mosul-zuhur|place|36.367|43.163|900|0|mosul|Hay al-Zuhur/Al-Zuhour/Zuhur|حي الزهور|گەڕەکی زهور
mosul-muthanna|place|36.369|43.175|900|0|mosul|Hay al-Muthanna/Al-Muthanna District|حي المثنى|گەڕەکی موسەننا
mosul-tahrir|place|36.375|43.190|900|0|mosul|Hay al-Tahrir/Al-Tahrir District|حي التحرير|گەڕەکی تەحریر
mosul-nabi-yunus|place|36.349|43.160|700|0|mosul|Nabi Yunus/Nabi Younis/Nebi Yunus|النبي يونس|نەبی یونس
mosul-zanjili|place|36.356|43.113|700|0|mosul|Zanjili/Al-Zanjili|الزنجيلي/حي الزنجيلي|زەنجیلی
mosul-bab-tob|place|36.341|43.136|500|0|mosul|Bab al-Tob/Bab al-Toub|باب الطوب|باب ئەلتۆب
mosul-rifai|place|36.362|43.099|800|0|mosul|Hay al-Rifai/Al-Rifai/17 Tammuz|حي الرفاعي|گەڕەکی ڕیفاعی
mosul-mithaq|place|36.325|43.195|800|0|mosul|Hay al-Mithaq/Al-Mithaq|حي الميثاق|گەڕەکی میساق
mosul-karama|place|36.358|43.190|900|0|mosul|Hay al-Karama Mosul/Karama Mosul|حي الكرامة|گەڕەکی کەرامە
mosul-nur|place|36.363|43.178|800|0|mosul|Hay al-Nur/Al-Noor|حي النور|گەڕەکی نور
mosul-dawasa|place|36.334|43.136|600|0|mosul|Dawasa/Al-Dawasa|الدواسة|دەواسە
mosul-wadi-hajar|place|36.315|43.127|900|0|mosul|Wadi Hajar|وادي حجر|وادی حەجەر
mosul-mamun|place|36.307|43.105|900|0|mosul|Hay al-Mamun/Al-Mamoun Mosul|حي المأمون|گەڕەکی مەئمون
mosul-islah|place|36.352|43.095|700|0|mosul|Islah al-Zirai|الإصلاح الزراعي/حي الاصلاح الزراعي|ئیسلاحی زیراعی
mosul-baladiyat|place|36.382|43.165|900|0|mosul|Hay al-Baladiyat/Baladiyat Mosul|حي البلديات|گەڕەکی بەلەدیات
mosul-dam|place|36.630|42.823|2500|0|nineveh|Mosul Dam|سد الموصل|بەنداوی مووسڵ
gogjali|place|36.345|43.245|1500|0|mosul|Gogjali/Kokjali/Gogjaly|كوكجلي|گۆگجەلی
badush|place|36.405|42.970|2500|10|nineveh|Badush/Badoush|بادوش|بادوش
baghdad-gov|adm1|33.30|44.35|45000|8100||Baghdad Governorate/Baghdad Province|محافظة بغداد|پارێزگای بەغدا
baghdad|town|33.315|44.366|18000|7200|baghdad-gov|Baghdad/Bagdad/Bexda|بغداد|بەغدا/بەغداد
sadr-city|place|33.389|44.458|3500|1000|baghdad|Sadr City/Madinat al-Sadr/Thawra City/Saddam City|مدينة الصدر/الثورة|شاری سەدر
karrada|place|33.300|44.430|2500|300|baghdad|Karrada/Karada/Al-Karrada|الكرادة|کەڕادە
kadhimiya|place|33.380|44.338|2000|300|baghdad|Kadhimiya/Kadhimiyah/Khadamiya/Kazimiya|الكاظمية|کازمیە
adhamiya|place|33.366|44.372|2000|300|baghdad|Adhamiya/Adhamiyah/Azamiya|الأعظمية|ئەعزەمیە
mansour|place|33.315|44.345|1800|200|baghdad|Mansour/Al-Mansour/Mansur|المنصور/حي المنصور|مەنسور
dora|place|33.250|44.390|2500|300|baghdad|Dora/Al-Dora/Doura|الدورة|دۆرە
shula|place|33.370|44.280|2000|250|baghdad|Shula/Shoala/Al-Shu'la|الشعلة|شوعلە
new-baghdad|place|33.310|44.470|2500|400|baghdad|New Baghdad/Baghdad al-Jadida|بغداد الجديدة|بەغدای نوێ
zafaraniya|place|33.255|44.490|2500|200|baghdad|Zafaraniya/Zaafaraniya|الزعفرانية|زەعفەرانیە
ghazaliya|place|33.340|44.280|1800|100|baghdad|Ghazaliya/Ghazaliyah|الغزالية|غەزالیە
amiriya|place|33.302|44.288|1800|100|baghdad|Amiriya/Ameriya/Amiriyah|العامرية|عامریە
yarmouk|place|33.297|44.334|1300|80|baghdad|Yarmouk/Al-Yarmouk|اليرموك|یەرموک
jadriya|place|33.277|44.380|1500|50|baghdad|Jadriya/Jadiriyah|الجادرية|جادریە
green-zone|place|33.306|44.392|1800|10|baghdad|Green Zone/International Zone|المنطقة الخضراء|ناوچەی سەوز
shaab|place|33.405|44.415|2000|200|baghdad|Shaab/Al-Sha'ab|حي الشعب/الشعب|شەعب
baghdad-airport|place|33.262|44.235|3000|0|baghdad|Baghdad International Airport/Baghdad Airport|مطار بغداد/مطار بغداد الدولي|فڕۆکەخانەی بەغدا
tahrir-square|place|33.326|44.414|300|0|baghdad|Tahrir Square|ساحة التحرير|گۆڕەپانی تەحریر
mutanabbi|place|33.338|44.390|300|0|baghdad|Mutanabbi Street|شارع المتنبي|شەقامی موتەنەبی
shorja|place|33.339|44.401|500|0|baghdad|Shorja/Shorja Market|الشورجة/سوق الشورجة|شۆرجە
bab-sharqi|place|33.325|44.412|600|0|baghdad|Bab al-Sharqi/Bab al-Sharji|الباب الشرقي|باب شەرقی
abu-ghraib|town|33.306|44.185|4000|200|baghdad-gov|Abu Ghraib/Abu Ghurayb|أبو غريب|ئەبو غرێب
mahmudiya|town|33.060|44.363|4000|200|baghdad-gov|Mahmudiya/Mahmoudiyah|المحمودية|مەحمودیە
taji|town|33.509|44.270|4000|80|baghdad-gov|Taji/Al-Taji|التاجي|تاجی
tarmiya|town|33.672|44.395|3000|60|baghdad-gov|Tarmiya/Tarmiyah|الطارمية|تارمیە
madain|town|33.100|44.583|3000|60|baghdad-gov|Salman Pak/Al-Madain/Madain|سلمان باك/المدائن|مەدائین/سەلمان پاک
yusufiya|town|33.070|44.240|2500|40|baghdad-gov|Yusufiya/Yusufiyah|اليوسفية|یوسفیە
latifiya|town|32.950|44.370|2500|30|baghdad-gov|Latifiya/Latifiyah|اللطيفية|لەتیفیە
istiqlal|town|33.457|44.473|3000|80|baghdad-gov|Husayniyah/Al-Husseiniya|الحسينية|حوسەینیە
anbar|adm1|33.0|41.0|170000|1800||Anbar/Al-Anbar/Anbar Governorate/Anbar Province|الأنبار/محافظة الأنبار|ئەنبار/پارێزگای ئەنبار
ramadi|town|33.425|43.300|6000|450|anbar|Ramadi/Al-Ramadi/Rumadi|الرمادي|ڕومادی/ڕەمادی
fallujah|town|33.350|43.784|5000|320|anbar|Fallujah/Falluja/Felluja/Al-Fallujah|الفلوجة|فەلوجە
hit|town|33.638|42.826|3000|100|anbar|Hit/Heet|هيت|هیت
haditha|town|34.139|42.377|3500|100|anbar|Haditha/Hadithah|حديثة|حەدیسە
qaim|town|34.369|41.090|4000|150|anbar|Al-Qaim/Qaim/Al-Qa'im|القائم|قائیم
rawa|town|34.478|41.916|2500|30|anbar|Rawa/Rawah|راوة|ڕاوە
ana|town|34.373|41.985|2500|30|anbar|Anah/Annah|عنة/عنه|عانە
rutba|town|33.038|40.285|3000|50|anbar|Rutba/Ar-Rutbah/Rutbah|الرطبة|ڕوتبە
khalidiya|town|33.391|43.500|2500|40|anbar|Khalidiya/Khaldiyah|الخالدية|خالیدیە
habbaniya|town|33.370|43.570|3000|50|anbar|Habbaniya/Habbaniyah|الحبانية|حەبانیە
karmah|town|33.400|43.910|2500|60|anbar|Karma/Al-Karmah/Garma|الكرمة/كرمة الفلوجة|کەرمە
baghdadi|town|33.870|42.550|2500|30|anbar|Al-Baghdadi/Khan al-Baghdadi|البغدادي/خان البغدادي|بەغدادی
amiriyat-fallujah|town|33.180|43.860|3000|40|anbar|Amiriyat al-Fallujah/Amiriyat Fallujah|عامرية الفلوجة|عامریەی فەلوجە
trebil|place|32.834|39.013|2500|0|anbar|Trebil/Turaybil|طريبيل|تڕێبیل
walid|place|33.430|38.930|2500|0|anbar|Al-Waleed Crossing/Walid Crossing|منفذ الوليد|دەروازەی وەلید
salahaddin|adm1|34.5|43.6|100000|1600||Salahuddin/Salah al-Din/Saladin/Salahaddin Governorate/Saladin Governorate|صلاح الدين/محافظة صلاح الدين|سەڵاحەددین/پارێزگای سەڵاحەددین
tikrit|town|34.607|43.678|5000|160|salahaddin|Tikrit|تكريت|تکریت
samarra|town|34.198|43.874|4500|350|salahaddin|Samarra/Samara/Sammara|سامراء|سامەڕا
baiji|town|34.931|43.487|4000|170|salahaddin|Baiji/Bayji/Beiji|بيجي|بێجی
balad|town|34.015|44.146|4000|110|salahaddin|Balad|بلد/قضاء بلد|بەلەد
dujail|town|33.847|44.241|3500|80|salahaddin|Dujail/Al-Dujayl|الدجيل|دوجەیل
sharqat|town|35.518|43.235|3500|100|salahaddin|Sharqat/Shirqat/Al-Shirqat|الشرقاط|شەرگات/شەرقات
tuz|town|34.888|44.633|3500|100|salahaddin|Tuz Khurmatu/Tuz Khormato/Tuz/Tooz|طوزخورماتو/طوز خورماتو/الطوز|دوزخورماتوو/توزخورماتوو
amerli|town|34.725|44.580|2000|25|salahaddin|Amerli/Amirli/Amreli|آمرلي|ئامرلی
alam|town|34.680|43.690|2000|30|salahaddin|Al-Alam|العلم/ناحية العلم|عەلەم
dhuluiya|town|34.066|44.222|3000|50|salahaddin|Dhuluiya/Duluiya|الضلوعية|زلوعیە
daur|town|34.459|43.795|2500|40|salahaddin|Al-Dawr/Ad-Dawr|الدور|دور
diyala|adm1|33.9|45.0|80000|1700||Diyala/Diyala Governorate/Diyala Province|ديالى/محافظة ديالى|دیالە/پارێزگای دیالە
baqubah|town|33.745|44.643|5500|470|diyala|Baqubah/Baquba/Ba'quba/Baqouba|بعقوبة|بەعقوبە
muqdadiya|town|33.979|44.937|4000|150|diyala|Muqdadiya/Miqdadiyah/Shahraban|المقدادية/شهربان|موقدادیە/شارەبان
khanaqin|town|34.348|45.391|4000|170|diyala|Khanaqin/Khaniqin/Xaneqîn|خانقين|خانەقین
jalawla|town|34.273|45.166|3000|80|diyala|Jalawla/Jalula/Gulala|جلولاء|جەلەولا/گوڵاڵە
saadiya|town|34.190|45.122|2500|40|diyala|Saadiya/Sa'diyah|السعدية|سەعدیە
khalis|town|33.808|44.533|4000|90|diyala|Khalis/Al-Khalis|الخالص|خالیس
mandali|town|33.748|45.552|2500|30|diyala|Mandali|مندلي|مەندەلی
balad-ruz|town|33.698|45.076|3500|60|diyala|Balad Ruz/Baladruz|بلدروز/بلد روز|بەلەدرۆز
buhriz|town|33.700|44.670|2000|40|diyala|Buhriz/Bahriz|بهرز|بوهریز
kirkuk-gov|adm1|35.4|44.2|60000|1650||Kirkuk Governorate/Kirkuk Province/Tamim|محافظة كركوك|پارێزگای کەرکووک
kirkuk|town|35.468|44.392|8000|970|kirkuk-gov|Kirkuk/Kerkuk|كركوك|کەرکووک
hawija|town|35.325|43.773|3500|100|kirkuk-gov|Hawija/Hawijah/Al-Hawija|الحويجة|حەویجە
daquq|town|35.138|44.448|2500|50|kirkuk-gov|Daquq/Dakuk/Daqooq|داقوق|داقوق
dibis|town|35.670|44.070|2500|40|kirkuk-gov|Dibis/Dubz|الدبس/دبس|دوبز
taza|town|35.300|44.330|2000|30|kirkuk-gov|Taza Khurmatu/Taza|تازة/تازة خورماتو|تازە خورماتوو
rahimawa|place|35.497|44.400|1200|0|kirkuk|Rahim Awa/Rahimawa|رحيم آوه/رحيماوة|ڕەحیماوا
erbil-gov|adm1|36.4|44.3|80000|2000||Erbil Governorate/Hawler Governorate|محافظة أربيل|پارێزگای هەولێر
erbil|town|36.191|44.009|9000|1300|erbil-gov|Erbil/Arbil/Irbil/Hawler/Hewlêr|أربيل/اربيل|هەولێر
ankawa|place|36.230|43.994|1800|60|erbil|Ankawa/Ainkawa|عنكاوا|عەنکاوە
koya|town|36.083|44.629|3000|60|erbil-gov|Koya/Koy Sanjaq/Koisanjaq|كويسنجق/كوية|کۆیە
soran|town|36.653|44.545|3500|120|erbil-gov|Soran/Diana|سوران/ديانا|سۆران
rawanduz|town|36.612|44.524|2000|20|erbil-gov|Rawanduz/Rowanduz|راوندوز|ڕەواندوز
shaqlawa|town|36.404|44.322|2500|30|erbil-gov|Shaqlawa|شقلاوة|شەقڵاوە
choman|town|36.637|44.889|2000|15|erbil-gov|Choman|جومان/چومان|چۆمان
khabat|town|36.273|43.673|2500|40|erbil-gov|Khabat|خبات|خەبات
gwer|town|36.045|43.478|2000|15|erbil-gov|Gwer/Al-Kuwayr|الكوير|گوێر
sulaymaniyah-gov|adm1|35.5|45.3|80000|2100||Sulaymaniyah Governorate/Slemani Governorate|محافظة السليمانية|پارێزگای سلێمانی
sulaymaniyah|town|35.561|45.431|7000|680|sulaymaniyah-gov|Sulaymaniyah/Sulaimani/Slemani/Sulaimaniya/As-Sulaymaniyah/Silêmanî|السليمانية|سلێمانی
halabja|town|35.178|45.986|3000|110|sulaymaniyah-gov|Halabja/Helebce|حلبجة|هەڵەبجە
ranya|town|36.255|44.883|3000|100|sulaymaniyah-gov|Ranya/Rania|رانية|ڕانیە
kalar|town|34.626|45.318|4000|150|sulaymaniyah-gov|Kalar|كلار|کەلار
chamchamal|town|35.534|44.826|3000|90|sulaymaniyah-gov|Chamchamal/Jamjamal|جمجمال|چەمچەماڵ
kifri|town|34.695|44.960|2500|40|diyala|Kifri|كفري|کفری
qaladiza|town|36.181|45.129|3000|70|sulaymaniyah-gov|Qaladiza/Qaladze/Pishdar|قلعة دزة|قەڵادزێ
dukan|town|35.955|44.953|2500|20|sulaymaniyah-gov|Dukan/Dokan|دوكان|دوکان
penjwen|town|35.620|45.943|2500|30|sulaymaniyah-gov|Penjwen/Penjwin|بنجوين|پێنجوێن
darbandikhan|town|35.111|45.696|3000|50|sulaymaniyah-gov|Darbandikhan|دربندخان|دەربەندیخان
saidsadiq|town|35.351|45.867|2500|60|sulaymaniyah-gov|Said Sadiq/Sayid Sadiq|سيد صادق|سەید سادق
dohuk-gov|adm1|37.0|43.3|60000|1300||Dohuk Governorate/Duhok Governorate|محافظة دهوك|پارێزگای دهۆک
dohuk|town|36.867|42.989|5500|350|dohuk-gov|Dohuk/Duhok/Dihok|دهوك|دهۆک
zakho|town|37.144|42.687|4000|200|dohuk-gov|Zakho/Zaxo/Zakhu|زاخو|زاخۆ
amedi|town|37.092|43.487|2000|12|dohuk-gov|Amadiya/Amedi/Amediye|العمادية|ئامێدی
akre|town|36.741|43.893|2500|40|dohuk-gov|Akre/Aqrah/Aqra|عقرة|ئاکرێ
sumel|town|36.858|42.850|3000|60|dohuk-gov|Sumel/Simele/Semel|سميل|سێمێل
bardarash|town|36.505|43.590|2500|40|dohuk-gov|Bardarash|بردرش|بەردەڕەش
basra-gov|adm1|30.4|47.6|80000|3000||Basra Governorate/Basra Province|محافظة البصرة|پارێزگای بەسرە
basra|town|30.508|47.783|9000|1400|basra-gov|Basra/Basrah/Al-Basrah/Bassora|البصرة|بەسرە
zubair|town|30.389|47.701|4000|300|basra-gov|Zubair/Az-Zubayr/Al-Zubair|الزبير|زوبێر
umm-qasr|town|30.034|47.930|3000|60|basra-gov|Umm Qasr/Um Qasr|أم قصر|ئوم قەسر
faw|town|29.976|48.472|3500|50|basra-gov|Al-Faw/Fao/Al-Fao|الفاو|فاو
qurna|town|31.016|47.431|3000|80|basra-gov|Qurna/Al-Qurnah|القرنة|قورنە
abu-khasib|town|30.442|47.978|4000|100|basra-gov|Abu al-Khasib/Abu Al-Khaseeb|أبو الخصيب/ابي الخصيب|ئەبو خەسیب
safwan|town|30.113|47.720|2500|40|basra-gov|Safwan|صفوان/سفوان|سەفوان
madina-basra|town|30.960|47.270|3000|60|basra-gov|Al-Madina Basra/Al-Medaina|المدينة/قضاء المدينة|مەدینە
shatt-arab|adm2|30.60|47.95|15000|150|basra-gov|Shatt al-Arab District|قضاء شط العرب|شەتولعەرەب
tannuma|place|30.530|47.855|2000|50|basra|Tannuma/Al-Tanuma|التنومة|تەنومە
ashar|place|30.517|47.835|1200|50|basra|Al-Ashar/Ashar|العشار|عەشار
maysan|adm1|31.9|47.0|70000|1150||Maysan/Misan/Maysan Governorate|ميسان/محافظة ميسان|میسان
amarah|town|31.836|47.145|5500|530|maysan|Amarah/Amara/Al-Amarah|العمارة|عیمارە
majar|town|31.590|47.170|3000|60|maysan|Majar al-Kabir|المجر الكبير|مەجەڕی گەورە
ali-gharbi|town|32.460|46.690|2500|30|maysan|Ali al-Gharbi|علي الغربي|عەلی غەربی
dhiqar|adm1|31.2|46.3|70000|2150||Dhi Qar/Thi Qar/Dhi Qar Governorate|ذي قار/محافظة ذي قار|زیقار
nasiriyah|town|31.053|46.257|6000|560|dhiqar|Nasiriyah/Nasiriya/An-Nasiriyah|الناصرية|ناسریە
shatra|town|31.410|46.172|3500|250|dhiqar|Shatrah/Ash-Shatrah/Shatra|الشطرة|شەترە
suq-shuyukh|town|30.893|46.467|3500|100|dhiqar|Suq al-Shuyukh/Souk al-Shuyukh|سوق الشيوخ|سوق شیوخ
rifai|town|31.718|46.109|3000|100|dhiqar|Al-Rifai Dhi Qar/Ar Rifa'i|الرفاعي/قضاء الرفاعي|ڕیفاعی
chibayish|town|30.970|47.000|3500|50|dhiqar|Chibayish/Al-Chibayish/Chabaish|الجبايش|جەبایش
muthanna|adm1|30.2|45.4|120000|830||Muthanna Governorate/Al-Muthanna Governorate|محافظة المثنى|پارێزگای موسەننا
samawah|town|31.319|45.284|5000|220|muthanna|Samawah/Samawa/As-Samawah|السماوة|سەماوە
rumaitha|town|31.529|45.204|3000|70|muthanna|Rumaitha/Al-Rumaythah|الرميثة|ڕومەیسە
khidhir|town|31.190|45.560|2500|30|muthanna|Khidhir/Al-Khidr|الخضر/قضاء الخضر|خزر
qadisiyah|adm1|31.9|45.0|55000|1330||Qadisiyah/Al-Qadisiyyah/Diwaniya Governorate|محافظة القادسية/محافظة الديوانية|قادسیە
diwaniyah|town|31.993|44.926|5500|400|qadisiyah|Diwaniyah/Diwaniya/Ad-Diwaniyah|الديوانية|دیوانیە
afak|town|32.064|45.247|2500|40|qadisiyah|Afak/Afaq|عفك|عەفەک
shamiya|town|31.963|44.600|3000|80|qadisiyah|Shamiya/Ash-Shamiyah|الشامية|شامیە
hamza|town|31.727|44.977|3000|60|qadisiyah|Al-Hamza/Hamza al-Sharqi|الحمزة/الحمزة الشرقي|حەمزە
babil|adm1|32.5|44.5|55000|2120||Babil/Babylon Governorate/Babil Governorate|بابل/محافظة بابل|بابل/پارێزگای بابل
hillah|town|32.464|44.420|6000|540|babil|Hillah/Hilla/Al-Hillah|الحلة|حیللە
musayyib|town|32.779|44.290|3000|90|babil|Musayyib/Al-Musayyab|المسيب|موسەیب
iskandariya|town|32.895|44.340|3500|130|babil|Iskandariya/Iskandariyah|الإسكندرية/الاسكندرية|ئەسکەندەریە
jurf-sakhar|town|32.870|44.220|3500|20|babil|Jurf al-Sakhar/Jurf al-Nasr|جرف الصخر/جرف النصر|جورف سەخەر
mahawil|town|32.660|44.410|3000|50|babil|Mahawil/Al-Mahawil|المحاويل|مەحاویل
hashimiya|town|32.370|44.660|3000|50|babil|Hashimiyah/Al-Hashimiya|الهاشمية|هاشمیە
karbala-gov|adm1|32.4|43.7|50000|1250||Karbala Governorate/Kerbala Governorate|محافظة كربلاء|پارێزگای کەربەلا
karbala|town|32.616|44.033|6500|710|karbala-gov|Karbala/Kerbala|كربلاء|کەربەلا
ain-tamr|town|32.566|43.490|2500|25|karbala-gov|Ain al-Tamr|عين التمر|عەین تەمر
hindiya|town|32.544|44.222|3500|130|karbala-gov|Hindiya/Al-Hindiyah/Tuwairij|الهندية/طويريج|هیندیە
najaf-gov|adm1|31.2|44.0|100000|1500||Najaf Governorate|محافظة النجف|پارێزگای نەجەف
najaf|town|32.000|44.335|7000|750|najaf-gov|Najaf/An-Najaf|النجف/النجف الأشرف|نەجەف
kufa|town|32.051|44.440|3500|170|najaf-gov|Kufa/Al-Kufah|الكوفة|کوفە
manathira|town|31.910|44.490|3000|60|najaf-gov|Manathira/Al-Manadhirah|المناذرة|مەنازیرە
wasit|adm1|32.7|45.7|70000|1400||Wasit/Wasit Governorate|واسط/محافظة واسط|واست
kut|town|32.513|45.818|5500|390|wasit|Kut/Al-Kut/Kut al-Amara|الكوت|کوت
suwaira|town|32.926|44.777|3500|90|wasit|Suwaira/As-Suwayrah|الصويرة|سوەیرە
aziziya|town|32.910|45.067|3000|70|wasit|Aziziya/Al-Aziziyah|العزيزية|عەزیزیە
numaniya|town|32.566|45.416|3000|80|wasit|Numaniya/An-Nu'maniyah|النعمانية|نوعمانیە
hai|town|32.174|46.043|3500|90|wasit|Al-Hayy/Al-Hai|الحي/قضاء الحي|حەی
badra|town|33.112|45.958|2500|20|wasit|Badra/Badrah|بدرة|بەدرە
`

const LEVELS: readonly Level[] = ['adm1', 'adm2', 'town', 'place']

/** The list as rows; every row lies in the country IQ. */
export function iraqRows(): GazetteerRow[] {
  return TABLE.trim().split('\n').map(iraqRow)
}

const named = (names: string, lang: string) => names.split('/').map((text) => ({ text, lang }))

function iraqRow(line: string): GazetteerRow {
  const [
    id = '',
    level = '',
    lat = '',
    lon = '',
    radius = '',
    thousands = '',
    within = '',
    en = '',
    ar = '',
    ckb = '',
  ] = line.split('|')
  return {
    id: `iq:${id}`,
    names: [...named(en, 'en'), ...named(ar, 'ar'), ...named(ckb, 'ckb')],
    lat: Number(lat),
    lon: Number(lon),
    radius_m: Number(radius),
    level: LEVELS.find((known) => known === level) ?? 'place',
    population: Number(thousands) * 1000,
    within: within === '' ? ['IQ'] : ['IQ', `iq:${within}`],
  }
}

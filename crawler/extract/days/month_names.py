"""The months by their names in other languages than Chinese and English: in dates, alone and short, as Unicode's CLDR knows them; where
countries of one language name them otherwise, as those do. Names are facts: nothing of CLDR's files is copied."""

from __future__ import annotations

from typing import Final

_TABLE: Final = {
    "Albanian": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "Arabic": "يناير فبراير مارس أبريل/ابريل/إبريل مايو يونيو/يونيه يوليو/يوليه أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "Arabic of the Levant": "كانون_الثاني شباط آذار نيسان أيار/ايار حزيران تموز آب أيلول/ايلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "Arabic of the Maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية/يوليوز أوت/غشت شتنبر أكتوبر نونبر دجنبر",
    "Armenian": "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
    "Azerbaijani": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "Belarusian": "студзеня лютага сакавіка красавіка мая/траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "Bulgarian": "януари февруари март април май юни юли август септември октомври ноември декември",
    "Catalan": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "Czech": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září "
             "října/říjen listopadu prosince/prosinec",
    "Danish and Norwegian": "januar februar marts/mars april maj/mai juni juli august september oktober november december/desember",
    "Dutch": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "Estonian": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta "
               "joulukuuta",
    "French": "janvier/janv février/fevrier/févr mars avril/avr mai juin juillet/juil août/aout septembre/sept octobre novembre "
              "décembre/decembre/déc",
    "Georgian": "იანვარი/იანვარს თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
    "German": "januar/jänner/jän/jan februar/feber/feb märz/maerz/mär april/apr mai juni/jun juli/jul august/aug september/sept/sep "
              "oktober/okt november/nov dezember/dez",
    "Greek": "ιανουαρίου/ιαν φεβρουαρίου/φεβ μαρτίου/μαρ απριλίου/απρ μαΐου/μαϊου ιουνίου/ιουν ιουλίου/ιουλ αυγούστου/αυγ σεπτεμβρίου/σεπ "
             "οκτωβρίου/οκτ νοεμβρίου/νοε δεκεμβρίου/δεκ",
    "Hebrew": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר "
              "אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    "Hindi": "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "Hungarian": "január/jan február/febr március/márc április/ápr május/máj június/jún július/júl augusztus/aug szeptember/szept "
                 "október/okt november/nov december/dec",
    "Indonesian": "januari februari maret april mei juni juli agustus september oktober november desember",
    "Italian": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set ottobre/ott "
               "novembre/nov dicembre/dic",
    "Kazakh": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "Khmer": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "Lao": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "Latvian": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā augusts/augustā "
               "septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    "Lithuanian": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "Malay": "januari februari mac april mei jun julai ogos september oktober november disember",
    "Polish": "stycznia/sty lutego/lut marca kwietnia/kwi maja czerwca/cze lipca/lip sierpnia/sie września/wrz października/paź "
              "listopada grudnia/gru",
    "Portuguese": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set outubro/out "
                  "novembro/nov dezembro/dez",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie/oct noiembrie decembrie",
    "Russian": "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл "
               "августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    "Serbian": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "Serbian in Latin letters": "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    "Slovak": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "Slovene": "januar februar marec april maj junij julij avgust september oktober november december",
    "Spanish": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago septiembre/setiembre/sept/sep "
               "octubre/oct noviembre/nov diciembre/dic",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Tajik": "январ/январи феврал/феврали март/марти апрел/апрели май/майи июн/июни июл/июли август/августи сентябр/сентябри "
             "октябр/октябри ноябр/ноябри декабр/декабри",
    "Thai": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "Thai, short": "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
    "Turkish": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "Ukrainian": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "Uyghur": "يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر",
    "Uzbek": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr"}
"""Twelve months of each language, parted by blanks, spellings of one by slashes. Croatian is left out: its `listopada` is in October."""

MONTHS: Final = {name.replace("_", " "): number for names in _TABLE.values() for number, month in enumerate(names.split(), 1)
          for name in month.split("/")}
"""The number of a month by its name in small letters. No name is that of two months in these."""

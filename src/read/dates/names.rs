//! The names of months and of days of the week, and what else stands in dates, by language.

/// The months' names, as they stand in dates, each month's separated by spaces; folded by
/// [`fold`]. Where a name is written short, its first letters do, at least three.
const MONTHS: [&str; 12] = [
    "january januar jaenner janner janvier enero gennaio janeiro januari января январь січня stycznia \
     styczen ledna leden ocak ianuarie tammikuuta tammikuu januar ιανουαριου ιανουαριος يناير जनवरी",
    "february februar fevrier febrero febbraio fevereiro februari февраля февраль лютого lutego luty \
     unora unor subat februarie helmikuuta helmikuu φεβρουαριου φεβρουαριος فبراير फरवरी फ़रवरी",
    "march mar marz maerz mars marzo marco maart mrt марта март березня marca marzec brezna brezen mart \
     martie maaliskuuta maaliskuu marcius maret μαρτιου μαρτιος مارس मार्च",
    "april avril abril aprile апреля апрель квітня kwietnia kwiecien dubna duben nisan aprilie \
     huhtikuuta huhtikuu aprilis απριλιου απριλιος أبريل ابريل अप्रैल",
    "may mai mayo maggio maio mei мая май травня maja maj kvetna kveten mayis toukokuuta toukokuu \
     majus μαιου μαιος مايو मई",
    "june juni juin junio giugno junho июня июнь червня czerwca czerwiec cervna cerven haziran iunie \
     kesakuuta kesakuu junius ιουνιου ιουνιος يونيو जून",
    "july juli juillet julio luglio julho июля июль липня lipca lipiec cervence cervenec temmuz iulie \
     heinakuuta heinakuu julius ιουλιου ιουλιος يوليو जुलाई",
    "august aout agosto augustus augusti августа август серпня sierpnia sierpien srpna srpen agustos \
     elokuuta elokuu augusztus agustus αυγουστου αυγουστος أغسطس اغسطس अगस्त",
    "september sept septembre septiembre setiembre settembre setembro сентября сентябрь вересня \
     wrzesnia wrzesien zari eylul septembrie syyskuuta syyskuu szeptember σεπτεμβριου σεπτεμβριος \
     سبتمبر सितंबर सितम्बर",
    "october oktober octobre octubre ottobre outubro октября октябрь жовтня pazdziernika pazdziernik \
     rijna rijen ekim octombrie lokakuuta lokakuu οκτωβριου οκτωβριος أكتوبر اكتوبر अक्टूबर अक्तूबर",
    "november novembre noviembre novembro ноября ноябрь листопада listopadu kasim noiembrie \
     marraskuuta marraskuu νοεμβριου νοεμβριος نوفمبر नवंबर नवम्बर",
    "december dezember decembre diciembre dicembre dezembro desember декабря декабрь грудня grudnia \
     grudzien prosince prosinec aralik decembrie joulukuuta joulukuu δεκεμβριου δεκεμβριος ديسمبر \
     दिसंबर दिसम्बर",
];

/// The days' names, Monday first, in the same form.
const WEEKDAYS: [&str; 7] = [
    "monday montag lundi lunes lunedi segunda maandag понедельник пн poniedzialek mandag mo ma",
    "tuesday tues dienstag mardi martes martedi terca dinsdag вторник вт wtorek tisdag tirsdag di",
    "wednesday mittwoch mercredi miercoles mercoledi quarta woensdag среда ср sroda onsdag mi wo",
    "thursday thur thurs donnerstag jeudi jueves giovedi quinta donderdag четверг чт czwartek torsdag do",
    "friday freitag vendredi viernes venerdi sexta vrijdag пятница пт piatek fredag fr vr",
    "saturday samstag sonnabend samedi sabado sabato zaterdag суббота сб sobota lordag sa za",
    "sunday sonntag dimanche domingo domenica zondag воскресенье вс niedziela sondag so zo",
];

/// Words that stand in dates and say nothing of the day.
const FILLERS: &[&str] = &[
    "a",
    "ad",
    "alle",
    "am",
    "at",
    "avlo",
    "ce",
    "d",
    "date",
    "de",
    "del",
    "den",
    "der",
    "di",
    "die",
    "do",
    "el",
    "feira",
    "il",
    "k",
    "kl",
    "klo",
    "la",
    "le",
    "les",
    "los",
    "nam",
    "nd",
    "o",
    "of",
    "om",
    "on",
    "ore",
    "os",
    "pm",
    "posted",
    "published",
    "rd",
    "st",
    "th",
    "the",
    "thang",
    "time",
    "tháng",
    "năm",
    "ngày",
    "um",
    "updated",
    "vers",
    "à",
    "às",
    "в",
    "г",
    "года",
    "год",
    "р",
    "року",
    "er",
    "eme",
    "dia",
    "et",
    "uur",
];

/// A name in small letters and without most accents, so that `Décembre` is `decembre`.
pub(super) fn fold(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).filter_map(folded).collect()
}

fn folded(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' | 'ń' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' => 'u',
        'ş' | 'ș' | 'š' | 'ś' => 's',
        'ğ' => 'g',
        'ř' => 'r',
        'ź' | 'ż' | 'ž' => 'z',
        'ł' => 'l',
        'ý' => 'y',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        // What is left of a capital I with a dot, and a nukta.
        '\u{307}' | '\u{93C}' => return None,
        other => other,
    })
}

/// The number of the month that a folded word names; `None` if it may be several.
pub(super) fn month(word: &str) -> Option<i8> {
    named(&MONTHS, word)
}

/// The number of the day of the week that a folded word names, Monday being 1.
pub(super) fn weekday(word: &str) -> Option<i8> {
    named(&WEEKDAYS, word)
}

/// Whether a folded word says nothing of the day.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.iter().any(|filler| fold(filler) == word)
}

fn named(table: &[&str], word: &str) -> Option<i8> {
    let numbered = || (1..).zip(table);
    let names = |names: &str, fits: &dyn Fn(&str) -> bool| names.split_whitespace().any(fits);
    let whole = numbered().find(|(_, it)| names(it, &|name| fold(name) == word));
    if let Some((number, _)) = whole {
        return Some(number);
    }
    if word.chars().count() < 3 {
        return None;
    }
    let mut short = numbered().filter(|(_, it)| names(it, &|name| fold(name).starts_with(word)));
    let (number, _) = short.next()?;
    short.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_their_names_and_their_first_letters() {
        for (number, names) in (1..).zip(&MONTHS) {
            for name in names.split_whitespace() {
                assert_eq!(month(&fold(name)), Some(number), "{name}");
            }
        }
        for (word, number) in [
            ("Sept", Some(9)),
            ("Déc", Some(12)),
            ("févr", Some(2)),
            ("Mär", Some(3)),
            ("juil", Some(7)),
            ("Ağu", Some(8)),
            ("дек", Some(12)),
            ("Ma", None),
            ("jui", None),
            ("soon", None),
        ] {
            assert_eq!(month(&fold(word)), number, "{word}");
        }
    }

    #[test]
    fn days_of_the_week_are_known_too() {
        for (number, names) in (1..).zip(&WEEKDAYS) {
            for name in names.split_whitespace() {
                assert_eq!(weekday(&fold(name)), Some(number), "{name}");
            }
        }
        assert_eq!(weekday("wed"), Some(3));
        assert_eq!(weekday("week"), None);
    }
}

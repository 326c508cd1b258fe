use jiff::civil::date as day;
use jiff::tz::Offset;
use proptest::prelude::*;

use super::*;

#[test]
fn a_date_is_read_in_every_form() {
    let expected = day(2021, 9, 3);
    for text in [
        "2021-09-03",
        " 2021/9/3 ",
        "2021-09-03T23:30:00-11:00",
        "2021-09-03T23:30:00.123456-1100",
        "2021-09-03 23:30:00,5",
        "2021-09-03T23:30Z",
        "2021/09/03 08:15",
        "2021-W35-5",
        "2021W355",
        "2021-246",
        "20210903",
        "20210903T081500Z",
        "20210903081500",
        "2021.09.03",
        "2021. 9. 3.",
        "2021-Sep-03",
        "Sep. 3, 2021",
        "Sept 3 2021",
        "September 3, 2021",
        "September 3rd, 2021",
        "3rd of September, 2021",
        "3 September 2021",
        "03-Sep-21",
        "03 Sep '21",
        "03 Sep 2021,Friday",
        "Friday, 3 September 2021",
        "Monday, 3 September 2021",
        "Fri, 03 Sep 2021 10:00:00 +0200",
        "Fri, 03 Sep 2021 10:00:00",
        "Fri, 03 Sep 21 10:00 EST",
        "Fri,03 Sep 2021 10:00:00 GMT+2",
        "Fri Sep  3 10:00:00 2021",
        "Fri Sep 03 10:00:00 +0000 2021",
        "Fri Sep 03 2021 10:00:00 GMT+0200 (Central European Summer Time)",
        "Friday, September 3rd 2021, 3:23:18 pm",
        "Sep 3, 2021 7:00 PM EST",
        "September 3, 2021 at 7 p.m. ET",
        "Published September 3, 2021",
        "03.09.2021",
        "3.9.21, 19.30 Uhr",
        "13/09/2021",
        "09/13/2021",
        "Freitag, 3. September 2021",
        "Fr., 3. Sept. 2021, 19 Uhr",
        "vendredi 3 septembre 2021 à 19h30",
        "viernes, 3 de septiembre de 2021",
        "3 settembre 2021",
        "3 de setembro de 2021",
        "vrijdag 3 september 2021 om 19:30",
        "3 сентября 2021 г., 19:30",
        "3 września 2021",
        "3 Eylül 2021",
        "2021年9月3日",
        "2021年9月3日(金) 15時30分",
        "２０２１年９月３日",
        "2021년 9월 3일",
        "3 سبتمبر 2021",
        "3 सितंबर 2021",
        "1630656000",
        "1630656000.5",
        "1630656000123",
        "1630656000123456",
    ] {
        let expected = if text.contains("13") && text.len() == 10 && text.contains('/') {
            day(2021, 9, 13)
        } else {
            expected
        };
        assert_eq!(date(text), Some(expected), "{text}");
    }
}

#[test]
fn what_is_no_day_is_none() {
    for text in [
        "",
        "yesterday",
        "3 hours ago",
        "in 2 days",
        "today at 10:00",
        "last Friday",
        "soon",
        "2021-13-01",
        "2021-02-30",
        "Ma 3, 2021",
        "Feb. 30, 2021",
        "September 2021",
        "2021",
        "2021-09",
        "2021-W35",
        "03/04/2021",
        "4/9/24, 2:36 PM",
        "12",
        "12345",
        "99999999",
        "3 September",
        "10:30",
        "32/13/2021",
        "1.2.3",
        "v1.2.2021b",
        "Sep 3, 2021 Sep 4, 2021",
        "3 September 2567",
        "//",
        "T",
        "+",
        "0000-00-00",
        "三",
        "٠",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
}

#[test]
fn a_moment_is_read_in_every_form() {
    let zone = TimeZone::fixed(Offset::constant(9));
    let moment = |text: &str| timestamp(text, &zone).map(|moment| moment.to_string());
    for (text, expected) in [
        ("2021-09-03T08:15:00+02:00", "2021-09-03T06:15:00Z"),
        ("2021-09-03T08:15:00+0200", "2021-09-03T06:15:00Z"),
        ("2021-09-03 08:15:00 UTC", "2021-09-03T08:15:00Z"),
        ("2021-09-03 08:15", "2021-09-02T23:15:00Z"),
        ("2021-09-03", "2021-09-02T15:00:00Z"),
        ("Fri, 03 Sep 2021 08:15:00 GMT", "2021-09-03T08:15:00Z"),
        ("Fri, 03 Sep 2021 08:15:00 EST", "2021-09-03T13:15:00Z"),
        ("Thu, 03 Sep 21 08:15 GMT+2", "2021-09-03T06:15:00Z"),
        ("Fri, 03 Sep 2021 08:15:00", "2021-09-02T23:15:00Z"),
        ("Sep 3, 2021 7:00 PM EST", "2021-09-04T00:00:00Z"),
        ("Sep 3, 2021 12:05 a.m. EDT", "2021-09-03T04:05:00Z"),
        ("Sep 3, 2021 12:05 PM PDT", "2021-09-03T19:05:00Z"),
        ("2021年9月3日 午後3時15分", "2021-09-03T06:15:00Z"),
        ("vendredi 3 septembre 2021 à 19h30", "2021-09-03T10:30:00Z"),
        ("3. September 2021, 19.30 Uhr", "2021-09-03T10:30:00Z"),
        ("Fri Sep 03 08:15:00 +0000 2021", "2021-09-03T08:15:00Z"),
        ("20210903T081500Z", "2021-09-03T08:15:00Z"),
        ("1630656000", "2021-09-03T08:00:00Z"),
        ("1630656000.25", "2021-09-03T08:00:00.25Z"),
        ("1630656000123", "2021-09-03T08:00:00.123Z"),
        ("1630656000123456", "2021-09-03T08:00:00.123456Z"),
        ("1630656000123456789", "2021-09-03T08:00:00.123456789Z"),
        ("2021-09-03T08:15:00.123456789Z", "2021-09-03T08:15:00.123456789Z"),
    ] {
        assert_eq!(moment(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["2021/09/03 25:15", "noon", "03/04/2021 10:00", "2021-09-03 08:15 IST"] {
        assert_eq!(moment(text), None, "{text}");
    }
}

#[test]
fn a_moment_needs_a_zone() {
    let moment = |text: &str| Written::read(text).unwrap().moment(None);
    assert!(moment("2021-09-03T08:15:00Z").is_some());
    assert!(moment("Fri, 03 Sep 2021 08:15:00 +0200").is_some());
    assert!(moment("1630656000").is_some());
    assert!(moment("2021-09-03 08:15").is_none());
    assert!(moment("2021-09-03").is_none());
}

proptest! {
    #[test]
    fn no_text_panics(text in "([0-9]{1,4}|[ /:.,+\\-TZWh年月日時]|am|pm|Sep|mar|GMT|.){0,12}") {
        let _ = timestamp(&text, &TimeZone::UTC);
        let _ = Seen::in_text(&text);
        let _ = date(&text);
    }

    #[test]
    fn what_is_written_comes_back(seconds in -2_000_000_000_i64..4_000_000_000, nano in 0..1_000_000_000_i32) {
        let moment = Timestamp::new(seconds, nano.abs()).unwrap();
        prop_assert_eq!(timestamp(&moment.to_string(), &TimeZone::UTC), Some(moment));
        let day = TimeZone::UTC.to_datetime(moment).date();
        prop_assert_eq!(date(&day.to_string()), Some(day));
    }
}

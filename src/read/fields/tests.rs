use jiff::civil::date;

use super::*;

fn given(fields: &[(&str, &[&str])]) -> Vec<Given> {
    let one = |(name, values): &(&str, &[&str])| Given {
        field: Field::named(name).unwrap_or_else(|| panic!("{name} is known")),
        name: (*name).to_owned(),
        values: values.iter().map(|&value| value.to_owned()).collect(),
    };
    fields.iter().map(one).collect()
}

fn read(fields: &[(&str, &[&str])]) -> (Article, Vec<Warning>) {
    let mut article = Article::default();
    let warnings = set_all(&mut article, &given(fields), Seen::default());
    (article, warnings)
}

#[test]
fn values_come_in_many_forms() {
    let (article, warnings) = read(&[
        ("id", &["17.0"]),
        ("headline", &["Q&amp;A: the <em>late</em> ferry"]),
        ("source", &["https://courier.example/1"]),
        ("publisher", &["The Courier"]),
        ("authors", &["By Ada Okafor", "[[Jonas Lindqvist]]", "Ada Okafor"]),
        ("category", &["news", "ports"]),
        ("tags", &["sea, ferries,sea"]),
        ("keywords", &["['harbour', \"goats\"]"]),
        ("favorite", &["1"]),
        ("progress", &["0.45"]),
        ("language", &["English"]),
        ("read_count", &["\"3\""]),
        ("pubDate", &["Fri, 03 Sep 2021 08:15:00 GMT"]),
        ("created", &["1630656000"]),
    ]);
    assert_eq!(warnings, []);
    assert_eq!(article.external_id.as_deref(), Some("17"));
    assert_eq!(article.title.as_deref(), Some("Q&A: the late ferry"));
    assert_eq!(article.url.as_deref(), Some("https://courier.example/1"));
    assert_eq!(article.site.as_deref(), Some("The Courier"));
    assert_eq!(article.author.as_deref(), Some("Ada Okafor, Jonas Lindqvist"));
    assert_eq!(article.category.as_deref(), Some("news"));
    assert_eq!(article.tags, ["ports", "sea", "ferries", "harbour", "goats"]);
    assert_eq!((article.starred, article.progress), (true, Some(45)));
    assert_eq!((article.language.as_deref(), article.read_count), (Some("en"), 3));
    assert_eq!(article.date, Some(date(2021, 9, 3)));
    assert_eq!(article.published, "2021-09-03T08:15:00Z".parse().ok());
    assert_eq!(article.created, "2021-09-03T08:00:00Z".parse().ok());
}

#[test]
fn what_cannot_be_read_is_a_warning_and_hides_nothing() {
    let (article, warnings) = read(&[
        ("date", &["soon"]),
        ("published", &["2021-09-03"]),
        ("read_count", &["-1"]),
        ("progress", &["101"]),
        ("language", &["none of these"]),
        ("starred", &["perhaps"]),
        ("updated", &["yesterday"]),
    ]);
    assert_eq!(article.date, Some(date(2021, 9, 3)));
    assert_eq!(article.read_count, 0);
    let warned: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warned.len(), 6, "{warned:?}");
    assert!(warned[4].starts_with("the field `date` is left out: it must be a date such as"));
}

#[test]
fn nothing_is_said_of_what_is_absent() {
    for value in ["", " ", "null", "None", "NaN", "n/a", "-"] {
        let (article, warnings) = read(&[
            ("date", &[value]),
            ("created", &["0"]),
            ("url", &[value]),
            ("author", &[value]),
            ("tags", &[value]),
        ]);
        assert_eq!((article, warnings), (Article::default(), Vec::new()), "{value:?}");
    }
    assert_eq!(read(&[("title", &["None"])]).0.title.as_deref(), Some("None"));
}

#[test]
fn a_date_in_doubt_is_told_by_what_stands_beside_it() {
    let doubtful: &[&str] = &["03/04/2024"];
    let (article, warnings) = read(&[("date", doubtful)]);
    assert_eq!(article.date, None);
    assert!(warnings[0].to_string().contains("tell the day from the month"), "{warnings:?}");
    let april = Some(date(2024, 4, 3));
    assert_eq!(read(&[("date", doubtful), ("saved", &["24/12/2024"])]).0.date, april);
    assert_eq!(read(&[("date", doubtful), ("lang", &["en-GB"])]).0.date, april);
    assert_eq!(
        read(&[("date", doubtful), ("url", &["https://a.example/2024/04/03/x"])]).0.date,
        april
    );
    let seen = Seen::in_text("{\"date\": \"12/24/2024\"}");
    let mut article = Article::default();
    assert_eq!(set_all(&mut article, &given(&[("date", doubtful)]), seen), []);
    assert_eq!(article.date, Some(date(2024, 3, 4)));
    // The language of the text tells too, if it is not English.
    let mut article = Article {
        body: "Der Hafenmeister hat den Hafen vor dem Mittag geschlossen, weil der Wind für die \
            Fähren zu stark geworden war, und die Boote sind zu Hause geblieben."
            .to_owned(),
        ..Article::default()
    };
    assert_eq!(set_all(&mut article, &given(&[("date", doubtful)]), Seen::default()), []);
    assert_eq!(article.date, april);
}

#[test]
fn paragraphs_of_plain_text_stay() {
    for (given, plain) in [
        ("One &amp; two.\n\nThree&#8217;s &ldquo;four&rdquo;.", "One & two.\n\nThree’s “four”."),
        ("One.\n\nIf a < b &amp;&amp; b > c.", "One.\n\nIf a < b && b > c."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("<em>One</em> &amp; two.\n\n<a href=\"x\">Three</a>.", "One & two.\n\nThree."),
    ] {
        let read = plain_text(given.to_owned(), false);
        let paragraphs: Vec<&str> =
            read.split("\n\n").map(str::trim).filter(|it| !it.is_empty()).collect();
        assert_eq!(paragraphs.join("\n\n"), plain);
    }
    let lines = plain_text("A title\n\nOne &amp;<br>two.\n\n<b>Three</b>.".to_owned(), false);
    assert_eq!(lines.split("\n\n").next(), Some("A title"), "{lines:?}");
    assert!(lines.trim_end().ends_with("\n\nThree."), "{lines:?}");
    let page = plain_text("<p>One &amp;\ntwo.</p><p>Three.</p>".to_owned(), false);
    let paragraphs: Vec<&str> = page.split("\n\n").filter(|it| !it.trim().is_empty()).collect();
    assert_eq!(paragraphs.len(), 2);
}

#[test]
fn markup_that_was_escaped_is_markup() {
    let body = |given: &str| plain_text(given.to_owned(), false).trim().to_owned();
    let ticker =
        "Staves Inc. &lt;A HREF=\"http://quotes.example/q?t=STV\"&gt;STV&lt;/A&gt; rose 3%.";
    assert_eq!(body(ticker), "Staves Inc. STV rose 3%.");
    assert_eq!(body("A price for &lt;b&gt;...&lt;/b&gt; today"), "A price for ... today");
    assert_eq!(plain("A price for &#60;b>...&#60;/b> today"), "A price for ... today");
    assert_eq!(
        plain("Bonds &lt;i&gt;and&lt;/i&gt; shares &amp;amp; more"),
        "Bonds and shares & more"
    );
    // What is no markup once it is read stays as it reads.
    for (given, plain_text) in [
        ("If a &lt; b &amp;&amp; b &gt; c", "If a < b && b > c"),
        ("Write &lt;b&gt; for bold", "Write <b> for bold"),
        ("I &lt;3 trams", "I <3 trams"),
    ] {
        assert_eq!((body(given), plain(given)), (plain_text.to_owned(), plain_text.to_owned()));
    }
    // A page that shows markup shows it still.
    assert_eq!(body("<p>Write &lt;b&gt;bold&lt;/b&gt;.</p>"), "Write <b>bold</b>.");
}

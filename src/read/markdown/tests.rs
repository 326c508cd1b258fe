use super::*;

#[test]
fn marks_go_and_words_stay() {
    let text = "\
# The *late* ferry

It was [late](https://ferry.example) by **two**
hours, `again`.<br>Nobody ![a boat](boat.png)minded.

## Why

> The wind, they said.

- the first
- the second

  with a word more
1. one

```
let code = 1;
```

| a | b |
|---|---|
| 1 | 2 |

<div>html</div>

The end.[^1]

[^1]: A note.
";
    let article = article(text).0;
    assert_eq!(article.title.as_deref(), Some("The late ferry"));
    let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
    assert_eq!(
        paragraphs,
        [
            "It was late by two hours, again.\nNobody minded.",
            "Why",
            "The wind, they said.",
            "the first",
            "the second",
            "with a word more",
            "one",
            "html",
            "The end.",
        ]
    );
}

#[test]
fn front_matter_gives_fields() {
    let yaml = "---\ntitle: \"Late: again\" # yes\ndate: 2021-09-03\ntags:\n  - id: 4\n\
            link: https://ferry.example/1\nlang: en\ncategory: [a, b]\n---\n# Heading\n\nText.";
    let article = article(yaml).0;
    assert_eq!(article.title.as_deref(), Some("Late: again"));
    assert_eq!(article.url.as_deref(), Some("https://ferry.example/1"));
    assert_eq!(article.date, Some(jiff::civil::date(2021, 9, 3)));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!((article.category.as_deref(), article.external_id), (Some("a"), None));
    assert_eq!(article.body, "Heading\n\nText.");
    let toml = super::article("+++\nid = 'f-1'\n+++\nText.").0;
    assert_eq!((toml.external_id.as_deref(), &*toml.body), (Some("f-1"), "Text."));
}

#[test]
fn a_rule_is_no_front_matter_and_a_bad_date_a_warning() {
    assert_eq!(article("---\nOne.\n\nTwo.").0.body, "One.\n\nTwo.");
    let (read, warnings) = article("---\ndate: soon\n---\nText.");
    assert_eq!((read.body.as_str(), warnings.len()), ("Text.", 1));
}

#[test]
fn front_matter_is_read_as_clippers_write_it() {
    let text = "---\ntitle: >-\n  Harbour loan approved\n  after a long fight\n\
        source: \"https://courier.example/loan\"\nauthor:\n  - \"[[Ada Okafor]]\"\n  - Jonas Lind\n\
        published: 2024-12-20\ncreated: Friday, September 12th 2025, 3:23:18 pm\n\
        tags: [clippings, \"sea, harbour\", 'it''s']\ncategory:\n- ports\nempty:\n\
        nested:\n  title: Not this\n  list:\n    - a: b\ndescription: |\n  One\n  date: 1999-01-01\n---\nText.";
    let (read, warnings) = article(text);
    assert_eq!(warnings, []);
    assert_eq!(read.title.as_deref(), Some("Harbour loan approved after a long fight"));
    assert_eq!(read.url.as_deref(), Some("https://courier.example/loan"));
    assert_eq!(read.author.as_deref(), Some("Ada Okafor, Jonas Lind"));
    assert_eq!(read.date, Some(jiff::civil::date(2024, 12, 20)));
    assert!(read.created.is_some());
    assert_eq!(read.category.as_deref(), Some("ports"));
    assert_eq!(read.tags, ["clippings", "sea, harbour", "it's"]);
    assert_eq!(read.body, "Text.");
}

#[test]
fn strings_in_front_matter_have_many_forms() {
    for (value, title) in [
        (r#""Ten \"odd\" things: \u00e9""#, "Ten \"odd\" things: é"),
        ("'It''s # late' # a comment", "It's # late"),
        ("Late again # a comment", "Late again"),
        ("\"Over\n  two lines\"", "Over two lines"),
        ("Plain over\n  two lines", "Plain over two lines"),
        ("|\n  As it\n  stands", "As it stands"),
        ("\"not closed", "not closed"),
        ("A &amp; B", "A & B"),
    ] {
        let (read, _) = article(&format!("---\ntitle: {value}\nlang: en\n---\nText."));
        assert_eq!(read.title.as_deref(), Some(title), "{value}");
        assert_eq!(read.language.as_deref(), Some("en"), "{value}");
    }
    let toml = "+++\ntitle = \"\"\"\nLate\nagain\"\"\"\ntags = [\n  \"a\",\n  \"b\",\n]\n\
        date = 2021-09-03T08:15:00Z\n[extra]\ntitle = 'x'\n+++\nText.";
    let read = article(toml).0;
    assert_eq!((read.title.as_deref(), read.tags.len()), (Some("Late again"), 2));
    assert!(read.published.is_some());
}

#[test]
fn an_american_date_in_doubt_is_left_out_and_said() {
    let text =
        "---\ncreated: 4/9/24, 2:36 PM\ntags:\nsource: https://courier.example/ferry\n---\nText.";
    let (read, warnings) = article(text);
    assert_eq!((read.created, read.body.as_str()), (None, "Text."));
    assert!(warnings[0].to_string().contains("`created`"), "{warnings:?}");
}

#[test]
fn what_note_applications_write_is_read() {
    for (text, body) in [
        ("> [!note] Key point\n> The loan.", "Key point\n\nThe loan."),
        ("> [!warning]- \n> The loan.", "The loan."),
        (
            "The [[Riverton council|council]] voted. ![[pier.jpg]] It was ==late==.",
            "The council voted. It was late.",
        ),
        ("See [[Pier#History]] and [[Harbour]].", "See Pier and Harbour."),
        ("It was late. ^a1b2c3", "It was late."),
        ("It was %%not%% late.\n\n%%\na comment\n%%\n\nThe end.", "It was late.\n\nThe end."),
        ("It was late.[^1] So^[a note] it is.\n\n[^1]: A note.", "It was late. So it is."),
        (
            "<p>The council approved the loan.</p>\n\nWork starts.",
            "The council approved the loan.\n\nWork starts.",
        ),
        ("Head\n====\n\nText \\- more.", "Head\n\nText - more."),
        ("Text with [a link][1].\n\n[1]: https://a.example \"A\"", "Text with a link."),
        ("- [x] done\n- [ ] open", "done\n\nopen"),
        // What only looks like it stays.
        (
            "If a == b and c == d, 100%% sure, 2^3 [sic].",
            "If a == b and c == d, 100%% sure, 2^3 [sic].",
        ),
        ("He said \"[!\" and x ^ y.", "He said \"[!\" and x ^ y."),
    ] {
        let read = crate::text::paragraphs::paragraphs(&super::body(text.to_owned()));
        assert_eq!(read.join("\n\n"), body, "{text}");
    }
}

#[test]
fn hostile_text_takes_no_longer_than_its_size() {
    for text in [
        "---\n".repeat(20_000),
        format!("---\n{}", "a\n---b\n".repeat(10_000)),
        ">".repeat(50_000),
        "> ".repeat(50_000),
        "- ".repeat(50_000),
        (0..300).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect(),
        "[".repeat(50_000),
        "[[".repeat(25_000),
        "![[a".repeat(20_000),
        "==a".repeat(20_000),
        "*a_".repeat(20_000),
        "<a".repeat(20_000),
        "<div>".repeat(10_000),
        "`".repeat(50_000),
        "[a](".repeat(12_000),
        "[^a]:".repeat(10_000),
        "%%\n".repeat(20_001),
    ] {
        let begun = std::time::Instant::now();
        let _ = article(&text);
        let took = begun.elapsed();
        assert!(took.as_secs() < 2, "{took:?}: {}", &text[..20]);
    }
}

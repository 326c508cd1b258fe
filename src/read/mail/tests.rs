use jiff::civil::date;

use super::own_words::{Flow, of, unfolded};
use crate::article::Article;
use crate::read::{Input, Item, read};

fn articles(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Article, String>> {
    let items = read(Input::bytes(name, bytes)).map(|item| match item {
        Ok(Item::Document(document)) => Ok(document.article),
        Ok(Item::Address(address)) => Err(format!("the address {:?}", address.article.url)),
        Err(error) => Err(error.to_string()),
    });
    items.collect()
}

fn only(name: &str, bytes: impl Into<Vec<u8>>) -> Article {
    let mut all = articles(name, bytes);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).expect("a good one")
}

const HEAD: &str = "From: =?UTF-8?Q?Marta_=C3=98st?= <marta@pier.example>\r\n\
    To: all@pier.example\r\nSubject: =?utf-8?B?RmVycnkgbGF0ZSDigJMg?=\r\n =?iso-8859-1?Q?f=F8r_jul?=\r\n\
    Date: Tue, 24 Dec 2024 23:30:00 +0100\r\nMessage-ID: <7@pier.example>\r\nMIME-Version: 1.0\r\n";
const TEXT: &str = "The ferry was late by two hours again, and nobody on the pier minded.";

#[test]
fn the_subject_is_the_title_and_the_message_the_text() {
    let plain = format!("{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n");
    let quoted = TEXT.replace("late", "l=\r\nate").replace(',', "=2C");
    let quoted = format!("{HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n");
    let html = format!("{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<p>{TEXT}</p>\r\n");
    let both = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n--m\r\n\
         Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\n\
         {TEXT}\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>{TEXT}</p>\r\n--a--\r\n--m\r\n\
         Content-Type: text/plain; name=x.txt\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\n\
         An attachment.\r\n--m--\r\n"
    );
    let stub =
        both.replace(&format!("plain\r\n\r\n{TEXT}"), "plain\r\n\r\nShow this mail as HTML.");
    for mail in [plain.clone(), plain.replace("\r\n", "\n"), quoted, html, both, stub] {
        for name in ["a.eml", "a.txt", "-"] {
            let article = only(name, mail.clone());
            assert_eq!(article.title.as_deref(), Some("Ferry late – før jul"), "{mail}");
            assert_eq!(article.body, TEXT, "{mail}");
            assert_eq!(article.author.as_deref(), Some("Marta Øst"));
            assert_eq!(article.date, Some(date(2024, 12, 24)));
            assert_eq!(article.published, "2024-12-24T22:30:00Z".parse().ok());
            assert_eq!(article.external_id.as_deref(), Some("mid:7@pier.example"));
            assert_eq!(article.site, None);
        }
    }
}

#[test]
fn newsletters_and_lists_have_a_publication() {
    let text = format!("\r\n{TEXT}");
    let letter = only("a.eml", format!("{HEAD}List-Unsubscribe: <https://x.example/u>\r\n{text}"));
    assert_eq!(letter.site.as_deref(), Some("Marta Øst"));
    let list = "List-Unsubscribe: <mailto:x>\r\nList-Post: <mailto:p@x>\r\nList-Id: \"Pier talk\" <p.x>\r\n";
    let list = only("a.eml", format!("{HEAD}{list}Archived-At: <https://x.example/7>\r\n{text}"));
    assert_eq!(list.site.as_deref(), Some("Pier talk"));
    assert_eq!(list.url.as_deref(), Some("https://x.example/7"));
}

#[test]
fn encodings_that_are_named_or_not() {
    let mail = |charset: &str| {
        format!(
            "From: Jørn <j@x.example>\nSubject: Færgen er sent på den\nContent-Type: text/plain{charset}\n\nFærgen er to timer for sent på den, og ingen på kajen bliver sure.\n"
        )
    };
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    for bytes in [
        mail("").into_bytes(),
        mail("; charset=utf-8").into_bytes(),
        latin(&mail("; charset=iso-8859-1")),
        latin(&mail("")),
    ] {
        let article = only("a.eml", bytes);
        assert_eq!(article.title.as_deref(), Some("Færgen er sent på den"));
        assert_eq!(article.author.as_deref(), Some("Jørn"));
        assert!(article.body.ends_with("ingen på kajen bliver sure."), "{}", article.body);
    }
    let text = "港は風のため正午前に閉鎖された。";
    for (charset, encoding) in [
        ("iso-2022-jp", encoding_rs::ISO_2022_JP),
        ("shift_jis", encoding_rs::SHIFT_JIS),
        ("euc-jp", encoding_rs::EUC_JP),
    ] {
        let head = format!(
            "From: x@x.example\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
        );
        let bytes = [head.as_bytes(), &encoding.encode(text).0].concat();
        assert_eq!(only("a.eml", bytes).body, text, "{charset}");
    }
}

#[test]
fn headers_copied_as_text_are_headers() {
    for head in [
        "From: Marta <m@x.example>\nSent: Tuesday, December 24, 2024 9:14 AM\nTo: All\nSubject: Late ferry",
        "Von: Marta <m@x.example>\nGesendet: 24.12.2024 09:14\nAn: Alle\nBetreff: Late ferry",
        "De : Marta <m@x.example>\nEnvoyé : mardi 24 décembre 2024 09:14\nÀ : Tous\nObjet : Late ferry",
        "**From:** Marta <m@x.example>\n**Subject:** Late ferry",
        "Subject: Late ferry\nFrom: Marta <m@x.example>\nOrganization: The pier",
    ] {
        let article = only("a.txt", format!("{head}\n\n{TEXT}\n"));
        assert_eq!(article.title.as_deref(), Some("Late ferry"), "{head}");
        assert_eq!((article.author.as_deref(), &*article.body), (Some("Marta"), TEXT), "{head}");
    }
    for text in [
        "From: the harbour to the hills\n\nThe ferry was late.",
        "Subject: ferries\nLevel: easy\n\nThe ferry was late.",
        "From: here\nFerries are late.\nSubject: none\n\nThe ferry was late.",
        "Title: Late ferry\nDate: 2024-12-24\nTags: sea\n\nThe ferry was late.",
        "Anna: When did it leave?\nMarta: At nine.\nAnna: And the goat?\n\nNobody knew.",
    ] {
        let article = only("a.txt", text);
        assert!(article.body.ends_with(text.rsplit("\n\n").next().unwrap()), "{}", article.body);
        assert_eq!(article.author, None, "{text}");
    }
}

/// What stays of a mail, without blank lines.
fn kept(text: &str, subject: &str) -> String {
    let kept = of(text, subject);
    kept.split('\n').map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("|")
}

#[test]
fn signatures_and_what_is_answered_are_left_out() {
    for tail in [
        "-- \nMarta Øst\nPier News\n+45 11",
        "--\nMarta\n\n> On Monday, Jo wrote:\n> Is it late?",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "On Mon, Dec 23, 2024 at 9:14 AM Jo <jo@x.example> wrote:\n\n> Is it late?\n> And the goat?",
        "On Mon, Dec 23, 2024 at 9:14 AM Jo Longname of the Pier\n<jo@x.example>\nwrote:\n> Is it late?",
        "On Mon, Dec 23, 2024 at 9:14 AM Jo <jo@x.example> wrote:\nIs it late?",
        "Am 23.12.2024 um 09:14 schrieb Jo <jo@x.example>:\n> Ist sie spät?",
        "Le lun. 23 déc. 2024 à 09:14, Jo <jo@x.example> a écrit :\n> En retard ?",
        "-----Original Message-----\nFrom: Jo\nSent: Monday\nTo: Marta\nSubject: Late?\n\nIs it late?",
        "________________________________\nFrom: Jo <jo@x.example>\nSent: Monday\nTo: Marta\nSubject: Late?\n\nIs it late?",
        "Von: Jo\nGesendet: Montag\nAn: Marta\nBetreff: Late?\n\nIst sie spät?",
        "_______________________________________________\nPier mailing list\npier@x.example\nhttps://x.example/list",
        "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----",
        "Sent from my phone\n\nOn 23 Dec 2024, Jo wrote:\n> Is it late?",
    ] {
        assert_eq!(
            kept(&format!("{TEXT}\n\nSee you!\n\n{tail}\n"), "Re: Late?"),
            format!("{TEXT}|See you!"),
            "{tail}"
        );
    }
    let answers =
        "On Monday 23 December, Jo wrote:\n> Is it late?\nYes.\n> And the goat?\nIt is fine.";
    assert_eq!(kept(answers, "Re: Late?"), "Yes.|It is fine.");
}

#[test]
fn what_is_forwarded_is_the_text() {
    let headers = "From: Jo <jo@x.example>\nDate: Mon, Dec 23, 2024\nSubject: Late\nTo: Marta <m@x.example>\n\n";
    for separator in [
        "---------- Forwarded message ---------\n",
        "Begin forwarded message:\n\n",
        "-----Original Message-----\n",
    ] {
        assert_eq!(kept(&format!("{separator}{headers}{TEXT}"), "Late"), TEXT);
        let noted =
            format!("See below.\n\nSent from my iPhone\n\n{separator}{headers}{TEXT}\n\n-- \nJo\n");
        assert_eq!(kept(&noted, "Fwd: Late"), format!("See below.|{TEXT}"), "{separator}");
    }
    assert_eq!(
        kept(&format!("> {TEXT}\n>\n> It left at nine."), "x"),
        format!("{TEXT}|It left at nine.")
    );
}

#[test]
fn what_looks_like_it_is_kept() {
    for text in [
        "On 5 March 2024 the mayor wrote:\nWe close the pier.",
        "Sent from my grandmother's house on the hill, the letter told how the ferry had come to be so very late.",
        "He was sent via the harbour office.",
        "One part\n--\nThe other part\n".to_owned().leak(),
        "From: where it left\nto where it came\nThe ferry was late.",
        "On the pier, 3 goats.",
    ] {
        let long = format!("{text}\n{}", "And so it went.\n".repeat(20));
        let expected: Vec<&str> = long.split('\n').filter(|line| !line.is_empty()).collect();
        assert_eq!(kept(&long, "Re: x"), expected.join("|"));
    }
}

#[test]
fn flowed_lines_are_rejoined() {
    let text =
        "The ferry was \nlate again.\n From here on \nit was fine.\n> Was it \n> late?\n-- \nMarta";
    let whole = "The ferry was late again.\nFrom here on it was fine.\n> Was it late?\n-- \nMarta";
    assert_eq!(unfolded(text, Flow::Flowed).trim_end(), whole);
    assert_eq!(unfolded("港は \n閉鎖", Flow::FlowedWithoutSpaces).trim_end(), "港は閉鎖");
    assert_eq!(unfolded("a \nb", Flow::Fixed), "a \nb");
}

#[test]
fn quotes_of_html_are_left_out() {
    let text = |html: &str| {
        let mail =
            format!("From: m@x.example\nSubject: Re: x\nContent-Type: text/html\n\n{html}\n");
        only("a.eml", mail).body
    };
    for html in [
        format!(
            "<div>{TEXT}</div><div class=\"gmail_quote gmail_quote_container\"><div class=\"gmail_attr\">On Monday Jo wrote:</div><blockquote class=\"gmail_quote\">Late?</blockquote></div>"
        ),
        format!(
            "<p>{TEXT}</p><blockquote type=\"cite\">Late? <blockquote>Who?</blockquote></blockquote>"
        ),
        format!(
            "<p>{TEXT}</p><div id=\"appendonsend\"></div><hr><div id='divRplyFwdMsg'>From: Jo</div><p>Late?</p>"
        ),
    ] {
        assert_eq!(text(&html), TEXT, "{html}");
    }
    assert!(text(&format!("<blockquote>A poem</blockquote><p>{TEXT}</p>")).contains("A poem"));
    assert!(
        text(&format!("<div class=\"gmail_quote\"><div class=\"gmail_attr\">x</div>{TEXT}</div>"))
            .contains(TEXT)
    );
}

#[test]
fn mailboxes_are_read_message_by_message() {
    let message = |n: usize, body: &str| {
        format!(
            "From marta@pier.example Tue Dec 24 09:14:0{n} 2024\nFrom: Marta <m@x.example>\nSubject: Letter {n}\n\n{body}\n\n"
        )
    };
    let internal = "From MAILER-DAEMON Tue Dec 24 09:14:00 2024\nFrom: Mail System <x@x>\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1\n\nThis text is part of the internal format.\n\n";
    let mailbox = internal.to_owned()
        + &message(1, ">From now on it is late.\n\nFrom here on nobody minds.")
        + &message(2, "")
        + &message(3, ">>From a letter.");
    for name in ["mail.mbox", "mail", "mail.txt"] {
        let all = articles(name, mailbox.replace('\n', "\r\n"));
        assert_eq!(all.len(), 3, "{all:?}");
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("Letter 1"));
        assert_eq!(first.body, "From now on it is late.\n\nFrom here on nobody minds.");
        assert_eq!(
            all[1].as_ref().unwrap_err(),
            &format!("{name}[1]: there is no article text in it")
        );
        assert_eq!(all[2].as_ref().unwrap().title.as_deref(), Some("Letter 3"));
    }
    // Cut off in the middle, the last message is what there is of it.
    let cut = &mailbox[..mailbox.find("nobody").unwrap()];
    assert_eq!(articles("a.mbox", cut).len(), 1);
}

#[test]
fn hostile_mails_are_read_in_time() {
    let started = std::time::Instant::now();
    let nested = "Content-Type: message/rfc822\n\nFrom: a@x\n".repeat(1_000);
    let digest: String = "Content-Type: multipart/digest; boundary=a\n\n--a\n\n".repeat(1_000);
    let parts: String = (0..2_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    for mail in [
        format!("From: a@x\nSubject: x\n{nested}\n\ntext"),
        format!("From: a@x\nSubject: x\n{digest}text"),
        format!("From: a@x\nSubject: x\n{parts}\ntext"),
        format!("From: a@x\nSubject: x\n{}\n\ntext", "To: y@x\n".repeat(4_000)),
        format!("From: {}\nSubject: x\n\ntext", "a@x, ".repeat(4_000)),
        format!("From: {}\nSubject: x\n\ntext", "(".repeat(4_000)),
        format!("From: a@x\nSubject: {}\n\ntext", "=?utf-8?Q?a?= ".repeat(2_000)),
        format!("From: a@x\nSubject: {}\n\ntext", "=?".repeat(2_000)),
        format!("From: a@x\nSubject: x\n\n{}", "--\n".repeat(4_000)),
        format!("From: a@x\nSubject: x\n\ntext\n{}", "From: x\n".repeat(2_000)),
        format!("From: a@x\nSubject: x\n\ntext\n{}", "On 1 a\n".repeat(2_000)),
        format!("From: a@x\nSubject: x\n\ntext\n{}", ">".repeat(100_000)),
        format!(
            "From: a@x\nSubject: x\nContent-Type: text/plain; format=flowed\n\n{}",
            ">> a \n".repeat(4_000)
        ),
        format!(
            "From: a@x\nSubject: x\nContent-Type: text/html\n\nx{}",
            "<blockquote type=cite>".repeat(2_000)
        ),
        "From: a@x\nSubject: x\nContent-Type: multipart/mixed; boundary=\"\"\n\n--\n--".to_owned(),
        "From: a@x\nSubject: x\nContent-Type: text/plain; charset=utf-7\n\n+++++".to_owned(),
        "From: a@x\nSubject:".to_owned(),
    ] {
        assert!(!articles("a.eml", mail.clone()).is_empty(), "{}", &mail[..20]);
    }
    let many = "From a Tue Dec 24 09:14:00 2024\nFrom: a@x\nSubject: x\n\nLate.\n\n".repeat(2_000);
    assert_eq!(articles("a.mbox", many).len(), 2_000);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

//! What a page says of itself and asks of its readers: cookies, newsletters, subscriptions, where the
//! article appeared, what to read next.
//!
//! A phrase alone tells little; it counts where the page speaks ("we", "our"), the reader is spoken to
//! ("you", a request) or the line is of the article at hand ("this article"), and nobody is quoted or
//! said to say it.

use super::phrase::{Line, tells};

/// A line that begins as furniture does has no more words than this.
const MAX_WORDS: usize = 14;

/// One that speaks to readers, or of the article, has no more than this.
const MAX_LONG_WORDS: usize = 45;

/// How short furniture begins, in any case.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "read more", "read:", "read also", "read next", "read the full", "read the original",
    "read on", "see also", "see more", "related:", "related article", "related story",
    "related stories", "more:", "more on", "more from", "more stories", "watch:", "watch live",
    "watch the", "watch more", "watch now", "photos:", "photo:", "video:", "in pictures:",
    "gallery:", "in photos:", "opinion:", "commentary:", "blog:", "explainer:", "factbox:", "infographic:",
    "interactive:", "map:", "quiz:", "timeline:", "click here", "click on", "click the", "click to", "click below", "click through",
    "click for", "tap here", "tap to", "share this", "share on", "share via", "follow us",
    "follow @", "follow the latest", "sign up", "subscribe", "copyright ©", "copyright (c)", "©",
    "(c) ", "all rights reserved", "image copyright", "image caption", "image source",
    "media caption", "e-mail to a friend", "email to a friend", "last updated", "last edited", "updated:",
    "published:", "source:", "sources:", "credit:", "contact us", "download our", "download the",
    "download now", "join the conversation", "join the discussion", "join our",
    "this material may not be", "this page was last", "also read", "most read", "most popular",
    "trending:", "listen:", "listen to this", "listen now", "print this", "email this",
    "save this", "gift this", "send this article", "skip to", "scroll to", "scroll down",
    "jump to", "back to top", "go to homepage", "view comments", "leave a comment",
    "post a comment", "add your comment", "comments are closed", "log in to", "sign in to",
    "advertisement", "sponsored content", "paid content", "story continues", "article continues",
    "continue reading", "keep reading", "view in browser", "view this", "unsubscribe",
    "don't miss", "editor's note", "editors' note", "for more information",
    "for further information", "for more details", "for immediate release", "media contact",
    "press contact", "media inquiries", "media enquiries", "notes to editors", "note to editors",
    "contact:", "topics:", "tags:", "more information:", "filed under", "posted in", "lesen sie auch", "lesen sie mehr",
    "lesen sie hier", "mehr zum thema", "hier lesen sie", "lire aussi", "à lire aussi", "à lire :",
    "lea también", "lee también", "leer más", "te puede interesar", "leia também", "leia mais",
    "leggi anche", "lees ook", "läs också", "les også", "læs også", "читайте также",
    "читать также", "подпишитесь", "подписывайтесь", "czytaj także", "newsletter abonnieren",
    "abonnieren sie", "abonnez-vous", "inscrivez-vous", "suscríbete", "suscríbase", "iscriviti",
    "assine", "schrijf je in", "teilen sie", "folgen sie uns", "suivez-nous", "síguenos",
    "seguici",
];

/// What a page says of itself and its readers; longer lines.
#[rustfmt::skip]
const OF_THE_PAGE: &[&str] = &[
    "we use cookies", "we also use cookies", "site uses cookies", "website uses cookies",
    "page uses cookies", "we and our partners", "by continuing to use", "by continuing to browse",
    "by continuing your visit", "by using this site", "by using our", "by using this website",
    "by clicking", "by signing up", "by subscribing", "by submitting", "by entering your",
    "you agree to our", "you consent to", "you accept our", "agree to receive",
    "our privacy policy", "our cookie policy", "our privacy notice", "our terms of",
    "our terms and", "we value your privacy", "we care about your privacy",
    "we respect your privacy", "your cookie settings", "your cookie preferences",
    "your privacy settings", "enable javascript", "disable your ad", "turn off your ad",
    "using an ad blocker", "using an ad-blocker", "your browser does not support",
    "your browser is out of date", "your free articles", "your free article", "free articles left",
    "free articles remaining", "articles a month to", "articles this month",
    "support our journalism", "support our work", "fund our journalism", "our journalism",
    "this email was sent", "you are receiving this", "you're receiving this", "you received this",
    "was this email forwarded", "if you no longer wish to", "to unsubscribe",
    "unsubscribe at any time", "view this email in", "we may earn a commission",
    "we may receive a commission", "we earn a commission", "affiliate links", "we've made our",
    "here at the", "views expressed in this", "opinions expressed in this", "views expressed here",
    "opinions expressed here", "views expressed are", "opinions expressed are",
    "may not be reproduced", "may not be published, broadcast", "rewritten or redistributed",
    "without the express written", "with permission", "all rights reserved",
    "wir verwenden cookies", "wir nutzen cookies", "website verwendet cookies",
    "seite verwendet cookies", "seite nutzt cookies", "nous utilisons des cookies",
    "ce site utilise des cookies", "site utilise des cookies", "en poursuivant votre navigation",
    "utilizamos cookies", "usamos cookies", "sitio utiliza cookies", "sitio web utiliza cookies",
    "utilizza i cookie", "utilizziamo i cookie", "utilizza cookie", "wij gebruiken cookies",
    "we gebruiken cookies", "website gebruikt cookies", "site usa cookies",
    "vi bruker informasjonskapsler", "vi använder cookies", "vi bruger cookies",
    "używamy plików cookie", "мы используем cookie", "мы используем файлы cookie",
    "unseren newsletter", "notre newsletter", "nuestro boletín", "nuestra newsletter",
    "nossa newsletter", "nostra newsletter", "onze nieuwsbrief",
];

/// Things of a page that readers are asked to take.
#[rustfmt::skip]
const OFFERS: &[&str] = &[
    "newsletter", "newsletters", "inbox", "subscription", "subscriber", "subscribers",
    "membership", "alerts", "notifications", "app", "channel", "facebook", "twitter", "instagram",
    "whatsapp", "telegram", "linkedin", "youtube", "podcast", "podcasts", "account", "website",
    "site", "homepage", "journalism", "newsroom", "coverage", "briefing", "e-paper", "e-edition",
    "paywall", "unlimited", "comments", "forum", "feed", "patreon", "page", "bulletin", "roundup",
    "email", "e-mail", "emails", "stories", "articles", "article",
];

/// What the article at hand is called.
const ARTICLES: &[&str] =
    &["article", "story", "post", "column", "essay", "piece", "content", "page", "op-ed", "blog"];

/// What is also the subject of news, and its own name only with "first" or "originally".
const REPORTS: &[&str] = &["report", "interview", "video", "review", "recipe", "episode", "series"];

/// What happens to articles.
#[rustfmt::skip]
const FATES: &[&str] = &[
    "published", "appeared", "updated", "corrected", "amended", "produced", "republished",
    "reprinted", "translated", "adapted", "sponsored", "edited", "syndicated", "supported",
    "available", "free", "exclusive", "shared", "gifted", "funded", "part", "generated", "written",
    "posted", "reserved", "originally", "first",
];

/// What says how the article came about, of no more than 25 words.
#[rustfmt::skip]
const MAKING: &[&str] = &[
    "contributed to this report", "contributed to this story", "contributed to this article",
    "contributed reporting", "an earlier version of this", "a previous version of this",
    "the associated press contributed", "this article has been", "this story has been",
];

/// How an offer to subscribers begins.
#[rustfmt::skip]
const TO_SUBSCRIBERS: &[&str] = &[
    "as a subscriber", "as a member", "as a reader", "as a registered", "already a subscriber",
    "already a member", "already have an account", "already subscribed", "not a subscriber",
    "not yet a", "not a member", "you have reached", "you've reached", "you have read",
    "you've read", "you have used", "you've used", "you have been granted", "you need to",
    "you must be", "to continue reading", "to keep reading", "to read the full", "to read this",
    "to read more", "to access this", "to view this", "start your", "unlock", "unlimited",
    "enjoy unlimited", "your subscription", "your support", "your account", "thanks for reading",
    "thank you for reading", "if you liked this", "if you enjoyed this", "if you like this",
    "this is a free", "this is a premium", "this is a subscriber", "limited time",
];

pub(super) fn is_furniture(line: &Line) -> bool {
    const MAX_MAKING: usize = 25;
    if line.words <= MAX_MAKING && line.contains(MAKING) {
        return true;
    }
    // What is quoted in such a line is a headline.
    if line.words <= MAX_WORDS && line.begins_with(OPENINGS) && !is_about(line) {
        return true;
    }
    if line.words > MAX_LONG_WORDS || line.is_attributed() {
        return false;
    }
    (line.says_we() || line.says_you() || line.has(&["this", "may", "all"]))
        && line.contains(OF_THE_PAGE)
        || is_foreign(line)
        || is_offer(line)
        || is_of_article(line)
        || is_of_release(line)
        || is_for_more(line)
}

/// What begins as furniture does, and tells something: "Advertisement revenue fell by a third."
fn is_about(line: &Line) -> bool {
    let is_noun =
        ["advertisement", "subscribe", "most read", "most popular", "more on", "more from"];
    line.begins_with(&is_noun) && !line.says_you() && !line.says_we() && tells(line.text())
}

/// In another language the phrases say who speaks.
fn is_foreign(line: &Line) -> bool {
    !line.is_english() && line.contains(OF_THE_PAGE)
}

/// "Get our free weekday newsletter.", "As a subscriber, you can send ten articles a month."
fn is_offer(line: &Line) -> bool {
    let asks = line.is_imperative() || line.says_you();
    let own = line.says_we()
        || line.has(&[
            "free",
            "today",
            "now",
            "here",
            "daily",
            "weekly",
            "weekday",
            "latest",
            "exclusive",
        ]);
    let is_theirs =
        line.has(&["newsletter", "newsletters", "inbox", "alerts", "app", "subscription"]);
    let offered = line.has(OFFERS) && (line.says_we() || is_theirs && own);
    line.is_imperative() && offered
        || line.says_we() && line.says_you() && line.has(&OFFERS[..10])
        || (asks || line.word(0) == "to")
            && line.begins_with(TO_SUBSCRIBERS)
            && (line.has(OFFERS) || line.words <= MAX_WORDS)
}

/// "This article was first published in ...", "The post ... appeared first on ...".
fn is_of_article(line: &Line) -> bool {
    let is_demonstrative = matches!(line.word(0), "this" | "the");
    let named = |of: &[&str]| of.contains(&line.word(1));
    let has_fate = |from: usize| (from..from + 4).any(|at| FATES.contains(&line.word(at)));
    let is_passive = |at: usize| {
        matches!(
            line.word(at),
            "was" | "is" | "has" | "first" | "originally" | "appeared" | "may" | "will"
        )
    };
    let is_first = line.contains(&[
        "first published",
        "originally published",
        "first appeared",
        "originally appeared",
        "appeared first",
        "republished",
        "has been updated",
        "was updated",
        "first posted",
        "originally posted",
        "was produced",
    ]);
    let is_this = line.word(0) == "this" && named(ARTICLES) && is_passive(2) && has_fate(2)
        || line.word(0) == "this" && named(REPORTS) && is_passive(2) && is_first
        || line.begins("a version of this") && is_first
        || line.begins("a version of this") && line.has(&["appeared", "published", "appears"])
        || line.begins_with(&[
            "originally published",
            "first published",
            "this originally appeared",
            "this first appeared",
            "republished with",
            "reprinted with",
            "republished from",
        ]);
    let is_post = is_demonstrative
        && named(&["post", "article", "story"])
        && line.contains(&[
            "appeared first on",
            "first appeared on",
            "appeared first in",
            "first appeared in",
            "originally appeared on",
            "originally appeared in",
        ]);
    is_this || is_post
}

/// What press releases end with.
fn is_of_release(line: &Line) -> bool {
    line.begins_with(&["this press release", "this news release", "this release contains"])
        || line.contains(&["forward-looking statement"])
            && (line.contains(&["within the meaning", "contains", "actual results"])
                || line.says_we())
        || line.contains(&["actual results"]) && line.contains(&["differ materially"])
        || line.begins("words such as") && line.contains(&["statements"])
        || line.contains(&["undue reliance on"])
}

/// "For more information, visit ..."
fn is_for_more(line: &Line) -> bool {
    let where_to =
        ["visit", "contact", "see", "call", "go", "email", "click", "www", "http", "https"];
    line.begins_with(&[
        "for more information",
        "for further information",
        "for more details",
        "for more on",
        "to learn more",
        "to find out more",
        "to donate",
        "to subscribe",
        "find out more",
        "learn more",
    ]) && line.has(&where_to)
}

#[cfg(test)]
mod tests {
    use super::super::fragment;

    #[test]
    fn what_a_page_says_of_itself_is_furniture() {
        for text in [
            "Read more: What the harbour loan means for your rent.",
            "Read more: “We had no choice”, says the harbour master.",
            "We use cookies to improve your visit to our site and to show you ads that suit you.",
            "This website uses cookies to give you the best experience.",
            "By continuing to browse you agree to our use of cookies.",
            "We and our partners store information on your device to show you ads.",
            "Get our free weekday newsletter and never miss a story from the harbour again.",
            "Sign up for The Courier's daily briefing and get the news in your inbox every morning.",
            "Subscribe to our newsletter for stories like this one.",
            "Follow us on Facebook and join our WhatsApp channel for the latest from the harbour.",
            "As a subscriber, you can send ten articles a month to anyone you like.",
            "As a member, you have ten gift articles to give each month.",
            "You have read all of your free articles this month.",
            "Already a subscriber?",
            "To continue reading, log in or create an account.",
            "Download our app to get breaking news alerts on your phone.",
            "This article appeared first in The Riverton Courier.",
            "This story was originally published in May and has been updated.",
            "The post Cracked hull stops ferry appeared first on The Riverton Courier.",
            "A version of this article appears in print on March 4, 2031, on page B1.",
            "This article is republished from The Ledger under a Creative Commons licence.",
            "Please consider supporting our journalism with a small donation.",
            "The Courier's Ada Okafor contributed to this report from Riverton.",
            "An earlier version of this article gave the wrong year for the opening of the bridge.",
            "© 2031 The Riverton Courier.",
            "This material may not be published, broadcast, rewritten or redistributed.",
            "The views expressed in this article are the author's own.",
            "We may earn a commission if you buy through links on our site.",
            "For more information, visit www.calder.example or call the press office.",
            "This press release contains forward-looking statements within the meaning of the law.",
            "Actual results may differ materially from those that are expected here.",
            "Wir verwenden Cookies, um Ihnen den besten Service zu bieten.",
            "Nous utilisons des cookies pour améliorer votre visite.",
            "Utilizamos cookies propias y de terceros para mejorar su visita.",
            "Abonnieren Sie unseren Newsletter und verpassen Sie keine Nachricht mehr.",
            "Lesen Sie auch: Wie die Fähre in den Hafen kam.",
        ] {
            assert!(fragment(text), "{text}");
        }
    }

    #[test]
    fn stories_about_such_things_keep_their_sentences() {
        for text in [
            "The company uses cookies to track what its visitors buy.",
            "Regulators fined the site because it set cookies before anybody had agreed.",
            "“We use cookies to improve your visit,” the company told the court.",
            "Cookies that follow users from page to page will be blocked by the browser from May.",
            "The paper's newsletter has 40,000 readers, and its editor writes it alone.",
            "Subscribers will pay $4 more a month from May.",
            "Subscriptions rose by a fifth after the paper put up a paywall.",
            "As a subscriber, she paid $4 a month for nine years.",
            "Newsletters have become the main business of the publisher.",
            "Copyright law protects songs for seventy years.",
            "Advertisement revenue fell by a third in May.",
            "The letter first appeared in a newspaper in 1912.",
            "This report was published on Monday by the ministry.",
            "The story of the ferry was told for years in the harbour.",
            "The article of the treaty was amended in 1974.",
            "Getty Images sued the maker of the program in London on Monday.",
            "The app sends alerts to the phones of everyone near the fire.",
            "We were on the bridge when it fell.",
            "You can see the crack from the other side of the river.",
            "Our boat left the harbour at nine, and nobody waved.",
            "Click farms in the region sell thousands of followers a day.",
            "Die Firma muss erklären, wozu sie Cookies setzt.",
            "Watchdogs warned that forward-looking claims of the company were false.",
            "Download speeds in the village are the lowest in the county.",
        ] {
            assert!(!fragment(text), "{text}");
        }
    }
}

//! What announces something that is not in it: the list, the table or the article that follows.
//!
//! "Here are five tips." is worth nothing without the tips. English, but for the colon.

use super::phrase::Line;

/// What announces has no more words than this.
const MAX_WORDS: usize = 40;

/// A line that ends in a colon announces, if it has no more words than this.
const MAX_COLON: usize = 24;

/// How lines begin that announce.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "here are", "here's", "here is", "here're", "here goes", "below are", "below is", "below you",
    "below, you", "below, we", "below we", "so here", "so, here", "so... here", "now here",
    "first, here", "what follows", "the following is", "the following are", "following are",
    "these are the", "these are some", "these are our", "these are my", "some examples are",
    "examples include", "some examples include", "read on", "keep these", "keep in mind the",
    "consider the following", "check out the following", "let's take a look", "let's look at",
    "let's dive", "let us look", "let's get started", "let's begin", "let's start",
    "let's jump", "without further ado", "now, let's", "so, let's", "so let's", "next, let's",
    "next, we'll", "in short, here", "for example, here", "as follows",
];

/// What is announced by "here is" and its like.
#[rustfmt::skip]
const ANNOUNCED: &[&str] = &[
    "tips", "tip", "ways", "way", "reasons", "reason", "things", "thing", "steps", "step", "facts",
    "examples", "example", "list", "lists", "look", "overview", "summary", "guide", "guidance",
    "breakdown", "rundown", "run-down", "roundup", "round-up", "recap", "recommendations",
    "suggestions", "options", "ideas", "highlights", "takeaways", "picks", "favorites",
    "favourites", "favorite", "favourite", "answers", "answer", "questions", "details", "points",
    "stories", "some", "few", "several", "more", "best", "top", "how", "why", "what", "everything",
    "mechanisms", "benefits", "features", "tricks", "factors", "signs", "rules", "methods",
    "alternatives", "resources", "links", "photos", "pictures", "data", "chart", "table", "video",
    "version", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen",
    "instructions", "program", "code", "ingredients", "plan",
];

/// What the article calls itself, in which it says what it will do.
#[rustfmt::skip]
const SELF: &[&str] = &[
    "article", "guide", "post", "section", "blog", "tutorial", "chapter", "review", "roundup",
    "list", "page", "video", "piece", "newsletter", "course", "lesson", "part",
];

/// What it says that it will do.
#[rustfmt::skip]
const DOINGS: &[&str] = &[
    "explore", "explores", "cover", "covers", "discuss", "discusses", "share", "shares", "show",
    "shows", "explain", "explains", "look", "looks", "dive", "dives", "learn", "find", "see",
    "discover", "walk", "walks", "compare", "compares", "examine", "examines", "list", "lists",
    "review", "reviews", "provide", "provides", "help", "helps", "take", "set", "go", "break",
    "breaks", "outline", "outlines", "introduce", "answer", "describe", "describes", "give",
    "present", "highlight", "talk", "talking",
];

/// Charts, tables and lists that stand beside the text.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "chart", "table", "graph", "list", "map", "video", "image", "picture", "photo", "figure",
    "screenshot", "diagram", "infographic", "timeline", "example", "code", "steps", "tips",
    "features", "factors", "sections", "section",
];

/// Whether the line announces what follows it.
pub(super) fn is_lead_in(line: &Line, ends_in_colon: bool, is_english: bool) -> bool {
    if ends_in_colon && line.words <= MAX_COLON {
        return true;
    }
    is_english
        && line.words <= MAX_WORDS
        && !line.is_attributed()
        && (is_announcement(line, ends_in_colon) || is_of_article(line) || is_of_figure(line))
}

/// "Here are five tips.", "Below are the rules that we keep."
fn is_announcement(line: &Line, ends_in_colon: bool) -> bool {
    const NEAR: usize = 9;
    let is_named = (1..NEAR).any(|at| {
        let word = line.word(at);
        ANNOUNCED.contains(&word) || !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
    });
    let is_here =
        line.begins_with(OPENINGS) || line.contains(&[", here's ", ", here are ", ", here is "]);
    is_here && (is_named || ends_in_colon)
        || ends_in_colon && line.has(&["following", "these", "below", "here"])
}

/// "In this guide, we look at nine harbours.", "This article explains how to dry a boat."
fn is_of_article(line: &Line) -> bool {
    const NEAR: usize = 12;
    let is_own = |at: usize| {
        matches!(line.word(at), "this" | "our")
            && (1..=3).any(|next| SELF.contains(&line.word(at + next)))
    };
    let does = (2..NEAR).any(|at| DOINGS.contains(&line.word(at)));
    let speaks = line.says_we() || line.says_you() || line.has(&["i", "i'll", "i'm", "i've"]);
    let inside = matches!(line.word(0), "in" | "throughout" | "by") && is_own(1);
    let about = is_own(0) && !line.has(&["said", "was", "were", "had"]);
    (inside && speaks && does)
        || (about && does && (speaks || line.words <= MAX_COLON))
        || line.begins_with(&["what i'm about to", "what you're about to", "what you are about to"])
}

/// "The following chart shows the prices.", "The table below lists them."
fn is_of_figure(line: &Line) -> bool {
    let named = |at: usize| BESIDE.contains(&line.word(at));
    line.word(0) == "the" && line.word(1) == "following" && (2..5).any(named)
        || line.word(0) == "the" && (1..4).any(|at| named(at) && line.word(at + 1) == "below")
}

#[cfg(test)]
mod tests {
    use super::super::{LineKind, kind_of};

    #[test]
    fn what_announces_is_a_lead_in() {
        for text in [
            "Here are some tips:",
            "Here are five tips for a dry boat.",
            "Here are some possible answers.",
            "So... here's 5 of my favourite harbours for a weekend.",
            "Here's everything that we know so far about the new ferry.",
            "Here’s a better way to plan it out.",
            "Keep these factors in mind when you compare the prices of ferries:",
            "If you're new to sailing, here's a quick overview of the rules.",
            "In this guide, we'll look at the nine best harbours of the coast.",
            "In this section, I will go through the strengths of each boat.",
            "This article explains how to dry a boat in winter.",
            "The following chart shows how many boats were sold.",
            "The table below lists the prices of all ferries.",
            "Below are the rules that we keep, and some examples.",
            "The harbour office offers the following services to all boats that stay overnight:",
            "Der Hafen nennt drei Gründe:",
        ] {
            assert_eq!(kind_of(text), LineKind::LeadIn, "{text}");
        }
    }

    #[test]
    fn what_tells_by_itself_is_none() {
        for text in [
            "Here the river is nine miles wide, and no bridge crosses it.",
            "This article of the treaty was amended in 1974.",
            "The following day the ferry sank.",
            "In this part of the country nobody locks a door.",
            "“Here are the keys,” she said, and left.",
            "The guide said that the tower had been closed for years.",
            "The three reasons are the price, the weather and the tides.",
            "Here is where the boy was found.",
            "Below the bridge, divers found a second hull.",
            "This list was drawn up by the council in May.",
            "Our guide was a woman of ninety who had never seen the sea.",
        ] {
            assert_eq!(kind_of(text), LineKind::Prose, "{text}");
        }
    }
}

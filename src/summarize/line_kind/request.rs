//! What a page asks its readers to do: look elsewhere, sign in, buy, write to it. English.
//!
//! Advice is none: "Dry the boat in the shade" tells how it is done. A request points away from the
//! text ("here", "our guide", "for details", a button), or to whoever publishes it.

use super::phrase::Line;

/// A request has no more words than this.
const MAX_WORDS: usize = 32;

/// One that only points "here" has no more than this.
const MAX_POINTING: usize = 16;

/// How requests begin, whatever follows.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "learn more", "find out more", "discover more", "see details", "see full", "see all",
    "see more", "see our", "see the full", "view all", "view our", "view the full", "view more",
    "read our", "read about", "read the complete", "shop all", "shop our", "shop the", "shop now",
    "browse a", "browse all", "browse our", "browse the", "explore our", "explore all",
    "explore more", "check out our", "check out my", "check out the full", "check out more",
    "check out this", "check out these", "visit our", "visit us", "contact us", "please contact",
    "contact our", "call us", "give us a call", "request a", "get a quote", "get a free",
    "get your free", "get started", "get in touch", "reach out to us", "reach out to our",
    "book a demo", "book your", "schedule a", "try it free", "try it for free", "buy now",
    "order now", "add to cart", "start your free", "start a free", "create an account",
    "log in or", "sign in or", "register to", "register for", "register now", "rsvp",
    "pin this", "pin it", "tweet this", "share your thoughts", "share your", "let me know in",
    "tell me in", "tell us in", "leave me a", "leave us a", "drop a comment", "drop us",
    "comment below", "follow me", "find me on", "find us on", "connect with us", "like us on",
    "like this", "jump to", "skip ahead", "tune in", "stay tuned", "stick around", "tap the",
    "terms and conditions", "additional terms", "terms apply", "offer valid", "valid only",
    "valid for", "offer expires", "while supplies last", "prices may", "prices are subject",
    "results may vary", "availability may vary", "no purchase necessary", "let us know you",
    "start asking", "ask question", "find the answer to your", "you must log in",
    "you must login", "you must be logged", "you must register", "you must sign in",
    "you need to log in", "please log in", "please login", "please sign in", "please register",
    "this topic is now", "this thread is", "this topic is closed", "this topic has been",
    "this product is currently", "looks like you're new", "it looks like you", "we're happy to help",
    "we are happy to help", "we're here to help", "we are here to help", "we hope these",
    "we hope this", "we hope that these", "we hope our", "i hope these", "i hope that these",
    "pro tip: get", "say it on our", "say it in our",
];

/// How questions begin that ask the reader to come along.
#[rustfmt::skip]
const TO_READERS: &[&str] = &[
    "ready to", "are you ready", "want to", "want more", "looking for", "looking to", "need help",
    "need a", "need more", "still unsure", "still have", "still not sure", "have a question",
    "have questions", "have any", "do you have any", "do you need", "or do you need", "got a",
    "got any", "got questions", "any questions", "what do you think", "what are your",
    "what is your favorite", "what is your favourite", "what's your favorite",
    "what's your favourite", "what would you", "what did you think", "how do you feel about",
    "how do you make sure", "how about you", "can you relate", "are you looking",
    "are you interested", "interested in", "did you enjoy", "did you like", "agree or disagree",
    "which is your favorite", "which is your favourite", "who is your favorite",
    "like what you see", "like this article", "enjoyed this",
];

/// Verbs with which pages send their readers elsewhere.
#[rustfmt::skip]
const SENDING: &[&str] = &[
    "see", "visit", "check", "read", "refer", "consult", "contact", "call", "email", "ask", "view",
    "browse", "explore", "get", "download", "follow", "find", "watch", "listen", "join", "try",
    "request", "click", "go", "head", "use", "catch", "submit", "apply", "register", "order",
    "shop", "discover", "learn", "buy", "grab", "book", "comment", "write", "send",
];

/// Networks on which pages want to be followed.
const NETWORKS: &[&str] = &[
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "linkedin",
    "tiktok",
    "pinterest",
    "x",
    "snapchat",
    "threads",
    "bluesky",
    "mastodon",
];

/// Whether the line asks readers to do something, or tells them on what terms.
pub(super) fn is_request(line: &Line) -> bool {
    // What a link to a film or a picture ends with.
    if line.is_link() {
        return true;
    }
    if line.words > MAX_WORDS || line.is_attributed() {
        return false;
    }
    line.begins_with(OPENINGS) && !tells_of_third(line)
        || line.ends('?') && line.begins_with(TO_READERS)
        || points_here(line)
        || sends_away(line)
        || is_of_terms(line)
        || is_of_comments(line)
}

/// "Get a full tutorial here!", "You can find the pattern for this jacket here."
fn points_here(line: &Line) -> bool {
    let is_sending = |at: usize| SENDING.contains(&line.word(at));
    let asks = is_sending(0)
        || line.word(0) == "please" && is_sending(1)
        || line.word(0) == "you" && line.word(1) == "can" && (is_sending(2) || is_sending(3));
    let last = line.last();
    let is_place = matches!(line.before_last(), "from" | "in" | "around" | "over" | "right" | "up");
    let here = last == "here" && (!is_place || line.before_last() == "right")
        || last == "below" && line.has(&["link", "form", "comments", "button", "comment"]);
    line.words <= MAX_POINTING && asks && here && !line.ends('?')
}

/// "See the harbour guide for details.", "For a map, refer to the office's page."
fn sends_away(line: &Line) -> bool {
    let is_sending = SENDING.contains(&line.word(0))
        || line.word(0) == "please" && SENDING.contains(&line.word(1));
    let for_more = line.contains(&[
        " for details",
        " for more",
        " for further",
        " for full",
        " for detailed",
        " for complete",
        " for additional information",
        " for the full",
        " for all the details",
    ]);
    let networks = NETWORKS.iter().filter(|network| line.has(&[network])).count();
    let elsewhere = line.contains(&[
        ", refer to",
        ", see the",
        ", see our",
        ", visit ",
        ", contact ",
        ", check out",
        ", click",
        ", call us",
        ", email ",
        ", please ",
        ", go to our",
        ", head to",
        ", ask the",
        ", read our",
        ", read the",
        ", follow us",
        ", consult the",
        ", comment on",
    ]);
    let about = line.has(&[
        "more",
        "information",
        "details",
        "questions",
        "quicker",
        "help",
        "chance",
        "guide",
        "instructions",
        "assistance",
        "full",
        "page",
        "section",
        "documentation",
        "tips",
    ]);
    is_sending && (for_more || networks > 1)
        || line.word(0) == "if" && line.says_you() && line.contains(&[", click ", ", tap "])
        || matches!(line.word(0), "for" | "if" | "to")
            && elsewhere
            && about
            && (line.word(0) == "for" || line.says_you())
        || is_sending
            && line.says_we()
            && line.has(&[
                "guide", "guides", "page", "blog", "team", "shop", "store", "website", "article",
                "post", "list", "experts",
            ])
}

/// "Offers may vary by country and can change without notice."
fn is_of_terms(line: &Line) -> bool {
    line.contains(&[
        "subject to change without",
        "terms and conditions apply",
        "may vary by country",
        "terms apply",
        "while supplies last",
        "closed to further replies",
        "log in or register",
        "login or register",
        "now archived and",
        "no longer accepting comments",
        "or listen back here",
        "prices and availability",
    ])
}

/// "Tell us in the comments what you think."
fn is_of_comments(line: &Line) -> bool {
    line.contains(&["in the comments", "comment section", "comments section", "in the comment"])
        && (line.is_imperative() || line.says_you() && line.words <= MAX_POINTING || line.says_we())
}

/// "Browse the shelves of the shop and you see it", "Contact our own ancestors had with bears, he ...":
/// the words of a request, in a sentence that tells what was.
fn tells_of_third(line: &Line) -> bool {
    line.has(&["was", "were", "had", "did", "he", "she", "his", "her"])
}

#[cfg(test)]
mod tests {
    use super::super::{LineKind, kind_of};

    #[test]
    fn requests_are_promos() {
        for text in [
            "Get a full tutorial here!",
            "You can find the pattern for this sail here!",
            "Please contact us to find out how we can make your next crossing better.",
            "See the harbour guide for detailed information.",
            "For a quicker way to the pier, refer to the map of the harbour and its guide.",
            "For any questions about the ferry, ask the harbour office.",
            "Browse a selection of boats from around the world.",
            "Check out our guide to the nine best piers.",
            "Visit the ferry on Facebook, Twitter and Instagram.",
            "Ready to make your boat the fastest of the river?",
            "What is your favourite weekend harbour?",
            "You must log in or register to reply here.",
            "This topic is now archived and is closed to further replies.",
            "Offers may vary by country and can end at any time.",
            "We hope these tips help you to find a boat.",
            "We're happy to help!",
            "Watch the ferry leave the harbour »",
            "Let us know in the comments what you think of the bridge.",
            "Learn more about each of the piers below.",
            "Explore our range of sails.",
        ] {
            assert_eq!(kind_of(text), LineKind::Promo, "{text}");
        }
    }

    #[test]
    fn advice_and_reports_stay() {
        for text in [
            "Dry the boat in the shade, and check the hull every spring.",
            "Use a wide brush for the hull and a narrow one for the rail.",
            "You can see the mill from here.",
            "You can sail to the island and back on one tide.",
            "Call centres in the county employ nine hundred people.",
            "Visit numbers rose by a third in May, the museum found.",
            "“Contact us if you see him,” the police said.",
            "Ready to leave, the crew cut the ropes.",
            "Want drove the miners out of the valley.",
            "If you are over sixty, ask your doctor before you dive.",
            "Register entries show that the boat was built in 1912.",
            "Comments by the mayor angered the fishermen.",
            "The shop now sells boats to people who have never sailed.",
            "Follow the river for nine miles, then turn left at the mill.",
        ] {
            assert_eq!(kind_of(text), LineKind::Prose, "{text}");
        }
    }
}

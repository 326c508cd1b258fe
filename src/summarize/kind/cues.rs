//! English phrases at the beginning and the end of a piece that tell its kind.

use std::sync::LazyLock;

use crate::summarize::wording::{Found, Wording};

/// What a phrase is a cue of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// A rating.
    Rated,
    /// One who tried the thing.
    Tried,
    /// A judgement of the whole.
    Judged,
    /// That the opinion is the writer's.
    Signed,
    /// Somebody argues.
    Argues,
    /// The wires of press releases.
    Wired,
    /// A house announces.
    Announces,
    /// A shop or an office asks.
    Sells,
    /// So many things are announced.
    Counted,
    /// Where there is more to know of a house.
    Informs,
    /// A reader asks others.
    Asks,
}

/// The phrases of each cue, in the order of [`Cue`].
#[rustfmt::skip]
const PHRASES: [&[&str]; 11] = [
    // Rated
    &["out of 10", "out of five", "out of 5", "stars out", "★★", "5 stars"],
    // Tried
    &["this review", "tested by", "rrp:", "we rate", "i rate", "our rating", "reviewed on",
      "what we liked", "i give it"],
    // Judged
    &["fails to deliver", "is a disappointment", "a must-see", "a must-read", "worth buying",
      "worth the price", "worthwhile purchase", "is worth your", "fans of the"],
    // Signed
    &["opinions expressed in this", "opinions in this commentary", "views expressed in this",
      "views expressed are", "commentary are solely", "opinions expressed are"],
    // Argues
    &["i believe", "my belief", "my view", "in my opinion", "we must", "it's time to", "it's time for",
      "it is time", "we need to", "we need a", "we should", "needs to act", "have a duty",
      "we have a responsibility", "do the right thing", "the real problem", "the truth is",
      "i am convinced", "i'm convinced", "i would still", "i've always thought", "time to pack up"],
    // Wired
    &["press release", "prnewswire", "business wire", "globenewswire", "for immediate release",
      "media contact", "forward-looking statements"],
    // Announces
    &["today announced", "announced today", "announces", "is pleased to", "is proud to", "is delighted to",
      "are delighted with", "is thrilled to", "wir in kooperation", "we've been planning"],
    // Sells
    &["add to cart", "get a quote", "free quote", "contact us", "call us", "sign up", "sign-up",
      "book your", "get started", "in stock", "out of stock", "free shipping", "fill out the", "to apply",
      "application period", "shop all", "view all", "item #", "learn more about our", "our services",
      "schedule a", "request a", "product description", "free consultation", "regular price", "specs:",
      "warranty"],
    // Counted
    &["here are", "list of", "best deals", "of one", "of three", "of four", "of five", "of six",
      "of seven", "of eight", "of nine", "of ten", "three big", "four big", "five big", "six big",
      "seven big", "eight big", "nine big", "ten big"],
    // Informs
    &["for more information", "visit us at"],
    // Asks
    &["any recommendations", "any advice", "looking for advice", "any suggestions", "recommendations on",
      "would love some", "thanks in advance", "any help", "need some help", "help me", "any updated",
      "input and recommendations", "any ideas", "do any you", "do any of you", "what do you wish",
      "is there any", "am i using", "how to choose", "i am confused", "i'm confused",
      "a question that bothered", "question is how", "what are your favorite", "any of you"],
];

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::new(&PHRASES));

/// The cues in `text`.
pub(super) fn cues(text: &str) -> Cues {
    Cues(WORDING.find(text))
}

/// Cues that were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cues(Found);

impl Cues {
    pub(super) fn has(self, cue: Cue) -> bool {
        self.0.has(cue as usize)
    }
}

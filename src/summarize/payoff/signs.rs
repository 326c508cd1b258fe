//! English phrases that tell a thesis, a verdict, an announcement.

use std::sync::LazyLock;

pub(super) use crate::summarize::wording::Found;
use crate::summarize::wording::Wording;

/// What a phrase is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// What ought to be.
    Ought,
    /// What the writer believes.
    Belief,
    /// What is at stake, or wrong.
    Stake,
    /// One thing against another.
    Contrast,
    /// A story of one's own life.
    Anecdote,
    /// A word that judges.
    Judgement,
    /// A sum of judgements.
    Verdict,
    /// A choice for the reader.
    Recommendation,
    /// What the reader may do.
    Advice,
    /// Throat-clearing.
    Clearing,
    /// What a thing is or does.
    Definition,
    /// What one gets, or has to do for it.
    Terms,
    /// A call to buy or to get in touch.
    Call,
    /// News of a house.
    Announcement,
    /// What the piece says of itself.
    OfItself,
    /// What a list or instructions promise.
    Promise,
    /// What one who asks says of oneself.
    Asker,
}

/// The phrases of each sign, in the order of [`Sign`].
#[rustfmt::skip]
const PHRASES: [&[&str]; 17] = [
    // Ought
    &["should", "must", "ought", "need to", "needs to", "needs a", "need a", "needed", "it's time", "it is time",
      "high time", "do the right thing", "have a duty", "has a duty", "responsibility to", "owes", "deserve", "deserves", "call on",
      "critical", "crucial", "essential", "imperative", "urgently", "the best way", "one of the best ways"],
    // Belief
    &["i believe", "we believe", "i think", "i am convinced", "i'm convinced", "my belief", "my view", "in my opinion", "i hope",
      "i would argue", "i'd argue", "what i know", "i realized", "i have realized", "i support", "we support", "i want it", "i take a different view",
      "i realised", "my hope", "i pray", "i would still", "i remain"],
    // Stake
    &["the problem", "problem is", "the danger", "danger of", "the harm", "the truth", "the reality", "the lesson", "a lesson", "the point is", "the fact is",
      "disturbing truth", "wrong", "unless", "failure", "failing", "fails", "at stake", "risk", "incoherent", "the issue", "harmful",
      "cannot afford", "can't afford", "the more", "matters", "guarantee for", "hidden", "darker side", "what's really", "really concerned about", "mistake"],
    // Contrast
    &["not merely", "not just", "not only", "instead of", "rather than", "but", "yet", "however", "far from", "despite", "while"],
    // Anecdote
    &["i was", "i had", "i remember", "i once", "i grew up", "when i", "i saw", "i said", "i went", "i came", "my mother", "my father",
      "he said", "she said", "told me", "i started", "i moved", "years ago", "i found", "i ran", "i got", "i attended"],
    // Judgement
    &["disappointing", "disappointment", "enjoyable", "brilliant", "stunning", "superb", "weak", "fun", "excellent", "impressive", "impressed",
      "terrible", "awful", "gorgeous", "frustrating", "frustration", "lacks", "fails", "satisfying", "entertaining", "masterpiece",
      "flawed", "worthwhile", "great", "best", "beautiful", "solid", "reasonable", "good enough", "makes sense", "does not work",
      "good", "better", "poor", "spectacular", "classic"],
    // Verdict
    &["overall", "in short", "all in all", "in the end", "ultimately", "verdict", "we rate", "i rate", "if you want", "if you're looking",
      "worth", "recommend", "recommended", "must see", "must-see", "the game is", "the film is", "the book is", "this is it", "central problem",
      "on balance", "to sum up", "in the ballpark", "is true", "is false", "mostly true", "mostly false", "title to", "for most", "fails to",
      "lets it down", "stands out", "out of five", "out of 10", "it's a very", "it is a very", "the bottom line"],
    // Recommendation
    &["best overall", "our favorite", "our favourite", "top pick", "top picks", "our pick", "my favorite", "we recommend", "i recommend", "recommend",
      "highly recommended", "i'd recommend", "i would", "i'd go", "prefer", "the best option", "the best choice", "the best", "if you need", "if you can't",
      "go with", "go for", "winner", "top three", "stands out", "great value", "i like", "is key", "most important"],
    // Advice
    &["you can", "you should", "you need", "make sure", "be sure", "try", "avoid", "aim to", "start by", "don't", "never", "always", "remember",
      "consider", "focus on", "keep", "use", "choose", "look for", "to achieve", "begin by", "ask why", "start with", "stick to"],
    // Clearing
    &["right place", "let's", "we've got you covered", "look no further", "whether you", "if you've ever", "have you ever", "in today's", "in this article",
      "in this guide", "in this post", "in this blog", "read on", "keep scrolling", "keep reading", "you're not alone", "we all know", "it's no secret", "chances are",
      "when it comes to", "gone are the days", "here are", "here's", "below", "without further ado", "thanks for reading", "i hope", "we hope", "good luck",
      "happy to", "in an era", "for years", "have dominated", "can be a challenge", "can be daunting", "can be overwhelming", "nothing beats", "no secret", "it's been", "if you're like me", "as businesses", "often feels", "sidekick", "gone are", "every new year", "we've all", "let's face it", "thank you", "thanks", "has become", "more than ever", "nothing brings"],
    // Definition
    &["is a", "is an", "is the", "are the", "is free", "helps", "help you", "offers", "offer", "provides", "provide", "lets you", "allows", "enables", "connects",
      "designed", "features", "comes with", "we are a", "function of", "promotes", "built", "you'll learn", "is located", "we feature", "has the", "engineered", "simplifies"],
    // Terms
    &["you can", "you have to", "you must", "you will", "you'll", "you need", "available", "eligible", "apply", "applications", "registration", "register",
      "includes", "include", "including", "must be", "open", "hours", "up to", "free", "cost", "costs", "price", "prices", "from", "sign up", "on hold",
      "we stock", "same day", "years of age", "years and older", "by the end", "earn", "determined by", "can be"],
    // Call
    &["contact us", "call us", "give us a call", "get started", "shop our", "shop all", "order now", "book now", "click", "sign up today", "learn more",
      "for more information", "join us", "download", "visit us", "check out", "don't hesitate", "browse", "read customer reviews"],
    // Announcement
    &["announced", "announces", "announce", "launches", "launched", "launch", "unveiled", "unveils", "introduces", "introduced", "partnership", "partners",
      "agreement", "acquires", "acquired", "new", "today", "release", "released", "appointed", "appoints", "expands", "completed the upgrade", "upgrade",
      "research", "is achieved", "results in", "dabei", "kooperation", "finds", "shows", "provides"],
    // OfItself
    &["the opinions", "the views", "this article", "this post", "this story", "this page", "this review", "this list", "my newsletter", "my book", "follow me", "copyright",
      "subscribe", "read more", "affiliate", "disclaimer", "disclosure", "watch the video", "originally published", "editor's note", "is the author", "is a nationally",
      "is professor", "is a member of"],
    // Promise
    &["list of", "ways", "tips", "steps", "guide", "things", "options", "alternatives", "highlights", "strategies", "habits", "walk you through",
      "ideas", "tools", "places", "some of the", "recommendations", "best", "favorite", "favourite", "top", "in just", "projects", "how to", "rules",
      "lessons", "reasons", "including", "the show", "opportunities"],
    // Asker
    &["i'm", "i am", "i've", "my", "i have", "i would love", "please let me know", "hello", "thanks in advance", "i look forward"],
];

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::new(&PHRASES));

/// The signs in `text`.
pub(super) fn signs(text: &str) -> Found {
    WORDING.find(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_in_the_order_of_their_phrases() {
        for (sign, text) in [
            (Sign::Ought, "The council must act."),
            (Sign::Belief, "I believe it."),
            (Sign::Stake, "The danger is real."),
            (Sign::Contrast, "Far from it."),
            (Sign::Anecdote, "When I got home, it rained."),
            (Sign::Judgement, "A superb boat."),
            (Sign::Verdict, "All in all it floats."),
            (Sign::Recommendation, "Our top pick floats."),
            (Sign::Advice, "Make sure that it floats."),
            (Sign::Clearing, "Look no further."),
            (Sign::Definition, "The office helps sailors."),
            (Sign::Terms, "Sailors are eligible."),
            (Sign::Call, "Give us a call."),
            (Sign::Announcement, "The yard announced a boat."),
            (Sign::OfItself, "The views are his own."),
            (Sign::Promise, "Nine tips for a dry boat."),
            (Sign::Asker, "I'm new to boats."),
        ] {
            assert!(signs(text).has(sign as usize), "{sign:?}: {text}");
        }
    }
}

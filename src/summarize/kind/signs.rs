//! The signs of each kind of piece, and which kind they speak for.
//!
//! In: a document and its form. Out: a [`PieceKind`]. Each kind has one sum of signs, as a share of what
//! it takes to be sure of it; the kind of the greatest is named, if it is 1 or more. The weights were set
//! by hand on half of the pieces in `eval/data/kinds`.

use super::PieceKind;
use super::form::{Form, Paragraph, Voices, is_advice};
use super::vocabulary::{COUNTED, INSTRUCTED};
use crate::summarize::Document;

/// What is seen of a document.
pub(super) struct Signs<'a> {
    document: &'a Document<'a>,
    form: &'a Form,
    /// Its title in small letters, with straight apostrophes.
    title: String,
    /// The beginning of its text, likewise.
    head: String,
    /// Its end, likewise.
    tail: String,
}

impl<'a> Signs<'a> {
    pub(super) fn new(document: &'a Document<'a>, form: &'a Form) -> Self {
        const HEAD: usize = 1500;
        const TAIL: usize = 900;
        let body = document.body;
        let small = |text: &str| text.replace('’', "'").to_lowercase();
        let head = &body[..body.floor_char_boundary(HEAD)];
        let tail = &body[body.floor_char_boundary(body.len().saturating_sub(TAIL))..];
        let title = document.title.map(small).unwrap_or_default();
        Self { document, form, title, head: small(head), tail: small(tail) }
    }

    /// The kind that they speak for.
    pub(super) fn kind(&self) -> PieceKind {
        let sums = self.sums();
        let mut best = (PieceKind::Other, 1.0);
        for (kind, sum) in sums {
            if sum >= best.1 {
                best = (kind, sum);
            }
        }
        best.0
    }

    pub(super) fn sums(&self) -> [(PieceKind, f32); 10] {
        [
            (PieceKind::News, self.news() / 0.65),
            (PieceKind::ServicePage, self.service_page() / 0.85),
            (PieceKind::PressRelease, self.press_release() / 0.75),
            (PieceKind::Opinion, self.opinion() / 0.7),
            (PieceKind::HowTo, self.how_to() / 0.9),
            (PieceKind::List, self.list() / 0.9),
            (PieceKind::Questions, self.questions() / 0.75),
            (PieceKind::Review, self.review()),
            (PieceKind::LiveBlog, self.live_blog()),
            (PieceKind::Interview, self.interview()),
        ]
    }

    fn voices(&self) -> &Voices {
        &self.form.voices
    }
}

/// Signs of single kinds.
impl Signs<'_> {
    fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.head.contains(phrase) || self.tail.contains(phrase))
    }

    fn title_words(&self) -> impl Iterator<Item = &str> {
        self.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }

    /// "12 best boats", "Five ways to dry a boat", "The best boats of 2031".
    fn title_counts(&self) -> bool {
        const NUMBERS: &[&str] =
            &["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let mut words = self.title_words().peekable();
        let mut is_number = false;
        let mut near = 0;
        while let Some(word) = words.next() {
            let value = word.parse::<u32>().is_ok_and(|value| (2..200).contains(&value));
            if value || NUMBERS.contains(&word) {
                (is_number, near) = (true, 0);
            } else if is_number && near < 5 && (COUNTED.contains(&word) || word.ends_with('s')) {
                return true;
            }
            near += 1;
        }
        self.title.starts_with("best ") || self.title.starts_with("the best ")
            || self.title.starts_with("top ") || self.title.contains(" alternatives")
            || self.title.starts_with("list of ")
    }

    /// "How to dry a boat", "A guide to dry boats".
    fn title_instructs(&self) -> bool {
        self.title.contains("how to ") || self.title_words().any(|word| INSTRUCTED.contains(&word))
    }

    /// Who speaks in turns.
    fn turns(&self) -> Turns {
        let mut speakers: Vec<(&str, usize, usize)> = Vec::new();
        let mut first = None;
        for (i, text) in self.document.texts().enumerate() {
            let Some((name, is_asker)) = speaker(text) else { continue };
            let asks = is_asker || text.trim_end().ends_with('?');
            first = first.or(Some(i));
            match speakers.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, turns, asked)) => {
                    *turns += 1;
                    *asked += usize::from(asks);
                }
                None => speakers.push((name, 1, usize::from(asks))),
            }
        }
        speakers.retain(|&(_, turns, _)| turns > 1);
        let of = |asks: bool| {
            let those = speakers.iter().filter(|&&(_, turns, asked)| (asked * 2 >= turns) == asks);
            those.map(|&(_, turns, _)| turns).sum()
        };
        let count = self.document.sentences.len();
        let share = first.map_or(0.0, |first| (count - first) as f32 / count as f32);
        let is_dialogue = speakers.len() == 2 && speakers.iter().all(|&(_, turns, _)| turns >= 4);
        Turns { asking: of(true), answering: of(false), is_dialogue, share }
    }

    fn interview(&self) -> f32 {
        let Turns { asking, answering, is_dialogue, share } = self.turns();
        let is_asked = asking >= 2 && answering >= 2 && share >= 0.5;
        let is_talk = is_dialogue && share >= 0.8 && self.form.fragments() < 0.5;
        if is_asked || is_talk { 3.0 } else { 0.0 }
    }

    fn live_blog(&self) -> f32 {
        let share = self.form.times as f32 / self.form.paragraphs.len().max(1) as f32;
        let is_told = self.voices().i < 0.03 && self.form.code < 0.2;
        if self.form.times >= 3 && share >= 0.06 && is_told { 1.5 } else { 0.0 }
    }

    fn review(&self) -> f32 {
        let ruled = |text: &str| {
            let text = text.to_lowercase();
            ["verdict", "our ruling", "final verdict", "the verdict", "rating:", "score:"]
                .iter()
                .any(|known| text.starts_with(known) || text.ends_with(known))
        };
        let heads = self.form.paragraphs.iter().filter(|it| it.words <= 5);
        let is_ruled = heads.map(|it| self.head_of(it)).any(|text| ruled(text));
        let title = self.title_words().any(|word| word == "review") && !self.title_counts();
        let rated = self.has(&[" out of 10", " out of five", "/10 ", " out of 5", "stars out", "★★", "5 stars"]);
        let own = self.has(&[
            "this review", "tested by", "rrp:", "we rate ", "i rate ", "our rating", "reviewed on",
            "what we liked", "i give it",
        ]);
        let fails = self.has(&[
            "fails to deliver", "is a disappointment", "a must-see", "a must-read", "worth buying",
            "worth the price", "worthwhile purchase", "is worth your", "fans of the",
        ]);
        let sum = amount(title, 0.8) + amount(is_ruled, 0.7) + amount(rated, 0.4) + amount(own, 0.7) + amount(fails, 0.5);
        sum + f32::min(self.judged() * 40.0, 0.6) - self.voices().said * 30.0 - f32::min(self.form.headings() as f32 * 0.03, 0.6)
    }

    fn questions(&self) -> f32 {
        let answered = self.form.answered();
        let heads = self.form.headings().max(answered).max(1);
        let listed = amount(answered >= 3, 1.7 * answered as f32 / heads as f32);
        let counted = self.form.paragraphs.iter().any(|it| it.words == 2 && is_answer_count(self.head_of(it)));
        let asks = self.begins_asking();
        let title = amount(self.title.ends_with('?') || self.title.contains("recommendations"), 0.3);
        let thread = amount(asks, 0.7 + title) + f32::min(self.voices().i * 12.0, 0.5)
            - f32::min(self.form.headings() as f32 * 0.03, 0.5);
        f32::max(listed, thread) + amount(counted, 1.0)
    }

    fn list(&self) -> f32 {
        let form = self.form;
        let numbered = form.numbered;
        let announced = self.has_counted_lead();
        amount(self.title_counts(), 0.7)
            + amount(numbered >= 3, 0.5)
            + f32::min(form.headings() as f32 * 0.05, 0.5)
            + amount(form.bulleted >= 5, 0.4)
            + amount(announced, 0.5)
            + amount(announced && form.headings() >= 3, 0.3)
            - self.advised_headings() * 1.2
            - form.advice * 1.5
            - amount(self.title_instructs(), 0.2)
            - form.code
    }

    fn how_to(&self) -> f32 {
        let form = self.form;
        let (advice, you) = (f32::min(form.advice * 3.0, 0.6), f32::min(self.voices().you * 10.0, 0.5));
        advice + you
            + amount(self.title_instructs(), 0.5)
            + amount(form.numbered >= 3, 0.2)
            + self.advised_headings() * 0.5
            - self.voices().offered * 12.0
            - self.voices().said * 30.0
            - form.prices * 3.0
            - amount(self.title_counts() && self.advised_headings() < 0.3 && !self.title_instructs(), 0.4)
    }

    fn opinion(&self) -> f32 {
        let voices = self.voices();
        let signed = self.has(&[
            "opinions expressed in this", "opinions in this commentary", "views expressed in this",
            "views expressed are", "commentary are solely", "opinions expressed are",
        ]);
        let argues = self.has(&[
            "i believe", "my belief", "my view", "in my opinion", "we must", "it's time to", "it's time for",
            "it is time", "we need to", "we need a", "we should", "needs to act", "have a duty", "we have a responsibility",
            "do the right thing", "the real problem", "the truth is", "i am convinced", "i'm convinced",
            "i would still", "i've always thought", "time to pack up",
        ]);
        amount(signed, 2.0)
            + amount(argues, 0.4)
            + f32::min(voices.argued * 60.0, 0.6)
            + f32::min(voices.i * 12.0, 0.3)
            + f32::min(voices.we * 8.0, 0.2)
            + 0.1
            - voices.said * 30.0
            - voices.offered * 15.0
            - self.form.fragments()
            - self.form.advice * 2.0
            - f32::min(self.form.quoted, 0.5)
            - f32::min(self.form.headings() as f32 * 0.03, 0.4)
    }

    fn press_release(&self) -> f32 {
        let paragraphs = &self.form.paragraphs;
        let late = paragraphs.len() / 2;
        let about = paragraphs[late..].iter().any(|it| {
            it.words <= 6 && self.head_of(it).starts_with("About ") && !it.is_finished
        });
        let wired = self.has(&[
            "press release", "prnewswire", "business wire", "globenewswire", "for immediate release",
            "media contact", "forward-looking statements",
        ]);
        let announces = self.has(&[
            "today announced", "announced today", "announces ", "is pleased to", "is proud to", "is delighted to",
            "are delighted with", "is thrilled to", "wir in kooperation", "we've been planning",
        ]);
        let informs = self.tail.contains("for more information") || self.tail.contains("visit us at");
        amount(about, 0.7) + amount(wired, 0.9) + amount(announces, 0.4) + amount(informs, 0.4)
            + amount(self.document.body.contains(['®', '™']), 0.2)
            - self.voices().i * 15.0
            - self.form.prices * 3.0
            - amount(self.title_counts(), 0.5)
            - f32::max(0.0, self.form.fragments() - 0.3) * 2.0
    }

    fn service_page(&self) -> f32 {
        let (form, voices) = (self.form, self.voices());
        let asks = self.has(&[
            "add to cart", "get a quote", "free quote", "contact us", "call us", "sign up", "sign-up", "book your", "get started",
            "in stock", "out of stock", "free shipping", "fill out the", "to apply", "application period", "shop all",
            "view all", "item #", "learn more about our", "our services", "schedule a", "request a", "product description", "free consultation",
            "regular price", "specs:", "warranty",
        ]);
        amount(asks, 0.4)
            + f32::min(voices.offered * 18.0, 0.7)
            + f32::min(form.prices * 3.0, 0.8)
            + f32::min(form.fragments() * 0.7, 0.5)
            + f32::min(form.bullets() * 0.8, 0.4)
            + f32::min(voices.we * 8.0, 0.3)
            + f32::min(voices.you * 4.0, 0.2)
            - voices.past * 25.0
            - voices.said * 40.0
            - voices.i * 12.0
            - form.quoted * 0.3
            - self.advised_headings() * 0.5
            - amount(self.title_counts(), 0.8)
            - amount(self.title_instructs(), 0.4)
            - amount(form.prices < 0.2, form.code)
    }

    fn news(&self) -> f32 {
        let (form, voices) = (self.form, self.voices());
        let is_dated = self.head.find("(ap)").or(self.head.find("(cnn)")).or(self.head.find("(reuters)")).is_some_and(|at| at < 80);
        f32::min(voices.said * 60.0, 0.8)
            + f32::min(voices.past * 20.0, 0.5)
            + f32::min(form.quoted, 0.4)
            + amount(is_dated, 0.4)
            + 0.35
            - voices.you * 12.0
            - voices.i * 12.0
            - voices.we * 6.0
            - form.fragments() * 1.2
            - voices.argued * 15.0
            - form.advice * 2.0
            - amount(form.numbered >= 3, 0.8)
            - amount(form.bulleted >= 5, 0.8)
            - f32::min(form.headings() as f32 * 0.04, 0.4)
            - form.code
    }

    fn head_of(&self, paragraph: &Paragraph) -> &str {
        self.document.sentences[paragraph.first].text(self.document.body)
    }

    /// The share of headings that advise.
    fn advised_headings(&self) -> f32 {
        let pairs = self.form.paragraphs.windows(2);
        let heads: Vec<bool> = pairs
            .filter(|pair| pair[0].is_heading() && pair[1].is_prose())
            .map(|pair| is_advice(self.head_of(&pair[0])))
            .collect();
        let advised = heads.iter().filter(|&&is| is).count();
        if heads.len() < 3 { 0.0 } else { advised as f32 / heads.len() as f32 }
    }

    /// The share of words that judge.
    fn judged(&self) -> f32 {
        let words = self.document.body.split_whitespace();
        let (mut all, mut judged) = (0usize, 0usize);
        for word in words.take(1000) {
            all += 1;
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            judged += usize::from(JUDGED.contains(&word));
        }
        judged as f32 / all.max(200) as f32
    }

    /// "Here are five of the boats", "Seven questions about the boats:".
    fn has_counted_lead(&self) -> bool {
        self.head.contains("here are ") || self.head.contains("list of ") || self.head.contains("best deals")
            || ["one", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
                .iter()
                .any(|number| self.head.contains(&format!("of {number} ")) || self.head.contains(&format!("{number} big ")))
    }

    /// Whether the beginning asks readers for advice.
    fn begins_asking(&self) -> bool {
        const BEGINNING: usize = 1200;
        let all = self.document.body.len() / 2;
        let head = &self.head[..self.head.floor_char_boundary(BEGINNING.min(all.max(200)))];
        [
            "any recommendations", "any advice", "looking for advice", "any suggestions", "recommendations on",
            "would love some", "thanks in advance", "any help", "need some help", "help me", "any updated",
            "input and recommendations", "any ideas", "do any you", "do any of you", "what do you wish", "is there any ",
            "am i using", "how to choose", "i am confused", "i'm confused", "a question that bothered", "question is how",
            "what are your favorite", "any of you",
        ]
        .iter()
        .any(|phrase| head.contains(phrase))
            && self.voices().i > 0.015
    }
}

/// Turns of speakers.
struct Turns {
    /// Of those who ask.
    asking: usize,
    /// Of the others.
    answering: usize,
    /// Two speak, again and again.
    is_dialogue: bool,
    /// The share of the sentences from the first turn on.
    share: f32,
}

/// Words that judge.
#[rustfmt::skip]
const JUDGED: &[&str] = &[
    "disappointing", "disappointment", "disappoint", "enjoyable", "brilliant", "stunning", "superb", "weak", "fun", "best",
    "excellent", "impressive", "terrible", "awful", "gorgeous", "frustrating", "frustration", "lacks", "fails", "satisfying",
    "entertaining", "masterpiece", "clumsy", "flawed", "worthwhile", "recommend", "recommended", "thrill", "beautiful", "great",
];

/// The name at the beginning of a turn, its last word, and whether it names one who asks.
fn speaker(text: &str) -> Option<(&str, bool)> {
    const LONGEST: usize = 40;
    const MOST: usize = 3;
    if let Some(rest) = text.strip_prefix("Q.").or(text.strip_prefix("A.")) {
        return rest.starts_with(' ').then(|| (&text[..1], text.starts_with('Q')));
    }
    let at = text.find(':').filter(|&at| at > 0 && at <= LONGEST)?;
    let is_apart = text[at + 1..].is_empty() || text[at + 1..].starts_with(char::is_whitespace);
    let name = text[..at].trim_end();
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    let is_name = name.split_whitespace().count() <= MOST
        && name.chars().all(is_letter)
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let last = name.rsplit(' ').next().unwrap_or(name);
    (is_apart && is_name).then(|| (last, matches!(last, "Q" | "Question")))
}

/// "11 Answers", "3 replies".
fn is_answer_count(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()))
        && words.next().is_some_and(|word| {
            ["answer", "answers", "replies", "comments"].contains(&word.to_ascii_lowercase().as_str())
        })
}

fn amount(is: bool, of: f32) -> f32 {
    if is { of } else { 0.0 }
}

impl Signs<'_> {
    fn debug(&self) -> String {
        let f = self.form; let v = self.voices();
        let t = self.turns(); let (q,a,turns,share)=(t.asking,t.answering,t.is_dialogue as u8,t.share); let sums = self.sums().iter().map(|(k,s)| format!("{}:{s:.2}", &k.name()[..3])).collect::<Vec<_>>().join(" ");
        format!("{sums} || par={} head={} ans={} frag={:.2} num={} bul={:.2} adv={:.2} price={:.2} times={} quo={:.2} code={:.2} you={:.3} i={:.3} we={:.3} said={:.3} past={:.3} arg={:.3} off={:.3} w={} turns={q}/{a}/{turns}/{share:.2} tn={} ti={} advh={:.2} jud={:.4}", f.paragraphs.len(), f.headings(), f.answered(), f.fragments(), f.numbered, f.bullets(), f.advice, f.prices, f.times, f.quoted, f.code, v.you, v.i, v.we, v.said, v.past, v.argued, v.offered, v.words, self.title_counts() as u8, self.title_instructs() as u8, self.advised_headings(), self.judged())
    }
}
pub fn form_debug(document: &Document<'_>) -> String {
    let form = Form::new(document);
    Signs::new(document, &form).debug()
}

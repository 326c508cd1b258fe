//! Lines that stand in an article and are not its text: links to other articles, invitations,
//! captions.
//!
//! In: the element that holds an article. Out: what in it is left out.

use super::main_text::Measured;
use super::tag::Tag;
use super::tree::Id;

/// How lines begin that lead to other texts, in small letters.
const LEADS: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "also read",
    "read:",
    "read the full",
    "see also",
    "see more",
    "more:",
    "more on",
    "more from",
    "related:",
    "related article",
    "related stor",
    "related news",
    "related post",
    "related read",
    "related link",
    "related topic",
    "related content",
    "related resources",
    "recommended",
    "you may also",
    "you might also",
    "don't miss",
    "don’t miss",
    "must read",
    "explore further",
    "further reading",
    "up next",
    "watch:",
    "watch now",
    "listen:",
    "click here",
    "continue reading",
    "next:",
    "previous:",
    "lesen sie",
    "mehr zum thema",
    "auch interessant",
    "weiterlesen",
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "lire la suite",
    "lea también",
    "lee también",
    "leer más",
    "te puede interesar",
    "ver también",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "lees ook",
    "lees meer",
    "czytaj",
    "zobacz też",
    "zobacz także",
    "läs mer",
    "läs också",
    "les også",
    "læs også",
    "lue myös",
    "читайте также",
    "читать далее",
    "читайте та",
    "関連記事",
    "あわせて読みたい",
    "相关阅读",
    "延伸阅读",
    "관련기사",
];

/// How lines begin that invite or inform and are no text, whether they hold links or not.
const NOTICES: &[&str] = &[
    "advertisement",
    "advertising",
    "sponsored",
    "subscribe to",
    "subscribe now",
    "sign up",
    "follow us",
    "follow him on",
    "follow her on",
    "share this",
    "share on",
    "like us on",
    "join our",
    "join the conversation",
    "get the latest",
    "get our",
    "download our",
    "download the app",
    "this slideshow requires",
    "this video requires",
    "please enable javascript",
    "enable javascript",
    "javascript is",
    "your browser does not",
    "view this post on",
    "a post shared by",
    "loading",
    "click to share",
    "print this",
    "email this",
    "all rights reserved",
    "copyright ©",
    "© ",
    "skip to",
    "back to top",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "have a tip?",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "publicidade",
    "pubblicità",
    "реклама",
];

/// The longest line that is looked at, in letters.
const LONGEST: u32 = 200;

impl Measured<'_, '_> {
    /// Leaves out lines of an article that are not its text.
    pub(super) fn trim(&mut self, top: Id) {
        let range = self.page().subtree(top);
        // Where hardly anything is prose, links and short lines are what there is to read.
        if 2 * self.prose(top) < self.letters(top) {
            return;
        }
        let mut id = range.start + 1;
        while id < range.end {
            let goes = match self.page().tag(id) {
                Some(Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table) => self.is_list_of_links(id),
                Some(tag) if !tag.is_inline() => self.is_notice(id),
                _ => false,
            };
            if goes {
                self.leave_out(id);
                id = self.page().subtree(id).end;
            } else {
                id += 1;
            }
        }
        self.measure();
        self.trim_headings(top);
        self.measure();
    }

    /// Whether a list leads elsewhere in each of its items.
    fn is_list_of_links(&self, id: Id) -> bool {
        let (letters, links) = (self.letters(id), self.links(id));
        letters > 0 && 10 * links >= 8 * letters
    }

    fn is_notice(&self, id: Id) -> bool {
        let (letters, links) = self.own(id);
        // A block within a block is looked at by itself.
        if letters == 0 || letters > LONGEST || letters != self.letters(id) {
            return false;
        }
        let is_heading = self.page().tag(id).is_some_and(Tag::is_heading);
        let line = self.text(id).to_lowercase();
        let is_pointer = 10 * links >= 9 * letters && !line.ends_with(['.', '!', '?', ':', '。']);
        if is_pointer && !is_heading && self.page().tag(id) != Some(Tag::Li) {
            return true;
        }
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
        let begins = |with: &&str| line.starts_with(*with);
        (letters < 60 && matches!(line, "advert" | "close" | "video" | "comments" | "image"))
            || (3 * links >= letters && LEADS.iter().any(&begins))
            || (letters < 40 && LEADS.iter().any(&begins) && line.ends_with([':', '…', '.']))
            || NOTICES.iter().any(begins)
    }

    /// Leaves out headings, and lines that announce something, of which nothing was left.
    fn trim_headings(&mut self, top: Id) {
        let range = self.page().subtree(top);
        // What comes after: the next block with text, and whether something was left out before it.
        let mut next_is_heading = true;
        let mut dropped_after = true;
        for id in range.rev() {
            if self.is_left_out(id) {
                dropped_after = true;
                continue;
            }
            let (letters, _) = self.own(id);
            if letters == 0 || self.page().tag(id).is_none_or(Tag::is_inline) {
                continue;
            }
            let is_heading = self.page().tag(id).is_some_and(Tag::is_heading);
            let announces = letters < 30 && self.text(id).ends_with(':');
            if id != top && next_is_heading && dropped_after && (is_heading || announces) {
                self.leave_out(id);
                continue;
            }
            next_is_heading = is_heading;
            dropped_after = false;
        }
    }
}

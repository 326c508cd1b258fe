//! A summary of one line, which can stand below a headline: a statement that is true on its own.
//!
//! In: the ranked sentences, and how many words or characters there may be. Out: one pick. It is
//! the statement that the text opens with, whole or cut where that leaves it true ([`clause`]): news
//! says first what it is about. Where readers would clearly rather have another, where that one is too
//! long, or is no statement of some substance, or where it is asked for something, it is the best that
//! can be had so. Only where there is none does a line end in the middle of a clause.
//!
//! [`clause`]: super::clause

use super::clause::{clause_end, has_predicate, points_back};
use super::cut::mark_end;
use super::{Candidates, Unit};
use crate::script::is_unspaced;
use crate::summarize::summary::Pick;

/// So many of the best sentences are tried, before one is cut anywhere.
const TRIED: usize = 32;

/// A text of more sentences is no news or page, and does not tell first what it is about.
const LONGEST_OPENED: usize = 200;

/// An opening of fewer words says nothing.
const LEAST_WORDS: usize = 6;

/// Of the sentences behind the opening, those of so many words are tried first: shorter ones fit, and
/// say little.
const SUBSTANTIAL: usize = 8;

/// Among so many of these, those that point at nothing told before go first.
const MOST_PASSED: usize = 6;

impl Candidates<'_> {
    /// The line of at most `limit` words or characters.
    pub(super) fn line(&self, limit: usize, unit: Unit) -> Option<Pick> {
        let opening = self.opening_statement();
        let is_outranked = opening.is_some_and(|i| self.is_outranked(i));
        let told = opening
            .filter(|&i| !is_outranked && (self.fits(i, limit, unit) || self.has_known_clauses(i)));
        if let Some(line) = told.and_then(|i| self.shortened(i, limit, unit)) {
            return Some(line);
        }
        // What readers would rather have beside the opening tells more of it than what ranks high.
        let mut core = self.core.clone();
        match is_outranked {
            true => core.sort_by(|&i, &j| self.score(j).total_cmp(&self.score(i))),
            false => core.sort_unstable(),
        }
        let ranked = || self.statements.iter().filter(|&i| !core.contains(i));
        let best = || core.iter().chain(ranked()).copied().filter(|&i| self.may_stand_alone(i));
        let declared = || best().filter(|&i| self.declares(i)).take(TRIED);
        let substantial = || declared().filter(|&i| self.words[i] >= SUBSTANTIAL);
        let whole = |i| self.fits(i, limit, unit).then(|| self.whole(i));
        let shortened = |i| self.shortened(i, limit, unit);
        let tried = match self.document.is_english() {
            true => {
                let introduced = substantial().take(MOST_PASSED).filter(|&i| !self.points_back(i));
                introduced
                    .into_iter()
                    .find_map(shortened)
                    .or_else(|| substantial().find_map(shortened))
                    .or_else(|| declared().find_map(shortened))
            }
            // Whole ones first, where what may be cut is not known.
            false => substantial().find_map(whole).or_else(|| declared().find_map(shortened)),
        };
        tried.or_else(|| best().find_map(whole)).or_else(|| {
            let last = opening.or_else(|| self.first())?;
            Some(self.beginning(last, limit, unit))
        })
    }

    /// Whether sentence `i` is a statement that leaves nothing dangling.
    fn may_stand_alone(&self, i: usize) -> bool {
        self.is_statement[i] && self.is_relevant(i) && self.faults(i, &[]).is_empty()
    }

    /// The first statement of the text, if a line may be of that.
    fn opening_statement(&self) -> Option<usize> {
        if self.relevant.is_some() || self.spans.len() > LONGEST_OPENED {
            return None;
        }
        let first = self.is_statement.iter().position(|&is_statement| is_statement)?;
        let is_fit = self.words[first] >= LEAST_WORDS
            && self.declares(first)
            && self.faults(first, &[]).is_empty();
        is_fit.then_some(first)
    }

    /// Whether sentence `i` states something: no question, call, heading or bare quotation.
    fn declares(&self, i: usize) -> bool {
        let text = &self.document.body[self.spans[i]];
        let end = text.trim_end_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | '」' | '』' | '）')
        });
        let is_finished = end.ends_with(|c: char| {
            !c.is_alphanumeric()
                && !matches!(
                    c,
                    '?' | '!' | '？' | '！' | '؟' | ':' | '：' | ',' | ';' | '-' | '–' | '—'
                )
        });
        // Thai has no mark at the end of a sentence.
        let is_finished = is_finished || text.starts_with(|c| matches!(c, '\u{0E01}'..='\u{0EFF}'));
        let begins = text.starts_with(|c: char| {
            c.is_alphanumeric() && !c.is_lowercase()
                || matches!(c, '$' | '£' | '€' | '¥' | '#' | '@')
        });
        is_finished && begins && (!self.document.is_english() || has_predicate(text))
    }

    /// Whether sentence `i` is English, or of a script without spaces: there what stands before a
    /// comma is a clause, and who says it comes first.
    fn has_known_clauses(&self, i: usize) -> bool {
        let first = self.document.body[self.spans[i]].chars().find(|c| c.is_alphabetic());
        self.document.is_english() || first.is_some_and(is_unspaced)
    }

    fn points_back(&self, i: usize) -> bool {
        points_back(&self.document.body[self.spans[i]])
    }

    fn fits(&self, i: usize, limit: usize, unit: Unit) -> bool {
        self.measure(self.spans[i], unit) <= limit
    }

    /// Sentence `i`, whole or up to the end of a clause that can stand alone.
    fn shortened(&self, i: usize, limit: usize, unit: Unit) -> Option<Pick> {
        if self.fits(i, limit, unit) {
            return Some(self.whole(i));
        }
        let text = &self.document.body[self.spans[i]];
        let fits = |part: &str| self.fits_cut(part, limit, unit);
        let len = match self.document.is_english() {
            true => clause_end(text, fits),
            false => mark_end(text, fits),
        };
        len.map(|len| self.cut_at(i, len))
    }
}

#[cfg(test)]
mod tests {
    use crate::summarize::select::tests::{document, laid_out};
    use crate::summarize::select::{Ranking, Score, Selection, select};
    use crate::summarize::{Budget, Document, Summary};
    use crate::text::count_words;

    /// The line of these sentences, the last of which ranks highest.
    fn line(language: &str, lines: &[&str], budget: Budget) -> String {
        ranked(language, lines, budget, None)
    }

    fn ranked(
        language: &str,
        lines: &[&str],
        budget: Budget,
        relevant: Option<Vec<bool>>,
    ) -> String {
        let (body, sentences) = laid_out(lines);
        let language = Some(language);
        let document = Document { language, count_words, ..document(&body, &sentences) };
        let scores = (0..lines.len()).map(|i| Score::from_parts([("given", i as f32)])).collect();
        let ranking = Ranking { relevant, ..Ranking::from_scores(scores) };
        let selected = select(&document, &ranking, budget, &Selection::default());
        Summary::of("given", &ranking, selected).text(&body)
    }

    fn words(count: usize) -> Budget {
        Budget::line(count).unwrap()
    }

    fn characters(count: usize) -> Budget {
        Budget::line_of_characters(count).unwrap()
    }

    const NEWS: [&str; 4] = [
        "The council of Wexley closed the old bridge on Tuesday after engineers found cracks in it.",
        "Two pillars of the bridge have to be replaced before the winter comes.",
        "The repairs will take five months, the mayor said.",
        "Drivers face a detour of eleven miles on narrow roads.",
    ];

    #[test]
    fn it_is_the_opening_whole_or_cut_well() {
        assert_eq!(line("en", &NEWS, words(25)), NEWS[0]);
        assert_eq!(
            line("en", &NEWS, words(12)),
            "The council of Wexley closed the old bridge on Tuesday…"
        );
        assert_eq!(
            line("en", &NEWS, characters(50)),
            "The council of Wexley closed the old bridge…"
        );
        assert_eq!(line("en", &NEWS, characters(NEWS[0].len())), NEWS[0]);
    }

    #[test]
    fn another_is_told_where_the_opening_cannot_be() {
        for opening in [
            "The mayor of Wexley took money from the school and the library, police said.",
            "Would you have closed the old bridge of Wexley on a Tuesday in winter?",
            "“We will close the bridge,” she said.",
            "Read all about the old bridge of Wexley today!",
        ] {
            let lines = [&[opening], &NEWS[1..]].concat();
            assert_eq!(line("en", &lines, words(11)), NEWS[3], "{opening}");
        }
        let long = vec![NEWS[0]; 300];
        let lines = [&["Some harbours of the north have no ferry any more."], &long[..]].concat();
        assert_eq!(line("en", &lines, words(25)), NEWS[0], "a book does not tell first");
    }

    #[test]
    fn it_is_about_what_was_asked() {
        let relevant = Some(vec![false, true, false, false]);
        assert_eq!(ranked("en", &NEWS, words(25), relevant), NEWS[1]);
    }

    #[test]
    fn sentences_that_say_something_go_before_short_ones() {
        let lines = [
            "Is it the end of the old bridge?",
            "Two pillars of the bridge have to be replaced before the winter.",
            "The mayor is now sad.",
        ];
        assert_eq!(line("en", &lines, words(14)), lines[1]);
        assert_eq!(line("en", &lines, words(6)), lines[2]);
    }

    #[test]
    fn what_is_introduced_goes_before_what_points_back() {
        let lines = [
            "But is it the end of the old bridge?",
            "Lee Brandt of the harbour office has paid for the repairs.",
            "The old pillars of stone are in the river now.",
        ];
        assert_eq!(line("en", &lines, words(14)), lines[1]);
        let lines = [lines[0], lines[2], "The Wexley Ferry will carry drivers over the river."];
        assert_eq!(line("en", &lines, words(14)), lines[2], "a name introduces itself");
    }

    #[test]
    fn where_nothing_fits_no_word_is_left_open() {
        let lines = ["The council closed the old bridge of the town and the school."];
        assert_eq!(line("en", &lines, words(4)), "The council closed…");
        assert_eq!(line("en", &lines, characters(24)), "The council closed…");
    }

    #[test]
    fn other_languages_are_cut_where_a_clause_is_sure_to_end() {
        let lines =
            ["周一起，连接罗斯港和哈尔姆岛的渡轮停止运营，因为船体有裂缝。", "维修需要三个星期。"];
        assert_eq!(line("zh", &lines, words(16)), "周一起，连接罗斯港和哈尔姆岛的渡轮停止运营…");
        let lines =
            ["ロス港とハルム島を結ぶフェリーは月曜日から運航を停止した。", "修理に三週間かかる。"];
        assert_eq!(line("ja", &lines, words(20)), lines[0]);
        assert_eq!(line("ja", &lines, characters(15)), lines[1]);
        let lines = [
            "Die Fähre nach Halm fährt seit Montag nicht mehr, weil ein Riss im Rumpf ist.",
            "Der Bürgermeister rechnet mit drei Wochen bis zur nächsten Fahrt.",
        ];
        assert_eq!(line("de", &lines, words(12)), lines[1]);
        assert_eq!(
            line("de", &lines[..1], words(12)),
            "Die Fähre nach Halm fährt seit Montag nicht mehr…"
        );
    }
}

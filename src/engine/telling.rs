//! A story told in short: as a summary, as a timeline, and among the stories of a day.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Engine;
use super::story_text::Quote;
use crate::error::Result;
use crate::library::{Filter, Member, Story, StoryOptions};
use crate::summarize::Budget;

/// A story in fewer words than this says nothing: there are fewer stories then.
const FEW_WORDS: usize = 40;
/// A story in more words than this is no news of the day among others: it has a page of its own.
const MOST_WORDS: usize = 120;

/// A summary of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct StorySummary {
    /// Its sentences, in the order in which they were told.
    pub quotes: Vec<Quote>,
    /// How many articles it is of, copies left out.
    pub articles: usize,
}

/// A story, and what of it is new.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestEntry {
    /// The story, or one article that is told by itself.
    pub story: Story,
    /// What is new, in the order in which it was told.
    pub quotes: Vec<Quote>,
    /// How many sentences are new.
    pub news: usize,
    /// How many articles these are in.
    pub articles: usize,
}

/// Which stories a digest tells, and how long it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestOptions {
    /// What was published, or else stored, from this time on is new; `None`: what was not read is.
    pub since: Option<Timestamp>,
    /// Of which articles.
    pub filter: Filter,
    /// So many stories at most.
    pub stories: usize,
    /// So many words for all of them, and of each at most 120.
    pub words: usize,
}

impl Engine {
    /// A summary of all articles of a story.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn story_summary(&self, story: &Story, budget: Budget) -> Result<StorySummary> {
        let text = self.story_text(story, |_| false)?;
        let quotes = text.select(budget, |_| true);
        Ok(StorySummary { quotes, articles: text.articles() })
    }

    /// A sentence for each day on which something new was told, or, where all was told on one day, for each
    /// article that told something new.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn timeline(&self, story: &Story) -> Result<Vec<Quote>> {
        let text = self.story_text(story, |_| false)?;
        let one = Budget::sentences(1)?;
        let day = |member: &Member| member.at().to_zoned(TimeZone::UTC).date();
        let mut days: Vec<_> = text.members().map(day).collect();
        days.dedup();
        let mut lines = Vec::new();
        if days.len() > 1 {
            days.sort_unstable();
            days.dedup();
            for of_line in days {
                lines.extend(text.select(one, |member| day(member) == of_line));
            }
        } else {
            for of_line in text.members() {
                lines.extend(text.select(one, |member| member.id == of_line.id));
            }
        }
        Ok(lines)
    }

    /// The stories with something new, those first that most tell, and what is new in each.
    ///
    /// # Errors
    /// As [`Engine::card`].
    pub fn digest(&self, options: &DigestOptions) -> Result<Vec<DigestEntry>> {
        let is_new = |member: &Member| match options.since {
            Some(since) => member.at() >= since,
            None => !member.is_read,
        };
        let library = self.library()?;
        let mut filter = options.filter.clone();
        if options.since.is_none() {
            filter.read = Some(false);
        }
        let listed = StoryOptions { filter, since: options.since, ..StoryOptions::default() };
        let mut stories = library.stories(&listed)?;
        stories.retain(|story| story.members.iter().any(is_new));
        let weight = |story: &Story| {
            let new = story.members.iter().filter(|member| is_new(member));
            (new.clone().filter(|member| member.copy_of.is_none()).count(), new.count())
        };
        stories.sort_by_key(|story| std::cmp::Reverse(weight(story)));
        stories.truncate(options.stories.min((options.words / FEW_WORDS).max(1)));
        let mut entries = Vec::with_capacity(stories.len());
        let each = (options.words / stories.len().max(1)).min(MOST_WORDS);
        for story in stories {
            let text = self.story_text(&story, |member| !is_new(member))?;
            let budget = Budget::words(each.max(1))?;
            let quotes = text.select(budget, is_new);
            if quotes.is_empty() {
                continue;
            }
            let articles = text.members().filter(|member| is_new(member)).count();
            entries.push(DigestEntry { news: text.news(), articles, quotes, story });
        }
        Ok(entries)
    }
}

//! Which story an article joins when it is stored.
//!
//! In: an article that is stored and was not compared with those before it. Out: its place, kept by the
//! library: the story that it joins, or none, and the article that it is a copy of, or none.
//!
//! Those that are nearest in meaning, and those that have its rarest names, are compared with it by what they
//! have in common ([`Evidence`]). A story is judged by all its members, not by the one that was found
//! ([`belonging`]). Only what was stored before counts, so it does not matter how many come at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;

use super::Engine;
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::library::{ArticleVector, Filter, Place, Placing, StoryId, Task};
use crate::story::{Evidence, Profile, Relation, RelationModel, belonging, joined_above};

/// So many are looked at that are nearest in meaning.
const NEAREST: usize = 24;
/// A story that more tell is judged by so many of its newest.
const JUDGES: usize = 24;
/// A story is over when nothing was told of it for so many days and as long as it had been told.
const QUIET: SignedDuration = SignedDuration::from_hours(14 * 24);
/// So many bodies are held at a time.
const READ_AT_ONCE: usize = 256;

/// A story while a batch is placed: one in the library, or an article that no other tells yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Teller {
    Alone(u64),
    Story(StoryId),
}

/// What of an article decides on its place.
struct Compared {
    number: u64,
    published: Option<Timestamp>,
    created: Timestamp,
    profile: Profile,
}

/// The articles that may tell the story of another.
#[derive(Default)]
struct Candidates {
    all: Vec<ArticleId>,
    /// The first with the same text to the letter, but for white space.
    duplicate: Option<ArticleId>,
}

/// What is known while a batch is placed.
struct Placer<'a> {
    engine: &'a Engine,
    /// Where those stand that were placed in this batch, and those that joined them.
    moved: HashMap<ArticleId, Teller>,
    members: HashMap<Teller, Vec<ArticleId>>,
    known: HashMap<ArticleId, Place>,
    compared: HashMap<ArticleId, Arc<Compared>>,
}

impl Engine {
    /// Decides on the places of these stored articles, as far as they were not compared yet, and says whether it did: not
    /// if another is deciding, who may know of others that these must be compared with.
    pub(super) fn place(&self, ids: &[ArticleId]) -> Result<bool> {
        let library = self.library()?;
        library.exclusively(Task::Stories, &mut || self.place_now(ids))
    }

    fn place_now(&self, ids: &[ArticleId]) -> Result<()> {
        let library = self.library()?;
        let mut places = library.places(ids)?;
        places.retain(|place| place.text.is_none());
        if let Some(awaited) = library.first_awaited()?.filter(|_| !places.is_empty()) {
            places.retain(|place| place.number < awaited);
        }
        if places.is_empty() {
            return Ok(());
        }
        places.sort_unstable_by_key(|place| place.number);
        places.dedup_by_key(|place| place.number);
        let waiting: Vec<ArticleId> = places.iter().map(|place| place.article).collect();
        let articles: HashMap<ArticleId, Article> =
            library.articles(&waiting)?.into_iter().filter_map(|it| Some((it.id?, it))).collect();
        let candidates: Vec<Candidates> = waiting
            .par_iter()
            .map(|id| articles.get(id).map_or(Ok(Candidates::default()), |it| self.candidates(it)))
            .collect::<Result<_>>()?;
        let mut placer = Placer {
            engine: self,
            moved: HashMap::new(),
            members: HashMap::new(),
            known: HashMap::new(),
            compared: HashMap::new(),
        };
        let all: Vec<ArticleId> = candidates.iter().flat_map(|it| it.all.iter().copied()).collect();
        placer.load(&[waiting, all].concat())?;
        let mut placings = Vec::with_capacity(places.len());
        for (place, candidates) in places.iter().zip(candidates) {
            // One that cannot be read any more waits until the library is mended.
            if articles.contains_key(&place.article) {
                placings.push(placer.place(place, &candidates)?);
            }
        }
        library.place(&placings)
    }

    /// Decides on the places of articles that were stored and not compared with those before them, up to so many:
    /// what was stored through the [`Store`](crate::library::Store) alone, say. Whether it got to the end: not if another is
    /// deciding.
    ///
    /// # Errors
    /// As [`Engine::add`].
    pub fn place_waiting(&self, most: usize) -> Result<bool> {
        const BATCH: usize = 64;
        let library = self.library()?;
        let mut left = most;
        while left > 0 {
            let waiting = library.unplaced(left.min(BATCH))?;
            let ids: Vec<ArticleId> = waiting.iter().filter_map(|article| article.id).collect();
            if ids.is_empty() {
                break;
            }
            if !self.place(&ids)? {
                return Ok(false);
            }
            left -= ids.len();
        }
        Ok(true)
    }

    /// The stored articles that may tell the story of this one.
    fn candidates(&self, article: &Article) -> Result<Candidates> {
        let library = self.library()?;
        let duplicate = library.duplicates_of(article)?.first().copied();
        let mut found: Vec<ArticleId> = duplicate.into_iter().collect();
        if let Some((model, values)) = self.stored_vector(article)? {
            let vector = ArticleVector { model: &model, values: &values };
            let all = Filter { exclude: article.id.into_iter().collect(), ..Filter::default() };
            let nearest = library.nearest(vector, NEAREST, &all)?;
            found.extend(nearest.iter().map(|neighbor| neighbor.article.id));
        }
        found.extend(self.with_its_names(article)?);
        found.sort_unstable();
        found.dedup();
        found.retain(|other| Some(*other) != article.id);
        Ok(Candidates { all: found, duplicate })
    }
}

impl Placer<'_> {
    fn place(&mut self, place: &Place, candidates: &Candidates) -> Result<Placing> {
        let id = place.article;
        let alone = Placing { article: id, with: None, copy_of: None };
        let Some(own) = self.compared.get(&id).cloned() else { return Ok(alone) };
        let model = RelationModel::bundled();
        let mut copied: Option<(u64, ArticleId, Teller)> = None;
        let mut likely: BTreeMap<Teller, ArticleId> = BTreeMap::new();
        for other in &candidates.all {
            let known = self.known.get(other).zip(self.compared.get(other));
            let Some((other, compared)) = known else { continue };
            if other.number >= place.number {
                continue;
            }
            let evidence = Evidence::between(&own.profile, &compared.profile, 0.0);
            let teller = self.teller_of(other);
            let is_copy = candidates.duplicate == Some(other.article)
                || model.relation(&evidence) == Relation::SameText;
            if is_copy && copied.is_none_or(|(first, ..)| other.number < first) {
                copied = Some((other.number, other.article, teller));
            }
            if model.log_odds(&evidence) > joined_above(1) {
                likely.entry(teller).or_insert(other.article);
            }
        }
        let joined = match copied {
            Some((_, first, teller)) => Some((first, teller)),
            None => self.best_of(&own, likely)?,
        };
        if let Some((through, teller)) = joined.filter(|_| place.story.is_none()) {
            self.join(id, through, teller)?;
        }
        Ok(Placing {
            article: id,
            with: joined.map(|(through, _)| through),
            copy_of: copied.map(|(_, first, _)| first),
        })
    }

    /// The story that an article belongs to, of several that one member each speaks for.
    fn best_of(
        &mut self,
        own: &Compared,
        likely: BTreeMap<Teller, ArticleId>,
    ) -> Result<Option<(ArticleId, Teller)>> {
        let mut best: Option<(f32, ArticleId, Teller)> = None;
        for (teller, through) in likely {
            let spare = self.belongs(own, teller, through)?;
            if let Some(spare) = spare.filter(|spare| *spare > 0.0)
                && best.is_none_or(|(most, ..)| spare > most)
            {
                best = Some((spare, through, teller));
            }
        }
        Ok(best.map(|(_, through, teller)| (through, teller)))
    }

    fn teller_of(&self, place: &Place) -> Teller {
        match (self.moved.get(&place.article), place.story) {
            (Some(teller), _) => *teller,
            (None, Some(story)) => Teller::Story(story),
            (None, None) => Teller::Alone(place.number),
        }
    }

    /// How much more strongly an article belongs to a story than it must; none if that was over by then.
    fn belongs(
        &mut self,
        own: &Compared,
        teller: Teller,
        through: ArticleId,
    ) -> Result<Option<f32>> {
        let members = self.members_of(teller, through)?;
        self.load(&members)?;
        let mut judges: Vec<&Compared> = members
            .iter()
            .filter_map(|id| Some(self.compared.get(id)?.as_ref()))
            .filter(|member| member.number < own.number)
            .collect();
        judges.sort_unstable_by_key(|member| member.number);
        if !own.is_in_time_for(&judges) {
            return Ok(None);
        }
        let model = RelationModel::bundled();
        let newest = judges.iter().rev().take(JUDGES);
        let odds = newest
            .map(|member| model.log_odds(&Evidence::between(&own.profile, &member.profile, 0.0)));
        let odds = belonging(&odds.collect::<Vec<_>>());
        Ok(odds.map(|odds| odds - joined_above(judges.len())))
    }

    fn members_of(&mut self, teller: Teller, through: ArticleId) -> Result<Vec<ArticleId>> {
        if let Some(members) = self.members.get(&teller) {
            return Ok(members.clone());
        }
        let members = match teller {
            Teller::Alone(_) => vec![through],
            Teller::Story(id) => {
                let story = self.engine.library()?.story(&id.to_string())?;
                story.members.iter().map(|member| member.id).collect()
            }
        };
        self.members.insert(teller, members.clone());
        Ok(members)
    }

    /// Takes note of an article having joined a story, before the library knows of it.
    fn join(&mut self, article: ArticleId, through: ArticleId, teller: Teller) -> Result<()> {
        let mut members = self.members_of(teller, through)?;
        members.push(article);
        self.moved.insert(article, teller);
        self.members.insert(teller, members);
        Ok(())
    }

    /// Makes the profiles of these articles that are not at hand.
    fn load(&mut self, ids: &[ArticleId]) -> Result<()> {
        let mut lacking: Vec<ArticleId> =
            ids.iter().filter(|id| !self.compared.contains_key(id)).copied().collect();
        lacking.sort_unstable();
        lacking.dedup();
        if lacking.is_empty() {
            return Ok(());
        }
        let library = self.engine.library()?;
        let places = library.places(&lacking)?;
        self.known.extend(places.into_iter().map(|place| (place.article, place)));
        for batch in lacking.chunks(READ_AT_ONCE) {
            let articles = library.articles(batch)?;
            let known = &self.known;
            let made = articles.into_par_iter().filter_map(|article| {
                let id = article.id?;
                Some((id, Arc::new(Compared::of(article, known.get(&id)?.number))))
            });
            self.compared.extend(made.collect::<Vec<_>>());
        }
        Ok(())
    }
}

impl Compared {
    fn of(article: Article, number: u64) -> Self {
        Self {
            number,
            published: article.published_at(),
            created: article.created.unwrap_or_default(),
            profile: Profile::of(&article),
        }
    }

    /// How long after one of two articles the other came: as they were published, if that is known of both.
    fn apart(&self, other: &Self) -> SignedDuration {
        match self.published.zip(other.published) {
            Some((own, other)) => own.duration_since(other).abs(),
            None => self.created.duration_since(other.created).abs(),
        }
    }

    /// Whether a story with these members, in stored order, was not over yet.
    fn is_in_time_for(&self, members: &[&Self]) -> bool {
        let Some(first) = members.first() else { return false };
        let span = members.iter().map(|member| member.apart(first)).max().unwrap_or_default();
        let apart = members.iter().map(|member| self.apart(member)).min().unwrap_or_default();
        apart <= QUIET.saturating_add(span)
    }
}

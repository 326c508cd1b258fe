//! What is named of the articles that are like another: copies as one, and not the same thing twice.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Engine;
use crate::article::ArticleId;
use crate::error::Result;
use crate::library::{Copies, Neighbor, Place};
use crate::story::{Evidence, Relation, RelationModel, Wording};
use crate::vector::{ModelId, dot, normalise};

/// How much being like the article counts against being like what was named already.
const RELEVANCE: f32 = 0.6;

/// A stored article that is like another.
pub(super) struct Alike {
    /// How alike they are.
    pub(super) score: f32,
    pub(super) found: Neighbor,
    pub(super) wording: Wording,
    /// When it was published, or else stored.
    pub(super) at: Option<Timestamp>,
}

/// Where an article and those like it stand.
pub(super) struct Places {
    /// The article itself, if it is stored.
    pub(super) own: Option<Place>,
    pub(super) of_others: HashMap<ArticleId, Place>,
}

impl Places {
    /// What another article is to this one: what the library says of their stories, which is someone's word
    /// where someone gave it, or else what the evidence speaks for.
    pub(super) fn relation(&self, other: ArticleId, evidence: &Evidence) -> Relation {
        let said = RelationModel::bundled().relation(evidence);
        let placed = |place: &Place| place.text.is_some();
        let both = self.own.filter(placed).zip(self.of_others.get(&other).filter(|it| placed(it)));
        match both {
            Some((own, other)) if own.text == other.text => Relation::SameText,
            Some((own, other)) if own.story.is_some() && own.story == other.story => {
                Relation::SameStory
            }
            Some(_) => Relation::Related,
            None => said,
        }
    }
}

/// Makes one of those that have the same text: that from a preferred source, else the first that was stored, at
/// the place of the one that is most alike. With each come the others.
pub(super) fn fold(
    alike: Vec<Alike>,
    places: &Places,
    copies: &Copies,
) -> Vec<(Alike, Vec<ArticleId>)> {
    let Copies::Folded(preferred) = copies else {
        return alike.into_iter().map(|alike| (alike, Vec::new())).collect();
    };
    let rank = |alike: &Alike| {
        let source = alike.found.article.source.as_deref();
        let is_source = |name: &String| source.is_some_and(|it| it.eq_ignore_ascii_case(name));
        let preferred = preferred.iter().position(is_source).unwrap_or(usize::MAX);
        let number = places.of_others.get(&alike.found.article.id).map(|place| place.number);
        (preferred, number)
    };
    let mut folded: Vec<(Alike, Vec<ArticleId>)> = Vec::new();
    let mut shown: HashMap<u64, usize> = HashMap::new();
    for alike in alike {
        let text = places.of_others.get(&alike.found.article.id).and_then(|place| place.text);
        let Some(&at) = text.and_then(|text| shown.get(&text)) else {
            shown.extend(text.map(|text| (text, folded.len())));
            folded.push((alike, Vec::new()));
            continue;
        };
        let (first, copies) = &mut folded[at];
        if rank(&alike) < rank(first) {
            copies.push(first.found.article.id);
            *first = alike;
        } else {
            copies.push(alike.found.article.id);
        }
    }
    folded
}

impl Engine {
    /// So many of these, one after the other: that which is like the article and least like those before it
    /// (maximal marginal relevance; Carbonell and Goldstein, 1998).
    pub(super) fn diverse(
        &self,
        mut alike: Vec<(Alike, Vec<ArticleId>)>,
        count: usize,
        model: &ModelId,
    ) -> Result<Vec<(Alike, Vec<ArticleId>)>> {
        let library = self.library()?;
        let mut vectors = Vec::with_capacity(alike.len());
        for (alike, _) in &alike {
            let mut vector = library.vector(alike.found.article.id, model)?.unwrap_or_default();
            normalise(&mut vector);
            vectors.push(vector);
        }
        // How like each is to that of those named which it is most like.
        let mut named: Vec<(Alike, Vec<ArticleId>)> = Vec::with_capacity(count);
        let mut nearest = vec![0.0_f32; alike.len()];
        while named.len() < count && !alike.is_empty() {
            let worth = |at: usize| RELEVANCE * alike[at].0.score - (1.0 - RELEVANCE) * nearest[at];
            let best = (0..alike.len()).rev().max_by(|a, b| worth(*a).total_cmp(&worth(*b)));
            let Some(best) = best else { break };
            let taken = alike.remove(best);
            let vector = vectors.remove(best);
            nearest.remove(best);
            for (((other, _), other_vector), nearest) in
                alike.iter().zip(&vectors).zip(&mut nearest)
            {
                let cosine = dot(&vector, other_vector);
                *nearest = nearest.max(taken.0.wording.likeness(&other.wording, cosine));
            }
            named.push(taken);
        }
        Ok(named)
    }
}

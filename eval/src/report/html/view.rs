//! What all parts of the report look at: the results, indexed by data set and system.

use std::collections::{BTreeMap, HashMap};

use crate::report::SourceText;
use crate::report::marks::is_oracle;
use crate::results::{Aggregate, Dataset, Estimate, Results, SystemInfo, Unit};
use crate::statistics::{Better, Kind, Measure};

/// How many colours there are before they come again, with a broken line.
const COLOURS: usize = 8;

/// A run, and how its systems are shown.
pub(super) struct View<'a> {
    /// The run.
    pub(super) results: &'a Results,
    /// The systems in the run's order; those that only units or aggregates name come last.
    pub(super) systems: Vec<&'a str>,
    /// The measure that counts.
    pub(super) primary: Measure,
    texts: HashMap<(&'a str, &'a str), &'a SourceText>,
}

/// One data set of a run.
pub(super) struct Section<'a> {
    /// The run.
    pub(super) view: &'a View<'a>,
    /// The data set.
    pub(super) dataset: &'a Dataset,
    units: HashMap<&'a str, Vec<&'a Unit>>,
    aggregates: HashMap<&'a str, &'a Aggregate>,
}

impl<'a> View<'a> {
    /// The view of a run; `None` if its task has no measures.
    pub(super) fn new(results: &'a Results, texts: &'a [SourceText]) -> Option<Self> {
        let named = results.run.systems.iter().map(|system| system.name.as_str());
        let aggregated = results.aggregates.iter().map(|aggregate| aggregate.system.as_str());
        let measured = results.units.iter().map(|unit| unit.system.as_str());
        let mut systems = Vec::new();
        for system in named.chain(aggregated).chain(measured) {
            if !systems.contains(&system) {
                systems.push(system);
            }
        }
        let texts =
            texts.iter().map(|text| ((text.dataset.as_str(), text.id.as_str()), text)).collect();
        Some(Self { results, systems, primary: *results.run.task.measures().first()?, texts })
    }

    /// The data sets of the run.
    pub(super) fn sections(&'a self) -> Vec<Section<'a>> {
        self.results.datasets.iter().map(|dataset| Section::new(self, dataset)).collect()
    }

    /// The baseline, if there is one.
    pub(super) fn baseline(&self) -> Option<&'a str> {
        self.results.run.baseline.as_deref()
    }

    /// What the run says about a system.
    pub(super) fn info(&self, system: &str) -> Option<&'a SystemInfo> {
        self.results.run.systems.iter().find(|info| info.name == system)
    }

    /// The place of a system among the systems.
    pub(super) fn place(&self, system: &str) -> usize {
        self.systems.iter().position(|&name| name == system).unwrap_or(0)
    }

    /// The classes that give a system its colour and its line, the same over the whole page.
    /// Oracles are grey: they are no systems that one could use.
    pub(super) fn class(&self, system: &str) -> String {
        let alike = |name: &&&str| is_oracle(name) == is_oracle(system);
        let place = self.systems.iter().filter(alike).position(|&name| name == system).unwrap_or(0);
        let id = self.place(system);
        if is_oracle(system) {
            format!("so t{} i{id}", place % 3)
        } else {
            format!("s{} t{} i{id}", place % COLOURS, (place / COLOURS) % 3)
        }
    }

    /// The text of a document, if it is at hand.
    pub(super) fn text(&self, dataset: &str, id: &str) -> Option<&'a SourceText> {
        self.texts.get(&(dataset, id)).copied()
    }
}

impl<'a> Section<'a> {
    fn new(view: &'a View<'a>, dataset: &'a Dataset) -> Self {
        let mut units: HashMap<&str, Vec<&Unit>> = HashMap::new();
        for unit in view.results.units.iter().filter(|unit| unit.dataset == dataset.name) {
            units.entry(unit.system.as_str()).or_default().push(unit);
        }
        let of_dataset = |aggregate: &&Aggregate| aggregate.dataset == dataset.name;
        let aggregates = view.results.aggregates.iter().filter(of_dataset);
        let aggregates = aggregates.map(|aggregate| (aggregate.system.as_str(), aggregate));
        Self { view, dataset, units, aggregates: aggregates.collect() }
    }

    /// The units of a system, in the data's order.
    pub(super) fn units(&self, system: &str) -> &[&'a Unit] {
        self.units.get(system).map_or(&[], Vec::as_slice)
    }

    /// The units of a system, by their id.
    pub(super) fn units_by_id(&self, system: &str) -> HashMap<&'a str, &'a Unit> {
        self.units(system).iter().map(|unit| (unit.id.as_str(), *unit)).collect()
    }

    /// The systems that have an aggregate, in the run's order, with it.
    pub(super) fn aggregates(&self) -> Vec<(&'a str, &'a Aggregate)> {
        let systems = self.view.systems.iter();
        systems.filter_map(|&name| Some((name, *self.aggregates.get(name)?))).collect()
    }

    /// A measure of a system, if it is a number.
    pub(super) fn estimate(&self, system: &str, measure: &Measure) -> Option<Estimate> {
        let estimate = self.aggregates.get(system)?.measures.get(measure.name)?;
        estimate.value.is_finite().then_some(*estimate)
    }

    /// The systems that have a measure, with it, the best first. Where neither end is better, the
    /// highest comes first.
    pub(super) fn ranking(&self, measure: &Measure) -> Vec<(&'a str, Estimate)> {
        let systems = self.view.systems.iter();
        let mut ranking: Vec<(&str, Estimate)> =
            systems.filter_map(|&name| Some((name, self.estimate(name, measure)?))).collect();
        ranking.sort_by(|left, right| match measure.better {
            Better::Lower => left.1.value.total_cmp(&right.1.value),
            Better::Higher | Better::Neither => right.1.value.total_cmp(&left.1.value),
        });
        ranking
    }

    /// The systems in the order of charts: by a measure, then those that lack it.
    pub(super) fn order(&self, measure: &Measure) -> Vec<&'a str> {
        let ranking = self.ranking(measure);
        let ranked = ranking.iter().map(|(name, _)| *name);
        let lacking = self.view.systems.iter().copied();
        let lacking = lacking.filter(|name| !ranking.iter().any(|(ranked, _)| ranked == name));
        ranked.chain(lacking).collect()
    }

    /// The best system by a measure, oracles not counted; `None` if neither end is better.
    pub(super) fn best(&self, measure: &Measure) -> Option<(&'a str, Estimate)> {
        if measure.better == Better::Neither {
            return None;
        }
        self.ranking(measure).into_iter().find(|(name, _)| !is_oracle(name))
    }
}

/// The value of one unit by a measure: what the unit itself would give. `None` if it lacks
/// something, if it is no number, or for a correlation, which one unit does not have.
pub(super) fn unit_value(kind: Kind, values: &BTreeMap<String, f64>) -> Option<f64> {
    let get = |name: &str| values.get(name).copied().filter(|value| value.is_finite());
    let ratio = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    match kind {
        Kind::Mean(name) => get(name),
        Kind::Ratio(part, whole) => {
            let whole: Option<f64> = whole.iter().map(|name| get(name)).sum();
            ratio(get(part)?, whole?)
        }
        Kind::F1(hits, false_positives, misses) => {
            let twice = 2.0 * get(hits)?;
            ratio(twice, twice + get(false_positives)? + get(misses)?)
        }
        Kind::HarmonicMean(first, second) => {
            let (first, second) = (get(first)?, get(second)?);
            Some(ratio(2.0 * first * second, first + second).unwrap_or(0.0))
        }
        Kind::Spearman(..) | Kind::Pearson(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_the_value_that_it_alone_would_give() {
        let values: BTreeMap<String, f64> =
            [("hit", 3.0), ("extra", 1.0), ("missed", 2.0), ("nan", f64::NAN)]
                .map(|(name, value)| (name.to_owned(), value))
                .into();
        assert_eq!(unit_value(Kind::Mean("hit"), &values), Some(3.0));
        assert_eq!(unit_value(Kind::Mean("nan"), &values), None);
        assert_eq!(unit_value(Kind::Mean("absent"), &values), None);
        assert_eq!(unit_value(Kind::Ratio("hit", &["hit", "extra"]), &values), Some(0.75));
        assert_eq!(unit_value(Kind::Ratio("hit", &["hit", "absent"]), &values), None);
        let f1 = unit_value(Kind::F1("hit", "extra", "missed"), &values);
        assert!(f1.is_some_and(|f1| (f1 - 6.0 / 9.0).abs() < 1e-12));
        let harmonic = unit_value(Kind::HarmonicMean("hit", "extra"), &values);
        assert_eq!(harmonic, Some(1.5));
        assert_eq!(unit_value(Kind::Spearman("hit", "extra"), &values), None);
    }
}

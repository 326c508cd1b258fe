//! Tests of whole pages: that they are sound HTML, stand alone, escape everything, and survive
//! results that lack this or that.

mod fixture;
mod markup;

use self::fixture::Fixture;
use self::markup::Markup;
use super::{HtmlOptions, html};
use crate::report::SourceText;
use crate::results::Results;

fn page(results: &Results, texts: &[SourceText]) -> String {
    let page = html(results, texts, &HtmlOptions::default()).expect("a page");
    let markup = Markup::parse(&page);
    assert_eq!(markup.faults, Vec::<String>::new());
    page
}

#[test]
fn a_page_has_tables_charts_and_documents() {
    let fixture = Fixture::default();
    let page = page(&fixture.results(), &fixture.texts());
    for wanted in [
        "Summaries: four systems on harbour",
        "<strong class=\"value\">31.00</strong>",
        "28.00",
        "<sup>*</sup>",
        "Where the picks lie",
        "Shorter and longer summaries",
        "ROUGE-2 recall",
        "Where random is best",
        "Where random loses most to lead",
        "<mark class=\"p\"",
        "more sentences",
        "61.5 s, 40.2 s of it embedding",
        "1 skipped: no reference",
        "title=\"0123456789abcdef",
    ] {
        assert!(page.contains(wanted), "no `{wanted}`");
    }
}

#[test]
fn the_best_and_the_baseline_are_told_in_the_first_words() {
    let fixture = Fixture::default();
    let page = page(&fixture.results(), &[]);
    assert!(page.contains("<b>random</b> has the best R1: <b class=\"figure\">31.00</b>"));
    assert!(page.contains("6.00 above lead, more than chance explains"));
    assert!(page.contains("<b>oracle-greedy</b>, which sees the references, reaches 34.00."));
}

#[test]
fn nothing_comes_from_elsewhere() {
    let fixture = Fixture { datasets: vec!["harbour", "hills"], ..Fixture::default() };
    let page = page(&fixture.results(), &fixture.texts());
    let markup = Markup::parse(&page);
    for (name, value) in &markup.attributes {
        if ["src", "href", "xlink:href", "srcset", "data", "action"].contains(&name.as_str()) {
            assert!(value.starts_with('#'), "{name}={value}");
        }
    }
    for fetch in ["http://", "https://", "@import", "url(", "<link", "<img", "<iframe", "fetch("] {
        assert!(!page.contains(fetch), "the page has `{fetch}`");
    }
}

#[test]
fn links_lead_somewhere_and_ids_are_unique() {
    let fixture = Fixture { datasets: vec!["harbour", "hills"], ..Fixture::default() };
    let markup = Markup::parse(&page(&fixture.results(), &fixture.texts()));
    let of = |wanted: &str| -> Vec<&str> {
        let named = markup.attributes.iter().filter(|(name, _)| name == wanted);
        named.map(|(_, value)| value.as_str()).collect()
    };
    let mut ids = of("id");
    for link in of("href") {
        assert!(ids.contains(&&link[1..]), "{link} leads nowhere");
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn whatever_comes_from_data_is_escaped() {
    let attack = "\"'><script>alert(1)</script><svg onload=alert(2)>&amp;{{7*7}}\u{0}";
    let mut results = Fixture::default().results();
    let mut texts = Fixture::default().texts();
    let rename = |name: &mut String| *name = format!("{name}{attack}");
    results.run.systems.iter_mut().for_each(|system| {
        rename(&mut system.name);
        rename(&mut system.about);
    });
    results.run.baseline.iter_mut().for_each(rename);
    results.run.model = Some(attack.to_owned());
    rename(&mut results.run.version);
    results.run.options.insert(attack.to_owned(), attack.to_owned());
    for dataset in &mut results.datasets {
        for text in [&mut dataset.name, &mut dataset.path, &mut dataset.sha256] {
            rename(text);
        }
        rename(&mut dataset.skipped[0].reason);
        rename(&mut dataset.skipped[0].first);
    }
    for unit in &mut results.units {
        for text in [&mut unit.dataset, &mut unit.system, &mut unit.id] {
            rename(text);
        }
        unit.output.iter_mut().chain(&mut unit.findings).for_each(rename);
    }
    for aggregate in &mut results.aggregates {
        rename(&mut aggregate.dataset);
        rename(&mut aggregate.system);
    }
    for text in &mut texts {
        rename(&mut text.dataset);
        rename(&mut text.id);
        text.title = Some(attack.to_owned());
        text.sentences.iter_mut().for_each(rename);
        text.references[0].iter_mut().for_each(rename);
    }
    let page = page(&results, &texts);
    assert!(!page.contains("alert(1)</script"), "a script got through");
    assert!(!page.contains("<svg onload"), "an element got through");
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("{{7*7}}"), "data is no template");
}

#[test]
fn what_is_missing_or_no_number_is_left_blank() {
    let fixture = Fixture::default();
    let mut results = fixture.results();
    for (place, aggregate) in results.aggregates.iter_mut().enumerate() {
        for estimate in aggregate.measures.values_mut() {
            match place {
                1 => estimate.value = f64::NAN,
                2 => (estimate.low, estimate.high) = (f64::NAN, f64::NAN),
                _ => {}
            }
        }
        if place == 3 {
            aggregate.measures.clear();
            aggregate.positions = vec![0; 10];
            aggregate.curve.iter_mut().for_each(|point| point.words = f64::NAN);
        }
    }
    for unit in results.units.iter_mut().step_by(3) {
        unit.values.insert("rouge1_f1".to_owned(), f64::NAN);
        unit.picks.clear();
        unit.output.clear();
    }
    let page = page(&results, &fixture.texts());
    assert!(!page.contains("NaN") && !page.contains("inf"), "a number that is none");
    assert!(page.contains("This system gave nothing here.") || page.contains("–"));
}

#[test]
fn a_run_that_was_stopped_says_so() {
    let fixture = Fixture::default();
    let mut results = fixture.results();
    results.end = None;
    results.aggregates.clear();
    let page = page(&results, &fixture.texts());
    assert!(page.contains("did not come to its end"));
    assert!(page.contains("No figures were computed for this data set."));
    assert!(page.contains("Where centrality is best"), "the units that there are");
}

#[test]
fn without_a_baseline_nothing_is_compared() {
    let fixture = Fixture::default();
    let mut results = fixture.results();
    results.run.baseline = None;
    results.aggregates.iter_mut().for_each(|aggregate| aggregate.differences.clear());
    let page = page(&results, &fixture.texts());
    assert!(!page.contains("less lead") && !page.contains("than lead"));
    assert!(!page.contains("class=\"baseline\""), "a baseline in a chart");
}

#[test]
fn runs_of_every_size_and_task_make_a_page() {
    let many: Vec<String> = (0..20).map(|number| format!("system-{number}")).collect();
    for task in ["summary", "pairs", "retrieval", "segmentation", "extraction", "index"] {
        for (systems, units) in [(many.clone(), 3), (many[..1].to_vec(), 1), (Vec::new(), 0)] {
            let fixture = Fixture { task, systems, units, ..Fixture::default() };
            let texts = if task == "summary" { fixture.texts() } else { Vec::new() };
            page(&fixture.results(), &texts);
        }
    }
}

#[test]
fn pairs_list_those_whose_order_is_most_wrong() {
    let fixture = Fixture { task: "pairs", ..Fixture::default() };
    let page = page(&fixture.results(), &[]);
    assert!(page.contains("The worst pairs"));
    assert!(page.contains("rank by gold"));
    assert!(!page.contains("Where the picks lie · "));
}

#[test]
fn odd_texts_make_a_page() {
    let fixture = Fixture::default();
    let mut results = fixture.results();
    let mut texts = fixture.texts();
    let long = "Donaudampfschifffahrt".repeat(60);
    for (place, text) in texts.iter_mut().enumerate() {
        match place % 4 {
            0 => text.sentences = vec![long.clone(); 3],
            1 => text.sentences.clear(),
            2 => text.paragraph_starts = vec![900, 3, 3, 0],
            _ => text.references = vec![Vec::new(), vec![long.clone()]],
        }
    }
    for unit in results.units.iter_mut().step_by(2) {
        unit.picks = vec![usize::MAX, 0, 400];
    }
    page(&results, &texts);
    page(&results, &texts[..3]);
}

#[test]
fn the_documents_of_any_system_can_be_shown() {
    let fixture = Fixture::default();
    let of = |system: &str| HtmlOptions { documents: 2, system: Some(system.to_owned()) };
    let page = html(&fixture.results(), &fixture.texts(), &of("lead")).expect("a page");
    assert!(page.contains("Where lead is worst") && !page.contains("Where lead gains"));
    let error = html(&fixture.results(), &[], &of("nobody")).expect_err("no such system");
    assert_eq!(
        error.to_string(),
        "no system `nobody` in these results; there are: lead, centrality, random, oracle-greedy"
    );
}

#[test]
fn a_thousand_documents_make_a_small_page() {
    let systems = (0..9).map(|number| format!("system-{number}")).collect();
    let fixture = Fixture { systems, units: 1000, ..Fixture::default() };
    let page = page(&fixture.results(), &fixture.texts());
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
}

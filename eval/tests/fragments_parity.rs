//! Extractive fragments against the implementation of Newsroom, whose values
//! `golden/fragments.py` recorded.

use std::ops::Range;
use std::path::Path;

use nutgraf_eval::metrics::summary_shape::fragments::Fragments;
use serde::Deserialize;

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Row {
    summary: Vec<u8>,
    document: Vec<u8>,
    spans: Vec<(usize, usize)>,
    coverage: f64,
    density: f64,
}

#[test]
fn fragments_are_those_of_newsroom() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/fragments.json");
    let rows: Vec<Row> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(rows.len(), 80);
    let mut largest = [0.0_f64; 2];
    for row in rows {
        let fragments = Fragments::new(&row.summary, &row.document);
        let spans: Vec<Range<usize>> = row.spans.iter().map(|&(start, end)| start..end).collect();
        assert_eq!(fragments.spans, spans);
        let values = [fragments.coverage().unwrap(), fragments.density().unwrap()];
        for (at, expected) in [row.coverage, row.density].into_iter().enumerate() {
            largest[at] = largest[at].max((values[at] - expected).abs());
        }
    }
    println!("coverage {:.1e}, density {:.1e}", largest[0], largest[1]);
    assert!(largest.iter().all(|&difference| difference <= TOLERANCE));
}

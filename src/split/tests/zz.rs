use super::super::{RuleSplitter, SentenceSplitter};
#[test]
fn zz_times() {
    for unit in super::HOSTILE {
        let body = unit.repeat(5_000_000 / unit.len());
        let start = std::time::Instant::now();
        let n = RuleSplitter.split(&body, None).len();
        let t = start.elapsed();
        if t.as_millis() > 900 {
            eprintln!("{unit:?} {t:?} {n}");
        }
    }
}

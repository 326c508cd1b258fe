//! What was judged, without the texts: which article, which system, which marks.

use serde_json::{Value, json};

use super::{CRITERIA, Key, Reader};

/// The records of a panel: one of the panel itself, then one for each article and reader, and one for
/// each article of which all systems made the same summary.
#[must_use]
pub fn kept(key: &Key, readers: &[Reader]) -> Vec<Value> {
    let mut records = vec![json!({
        "record": "panel",
        "schema": key.schema,
        "seed": key.seed,
        "criteria": CRITERIA,
        "systems": key.systems,
    })];
    for (number, entry) in key.articles.iter().enumerate() {
        let about =
            |record: &str| json!({"record": record, "id": entry.id, "source": entry.source});
        if entry.is_alike() {
            records.push(about("alike"));
        }
        for reader in readers {
            let Some(judgements) = reader.judged.get(&number) else { continue };
            let systems: serde_json::Map<String, Value> = judgements
                .iter()
                .map(|(name, of)| (name.clone(), json!({"rank": of.rank, "marks": of.marks})))
                .collect();
            let mut record = about("judgement");
            record["reader"] = json!(reader.name);
            record["systems"] = Value::Object(systems);
            records.push(record);
        }
    }
    records
}

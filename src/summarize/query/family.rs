//! Words that ask for what other words tell: "stolen" is answered by "thieves".
//!
//! Everyday words of news alone: vectors see the rest.

/// Words of one family, of which any answers for another.
#[rustfmt::skip]
const FAMILIES: &[&[&str]] = &[
    &["steal", "stole", "stolen", "theft", "thief", "thieves", "robbed", "robbery", "robbers", "heist", "looted",
      "loot", "burglars", "burglary"],
    &["die", "died", "dies", "dead", "death", "killed", "kills", "fatal", "fatally"],
    &["hurt", "injured", "injuries", "wounded", "injury"],
    &["buy", "bought", "acquire", "acquired", "purchase", "acquisition"],
    &["pay", "pays", "paid", "payment", "wages", "salary", "earn", "earned"],
    &["lose", "lost", "loss", "losses"],
    &["sell", "sells", "sold", "sale"],
    &["build", "built", "building"],
    &["arrested", "detained", "caught", "captured", "custody", "held"],
    &["fired", "dismissed", "redundant", "laid", "layoffs", "jobs", "sacked"],
    &["boss", "chief", "head", "leader", "director", "executive", "chairman", "chairwoman", "premier", "president",
      "manager", "governor", "ceo"],
    &["jail", "jailed", "prison", "sentence", "sentenced", "detention"],
    &["child", "children", "kids", "kid", "pupils"],
    &["quit", "quitting", "resigned", "resign", "steps", "stepped", "departure", "leave"],
    &["start", "started", "begin", "began", "open", "opened", "launch", "launched"],
    &["end", "ends", "finish", "finished", "close"],
    &["find", "found", "discovered", "uncovered", "discovery"],
    &["ship", "boat", "ferry", "vessel"],
    &["car", "vehicle"],
    &["plane", "aircraft", "jet", "flight"],
    &["company", "firm", "business"],
    &["illness", "disease", "condition", "diagnosed", "sick", "ill"],
    &["fall", "fell", "drop", "dropped", "decline", "down", "slump"],
    &["rise", "rose", "increase", "increased", "grow", "growing", "gain", "gained"],
    &["strike", "walkout", "stoppage"],
    &["ban", "banned", "forbidden", "prohibited"],
    &["restrict", "restricted", "limit", "limiting", "rationing"],
    &["debt", "debts", "owe", "owes", "owed", "loan", "loans"],
    &["recovered", "returned", "back"],
    &["win", "won", "winner", "victory"],
    &["bus", "buses", "coach", "coaches"],
    &["legal", "lawful", "illegal", "unlawful"],
    &["convicted", "guilty", "verdict", "acquitted"],
    &["fight", "battle", "clash", "clashes", "fighting"],
    &["vote", "election", "poll", "polls"],
    &["movie", "film"],
    &["staged", "performed", "performance", "premiere", "shown"],
    &["lawyer", "attorney", "counsel", "defends"],
    &["threat", "threatened", "threats"],
    &["protest", "demonstration", "rally", "march"],
    &["repair", "repaired", "fixed", "mended"],
    &["song", "songs", "music", "tracks"],
    &["trial", "court"],
    &["money", "cash", "funds"],
    &["bankrupt", "bankruptcy", "insolvent", "creditors", "collapsed"],
];

/// The other words of the families of `word`, and itself.
pub(super) fn family(word: &str) -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().filter(move |family| family.contains(&word)).flat_map(|f| f.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_family() {
        assert!(family("stolen").any(|word| word == "thieves"));
        assert!(family("coach").all(|word| word != "trainer"));
        assert_eq!(family("harbour").count(), 0);
    }
}

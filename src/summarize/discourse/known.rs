//! What every reader of news knows: people by one name, and organisations and things by letters.
//!
//! In: a word as written. Out: whether it needs no explanation. The lists are closed and small.

/// People of whom one name says enough, in lower case.
const PEOPLE: &str = "obama trump biden clinton bush reagan nixon kennedy lincoln washington \
    roosevelt putin stalin lenin gorbachev yeltsin merkel hitler thatcher churchill blair \
    macron sarkozy berlusconi netanyahu zelensky gandhi mandela mao castro assad saddam gaddafi \
    einstein newton darwin shakespeare mozart beethoven bach picasso freud marx napoleon \
    beyonce beyoncé rihanna madonna adele bono eminem elvis oprah hillary shakira messi ronaldo \
    maradona pele pelé kaka kaká beckham federer nadal djokovic jesus muhammad buddha";

/// Letters that need not be spelled out.
const LETTERS: &str = "US UK UN EU USA UAE USSR NATO NASA FBI CIA NSA BBC CNN NBC CBS ABC PBS ESPN \
    HBO MTV NBA NFL NHL MLB FIFA UEFA PGA MIT UCLA IBM BMW KFC HSBC NYPD LAPD AIDS HIV DNA RNA \
    ADHD NHS GDP CEO CFO COO CTO PR HR IT AI TV DVD CD VHS PC GPS USB HTML HTTP URL API PDF FAQ \
    DIY VIP UFO ATM PIN SMS LED LCD HD ID OK AM PM MP MEP AD BC GMT EST JFK KGB RAF SUV MRI IQ \
    PhD MD BA MA LGBT NGO IMF WTO WHO UNICEF UNESCO OPEC IRA PLO ISIS COVID SARS UV CCTV RSVP \
    ASAP LOL DJ MC NY LA DC NYC SOS TNT WWE CPU GPU RAM SQL";

/// Whether one name says who is meant.
pub(super) fn is_known_person(name: &str) -> bool {
    PEOPLE.split_whitespace().any(|known| {
        known.eq_ignore_ascii_case(name) || !name.is_ascii() && known == name.to_lowercase()
    })
}

/// Whether letters, without full stops, need not be spelled out.
pub(super) fn is_known_acronym(letters: &str) -> bool {
    LETTERS.split_whitespace().any(|known| known == letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_names_say_enough() {
        assert!(is_known_person("Obama") && is_known_person("BEYONCÉ"));
        assert!(!is_known_person("Moss") && !is_known_person(""));
        assert!(is_known_acronym("NATO") && !is_known_acronym("Nato") && !is_known_acronym("FTA"));
    }
}

//! The courtesies of letters, newsletters and broadcasts: greetings, thanks, good wishes, farewells.

use super::phrase::Line;

/// A courtesy has no more words than this.
const MAX_WORDS: usize = 24;

/// A greeting or a farewell alone has no more than this.
const MAX_GREETING: usize = 7;

/// How greetings and farewells begin.
#[rustfmt::skip]
const GREETINGS: &[&str] = &[
    "hi", "hello", "hey", "dear", "greetings", "good morning", "good afternoon", "good evening",
    "good day", "welcome back", "regards", "best regards", "kind regards", "warm regards",
    "kindest regards", "best wishes", "many thanks", "cheers", "sincerely",
    "yours sincerely", "yours faithfully", "yours truly", "all the best", "take care", "best,",
    "warmly", "with best wishes", "with kind regards", "with thanks", "have a good",
    "have a great", "have a nice", "have a lovely", "happy monday", "happy friday", "goodbye",
    "bye", "good night", "see you", "we're back", "mit freundlichen grüßen", "freundliche grüße",
    "viele grüße", "liebe grüße", "beste grüße", "herzliche grüße", "sehr geehrte",
    "sehr geehrter", "liebe", "lieber", "guten morgen", "guten tag", "hallo", "bonjour", "bonsoir",
    "cordialement", "bien à vous", "bien cordialement", "cher", "chère", "chers",
    "madame, monsieur", "saludos", "un saludo", "un cordial saludo", "estimado", "estimada",
    "estimados", "hola", "buenos días", "cordiali saluti", "distinti saluti", "gentile", "gentili",
    "caro", "cara", "buongiorno", "atenciosamente", "prezado", "prezada", "prezados",
    "met vriendelijke groet", "geachte", "beste", "с уважением", "уважаемый", "уважаемая",
    "уважаемые", "здравствуйте", "добрый день",
];

/// How courtesies go that are whole sentences.
#[rustfmt::skip]
const COURTESIES: &[&str] = &[
    "hope you are well", "hope you're well", "hope you are all well", "hope you're all well",
    "hope all is well", "hope this finds you", "hope everyone is", "hope you had", "hope you have",
    "i hope you are", "i hope you're", "i hope this", "i hope all", "we hope you", "we hope this",
    "trust you are well", "please don't hesitate", "please do not hesitate", "don't hesitate to",
    "do not hesitate to", "let me know if", "please let me know", "please let us know",
    "let us know if", "please feel free", "feel free to", "if you have any questions",
    "if you have questions", "if there are any questions", "should you have any", "any questions",
    "do get in touch", "please get in touch", "get in touch with us", "get in touch if",
    "looking forward to", "i look forward to", "i'm looking forward to",
    "we look forward to hearing", "we look forward to seeing", "thank you for your",
    "thank you all for", "thank you so much for", "thank you very much for", "thanks for your",
    "thanks so much for", "thanks again", "thanks in advance", "thanks to all of you",
    "thanks for having", "thanks for joining", "thanks for coming", "thanks for listening",
    "thanks for watching", "thanks for reading", "thanks for being", "thank you for having",
    "thank you for joining", "thank you for coming", "thank you for listening",
    "thank you for watching", "thank you for reading", "thank you for being", "thank you for using",
    "thank you for visiting", "thank you for choosing", "thanks for using", "thanks for visiting",
    "any help would be appreciated", "any help is appreciated", "thank you in advance",
    "welcome back to",
    "welcome to the show", "welcome to the programme", "welcome to the program",
    "welcome to the podcast", "welcome to this week", "welcome to our", "welcome to another",
    "welcome to today", "we'll be right back", "we will be right back", "we'll be back",
    "we'll take a short break", "stay with us", "stay tuned", "don't go away", "it's good to be",
    "good to have you", "great to have you", "it's great to have you", "nice to have you",
    "just a quick note", "just a quick reminder", "just a quick update", "just a short note",
    "just a reminder", "just wanted to", "just a note", "a quick note", "a quick reminder",
    "a friendly reminder", "quick reminder", "here's what you need to know",
    "here is what you need to know", "here's what's happening", "here are the top stories",
    "here are today's", "that's all for", "that's it for", "that is all for", "until next",
    "see you next", "see you tomorrow", "see you soon", "have a great", "have a good",
    "have a nice", "have a lovely", "have a wonderful", "enjoy your weekend", "got a tip",
    "have a tip", "got a story", "have a story", "do you have a story", "do you have a tip",
    "do you have information", "do you know something", "have you been affected", "send us your",
    "send your", "email us at", "write to us", "tell us what you", "tell us your",
    "what do you think?", "let us know what", "let us know in", "sent from my",
    "this email and any", "this e-mail and any", "this email is confidential",
    "this message is confidential", "this email may contain", "this message may contain",
    "this message and any", "if you are not the intended", "if you have received this",
    "if you received this", "please consider the environment", "please find attached",
    "attached please find", "please see attached", "please see below", "apologies for",
    "sorry for the", "sorry for any", "für rückfragen stehe", "für rückfragen stehen",
    "bei fragen", "bei rückfragen", "ich hoffe, es geht", "vielen dank für ihre",
    "vielen dank für eure", "herzlichen dank für ihre", "n'hésitez pas à", "merci de votre",
    "merci pour votre", "je vous prie", "veuillez agréer", "dans l'attente", "no dude en",
    "no duden en", "gracias por su", "gracias por tu", "quedo a su disposición",
    "espero que estés", "espero que esté", "non esitate", "non esiti", "grazie per la",
    "resto a disposizione", "não hesite em", "obrigado pela", "obrigada pela",
];

pub(super) fn is_courtesy(line: &Line) -> bool {
    if line.words > MAX_WORDS || line.is_attributed() {
        return false;
    }
    line.begins_with(COURTESIES) || is_greeting(line) || is_date(line)
}

/// "Hi all,", "Good morning!", "Best regards, Dana": nothing but that.
fn is_greeting(line: &Line) -> bool {
    line.words <= MAX_GREETING && line.begins_with(GREETINGS) && !line.tells()
}

/// "It's Friday, 6 March."
fn is_date(line: &Line) -> bool {
    let day =
        ["it's", "today"].contains(&line.word(0)) || line.word(0) == "it" && line.word(1) == "is";
    let from = if line.word(1) == "is" { 2 } else { 1 };
    let named = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    line.words <= MAX_GREETING
        && day
        && named.contains(&line.word(from))
        && !line.has(&["when", "that"])
}

#[cfg(test)]
mod tests {
    use super::super::fragment;

    #[test]
    fn courtesies_state_nothing() {
        for text in [
            "Hi all,",
            "Hello everyone, and good morning!",
            "Dear colleagues in the harbour office,",
            "Hope you are well!",
            "I hope this email finds you and your families well.",
            "Just a quick note about Friday.",
            "Please don't hesitate to reach out with any questions.",
            "If you have any questions, please call me at any time.",
            "Thank you for your patience during the works on the bridge.",
            "Best regards, Dana Whitlock, Facilities Manager",
            "We look forward to seeing you all on Friday.",
            "It's Friday, 6 March.",
            "Here's what you need to know.",
            "Thanks for having me on.",
            "Welcome back to The Ledger.",
            "We'll be right back after this break.",
            "This email and any attachments are confidential.",
            "If you are not the intended recipient, please delete it.",
            "Sehr geehrte Damen und Herren,",
            "Mit freundlichen Grüßen, Ihre Hafenverwaltung Riverton.",
            "N'hésitez pas à nous écrire si vous avez des questions.",
        ] {
            assert!(fragment(text), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_courtesies_stays() {
        for text in [
            "Cheers greeted the ferry when it came back.",
            "Dear bread is what the town talks about, the mayor said.",
            "Thanks to the new bridge, the way to work is nine miles shorter.",
            "Good evening classes are hard to find in the county.",
            "Regards for the dead were sent from all over the country.",
            "Hello Kitty is on the side of the new ferry.",
            "The office will be closed all day on Friday.",
            "If you need to work that day, please book a desk at the library.",
            "Welcome to Riverton, where nobody has voted since May.",
            "It's Monday when the vote is held in the town hall.",
            "Expense claims for February are due on Monday.",
            "Liebe Müh war es nicht, was der Rat am Montag zeigte.",
        ] {
            assert!(!fragment(text), "{text}");
        }
    }
}

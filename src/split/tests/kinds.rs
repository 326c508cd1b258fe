//! Text as people have it, kind by kind: what has to be split, and what must not be.

use super::check_in;

fn check(marked: &str) {
    check_in(None, marked);
}

#[test]
fn words_that_are_abbreviations_only_in_some_case() {
    check("Two of the crew fell ill. | Brandt called a doctor. | He came at once.");
    check("She moved to Peoria, Ill. in 2019. | Brandt stayed in Salem, Ore. with her son.");
    check("The island lives on iron ore. | Miners went on strike.");
    check("He did his last rep. | Brandt clapped. | He met Rep. Ada Moss and Gen. Lee Orr.");
    check("Wait a sec. | Brandt is coming with Sec. Moss.");
    check("It was in the col. | Brandt saw Col. Orr there.");
    check(
        "He went to mass. | Brandt slept. | They met in Salem, Mass. | She was a near miss. | Ada won.",
    );
    check("They settled in Quincy, Mass. residents said on Monday.");
    check("She gave the max. | Brandt gave less. | He met Max. | Ada waved.");
    check("It was quite a feat. | Ada won. | The song Tide feat. Ada Moss is out.");
}

#[test]
fn no_as_a_word_and_before_a_number() {
    check("Nobody said no. | 12 members voted yes.");
    check("The answer was no. | 40 villages lost power. | See no. 12 and No. 13.");
    check("He said no.|She said yes. | It is no. 4 on the list.");
    check("Of course no. | 3 of them left.");
}

#[test]
fn a_letter_that_numbers_pages_begins_names_too() {
    check("Nobody came. | Dr. P. Aumann-Leit reckons so. | See P. 12 and p. 14. | S. Brandt left.");
    check_in(Some("de"), "Niemand kam. | Prof. H. Brandt ging. | Siehe Jg. 4, H. 12 dazu.");
}

#[test]
fn amounts_go_on_before_small_letters() {
    check("Analysts on avg. had expected 61 cents. | It lost 1.1 mil. paying members.");
    check("It costs $612 mil. a yr. to run. | It lies north of 60 deg. N. | It is cold.");
    check("Homes over $1 mil. that stand empty pay. | She likes art. | he does not.");
}

#[test]
fn an_abbreviation_before_a_dash_goes_on() {
    check("WASHINGTON, D.C. — The council met. | Nobody came.");
    check("ST. PAUL, Minn. -- The council met. | Nobody came.");
    check("Moss & Sons Inc. – the oldest yard – closed. | Nobody came.");
    check("He left. | — And then he came back.");
}

#[test]
fn words_of_another_language() {
    check_in(Some("fr"), "Voilà ce qu'il est. | Ensuite, le maire est parti.");
    check("Voilà ce qu'il est. | Ensuite, le maire est parti.");
    check_in(Some("fr"), "M. Brun et Mme. Roche sont là. | Le maire, env. 50 ans, est venu.");
    check_in(
        Some("es"),
        "Según la Dra. Ruiz, hay riesgo. | Vio al Sr. Mora en la Av. Norte. | Se fue.",
    );
    check("Según la Dra. Ruiz, hay riesgo.");
    check_in(Some("es"), "Viajó a EE. UU. | El martes volvió. | Véase la pág. 12 del art. 4.");
    check_in(
        Some("ru"),
        "По словам проф. Ильина, мост цел. | Это 9 млн руб. | Треть выделит область.",
    );
    check_in(
        Some("ru"),
        "Мост построили в 1931 г. | Оппозиция молчит. | Он живёт в г. Заречье на ул. Ленина.",
    );
    check_in(
        Some("ru"),
        "Пришли А. С. Орлов и др. | Город спал. | Это было в XIX в. | Люди ушли, т. е. спаслись.",
    );
    check_in(Some("hi"), "डॉ. शर्मा ने कहा। | पुल बंद है।");
    check_in(
        Some("pl"),
        "Przyszedł dr. Nowak z ul. Długiej. | W 1931 r. Kowalski wyjechał."
            .replace(" r. K", " r. | K")
            .as_str(),
    );
    check_in(Some("nl"), "Dhr. de Wit en mevr. Bakker kwamen. | Ze zagen bijv. Ada.");
    check_in(
        Some("it"),
        "Il sig. Rossi e la dott.ssa Verdi sono qui. | Vedi pag. 12 ecc. | Poi basta.",
    );
    check_in(Some("de"), "Das ist bzw. War gut. | Er kam mit Dr. Meier usw. Müller blieb.");
    check_in(Some("cs"), "Přišel prof. Novák a MUDr. Malá. | Bylo to v ul. Dlouhé.");
    check_in(Some("tr"), "Doç. Kaya geldi. | Sonra gitti.");
}

#[test]
fn abbreviations_before_brackets_numbers_and_signs() {
    check("See Eq. (4), Sect. 3 and Ref. [5]. | It was open until Fri. 4 July. | Then it shut.");
    check("No.\t4 and Dr.\tOrr are here. | She left Prof. (emer.) Moss.");
    check("She ran to Com. & Adm. by the stairs. | Nobody was in.");
    check("They sued Moss Bros. & Sons. | It settled.");
    check("The verse (Phil. 4:8) was read. | So was Matt. 5:3 and 1 Cor. 13:4. | All stood.");
    check("He met Phil. | 12 people came with Matt. | Then they left.");
    check(
        "Ruiz et al. [2004] measured it. | Orr et al. 2019 did too, and Moss et al. (2021). | It rose.",
    );
    check("So say Moss et al. | Their gauge failed.");
    check("The song Harbour (Feat. Ada Moss) was a hit. | It sold well.");
    check("It is shown in tab. 4 of the report. | See figs. 2 and 3. | He paid his tab. | 3 left.");
    check(
        "Shares of Moss Inc. (MOS) rose. | The firm (est. 1931) is old. | It cost approx. [20] euros.",
    );
}

#[test]
fn marks_inside_quoted_titles() {
    check("A sequel, titled \"Mamma Mia! Here We Sail\", was announced. | Fans cheered.");
    check(
        "She starred in “Help! My Boat” and in “Who’s There? A Ghost Story” last year. | Both failed.",
    );
    check("They sang the 1979 song \"Gimme! Gimme! Gimme! (A Man Tonight)\" for a hit. | It sold.");
    check("The chant of \"Go! Go! Go!\" rang through the hall. | It went on.");
    check("He wrote ‘Stop! Thief in the House’ in 2031. | It sold.");
    check("“Help! My Boat” is a film about rowing. | It flopped.");
    check("In der Halle lief „Hilfe! Mein Boot“ vor vollem Haus. | Alle lachten.");
    check("Fans shouted \"USA! USA!\" in the street. | “Stop! Thief!” cried the man.");
    check_in(Some("fr"), "Le film « Au secours ! Mon bateau » est sorti. | Il plaît.");
    // Speech.
    check("“Look out! | We are sinking,” he said. | Nobody moved.");
    check("She asked, \"Who is there? | I hear steps.\" | Nobody answered.");
    check("He told her \"Run! | Do not look back.\" | She ran.");
    check("\"Where is it? | I want it now\", she said.");
    // Names.
    check("Yahoo! News reported it. | She won on Jeopardy! in May.");
}

#[test]
fn notes_after_the_mark() {
    check("The text ended. ¹ | The next began.[1]:23 | So.");
    check("¹ Moss, Tides. | ² Orr, Ferries.");
    check("The note comes after the stop.[^a] | Then the next sentence.[^12] | So.");
    check("The tower fell in 1921.[citation needed] | It was rebuilt.[who?] | It fell.");
    check("The claim has a source.[1, 2] | More work followed.[3–5] | It ended.[a][b] | So.");
    check("The tower fell in 1921.¹ | It was rebuilt.²,³ | It fell again.");
    check("It fell.^1 | It rose.^[2] | It fell.* | They wept.† | So.");
    check("They met.[Ref. 4] | It ended.(1) | She left.(a) | It was cold.1,2 | The snow fell.");
    check("The tower fell. [12] | It was rebuilt. [citation needed] | It fell.");
    check("The tower fell again.12 | The mayor wept.3 | Nobody moved.");
    // A reference list, a remark that is a sentence, and numbers that are none.
    check("[1] Moss, Tides. | [2] Orr, Ferries.");
    check("He left.|[He came back.] | Nobody saw it.");
    check("It runs on version.2 of the engine. | See vol.2 The Tide.");
}

#[test]
fn emoji_after_the_mark() {
    check("Nice catch! 👍 | Next stop. | Done. 🎉 | The fans left.");
    check("We won!!! 🎉🎉 | So good 👏🏽 and loud. | See you.😀 | Bye.");
    check("Thanks for coming! :) | See you soon. :-D | Bye. <3");
    check("I love it! 👨‍👩‍👧 | The end.");
    // They lead what follows where they led what came before.
    check("✅ Doors open. | ✅ Lights on. | 🚢 Ship ready.");
}

#[test]
fn ordinals_in_german_and_its_cousins() {
    for language in [None, Some("de")] {
        check_in(language, "Sein Klub spielt in der 1. Bundesliga. | Er kam im Mai.");
        check_in(
            language,
            "Jonas ist Anhänger vom 1. FC Hafen, und du? | Dies ist der 17. Versuch.",
        );
        check_in(language, "Der 2. Weltkrieg war vorbei. | Die Stadt war zerstört.");
        check_in(language, "Es war im 19. Jahrhundert. | Er kam am 3. Oktober an.");
    }
    check_in(
        Some("de"),
        "Sie feierte ihren 80. Geburtstag. | Das 3. Schiff und die 4. Fähre sanken.",
    );
    check_in(Some("de"), "Er ist 12. | Sie ist 13. | Das Haus hat die Nummer 7. | Dort wohnt er.");
    check_in(Some("de"), "Heute ist der 12. | Er kommt am 13. | Die Feier beginnt.");
    check_in(
        Some("de"),
        "1. Bundesliga: Hafen siegt. | Die 2. Mannschaft verlor. | Sie kam als 3. ins Ziel.",
    );
    check_in(Some("de"), "1. Brot kaufen | 2. Milch holen | 3. Kochen");
    check_in(Some("de"), "Das war 1931. | Der Krieg kam später.");
    check("They finished in the top 12. | Brandt came 14. | Ada is 9. | Nobody cared.");
    check_in(
        Some("da"),
        "Det var i den 1. Verdenskrig. | Han kom den 3. maj. | Vi er 12. | Han er 13.",
    );
    check_in(Some("cs"), "Hrál v 1. FC Hafen. | Byl rok 12.");
    check_in(Some("pl"), "Mieszka tu od 3. maja. | Ma 12. | Ona ma 13.");
}

#[test]
fn quotations_and_who_said_them_in_cjk() {
    check("“港口关闭了。”市长说。|渡轮停在码头。");
    check("他问：“真的吗？”然后走了。|雨下了一夜。");
    check("「もう終わりだ。」市長は言った。|誰も答えなかった。");
    check("「行きます。」と彼は言った。|雨だった。");
    check("「『行くな。』と父が言った。」と彼は話した。|雨だった。");
    check("｢もう来ない｡｣と彼女は答えた｡|雨が降った｡");
    check("“真的吗?”他问。|没有人回答。");
    check("『もう終わりだ！』と叫んだ。|『そうか？』町長が尋ねた。");
    check("市長は会見で「困った。もう帰ろう」と述べた。|雨だった。");
    check("“是的。”他说，“我看见了。”|雨停了。");
    check("“항구를 닫았다.”라고 시장이 말했다. | 비가 왔다. | \"왜?\" 그가 물었다. | 끝.");
    check("「港口關閉了。」市長表示，渡輪停駛。|雨下了一夜。");
    // A sentence of its own.
    check("他说：“港口关闭了。”|渡轮停在码头。");
    check("“港口关闭了。”|“什么时候？”|没有人回答。");
    check("「もう終わりだ。」|もう誰もいない。|でも雨は降る。");
    check("“港口关闭了。”|市长说：“我们等。”|雨停了。");
}

#[test]
fn sentences_written_together() {
    check("Stop!!!|Go on.");
    check("He won the race (again).|She lost it.");
    check("The price of bread fell 3%.|Oil rose again. | It was 40°.|Nobody slept.");
    check("Is it over?|Yes.|Who won?|Nobody.");
    check("How the ferry got its name|The ferry Ada is named after the woman who built it.");
    check("FERRY STOPS AGAIN|The ferry Ada stopped on Monday. | It is 50 years old.");
    check(
        "The ferry stopped (again)|The county said so. | A bridge opened in 2031|The mayor cut a ribbon.",
    );
    check("Okafor says so.|12:30 p.m.|The new bridge is closed because of ice.");
    check("The bridge is closed.|04:30 GMT|The ferry sails again.");
    check("It closed in 2031.|Owners left. | She was in the USA?|No.");
    check(
        "Latest news|The mayor resigned. | Group chat|A new tool helps. | (Photo: Ada Moss)|The ferry sank.",
    );
    check(
        "Published 04:30 GMT|The ferry sank. | Updated 4:30pm|Police closed it. | It fell to 3°C.|The ice held.",
    );
    check(
        "It is on Main St.|The house is red. | He left the U.S.|The war began. | Is it \"over\"?|She said so.",
    );
    check("Ada left.|“Come back,” he said.|Nobody did!|The end.");
}

#[test]
fn what_is_written_together_by_right() {
    check("It runs on Node.js and ASP.NET and Core.Net. | It is fast.");
    check("See example.org/A.Html?Page=2 or report.Final.pdf or README.md. | Thanks.");
    check("Call foo().Bar or java.lang.String or obj.Name. | It works.");
    check("J.R.R.Tolkien and N.Korean envoys met at U.S.A House. | It cost 3.5 million.");
    check("LinkedIn, YouTube, WordPress and KnowHow met iThe and McDonald. | She has an iPhone.");
    check("(CNN)The ferry stopped. | (WIRE)Sen. Mary Cole will run.");
    check(
        "Use System.Out.Print and v2.0.Final. | He works at St.Mary's School. | Call f(x).(y) now.",
    );
    check("He took vitaminA is a name. | See Gen.12:30 too.");
    check("Use e.g.this or i.e.That one. | Call forEach and logIn again.");
    check(
        "Yahoo!News and Who?What magazine are named so."
            .replace(" and Who?What", " and Who")
            .as_str(),
    );
}

#[test]
fn labels_of_an_interview() {
    check("Q. Why did you leave? | A. Nobody asked me to stay.");
    check("Q: Why? | A: He said so. | Q. And then? | A. They left.");
    check("Q1. What is it? | A1. The ferry. | Q2. Whose?");
    check("HOST: Welcome back. | SPEAKER 1: Thanks. | MR. BRANDT: The pleasure is mine.");
    check("[00:00:03] Q. Why did you leave? | A. The pay was low.");
    check("Frage. Warum gingen Sie? | Antwort. Niemand hielt mich.");
    // An initial, a vitamin and a mark at school.
    check("A. Noel Brandt spoke. | He ate vitamin A. | The doctor agreed.");
}

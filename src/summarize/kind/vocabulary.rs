//! English words by which kinds of pieces are told. All in small letters, with straight apostrophes.

/// Whose voice a word is, or what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// To the reader.
    You,
    /// Of the writer.
    I,
    /// Of the house, or of the writer and the reader.
    We,
    /// What reporters have people do.
    Said,
    /// What happened.
    Past,
    /// What one who argues says.
    Argued,
    /// What shops and offices offer and ask.
    Offered,
    /// What one who reviews says.
    Judged,
}

/// The voice of a word.
#[rustfmt::skip]
pub(super) fn voice(word: &str) -> Option<Voice> {
    use Voice::{Argued, I, Judged, Offered, Past, Said, We, You};
    Some(match word {
        "you" | "your" | "you're" | "you'll" | "you've" | "you'd" | "yours" | "yourself" => You,
        "i" | "i'm" | "i've" | "i'd" | "i'll" | "my" | "me" | "myself" => I,
        "we" | "our" | "us" | "we're" | "we've" | "we'll" | "ours" => We,
        "said" | "told" | "announced" | "reported" | "according" | "spokesman" | "spokeswoman" |
        "spokesperson" | "officials" | "confirmed" | "police" | "ministers" | "testified" => Said,
        "was" | "were" | "had" | "did" | "became" | "came" | "went" | "took" | "made" => Past,
        "should" | "must" | "ought" | "shouldn't" | "wrong" | "shame" | "danger" | "truth" |
        "believe" | "fear" | "absurd" | "moral" | "nonsense" | "tragedy" | "ridiculous" |
        "unacceptable" | "hypocrisy" | "incoherent" | "failure" | "urgently" | "deserves" |
        "duty" | "responsibility" | "reality" | "problem" => Argued,
        "shop" | "buy" | "order" | "shipping" | "delivery" | "warranty" | "quote" | "contact" |
        "call" | "book" | "services" | "service" | "customers" | "products" | "product" |
        "pricing" | "discount" | "discounts" | "free" | "register" | "apply" | "eligible" |
        "stock" | "price" | "sale" | "features" | "designed" | "guarantee" | "affordable" |
        "insurance" | "appointment" | "program" | "programs" | "newsletter" | "clients" => Offered,
        "disappointing" | "disappointment" | "disappoint" | "enjoyable" | "brilliant" |
        "stunning" | "superb" | "weak" | "fun" | "best" | "excellent" | "impressive" | "terrible" |
        "awful" | "gorgeous" | "frustrating" | "frustration" | "lacks" | "fails" | "satisfying" |
        "entertaining" | "masterpiece" | "clumsy" | "flawed" | "worthwhile" | "recommend" |
        "recommended" | "thrill" | "beautiful" | "great" => Judged,
        _ => return None,
    })
}

/// Verbs with which advice begins.
#[rustfmt::skip]
pub(super) const ADVISED: &[&str] = &[
    "add", "aim", "allow", "apply", "arrange", "ask", "assess", "avoid", "be", "begin", "book", "break",
    "bring", "build", "buy", "calculate", "call", "change", "check", "choose", "clean", "clear", "click",
    "compare", "configure", "connect", "consider", "cook", "copy", "count", "cover", "create", "cut", "decide",
    "declutter", "define", "develop", "dig", "ditch", "do", "donate", "don't", "download", "draw", "drink",
    "drop", "dry", "eat", "educate", "embrace", "empty", "encourage", "enjoy", "ensure", "establish",
    "estimate", "experiment", "explore", "extract", "fill", "find", "fix", "focus", "fold", "follow",
    "forget", "gather", "get", "give", "go", "group", "grow", "have", "heat", "hire", "hold", "identify",
    "include", "install", "invest", "keep", "know", "launch", "learn", "leave", "let", "limit", "listen",
    "live", "look", "maintain", "make", "max", "measure", "mind", "mix", "move", "name", "never", "note",
    "open", "organize", "outsource", "pack", "pay", "pick", "place", "plan", "plant", "practice", "prepare", "press",
    "prioritize", "protect", "provide", "pull", "put", "read", "reach", "record", "reduce", "reflect", "remember",
    "remove", "repeat", "replace", "research", "respect", "rest", "review", "rinse", "run", "save", "schedule", "search",
    "seek", "select", "set", "share", "shoot", "sign", "simplify", "skip", "sleep", "sort", "speak",
    "spend", "stand", "start", "stay", "stick", "stock", "stop", "store", "strive", "switch", "tackle",
    "take", "talk", "test", "think", "track", "train", "travel", "try", "turn", "understand", "update", "upload",
    "use", "utilize", "verify", "visit", "wait", "walk", "wash", "watch", "wear", "wipe", "work", "write",
];

/// Nouns that a list counts in its title.
#[rustfmt::skip]
pub(super) const COUNTED: &[&str] = &[
    "ways", "tips", "things", "reasons", "steps", "best", "places", "books", "alternatives", "ideas", "projects",
    "brands", "facts", "rules", "lessons", "questions", "moments", "films", "movies", "songs", "albums", "games",
    "recipes", "products", "gifts", "tools", "apps", "takeaways", "highlights", "mistakes", "habits", "examples",
    "secrets", "signs", "tricks", "hacks", "strategies", "companies", "cities", "restaurants", "festivals", "podcasts",
    "new", "top", "easy", "great", "simple", "amazing", "most", "useful", "key", "big",
];

/// Words of titles that promise instructions.
#[rustfmt::skip]
pub(super) const INSTRUCTED: &[&str] = &[
    "tips", "ways", "steps", "guide", "tutorial", "strategies", "strategy", "rules", "timeline", "advice",
    "schedule", "practices", "playbook", "beginners", "habits", "tricks", "installing", "hacks",
];

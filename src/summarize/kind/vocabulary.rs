//! English words by which kinds of pieces are told. All in small letters, with straight apostrophes.

/// The reader.
pub(super) const YOU: &[&str] =
    &["you", "your", "you're", "you'll", "you've", "you'd", "yours", "yourself"];

/// The writer.
pub(super) const I: &[&str] = &["i", "i'm", "i've", "i'd", "i'll", "my", "me", "myself"];

/// The house, or the writer and the reader.
pub(super) const WE: &[&str] = &["we", "our", "us", "we're", "we've", "we'll", "ours"];

/// What reporters have people do.
#[rustfmt::skip]
pub(super) const SAID: &[&str] = &[
    "said", "told", "announced", "reported", "according", "spokesman", "spokeswoman",
    "spokesperson", "officials", "confirmed", "police", "ministers", "testified",
];

/// What happened is told in these.
pub(super) const PAST: &[&str] = &["was", "were", "had", "did", "became", "came", "went", "took", "made"];

/// What one who argues says.
#[rustfmt::skip]
pub(super) const ARGUED: &[&str] = &[
    "should", "must", "ought", "shouldn't", "wrong", "shame", "danger", "truth", "believe", "fear", "absurd",
    "moral", "nonsense", "tragedy", "ridiculous", "unacceptable", "hypocrisy", "incoherent", "failure",
    "urgently", "deserves", "duty", "responsibility", "reality", "problem",
];

/// What shops and offices offer and ask.
#[rustfmt::skip]
pub(super) const OFFERED: &[&str] = &[
    "shop", "buy", "order", "shipping", "delivery", "warranty", "quote", "contact", "call", "book",
    "services", "service", "customers", "products", "product", "pricing", "discount", "discounts", "free",
    "register", "apply", "eligible", "stock", "price", "sale", "features", "designed", "guarantee",
    "affordable", "insurance", "appointment", "program", "programs", "newsletter", "clients",
];

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

//! English words by what they do at the end of a clause.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A list of words: one bit.
#[derive(Debug, Clone, Copy)]
pub(super) struct List(u32);

/// Whether `word`, in lower case, is in a list.
pub(super) fn is_in(list: List, word: &str) -> bool {
    LISTS_OF.get(word).is_some_and(|lists| lists & list.0 != 0)
}

/// Words before a noun.
pub(super) const DETERMINERS: List = List(1 << 0);

/// Pronouns that are subjects.
pub(super) const PRONOUNS: List = List(1 << 1);

/// Prepositions.
pub(super) const PREPOSITIONS: List = List(1 << 2);

/// Words that join.
pub(super) const CONJUNCTIONS: List = List(1 << 3);

/// Forms of "be" and auxiliaries that are finite.
pub(super) const AUXILIARIES: List = List(1 << 4);

/// What an auxiliary is followed by before the verb.
pub(super) const WITHIN_VERBS: List = List(1 << 5);

/// Verbs that say who said it.
pub(super) const SPEECH: List = List(1 << 6);

/// Past and present forms that are hardly anything but finite verbs or participles.
pub(super) const VERBS: List = List(1 << 7);

/// Forms that are nouns as well: verbs where an object or an infinitive follows.
pub(super) const VERBS_OR_NOUNS: List = List(1 << 8);

/// What follows a verb rather than a noun.
pub(super) const OBJECTS: List = List(1 << 9);

/// Words that end in -ed and are no past tense.
pub(super) const NO_PAST: List = List(1 << 10);

/// Words that only the whole of what they rule makes true.
pub(super) const RESTRICTORS: List = List(1 << 11);

/// Words that end as a superlative does and are none.
pub(super) const NO_SUPERLATIVES: List = List(1 << 12);

/// Words in what is cut off that turn what is left into something else.
pub(super) const REVERSALS: List = List(1 << 13);

/// Words with which a relative clause begins, after a comma.
pub(super) const RELATIVES: List = List(1 << 14);

/// Words with which a subordinate clause begins that leaves the main one true.
pub(super) const SUBORDINATORS: List = List(1 << 15);

/// Of these, those that may be cut away where no comma is before them.
pub(super) const UNMARKED: List = List(1 << 16);

/// Prepositions with which what comes after a comma adds to a sentence.
pub(super) const ADDING: List = List(1 << 17);

/// Prepositions of place and time.
pub(super) const PLACING: List = List(1 << 18);

/// Determiners with which an apposition begins.
pub(super) const APPOSING: List = List(1 << 19);

/// Nouns that a preposition says of what.
pub(super) const OPEN_NOUNS: List = List(1 << 20);

/// Nouns and adverbs before "after" and "when" that measure it.
pub(super) const MEASURES: List = List(1 << 21);

/// Names of days and months.
pub(super) const CALENDAR: List = List(1 << 22);

/// Numbers as words.
pub(super) const NUMBERS: List = List(1 << 23);

/// Participles that do not end in -ed, some of them past forms as well.
pub(super) const PARTICIPLES: List = List(1 << 25);

/// Prepositions with which a sentence may say more of what it has said.
pub(super) const MENTIONING: List = List(1 << 26);

/// Verbs whose object is not all that they need: "leave the town at risk".
pub(super) const CAUSING: List = List(1 << 27);

/// Base forms that are hardly anything but verbs: finite behind a plural or a pronoun.
pub(super) const BASES: List = List(1 << 28);

/// Words with which the circumstances of what was told begin.
pub(super) const CIRCUMSTANCES: List = List(1 << 29);

/// Restrictors that say how much.
pub(super) const AMOUNTS: List = List(1 << 30);

/// Words that a sentence begins with which points at one before it.
pub(super) const POINTING: List = List(1 << 31);

/// Determiners and adjectives that no verb follows.
pub(super) const ARTICLES: List = List(1 << 24);

/// The words of each list, in lower case.
const LISTS: &[(List, &str)] = &[
    (
        POINTING,
        "the this that these those both he she it they his her its their another others such all some",
    ),
    (CIRCUMSTANCES, "after amid following despite while"),
    (AMOUNTS, "all every each more less fewer than"),
    (
        BASES,
        "make take get go come see know think give become seem remain include provide require allow \
         keep bring lose meet believe expect continue begin live agree enjoy suffer receive rely \
         depend choose prefer differ consist contain involve argue want",
    ),
    (
        VERBS_OR_NOUNS,
        "face plan hope fear offer work use play run move fall rise lead need show help stand pay \
         love like hate support demand order share cause win visit call claim report look mark start \
         end follow join cover back seek find hold leave build buy sell eat drink read write",
    ),
    (MENTIONING, "in on at near with for during under over across outside inside"),
    (
        CAUSING,
        "leave leaves left leaving put puts putting keep keeps kept keeping make makes made making \
         turn turns turned turning find finds found set sets setting hold holds held call calls called \
         place places placed get gets got replace replaced exchange exchanged mistake mistook treat \
         treats treated regard regarded compare compared have had",
    ),
    (
        PARTICIPLES,
        "made got won lost left led held kept found brought sold bought spent met sent meant felt \
         fought caught taught built struck hung shot paid laid bound bred dealt dug fed heard hurt \
         lent lit slid spun stuck swung told said wound seen known shown taken given driven born thrown \
         drawn grown worn written broken stolen chosen spoken hidden fallen gone done set put cut hit",
    ),
    (
        ARTICLES,
        "a an the my your our his her its their every no another such new old former senior own \
         other",
    ),
    (
        DETERMINERS,
        "a an the this that these those my your our his her its their some any every each no \
         all both another such several many few most more less fewer other own new old former \
         senior more than",
    ),
    (PRONOUNS, "he she it they we i you there this that these those who"),
    (
        PREPOSITIONS,
        "in on at by for from with without of to into onto over under after before during \
         since until till despite about against among amid between through throughout across \
         near behind beyond within inside outside as like unlike per via toward towards upon \
         following including besides alongside around above below off out up down than \
         according",
    ),
    (
        CONJUNCTIONS,
        "and or but nor so yet plus & that whether if unless because although though while \
         whereas when where which who whom whose how why what",
    ),
    (
        AUXILIARIES,
        "is are was were am has have had do does did will would can could may might must \
         shall should isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't \
         won't wouldn't can't cannot couldn't mustn't shouldn't ain't",
    ),
    (
        WITHIN_VERBS,
        "not also never always often still already just only now then since ever currently \
         recently been be being reportedly allegedly to",
    ),
    (
        SPEECH,
        "said says say told tells added adds explained explains wrote writes tweeted replied \
         insisted insists argued argues warned warns announced confirmed confirms admitted \
         admits recalled noted notes stated states believes believed claimed claims alleged \
         alleges reported reports suggested suggests estimated estimates testified declared \
         concluded",
    ),
    (
        VERBS,
        "made makes got gets took takes came comes went goes gave gives saw sees won lost \
         left led held kept found ran began begins became becomes meant means seems appears \
         remains includes brings brought sold bought spent met sent thought knew knows felt \
         feels stood sat fell rose grew drew wants seeks expects leaves helps lives raises \
         contains happens allows fought caught taught built broke beat flew drove chose froze \
         spoke stole threw wore woke swept struck hung sank shook shot shrank sprang swore \
         swung tore underwent withdrew arose became forgot forgave overcame paid laid lay \
         wound bore bent bound bred dealt dug fed fled heard hid hurt knelt lent lit rang \
         rode sang shone slept slid spun stuck swam understood wept says owns provides offers \
         describes discusses outlines explores features",
    ),
    (
        VERBS_OR_NOUNS,
        "plans needs hopes calls claims reports looks marks hit cut set put starts ends works \
         faces stars shows follows quit spread cost costs aims moves runs joins uses covers \
         supports backs demands orders",
    ),
    (
        OBJECTS,
        "a an the his her its their this that these those to him them it us more some all up \
         out off back down",
    ),
    (
        NO_PAST,
        "hundred indeed need speed breed seed weed exceed proceed succeed naked wicked sacred \
         rugged crooked armed alleged aged so-called supposed red",
    ),
    (
        RESTRICTORS,
        "not no never none nobody nothing neither nor nowhere cannot hardly barely scarcely \
         rarely seldom little without unless if whether only first last most least few all \
         every each any sole best worst once than rather fewer less more",
    ),
    (
        NO_SUPERLATIVES,
        "forest interest request protest arrest west guest test harvest suggest contest \
         honest rest best-known invest midwest northwest southwest quest chest nest pest vest \
         conquest bequest detest digest ingest manifest modest tempest budapest",
    ),
    (
        REVERSALS,
        "but except unless if provided providing however yet instead rather false falsely \
         untrue hoax wrongly mistakenly pending otherwise",
    ),
    (RELATIVES, "which who whose whom where when"),
    (SUBORDINATORS, "after as although though because while since whereas when"),
    (UNMARKED, "after because while although when amid following despite during"),
    (
        ADDING,
        "amid following despite including in on at with for from by during near alongside \
         under over among even just",
    ),
    (PLACING, "in on at near"),
    (APPOSING, "a an the its his her their one another"),
    (
        OPEN_NOUNS,
        "increase rise fall drop decline cut change changes growth interest role part place \
         stake share shares ban tax attack attacks war vote deal impact effect effects \
         pressure focus information report reports look case sanctions limit limits hold bid \
         search spending reliance dependence data details research move life lives confidence \
         faith trust belief success experience investment investments step crackdown assault \
         view views comment comments",
    ),
    (
        MEASURES,
        "day days week weeks month months year years hour hours minute minutes moment moments \
         decade decades second seconds time times season seasons shortly soon long \
         immediately just right even only and or not especially particularly season mile \
         miles",
    ),
    (
        CALENDAR,
        "monday tuesday wednesday thursday friday saturday sunday january february march \
         april may june july august september october november december jan feb mar apr jun \
         jul aug sep sept oct nov dec",
    ),
    (
        NUMBERS,
        "one two three four five six seven eight nine ten eleven twelve thirteen fifteen \
         twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million \
         billion trillion dozen half",
    ),
];

/// For each word, the lists that it is in.
static LISTS_OF: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut lists_of: HashMap<&'static str, u32> = HashMap::new();
    for &(list, words) in LISTS {
        for word in words.split_ascii_whitespace() {
            *lists_of.entry(word).or_default() |= list.0;
        }
    }
    lists_of
});

//! The English word lists of the audit.
//!
//! In: a word in lower case. Out: the set of [`Class`]es that it may belong to. The lists are
//! closed and small: they hold the function words that matter to the rules, the nouns that name
//! people or refer back, and enough first names and places to tell a person from a place. Nothing
//! here tags parts of speech.

use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::LazyLock;

use super::vocabulary::StemHasher;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u64);

impl Class {
    pub(super) const NONE: Self = Self(0);
    pub(super) const DETERMINER: Self = Self(1);
    pub(super) const PREPOSITION: Self = Self(1 << 1);
    pub(super) const SUBORDINATOR: Self = Self(1 << 2);
    pub(super) const MALE_PRONOUN: Self = Self(1 << 3);
    pub(super) const FEMALE_PRONOUN: Self = Self(1 << 4);
    pub(super) const PLURAL_PRONOUN: Self = Self(1 << 5);
    pub(super) const NEUTER_PRONOUN: Self = Self(1 << 6);
    pub(super) const SPEAKER_PRONOUN: Self = Self(1 << 7);
    pub(super) const BE: Self = Self(1 << 8);
    pub(super) const AUXILIARY: Self = Self(1 << 9);
    pub(super) const VERB: Self = Self(1 << 10);
    pub(super) const CONJUNCTION: Self = Self(1 << 11);
    pub(super) const WH: Self = Self(1 << 12);
    pub(super) const ADVERB: Self = Self(1 << 13);
    pub(super) const MALE_NOUN: Self = Self(1 << 14);
    pub(super) const FEMALE_NOUN: Self = Self(1 << 15);
    pub(super) const PERSON_NOUN: Self = Self(1 << 16);
    pub(super) const GROUP_NOUN: Self = Self(1 << 17);
    pub(super) const PLURAL_NOUN: Self = Self(1 << 18);
    pub(super) const ROLE: Self = Self(1 << 19);
    pub(super) const UNIQUE: Self = Self(1 << 20);
    pub(super) const TEMPORAL: Self = Self(1 << 21);
    pub(super) const MALE_NAME: Self = Self(1 << 22);
    pub(super) const FEMALE_NAME: Self = Self(1 << 23);
    pub(super) const TITLE: Self = Self(1 << 24);
    pub(super) const PLACE: Self = Self(1 << 25);
    pub(super) const NATIONALITY: Self = Self(1 << 26);
    pub(super) const ORGANISATION: Self = Self(1 << 27);
    pub(super) const ORDINAL: Self = Self(1 << 28);
    pub(super) const NUMBER: Self = Self(1 << 29);
    pub(super) const EXPLETIVE_VERB: Self = Self(1 << 30);
    pub(super) const EXPLETIVE_PREDICATE: Self = Self(1 << 31);
    pub(super) const PLURAL_ROLE: Self = Self(1 << 32);
    pub(super) const HERE: Self = Self(1 << 33);
    pub(super) const SPEECH: Self = Self(1 << 34);
    pub(super) const DEGREE: Self = Self(1 << 35);
    pub(super) const DEMONYM: Self = Self(1 << 36);

    /// The classes of either set.
    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two sets share a class.
    pub(super) fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// The classes of a word that no noun phrase runs across.
pub(super) const FUNCTION: Class = Class(
    Class::DETERMINER.0
        | Class::PREPOSITION.0
        | Class::SUBORDINATOR.0
        | Class::MALE_PRONOUN.0
        | Class::FEMALE_PRONOUN.0
        | Class::PLURAL_PRONOUN.0
        | Class::NEUTER_PRONOUN.0
        | Class::SPEAKER_PRONOUN.0
        | Class::BE.0
        | Class::AUXILIARY.0
        | Class::VERB.0
        | Class::CONJUNCTION.0
        | Class::WH.0
        | Class::ADVERB.0,
);

/// Any third-person personal or possessive pronoun.
pub(super) const THIRD_PERSON: Class = Class(
    Class::MALE_PRONOUN.0
        | Class::FEMALE_PRONOUN.0
        | Class::PLURAL_PRONOUN.0
        | Class::NEUTER_PRONOUN.0,
);

/// A noun for one person.
pub(super) const ONE_PERSON: Class =
    Class(Class::MALE_NOUN.0 | Class::FEMALE_NOUN.0 | Class::PERSON_NOUN.0);

const LISTS: &[(Class, &str)] = &[
    (
        Class::DETERMINER,
        "the a an this that these those my your our his her its their some any every each no all \
         both many several few most much another such other whose more",
    ),
    (
        Class::PREPOSITION,
        "in on at by for from with without of to into onto over under after before during since \
         until till despite about against among amongst amid between through throughout across \
         near behind beyond within inside outside as like unlike per via toward towards upon \
         following including besides because due given alongside around above below off out up \
         down than according",
    ),
    (
        Class::SUBORDINATOR,
        "when while although though because if unless as since after before once whereas whether \
         until till whenever wherever",
    ),
    (Class::MALE_PRONOUN, "he him his"),
    (Class::FEMALE_PRONOUN, "she her hers"),
    (Class::PLURAL_PRONOUN, "they them their theirs"),
    (Class::NEUTER_PRONOUN, "it its"),
    (Class::SPEAKER_PRONOUN, "i me my mine we us our ours you your yours myself ourselves"),
    (
        Class::BE,
        "is are was were be been being am 's 're isn't aren't wasn't weren't    \
         ",
    ),
    (
        Class::AUXILIARY,
        "has have had do does did will would can could may might must shall should 'll 'd 've \
         hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't mustn't \
         shouldn't ain't",
    ),
    (
        Class::VERB,
        "made makes make got gets get took takes take came comes come went goes go gave gives \
         give saw sees see won lost left led held kept found put ran runs began begins became \
         becomes become means meant shows seems appears remains includes brings brought sold \
         bought spent met sent set let say think thought knew knows felt feels stood sat fell \
         rose grew drew wants needs plans hopes stars seeks faces expects leaves helps works \
         lives looks marks follows raises contains happens starts ends calls allows claims \
         reports hit cut quit",
    ),
    (
        Class::SPEECH.or(Class::VERB),
        "said says told tells added adds asked asks explained wrote writes tweeted replied \
         insisted argued argues warned warns announced confirmed confirms admitted denied \
         recalled noted notes continued suggested stated believes believed thinks",
    ),
    (Class::CONJUNCTION, "and or but nor so yet plus"),
    (Class::WH, "who whom which what when where why how that whose"),
    (
        Class::ADVERB,
        "also not now then there here just only still already even never always often later \
         earlier soon too very again once twice however perhaps maybe nearly almost about ago \
         together away back instead yes no recently further ever currently",
    ),
    (Class::MALE_NOUN.or(Class::ROLE), "man boy gentleman guy"),
    (Class::FEMALE_NOUN.or(Class::ROLE), "woman girl lady"),
    (
        Class::MALE_NOUN,
        "father dad son brother husband king prince actor uncle grandfather nephew widower groom \
         duke emperor businessman congressman policeman fireman spokesman chairman salesman \
         gunman policeman sportsman cameraman fisherman craftsman grandson \
         stepfather boyfriend fiance lord sir pope monk priest imam bishop",
    ),
    (
        Class::FEMALE_NOUN,
        "mother mum mom daughter sister wife queen princess actress aunt grandmother niece widow \
         bride duchess empress businesswoman congresswoman policewoman spokeswoman chairwoman \
         saleswoman sportswoman granddaughter stepmother girlfriend fiancee nun waitress heroine",
    ),
    (
        Class::PERSON_NOUN.or(Class::ROLE),
        "suspect victim teenager youngster toddler pensioner defendant passenger driver pilot \
         officer player singer striker midfielder defender goalkeeper winger forward rapper \
         politician lawmaker attacker shooter patient author actor actress child baby infant \
         student soldier star veteran musician comedian racer golfer",
    ),
    (
        Class::PERSON_NOUN,
        "person president minister manager coach doctor nurse teacher professor scientist \
         researcher lawyer attorney judge senator governor mayor director editor journalist \
         reporter writer artist photographer spokesperson chief boss leader captain chairperson \
         founder owner engineer farmer worker detective sheriff inspector sergeant colonel \
         general lieutenant commander secretary ambassador diplomat representative candidate \
         analyst economist psychologist expert critic activist campaigner volunteer neighbour \
         neighbor friend colleague parent sibling cousin partner spouse resident citizen customer \
         witness user fan member employee executive entrepreneur designer architect chef model \
         dancer athlete cyclist runner swimmer boxer jockey footballer cricketer referee umpire \
         champion winner hurdler skier sprinter prosecutor defendant killer murderer robber thief \
         terrorist militant fighter rebel refugee migrant prisoner inmate hostage survivor hero \
         predecessor successor rival opponent widow monarch dictator republican democrat \
         conservative someone somebody anyone anybody everyone everybody nobody official \
         traveller tourist motorist cleric councillor comic programmer developer blogger \
         historian physicist biologist surgeon therapist dentist vet plumber baker",
    ),
    (
        Class::GROUP_NOUN,
        "police family team company firm couple pair duo trio group club band council committee \
         government party union army navy force department agency board charity school university \
         college church court bank airline community crowd public staff crew jury squad audience \
         side media press network gang majority minority generation organisation organization \
         association authority ministry cabinet parliament congress senate regime coalition \
         management population cast public military brand retailer manufacturer developer \
         publisher everyone everybody anyone anybody someone somebody nobody",
    ),
    (
        Class::GROUP_NOUN.or(Class::ROLE),
        "company firm organisation organization club team group charity airline retailer agency \
         band station newspaper broadcaster carmaker manufacturer shipbreaker supermarket carrier",
    ),
    (
        Class::GROUP_NOUN.or(Class::ROLE).or(Class::PLURAL_ROLE),
        "pair couple duo trio men women boys girls brothers sisters twins teenagers suspects \
         victims defendants siblings rebels attackers gunmen officers",
    ),
    (
        Class::PLURAL_NOUN,
        "people men women children police officials thousands hundreds dozens millions many \
         others those few several everyone everybody anyone anybody nobody scientists twins \
         gunmen policemen firefighters both two three four five six seven eight nine ten cattle \
         youth who parents nobody whoever",
    ),
    (
        Class::ROLE,
        "incident attack crash accident shooting explosion blast fire collision message letter \
         email tweet post statement comment comments remark remarks announcement decision move \
         ruling verdict sentence allegation allegations accusation accusations claim claims \
         finding findings report study survey research video film footage clip image images photo \
         photos picture pictures ship vessel warship boat plane aircraft jet helicopter vehicle \
         car truck bus train device product app site building property hotel area village town \
         case trial hearing investigation inquiry event ceremony meeting talks deal agreement \
         proposal proposals plan scheme project programme initiative campaign measure measures \
         bill law match game win victory defeat loss draw goal result disease virus outbreak \
         storm animal animals dog cat gag prank joke stunt ordeal tragedy news discovery book \
         album song show series episode documentary motion protest protests feat trend park \
         complex factory plant fair service vigil settlement petition interview program lawsuit \
         complaint raid strike rally dispute arrest suspension penalty award order document \
         donation kidnapping robbery murder killing stabbing ban merger takeover bid concert \
         exhibition expedition ruling flood earthquake fund tax treaty",
    ),
    (
        Class::UNIQUE,
        "president prime government pope queen king world sun moon earth weather internet public \
         police media economy country nation state army military navy court senate congress house \
         church press market sky sea ocean future past present truth fact problem question answer \
         reason idea point thing way rest whole best worst same only most least more less latter \
         former other others key trick difference good bad chance chances united national white \
         royal european british american english city universe environment constitution \
         chancellor foreign home treasury cabinet pentagon kremlin vatican devil \
         bible fbi cia un u.n eu uk us u.s bbc nhs law web stock dollar pound euro poor rich \
         elderly young old dead wounded homeless unemployed unknown summer winter spring autumn \
         fall morning evening night day week month year weekend season sooner later answer aim \
         goal bottom upshot irony danger trouble hope lesson secret catch moral \
         governor mayor opposition left right west east north south climate planet human \
         population",
    ),
    (
        Class::TEMPORAL,
        "week weekend year month morning afternoon evening season night summer winter spring \
         autumn fall time century decade quarter term christmas easter day today tonight tomorrow \
         yesterday monday tuesday wednesday thursday friday saturday sunday january february \
         march april may june july august september october november december days weeks years \
         months mon tue tues wed thu thur fri sat sun jan feb mar apr jun jul aug sep sept oct \
         nov dec",
    ),
    (
        Class::HERE,
        "country nation world planet city town state house place room side thing stuff article \
         story",
    ),
    (
        Class::MALE_NAME,
        "john james robert michael william david richard joseph thomas charles christopher daniel \
         matthew anthony mark donald steven steve paul andrew joshua kenneth kevin brian george \
         edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry \
         justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis \
         jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy \
         harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse \
         dylan bryan joe jordan billy bruce albert willie gabriel logan alan juan wayne roy ralph \
         randy eugene vincent russell elijah louis bobby philip phillip johnny mike tom tim jim \
         bob bill ben dan sam matt nick chris tony greg alex ed ted fred harry oliver oscar leo \
         liam simon graham neil ian stuart martin nigel colin derek craig gareth rhys gordon \
         duncan hugh malcolm trevor clive barack vladimir mohammed muhammad mohamed ahmed ali \
         hassan omar ibrahim abdullah pedro carlos luis javier diego antonio mario marco paolo \
         giovanni pierre jean jacques hans klaus jürgen stefan andreas lars sergei ivan dmitry \
         boris nikolai igor kim hiroshi jamal kurt kanye jeremy bashar pat pete dave ron don jay \
         rick ricky vince doug ken andy danny jimmy tommy jon josh zach luke toby todd troy ross \
         wesley marcus julian adrian dominic damian felix hugo ivor ralph norman leonard \
         bernard trent brett brad clint colby corey craig curtis darren darryl duane \
         dwight elliot ernest evan floyd garrett geoff gilbert glenn harvey herbert herman \
         howard irving jared jeff jermaine jerome joel karl kirk leon leroy lloyd lonnie \
         lucas manuel marshall maurice mitchell neal nelson oleg otis owen pablo perry \
         rafael ramon raul reginald rene rodney roland ronnie ruben rudy russ salvador sergio shane \
         shaun sidney spencer stacy stewart terrence theodore tyrone vernon wallace \
         warren wendell wilbur yusuf youssef tariq rashid khalid hamid karim mustafa sanjay rajesh \
         anil sunil vijay ravi arjun nitish narendra hiro kenji takeshi jorge miguel enrique alberto \
         roberto fernando eduardo ricardo rodrigo mateo matteo luca alessandro stefano jakob anders \
         henrik magnus olaf mikhail dimitri viktor yuri oleksandr volodymyr",
    ),
    (
        Class::FEMALE_NAME,
        "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy \
         betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa \
         deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda \
         pamela emma nicole helen samantha katherine christine debra rachel carolyn janet \
         catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren \
         christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa \
         ann anne sara madison frances kathryn janice jean abigail alice julia judy sophia sophie \
         grace denise amber doris marilyn danielle beverly isabella theresa diana natalie \
         brittany charlotte marie kayla alexis lori kate katie jane lucy claire clare fiona \
         gillian nicola tracy tracey louise zoe chloe ella mia hillary michelle angelina beyonce \
         serena venus nina eva elena natasha svetlana olga irina fatima aisha malala mariam leila \
         priya aung dilma theresa lindsey leah lynn becky bonnie carla carmen cassandra \
         cecilia claudia colleen courtney daisy debbie eileen elaine ellen elsie erica erin \
         esther ethel gina glenda helena imogen \
         ingrid irene jackie joanna joanne jodie josephine juanita kara kathy kerry \
         kristen kristi kristin kristina lena loretta lorraine lydia lynda mabel marcia \
         marjorie maureen melanie mildred miranda miriam molly monica muriel nadia nadine \
         naomi norma pamela patti paula pauline peggy penelope philippa phyllis \
         polly rachael regina renee rita roberta rosa rosemary roxanne sabrina sally selena \
         sheila shelly sherry sonia sonya stella susanna suzanne sylvia tamara tanya tara \
         tiffany tina ursula valerie vanessa vera veronica vivian wanda wendy yolanda yvonne zara",
    ),
    (Class::TITLE.or(Class::MALE_NAME), "mr sir lord prince king"),
    (Class::TITLE.or(Class::FEMALE_NAME), "mrs ms miss lady dame princess queen madam"),
    (
        Class::TITLE,
        "dr prof professor president senator sen rep gov governor judge justice captain sgt lt \
         col gen general minister secretary chancellor rev reverend father sister detective \
         sheriff inspector constable councillor cllr mp speaker",
    ),
    (
        Class::PLACE,
        "afghanistan africa america american argentina asia australia austria bangladesh belgium \
         brazil britain bulgaria california canada chile china colombia croatia cuba cyprus \
         denmark ecuador egypt england ethiopia europe finland florida france germany ghana \
         greece haiti hungary iceland india indonesia iran iraq ireland israel italy jamaica \
         japan kenya korea kuwait latvia lebanon libya malaysia mexico morocco myanmar nepal \
         netherlands nigeria norway pakistan palestine panama peru philippines poland portugal \
         qatar romania russia rwanda scotland serbia singapore slovakia somalia spain sudan \
         sweden switzerland syria taiwan tanzania texas thailand tunisia turkey uganda ukraine \
         vietnam vanuatu wales yemen zambia zimbabwe london paris berlin rome madrid moscow tokyo \
         beijing washington chicago boston dallas houston miami philadelphia seattle detroit \
         glasgow edinburgh cardiff belfast dublin manchester liverpool birmingham leeds sheffield \
         bristol cairo jerusalem tehran baghdad kabul damascus delhi mumbai sydney melbourne \
         toronto geneva brussels vienna athens istanbul seoul york los angeles san francisco new \
         south north west east southern northern western eastern kansas ohio michigan wisconsin \
         georgia virginia missouri maryland nevada arizona utah oregon cleveland tikrit aden \
         sanaa kiev crimea gaza street road avenue park bridge airport square hall",
    ),
    (
        Class::NATIONALITY,
        "american british english scottish welsh irish french german italian spanish portuguese \
         russian chinese japanese korean indian pakistani iranian iraqi israeli palestinian \
         syrian turkish greek egyptian nigerian kenyan african asian european australian canadian \
         mexican brazilian dutch swedish norwegian danish finnish polish ukrainian saudi arab \
         jewish muslim christian islamic catholic republican democratic",
    ),
    (
        Class::ORGANISATION,
        "university college school council party court committee department ministry agency \
         association union club united city fc bank company corp corporation inc ltd group \
         institute foundation church hospital police force army navy times post news journal \
         magazine guardian telegraph television tv radio network airlines airways congress senate \
         house parliament assembly organisation organization society trust board commission \
         authority service services bureau office center centre museum library league cup \
         championship award awards festival act bill treaty agreement project programme museum \
         facebook twitter google apple microsoft amazon samsung youtube instagram nato nasa isis \
         cnn bbc fbi un eu nhs",
    ),
    (
        Class::ORDINAL,
        "first second third fourth fifth sixth seventh eighth ninth tenth last next final main \
         only latest biggest largest smallest highest lowest best worst oldest youngest greatest \
         longest shortest most least earliest newest original previous current closest nearest \
         strongest fastest rest",
    ),
    (
        Class::NUMBER,
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty \
         hundred thousand million billion dozen",
    ),
    (
        Class::EXPLETIVE_VERB,
        "seems seemed seem appears appeared appear takes took take rained rains rain snowed snow \
         happens happened happen remains emerged emerges transpired transpires",
    ),
    (
        Class::EXPLETIVE_PREDICATE,
        "raining snowing sunny cold hot dark late early time midnight noon doubtful understood \
         believed thought hoped feared alleged reported claimed expected estimated rumoured said \
         known agreed announced revealed decided possible likely unlikely clear unclear true \
         obvious certain christmas no because not unclear monday tuesday wednesday thursday \
         friday saturday sunday who when where how why what",
    ),
    (
        Class::DEMONYM.or(Class::MALE_NOUN).or(Class::ROLE),
        "irishman englishman scotsman welshman frenchman dutchman",
    ),
    (
        Class::DEMONYM.or(Class::PERSON_NOUN).or(Class::ROLE),
        "swede dane finn spaniard briton scot serb croat argentine turk londoner texan",
    ),
    (
        Class::DEGREE,
        "much many hard long small big good bad well difficult little often far high deep brief",
    ),
];

static WORDS: LazyLock<HashMap<&'static str, Class, StemHasher>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Class, StemHasher> = HashMap::default();
    for &(class, list) in LISTS {
        for word in list.split_whitespace() {
            let entry = words.entry(word).or_default();
            *entry = *entry | class;
        }
    }
    words
});

/// The classes of `word`, which is in lower case; [`Class::NONE`] where no list has it.
pub(super) fn class(word: &str) -> Class {
    WORDS.get(word).copied().unwrap_or(Class::NONE)
}

/// The classes that a regular plural has from its singular: "officers" are several people, and
/// refer back where "officer" does.
pub(super) fn plural_class(singular: &str) -> Class {
    let class = class(singular);
    let people = if class.any(ONE_PERSON) { Class::PLURAL_NOUN } else { Class::NONE };
    let role = if class.any(Class::ROLE) { Class::ROLE } else { Class::NONE };
    people | role
}

/// `word` without a regular English plural ending, so that "rebels" finds "rebel".
pub(super) fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

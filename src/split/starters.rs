//! Words that begin sentences and are seldom part of a name, of English and of the commonest other
//! languages that write with capitals.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Whether `word` is one that begins sentences in a language, in English where that is not known
/// or has no list.
pub(super) fn begins_sentence(word: &str, language: Option<&str>) -> bool {
    // A contraction begins what its first part begins: `It's`, `They’re`.
    let word = word.split(['\'', '’']).next().unwrap_or(word);
    let words = match language {
        Some("nb" | "no" | "nn") => WORDS.get("da"),
        Some("sk") => WORDS.get("cs"),
        Some("be") => WORDS.get("ru"),
        Some(language) => WORDS.get(language),
        None => None,
    };
    words.or_else(|| WORDS.get("en")).is_some_and(|words| words.contains(word))
}

static WORDS: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    LISTS.iter().map(|(language, words)| (*language, words.split(' ').collect())).collect()
});

const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "A According Additionally After All Also Although Among An And Another Any Are As At \
         Because Before Besides Both But By Can Could Despite Did Do Does During Each Earlier \
         Even Every Everyone Experts Few Finally For Former From Further Furthermore Had Has \
         Have He Her Here His How However I If In Indeed Instead Is It Its Just Last Later \
         Let Like Many Maybe Meanwhile More Moreover Most Much My Nevertheless Next No Nobody \
         None Nor Not Nothing Now Of Officials On Once One Only Or Other Others Our Over \
         Perhaps Please Police Researchers Several She Should Since So Some Soon Still Such \
         Than That The Their Then There Therefore These They This Those Though Through Thus \
         To Today Together Under Unlike Until Was We Were What When Whether Where Which While \
         Who Why With Within Without Would Yes Yet You Your",
    ),
    (
        "de",
        "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man In Im \
         Am An Auf Aus Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Für Gegen Ohne Um Über Unter \
         Durch Seit Während Wegen Auch Aber Doch Denn Und Oder Dann Dort Dabei Damit Danach \
         Darum Deshalb Dennoch Trotzdem Jedoch Zudem Außerdem Allerdings Inzwischen Nun Jetzt \
         Heute Gestern Morgen Hier Da So Als Wenn Weil Ob Obwohl Bis Wer Was Wo Wie Warum \
         Wann Welche Diese Dieser Dieses Diesen Jede Jeder Alle Viele Einige Manche Mehr Nur \
         Noch Schon Nicht Kein Keine Sein Seine Seiner Ihre Ihrer Unser Unsere Mein Meine \
         Laut Ja Nein",
    ),
    (
        "fr",
        "Le La Les L Un Une Des Du De D Il Elle Ils Elles On Nous Vous Je J Ce C Cet Cette \
         Ces En Dans À A Au Aux Par Pour Avec Sans Sur Sous Selon Mais Et Ou Donc Car Puis \
         Ensuite Enfin Après Avant Pendant Depuis Lors Lorsque Quand Si Comme Son Sa Ses Leur \
         Leurs Notre Nos Mon Ma Mes Tout Tous Toutes Plusieurs Certains Aucun Rien Personne \
         Ici Là Aujourd Hier Demain Ainsi Aussi Cependant Pourtant Qui Que Quel Quelle \
         Comment Pourquoi Où Ne Ni Non Oui Chaque Chez",
    ),
    (
        "es",
        "El La Los Las Lo Un Una Unos Unas Al Del De En Por Para Con Sin Sobre Según Desde \
         Hasta Entre Tras Durante Ante Pero Y O Ni Sino Aunque Si Cuando Como Mientras Donde \
         Porque Después Antes Luego Entonces Ahora Hoy Ayer También Además Así Su Sus Mi Mis \
         Nuestro Nuestra Este Esta Estos Estas Ese Esa Eso Esto Aquel Aquella Él Ella Ellos \
         Ellas Yo Nosotros Usted Ustedes Se Le Les Me Te Nos No Ya Todo Todos Todas Muchos \
         Muchas Algunos Cada Nadie Nada Qué Quién Cómo Cuándo Hay Es Era Fue Más Sólo Solo",
    ),
    (
        "pt",
        "O A Os As Um Uma Uns Umas Ao Aos À Às Do Da Dos Das De Em No Na Nos Nas Num Numa Por \
         Pelo Pela Para Com Sem Sobre Segundo Desde Até Entre Após Durante Mas E Ou Nem \
         Embora Se Quando Como Enquanto Onde Porque Depois Antes Então Agora Hoje Ontem \
         Também Além Assim Seu Sua Seus Suas Meu Minha Este Esta Esse Essa Isso Isto Aquele \
         Aquela Ele Ela Eles Elas Eu Nós Você Vocês Não Já Todo Todos Todas Muitos Alguns \
         Cada Ninguém Nada Que Quem É Foi Há Mais Só",
    ),
    (
        "it",
        "Il Lo La I Gli Le L Un Uno Una Al Alla Allo Ai Alle Del Della Dello Dei Delle Dal \
         Dalla Nel Nella Nei Sul Sulla In Di Da A Con Per Tra Fra Su Senza Secondo Dopo Prima \
         Durante Ma E Ed O Né Se Quando Come Mentre Dove Perché Poi Allora Ora Oggi Ieri \
         Domani Anche Inoltre Così Suo Sua Suoi Sue Mio Mia Questo Questa Questi Queste \
         Quello Quella Lui Lei Loro Io Noi Voi Si Ci Non Già Tutto Tutti Tutte Molti Alcuni \
         Ogni Nessuno Niente Chi Che Cosa È Era Fu Più Solo",
    ),
    (
        "nl",
        "De Het Een Hij Zij Ze Wij We Ik Jij Je U Men In Op Aan Bij Met Na Van Voor Tot Uit \
         Over Onder Tegen Door Om Zonder Sinds Tijdens Volgens Maar En Of Want Dus Dan Daar \
         Daarna Daarom Ook Toch Nu Vandaag Gisteren Morgen Hier Er Als Toen Wanneer Omdat \
         Hoewel Terwijl Wie Wat Waar Hoe Waarom Welke Deze Dit Die Dat Elk Elke Alle Veel \
         Enkele Meer Alleen Nog Al Niet Geen Zijn Haar Hun Ons Onze Mijn Ja Nee",
    ),
    (
        "sv",
        "Den Det De En Ett Han Hon Vi Jag Du Ni Man I På Av Med Efter Från För Till Över \
         Under Mot Genom Om Utan Sedan Men Och Eller Så Då Där Här Nu Idag Även Också Som När \
         Att Eftersom Vem Vad Var Hur Varför Denna Detta Dessa Alla Många Några Mer Bara Inte \
         Ingen Hans Hennes Deras Sin Ja Nej Enligt",
    ),
    (
        "da",
        "Den Det De En Et Han Hun Vi Jeg Du I Man På Af Ved Med Efter Fra For Til Over Under \
         Mod Gennem Om Uden Siden Men Og Eller Så Da Der Her Nu Også Som Når At Fordi Hvem \
         Hvad Hvor Hvordan Hvorfor Denne Dette Disse Alle Mange Nogle Mere Kun Ikke Ingen \
         Hans Hendes Deres Ja Nej Ifølge",
    ),
    (
        "pl",
        "On Ona Ono Oni One My Ja Ty W We Na Z Ze Do Od Po Przed Przez Za O Dla Bez Pod Nad \
         Przy Według Ale I Oraz Lub Więc Jednak Także Też Potem Teraz Dziś Wczoraj Tam Tu Jak \
         Gdy Kiedy Jeśli Ponieważ Choć Kto Co Gdzie Dlaczego Ten Ta To Te Ci Tego Tej Każdy \
         Wszyscy Wiele Nikt Nic Nie Tak Jego Jej Ich Był Była Było Już Jest Są",
    ),
    (
        "cs",
        "On Ona Ono Oni My Já Ty V Ve Na Z Ze Do Od Po Před Přes Za O Pro Bez Pod Nad Při \
         Podle Ale A I Nebo Proto Však Také Pak Potom Nyní Teď Dnes Včera Tam Tady Jak Když \
         Pokud Protože Kdo Co Kde Proč Ten Ta To Ti Toto Každý Všichni Mnoho Nikdo Nic Ne Ano \
         Jeho Její Jejich Byl Byla Bylo Už Je Jsou",
    ),
    (
        "ru",
        "Он Она Оно Они Мы Вы Я Ты Это Этот Эта Эти Этого Тот Та То Те Так Там Тут Здесь \
         Тогда Теперь Сейчас Сегодня Вчера Завтра В Во На С Со К Ко По Из От До За Для Без \
         Под Над При Через После Перед Между Около О Об И А Но Однако Или Если Когда Как Что \
         Чтобы Кто Где Куда Почему Хотя Пока Потому Поэтому Также Тоже Ещё Еще Уже Все Всё \
         Весь Вся Многие Некоторые Каждый Никто Ничего Не Ни Нет Да Его Её Ее Их Мой Наш Свой \
         По-прежнему Согласно Кроме Затем Потом Был Была Было Были",
    ),
    (
        "uk",
        "Він Вона Воно Вони Ми Ви Я Ти Це Цей Ця Ці Той Та Те Ті Так Там Тут Тоді Тепер Зараз \
         Сьогодні Вчора У В На З Із До Від Для Без Під Над При Через Після Перед Між Про І Й \
         А Але Однак Або Якщо Коли Як Що Щоб Хто Де Куди Чому Хоча Поки Тому Також Ще Вже Все \
         Усі Багато Деякі Кожен Ніхто Нічого Не Ні Його Її Їх Мій Наш Був Була Було Були За \
         По",
    ),
];

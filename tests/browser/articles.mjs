// Invented articles beside those of examples/articles: other scripts, and what must be shown as it is.
//
// `node articles.mjs` prints them as lines of JSON; `node articles.mjs COUNT` prints so many short ones.

import { argv } from "node:process";
import { fileURLToPath } from "node:url";

/** What a careless page would take for a part of itself, in a title and a text. */
export const ODD = {
  id: "0dd00000-0000-4000-8000-000000000001",
  title: `<script>document.title = "taken"</script> & "quotes" <b>bold</b> <img src="https://evil.example/t.png" onerror="document.title='taken'">`,
  site: `<i>The Site</i> & "Co"`,
  category: `odd & <u>category</u>`,
  url: `https://news.example/odd?a=1&b="<script>"`,
  date: "2025-03-01",
  body: [
    `The page said <script>document.title = "taken"</script> and went on, because nobody had told it that a text is a text.`,
    `A council clerk in Odd Marsh typed </textarea></p></main><h1>Headline</h1> into a form on Saturday, and 5 < 7 && 7 > 5 stood beside it.`,
    `"Nothing was lost," she said of the entities &amp;, &lt;b&gt; and &#39;, which were shown as they had been typed, and of {{ braces }} and \${dollars} and %s.`,
    `An emoji family (👩‍👩‍👧‍👦), a flag (🇳🇴) and a combining mark (e\u0301) were there, too.`,
  ],
};

/** Words that no line is wide enough for. */
export const LONG = {
  id: "0dd00000-0000-4000-8000-000000000002",
  title: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_and_what_came_after_it",
  site: "a.very.long.subdomain.of.a.news.organisation.that.nobody.would.read.aloud.example",
  url: `https://news.example/${"long-and-".repeat(30)}path?query=${"x".repeat(120)}`,
  author: "A-Very-Long-Name-".repeat(8),
  date: "2025-03-02",
  language: "de",
  body: [
    `Die Adresse https://news.example/${"sehr-lang-".repeat(20)} stand am Montag in der Meldung, und niemand konnte sie in einer Zeile lesen.`,
    `Das Wort ${"Donaudampfschifffahrt".repeat(8)} steht in keinem Wörterbuch, sagte die Verwaltung am Dienstag.`,
  ],
};

export const ARABIC = {
  id: "0dd00000-0000-4000-8000-000000000003",
  title: "إغلاق ميناء المدينة القديمة بعد عاصفة دامت ثلاثة أيام",
  site: "صحيفة الساحل",
  category: "أخبار",
  url: "https://news.example/ar/port",
  date: "2025-03-03",
  language: "ar",
  body: [
    "أغلقت السلطات يوم الإثنين ميناء المدينة القديمة بعد عاصفة استمرت ثلاثة أيام وألحقت أضرارًا بالرصيف الشمالي، وقالت إن العبّارات لن تعود قبل نهاية الأسبوع.",
    "وقال مدير الميناء سليم الحداد إن الأمواج بلغت سبعة أمتار مساء الأحد، وإن 14 قاربًا للصيد غرقت في مراسيها من دون أن يُصاب أحد.",
    "وأضاف أن إصلاح الرصيف سيكلف نحو 3.2 مليون يورو، وأن شركة Nordhavn Marine ستبدأ العمل يوم الخميس إذا هدأت الرياح.",
    "وينتظر نحو 900 مسافر في الجزر المجاورة، وقد فتحت البلدية مدرستين لإيوائهم ووزعت عليهم الطعام والأغطية.",
  ],
};

export const HEBREW = {
  id: "0dd00000-0000-4000-8000-000000000004",
  title: "הנמל נסגר אחרי שלושה ימי סערה",
  site: "עיתון החוף",
  url: "https://news.example/he/port",
  date: "2025-03-04",
  language: "he",
  body: [
    "הרשויות סגרו ביום שני את הנמל הישן אחרי סערה שנמשכה שלושה ימים ופגעה ברציף הצפוני, והודיעו שהמעבורות לא יחזרו לפני סוף השבוע.",
    "מנהל הנמל אמר שהגלים הגיעו לגובה של 7 מטרים ביום ראשון בערב, וש-14 סירות דיג טבעו במעגן.",
  ],
};

export const JAPANESE = {
  id: "0dd00000-0000-4000-8000-000000000005",
  title: "三日間の嵐のあと旧市街の港が閉鎖、連絡船は週末まで運休",
  site: "海岸新聞",
  category: "社会",
  url: "https://news.example/ja/port",
  date: "2025-03-05",
  language: "ja",
  body: [
    "三日間続いた嵐で北側の岸壁が壊れたため、当局は月曜日、旧市街の港を閉鎖した。連絡船は週末まで運休する見通しである。",
    "港長の佐伯真理子さんは「日曜日の夜、波の高さは七メートルに達した」と話した。漁船十四隻が係留中に沈んだが、けが人はいなかった。",
    "岸壁の修理にはおよそ五億円かかり、風が弱まれば木曜日に工事が始まる。近くの島では約九百人が足止めされている。",
    "町は二つの学校を開放し、食料と毛布を配った。「助け合うしかない」と、避難した女性は語った。",
  ],
};

export const CHINESE = {
  id: "0dd00000-0000-4000-8000-000000000006",
  title: "三天风暴过后老城港口关闭，渡轮停航至周末",
  site: "海岸报",
  url: "https://news.example/zh/port",
  date: "2025-03-06",
  language: "zh",
  body: [
    "持续三天的风暴损坏了北侧码头，当局周一关闭了老城港口，并表示渡轮在周末之前不会恢复。",
    "港口负责人李文华说，周日晚上浪高达到七米，十四艘渔船在泊位沉没，无人受伤。",
    "修复码头大约需要三百二十万欧元，如果风力减弱，工程将于周四开始。",
  ],
};

export const KOREAN = {
  id: "0dd00000-0000-4000-8000-000000000007",
  title: "사흘간의 폭풍 뒤 옛 시가지 항구 폐쇄",
  site: "해안신문",
  url: "https://news.example/ko/port",
  date: "2025-03-07",
  language: "ko",
  body: [
    "사흘 동안 이어진 폭풍으로 북쪽 부두가 부서지자 당국은 월요일 옛 시가지 항구를 폐쇄했다. 연락선은 주말까지 다니지 않는다.",
    "항만 책임자는 일요일 밤 파도가 7미터에 이르렀고 어선 14척이 가라앉았지만 다친 사람은 없었다고 말했다.",
  ],
};

export const ARTICLES = [ODD, LONG, ARABIC, HEBREW, JAPANESE, CHINESE, KOREAN];

const PLACES = ["Aldmouth", "Brinmere", "Carrow", "Dunlaith", "Eskwater", "Fenholt", "Garrick", "Holmsey"];
const THINGS = ["ferry", "bridge", "library", "market", "tram line", "reservoir", "hospital", "school"];
const ENDS = ["reopens after repairs", "closes for the winter", "draws a record crowd", "waits for a permit"];

/** Short invented articles, no two alike. */
export function* short(count) {
  const of = (list, at) => list[at % list.length];
  for (let at = 0; at < count; at++) {
    const place = of(PLACES, at) + ` ${Math.floor(at / 8)}`;
    const thing = of(THINGS, Math.floor(at / 3));
    const day = new Date(Date.UTC(2020, 0, 1 + (at % 1500))).toISOString().slice(0, 10);
    yield {
      title: `The ${thing} of ${place} ${of(ENDS, at)}`,
      url: `https://news.example/short/${at}`,
      site: `${of(PLACES, Math.floor(at / 5))} Herald`,
      category: of(["local", "transport", "culture"], at),
      date: day,
      body: `The ${thing} of ${place} had ${at + 17} visitors on the day it was counted, the council said. ` +
        `Work worth ${(at % 90) + 10} million crowns ends in ${2026 + (at % 9)}, said engineer number ${at}.`,
    };
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const article of argv[2] ? short(Number(argv[2])) : ARTICLES) console.log(JSON.stringify(article));
}

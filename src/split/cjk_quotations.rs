//! A quotation in Chinese, Japanese or Korean that ended in a mark, and who said it.
//!
//! `「行きます。」と彼は言った。` and `“港口关闭了。”市长说。` are one sentence each: there is no
//! case to tell whether what follows a quotation goes on, so words do.

use super::marks::{is_opening_bracket, is_terminator};

/// How many characters of the clause after a quotation are looked at for a verb of speech.
const CLAUSE: usize = 24;

/// Whether a quotation that `closed` with a mark before `rest` goes on as part of its sentence.
pub(super) fn continues_quotation(rest: &str, closed: bool) -> bool {
    let text = rest.trim_start();
    if text.starts_with(['、', '，', ',', '،', '､', '：', '；']) {
        return true;
    }
    closed && (continues_sentence(text) || says_who_spoke(text))
}

/// Whether the mark between `before` and `rest` is inside a quotation in corner brackets that is
/// part of a sentence: `市長は「困った。帰ろう」と述べた。`
pub(super) fn is_inside_clause(before: &str, rest: &str) -> bool {
    const LIMIT: usize = 120;
    let open = before
        .char_indices()
        .rev()
        .take(LIMIT)
        .find(|(_, c)| matches!(c, '「' | '『' | '」' | '』' | '｢' | '｣'));
    let Some((open, close)) = open.and_then(|(i, c)| match c {
        '「' => Some((i, '」')),
        '『' => Some((i, '』')),
        '｢' => Some((i, '｣')),
        _ => None,
    }) else {
        return false;
    };
    let closed = rest.char_indices().take(LIMIT).find(|&(_, c)| c == close);
    let after = closed.and_then(|(i, c)| rest.get(i + c.len_utf8()..)).unwrap_or("");
    !before[..open].trim().is_empty() && continues_sentence(after)
}

/// Whether `text` begins with a word that only goes on with a sentence.
fn continues_sentence(text: &str) -> bool {
    let is_one = |list: &[&str]| list.iter().any(|word| text.starts_with(word));
    is_one(CONTINUING) && !is_one(BEGINNING)
}

/// Whether the clause that `text` begins with has a verb of speech and no quotation of its own.
fn says_who_spoke(text: &str) -> bool {
    let end = text
        .char_indices()
        .take(CLAUSE)
        .take_while(|&(_, c)| !is_clause_end(c) && !is_opening_bracket(c) && !is_quotation(c))
        .last()
        .map_or(0, |(i, c)| i + c.len_utf8());
    let (clause, after) = text.split_at(end);
    // `市长说：“…”` introduces the next quotation.
    let introduces = after.starts_with(['：', ':', '「', '『', '“', '"', '｢']);
    let nobody = NOBODY.iter().any(|word| clause.starts_with(word));
    !introduces && !nobody && SPEECH.iter().any(|verb| clause.contains(verb))
}

fn is_clause_end(c: char) -> bool {
    is_terminator(c) || matches!(c, '，' | '、' | ',' | '：' | ':' | '；' | ';' | '､' | '\n')
}

fn is_quotation(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '‘' | '’')
}

/// Words that continue a sentence after a quotation: Japanese particles, Chinese particles and
/// adverbs of the same subject, Korean quotative particles.
const CONTINUING: &[&str] = &[
    "と",
    "っ",
    "を",
    "が",
    "に",
    "は",
    "も",
    "の",
    "で",
    "など",
    "なんて",
    "だと",
    "へ",
    "から",
    "という",
    "然后",
    "然後",
    "接着",
    "接著",
    "随后",
    "隨後",
    "便",
    "就",
    "并",
    "並",
    "又",
    "还",
    "還",
    "也",
    "却",
    "卻",
    "的",
    "之",
    "和",
    "与",
    "與",
    "及",
    "等",
    "后",
    "後",
    "时",
    "時",
    "而",
    "地",
    "一边",
    "一邊",
    "라고",
    "라는",
    "고 ",
    "며 ",
    "라며",
    "는 ",
    "이라고",
    "이라는",
    "하고",
];

/// Words that begin as those do, and begin sentences.
const BEGINNING: &[&str] = &[
    "とにかく",
    "ところ",
    "とても",
    "とりあえず",
    "ともあれ",
    "とはいえ",
    "とくに",
    "ときどき",
    "とうとう",
    "がんば",
    "にもかかわらず",
    "にわか",
    "はい",
    "はじめ",
    "はっきり",
    "はたして",
    "もう",
    "もし",
    "もっと",
    "もちろん",
    "もともと",
    "ものの",
    "のち",
    "のんびり",
    "のど",
    "でも",
    "では",
    "です",
    "できる",
    "が、",
    "だが",
    "からす",
    "就在",
    "就是",
    "就算",
    "就连",
    "也许",
    "也許",
    "也就是",
    "还有",
    "還有",
    "后来",
    "後來",
    "时间",
    "時間",
    "时至",
    "和平",
    "地方",
    "地震",
    "的确",
    "的確",
    "而且",
    "之后",
    "之後",
    "之前",
    "等到",
    "便利",
    "并且",
    "与此",
    "與此",
    "及时",
    "時",
    "地面",
    "和他",
    "后方",
];

/// What a clause begins with that says that nobody spoke.
const NOBODY: &[&str] = &["没", "沒", "无人", "無人", "谁", "誰", "아무도"];

const SPEECH: &[&str] = &[
    // Chinese.
    "说",
    "說",
    "笑道",
    "问",
    "問",
    "表示",
    "指出",
    "告诉",
    "告訴",
    "回答",
    "答道",
    "喊",
    "叫",
    "强调",
    "強調",
    "补充",
    "補充",
    "写",
    "寫",
    "认为",
    "認為",
    "承认",
    "承認",
    "宣布",
    "透露",
    "解释",
    "解釋",
    "称",
    "稱",
    "坦言",
    "直言",
    "呼吁",
    "呼籲",
    "警告",
    "感叹",
    "感嘆",
    "抱怨",
    "吼",
    // Japanese.
    "言っ",
    "言い",
    "言う",
    "言わ",
    "話し",
    "話す",
    "語っ",
    "語り",
    "語る",
    "述べ",
    "答え",
    "尋ね",
    "聞い",
    "叫",
    "つぶや",
    "訴え",
    "説明",
    "コメント",
    "主張",
    "明かし",
    "振り返",
    "告げ",
    "呼びかけ",
    // Korean.
    "말했",
    "말한",
    "밝혔",
    "전했",
    "물었",
    "답했",
    "대답",
    "덧붙",
    "강조",
    "설명",
    "외쳤",
    "주장",
];

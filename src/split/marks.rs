//! Classes of single characters: what ends a sentence, and what closes or opens around it.

/// Full stops, question and exclamation marks that need a look at what follows.
pub(super) fn is_ambiguous_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‥' | '‼' | '⁇' | '⁈' | '⁉' | '‽')
}

/// Sentence marks that serve for nothing else: those of CJK, Arabic, Indic, Armenian, Ethiopic,
/// Khmer, Burmese, Tibetan and other scripts (Unicode's `Sentence_Terminal`, without ASCII).
pub(super) fn is_plain_terminator(c: char) -> bool {
    matches!(
        c,
        '。' | '！'
            | '？'
            | '．'
            | '｡'
            | '︒'
            | '؟'
            | '۔'
            | '؞'
            | '܀'
            | '܁'
            | '܂'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '፧'
            | '፨'
            | '។'
            | '៕'
            | '။'
            | '།'
            | '༎'
            | '᠃'
            | '᠉'
            | '᙮'
            | '᭚'
            | '᭛'
            | '꓿'
            | '꘎'
            | '꘏'
            | '꛳'
            | '꛷'
            | '\u{37e}'
    )
}

/// Any character that can end a sentence.
pub(super) fn is_terminator(c: char) -> bool {
    is_ambiguous_terminator(c) || is_plain_terminator(c)
}

/// Brackets that close, which belong to the sentence before them.
pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '）' | '］' | '｝' | '】' | '〕' | '〉' | '》' | '」' | '』' | '｣'
    )
}

/// Brackets that open, which belong to the sentence after them.
pub(super) fn is_opening_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '（' | '［' | '【' | '〔' | '〈' | '《' | '「' | '『' | '｢')
}

/// Quotation marks. Which side they are on depends on the language (`„so“`, `“so”`, `»so«`,
/// `«so»`), so only what stands next to them tells.
pub(super) fn is_quote(c: char) -> bool {
    is_double_quote(c) || is_single_quote(c)
}

/// Double quotation marks, and those that no language uses as an apostrophe.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '〞' | '〟')
}

/// Single quotation marks, some of which are apostrophes too.
pub(super) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`')
}

/// Marks that begin an item of a list, wherever on the line they stand.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '‣' | '⁃' | '◦' | '●' | '○' | '■' | '□' | '▪' | '▫' | '►' | '▶' | '∙')
}

/// Letters of scripts that are written without spaces between words.
pub(super) fn is_unspaced_script(c: char) -> bool {
    matches!(
        c as u32,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
            | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF
    )
}

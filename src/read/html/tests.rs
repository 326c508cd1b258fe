//! Pieces of HTML, well-formed and not, and texts that only look like HTML.

use super::*;

#[test]
fn blocks_become_paragraphs() {
    for (html, text) in [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("One<br>line<br><br>Two<br/>\n<br/>Three", "One\nline\n\nTwo\n\nThree"),
        ("<p>Open\n  <p>and   <i>open</i>", "Open\n\nand open"),
        ("<h2>Head</h2>text", "Head\n\ntext"),
        ("<P CLASS=lead>Upper</P>", "Upper"),
        ("Bring:<ul><li>a coat</li><li>a <b>lamp</b><li><p>tea</p></ul>End", {
            "Bring:\n\n- a coat\n- a lamp\n\n- tea\n\nEnd"
        }),
        ("<pre>a  b\n  c\n\nd</pre>x", "a  b\n  c\n\nd\n\nx"),
        ("<table><tr><td>Boat</td><td>12</td></tr><tr><td>Raft<td>3</table>", {
            "Boat | 12\nRaft | 3"
        }),
        ("un<wbr>bro<!-- c -->ken and <q>said</q>", "unbroken and “said”"),
        ("<span>a</span><span>b</span> <a href='x>y'>c</a>", "ab c"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}

#[test]
fn what_is_no_text_is_left_out() {
    for html in [
        "A<script>if (a < b) { '</p>' }</script> b",
        "A<style>p > a { }</style> b",
        "<head><title>T</title><meta name=x></head>A b",
        "<head><title>T</title><body>A b",
        "A <svg><title>icon</title><path d='M0'/></svg>b",
        "A <template><p>no</p></template>b",
        "A <noscript><img src=x></noscript>b",
        "<!-- <p>no</p> -->A b<!-- open",
        "<!DOCTYPE html><?xml version='1.0'?>A b",
        "A <select><option>1<option>2</select><textarea><b>t</b></textarea>b",
        "A <iframe src=x>no</iframe>b<script>never closed <p>x",
    ] {
        assert_eq!(text_of(html).replace("<!-- open", ""), "A b", "{html}");
    }
}

#[test]
fn what_only_looks_like_markup_stays() {
    for text in [
        "a < b and c > d",
        "<3 to all",
        "AT&T and R&D; x&y=1&copy=2",
        "Vec<String> and HashMap<K, V>",
        "mail <ann@example.org> now",
        "see <https://example.org/a> there",
        "1 <- 2 <",
        "a </ b",
    ] {
        assert_eq!(text_of(text), text);
        assert!(!is_markup(text), "{text}");
    }
    assert_eq!(text_of("<story><lead>One</lead> two</story> <Media/>x"), "One two x");
    assert_eq!(text_of("<my-card>One</my-card><o:p></o:p>"), "One");
}

#[test]
fn references_are_replaced_once() {
    for (html, text) in [
        ("Tom &amp; Ann &#8217; &#x2014; &eacute;", "Tom & Ann ’ — é"),
        ("&amp;lt;b&amp;gt; &lt;i&gt;", "&lt;b&gt; <i>"),
        ("&copy 2024 &amp", "© 2024 &"),
        ("&#150; &#0; &#xD800; &#99999999999;", "– \u{FFFD} \u{FFFD} \u{FFFD}"),
        ("&unknown; &; &#; &#x; &", "&unknown; &; &#; &#x; &"),
        ("a&nbsp;&nbsp;b", "a b"),
        ("&NotEqualTilde;", "≂\u{338}"),
        ("&ampersand &notit;", "&ampersand &notit;"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
    assert_eq!(
        decode_entities("Q&amp;amp;A: it&#8217;s &amp;#8216;on&amp;#8217;"),
        "Q&A: it’s ‘on’"
    );
    assert_eq!(decode_entities("R&D at AT&T"), "R&D at AT&T");
}

#[test]
fn html_is_told_from_plain_text() {
    for html in [
        "<p>One",
        "One <b>two</b>",
        "One<br>two",
        "see <a href=\"x\">this</a>",
        "<div class=x>One",
        "It&#8217;s &quot;on&quot;",
        "text <img src=x> text",
        "<ul><li>One</ul>",
    ] {
        assert!(is_markup(html), "{html}");
    }
    for text in [
        "if x < y and y > z",
        "The <b> element is bold.",
        "<3",
        "R&D",
        "Q&amp;A",
        "let v: Vec<String> = f::<u8>();",
        "fn a<T>(b: Option<T>) -> Map<A, B>",
        "#include <stdio.h>\nint main() { return a<b && c>d; }",
        "> quoted <ann@example.org> wrote:",
        "",
    ] {
        assert!(!is_markup(text), "{text}");
    }
}

use std::io::{Cursor, Write};

use crate::read::{Input, Item, read as read_input};
use crate::text::Document;

/// A ZIP archive of these parts.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (index, (name, content)) in parts.iter().enumerate() {
        let method = match index {
            0 => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        writer.start_file(*name, options.compression_method(method)).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn document(name: &str, bytes: Vec<u8>) -> Document {
    let mut items = read_input(Input::bytes(name, bytes));
    let Item::Document(document) = items.next().unwrap().unwrap() else { panic!("an address") };
    assert!(items.next().is_none());
    document
}

fn docx(body: &str) -> Vec<u8> {
    let styles = "<w:styles><w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
        <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='Rubrik'><w:name w:val='House line'/>\
        <w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style></w:styles>";
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", styles),
        ("docProps/core.xml", "<cp:p><dc:title>Draft7.docx</dc:title></cp:p>"),
    ])
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn paragraphs_come_as_a_reader_sees_them() {
    let body = [
        paragraph("Titel", &run("The pier &amp; the tide")),
        paragraph("TOC1", &run("The first hour 1")),
        paragraph("berschrift1", &run("The first hour")),
        paragraph(
            "Normal",
            &format!(
                "{}{}<w:del><w:r><w:delText>was gone</w:delText></w:r></w:del>\
                 <w:ins>{}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>\
                 <w:r><w:footnoteReference w:id='2'/></w:r>",
                run("The pi"),
                run("er "),
                run("stood well<w:noBreakHyphen/>built.")
                    .replace("<w:noBreakHyphen/>", "</w:t><w:noBreakHyphen/><w:t>"),
            ),
        ),
        paragraph(
            "ListParagraph",
            &run("Bring<w:x/> rope").replace("<w:x/>", "</w:t><w:tab/><w:t>"),
        ),
        paragraph("Caption", &run("Figure 1: the pier")),
        paragraph("Rubrik", &run("The second hour")),
        "<w:p/>".to_owned(),
        paragraph("Normal", &run("Nobody came.")),
    ];
    let document = document("pier.docx", docx(&body.concat()));
    assert_eq!(document.article.title.as_deref(), Some("The pier & the tide"));
    assert_eq!(
        document.article.body,
        "The first hour\n\nThe pier stood well-built.\n\nBring rope\n\nThe second hour\n\nNobody came."
    );
    assert_eq!(document.warnings, []);
}

#[test]
fn a_table_of_figures_is_left_out_and_one_of_prose_is_not() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("Normal", &run(text)));
    let prose = "The keeper of the pier wrote down every boat that came in that night.";
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("14 boats"), cell(prose));
    let body = format!("{}{table}", paragraph("Normal", &run("A night at the pier")));
    let document = document("x", docx(&body));
    assert_eq!(document.article.title.as_deref(), Some("A night at the pier"));
    assert_eq!(document.article.body, prose);
}

#[test]
fn a_text_box_is_read_once() {
    let text_box =
        format!("<w:txbxContent>{}</w:txbxContent>", paragraph("x", &run("In the box.")));
    let runs = format!(
        "{}<w:r><mc:AlternateContent><mc:Choice>{text_box}</mc:Choice>\
         <mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent></w:r>{}",
        run("Before the box, "),
        run("and after it.")
    );
    let document = document("x.docx", docx(&paragraph("Normal", &runs)));
    assert_eq!(document.article.body, "In the box.\n\nBefore the box, and after it.");
}

#[test]
fn a_damaged_document_is_read_to_the_damage_and_says_so() {
    let body = format!("<w:document><w:body>{}<w:p", paragraph("Normal", &run("All was well.")));
    let whole = zip(&[("word/document.xml", &body)]);
    let document = document("x.docx", whole);
    assert_eq!(document.article.body, "All was well.");
    assert_eq!(document.warnings.len(), 1);
}

#[test]
fn what_is_no_document_is_refused() {
    let refused = |bytes: Vec<u8>| {
        let error = read_input(Input::bytes("x.docx", bytes)).next().unwrap().unwrap_err();
        error.to_string()
    };
    let bomb = "<w:p><w:r><w:t>".to_owned() + &" ".repeat(65 << 20);
    assert!(refused(docx(&bomb)).contains("as large as its compressed"));
    assert!(refused(zip(&[("a.xml", "x")])).contains("no document in it"));
    let mut cut = docx("<w:p/>");
    cut.truncate(cut.len() / 2);
    assert!(refused(cut).contains("damaged"));
}

#[test]
fn nesting_costs_nothing() {
    let deep = "<w:p><w:tbl><w:tc>".repeat(200_000);
    let started = std::time::Instant::now();
    let error = read_input(Input::bytes("x.docx", docx(&deep))).next().unwrap();
    assert!(error.is_err());
    assert!(started.elapsed().as_secs() < 10);
}

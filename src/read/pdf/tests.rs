use crate::skipped::skipped;
use std::fmt::Write;

use crate::error::Error;
use crate::read::{Input, Item, read as read_input};
use crate::text::Document;

/// A file of these objects, numbered from 1, the first of them the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(file, "trailer <</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").unwrap();
    file.into_bytes()
}

fn stream(more: &str, content: &str) -> String {
    format!("<<{more}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// A file of pages with these contents; `more` are further objects, from 3 on.
fn pdf(contents: &[String], more: &[String]) -> Vec<u8> {
    let first = 3 + more.len();
    let kids: String =
        (0..contents.len()).map(|index| format!("{} 0 R ", first + 2 * index)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len()),
    ];
    objects.extend(more.iter().cloned());
    for (index, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<</Font<</F \
             <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X 3 0 R>>>>>>",
            first + 2 * index + 1
        ));
        objects.push(stream("", content));
    }
    file(&objects)
}

fn set(x: u32, y: u32, size: u32, text: &str) -> String {
    format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

fn document(bytes: Vec<u8>) -> Document {
    match read_input(Input::bytes("x", bytes)).next().unwrap().unwrap() {
        Item::Document(document) => document,
        Item::Address(address) => panic!("{address:?}"),
    }
}

fn refused(bytes: Vec<u8>) -> String {
    let error = read_input(Input::bytes("x.pdf", bytes)).next().unwrap().unwrap_err();
    assert!(matches!(error, Error::Refused { .. } | Error::NoText { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn columns_hyphens_heads_and_title() {
    let left = [
        "The council of Wexley closed",
        "its oldest bridge, as engi-",
        "neers had found \
        cracks in",
        "two of its four pillars.",
    ];
    let right = [
        "Drivers take a detour until",
        "spring. The mayor says that",
        "repairs cost nine \
        million",
        "and that nobody can wait.",
    ];
    let page = |title: &str| {
        let mut content = set(50, 770, 8, "Wexley Courier 1");
        content += &set(50, 720, 20, title);
        for (index, (left, right)) in left.iter().zip(right).enumerate() {
            let y = 680 - 12 * u32::try_from(index).unwrap();
            content += &set(50, y, 10, left);
            content += &set(320, y, 10, right);
        }
        content + &set(290, 30, 8, "1")
    };
    let second = set(50, 770, 8, "Wexley Courier 2") + &set(50, 720, 10, "More of it.");
    let document = document(pdf(&[page("A bridge closes"), second], &[]));
    assert_eq!(document.article.title.as_deref(), Some("A bridge closes"));
    let body = "The council of Wexley closed its oldest bridge, as engineers had found cracks in \
        two of its four pillars.\n\nDrivers take a detour until spring. The mayor says that \
        repairs cost nine million and that nobody can wait.\n\nMore of it.";
    assert_eq!(document.article.body, body);
}

#[test]
fn a_scan_and_a_locked_file_are_refused_by_name() {
    let image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray\
        /BitsPerComponent 8/Length 1>>\nstream\nx\nendstream";
    let scan = pdf(&["q 600 0 0 800 0 0 cm /X Do Q".to_owned()], &[image.to_owned()]);
    assert!(refused(scan).contains("pictures of pages and no text"));
    let locked = pdf(&[set(50, 700, 10, "x")], &[]);
    let locked = String::from_utf8(locked).unwrap().replace("/Root", "/Encrypt 9 0 R/Root");
    assert!(refused(locked.into_bytes()).contains("locked"));
}

#[test]
fn forms_in_forms_are_drawn_and_a_bomb_of_them_ends() {
    let form = |content: &str| {
        stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 3 0 R>>/Font<</F \
            <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
            content,
        )
    };
    let text = "The council closed the bridge over the river.";
    let drawn = pdf(&["/X Do".to_owned()], &[form(&set(50, 700, 10, text))]);
    assert_eq!(document(drawn).article.body, text);
    let started = std::time::Instant::now();
    let bomb = format!("{}{}", set(50, 700, 10, "Boo."), "/X Do ".repeat(200));
    let bomb = pdf(std::slice::from_ref(&bomb), &[form(&bomb)]);
    let _ = read_input(Input::bytes("x.pdf", bomb)).next();
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn what_is_damaged_is_an_error_or_text_and_never_a_panic() {
    let whole = pdf(&[set(50, 700, 10, "The council closed the bridge.")], &[]);
    for length in (0..whole.len()).step_by(41) {
        let _ = read_input(Input::bytes("x.pdf", &whole[..length])).next();
    }
    let deep = format!("%PDF-1.4\n1 0 obj {} endobj", "[".repeat(200_000));
    refused(deep.into_bytes());
    let deep = pdf(&[format!("{} Tj", "[".repeat(200_000))], &[]);
    refused(deep);
    // A tree of pages that bites its tail.
    let cyclic = file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 9>>".to_owned(),
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 3 0 R>>".to_owned(),
    ]);
    refused(cyclic);
}

#[test]
fn a_minimal_file_without_a_table_is_read() {
    let Ok(file) = std::fs::read("../shared/cases/newcomer/report.pdf") else {
        skipped("../shared/cases is not there");
        return;
    };
    assert_eq!(document(file).article.body, "The council voted to close the bridge.");
}

#[test]
fn a_justified_page_in_two_columns_is_read_like_a_book() {
    let file = include_bytes!("../../../tests/fixtures/read/two-columns.pdf");
    let document = document(file.to_vec());
    // The file calls itself `two.indd`.
    assert_eq!(document.article.title.as_deref(), Some("A town without its bridge"));
    assert_eq!(document.article.author.as_deref(), Some("Ada Quill"));
    let paragraphs: Vec<&str> = document.article.body.split("\n\n").collect();
    assert_eq!(paragraphs[0], "Part 1: the story so far");
    assert!(paragraphs[1].starts_with("The council of Wexley voted on Tuesday number 1 to close"));
    assert!(paragraphs[4].contains("by the great-grandfather of the present mayor"));
    assert!(paragraphs[5].starts_with("Part 2"));
    assert!(!document.article.body.contains("Courier"), "{}", document.article.body);
}

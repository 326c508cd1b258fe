//! Text that a tokeniser took apart: `` -LRB- CNN -RRB- -- `` It is n't over , '' she said . ``
//!
//! In: a body in its one form, and its language where that is known. Out: the body as it was
//! written, where its marks tell that it was taken apart, and nothing where they do not. Marks are
//! joined to their words, brackets, quotation marks and hyphens that were written as codes are
//! themselves again, and the parts of a contraction are one word. Known are the forms of the Penn
//! Treebank, of Moses, and that in which only the full stop stands apart.
//!
//! The whole body decides, by far more marks that stand apart than marks that do not (`evidence`);
//! then every line is put together token by token (`join`). Doing it again changes nothing, because
//! nothing stands apart any more. Time is linear in the length of the text.
//!
//! What it does not do: give back the capitals of text in small letters, join hyphens that stand
//! apart without a code (a dash stands apart too), or find words in scripts without spaces.

mod evidence;
mod join;

#[cfg(test)]
mod tests;

use self::evidence::Form;

/// A body put together again, and its title; `None` where the body was not taken apart.
pub(super) fn put_together(
    title: Option<&str>,
    body: &str,
    language: impl Fn() -> Option<String>,
) -> Option<(Option<String>, String)> {
    let form = Form::of(body)?;
    let language = language();
    let join = |text: &str| join::joined(text, form, language.as_deref());
    Some((title.map(join), join(body)))
}

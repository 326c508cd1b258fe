//! Press releases: "FOR IMMEDIATE RELEASE" above, "###" below.

use super::Room;
use crate::article::RepairKind;
use crate::text::paragraphs::is_release_label;

/// The paragraphs at the head of a body among which the label stands.
const HEAD: usize = 4;

pub(super) fn clear(room: &mut Room<'_>) {
    let is_label = |at: usize, text: &str| at < HEAD && is_release_label(text);
    let found: Vec<usize> = room
        .wholes()
        .filter(|(at, text)| is_label(*at, text) || is_end_mark(text))
        .map(|(at, _)| at)
        .collect();
    found.into_iter().for_each(|at| room.remove(at, RepairKind::Furniture));
}

/// `###`, `# # #`, `-30-`, `- ENDS -`: the end of a release or of a wire report.
fn is_end_mark(text: &str) -> bool {
    const LONGEST: usize = 16;
    if text.len() > LONGEST {
        return false;
    }
    let signs: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_framed =
        signs.starts_with(['-', '–', '—', '/']) && signs.ends_with(['-', '–', '—', '/']);
    let inside = signs.trim_matches(['-', '–', '—', '/']);
    signs == "###"
        || (is_framed && matches!(inside, "30" | "ends" | "ENDS" | "Ends" | "END" | "end"))
}

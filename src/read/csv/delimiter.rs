//! What stands between the cells of a table.
//!
//! In: the beginning of a text. Out: the mark that divides its first rows into the same number of
//! cells, if there is one.

/// The marks that are tried, the usual ones first.
const MARKS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How many rows are looked at.
const ROWS: usize = 50;

/// The mark between cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Delimiter {
    /// The mark.
    pub(super) byte: u8,
    /// Whether all rows have as many cells as the first, and there is a second.
    pub(super) is_even: bool,
}

/// The mark between the cells of a table that begins so; none where no mark stands in the first
/// row.
pub(super) fn of(text: &str, is_whole: bool) -> Option<Delimiter> {
    let mut best: Option<(Delimiter, f64, usize)> = None;
    for byte in MARKS {
        let widths = widths(text, byte, is_whole);
        let Some((&width, others)) = widths.split_first() else { continue };
        if width < 2 {
            continue;
        }
        let same = others.iter().filter(|&&other| other == width).count();
        let share = if others.is_empty() { 1.0 } else { same as f64 / others.len() as f64 };
        let is_better = best
            .is_none_or(|(_, best_share, best_width)| (share, width) > (best_share, best_width));
        if is_better {
            let is_even = !others.is_empty() && same == others.len();
            best = Some((Delimiter { byte, is_even }, share, width));
        }
    }
    best.map(|(delimiter, ..)| delimiter)
}

/// The numbers of cells in the first rows, of which the last may be cut off.
fn widths(text: &str, delimiter: u8, is_whole: bool) -> Vec<usize> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.byte_records().take(ROWS + 1);
    let mut widths: Vec<usize> = rows.map_while(|row| Some(row.ok()?.len())).collect();
    if !is_whole || widths.len() > ROWS {
        widths.pop();
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(char, bool)> {
        of(text, true).map(|delimiter| (char::from(delimiter.byte), delimiter.is_even))
    }

    #[test]
    fn the_mark_that_divides_all_rows_alike_is_taken() {
        assert_eq!(found("a,b,c\n1,2,3\n\"x\ny\",5,6"), Some((',', true)));
        assert_eq!(found("a\tb\n1, 2, 3\t4\n5, 6\t7"), Some(('\t', true)));
        assert_eq!(found("a;b\n1,5;2,5\n3;4"), Some((';', true)));
        assert_eq!(found("a|b\n1, one|2\n3|4"), Some(('|', true)));
        assert_eq!(found("title,text\nOne,\"a; b; c\"\nTwo,\"d\""), Some((',', true)));
        assert_eq!(found("a,b,c\n1,2\n"), Some((',', false)));
        assert_eq!(found("a,b"), Some((',', false)));
        assert_eq!(found("The ferry was late.\nNobody minded, as ever."), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_row_that_is_cut_off_does_not_count() {
        assert_eq!(of("a,b\n1,2\n3", false), Some(Delimiter { byte: b',', is_even: true }));
        assert_eq!(of("a,b\n1,2\n3", true), Some(Delimiter { byte: b',', is_even: false }));
    }
}

//! Rows to lines in the order in which they are read: column by column.
//!
//! In: the rows of a page. Out: its lines, each with the block it stands in. A page is divided
//! where a gutter runs through several rows that hold prose on both sides of it; what is above and
//! below goes over the whole width and is divided in its turn.

use super::rows::{Row, Word, is_right_to_left, most_common_size};

/// A line of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// The number of the column or of the part over all columns, on its page.
    pub(super) block: usize,
}

/// The fewest rows of a column.
const ROWS: usize = 4;
/// The fewest words that a row of a column holds, on average.
const WORDS: f64 = 2.0;
/// The least width of a column, as a part of what is divided.
const WIDTH: f64 = 0.15;
/// How near to each other lines of a column begin, in points.
const ALIGNED: f64 = 2.0;
/// How often a page is divided at the most.
const DIVISIONS: usize = 48;
/// The places of a gutter that are tried.
const PLACES: usize = 240;

/// The lines of a page.
pub(super) fn lines(rows: Vec<Row>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut divisions = DIVISIONS;
    let mut block = 0;
    // What is still to be read, the next of it last.
    let mut regions = vec![rows];
    while let Some(region) = regions.pop() {
        let gutter = if divisions > 0 { gutter(&region) } else { None };
        if let Some(gutter) = gutter {
            divisions -= 1;
            let [above, left, right, below] = gutter.divide(region);
            regions.extend([below, right, left, above].into_iter().filter(|it| !it.is_empty()));
        } else {
            lines.extend(region.into_iter().filter_map(|row| line(row, block)));
            block += 1;
        }
    }
    lines
}

fn line(row: Row, block: usize) -> Option<Line> {
    let left = row.words.first()?.left;
    let right = row.words.iter().map(|word| word.right).fold(left, f64::max);
    let mut words: Vec<&str> = row.words.iter().map(|word| word.text.as_str()).collect();
    let reversed = words.iter().filter(|word| is_right_to_left(word)).count();
    if 2 * reversed > words.len() {
        words.reverse();
    }
    let text = words.join(" ");
    // A row over several columns has the base line of one of them.
    let mut bases: Vec<f64> = row.words.iter().map(|word| word.base).collect();
    bases.sort_by(f64::total_cmp);
    let base = *bases.get(bases.len() / 2)?;
    let sizes = row.words.iter().map(|word| (word.size, word.text.len()));
    Some(Line { text, left, right, base, size: most_common_size(sizes), block })
}

/// A gutter between two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    /// Its middle.
    at: f64,
    /// The rows that it runs through.
    from: usize,
    to: usize,
}

impl Gutter {
    /// What is above, on the left, on the right and below.
    fn divide(self, mut rows: Vec<Row>) -> [Vec<Row>; 4] {
        let below = rows.split_off(self.to.min(rows.len()));
        let through = rows.split_off(self.from.min(rows.len()));
        let side = |is_left: bool| {
            let side = through.iter().map(|row| {
                let is_there = |word: &&Word| (middle(word) < self.at) == is_left;
                let words: Vec<Word> = row.words.iter().filter(is_there).cloned().collect();
                Row { words, ..*row }
            });
            side.filter(|row| !row.words.is_empty()).collect()
        };
        [rows, side(true), side(false), below]
    }
}

fn middle(word: &Word) -> f64 {
    f64::midpoint(word.left, word.right)
}

/// The gutter that divides the most rows, if there is one.
fn gutter(rows: &[Row]) -> Option<Gutter> {
    if rows.len() < ROWS {
        return None;
    }
    let words = || rows.iter().flat_map(|row| &row.words);
    let left = words().map(|word| word.left).fold(f64::INFINITY, f64::min);
    let right = words().map(|word| word.right).fold(f64::NEG_INFINITY, f64::max);
    let mut sizes: Vec<f64> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f64::total_cmp);
    let width = 0.9 * sizes.get(sizes.len() / 2)?;
    let span = right - left;
    if !(span.is_finite() && span > 4.0 * width) {
        return None;
    }
    let (first, last) = (left + WIDTH * span, right - WIDTH * span - width);
    let step = (last - first) / PLACES as f64;
    let free: Vec<Vec<bool>> =
        rows.iter().map(|row| free_places(row, first, step, width)).collect();
    let mut best: Option<(usize, usize, Gutter)> = None;
    let mut place = 0;
    while place <= PLACES {
        let mut from = 0;
        while from < rows.len() {
            if !free[from][place] {
                from += 1;
                continue;
            }
            let run = free[from..].iter().take_while(|row| row[place]).count();
            let at = first + step * place as f64 + width / 2.0;
            if let Some((score, gutter)) = weighed(rows, at, from, from + run) {
                // Of equal places the middle one: how far the gutter goes on to the right.
                let wide = (place..=PLACES).take_while(|place| free[from][*place]).count();
                if best.is_none_or(|(most, room, _)| (score, wide) > (most, room)) {
                    best = Some((score, wide, gutter));
                }
            }
            from += run;
        }
        place += 1;
    }
    best.map(|(_, _, gutter)| gutter)
}

/// Whether a gutter of this width finds room in a row, for each place.
fn free_places(row: &Row, first: f64, step: f64, width: f64) -> Vec<bool> {
    let mut free = vec![true; PLACES + 1];
    for word in &row.words {
        // A place is taken if the gutter that begins there meets the word.
        let from = ((word.left - width - first) / step).floor() + 1.0;
        let to = ((word.right - first) / step).ceil();
        if to <= 0.0 {
            continue;
        }
        let (from, to) = (from.max(0.0) as usize, to as usize);
        for place in free.iter_mut().take(to).skip(from) {
            *place = false;
        }
    }
    free
}

/// How many rows a gutter divides, if what is on both sides is prose.
fn weighed(rows: &[Row], at: f64, from: usize, to: usize) -> Option<(usize, Gutter)> {
    let sides = |row: &Row| {
        let left = row.words.iter().filter(|word| middle(word) < at).count();
        (left, row.words.len() - left)
    };
    // What is on one side only, at either end, is not in columns.
    let (mut from, mut to) = (from, to);
    let is_right_only = |row: &Row| sides(row).0 == 0;
    while from < to && is_right_only(&rows[from]) {
        from += 1;
    }
    while from < to && sides(&rows[to - 1]).1 == 0 && to - from > 1 && {
        let above = rows[to - 2].base - rows[to - 1].base;
        above > 2.5 * rows[to - 1].size
    } {
        to -= 1;
    }
    let run = rows.get(from..to)?;
    let (mut left, mut right) = ((0, 0), (0, 0));
    let (mut left_range, mut right_range) = (None, None);
    for (index, row) in run.iter().enumerate() {
        let (words_left, words_right) = sides(row);
        for (words, side, range) in
            [(words_left, &mut left, &mut left_range), (words_right, &mut right, &mut right_range)]
        {
            if words > 0 {
                side.0 += 1;
                side.1 += words;
                let (first, _) = range.unwrap_or((index, index));
                *range = Some((first, index));
            }
        }
    }
    let is_prose =
        |(rows, words): (usize, usize)| rows >= ROWS && words as f64 >= WORDS * rows as f64;
    let ((a, b), (c, d)) = (left_range?, right_range?);
    let shared = b.min(d).saturating_sub(a.max(c)) + 1;
    let is_beside = 2 * shared >= (b - a + 1).min(d - c + 1);
    // Lines of a column begin below each other; what only stands at the right end of lines does not.
    let begins = run.iter().filter_map(|row| row.words.iter().find(|word| middle(word) >= at));
    let mut begins: Vec<f64> = begins.map(|word| word.left).collect();
    begins.sort_by(f64::total_cmp);
    let aligned = (0..begins.len()).map(|first| {
        begins[first..].iter().take_while(|left| **left - begins[first] < ALIGNED).count()
    });
    let score = left.0.min(right.0) + aligned.max().unwrap_or_default();
    (is_prose(left) && is_prose(right) && is_beside).then_some((score, Gutter { at, from, to }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of words, each 30 points wide, from these places on.
    fn row(base: f64, parts: &[(f64, &str)]) -> Row {
        let mut words = Vec::new();
        for (left, text) in parts {
            for (index, word) in text.split(' ').enumerate() {
                let left = left + 33.0 * index as f64;
                words.push(Word {
                    text: word.to_owned(),
                    left,
                    right: left + 30.0,
                    base,
                    size: 10.0,
                });
            }
        }
        Row { base, size: 10.0, words }
    }

    fn read(rows: Vec<Row>) -> Vec<String> {
        lines(rows).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut rows = vec![row(700.0, &[(100.0, "a title over both of the columns here")])];
        for number in 0..5 {
            let base = 680.0 - 12.0 * f64::from(number);
            let (left, right) = (format!("l {number} more words"), format!("r {number} and more"));
            rows.push(row(base, &[(50.0, &left), (220.0, &right)]));
        }
        rows.push(row(600.0, &[(100.0, "below it goes over both again, all")]));
        let lines = read(rows);
        assert_eq!(lines.len(), 12);
        assert!(lines[0].starts_with("a title") && lines[11].starts_with("below"));
        assert!(lines[1..6].iter().all(|line| line.starts_with('l')), "{lines:#?}");
        assert!(lines[6..11].iter().all(|line| line.starts_with('r')), "{lines:#?}");
    }

    #[test]
    fn three_columns_are_three() {
        let rows = (0..6).map(|number| {
            let parts = [(50.0, "one a b"), (180.0, "two c d"), (310.0, "three e f")];
            row(700.0 - 12.0 * f64::from(number), &parts)
        });
        let lines = read(rows.collect());
        assert_eq!(lines.len(), 18);
        assert!(lines[..6].iter().all(|line| line.starts_with("one")), "{lines:#?}");
        assert!(lines[12..].iter().all(|line| line.starts_with("three")), "{lines:#?}");
    }

    #[test]
    fn numbers_before_items_and_wide_spaces_are_no_columns() {
        let rows = (1..9).map(|number| {
            let mark = format!("{number}.");
            row(700.0 - 12.0 * f64::from(number), &[(50.0, &mark), (110.0, "an item of the list")])
        });
        assert!(read(rows.collect()).iter().all(|line| line.ends_with("list")));
    }
}

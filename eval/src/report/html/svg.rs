//! A small writer of SVG: shapes in, one element of text out, everything escaped.
//!
//! Colours and sizes of type come from the page's style sheet through classes; nothing here knows
//! what a chart means. Coordinates are in pixels of the chart at its natural size.

use std::fmt::Write;

/// A place in a chart, or a width and a height.
pub(super) type Point = (f64, f64);

/// A chart in the making.
pub(super) struct Svg {
    size: Point,
    label: String,
    body: String,
}

impl Svg {
    /// An empty chart; `label` says in words what it shows.
    pub(super) fn new(size: Point, label: impl Into<String>) -> Self {
        Self { size, label: label.into(), body: String::new() }
    }

    /// A rectangle, by its upper left corner and its size.
    pub(super) fn rect(&mut self, class: &str, at: Point, size: Point) {
        self.push(format_args!(
            r#"<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>"#,
            escape(class),
            number(at.0),
            number(at.1),
            number(size.0.max(0.0)),
            number(size.1.max(0.0))
        ));
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: Point, to: Point) {
        self.push(format_args!(
            r#"<path class="{}" d="M{} {}L{} {}"/>"#,
            escape(class),
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        ));
    }

    /// A circle of a radius.
    pub(super) fn dot(&mut self, class: &str, at: Point, radius: f64) {
        self.push(format_args!(
            r#"<circle class="{}" cx="{}" cy="{}" r="{}"/>"#,
            escape(class),
            number(at.0),
            number(at.1),
            number(radius)
        ));
    }

    /// A line of text; the class says how it is anchored.
    pub(super) fn text(&mut self, class: &str, at: Point, text: &str) {
        self.push(format_args!(
            r#"<text class="{}" x="{}" y="{}">{}</text>"#,
            escape(class),
            number(at.0),
            number(at.1),
            escape(text)
        ));
    }

    /// A line through points, closed if `closed`.
    pub(super) fn path(&mut self, class: &str, points: &[Point], closed: bool) {
        let mut data = String::new();
        for (index, point) in points.iter().enumerate() {
            data.push(if index == 0 { 'M' } else { 'L' });
            data.push_str(&format!("{} {}", number(point.0), number(point.1)));
        }
        if closed {
            data.push('Z');
        }
        self.push(format_args!(r#"<path class="{}" d="{data}"/>"#, escape(class)));
    }

    /// Begins a group of shapes, with what is said when one points at it.
    pub(super) fn open(&mut self, class: &str, title: &str) {
        self.push(format_args!(r#"<g class="{}"><title>{}</title>"#, escape(class), escape(title)));
    }

    /// Ends the group that was begun last.
    pub(super) fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// The element.
    pub(super) fn finish(self) -> String {
        let (width, height) = (number(self.size.0), number(self.size.1));
        format!(
            r#"<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{}">{}</svg>"#,
            escape(&self.label),
            self.body
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(element);
    }
}

/// `text` with the characters replaced that mean something in HTML, in text and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Neither HTML nor SVG has a way to write the other control characters.
            control if control.is_control() && !control.is_whitespace() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// `text`, cut to `characters` with an ellipsis.
pub(super) fn shorten(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A coordinate with a decimal at most; what is no number becomes 0.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let rounded = (value * 10.0).round() / 10.0;
    // Adding zero turns -0 into 0.
    format!("{}", rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        let mut svg = Svg::new((10.0, 10.0), "a \"label\"");
        svg.text("name", (1.0, 2.0), "<script>alert('x')</script>");
        let svg = svg.finish();
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{svg}");
        assert!(svg.contains(r#"aria-label="a &quot;label&quot;""#), "{svg}");
    }

    #[test]
    fn coordinates_are_numbers_whatever_comes() {
        let mut svg = Svg::new((10.0, 10.0), "");
        svg.line("", (f64::NAN, f64::INFINITY), (-0.04, 1.26));
        assert!(svg.finish().contains(r#"d="M0 0L0 1.3""#));
    }

    #[test]
    fn shortening_counts_characters() {
        assert_eq!(shorten("naïveté", 7), "naïveté");
        assert_eq!(shorten("naïveté", 4), "naï…");
    }
}

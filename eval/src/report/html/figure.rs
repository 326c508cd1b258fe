//! Figures and groups of them: what charts hand to the page.

/// A chart with its title.
pub(super) struct Figure {
    /// What it shows, in a few words.
    pub(super) title: String,
    /// A remark under the title, or nothing.
    pub(super) note: String,
    /// The SVG element.
    pub(super) chart: String,
    /// The class that gives its title a system's colour, or nothing.
    pub(super) class: String,
}

impl Figure {
    /// A figure of this title, remark and SVG element.
    pub(super) fn new(title: &str, note: &str, chart: String) -> Self {
        Self { title: title.to_owned(), note: note.to_owned(), chart, class: String::new() }
    }

    /// The same in the colour of a system.
    pub(super) fn of_system(self, class: String) -> Self {
        Self { class, ..self }
    }
}

/// Figures under one heading.
pub(super) struct FigureGroup {
    /// What the heading's anchor ends with.
    pub(super) key: &'static str,
    /// The heading.
    pub(super) heading: &'static str,
    /// How to read the figures.
    pub(super) explanation: String,
    /// The figures.
    pub(super) figures: Vec<Figure>,
    /// How they lie on the page: `wide` charts or `small` multiples.
    pub(super) layout: &'static str,
}

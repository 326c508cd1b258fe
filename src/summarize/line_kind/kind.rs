//! The kinds of lines that the text of an article is made of.

use std::fmt;

/// What a sentence of a document is: a statement of the article, or what stands around statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// A statement: it tells something by itself.
    Prose,
    /// A title of what follows, a headline, the name of a section.
    Heading,
    /// What is said of a picture, a film or a chart.
    Caption,
    /// An entry of a list that is no sentence, or whose sentence needs its list.
    Item,
    /// What asks the reader to read, follow, buy or allow something, and what a page says of itself.
    Promo,
    /// Who wrote, edited, published or took a picture, and when.
    Credit,
    /// A word or name that marks what stands beside it: a category, a number, a name and a role.
    Label,
    /// Cells of a table, a row of figures or of fields.
    Table,
    /// The marks of a transcript: who speaks, what is heard.
    Transcript,
    /// What an interviewer asks, or a heading that asks.
    Question,
    /// What announces something that is not in it: "Here are five tips:".
    LeadIn,
    /// A greeting, thanks, wishes, a farewell.
    Courtesy,
}

impl LineKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Prose,
        Self::Heading,
        Self::Caption,
        Self::Item,
        Self::Promo,
        Self::Credit,
        Self::Label,
        Self::Table,
        Self::Transcript,
        Self::Question,
        Self::LeadIn,
        Self::Courtesy,
    ];

    /// Whether a summary may be made of such lines.
    #[must_use]
    pub fn states(self) -> bool {
        self == Self::Prose
    }

    /// Its name, in small letters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Heading => "heading",
            Self::Caption => "caption",
            Self::Item => "item",
            Self::Promo => "promo",
            Self::Credit => "credit",
            Self::Label => "label",
            Self::Table => "table",
            Self::Transcript => "transcript",
            Self::Question => "question",
            Self::LeadIn => "lead-in",
            Self::Courtesy => "courtesy",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for LineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::LineKind;

    #[test]
    fn kinds_are_known_by_their_names() {
        for kind in LineKind::ALL {
            assert_eq!(LineKind::by_name(kind.name()), Some(kind));
        }
        assert_eq!(LineKind::by_name("sentence"), None);
    }
}

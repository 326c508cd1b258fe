//! The names that fields have in the wild.
//!
//! A name is compared without regard to capitals, `_`, `-`, spaces and dots: `pub_date`,
//! `pubDate` and `Pub Date` are one.

use super::Field;

/// The fields that may hold the whole text, the likeliest first; as [`folded`] gives them.
pub(crate) const TEXT: &[&str] = &[
    "body",
    "text",
    "content",
    "article",
    "articlebody",
    "contenttext",
    "bodytext",
    "articletext",
    "fulltext",
    "fullcontent",
    "maintext",
    "maincontent",
    "plaintext",
    "textcontent",
    "rawtext",
    "ctext",
    "document",
    "story",
    "contents",
    "paragraphs",
    "sentences",
    "contentelements",
    "blocks",
    "message",
    "msg",
    "post",
    "posttext",
    "selftext",
    "newscontent",
    "storytext",
    "pagecontent",
    "textbody",
    "bodyplain",
    "cleanedtext",
    "transcript",
    "passage",
    "contentencoded",
    "contenthtml",
    "bodyhtml",
    "htmlbody",
    "htmlcontent",
    "articlehtml",
    "html",
    "rawhtml",
    "contentmarkdown",
    "bodymarkdown",
    "markdown",
    "md",
    "文章",
    "本文",
    "内容",
    "正文",
    "texto",
    "cuerpo",
    "contenido",
    "texte",
    "contenu",
    "inhalt",
    "testo",
    "conteudo",
    "текст",
];
/// The fields that hold a text's beginning or its gist, for want of the text.
pub(crate) const TEASER: &[&str] = &[
    "description",
    "summary",
    "abstract",
    "excerpt",
    "shortdescription",
    "snippet",
    "leadparagraph",
    "lead",
    "teaser",
    "trailtext",
    "standfirst",
    "intro",
    "extract",
    "dek",
];
/// The fields of text that are HTML whatever they hold.
pub(crate) const HTML: &[&str] = &[
    "contentencoded",
    "contenthtml",
    "bodyhtml",
    "htmlbody",
    "htmlcontent",
    "articlehtml",
    "html",
    "rawhtml",
];
/// The fields of text that are Markdown.
pub(crate) const MARKDOWN: &[&str] = &["contentmarkdown", "bodymarkdown", "markdown", "md"];

impl Field {
    /// The names of this field, the likeliest first; as [`folded`] gives them.
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &[
                "id",
                "uuid",
                "guid",
                "articleid",
                "newsid",
                "docid",
                "documentid",
                "storyid",
                "uid",
                "@id",
            ],
            Self::ExternalId => &["externalid"],
            Self::Title => &[
                "title",
                "headline",
                "headlines",
                "articletitle",
                "webtitle",
                "pagetitle",
                "newstitle",
                "posttitle",
                "subject",
                "heading",
                "name",
                "titulo",
                "titre",
                "titel",
                "titolo",
                "заголовок",
                "标题",
                "タイトル",
            ],
            Self::Category => &[
                "category",
                "categories",
                "section",
                "articlesection",
                "sectionname",
                "topic",
                "topics",
                "newsdesk",
                "categoryname",
                "categoria",
                "rubrik",
            ],
            Self::Url => &[
                "url",
                "link",
                "href",
                "permalink",
                "canonical",
                "canonicalurl",
                "weburl",
                "uri",
                "sourceurl",
                "articleurl",
                "pageurl",
                "originalurl",
                "resolvedurl",
                "newsurl",
                "storyurl",
                "links",
                "alternate",
                "externalurl",
                "mainentityofpage",
            ],
            Self::Date => &[
                "date",
                "published",
                "pubdate",
                "publishedat",
                "datepublished",
                "publishdate",
                "publisheddate",
                "publicationdate",
                "datepublish",
                "publishedon",
                "webpublicationdate",
                "publishtime",
                "publishedtime",
                "timepublished",
                "displaydate",
                "firstpublished",
                "firstpublishdate",
                "articledate",
                "newsdate",
                "posted",
                "postedat",
                "postdate",
                "dateposted",
                "issued",
                "dctermsissued",
                "dcdate",
                "articlepublishedtime",
                "datetime",
                "timestamp",
                "time",
                "fecha",
                "datum",
                "дата",
                "日期",
                "createdat",
                "createdutc",
                "creationdate",
                "datecreated",
            ],
            Self::Author => &[
                "author",
                "authors",
                "byline",
                "creator",
                "dccreator",
                "authorname",
                "writer",
                "writers",
                "reporter",
                "journalist",
                "by",
                "contributors",
                "autor",
                "auteur",
            ],
            Self::Site => &[
                "site",
                "sitename",
                "source",
                "publisher",
                "publication",
                "publicationname",
                "sourcename",
                "outlet",
                "newspaper",
                "website",
                "provider",
                "medium",
                "ogsitename",
                "sourcedomain",
                "domainname",
                "domain",
            ],
            Self::Tags => &["tags", "keywords", "labels", "taglist", "newskeywords", "schlagworte"],
            Self::Starred => &[
                "starred",
                "isstarred",
                "favorite",
                "favourite",
                "isfavorite",
                "favorited",
                "liked",
            ],
            Self::Progress => &["progress", "readingprogress", "progresspercent"],
            Self::Language => &[
                "language",
                "lang",
                "inlanguage",
                "languagecode",
                "langcode",
                "locale",
                "sprache",
                "idioma",
            ],
            Self::Created => &[
                "created",
                "saved",
                "savedat",
                "saveddate",
                "datesaved",
                "added",
                "addedat",
                "timeadded",
                "dateadded",
                "clipped",
                "clippedat",
                "createdat",
                "datecreated",
            ],
            Self::Updated => &[
                "updated",
                "updatedat",
                "modified",
                "datemodified",
                "lastmod",
                "lastmodified",
                "modifiedat",
                "dateupdated",
                "modifieddate",
                "dateupdate",
                "datemodify",
                "lastupdated",
                "timeupdated",
            ],
            Self::LastRead => &["lastread", "lastreadat", "readat", "timeread"],
            Self::ReadCount => {
                &["readcount", "timesread", "isread", "read", "isarchived", "archived"]
            }
        }
    }

    /// The field that a name stands for.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = folded(name);
        let found = Self::ALL.into_iter().filter_map(|field| {
            let place = field.names().iter().position(|it| *it == name)?;
            Some((place, field))
        });
        found.min_by_key(|(place, _)| *place).map(|(_, field)| field)
    }
}

/// Whether a name is that of a field which may hold the whole text.
pub(crate) fn is_text(name: &str) -> bool {
    TEXT.contains(&&*folded(name))
}

/// A name in small letters, without what stands between its words.
pub(crate) fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let kept = name.chars().filter(|&c| !(matches!(c, '_' | '-' | ':' | '.') || c.is_whitespace()));
    kept.for_each(|c| folded.extend(c.to_lowercase()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_spelt() {
        for (name, field) in [
            ("pubDate", Some(Field::Date)),
            ("Publish Date", Some(Field::Date)),
            ("date_published", Some(Field::Date)),
            ("dc:creator", Some(Field::Author)),
            ("Headline", Some(Field::Title)),
            ("savedAt", Some(Field::Created)),
            ("createdAt", Some(Field::Created)),
            ("colour", None),
        ] {
            assert_eq!(Field::named(name), field, "{name}");
        }
        assert!(is_text("articleBody") && is_text("full_text") && !is_text("summary"));
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
            assert!(field.names().iter().all(|name| folded(name) == *name), "{field:?}");
        }
    }
}

//! Addresses in feeds, which may be relative.

use url::Url;

/// What relative addresses are relative to: the values of `xml:base`, outermost first, upon where
/// the feed is.
pub(super) fn base<'a>(
    feed: Option<&str>,
    bases: impl IntoIterator<Item = &'a str>,
) -> Option<Url> {
    let outermost = feed.and_then(|feed| Url::parse(feed.trim()).ok());
    bases.into_iter().fold(outermost, |outer, base| resolved(base, outer.as_ref()).or(outer))
}

/// The address of a page that is written as `text`.
pub(super) fn page(text: &str, base: Option<&Url>) -> Option<String> {
    let text: String = text.trim().split(['\n', '\r', '\t']).map(str::trim).collect();
    if text.is_empty() {
        return None;
    }
    let url = resolved(&text, base)?;
    // One that is whole is kept as it is written: it may be the name that it is known by.
    let is_whole = text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.eq_ignore_ascii_case(url.scheme()) && rest.starts_with("//")
    });
    Some(if is_whole && !text.contains(' ') { text } else { url.into() })
}

/// An absolute address of a page on the web.
fn resolved(text: &str, base: Option<&Url>) -> Option<Url> {
    let url = match base {
        Some(base) => base.join(text.trim()).ok()?,
        None => Url::parse(text.trim()).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_build_upon_each_other() {
        let base = base(Some("https://feeds.example/all.xml"), ["/blog/", "2024/", "mailto:x"]);
        for (written, address) in [
            ("harbour.html", Some("https://feeds.example/blog/2024/harbour.html")),
            ("/harbour", Some("https://feeds.example/harbour")),
            ("//port.example/a b", Some("https://port.example/a%20b")),
            (" https://Port.example/?a=1&b=2 \n", Some("https://Port.example/?a=1&b=2")),
            ("https://port.example/very\n   /long", Some("https://port.example/very/long")),
            ("javascript:alert(1)", None),
            ("tag:port.example,2024:1", None),
            ("", None),
        ] {
            assert_eq!(page(written, base.as_ref()).as_deref(), address, "{written}");
        }
        assert_eq!(page("harbour.html", None), None);
        assert_eq!(page("http://", None), None);
    }
}

//! One page has many addresses: with and without `https`, `www`, a slash at the end, a mark of
//! where the reader came from, as the page for phones. Here is the one form that they share.

use url::Url;

/// Parameters that say how a reader came to a page, and not which page it is.
const TRACKING: [&str; 34] = [
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "vero_id",
    "oly_anon_id",
    "oly_enc_id",
    "wickedid",
    "rb_clickid",
    "s_cid",
    "cmpid",
    "cmp",
    "ncid",
    "ocid",
    "smid",
    "smtyp",
    "spm",
    "xtor",
    "at_medium",
    "at_campaign",
    "guccounter",
];
/// The beginnings of such parameters.
const TRACKING_PREFIXES: [&str; 5] = ["utm_", "pk_", "mtm_", "at_custom", "__twitter"];
/// Parameters that ask for another form of the same page.
const FORMS: [(&str, &str); 4] =
    [("amp", ""), ("amp", "1"), ("outputtype", "amp"), ("view", "amp")];
/// The beginnings of hosts that serve the same pages in another form.
const HOSTS: [&str; 5] = ["www.", "m.", "mobile.", "amp.", "mobil."];
/// Names of files that stand for their folder.
const INDEXES: [&str; 4] = ["index.html", "index.htm", "index.php", "default.aspx"];

/// The form that all addresses of the page at `url` share, for comparison and never for fetching.
///
/// An address that is not of the web, or cannot be parsed, is its own form.
pub(super) fn canonical(url: &str) -> String {
    let url = url.trim();
    let Ok(parsed) = Url::parse(url) else { return url.to_owned() };
    let Some(host) = parsed.host_str().filter(|_| matches!(parsed.scheme(), "http" | "https"))
    else {
        return url.to_owned();
    };
    let mut form = bare_host(host).to_owned();
    if let Some(port) = parsed.port() {
        form.push_str(&format!(":{port}"));
    }
    form.push_str(bare_path(parsed.path()));
    let mut parameters: Vec<_> = parsed.query_pairs().filter(|(n, v)| !is_passing(n, v)).collect();
    parameters.sort();
    for (index, (name, value)) in parameters.iter().enumerate() {
        form.push(if index == 0 { '?' } else { '&' });
        form.push_str(name);
        form.push('=');
        form.push_str(value);
    }
    // A fragment names a place in a page, but for pages that a script makes.
    if let Some(fragment) = parsed.fragment().filter(|it| it.starts_with(['!', '/'])) {
        form.push('#');
        form.push_str(fragment);
    }
    form
}

/// The host without what stands before it for phones; a host of two parts stays.
fn bare_host(host: &str) -> &str {
    let bare = HOSTS.iter().find_map(|start| host.strip_prefix(start));
    bare.filter(|bare| bare.contains('.')).unwrap_or(host)
}

/// The path without a slash at its end, the name of an index, or `amp`.
fn bare_path(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = match path.rsplit_once('/') {
        Some((folder, last)) if INDEXES.contains(&last) || last == "amp" => folder,
        _ => path.strip_suffix(".amp").unwrap_or(path),
    };
    let path = path.trim_end_matches('/');
    match path.strip_prefix("/amp/") {
        Some(rest) => &path[path.len() - rest.len() - 1..],
        None => path,
    }
}

/// Whether a parameter does not say which page it is.
fn is_passing(name: &str, value: &str) -> bool {
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    TRACKING.contains(&&*name)
        || TRACKING_PREFIXES.iter().any(|start| name.starts_with(start))
        || FORMS.contains(&(&name, &value))
}

/// The host of an address, without `www`.
pub(super) fn host(url: &str) -> Option<String> {
    let url = Url::parse(url.trim()).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The address of a source's pages, by its host: those of its pages begin with it and a slash.
pub(super) fn root_of(host: &str) -> String {
    canonical(&format!("https://{host}/")).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_form() {
        for url in [
            "https://news.example/sea/ferry",
            "http://news.example/sea/ferry",
            "HTTPS://NEWS.Example:443/sea/ferry/",
            "https://www.news.example/sea/ferry?utm_source=mail&utm_medium=x&fbclid=1",
            "https://m.news.example/sea/ferry#comments",
            "https://amp.news.example/sea/ferry",
            "https://news.example/amp/sea/ferry/",
            "https://news.example/sea/ferry/amp/",
            "https://news.example/sea/ferry.amp?amp=1",
            "https://news.example/sea/ferry/index.html",
        ] {
            assert_eq!(canonical(url), "news.example/sea/ferry", "{url}");
        }
    }

    #[test]
    fn other_pages_have_others() {
        let pages = [
            "https://news.example/sea/ferry",
            "https://news.example/sea/Ferry",
            "https://news.example/sea/ferry?id=1",
            "https://news.example/sea/ferry?id=2",
            "https://news.example/sea/ferry?page=2&id=1",
            "https://news.example:8080/sea/ferry",
            "https://blog.news.example/sea/ferry",
            "https://news.example/sea/ferry2",
            "https://news.example/amp",
            "https://news.example/#!/sea/ferry",
            "ftp://news.example/sea/ferry",
            "tag:news.example,2024:ferry",
            "file:///home/sea/ferry",
        ];
        let mut forms: Vec<_> = pages.iter().map(|url| canonical(url)).collect();
        forms.sort();
        forms.dedup();
        assert_eq!(forms.len(), pages.len(), "{forms:#?}");
        assert_eq!(canonical("https://m.example/x"), "m.example/x");
        assert_eq!(canonical("https://a.example/?b=2&a=1"), canonical("http://a.example?a=1&b=2"));
        assert_eq!(canonical(" no address "), "no address");
    }
}

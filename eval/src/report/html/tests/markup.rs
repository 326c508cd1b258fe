//! A reader of HTML that is just strict enough for tests: every element closed in its order.

/// What was found in a page.
pub(super) struct Markup {
    /// Elements that are not closed, or closed without being open, and broken attributes.
    pub(super) faults: Vec<String>,
    /// All attributes, by name.
    pub(super) attributes: Vec<(String, String)>,
}

impl Markup {
    /// Reads a page. Styles and scripts are passed over.
    pub(super) fn parse(page: &str) -> Self {
        let mut markup = Self { faults: Vec::new(), attributes: Vec::new() };
        let mut open: Vec<&str> = Vec::new();
        let mut rest = page;
        while let Some(start) = rest.find('<') {
            rest = &rest[start + 1..];
            let Some(end) = markup.tag_end(rest) else { break };
            let (tag, after) = (&rest[..end], &rest[end + 1..]);
            rest = after;
            if tag.starts_with('!') {
                continue;
            }
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            if tag.starts_with('/') {
                match open.pop() {
                    Some(last) if last == name => {}
                    last => markup.faults.push(format!("</{name}> closes {last:?}")),
                }
                continue;
            }
            markup.read_attributes(&tag[name.len()..]);
            if ["style", "script"].contains(&name) {
                let close = format!("</{name}>");
                let skipped = rest.find(&close).map_or(rest.len(), |at| at + close.len());
                rest = &rest[skipped..];
            } else if !tag.ends_with('/') && !["meta", "link", "br", "img", "hr"].contains(&name) {
                open.push(name);
            }
        }
        markup.faults.extend(open.into_iter().map(|name| format!("<{name}> is not closed")));
        markup
    }

    /// The `>` that ends a tag, quotes passed over.
    fn tag_end(&mut self, rest: &str) -> Option<usize> {
        let mut quoted = false;
        for (at, character) in rest.char_indices() {
            match character {
                '"' => quoted = !quoted,
                '>' if !quoted => return Some(at),
                '<' if !quoted => self.faults.push(format!("`<` in a tag: {:.40}", rest)),
                _ => {}
            }
        }
        self.faults.push(format!("a tag without an end: {rest:.40}"));
        None
    }

    fn read_attributes(&mut self, tag: &str) {
        let mut rest = tag.trim().trim_end_matches('/').trim();
        while let Some((name, after)) = rest.split_once("=\"") {
            let Some((value, after)) = after.split_once('"') else {
                self.faults.push(format!("a broken attribute: {rest:.40}"));
                return;
            };
            let name = name.split_whitespace().last().unwrap_or_default();
            self.attributes.push((name.to_owned(), value.to_owned()));
            rest = after;
        }
    }
}

//! What the codes of a font stand for, where the font itself does not say it.
//!
//! In: the dictionary of a font. Out: the characters of codes. Fonts for Chinese, Japanese and
//! Korean may number their glyphs by a public list (Adobe-GB1 and its like) and say no more; what
//! the numbers of these lists stand for is known.

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, String as PdfString};

/// A font whose glyphs are numbered by a public list.
pub(super) struct Listed {
    /// From codes to numbers; they are the same where there is none.
    numbers: Option<CMap>,
    /// From numbers to characters.
    characters: CMap,
}

impl Listed {
    /// That of a font which is described by `dict`, if it is one and does not say more.
    pub(super) fn of(dict: &Dict<'_>) -> Option<Self> {
        if dict.contains_key("ToUnicode") {
            return None;
        }
        let encoding = dict.get::<Name<'_>>("Encoding")?;
        let descendant = dict.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
        let registry = info.get::<PdfString<'_>>("Registry")?;
        let ordering = info.get::<PdfString<'_>>("Ordering")?;
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        let characters = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
        let numbers = match CMapName::from_bytes(encoding.as_str().as_bytes()) {
            CMapName::IdentityH => None,
            named => Some(CMap::parse(load_embedded(named)?, load_embedded)?),
        };
        Some(Self { numbers, characters })
    }

    /// What a code of this length stands for.
    pub(super) fn character(&self, code: u32, length: usize) -> Option<BfString> {
        let number = match &self.numbers {
            Some(numbers) => numbers.lookup_cid_code(code, u8::try_from(length).ok()?)?,
            None => code,
        };
        self.characters.lookup_bf_string(number)
    }
}

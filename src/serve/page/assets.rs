//! The style sheet, the script and the icon: in the program, under addresses that name what is in them, so that a
//! browser never asks for one twice and never shows an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::serve::answer::fingerprint;

/// A file that pages use.
pub(super) struct Asset {
    /// Its address.
    pub(super) path: String,
    media_type: &'static str,
    bytes: &'static [u8],
}

/// All there are.
pub(super) struct Assets {
    pub(super) style: Asset,
    pub(super) script: Asset,
    pub(super) icon: Asset,
}

/// The files that pages use.
pub(super) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
    script: Asset::new(
        "page.js",
        "text/javascript; charset=utf-8",
        include_bytes!("assets/page.js"),
    ),
    icon: Asset::new("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
});

impl Asset {
    fn new(name: &str, media_type: &'static str, bytes: &'static [u8]) -> Self {
        Self { path: format!("/assets/{}/{name}", fingerprint(bytes)), media_type, bytes }
    }
}

/// GET `/assets/{hash}/{name}`.
pub(super) async fn get(Path((hash, name)): Path<(String, String)>) -> Response {
    let path = format!("/assets/{hash}/{name}");
    let all = [&ASSETS.style, &ASSETS.script, &ASSETS.icon];
    let Some(asset) = all.into_iter().find(|asset| asset.path == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, asset.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_small_and_name_nothing_outside() {
        let all = [&ASSETS.style, &ASSETS.script, &ASSETS.icon];
        let bytes: usize = all.iter().map(|asset| asset.bytes.len()).sum();
        assert!(bytes < 30_000, "{bytes} bytes");
        for asset in all {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            let text = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://"), "{}", asset.path);
        }
    }

    #[tokio::test]
    async fn an_asset_is_found_by_what_is_in_it() {
        let parts: Vec<&str> = ASSETS.style.path.split('/').collect();
        let path = |hash: &str| Path((hash.to_owned(), parts[3].to_owned()));
        assert_eq!(get(path(parts[2])).await.status(), StatusCode::OK);
        assert_eq!(get(path("0123456789ab")).await.status(), StatusCode::NOT_FOUND);
    }
}

//! The files of the pages, embedded in the binary, with their types and ETags.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

/// An embedded file.
struct File {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($name:literal: $kind:expr,)*) => {
        &[$(File { name: $name, kind: $kind, text: include_str!(concat!("assets/", $name)) },)*]
    };
}

static FILES: &[File] = files! {
    "phone.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "phone.js": SCRIPT,
    "line.js": SCRIPT,
    "playback.js": SCRIPT,
    "voice.js": SCRIPT,
    "ear.js": SCRIPT,
    "tones.js": SCRIPT,
    "wait.js": SCRIPT,
    "transcript.js": SCRIPT,
    "picture.js": SCRIPT,
    "watch.js": SCRIPT,
};

static TAGS: LazyLock<Vec<String>> =
    LazyLock::new(|| FILES.iter().map(|file| tag(file.text.as_bytes())).collect());

/// Returns a file by its name.
pub(super) async fn file(Path(name): Path<String>, asked: HeaderMap) -> Response {
    match FILES.iter().zip(TAGS.iter()).find(|(file, _)| file.name == name) {
        Some((file, tag)) => sent(Bytes::from_static(file.text.as_bytes()), file.kind, tag, &asked),
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}

/// A page.
pub(super) fn html(page: &Bytes, asked: &HeaderMap) -> Response {
    sent(page.clone(), "text/html; charset=utf-8", &tag(page), asked)
}

/// Returns the text, or that the browser's copy is current. A browser asks each time, so that a new binary shows new
/// pages.
fn sent(text: Bytes, kind: &'static str, tag: &str, asked: &HeaderMap) -> Response {
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers = [(header::CONTENT_TYPE, kind), (header::ETAG, tag), (header::CACHE_CONTROL, "no-cache")];
    if known { (StatusCode::NOT_MODIFIED, headers).into_response() } else { (headers, text).into_response() }
}

fn tag(text: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dev::browser::pages, fixture::Acme};
    use ivr_runtime::tree::PhoneTree;

    fn pages() -> [String; 2] {
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        [pages::phone(&tree, true), pages::watch(&tree)]
    }

    #[test]
    fn nothing_is_fetched_from_anywhere_else() {
        let files = FILES.iter().map(|file| (file.name, file.text.to_owned()));
        for (name, text) in files.chain(pages().map(|page| ("a page", page))) {
            let text = text.replace("http://www.w3.org/2000/svg", "");
            for other in ["http:", "https:", "src=\"//", "href=\"//", "url(//"] {
                assert!(!text.contains(other), "{other} in {name}");
            }
            assert!(!text.contains(" style=\""), "{name}: the policy forbids styles in elements");
        }
    }

    #[test]
    fn every_file_that_a_page_or_a_script_names_is_there() {
        let mut named = 0;
        let names = |text: &str, before: &'static str| -> Vec<String> {
            let rest = text.split(before).skip(1);
            rest.filter_map(|rest| rest.split(['"', '\'']).next()).map(str::to_owned).collect()
        };
        for page in pages() {
            let linked = [names(&page, "src=\"phone/"), names(&page, "href=\"phone/")].concat();
            for name in linked.iter().filter(|name| name.contains('.')) {
                assert!(FILES.iter().any(|file| file.name == name), "{name}");
                named += 1;
            }
        }
        for file in FILES {
            for name in names(file.text, "from \"./") {
                assert!(FILES.iter().any(|file| file.name == name), "{name} in {}", file.name);
                named += 1;
            }
        }
        assert!(named > FILES.len(), "files name each other: {named}");
    }

    #[tokio::test]
    async fn a_file_that_the_browser_has_is_not_sent_again() {
        let first = file(Path("phone.js".into()), HeaderMap::new()).await;
        let tag = first.headers().get(header::ETAG).unwrap().clone();
        let again = file(Path("phone.js".into()), [(header::IF_NONE_MATCH, tag)].into_iter().collect()).await;
        assert_eq!((first.status(), again.status()), (StatusCode::OK, StatusCode::NOT_MODIFIED));
        let other = file(Path("../mod.rs".into()), HeaderMap::new()).await;
        assert_eq!(other.status(), StatusCode::NOT_FOUND);
    }
}

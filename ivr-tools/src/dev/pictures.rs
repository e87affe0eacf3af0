//! The picture of a tree: for those who make the tree, not for the world.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    http::header,
    routing::{any, get},
};
use bytes::Bytes;

use crate::{
    config::Checked,
    description::Description,
    edition::{Edition, Editions},
    picture,
    tree::PhoneTree,
    webhook::Rejection,
};

/// A picture and its path under the tree.
struct Picture {
    path: &'static str,
    content_type: &'static str,
    draw: fn(&Description) -> String,
}

const TEXT: &str = "text/plain; charset=utf-8";

/// All pictures, the best to look at first.
const PICTURES: [Picture; 4] = [
    Picture { path: "/tree.svg", content_type: "image/svg+xml", draw: picture::svg },
    Picture { path: "/tree.mmd", content_type: TEXT, draw: picture::mermaid },
    Picture { path: "/tree.dot", content_type: TEXT, draw: picture::dot },
    Picture { path: "/tree.json", content_type: "application/json", draw: picture::json },
];

/// Paths that are no states, whether or not there is something to see.
const RESERVED: [&str; 4] = ["/tree.svg", "/tree.mmd", "/tree.dot", "/tree.json"];

/// The path of the picture under the tree, when it is served.
#[cfg(feature = "serve")]
pub(crate) fn picture_path(settings: &Checked) -> Option<&'static str> {
    PICTURES.first().filter(|_| settings.development).map(|picture| picture.path)
}

/// The pictures of a tree under `root`; for the world there is nothing.
pub(super) fn routes<T: PhoneTree>(root: &str, editions: &Arc<Editions<T>>, settings: &Checked) -> Router {
    let mut router = Router::new();
    for path in RESERVED {
        let route = match PICTURES.iter().find(|picture| settings.development && picture.path == path) {
            Some(Picture { content_type, draw, .. }) => {
                let (drawn, content_type) =
                    (Drawn::new(editions, *draw), [(header::CONTENT_TYPE, *content_type)]);
                get(async move || (content_type, drawn.text()))
            }
            None => any(async || Rejection::NotFound),
        };
        router = router.route(&format!("{root}{path}"), route);
    }
    router
}

/// A picture of the edition that it was last asked for.
struct Drawn<T> {
    editions: Arc<Editions<T>>,
    draw: fn(&Description) -> String,
    last: Mutex<Option<(Arc<Edition<T>>, Bytes)>>,
}

impl<T: PhoneTree> Drawn<T> {
    fn new(editions: &Arc<Editions<T>>, draw: fn(&Description) -> String) -> Arc<Self> {
        Arc::new(Self { editions: Arc::clone(editions), draw, last: Mutex::default() })
    }

    fn text(&self) -> Bytes {
        let edition = self.editions.current();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = last.as_ref().filter(|(drawn, _)| Arc::ptr_eq(drawn, &edition)) {
            return text.clone();
        }
        let text = Bytes::from((self.draw)(edition.flow.description()));
        *last = Some((edition, text.clone()));
        text
    }
}

//! The picture of a tree: for those who make the tree, not for the world.

use axum::{
    Router,
    http::header,
    routing::{any, get},
};
use bytes::Bytes;

use crate::{config::Checked, description::Description, picture, webhook::Rejection};

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

/// The pictures of `tree` under `root`; for the world there is nothing.
pub(super) fn routes(root: &str, tree: &Description, settings: &Checked) -> Router {
    let mut router = Router::new();
    for path in RESERVED {
        let route = match PICTURES.iter().find(|picture| settings.development && picture.path == path) {
            Some(Picture { content_type, draw, .. }) => {
                let (text, content_type) = (Bytes::from(draw(tree)), [(header::CONTENT_TYPE, *content_type)]);
                get(async move || (content_type, text))
            }
            None => any(async || Rejection::NotFound),
        };
        router = router.route(&format!("{root}{path}"), route);
    }
    router
}

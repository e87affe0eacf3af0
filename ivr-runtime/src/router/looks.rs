//! The picture of a tree and the phone in the browser: for those who make the tree, not for the world.

use axum::{
    Router,
    http::header,
    routing::{any, get},
};
use bytes::Bytes;

use crate::{config::Checked, description::Description, webhook::Rejection};

/// A way to look at a tree.
struct Look {
    what: &'static str,
    path: &'static str,
    content_type: &'static str,
    draw: fn(&Description) -> String,
}

const LOOKS: [Look; 0] = [];

/// Paths of the looks, which are no states: without the looks there is nothing.
const PATHS: [&str; 5] = ["/phone", "/tree.svg", "/tree.mmd", "/tree.dot", "/tree.json"];

/// What there is to look at, and its path under the tree.
pub(crate) fn looks(settings: &Checked) -> Vec<(&'static str, &'static str)> {
    let shown = LOOKS.iter().filter(|_| settings.development);
    shown.map(|look| (look.what, look.path)).collect()
}

/// The looks of `tree` under `root`; when they are not `open` there is nothing.
pub(super) fn routes(root: &str, tree: &Description, open: bool) -> Router {
    let mut router = Router::new();
    for path in PATHS {
        let look = LOOKS.iter().find(|look| open && look.path == path);
        let route = match look {
            Some(look) => {
                let (text, content_type) = (Bytes::from((look.draw)(tree)), look.content_type);
                get(async move || ([(header::CONTENT_TYPE, content_type)], text))
            }
            None => any(async || Rejection::NotFound),
        };
        router = router.route(&format!("{root}{path}"), route);
    }
    router
}

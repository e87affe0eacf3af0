//! The pictures of a tree over HTTP.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{Router, http::header, routing::get};
use bytes::Bytes;
use ivr_runtime::{
    description::Description,
    snapshot::{Snapshot, Snapshots},
    tree::PhoneTree,
};

use crate::inspect::picture;

/// A picture and its path under the tree.
struct Picture {
    path: &'static str,
    content_type: &'static str,
    draw: fn(&Description) -> String,
}

const TEXT: &str = "text/plain; charset=utf-8";

/// The path of the default picture.
pub(super) const FIRST: &str = "/tree.svg";

const PICTURES: [Picture; 4] = [
    Picture { path: FIRST, content_type: "image/svg+xml", draw: picture::svg },
    Picture { path: "/tree.mmd", content_type: TEXT, draw: picture::mermaid },
    Picture { path: "/tree.dot", content_type: TEXT, draw: picture::dot },
    Picture { path: "/tree.json", content_type: "application/json", draw: picture::json },
];

/// Returns the routes of the pictures of a tree under `root`.
pub(super) fn routes<T: PhoneTree>(root: &str, snapshots: &Arc<Snapshots<T>>) -> Router {
    PICTURES.iter().fold(Router::new(), |router, picture| {
        let drawn = Drawn::new(snapshots, picture.draw);
        let content_type = [(header::CONTENT_TYPE, picture.content_type)];
        router.route(&format!("{root}{}", picture.path), get(async move || (content_type, drawn.text())))
    })
}

/// A picture of the snapshot for which it was last requested.
struct Drawn<T> {
    snapshots: Arc<Snapshots<T>>,
    draw: fn(&Description) -> String,
    last: Mutex<Option<(Arc<Snapshot<T>>, Bytes)>>,
}

impl<T: PhoneTree> Drawn<T> {
    fn new(snapshots: &Arc<Snapshots<T>>, draw: fn(&Description) -> String) -> Arc<Self> {
        Arc::new(Self { snapshots: Arc::clone(snapshots), draw, last: Mutex::default() })
    }

    fn text(&self) -> Bytes {
        let snapshot = self.snapshots.current();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, text)) = last.as_ref().filter(|(drawn, _)| Arc::ptr_eq(drawn, &snapshot)) {
            return text.clone();
        }
        let text = Bytes::from((self.draw)(snapshot.dialog.description()));
        *last = Some((snapshot, text.clone()));
        text
    }
}

//! Calls of a small tree that asks Rust, over the real webhook: repeated, slow, failing, and with a store that is
//! away. The clock of these tests goes on when everybody waits.

// The tree and what it asks.
mod ward;

// A store that can be away.
mod flaky;

// Steps: repeated, stale, at once, begun anew, over.
mod steps;

// Several servers with one store.
mod shared;

// What servers of two versions leave to each other.
mod versions;

// More to do than can be done.
mod overload;

// Questions that take their time.
mod questions;

// The `on_error` block.
mod errors;

// What is done once, and what is repeated until it is done.
mod once;
mod repeats;

// What another server does that a server left undone.
mod taken_over;

// What is told after a call.
mod after;

// Two languages.
mod languages;

// What is logged.
#[path = "../../../../tests/service/log.rs"]
mod log;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use tokio::time::sleep;
use tower::ServiceExt as _;

use self::{
    flaky::Flaky,
    log::Log,
    ward::{Desk, Ward},
};
use super::{Sessions, record::Record};
use crate::{
    dialog::{call::Dialog, tree::PhoneTree},
    service::{
        config::{Host, Settings},
        router,
        store::{CallStore, MemoryStore},
    },
};

const CALL: &str = "CA1";

/// The ward, its desk, and a client that may send any request.
struct Line {
    router: Router,
    sessions: Arc<Sessions<Ward>>,
    desk: Arc<Desk>,
    store: Arc<Flaky>,
}

impl Line {
    fn new() -> Self {
        Self::on(Arc::default(), Arc::default())
    }

    /// A process that finds what others left behind.
    fn on(desk: Arc<Desk>, store: Arc<Flaky>) -> Self {
        let sessions = Sessions::new(Arc::clone(&desk), Some(Arc::clone(&store) as Arc<dyn CallStore>));
        Self::of(&Settings::new(), sessions, desk, store)
    }

    /// One of several servers of a store.
    fn sharing(desk: &Arc<Desk>, store: &Arc<Flaky>) -> Self {
        let sessions = Sessions::new(Arc::clone(desk), Some(Arc::clone(store) as Arc<dyn CallStore>));
        let shared = Settings::new().own_store(MemoryStore::default());
        Self::of(&shared, sessions.on_shared_store(), Arc::clone(desk), Arc::clone(store))
    }

    fn of(settings: &Settings, sessions: Sessions<Ward>, desk: Arc<Desk>, store: Arc<Flaky>) -> Self {
        let sessions = Arc::new(sessions);
        let router = routes_with(settings, Arc::clone(&sessions));
        Self { router, sessions, desk, store }
    }

    /// The process ends and another one takes its place.
    fn restarted(self) -> Self {
        Self::on(self.desk, self.store)
    }

    /// The answer to one request of [`CALL`].
    async fn post(&self, path: &str, form: &str) -> String {
        self.post_for(CALL, path, form).await
    }

    /// The answer to one request with a header.
    async fn post_with(&self, path: &str, form: &str, header: (&str, &str)) -> String {
        request_with(&self.router, path, form, &[header]).await
    }

    async fn post_for(&self, call: &str, path: &str, form: &str) -> String {
        request(&self.router, path, &format!("CallSid={call}&From=%2B14158675309&To=%2B18005551212&{form}"))
            .await
    }

    /// A new call that entered this code; answered is what follows.
    async fn entered(&self, code: &str) -> String {
        let first = self.post("/ward", "").await;
        self.post(&next(&first), &format!("Digits={code}")).await
    }

    async fn record(&self) -> Option<Record> {
        let stored = self.store.load(CALL).await.unwrap()?;
        Some(Record::read(&stored).unwrap())
    }
}

fn routes<T: PhoneTree>(sessions: Arc<Sessions<T>>) -> Router {
    routes_with(&Settings::new(), sessions)
}

fn routes_with<T: PhoneTree>(settings: &Settings, sessions: Arc<Sessions<T>>) -> Router {
    let settings = settings.clone().unsigned().check(Host::Theirs).unwrap();
    router::routes(Dialog::new().unwrap(), &settings, Some(sessions), None, None).unwrap().together().router
}

async fn request(router: &Router, path: &str, form: &str) -> String {
    request_with(router, path, form, &[]).await
}

async fn request_with(router: &Router, path: &str, form: &str, headers: &[(&str, &str)]) -> String {
    let request =
        headers.iter().fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert!(matches!(response.status(), StatusCode::OK | StatusCode::NO_CONTENT), "{}", response.status());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

/// Where a document leads: its first action, or its redirect.
#[track_caller]
fn next(document: &str) -> String {
    let parsed = roxmltree::Document::parse(document).unwrap();
    let mut verbs = parsed.root_element().children();
    let url = verbs.find_map(|verb| match verb.tag_name().name() {
        "Redirect" => verb.text(),
        _ => verb.attribute("action"),
    });
    url.unwrap_or_else(|| panic!("this leads nowhere: {document}")).to_owned()
}

/// Lets everything that was begun go as far as it can.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

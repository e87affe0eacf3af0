//! Calls that begin in one version of a tree and continue in the next.

// Two versions that answer the same calls at once.
mod rolling;

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use ivr::{
    config::Settings,
    phone::check_lock,
    store::{CallStore, MemoryStore},
    tree::PhoneTree,
};
use tower::ServiceExt as _;

mod before {
    ivr::phone_tree! {
        pub tree Line {
            start Ask;
            data { order: ivr::speak::Digits = ivr::speak::Digits::default() }
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Ask  { gather 2 keys, into order { say "Your order?"; } match { entered => Menu } }
            state Menu { gather key { say "Order {order:digits}. To end, press one."; } match { 1 => Bye } }
            state Bye  { say "Goodbye."; hangup; }
        }
    }
}

mod after {
    ivr::phone_tree! {
        pub tree Line {
            start Question;
            data { order: ivr::speak::Digits = ivr::speak::Digits::default() }
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Question was Ask    { gather 2 keys, into order { say "Your order?"; } match { entered => Choice } }
            state Choice was Menu     { gather key { say "Order {order:digits}. To end, press one."; } match { 1 => Bye } }
            state Bye was End, Thanks { say "Goodbye."; hangup; }
        }
    }
}

mod without_names {
    ivr::phone_tree! {
        pub tree Line {
            start Question;
            data { order: ivr::speak::Digits = ivr::speak::Digits::default() }
            on_error { say "Something went wrong."; } then end
            everywhere { silence | _ => retry 2 { say "Sorry?"; } then Bye }
            state Question { gather 2 keys, into order { say "Your order?"; } match { entered => Choice } }
            state Choice   { gather key { say "Order {order:digits}. To end, press one."; } match { 1 => Bye } }
            state Bye      { say "Goodbye."; hangup; }
        }
    }
}

fn server<T: PhoneTree<App = ()>>(store: &Arc<MemoryStore>) -> Router {
    server_for::<T>((), store)
}

fn server_for<T: PhoneTree>(app: T::App, store: &Arc<MemoryStore>) -> Router {
    let settings = Settings::new().unsigned().own_store(Shared(Arc::clone(store)));
    ivr::router::<T>(app, &settings).unwrap()
}

/// One store of several servers.
#[derive(Debug)]
struct Shared(Arc<MemoryStore>);

impl CallStore for Shared {
    fn load<'a>(&'a self, call: &'a str) -> ivr::store::Pending<'a, Option<Vec<u8>>> {
        self.0.load(call)
    }

    fn save<'a>(
        &'a self,
        call: &'a str,
        before: Option<&'a [u8]>,
        record: Vec<u8>,
    ) -> ivr::store::Pending<'a, ivr::store::Saved> {
        self.0.save(call, before, record)
    }

    fn remove<'a>(&'a self, call: &'a str, before: &'a [u8]) -> ivr::store::Pending<'a, ivr::store::Saved> {
        self.0.remove(call, before)
    }

    fn page<'a>(&'a self, after: Option<&'a str>) -> ivr::store::Pending<'a, ivr::store::Page> {
        self.0.page(after)
    }

    fn ready<'a>(&'a self) -> ivr::store::Pending<'a, ()> {
        self.0.ready()
    }
}

/// The document for one request of a call.
async fn post(server: &Router, path: &str, form: &str) -> String {
    post_of(server, "CA1", path, form).await
}

/// The same of the call with this id.
async fn post_of(server: &Router, call: &str, path: &str, form: &str) -> String {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("CallSid={call}&From=%2B14158675309&To=%2B18005551212&{form}")))
        .unwrap();
    let response = server.clone().oneshot(request).await.unwrap();
    // With a new connection, the next request can reach another server.
    let is_redirected = response.headers().get(header::CONNECTION).is_some_and(|value| value == "close");
    let document =
        String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    assert_eq!(is_redirected, document.contains("ivr-retry"), "{document}");
    document
}

/// Where a document leads.
fn action(document: &str) -> &str {
    let (_, rest) = document.split_once("action=\"").unwrap();
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn a_call_goes_on_in_a_version_that_names_what_its_states_were() {
    let store = Arc::default();
    let (old, new) = (server::<before::Line>(&store), server::<after::Line>(&store));
    let asked = post(&old, "/line", "").await;
    assert!(action(&asked).contains("/Ask"), "{asked}");
    let choice = post(&new, action(&asked), "Digits=47").await;
    assert!(choice.contains("Order 4 7."), "{choice}");
    let again = post(&new, action(&choice), "Digits=8").await;
    assert!(again.contains("Sorry?"), "{again}");
    let bye = post(&new, action(&again), "Digits=1").await;
    assert!(bye.contains("Goodbye."), "{bye}");
}

#[tokio::test]
async fn a_call_in_a_state_that_is_gone_hears_the_words_for_errors() {
    let store = Arc::default();
    let (old, new) = (server::<before::Line>(&store), server::<without_names::Line>(&store));
    let asked = post(&old, "/line", "").await;
    // The request is passed on ten times.
    let mut lost = post(&new, action(&asked), "Digits=47").await;
    for attempt in 1..=10 {
        let target = redirect(&lost);
        assert!(target.contains(&format!("ivr-retry={attempt}")), "{lost}");
        lost = post(&new, &target, "").await;
    }
    assert!(lost.contains("Something went wrong."), "{lost}");
}

/// Where a document that says nothing leads.
fn redirect(document: &str) -> String {
    let (_, rest) = document.split_once("<Redirect method=\"POST\">").unwrap();
    rest.split_once("</Redirect>").unwrap().0.replace("&amp;", "&")
}

/// The lock file of a version, in a file for the test of this name.
fn lock<T: PhoneTree>(test: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("ivr-versions-{test}-{}.lock", std::process::id()));
    std::fs::write(&path, T::DESCRIPTION).unwrap();
    path
}

#[test]
fn a_lock_file_tells_a_version_that_strands_calls_from_one_that_does_not() {
    let path = lock::<before::Line>("renamed");
    check_lock::<before::Line>(&path);
    check_lock::<after::Line>(&path);
    let panicked = std::panic::catch_unwind(|| check_lock::<without_names::Line>(&path)).unwrap_err();
    std::fs::remove_file(&path).unwrap();
    let why = panicked.downcast_ref::<String>().unwrap();
    assert!(
        why.contains("state Ask is gone (Question says the same): calls waiting there would be stranded"),
        "{why}"
    );
    assert!(why.contains("Add `was OldName` to a renamed state"), "{why}");
}

//! The calls of the page: their maximum number, when an idle one is dropped, and a move in one of them.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{OriginalUri, Request},
    http::StatusCode,
};
use tower_service::Service;

use super::{Begins, CallerInput, Shown};
use crate::{
    dev::watch::Watch,
    simulator::{
        Start,
        alert::Alert,
        request::sid,
        session::{Number, Session},
    },
};
use ivr_runtime::{
    config::{Checked, SettingError},
    description::Description,
    signature::{Address, Keyring},
};

/// The maximum number of calls. Another call replaces the one that has been idle longest.
const MAX_CALLS: usize = 16;

/// A call without a move is dropped after this time.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// The calls, and what they are made with.
#[derive(Debug)]
pub(crate) struct Desk {
    number: Number,
    webhook: Router,
    keys: Keyring,
    root: String,
    description: Description,
    /// Returns how a test of the tree begins, and the enum of its states.
    caller: fn(&Start) -> String,
    tree: &'static str,
    watch: Arc<Watch>,
    open: Mutex<Vec<Open>>,
}

#[derive(Debug)]
struct Open {
    id: String,
    used: Instant,
    call: Arc<Mutex<OneCall>>,
}

/// A call, and how much of it was shown.
#[derive(Debug)]
pub(super) struct OneCall {
    pub(super) session: Session,
    /// How its test begins.
    pub(super) caller: String,
    pub(super) shown: usize,
}

/// Why there is nothing to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// The call is unknown or was dropped.
    Gone,
    /// The tree has no such start, or the start has no such field.
    NoStart,
    /// The call does not accept this move.
    UnexpectedAct,
    /// The thread of the call has ended.
    Broken,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Gone => StatusCode::GONE,
            Self::NoStart => StatusCode::UNPROCESSABLE_ENTITY,
            Self::UnexpectedAct => StatusCode::CONFLICT,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gone => "there is no such call any more\n",
            Self::NoStart => "the tree has no such start, or the start no such field\n",
            Self::UnexpectedAct => "the call does not expect this\n",
            Self::Broken => "the call broke off\n",
        })
    }
}

impl Desk {
    /// Creates a desk that calls `webhook`, the routes of the tree at `root`, as Twilio would.
    pub(crate) fn new(
        webhook: Router,
        root: &str,
        (description, settings): (&Description, &Checked),
        (caller, tree): (fn(&Start) -> String, &'static str),
        watch: Arc<Watch>,
    ) -> Result<Self, SettingError> {
        let origin = settings.public_url.as_ref().map(Address::to_url).unwrap_or_default();
        let root = format!("{origin}{}{root}", settings.mount);
        let number = Number::read(&root);
        let number = number.map_err(|alert: Alert| SettingError::new("public URL", alert.to_string()))?;
        let webhook = nested(webhook, settings);
        let keys = settings.keys.clone();
        let (description, open) = (description.clone(), Mutex::default());
        Ok(Self { number, webhook, keys, root, description, caller, tree, watch, open })
    }

    /// Makes a new call at a start, and runs it until it waits.
    pub(super) async fn begin(self: &Arc<Self>, begins: Begins) -> Result<Shown, Refusal> {
        let desk = Arc::clone(self);
        aside(move || {
            let start = begins.start(&desk.description).ok_or(Refusal::NoStart)?;
            let number = start.number(&desk.root).map_err(|_| Refusal::NoStart)?;
            let mut session = Session::in_process(number, desk.webhook.clone());
            if let Some(key) = desk.keys.signing(session.account_sid()) {
                session.sign(key);
            }
            // The status callback, which is configured at the number in Twilio's console.
            let told = format!("{}/status", desk.number.url.path());
            session.tell_status(&told).map_err(|_| Refusal::Broken)?;
            session.carry_on();
            let mut call = OneCall { session, caller: (desk.caller)(&start), shown: 0 };
            let id = sid("");
            let shown = desk.show(&id, &mut call);
            desk.keep(id, call);
            Ok(shown)
        })
        .await
    }

    /// Makes a move in a call, and runs it until it waits.
    pub(super) async fn act(self: &Arc<Self>, id: String, made: CallerInput) -> Result<Shown, Refusal> {
        let desk = Arc::clone(self);
        aside(move || {
            let call = desk.find(&id).ok_or(Refusal::Gone)?;
            let mut call = call.lock().unwrap_or_else(PoisonError::into_inner);
            if made == CallerInput::Settle {
                call.session.settle();
            } else {
                let act = made.act().ok_or(Refusal::UnexpectedAct)?;
                call.session.act(&act).map_err(|_| Refusal::UnexpectedAct)?;
            }
            Ok(desk.show(&id, &mut call))
        })
        .await
    }

    fn show(&self, id: &str, call: &mut OneCall) -> Shown {
        let trail = self.watch.trail(call.session.sid());
        let test = crate::simulator::written_test(call.session.transcript(), &call.caller, Some(self.tree));
        Shown::of(id, call, trail, test)
    }

    /// Stores a new call. Calls that are replaced are dropped here, which ends their threads.
    fn keep(&self, id: String, call: OneCall) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|call| call.used.elapsed() < IDLE);
        // The most recently used call is last.
        if open.len() >= MAX_CALLS {
            open.remove(0);
        }
        open.push(Open { id, used: Instant::now(), call: Arc::new(Mutex::new(call)) });
    }

    fn find(&self, id: &str) -> Option<Arc<Mutex<OneCall>>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let place = open.iter().position(|call| call.id == id)?;
        let mut found = open.remove(place);
        found.used = Instant::now();
        let call = Arc::clone(&found.call);
        open.push(found);
        Some(call)
    }
}

/// Runs work on a separate thread, because a call blocks while it waits for responses.
async fn aside(work: impl FnOnce() -> Result<Shown, Refusal> + Send + 'static) -> Result<Shown, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::Broken)?
}

/// Returns the webhook behind the path that a proxy or an app puts in front of it: a proxy removes the path of the
/// public URL, and an app nests the router at its mount.
fn nested(webhook: Router, settings: &Checked) -> Router {
    let nested =
        if settings.mount.is_empty() { webhook } else { Router::new().nest(&settings.mount, webhook) };
    let prefix = settings.public_url.as_ref().map(|url| url.path().to_owned()).unwrap_or_default();
    if prefix.is_empty() {
        return nested;
    }
    Router::new().fallback(async move |mut request: Request| {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        if let Some(Ok(behind)) = path.strip_prefix(&prefix).map(str::parse) {
            *request.uri_mut() = behind;
            // A server behind a proxy does not see the original URL.
            request.extensions_mut().remove::<OriginalUri>();
        }
        // `Router` is always ready.
        nested.clone().call(request).await
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::{
        config::{Host, Settings},
        router::router,
        tree::PhoneTree,
    };

    fn desk(settings: &Settings) -> Arc<Desk> {
        let webhook = router::<Acme>((), settings).unwrap();
        let tree = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        let watch = Arc::new(Watch::new(&tree));
        let begins = ((|_: &Start| "call::<Acme>()".to_owned()) as fn(&Start) -> String, "Acme");
        let checked = settings.check(Host::Theirs).unwrap();
        Arc::new(Desk::new(webhook, "/acme", (&tree, &checked), begins, watch).unwrap())
    }

    async fn press(desk: &Arc<Desk>, id: &str, keys: &str) -> Result<Shown, Refusal> {
        desk.act(id.to_owned(), CallerInput::Press { keys: keys.to_owned(), after: None }).await
    }

    #[tokio::test]
    async fn a_call_is_made_wherever_the_tree_stands_and_whoever_must_sign() {
        let signed = Settings::new().auth_token("0123456789");
        for settings in [
            Settings::new().unsigned(),
            Settings::new().unsigned().mounted_at("/voice"),
            signed.clone(),
            signed.clone().public_url("https://voice.example.com"),
            signed.clone().public_url("https://example.com/lines").mounted_at("/voice"),
        ] {
            let desk = desk(&settings);
            let begun = desk.begin(Begins::default()).await.unwrap();
            let pressed = press(&desk, &begun.call, "3").await;
            let state = pressed.ok().and_then(|shown| shown.state);
            assert_eq!(state.as_deref(), Some("Hours"), "{settings:?}: {begun:?}");
        }
    }

    #[tokio::test]
    async fn a_move_that_nobody_waits_for_changes_nothing() {
        let desk = desk(&Settings::new().unsigned());
        let begun = desk.begin(Begins::default()).await.unwrap();
        let busy = desk.act(begun.call.clone(), CallerInput::World("busy".into())).await;
        assert_eq!(busy.unwrap_err(), Refusal::UnexpectedAct);
        assert_eq!(press(&desk, &begun.call, "3").await.unwrap().state.as_deref(), Some("Hours"));
        assert_eq!(press(&desk, "another", "3").await.unwrap_err(), Refusal::Gone);
    }

    #[tokio::test]
    async fn the_call_that_was_left_alone_the_longest_makes_room() {
        let desk = desk(&Settings::new().unsigned());
        let first = desk.begin(Begins::default()).await.unwrap().call;
        let second = desk.begin(Begins::default()).await.unwrap().call;
        press(&desk, &first, "3").await.unwrap();
        for _ in 2..=MAX_CALLS {
            desk.begin(Begins::default()).await.unwrap();
        }
        assert_eq!(press(&desk, &second, "3").await.unwrap_err(), Refusal::Gone);
        assert!(press(&desk, &first, "1").await.is_ok());
    }
}

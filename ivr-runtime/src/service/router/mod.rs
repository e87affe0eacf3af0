//! The routes: the tree's webhook, the probes, and the development pages.

// The path of the tree.
mod root;

// Health checks and metrics.
mod probes;

// The paths of the tree, without a router.
mod handler;

#[cfg(feature = "serve")]
pub(crate) use handler::Handler;
pub(crate) use handler::TreeRoutes;
#[cfg(feature = "serve")]
pub(crate) use probes::Draining;
pub use root::root;

use std::{path::Path, sync::Arc, time::Instant};

use axum::{Router, body::Body, extract::Request, routing::any};

use crate::{
    carrier::signature::Address,
    dialog::{call::Dialog, tree::PhoneTree},
    service::{
        config::{Checked, Host, SettingError, SettingErrors, Settings},
        development::{Develop, Development, RESERVED_PATHS, Site},
        events::Events,
        origin_guard::{Links, OriginError, OriginGuard},
        prompts::{Followed, PromptErrors, Watched},
        request_headers::RequestHeaders,
        session::Sessions,
        snapshot::Snapshots,
        store::{DamagedFilePolicy, StoreError},
        telemetry::Metrics,
        webhook::{Rejection, Webhook},
    },
};

/// Returns the routes of a tree, to nest in your own app.
///
/// A tree called `Acme` is served at `/acme` and below, with `/healthz`, `/readyz` and `/metrics` next to it. To
/// serve several trees in one app, nest each under its own prefix, and pass the prefix to [`Settings::mounted_at`].
///
/// # Errors
///
/// Returns every error in the settings, including settings that leave open who may call the tree.
///
/// ```
/// # use ivr_runtime::{tree::*, config::Settings};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Acme { Goodbye }
/// # impl PhoneTree for Acme { type App = (); type Data = (); const NAME: &'static str = "Acme";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Acme","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Acme::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let settings = Settings::new().auth_token("12345").public_url("https://voice.example.com");
/// let app: axum::Router = ivr_runtime::router::<Acme>((), &settings)?;
/// # let _ = app; Ok::<(), ivr_runtime::config::SettingErrors>(())
/// ```
pub fn router<T: PhoneTree>(app: T::App, settings: &Settings) -> Result<Router, SettingErrors> {
    router_with::<T>(app, settings, None)
}

/// Returns the routes of a tree, with development pages if the settings allow them; see [`router`].
///
/// # Errors
///
/// Returns the same errors as [`router`].
pub fn router_with<T: PhoneTree>(
    app: T::App,
    settings: &Settings,
    develop: Option<Develop<T>>,
) -> Result<Router, SettingErrors> {
    let dialog = Dialog::new().map_err(|error| SettingError::new("tree", error.to_string()))?;
    Ok(build::<T>(app, dialog, &settings.check(Host::Theirs)?, develop)?.routes.together().router)
}

/// Why a tree cannot be served.
#[derive(Debug)]
pub(crate) enum StartError {
    Settings(SettingErrors),
    Store(StoreError),
}

impl From<SettingErrors> for StartError {
    fn from(errors: SettingErrors) -> Self {
        Self::Settings(errors)
    }
}

impl From<StartError> for SettingErrors {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Settings(errors) => errors,
            StartError::Store(error) => SettingError::new("store", error.to_string()).into(),
        }
    }
}

/// The routes of a tree, and those for probes.
pub(crate) struct Routes<T: PhoneTree> {
    pub(crate) tree: TreeRoutes<T>,
    /// `/healthz`, `/readyz` and `/metrics`.
    pub(crate) probes: Router,
    /// The event queue.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server knows when it ends"))]
    pub(crate) events: Option<Arc<Events>>,
}

impl<T: PhoneTree> Routes<T> {
    pub(crate) fn together(self) -> TreeRoutes<T> {
        self.tree.merge(self.probes)
    }
}

/// The routes of a tree, and its background tasks.
pub(crate) struct Built<T: PhoneTree> {
    pub(crate) routes: Routes<T>,
    /// The tasks that a stopping process waits for.
    #[cfg(feature = "serve")]
    pub(crate) tasks: tokio_util::task::TaskTracker,
    /// The calls, which other servers may share.
    #[cfg(feature = "serve")]
    pub(crate) sessions: Option<Arc<Sessions<T>>>,
    /// Notified when the process stops.
    #[cfg(feature = "serve")]
    pub(crate) observer: Option<Arc<dyn crate::service::development::Observer>>,
    /// The names and paths of the development pages.
    #[cfg(feature = "serve")]
    pub(crate) pages: Vec<(&'static str, &'static str)>,
    /// Requests an immediate check of the prompt file.
    #[cfg(feature = "serve")]
    pub(crate) words: Option<Arc<tokio::sync::Notify>>,
}

/// Builds the routes of a tree with validated settings.
pub(crate) fn build<T: PhoneTree>(
    app: T::App,
    dialog: Dialog<T>,
    settings: &Checked,
    develop: Option<Develop<T>>,
) -> Result<Built<T>, StartError> {
    let sessions = sessions::<T>(app, settings).map_err(StartError::Store)?;
    #[cfg(feature = "serve")]
    let tasks = sessions.as_ref().map(|sessions| sessions.tasks().clone()).unwrap_or_default();
    let develop = develop.filter(|_| settings.development);
    let development = develop.map(|develop| develop(dialog.description()));
    let (dialog, followed) = worded(dialog, settings)?;
    #[cfg(feature = "serve")]
    let words = followed.as_ref().map(|followed| Arc::clone(&followed.asked));
    Ok(Built {
        routes: routes(dialog, settings, sessions.clone(), development.clone(), followed)?,
        #[cfg(feature = "serve")]
        sessions,
        #[cfg(feature = "serve")]
        tasks,
        #[cfg(feature = "serve")]
        pages: development.as_ref().map(|development| development.pages(settings)).unwrap_or_default(),
        #[cfg(feature = "serve")]
        observer: development.map(|development| development as _),
        #[cfg(feature = "serve")]
        words,
    })
}

/// Returns the tree with the texts of the prompt file in the settings, if there is one.
fn worded<T: PhoneTree>(
    dialog: Dialog<T>,
    settings: &Checked,
) -> Result<(Dialog<T>, Option<Followed>), SettingErrors> {
    let Some(path) = settings.prompts.as_deref() else { return Ok((dialog, None)) };
    let (dialog, followed) = Followed::open(path).map_err(|refused| refusal(path, refused))?;
    Ok((dialog, Some(followed)))
}

/// Returns every error in a prompt file.
pub(crate) fn refusal(path: &Path, refused: PromptErrors) -> SettingErrors {
    refused
        .0
        .into_iter()
        .map(|why| SettingError::new("prompts", format!("{}: {why}", path.display())))
        .collect()
}

/// Returns the routes of a tree with its calls. `development` observes every call; the texts change with the file in
/// `followed`.
pub(crate) fn routes<T: PhoneTree>(
    dialog: Dialog<T>,
    settings: &Checked,
    sessions: Option<Arc<Sessions<T>>>,
    development: Option<Arc<dyn Development<T>>>,
    followed: Option<Followed>,
) -> Result<Routes<T>, SettingErrors> {
    let root = root::<T>();
    let reasons = Rejection::REASONS.into_iter().chain(OriginError::REASONS);
    let metrics = Arc::new(Metrics::new(dialog.description(), reasons));
    let events = match &settings.events {
        Some(output) => Some(
            Events::start(output, dialog.description(), metrics.flow.dropped())
                .map_err(|why| SettingError::new("events", why))?,
        ),
        None => None,
    };
    let origin = settings.public_url.as_ref().map(Address::to_url).unwrap_or_default();
    let base = format!("{origin}{}{root}", settings.mount);
    let snapshots = Snapshots::new(dialog, &base, settings)?;
    let words = followed.map(|followed| {
        let words = Watched::new(followed, Arc::clone(&snapshots), Arc::clone(&metrics));
        words.tend();
        words
    });
    let webhook =
        Webhook::new(Arc::clone(&snapshots), &root, settings, Arc::clone(&metrics), sessions.clone());
    let webhook = webhook.recorded_by(events.clone());
    let webhook = Arc::new(webhook.observed_by(development.clone().map(|development| development as _)));
    let mounted = mount(&webhook, &root);
    let site = Site { webhook: &mounted, root: &root, snapshots: &snapshots, settings };
    let pages = pages(development, site)?;
    let guard = OriginGuard::of_unsigned(settings);
    let (mounted, pages, probes) = {
        let probes = probes::routes(Arc::clone(&metrics), sessions, words);
        match &guard {
            None => (mounted, pages, probes),
            Some(guard) => (
                guard.protect(mounted, Links::Refused, Some(&metrics)),
                guard.protect(pages, Links::Followed, None),
                guard.protect(probes, Links::Followed, None),
            ),
        }
    };
    let guard = guard.map(|guard| (guard, metrics));
    let tree = TreeRoutes { webhook, guard, root: root.into(), router: mounted.merge(pages) };
    Ok(Routes { tree, probes, events })
}

/// Returns the routes of a webhook.
pub(crate) fn mount<T: PhoneTree>(webhook: &Arc<Webhook<T>>, root: &str) -> Router {
    let webhook = Arc::clone(webhook);
    let answer = any(move |request: Request| {
        let webhook = Arc::clone(&webhook);
        async move {
            let (head, body) = request.into_parts();
            let answer = webhook.answer(Instant::now(), &head, RequestHeaders::of(&head.headers), body).await;
            answer.into_response(head.headers).map(Body::from)
        }
    });
    Router::new()
        .route(root, answer.clone())
        .route(&format!("{root}/"), answer.clone())
        .route(&format!("{root}/{{*place}}"), answer)
}

/// Returns the routes of the pages, or routes that answer 404 without pages.
fn pages<T: PhoneTree>(
    development: Option<Arc<dyn Development<T>>>,
    site: Site<'_, T>,
) -> Result<Router, SettingError> {
    match development {
        Some(development) => development.routes(site),
        None => Ok(RESERVED_PATHS.iter().fold(Router::new(), |router, path| {
            router.route(&format!("{}{path}", site.root), any(async || Rejection::NotFound))
        })),
    }
}

/// Returns what to do with a store that cannot be read.
fn damaged(settings: &Checked) -> DamagedFilePolicy {
    match settings.host {
        _ if settings.sets_aside_damaged_store => DamagedFilePolicy::SetAside,
        Host::Ours => DamagedFilePolicy::AnswerWithout,
        Host::Theirs => DamagedFilePolicy::Refuse,
    }
}

/// Returns the calls of a tree with Rust or data, and takes over what an earlier process left undone.
fn sessions<T: PhoneTree>(app: T::App, settings: &Checked) -> Result<Option<Arc<Sessions<T>>>, StoreError> {
    if !T::NEEDS_APP {
        return Ok(None);
    }
    let store = if T::STATEFUL {
        Some(settings.store.open(root::<T>().trim_start_matches('/'), damaged(settings))?)
    } else {
        None
    };
    let sessions = Sessions::new(app, store);
    let sessions = if settings.store.is_remote() { sessions.on_shared_store() } else { sessions };
    let sessions = Arc::new(sessions);
    if tokio::runtime::Handle::try_current().is_ok() {
        sessions.tend();
    }
    Ok(Some(sessions))
}

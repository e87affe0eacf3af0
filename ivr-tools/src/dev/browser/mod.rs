//! The phone in the browser: a page, and its calls, which use the same interpreter as every other phone of this
//! crate. `assets` contains the appearance and the sound.

// The pages and their files.
mod files;
mod pages;

// The calls of a page.
mod begins;
mod calls;
mod moves;
mod shown;

// The live view of other calls.
mod events;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, Request},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};

pub(crate) use self::calls::Desk;
use self::{begins::Begins, calls::Refusal, moves::CallerInput, shown::Shown};
use crate::dev::watch::Watch;
use ivr_runtime::{
    body::read_body,
    config::Checked,
    description::Description,
    origin_guard::{Links, OriginGuard},
    webhook::Rejection,
};

/// The page of the phone, under the tree.
pub(super) const PATH: &str = "/phone";

/// The maximum size of a move in bytes. Spoken text is the largest.
const MAX_MOVE_SIZE: usize = 16 * 1024;

/// Allows only what this server itself sends: no inline scripts, no other hosts, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Returns the routes of the phone of a tree under `root`, and of the live view if it is enabled.
pub(crate) fn routes(
    root: &str,
    tree: &Description,
    settings: &Checked,
    desk: Desk,
    watch: Arc<Watch>,
) -> Router {
    let (desk, guard) = (Arc::new(desk), OriginGuard::new(settings));
    let page = Bytes::from(pages::phone(tree, settings.watch));
    let (begin, act, body_timeout) = (Arc::clone(&desk), desk, settings.limits.body_timeout);
    let mut router = Router::new()
        .route(&format!("{root}{PATH}"), get(async move |asked| files::html(&page, &asked)))
        .route(&format!("{root}{PATH}/{{file}}"), get(files::file))
        .route(
            &format!("{root}{PATH}/calls"),
            post(async move |body: Body| {
                let body = match read_body(body, MAX_MOVE_SIZE, body_timeout).await {
                    Ok(body) => body,
                    Err(error) => return Rejection::from(error).into_response(),
                };
                match Begins::read(&body) {
                    Some(begins) => shown(begin.begin(begins).await),
                    None => (StatusCode::UNPROCESSABLE_ENTITY, "no call begins so\n").into_response(),
                }
            }),
        )
        .route(
            &format!("{root}{PATH}/calls/{{call}}/act"),
            post(async move |Path(call): Path<String>, body: Body| {
                let body = match read_body(body, MAX_MOVE_SIZE, body_timeout).await {
                    Ok(body) => body,
                    Err(error) => return Rejection::from(error).into_response(),
                };
                match CallerInput::read(&body) {
                    Some(made) => shown(act.act(call, made).await),
                    None => (StatusCode::UNPROCESSABLE_ENTITY, "there is no such move\n").into_response(),
                }
            }),
        );
    if settings.watch {
        let page = Bytes::from(pages::watch(tree));
        router = router
            .route(&format!("{root}/watch"), get(async move |asked| files::html(&page, &asked)))
            .route(&format!("{root}/events"), get(async move || events::stream(&watch)));
    }
    router.layer(middleware::from_fn(move |request, next| admit(guard.clone(), request, next)))
}

/// Admits requests of this machine, and adds security headers to the responses.
async fn admit(guard: OriginGuard, request: Request, next: Next) -> Response {
    let mut response = match guard.check(&request, Links::Followed) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn shown(answer: Result<Shown, Refusal>) -> Response {
    let text = |shown| serde_json::to_string(&shown).map_err(|_| Refusal::Broken);
    match answer.and_then(text) {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], text)
            .into_response(),
        Err(refusal) => (refusal.status(), refusal.to_string()).into_response(),
    }
}

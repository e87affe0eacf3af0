//! Requests by hand that no simulated phone sends: repeated, out of order, of several legs at once.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;

/// The status and body of an answer.
pub(crate) async fn answer(router: &Router, method: &str, target: &str, form: &str) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, body) = (response.status(), response.into_body());
    (status, String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap())
}

/// The document that a POST is answered with.
pub(crate) async fn document(router: &Router, target: &str, form: &str) -> String {
    let (status, document) = answer(router, "POST", target, form).await;
    assert_eq!(status, StatusCode::OK, "{target}: {document}");
    document
}

/// The value of the first attribute of this name.
pub(crate) fn attribute(document: &str, name: &str) -> String {
    let (_, rest) =
        document.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name}: {document}"));
    let (value, _) = rest.split_once('"').unwrap();
    value.replace("&amp;", "&")
}

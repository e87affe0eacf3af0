//! The same application in process and over a socket: headers, signatures, limits and errors.

use axum::{
    Router,
    body::Bytes,
    extract::Request as Asked,
    http::{StatusCode, Uri},
    routing::any,
};
use tokio::net::TcpListener;

use super::*;
use crate::simulator::url::Url;
use ivr_runtime::signature::Key;

/// Answers with what it was asked, header by header.
async fn echo(request: Asked) -> String {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_DOCUMENT_LENGTH).await.unwrap();
    let mut seen = vec![format!("{} {}", parts.method, parts.uri)];
    seen.extend(parts.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())));
    seen.push(String::from_utf8(body.to_vec()).unwrap());
    seen.join("\n")
}

fn app() -> Router {
    Router::new()
        .route("/echo", any(echo))
        .route("/large", any(|uri: Uri| async move { "x".repeat(uri.query().unwrap().parse().unwrap()) }))
        .route("/cookie", any(|| async { [("set-cookie", "state=menu; Path=/")] }))
        .route("/basic", any(|asked: Asked| guarded(asked, r#"Basic realm="line""#)))
        .route(
            "/digest",
            any(|asked: Asked| guarded(asked, r#"Digest realm="line", nonce="n1", qop="auth""#)),
        )
        .route("/silent", any(|asked: Asked| guarded(asked, "")))
        .route("/moved", any(|| async { (StatusCode::FOUND, [("location", "/echo")], Bytes::new()) }))
}

/// Asks for credentials, and answers with what came.
async fn guarded(asked: Asked, challenge: &'static str) -> axum::response::Response {
    use axum::response::IntoResponse;
    match asked.headers().get("authorization") {
        Some(_) => echo(asked).await.into_response(),
        None if challenge.is_empty() => StatusCode::UNAUTHORIZED.into_response(),
        None => (StatusCode::UNAUTHORIZED, [("www-authenticate", challenge)]).into_response(),
    }
}

fn request(method: Method, url: &str) -> Request {
    let form = vec![("From", "+1555".to_owned())];
    Request::new(method, Url::parse(url).unwrap(), form, Vec::new())
}

async fn in_process(request: &Request, key: Option<&Key>) -> Result<Response, Alert> {
    fetch(&mut InProcess(app()), request, key, &mut Kept::default()).await
}

/// Serves the application on a free port, and makes the request there.
async fn over_socket(method: Method, path: &str) -> Result<Response, Alert> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{path}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, app()).await });
    fetch(&mut Socket::default(), &request(method, &url), None, &mut Kept::default()).await
}

fn text(response: Result<Response, Alert>) -> String {
    String::from_utf8(response.unwrap().body).unwrap()
}

#[tokio::test]
async fn a_post_arrives_as_the_provider_sends_it() {
    let request = request(Method::Post, "http://host:81/echo?a=b");
    let seen = text(in_process(&request, None).await);
    for line in [
        "POST /echo?a=b",
        "host: host:81",
        "user-agent: TwilioProxy/1.1",
        "content-type: application/x-www-form-urlencoded; charset=UTF-8",
        &format!("i-twilio-idempotency-token: {}", request.idempotency_token),
        "From=%2B1555",
    ] {
        assert!(seen.lines().any(|own| own == line), "{line} in {seen}");
    }
    assert!(!seen.contains("x-twilio-signature"), "{seen}");
}

#[tokio::test]
async fn a_get_carries_its_fields_in_its_address() {
    let seen = text(in_process(&request(Method::Get, "http://host/echo?a=b"), None).await);
    assert!(seen.starts_with("GET /echo?a=b&From=%2B1555\n"), "{seen}");
    assert!(!seen.contains("content-type"), "{seen}");
}

#[tokio::test]
async fn both_methods_are_signed_as_they_are_sent() {
    let key = Key::new("12345");
    let signed =
        |seen: String| seen.lines().find_map(|l| l.strip_prefix("x-twilio-signature: ").map(str::to_owned));
    let posted = text(in_process(&request(Method::Post, "http://host/echo"), Some(&key)).await);
    assert_eq!(signed(posted), Some(key.sign("http://host/echo", &[("From", "+1555")])));
    let got = text(in_process(&request(Method::Get, "http://host/echo"), Some(&key)).await);
    assert_eq!(signed(got), Some(key.sign("http://host/echo?From=%2B1555", &[])));
}

#[tokio::test]
async fn a_cookie_comes_back_with_the_next_request() {
    let mut kept = Kept::default();
    let line = &mut InProcess(app());
    fetch(line, &request(Method::Post, "http://host/cookie"), None, &mut kept).await.unwrap();
    let seen = text(fetch(line, &request(Method::Post, "http://host/echo"), None, &mut kept).await);
    assert!(seen.contains("\ncookie: state=menu\n"), "{seen}");
}

#[tokio::test]
async fn a_socket_carries_the_same() {
    let seen = text(over_socket(Method::Post, "/echo").await);
    assert!(seen.starts_with("POST /echo\nhost: 127.0.0.1:"), "{seen}");
    assert!(seen.ends_with("\nFrom=%2B1555"), "{seen}");
}

#[tokio::test]
async fn a_redirect_is_reported_and_not_followed_here() {
    let response = over_socket(Method::Post, "/moved").await.unwrap();
    assert_eq!((response.status, response.location.as_deref()), (302, Some("/echo")));
}

#[tokio::test]
async fn a_document_over_the_limit_is_refused_on_both_lines() {
    let largest = over_socket(Method::Post, "/large?65536").await.unwrap();
    assert_eq!(largest.body.len(), MAX_DOCUMENT_LENGTH);
    assert_eq!(over_socket(Method::Post, "/large?65537").await.unwrap_err().code(), Some(11750));
    let request = request(Method::Post, "http://host/large?65537");
    assert_eq!(in_process(&request, None).await.unwrap_err().code(), Some(11750));
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let request = request(Method::Post, &format!("http://{free}/"));
    assert_eq!(
        fetch(&mut Socket::default(), &request, None, &mut Kept::default()).await.unwrap_err().code(),
        Some(11202)
    );
}

#[tokio::test]
async fn an_answer_that_is_no_http_breaks_off() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let request = request(Method::Post, &format!("http://{}/", listener.local_addr().unwrap()));
    tokio::spawn(async move { listener.accept().await.map(drop) });
    assert_eq!(
        fetch(&mut Socket::default(), &request, None, &mut Kept::default()).await.unwrap_err().code(),
        Some(11206)
    );
}

#[tokio::test]
async fn an_https_address_is_reached_where_the_server_itself_listens() {
    let request = request(Method::Post, "https://voice.example.com/echo");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let via = Some(listener.local_addr().unwrap().to_string());
    tokio::spawn(async { axum::serve(listener, app()).await });
    let mut socket = Socket { via, trusted: None };
    let seen = text(fetch(&mut socket, &request, None, &mut Kept::default()).await);
    assert!(seen.starts_with("POST /echo\nhost: voice.example.com\n"), "{seen}");
}

#[tokio::test]
async fn an_https_address_that_speaks_no_tls_is_told_as_the_provider_tells_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let request = request(Method::Post, &format!("https://{}/echo", listener.local_addr().unwrap()));
    tokio::spawn(async { axum::serve(listener, app()).await });
    let alert = fetch(&mut Socket::default(), &request, None, &mut Kept::default()).await.unwrap_err();
    assert_eq!(alert.code(), Some(11220));
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn an_https_address_is_believed_by_those_who_are_trusted_and_by_nobody_else() {
    let signed = ivr_test_certificates::rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let file = |kind| std::env::temp_dir().join(format!("ivr-line-{}.{kind}", std::process::id()));
    std::fs::write(file("pem"), signed.cert.pem()).unwrap();
    std::fs::write(file("key"), signed.signing_key.serialize_pem()).unwrap();
    let certificate = ivr_runtime::tls::Certificate::open(file("pem"), file("key")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let limits = ivr_runtime::server::Limits::default();
    tokio::spawn(ivr_runtime::server::serve_tls(
        listener,
        certificate.into(),
        app(),
        limits,
        std::future::pending(),
    ));
    let ask = async |host: &str, trusted| {
        let request = request(Method::Post, &format!("https://{host}:{port}/echo"));
        fetch(&mut Socket { via: None, trusted }, &request, None, &mut Kept::default()).await
    };
    let seen = text(ask("127.0.0.1", Some(file("pem"))).await);
    assert!(seen.starts_with("POST /echo\nhost: 127.0.0.1:"), "{seen}");
    assert_eq!(ask("localhost", Some(file("pem"))).await.unwrap_err().code(), Some(11235));
    assert_eq!(ask("127.0.0.1", None).await.unwrap_err().code(), Some(11237));
    std::fs::remove_file(file("pem")).unwrap();
    std::fs::remove_file(file("key")).unwrap();
}

#[tokio::test]
async fn a_host_that_asks_gets_the_credentials_of_the_url() {
    let ask = |url: &'static str| async move {
        let mut kept = Kept::default();
        fetch(&mut InProcess(app()), &request(Method::Post, url), None, &mut kept).await.unwrap()
    };
    let body = |response: Response| String::from_utf8(response.body).unwrap();
    // `ann:p@ss` in base64.
    for path in ["http://ann:p%40ss@host/basic", "http://ann:p%40ss@host/silent"] {
        let seen = body(ask(path).await);
        assert!(
            seen.contains("\nauthorization: Basic YW5uOnBAc3M=\n") && seen.contains("\nhost: host\n"),
            "{seen}"
        );
    }
    let digest = body(ask("http://ann:p%40ss@host/digest?a=b").await);
    assert!(
        digest
            .contains(r#"authorization: Digest username="ann", realm="line", nonce="n1", uri="/digest?a=b""#),
        "{digest}"
    );
    assert!(digest.contains("qop=auth, nc=00000001"), "{digest}");
    assert_eq!(ask("http://host/basic").await.status, 401);
    let open = body(ask("http://ann:p%40ss@host/echo").await);
    assert!(!open.contains("authorization"), "sent only where it is asked for: {open}");
}

#[tokio::test]
async fn credentials_are_kept_for_the_call_and_for_their_host() {
    let (line, mut kept) = (&mut InProcess(app()), Kept::default());
    for (url, sent) in
        [("http://ann:pass@host/basic", true), ("http://host/echo", true), ("http://other/echo", false)]
    {
        let seen = text(fetch(line, &request(Method::Get, url), None, &mut kept).await);
        assert_eq!(seen.contains("authorization: Basic YW5uOnBhc3M="), sent, "{url} {seen}");
    }
}

#[tokio::test]
async fn a_password_is_not_signed() {
    let key = Key::new("12345");
    let seen = text(in_process(&request(Method::Post, "http://ann:pass@host/echo"), Some(&key)).await);
    let signature = key.sign("http://host/echo", &[("From", "+1555")]);
    assert!(seen.contains(&format!("x-twilio-signature: {signature}")), "{seen}");
}

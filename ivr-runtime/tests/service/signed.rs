//! A signed tree: who may call it, and what is logged about others.

use ivr_runtime::{
    config::Settings,
    router,
    signature::{Algorithm, Key},
};

use crate::{
    fixture::Acme,
    log::Log,
    provider::{CALL, PUBLIC, TOKEN, Webhook, guarded},
};

#[tokio::test]
async fn what_the_provider_signed_comes_in() {
    let router = guarded::<Acme>();
    for webhook in [
        Webhook::post("/acme", &[]),
        Webhook::post("/acme?line=1&x=%27a%20b", &[]),
        Webhook::get("/acme", &[("FromCity", "San José")]),
        Webhook::raw("/acme", b""),
        Webhook::post(
            "/acme/Menu",
            &[("Digits", ""), ("FromCity", ""), ("StirVerstat", "TN-Validation-Passed-A")],
        ),
        Webhook::post("/acme/Menu", &[("Digits", "1"), ("Digits", "3"), ("Digits", "1")]),
        Webhook::post("/acme/Menu/1", &[("SpeechResult", "où est l’été ? 100 % & plus"), ("Brandneu", "ß")]),
    ] {
        webhook.clone().signed().to(&router).await.twiml();
        webhook.to(&router).await.is_refused_with(403);
    }
}

#[tokio::test]
async fn a_request_that_was_passed_on_is_signed_with_its_query() {
    let router = guarded::<Acme>();
    let pressed = Webhook::post("/acme/Nowhere", &[("Digits", "3")]).signed().to(&router).await;
    pressed.says("https://voice.example.com/acme/Nowhere?Digits=3&amp;ivr-retry=1</Redirect>");
    assert_eq!(pressed.headers["connection"], "close");
    // A server that knows the state learns only from the query what was pressed.
    let passed_on = Webhook::post("/acme/Menu?Digits=3&ivr-retry=1", &[]);
    passed_on.clone().signed().to(&router).await.says("We are open");
    let forged = passed_on.signed_for("https://voice.example.com/acme/Menu?Digits=1&ivr-retry=1");
    forged.to(&router).await.is_refused_with(403);
    // A query that was not passed on contains no input.
    let silent = Webhook::post("/acme/Menu?Digits=3", &[]).signed().to(&router).await;
    silent.says("/acme/Menu/1");
}

#[tokio::test]
async fn behind_a_proxy_only_the_public_url_counts() {
    let router = guarded::<Acme>();
    let proxied = |webhook: Webhook| {
        let behind = webhook.with("host", "10.0.0.7:3000").with("x-forwarded-proto", "http");
        behind.with("x-forwarded-host", "attacker.example")
    };
    proxied(Webhook::post("/acme", &[]).signed()).to(&router).await.twiml();
    let elsewhere = Webhook::post("/acme", &[]).signed_for("http://attacker.example/acme");
    proxied(elsewhere).to(&router).await.is_refused_with(403);
}

#[tokio::test]
async fn a_public_url_may_have_a_port_a_path_and_a_password() {
    let at = |url: &str| router::<Acme>((), &Settings::new().auth_token(TOKEN).public_url(url)).unwrap();
    let router = at("https://voice.example.com:8443");
    for signed in ["https://voice.example.com/acme", "https://voice.example.com:8443/acme"] {
        let answer = Webhook::post("/acme", &[]).signed_for(signed).to(&router).await;
        answer.says(r#"action="https://voice.example.com:8443/acme/Menu""#);
    }
    let under = Webhook::post("/acme", &[]).signed_for("https://voice.example.com/tenant/acme");
    let answer = under.to(&at("https://voice.example.com/tenant/")).await;
    answer.says(r#"action="https://voice.example.com/tenant/acme/Menu""#);
    let signed = Webhook::post("/acme", &[]).signed();
    let answer = signed.to(&at("https://user:word@voice.example.com")).await;
    answer.says(r#"action="https://user:word@voice.example.com/acme/Menu""#);
}

#[tokio::test]
async fn without_a_public_url_the_host_of_the_request_is_taken_for_it() {
    let router = router::<Acme>((), &Settings::new().auth_token(TOKEN)).unwrap();
    let webhook = || Webhook::post("/acme", &[]).with("host", "127.0.0.1:4000");
    for origin in ["http://127.0.0.1:4000", "https://127.0.0.1"] {
        webhook().signed_for(&format!("{origin}/acme")).to(&router).await.says(r#"action="/acme/Menu""#);
    }
    let log = Log::start();
    webhook().signed_for("http://10.0.0.7/acme").to(&router).await.is_refused_with(403);
    log.has("no public URL is set");
    webhook().to(&router).await.is_refused_with(403);
}

#[tokio::test]
async fn every_path_of_the_tree_is_guarded() {
    let router = guarded::<Acme>();
    for path in ["/acme", "/acme/", "/acme/Menu", "/acme/Retired", "/acme/status", "/acme/recording"] {
        Webhook::post(path, &[]).to(&router).await.is_refused_with(403);
        Webhook::get(path, &[]).to(&router).await.is_refused_with(403);
        let answer = Webhook::post(path, &[]).signed().to(&router).await;
        assert!(answer.status.is_success(), "{path} {answer:?}");
    }
}

#[tokio::test]
async fn what_was_changed_on_the_way_is_refused() {
    let router = guarded::<Acme>();
    let signature =
        Key::new(TOKEN).sign(&format!("{PUBLIC}/acme/Menu"), &[&CALL[..], &[("Digits", "1")]].concat());
    let sent = |target: &str, fields: &[(&str, &str)], signature: &str| {
        Webhook::post(target, fields).with("x-twilio-signature", signature)
    };
    sent("/acme/Menu", &[("Digits", "1")], &signature).to(&router).await.twiml();
    for webhook in [
        sent("/acme/Menu", &[("Digits", "2")], &signature),
        sent("/acme/Menu", &[("Digits", "1"), ("More", "")], &signature),
        sent("/acme/Menu", &[], &signature),
        sent("/acme/Hours", &[("Digits", "1")], &signature),
        sent("/acme/Menu?x=1", &[("Digits", "1")], &signature),
        sent("/acme/Menu", &[("Digits", "1")], ""),
        sent("/acme/Menu", &[("Digits", "1")], &signature[..14]),
        sent("/acme/Menu", &[("Digits", "1")], &signature.to_lowercase()),
        sent("/acme/Menu", &[("Digits", "1")], "ÄÖÜ"),
    ] {
        webhook.to(&router).await.is_refused_with(403);
    }
}

#[tokio::test]
async fn the_log_names_the_part_that_differs_and_never_a_secret() {
    let (router, log) = (guarded::<Acme>(), Log::start());
    for (signed_for, words) in [
        ("http://voice.example.com/acme", "the scheme differs: signed for http://"),
        ("https://other.example.com/acme", "the host differs: signed for `other.example.com`"),
        ("https://voice.example.com:8080/acme", "the port differs: signed with port 8080"),
        ("https://voice.example.com/acme/", "the path differs: signed for `/acme/`"),
        ("https://voice.example.com/v1/acme", "the path differs: signed for `/v1/acme`"),
        ("https://voice.example.com/else", "the token differs, or something that this server cannot see"),
    ] {
        let webhook = Webhook::post("/acme", &[("Digits", "271828")]).signed_for(signed_for);
        let webhook = webhook.with("host", "other.example.com").with("x-forwarded-prefix", "/v1");
        webhook.to(&router).await.is_refused_with(403);
        log.has(words);
    }
    let url = format!("{PUBLIC}/acme");
    let text = CALL.map(|(name, value)| [name, value].concat()).concat();
    let as_sent = Key::new(TOKEN).sign(&(url.clone() + &text), &[]);
    Webhook::post("/acme", &[]).with("x-twilio-signature", as_sent).to(&router).await.is_refused_with(403);
    log.has("the parameter order differs");
    let short = Key::new(TOKEN).sign(&url, &CALL);
    Webhook::post("/acme", &[])
        .with("x-twilio-signature", &short[..9])
        .to(&router)
        .await
        .is_refused_with(403);
    log.has("the header is not a signature: it has 9 characters");
    Webhook::post("/acme", &[]).to(&router).await.is_refused_with(403);
    log.has("the signature is missing");
    for secret in [TOKEN, "271828", "+1415", "4158675309", &short] {
        log.has_not(secret);
    }
}

#[tokio::test]
async fn a_flood_of_forgeries_is_refused_without_looking_closer() {
    let (router, log) = (guarded::<Acme>(), Log::start());
    for _ in 0..40 {
        let forged = Webhook::post("/acme", &[]).signed_for("http://voice.example.com/acme");
        forged.to(&router).await.is_refused_with(403);
    }
    assert_eq!(log.text().matches("the scheme differs").count(), 20);
}

/// A new call by POST, signed by `key`, with the shared key that `settings` names, if any.
fn signed_by(key: &Key, settings: Option<&str>, account: Option<&'static str>) -> Webhook {
    let more: Vec<_> = account.map(|sid| ("AccountSid", sid)).into_iter().collect();
    let signature = key.sign(&format!("{PUBLIC}/acme"), &[&CALL[..], &more].concat());
    let webhook = Webhook::post("/acme", &more).with("x-twilio-signature", signature);
    match settings {
        Some(settings) => webhook.with("x-twilio-webhooks-signature-settings", settings),
        None => webhook,
    }
}

fn public() -> Settings {
    Settings::new().public_url(PUBLIC)
}

#[tokio::test]
async fn both_tokens_of_a_rotation_sign_and_the_log_says_which() {
    let (old, new) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let router = router::<Acme>((), &public().auth_token(&format!("{new},{old}"))).unwrap();
    for (token, said) in [(new, "the first of 2 auth tokens"), (old, "the second of 2 auth tokens")] {
        let log = Log::start();
        signed_by(&Key::new(token), None, None).to(&router).await.twiml();
        log.has(&format!("signed with {said}"));
        log.has_not(token);
    }
    signed_by(&Key::new("another"), None, None).to(&router).await.is_refused_with(403);
    let log = Log::start();
    let elsewhere = Key::new(old).sign("http://voice.example.com/acme", &CALL);
    Webhook::post("/acme", &[]).with("x-twilio-signature", elsewhere).to(&router).await.is_refused_with(403);
    log.has("the scheme differs");
}

#[tokio::test]
async fn a_subaccount_signs_with_its_own_token() {
    const SUB: &str = "AC00000000000000000000000000000002";
    // The first `AccountSid` of a form counts, so the field of `CALL` is replaced by hand.
    let form = CALL.map(|(name, value)| (name, if name == "AccountSid" { SUB } else { value }));
    let body = crate::provider::encoded(&form);
    let of_sub = |token: &str| {
        Webhook::raw("/acme", body.as_bytes())
            .with("content-type", "application/x-www-form-urlencoded")
            .with("x-twilio-signature", Key::new(token).sign(&format!("{PUBLIC}/acme"), &form))
    };
    let router = router::<Acme>((), &public().auth_token(&format!("{TOKEN}\n{SUB}=subtoken"))).unwrap();
    of_sub("subtoken").to(&router).await.twiml();
    of_sub(TOKEN).to(&router).await.is_refused_with(403);
    signed_by(&Key::new(TOKEN), None, None).to(&router).await.twiml();
    signed_by(&Key::new("subtoken"), None, None).to(&router).await.is_refused_with(403);

    let only_sub = ivr_runtime::router::<Acme>((), &public().auth_token(&format!("{SUB}=subtoken"))).unwrap();
    let log = Log::start();
    signed_by(&Key::new(TOKEN), None, None).to(&only_sub).await.is_refused_with(403);
    log.has("no auth token is set for the account `AC00000000000000000000000000000001`");
}

#[tokio::test]
async fn a_shared_key_signs_with_the_hash_that_the_request_names() {
    let settings = "key=WKaaaa,algorithm=HMAC_SHA256";
    let sha256 = Key::with(Algorithm::HmacSha256, "secret");
    let keyed = router::<Acme>((), &public().auth_token(TOKEN).shared_key("secret")).unwrap();
    signed_by(&sha256, Some(settings), None).to(&keyed).await.twiml();
    let sha1 = Key::new("secret");
    signed_by(&sha1, Some("key=WKaaaa,algorithm=HMAC_SHA1"), None).to(&keyed).await.twiml();
    signed_by(&Key::new(TOKEN), None, None).to(&keyed).await.twiml();
    // Neither the token under the header, nor the shared key without it, nor another hash.
    for (key, settings) in [
        (&Key::new(TOKEN), Some("key=WKaaaa,algorithm=HMAC_SHA1")),
        (&sha1, None),
        (&sha256, None),
        (&sha1, Some(settings)),
        (&sha256, Some("key=WKaaaa,algorithm=HMAC_SHA512")),
    ] {
        signed_by(key, settings, None).to(&keyed).await.is_refused_with(403);
    }

    let (unkeyed, log) = (guarded::<Acme>(), Log::start());
    signed_by(&sha256, Some(settings), None).to(&unkeyed).await.is_refused_with(403);
    log.has("signed with the shared key `WKaaaa` (HMAC_SHA256), which is not set: set TWILIO_SHARED_KEY");
    log.has_not("the token differs");
}

#[tokio::test]
async fn a_get_with_special_characters_is_accepted_or_blamed_on_what_differs() {
    let (router, log) = (guarded::<Acme>(), Log::start());
    let webhook = Webhook::get("/acme", &[("Caller", "sip:ann@pbx.example"), ("FromCity", "L'Aquila")]);
    let signed = |origin: &str| {
        let query = crate::provider::encoded(&CALL);
        webhook
            .clone()
            .signed_for(&format!("{origin}/acme?{query}&Caller=sip:ann@pbx.example&FromCity=L'Aquila"))
    };
    signed(PUBLIC).to(&router).await.twiml();
    signed("http://voice.example.com").to(&router).await.is_refused_with(403);
    log.has("the scheme differs: signed for http://");
    log.has_not("the token differs");
}

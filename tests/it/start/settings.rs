//! Settings that would open the tree to everybody, or that are likely mistakes.

use super::triage;
use crate::program::{Running, ends};

const PUBLIC: [&str; 4] = ["--store", "memory:", "--public-url", "https://voice.example.com"];

#[test]
fn a_public_url_without_a_token_is_refused() {
    let (code, said) = ends(&mut triage(&PUBLIC));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("no token is set: set TWILIO_AUTH_TOKEN"), "{said}");
}

#[test]
fn an_empty_variable_is_refused_and_named() {
    for name in ["TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN_FILE", "IVR_PUBLIC_URL", "IVR_LOG"] {
        for value in ["", "  "] {
            let (code, said) = ends(triage(&["--store", "memory:"]).env(name, value));
            assert_eq!(code, Some(2), "{name}: {said}");
            assert!(said.contains(&format!("{name} is set, but empty")), "{said}");
        }
    }
}

#[test]
fn a_misspelt_variable_is_refused_and_the_right_one_named() {
    for (typed, meant) in [
        ("IVR_PUBLC_URL", "IVR_PUBLIC_URL"),
        ("TWILIO_AUTHTOKEN", "TWILIO_AUTH_TOKEN"),
        ("IVR_LOGG", "IVR_LOG"),
    ] {
        let (code, said) = ends(triage(&["--store", "memory:"]).env(typed, "https://voice.example.com"));
        assert_eq!(code, Some(2), "{typed}: {said}");
        assert!(said.contains(&format!("there is no variable {typed}: did you mean {meant}?")), "{said}");
    }
}

#[test]
fn a_secret_that_is_no_secret_is_refused_and_the_cause_named() {
    for (token, cause) in [
        ("%TWILIO_AUTH_TOKEN%", "was not replaced by its value"),
        ("TWILIO_AUTH_TOKEN=12345", "the name of a variable stands in front of it"),
        ("your_auth_token", "the example of some instructions"),
    ] {
        let (code, said) = ends(triage(&PUBLIC).env("TWILIO_AUTH_TOKEN", token));
        assert_eq!(code, Some(2), "{token}: {said}");
        assert!(said.contains(cause), "{said}");
    }
}

#[test]
fn an_empty_argument_is_refused_and_named() {
    for name in ["--store", "--public-url", "--tls-cert"] {
        let (code, said) = ends(&mut triage(&[name, ""]));
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn a_public_url_with_a_token_or_unsigned_is_served() {
    for (arguments, token) in [(&[][..], Some("12345")), (&["--unsigned"][..], None)] {
        let mut command = triage(&[&PUBLIC, arguments].concat());
        command.envs(token.map(|token| ("TWILIO_AUTH_TOKEN", token)));
        let mut running = Running::start(&mut command);
        assert_eq!(running.line(), "webhook  https://voice.example.com/triage");
        running.stop();
    }
}

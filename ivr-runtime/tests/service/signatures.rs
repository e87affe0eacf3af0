//! The signatures that Twilio and its client libraries publish, and what those libraries accept.

use ivr_runtime::signature::{Address, Claim, Key, Seen};
use serde_json::Value;

const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const FORM: [(&str, &str); 5] = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
];
const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

fn verify(token: &str, url: &str, form: &[(&str, &str)], signature: &str) -> bool {
    let path = url.find("://").and_then(|scheme| url[scheme + 3..].find('/').map(|path| scheme + 3 + path));
    let (address, target) = url.split_at(path.unwrap_or(url.len()));
    let address: Address = address.parse().unwrap();
    Key::new(token).verify(&Claim { address: &address, target, form, signature })
}

#[test]
fn every_published_signature_is_made_and_accepted() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../data/twilio_signatures.json")).unwrap();
    assert_eq!(vectors.len(), 14);
    for vector in &vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let mut form = Vec::new();
        for (name, value) in vector["params"].as_object().unwrap() {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            form.extend(values.iter().map(|value| (name.as_str(), value.as_str().unwrap())));
        }
        let (name, url, signature) = (text("name"), text("url"), text("signature"));
        assert_eq!(Key::new(text("token")).sign(url, &form), signature, "{name}");
        assert!(verify(text("token"), url, &form, signature), "{name}");
        assert!(!verify("54321", url, &form, signature), "{name}");
    }
}

#[test]
fn a_port_is_accepted_whether_or_not_it_was_signed() {
    let with = |place: &str| URL.replace("mycompany.com", place);
    let port_443 = "kvajT1Ptam85bY51eRf/AJRuM3w=";
    assert!(verify("12345", &with("mycompany.com:1234"), &FORM, SIGNATURE));
    assert!(verify("12345", URL, &FORM, port_443));
    assert!(!verify("12345", &with("mycompany.com:1234"), &FORM, port_443));

    let http = URL.replace("https", "http");
    assert!(verify("12345", &http, &FORM, "0ZXoZLH/DfblKGATFgpif+LLRf4="));
}

#[test]
fn a_password_is_accepted_whether_or_not_it_was_signed() {
    let with = |place: &str| URL.replace("mycompany.com", place);
    for signature in [SIGNATURE, "CukzLTc1tT5dXEDIHm/tKBanW10=", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="] {
        assert!(verify("12345", &with("user:pass@mycompany.com"), &FORM, signature), "{signature}");
        assert!(verify("12345", &with("user:pass@mycompany.com:443"), &FORM, signature), "{signature}");
    }
    assert!(!verify("12345", &with("user:word@mycompany.com"), &FORM, "CukzLTc1tT5dXEDIHm/tKBanW10="));
}

#[test]
fn a_field_more_or_less_or_changed_is_refused() {
    assert!(verify("12345", URL, &FORM, SIGNATURE));
    assert!(!verify("12345", URL, &FORM[1..], SIGNATURE));
    assert!(!verify("12345", URL, &[&FORM[..], &[("Body", "")]].concat(), SIGNATURE));
    assert!(!verify(
        "12345",
        URL,
        &FORM.map(|(name, value)| (name, value.trim_start_matches('+'))),
        SIGNATURE
    ));
    assert!(!verify("12345", "https://mycompany.com/myapp.php?bar=2&foo=1", &FORM, SIGNATURE));
}

#[test]
fn repeated_values_count_once_and_fields_are_sorted_by_name() {
    let repeated = [
        ("Sid", "CA123"),
        ("Digits", "5678"),
        ("SidAccount", "AC123"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ];
    assert!(verify("12345", URL, &repeated, "IK+Dwps556ElfBT0I3Rgjkr1wJU="));
    assert!(verify("12345", URL, &repeated[..4], "IK+Dwps556ElfBT0I3Rgjkr1wJU="));
    assert!(!verify("12345", URL, &repeated[..3], "IK+Dwps556ElfBT0I3Rgjkr1wJU="));
}

#[test]
fn a_get_is_accepted_in_every_spelling_of_twilio_and_its_libraries() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../data/get_spellings.json")).unwrap();
    assert_eq!(vectors.len(), 11);
    for vector in &vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let (name, key) = (text("name"), Key::new(text("token")));
        assert_eq!(key.sign(text("signed"), &[]), text("signature"), "{name}");
        let requested = format!("https://mycompany.com{}", text("requested"));
        assert!(verify(text("token"), &requested, &[], text("signature")), "{name}");
        assert!(!verify("54321", &requested, &[], text("signature")), "{name}");
        assert!(!verify(text("token"), &format!("{requested}&y=1"), &[], text("signature")), "{name}");
    }
}

#[test]
fn a_spelling_with_another_meaning_is_refused_and_explained_by_the_query() {
    let requested = "/line?x=1%26y%3D2&z=%2B";
    let signed = |query: &str| Key::new("12345").sign(&format!("https://mycompany.com/line?{query}"), &[]);
    for query in ["x=1&y=2&z=%2B", "x=1%26y%3D2&z=+", "x=1&y=2&z=+"] {
        assert!(
            !verify("12345", &format!("https://mycompany.com{requested}"), &[], &signed(query)),
            "{query}"
        );
    }
    let address: Address = "https://mycompany.com".parse().unwrap();
    let signature = signed("x=1&y=2&z=+");
    let claim = Claim { address: &address, target: requested, form: &[], signature: &signature };
    assert_eq!(Key::new("12345").difference(&claim, &Seen::default()).names(), "query");
}

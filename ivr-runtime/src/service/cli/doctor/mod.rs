//! `doctor`: checks the settings from Twilio's point of view, and says what to change.

// The certificate, if the server terminates TLS itself.
#[cfg(feature = "tls")]
mod certificate;

// The store and other files.
mod store;

// The settings of the numbers at Twilio.
mod numbers;

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    process::ExitCode,
};

use clap::{Arg, ArgMatches, Command};

use super::serve::{arguments, settings};
use crate::{
    audio::{self, Window},
    carrier::signature::Address,
    description::Verb,
    dialog::{
        call::Dialog,
        tree::{Callback, PhoneTree},
    },
    service::{
        config::{Checked, Host, SettingErrors, Settings},
        prompts, router, snapshot,
    },
    twiml::Documents,
};

/// Host names that do not resolve outside.
const PRIVATE_NAMES: [&str; 8] =
    ["localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid"];

const ACCOUNT: &str = "\
With TWILIO_ACCOUNT_SID, and an auth token or TWILIO_API_KEY and TWILIO_API_SECRET, the configuration of the numbers of the
account is read from Twilio's API.";

pub(super) fn command() -> Command {
    Command::new("doctor")
        .about("Checks the settings from Twilio's point of view, and says what to change")
        .arg(
            Arg::new("number")
                .long("number")
                .value_name("NUMBER")
                .help("Checks this number of the account instead of all that lead to this server"),
        )
        .arg(
            Arg::new("api-url")
                .long("api-url")
                .value_name("URL")
                .help("Another server in place of Twilio's API [env: IVR_API_URL]"),
        )
        .args(arguments())
        .after_help(ACCOUNT)
}

pub(super) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let root = router::root::<T>();
    let settings = match matches.get_one::<String>("api-url") {
        Some(url) => settings(matches).api_url(url),
        None => settings(matches),
    };
    let mut findings = examine(&settings, &root);
    let (dialog, words) = words(dialog, &settings, &root);
    findings.extend(words);
    // Errors in the settings are among the findings already.
    if let Ok(settings) = settings.check(Host::Ours) {
        findings.extend(recordings(&dialog, &settings));
        findings.extend(store::store::<T>(&settings));
        let asked = matches.get_one::<String>("number").map(String::as_str);
        findings.extend(callbacks(&dialog, &settings, &root));
        findings.extend(numbers::numbers(dialog.description(), &settings, &root, asked).unwrap_or_default());
    }
    for finding in &findings {
        println!("{}", finding.line());
    }
    if findings.iter().any(|finding| matches!(finding, Finding::Fails(_))) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The result of a check.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Finding {
    Fine(String),
    /// It works, with a remark.
    Note(String),
    /// Calls would fail, or would not be secure.
    Fails(String),
}

impl Finding {
    fn line(&self) -> String {
        match self {
            Self::Fine(what) => format!("ok    {what}"),
            Self::Note(what) => format!("note  {what}"),
            Self::Fails(what) => format!("FAIL  {what}"),
        }
    }
}

use Finding::{Fails, Fine, Note};

/// Checks that the tree can be said, and the tree with its prompt file, if there is one.
fn words<T: PhoneTree>(dialog: &Dialog<T>, settings: &Settings, root: &str) -> (Dialog<T>, Vec<Finding>) {
    let too_long =
        |dialog: &Dialog<T>| Documents::new(dialog, root).err().map(|error| Fails(error.to_string()));
    let Some(path) = settings.prompts_file() else {
        return (dialog.clone(), too_long(dialog).into_iter().collect());
    };
    match prompts::read(path) {
        Ok(dialog) => {
            let fine = Fine(format!("{} contains the prompts of the tree", path.display()));
            let finding = too_long(&dialog).unwrap_or(fine);
            (dialog, vec![finding])
        }
        Err(refused) => (dialog.clone(), wrong(&router::refusal(path, refused))),
    }
}

fn examine(settings: &Settings, root: &str) -> Vec<Finding> {
    match settings.check(Host::Ours) {
        Ok(checked) => {
            let mut findings = vec![token(&checked)];
            findings.extend(public_url(&checked, root));
            #[cfg(feature = "tls")]
            findings.extend(certificate::certificate(&checked));
            findings.push(bind(checked.bind));
            // With credentials, the configuration of the numbers is read instead.
            if checked.account.is_none() {
                findings.extend(number(&checked, root));
            }
            findings
        }
        Err(errors) => wrong(&errors),
    }
}

fn wrong(errors: &SettingErrors) -> Vec<Finding> {
    errors.iter().map(|error| Fails(error.to_string())).collect()
}

fn token(settings: &Checked) -> Finding {
    let (tokens, shared) = (settings.keys.tokens(), settings.keys.shared_keys());
    let set = match (tokens, shared) {
        (0, 0) if settings.unsigned => {
            return Note("signatures are not verified here; something in front must do it".into());
        }
        (0, 0) => {
            return Fails(
                "there is no auth token, so anybody could pretend to be Twilio: set TWILIO_AUTH_TOKEN".into(),
            );
        }
        (1, 0) => "the auth token is set".to_owned(),
        (_, 0) => format!("{tokens} auth tokens are set, each of which is accepted"),
        (0, _) => format!("shared keys are set ({shared}), and no auth token"),
        (_, _) => format!("auth tokens ({tokens}) and shared keys ({shared}) are set"),
    };
    Fine(format!("{set}: every webhook must be signed"))
}

fn public_url(settings: &Checked, root: &str) -> Vec<Finding> {
    let Some(url) = &settings.public_url else {
        let bind = settings.bind;
        return vec![Fails(format!(
            "there is no public URL, and Twilio cannot reach {bind}: set --public-url https://…, the address \
             of the proxy or tunnel in front"
        ))];
    };
    let mut findings = Vec::new();
    if !url.is_https() {
        findings.push(Fails(format!("{url} is not https: the input of callers would not be encrypted")));
    }
    if url.host().contains('_') {
        findings.push(Fails(format!("the host `{}` has an underscore: Twilio does not call it", url.host())));
    }
    if is_private(url.host()) {
        findings.push(Fails(format!("the host `{}` cannot be reached from outside", url.host())));
    }
    if url.path().ends_with(root) {
        findings.push(Fails(format!(
            "{url} ends with `{root}` already: remove that, it is appended automatically"
        )));
    }
    if findings.is_empty() {
        findings.push(Fine(format!("the public URL is {url}: signatures are checked against it")));
    }
    findings
}

fn is_private(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
    match bare.parse() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => is_private_v6(address),
        Err(_) => !bare.contains('.') || PRIVATE_NAMES.iter().any(|name| bare.ends_with(name)),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let shared = matches!(address.octets(), [100, 64..=127, ..]);
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || shared
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let nested = address.to_ipv4_mapped().is_some_and(is_private_v4);
    let local = address.is_unique_local() || address.is_unicast_link_local();
    address.is_loopback() || address.is_unspecified() || local || nested
}

/// Checks that Twilio can fetch what the tree plays.
fn recordings<T: PhoneTree>(dialog: &Dialog<T>, settings: &Checked) -> Vec<Finding> {
    let dialog = if settings.spoken { dialog.clone().spoken() } else { dialog.clone() };
    let (dialog, audio) = match snapshot::placed(dialog, &settings.recordings) {
        Ok(placed) => placed,
        Err(errors) => return wrong(&errors),
    };
    let played = dialog.description().played();
    if played.is_empty() {
        return Vec::new();
    }
    let s3 = &settings.recordings.s3;
    let store = s3.store().filter(|_| audio.signs());
    let bases: BTreeSet<&str> =
        played.iter().filter_map(|played| played.base.as_deref()).chain(store).collect();
    let mut findings: Vec<Finding> = bases.iter().copied().filter_map(unreachable).collect();
    if findings.is_empty() {
        let from: Vec<String> = bases.into_iter().map(audio::without_password).collect();
        let from = if from.is_empty() { "the addresses in the tree".to_owned() } else { from.join(", ") };
        findings.push(Fine(format!("recordings are fetched from {from}")));
    }
    if audio.signs() {
        findings.push(Note(format!(
            "private recordings have URLs that are valid for {} h and change every {} h",
            Window::HOLDS_HOURS,
            Window::LENGTH_HOURS
        )));
    }
    if audio.signs() && s3.is_temporary() {
        findings.push(Note(
            "AWS_SESSION_TOKEN is set, so the keys are temporary: after they expire, no recording is played. \
             Restart the server with new keys a day before, or use long-lived keys that may only read the \
             recordings"
                .into(),
        ));
    }
    findings
}

/// Returns why Twilio cannot reach a URL.
fn unreachable(url: &str) -> Option<Finding> {
    let host = audio::host(url)?;
    is_private(host).then(|| Fails(format!("Twilio cannot fetch recordings from `{host}`")))
}

fn bind(address: SocketAddr) -> Finding {
    match TcpListener::bind(address) {
        Ok(_) => Fine(format!("{address} is free to listen on")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            Note(format!("something listens on {address} already, perhaps this server"))
        }
        Err(error) => Fails(format!("the server cannot listen on {address}: {error}")),
    }
}

/// Returns what to enter on the page of the number.
fn number(settings: &Checked, root: &str) -> Vec<Finding> {
    let webhook = |url: &Address| {
        Note(format!("on the number's page, “A call comes in” is: Webhook, {url}{root}, HTTP POST"))
    };
    let mut findings: Vec<_> = settings.public_url.iter().map(webhook).collect();
    findings.push(Note(
        "“Primary handler fails” should be the URL of a fixed document on another host: `fallback` writes one"
            .into(),
    ));
    findings
}

/// Returns the other URLs that Twilio requests.
fn callbacks<T: PhoneTree>(dialog: &Dialog<T>, settings: &Checked, root: &str) -> Vec<Finding> {
    let Some(url) = &settings.public_url else { return Vec::new() };
    let of_call = dialog.description().after.iter().any(|hook| hook.of == Callback::Call);
    let tells = match of_call {
        true => "it reports the end of a call, and without it `after call` never runs",
        false => "it reports the end of a call",
    };
    let mut findings = Vec::new();
    if settings.account.is_none() {
        findings.push(Note(format!(
            "on the number's page, “Call status changes” is: {url}{root}/status, HTTP POST; {tells}"
        )));
    }
    let records: Vec<_> = dialog
        .description()
        .states
        .iter()
        .filter_map(|state| match &state.verb {
            Verb::Record(record) => Some(record),
            Verb::Goto(_)
            | Verb::Gather(_)
            | Verb::Match(_)
            | Verb::Hours(_)
            | Verb::Dial(_)
            | Verb::Enqueue(_)
            | Verb::Connect(_)
            | Verb::Hangup
            | Verb::Reject { .. }
            | Verb::Redirect { .. }
            | Verb::Leave => None,
        })
        .collect();
    let named = |path, what| {
        Note(format!(
            "{what} are reported to {url}{root}/{path}, which the documents contain: there is nothing to configure"
        ))
    };
    findings.extend((!records.is_empty()).then(|| named("recording", "finished recordings")));
    let is_transcribed = records.iter().any(|record| record.transcribe);
    findings.extend(is_transcribed.then(|| named("transcription", "transcriptions")));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;
    #[cfg(feature = "s3")]
    use crate::service::config::S3;

    fn sound() -> Settings {
        Settings::new().bind("127.0.0.1:0").auth_token("12345").public_url("https://voice.example.com")
    }

    fn failures(settings: &Settings) -> Vec<String> {
        let fails = |finding: &Finding| matches!(finding, Fails(_));
        examine(settings, "/acme").iter().filter(|finding| fails(finding)).map(Finding::line).collect()
    }

    #[test]
    fn sound_settings_have_no_failure_and_tell_what_to_paste() {
        assert_eq!(failures(&sound()), Vec::<String>::new());
        let findings = examine(&sound(), "/acme");
        let paste = findings.iter().map(Finding::line).find(|line| line.contains("A call comes in")).unwrap();
        assert!(paste.contains("https://voice.example.com/acme, HTTP POST"), "{paste}");
    }

    #[test]
    fn a_public_url_that_the_provider_cannot_call_fails() {
        for (url, why) in [
            ("http://voice.example.com", "not https"),
            ("https://my_host.example.com", "underscore"),
            ("https://localhost", "from outside"),
            ("https://192.168.1.2", "from outside"),
            ("https://100.64.0.1", "from outside"),
            ("https://[::1]:3000", "from outside"),
            ("https://[fd00::1]", "from outside"),
            ("https://server.local", "from outside"),
            ("https://server", "from outside"),
            ("https://voice.example.com/acme", "ends with `/acme` already"),
            ("voice.example.com", "https://"),
        ] {
            let failures = failures(&sound().public_url(url));
            assert!(failures.len() == 1 && failures[0].contains(why), "{url}: {failures:?}");
        }
    }

    #[test]
    fn what_is_missing_fails_and_says_what_to_set() {
        let missing = failures(&Settings::new().bind("127.0.0.1:0")).join("\n");
        assert!(missing.contains("TWILIO_AUTH_TOKEN") && missing.contains("--public-url"), "{missing}");
        let unsigned = Settings::new().bind("127.0.0.1:0").unsigned().public_url("https://voice.example.com");
        assert_eq!(failures(&unsigned), Vec::<String>::new());
    }

    #[test]
    fn the_callbacks_of_a_tree_that_records_are_named() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let record = r#"{"record":{"max_length":60,"timeout":5,"transcribe":true,"arms":[]}}"#;
        let mut tree = dialog.description().clone();
        tree.states.truncate(1);
        tree.states[0].verb = serde_json::from_str(record).unwrap();
        let settings = sound().check(Host::Ours).unwrap();
        let said = |dialog: &Dialog<Acme>| {
            callbacks(dialog, &settings, "/acme").iter().map(Finding::line).collect::<String>()
        };
        for path in ["status", "recording", "transcription"] {
            let said = said(&dialog.clone().with(tree.clone()));
            assert!(said.contains(&format!("https://voice.example.com/acme/{path}")), "{said}");
        }
        tree.states[0].verb = Verb::Hangup;
        assert!(!said(&dialog.clone().with(tree.clone())).contains("/recording"));
        assert!(!said(&dialog.clone().with(tree.clone())).contains("after call"));
        tree.after = serde_json::from_str(r#"[{"of":"call","runs":["app.ended(call)"]}]"#).unwrap();
        let said = said(&dialog.with(tree));
        assert!(
            said.contains("/acme/status, HTTP POST") && said.contains("`after call` never runs"),
            "{said}"
        );
    }

    /// What is said of the recordings of a tree that plays `welcome.mp3` under `audio`.
    fn heard(audio: &str, settings: Settings) -> Vec<String> {
        let play = r#"{"play":{"url":"welcome.mp3"}}"#;
        let dialog = Dialog::<Acme>::new().unwrap();
        let mut tree = dialog.description().clone();
        tree.states[0].lines.push(serde_json::from_str(play).unwrap());
        let dialog = dialog.with(tree).under(None, audio);
        let checked = settings.unsigned().check(Host::Theirs).unwrap();
        recordings(&dialog, &checked).iter().map(Finding::line).collect()
    }

    #[test]
    fn recordings_that_the_provider_cannot_fetch_fail() {
        let fine = heard("https://a.example/", Settings::new());
        assert_eq!(fine, ["ok    recordings are fetched from https://a.example/"]);
        let local = heard("https://a.example/", Settings::new().audio("http://localhost:8000/"));
        assert_eq!(local, ["FAIL  Twilio cannot fetch recordings from `localhost`"]);
        let private = heard("s3://prompts/", Settings::new());
        assert!(
            private.iter().all(|line| line.starts_with("FAIL  audio: ")) && !private.is_empty(),
            "{private:?}"
        );
    }

    #[cfg(feature = "s3")]
    #[test]
    fn keys_that_end_are_noted() {
        let keys = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3");
        let stay = heard("s3://prompts/", Settings::new().s3(keys.clone())).join("\n");
        assert!(stay.contains("ok    recordings are fetched from s3://prompts/"), "{stay}");
        assert!(
            stay.contains("valid for 31 h and change every 6 h") && !stay.contains("temporary"),
            "{stay}"
        );
        let end = heard("s3://prompts/", Settings::new().s3(keys.clone().session_token("FwoG"))).join("\n");
        assert!(end.contains("temporary") && !end.contains("FwoG"), "{end}");
        let local =
            heard("s3://prompts/", Settings::new().s3(keys.endpoint("http://127.0.0.1:9000"))).join("\n");
        assert!(local.contains("FAIL  Twilio cannot fetch recordings from `127.0.0.1`"), "{local}");
    }

    #[test]
    fn an_address_of_another_machine_cannot_be_listened_on() {
        assert!(failures(&sound().bind("192.0.2.1:3000"))[0].contains("192.0.2.1:3000"));
    }
}

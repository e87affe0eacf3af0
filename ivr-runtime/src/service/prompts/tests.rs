//! A tree whose texts change during calls: completely or not at all, and no call ends.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use axum::{Router, body::Body, extract::Request};
use tower::ServiceExt as _;

use super::{
    watched::{Followed, Look, Watched},
    *,
};
use crate::{
    dialog::tree::{Action, Ending, Event, PhoneTree, Transition},
    service::{
        config::{Host, Settings},
        router::mount,
        snapshot::Snapshots,
        telemetry::Metrics,
        webhook::Webhook,
    },
};

/// A menu in two languages, all of whose words are in a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Shop {
    Menu,
    Hours,
}

impl PhoneTree for Shop {
    type App = ();
    type Data = ();
    const NAME: &'static str = "Shop";
    const DESCRIPTION: &'static str = r#"{"name":"Shop","language":"fr-FR","languages":[{"tag":"en-US"}],
"words":{"file":"prompts.toml","keys":[{"key":"news","optional":true,"off":true},{"key":"menu"},
 {"key":"hours","placeholders":[{"language":"fr-FR","written":"{n:digits}","number":0},{"language":"en-US","written":"{n:digits}","number":1}]}]},
"starts":[{"state":"Menu"}],"states":[
{"name":"Menu","lines":[{"say":{"text":"Alerte.","others":[{"language":"en-US","text":"Alert."}],"key":"news","optional":true}}],
 "verb":{"gather":{"keys":{"min":1,"max":1},"timeout":5,
 "prompts":[{"say":{"text":"Pour nos horaires, tapez 1.","others":[{"language":"en-US","text":"For our hours, press 1."}],"key":"menu"}}],
 "arms":[{"keys":["1"],"heard":"1","to":{"go":"Hours"}},{"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
{"name":"Hours","lines":[{"say":{"text":"De 9 à {n}.","placeholders":[{"from":8,"to":11,"number":0}],"others":[{"language":"en-US","text":"From 9 to {n}.","placeholders":[{"from":10,"to":13,"number":1}]}],"key":"hours"}}],"verb":"hangup"}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];

    fn states() -> &'static [Self] {
        &[Self::Menu, Self::Hours]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Menu", "Hours"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Menu, Event::Key1) => Transition::Go(Self::Hours),
            _ => Transition::End(Ending::Hangup),
        }
    }
}

/// A file whose every text has the number of its version.
fn version(number: usize) -> String {
    let (news, hours) = ("Alerte", "De 9 à {n:digits}");
    let on = number % 2 == 1;
    format!(
        "# Version {number}\n[news]\non = {on}\nfr-FR = '{news} v{number}.'\nen-US = 'Alert v{number}.'\n\
         [menu]\nfr-FR = 'v{number}. Pour nos horaires, tapez 1.'\nen-US = 'v{number}. For our hours, press 1.'\n\
         [hours]\nfr-FR = '{hours} v{number}.'\nen-US = 'From 9 to {{n:digits}} v{number}.'\n"
    )
    .replace("{{", "{")
    .replace("}}", "}")
}

fn told(source: &str) -> Vec<String> {
    dialog::<Shop>(source).map(drop).expect_err(source).0
}

/// What a caller hears, as JSON.
fn heard(dialog: &Dialog<Shop>) -> String {
    dialog.description().to_json()
}

#[test]
fn the_words_of_a_file_are_heard_instead_of_those_that_were_built_in() {
    let dialog = dialog::<Shop>(&version(2)).unwrap();
    let text = heard(&dialog);
    assert!(text.contains(r#"{"text":"v2. Pour nos horaires, tapez 1.","others":[{"language":"en-US","text":"v2. For our hours, press 1."}],"key":"menu"}"#), "{text}");
    assert!(
        text.contains(r#"{"text":"De 9 à {n} v2.","placeholders":[{"from":8,"to":11,"number":0}]"#),
        "{text}"
    );
    assert!(
        text.contains(r#""text":"From 9 to {n} v2.","placeholders":[{"from":10,"to":13,"number":1}]"#),
        "{text}"
    );
}

#[test]
fn what_is_switched_off_is_not_heard_and_what_is_on_is() {
    for (dialog, is_heard) in [
        (Dialog::<Shop>::new().unwrap(), false),
        (dialog::<Shop>(&version(3)).unwrap(), true),
        (dialog::<Shop>(&version(4)).unwrap(), false),
    ] {
        assert_eq!(heard(&dialog).contains("Alert"), is_heard, "{}", heard(&dialog));
    }
}

#[test]
fn a_tree_that_has_all_its_words_built_in_takes_no_file() {
    let refused = dialog::<crate::fixture::Acme>("a = 'b'").map(drop).unwrap_err();
    assert_eq!(refused.to_string(), "the tree `Acme` has no prompt file: its texts are built in");
}

#[test]
fn prompts_go_on_announcing_what_the_tree_takes() {
    let other = |from: &str, to: &str| version(1).replace(from, to);
    assert_eq!(
        told(&other("v1. Pour nos horaires, tapez 1.", "Pour nos horaires, tapez 2.")),
        [
            "line 7, column 1: callers are told in `fr-FR` to press `2`, which does nothing in `Menu` \
             (announce only keys that the program accepts; they are built in)",
            "line 7, column 1: callers of `Menu` do not hear in `fr-FR` what the key `1` is for (announce \
             it; the keys are built in)",
        ]
    );
    // An optional prompt does not count as an announcement, and a key that it mentions must have an arm.
    let only_news =
        other("v1. For our hours, press 1.", "Welcome.").replace("Alert v1.", "For our hours, press 1.");
    assert_eq!(
        told(&only_news),
        ["line 8, column 1: callers of `Menu` do not hear in `en-US` what the key `1` is for (announce \
             it; the keys are built in)"]
    );
    let wrong_news = other("Alert v1.", "For news, press 3.");
    assert_eq!(
        told(&wrong_news),
        ["line 5, column 1: callers are told in `en-US` to press `3`, which does nothing in `Menu` \
             (announce only keys that the program accepts; they are built in)"]
    );
    assert!(dialog::<Shop>(&other("v1. For our hours, press 1.", "Press 1 for our hours.")).is_ok());
}

#[test]
fn what_the_compiler_refuses_is_refused_with_its_line() {
    for (from, to, message) in [
        ("[menu]", "[menu", "line 6, column 6: the name of an entry ends with `]` (write `[name]`)"),
        (
            "en-US = 'Alert v1.'\n",
            "",
            "line 2, column 2: `news` has no text in `en-US` (write `en-US = \"…\"` below it)",
        ),
        (
            "De 9 à {n:digits}",
            "De 9 à 19 h",
            "line 10, column 1: `hours` must say `{n:digits}` (write `{n:digits}` where the value is spoken)",
        ),
        ("on = true", "", "line 2, column 2: `news` needs `on` (write `on = true` or `on = false`)"),
    ] {
        let source = version(1).replace(from, to);
        assert_eq!(told(&source), [message]);
    }
}

/// A file of its own for a test, which goes with it.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ivr-words-{name}-{}.toml", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn write(&self, text: &str) {
        fs::write(&self.0, text).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The file followed by hand: nobody looks at it but the test.
fn followed(file: &File) -> (Arc<Watched<Shop>>, Arc<Snapshots<Shop>>, Arc<Metrics>) {
    let (dialog, followed) = Followed::open::<Shop>(&file.0).unwrap();
    let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
    let metrics = Arc::new(Metrics::new(dialog.description(), []));
    let snapshots = Snapshots::new(dialog, "/shop", &settings).unwrap();
    (Watched::new(followed, Arc::clone(&snapshots), Arc::clone(&metrics)), snapshots, metrics)
}

fn answer(snapshots: &Arc<Snapshots<Shop>>) -> String {
    let snapshot = snapshots.current();
    let document = snapshot.documents.answer(&snapshot.dialog, ivr_core::hours::OpenSet::NONE);
    String::from_utf8(document.to_vec()).unwrap()
}

#[test]
fn a_version_is_taken_once_it_stays_and_another_never_is() {
    let file = File::new("taken", &version(1));
    let (watched, snapshots, metrics) = followed(&file);
    assert_eq!(watched.look(), Look::Same);
    file.write(&version(2));
    assert_eq!([watched.look(), watched.look(), watched.look()], [Look::Fresh, Look::Taken, Look::Same]);
    assert!(answer(&snapshots).contains("v2. Pour"), "{}", answer(&snapshots));
    for (wrong, line) in [("", "nothing in it"), ("[menu]\nfr-FR = 'v3", "line 2"), ("[other]\n", "line 1")] {
        file.write(wrong);
        assert_eq!(
            [watched.look(), watched.look(), watched.look()],
            [Look::Fresh, Look::PromptErrors, Look::Same],
            "{line}"
        );
        assert!(watched.is_refused());
        assert!(answer(&snapshots).contains("v2. Pour"));
    }
    fs::remove_file(&file.0).unwrap();
    assert_eq!(
        [watched.look(), watched.look(), watched.look()],
        [Look::Fresh, Look::PromptErrors, Look::Same]
    );
    file.write(&version(4));
    assert_eq!([watched.look(), watched.look()], [Look::Fresh, Look::Taken]);
    assert!(!watched.is_refused() && answer(&snapshots).contains("v4. Pour"));
    let numbers = metrics.text();
    for line in
        [r#"ivr_prompts_reloads_total{tree="Shop"} 2"#, r#"ivr_prompts_refusals_total{tree="Shop"} 4"#]
    {
        assert!(numbers.contains(line), "{line} in\n{numbers}");
    }
}

#[test]
fn a_file_that_is_still_written_waits() {
    let file = File::new("written", &version(1));
    let (watched, snapshots, _) = followed(&file);
    let whole = version(2);
    for length in [0, 10, 60, 120] {
        file.write(&whole[..length]);
        assert_eq!(watched.look(), Look::Fresh, "{length}");
    }
    file.write(&whole);
    assert_eq!([watched.look(), watched.look()], [Look::Fresh, Look::Taken]);
    assert!(answer(&snapshots).contains("v2. Pour"));
}

#[test]
fn what_is_no_text_is_told_with_its_line() {
    let file = File::new("latin1", "");
    fs::write(&file.0, b"[menu]\nfr-FR = 'caf\xe9'").unwrap();
    let refused = Followed::open::<Shop>(&file.0).map(drop).unwrap_err();
    assert_eq!(refused.to_string(), "line 2: this is not valid UTF-8 text (save the file as UTF-8)");
}

/// The webhook alone.
fn answering(snapshots: Arc<Snapshots<Shop>>, metrics: Arc<Metrics>) -> Router {
    let settings = Settings::new().unsigned().check(Host::Theirs).unwrap();
    let webhook = Arc::new(Webhook::new(snapshots, "/shop", &settings, metrics, None));
    mount(&webhook, "/shop")
}

async fn ask(router: &Router, path: &str, body: &'static str) -> String {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    let response = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let bytes = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The version of each text of a document.
fn versions(document: &str) -> Vec<usize> {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    document.split(['v']).skip(1).filter_map(digits).collect()
}

#[test]
fn the_versions_of_a_document_are_found() {
    assert_eq!(versions("<Say voice=\"x\">v12. Pour</Say><Say>Alerte v3.</Say>"), [12, 3]);
}

/// Four callers ask as fast as they can while the words change a thousand times.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_thousand_reloads_under_load_mix_no_two_versions_and_fail_no_request() {
    let file = File::new("load", &version(0));
    let (watched, snapshots, metrics) = followed(&file);
    let router = answering(snapshots, metrics);
    let (done, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (router, done, asked) = (router.clone(), Arc::clone(&done), Arc::clone(&asked));
            tokio::spawn(async move {
                let (mut last, mut seen) = (0, std::collections::HashSet::new());
                while !done.load(Ordering::Relaxed) {
                    let document = ask(&router, "/shop", "").await;
                    let found = versions(&document);
                    // Every second version switches the announcement on, and all contain the menu.
                    assert_eq!(found.len(), 1 + found[0] % 2, "{document}");
                    assert!(
                        found.iter().all(|version| *version == found[0] && *version >= last),
                        "{document}"
                    );
                    last = found[0];
                    seen.insert(last);
                    let step = ask(&router, "/shop/Menu", "Digits=1").await;
                    assert_eq!(versions(&step).len(), 1, "{step}");
                    asked.fetch_add(2, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                }
                seen.len()
            })
        })
        .collect();
    let reloads = tokio::task::spawn_blocking(move || {
        for number in 1..=1000 {
            file.write(&version(number));
            assert_eq!([watched.look(), watched.look()], [Look::Fresh, Look::Taken], "{number}");
            // Invalid versions in between are not loaded.
            if number % 10 == 0 {
                file.write(&version(number).replace("en-US", "en-UK"));
                assert_eq!([watched.look(), watched.look()], [Look::Fresh, Look::PromptErrors], "{number}");
            }
        }
    });
    reloads.await.unwrap();
    done.store(true, Ordering::Relaxed);
    let mut seen = 0;
    for caller in callers {
        seen += caller.await.unwrap();
    }
    let asked = asked.load(Ordering::Relaxed);
    assert!(asked > 1000 && seen > 100, "{asked} requests met {seen} versions");
    assert!(ask(&router, "/shop", "").await.contains("v1000. Pour"));
}

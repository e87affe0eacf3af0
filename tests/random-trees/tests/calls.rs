//! Calls of random trees, through the requests of Twilio, hear what the naive interpreter says: with a store and
//! without, with repeated requests, and with restarts in between.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its purpose"
)]
#![expect(
    deprecated,
    reason = "random trees have lints of the tree compiler, which are uses of deprecated items"
)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use ivr::{config::Settings, tree::PhoneTree};
use ivr_core::hours::OpenSet;
use ivr_runtime::trial::{Clock, Trial};
use ivr_test_random_trees::{
    dice::Dice,
    interpreter::{Call, Move, Turn},
    tree::{MORE, Tree, answer},
};
use tower::ServiceExt as _;

/// Calls of each tree.
const CALLS: u64 = 20;

/// Moves of a call.
const MOVES: usize = 12;

type Drive = fn(&Tree, u64) -> bool;

include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// What the trees ask and tell.
#[derive(Clone, Debug, Default)]
pub struct App(Arc<Mutex<Vec<String>>>);

impl App {
    fn answer(&self, question: u32, fields: [u32; 3], may_panic: bool) -> u32 {
        answer(question, fields, may_panic).expect("on purpose")
    }

    async fn note(&self, _call: &str, number: u32, [a, b, c]: [u32; 3]) {
        self.0.lock().unwrap().push(format!("{number} {a} {b} {c}"));
    }
}

#[test]
fn random_calls_of_random_trees_hear_what_the_interpreter_says() {
    std::panic::set_hook(Box::new(|info| {
        // The app fails on purpose.
        if !info.to_string().contains("on purpose") {
            eprintln!("{info}");
        }
    }));
    let (mut compared, mut calls) = (0, 0);
    for (model, source, drive) in TREES {
        let tree: Tree = serde_json::from_str(model).unwrap();
        for seed in 0..CALLS {
            calls += 1;
            let drive = || drive(&tree, seed);
            match std::panic::catch_unwind(drive) {
                Ok(done) => compared += u64::from(done),
                Err(_) => panic!("call {seed} of this tree differs:\n{source}"),
            }
        }
    }
    assert!(compared * 10 > calls * 8, "{compared} of {calls} calls were compared");
}

/// One call; false when the interpreter does not follow it to its end.
fn drive<T: PhoneTree<App = App>>(tree: &Tree, seed: u64) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut dice = Dice::new(seed);
        let open = |dice: &mut Dice| [dice.percent(50), dice.percent(50)];
        let mut line = Line::<T>::new(seed);
        line.open = open(&mut dice);
        let Some((mut model, mut turn)) = Call::begin(tree, line.open) else { return false };
        let mut done = line.ring().await;
        let mut moves = Vec::new();
        loop {
            let expected = (model.heard.clone(), turn.clone());
            assert_eq!((done.heard.clone(), done.turn.clone()), expected, "after {moves:?}");
            if dice.percent(20) {
                line.repeat(&done).await;
            }
            if turn == Turn::Over || moves.len() == MOVES {
                break;
            }
            if dice.percent(10) {
                line.restart().await;
            }
            let made = a_move(&turn, &mut dice);
            moves.push(made);
            line.open = open(&mut dice);
            match model.make(made, line.open) {
                Some(next) => turn = next,
                None => return false,
            }
            done = line.make(made, &done).await;
        }
        line.has_told(&model.told).await;
        true
    })
}

fn a_move(turn: &Turn, dice: &mut Dice) -> Move {
    match (turn, dice.below(7)) {
        (Turn::Dial(_), 0..=2) => Move::Answers,
        (Turn::Dial(_), _) => Move::Busy,
        (_, 0) => Move::Silence,
        (_, 1) => Move::Key(9),
        (_, 6) => Move::Key(MORE),
        (_, key) => Move::Key(key as u32 - 1),
    }
}

/// What came of a move: everything heard until somebody has a turn, and the last document.
struct Done {
    heard: Vec<String>,
    turn: Turn,
    action: String,
    /// The requests that were made, and their answers.
    requests: Vec<(String, String, String)>,
}

/// A line, and Twilio that knows TwiML.
struct Line<T: PhoneTree> {
    router: Option<Router>,
    app: App,
    settings: Settings,
    restarts: bool,
    store: Option<std::path::PathBuf>,
    seed: u64,
    /// The schedules that are open.
    open: [bool; 2],
    tree: std::marker::PhantomData<T>,
}

impl<T: PhoneTree<App = App>> Line<T> {
    fn new(seed: u64) -> Self {
        // A restart needs a file; otherwise memory is faster.
        let restarts = seed.is_multiple_of(20);
        let store = restarts.then(|| {
            let name = format!("ivr-random-{}-{}-{seed}.redb", std::process::id(), T::NAME);
            std::env::temp_dir().join(name)
        });
        let url = store.as_ref().map_or("memory:".to_owned(), |path| format!("file:{}", path.display()));
        let (app, settings) = (App::default(), Settings::new().unsigned().store(&url));
        let router = Some(ivr::router::<T>(app.clone(), &settings).unwrap());
        Self {
            router,
            app,
            settings,
            restarts,
            store,
            seed,
            open: [false; 2],
            tree: std::marker::PhantomData,
        }
    }

    async fn ring(&self) -> Done {
        self.follow(format!("/{}", T::NAME.to_lowercase()), String::new()).await
    }

    async fn make(&self, made: Move, before: &Done) -> Done {
        let form = match made {
            Move::Key(key) => format!("Digits={key}"),
            Move::Silence => String::new(),
            Move::Answers => "DialCallStatus=completed".to_owned(),
            Move::Busy => "DialCallStatus=busy".to_owned(),
        };
        self.follow(before.action.clone(), form).await
    }

    /// Makes a request, and those that its documents lead to.
    async fn follow(&self, path: String, form: String) -> Done {
        let (mut heard, mut requests) = (Vec::new(), Vec::new());
        let (mut path, mut form) = (path, form);
        for _ in 0..100 {
            let document = self.post(&path, &form).await;
            requests.push((path.clone(), form.clone(), document.clone()));
            let parsed = roxmltree::Document::parse(&document).unwrap();
            let (mut turn, mut action) = (Turn::Over, String::new());
            for node in parsed.root_element().descendants().filter(roxmltree::Node::is_element) {
                let text = || node.text().unwrap_or_default().to_owned();
                match node.tag_name().name() {
                    "Play" if node.has_attribute("digits") => {
                        heard.push(node.attribute("digits").unwrap().to_owned());
                    }
                    "Say" | "Play" => heard.push(text()),
                    "Gather" => (turn, action) = (Turn::Key, node.attribute("action").unwrap().to_owned()),
                    "Dial" => {
                        (turn, action) = (Turn::Dial(text()), node.attribute("action").unwrap().to_owned());
                    }
                    "Redirect" if turn == Turn::Over => action = text(),
                    _ => {}
                }
            }
            if turn != Turn::Over || action.is_empty() {
                return Done { heard, turn, action, requests };
            }
            (path, form) = (action, String::new());
        }
        panic!("the documents lead to each other forever");
    }

    async fn post(&self, path: &str, form: &str) -> String {
        let body = format!("CallSid=CA{}&From=%2B14158675309&To=%2B18005551212&{form}", self.seed);
        let open = OpenSet::NONE.with(0, self.open[0]).with(1, self.open[1]);
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .extension(Trial { clock: Clock::Open(open), ..Trial::default() })
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().unwrap().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path} {form}");
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    /// The last request comes once more, as when its answer was lost.
    async fn repeat(&self, done: &Done) {
        let (path, form, document) = done.requests.last().unwrap();
        assert_eq!(
            self.post(path, form).await,
            *document,
            "a repeated request is answered alike: {path} {form}"
        );
    }

    /// The server ends, and another one takes its place.
    async fn restart(&mut self) {
        if self.restarts && T::STATEFUL {
            self.has_settled().await;
            self.router = None;
            for _ in 0..200 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                if let Ok(router) = ivr::router::<T>(self.app.clone(), &self.settings) {
                    self.router = Some(router);
                    return;
                }
            }
            panic!("the store is still open");
        }
    }

    async fn has_settled(&self) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }

    /// Every `run` was done once, with the fields of its place.
    async fn has_told(&self, expected: &[String]) {
        let mut expected = expected.to_vec();
        expected.sort();
        let mut told = Vec::new();
        for _ in 0..100 {
            self.has_settled().await;
            told.clone_from(&self.app.0.lock().unwrap());
            told.sort();
            if told.len() >= expected.len() {
                break;
            }
        }
        assert_eq!(told, expected, "what Rust was told");
    }
}

impl<T: PhoneTree> Drop for Line<T> {
    fn drop(&mut self) {
        self.router = None;
        if let Some(path) = &self.store {
            let _ = std::fs::remove_file(path);
        }
    }
}

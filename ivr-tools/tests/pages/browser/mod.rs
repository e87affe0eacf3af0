//! The phone page and the live view in a real browser: whole calls by mouse, by keyboard and by typed words, and the
//! way of each on the picture.

mod driver;

use std::sync::{Mutex, MutexGuard, PoisonError};

use ivr_runtime::{
    config::Settings,
    server::{Limits, serve},
    tree::PhoneTree,
};
use ivr_tools::router;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

use self::driver::{Browser, http};
use crate::{
    fixture::{Acme, Hotel},
    provider::encoded,
};

/// One browser at a time is enough for a small machine.
static TURN: Mutex<()> = Mutex::new(());

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// A server with a tree and a browser on one of its pages.
struct Desk {
    browser: Browser,
    port: u16,
    _stop: oneshot::Sender<()>,
    _runtime: Runtime,
    _turn: MutexGuard<'static, ()>,
}

impl Desk {
    /// On a page of ACME. Nothing where no browser is installed.
    fn at(page: &str) -> Option<Self> {
        Self::of::<Acme>(&format!("acme/{page}"))
    }

    fn of<T: PhoneTree<App = ()>>(page: &str) -> Option<Self> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let browser = Browser::open()?;
        let runtime = Runtime::new().unwrap();
        let settings = Settings::new().unsigned().phone().watch();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel::<()>();
        let app = runtime.block_on(async { router::<T>((), &settings) }).unwrap();
        runtime.spawn(serve(listener, app, Limits::default(), async {
            let _ = stopped.await;
        }));
        let desk = Self { browser, port, _stop: stop, _runtime: runtime, _turn: turn };
        desk.browser.go(&format!("http://localhost:{port}/{page}"));
        desk.browser.until("document.querySelector('#picture svg') !== null");
        Some(desk)
    }

    /// Goes to the end of what is said, and waits until somebody has a turn.
    fn skip(&self) {
        self.browser.click("#skip");
        self.browser.until("document.getElementById('skip').disabled");
    }

    #[track_caller]
    fn is_in(&self, state: &str) {
        self.browser.until(&format!("document.getElementById('place').textContent === {state:?}"));
        self.stands_at(&format!("state-{state}"));
    }

    /// Waits until the picture shows the call at a node.
    fn stands_at(&self, node: &str) {
        self.browser.until(&format!("document.querySelector('#picture g[id].now')?.id === {node:?}"));
    }

    fn presses(&self, key: char) {
        self.browser.click(&format!("[data-key='{key}']"));
    }

    fn chooses(&self, outcome: &str) {
        let names = "[...document.querySelectorAll('#outcomes button')].map(button => button.textContent)";
        self.browser.until(&format!("{names}.includes({outcome:?})"));
        let place = self.browser.see(&format!("{names}.indexOf({outcome:?}) + 1"));
        self.browser.click(&format!("#outcomes button:nth-child({place})"));
    }

    fn is_over(&self) {
        self.browser.until("document.querySelector('.phone').dataset.call === 'over'");
    }

    /// The nodes that a call passed, in the order of the picture.
    fn passed(&self) -> Vec<String> {
        let nodes = "[...document.querySelectorAll('#picture g[id]:is(.passed, .now)')].map(node => node.id)";
        let nodes = self.browser.see(nodes);
        nodes.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }

    /// Whether the line between two nodes is traced, and that of this kind.
    fn traced(&self, kind: &str, from: &str, to: &str) -> bool {
        let line = format!("#picture .edge.lit.{kind}.from-{from}.to-{to}");
        self.browser.see(&format!("document.querySelector({line:?}) !== null")) == true
    }

    fn text(&self, id: &str) -> String {
        self.browser.see(&format!("document.getElementById({id:?}).textContent")).as_str().unwrap().to_owned()
    }
}

#[test]
fn a_whole_call_is_made_by_clicks_and_traced_on_the_picture() {
    let Some(desk) = Desk::at("phone") else { return };
    desk.browser.click("#call");
    desk.browser.until("document.getElementById('caption').textContent === 'Welcome to ACME, Inc.'");
    desk.skip();
    desk.presses('3');
    desk.is_in("Hours");
    assert!(desk.traced("chosen", "state-Menu", "state-Hours"));
    assert_eq!(desk.text("entered"), "", "the key was taken");
    desk.skip();
    desk.chooses("Stay silent");
    desk.is_in("Menu");
    desk.skip();
    desk.presses('0');
    desk.is_in("Reception");
    assert!(
        desk.traced("chosen", "state-Menu", "state-Reception"),
        "the line of the key, not that of silence"
    );
    desk.chooses("Busy");
    desk.is_in("Sales");
    desk.skip();
    desk.chooses("Finish message");
    desk.stands_at("end-hangup");
    desk.skip();
    desk.is_over();
    let mut passed = desk.passed();
    passed.sort();
    let states =
        ["Greeting", "Hours", "Menu", "Reception", "Sales", "Thanks"].map(|name| format!("state-{name}"));
    assert_eq!(passed, [&["end-hangup".to_owned(), "start".to_owned()], &states[..]].concat());
    let test = desk.text("test");
    for link in
        [".press(\"3\")", ".silence()", ".at(Acme::Reception)\n        .busy()", ".records(", ".ended();"]
    {
        assert!(test.contains(link), "{link} in {test}");
    }
    assert!(desk.text("request").starts_with("POST /acme/Sales → 200"), "{}", desk.text("request"));
    assert_eq!(desk.browser.complaints(), [""; 0]);
}

#[test]
fn a_call_is_made_by_keyboard_alone_and_a_key_stops_the_prompt() {
    let Some(desk) = Desk::at("phone") else { return };
    desk.browser.type_into("body", ENTER);
    desk.browser.until("document.getElementById('caption').textContent.startsWith('Welcome')");
    desk.browser.type_into("body", "1");
    desk.is_in("Sales");
    assert_eq!(desk.passed(), ["start", "state-Greeting", "state-Menu", "state-Sales"]);
    // A key before the tone is lost.
    desk.browser.type_into("body", "5");
    desk.browser.until("document.querySelector('#transcript .lost') !== null");
    desk.browser.type_into("body", ESCAPE);
    desk.is_over();
    desk.browser.type_into("body", ENTER);
    desk.is_in("Menu");
}

#[test]
fn words_are_typed_where_they_are_heard_and_not_elsewhere() {
    let Some(desk) = Desk::at("phone") else { return };
    desk.browser.click("#call");
    desk.is_in("Menu");
    desk.browser.type_into("#words", &format!("Business hours, please{ENTER}"));
    desk.is_in("Hours");
    assert_eq!(desk.browser.see("document.getElementById('words').disabled"), true);
    desk.presses('7');
    desk.is_in("Menu");
    desk.browser.type_into("#words", &format!("the sales, please{ENTER}"));
    desk.is_in("Sales");
    desk.browser.click("#call");
    desk.is_over();
    let passed = ["start", "state-Greeting", "state-Menu", "state-Hours", "state-Sales"];
    assert_eq!(desk.passed(), passed);
    assert!(desk.text("test").contains(".says(\"Business hours, please\")"), "{}", desk.text("test"));
}

#[test]
fn a_call_that_changes_its_language_is_read_and_heard_in_it() {
    let Some(desk) = Desk::of::<Hotel>("hotel/phone") else { return };
    // The test has no microphone, so it checks the language of the recognizer.
    let start = "function () { window.listens = this.lang; setTimeout(() => this.onend()) }";
    desk.browser.see(&format!("(webkitSpeechRecognition.prototype.start = {start}, true)"));
    desk.browser.click("#call");
    desk.is_in("Menu");
    desk.skip();
    desk.browser.click("#mic");
    assert_eq!(desk.browser.see("window.listens"), "fr-FR");
    desk.presses('2');
    desk.browser.until("document.getElementById('caption').textContent === 'For a room, press one.'");
    assert_eq!(desk.browser.see("document.getElementById('caption').lang"), "en-US");
    desk.is_in("Menu");
    desk.skip();
    let lines = "[...document.querySelectorAll('#transcript p')]";
    let room = |text| format!("{lines}.find((line) => line.textContent === '{text}').lang");
    assert_eq!(desk.browser.see(&room("Pour une chambre, tapez un.")), "fr-FR");
    assert_eq!(desk.browser.see(&room("For a room, press one.")), "en-US");
    desk.browser.click("#mic");
    assert_eq!(desk.browser.see("window.listens"), "en-US");
    desk.presses('1');
    desk.is_in("Room");
    assert!(desk.text("test").contains(".press(\"2\")\n        .hears(\"For a room, press one.\")"));
    assert!(desk.text("test").contains(".at(Hotel::Menu)"), "{}", desk.text("test"));
}

#[test]
fn calls_of_others_move_on_the_picture_and_nothing_that_they_said_is_shown() {
    let Some(desk) = Desk::at("watch") else { return };
    let post = |path: &str, more: &[(&str, &str)]| {
        let call = [("CallSid", "CA00000000000000000000000000a1b2c3"), ("From", "+14158675309")];
        let form = encoded(&[&call, more].concat());
        let (status, _) = http(desk.port, "POST", path, ("application/x-www-form-urlencoded", &form));
        assert!(status < 300, "{status}");
    };
    post("/acme", &[]);
    post("/acme/Menu", &[("SpeechResult", "some private sales")]);
    desk.browser.until("document.querySelector('#picture .count')?.parentElement.id === 'state-Sales'");
    desk.browser.until("document.querySelectorAll('#steps li').length === 2");
    post("/acme/status", &[("CallStatus", "completed")]);
    desk.browser.until("document.querySelector('#calls .over') !== null");
    let page = desk.browser.see("document.body.textContent").to_string();
    assert!(page.contains("a1b2c3") && page.contains("words"), "{page}");
    assert!(!page.contains("private") && !page.contains("8675309"), "{page}");
    desk.browser.click("#replay");
    desk.stands_at("state-Greeting");
    desk.stands_at("state-Sales");
    assert_eq!(desk.browser.complaints(), [""; 0]);
}

//! All documents of a tree, rendered before the first call. A request looks up a document and copies no text.

use std::{borrow::Cow, collections::HashSet, fmt::Write};

use bytes::Bytes;

use crate::{
    audio::{Links, Window},
    description::{Value, Verb},
    dialog::{
        call::Dialog,
        tree::{Counters, Ending, Language, PhoneTree, Position, Reply},
    },
};
use ivr_core::hours::OpenSet;

use super::{
    course::{Course, NoCall, Rest, Said},
    failing,
    ready::Ready,
    screens::Screens,
    verbs::{self, VerbContext},
    walk,
    xml::Xml,
};

/// The maximum size of a document that Twilio accepts, in bytes.
pub(super) const LARGEST: usize = 64_000;

/// The maximum number of prerendered documents. A tree has a few for each state and attempt; only counters of several
/// states, which multiply, can produce more. Further documents are rendered on request.
const MAX_PRERENDERED: usize = 20_000;

/// The TwiML documents of a tree, under one base URL.
///
/// ```
/// # use ivr_core::hours::OpenSet;
/// # use ivr_runtime::{call::Dialog, tree::*, twiml::Documents};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let dialog = Dialog::<Bye>::new().unwrap();
/// let documents = Documents::new(&dialog, "https://example.com/bye").unwrap();
/// assert_eq!(
///     documents.answer(&dialog, OpenSet::NONE),
///     r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US">Goodbye.</Say><Hangup/></Response>"#,
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Documents<T> {
    pub(super) base: String,
    links: Links,
    /// The number of schedules of the tree.
    schedules: usize,
    /// One table for each set of the first schedules; a tree without hours has one table.
    tables: Vec<Table<T>>,
    pub(super) screens: Screens,
}

/// The documents for one set of open schedules.
#[derive(Clone, Debug)]
struct Table<T> {
    ready: Ready<T>,
    answer: Bytes,
    /// One document for each language.
    on_error: Vec<Bytes>,
}

/// The number of schedules that have tables for each of their sets. Documents that depend on further schedules are
/// rendered on request.
const MAX_TABLED: usize = 5;

impl<T: PhoneTree> Documents<T> {
    /// Renders every document that a call can lead to.
    ///
    /// `base` is the beginning of all URLs of the tree, `https://example.com/acme` or `/acme`. The action of a verb
    /// is `base`, a slash and the [`Dialog::path`] of its position.
    ///
    /// # Errors
    ///
    /// Returns an error if a document is larger than Twilio accepts.
    pub fn new(dialog: &Dialog<T>, base: &str) -> Result<Self, TooLong> {
        Self::with_links(dialog, base, Links::plain())
    }

    /// Renders the documents with the URLs of recordings in `links`.
    pub(crate) fn with_links(dialog: &Dialog<T>, base: &str, links: Links) -> Result<Self, TooLong> {
        let base = base.trim_end_matches('/');
        let sheet = Sheet { dialog, base, links: &links, live: Live::NOT };
        let times = times(dialog);
        let mut texts: HashSet<Bytes> = HashSet::new();
        let mut tables = Vec::with_capacity(times.len());
        for open in &times {
            tables.push(Table::new(sheet, (*open, &times), &mut texts)?);
        }
        let schedules = dialog.description().hours.len();
        let screens = Screens::new(sheet)?;
        Ok(Self { base: base.to_owned(), links, schedules, tables, screens })
    }

    /// Returns the answer to a new call while these schedules are open.
    #[must_use]
    pub fn answer(&self, dialog: &Dialog<T>, open: OpenSet) -> Bytes {
        match self.table(open) {
            Some(table) => table.answer.clone(),
            None => self.reply(dialog, dialog.answer(), open),
        }
    }

    /// Returns the document for `reply` while these schedules are open.
    ///
    /// A reply that no call leads to, because its URL was written by hand, is rendered on request. If it is too long,
    /// the answer is [`on_error`](Self::on_error).
    #[must_use]
    pub fn reply(&self, dialog: &Dialog<T>, reply: Reply<T>, open: OpenSet) -> Bytes {
        if let Some(document) = self.table(open).and_then(|table| table.ready.get(reply)) {
            return document.clone();
        }
        match self.sheet(dialog, Live::NOT).reply(reply, open) {
            Ok(text) => Bytes::from(text),
            Err(too_long) => {
                tracing::error!(error = %too_long, "a document is too long to send");
                self.on_error(dialog, reply.to.language(), open)
            }
        }
    }

    /// Returns the table for these schedules. Bits beyond the schedules of the tree are ignored.
    fn table(&self, open: OpenSet) -> Option<&Table<T>> {
        self.tables.get(open.first(self.schedules).bits() as usize)
    }

    /// Renders the document for a single call, with its step in the URLs, and its values in the verb.
    pub(crate) fn live(
        &self,
        dialog: &Dialog<T>,
        said: &Said<'_>,
        rest: Rest<T>,
        live: Live<'_>,
    ) -> Result<Bytes, TooLong> {
        self.sheet(dialog, live).render(said, rest).map(Bytes::from)
    }

    /// Returns what a document for a callee is rendered from, in the step with this mark.
    pub(super) fn screen_sheet<'a>(&'a self, dialog: &'a Dialog<T>, step: &'a str) -> Sheet<'a, T> {
        self.sheet(dialog, Live { step: Some(step).filter(|step| !step.is_empty()), ..Live::NOT })
    }

    /// Renders a document that says this and returns to the same position, to wait for a late answer or to continue a
    /// long course.
    pub(crate) fn hold(
        &self,
        dialog: &Dialog<T>,
        at: Position<T>,
        said: &Said<'_>,
        step: Option<&str>,
    ) -> Result<Bytes, TooLong> {
        let sheet = self.sheet(dialog, Live { step, ..Live::NOT });
        let action = sheet.action(at);
        let place = sheet.place(&action, at.language, None);
        let back = Verb::Redirect { url: Value::Literal(action.clone()) };
        let text = Xml::document("Response", |xml| place.write(xml, said, &back));
        fitting(text, at.state.name()).map(Bytes::from)
    }

    /// Renders the text of `on_error` and the end of the call, for when the target of `on_error` fails, too.
    pub(crate) fn last_words(&self, dialog: &Dialog<T>, language: Language, open: OpenSet) -> Bytes {
        let said = failing::said(dialog, language, &mut NoCall(open));
        self.ending(dialog, &said, language)
    }

    /// Renders a document that says this and ends the call.
    pub(super) fn ending(&self, dialog: &Dialog<T>, said: &Said<'_>, language: Language) -> Bytes {
        let document = self.sheet(dialog, Live::NOT).render(said, Rest::Over(Ending::Hangup));
        document.map_or_else(|_| self.on_error(dialog, language, OpenSet::NONE), Bytes::from)
    }

    /// Returns the document for a failure of the server, in `language`, while these schedules are open: the tree's
    /// `on_error`, or an apology and the end of the call.
    #[must_use]
    pub fn on_error(&self, dialog: &Dialog<T>, language: Language, open: OpenSet) -> Bytes {
        let Some(table) = self.table(open) else {
            let document = self.sheet(dialog, Live::NOT).on_error(language, open);
            return document.map(Bytes::from).unwrap_or_default();
        };
        table.on_error.get(language.place()).or(table.on_error.first()).cloned().unwrap_or_default()
    }

    /// Returns the time window in which its recordings may be fetched, or `None` if there is no limit.
    pub(crate) fn window(&self) -> Option<Window> {
        self.links.window()
    }

    fn sheet<'a>(&'a self, dialog: &'a Dialog<T>, live: Live<'a>) -> Sheet<'a, T> {
        Sheet { dialog, base: &self.base, links: &self.links, live }
    }
}

/// Returns the document that takes a caller out of the queue.
pub(crate) fn leave() -> Bytes {
    Bytes::from_static(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Leave/></Response>")
}

/// Returns the document that keeps a caller in the queue for a while after a failure.
pub(crate) fn wait_on() -> Bytes {
    Bytes::from_static(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Pause length=\"5\"/></Response>",
    )
}

impl<T: PhoneTree> Table<T> {
    /// Renders the table for one set of open schedules. Equal tables are shared.
    fn new(
        sheet: Sheet<'_, T>,
        (open, times): (OpenSet, &[OpenSet]),
        texts: &mut HashSet<Bytes>,
    ) -> Result<Self, TooLong> {
        let dialog = sheet.dialog;
        let on_error = dialog.languages().map(|language| sheet.on_error(language, open).map(Bytes::from));
        let on_error = on_error.collect::<Result<_, _>>()?;
        let mut ready = Ready::new();
        for reply in walk::replies(dialog, times).take(MAX_PRERENDERED / times.len()) {
            let text = sheet.reply(reply, open)?;
            let document = texts.get(text.as_bytes()).cloned().unwrap_or_else(|| Bytes::from(text));
            texts.insert(document.clone());
            ready.insert(reply, document);
        }
        let answer = match ready.get(dialog.answer()) {
            Some(document) => document.clone(),
            None => sheet.reply(dialog.answer(), open).map(Bytes::from)?,
        };
        Ok(Self { ready, answer, on_error })
    }
}

/// Returns every set of schedules that may be open.
fn times<T: PhoneTree>(dialog: &Dialog<T>) -> Vec<OpenSet> {
    let schedules = dialog.description().hours.len().min(MAX_TABLED);
    (0..1 << schedules).map(OpenSet::from_bits).collect()
}

/// What all documents of a tree are rendered from.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a, T> {
    pub(super) dialog: &'a Dialog<T>,
    base: &'a str,
    links: &'a Links,
    live: Live<'a>,
}

/// The values of a single call.
#[derive(Clone, Copy)]
pub(crate) struct Live<'a> {
    /// The text after a position in its URL: the step of the call, or nothing.
    pub(crate) step: Option<&'a str>,
    /// The verb with its values, if some of them depend on the call.
    pub(crate) verb: Option<&'a Verb>,
    /// The values that are passed to an agent.
    pub(crate) given: &'a [String],
}

impl Live<'_> {
    /// No values: the document is the same for every call.
    const NOT: Self = Self { step: None, verb: None, given: &[] };
}

impl<'a, T: PhoneTree> Sheet<'a, T> {
    /// Renders the document for `reply` without a call.
    fn reply(self, reply: Reply<T>, open: OpenSet) -> Result<String, TooLong> {
        let Course { said, rest, .. } = Course::of_no_call(self.dialog, reply, open);
        self.render(&said, rest)
    }

    /// Renders what is said after a failure, and what follows.
    fn on_error(self, language: Language, open: OpenSet) -> Result<String, TooLong> {
        let mut no_call = NoCall(open);
        let said = failing::said(self.dialog, language, &mut no_call);
        let course = Course::new(self.dialog, said, failing::reply(self.dialog, language), &mut no_call);
        self.render(&course.said, course.rest)
    }

    /// Renders the document that says this and waits there.
    pub(super) fn render(self, said: &Said<'_>, rest: Rest<T>) -> Result<String, TooLong> {
        let (action, verb, language, state) = match rest {
            Rest::State(at) => {
                let written = &self.dialog.state(at.state).verb;
                let verb = Cow::Borrowed(self.live.verb.unwrap_or(written));
                (self.action(at), verb, at.language, at.state.name())
            }
            // Nothing is recognized any more, so the language does not matter.
            Rest::Over(ending) => {
                (String::new(), Cow::Owned(verbs::ending(ending)), Language::FIRST, ending.as_str())
            }
            Rest::Left(at) => (String::new(), Cow::Owned(Verb::Leave), Language::FIRST, at.state.name()),
            Rest::Wait => {
                let place = self.place("", Language::FIRST, None);
                return fitting(Xml::document("Response", |xml| place.say(xml, said)), "wait");
            }
        };
        let of = matches!(rest, Rest::State(_)).then_some(state);
        let place = VerbContext { mark: self.mark(rest), ..self.place(&action, language, of) };
        let text = Xml::document("Response", |xml| place.write(xml, said, &verb));
        fitting(text, state)
    }

    /// Returns the context of a verb with this action, in a call that speaks `language`.
    pub(super) fn place(
        self,
        action: &'a str,
        language: Language,
        state: Option<&'a str>,
    ) -> VerbContext<'a> {
        let Self { dialog, base, links, live } = self;
        let (tree, language) = (dialog.description(), dialog.tag(language));
        VerbContext { tree, base, state, action, mark: "", language, given: live.given, links }
    }

    /// Returns the text between an action and the letter of another leg.
    pub(super) fn mark(self, rest: Rest<T>) -> &'static str {
        match rest {
            Rest::State(at) if self.live.step.is_none() && at.counters == Counters::ZERO => "/0/",
            Rest::State(_) if self.live.step.is_none() => "/",
            Rest::State(_) | Rest::Wait | Rest::Left(_) | Rest::Over(_) => "",
        }
    }

    /// Returns the URL of a position. The name of a state may contain any identifier character of Rust; the URL is
    /// ASCII.
    pub(super) fn action(self, at: Position<T>) -> String {
        let mut url = format!("{}/", self.base);
        for byte in self.dialog.path(at).bytes() {
            if byte.is_ascii() {
                url.push(char::from(byte));
            } else {
                // Writing into a `String` cannot fail.
                let _ = write!(url, "%{byte:02X}");
            }
        }
        if let Some(step) = self.live.step {
            url.push_str(if at.counters == Counters::ZERO { "/0/" } else { "/" });
            url.push_str(step);
        }
        url
    }
}

/// Returns the text, if Twilio accepts its size.
pub(super) fn fitting(text: String, state: &'static str) -> Result<String, TooLong> {
    if text.len() <= LARGEST { Ok(text) } else { Err(TooLong { state, bytes: text.len() }) }
}

/// The error for a document that is larger than Twilio accepts.
///
/// ```
/// let error = ivr_runtime::twiml::TooLong { state: "Menu", bytes: 70_000 };
/// assert!(error.to_string().contains("`Menu` has 70000 bytes"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the document that leads to `{state}` has {bytes} bytes; Twilio accepts {LARGEST}")]
pub struct TooLong {
    /// The state that the document leads to, or the ending.
    pub state: &'static str,
    /// Its size in bytes.
    pub bytes: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::{Action, Counters, Event, PromptRef, To, Transition},
        fixture::Acme,
        twiml::clinic::Clinic,
    };

    fn text(document: &Bytes) -> String {
        String::from_utf8(document.to_vec()).unwrap()
    }

    #[test]
    fn a_new_call_is_greeted_while_the_menu_already_listens() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let documents = Documents::new(&dialog, "/acme").unwrap();
        assert_eq!(
            documents.answer(&dialog, OpenSet::NONE),
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#,
                r#"<Gather input="dtmf speech" action="/acme/Menu" method="POST" timeout="5" numDigits="1" "#,
                r#"finishOnKey="" actionOnEmptyResult="true" language="en-US" "#,
                r#"hints="sales,support,hours,receptionist">"#,
                r#"<Say language="en-US">Welcome to ACME, Inc.</Say>"#,
                r#"<Say language="en-US">Listen to the following menu options.</Say>"#,
                r#"<Say language="en-US">For sales, press one. For support, press two. For our business hours, "#,
                r#"press three. To repeat these options, press nine. To speak with the receptionist, press zero."#,
                r#"</Say></Gather><Redirect method="POST">/acme/Menu</Redirect></Response>"#,
            )
        );
    }

    #[test]
    fn a_reply_of_the_walk_is_shared_and_any_other_is_made_on_the_spot() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let documents = Documents::new(&dialog, "/acme").unwrap();
        let asked = |count| Reply {
            words: Some(PromptRef { action: 0, block: 0 }),
            to: To::Ask(Position { counters: Counters::ZERO.with(0, count), ..Position::fresh(Acme::Menu) }),
        };
        let first = documents.reply(&dialog, asked(1), OpenSet::NONE);
        assert_eq!(first.as_ptr(), documents.reply(&dialog, asked(1), OpenSet::NONE).as_ptr());
        let forged = documents.reply(&dialog, asked(9), OpenSet::NONE);
        assert_ne!(forged.as_ptr(), documents.reply(&dialog, asked(9), OpenSet::NONE).as_ptr());
        assert_eq!(text(&forged).replace("/Menu/9", "/Menu/1"), text(&first));
    }

    #[test]
    fn attempts_travel_in_the_action_and_a_name_becomes_a_url() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let documents = Documents::new(&dialog, "https://example.com/clinic/").unwrap();
        let counters = Counters::ZERO.with(0, 1).with(1, 1);
        let code = Reply { words: None, to: To::Ask(Position { counters, ..Position::fresh(Clinic::Code) }) };
        assert!(
            text(&documents.reply(&dialog, code, OpenSet::NONE))
                .contains(r#"action="https://example.com/clinic/Code/11" "#)
        );
        let cafe = Reply { words: None, to: To::Enter(Position::fresh(Clinic::Café)) };
        assert!(
            text(&documents.reply(&dialog, cafe, OpenSet::NONE))
                .contains("\"https://example.com/clinic/Caf%C3%A9\"")
        );
    }

    #[test]
    fn on_error_has_the_text_and_the_target_that_the_tree_declares() {
        let dialog = Dialog::<Acme>::new().unwrap();
        let documents = Documents::new(&dialog, "/acme").unwrap();
        let expected = concat!(
            r#"<Response><Say language="en-US">Something went wrong on our side.</Say>"#,
            r#"<Dial action="/acme/Reception" method="POST" timeout="20">+12345678900</Dial></Response>"#
        );
        let on_error = text(&documents.on_error(&dialog, Language::FIRST, OpenSet::NONE));
        assert!(on_error.ends_with(expected), "{on_error}");
    }

    #[test]
    fn a_tree_without_on_error_apologises_and_hangs_up() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let documents = Documents::new(&dialog, "/clinic").unwrap();
        let on_error = text(&documents.on_error(&dialog, Language::FIRST, OpenSet::NONE));
        assert!(on_error.contains(r#"<Say language="en-GB" voice="Polly.Amy">Sorry, "#), "{on_error}");
        assert!(on_error.ends_with("</Say><Hangup/></Response>"), "{on_error}");
    }

    #[cfg(feature = "s3")]
    #[test]
    fn what_a_call_chooses_to_play_is_signed_like_what_the_tree_says() {
        use crate::{
            audio::{Audio, S3, Window},
            description::Line,
            twiml::filled,
        };
        let play: Line = serde_json::from_str(r#"{"play":{"url":"call.file","placeholder":0}}"#).unwrap();
        let dialog = Dialog::<Acme>::new().unwrap();
        let mut tree = dialog.description().clone();
        tree.states[0].lines.push(play.clone());
        let dialog = dialog.with(tree).under(None, "s3://prompts/");
        let audio = Audio::of(dialog.description(), &S3::new("AKIAIOSFODNN7EXAMPLE", "secret", "eu-west-3"));
        let links = audio.unwrap().links(Window::at(1_800_000_000));
        let documents = Documents::with_links(&dialog, "/acme", links).unwrap();
        let played = |file: &'static str| {
            let line = filled(Cow::Borrowed(&play), &|_| file.to_owned()).into_owned();
            let said = Said::default().then_line(line);
            let document = documents.live(&dialog, &said, Rest::Over(Ending::Hangup), Live::NOT);
            let document = text(&document.unwrap());
            let url = document
                .split_once("<Play>")
                .and_then(|(_, rest)| Some(rest.split_once("</Play>")?.0.to_owned()));
            url.map(|url| {
                url.split_once("?X-Amz-").map_or(url.clone(), |(place, _)| format!("{place} signed"))
            })
        };
        let signed = |place: &str| Some(format!("https://prompts.s3.eu-west-3.amazonaws.com/{place} signed"));
        assert_eq!(played("a b.mp3"), signed("a%20b.mp3"));
        assert_eq!(played("s3://prompts/other.mp3"), signed("other.mp3"));
        assert_eq!(played("https://a.example/b.mp3").as_deref(), Some("https://a.example/b.mp3"));
        assert_eq!(played("../secret.mp3"), None, "no URL leads there, and the rest is heard");
    }

    /// One state, which says 10 thousand words.
    #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
    struct Epic;

    macro_rules! ten {
        ($text:expr) => {
            concat!($text, $text, $text, $text, $text, $text, $text, $text, $text, $text)
        };
    }

    impl PhoneTree for Epic {
        type App = ();
        type Data = ();
        const NAME: &'static str = "Epic";
        const DESCRIPTION: &'static str = concat!(
            r#"{"name":"Epic","language":"en-US","starts":[{"state":"Epic"}],"states":[{"name":"Epic","#,
            r#""lines":[{"say":{"text":""#,
            ten!(ten!(ten!(ten!("Arms, man ")))),
            r#""}}],"verb":"hangup"}]}"#
        );
        const ACTIONS: &'static [Action<Self>] = &[];

        fn states() -> &'static [Self] {
            &[Self]
        }

        fn index(self) -> usize {
            0
        }

        fn name(self) -> &'static str {
            "Epic"
        }

        fn next(self, _: Event) -> Transition<Self> {
            Transition::Again
        }
    }

    #[test]
    fn a_document_that_no_provider_takes_is_refused_before_the_first_call() {
        let error = Documents::new(&Dialog::<Epic>::new().unwrap(), "/epic").unwrap_err();
        assert_eq!(error.state, "Epic");
        assert!(error.bytes > 100_000 && error.to_string().contains("`Epic`"), "{error}");
    }
}

//! `after …`: executed once for each report and for its call, however often, how late and in which order Twilio
//! reports.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use ivr_core::event::Event;

use super::{super::GRACE, flaky::Mood, *};
use crate::dialog::{
    after::{EndedBy, Report},
    data::{Call, CallData, Entered, FieldError, Fields},
    tree::{Action, Callback, Ending, Hook, HookRun, Transition},
};

/// Every report that the hooks of the desk were told.
#[derive(Debug, Default)]
struct Book {
    told: Mutex<Vec<Told>>,
}

#[derive(Clone, PartialEq, Debug)]
struct Told {
    call: String,
    step_id: String,
    from: String,
    account: String,
    state: String,
    ended_by: Option<EndedBy>,
    report: Report,
}

impl Book {
    fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }
}

#[derive(Clone, PartialEq, Debug, Default)]
struct VoicemailData {
    account: String,
}

impl CallData for VoicemailData {
    const EMPTY: bool = false;

    fn save(&self) -> Fields {
        let mut fields = Fields::default();
        fields.put("account", &self.account);
        fields
    }

    fn load(fields: &Fields) -> Result<Self, FieldError> {
        Ok(Self { account: fields.take("account", String::new)? })
    }
}

/// ```text
/// data { account: String = String::new() }
/// after call                     { run app.write(…).await; }
/// after recording in Message     { run app.write(…).await, at_least_once; }
/// after transcription in Message { run app.write(…).await; }
/// state Account { gather 2 keys, into account { say "Account?"; } match { entered => Message, silence | _ => end } }
/// state Message { record, transcribe match { recorded => Thanks, silence => end } }
/// state Thanks  { say "Thank you."; hangup; }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Voicemail {
    Account,
    Message,
    Thanks,
}

const ONCE: HookRun = HookRun { source: "app.write(call)", at_least_once: false };

impl PhoneTree for Voicemail {
    type App = Arc<Book>;
    type Data = VoicemailData;
    const NAME: &'static str = "Voicemail";
    const NEEDS_APP: bool = true;
    const STATEFUL: bool = true;
    const HOOKS: &'static [Hook<Self>] = &[
        Hook { callback: Callback::Call, state: None, runs: &[ONCE] },
        Hook {
            callback: Callback::Recording,
            state: Some(Self::Message),
            runs: &[HookRun { at_least_once: true, ..ONCE }],
        },
        Hook { callback: Callback::Transcription, state: Some(Self::Message), runs: &[ONCE] },
    ];
    const DESCRIPTION: &'static str = r#"{"name":"Voicemail","language":"en-US","starts":[{"state":"Account"}],
        "states":[
        {"name":"Account","verb":{"gather":{"keys":{"min":2,"max":2},"timeout":5,"into":"account","prompts":[],
         "arms":[{"outcomes":["entered"],"to":{"go":"Message"}},{"outcomes":["silence","_"],"to":{"end":"hangup"}}]}}},
        {"name":"Message","verb":{"record":{"max_length":60,"timeout":5,"transcribe":true,"arms":[
         {"outcomes":["recorded"],"to":{"go":"Thanks"}},{"outcomes":["silence"],"to":{"end":"hangup"}}]}}},
        {"name":"Thanks","lines":[{"say":{"text":"Thank you."}}],"verb":"hangup"}],
        "after":[{"of":"call","runs":["app.write(call)"]},
         {"of":"recording","state":"Message","runs":["app.write(call)"]},
         {"of":"transcription","state":"Message","runs":["app.write(call)"]}]}"#;
    const ACTIONS: &'static [Action<Self>] = &[];

    fn states() -> &'static [Self] {
        &[Self::Account, Self::Message, Self::Thanks]
    }

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["Account", "Message", "Thanks"][self.index()]
    }

    fn next(self, heard: Event) -> Transition<Self> {
        match (self, heard) {
            (Self::Account, Event::Entered) => Transition::Go(Self::Message),
            (Self::Message, Event::Recorded) => Transition::Go(Self::Thanks),
            _ => Transition::End(Ending::Hangup),
        }
    }

    fn enter(self, _: &Call<VoicemailData>, entry: Entered<'_>) -> Option<VoicemailData> {
        let Entered::Keys(keys) = entry else { return None };
        Some(VoicemailData { account: keys.to_owned() })
    }

    async fn after(_: u16, app: &Self::App, call: &Call<VoicemailData>, report: &Report) -> bool {
        app.told.lock().unwrap().push(Told {
            call: call.id.clone(),
            step_id: call.step_id.clone(),
            from: call.from.to_string(),
            account: call.account.clone(),
            state: call.state.clone(),
            ended_by: call.ended_by,
            report: report.clone(),
        });
        true
    }
}

/// The tree, what it wrote, and a client that may send any request.
struct Desk {
    router: Router,
    book: Arc<Book>,
    store: Arc<Flaky>,
}

impl Desk {
    fn new() -> Self {
        Self::on(Arc::default(), Arc::default())
    }

    fn on(book: Arc<Book>, store: Arc<Flaky>) -> Self {
        let sessions: Arc<Sessions<Voicemail>> =
            Arc::new(Sessions::new(Arc::clone(&book), Some(Arc::clone(&store) as Arc<dyn CallStore>)));
        sessions.tend();
        Self { router: routes(sessions), book, store }
    }

    /// The process ends and another one takes its place.
    fn restarted(self) -> Self {
        Self::on(self.book, self.store)
    }

    async fn post(&self, call: &str, path: &str, form: &str) -> String {
        let form = format!("CallSid={call}&From=%2B14158675309&To=%2B18005551212&{form}");
        request(&self.router, path, &form).await
    }

    /// A call that left a message, ended by this key, under the name of the recording; answered is the document that
    /// asked for the message.
    async fn message(&self, call: &str, recording: &str, key: &str) -> String {
        let first = self.post(call, "/voicemail", "").await;
        let asked = self.post(call, &next(&first), "Digits=12").await;
        self.post(call, &next(&asked), &recorded(recording, key)).await;
        asked
    }
}

fn recorded(recording: &str, key: &str) -> String {
    format!(
        "RecordingUrl=https%3A%2F%2Fapi.example%2FRecordings%2F{recording}&RecordingDuration=7&Digits={key}"
    )
}

/// The callback that a document names, as Twilio asks it: without the fragment.
fn callback(document: &str, attribute: &str) -> String {
    let parsed = roxmltree::Document::parse(document).unwrap();
    let record = parsed.descendants().find(|node| node.has_tag_name("Record")).unwrap();
    let url = record.attribute(attribute).unwrap();
    let (url, retries) = url.split_once('#').unwrap();
    assert_eq!(retries, "rc=5&rp=all");
    url.to_owned()
}

fn audio_is_there(recording: &str) -> String {
    let url = format!("https%3A%2F%2Fapi.example%2FRecordings%2F{recording}");
    format!("RecordingSid={recording}&RecordingUrl={url}&RecordingStatus=completed&RecordingDuration=7")
}

fn is_transcribed(recording: &str) -> String {
    format!(
        "TranscriptionSid=TR{recording}&TranscriptionText=Call+back&TranscriptionStatus=completed&RecordingSid={recording}"
    )
}

const OVER: &str = "CallStatus=completed&CallDuration=30";

#[tokio::test(start_paused = true)]
async fn each_hook_is_told_once_and_knows_its_call() {
    let desk = Desk::new();
    let asked = desk.message("CA1", "RE1", "%23").await;
    let audio = callback(&asked, "recordingStatusCallback");
    let text = callback(&asked, "transcribeCallback");
    for _ in 0..3 {
        desk.post("CA1", "/voicemail/status", OVER).await;
        desk.post("CA1", &audio, &audio_is_there("RE1")).await;
        desk.post("CA1", &text, &is_transcribed("RE1")).await;
    }
    settle().await;
    // Reports are separate requests, so none of them waits for another.
    let mut told = desk.book.told();
    told.sort_by_key(|told| told.step_id.clone());
    assert_eq!(told.len(), 3, "{told:?}");
    for told in &told {
        assert_eq!(
            (told.call.as_str(), told.from.as_str(), told.account.as_str()),
            ("CA1", "+14158675309", "12")
        );
        assert_eq!(told.state, "Thanks");
    }
    let [call, recording, transcription] = &told[..] else { panic!("{told:?}") };
    assert_eq!((call.ended_by, call.step_id.as_str()), (Some(EndedBy::Tree), "CA1-call-0"));
    let audio = recording.report.recording().unwrap();
    assert_eq!((audio.id.as_str(), audio.seconds, audio.key), ("RE1", 7, Some('#')));
    assert_eq!(recording.step_id, "CA1-recording-RE1-0");
    let text = transcription.report.transcription().unwrap();
    assert_eq!((text.recording.as_str(), text.text.as_deref()), ("RE1", Some("Call back")));
}

#[tokio::test(start_paused = true)]
async fn who_ended_the_call_is_told() {
    for (answers, status, state, ended_by) in [
        (&[][..], "completed", "Account", Some(EndedBy::Caller)),
        (&["Digits="], "completed", "Account", Some(EndedBy::Tree)),
        (&["Digits=12"], "completed", "Message", Some(EndedBy::Caller)),
        (
            &["Digits=12", "RecordingUrl=https%3A%2F%2Fapi%2FRE1&Digits=hangup"],
            "completed",
            "Thanks",
            Some(EndedBy::Caller),
        ),
        (
            &["Digits=12", "RecordingUrl=https%3A%2F%2Fapi%2FRE1&Digits=1"],
            "completed",
            "Thanks",
            Some(EndedBy::Tree),
        ),
        (&["Digits=12"], "failed", "Message", Some(EndedBy::Failed)),
        (&[], "no-answer", "Account", Some(EndedBy::Unanswered)),
    ] {
        let desk = Desk::new();
        let mut document = desk.post("CA1", "/voicemail", "").await;
        for answer in answers {
            document = desk.post("CA1", &next(&document), answer).await;
        }
        desk.post("CA1", "/voicemail/status", &format!("CallStatus={status}")).await;
        settle().await;
        let told = desk.book.told();
        assert_eq!(told.len(), 1, "{answers:?}");
        assert_eq!((told[0].state.as_str(), told[0].ended_by), (state, ended_by), "{answers:?} {status}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_ending_and_no_audio_is_not_told() {
    let desk = Desk::new();
    let asked = desk.message("CA1", "RE1", "1").await;
    let audio = callback(&asked, "recordingStatusCallback");
    desk.post("CA1", "/voicemail/status", "CallStatus=in-progress").await;
    desk.post("CA1", &audio, "RecordingSid=RE1&RecordingStatus=in-progress").await;
    desk.post("CA1", &audio, "RecordingSid=RE1&RecordingStatus=absent").await;
    desk.post("CA1", &audio, "RecordingStatus=completed").await;
    // A report of a state that this version does not have, and one of no state.
    desk.post("CA1", "/voicemail/recording/Nowhere/0/2", &audio_is_there("RE1")).await;
    desk.post("CA1", "/voicemail/recording", &audio_is_there("RE1")).await;
    settle().await;
    assert_eq!(desk.book.told(), []);
    // A failed transcription is reported, so that the author knows that there is none.
    let text = callback(&asked, "transcribeCallback");
    desk.post("CA1", &text, "TranscriptionSid=TR1&TranscriptionStatus=failed&RecordingSid=RE1").await;
    settle().await;
    assert_eq!(desk.book.told()[0].report.transcription().unwrap().text, None);
}

#[tokio::test(start_paused = true)]
async fn a_recording_that_is_reported_hours_after_the_call_finds_its_fields() {
    let desk = Desk::new();
    let asked = desk.message("CA1", "RE1", "1").await;
    desk.post("CA1", "/voicemail/status", OVER).await;
    sleep(GRACE * 300).await;
    let desk = desk.restarted();
    desk.post("CA1", &callback(&asked, "recordingStatusCallback"), &audio_is_there("RE1")).await;
    settle().await;
    let told = desk.book.told();
    assert_eq!((told[1].account.as_str(), told[1].report.recording().unwrap().key), ("12", Some('1')));
    desk.post("CA1", &callback(&asked, "transcribeCallback"), &is_transcribed("RE1")).await;
    settle().await;
    assert_eq!(desk.book.told().len(), 3);
    // No report is expected any more, so the rest of the record contains neither fields nor numbers.
    let left = String::from_utf8(desk.store.load("CA1").await.unwrap().unwrap()).unwrap();
    assert!(
        !left.contains("4158675309") && !left.contains("\"12\"") && left.contains("recording-RE1"),
        "{left}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_recording_is_forgotten_but_for_what_was_told() {
    let desk = Desk::new();
    desk.post("CA1", "/voicemail", "").await;
    desk.post("CA1", "/voicemail/status", OVER).await;
    sleep(GRACE * 2).await;
    let left = String::from_utf8(desk.store.load("CA1").await.unwrap().unwrap()).unwrap();
    assert!(!left.contains("4158675309") && !left.contains("Account"), "{left}");
    desk.post("CA1", "/voicemail/status", OVER).await;
    sleep(GRACE * 2).await;
    assert_eq!(desk.book.told().len(), 1);
    // A request of a call without a record is handled as in a tree without hooks.
    let again = desk.post("CA1", "/voicemail", "").await;
    assert!(again.contains("<Gather"), "{again}");
}

#[tokio::test(start_paused = true)]
async fn a_report_of_a_call_of_which_nothing_is_stored_is_told_with_what_it_says() {
    let desk = Desk::new();
    let asked = desk.message("CA1", "RE1", "1").await;
    let stored = desk.store.load("CA1").await.unwrap().unwrap();
    let _removed = desk.store.remove("CA1", &stored).await.unwrap();
    let audio = callback(&asked, "recordingStatusCallback");
    for _ in 0..2 {
        desk.post("CA1", &audio, &audio_is_there("RE1")).await;
        settle().await;
        desk.post("CA1", "/voicemail/status", OVER).await;
        sleep(GRACE * 2).await;
    }
    let told = desk.book.told();
    assert_eq!(told.len(), 2, "{told:?}");
    let [recording, call] = &told[..] else { panic!("{told:?}") };
    assert_eq!((call.from.as_str(), call.state.as_str(), call.ended_by), ("+14158675309", "", None));
    let recording = recording.report.recording().unwrap();
    assert_eq!((recording.url.as_str(), recording.key), ("https://api.example/Recordings/RE1", None));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_stored_is_asked_for_again() {
    let desk = Desk::new();
    let asked = desk.message("CA1", "RE1", "1").await;
    let audio = callback(&asked, "recordingStatusCallback");
    let status = async |form: &str| {
        let form = format!("CallSid=CA1&{form}");
        let request = Request::post(&audio).header("content-type", "application/x-www-form-urlencoded");
        desk.router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap().status()
    };
    for mood in [Mood::Away, Mood::Silent, Mood::Full] {
        desk.store.is(mood);
        assert_eq!(status(&audio_is_there("RE1")).await, StatusCode::SERVICE_UNAVAILABLE, "{mood:?}");
    }
    desk.store.is(Mood::Well);
    assert_eq!(status(&audio_is_there("RE1")).await, StatusCode::NO_CONTENT);
    settle().await;
    assert_eq!(desk.book.told().len(), 1);
}

/// A linear congruential generator, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

#[tokio::test(start_paused = true)]
async fn thousands_of_reports_in_any_order_with_restarts_are_each_told_once() {
    // With `CI`, ten thousand reports.
    let calls = if std::env::var_os("CI").is_some() { 800 } else { 160 };
    let enough = 25 * calls / 2;
    let (mut desk, mut dice) = (Desk::new(), Dice(7));
    let mut reports = Vec::new();
    for number in 0..calls {
        let (call, recording) = (format!("CA{number}"), format!("RE{number}"));
        let asked = desk.message(&call, &recording, "1").await;
        let (audio, text) =
            (callback(&asked, "recordingStatusCallback"), callback(&asked, "transcribeCallback"));
        let each = [
            ("/voicemail/status".to_owned(), OVER.to_owned()),
            (audio, audio_is_there(&recording)),
            (text, is_transcribed(&recording)),
        ];
        for (path, form) in each {
            reports.extend(vec![(call.clone(), path, form); 1 + dice.below(8)]);
        }
    }
    let mut first = BTreeSet::new();
    while reports.len() < enough {
        let again = reports[dice.below(reports.len())].clone();
        reports.push(again);
    }
    for place in (1..reports.len()).rev() {
        reports.swap(place, dice.below(place + 1));
    }
    for (number, (call, path, form)) in reports.iter().enumerate() {
        desk.post(call, path, form).await;
        first.insert((call, path));
        match dice.below(400) {
            0 => {
                // A stopping server waits for the `run`s that have begun.
                settle().await;
                desk = desk.restarted();
            }
            1 => sleep(GRACE * 2).await,
            _ => {}
        }
        if number % 1000 == 0 {
            settle().await;
        }
    }
    settle().await;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for told in desk.book.told() {
        assert_eq!(told.account, "12", "{told:?}");
        let recording = told.report.recording().map(|recording| recording.id.clone());
        let transcribed = told.report.transcription().map(|text| text.recording.clone());
        let joined = recording.or(transcribed).is_none_or(|id| id[2..] == told.call[2..]);
        assert!(joined && told.step_id.starts_with(&format!("{}-", told.call)), "{told:?}");
        *counts.entry(told.step_id).or_default() += 1;
    }
    assert!(reports.len() >= enough && first.len() == 3 * calls);
    assert_eq!(counts.len(), 3 * calls);
    assert!(counts.values().all(|count| *count == 1));
}

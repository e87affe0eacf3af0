//! Hooks after a call, from the tree to the app: the simulated phone sends the reports that Twilio sends.

use std::{sync::mpsc, time::Duration};

use crate::by_hand::{answer, attribute, document};
use ivr::{Call, EndedBy, Recording, Transcription, phone, phone_tree, speak::Digits};

/// Sends what it is told to the test.
struct Office(mpsc::Sender<String>);

impl Office {
    async fn ended(&self, call: &Call<VoicemailData>) {
        let by = match call.ended_by {
            Some(EndedBy::Caller) => "the caller",
            Some(EndedBy::Tree) => "the tree",
            Some(EndedBy::Unanswered | EndedBy::Failed) | None => "nobody",
        };
        self.tell(format!("{} ended by {by}", call.state));
    }

    async fn keep(&self, call: &Call<VoicemailData>, recording: &Recording) -> Result<(), String> {
        self.tell(format!("{} s for {}, {:?}", recording.seconds, call.account.as_str(), recording.key));
        Ok(())
    }

    async fn text(&self, call: &Call<VoicemailData>, transcription: &Transcription) {
        let text = transcription.text.as_deref().unwrap_or("nothing");
        self.tell(format!("{text:?} for {} in {}", call.account.as_str(), call.language));
    }

    fn tell(&self, line: String) {
        // An error means that nobody receives, as under `every_path`.
        let _ = self.0.send(line);
    }
}

phone_tree! {
    /// Takes a message.
    tree Voicemail for Office {
        start Account;
        language en-US;

        data { account: Digits = Digits::default() }

        after call                     { run app.ended(call).await; }
        after recording in Message     { run app.keep(call, recording).await, at_least_once; }
        after transcription in Message { run app.text(call, transcription).await; }

        state Account {
            gather 2 keys, into account { say "Your account, please."; } match {
                entered     => Message,
                silence | _ => { say "Goodbye."; } then end,
            }
        }

        state Message {
            say "Please leave a message.";
            record, max_length 1min, finish_on_key ['1', '#'], play_beep false, transcribe match {
                recorded '1' => { say "Once more."; } then Message,
                recorded     => Thanks,
                silence      => end,
            }
        }

        state Thanks { say "Thank you."; hangup; }
    }
}

/// A call, and what the office was told of it.
fn told(story: impl FnOnce(phone::Caller) -> phone::Caller, count: usize) -> Vec<String> {
    let (tell, told) = mpsc::channel();
    let call = story(phone::call_with::<Voicemail>(Office(tell)));
    let line = || told.recv_timeout(Duration::from_secs(10)).expect("a hook is run");
    let mut lines: Vec<String> = (0..count).map(|_| line()).collect();
    drop(call);
    lines.sort();
    lines
}

#[test]
fn a_message_is_told_with_its_text_and_so_is_the_end_of_the_call() {
    let lines = told(|call| call.press("12").says("Call me back.").hears("Thank you").ended(), 3);
    assert_eq!(lines, ["\"Call me back.\" for 12 in en-US", "2 s for 12, None", "Thanks ended by the tree"]);
}

#[test]
fn a_caller_who_hangs_up_is_told_and_the_key_that_ended_a_message_is() {
    assert_eq!(told(|call| call.hangs_up().ended(), 1), ["Account ended by the caller"]);
    let lines = told(|call| call.press("12").press('#').hears("Thank you").ended(), 3);
    assert_eq!(lines[1..], ["5 s for 12, Some('#')", "Thanks ended by the tree"]);
    assert_eq!(lines[0], "\"nothing\" for 12 in en-US");
}

#[test]
fn a_message_without_a_tone_begins_at_once() {
    let (tell, told) = mpsc::channel();
    let mut call = phone::call_with::<Voicemail>(Office(tell)).press("12").says("Call me back.").ended();
    let transcript = call.transcript();
    drop(told);
    assert!(transcript.contains("Call me back.") && !transcript.contains("[beep]"), "{transcript}");
}

#[test]
fn each_key_that_ends_a_message_may_lead_elsewhere() {
    let story = |call: phone::Caller| {
        call.press("12")
            .records_until(3, '1')
            .hears("Once more")
            .records_until(4, '#')
            .hears("Thank you")
            .ended()
    };
    let lines = told(story, 5);
    let recordings: Vec<&String> = lines.iter().filter(|line| line.contains(" s for 12")).collect();
    assert_eq!(recordings, ["3 s for 12, Some('1')", "4 s for 12, Some('#')"]);
    assert!(phone::every_path_with::<Voicemail>([Office(mpsc::channel().0)]).left_out.is_empty());
}

phone_tree! {
    /// Records a conversation, after a notice.
    tree Recorded for Archive {
        start Consent;

        after recording in Person { run app.keep(&call.state, recording).await, at_least_once; }

        promise Consent before every record;

        state Consent { uninterrupted { say "This call is recorded."; } goto Person; }
        state Person  { dial "+12345678900", record match { answered => Thanks, _ => Message } }
        state Thanks  { say "Thank you."; hangup; }
        state Message { say "Please leave a message."; record, finish_on_key ['1', '#'] match { recorded '1' => Person, recorded | silence => end } }

        scenario "a message that ends with a key" { [busy] [recorded '1'] => Person; [busy] [recorded '#'] => end; }
    }
}

/// Keeps conversations.
struct Archive(mpsc::Sender<String>);

impl Archive {
    async fn keep(&self, state: &str, recording: &Recording) -> Result<(), String> {
        let _ = self.0.send(format!("{} s, {:?}, last in {state}", recording.seconds, recording.key));
        Ok(())
    }
}

#[test]
fn the_recording_of_a_conversation_is_told_once_and_a_call_that_nobody_answers_has_none() {
    let (tell, told) = mpsc::channel();
    let router =
        ivr::router::<Recorded>(Archive(tell), &ivr::config::Settings::new().unsigned().store("memory:"))
            .unwrap();
    phone::Caller::to(router.clone(), "/recorded").answers().hears("Thank you").ended();
    assert_eq!(told.recv_timeout(Duration::from_secs(10)).as_deref(), Ok("60 s, None, last in Thanks"));
    phone::Caller::to(router, "/recorded").no_answer().hears("leave a message").records_until(3, '#').ended();
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
}

#[tokio::test]
async fn the_report_of_a_conversation_may_come_first_and_again() {
    let (tell, told) = mpsc::channel();
    let router =
        ivr::router::<Recorded>(Archive(tell), &ivr::config::Settings::new().unsigned().store("memory:"))
            .unwrap();
    let dial = document(&router, "/recorded", "CallSid=CA1").await;
    let (callback, _) = attribute(&dial, "recordingStatusCallback")
        .split_once('#')
        .map(|(url, rest)| (url.to_owned(), rest.to_owned()))
        .unwrap();
    assert!(callback.starts_with("/recorded/recording/Person"), "{callback}");
    let report = "CallSid=CA1&RecordingSid=RE1&RecordingUrl=https://a/RE1&RecordingStatus=completed&RecordingDuration=7";
    for _ in 0..3 {
        assert_eq!(answer(&router, "POST", &callback, report).await.0, 204);
    }
    document(
        &router,
        &attribute(&dial, "action"),
        "CallSid=CA1&DialCallStatus=completed&RecordingUrl=https://a/RE1",
    )
    .await;
    assert_eq!(answer(&router, "POST", &callback, report).await.0, 204);
    let mut lines: Vec<String> = Vec::new();
    for _ in 0..1000 {
        lines.extend(told.try_iter());
        if !lines.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    lines.extend(told.try_iter());
    assert_eq!(lines, ["7 s, None, last in Person"]);
}

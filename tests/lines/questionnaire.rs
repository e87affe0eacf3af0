//! A questionnaire from a database: answers by key, by number and by voice. A question is replayed on a key, voices are recorded
//! after consent, and a participant who hangs up goes on where they were. It calls participants, and they call it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use ivr::{
    Call, Recording,
    phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with},
    speak::Digits,
};
use serde::{Deserialize, Serialize};

use super::{at_last, served::Served};

ivr::phone_tree! {
    /// The questions that a participant has not answered yet.
    tree Questionnaire for Study {
        start Greeting;
        start outbound Hello with { participant: Digits };
        language en-US;
        voice "Polly.Joanna";

        data {
            participant: Digits,
            questions: Vec<Question>,
            question: Question,
            choices: Vec<Choice>,
            choice: Choice,
            number: Digits = Digits::default(),
            voices: bool = false,
        }

        everywhere {
            '*'     => again,
            silence => retry 2 { say "I did not hear you."; } then Later,
            _       => retry 2 { say "That was not one of the answers."; } then Later,
        }
        on_error { say "Something went wrong on our side."; } then Later

        after recording in Speak { run app.keep(call, recording).await, at_least_once; }

        state Greeting {
            gather 6 keys, into participant, timeout 8s {
                say "Welcome to the sleep study. Please enter your six digit participant number.";
            } match { entered => Find }
        }
        state Hello { say "Hello, this is the sleep study."; goto Find; }

        state Find {
            match app.open(&call.participant).await within 8s meanwhile { say "One moment."; } {
                None                            => retry 2 { say "We do not know {participant:digits}."; } at Greeting then Stranger,
                Some(open) if open.is_empty()   => { say "You have answered every question."; } then Goodbye,
                Some(open)                      => { set questions = open; } then Consent,
                late                            => Later,
            }
        }

        /// Voices are recorded of those alone who agree.
        state Consent {
            gather key {
                uninterrupted { say "There are {questions.left:plural question|questions}. Some are answered by voice, and recorded."; }
                say "If you agree, press one. To be asked without recordings, press two. To stop, press nine.";
                once { say "Star repeats a question at any time."; }
            } match {
                1 => { set voices = true; } then Next,
                2 => { set voices = false; } then Next,
                9 => Later,
            }
        }

        state Next {
            next question in questions match {
                another => { set choices = call.question.choices.clone(); } then Kind,
                done    => { say "That was the last question."; } then Goodbye,
            }
        }
        state Kind {
            match (call.question.kind, call.voices) {
                (Kind::Choice, _)    => Choose,
                (Kind::Number, _)    => Count,
                (Kind::Voice, true)  => Speak,
                (Kind::Voice, false) => Next,
            }
        }

        state Choose {
            gather key or speech, offer choice from choices, key choice.key {
                say "{question.text}";
                each { say "For {choice.text}, press {key}."; }
            } match { chosen => Note }
        }

        state Count {
            gather 1..=3 keys, into number, finish_on_key '#' {
                say "{question.text} Enter a number, then press hash. To hear the question again, press star and hash.";
            } match { entered => Check, '*' => again }
        }
        state Check under Count {
            gather key {
                say "{number}. If this is right, press one. To correct it, press two.";
            } match { 1 => Note, 2 => back }
        }

        state Speak {
            say "{question.text} Speak after the tone, and press hash when you are done. To hear the question again, press star.";
            record, max_length 2min, timeout 5s, finish_on_key ['#', '*'] match {
                recorded '*' => Speak,
                recorded     => Note,
                silence      => { say "We ask you another time."; } then Next,
            }
        }
        state Note {
            match app.note(call).await within 4s {
                Some(0)      => Next,
                Some(left)   => { say "{left:plural question is|questions are} left."; } then Next,
                None | late  => Later,
            }
        }

        state Stranger { say "Please ask the study for your number."; hangup; }
        state Goodbye { say "Thank you. Goodbye."; hangup; }
        state Later   { say "You can call us at any time, and go on where you are now."; hangup; }

        promise Consent before every record;
        promise Consent before Choose;
    }
}

/// A row of the table of questions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Question {
    id: u32,
    text: String,
    kind: Kind,
    choices: Vec<Choice>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
enum Kind {
    #[default]
    Choice,
    Number,
    Voice,
}

/// A row of the table of answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Choice {
    key: char,
    text: String,
}

/// The database: every connection sees the same tables.
#[derive(Clone, Debug, Default)]
struct Study {
    questions: Vec<Question>,
    /// By participant and question.
    answers: Arc<Mutex<BTreeMap<(String, u32), String>>>,
    /// The seconds of each URL.
    recordings: Arc<Mutex<BTreeMap<String, u32>>>,
    /// Whether every participant is known or none, nothing is kept, and what is left after a note.
    rehearsed: Option<(bool, Option<usize>)>,
}

impl Study {
    /// The first so many questions.
    fn of(count: usize) -> Self {
        let choice = |key, text: &str| Choice { key, text: text.to_owned() };
        let question = |(id, (text, kind)): (u32, (&str, Kind))| {
            let choices = [choice('1', "well"), choice('2', "badly"), choice('8', "not at all")];
            let choices = if matches!(kind, Kind::Choice) { choices.to_vec() } else { Vec::new() };
            Question { id, text: text.to_owned(), kind, choices }
        };
        let rows = [
            ("How did you sleep?", Kind::Choice),
            ("How many hours did you sleep?", Kind::Number),
            ("What did you dream?", Kind::Voice),
            ("How do you feel?", Kind::Choice),
            ("How many cups of coffee did you have?", Kind::Number),
        ];
        Self { questions: (1..).zip(rows).take(count).map(question).collect(), ..Self::default() }
    }

    /// Questions of these kinds, with one answer for every note.
    fn rehearsal(kinds: &[Kind], left: Option<usize>) -> Self {
        let choices = vec![Choice { key: '1', text: "yes".to_owned() }];
        let question =
            |kind: &Kind| Question { kind: *kind, choices: choices.clone(), ..Question::default() };
        Self {
            questions: kinds.iter().map(question).collect(),
            rehearsed: Some((true, left)),
            ..Self::default()
        }
    }

    #[expect(clippy::unused_async, reason = "a database is waited for")]
    async fn open(&self, participant: &Digits) -> Option<Vec<Question>> {
        let is_known = self.rehearsed.map_or(participant.as_str().starts_with('1'), |(is_known, _)| is_known);
        is_known.then(|| self.left(participant, true))
    }

    /// What a participant has not answered, with the questions that are answered by voice or without.
    fn left(&self, participant: &Digits, voices: bool) -> Vec<Question> {
        let answers = self.answers.lock().unwrap();
        let is_left = |question: &&Question| {
            !answers.contains_key(&(participant.to_string(), question.id))
                && (voices || !matches!(question.kind, Kind::Voice))
        };
        self.questions.iter().filter(is_left).cloned().collect()
    }

    /// Notes an answer, and says how many questions are left; nothing when that failed.
    #[expect(clippy::unused_async, reason = "a database is waited for")]
    async fn note(&self, call: &Call<QuestionnaireData>) -> Option<usize> {
        if let Some((_, left)) = self.rehearsed {
            return left;
        }
        let answer = match call.question.kind {
            Kind::Choice => call.choice.text.clone(),
            Kind::Number => call.number.to_string(),
            Kind::Voice => call.recording.clone()?,
        };
        let entry = (call.participant.to_string(), call.question.id);
        self.answers.lock().unwrap().insert(entry, answer);
        Some(self.left(&call.participant, call.voices).len())
    }

    #[expect(clippy::unused_async, reason = "a database is waited for")]
    async fn keep(&self, _: &Call<QuestionnaireData>, recording: &Recording) -> Result<(), String> {
        self.recordings.lock().unwrap().insert(recording.url.clone(), recording.seconds);
        Ok(())
    }

    /// The answers in the order of the questions.
    fn answers(&self) -> Vec<String> {
        self.answers.lock().unwrap().values().cloned().collect()
    }

    /// For how long the recording of this URL is, once Twilio has told of it.
    fn recorded(&self, url: &str) -> u32 {
        at_last(|| self.recordings.lock().unwrap().get(url).copied())
    }
}

fn line(study: &Study) -> Caller {
    call_with::<Questionnaire>(study.clone()).hears("Please enter your six digit participant number.")
}

fn every_question_is_answered() -> Caller {
    let study = Study::of(5);
    let call = line(&study)
        .press("100007")
        .hears("There are 5 questions. Some are answered by voice, and recorded. If you agree, press one.")
        .hears("Star repeats a question")
        .press('1')
        .hears("How did you sleep? For well, press 1. For badly, press 2. For not at all, press 8.")
        .press('*')
        .hears("How did you sleep?")
        .press('8')
        .hears("4 questions are left. How many hours did you sleep?")
        .press("*#")
        .hears("How many hours did you sleep?")
        .press("17#")
        .hears("17. If this is right, press one.")
        .press('2')
        .hears("How many hours did you sleep?")
        .press("7#")
        .press('1')
        .hears("3 questions are left. What did you dream?")
        .records_until(1, '*')
        .hears("What did you dream?")
        .records_until(40, '#')
        .hears("How do you feel?")
        .says("number two, please")
        .hears("1 question is left.")
        .press("12#")
        .press('1')
        .does_not_hear("left")
        .hears("That was the last question. Thank you. Goodbye.")
        .ended();
    let answers = study.answers();
    assert_eq!([&answers[0], &answers[1], &answers[3], &answers[4]], ["not at all", "7", "badly", "12"]);
    assert_eq!(study.recorded(&answers[2]), 40);
    call
}

fn a_participant_goes_on_where_they_hung_up() -> Caller {
    let study = Study::of(3);
    line(&study).press("100007").press('1').press('1').hears("How many hours").press("8#").hangs_up();
    line(&study).press("100008").hears("There are 3 questions.").hangs_up();
    let again = call_from_with::<Questionnaire>("outbound", [("participant", "100007")], study.clone())
        .hears("Hello, this is the sleep study. There are 2 questions.")
        .press('1')
        .hears("How many hours did you sleep?")
        .press("8#")
        .press('1')
        .silence()
        .hears("We ask you another time. That was the last question.")
        .ended();
    line(&study).press("100007").press('1').records(5).ended();
    line(&study).press("100007").hears("You have answered every question.").ended();
    again
}

fn without_consent_no_voice_is_recorded() -> Caller {
    let study = Study::of(3);
    let call = line(&study)
        .press("100007")
        .press('2')
        .press('2')
        .hears("1 question is left. How many hours")
        .press("8#")
        .press('1')
        .does_not_hear("dream")
        .hears("That was the last question.")
        .ended();
    assert!(study.recordings.lock().unwrap().is_empty());
    call
}

fn nobody_with_this_number() -> Caller {
    line(&Study::of(1))
        .press("200007")
        .hears("We do not know 2 0 0 0 0 7. Welcome to the sleep study.")
        .press("200007")
        .press("200007")
        .hears("Please ask the study")
        .ended()
}

fn a_key_without_an_answer_and_silence() -> Caller {
    line(&Study::of(1))
        .press("100007")
        .press('1')
        .press('3')
        .hears("That was not one of the answers. How did you sleep?")
        .silence()
        .hears("I did not hear you.")
        .silence()
        .hears("You can call us at any time")
        .ended()
}

fn a_note_that_is_slow() -> Caller {
    let call = line(&Study::of(1)).press("100007").press('1');
    call.app_is_late().press('1').hears("You can call us").ended()
}

#[test]
fn the_stories_of_the_line_take_every_arm() {
    Coverage::<Questionnaire>::of([
        every_question_is_answered,
        a_participant_goes_on_where_they_hung_up,
        without_consent_no_voice_is_recorded,
        nobody_with_this_number,
        || line(&Study::rehearsal(&[], None)).press("100007").hears("every question").ended(),
        || line(&Study::of(1)).press("100007").press('9').hears("go on where you are").ended(),
        a_key_without_an_answer_and_silence,
        || line(&Study::of(1)).app_is_late().press("100007").hears("You can call us").ended(),
        a_note_that_is_slow,
        || line(&Study::rehearsal(&[Kind::Choice], None)).press("100007").press('1').press('1').ended(),
    ])
    .assert_complete();
}

#[test]
fn every_path_ends_well() {
    let (choice, number, voice) = (Kind::Choice, Kind::Number, Kind::Voice);
    let going_on = Study::rehearsal(&[choice, number], Some(1));
    let last = Study::rehearsal(&[voice], Some(0));
    let full = Study::rehearsal(&[number], None);
    let nobody = Study { rehearsed: Some((false, None)), ..Study::default() };
    let done = Study::rehearsal(&[], None);
    let paths = every_path_with::<Questionnaire>([nobody, done, going_on, last, full]);
    assert!(paths.taken.len() > 40, "{paths}");
    random_callers_with::<Questionnaire>(50, 8, Study::of(5));
}

#[test]
fn a_served_line_goes_on_after_restarts_of_its_server() {
    let study = Study::of(3);
    let app = study.clone();
    let served = Served::<Questionnaire>::new("questionnaire", move || app.clone());
    let call = served.call("/questionnaire/outbound?participant=100007").hears("There are 3 questions.");
    served.restart();
    let call = call.press('1').press('2').retried().hears("How many hours");
    served.restart();
    let call = call.press("6#");
    served.restart();
    call.press('1').records_until(9, '#').hears("That was the last question.").ended();
    let answers = study.answers();
    assert_eq!(answers[..2], ["badly", "6"]);
    assert_eq!(study.recorded(&answers[2]), 9);
    served.call("/questionnaire").press("100007").hears("You have answered every question.").ended();
}

//! Calls to the triage line, in French unless stated otherwise, and the tables of its documentation.

use std::{fs, process};

use ivr::{
    config::Settings,
    phone::{Caller, call_with, every_path_with, random_callers_with},
};

use super::{Desk, PathBuf, Triage};

pub(super) const STUDENT: &str = "+33123456789";

fn desk() -> Desk {
    Desk { student: Some(STUDENT.into()), ledger: None }
}

pub(super) fn on_duty() -> Caller {
    call_with::<Triage>(desk())
}

#[test]
fn another_emergency_waits_for_the_emergency_service() {
    on_duty()
        .hears("introduction.mp3")
        .hears("about.mp3")
        .waits_for_keys()
        .waits_for_words()
        .says("Non.")
        .hears("divert-samu.mp3")
        .queues("samu")
        .bridged()
        .ended();
}

#[test]
fn a_full_queue_rings_the_emergency_service_and_then_tells_what_to_do() {
    on_duty().press('0').queue_full().dials("15").answers().ended();
    on_duty().press('0').fails().no_answer().hears("composez le 15").ended();
}

#[test]
fn a_simple_question_has_a_number_of_the_government() {
    on_duty()
        .says("C'est pour le coronavirus.")
        .hears("classification.mp3")
        .says("Non merci, juste une question.")
        .hears("divert-green-number.mp3")
        .dials("+33800130000")
        .answers()
        .ended();
    on_duty().press('1').press('2').no_answer().queues("samu");
}

#[test]
fn a_grave_symptom_reaches_the_emergency_service_at_once() {
    on_duty().press('1').says("oui").hears("symptom-01.mp3").says("Oui !").queues("samu");
    on_duty().press('1').press('1').press('2').hears("symptom-02.mp3").press('1').queues("samu");
}

#[test]
fn a_mild_case_reaches_a_student_who_has_the_answers() {
    let ledger = Ledger::new("mild");
    let caller = call_with::<Triage>(ledger.desk())
        .press('1')
        .says("Ouais, s'il vous plaît.")
        .says("Non, non.")
        .press('2')
        .hears("symptom-03.mp3")
        .says("J'ai de la fièvre.")
        .hears("symptom-04.mp3")
        .says("Je ne tousse pas.")
        .hears("symptom-05.mp3")
        .says("OUI")
        .hears("symptom-06.mp3")
        .says("Non, pas du tout.")
        .hears("divert-student.mp3")
        .dials(STUDENT)
        .retried();
    let _over = caller.answers().ended();
    let line = ledger.read();
    assert!(line.ends_with(" fever=true cough=false taste=true contact=false\n"), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
}

#[test]
fn a_student_who_does_not_answer_is_followed_by_the_emergency_service() {
    six_answers(on_duty()).dials(STUDENT).no_answer().queues("samu");
}

#[test]
fn without_a_student_the_emergency_service_takes_the_call() {
    six_answers(call_with::<Triage>(Desk { student: None, ledger: None })).queues("samu");
}

#[test]
fn an_app_that_does_not_answer_in_time_is_followed_by_the_emergency_service() {
    six_answers(on_duty().app_is_late()).queues("samu");
}

#[test]
fn every_path_goes_where_the_tree_says() {
    let nobody = Desk { student: None, ledger: None };
    let paths = every_path_with::<Triage>([desk(), nobody]);
    assert!(paths.left_out.is_empty(), "{paths}");
}

#[test]
fn whoever_calls_is_answered() {
    random_callers_with::<Triage>(50, 0, desk());
}

#[test]
fn silence_is_asked_about_once_and_then_a_person_answers() {
    on_duty()
        .silence()
        .hears("error-01.mp3")
        .hears("about.mp3")
        .does_not_hear("introduction.mp3")
        .at(Triage::Introduction)
        .silence()
        .hears("error-02.mp3")
        .queues("samu");
}

#[test]
fn nobody_guesses_what_contradicts_itself() {
    on_duty()
        .press('1')
        .press('1')
        .says("Oui… enfin non.")
        .hears("error-01.mp3")
        .at(Triage::Breath)
        .says("Non, je ne respire pas du tout.")
        .queues("samu");
}

#[test]
fn the_table_in_the_documentation_is_what_happens() {
    let (rows, line) = (table(0), line(Settings::new()));
    assert!(rows.len() > 30, "the table is there");
    let real: Vec<String> = rows.iter().map(|said| row(said, || line("/triage"))).collect();
    assert!(rows == real, "what happens is:\n{}", real.join("\n"));
}

/// A line for many calls.
pub(super) fn line(settings: Settings) -> impl Fn(&str) -> Caller {
    let settings = settings.unsigned().store("memory:");
    let router = ivr::router::<Triage>(desk(), &settings).unwrap();
    move |path| Caller::to(router.clone(), path)
}

/// The rows of one of the tables in the documentation.
pub(super) fn table(number: usize) -> Vec<&'static str> {
    let text = include_str!("../../docs/triage.md");
    let table = text.split("\n| said |").nth(number + 1).unwrap();
    table.lines().skip(2).take_while(|line| line.starts_with('|')).collect()
}

/// Where each state goes when this is said in a call that begins so, as a row of the table.
pub(super) fn row(row: &str, begin: impl Fn() -> Caller) -> String {
    let said = row.split(" | ").next().unwrap().trim_end_matches(" |");
    let ends = QUESTIONS.map(|(_, keys)| {
        let asked = keys.chars().fold(begin(), Caller::press);
        let (before, caller) = state(asked);
        let (after, _) = state(act(caller, said));
        if before == after { "again".to_owned() } else { after }
    });
    format!("{said} | {} |", ends.join(" | "))
}

/// Each state that asks, and the keys that lead there.
pub(super) const QUESTIONS: [(Triage, &str); 8] = [
    (Triage::Introduction, ""),
    (Triage::Assistance, "1"),
    (Triage::Breath, "11"),
    (Triage::Faint, "112"),
    (Triage::Fever, "1122"),
    (Triage::Cough, "11222"),
    (Triage::Taste, "112222"),
    (Triage::Contact, "1122222"),
];

/// Does what the first cell of a row says.
pub(super) fn act(mut caller: Caller, said: &str) -> Caller {
    let once = said.trim_start_matches("| ").trim_end_matches(", twice");
    for _ in 0..if said.ends_with(", twice") { 2 } else { 1 } {
        caller = act_once(caller, once);
    }
    caller
}

fn act_once(caller: Caller, said: &str) -> Caller {
    if said == "silence" {
        return caller.silence();
    }
    let (before, rest) = said.split_once('`').unwrap();
    let (words, how) = rest.rsplit_once('`').unwrap();
    match (before, how) {
        ("key ", "") => caller.press(words),
        ("", "") => caller.says(words),
        ("", ", 10 kB of it") => caller.says(&words.repeat(10_000 / words.len())),
        ("", how) => caller.says_with(words, how.trim_start_matches(", sure to ").parse().unwrap()),
        _ => panic!("what is {said}?"),
    }
}

/// The state where the call waits, whatever it speaks.
fn state(caller: Caller) -> (String, Caller) {
    let (place, caller) = place(caller);
    let place = place.strip_prefix("en-US/").unwrap_or(&place);
    (place.split('/').next().unwrap().to_owned(), caller)
}

/// Where the call waits: `Fever/0`, or `en-US/Fever/1` after an attempt in English. The last line of a transcript
/// has it, with the number of the step behind it.
pub(super) fn place(mut caller: Caller) -> (String, Caller) {
    let transcript = caller.transcript();
    let line = transcript.lines().last().unwrap();
    let (place, _) = line.split_whitespace().nth(1).unwrap().rsplit_once('/').unwrap();
    (place.to_owned(), caller)
}

fn six_answers(caller: Caller) -> Caller {
    ['1', '1', '2', '2', '1', '1', '2', '2'].into_iter().fold(caller, Caller::press)
}

/// A file of one test, which is taken away with it.
pub(super) struct Ledger(PathBuf);

impl Ledger {
    pub(super) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("triage-{name}-{}", process::id())))
    }

    /// A desk with a student who reads it.
    pub(super) fn desk(&self) -> Desk {
        Desk { student: Some(STUDENT.into()), ledger: Some(self.0.clone()) }
    }

    pub(super) fn read(&self) -> String {
        fs::read_to_string(&self.0).unwrap_or_default()
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

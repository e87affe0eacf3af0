//! French and English: when a call changes its language, and that nothing else changes with it.

use ivr::{
    config::Settings,
    phone::{Caller, call_with},
};

use super::{
    Triage,
    calls::{Ledger, QUESTIONS, STUDENT, act, line, on_duty, place, row, table},
};

fn in_english() -> Caller {
    on_duty().press('9')
}

#[test]
fn english_is_offered_once_and_spoken_to_the_end() {
    on_duty()
        .hears("introduction.mp3 For English, press nine. ")
        .press('9')
        .hears("This is a demonstration, and not a medical service.")
        .hears("tapez 8. Are you calling about the coronavirus?")
        .does_not_hear("introduction.mp3")
        .silence()
        .hears("I did not hear you. Are you calling about the coronavirus?")
        .does_not_hear("For English")
        .speaks("en-US")
        .says("Yes.")
        .hears("Do you need medical assistance?")
        .says("What is that?")
        .hears("I did not understand you. Do you need medical assistance?")
        .says("Yes, please.")
        .hears("Do you have trouble breathing?")
        .says("I'm short of breath.")
        .hears("Stay on the line")
        .speaks("en-US")
        .queue_full()
        .dials("15")
        .no_answer()
        .hears("Nobody answers.")
        .speaks("en-US")
        .ended();
}

#[test]
fn whoever_presses_nine_by_mistake_comes_back_with_eight() {
    in_english()
        .hears("Pour revenir au français, tapez 8.")
        .press('8')
        .hears("about.mp3")
        .does_not_hear("introduction.mp3")
        .does_not_hear("English")
        .speaks("fr-FR")
        .says("non")
        .hears("divert-samu.mp3");
}

#[test]
fn a_language_changes_at_any_question_and_the_answers_stay() {
    let ledger = Ledger::new("middle");
    call_with::<Triage>(ledger.desk())
        .press('1')
        .press('1')
        .press('2')
        .press('2')
        .says("J'ai de la fièvre.")
        .hears("symptom-04.mp3")
        .says("English, please.")
        .hears("not a medical service")
        .hears("Do you cough?")
        .at(Triage::Cough)
        .says("I don't cough.")
        .speaks("en-US")
        .says("nope")
        .says("Yeah.")
        .hears("You are being connected to a medical student")
        .dials(STUDENT)
        .retried()
        .answers()
        .ended();
    let line = ledger.read();
    assert!(line.ends_with(" language=en-US fever=true cough=false taste=false contact=true\n"), "{line}");
}

#[test]
fn a_denial_without_its_apostrophe_is_a_denial() {
    let ledger = Ledger::new("apostrophe");
    let call = "91122".chars().fold(call_with::<Triage>(ledger.desk()), Caller::press);
    let _over = call.says("I dont have a fever.").press('1').press('1').press('1').answers().ended();
    assert!(ledger.read().contains(" fever=false "), "{}", ledger.read());
}

#[test]
fn another_language_costs_no_attempt_and_gives_none_back() {
    on_duty().silence().press('9').press('8').press('9').at(Triage::Introduction).silence().queues("samu");
}

#[test]
fn on_error_speaks_the_language_of_the_call() {
    let spoken = line(Settings::new().spoken());
    spoken("/triage/Gone").hears("Un incident technique").speaks("fr-FR").queues("samu");
    spoken("/triage/en-US/Gone/1").hears("Something went wrong").speaks("en-US").queues("samu");
}

/// What a caller can do at a question, as a row of the documentation has it.
const MOVES: [&str; 8] =
    ["key `1`", "key `2`", "key `0`", "key `5`", "silence", "silence, twice", "`😷`", "`😷`, twice"];

#[test]
fn a_call_goes_the_same_way_in_either_language_and_speaks_no_other() {
    let spoken = line(Settings::new().spoken());
    for (question, keys) in QUESTIONS {
        for moves in MOVES {
            let goes = |begun: Caller, language: &str| {
                let asked = keys.chars().fold(begun, |call, key| call.press(key).speaks(language));
                place(act(asked.at(question), moves).speaks(language)).0
            };
            let english = goes(spoken("/triage").press('9'), "en-US");
            let french = goes(spoken("/triage"), "fr-FR");
            assert_eq!(english, format!("en-US/{french}"), "{moves} in {question:?}");
        }
    }
}

#[test]
fn a_student_is_told_the_same_answers_and_the_language() {
    for answers in 0..16 {
        let keys = [0, 1, 2, 3].map(|bit| if answers >> bit & 1 == 1 { '1' } else { '2' });
        let ledger = Ledger::new(&format!("answers-{answers}"));
        for begin in [&[][..], &['9']] {
            let moves = begin.iter().chain(&['1', '1', '2', '2']).chain(&keys);
            let caller = moves.fold(call_with::<Triage>(ledger.desk()), |caller, key| caller.press(*key));
            let _over = caller.dials(STUDENT).answers().ended();
        }
        let lines = ledger.read();
        let told: Vec<&str> = lines.lines().map(|line| line.split_once(' ').unwrap().1).collect();
        let [french, english] = told[..] else { panic!("{lines}") };
        assert_eq!(french.strip_prefix("language=fr-FR"), english.strip_prefix("language=en-US"));
        assert!(french.starts_with("language=fr-FR fever="), "{french}");
    }
}

#[test]
fn what_is_said_in_english_leads_where_it_leads_in_french() {
    let (french, english, line) = (table(0), table(1), line(Settings::new()));
    let in_english = || line("/triage").press('9');
    let real: Vec<String> = english.iter().map(|said| row(said, in_english)).collect();
    assert!(english == real, "what happens is:\n{}", real.join("\n"));
    let leads = |row: &str| row.split_once(" | ").unwrap().1.to_owned();
    for (french, english) in french.iter().zip(&english) {
        assert_eq!(leads(french), leads(english), "{french} {english}");
    }
    assert!(english.len() > french.len(), "English has all that French has");
}

#[test]
fn what_is_said_in_the_other_language_is_as_the_documentation_has_it() {
    let rows = table(2);
    let cells = |said: &str| [on_duty, in_english].map(|begin| outcome(begin(), said)).join(" | ");
    let real = rows.iter().map(|row| row.split(" | ").next().unwrap().trim_end_matches(" |"));
    let real: Vec<String> = real.map(|said| format!("{said} | {} |", cells(said))).collect();
    assert!(rows == real, "what happens is:\n{}", real.join("\n"));
}

/// Where this leads at the first question, and in which language it is asked again.
fn outcome(caller: Caller, said: &str) -> String {
    let (place, _) = place(act(caller, said));
    let (place, _) = place.rsplit_once('/').unwrap();
    match place {
        "Introduction" => "again, in French".to_owned(),
        "en-US/Introduction" => "again, in English".to_owned(),
        other => other.trim_start_matches("en-US/").to_owned(),
    }
}

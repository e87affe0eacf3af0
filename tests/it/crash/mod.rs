//! The triage line as a program of its own, killed in the middle of calls: they go on with what was answered before,
//! and nothing is done twice.

// The program: started, killed, stopped.
mod server;

// The way there, on which nothing is lost.
mod provider;

use std::{collections::BTreeMap, fs, sync::mpsc, thread};

use ivr::phone::Caller;

use self::{
    provider::Provider,
    server::{Folder, Server},
};

/// Everybody in this story.
const CALLS: usize = 200;

/// At how many callers who were told of the student the server is killed.
const KILLED_AT: [usize; 3] = [40, 100, 160];

#[test]
fn a_call_goes_on_with_its_answers_after_the_server_was_killed() {
    let folder = Folder::new("one");
    let mut server = Server::start(&folder);
    let provider = Provider::new(server.address());
    let mut caller = provider.call().press('1').says("oui").says("non").press('2').hears("symptom-03.mp3");
    for answer in ["J'ai de la fièvre.", "Je ne tousse pas.", "OUI !", "non merci"] {
        server.kill();
        server = Server::start(&folder);
        provider.reaches(server.address());
        caller = caller.says(answer).retried();
    }
    let _over = caller.hears("divert-student.mp3").dials(server::STUDENT).answers().ended();
    server.stop();
    let ledger = folder.ledger();
    assert!(ledger.ends_with(" fever=true cough=false taste=true contact=false\n"), "{ledger}");
    assert_eq!(ledger.lines().count(), 1, "{ledger}");
}

#[test]
fn a_call_in_english_goes_on_in_english_after_the_server_was_killed() {
    let folder = Folder::new("english");
    let mut server = Server::start(&folder);
    let provider = Provider::new(server.address());
    let mut caller = provider.call().hears("introduction.mp3").press('9').hears("Are you calling");
    for (key, question) in [
        ('1', "Do you need medical assistance?"),
        ('1', "Do you have trouble breathing?"),
        ('2', "Have you felt faint"),
        ('2', "Do you have a fever?"),
        ('1', "Do you cough?"),
    ] {
        server.kill();
        server = Server::start(&folder);
        provider.reaches(server.address());
        caller = caller.press(key).hears(question).speaks("en-US").retried();
    }
    server.kill();
    server = Server::start(&folder);
    provider.reaches(server.address());
    let caller = caller.silence().hears("I did not hear you.").says("I don't cough.").press('2').press('1');
    let _over = caller.hears("a medical student").speaks("en-US").dials(server::STUDENT).answers().ended();
    server.stop();
    let ledger = folder.ledger();
    assert!(
        ledger.ends_with(" language=en-US fever=true cough=false taste=false contact=true\n"),
        "{ledger}"
    );
    assert_eq!(ledger.lines().count(), 1, "{ledger}");
}

#[test]
fn two_hundred_calls_end_right_while_the_server_is_killed_three_times() {
    let folder = Folder::new("many");
    let mut server = Server::start(&folder);
    let provider = Provider::new(server.address());
    let (told, tellings) = mpsc::channel();
    let calls: Vec<_> = (0..CALLS)
        .map(|number| {
            let (provider, told) = (provider.clone(), told.clone());
            thread::spawn(move || one_of_many(&provider, number, &told))
        })
        .collect();
    drop(told);
    for (so_far, ()) in (1..).zip(tellings) {
        if KILLED_AT.contains(&so_far) {
            server.kill();
            server = Server::start(&folder);
            provider.reaches(server.address());
        }
    }
    let expected: BTreeMap<String, String> =
        calls.into_iter().map(|call| call.join().expect("the call went as it should")).collect();
    server.stop();
    let ledger = folder.ledger();
    let mut seen = BTreeMap::new();
    for line in ledger.lines() {
        let (call, answers) = line.split_once(' ').unwrap();
        assert_eq!(seen.insert(call, answers), None, "done twice: {line}");
        assert_eq!(expected[call], answers, "{line}");
    }
    // A `run` that was under way when the server was killed is not begun again; all others are there.
    assert!(seen.len() > CALLS / 2, "{} of {CALLS}", seen.len());
}

#[test]
fn what_callers_say_and_their_numbers_never_reach_the_log() {
    let folder = Folder::new("log");
    let server = Server::start_with(&folder, &["--log", "trace"]);
    let provider = Provider::new(server.address());
    let caller =
        provider.call().from("+33698765432").says("C'est pour le coronavirus.").press('1').press('2');
    let caller =
        caller.says("nan").says("perlimpinpin").says("J'ai de la fièvre.").press('1').press('1').press('2');
    let _over = caller.dials(server::STUDENT).answers().ended();
    let _trouble = Caller::over_socket(&format!("http://{}/triage/Gone/0/3", server.address()))
        .from("+33698765432")
        .hears("Un incident technique");
    server.stop();
    let log = fs::read_to_string(folder.log()).unwrap();
    for told in
        ["a call comes in", "a call goes on", "tree.state=\"Fever\"", "this version has no such state"]
    {
        assert!(log.contains(told), "{told} in\n{log}");
    }
    let said = ["coronavirus", "perlimpinpin", "nan", "fièvre", "fi%C3%A8vre", "fever", "true"];
    let numbers = ["33698765432", "98765432", server::STUDENT.trim_start_matches('+')];
    for secret in said.into_iter().chain(numbers).chain(["SpeechResult", "Digits", "Confidence"]) {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
}

/// A call whose four answers tell its number; its id and what should be on the student's screen.
fn one_of_many(provider: &Provider, number: usize, told: &mpsc::Sender<()>) -> (String, String) {
    let answers = [0, 1, 2, 3].map(|bit| number >> bit & 1 == 1);
    let provider = provider.of_its_own();
    let mut caller = provider.call().press('1').press('1').press('2').press('2');
    for yes in answers {
        caller = caller.press(if yes { '1' } else { '2' });
    }
    let caller = caller.hears("divert-student.mp3");
    told.send(()).expect("the story listens");
    let _over = caller.dials(server::STUDENT).answers().ended();
    let [fever, cough, taste, contact] = answers;
    (provider.id(), format!("language=fr-FR fever={fever} cough={cough} taste={taste} contact={contact}"))
}

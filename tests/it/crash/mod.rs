//! The triage line as a process that is killed during calls: calls continue with the stored answers, every hand-over
//! reaches the student, and a repeated one has the same name.

// The program: started, killed, stopped.
mod server;

// The way there, on which nothing is lost.
mod provider;

use std::{
    collections::BTreeMap,
    env, fs,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

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
    let repeated = check_ledger(&ledger, &expected);
    eprintln!("{CALLS} calls, {} kills, {repeated} repeated hand-overs", KILLED_AT.len());
}

/// Every call has one hand-over with its answers; how many lines repeat one that was there under the same name.
fn check_ledger(ledger: &str, expected: &BTreeMap<String, String>) -> usize {
    let (mut seen, mut repeated) = (BTreeMap::new(), 0);
    for line in ledger.lines() {
        let (step_id, answers) = line.split_once(' ').unwrap();
        let call = step_id.split('-').next().unwrap();
        assert_eq!(expected[call], answers, "{line}");
        match seen.insert(call, step_id) {
            None => {}
            Some(before) => {
                assert_eq!(before, step_id, "a second hand-over of one call");
                repeated += 1;
            }
        }
    }
    let missing: Vec<_> = expected.keys().filter(|call| !seen.contains_key(call.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} are missing: {missing:?}", missing.len(), expected.len());
    repeated
}

/// `IVR_CRASH=full cargo test --test it crash::five_hundred -- --nocapture` runs it with 500 callers, who make six calls
/// each while the server is killed every two seconds; without it 40 callers make two.
#[test]
fn five_hundred_callers_reach_the_student_while_the_server_is_killed_every_two_seconds() {
    let is_full = env::var("IVR_CRASH").as_deref() == Ok("full");
    let (callers, calls_each, pace, every) =
        if is_full { (500, 6, 200, Duration::from_secs(2)) } else { (40, 2, 50, Duration::from_millis(500)) };
    let folder = Folder::new("five-hundred");
    let mut server = Server::start(&folder);
    let provider = Provider::new(server.address());
    let (told, tellings) = mpsc::channel();
    let threads: Vec<_> = (0..callers)
        .map(|caller| {
            let (provider, told) = (provider.clone(), told.clone());
            thread::spawn(move || {
                let calls =
                    (0..calls_each).map(|call| paced(&provider, caller + call, pace)).collect::<Vec<_>>();
                told.send(()).expect("the story listens");
                calls
            })
        })
        .collect();
    drop(told);
    let (mut ready, mut kills, mut due) = (0, 0, Instant::now() + every);
    while ready < callers {
        match tellings.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(()) => ready += 1,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                server.kill();
                server = Server::start(&folder);
                provider.reaches(server.address());
                kills += 1;
                due = Instant::now() + every;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let calls = threads.into_iter().flat_map(|thread| thread.join().expect("every call went as it should"));
    let expected: BTreeMap<String, String> = calls.collect();
    server.stop();
    assert_eq!(expected.len(), callers * calls_each);
    assert!(kills > 0);
    let repeated = check_ledger(&folder.ledger(), &expected);
    eprintln!("{} calls, {kills} kills: 0 missing, {repeated} repeated under the same name", expected.len());
}

/// A call as [`one_of_many`] makes it, with so many milliseconds between its answers.
fn paced(provider: &Provider, number: usize, pace: u64) -> (String, String) {
    let pause = || thread::sleep(Duration::from_millis(pace));
    let answers = [0, 1, 2, 3].map(|bit| number >> bit & 1 == 1);
    let provider = provider.of_its_own();
    let mut caller = provider.call();
    let keys = ['1', '1', '2', '2'].into_iter().chain(answers.map(|yes| if yes { '1' } else { '2' }));
    for key in keys {
        pause();
        caller = caller.press(key);
    }
    let _over = caller.hears("divert-student.mp3").dials(server::STUDENT).answers().ended();
    (provider.id(), as_told(answers))
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
    let _on_error = Caller::over_socket(&format!("http://{}/triage/Gone/0/3", server.address()))
        .from("+33698765432")
        .hears("Un incident technique");
    server.stop();
    let log = fs::read_to_string(folder.log()).unwrap();
    for told in ["incoming call", "a call goes on", "tree.state=\"Fever\"", "this version has no such state"]
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
    (provider.id(), as_told(answers))
}

/// The answers of a call in French, as the student's screen shows them.
fn as_told([fever, cough, taste, contact]: [bool; 4]) -> String {
    format!("language=fr-FR fever={fever} cough={cough} taste={taste} contact={contact}")
}

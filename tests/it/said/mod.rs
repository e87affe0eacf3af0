//! What is said, played, dialed and passed to Rust uses the fields at that point of the call.

// Lists that a `match` walks through.
mod lists;

// Lists that `next` walks through.
mod walks;

// Names that a pattern binds.
mod bindings;

// Fields of a field.
mod paths;

// Keys that are said.
mod keys;

use std::sync::{Arc, Mutex};

use ivr::phone::{call, call_with, every_path, every_path_with, random_callers};

ivr::phone_tree! {
    /// Counts while it speaks.
    #[allow(hangup_on_error, reason = "what is said is what matters here")]
    tree Counter {
        start Two;
        data { n: u32 = 2, file: String = "first.mp3".to_owned(), line: String = "+12345678901".to_owned() }
        audio "https://audio.example/";
        on_error { say "A fault at {n}."; } then end

        state Two   { say "There are {n}."; goto One; }
        state One   { set n = 1; say "There is {n}."; goto Swap; }

        state Swap {
            set n = call.n + 10;
            set file = format!("{}.mp3", call.n);
            say "Now {n}.";
            set n = call.n + 10;
            play (call.file);
            set file = "late.mp3".to_owned();
            say "Then {n}.";
            goto Choice;
        }

        state Choice {
            gather key { first { say "First {n}."; } say "Choose one of {n}, press one, two or three."; } match {
                1 => { say "Before {n}."; set n = 9; play (call.file); } then Choice,
                2 => { set n = 30; say "Going with {n}."; set line = "+12345678902".to_owned(); } then Line,
                3 => { uninterrupted { say "Once more {n}."; } set n = call.n + 1; } then { say "And {n}."; set n = 0; } then Choice,
                silence | _ => retry 2 { say "Sorry, {n}."; set n = call.n + 1; } { set n = 50; say "Still {n}."; } then end,
            }
        }

        state Line { dial (call.line) match { answered => end, _ => { say "Nobody at {n}."; set n = 0; } then end } }
    }
}

#[test]
fn a_line_speaks_the_fields_as_they_are_when_it_is_reached() {
    call::<Counter>()
        .hears("There are 2. There is 1. Now 11.")
        .hears("audio.example/1.mp3")
        .hears("Then 21. First 21. Choose one of 21")
        .does_not_hear("late.mp3");
}

#[test]
fn the_words_of_an_arm_come_before_what_it_sets_behind_them() {
    call::<Counter>().press('1').hears("Before 21.").hears("late.mp3").hears("First 9. Choose one of 9");
    call::<Counter>().press('3').hears("Once more 21. And 22. First 0. Choose one of 0");
    call::<Counter>()
        .press('2')
        .hears("Going with 30.")
        .dials("+12345678902")
        .busy()
        .hears("Nobody at 30.")
        .ended();
}

#[test]
fn each_block_of_a_retry_speaks_and_sets_in_its_own_order() {
    call::<Counter>()
        .silence()
        .hears("Sorry, 21. Choose one of 22")
        .press('7')
        .hears("Still 50. Choose one of 50")
        .press('1')
        .hears("Before 50.")
        .hears("First 9.")
        .silence()
        .hears("Sorry, 9. Choose one of 10");
}

#[test]
fn a_request_that_comes_twice_hears_the_same_values() {
    every_path::<Counter>();
    random_callers::<Counter>(100, 0);
}

ivr::phone_tree! {
    /// Two languages, values in both.
    tree Bilingual {
        start Welcome;
        language fr-FR, en-US;
        data { n: u32 = 1 }

        state Welcome {
            say { fr-FR: "Bonjour {n}.", en-US: "Hello {n}." }
            set n = call.n + if call.language == "fr-FR" { 10 } else { 100 };
            say { fr-FR: "Puis {n}.", en-US: "Then {n}." }
            language en-US;
            set n = call.n + if call.language == "fr-FR" { 10 } else { 100 };
            say { fr-FR: "Enfin {n:plural pomme|pommes}.", en-US: "At last {n:plural apple|apples}." }
            set n = 1;
            hangup;
        }
    }
}

#[test]
fn a_language_that_changes_between_two_lines_counts_from_there_on() {
    call::<Bilingual>().hears("Bonjour 1. Puis 11. At last 111 apples.").ended();
}

ivr::phone_tree! {
    /// An arm of a Rust `match` that speaks, sets and tells.
    #[allow(hangup_on_error, reason = "what is said is what matters here")]
    tree Desk for Notes {
        start Find;
        data { name: String = "nobody".to_owned(), tries: u32 = 0 }

        state Find {
            match app.find(call.tries) {
                Some(found) if found.len() > 3 => {
                    say "Not {name} any more.";
                    set name = found.clone();
                    set tries = call.tries + 1;
                    run app.note("first", &call.name, call.tries).await;
                    say "It is {name}, {tries}.";
                    run app.note("second", &call.name, call.tries).await;
                    set tries = call.tries + found.len() as u32;
                    say "And {tries}.";
                } then { set name = format!("{found} twice"); say "{name}."; } then Bye,
                Some(_) => end,
                None    => { run app.note("none", &call.name, call.tries).await; } then Later,
            }
        }

        state Later {
            set tries = call.tries + 1;
            gather key { say "To try again, press one."; } match { 1 => Find, silence | _ => end }
        }
        state Bye { run app.note("bye", &call.name, call.tries).await; say "Goodbye, {name}."; hangup; }
    }
}

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn find(&self, tries: u32) -> Option<String> {
        (tries > 0).then(|| "Ada!".to_owned())
    }

    async fn note(&self, what: &str, name: &str, tries: u32) {
        self.0.lock().unwrap().push(format!("{what} {name} {tries}"));
    }
}

#[test]
fn an_arm_of_rust_speaks_sets_and_tells_in_its_own_order() {
    let notes = Notes::default();
    call_with::<Desk>(notes.clone())
        .press('1')
        .hears("Not nobody any more. It is Ada!, 2. And 6. Ada! twice. Goodbye, Ada! twice.")
        .ended();
    let noted = notes.0.lock().unwrap().clone();
    assert_eq!(noted, ["none nobody 0", "first Ada! 2", "second Ada! 2", "bye Ada! twice 6"]);
    every_path_with::<Desk>([Notes::default()]);
}

ivr::phone_tree! {
    /// Calls whoever it is told.
    tree Operator for Book {
        start Line;
        data { line: String = String::new() }
        state Line { set line = app.line.clone(); dial (call.line) match { answered => end, failed => Sorry, _ => end } }
        state Sorry { say "That number cannot be called: {line}."; hangup; }
    }
}

struct Book {
    line: String,
}

#[test]
fn a_value_that_is_not_a_telephone_number_is_never_dialled_and_fails() {
    let book = |line: &str| Book { line: line.to_owned() };
    for line in ["", "nobody", "sip:alice@example.org", "client:alice", "+1415x", "</Dial>"] {
        call_with::<Operator>(book(line)).hears("That number cannot be called").ended();
    }
    call_with::<Operator>(book("+1 (415) 867-5309")).dials("+14158675309").answers();
}

#[test]
fn a_value_longer_than_a_voice_takes_is_said_in_parts() {
    let line = "One sentence of a notice that is read from a file. ".repeat(100);
    let heard = call_with::<Operator>(Book { line: line.clone() }).transcript();
    assert_eq!(heard.matches("One sentence of a notice that is read from a file.").count(), 100);
    assert!(!heard.contains("13521"), "{heard}");
}

ivr::phone_tree! {
    /// Plays music for as long as it takes.
    tree Music {
        start Wait;
        #[allow(endless_silence, reason = "somebody takes the call in the end")]
        state Wait {
            gather key { say "Please hold, or press one to leave a message."; } match { 1 => Message, silence | _ => Wait }
        }
        state Message { say "Please leave your message."; record match { recorded | silence => end } }
    }
}

#[test]
fn a_loop_that_the_tree_waives_is_tested_for_as_long_as_the_test_likes() {
    let mut caller = call::<Music>();
    for _ in 0..60 {
        caller = caller.silence().hears("Please hold");
    }
    caller.press('1').hears("Please leave your message.").records(5).ended();
    random_callers::<Music>(20, 0);
    every_path::<Music>();
}

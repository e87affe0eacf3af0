//! A tree that stores nothing about its calls.

use ivr::phone::{self, Coverage};

ivr::phone_tree! {
    /// A line whose callers hear options while they wait.
    pub tree Desk {
        start Support;

        everywhere { 0 => Message, silence | _ => retry 1 { say "Sorry?"; } then Message }

        state Support { say "Please hold."; enqueue "support", max_wait 2min, wait Waiting match { bridged => Rating, left | full | failed => Message, hung_up => end } }

        state Waiting { say "You are in the queue."; goto Music; }
        state Music {
            gather key { say "For options, press one."; } match {
                1 => Options,
                silence => Waiting,
                _ => again,
            }
        }
        state Options {
            gather key { say "To keep waiting, press one. To leave, press two. To hang up, press three."; } match {
                1 => { say "Back to the music."; } then Waiting,
                2 => leave,
                3 => { say "Goodbye."; } then end,
                silence | _ => Waiting,
            }
        }

        state Rating  { gather key { say "How was it? Press one for good. For a message, press zero."; } match { 1 => end } }
        state Message { say "Please leave a message."; record, max_length 1min match { recorded | silence => end } }
    }
}

#[test]
fn the_document_of_a_queue_is_asked_for_again_when_it_is_done() {
    phone::call::<Desk>()
        .hears("Please hold.")
        .hears("You are in the queue. For options, press one.")
        .at(Desk::Music)
        .queues("support")
        .silence()
        .silence()
        .hears("You are in the queue.")
        .press('1')
        .at(Desk::Options)
        .press('1')
        .hears("Back to the music.")
        .silence()
        .hears("You are in the queue.")
        .bridged()
        .at(Desk::Rating);
}

#[test]
fn a_key_leaves_the_queue_and_another_ends_the_call() {
    phone::call::<Desk>().press('1').press('2').hears("Please leave a message.").at(Desk::Message);
    phone::call::<Desk>().press('1').press('3').hears("Goodbye.").ended();
    phone::call::<Desk>().hangs_up().ended();
    phone::call::<Desk>().queue_full().at(Desk::Message);
}

#[test]
fn everywhere_does_not_hold_in_a_queue() {
    phone::call::<Desk>().press('0').at(Desk::Music);
    phone::call::<Desk>().bridged().press('0').at(Desk::Message);
}

#[test]
fn whoever_is_silent_leaves_the_queue_when_the_longest_wait_is_over() {
    let transcript = phone::call::<Desk>().stays_silent().transcript();
    assert!(transcript.contains("Please leave a message."), "{transcript}");
}

#[test]
fn every_path_goes_through_the_queue_and_random_callers_get_out_of_it() {
    let paths = phone::every_path::<Desk>();
    assert_eq!(paths.left_out, Vec::<String>::new());
    assert!(paths.taken.len() > 12, "{paths}");
    phone::random_callers::<Desk>(200, 7);
}

#[test]
fn stories_cover_what_is_heard_while_waiting() {
    let coverage = Coverage::<Desk>::of([
        || {
            phone::call::<Desk>()
                .press('1')
                .press('1')
                .silence()
                .silence()
                .silence()
                .press('9')
                .bridged()
                .press('1')
        },
        || phone::call::<Desk>().press('1').press('2').records(5),
    ]);
    let missing = coverage.missing();
    assert!(!missing.iter().any(|missing| missing.contains("waits") || *missing == "Waiting"), "{missing:?}");
    assert!(missing.iter().any(|missing| missing.contains("Options")), "{missing:?}");
}

ivr::phone_tree! {
    /// Music alone.
    pub tree Tune {
        start Support;
        audio "https://prompts.example/";
        state Support { enqueue "support", music "hold.mp3", max_wait 10min match { bridged => end, _ => Sorry } }
        state Sorry   { say "Nobody is free."; hangup; }
    }
}

#[test]
fn music_plays_until_somebody_comes_or_the_longest_wait_is_over() {
    phone::call::<Tune>()
        .hears("https://prompts.example/hold.mp3")
        .silence()
        .hears("hold.mp3")
        .bridged()
        .ended();
    let transcript = phone::call::<Tune>().stays_silent().transcript();
    assert!(transcript.contains("Nobody is free."), "{transcript}");
    phone::random_callers::<Tune>(50, 3);
    phone::every_path::<Tune>();
}

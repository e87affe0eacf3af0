//! A tree with fields, in which a call continues after the queue.

use ivr::phone;

ivr::phone_tree! {
    /// A line that tells its callers where they stand.
    tree Line for Office {
        start Support;
        data { ahead: u32 = 0, told: u32 = 0 }

        state Support { enqueue "support", max_wait 10min, wait Waiting match { bridged => end, left | full | failed => Message, hung_up => { run app.gave_up(call.told); } then end } }

        state Waiting {
            match queue.position {
                1 => { say "You are next of {queue.size}."; } then Music,
                n => { set ahead = n - 1; set told = call.told + 1; say "{ahead} ahead of you."; } then Music,
            }
        }
        state Music {
            gather key { say "You have waited {queue.waited:plural second|seconds}. For options, press one."; } match { 1 => Options, silence | _ => Waiting }
        }
        state Options {
            gather key { say "To keep waiting, press one. To be called back, press two. To leave a message, press three. To repeat, press star."; } match {
                1 => Waiting,
                2 => { set told = 100; } then leave to Callback,
                3 => leave to Message,
                '*' => again,
                silence | _ => Waiting,
            }
        }

        state Callback { say "We will call you back, {told}."; hangup; }
        state Message  { say "Please leave a message."; record, max_length 1min match { recorded | silence => end } }
    }
}

/// Who is told of callers that gave up.
struct Office(std::sync::mpsc::Sender<u32>);

impl Office {
    fn gave_up(&self, told: u32) {
        let _received = self.0.send(told);
    }
}

fn office() -> (Office, std::sync::mpsc::Receiver<u32>) {
    let (told, gave_up) = std::sync::mpsc::channel();
    (Office(told), gave_up)
}

fn call() -> phone::Caller {
    phone::call_with::<Line>(office().0)
}

#[test]
fn a_caller_hears_the_place_and_moves_up() {
    call()
        .hears("1 ahead of you. You have waited 0 seconds.")
        .silence()
        .moves_up()
        .silence()
        .hears("You are next of 1.")
        .press('1')
        .at(Line::Options)
        .press('*')
        .press('1')
        .silence()
        .hears("You are next")
        .bridged()
        .ended();
}

#[test]
fn a_call_goes_on_where_it_left_the_queue_for() {
    call().press('1').press('2').hears("We will call you back, 100.").ended();
    call().silence().silence().press('1').press('3').at(Line::Message);
    call().leaves_queue().at(Line::Message);
    let transcript = call().stays_silent().transcript();
    assert!(transcript.contains("Please leave a message."), "{transcript}");
}

#[test]
fn a_caller_who_hangs_up_is_told_of_once() {
    let (office, gave_up) = office();
    phone::call_with::<Line>(office).silence().hangs_up().ended();
    assert_eq!(gave_up.recv_timeout(std::time::Duration::from_secs(10)), Ok(1));
    assert!(gave_up.recv_timeout(std::time::Duration::from_millis(50)).is_err());
}

#[test]
fn every_path_and_random_callers_with_repeated_requests() {
    let paths = phone::every_path_with::<Line>([office().0]);
    assert_eq!(paths.left_out, Vec::<String>::new());
    assert!(paths.taken.len() > 10, "{paths}");
    phone::random_callers_with::<Line>(200, 11, office().0);
}

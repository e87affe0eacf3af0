//! Lists that a `match` walks through: of any length, with and without a text at each item, stored or not.

use std::sync::atomic::{AtomicU32, Ordering};

use ivr::{
    phone::{call_with, every_path_with},
    speak::Digits,
};

/// As long as a list may be.
const LONG: u32 = 10_000;

ivr::phone_tree! {
    /// Looks for the first number of a list that is open.
    tree Search for Numbers {
        start Next;
        data { at: u32 = 0, told: u32 = 0 }

        state Next {
            match app.open(call.at) {
                Some(false) => { set at = call.at + 1; } then Next,
                Some(true)  => { say "Number {at} is open."; } then Told,
                None        => { say "None of {at} is open."; } then end,
            }
        }

        state Told { set told = call.at; say "Told {told}."; hangup; }
    }
}

/// So many numbers, of which one may be open.
#[derive(Clone, Copy)]
struct Numbers {
    count: u32,
    open: Option<u32>,
}

impl Numbers {
    fn open(&self, at: u32) -> Option<bool> {
        (at < self.count).then(|| self.open == Some(at))
    }
}

#[test]
fn a_list_is_walked_to_its_end_however_long_it_is() {
    for count in [0, 1, 3, 40, LONG] {
        call_with::<Search>(Numbers { count, open: None })
            .hears(&format!("None of {count} is open."))
            .ended();
    }
    call_with::<Search>(Numbers { count: LONG, open: Some(9_999) })
        .hears("Number 9999 is open. Told 9999.")
        .ended();
}

ivr::phone_tree! {
    /// Reads a list aloud, and stores nothing of it.
    #[allow(endless_silence, reason = "the list has an end")]
    tree Reading for Cursor {
        start Begin;
        state Begin { say "Here they come."; goto Next; }
        state Next { match app.next() { true => { say "This is one more of the items of the list."; } then Next, false => Over } }
        state Over { say "That was all."; hangup; }
    }
}

/// A place in a list that the app keeps.
struct Cursor(AtomicU32);

impl Cursor {
    fn next(&self) -> bool {
        self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }
}

#[test]
fn a_list_is_read_aloud_in_as_many_documents_as_it_takes() {
    let mut call = call_with::<Reading>(Cursor(AtomicU32::new(LONG))).hears("That was all.").ended();
    let transcript = call.transcript();
    let items = transcript.matches("This is one more").count();
    assert_eq!(items, LONG as usize, "each is read once");
}

ivr::phone_tree! {
    /// Reads a list aloud, counts in its own data, and tells Rust of each item.
    tree Roll for Names {
        start Next;
        data { at: u32 = 0, seen: Vec<u32> = Vec::new() }
        state Next {
            match app.name(call.at) {
                Some(_) => { say "At {at}"; set at = call.at + 1; say "comes {at}."; run app.tell(call.at).await; } then Kept,
                None       => Over,
            }
        }
        state Kept { set seen = app.kept(&call.seen, call.at); goto Next; }
        state Over { say "That makes {at}."; hangup; }
    }
}

struct Names {
    count: u32,
    told: std::sync::Arc<AtomicU32>,
}

impl Names {
    fn name(&self, at: u32) -> Option<String> {
        (at < self.count).then(|| format!("name {at}"))
    }

    fn kept(&self, seen: &[u32], at: u32) -> Vec<u32> {
        [seen, &[at]].concat()
    }

    async fn tell(&self, at: u32) {
        self.told.fetch_add(at, Ordering::SeqCst);
    }
}

#[test]
fn what_is_stored_and_told_at_each_item_is_stored_and_told_once() {
    let (count, told) = (2_000, std::sync::Arc::<AtomicU32>::default());
    call_with::<Roll>(Names { count, told: told.clone() })
        .hears("At 0 comes 1. At 1 comes 2.")
        .hears("At 1999 comes 2000. That makes 2000.")
        .ended();
    assert_eq!(told.load(Ordering::SeqCst), count * (count + 1) / 2);
}

#[test]
fn every_path_leads_through_short_and_empty_lists() {
    every_path_with::<Search>([Numbers { count: 0, open: None }, Numbers { count: 3, open: Some(2) }]);
}

ivr::phone_tree! {
    /// The walk of docs/data.md.
    tree Volunteers for Rota {
        start Hour;
        data { hour: Digits = Digits::default(), at: usize = 0, line: String = String::new() }

        state Hour {
            gather 2 keys, into hour { say "For which hour?"; } match {
                entered => Next,
                silence => Nobody,
                _       => retry 2 { say "No such hour."; } then Nobody,
            }
        }

        #[allow(endless_silence, reason = "the list has an end")]
        state Next {
            match app.number(call.at) {
                Some(number) if app.is_free(&number, &call.hour) => { set line = number; } then Connect,
                Some(_)                                         => { set at = call.at + 1; } then again,
                None                                            => Nobody,
            }
        }

        state Connect { dial (call.line) match { answered => end, _ => Nobody } }
        state Nobody  { say "Nobody is there."; hangup; }
    }
}

struct Rota;

impl Rota {
    fn number(&self, at: usize) -> Option<String> {
        (at < 3_000).then(|| format!("+1415{at:07}"))
    }

    fn is_free(&self, number: &str, hour: &Digits) -> bool {
        *hour == "09" && number.ends_with("2999")
    }
}

#[test]
fn a_walk_that_asks_again_keeps_its_place() {
    call_with::<Volunteers>(Rota).press("09").dials("+14150002999").answers().ended();
    call_with::<Volunteers>(Rota).press("08").hears("Nobody is there.").ended();
}

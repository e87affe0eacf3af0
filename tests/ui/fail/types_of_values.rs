//! rustc's errors of values that do not fit stand on what the author wrote.

use ivr::speak::Digits;

ivr::phone_tree! {
    /// Values of other types than they should have.
    pub tree Values {
        start Menu;
        data {
            n: u32 = 0,
            list: Vec<String> = Vec::new(),
            maybe: Option<Digits> = None,
            numbers: Vec<u32> = Vec::new(),
        }
        everywhere { silence | _ => retry 1 { say "Sorry?"; } then { say "Goodbye."; } then end }
        state Menu { set n = "x"; say "You have {list}."; goto Code; }
        state Code { gather 5 keys, into n { say "Your code? {maybe:digits}."; } match { entered => Desk } }
        state Desk { dial (call.numbers), timeout 5s match { answered => end, _ => end } }
    }
}

/// Neither a default nor a form that is kept.
#[derive(Clone)]
pub struct Bare;

ivr::phone_tree! {
    /// A field that cannot be kept.
    pub tree Fields {
        start Menu;
        data { bare: Bare }
        state Menu { say "Hello."; hangup; }
    }
}

ivr::phone_tree! {
    /// A start that no text fills.
    pub tree Starts {
        start Menu;
        start outbound Told with { numbers: Vec<u32> };
        state Menu { say "Hello."; hangup; }
        state Told { say "Hello again."; hangup; }
    }
}

ivr::phone_tree! {
    /// Asks something that it does not name.
    pub tree Asks {
        start Menu;
        state Menu { match app.is_open() { true => Open, false => end } }
        state Open { match app.who().unwrap() { true => end, false => end } }
    }
}

ivr::phone_tree! {
    /// An arm that cannot be read is not reported as missing.
    pub tree Arms {
        start Menu;
        state Menu { match Some(1) { Some(_) = Open, None => end } }
        state Open { say "Hello."; hangup; }
    }
}

/// Where a bus stops.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Stop {
    pub name: String,
}

ivr::phone_tree! {
    /// Speaks a field that the type does not have.
    pub tree Paths {
        start Menu;
        data { stop: Stop = Stop::default() }
        state Menu { say "This is {stop.nam}."; hangup; }
    }
}

fn main() {}

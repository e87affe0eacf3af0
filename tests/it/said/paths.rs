//! `{stop.name}`: fields of a field, spoken.

use ivr::phone::call;
use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Stop {
    name: String,
    line: String,
    times: (u32, Vec<u32>),
    r#type: String,
}

impl Default for Stop {
    fn default() -> Self {
        let (name, line) = ("Market & Main".to_owned(), "12".to_owned());
        Self { name, line, times: (8, Vec::new()), r#type: "tram".to_owned() }
    }
}

ivr::phone_tree! {
    /// Speaks of a stop.
    tree Tram {
        start Here;
        data { stop: Stop }
        state Here {
            set stop = Stop::default();
            say "This is the {stop.type} stop {stop.name}.";
            say "Line {stop.line:digits} goes from here, {stop.times.0:plural minute|minutes} apart.";
            set stop = Stop { name: "River".to_owned(), ..Stop::default() };
            say "Next is {stop.name}.";
            hangup;
        }
    }
}

#[test]
fn a_path_of_fields_is_spoken_as_it_is_at_that_point() {
    call::<Tram>()
        .hears("This is the tram stop Market & Main.")
        .hears("Line 1 2 goes from here, 8 minutes apart.")
        .hears("Next is River.")
        .ended();
}

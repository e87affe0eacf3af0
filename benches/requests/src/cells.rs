//! The comparisons, and their goals.

use crate::{
    client::Talk,
    question::{Form, Question},
};

/// The servers of a set, in the order of `table::servers`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Of {
    Axum,
    AxumForm,
    Acme,
    AcmeSigned,
    Small,
    Large,
    Plain,
    Kept,
}

/// One server that is asked one thing.
pub(crate) struct Cell {
    pub(crate) name: &'static str,
    pub(crate) of: Of,
    pub(crate) talk: Talk,
}

/// Two cells side by side.
pub(crate) struct Comparison {
    pub(crate) name: &'static str,
    pub(crate) cell: usize,
    pub(crate) to: usize,
    /// What both ratios shall be at least.
    pub(crate) goal: f64,
    /// How many times the 99th percentile may be the other's.
    pub(crate) max_p99: Option<f64>,
}

const CALL: Talk = Talk::Same(Question::Call, Form::Five);
const KEY: Talk = Talk::Same(Question::Key, Form::Five);
const FULL: Talk = Talk::Same(Question::Key, Form::Full);

/// Twenty keys through a ring of menus.
const WALK: Talk = Talk::Calls { keys: 20, of: 5, last: None };

/// Nine keys that are counted, and one that ends the call.
const COUNTED: Talk = Talk::Calls { keys: 10, of: 1, last: Some(2) };

const fn cell(name: &'static str, of: Of, talk: Talk) -> Cell {
    Cell { name, of, talk }
}

/// In the order in which they are asked: what is compared stands close together.
pub(crate) const CELLS: [Cell; 13] = [
    cell("axum, constant response, new call", Of::Axum, CALL),
    cell("ACME, new call, unsigned", Of::Acme, CALL),
    cell("axum, constant response, key", Of::Axum, KEY),
    cell("ACME, key, unsigned", Of::Acme, KEY),
    cell("ACME, key, signed, 5 fields", Of::AcmeSigned, KEY),
    cell("axum, form of 5 fields read into a struct", Of::AxumForm, KEY),
    cell("axum, constant response, 32 fields", Of::Axum, FULL),
    cell("ACME, key, signed, 32 fields", Of::AcmeSigned, FULL),
    cell("axum, form of 32 fields read into a struct", Of::AxumForm, FULL),
    cell("ring of 7 states, calls of 20 keys", Of::Small, WALK),
    cell("ring of 10,000 states, calls of 20 keys", Of::Large, WALK),
    cell("menu that keeps nothing, calls of 10 keys", Of::Plain, COUNTED),
    cell("menu that counts its keys in a field, in the embedded store", Of::Kept, COUNTED),
];

const fn comparison(name: &'static str, cell: usize, to: usize, goal: f64) -> Comparison {
    Comparison { name, cell, to, goal, max_p99: None }
}

pub(crate) const COMPARISONS: [Comparison; 8] = [
    comparison("new call, unsigned, to axum", 1, 0, 0.97),
    comparison("key, unsigned, to axum", 3, 2, 0.97),
    comparison("key, signed, 5 fields, to axum", 4, 2, 0.90),
    comparison("key, signed, 32 fields, to axum", 7, 6, 0.75),
    comparison("key, signed, 5 fields, to axum that reads the form", 4, 5, 1.0),
    comparison("key, signed, 32 fields, to axum that reads the form", 7, 8, 1.2),
    comparison("10,000 states, to 7", 10, 9, 0.97),
    Comparison { max_p99: Some(5.0), ..comparison("data in the embedded store, to none", 12, 11, 0.35) },
];

/// What the peers in other languages are asked: a new call, and a key.
pub(crate) const ASKED_OF_PEERS: [Talk; 2] = [CALL, KEY];

/// The most memory under load, in MiB.
pub(crate) const MAX_RESIDENT: f64 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compared_is_asked_the_same() {
        for comparison in &COMPARISONS {
            let [cell, to] = [comparison.cell, comparison.to].map(|place| CELLS[place].talk.to_argument());
            assert_eq!(cell, to, "{}", comparison.name);
        }
    }
}

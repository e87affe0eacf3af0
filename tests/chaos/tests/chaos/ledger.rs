//! Compares the effects that the outside world has counted with those that were promised.

use std::collections::{BTreeMap, BTreeSet};

/// How a `run` is declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Promise {
    AtMostOnce,
    AtLeastOnce,
}

/// An effect that a call should have.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) call: String,
    pub(crate) promise: Promise,
    pub(crate) effect: String,
}

/// What the ledgers say.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Count {
    /// Effects as they should be.
    pub(crate) right: usize,
    /// Promised at least once, and not there.
    pub(crate) missing: BTreeSet<String>,
    /// Promised at most once, and not there: its server was killed between crossing it off and doing it.
    pub(crate) left_out: usize,
    /// There under two names, or twice where once is the most.
    pub(crate) doubled: BTreeSet<String>,
    /// There, and no caller asked for it.
    pub(crate) wrong: BTreeSet<String>,
    /// Promised at least once, and done again under the same name, as its receiver can tell.
    pub(crate) repeated: usize,
}

/// Compares lines, each the name of a `run` and its effect, with what was expected.
pub(crate) fn count(lines: &str, expected: &[Expected]) -> Count {
    let mut count = Count::default();
    // How often each name occurs, by call and effect.
    let mut done: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for line in lines.lines() {
        let (name, effect) = line.split_once(' ').unwrap_or((line, ""));
        let call = name.split('-').next().unwrap_or_default();
        *done.entry((call, effect)).or_default().entry(name).or_default() += 1;
    }
    for Expected { call, promise, effect } in expected {
        let told = || format!("{call} {effect}");
        let Some(names) = done.remove(&(call.as_str(), effect.as_str())) else {
            match promise {
                Promise::AtLeastOnce => drop(count.missing.insert(told())),
                Promise::AtMostOnce => count.left_out += 1,
            }
            continue;
        };
        let times: usize = names.values().sum();
        match promise {
            Promise::AtLeastOnce if names.len() == 1 => {
                count.right += 1;
                count.repeated += times - 1;
            }
            Promise::AtMostOnce if times == 1 => count.right += 1,
            Promise::AtLeastOnce | Promise::AtMostOnce => drop(count.doubled.insert(told())),
        }
    }
    count.wrong = done.into_keys().map(|(call, effect)| format!("{call} {effect}")).collect();
    count
}

#[test]
fn what_is_missing_doubled_or_wrong_is_told() {
    let expected =
        |call: &str, promise, effect: &str| Expected { call: call.into(), promise, effect: effect.into() };
    let expected = [
        expected("CA1", Promise::AtLeastOnce, "shipped"),
        expected("CA1", Promise::AtMostOnce, "charged"),
        expected("CA2", Promise::AtLeastOnce, "shipped"),
        expected("CA2", Promise::AtMostOnce, "charged"),
        expected("CA3", Promise::AtLeastOnce, "shipped"),
        expected("CA3", Promise::AtMostOnce, "charged"),
    ];
    let lines = "CA1-1-0 shipped\nCA1-1-0 shipped\nCA1-1-1 charged\nCA2-1-0 shipped\nCA2-2-0 shipped\n\
                 CA2-1-1 charged\nCA2-1-1 charged\nCA4-1-1 charged\n";
    let told = count(lines, &expected);
    assert_eq!((told.right, told.left_out, told.repeated), (2, 1, 1));
    assert_eq!(told.missing, BTreeSet::from(["CA3 shipped".to_owned()]));
    assert_eq!(told.doubled, BTreeSet::from(["CA2 charged".to_owned(), "CA2 shipped".to_owned()]));
    assert_eq!(told.wrong, BTreeSet::from(["CA4 charged".to_owned()]));
}

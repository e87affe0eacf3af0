//! Legal trees with one token changed, as a slip of the hand changes one: each is answered once, at the slip, in words
//! that say what to write. The trees are those of `docs/language.md` and of [`trees`].
//!
//! A test tries a fixed sample. `MUTANTS=all cargo test -p ivr-compiler mutants -- --nocapture` tries all of them, for
//! minutes, and prints what is wrong by the kind of the slip and the place of it.

mod edits;
mod judge;
mod trees;

use std::{
    collections::{BTreeMap, HashSet},
    env,
    panic::{self, AssertUnwindSafe},
};

use edits::Mutant;
use judge::Fault;

/// One of so many is tried by the test.
const SAMPLE: u64 = 40;

/// How many of a sample may be wrong: what is wrong is a kind, and gets its words.
const MAX_WRONG: usize = 40;

/// What is wrong with the answers to some mutants of one kind.
#[derive(Default)]
struct Kind {
    count: usize,
    example: String,
}

/// Whether the test tries this one: by its text, so that a new tree moves no other.
fn is_sampled(mutant: &Mutant) -> bool {
    let hash = mutant.text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20).is_multiple_of(SAMPLE)
}

#[test]
fn a_slip_is_answered_once_and_in_its_place() {
    let all = env::var_os("MUTANTS").is_some_and(|value| value == "all");
    let (mut tried, mut kinds, mut seen) = (0, BTreeMap::<String, Kind>::new(), HashSet::new());
    let mut told = BTreeMap::<String, Kind>::new();
    for tree in trees::trees() {
        for mutant in edits::mutants(&tree) {
            if !seen.insert(mutant.text.clone()) || !(all || is_sampled(&mutant)) {
                continue;
            }
            tried += 1;
            let answer = panic::catch_unwind(AssertUnwindSafe(|| judge::judge(&mutant)));
            let answer = answer.unwrap_or_else(|_| judge::Answer::of(Fault::Panics));
            for fault in &answer.faults {
                let kind = kinds.entry(format!("{fault:?} | {}", mutant.kind(&answer.told))).or_default();
                kind.count += 1;
                kind.example = format!("{}\n{}", mutant.shown(), answer.shown);
            }
            if all {
                let kind = told.entry(mutant.kind(&answer.told)).or_default();
                kind.count += 1;
                kind.example = format!("{}\n{}", mutant.shown(), answer.shown);
            }
        }
    }
    let wrong: usize = kinds.values().map(|kind| kind.count).sum();
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.count));
    for (name, kind) in &kinds {
        println!("{} × {name}\n{}", kind.count, kind.example);
    }
    println!("{wrong} of {tried} slips are answered wrong, in {} kinds", kinds.len());
    if all {
        for (name, kind) in &told {
            println!("TOLD {} × {name}\n{}", kind.count, kind.example);
        }
        return;
    }
    assert!(
        wrong <= MAX_WRONG,
        "{wrong} of {tried}: MUTANTS=all cargo test -p ivr-compiler mutants -- --nocapture"
    );
}

//! The result of the compiler for a promise equals that of a walk through the running tree, which visits every
//! reachable position by the step that serves calls, with every possible input and outcome.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]
#![expect(
    deprecated,
    reason = "random trees have lints of the tree compiler, which are uses of deprecated items"
)]

mod walk;

use ivr_runtime::tree::PhoneTree;
use ivr_test_random_trees::{
    dice::Dice,
    tree::{Tree, answer},
};

use self::walk::Walk;

/// Pairs of states of each tree that a promise is about.
const PAIRS: usize = 6;

type Drive = fn() -> Walk;

include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// What the trees ask and tell; no call of theirs is made here.
#[derive(Clone, Debug, Default)]
pub struct App;

impl App {
    fn answer(&self, question: u32, fields: [u32; 3], may_panic: bool) -> u32 {
        answer(question, fields, may_panic).unwrap_or_default()
    }

    #[expect(clippy::unused_async, reason = "trees await it")]
    async fn note(&self, _call: &str, _number: u32, _fields: [u32; 3]) {}
}

fn drive<T: PhoneTree<App = App>>() -> Walk {
    Walk::of::<T>()
}

/// A promise, what a walk says of it, and the tree.
struct Claim<'a> {
    source: &'a str,
    promise: String,
    holds: bool,
}

impl Claim<'_> {
    /// Compares the verdict of the compiler; answers whether the promise holds.
    fn compare(self) -> bool {
        let Self { source, promise, holds } = self;
        let promised = source.replacen("start S0;", &format!("start S0; promise {promise};"), 1);
        let compiled = ivr_compiler::compile(promised.parse().unwrap()).to_string();
        let refusal =
            compiled.split_once("compile_error").map(|(_, error)| error.get(..300).unwrap_or(error));
        // The walk does not know which texts a key interrupts.
        let refusal = refusal.filter(|error| !error.contains("a key press interrupts the prompts"));
        assert_eq!(refusal.is_none(), holds, "promise {promise}: {refusal:?} in\n{source}");
        holds
    }
}

/// Compares all claims; some of them hold, and some do not.
fn compare<'a>(claims: impl Iterator<Item = Claim<'a>>) {
    let (held, broken): (Vec<bool>, Vec<bool>) = claims.map(Claim::compare).partition(|holds| *holds);
    assert!(held.len() >= 2 && broken.len() >= 2, "{} hold and {} do not", held.len(), broken.len());
}

#[test]
fn the_longest_silence_is_the_one_that_a_walk_finds() {
    // In a tree of several languages, the compiler uses the longest text of each line.
    let trees = TREES.iter().filter(|(model, ..)| languages(model) == 1);
    compare(trees.flat_map(|(_, source, walk)| {
        let claim = |seconds: u64, holds| {
            let promise = format!("silence ends within {seconds}s");
            Claim { source, promise, holds }
        };
        match walk().longest_silence() {
            Some(longest) => {
                let seconds = longest.as_millis().div_ceil(1000) as u64;
                vec![claim(seconds, true), claim(seconds - 1, false)]
            }
            None => vec![claim(86_400, false)],
        }
    }));
}

#[test]
fn a_state_is_as_many_keys_away_as_a_walk_finds() {
    compare(TREES.iter().flat_map(|(model, source, walk)| {
        let (walk, mut dice) = (walk(), Dice::new(model.len() as u64));
        let wanted: Vec<usize> = (0..PAIRS).map(|_| dice.below(walk.states)).collect();
        let claims = wanted.into_iter().filter(|wanted| walk.asks_elsewhere(*wanted)).flat_map(|wanted| {
            let claim = |keys: u32, holds| {
                let plural = if keys == 1 { "key" } else { "keys" };
                Claim { source, promise: format!("S{wanted} within {keys} {plural} of every state"), holds }
            };
            match walk.most_keys(wanted) {
                Some(keys) if keys > 1 => vec![claim(keys, true), claim(keys - 1, false)],
                Some(keys) => vec![claim(keys.max(1), true)],
                None => vec![claim(9, false)],
            }
        });
        claims.collect::<Vec<_>>()
    }));
}

#[test]
fn a_state_comes_before_another_as_a_walk_finds() {
    compare(TREES.iter().flat_map(|(model, source, walk)| {
        let (walk, mut dice) = (walk(), Dice::new(model.len() as u64));
        let claims = (0..PAIRS).filter_map(|_| {
            let (first, later) = (dice.below(walk.states), dice.below(walk.states));
            let promise = format!("S{first} before S{later}");
            let claim = || Claim { source, promise, holds: !walk.comes_without(first, later) };
            (first != later).then(claim)
        });
        claims.collect::<Vec<_>>()
    }));
}

fn languages(model: &str) -> usize {
    let tree: Tree = serde_json::from_str(model).unwrap();
    tree.languages
}

//! Instructions of one transition of ACME, from a key to the next state: as `phone_tree!` writes it, as a match
//! written by hand, and as other macros do it. The same pseudo-random walk for each, counted by callgrind.

#[path = "../../../examples/acme.rs"]
#[expect(dead_code, reason = "an example has a main of its own")]
mod acme;

// The same table by hand, and in the words of each library.
mod peers;

use std::{env, hint::black_box, process::Command, process::ExitCode};

use acme::Acme;
use ivr::tree::{Event, Transition};

/// How many transitions are counted.
const STEPS: u32 = 200_000;

/// What happens: keys, `*`, `#`, silence, and what the verbs come back with.
const HEARD: [Event; 18] = [
    Event::Key0,
    Event::Key1,
    Event::Key2,
    Event::Key3,
    Event::Key4,
    Event::Key5,
    Event::Key6,
    Event::Key7,
    Event::Key8,
    Event::Key9,
    Event::Star,
    Event::Hash,
    Event::Silence,
    Event::Recorded,
    Event::Silent,
    Event::Bridged,
    Event::Answered,
    Event::NoAnswer,
];

fn main() -> ExitCode {
    let walk: fn() -> String = match env::args().nth(1).as_deref() {
        Some("phone_tree!") => || run(Acme::Greeting, step_of_phone_tree),
        Some("by hand") => || run(Acme::Greeting, step_by_hand),
        Some("smlang") => || run(peers::Smlang::default(), peers::step_of_smlang),
        Some("rust-fsm") => || run(peers::RustFsm::default(), peers::step_of_rust_fsm),
        _ => return table(),
    };
    println!("{}", walk());
    ExitCode::SUCCESS
}

/// What came of a step besides the next state. Every implementation has to say it: a caller who was not understood
/// hears other words than one who was silent.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Said {
    Nothing = 0,
    NotHeard = 1,
    NotUnderstood = 0x100,
    /// The call has ended.
    Over = 0x1_0000,
}

/// Walks, and answers how often each thing was said: the same numbers for every implementation.
fn run<S>(mut state: S, step: fn(&mut S, usize) -> Said) -> String {
    let (mut random, mut said) = (0x2545_f491_u32, [0_u64; 3]);
    for _ in 0..STEPS {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        let what = step(&mut state, black_box(random as usize % HEARD.len())) as u32;
        for (place, count) in said.iter_mut().enumerate() {
            *count += u64::from(what >> (8 * place) & 1);
        }
    }
    let [unheard, wrong, over] = said;
    format!("{unheard} not heard, {wrong} not understood, {over} calls over")
}

#[inline(never)]
fn step_of_phone_tree(state: &mut Acme, heard: usize) -> Said {
    follow(state, Acme::next(*state, HEARD[heard]))
}

#[inline(never)]
fn step_by_hand(state: &mut Acme, heard: usize) -> Said {
    follow(state, peers::by_hand(*state, HEARD[heard]))
}

/// A call that is over is followed by a new one.
#[inline(always)]
fn follow(state: &mut Acme, step: Transition<Acme>) -> Said {
    let said;
    (*state, said) = match step {
        Transition::Go(next) => (next, Said::Nothing),
        Transition::Action(0) => (Acme::Menu, Said::NotHeard),
        Transition::Action(_) => (Acme::Menu, Said::NotUnderstood),
        Transition::Again | Transition::End(_) => (Acme::Greeting, Said::Over),
    };
    said
}

fn table() -> ExitCode {
    println!("| one transition of ACME | instructions | what was said |");
    println!("|---|---|---|");
    for (name, function) in [
        ("phone_tree!", "*step_of_phone_tree*"),
        ("by hand", "*step_by_hand*"),
        ("smlang", "*step_of_smlang*"),
        ("rust-fsm", "*step_of_rust_fsm*"),
    ] {
        let this = env::current_exe().unwrap_or_default();
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(format!("--toggle-collect={function}"))
            .arg(this)
            .arg(name)
            .output();
        let Ok(output) = output else {
            eprintln!("error: valgrind is not installed");
            return ExitCode::FAILURE;
        };
        let (said, told) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        let collected = said.lines().find_map(|line| line.split_once("Collected :"));
        let count: f64 = collected.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or(f64::NAN);
        println!("| {name} | {:.1} | {} |", count / f64::from(STEPS), told.trim());
    }
    ExitCode::SUCCESS
}

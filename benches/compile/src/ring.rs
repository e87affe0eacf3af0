//! A ring of states, each with five keys, compiled by each library at several sizes.

use std::fmt::Write as _;

use crate::{
    measured::{Cost, cargo, median},
    project::{self, Library},
    tree::{self, LEAPS, Prompts},
};

/// What is compiled: with `phone_tree!`, a ring whose every announcement differs, and one that always says the same.
const SUBJECTS: [(Library, Prompts); 5] = [
    (Library::Hand, Prompts::Different),
    (Library::Ours, Prompts::Different),
    (Library::Ours, Prompts::Same),
    (Library::Smlang, Prompts::Different),
    (Library::RustFsm, Prompts::Different),
];

fn name(library: Library, prompts: Prompts) -> String {
    match (library, prompts) {
        (Library::Ours, Prompts::Different) => "phone_tree!, 5 announcements a state".to_owned(),
        (Library::Ours, Prompts::Same) => "phone_tree!, the same announcement in all states".to_owned(),
        (library, _) => library.name().to_owned(),
    }
}

/// Beyond this many states a library would take minutes and gigabytes.
fn largest(library: Library) -> usize {
    match library {
        Library::Ours | Library::Hand => usize::MAX,
        Library::RustFsm | Library::Statig => 1000,
        Library::Smlang => 1000,
        Library::StateMachines => 100,
    }
}

/// Measures every library at every size, interleaved, and prints the medians.
pub fn run(sizes: &[usize], rounds: usize) -> Result<(), String> {
    println!(
        "| states | written with | check, user s | MB | release, user s | MB | check ÷ by hand | release ÷ by hand |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for size in sizes {
        let mut crates = Vec::new();
        for (library, prompts) in SUBJECTS.into_iter().filter(|(library, _)| *size <= largest(*library)) {
            let folder = format!("ring-{}-{prompts:?}-{size}", library.name().replace([' ', '!', '_'], ""));
            let source = source(library, *size, prompts);
            let folder = project::write(library, &folder.to_lowercase(), &source)?;
            // The dependencies of the crate are compiled before anything is measured.
            cargo(&folder, &["check", "--quiet"])?;
            cargo(&folder, &["build", "--quiet", "--release"])?;
            crates.push((name(library, prompts), folder, Vec::new(), Vec::new()));
        }
        for _ in 0..rounds {
            for (_, folder, checks, builds) in &mut crates {
                project::touch(folder)?;
                checks.push(cargo(folder, &["check", "--quiet"])?);
                project::touch(folder)?;
                builds.push(cargo(folder, &["build", "--quiet", "--release"])?);
            }
        }
        let mut hand = None;
        for (name, _, checks, builds) in &crates {
            let [check, build] = [checks, builds].map(|costs| medians(costs));
            let (hand_check, hand_build) = *hand.get_or_insert((check.user, build.user));
            println!(
                "| {size} | {name} | {:.2} | {:.0} | {:.2} | {:.0} | {:.2} | {:.2} |",
                check.user,
                check.memory,
                build.user,
                build.memory,
                check.user / hand_check,
                build.user / hand_build,
            );
        }
    }
    Ok(())
}

fn medians(costs: &[Cost]) -> Cost {
    let of = |part: fn(&Cost) -> f64| median(costs.iter().map(part).collect());
    Cost { user: of(|cost| cost.user), memory: of(|cost| cost.memory) }
}

fn source(library: Library, size: usize, prompts: Prompts) -> String {
    match library {
        Library::Ours => ours(size, prompts),
        Library::Smlang => smlang(size),
        Library::RustFsm => rust_fsm(size),
        Library::Hand | Library::Statig | Library::StateMachines => by_hand(size),
    }
}

fn each(size: usize, mut row: impl FnMut(usize, [usize; 5]) -> String) -> String {
    (0..size).map(|state| row(state, LEAPS.map(|leap| (state + leap) % size))).collect()
}

fn ours(size: usize, prompts: Prompts) -> String {
    let tree = tree::ring(size, prompts);
    format!(
        "#![allow(deprecated)]\nivr::phone_tree! {{\n{tree}}}\n\n\
         pub fn step(ring: Ring, heard: ivr::tree::Event) -> ivr::tree::Transition<Ring> {{ ring.next(heard) }}\n"
    )
}

fn by_hand(size: usize) -> String {
    let names: String = (0..size).fold(String::new(), |mut names, state| {
        let _infallible = write!(names, "S{state}, ");
        names
    });
    let rows = each(size, |state, to| {
        let arms: String =
            (1..).zip(to).map(|(key, to)| format!("Event::Key{key} => Ring::S{to}, ")).collect();
        format!(
            "            Ring::S{state} => match heard {{ {arms}Event::Silence => Ring::Bye, Event::Else => Ring::Bye }},\n"
        )
    });
    format!(
        "#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]\npub enum Ring {{ {names}Bye }}\n\n\
         #[derive(Clone, Copy, PartialEq, Eq, Debug)]\npub enum Event {{ Key1, Key2, Key3, Key4, Key5, Silence, Else }}\n\n\
         impl Ring {{\n    pub const fn next(self, heard: Event) -> Ring {{\n        match self {{\n{rows}            \
         Ring::Bye => Ring::Bye,\n        }}\n    }}\n}}\n\npub fn step(ring: Ring, heard: Event) -> Ring {{ ring.next(heard) }}\n"
    )
}

fn smlang(size: usize) -> String {
    let rows = each(size, |state, to| {
        (1..).zip(to).fold(String::new(), |mut rows, (key, to)| {
            let first = if state == 0 && key == 1 { "*" } else { "" };
            let _infallible = writeln!(rows, "        {first}S{state} + Key{key} = S{to},");
            rows
        })
    });
    format!("use smlang::statemachine;\nstatemachine! {{\n    transitions: {{\n{rows}    }}\n}}\n")
}

fn rust_fsm(size: usize) -> String {
    let rows = each(size, |state, to| {
        let arms: String = (1..).zip(to).map(|(key, to)| format!("Key{key} => S{to}, ")).collect();
        format!("    S{state} => {{ {arms}}},\n")
    });
    format!("use rust_fsm::*;\nstate_machine! {{\n    pub ring(S0)\n{rows}}}\n")
}

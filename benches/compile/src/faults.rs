//! Five programs, one correct and four with one fault each. Measures which library reports the fault, how often, and
//! whether it underlines the word that has to change.

use crate::project::{self, Library};

/// What is wrong with a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    None,
    /// A state with a way out and no way in.
    Unreachable,
    /// A target that nobody declared.
    Undefined,
    /// One key for two states.
    Duplicate,
    /// A state that is entered, is not an end, and is never left.
    DeadEnd,
}

impl Fault {
    const ALL: [Self; 5] = [Self::None, Self::Unreachable, Self::Undefined, Self::Duplicate, Self::DeadEnd];

    fn name(self) -> &'static str {
        match self {
            Self::None => "right",
            Self::Unreachable => "unreachable state",
            Self::Undefined => "undefined target",
            Self::Duplicate => "duplicate key",
            Self::DeadEnd => "dead end",
        }
    }

    /// The word that has to change.
    fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Unreachable => "Attic",
            // Each library spells the name in its own way.
            Self::Undefined => "Suport",
            Self::Duplicate => "1",
            Self::DeadEnd => "Hold",
        }
    }
}

/// Tries every program with every library, and prints what came of it.
pub fn run() -> Result<(), String> {
    const LIBRARIES: [Library; 5] =
        [Library::Ours, Library::Smlang, Library::RustFsm, Library::Statig, Library::StateMachines];
    println!("\n| | {} |", Fault::ALL.map(Fault::name).join(" | "));
    println!("|---|---|---|---|---|---|");
    for library in LIBRARIES {
        let mut cells = Vec::new();
        for fault in Fault::ALL {
            let name = format!(
                "faults-{}-{}",
                library.name().replace(['!', '_'], ""),
                fault.name().replace(' ', "-")
            );
            let folder = project::write(library, &name, &source(library, fault))?;
            let output = project::check(&folder)?;
            let printed = String::from_utf8_lossy(&output.stderr);
            cells.push(verdict(fault, &printed));
        }
        println!("| {} | {} |", library.name(), cells.join(" | "));
    }
    Ok(())
}

/// How often something was said, and whether the word was underlined.
fn verdict(fault: Fault, printed: &str) -> String {
    let said = |what: &str| {
        let lines = printed.lines().filter(|line| line.starts_with(what));
        lines.filter(|line| !line.contains("could not compile") && !line.contains("generated")).count()
    };
    let (errors, warnings) = (said("error"), said("warning"));
    let told = match (errors, warnings) {
        (0, 0) => return "silent".into(),
        (0, 1) => "1 warning".to_owned(),
        (0, more) => format!("{more} warnings"),
        (1, _) => "1 error".to_owned(),
        (more, _) => format!("{more} errors"),
    };
    if fault == Fault::None {
        return told;
    }
    if underlined(printed, fault.word()) {
        format!("{told}, on the word")
    } else {
        format!("{told}, elsewhere")
    }
}

/// Whether carets stand under this word, or under a short pattern that holds it.
fn underlined(printed: &str, word: &str) -> bool {
    let lines: Vec<&str> = printed.lines().collect();
    lines.windows(2).any(|pair| {
        let [code, marks] = pair else { return false };
        let (Some(code), Some(marks)) = (code.split_once('|'), marks.split_once('|')) else { return false };
        let Some(start) = marks.1.find('^') else { return false };
        let length = marks.1.chars().filter(|mark| *mark == '^').count();
        code.1.get(start..start + length).is_some_and(|marked| {
            length < 16 && marked.to_ascii_lowercase().contains(&word.to_ascii_lowercase())
        })
    })
}

fn source(library: Library, fault: Fault) -> String {
    let text = match library {
        Library::Ours => OURS,
        Library::Smlang => SMLANG,
        Library::RustFsm => RUST_FSM,
        Library::Statig => STATIG,
        Library::StateMachines | Library::Hand => STATE_MACHINES,
    };
    // Each program has one line per fault, marked with its name. Only the line of the selected fault is kept.
    let keep = |line: &&str| match line.split_once("//") {
        None => true,
        Some((_, mark)) => {
            let only = mark.trim().strip_prefix("only ");
            let not = mark.trim().strip_prefix("not ");
            only.is_none_or(|only| only == fault.name()) && not.is_none_or(|not| not != fault.name())
        }
    };
    text.lines()
        .filter(keep)
        .map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n")
        .collect()
}

const OURS: &str = r#"
ivr::phone_tree! {
    pub tree Acme {
        start Menu;
        everywhere { silence | _ => retry 1 { say "Sorry?"; } then Support }
        state Menu {
            gather key { say "For sales, press one. For support, press two."; } match {
                1 => Sales,
                1 => Support, // only duplicate key
                2 => Support, // not undefined target
                2 => Suport, // only undefined target
                hidden 3 => Hold, // only dead end
            }
        }
        state Sales { say "Sales."; hangup; }
        state Support { say "Support."; hangup; }
        state Attic { goto Menu; } // only unreachable state
        state Hold { say "Please hold."; goto Hold; } // only dead end
    }
}
"#;

const SMLANG: &str = r#"
use smlang::statemachine;
statemachine! {
    transitions: {
        *Menu + Key1 = Sales,
        Menu + Key1 = Support, // only duplicate key
        Menu + Key2 = Support, // not undefined target
        Menu + Key2 = Suport, // only undefined target
        Menu + Key3 = Hold, // only dead end
        Attic + Key1 = Menu, // only unreachable state
        Sales + Key1 = Menu,
        Support + Key1 = Menu,
    }
}
"#;

const RUST_FSM: &str = r#"
use rust_fsm::*;
state_machine! {
    pub acme(Menu)
    Menu => {
        Key1 => Sales,
        Key1 => Support, // only duplicate key
        Key2 => Support, // not undefined target
        Key2 => Suport, // only undefined target
        Key3 => Hold, // only dead end
    },
    Attic => { Key1 => Menu }, // only unreachable state
    Sales => { Key1 => Menu },
    Support => { Key1 => Menu },
}
"#;

const STATIG: &str = r#"
use statig::prelude::*;
#[derive(Default)]
pub struct Acme;
pub enum Event { Key(u8) }
#[state_machine(initial = "State::menu()")]
impl Acme {
    #[state]
    fn menu(event: &Event) -> Outcome<State> {
        match event {
            Event::Key(1) => Transition(State::sales()),
            Event::Key(1) => Transition(State::support()), // only duplicate key
            Event::Key(2) => Transition(State::support()), // not undefined target
            Event::Key(2) => Transition(State::suport()), // only undefined target
            Event::Key(3) => Transition(State::hold()), // only dead end
            _ => Handled,
        }
    }
    #[state]
    fn sales(event: &Event) -> Outcome<State> { let _ = event; Handled }
    #[state]
    fn support(event: &Event) -> Outcome<State> { let _ = event; Handled }
    #[state] // only unreachable state
    fn attic(event: &Event) -> Outcome<State> { let _ = event; Transition(State::menu()) } // only unreachable state
    #[state] // only dead end
    fn hold(event: &Event) -> Outcome<State> { let _ = event; Handled } // only dead end
}
"#;

const STATE_MACHINES: &str = r#"
use state_machines::state_machine;
state_machine! {
    name: Acme,
    initial: Menu,
    states: [
        Menu,
        Attic, // only unreachable state
        Hold, // only dead end
        Sales,
        Support,
    ],
    events {
        key1 { transition: { from: Menu, to: Sales } }
        key1 { transition: { from: Menu, to: Support } } // only duplicate key
        key2 { transition: { from: Menu, to: Support } } // not undefined target
        key2 { transition: { from: Menu, to: Suport } } // only undefined target
        key3 { transition: { from: Menu, to: Hold } } // only dead end
        key4 { transition: { from: Attic, to: Menu } } // only unreachable state
    }
}
"#;

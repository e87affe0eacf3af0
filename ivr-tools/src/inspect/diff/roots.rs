//! Changes of the whole tree: its languages and voices, its starts, `on_error`, and its promises.

use super::{
    clauses::{Clause, clause, compared},
    spoken,
};
use crate::inspect::graph::{Route, describe};
use ivr_runtime::description::Description;

pub(super) fn changes(old: &Description, new: &Description) -> Vec<String> {
    let mut changes = compared(&clauses(old), &clauses(new));
    let heard = |tree: &Description| {
        tree.on_error.as_ref().map_or(Vec::new(), |on_error| spoken::heard(&on_error.lines))
    };
    changes.extend(spoken::changes("when the server fails, the caller", &heard(old), &heard(new)));
    let made = new.promises.iter().filter(|promise| !old.promises.contains(promise));
    changes.extend(made.map(|promise| format!("it now promises: {promise}")));
    let dropped = old.promises.iter().filter(|promise| !new.promises.contains(promise));
    changes.extend(dropped.map(|promise| format!("it no longer promises: {promise}")));
    let hooks = |tree: &Description| tree.after.iter().map(describe::hook).collect::<Vec<_>>();
    let (before, after) = (hooks(old), hooks(new));
    let added = after.iter().filter(|hook| !before.contains(hook));
    changes.extend(added.map(|hook| format!("it now does {hook}")));
    let gone = before.iter().filter(|hook| !after.contains(hook));
    changes.extend(gone.map(|hook| format!("it no longer does {hook}")));
    changes
}

fn clauses(tree: &Description) -> Vec<Clause> {
    let mut clauses = vec![
        clause("the language", Some(&tree.language)),
        clause("the voice", tree.voice.as_ref()),
        clause("the address of files", tree.audio.as_ref()),
    ];
    for other in &tree.languages {
        clauses.push(clause(format!("the language {}", other.tag), Some("spoken")));
        clauses.push(clause(format!("the voice in {}", other.tag), other.voice.as_ref()));
        clauses.push(clause(format!("the address of files in {}", other.tag), other.audio.as_ref()));
    }
    for start in &tree.starts {
        let of = start.name.as_ref().map_or_else(|| "a call".to_owned(), |name| format!("the start {name}"));
        clauses.push(clause(format!("the first state of {of}"), Some(&start.state)));
        for field in &start.with {
            let needed = if field.optional { "optional" } else { "needed" };
            clauses.push(clause(format!("the field {} of {of}", field.field), Some(needed)));
        }
    }
    let on_error = tree.on_error.as_ref().map(|on_error| describe::effect(&Route::of(tree, &on_error.then)));
    clauses.push(clause("what happens when the server fails", on_error));
    clauses
}

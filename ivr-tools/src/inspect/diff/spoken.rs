//! Changes in what is heard.

use crate::{
    inspect::graph::describe,
    inspect::spoken::{self, FlatLine},
};
use ivr_runtime::description::{Line, Say};

/// Returns the descriptions of lines for a sentence; lines that sound the same have the same description. After a
/// `language` step everything sounds different, so the language is named, too.
pub(super) fn heard(lines: &[Line]) -> Vec<String> {
    let each = lines.iter().map(|line| match line {
        Line::Language { choice: Some(choice), .. } => {
            vec![format!("a change to the language of `{}`", choice.source)]
        }
        Line::Language { tag, choice: None } => vec![format!("a change to {tag}")],
        _ => spoken::flat(std::slice::from_ref(line)).iter().map(name).collect(),
    });
    each.flatten().collect()
}

/// Returns what `who` hears now and heard before, or nothing if it is the same.
pub(super) fn changes(who: &str, old: &[String], new: &[String]) -> Option<String> {
    if old == new {
        return None;
    }
    let same_start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (old.get(same_start..).unwrap_or_default(), new.get(same_start..).unwrap_or_default());
    let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let middle = |lines: &[String]| {
        let kept = lines.len().saturating_sub(same_end);
        lines.iter().take(kept).cloned().collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (middle(old), middle(new));
    Some(match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("{who} now also hears {new}"),
        (_, true) => format!("{who} no longer hears {old}"),
        _ => format!("{who} now hears {new} instead of {old}"),
    })
}

/// Returns the sources of the `run`s that are repeated until they are done.
fn repeated(lines: &[Line]) -> Vec<&str> {
    let each = lines.iter().map(|line| match line {
        Line::Effect { at_least_once, .. } => at_least_once.iter().map(String::as_str).collect(),
        Line::First { lines } | Line::Scoped { lines, .. } | Line::Uninterrupted { lines } => repeated(lines),
        Line::Say(_)
        | Line::Play(_)
        | Line::PlayDigits { .. }
        | Line::Pause { .. }
        | Line::Language { .. } => Vec::new(),
    });
    each.flatten().collect()
}

/// Returns which `run`s are now repeated until they are done, and which no longer are.
pub(super) fn promises(old: &[Line], new: &[Line]) -> Vec<String> {
    let (old, new) = (repeated(old), repeated(new));
    let gained = new.iter().filter(|run| !old.contains(run));
    let lost = old.iter().filter(|run| !new.contains(run));
    let gained = gained.map(|run| format!("`run {run}` is now done at least once"));
    gained.chain(lost.map(|run| format!("`run {run}` is no longer done at least once"))).collect()
}

fn name(heard: &FlatLine<'_>) -> String {
    let mut name = match heard.line {
        Line::Say(say) => format!("“{}”", describe::one_line(say.ssml.as_ref().unwrap_or(&say.text))),
        Line::Play(play) => match (&play.url, &play.text) {
            (Some(url), None) => format!("the file {url}"),
            (Some(url), Some(text)) => format!("“{}” from the file {url}", describe::one_line(text)),
            (None, text) => format!("“{}”", describe::one_line(text.as_deref().unwrap_or_default())),
        },
        Line::PlayDigits { digits, .. } => format!("the tones {}", digits.as_str()),
        Line::Pause { seconds } => format!("a pause of {seconds} s"),
        // Flat lines do not contain blocks.
        Line::First { .. }
        | Line::Scoped { .. }
        | Line::Uninterrupted { .. }
        | Line::Effect { .. }
        | Line::Language { .. } => String::new(),
    };
    if let Line::Say(Say { language, voice, .. }) = heard.line {
        let marks: Vec<&str> = [language, voice].into_iter().flatten().map(String::as_str).collect();
        if !marks.is_empty() {
            name.push_str(&format!(" ({})", marks.join(", ")));
        }
    }
    if heard.first {
        name.push_str(" the first time");
    }
    if heard.uninterrupted {
        name.push_str(" without interruption");
    }
    heard.conditions.iter().for_each(|condition| name.push_str(&format!(" if {condition}")));
    name
}

//! The report as text.

use std::fmt::Write as _;

use super::{Report, StateReport, Wait};
use crate::records::{counted, grouped, percent, period};

/// The maximum width of the column of names; a longer one pushes the rest of its line to the right.
const NAMES: usize = 28;

/// The report, in lines.
pub(crate) fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = write(&mut text, report);
    text
}

fn write(text: &mut String, report: &Report) -> std::fmt::Result {
    write!(text, "{} in {}", counted(report.calls, "call"), report.tree)?;
    if let (Some(from), Some(to)) = (report.from, report.to) {
        write!(text, ", {}", period(from, to))?;
    }
    text.push_str("\n\n");
    for (count, what) in [
        (report.ended_by_tree, "ended by the tree"),
        (report.left_by_caller, "left by the caller"),
        (report.in_progress, "in progress"),
        (report.on_error, "heard on_error"),
    ] {
        writeln!(text, "{:>9}  {:>7}  {what}", grouped(count), percent(count, report.calls))?;
    }
    if !report.ends_are_reported && report.calls > 0 {
        text.push_str("\nNo end of a call is reported, so calls in progress count as left. Give the number the status\n");
        text.push_str("callback that `doctor` names.\n");
    }
    states(text, report)?;
    arms(text, report)?;
    untaken(text, report)?;
    unknown(text, report)
}

fn width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0).min(NAMES)
}

fn states(text: &mut String, report: &Report) -> std::fmt::Result {
    let visited = || report.states.iter().filter(|state| state.visits > 0);
    let names = width(visited().map(|state| state.state.as_str())).max("state".len());
    writeln!(
        text,
        "\n{:names$}  {:11}  {:>8}  {:>16}  {:>12}  {:>19}  {:>15}",
        "state", "verb", "visits", "left there", "asked again", "wait (median, 90 %)", "until they left",
    )?;
    for state in visited() {
        writeln!(
            text,
            "{:names$}  {:11}  {:>8}  {:>16}  {:>12}  {:>19}  {:>15}",
            state.state,
            state.verb,
            grouped(state.visits),
            left(state),
            grouped(state.asked_again),
            waited(state.wait),
            waited(state.wait_until_left),
        )?;
    }
    let never: Vec<&str> = report
        .states
        .iter()
        .filter(|state| state.visits == 0 && state.verb != "goto")
        .map(|state| state.state.as_str())
        .collect();
    if !never.is_empty() && report.calls > 0 {
        writeln!(text, "\nNo call came to {}.", never.join(", "))?;
    }
    Ok(())
}

fn left(state: &StateReport) -> String {
    match state.left {
        0 => "-".to_owned(),
        left => format!("{} {:>7}", grouped(left), percent(left, state.visits)),
    }
}

/// Returns `6 s, 14 s`: the median and the 90th percentile.
fn waited(wait: Option<Wait>) -> String {
    wait.map_or_else(|| "-".to_owned(), |wait| format!("{:.0} s, {:.0} s", wait.median_s, wait.p90_s))
}

fn arms(text: &mut String, report: &Report) -> std::fmt::Result {
    for state in report.states.iter().filter(|state| state.arms.iter().any(|arm| arm.taken > 0)) {
        let taken: u64 = state.arms.iter().map(|arm| arm.taken).sum();
        writeln!(text, "\n{}", state.state)?;
        let names = width(state.arms.iter().map(|arm| arm.arm.as_str()));
        for arm in state.arms.iter().filter(|arm| arm.taken > 0) {
            let (count, part) = (grouped(arm.taken), percent(arm.taken, taken));
            writeln!(text, "{count:>9}  {part:>7}  {:names$}  → {}", arm.arm, arm.to)?;
        }
        for (arm, count) in &state.unknown_arms {
            let (count, part) = (grouped(*count), percent(*count, taken));
            writeln!(text, "{count:>9}  {part:>7}  {arm:names$}  (not in this version)")?;
        }
    }
    Ok(())
}

fn untaken(text: &mut String, report: &Report) -> std::fmt::Result {
    let visited = report.states.iter().filter(|state| state.visits > 0);
    let untaken: Vec<_> = visited
        .map(|state| (state, state.arms.iter().filter(|arm| arm.taken == 0).map(|arm| arm.arm.as_str())))
        .map(|(state, arms)| (state.state.as_str(), arms.collect::<Vec<_>>()))
        .filter(|(_, arms)| !arms.is_empty())
        .collect();
    if untaken.is_empty() {
        return Ok(());
    }
    text.push_str("\nArms that nobody took\n");
    let names = width(untaken.iter().map(|(state, _)| *state));
    for (state, arms) in untaken {
        writeln!(text, "  {state:names$}  {}", arms.join(", "))?;
    }
    Ok(())
}

fn unknown(text: &mut String, report: &Report) -> std::fmt::Result {
    if !report.unknown.is_empty() {
        text.push_str("\nStates that this version does not have\n");
    }
    for (state, events) in &report.unknown {
        writeln!(text, "  {state}  {}", counted(*events, "event"))?;
    }
    Ok(())
}

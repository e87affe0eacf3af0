//! Evaluates the events that a server wrote: where callers leave, and which calls would go elsewhere under another
//! version of their tree.

// The calls in a file of events.
mod calls;

// The report, as text, as JSON and in the picture.
pub(crate) mod report;

// The replay of calls in the current tree.
pub(crate) mod replay;

pub(crate) use calls::{Calls, RecordedCall};

use ivr_runtime::events::Timestamp;

/// Formats a number such as `1,204`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a percentage such as `12.5 %`; the whole may be zero.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    format!("{:.1} %", share(part, whole) * 100.0)
}

/// Returns the fraction of a whole, 0 to 1.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// `2026-11-23 08:00 to 2026-11-30 07:15 UTC`.
pub(crate) fn period(from: Timestamp, to: Timestamp) -> String {
    let minute = |time: Timestamp| time.to_string().chars().take(16).collect::<String>().replace('T', " ");
    format!("{} to {} UTC", minute(from), minute(to))
}

/// `1 call`, `1,204 calls`.
pub(crate) fn counted(number: u64, of: &str) -> String {
    if number == 1 { format!("1 {of}") } else { format!("{} {of}s", grouped(number)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let written = [0, 7, 999, 1_000, 1_204_007].map(grouped);
        assert_eq!(written, ["0", "7", "999", "1,000", "1,204,007"]);
        assert_eq!((percent(1, 8).as_str(), percent(3, 0).as_str()), ("12.5 %", "0.0 %"));
        assert_eq!((counted(1, "call").as_str(), counted(1_000, "call").as_str()), ("1 call", "1,000 calls"));
    }
}

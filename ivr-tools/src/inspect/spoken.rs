//! The duration of the lines of a tree, and a flat list of what is heard.
//!
//! The durations are the same estimates as in the compiler; in several languages the longest counts.

use std::time::Duration;

use ivr_core::{
    condition::{Condition, Conditions},
    prompt_file::break_times,
    text::Sound,
};
use ivr_runtime::description::{Description, Line, Scope, Verb};

/// A line that is heard, without the blocks around it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct FlatLine<'d> {
    pub(crate) line: &'d Line,
    /// Whether it is said only when a call enters the state.
    pub(crate) first: bool,
    /// Whether no key is accepted meanwhile.
    pub(crate) uninterrupted: bool,
    /// The conditions that must all hold.
    pub(crate) conditions: Vec<&'d Condition>,
}

/// Returns everything in `lines` in the order in which it is heard.
pub(crate) fn flat(lines: &[Line]) -> Vec<FlatLine<'_>> {
    let mut heard = Vec::new();
    flatten(lines, &Around::default(), &mut heard);
    heard
}

/// The blocks around a line.
#[derive(Clone, Default)]
struct Around<'d> {
    first: bool,
    uninterrupted: bool,
    conditions: Vec<&'d Condition>,
}

fn flatten<'d>(lines: &'d [Line], around: &Around<'d>, heard: &mut Vec<FlatLine<'d>>) {
    for line in lines {
        let Around { first, uninterrupted, conditions } = around.clone();
        match line {
            Line::First { lines } => flatten(lines, &Around { first: true, ..around.clone() }, heard),
            Line::Scoped { scope, lines } => {
                let mut around = Around { first: first || scope.is_once(), uninterrupted, conditions };
                if let Scope::If(condition) = scope {
                    around.conditions.push(condition);
                }
                flatten(lines, &around, heard);
            }
            Line::Uninterrupted { lines } => {
                flatten(lines, &Around { first, uninterrupted: true, conditions }, heard);
            }
            Line::Say(_) | Line::Play(_) | Line::PlayDigits { .. } | Line::Pause { .. } => {
                heard.push(FlatLine { line, first, uninterrupted, conditions });
            }
            Line::Effect { .. } | Line::Language { .. } => {}
        }
    }
}

/// Returns the words of a line, spoken or recorded.
pub(crate) fn text(line: &Line) -> Option<&str> {
    match line {
        Line::Say(say) => Some(&say.text),
        Line::Play(play) => play.text.as_deref(),
        _ => None,
    }
}

/// Returns what a verb itself says: while it listens, or while an answer is pending.
pub(crate) fn prompts(verb: &Verb) -> &[Line] {
    match verb {
        Verb::Gather(gather) => &gather.prompts,
        Verb::Match(question) => &question.meanwhile,
        Verb::Enqueue(enqueue) => &enqueue.music,
        Verb::Dial(_)
        | Verb::Record(_)
        | Verb::Connect(_)
        | Verb::Hours(_)
        | Verb::Goto(_)
        | Verb::Redirect { .. }
        | Verb::Reject { .. }
        | Verb::Hangup
        | Verb::Leave => &[],
    }
}

/// Returns the maximum duration of the prompts of a verb for a caller who leaves by an arm under `condition`.
pub(crate) fn time_of_prompts(
    tree: &Description,
    verb: &Verb,
    condition: Option<&Condition>,
    fresh: bool,
) -> Duration {
    let Verb::Gather(gather) = verb else { return time(tree, prompts(verb), fresh) };
    let is_there = |held: &Conditions| condition.is_none_or(|condition| gather.holds(condition, *held));
    let each = gather.combinations().filter(is_there);
    each.map(|held| time(tree, &gather.prompts_while(held), fresh)).max().unwrap_or_default()
}

/// Returns the duration of `lines` for a caller who has just arrived (`fresh`) or is asked again, in the language of
/// the tree in which it is longest.
pub(crate) fn time(tree: &Description, lines: &[Line], fresh: bool) -> Duration {
    tree.tags().map(|tag| in_language(tree, lines, tag, fresh)).max().unwrap_or_default()
}

/// Returns the duration of lines in a call that speaks `language` before them.
fn in_language(tree: &Description, lines: &[Line], language: &str, fresh: bool) -> Duration {
    let (mut language, mut time, mut before) = (language, Duration::ZERO, None);
    for line in lines {
        let under = std::mem::take(&mut before);
        time += match line {
            // Only one of two opposite blocks is said.
            Line::Scoped { scope: Scope::If(condition), lines } => {
                let own = in_language(tree, lines, language, fresh);
                before = Some((condition, own));
                match under {
                    Some((other, time)) if condition.is_opposite(other) => own.saturating_sub(time),
                    _ => own,
                }
            }
            Line::Uninterrupted { lines } => in_language(tree, lines, language, fresh),
            Line::First { lines } if fresh => in_language(tree, lines, language, fresh),
            Line::Scoped { scope, lines } if fresh || !scope.is_once() => {
                in_language(tree, lines, language, fresh)
            }
            Line::Language { tag, choice } => {
                language = if choice.is_some() { language } else { tag };
                Duration::ZERO
            }
            Line::First { .. } | Line::Scoped { .. } | Line::Effect { .. } => Duration::ZERO,
            Line::Say(_) | Line::Play(_) | Line::PlayDigits { .. } | Line::Pause { .. } => {
                sound(&line.in_language(language, &tree.language), language)
            }
        };
    }
    time
}

/// Returns the duration of a line without other languages.
fn sound(line: &Line, language: &str) -> Duration {
    match line {
        Line::Say(say) => {
            let spoken = Sound::Text(&say.text).time(say.language.as_deref().unwrap_or(language));
            spoken + break_times(say.ssml.as_deref())
        }
        Line::Play(play) => {
            let text = play.text.as_deref();
            Sound::Audio { text }.time(play.language.as_deref().unwrap_or(language))
        }
        Line::PlayDigits { digits, .. } => Sound::Tones { digits: digits.literal() }.time(language),
        Line::Pause { seconds } => Sound::Pause { seconds: *seconds }.time(language),
        Line::Uninterrupted { .. }
        | Line::First { .. }
        | Line::Scoped { .. }
        | Line::Effect { .. }
        | Line::Language { .. } => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(tree: &Description, lines: &[Line], fresh: bool) -> f64 {
        time(tree, lines, fresh).as_secs_f64()
    }
    use ivr_core::text::AUDIO_FILE_TIME;
    use ivr_runtime::description::{Play, Say};

    fn tree(languages: &str) -> Description {
        let text = format!(
            r#"{{"name":"T","language":"fr-FR","languages":{languages},"starts":[{{"state":"A"}}],
                "states":[{{"name":"A","verb":"hangup"}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn say(text: &str) -> Line {
        Line::Say(Say { text: text.to_owned(), ..Say::default() })
    }

    #[test]
    fn what_is_said_only_the_first_time_costs_no_second_time() {
        let lines = [
            Line::First { lines: vec![say("one two three four five")] },
            Line::Uninterrupted { lines: vec![Line::Pause { seconds: 3 }] },
        ];
        let tree = Description { language: "en-US".into(), ..tree("[]") };
        assert_eq!((seconds(&tree, &lines, true), seconds(&tree, &lines, false)), (5.0, 3.0));
    }

    #[test]
    fn a_recording_takes_as_long_as_its_words_where_they_are_known() {
        let play = |text: Option<&str>| {
            let url = Some("a.mp3".to_owned());
            Line::Play(Play { url, text: text.map(Into::into), ..Play::default() })
        };
        let (tree, thirteen) = (tree("[]"), "mot ".repeat(13));
        assert_eq!(seconds(&tree, &[play(Some(&thirteen))], true), 6.0);
        assert_eq!(seconds(&tree, &[play(None)], true), AUDIO_FILE_TIME.as_secs_f64());
    }

    #[test]
    fn the_language_counts_in_which_it_takes_longest() {
        let line: Line = serde_json::from_str(
            r#"{"say":{"text":"Oui.","others":[{"language":"en-US","text":"one two three four five"}]}}"#,
        )
        .unwrap();
        let tree = tree(r#"[{"tag":"en-US"}]"#);
        assert_eq!(seconds(&tree, std::slice::from_ref(&line), true), 2.0);
        let twice = [line.clone(), Line::Language { tag: "fr-FR".into(), choice: None }, line];
        assert!(seconds(&tree, &twice, true) < 3.0, "what follows is said in French");
    }

    #[test]
    fn the_breaks_of_ssml_take_their_time() {
        let line: Line = serde_json::from_str(
            r#"{"say":{"text":"one two three four five","ssml":"one two three<break time='1500ms'/> four five"}}"#,
        )
        .unwrap();
        let plain = seconds(&tree("[]"), &[say("one two three four five")], true);
        assert!((seconds(&tree("[]"), &[line], true) - plain - 1.5).abs() < 0.001);
    }

    #[test]
    fn blocks_inside_blocks_keep_both_marks() {
        let inner = Line::Uninterrupted { lines: vec![say("Hello.")] };
        let lines = [Line::First { lines: vec![inner] }];
        let flat = flat(&lines);
        assert!(flat.len() == 1 && flat[0].first && flat[0].uninterrupted);
    }
}

//! What the lines of a tree sound like to a clock: words, seconds, and one flat list of what is heard.
//!
//! Estimates only. A voice of the provider speaks at about the rate stated here; recorded files have a length
//! that only their audio knows. In several languages a line is as long as its longest text.

use crate::description::{Line, Verb};

/// The rate of calm speech that durations are estimated at.
pub(crate) const WORDS_PER_MINUTE: f64 = 150.0;

/// What a recorded file is counted as whose words are not known; nobody fetches it here.
pub(crate) const FILE_SECONDS: f64 = 5.0;

/// One thing heard, with the blocks around it folded away.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Heard<'d> {
    pub(crate) line: &'d Line,
    /// On a fresh entry only.
    pub(crate) first: bool,
    /// No key is listened for meanwhile.
    pub(crate) uninterrupted: bool,
}

/// Everything in `lines` in the order it is heard.
pub(crate) fn flat(lines: &[Line]) -> Vec<Heard<'_>> {
    let mut heard = Vec::new();
    flatten(lines, (false, false), &mut heard);
    heard
}

fn flatten<'d>(lines: &'d [Line], (first, uninterrupted): (bool, bool), heard: &mut Vec<Heard<'d>>) {
    for line in lines {
        match line {
            Line::First { lines } => flatten(lines, (true, uninterrupted), heard),
            Line::Uninterrupted { lines } => flatten(lines, (first, true), heard),
            Line::Say(_) | Line::Play(_) | Line::Pause { .. } => {
                heard.push(Heard { line, first, uninterrupted });
            }
            Line::Effect { .. } | Line::Speak { .. } => {}
        }
    }
}

/// The words of a line, spoken or recorded.
pub(crate) fn text(line: &Line) -> Option<&str> {
    match line {
        Line::Say(say) => Some(&say.text),
        Line::Play(play) => play.text.as_deref(),
        _ => None,
    }
}

/// What a verb itself says: while it listens, or while an answer is made out.
pub(crate) fn prompts(verb: &Verb) -> &[Line] {
    match verb {
        Verb::Gather(gather) => &gather.prompts,
        Verb::Match(question) => &question.meanwhile,
        _ => &[],
    }
}

/// Seconds that `lines` take, said to somebody who has just come (`fresh`) or is asked again.
pub(crate) fn seconds(lines: &[Line], fresh: bool) -> f64 {
    flat(lines).into_iter().filter(|heard| fresh || !heard.first).map(|heard| seconds_of(heard.line)).sum()
}

fn seconds_of(line: &Line) -> f64 {
    let spoken = |text: &str| f64::from(words(text)) * 60.0 / WORDS_PER_MINUTE;
    match line {
        Line::Say(say) => {
            let others = say.others.iter().map(|other| spoken(&other.text));
            others.fold(spoken(&say.text), f64::max)
        }
        Line::Play(play) => {
            let length = |text: &Option<String>| text.as_deref().map_or(FILE_SECONDS, spoken);
            play.others.iter().map(|other| length(&other.text)).fold(length(&play.text), f64::max)
        }
        Line::Pause { seconds } => f64::from(*seconds),
        Line::Uninterrupted { .. } | Line::First { .. } | Line::Effect { .. } | Line::Speak { .. } => 0.0,
    }
}

/// How many words a text has. Where words are not parted by spaces, two characters count as one.
pub(crate) fn words(text: &str) -> u32 {
    let mut words = 0;
    let mut halves = 0;
    for word in text.split_whitespace() {
        let dense = word.chars().filter(|letter| is_dense(*letter)).count();
        halves += dense;
        let spaced = word.chars().any(|letter| letter.is_alphanumeric() && !is_dense(letter));
        words += usize::from(spaced);
    }
    u32::try_from(words + halves.div_ceil(2)).unwrap_or(u32::MAX)
}

/// Letters of scripts that are written without spaces: kana, Han, Thai, Lao, Khmer, Burmese.
fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::{Play, Say};

    fn say(text: &str) -> Line {
        Line::Say(Say { text: text.to_owned(), ..Say::default() })
    }

    #[test]
    fn what_is_said_only_the_first_time_costs_no_second_time() {
        let lines = [
            Line::First { lines: vec![say("one two three four five")] },
            Line::Uninterrupted { lines: vec![Line::Pause { seconds: 3 }] },
        ];
        assert_eq!((seconds(&lines, true), seconds(&lines, false)), (5.0, 3.0));
    }

    #[test]
    fn a_recording_takes_as_long_as_its_words_where_they_are_known() {
        let play = |text: Option<&str>| {
            let url = Some("a.mp3".to_owned());
            Line::Play(Play { url, text: text.map(Into::into), ..Play::default() })
        };
        assert_eq!(seconds(&[play(Some("one two three four five"))], true), 2.0);
        assert_eq!(seconds(&[play(None)], true), FILE_SECONDS);
    }

    #[test]
    fn a_line_in_several_languages_is_as_long_as_its_longest_text() {
        let line: Line = serde_json::from_str(
            r#"{"say":{"text":"Oui.","others":[{"language":"en-US","text":"one two three four five"}]}}"#,
        )
        .unwrap();
        assert_eq!(seconds(&[line], true), 2.0);
    }

    #[test]
    fn blocks_inside_blocks_keep_both_marks() {
        let inner = Line::Uninterrupted { lines: vec![say("Hello.")] };
        let lines = [Line::First { lines: vec![inner] }];
        let flat = flat(&lines);
        assert!(flat.len() == 1 && flat[0].first && flat[0].uninterrupted);
    }

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        assert_eq!(words("For sales, press one – or wait."), 6);
        assert_eq!(words("営業は一番です。"), 4);
        assert_eq!(words(" \n"), 0);
    }
}

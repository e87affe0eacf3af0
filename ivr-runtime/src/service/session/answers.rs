//! Distinguishes a repeated request from another answer to a step that has been answered. Only digests with a random
//! key of this process are stored, neither calls nor what callers entered.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, PoisonError},
};

use crate::input::Input;

/// The minimum number of remembered answers. The maximum is twice as many, with 16 bytes each.
const MIN_REMEMBERED: usize = 50_000;

/// The answers to steps, newest first.
#[derive(Debug, Default)]
pub(super) struct Answers {
    key: RandomState,
    generations: Mutex<[HashMap<u64, u64>; 2]>,
}

impl Answers {
    /// Remembers the answer to a step of a call.
    pub(super) fn remember(&self, call: &str, step: u32, answer: impl Hash) {
        let (step, answer) = (self.key.hash_one((call, step)), self.key.hash_one(answer));
        let [newer, older] = &mut *self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if newer.len() >= MIN_REMEMBERED {
            *older = std::mem::take(newer);
        }
        newer.insert(step, answer);
    }

    /// Returns whether this was the answer to the step, or `None` if it is not known.
    pub(super) fn is_same(&self, call: &str, step: u32, answer: impl Hash) -> Option<bool> {
        let (step, answer) = (self.key.hash_one((call, step)), self.key.hash_one(answer));
        let [newer, older] = &*self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        newer.get(&step).or_else(|| older.get(&step)).map(|known| *known == answer)
    }
}

/// Returns all parts of an answer, for comparison.
pub(super) fn parts<'i>(state: usize, input: &'i Input<'_>) -> impl Hash + use<'i> {
    let Input {
        digits,
        speech,
        confidence,
        dial_status,
        dial_bridged,
        queue_result,
        recording_url,
        recording_duration,
        handoff,
    } = input;
    let confidence = confidence.map(f32::to_bits);
    let outcome: [&str; 6] =
        [dial_status, dial_bridged, queue_result, recording_url, recording_duration, handoff];
    (state, &**digits, &**speech, confidence, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_answer_is_known_again_and_another_one_is_not_it() {
        let answers = Answers::default();
        assert_eq!(answers.is_same("CA1", 1, "1"), None);
        answers.remember("CA1", 1, "1");
        assert_eq!(answers.is_same("CA1", 1, "1"), Some(true));
        assert_eq!(answers.is_same("CA1", 1, "2"), Some(false));
        assert_eq!(answers.is_same("CA1", 2, "1"), None);
        assert_eq!(answers.is_same("CA2", 1, "1"), None);
    }

    #[test]
    fn every_part_of_an_answer_counts() {
        let answers = Answers::default();
        answers.remember("CA1", 1, parts(0, &Input::default()));
        assert_eq!(answers.is_same("CA1", 1, parts(0, &Input::default())), Some(true));
        for other in [
            Input { digits: "1".into(), ..Input::default() },
            Input { speech: "1".into(), ..Input::default() },
            Input { confidence: Some(0.5), ..Input::default() },
            Input { dial_status: "busy".into(), ..Input::default() },
            Input { queue_result: "bridged".into(), ..Input::default() },
            Input { recording_url: "https://a.example".into(), ..Input::default() },
            Input { recording_duration: "3".into(), ..Input::default() },
        ] {
            assert_eq!(answers.is_same("CA1", 1, parts(0, &other)), Some(false), "{other:?}");
        }
        assert_eq!(answers.is_same("CA1", 1, parts(1, &Input::default())), Some(false));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let answers = Answers::default();
        let most = u32::try_from(3 * MIN_REMEMBERED).unwrap();
        (0..most).for_each(|step| answers.remember("CA1", step, "1"));
        let known: usize = answers.generations.lock().unwrap().iter().map(HashMap::len).sum();
        assert!(known <= 2 * MIN_REMEMBERED, "{known}");
        assert_eq!(answers.is_same("CA1", most - 1, "1"), Some(true));
    }
}

//! A survey: its questions come from data, and callers who hang up continue at the same question when they call back.
//!
//! ```text
//! cargo run --example survey -- call 1 1 2
//! ```
//!
//! An outgoing call begins at `/survey/outbound?poll=7`.

use std::{
    collections::BTreeSet,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use ivr::{Call, speak::Digits};
use serde::{Deserialize, Serialize};

ivr::phone_tree! {
    /// Asks every question that the caller has not answered yet.
    pub tree Survey for Polls {
        start Greeting;
        start outbound Hello with { poll: Digits };

        data {
            poll: Digits = Digits::default(),
            questions: Vec<Question>,
            question: Question,
            answers: Vec<Answer>,
            answer: Answer,
        }

        everywhere {
            '*'         => again,
            silence | _ => retry 2 { say "Sorry, I did not get that."; } then Later,
        }
        on_error { say "Something went wrong on our side."; } then Later

        state Greeting { say "Thank you for calling the town survey."; goto Begin; }
        state Hello    { say "Hello, this is the town survey."; goto Begin; }

        state Begin {
            match app.open(call) {
                open if open.is_empty() => { say "You have answered every question. Thank you."; } then end,
                open                    => { set questions = open; } then Consent,
            }
        }

        /// Nothing is noted before the caller agrees.
        state Consent {
            gather key {
                uninterrupted {
                    say "We have {questions.left:plural question|questions}. Your answers are kept for a year.";
                }
                say "To take part, press one. To hang up, press two.";
            } match { 1 => Next, 2 => Goodbye }
        }

        state Next {
            next question in questions match {
                another => { set answers = call.question.answers.clone(); } then Ask,
                done    => { say "That was the last question."; } then Goodbye,
            }
        }

        /// The answers bring their keys.
        state Ask {
            gather key, offer answer from answers, key answer.key {
                once { say "To hear a question again, press star."; }
                say "{question.text}";
                each { say "For {answer.text}, press {key}."; }
            } match { chosen => Note }
        }

        state Note {
            match app.note(call) {
                0    => Next,
                left => { say "Thank you. {left:plural question is|questions are} left."; } then Next,
            }
        }

        state Goodbye { say "Thank you. Goodbye."; hangup; }
        state Later   { say "Please call back: you will go on where you are now."; hangup; }

        promise Consent before Note;
    }
}

/// A question.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Question {
    number: usize,
    text: String,
    answers: Vec<Answer>,
}

/// An answer, and its key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    key: char,
    text: String,
}

/// The questions, and who has answered which. A program that outlives its process keeps them in a database.
#[derive(Clone, Debug, Default)]
pub struct Polls {
    answered: Arc<Mutex<BTreeSet<(String, String, usize)>>>,
}

impl Polls {
    /// The questions of a poll.
    fn questions() -> Vec<Question> {
        let question = |number, text: &str, answers: &[(char, &str)]| Question {
            number,
            text: text.to_owned(),
            answers: answers
                .iter()
                .map(|(key, text)| Answer { key: *key, text: (*text).to_owned() })
                .collect(),
        };
        vec![
            question(1, "Shall the old bridge be closed to cars?", &[('1', "yes"), ('2', "no")]),
            question(
                2,
                "Where shall the market be?",
                &[('1', "the square"), ('2', "the harbor"), ('3', "both")],
            ),
            question(3, "Do you use the night bus?", &[('1', "yes"), ('2', "no")]),
        ]
    }

    /// Those that the caller has not answered.
    fn open(&self, call: &Call<SurveyData>) -> Vec<Question> {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let is_open = |question: &Question| !answered.contains(&Self::entry(call, question.number));
        Self::questions().into_iter().filter(is_open).collect()
    }

    /// Notes an answer, however often it is asked to, and says how many questions are open.
    fn note(&self, call: &Call<SurveyData>) -> usize {
        let entry = Self::entry(call, call.question.number);
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).insert(entry);
        self.open(call).len()
    }

    /// Whoever withholds their number begins anew with each call.
    fn entry(call: &Call<SurveyData>, question: usize) -> (String, String, usize) {
        let caller = call.from.number().unwrap_or(&call.id);
        (call.poll.as_str().to_owned(), caller.to_owned(), question)
    }
}

fn main() -> ExitCode {
    ivr::run::<Survey>(Polls::default())
}

#[cfg(test)]
mod calls {
    use ivr::phone::{Caller, Coverage, call_from_with, call_with, every_path_with, random_callers_with};

    use super::{Polls, Survey};

    #[test]
    fn every_question_is_asked_once_with_its_answers() -> Caller {
        call_with::<Survey>(Polls::default())
            .hears("We have 3 questions.")
            .press('1')
            .hears("press star. Shall the old bridge be closed to cars? For yes, press 1. For no, press 2.")
            .press('*')
            .does_not_hear("press star")
            .hears("Shall the old bridge")
            .press('2')
            .hears("Thank you. 2 questions are left. Where shall the market be?")
            .press('3')
            .hears("1 question is left. Do you use the night bus?")
            .press('1')
            .hears("That was the last question. Thank you. Goodbye.")
            .ended()
    }

    #[test]
    fn whoever_hangs_up_goes_on_with_the_next_question() -> Caller {
        let polls = Polls::default();
        call_with::<Survey>(polls.clone())
            .press('1')
            .press('1')
            .hears("Where shall the market be?")
            .hangs_up();
        call_with::<Survey>(polls.clone())
            .hears("We have 2 questions.")
            .press('1')
            .hears("Where shall the market be?")
            .press('2')
            .press('2')
            .ended();
        call_with::<Survey>(polls).hears("You have answered every question.").ended()
    }

    #[test]
    fn a_call_that_goes_out_asks_for_its_own_poll() {
        let polls = Polls::default();
        call_with::<Survey>(polls.clone()).press('1').press('1').hangs_up();
        call_from_with::<Survey>("outbound", [("poll", "7")], polls)
            .hears("Hello, this is the town survey. We have 3 questions.")
            .press('2')
            .hears("Goodbye.")
            .ended();
    }

    #[test]
    fn whoever_does_not_agree_is_asked_nothing() -> Caller {
        call_with::<Survey>(Polls::default()).press('2').hears("Thank you. Goodbye.").ended()
    }

    #[test]
    fn a_key_that_no_answer_has_asks_again_and_silence_ends() -> Caller {
        call_with::<Survey>(Polls::default())
            .press('1')
            .press('3')
            .hears("Sorry, I did not get that. Shall the old bridge")
            .silence()
            .silence()
            .hears("Please call back")
            .ended()
    }

    #[test]
    fn every_path_ends_well() {
        // All paths have the same caller, whose answers are remembered, and several are called at once. Their order
        // decides which of them meets an open question, so the paths are called more than once.
        let chosen = |_| {
            let paths = every_path_with::<Survey>([Polls::default()]);
            paths.taken.iter().any(|path| path.keys.contains("chosen"))
        };
        assert!((0..32).any(chosen), "no path chooses an answer");
        random_callers_with::<Survey>(100, 1, Polls::default());
    }

    #[test]
    fn the_stories_cover_every_state() {
        let stories = [
            whoever_does_not_agree_is_asked_nothing,
            every_question_is_asked_once_with_its_answers,
            whoever_hangs_up_goes_on_with_the_next_question,
            a_key_that_no_answer_has_asks_again_and_silence_ends,
        ];
        // Only an outgoing call begins at this start.
        assert_eq!(Coverage::<Survey>::of(stories).missing(), ["Hello"]);
    }
}

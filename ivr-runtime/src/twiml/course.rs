//! What a reply comes to: every line said on the way, in order and in the language that the call speaks by then, and
//! the state or ending where it rests.
//!
//! Lines stay as the description has them; [`super::lines`] writes them.

use std::borrow::Cow;

use crate::{
    call::Flow,
    description::{Line, Verb},
    heard::Heard,
    tree::{At, Ending, Language, PhoneTree, Reply, To},
};

/// A reply, followed past every state that goes on by itself.
#[derive(Clone, Debug)]
pub(super) struct Course<'a, T> {
    /// What is said before the verb, or while it listens.
    pub(super) said: Said<'a>,
    /// Where the call rests.
    pub(super) rest: Rest<T>,
}

/// The end of a course.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rest<T> {
    /// A state whose verb is done.
    State(At<T>),
    /// The call is over.
    Over(Ending),
}

impl<'a, T: PhoneTree> Course<'a, T> {
    /// Follows `reply`; `before` is said first, as it is.
    pub(super) fn new(flow: &'a Flow<T>, before: &'a [Line], reply: Reply<T>) -> Self {
        let mut said = Said::of(before);
        let mut speaker = Speaker { flow, language: reply.to.language() };
        let mut reply = reply;
        // No tree that compiles has a cycle of `goto`, so the number of states bounds the course.
        for _ in T::STATES {
            if let Some(words) = reply.words {
                speaker.tell(&mut said, flow.words(words), true);
            }
            let (at, fresh) = match reply.to {
                To::Enter(at) => (at, true),
                To::Ask(at) => (at, false),
                To::End(ending, _) => return Self { said, rest: Rest::Over(ending) },
            };
            let state = flow.state(at.state);
            match &state.verb {
                Verb::Goto(_) => {
                    speaker.tell(&mut said, &state.lines, fresh);
                    reply = at.speaking(speaker.language).apply(at.state.next(Heard::Next), T::WAYS);
                    continue;
                }
                Verb::Gather(gather) => {
                    if fresh {
                        speaker.tell(&mut said, &state.lines, fresh);
                    }
                    speaker.tell(&mut said, &gather.prompts, fresh);
                }
                _ => speaker.tell(&mut said, &state.lines, fresh),
            }
            return Self { said, rest: Rest::State(at.speaking(speaker.language)) };
        }
        Self { said, rest: Rest::Over(Ending::Hangup) }
    }
}

/// Says lines in the language that the call speaks by then.
struct Speaker<'a, T> {
    flow: &'a Flow<T>,
    language: Language,
}

impl<'a, T: PhoneTree> Speaker<'a, T> {
    /// Says lines; those under `first`, and a `speak`, count on a fresh entry only.
    fn tell(&mut self, said: &mut Said<'a>, lines: &'a [Line], fresh: bool) {
        for line in lines {
            match line {
                Line::First { lines } if fresh => self.tell(said, lines, fresh),
                Line::Uninterrupted { lines } => {
                    self.tell(said, lines, fresh);
                    said.uninterrupted = said.lines.len();
                }
                Line::Speak { language } if fresh => {
                    self.language = self.flow.language(language).unwrap_or(self.language);
                }
                Line::First { .. } | Line::Speak { .. } | Line::Effect { .. } => {}
                Line::Say(_) | Line::Play(_) | Line::Pause { .. } => {
                    said.lines.push(self.flow.line(line, self.language));
                }
            }
        }
    }
}

/// Lines without nesting, and which of them no key may cut short.
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a> {
    lines: Vec<Cow<'a, Line>>,
    uninterrupted: usize,
}

impl<'a> Said<'a> {
    /// What these lines say, which were told before.
    pub(super) fn of(lines: &'a [Line]) -> Self {
        let mut said = Self::default();
        for line in lines {
            match line {
                Line::Uninterrupted { lines } => {
                    said.lines.extend(lines.iter().map(Cow::Borrowed));
                    said.uninterrupted = said.lines.len();
                }
                _ => said.lines.push(Cow::Borrowed(line)),
            }
        }
        said
    }

    /// All of it.
    pub(super) fn all(&self) -> &[Cow<'a, Line>] {
        &self.lines
    }

    /// What is said before a gather listens, and what while it listens: no key is lost after the last
    /// `uninterrupted` line.
    pub(super) fn around_listening(&self) -> (&[Cow<'a, Line>], &[Cow<'a, Line>]) {
        self.lines.split_at_checked(self.uninterrupted).unwrap_or((&self.lines, &[]))
    }

    /// The same as lines of nobody's, to be said later.
    fn told(self) -> Vec<Line> {
        let mut lines: Vec<Line> = self.lines.into_iter().map(Cow::into_owned).collect();
        let listening = lines.split_off(self.uninterrupted.min(lines.len()));
        let deaf = (!lines.is_empty()).then_some(Line::Uninterrupted { lines });
        deaf.into_iter().chain(listening).collect()
    }
}

/// Everything that a reply says, and the state where the call rests: for a state that makes nothing heard itself.
pub(crate) fn said<T: PhoneTree>(flow: &Flow<T>, reply: Reply<T>) -> (Vec<Line>, Option<At<T>>) {
    let Course { said, rest } = Course::new(flow, &[], reply);
    match rest {
        Rest::State(at) => (said.told(), Some(at)),
        Rest::Over(_) => (said.told(), None),
    }
}

/// These lines as a call hears them that speaks `language`.
pub(crate) fn told<T: PhoneTree>(flow: &Flow<T>, lines: &[Line], language: Language) -> Vec<Line> {
    let mut said = Said::default();
    Speaker { flow, language }.tell(&mut said, lines, true);
    said.told()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        tree::{Counters, Words},
        twiml::sketch::Clinic,
    };

    /// The lines as an author knows them: words in full, audio by file, a pause as dots.
    fn heard(lines: &[Cow<'_, Line>]) -> Vec<String> {
        let text = |line: &Cow<'_, Line>| match &**line {
            Line::Say(say) => say.text.clone(),
            Line::Play(play) => play.url.clone().unwrap(),
            Line::Pause { seconds } => ".".repeat((*seconds).into()),
            Line::First { .. } | Line::Uninterrupted { .. } | Line::Effect { .. } | Line::Speak { .. } => {
                panic!("a course is flat")
            }
        };
        lines.iter().map(text).collect()
    }

    fn asks(counters: Counters, way: u16, block: u8) -> Reply<Clinic> {
        Reply { words: Some(Words { way, block }), to: To::Ask(At { counters, ..At::fresh(Clinic::Code) }) }
    }

    #[test]
    fn an_entry_says_every_line_from_state_to_state_and_a_notice_is_not_cut_short() {
        let flow = Flow::<Clinic>::new().unwrap();
        let course = Course::new(&flow, &[], flow.answer());
        assert_eq!(course.rest, Rest::State(At::fresh(Clinic::Code)));
        let (before, during) = course.said.around_listening();
        let deaf = ["welcome.wav", "First a notice.", "Hello.", "This call is recorded.", "."];
        assert_eq!(heard(before), deaf);
        let listening =
            ["Good.", "We need your code.", "It is on your card.", "Enter your code.", "Entrez votre code."];
        assert_eq!(heard(during), listening);
    }

    #[test]
    fn an_asking_says_its_words_and_the_prompts_but_neither_steps_nor_first() {
        let flow = Flow::<Clinic>::new().unwrap();
        let counters = Counters::ZERO.with(0, 2);
        let course = Course::new(&flow, &[], asks(counters, 1, 1));
        assert_eq!(course.rest, Rest::State(At { counters, ..At::fresh(Clinic::Code) }));
        assert_eq!(
            heard(course.said.all()),
            ["Your code, please.", "Enter your code.", "Entrez votre code."]
        );
        assert!(course.said.around_listening().0.is_empty());
    }

    #[test]
    fn what_does_not_listen_is_said_and_done_again() {
        let flow = Flow::<Clinic>::new().unwrap();
        let again = Reply { words: None, to: To::Ask(At::fresh(Clinic::Check)) };
        assert_eq!(heard(Course::new(&flow, &[], again).said.all()), ["One moment."]);
    }

    #[test]
    fn a_circle_of_states_that_go_on_by_themselves_ends_the_call() {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        struct Round;
        impl PhoneTree for Round {
            type App = ();
            type Data = ();
            const NAME: &'static str = "Round";
            const DESCRIPTION: &'static str = r#"{"name":"Round","language":"en-US","starts":[{"state":"Round"}],
                "states":[{"name":"Round","verb":{"goto":{"go":"Round"}}}]}"#;
            const STATES: &'static [Self] = &[Self];
            const WAYS: &'static [crate::tree::Way<Self>] = &[];
            fn index(self) -> usize {
                0
            }
            fn name(self) -> &'static str {
                "Round"
            }
            fn next(self, _: Heard) -> crate::tree::Step<Self> {
                crate::tree::Step::Go(Self)
            }
        }
        let flow = Flow::<Round>::new().unwrap();
        assert_eq!(Course::new(&flow, &[], flow.answer()).rest, Rest::Over(Ending::Hangup));
    }
}

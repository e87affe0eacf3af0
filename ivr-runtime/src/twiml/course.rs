//! The course of a reply: every line on the way, in order and in the current language, and the state or ending where
//! the call waits.
//!
//! This is the only traversal of the lines of a reply. A [`Visitor`] is notified of each `set`, `run` and change of
//! language at its place among the lines, so that a line speaks the current values of the fields.

use std::borrow::Cow;

use super::lines;
use crate::{
    description::{Expression, Line, Scope, Verb},
    dialog::{
        call::Dialog,
        tree::{Ending, Language, PhoneTree, Position, Reply, To},
    },
};
use ivr_core::{
    condition::{Condition, Conditions},
    event::Event,
    hours::OpenSet,
};

/// What a call does at each point of a reply.
pub(crate) trait Visitor {
    /// Called for a block of `set`s and `run`s.
    fn visit_block(&mut self, block: u16);
    /// Called when the language changes.
    fn visit_language(&mut self, language: Language);
    /// Called when Rust chooses the language, in a call that speaks `now`. Returns the chosen language.
    fn visit_choice(&mut self, choice: &Expression, now: Language) -> Language;
    /// Called when a state offers items of a list, on a `fresh` entry or again. Returns the number of items on its
    /// page and the number of pages.
    fn visit_offer(&mut self, state: usize, fresh: bool) -> Page;
    /// Called for a `once` block on a fresh entry. Returns whether it is said for the first time.
    fn visit_once(&mut self, number: u16) -> bool;
    /// Called for a line of `each`, for the item with this index on the page.
    fn visit_item<'a>(&mut self, item: usize, line: Cow<'a, Line>) -> Cow<'a, Line>;
    /// Called for a line in the current language. Returns what the caller hears.
    fn visit_line<'a>(&mut self, line: Cow<'a, Line>) -> Cow<'a, Line>;
    /// Returns the schedules that are open.
    fn open(&self) -> OpenSet;
    /// Returns whether a field of the call is true, by its index in `data`.
    fn field(&self, number: u16) -> bool;
}

/// The offer of a state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Page {
    /// The number of items on the page.
    pub(crate) items: usize,
    /// The number of pages.
    pub(crate) pages: usize,
}

/// A visitor without a call: placeholders are silent, and nothing is set. These schedules are open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoCall(pub(crate) OpenSet);

impl Visitor for NoCall {
    fn visit_block(&mut self, _: u16) {}

    fn visit_language(&mut self, _: Language) {}

    fn visit_choice(&mut self, _: &Expression, now: Language) -> Language {
        now
    }

    fn visit_offer(&mut self, _: usize, _: bool) -> Page {
        Page { items: 0, pages: 1 }
    }

    fn visit_once(&mut self, _: u16) -> bool {
        true
    }

    fn visit_item<'a>(&mut self, _: usize, line: Cow<'a, Line>) -> Cow<'a, Line> {
        self.visit_line(line)
    }

    fn visit_line<'a>(&mut self, line: Cow<'a, Line>) -> Cow<'a, Line> {
        lines::filled(line, &|_| String::new())
    }

    fn open(&self) -> OpenSet {
        self.0
    }

    fn field(&self, _: u16) -> bool {
        false
    }
}

/// A reply, followed past every state that continues by itself.
#[derive(Clone, Debug)]
pub(crate) struct Course<'a, T> {
    /// What is said before the verb, or while it listens.
    pub(crate) said: Said<'a>,
    /// Where the call waits.
    pub(crate) rest: Rest<T>,
    /// The states on the way that match on hours, and the result of each.
    pub(crate) passed: Vec<(Position<T>, Event)>,
    /// The target of the reply, or the last of those states.
    pub(crate) to: To<T>,
}

/// The end of a course.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rest<T> {
    /// A state whose verb is executed.
    State(Position<T>),
    /// Nothing more: the queue in which the caller waits requests the next document.
    Wait,
    /// Outside of the queue. The call continues here when Twilio has reported it.
    Left(Position<T>),
    /// The call has ended.
    Over(Ending),
}

impl<'a, T: PhoneTree> Course<'a, T> {
    /// Follows `reply`, after what is `said` before it.
    pub(crate) fn new(
        dialog: &'a Dialog<T>,
        said: Said<'a>,
        reply: Reply<T>,
        visitor: &mut impl Visitor,
    ) -> Self {
        let mut speaker = Speaker::new(dialog, reply.to.language(), said, visitor);
        let (rest, to) = speaker.follow(reply);
        Self { said: speaker.said, rest, passed: speaker.passed, to }
    }

    /// Follows `reply` without a call, while these schedules are open.
    pub(crate) fn of_no_call(dialog: &'a Dialog<T>, reply: Reply<T>, open: OpenSet) -> Self {
        Self::new(dialog, Said::default(), reply, &mut NoCall(open))
    }
}

/// Adds lines in the current language.
struct Speaker<'a, 'v, T, V> {
    dialog: &'a Dialog<T>,
    language: Language,
    said: Said<'a>,
    visitor: &'v mut V,
    /// The offer of the state that is asking.
    page: Page,
    /// The current item.
    item: Option<usize>,
    /// The state that asks, and the conditions that hold.
    asked: Option<(T, Conditions)>,
    passed: Vec<(Position<T>, Event)>,
}

impl<'a, 'v, T: PhoneTree, V: Visitor> Speaker<'a, 'v, T, V> {
    fn new(dialog: &'a Dialog<T>, language: Language, said: Said<'a>, visitor: &'v mut V) -> Self {
        let page = Page { items: 0, pages: 1 };
        Self { dialog, language, said, visitor, page, item: None, asked: None, passed: Vec::new() }
    }

    fn follow(&mut self, reply: Reply<T>) -> (Rest<T>, To<T>) {
        let (dialog, mut reply, mut to) = (self.dialog, reply, reply.to);
        // A tree that compiles has no cycle of `goto`. A course therefore passes each state at most once between two
        // states that check hours, and checks each of those once.
        for _ in 0..T::states().len() * (T::states().len() + 1) {
            if let Some(words) = reply.words {
                self.tell(dialog.words(words), true);
            }
            let (at, fresh) = match reply.to {
                To::Enter(at) => (at, true),
                To::Ask(at) => (at, false),
                To::Wait(at) => {
                    if let Verb::Enqueue(enqueue) = &dialog.state(at.state).verb {
                        self.tell(&enqueue.music, true);
                    }
                    return (Rest::Wait, to);
                }
                To::Leave(at) => return (Rest::Left(at.speaking(self.language)), to),
                To::End(ending, _) => return (Rest::Over(ending), to),
            };
            let state = dialog.state(at.state);
            match &state.verb {
                Verb::Goto(_) => {
                    self.tell(&state.lines, fresh);
                    reply = at.speaking(self.language).apply(at.state.next(Event::Next), T::ACTIONS);
                    continue;
                }
                // A second visit is checked in the next request, because the hours may have changed by then.
                Verb::Hours(asked) if !self.passed.iter().any(|(before, _)| before.state == at.state) => {
                    self.tell(&state.lines, fresh);
                    let (at, heard) = (at.speaking(self.language), dialog.hours(asked, self.visitor.open()));
                    self.passed.push((at, heard));
                    reply = at.apply(at.state.next(heard), T::ACTIONS);
                    to = reply.to;
                    continue;
                }
                Verb::Gather(gather) => {
                    if fresh {
                        self.tell(&state.lines, fresh);
                    }
                    let visitor = &*self.visitor;
                    let held = dialog.conditions(at.state, visitor.open(), |field| visitor.field(field));
                    self.asked = Some((at.state, held));
                    if gather.offer.is_some() {
                        self.page = self.visitor.visit_offer(at.state.index(), fresh);
                    }
                    self.tell(&gather.prompts, fresh);
                    return (Rest::State(at.speaking(self.language).asked(held)), to);
                }
                _ => self.tell(&state.lines, fresh),
            }
            return (Rest::State(at.speaking(self.language)), to);
        }
        (Rest::Over(Ending::Hangup), to)
    }

    /// Adds lines. Those in `first`, and steps such as `language`, `set` and `run`, count on a fresh entry only.
    fn tell(&mut self, lines: &'a [Line], fresh: bool) {
        for line in lines {
            match line {
                Line::First { lines } if fresh => self.tell(lines, fresh),
                Line::Uninterrupted { lines } => {
                    self.tell(lines, fresh);
                    self.said.uninterrupted = self.said.lines.len();
                }
                Line::Language { tag, choice } if fresh => {
                    self.language = match choice {
                        Some(choice) => self.visitor.visit_choice(choice, self.language),
                        None => self.dialog.language(tag).unwrap_or(self.language),
                    };
                    self.visitor.visit_language(self.language);
                }
                Line::Effect { block, .. } if fresh => self.visitor.visit_block(*block),
                Line::Scoped { scope, lines } => self.tell_scoped(scope, lines, fresh),
                Line::First { .. } | Line::Language { .. } | Line::Effect { .. } => {}
                Line::Say(_) | Line::Play(_) | Line::PlayDigits { .. } | Line::Pause { .. } => {
                    let line = self.dialog.line(line, self.language);
                    let line = match self.item {
                        Some(item) => self.visitor.visit_item(item, line),
                        None => self.visitor.visit_line(line),
                    };
                    self.said.push(line);
                }
            }
        }
    }

    fn tell_scoped(&mut self, scope: &Scope, lines: &'a [Line], fresh: bool) {
        match scope {
            Scope::Each => {
                for item in 0..self.page.items {
                    self.item = Some(item);
                    self.tell(lines, fresh);
                }
                self.item = None;
            }
            Scope::More if self.page.pages > 1 => self.tell(lines, fresh),
            Scope::Once(number) if fresh && self.visitor.visit_once(*number) => self.tell(lines, fresh),
            Scope::If(condition) if self.holds(condition) => self.tell(lines, fresh),
            Scope::More | Scope::Once(_) | Scope::If(_) => {}
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match self.asked {
            Some((state, held)) => {
                condition.holds(self.dialog.condition_names(state).iter().map(String::as_str), held)
            }
            // A condition among steps decides only what is said there.
            None => {
                let visitor = &*self.visitor;
                self.dialog.holds(condition, visitor.open(), |field| visitor.field(field))
            }
        }
    }
}

/// Lines without nesting, and which of them no key may interrupt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said<'a> {
    lines: Vec<Cow<'a, Line>>,
    uninterrupted: usize,
    size: usize,
}

impl<'a> Said<'a> {
    /// Appends `lines`, in `language`.
    pub(crate) fn then<T: PhoneTree>(
        self,
        dialog: &'a Dialog<T>,
        lines: &'a [Line],
        language: Language,
        visitor: &mut impl Visitor,
    ) -> Self {
        let mut speaker = Speaker::new(dialog, language, self, visitor);
        speaker.tell(lines, true);
        speaker.said
    }

    /// Appends a pause of this many seconds.
    pub(crate) fn then_pause(self, seconds: u32) -> Self {
        self.then_line(Line::Pause { seconds })
    }

    /// Appends a line unchanged.
    pub(super) fn then_line(mut self, line: Line) -> Self {
        self.push(Cow::Owned(line));
        self
    }

    /// Returns the lines without recordings.
    pub(super) fn without_recordings(mut self) -> Self {
        self.lines.retain(|line| !matches!(**line, Line::Play(_)));
        self
    }

    /// Creates the value from these lines.
    #[cfg(test)]
    pub(super) fn of(lines: &'a [Line]) -> Self {
        Self { lines: lines.iter().map(Cow::Borrowed).collect(), ..Self::default() }
    }

    /// Returns the size of its texts and URLs, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn push(&mut self, line: Cow<'a, Line>) {
        self.size += match &*line {
            Line::Say(say) => say.text.len(),
            Line::Play(play) => play.url.as_ref().map_or(0, String::len),
            Line::PlayDigits { digits, .. } => digits.as_str().len(),
            Line::Pause { .. }
            | Line::Uninterrupted { .. }
            | Line::First { .. }
            | Line::Scoped { .. }
            | Line::Effect { .. }
            | Line::Language { .. } => 0,
        };
        self.lines.push(line);
    }

    /// Returns all lines.
    pub(super) fn all(&self) -> &[Cow<'a, Line>] {
        &self.lines
    }

    /// Splits the lines into those before a gather listens and those while it listens. Everything after the last
    /// `uninterrupted` line is said while listening, so that no key is lost.
    pub(super) fn around_listening(&self) -> (&[Cow<'a, Line>], &[Cow<'a, Line>]) {
        self.lines.split_at_checked(self.uninterrupted).unwrap_or((&self.lines, &[]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dialog::tree::{Counters, PromptRef},
        twiml::clinic::Clinic,
    };

    /// The lines as an author knows them: words in full, audio by file, a pause as dots.
    fn heard(lines: &[Cow<'_, Line>]) -> Vec<String> {
        let text = |line: &Cow<'_, Line>| match &**line {
            Line::Say(say) => say.text.clone(),
            Line::Play(play) => play.url.clone().unwrap(),
            Line::PlayDigits { digits, .. } => digits.as_str().to_owned(),
            Line::Pause { seconds } => (0..*seconds).map(|_| ".").collect(),
            Line::First { .. }
            | Line::Scoped { .. }
            | Line::Uninterrupted { .. }
            | Line::Effect { .. }
            | Line::Language { .. } => {
                panic!("a course is flat")
            }
        };
        lines.iter().map(text).collect()
    }

    fn asks(counters: Counters, action: u16, block: u8) -> Reply<Clinic> {
        Reply {
            words: Some(PromptRef { action, block }),
            to: To::Ask(Position { counters, ..Position::fresh(Clinic::Code) }),
        }
    }

    #[test]
    fn an_entry_says_every_line_from_state_to_state_and_a_notice_is_not_cut_short() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let course = Course::of_no_call(&dialog, dialog.answer(), OpenSet::NONE);
        assert_eq!(course.rest, Rest::State(Position::fresh(Clinic::Code)));
        let (before, during) = course.said.around_listening();
        let deaf = ["welcome.wav", "First a notice.", "Hello.", "This call is recorded.", "."];
        assert_eq!(heard(before), deaf);
        let listening =
            ["Good.", "We need your code.", "It is on your card.", "Enter your code.", "Entrez votre code."];
        assert_eq!(heard(during), listening);
    }

    #[test]
    fn an_asking_says_its_words_and_the_prompts_but_neither_steps_nor_first() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let counters = Counters::ZERO.with(0, 2);
        let course = Course::of_no_call(&dialog, asks(counters, 1, 1), OpenSet::NONE);
        assert_eq!(course.rest, Rest::State(Position { counters, ..Position::fresh(Clinic::Code) }));
        assert_eq!(
            heard(course.said.all()),
            ["Your code, please.", "Enter your code.", "Entrez votre code."]
        );
        assert!(course.said.around_listening().0.is_empty());
    }

    #[test]
    fn what_does_not_listen_is_said_and_done_again() {
        let dialog = Dialog::<Clinic>::new().unwrap();
        let again = Reply { words: None, to: To::Ask(Position::fresh(Clinic::Check)) };
        assert_eq!(heard(Course::of_no_call(&dialog, again, OpenSet::NONE).said.all()), ["One moment."]);
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
            const ACTIONS: &'static [crate::dialog::tree::Action<Self>] = &[];
            fn states() -> &'static [Self] {
                &[Self]
            }

            fn index(self) -> usize {
                0
            }
            fn name(self) -> &'static str {
                "Round"
            }
            fn next(self, _: Event) -> crate::dialog::tree::Transition<Self> {
                crate::dialog::tree::Transition::Go(Self)
            }
        }
        let dialog = Dialog::<Round>::new().unwrap();
        assert_eq!(
            Course::of_no_call(&dialog, dialog.answer(), OpenSet::NONE).rest,
            Rest::Over(Ending::Hangup)
        );
    }
}

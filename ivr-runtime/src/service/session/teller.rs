//! Renders a reply of a call: every line has the values of the fields when it is reached.

use std::{borrow::Cow, vec};

use super::walked::{Failed, Run};
use crate::{
    description::{Expression, Gather, Line, Value, Verb},
    dialog::{
        call::Dialog,
        data::{Call, CallData as _, Offered},
        tree::{Language, PhoneTree},
    },
    service::telemetry::redact,
    twiml::{self, Page, Visitor},
};
use ivr_core::hours::OpenSet;

/// Renders the lines of a call with the values of the fields when each is reached.
pub(super) struct Teller<'w, T: PhoneTree> {
    pub(super) dialog: &'w Dialog<T>,
    pub(super) app: &'w T::App,
    pub(super) call: &'w mut Call<T::Data>,
    pub(super) runs: &'w mut Vec<Run>,
    pub(super) answered: &'w mut vec::IntoIter<T::Data>,
    /// The values of the bindings of a pattern, by placeholder.
    pub(super) spoken: &'w [(u16, String)],
    pub(super) secrets: &'w mut Vec<String>,
    pub(super) refused: &'w mut Option<Failed>,
    /// The schedules that are open.
    pub(super) open: OpenSet,
    /// The state that asks, and the items that it offers: their keys and their indexes in the list.
    pub(super) offered: Option<(T, Vec<(char, usize)>)>,
}

impl<T: PhoneTree> Visitor for Teller<'_, T> {
    fn visit_block(&mut self, block: u16) {
        let data = if T::ANSWERED.contains(&block) {
            self.answered.next()
        } else {
            Some(T::set(block, self.app, self.call))
        };
        if let Some(data) = data {
            self.call.put(data);
        }
        let once = T::RUNS.contains(&block).then_some(None);
        let repeated = T::AT_LEAST_ONCE.iter().filter(|run| run.block == block).map(|run| Some(run.source));
        for at_least_once in once.into_iter().chain(repeated) {
            let (fields, language) = (self.call.data().save(), self.call.language.clone());
            let size = fields.size();
            self.runs.push(Run { block, at_least_once, fields, language, size });
        }
    }

    fn visit_language(&mut self, language: Language) {
        self.dialog.tag(language).clone_into(&mut self.call.language);
    }

    fn visit_choice(&mut self, choice: &Expression, now: Language) -> Language {
        let tag = T::render(choice.placeholder, self.app, self.call);
        self.dialog.language(&tag).unwrap_or(now)
    }

    fn visit_offer(&mut self, state: usize, fresh: bool) -> Page {
        let Some(state) = T::states().get(state).copied() else { return Page { items: 0, pages: 1 } };
        if fresh
            && let Verb::Gather(Gather { offer: Some(offer), .. }) = &self.dialog.state(state).verb
            && let Some(places) = self.call.places_mut()
        {
            places.first_page(&offer.list);
        }
        let Offered { items, pages, left_out } = state.offered(self.call);
        if left_out > 0 {
            tracing::warn!(
                call.sid = redact::call_sid(&self.call.id),
                tree.state = state.name(),
                left_out,
                "items of the list are not offered: their key is taken, or there are more than there are keys"
            );
        }
        let page = Page { items: items.len(), pages };
        self.offered = Some((state, items));
        page
    }

    fn open(&self) -> OpenSet {
        self.open
    }

    fn field(&self, number: u16) -> bool {
        T::condition(number, self.call)
    }

    fn visit_once(&mut self, number: u16) -> bool {
        self.call.places_mut().is_none_or(|places| places.say_once(number))
    }

    fn visit_item<'a>(&mut self, item: usize, line: Cow<'a, Line>) -> Cow<'a, Line> {
        let offered = self.offered.as_ref();
        let Some((state, (key, place))) =
            offered.and_then(|(state, items)| Some((*state, *items.get(item)?)))
        else {
            return self.visit_line(line);
        };
        if let Some(places) = self.call.places_mut() {
            places.offer(key);
        }
        let (app, mut said) = (self.app, None);
        let mut speak = |call: &Call<T::Data>| {
            said = Some(twiml::filled(line.clone(), &|placeholder| T::render(placeholder, app, call)));
        };
        state.item(self.call, place, Some(&mut speak));
        let line = said.unwrap_or(line);
        self.look_at(&line);
        line
    }

    fn visit_line<'a>(&mut self, line: Cow<'a, Line>) -> Cow<'a, Line> {
        let line = twiml::filled(line, &|placeholder| {
            let spoken = self.spoken.iter().find(|(own, _)| *own == placeholder);
            spoken.map_or_else(|| T::render(placeholder, self.app, self.call), |(_, value)| value.clone())
        });
        self.look_at(&line);
        line
    }
}

impl<T: PhoneTree> Teller<'_, T> {
    /// Checks the tones of a line. Invalid tones are never sent without notice, because a door that does not open
    /// would strand the caller.
    fn look_at(&mut self, line: &Line) {
        let Line::PlayDigits { digits: Value::Literal(tones), secret } = line else { return };
        if !twiml::are_tones(tones) {
            let why = "the value of `play digits (…)` contains characters that are not tones";
            self.refused.get_or_insert(Failed::Value(why));
        }
        if *secret {
            self.secrets.push(tones.clone());
        }
    }
}

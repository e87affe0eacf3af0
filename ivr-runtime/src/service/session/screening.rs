//! What a callee hears, with the values of the call with which they will be connected. Nothing is stored: Twilio
//! reports to the caller's own step whether the callee took the call.

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use tokio::time::timeout;

use super::{CallInfo, CallPosition, Script, SessionError, Sessions, in_time, record::Record};
use crate::{
    description::{Expression, Line},
    dialog::{
        call::Dialog,
        data::Call,
        tree::{Language, PhoneTree},
    },
    twiml::{self, Page, Said, Visitor},
};
use ivr_core::{event::Event, hours::OpenSet};

impl<T: PhoneTree> Sessions<T> {
    /// Returns the document for a callee who is called from `place` of the call `info`.
    pub(crate) async fn screen(
        &self,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        place: CallPosition<T>,
    ) -> Result<Bytes, SessionError> {
        let Script { dialog, documents, open, .. } = script;
        let call = self.parent(dialog, info, place).await?;
        if let Some(document) = self.turn_away(script, &call, place).await? {
            return Ok(document);
        }
        let lines = dialog.screen(place.at).map_or(&[][..], |screen| &screen.lines);
        let said = || self.said(dialog, lines, (&call, place, open));
        Ok(documents.screen_in_call(dialog, place.at, said, &place.mark.step_text())?)
    }

    /// Returns the document after the callee has pressed the key. In the meantime another callee may have taken the
    /// call.
    pub(crate) async fn accept(
        &self,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        place: CallPosition<T>,
    ) -> Result<Bytes, SessionError> {
        let call = self.parent(script.dialog, info, place).await?;
        Ok(self.turn_away(script, &call, place).await?.unwrap_or_else(twiml::accept))
    }

    /// Returns the document if `unless` is true.
    async fn turn_away(
        &self,
        Script { dialog, documents, open, .. }: Script<'_, T>,
        call: &Call<T::Data>,
        place: CallPosition<T>,
    ) -> Result<Option<Bytes>, SessionError> {
        let Some(unless) = dialog.screen(place.at).and_then(|screen| screen.unless.as_ref()) else {
            return Ok(None);
        };
        let within = Duration::from_secs(unless.within.into());
        let asked = timeout(within, T::ask(unless.question, &self.app, call)).await;
        if !asked.is_ok_and(|answer| answer.heard == Event::Arm(0)) {
            return Ok(None);
        }
        let said = || self.said(dialog, &unless.lines, (call, place, open));
        Ok(Some(documents.turn_away(dialog, place.at, said)?))
    }

    /// Returns the lines with the values of the call.
    fn said<'l>(
        &self,
        dialog: &'l Dialog<T>,
        lines: &'l [Line],
        (call, place, open): (&Call<T::Data>, CallPosition<T>, OpenSet),
    ) -> Said<'l> {
        let mut renderer: Renderer<'_, T> = Renderer { app: &*self.app, call, open };
        Said::default().then(dialog, lines, place.at.language, &mut renderer)
    }

    /// Returns the call of the caller, as it was last stored.
    async fn parent(
        &self,
        dialog: &Dialog<T>,
        info: CallInfo<'_>,
        place: CallPosition<T>,
    ) -> Result<Call<T::Data>, SessionError> {
        let stored = match self.store.as_deref() {
            Some(store) if !info.id.is_empty() => in_time(store.load(info.id)).await?,
            _ => None,
        };
        let mut call = match stored {
            Some(stored) => Record::read(&stored)?.call(info.id)?,
            None => Call::new(info.id, info.from, info.to, T::Data::default()),
        };
        dialog.tag(place.at.language).clone_into(&mut call.language);
        Ok(call)
    }
}

/// Renders the values of a call without changing any.
struct Renderer<'a, T: PhoneTree> {
    app: &'a T::App,
    call: &'a Call<T::Data>,
    open: OpenSet,
}

impl<T: PhoneTree> Visitor for Renderer<'_, T> {
    fn open(&self) -> OpenSet {
        self.open
    }

    fn field(&self, number: u16) -> bool {
        T::condition(number, self.call)
    }

    fn visit_block(&mut self, _: u16) {}

    fn visit_language(&mut self, _: Language) {}

    fn visit_choice(&mut self, _: &Expression, now: Language) -> Language {
        now
    }

    fn visit_offer(&mut self, _: usize, _: bool) -> Page {
        Page { items: 0, pages: 0 }
    }

    fn visit_once(&mut self, _: u16) -> bool {
        false
    }

    fn visit_item<'l>(&mut self, _: usize, line: Cow<'l, Line>) -> Cow<'l, Line> {
        line
    }

    fn visit_line<'l>(&mut self, line: Cow<'l, Line>) -> Cow<'l, Line> {
        twiml::filled(line, &|placeholder| T::render(placeholder, self.app, self.call))
    }
}

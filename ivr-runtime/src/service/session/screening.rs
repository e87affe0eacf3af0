//! What somebody hears who is called, with the values of the call that they are to be connected with. Nothing is stored:
//! whether they took the call is told to the caller's own step by Twilio.

use std::{borrow::Cow, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::time::timeout;

use super::{CallInfo, CallPosition, Script, SessionError, Sessions, in_time, record::Record};
use crate::{
    description::{Line, Screen},
    dialog::{
        data::Call,
        tree::{Language, PhoneTree},
    },
    twiml::{self, Page, Said, Visitor},
};
use ivr_core::{event::Event, hours::OpenSet};

impl<T: PhoneTree> Sessions<T> {
    /// The document for somebody who is called from `place` of the call `info`.
    pub(crate) async fn screen(
        self: &Arc<Self>,
        script: Script<'_, T>,
        info: CallInfo<'_>,
        place: CallPosition<T>,
        screen: &Screen,
    ) -> Result<Bytes, SessionError> {
        let Script { dialog, documents, open, .. } = script;
        let mut call = self.parent(info).await?;
        dialog.tag(place.at.language).clone_into(&mut call.language);
        let mut renderer: Renderer<'_, T> = Renderer { app: &*self.app, call: &call, open };
        let mut say = |lines| Said::default().then(dialog, lines, place.at.language, &mut renderer);
        if let Some(unless) = &screen.unless {
            let asked =
                timeout(Duration::from_secs(unless.within.into()), T::ask(unless.question, &self.app, &call));
            if asked.await.is_ok_and(|answer| answer.heard == Event::Arm(0)) {
                return Ok(documents.turn_away(dialog, &say(&unless.lines))?);
            }
        }
        let mark = place.mark.step_text();
        Ok(documents.screen(dialog, place.at, &say(&screen.lines), &mark)?)
    }

    /// The call of whoever is to be connected, as it was stored last.
    async fn parent(&self, info: CallInfo<'_>) -> Result<Call<T::Data>, SessionError> {
        let stored = match self.store.as_deref() {
            Some(store) if !info.id.is_empty() => in_time(store.load(info.id)).await?,
            _ => None,
        };
        Ok(match stored {
            Some(stored) => Record::read(&stored)?.call(info.id)?,
            None => Call::new(info.id, info.from, info.to, T::Data::default()),
        })
    }
}

/// Speaks with the values of a call, and changes none.
struct Renderer<'a, T: PhoneTree> {
    app: &'a T::App,
    call: &'a Call<T::Data>,
    open: OpenSet,
}

impl<T: PhoneTree> Visitor for Renderer<'_, T> {
    fn open(&self) -> OpenSet {
        self.open
    }

    fn visit_block(&mut self, _: u16) {}

    fn visit_language(&mut self, _: Language) {}

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

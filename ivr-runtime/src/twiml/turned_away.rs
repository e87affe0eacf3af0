//! What a new caller hears under overload.

use bytes::Bytes;

use super::{Documents, Said, apology, xml::Xml};
use crate::{
    description::{Line, Say},
    dialog::{
        call::Dialog,
        tree::{Language, PhoneTree},
    },
};

/// What happens to a call that is turned away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum TurnedAway {
    /// The default sentence in the language of the tree, and the end of the call.
    Sentence,
    /// This text instead of the default sentence.
    Words(String),
    /// The busy tone: the call is not answered.
    Busy,
}

impl<T: PhoneTree> Documents<T> {
    /// Returns the document for a new call that is turned away.
    pub(crate) fn turned_away(&self, dialog: &Dialog<T>, how: &TurnedAway) -> Bytes {
        let language = dialog.tag(Language::FIRST);
        let line = match how {
            TurnedAway::Sentence => apology::overloaded(language),
            TurnedAway::Words(text) => {
                Line::Say(Say { text: text.clone(), language: Some(language.to_owned()), ..Say::default() })
            }
            TurnedAway::Busy => {
                let busy = |xml: &mut Xml| xml.element("Reject").with("reason", "busy").empty();
                return Bytes::from(Xml::document("Response", busy));
            }
        };
        self.ending(dialog, &Said::default().then_line(line), Language::FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Acme, twiml::clinic::Clinic};

    fn document<T: PhoneTree>(how: &TurnedAway) -> String {
        let dialog = Dialog::<T>::new().unwrap();
        let documents = Documents::new(&dialog, "/tree").unwrap();
        String::from_utf8(documents.turned_away(&dialog, how).to_vec()).unwrap()
    }

    #[test]
    fn a_sentence_is_said_with_the_voice_of_the_tree_before_the_call_ends() {
        let said = document::<Clinic>(&TurnedAway::Sentence);
        assert!(said.contains(r#"<Say language="en-GB" voice="Polly.Amy">We are receiving"#), "{said}");
        assert!(said.ends_with("</Say><Hangup/></Response>"), "{said}");
    }

    #[test]
    fn words_of_ones_own_are_said_and_escaped() {
        let said = document::<Acme>(&TurnedAway::Words("Call 112 & wait.".to_owned()));
        assert!(said.contains(r#"<Say language="en-US">Call 112 &amp; wait.</Say><Hangup/>"#), "{said}");
    }

    #[test]
    fn a_busy_tone_is_the_first_verb() {
        assert!(
            document::<Acme>(&TurnedAway::Busy).ends_with(r#"<Response><Reject reason="busy"/></Response>"#)
        );
    }
}

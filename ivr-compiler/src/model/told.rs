//! The facts of Twilio's first request that the Rust of a tree reads.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use super::{Graph, Placeholder, Verb};

/// The fields of a call that Twilio reports, and Twilio's names for them.
const FIELDS: [(&str, &str); 4] = [
    ("caller_name", "CallerName"),
    ("forwarded_from", "ForwardedFrom"),
    ("answered_by", "AnsweredBy"),
    ("stir_verstat", "StirVerstat"),
];

/// The methods with a name as their argument, and the prefix of that name in requests.
const METHODS: [(&str, &str); 2] = [("sip_header", "SipHeader_"), ("param", "?")];

/// The facts that the tree reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The names in the tree itself.
    pub(crate) names: BTreeSet<String>,
    /// Whether any fact may be read, because the whole call is passed to Rust or a name is computed during the call.
    pub(crate) any: bool,
}

impl Graph {
    /// Returns the facts that the tree reads.
    pub(crate) fn told(&self) -> Told {
        let mut told = Told::default();
        self.rust().into_iter().for_each(|tokens| told.read(tokens.clone()));
        told
    }

    /// Returns every Rust expression in the tree.
    pub(crate) fn rust(&self) -> Vec<&TokenStream> {
        let mut found: Vec<&TokenStream> = Vec::new();
        for state in &self.states {
            match &state.verb {
                Verb::Match(question) if question.walk.is_none() => found.push(&question.question),
                Verb::Dial(dial) => {
                    let screen = dial.clauses.screen.as_ref();
                    found.extend(
                        screen.and_then(|screen| screen.unless.as_ref()).map(|unless| &unless.condition),
                    );
                }
                Verb::Gather(gather) => {
                    found.extend(gather.offer.as_ref().and_then(|offer| offer.key.as_ref()));
                }
                Verb::Goto(_)
                | Verb::Match(_)
                | Verb::Record(_)
                | Verb::Enqueue(_)
                | Verb::Connect(_)
                | Verb::Hours(_)
                | Verb::Hangup
                | Verb::Reject { .. }
                | Verb::Redirect(_)
                | Verb::Leave { .. }
                | Verb::Broken => {}
            }
            for arm in state.verb.arms().map_or(&[][..], |arms| &arms.list) {
                found.extend(arm.rust());
                found.extend(arm.answered.first.iter().map(|set| &set.value));
            }
        }
        found.extend(self.placeholders.iter().filter_map(Placeholder::expression));
        found.extend(self.effects.iter().flat_map(|effects| &effects.sets).map(|set| &set.value));
        let runs = self.effects.iter().flat_map(|effects| &effects.runs);
        found.extend(runs.chain(self.after.iter().flat_map(|hook| &hook.runs)).map(|run| &run.effect));
        found
    }
}

impl Told {
    fn read(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut is_path = false;
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(word) if word == "call" && !is_path => {
                    let is_dot =
                        |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '.');
                    match tokens.next_if(is_dot) {
                        None => self.any = true,
                        Some(_) => match tokens.next() {
                            Some(TokenTree::Ident(field)) => self.field(&field.to_string(), tokens.peek()),
                            Some(TokenTree::Group(group)) => self.read(group.stream()),
                            Some(TokenTree::Punct(_) | TokenTree::Literal(_)) | None => {}
                        },
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            is_path = matches!(&token, TokenTree::Punct(mark) if matches!(mark.as_char(), '.' | ':'));
        }
    }

    /// Records `call.field` and what follows it.
    fn field(&mut self, name: &str, behind: Option<&TokenTree>) {
        if let Some((_, twilio)) = FIELDS.iter().find(|(own, _)| *own == name) {
            self.names.insert((*twilio).to_owned());
        }
        // `clone` copies the whole call, so everything may be read.
        self.any |= name == "clone";
        let Some((_, prefix)) = METHODS.iter().find(|(own, _)| *own == name) else { return };
        let Some(TokenTree::Group(arguments)) = behind else { return };
        match literal(arguments.stream()) {
            Some(text) => {
                self.names.insert(format!("{prefix}{text}"));
            }
            None => self.any = true,
        }
    }
}

/// Returns the text, if there is nothing else.
fn literal(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    let (Some(TokenTree::Literal(literal)), None) = (tokens.next(), tokens.next()) else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> (Vec<String>, bool) {
        let mut told = Told::default();
        told.read(source.parse().unwrap());
        (told.names.into_iter().collect(), told.any)
    }

    #[test]
    fn what_is_named_is_kept_and_a_call_that_is_handed_over_has_all() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (source, expected, any) in [
            ("app.known(&call.from, call.zip)", &[][..], false),
            ("match (call.answered_by, f(call . caller_name))", &["AnsweredBy", "CallerName"][..], false),
            (
                "call.sip_header(\"X-Account\").unwrap_or(call.param(\"a\").unwrap())",
                &["?a", "SipHeader_X-Account"][..],
                false,
            ),
            ("call.param(app.name())", &[][..], true),
            ("app.note(call).await", &[][..], true),
            ("app.note(&call.clone())", &[][..], true),
            ("self.call.caller_name + x::call.stir_verstat", &[][..], false),
        ] {
            assert_eq!(told(source), (names(expected), any), "{source}");
        }
    }
}

//! An XML element, as TwiML and VoiceXML are written: `<Say>Welcome</Say>`.

use syn::{Token, parse::ParseStream};

use super::{syntax_error, tokens, words::folded};
use crate::diagnostics::Diagnostic;

/// Takes the XML element that comes next, and returns the diagnostic for it.
pub(super) fn element(input: ParseStream<'_>) -> Option<Diagnostic> {
    if !input.peek(Token![<]) {
        return None;
    }
    let mut taken = tokens::take_one(input)?;
    let name = tokens::take_one(input)?;
    let mut content = proc_macro2::TokenStream::new();
    taken.last = name.last;
    // A tag ends at its `>`; a `/` in it closes an element.
    let (mut open, mut closing, mut tag) = (0_usize, false, true);
    while !input.is_empty() {
        let token = tokens::take_one(input)?;
        taken.last = token.last;
        match token.written().as_str() {
            "<" if !tag => (tag, closing) = (true, false),
            "/" if tag => closing = true,
            ">" if tag => {
                open = if closing { open.saturating_sub(1) } else { open + 1 };
                (tag, closing) = (false, false);
                if open == 0 {
                    break;
                }
            }
            _ if open == 1 && !tag => content.extend(token.tokens),
            _ => {}
        }
    }
    let diagnostic = syntax_error(taken.first, "an element of XML is a line here").to(taken.last);
    let content = tokens::written(&content);
    let text = if content.starts_with('"') { content } else { format!("\"{content}\"") };
    Some(match folded(&name.written()).as_str() {
        "say" | "prompt" => diagnostic.help(format!("write `say {text};`")),
        "play" | "audio" => diagnostic.help(format!("write `play {text};`")),
        "hangup" | "exit" | "disconnect" => diagnostic.help("write `hangup;`"),
        "pause" => diagnostic.help("write `pause 1s;`"),
        "reject" => diagnostic.help("write `reject;`"),
        "redirect" => diagnostic.help(format!("write `redirect {text};`")),
        _ => diagnostic,
    })
}

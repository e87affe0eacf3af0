//! An XML element, as TwiML and VoiceXML are written: `<Say>Welcome</Say>`.

use proc_macro2::TokenStream;
use syn::{Token, parse::ParseStream};

use super::{syntax_error, tokens, words::folded};
use crate::diagnostics::Diagnostic;

/// The longest help that repeats what was written.
const MAX_WRITTEN: usize = 160;

/// Takes the XML element that comes next, and returns the diagnostic for it.
pub(super) fn element(input: ParseStream<'_>) -> Option<Diagnostic> {
    if !input.peek(Token![<]) {
        return None;
    }
    let mut taken = tokens::take_one(input)?;
    let name = tokens::take_one(input)?;
    let mut lines = vec![Element::new(&name, 0)];
    taken.last = name.last;
    // A tag ends at its `>`; a `/` in it closes an element. Text belongs to the element that was opened last.
    let (mut open, mut closing, mut tag) = (0_usize, false, true);
    while !input.is_empty() {
        let token = tokens::take_one(input)?;
        taken.last = token.last;
        match token.written().as_str() {
            "<" if !tag => {
                (tag, closing) = (true, input.peek(Token![/]));
                if !closing && let Some(name) = tokens::take_one(input) {
                    lines.push(Element::new(&name, open));
                }
            }
            "/" if tag => closing = true,
            ">" if tag => {
                open = if closing { open.saturating_sub(1) } else { open + 1 };
                (tag, closing) = (false, false);
                if open == 0 {
                    break;
                }
            }
            _ if !tag => {
                if let Some(last) = lines.last_mut() {
                    last.content.extend(token.tokens);
                }
            }
            written => {
                let value = written.trim_matches('"');
                if let (Some(last), Ok(number)) = (lines.last_mut(), value.parse()) {
                    last.number = Some(number);
                }
            }
        }
    }
    let diagnostic =
        syntax_error(taken.first, "an XML element must be written as a line of the tree").to(taken.last);
    let written = written(&lines);
    Some(match written.len() {
        1..MAX_WRITTEN => diagnostic.help(format!("write `{written}`")),
        _ => diagnostic.help("write each element as a line, such as `say \"…\";`"),
    })
}

/// Elements as lines; those in a `<Gather>` are its prompts.
fn written(elements: &[Element]) -> String {
    let mut lines = Vec::new();
    let mut rest = elements;
    while let [element, after @ ..] = rest {
        rest = after;
        if element.name == "gather" {
            let inside = after.iter().take_while(|inner| inner.depth > element.depth).count();
            let (prompts, others) = after.split_at(inside);
            let prompts = written(prompts);
            let prompts = if prompts.is_empty() { "say \"…\";" } else { prompts.as_str() };
            lines.push(format!("gather key {{ {prompts} }} match {{ … }}"));
            rest = others;
        } else {
            lines.extend(element.line());
        }
    }
    lines.join(" ")
}

/// An element: its name, how many others it is in, the last number among its attributes, and the text in it.
struct Element {
    name: String,
    depth: usize,
    number: Option<u32>,
    content: TokenStream,
}

impl Element {
    fn new(name: &tokens::Taken, depth: usize) -> Self {
        Self { name: folded(&name.written()), depth, number: None, content: TokenStream::new() }
    }

    /// The line for it; none for an element that only holds others.
    fn line(&self) -> Option<String> {
        let content = tokens::written(&self.content);
        // A URL is several tokens.
        let glued = matches!(self.name.as_str(), "play" | "audio" | "redirect" | "dial" | "enqueue");
        let content = if glued { content.split_whitespace().collect() } else { content };
        let text = if content.starts_with('"') { content } else { format!("\"{content}\"") };
        Some(match self.name.as_str() {
            "say" | "prompt" => format!("say {text};"),
            "play" | "audio" => format!("play {text};"),
            "hangup" | "exit" | "disconnect" => "hangup;".to_owned(),
            "pause" => format!("pause {}s;", self.number.unwrap_or(1)),
            "reject" => "reject;".to_owned(),
            "redirect" => format!("redirect {text};"),
            "dial" | "enqueue" => format!("{} {text} match {{ … }}", self.name),
            "record" => "record match { … }".to_owned(),
            _ => return None,
        })
    }
}

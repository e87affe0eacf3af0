//! `switch { case 1: goto Sales; default: hangup; }`: the cases of other languages, told as a whole with the form of
//! `match` that they mean.

use ivr_core::event::Verb;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::{buffer::Cursor, parse::ParseStream};

use super::{
    at_block, syntax_error, tokens,
    words::{self, Context, STEPS},
};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Words for `match`.
const MATCH: [&str; 7] = ["switch", "case", "when", "select", "cond", "on", "split"];
/// Words before the pattern of a case.
const CASE: [&str; 5] = ["case", "when", "if", "elif", "elsif"];
/// Words in place of a pattern that takes the rest.
const REST: [&str; 3] = ["default", "else", "otherwise"];

/// The longest help that repeats what was written.
const MAX_WRITTEN: usize = 160;

/// Whose arms the cases are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Verb(Verb),
    /// A question to Rust, or a schedule: the patterns stay as they are.
    Rust,
    /// `next`.
    List,
}

impl Of {
    /// What takes the rest.
    fn rest(self) -> &'static str {
        match self {
            Self::Verb(Verb::Connect) => "failed",
            Self::List => "done",
            Self::Verb(_) | Self::Rust => "_",
        }
    }
}

/// One case: its pattern and its target, as an arm writes them.
struct Case {
    pattern: String,
    target: Option<String>,
}

/// Takes `switch (digits) { … }` or `match { case … }` behind a verb. One word of another language alone is told by
/// itself, and so are the arms behind it.
pub(super) fn behind_verb(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> Option<Span> {
    let (word, rest) = input.cursor().ident()?;
    let is_direct = rest.group(Delimiter::Brace).is_some();
    let is_known = MATCH.iter().any(|known| word == known);
    let (inside, ..) = block_of(rest)?;
    // `choices { 1: Sales; … }`
    let is_like = is_direct && (inside.literal().is_some() || begins_case(inside, false));
    let is_foreign = if word == "match" { !is_direct } else { is_known || is_like };
    if !is_foreign && word != "match" {
        return None;
    }
    (begins_case(inside, is_foreign) && has_habits(inside, is_foreign)).then_some(())?;
    let _before = tokens::take_until(input, at_block);
    let block = tokens::take_one(input)?;
    let form = form(&cases(inside.token_stream(), Of::Verb(verb)), "match ");
    let diagnostic = told(&word, block.last, verb.as_str()).help(form);
    let message =
        format!("the arms of `{}` directly follow `match`, with keys that are not in quotes", verb.as_str());
    diagnostics.unread(match is_foreign && word == "match" {
        true => Diagnostic { message, ..diagnostic },
        false => diagnostic,
    });
    Some(word.span())
}

/// Takes the cases of `match call.n { case 1: … }`, behind what is asked. `word` is the `match`, which may have been
/// told already as another word.
pub(super) fn behind_question(
    input: ParseStream<'_>,
    word: &Ident,
    asked: impl FnOnce() -> String,
    diagnostics: &mut Diagnostics,
) -> bool {
    in_block(input, (word, "match"), Of::Rust, || format!("match {} ", asked()), diagnostics)
}

/// The same in the block of an item or a verb with this name. `before` is what the help writes before the braces.
pub(super) fn in_block(
    input: ParseStream<'_>,
    (word, name): (&Ident, &str),
    of: Of,
    before: impl FnOnce() -> String,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some((inside, ..)) = input.cursor().group(Delimiter::Brace) else { return false };
    let is_foreign = diagnostics.is_faulty();
    if !begins_case(inside, is_foreign) || !has_habits(inside, is_foreign) {
        return false;
    }
    let form = form(&cases(inside.token_stream(), of), &before());
    let Some(block) = tokens::take_one(input) else { return false };
    let diagnostic = told(word, block.last, name).help(form);
    match diagnostics.last_mut().filter(|_| is_foreign) {
        Some(last) => {
            *last = diagnostic;
            diagnostics.is_unread();
        }
        None => diagnostics.unread(diagnostic),
    }
    true
}

fn told(word: &Ident, last: Span, name: &str) -> Diagnostic {
    let message = format!("the arms of `{name}` are `pattern => target`, with commas between them");
    syntax_error(word.span(), message).to(last)
}

/// The help, with all arms if they are few.
fn form(cases: &[Case], before: &str) -> String {
    let arm = |case: &Case| format!("{} => {}", case.pattern, case.target.as_deref().unwrap_or("…"));
    let arms: Vec<String> = cases.iter().map(arm).collect();
    let written = arms.join(", ");
    let written =
        if written.len() > MAX_WRITTEN || written.is_empty() { "1 => …, _ => …" } else { &written };
    format!("write `{before}{{ {written} }}`")
}

/// The block on the same line, behind what is asked.
fn block_of(mut at: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    loop {
        if let Some((inside, _, rest)) = at.group(Delimiter::Brace) {
            return Some((inside, rest));
        }
        let (token, rest) = at.token_tree()?;
        if matches!(&token, TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ',')) {
            return None;
        }
        at = rest;
    }
}

/// Returns whether the block begins as no block of arms does, or behind another word for `match`.
fn begins_case(inside: Cursor<'_>, is_foreign: bool) -> bool {
    let Some((word, rest)) = inside.ident() else { return is_foreign && inside.literal().is_some() };
    let is_case = CASE.iter().chain(&REST).any(|known| word == known);
    let is_step = STEPS.iter().any(|known| word == known);
    let has_pattern =
        rest.ident().is_some() || rest.literal().is_some() || REST.iter().any(|known| word == known);
    is_case && has_pattern || is_foreign && !is_step
}

/// Returns whether several words and marks of the block are those of cases. One slip is told by itself.
fn has_habits(inside: Cursor<'_>, is_foreign: bool) -> bool {
    let (mut words, mut rest, mut arrow, mut end, mut step) = (0_usize, false, false, false, false);
    let (mut quoted, mut behind_block) = (false, false);
    let mut at = inside;
    while let Some((token, next)) = at.token_tree() {
        match &token {
            TokenTree::Ident(name) => {
                let is_rest = REST.iter().any(|known| name == known);
                let is_case = CASE.iter().any(|known| name == known) && next.punct().is_none();
                words += usize::from(is_case || is_rest);
                rest |= is_rest;
                // `{ … } then Sales` is the target of an arm.
                step |=
                    name == "break" || name == "goto" || name == "return" || name == "then" && !behind_block;
            }
            TokenTree::Punct(mark) => {
                let second = next.punct().map(|(mark, _)| mark.as_char());
                end |= mark.as_char() == ';';
                arrow |= mark.as_char() == ':' && second != Some(':')
                    || mark.as_char() == '-' && second == Some('>');
            }
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let key = text.trim_matches(['"', '\'']);
                quoted |= key.len() < text.len() && key.bytes().all(|byte| byte.is_ascii_digit());
            }
            TokenTree::Group(_) => {}
        }
        behind_block = matches!(token, TokenTree::Group(_));
        at = next;
    }
    let habits = [is_foreign, words > usize::from(rest), rest, arrow, end, step, quoted];
    habits.into_iter().filter(|habit| *habit).count() > 1 && (is_foreign || words > 1)
}

/// The cases of a block, as arms.
fn cases(inside: TokenStream, of: Of) -> Vec<Case> {
    let all: Vec<TokenTree> = inside.into_iter().collect();
    let (mut found, mut rest): (Vec<Case>, _) = (Vec::new(), &all[..]);
    let mut shared = String::new();
    while !rest.is_empty() {
        let Some((pattern, after)) = pattern_of(rest, of) else {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let end = (0..after.len()).find(|place| {
            let tail = after.get(*place..).unwrap_or_default();
            // `case 1: case 2: goto Sales;`
            let is_next = match place.checked_sub(1) {
                Some(before) => ends(after.get(before)),
                None => matches!(tail.first(), Some(TokenTree::Ident(word)) if CASE.iter().any(|known| word == known)),
            };
            is_next && pattern_of(tail, of).is_some()
        });
        let (body, tail) = after.split_at(end.unwrap_or(after.len()));
        rest = tail;
        if body.is_empty() && !tail.is_empty() {
            shared.push_str(&format!("{pattern} | "));
            continue;
        }
        found.push(Case { pattern: std::mem::take(&mut shared) + &pattern, target: target_of(body) });
    }
    found
}

/// Returns whether a case may begin behind the token.
fn ends(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Punct(mark)) => matches!(mark.as_char(), ';' | ','),
        Some(TokenTree::Group(_) | TokenTree::Ident(_)) => true,
        Some(TokenTree::Literal(_)) | None => false,
    }
}

/// Returns the pattern that comes first, as an arm writes it, and what stands behind its arrow.
fn pattern_of(all: &[TokenTree], of: Of) -> Option<(String, &[TokenTree])> {
    let name = |place: usize| match all.get(place) {
        Some(TokenTree::Ident(word)) => word.to_string(),
        _ => String::new(),
    };
    let mut from = 0;
    while CASE.contains(&name(from).as_str()) || name(from) == "else" && name(from + 1) == "if" {
        from += 1;
    }
    let is_case = from > 0;
    if REST.contains(&name(from).as_str()) {
        return Some((of.rest().to_owned(), behind_arrow(all.get(from + 1..).unwrap_or_default()).1));
    }
    // `1 | 2`
    let mut last = from;
    while matches!(all.get(last + 1), Some(TokenTree::Punct(mark)) if mark.as_char() == '|') {
        last += 2;
    }
    let (has_arrow, rest) = behind_arrow(all.get(last + 1..)?);
    let is_pattern = match all.get(from)? {
        TokenTree::Literal(_) => true,
        TokenTree::Ident(word) => !STEPS.iter().any(|step| word == step) && word != "goto",
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis && is_case,
        TokenTree::Punct(_) => false,
    };
    let written = || {
        let alternatives = all.get(from..=last).unwrap_or_default().iter().step_by(2);
        alternatives.map(|one| written(one, of)).collect::<Vec<_>>().join(" | ")
    };
    (is_pattern && (is_case || has_arrow)).then(|| (written(), rest))
}

/// Returns whether an arrow comes first, and what stands behind it.
fn behind_arrow(all: &[TokenTree]) -> (bool, &[TokenTree]) {
    let mark = |place: usize| match all.get(place) {
        Some(TokenTree::Punct(mark)) => Some(mark.as_char()),
        _ => None,
    };
    let length = match (mark(0), mark(1)) {
        (Some('=' | '-'), Some('>')) => 2,
        (Some(':' | '='), _) => 1,
        _ => usize::from(matches!(all.first(), Some(TokenTree::Ident(word)) if word == "then")),
    };
    (length > 0, all.get(length..).unwrap_or_default())
}

/// A pattern as an arm writes it: keys without quotes, and outcomes by their names here.
fn written(token: &TokenTree, of: Of) -> String {
    let text = token.to_string();
    let inside = text.trim_matches(['"', '\'', '(', ')']);
    let is_digits = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    match of {
        Of::Verb(_) if is_digits => inside.to_owned(),
        Of::Verb(_) if inside == "#" || inside == "*" => format!("'{inside}'"),
        Of::Verb(Verb::Gather) if text.starts_with('"') => text,
        Of::Verb(verb) => {
            let folded = inside.replace('-', "_");
            let known = words::is_known(Context::Outcome(verb), &folded);
            if known {
                folded
            } else {
                words::ours(Context::Outcome(verb), &folded).map_or(folded, str::to_owned)
            }
        }
        Of::Rust | Of::List => text,
    }
}

/// The state that a body leads to, or `end`.
fn target_of(body: &[TokenTree]) -> Option<String> {
    body.iter().find_map(|token| match token {
        TokenTree::Ident(word) if word == "hangup" || word == "end" || word == "exit" => {
            Some("end".to_owned())
        }
        TokenTree::Ident(word) => Some(word.to_string()).filter(|word| word.starts_with(char::is_uppercase)),
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            target_of(&group.stream().into_iter().collect::<Vec<_>>())
        }
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

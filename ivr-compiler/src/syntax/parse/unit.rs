//! Units: a line, an arm, a field, an item. Each is read alone, and one that cannot be read leaves the others.

use proc_macro2::{Delimiter, TokenTree};
use syn::{Token, buffer::Cursor, parse::ParseStream};

use super::{
    at_block, peek_word, tokens,
    words::{self, Context},
};
use crate::diagnostics::{Behind, Diagnostic, Diagnostics};

/// Where parsing continues after an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// After the next `;`, after the next block, or at the next item.
    Item,
    /// The same in a block of lines.
    Line,
    /// After the next `,`.
    Comma,
}

/// Parses a unit: a line, an arm or a field. One that cannot be parsed is reported and skipped. What follows an
/// incomplete one belongs to it, unless it begins a unit.
pub(super) fn unit<T>(
    input: ParseStream<'_>,
    resume: Resume,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> Result<T, Diagnostic>,
) -> Option<T> {
    let belongs = !begins_unit(input, resume, std::mem::take(&mut diagnostics.behind));
    let (told, from) = (diagnostics.len(), input.cursor());
    let read = diagnostics.unit(|diagnostics| match read(input, diagnostics) {
        Ok(read) => {
            if diagnostics.is_faulty() {
                diagnostics.behind = match (is_ended(input, from), resume) {
                    (false, _) => Behind::Beginning,
                    (true, Resume::Comma) => Behind::Mark,
                    (true, Resume::Item | Resume::Line) => Behind::Nothing,
                };
            }
            Some(read)
        }
        Err(failed) => {
            diagnostics.unread(failed);
            diagnostics.behind = skip(input, resume);
            None
        }
    });
    if belongs && diagnostics.len() > told {
        diagnostics.truncate(told);
        diagnostics.is_unread();
    }
    read
}

/// Returns whether the tokens since `from` are complete: they end with a `;`, a `,` or a block.
pub(super) fn is_ended(input: ParseStream<'_>, from: Cursor<'_>) -> bool {
    input.is_empty()
        || match tokens::last_between(from, input.cursor()) {
            Some(TokenTree::Punct(mark)) => matches!(mark.as_char(), ';' | ','),
            Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
            Some(TokenTree::Ident(_) | TokenTree::Literal(_)) | None => false,
        }
}

/// Returns whether the next token begins a unit, so that an error in it is a separate one.
pub(super) fn begins_unit(input: ParseStream<'_>, resume: Resume, behind: Behind) -> bool {
    if behind == Behind::Nothing {
        return true;
    }
    let word = peek_word(input);
    let known = |place: Context| {
        word.as_ref().is_some_and(|word| words::is_known(place, word) || words::is_near(place, word))
    };
    let over = input.cursor().ident().is_none_or(|(_, rest)| rest.eof());
    let begins = match resume {
        Resume::Item => begins_item(input) || known(Context::Item),
        Resume::Line => {
            known(Context::State) && !over
                || word.as_deref() == Some("if")
                || begins_pattern(input)
                || begins_days(word.as_deref())
        }
        Resume::Comma => begins_pattern(input),
    };
    let joins = matches!(word.as_deref(), Some("match" | "then" | "else"));
    match behind {
        Behind::Nothing => true,
        // Nothing precedes the punctuation, so the next token may belong before it.
        Behind::Mark => begins && !joins || resume == Resume::Line && word.is_some() && !joins,
        // What stands in the middle of a line may have ended it.
        Behind::Skipped => begins || !joins && begins_in_other_words(input, resume),
        Behind::Beginning => begins && !joins,
    }
}

/// Returns whether the left side of an arm, of a field or of a line of a scenario comes next.
fn begins_pattern(input: ParseStream<'_>) -> bool {
    let Some((token, rest)) = input.cursor().token_tree() else { return false };
    let is_first = match token {
        TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        TokenTree::Punct(_) => false,
    };
    // `16:00` is a time.
    let time = matches!(input.cursor().token_tree(), Some((TokenTree::Literal(_), _)));
    let joins = rest
        .punct()
        .is_some_and(|(mark, _)| matches!(mark.as_char(), '=' | '|') || mark.as_char() == ':' && !time);
    let joins = joins || rest.group(Delimiter::Bracket).is_some();
    let condition = rest.ident().is_some_and(|(word, _)| word == "if" || word == "above");
    is_first && (joins || condition) || matches!(peek_word(input).as_deref(), Some("hidden" | "secret"))
}

/// Returns whether what comes next is how a unit begins in words of others, or without its word.
fn begins_in_other_words(input: ParseStream<'_>, resume: Resume) -> bool {
    let mark = input.cursor().punct().map(|(mark, _)| mark.as_char());
    match resume {
        Resume::Item => {
            peek_word(input).is_some_and(|word| words::is_another(Context::Item, &word)) || mark == Some('#')
        }
        Resume::Line => {
            begins_line(input) || super::literal::is_text(input) || matches!(mark, Some('#' | '<'))
        }
        Resume::Comma => mark.is_none(),
    }
}

/// Returns whether a line of hours begins with the word.
fn begins_days(word: Option<&str>) -> bool {
    const DAYS: [&str; 9] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "closed", "open"];
    word.is_some_and(|word| DAYS.contains(&word))
}

/// Skips the rest of something that could not be parsed. Takes at least one token, if there is one, and never the next
/// item. Returns what precedes the next token, because the mistake may have been a single punctuation mark.
pub(super) fn skip(input: ParseStream<'_>, resume: Resume) -> Behind {
    let mut taken = 0;
    while let Ok(token) = input.parse::<TokenTree>() {
        taken += 1;
        let done = match (&token, resume) {
            (TokenTree::Punct(mark), Resume::Item | Resume::Line) => mark.as_char() == ';',
            (TokenTree::Punct(mark), Resume::Comma) => mark.as_char() == ',',
            // `gather … { … } match { … }` is one item.
            (TokenTree::Group(group), Resume::Item | Resume::Line) => {
                group.delimiter() == Delimiter::Brace
                    && !matches!(peek_word(input).as_deref(), Some("match" | "then" | "else"))
                    && !at_block(input)
            }
            _ => false,
        };
        if done {
            return match token {
                _ if taken > 1 => Behind::Skipped,
                TokenTree::Punct(_) => Behind::Mark,
                TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => Behind::Beginning,
            };
        }
        if resume == Resume::Item && begins_item(input) {
            return Behind::Nothing;
        }
    }
    Behind::Nothing
}

/// Returns whether a word comes next that may begin a line or an item, here or in another system.
pub(super) fn begins_line(input: ParseStream<'_>) -> bool {
    let Some(word) = peek_word(input) else { return false };
    // `after 2s` is not an item.
    if input.cursor().ident().is_some_and(|(_, rest)| rest.literal().is_some()) && is_conjunction(&word) {
        return false;
    }
    let states = word.starts_with(char::is_uppercase) && (at_end(input) || input.peek2(syn::token::Brace));
    let begins = |place| {
        words::is_known(place, &word) || words::is_another(place, &word) || words::is_near(place, &word)
    };
    states || word == "if" || begins(Context::State) || begins(Context::Item) || is_call(input)
}

/// Returns whether the word joins a condition or a time to what stands before it.
fn is_conjunction(word: &str) -> bool {
    matches!(word, "after" | "for" | "while" | "during" | "in" | "within")
}

/// Returns whether the next word is the last of its line.
fn at_end(input: ParseStream<'_>) -> bool {
    input
        .cursor()
        .ident()
        .is_some_and(|(_, rest)| rest.eof() || rest.punct().is_some_and(|(mark, _)| mark.as_char() == ';'))
}

/// Returns whether a Rust statement comes next: `app.note(call)`, `print("…")`, `n = 1`.
fn is_call(input: ParseStream<'_>) -> bool {
    input.peek2(Token![.])
        || input.peek2(Token![::])
        || input.peek2(Token![!])
        || input.peek2(syn::token::Paren)
        || input.peek2(Token![=])
}

/// Returns whether an item of a tree comes next, and not only a word with the name of one.
pub(super) fn begins_item(input: ParseStream<'_>) -> bool {
    let next = || input.cursor().ident().and_then(|(_, rest)| rest.ident()).map(|(next, _)| next);
    match peek_word(input).as_deref() {
        // `every state within 2 keys` is not an item.
        Some("state") => next().is_some_and(|next| {
            !matches!(
                next.to_string().as_str(),
                "within" | "before" | "of" | "has" | "is" | "must" | "reaches" | "state" | "start"
            )
        }),
        // The last word of `# our opening hours` is not an item when one follows it.
        Some(word @ ("start" | "promise" | "language" | "hours")) => {
            input.peek2(syn::Ident) && next().is_some_and(|next| next != word)
        }
        Some("data" | "everywhere" | "on_error") => input.peek2(syn::token::Brace),
        Some("after") => {
            next().is_some_and(|word| ivr_core::callback::Callback::parse(&word.to_string()).is_some())
        }
        Some("scenario" | "voice" | "audio" | "prompts" | "audio_files") => {
            input.peek2(syn::LitStr) || input.peek2(syn::token::Brace)
        }
        _ => false,
    }
}

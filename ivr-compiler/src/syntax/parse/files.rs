//! Several files of one `play`, and a file with words that lack their `say`.

use proc_macro2::Span;
use syn::{LitStr, parse::ParseStream};

use super::{quotes, syntax_error, tokens};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::Text,
};

/// `["a.mp3", "b.mp3"]`, `"a.mp3", "b.mp3"`, `"a.mp3" + "b.mp3"`: reported and read as the first file.
pub(super) fn several_files(
    input: ParseStream<'_>,
    word: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Text>, Diagnostic> {
    match quotes::inside(input) {
        Some(diagnostic) => Err(diagnostic),
        None => Ok(files(input, word, diagnostics)),
    }
}

fn files(input: ParseStream<'_>, word: Span, diagnostics: &mut Diagnostics) -> Option<Text> {
    let brackets = input.cursor().group(proc_macro2::Delimiter::Bracket);
    let mut at = brackets.map_or(input.cursor(), |(inside, ..)| inside);
    let (mut files, mut end) = (Vec::new(), at);
    while let Some((file, rest)) = at.literal().filter(|(file, _)| file.to_string().starts_with('"')) {
        files.push(file);
        end = rest;
        let mark = rest.punct().filter(|(mark, _)| matches!(mark.as_char(), ',' | '+'));
        let and = rest.ident().filter(|(word, _)| word == "and" || word == "or" || word == "then");
        at = mark.map(|(_, rest)| rest).or(and.map(|(_, rest)| rest)).unwrap_or(rest);
    }
    let end = brackets.map_or(end, |(.., rest)| rest);
    let value: LitStr = syn::parse_str(&files.first()?.to_string()).ok()?;
    (files.len() > 1).then_some(())?;
    let taken = tokens::take_until(input, |input| input.cursor() == end)?;
    let words = files.pop_if(|last| is_sentence(&last.to_string()));
    let mut written: Vec<String> = files.iter().map(|file| format!("play {file}")).collect();
    let message = match (words, written.last_mut()) {
        (Some(words), Some(last)) => {
            last.push_str(&format!(", say {words}"));
            "the words of a recording must follow `say`"
        }
        _ => "one `play` plays one file",
    };
    let diagnostic = syntax_error(word, message).to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `{}`", written.join("; "))));
    Some(Text::new(value.value(), taken.first))
}

/// Returns whether a literal can only be spoken: it has several words or ends a sentence, and is neither a path nor the
/// name of a file.
fn is_sentence(literal: &str) -> bool {
    let text = literal.trim_matches('"');
    let is_extension = |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_file = text.contains('/') || text.rsplit_once('.').is_some_and(|(_, end)| is_extension(end));
    !is_file && (text.contains(' ') || text.ends_with(['.', '!', '?']))
}

//! The left side of an arm: keys, phrases and outcomes, and the variants that people try.

use ivr_core::event::{Outcome, Verb};
use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::{Token, ext::IdentExt as _, parse::ParseStream};

use super::{
    apart,
    arm::Of,
    expected, literal, others,
    slip::take_meant,
    stray, syntax_error, tokens,
    words::{self, Context, folded},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Pattern, Text},
};

/// Other words for `above`.
const ABOVE: &[&str] = &[
    "over",
    "min",
    "minconfidence",
    "confidence",
    "threshold",
    "atleast",
    "with",
    "at",
    "from",
    "than",
    "greater",
];

/// Parses one pattern of an arm.
pub(super) fn pattern(
    input: ParseStream<'_>,
    of: Of,
    diagnostics: &mut Diagnostics,
) -> Result<Pattern, Diagnostic> {
    if let Some(outcome) = outcome_in_quotes(input, of.verb, diagnostics) {
        return Ok(outcome);
    }
    if let Some(phrase) = confidence_first(input, diagnostics) {
        return Ok(phrase);
    }
    if literal::is_text(input) {
        return phrase(input, diagnostics);
    }
    if let Some(rest) = negated(input, of.verb, diagnostics) {
        return Ok(rest);
    }
    if let Some(phrase) = regular_expression(input, diagnostics) {
        return Ok(phrase);
    }
    if let Some(diagnostic) = condition_first(input) {
        return Err(diagnostic);
    }
    if let Some(key) = key_behind_word(input, diagnostics) {
        return Ok(Pattern::Keys(key));
    }
    if let Some(phrase) = phrase_without_quotes(input, of, diagnostics) {
        return Ok(phrase);
    }
    let is_outcome =
        super::peek_word(input).is_some_and(|word| words::is_known(Context::Outcome(of.verb), &word));
    if !is_outcome && literal::is_key(input) {
        return Ok(Pattern::Keys(literal::keys(input, diagnostics)?));
    }
    if input.cursor().ident().is_none() {
        return Err(expected(input, "a key, a phrase or an outcome"));
    }
    let word = joined_by_dashes(input, of.verb, diagnostics)?;
    // `impossible_outcome` reports an outcome of another verb.
    if let Some(outcome) = outcome(&word) {
        if outcome == Outcome::Recorded && of.verb == Verb::Record && literal::is_key(input) {
            return Ok(Pattern::EndedBy(literal::key(input, diagnostics)?));
        }
        binds_nothing(input, &word, outcome, of, diagnostics);
        return Ok(Pattern::Outcome { outcome, span: word.span() });
    }
    if of.screened
        && let Some(declined) = declined(&word, diagnostics)
    {
        return Ok(declined);
    }
    let (span, noted) = (word.span(), format!("`{}` has {}", of.verb.as_str(), words::outcomes(of.verb)));
    let meant = words::meant(Context::Outcome(of.verb), word, diagnostics)
        .map_err(|diagnostic| diagnostic.note(&noted))?;
    let outcome = outcome(&meant).ok_or_else(|| expected(input, "an outcome"))?;
    Ok(Pattern::Outcome { outcome, span })
}

/// `!answered`, `not busy`: reported and read as `_`, or as the other outcome of a schedule.
fn negated(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (first, rest) = input.cursor().token_tree()?;
    let is_not = match &first {
        TokenTree::Punct(mark) => mark.as_char() == '!',
        TokenTree::Ident(word) => word == "not",
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let (named, _) = rest.token_tree().filter(|_| is_not)?;
    matches!(named, TokenTree::Ident(_) | TokenTree::Literal(_)).then_some(())?;
    let _taken = (tokens::take_one(input), tokens::take_one(input));
    let other = match (verb, named.to_string().as_str()) {
        (Verb::Hours, "open") => Outcome::Closed,
        (Verb::Hours, "closed") => Outcome::Open,
        _ => Outcome::Else,
    };
    let message = "an arm cannot be negated; `_` takes what no other arm names";
    let diagnostic = syntax_error(first.span(), message).to(named.span());
    diagnostics.push(diagnostic.help(format!("write `{}`", other.as_str())));
    Some(Pattern::Outcome { outcome: other, span: first.span() })
}

/// Reports another word for `declined`, if the called party may decline.
fn declined(word: &Ident, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let other = matches!(
        folded(&word.to_string()).as_str(),
        "rejected" | "refused" | "denied" | "notaccepted" | "decline" | "reject" | "refuse"
    );
    other.then(|| {
        diagnostics.push(words::called(word, Outcome::Declined.as_str()));
        Pattern::Outcome { outcome: Outcome::Declined, span: word.span() }
    })
}

/// `chosen(stop)`, `entered as zip`: what an outcome does not bind is reported and taken.
fn binds_nothing(
    input: ParseStream<'_>,
    word: &Ident,
    outcome: Outcome,
    of: Of,
    diagnostics: &mut Diagnostics,
) {
    let at = input.cursor();
    let joint = at.ident().filter(|(joint, rest)| *joint == "as" && rest.ident().is_some());
    let name = joint.map_or(at, |(_, rest)| rest);
    let alone = name.ident().filter(|(name, _)| name != "if" && name != "into" && name != "hidden");
    let alone = alone.filter(|(_, rest)| stray::begins_arrow(*rest));
    let (bound, end) = match (alone, at.group(Delimiter::Parenthesis)) {
        (Some((name, rest)), _)
            if matches!(outcome, Outcome::Entered | Outcome::Chosen | Outcome::Recorded) =>
        {
            (Some(name), rest)
        }
        (_, Some((inside, _, rest))) => (inside.ident().map(|(name, _)| name), rest),
        _ => return,
    };
    let Some(taken) = tokens::take_until(input, |input| input.cursor() == end) else { return };
    let told = |why: &str| syntax_error(taken.first, format!("`{word}` binds no value{why}")).to(taken.last);
    diagnostics.push(match (outcome, bound) {
        (Outcome::Entered, Some(field)) if !of.stored => told(": the clause `into` stores the entry")
            .help(format!("remove it, and write `, into {field}` after what `gather` listens for")),
        (Outcome::Entered, _) => told(": the entry is in its field").help("remove it"),
        (Outcome::Chosen, _) => told(": the item is in its field").help("remove it"),
        (Outcome::Recorded, _) => told(": `call.recording` has the URL of the audio").help("remove it"),
        _ => told("").help("remove it"),
    });
}

/// Returns the outcome with this name in an arm. `late` belongs to questions.
fn outcome(word: &Ident) -> Option<Outcome> {
    Outcome::ALL.iter().copied().find(|outcome| *outcome != Outcome::Late && word == outcome.as_str())
}

/// `"busy"` at a verb without speech: reported and parsed as the outcome.
fn outcome_in_quotes(input: ParseStream<'_>, verb: Verb, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    if !literal::is_text(input) {
        return None;
    }
    let name = tokens::unquoted(&input.cursor().token_tree()?.0)?.replace('-', "_");
    // In a `gather`, a text in quotes is a phrase.
    if verb == Verb::Gather && name != Outcome::Else.as_str() {
        return None;
    }
    let found = Outcome::ALL.iter().copied().find(|outcome| outcome.as_str() == name)?;
    words::is_known(Context::Outcome(verb), &name).then_some(())?;
    let span = tokens::take_one(input)?.first;
    let diagnostic = syntax_error(span, "an outcome must not be in quotes");
    diagnostics.push(diagnostic.help(format!("write `{name}`")));
    Some(Pattern::Outcome { outcome: found, span })
}

/// `above 0.6 "sales"`.
fn confidence_first(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (word, rest) = input.cursor().ident().filter(|(word, _)| word == "above")?;
    let (confidence, rest) = rest.literal()?;
    let (text, _) = rest.literal()?;
    let value: syn::LitStr = syn::parse_str(&text.to_string()).ok()?;
    for _ in 0..3 {
        let _taken = tokens::take_one(input);
    }
    let message = "the confidence of a phrase must come after the phrase";
    let diagnostic = syntax_error(word.span(), message).to(text.span());
    diagnostics.push(diagnostic.help(format!("write `{text} above {confidence}`")));
    Some(Pattern::Phrase {
        text: Text::new(value.value(), text.span()),
        above: confidence.to_string().parse().ok(),
    })
}

/// `no-answer` as one word.
fn joined_by_dashes(
    input: ParseStream<'_>,
    verb: Verb,
    diagnostics: &mut Diagnostics,
) -> Result<Ident, Diagnostic> {
    let first = input.call(Ident::parse_any)?;
    if first == "_" {
        return Ok(first);
    }
    if let Some(ours) = apart::joined(input, Context::Outcome(verb), &first, diagnostics) {
        return Ok(ours);
    }
    if !(input.peek(Token![-]) && input.peek2(syn::Ident)) {
        return Ok(first);
    }
    input.parse::<Token![-]>()?;
    let second = input.call(Ident::parse_any)?;
    Ok(Ident::new(&format!("{first}_{second}"), first.span()))
}

fn phrase(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Pattern, Diagnostic> {
    let text = literal::text(input, "a phrase")?;
    if text.value.trim().is_empty() {
        diagnostics
            .push(syntax_error(text.span, "the outcome for no input is `silence`").help("write `silence`"));
        return Ok(Pattern::Outcome { outcome: Outcome::Silence, span: text.span });
    }
    let is_keys = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'));
    let key = is_keys(&text.value) && text.value.bytes().any(|byte| byte.is_ascii_digit());
    if key || matches!(text.value.as_str(), "#" | "*") {
        let (message, written) = match key {
            true => ("a key must not be in quotes: in quotes it is a phrase", text.value.clone()),
            false => (
                "a key must be in single quotes: in double quotes it is a phrase",
                format!("'{}'", text.value),
            ),
        };
        diagnostics.push(syntax_error(text.span, message).help(format!("write `{written}`")));
        return Ok(Pattern::Keys(text));
    }
    if input.peek(Token![>]) && !input.peek(Token![>=]) {
        let message = "the confidence of a phrase must follow `above`";
        diagnostics.push(syntax_error(input.span(), message).help("write `above`"));
        let _mark = tokens::take_one(input);
        return Ok(Pattern::Phrase { text, above: Some(literal::fraction(input, diagnostics)?) });
    }
    let confidence = input.cursor().ident().is_some_and(|(_, rest)| rest.literal().is_some());
    let above = match confidence.then(|| take_meant(input, "above", ABOVE, diagnostics)).flatten() {
        Some(_) => Some(literal::fraction(input, diagnostics)?),
        None => None,
    };
    Ok(Pattern::Phrase { text, above })
}

/// Words that people write before a key.
const BEFORE_KEY: [&str; 20] = [
    "press",
    "pressed",
    "dtmf",
    "key",
    "digit",
    "digits",
    "case",
    "exten",
    "extension",
    "same",
    "if",
    "when",
    "on",
    "option",
    "some",
    "keypress",
    "presses",
    "button",
    "number",
    "choice",
];

/// `press 1`, `case 1`, `Some(1)`.
fn key_behind_word(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Text> {
    if let Some((inside, span, _)) = input.cursor().group(Delimiter::Parenthesis)
        && let Some(TokenTree::Literal(key)) = tokens::only(&inside.token_stream())
        && key.to_string().bytes().all(|byte| byte.is_ascii_digit())
    {
        let _key = tokens::take_one(input)?;
        let diagnostic = syntax_error(span.open(), "a key must not be in parentheses").to(span.close());
        diagnostics.push(diagnostic.help(format!("write `{key}`")));
        return Some(Text::new(key.to_string(), span.open()));
    }
    let (word, rest) = input.cursor().ident()?;
    let idle = BEFORE_KEY.contains(&folded(&word.to_string()).as_str());
    let literal = match rest.token_tree()?.0 {
        TokenTree::Literal(literal) => literal,
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            let TokenTree::Literal(literal) = tokens::only(&group.stream())? else { return None };
            literal
        }
        // `press one`
        TokenTree::Ident(name) if idle => {
            let key = others::key(&name.to_string().to_lowercase())?;
            let (first, second) = (tokens::take_one(input)?, tokens::take_one(input)?);
            let diagnostic = syntax_error(first.first, "a key must be written alone").to(second.last);
            diagnostics.push(diagnostic.help(format!("write `{key}`")));
            return Some(Text::new(key.trim_matches('\'').to_owned(), first.first));
        }
        _ => return None,
    };
    if !idle {
        return None;
    }
    let (first, second) = (tokens::take_one(input)?, tokens::take_one(input)?);
    let written = literal.to_string();
    // Who reads this of `Some(1)` knows what `None` is.
    let message = match word == "Some" {
        true => format!("`Some({written})` is the key alone here"),
        false => "a key must be written alone".to_owned(),
    };
    let diagnostic = syntax_error(first.first, message).to(second.last);
    let value = written.trim_matches(['\'', '"']).to_owned();
    let meant =
        if value.bytes().all(|byte| byte.is_ascii_digit()) { value.clone() } else { format!("'{value}'") };
    diagnostics.push(diagnostic.help(format!("write `{meant}`")));
    Some(Text::new(value, first.first))
}

/// `/sales/`.
fn regular_expression(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    input.cursor().punct().filter(|(mark, _)| mark.as_char() == '/')?;
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]) || input.peek(Token![|]))?;
    let written = taken.written();
    let text =
        written.trim_matches(|c: char| c == '/' || c == ' ' || c == 'i').trim_matches(['/', ' ']).to_owned();
    let diagnostic = syntax_error(
        taken.first,
        "a phrase must be in double quotes; it matches anywhere in what the caller says",
    );
    diagnostics.push(diagnostic.to(taken.last).help(format!("write `\"{text}\"`")));
    Some(Pattern::Phrase { text: Text::new(text, taken.first), above: None })
}

/// `if open 1`, taken as a whole.
fn condition_first(input: ParseStream<'_>) -> Option<Diagnostic> {
    let (word, rest) = input.cursor().ident().filter(|(word, _)| word == "if")?;
    rest.literal().is_none().then_some(())?;
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]))?;
    let all: Vec<TokenTree> = taken.tokens.into_iter().skip(1).collect();
    let key = all.iter().position(|token| matches!(token, TokenTree::Literal(_)))?;
    let (condition, patterns) = all.split_at(key);
    let written = |tokens: &[TokenTree]| tokens::written(&tokens.iter().cloned().collect());
    let diagnostic =
        syntax_error(word.span(), "the condition of an arm must come after its keys").to(taken.last);
    Some(diagnostic.help(format!("write `{} if {}`", written(patterns), written(condition))))
}

/// `new order` where speech is accepted.
fn phrase_without_quotes(input: ParseStream<'_>, of: Of, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let (word, rest) = input.cursor().ident()?;
    let several = rest.ident().is_some();
    let typed = word.to_string();
    let ours = words::is_known(Context::Outcome(of.verb), &typed)
        || words::ours(Context::Outcome(of.verb), &typed).is_some();
    let near = !several && words::is_near_outcome(of.verb, &typed);
    if !of.speech || near || ours && !several || typed == "hidden" || rest.token_tree().is_none() {
        return None;
    }
    let taken = tokens::take_until(input, |input| input.peek(Token![=>]) || input.peek(Token![|]))?;
    // `contains("sales")`
    let inside = taken.tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Group(group) => tokens::only(&group.stream()).and_then(|token| tokens::unquoted(&token)),
        TokenTree::Literal(literal) => tokens::unquoted(&TokenTree::Literal(literal)),
        TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    });
    if let Some(text) = inside {
        let diagnostic = syntax_error(taken.first, "a phrase must be written alone").to(taken.last);
        diagnostics.push(diagnostic.help(format!("write `\"{text}\"`")));
        return Some(Pattern::Phrase { text: Text::new(text, taken.first), above: None });
    }
    let text = taken.written();
    let diagnostic = syntax_error(taken.first, "a phrase must be in double quotes").to(taken.last);
    diagnostics.push(diagnostic.help(format!("write `\"{text}\"`")));
    Some(Pattern::Phrase { text: Text::new(text, taken.first), above: None })
}

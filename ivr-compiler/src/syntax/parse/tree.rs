//! The outermost shape: `pub tree Acme { items }`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Token, parse::ParseStream, token};

use super::{
    Resume, any_word, at_block, attribute, begins_item, begins_unit, block_called, common, expected,
    is_ended, item, literal, no_mark, peek_word, skip,
    slip::{at_brackets, is_slip, slip},
    stray, syntax_error, take_word, tokens,
    words::{self, Context, called},
};
use crate::{
    diagnostics::{Behind, Diagnostic, Diagnostics, nearest},
    syntax::{Attributes, Tree, Unread},
};

/// Parses a whole tree. An error means that not even its name could be parsed.
pub(crate) fn tree(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Tree, Diagnostic> {
    let attributes = attribute::attributes(input, diagnostics);
    let (public, visibility) = (input.peek(Token![pub]).then(|| input.span()), visibility(input)?);
    let told = diagnostics.len();
    header(input, public, diagnostics)?;
    let name = literal::joined_name(input, literal::A_TREE, diagnostics)?;
    let app = app(input, diagnostics)?;
    no_mark(input, diagnostics, "between a tree and its braces");
    stray::before_block(input, &format!("tree {name}"), diagnostics);
    if !at_brackets(input) {
        // What stands in their place is told with them.
        diagnostics.truncate(told);
        let diagnostic = syntax_error(name.span(), format!("tree `{name}` needs braces"));
        return Err(diagnostic.help(format!("write `{name} {{ start Menu; state Menu {{ hangup; }} }}`")));
    }
    let mut tree = Tree {
        attributes,
        visibility,
        name,
        app,
        starts: Vec::new(),
        languages: None,
        voice: None,
        audio: None,
        prompts: None,
        audio_files: None,
        data: Vec::new(),
        hours: Vec::new(),
        everywhere: Vec::new(),
        on_error: None,
        states: Vec::new(),
        scenarios: Vec::new(),
        promises: Vec::new(),
        after: Vec::new(),
        unread: Unread::default(),
    };
    let message = "the states of a tree must be in braces";
    block_called(input, diagnostics, message, |body, diagnostics| items(body, &mut tree, diagnostics))?;
    if !input.is_empty() {
        let rest = tokens::take_until(input, |_| false);
        if let Some(rest) = rest {
            let diagnostic = syntax_error(
                rest.first,
                "one `phone_tree!` holds one tree: nothing is allowed after its `}`",
            );
            diagnostics.push(diagnostic.to(rest.last).help("remove it"));
        }
    }
    Ok(tree)
}

fn items(input: ParseStream<'_>, tree: &mut Tree, diagnostics: &mut Diagnostics) {
    while !input.is_empty() {
        if input.peek(Token![;]) {
            let _idle = tokens::take_one(input);
            continue;
        }
        if input.peek(Token![,])
            && let Some(comma) = tokens::take_one(input)
        {
            if std::mem::replace(&mut diagnostics.behind, Behind::Mark) == Behind::Nothing {
                diagnostics
                    .push(syntax_error(comma.first, "`,` is not allowed between items").help("remove it"));
            }
            continue;
        }
        let (word, unread) = (peek_word(input), diagnostics.count_unread());
        let belongs = !begins_unit(input, Resume::Item, std::mem::take(&mut diagnostics.behind));
        let begins = common::at_state(input).is_some() || begins_item(input);
        let (states, told) = (tree.states.len(), diagnostics.len());
        let mut read = word.clone();
        let from = input.cursor();
        let failed = diagnostics.unit(|diagnostics| {
            let failed = item::item(input, tree, &mut read, diagnostics).err();
            let fails = failed.is_some();
            failed.into_iter().for_each(|failed| diagnostics.unread(failed));
            if diagnostics.is_faulty() && !is_ended(input, from) {
                diagnostics.behind = Behind::Beginning;
            }
            fails
        });
        if failed {
            // An incomplete item must not consume the next one.
            let at_next =
                begins_item(input) && !(begins && tree.states.len() == states && peek_word(input) == word);
            diagnostics.behind = if at_next { Behind::Nothing } else { skip(input, Resume::Item) };
        }
        if belongs && diagnostics.len() > told {
            diagnostics.truncate(told);
            diagnostics.is_unread();
        }
        if diagnostics.count_unread() > unread {
            tree.unread.note(read.as_deref(), tree.states.len() > states);
        }
    }
}

impl Unread {
    /// Records that a part of the item that begins with `word` was skipped. The name of a state may be known
    /// nevertheless.
    fn note(&mut self, word: Option<&str>, named: bool) {
        self.any |= !matches!(word, Some("scenario" | "promise"));
        match word {
            Some("start") => self.start = true,
            Some("everywhere") => self.everywhere = true,
            Some("language") => self.language = true,
            Some("data") => self.data = true,
            Some("hours") => self.hours = true,
            Some("prompts") => self.prompts = true,
            Some("voice" | "audio" | "audio_files" | "on_error" | "scenario" | "promise" | "after") => {}
            Some("state") => self.state |= !named,
            // The unknown word may stand for any item.
            _ => {
                self.state |= !named;
                (self.start, self.everywhere, self.language) = (true, true, true);
                (self.data, self.hours, self.prompts) = (true, true, true);
            }
        }
    }
}

fn visibility(input: ParseStream<'_>) -> Result<TokenStream, Diagnostic> {
    let mut tokens = TokenStream::new();
    if input.peek(Token![pub]) {
        input.parse::<Token![pub]>()?.to_tokens(&mut tokens);
        if input.peek(token::Paren) {
            input.parse::<TokenTree>()?.to_tokens(&mut tokens);
        }
    }
    Ok(tokens)
}

/// Parses the word `tree`, and what people write in its place.
fn header(
    input: ParseStream<'_>,
    public: Option<proc_macro2::Span>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    // `async tree Line`, `tree tree Line`
    let after = input.cursor().ident().and_then(|(_, rest)| rest.ident());
    if let Some((_, rest)) = after.filter(|(next, _)| next == "tree")
        && rest.ident().is_some()
        && let Some(word) = tokens::take_one(input)
    {
        diagnostics.push(syntax_error(word.first, "a phone tree begins with `tree`").help("remove it"));
    }
    if let Some(word) = take_word(input, "tree") {
        if at_block(input) {
            return Err(syntax_error(word, "`tree` needs a name").help("write `tree Line`"));
        }
        return Ok(());
    }
    let message = "a phone tree begins with `tree` and its name";
    let Some(word) = peek_word(input) else {
        return Err(syntax_error(public.unwrap_or_else(|| input.span()), message)
            .help("write `pub tree Line { start Menu; state Menu { hangup; } }`"));
    };
    let two = input.peek2(syn::Ident);
    let is_item = words::is_known(Context::Item, &word) || words::is_known(Context::State, &word);
    if two
        && (matches!(
            word.as_str(),
            "enum"
                | "struct"
                | "mod"
                | "fn"
                | "trait"
                | "class"
                | "def"
                | "flow"
                | "ivr"
                | "phone_tree"
                | "menu"
                | "form"
        ) || nearest(&word, ["tree"].into_iter()).is_some() && !is_item)
    {
        let word = any_word(input, "`tree`")?;
        diagnostics.push(syntax_error(word.span(), message).help("write `tree`"));
        return Ok(());
    }
    if is_item {
        let diagnostic = syntax_error(input.span(), message);
        return Err(diagnostic.help("write `pub tree Line { start Menu; … }` around the states"));
    }
    let named = input.peek(syn::Ident) && input.peek2(token::Brace);
    if named && let Some(public) = public {
        diagnostics.push(syntax_error(public, message).help("write `pub tree`"));
        return Ok(());
    }
    if named {
        diagnostics.push(syntax_error(input.span(), message).help(format!("write `tree {word}`")));
        return Ok(());
    }
    Err(syntax_error(input.span(), message)
        .help("begin with `pub tree Line { start Menu; state Menu { hangup; } }`"))
}

/// `for App`.
fn app(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<TokenStream>, Diagnostic> {
    if input.peek(Token![<]) || input.peek(Token![:]) {
        // `Line<App>`, `Line: App`.
        let generic = input.peek(Token![<]);
        let mark = input.span();
        let _mark = tokens::take_one(input);
        let end = |input: ParseStream<'_>| at_block(input) || generic && input.peek(Token![>]);
        let Some(mut kind) = tokens::take_until(input, end) else { return Ok(None) };
        if let Some(close) = generic.then(|| tokens::take_one(input)).flatten() {
            kind.last = close.last;
        }
        let diagnostic =
            syntax_error(mark, "the type that the tree's Rust code uses must follow `for`").to(kind.last);
        diagnostics.push(diagnostic.help(format!("write `for {}`", kind.written())));
        return Ok(Some(kind.tokens));
    }
    let other = other_for(input);
    let near = peek_word(input).is_some_and(|word| is_slip(&word, "for"));
    if !input.peek(Token![for]) && !near && !other {
        return Ok(None);
    }
    let word = any_word(input, "`for`")?;
    if other {
        diagnostics.push(called(&word, "for"));
    } else if near {
        diagnostics.push(slip(&word, "for"));
    }
    match tokens::take_until(input, at_block) {
        Some(kind) => Ok(Some(kind.tokens)),
        None => {
            let diagnostic = syntax_error(
                word.span(),
                "`for` must be followed by the type that the tree's Rust code uses",
            );
            diagnostics.push(diagnostic.help("remove it"));
            Ok(None)
        }
    }
}

/// Returns whether `with App` or `uses App` comes next: another word before a type and the braces.
fn other_for(input: ParseStream<'_>) -> bool {
    let Some((word, rest)) = input.cursor().ident() else { return false };
    let is_type = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
    let behind = rest.ident().filter(|(name, _)| is_type(name)).map(|(_, rest)| rest);
    word != "for" && behind.is_some_and(|rest| rest.group(proc_macro2::Delimiter::Brace).is_some())
}

/// Reports attributes and documentation in places other than a tree and its states.
pub(super) fn no_attributes(attributes: &Attributes, diagnostics: &mut Diagnostics) {
    if let Some(doc) = attributes.docs.first() {
        let diagnostic = syntax_error(doc.span, "only a tree and its states carry documentation");
        diagnostics.push(diagnostic.help(format!("write `//{}`", doc.value)));
    } else if let Some(setting) = attributes.settings.first() {
        diagnostics.push(syntax_error(setting.rule.span(), "only a tree and its states carry waivers"));
    }
}

/// Keeps the first of an item that may occur once, and reports the others.
pub(super) fn once<T>(place: &mut Option<T>, word: &Ident, value: T, diagnostics: &mut Diagnostics) {
    if place.is_some() {
        diagnostics
            .push(syntax_error(word.span(), format!("`{word}` is declared twice")).help("keep one of them"));
        return;
    }
    *place = Some(value);
}

/// Returns the name of the next state, for a suggestion.
pub(super) fn next_state(input: ParseStream<'_>) -> Option<String> {
    let (_, rest) = input.cursor().ident().filter(|(word, _)| word == "state")?;
    rest.ident().map(|(name, _)| name.to_string())
}

/// Returns the diagnostic for an item without a value before the next item.
pub(super) fn lacks_value(input: ParseStream<'_>, word: &Ident, example: &str) -> Option<Diagnostic> {
    let missing = input.is_empty() || input.peek(Token![;]) || begins_item(input);
    missing.then(|| {
        syntax_error(word.span(), format!("`{word}` needs a value"))
            .help(format!("write `{word} {example};`"))
    })
}

/// Reports something in place of an item.
pub(super) fn no_item(input: ParseStream<'_>) -> Diagnostic {
    let name = input.cursor().group(proc_macro2::Delimiter::Bracket).and_then(|(name, span, rest)| {
        let (name, inside) = name.ident()?;
        inside.eof().then_some((name, span, rest))
    });
    if let Some((name, span, rest)) = name {
        let diagnostic = syntax_error(span.open(), "a state is declared with `state`, not in brackets");
        let diagnostic = diagnostic.to(span.close());
        let is_state =
            rest.ident().is_some_and(|(word, _)| words::is_known(Context::Item, &word.to_string()));
        return match is_state {
            true => diagnostic.help("remove it"),
            false => {
                let state = literal::capitalised(&name.to_string());
                diagnostic.help(format!("write `state {state} {{ … }}` around its lines"))
            }
        };
    }
    expected(input, "an item such as `state Menu { … }`")
}

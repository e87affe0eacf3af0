//! The outermost shape: `pub tree Acme { items }`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Token, braced, ext::IdentExt as _, parse::ParseStream, token};

use super::{
    Resume, arm, attribute, block, data, expect_word, literal, peek_word, promise,
    renamed::{self, Context},
    scenario, skip, state, step, texts, unknown_word,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    syntax::{Attributes, OnError, PromptFile, Start, Texts, Tree, Unread},
};

const ITEMS: [&str; 12] = [
    "start",
    "language",
    "voice",
    "audio",
    "prompts",
    "audio_files",
    "data",
    "everywhere",
    "on_error",
    "state",
    "scenario",
    "promise",
];

/// Reads a whole tree. An error means that not even its name could be read.
pub(crate) fn tree(input: ParseStream<'_>, faults: &mut Diagnostics) -> syn::Result<Tree> {
    let attributes = attribute::attributes(input, faults);
    let visibility = visibility(input)?;
    expect_word(input, "tree").map_err(|error| {
        syn::Error::new(
            error.span(),
            "a phone tree begins with `tree` and its name, such as `pub tree Acme { … }`",
        )
    })?;
    let name = literal::name(input, "the name of the tree")?;
    let mut app = None;
    if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        app = Some(until_block(input)?);
    }
    let body;
    braced!(body in input);
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
        everywhere: Vec::new(),
        on_error: None,
        states: Vec::new(),
        scenarios: Vec::new(),
        promises: Vec::new(),
        unread: Unread::default(),
    };
    while !body.is_empty() {
        let word = peek_word(&body);
        if let Err(error) = item(&body, &mut tree, faults) {
            faults.push(error);
            skip(&body, Resume::Item);
            tree.unread.note(word.as_deref());
        }
    }
    if !input.is_empty() {
        faults.push(input.error("one `phone_tree!` holds one tree: nothing stands after its `}`"));
        input.parse::<TokenStream>()?;
    }
    Ok(tree)
}

impl Unread {
    /// An item that begins with `word` was skipped.
    fn note(&mut self, word: Option<&str>) {
        match word {
            Some("start") => self.start = true,
            Some("everywhere") => self.everywhere = true,
            Some("language") => self.language = true,
            Some(
                "voice" | "audio" | "prompts" | "audio_files" | "data" | "on_error" | "scenario" | "promise",
            ) => {}
            _ => self.state = true,
        }
    }
}

fn visibility(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    if input.peek(Token![pub]) {
        input.parse::<Token![pub]>()?.to_tokens(&mut tokens);
        if input.peek(token::Paren) {
            input.parse::<TokenTree>()?.to_tokens(&mut tokens);
        }
    }
    Ok(tokens)
}

fn until_block(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(token::Brace) {
        input.parse::<TokenTree>()?.to_tokens(&mut tokens);
    }
    if tokens.is_empty() { Err(input.error("expected the type that the tree asks")) } else { Ok(tokens) }
}

fn item(input: ParseStream<'_>, tree: &mut Tree, faults: &mut Diagnostics) -> Result<(), Diagnostic> {
    let attributes = attribute::attributes(input, faults);
    match peek_word(input).as_deref() {
        Some("state") => return Ok(state::state(input, attributes, tree, faults)?),
        Some(_) => {}
        None => return Err(input.error("expected `state`, `start` or another item of a tree").into()),
    }
    let word = renamed::current(Context::Item, input.call(Ident::parse_any)?, faults);
    no_attributes(&attributes, faults);
    match word.to_string().as_str() {
        "start" => tree.starts.push(start(input)?),
        "language" => {
            let mut tags = Vec::new();
            let read = texts::tags(input, &mut tags);
            once(&mut tree.languages, &word, tags, faults);
            read?;
        }
        "voice" => return by_language(input, &word, "a voice", &mut tree.voice, faults),
        "audio" => return by_language(input, &word, "a URL", &mut tree.audio, faults),
        "prompts" => {
            let file = literal::text(input, "the file with the prompts")?;
            once(&mut tree.prompts, &word, PromptFile { file, keys: Vec::new() }, faults);
        }
        "audio_files" => return by_language(input, &word, "a folder", &mut tree.audio_files, faults),
        "data" => {
            let fields = block(input, faults, data::fields)?;
            tree.data.extend(fields);
            return Ok(());
        }
        "everywhere" => {
            let (arms, broken) = block(input, faults, arm::arms)?;
            tree.everywhere.extend(arms);
            tree.unread.everywhere |= broken;
            return Ok(());
        }
        "on_error" => {
            let steps = block(input, faults, step::steps)?;
            expect_word(input, "then")?;
            let then = arm::target(input, faults)?;
            once(&mut tree.on_error, &word, OnError { steps, then }, faults);
            let _optional = input.parse::<Option<Token![;]>>()?;
            return Ok(());
        }
        "scenario" => {
            tree.scenarios.push(scenario::scenario(input, faults)?);
            return Ok(());
        }
        "promise" => tree.promises.push(promise::promise(input)?),
        _ => return Err(unknown_word(&word, "item of a tree", &ITEMS)),
    }
    semicolon(input, faults)?;
    Ok(())
}

/// `voice "…";`, or `voice { fr-FR: "…", en-US: "…" }`.
fn by_language(
    input: ParseStream<'_>,
    word: &Ident,
    what: &str,
    place: &mut Option<Texts>,
    faults: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let found = texts::by_language(input, word.span(), what, faults)?;
    let ended = texts::end(input, &found, faults);
    once(place, word, found, faults);
    Ok(ended?)
}

fn start(input: ParseStream<'_>) -> syn::Result<Start> {
    let first = literal::name(input, "the state where a call begins")?;
    let named = first.to_string().starts_with(char::is_lowercase);
    if named && input.peek(syn::Ident) {
        return Ok(Start { name: Some(first), state: literal::name(input, "the name of a state")? });
    }
    Ok(Start { name: None, state: first })
}

/// Demands the `;` at the end of what has no block there. Before a word that begins the next line it is reported
/// alone, and reading goes on.
pub(super) fn semicolon(input: ParseStream<'_>, faults: &mut Diagnostics) -> syn::Result<()> {
    if input.peek(Token![;]) {
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    let missing = input.error("expected `;`");
    if !input.is_empty() && peek_word(input).is_none() {
        return Err(missing);
    }
    faults.push(missing);
    Ok(())
}

/// Keeps the first of what may stand once, and reports the others.
pub(super) fn once<T>(place: &mut Option<T>, word: &Ident, value: T, faults: &mut Diagnostics) {
    if place.is_some() {
        faults.push(Diagnostic::new("syntax", word.span(), format!("`{word}` stands here a second time")));
        return;
    }
    *place = Some(value);
}

fn no_attributes(attributes: &Attributes, faults: &mut Diagnostics) {
    let spans =
        attributes.docs.iter().map(|doc| doc.span).chain(attributes.settings.iter().map(|s| s.rule.span()));
    if let Some(span) = spans.into_iter().next() {
        faults.push(Diagnostic::new(
            "syntax",
            span,
            "only a tree and its states carry comments and attributes",
        ));
    }
}

/// Whether a group in braces comes next.
pub(super) fn at_block(input: ParseStream<'_>) -> bool {
    input.cursor().group(Delimiter::Brace).is_some()
}

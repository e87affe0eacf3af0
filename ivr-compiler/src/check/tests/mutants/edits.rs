//! The changes: every token deleted, doubled, swapped with the next one, replaced by what people write there by
//! mistake, or misspelt.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::syntax::parse;

/// A tree with one change.
pub(super) struct Mutant {
    pub(super) text: String,
    /// Where the change stands, in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
    edit: &'static str,
    place: String,
    before: String,
    token: String,
}

impl Mutant {
    /// The kind of the change, for what is wrong with its answer.
    pub(super) fn kind(&self, told: &str) -> String {
        format!("{} | {} | {} «{}» | {told}", self.edit, self.place, self.before, self.token)
    }

    /// The line of the change.
    pub(super) fn shown(&self) -> String {
        let from = self.text[..self.from].rfind('\n').map_or(0, |at| at + 1);
        let to = self.text[self.to..].find('\n').map_or(self.text.len(), |at| self.to + at);
        let (before, after) = (&self.text[from..self.from], &self.text[self.to..to]);
        format!("    {}⟦{}⟧{}", before.trim_start(), &self.text[self.from..self.to], after.trim_end())
    }
}

/// A token of a tree, or a group of them.
struct Token {
    from: usize,
    to: usize,
    text: String,
    place: String,
    before: String,
    /// Where the next token of the same group ends.
    next: Option<(usize, usize)>,
    is_word: bool,
    group: Option<Delimiter>,
}

/// Signs of several characters.
const SIGNS: [&str; 9] = ["..=", "=>", "->", "::", "..", "==", "&&", "||", "!="];

/// What replaces a token by mistake.
const INSTEAD: [(&str, &str); 17] = [
    ("text", "\"text\""),
    ("integer", "7"),
    ("unknown word", "wibble"),
    ("unknown name", "Wibble"),
    ("word goto", "goto"),
    ("word timeout", "timeout"),
    ("word then", "then"),
    ("word state", "state"),
    ("`=`", "="),
    ("`:`", ":"),
    ("`,`", ","),
    ("`;`", ";"),
    ("`->`", "->"),
    ("`{}`", "{}"),
    ("`()`", "()"),
    ("true", "true"),
    ("duration", "5s"),
];

/// All mutants of a tree.
pub(super) fn mutants(tree: &str) -> Vec<Mutant> {
    let stream: TokenStream = tree.parse().unwrap();
    let mut tokens = Vec::new();
    flatten(tree, stream, "", &mut tokens);
    proc_macro2::extra::invalidate_current_thread_spans();
    tokens.iter().flat_map(|token| of_token(tree, token)).collect()
}

fn flatten(source: &str, stream: TokenStream, place: &str, found: &mut Vec<Token>) {
    let mut siblings: Vec<usize> = Vec::new();
    let mut head = String::new();
    let mut sign = String::new();
    for token in stream {
        let range = match &token {
            TokenTree::Group(group) => group.span().byte_range(),
            other => other.span().byte_range(),
        };
        let written = token.to_string();
        if source[range.clone()].starts_with("///") {
            continue;
        }
        if let (TokenTree::Punct(mark), Some(last)) = (&token, siblings.last().copied()) {
            let joined = format!("{sign}{written}");
            if !sign.is_empty() && SIGNS.contains(&joined.as_str()) {
                found[last].to = range.end;
                found[last].text.clone_from(&joined);
                sign = if mark.spacing() == Spacing::Joint { joined } else { String::new() };
                continue;
            }
        }
        sign = match &token {
            TokenTree::Punct(mark) if mark.spacing() == Spacing::Joint => written.clone(),
            _ => String::new(),
        };
        let is_word = matches!(token, TokenTree::Ident(_));
        if is_word && parse::heads().contains(&written.as_str()) {
            head.clone_from(&written);
        }
        let before: Vec<String> =
            siblings.iter().rev().take(2).rev().map(|place| class(&found[*place])).collect();
        let group = match &token {
            TokenTree::Group(group) => Some(group.delimiter()),
            _ => None,
        };
        siblings.push(found.len());
        found.push(Token {
            from: range.start,
            to: range.end,
            text: written,
            place: place.to_owned(),
            before: before.join(" "),
            next: None,
            is_word,
            group,
        });
        if let TokenTree::Group(group) = token {
            let parent = place.rsplit('/').next().unwrap_or_default();
            let own = if head.is_empty() { "…" } else { &head };
            flatten(source, group.stream(), &format!("{parent}/{own}"), found);
        }
    }
    for pair in siblings.windows(2) {
        found[pair[0]].next = Some((found[pair[1]].from, found[pair[1]].to));
    }
}

/// A token without what is particular in it.
fn class(token: &Token) -> String {
    let first = token.text.chars().next().unwrap_or_default();
    match token.group {
        Some(Delimiter::Brace) => "{…}".to_owned(),
        Some(Delimiter::Bracket) => "[…]".to_owned(),
        Some(_) => "(…)".to_owned(),
        None if first == '"' => "\"…\"".to_owned(),
        None if first == '\'' => "'#'".to_owned(),
        None if first.is_ascii_digit() && token.text.ends_with(char::is_alphabetic) => "5s".to_owned(),
        None if first.is_ascii_digit() => "7".to_owned(),
        None if first.is_uppercase() => "Name".to_owned(),
        None => token.text.clone(),
    }
}

fn of_token(tree: &str, token: &Token) -> Vec<Mutant> {
    let mutant = |edit, from: usize, to: usize, written: &str| {
        let text = format!("{}{written}{}", &tree[..from], &tree[to..]);
        Mutant {
            text,
            from,
            to: from + written.len(),
            edit,
            place: token.place.clone(),
            before: token.before.clone(),
            token: class(token),
        }
    };
    let own = &tree[token.from..token.to];
    let mut found = vec![
        mutant("delete", token.from, token.to, ""),
        mutant("double", token.from, token.to, &format!("{own} {own}")),
        mutant("then `,`", token.to, token.to, " , "),
        mutant("then `;`", token.to, token.to, " ; "),
        mutant("then a word", token.to, token.to, " wibble "),
    ];
    if let Some((from, to)) = token.next {
        let next = &tree[from..to];
        found.push(mutant("swap", token.from, to, &format!("{next} {own}")));
    }
    for (edit, written) in INSTEAD {
        found.push(mutant(edit, token.from, token.to, &format!(" {written} ")));
    }
    if let Some(delimiter) = token.group {
        let inside = &own[1..own.len() - 1];
        found.push(mutant("no brackets", token.from, token.to, &format!(" {inside} ")));
        found.push(match delimiter {
            Delimiter::Brace => mutant("`()` for `{}`", token.from, token.to, &format!("({inside})")),
            _ => mutant("`{}` for `()`", token.from, token.to, &format!("{{{inside}}}")),
        });
    }
    if token.is_word && own.len() > 2 && own.is_ascii() {
        let (middle, last) = (own.len() / 2, own.len() - 1);
        let dropped = format!("{}{}", &own[..middle], &own[middle + 1..]);
        let swapped = format!("{}{}{}", &own[..last - 1], &own[last..], &own[last - 1..last]);
        let number = own.strip_suffix('s').map_or_else(|| format!("{own}s"), str::to_owned);
        found.push(mutant("a letter less", token.from, token.to, &dropped));
        found.push(mutant("letters swapped", token.from, token.to, &swapped));
        found.push(mutant("plural or singular", token.from, token.to, &number));
        found.push(mutant("in quotes", token.from, token.to, &format!("{own:?}")));
    }
    if let Some(text) = own.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let bare: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
        if bare.starts_with(|c: char| c.is_ascii_alphabetic()) {
            found.push(mutant("no quotes", token.from, token.to, &bare));
        }
    }
    found
}

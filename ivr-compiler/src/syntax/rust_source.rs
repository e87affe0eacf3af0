//! Formats Rust tokens as text, with the spacing of rustfmt, because a token stream contains no blanks.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// `Known::Pending`, not `Known :: Pending`.
pub(crate) fn rust_source(tokens: &TokenStream) -> String {
    let mut lexemes = Vec::new();
    collect(tokens, &mut lexemes);
    let mut text = String::new();
    for (place, lexeme) in lexemes.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| lexemes.get(before));
        let earlier = place.checked_sub(2).and_then(|earlier| lexemes.get(earlier));
        if before.is_some_and(|before| is_apart(earlier, before, lexeme)) {
            text.push(' ');
        }
        text.push_str(&lexeme.text);
    }
    text
}

struct Lexeme {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Literal,
    Open,
    Close,
    Operator,
}

impl Lexeme {
    fn is(&self, text: &str) -> bool {
        self.kind != Kind::Literal && self.text == text
    }

    /// Returns whether a value may end with it, so that an operator after it is binary.
    fn ends_value(&self) -> bool {
        match self.kind {
            Kind::Word => !KEYWORDS.contains(&self.text.as_str()),
            Kind::Literal | Kind::Close => true,
            Kind::Open => false,
            Kind::Operator => self.text == "?",
        }
    }
}

const KEYWORDS: [&str; 14] = [
    "if", "else", "match", "in", "as", "mut", "ref", "move", "return", "let", "async", "unsafe", "box", "dyn",
];

fn collect(tokens: &TokenStream, found: &mut Vec<Lexeme>) {
    let mut joint = false;
    for token in tokens.clone() {
        let put = |found: &mut Vec<Lexeme>, text: String, kind| found.push(Lexeme { text, kind });
        let was_joint = std::mem::take(&mut joint);
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                put(found, open.to_owned(), Kind::Open);
                collect(&group.stream(), found);
                put(found, close.to_owned(), Kind::Close);
            }
            TokenTree::Ident(word) if was_joint && found.last().is_some_and(|last| last.is("'")) => {
                if let Some(last) = found.last_mut() {
                    last.text.push_str(&word.to_string());
                    last.kind = Kind::Word;
                }
            }
            TokenTree::Ident(word) => put(found, word.to_string(), Kind::Word),
            TokenTree::Literal(literal) => put(found, literal.to_string(), Kind::Literal),
            TokenTree::Punct(mark) => {
                joint = mark.spacing() == Spacing::Joint;
                match found.last_mut().filter(|last| was_joint && last.kind == Kind::Operator) {
                    Some(last) if is_operator(&last.text, mark.as_char()) => last.text.push(mark.as_char()),
                    _ => put(found, mark.as_char().to_string(), Kind::Operator),
                }
            }
        }
    }
}

/// Returns whether another character makes a longer operator.
fn is_operator(before: &str, mark: char) -> bool {
    const LONG: [&str; 21] = [
        "::", "..", "..=", "...", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=",
        "%=", "<<", ">>", "^=", "|=",
    ];
    LONG.contains(&format!("{before}{mark}").as_str())
}

/// Returns whether a space separates two lexemes.
fn is_apart(earlier: Option<&Lexeme>, before: &Lexeme, next: &Lexeme) -> bool {
    let is_range = |lexeme: &Lexeme| ["..", "..=", "..."].iter().any(|mark| lexeme.is(mark));
    if before.text.is_empty() || next.text.is_empty() || before.is("::") || next.is("::") {
        return false;
    }
    // A range has no spaces around it; the rest pattern `..` is not a range.
    if is_range(next) && before.ends_value() || is_range(before) && !next.is("}") {
        return false;
    }
    if before.is(".") || next.is(".") || ["?", ",", ";"].iter().any(|mark| next.is(mark)) || next.is(":") {
        return false;
    }
    if before.is("{") || next.is("}") {
        return !(before.is("{") && next.is("}"));
    }
    if before.kind == Kind::Open || next.kind == Kind::Close {
        return false;
    }
    if next.is("(") || next.is("[") {
        let is_macro = before.is("!") && earlier.is_some_and(|name| name.kind == Kind::Word);
        return !is_macro && !before.ends_value() && !is_prefix(earlier, before);
    }
    // `!` follows the name of a macro, or precedes an operand.
    if next.is("!") && before.kind == Kind::Word {
        return !before.ends_value();
    }
    !is_prefix(earlier, before)
}

/// Returns whether it is a prefix operator: `&`, `*`, `-`, `!` or `#` before a value.
fn is_prefix(earlier: Option<&Lexeme>, mark: &Lexeme) -> bool {
    let is_mark = ["&", "&&", "*", "-", "!", "#"].iter().any(|known| mark.is(known));
    // A prefix operator has no value before it.
    is_mark && !earlier.is_some_and(Lexeme::ends_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_comes_back() {
        for text in [
            "Known::Pending",
            "Known::Pending { since, .. }",
            "Some(desk) if desk.open",
            "Ok(_) | Err(Failure::Late)",
            "1..=5",
            "n @ 1..=5",
            "..=9",
            "Some(&Caller::Number(ref number))",
            "[first, .., last]",
            "-1 | 0",
            "(a, b) if a != b && !b.is_empty()",
            "app.look_up(&call.code).await",
            "app.find(call.id.as_str(), [1, 2])?.len() > 3",
            "format!(\"{}.mp3\", call.n)",
            "call.n + 1",
            "a - b * *c",
            "\"+1\".to_owned()",
            "&'static str",
            "Point { x: 1, y }",
            "crate::desk::open(call.at)",
            "matches!(call.from, Caller::Withheld)",
            "if call.n > 2 { 1 } else { 2 }",
        ] {
            assert_eq!(rust_source(&text.parse().unwrap()), text);
        }
    }
}

//! A tree as bytes: one token of the language per byte, and brackets. Any bytes are valid tokens.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Words and marks of the language, and some that are in it nowhere.
const WORDS: &str = include_str!("../words.txt");

/// The bytes before the first token: brackets that open, and one that closes the last of them.
const OPEN: [Delimiter; 3] = [Delimiter::Brace, Delimiter::Parenthesis, Delimiter::Bracket];
const CLOSE: u8 = 3;
const FIRST: usize = 4;

/// The tokens by byte, as text.
pub struct Vocabulary(Vec<TokenStream>);

impl Vocabulary {
    pub fn new() -> Self {
        let words = WORDS.lines().filter(|line| !line.is_empty()).take(256 - FIRST);
        Self(words.filter_map(|word| TokenStream::from_str(word).ok()).collect())
    }

    /// The tokens of some bytes; a byte that is not one is left out.
    pub fn decode(&self, bytes: &[u8]) -> TokenStream {
        let mut open: Vec<(Delimiter, TokenStream)> = vec![(Delimiter::None, TokenStream::new())];
        for byte in bytes {
            if let Some(delimiter) = OPEN.get(usize::from(*byte)) {
                open.push((*delimiter, TokenStream::new()));
            } else if *byte == CLOSE && open.len() > 1 {
                close(&mut open);
            } else if let (Some(token), Some((_, inner))) =
                (usize::from(*byte).checked_sub(FIRST).and_then(|word| self.0.get(word)), open.last_mut())
            {
                inner.extend(token.clone());
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().map_or_else(TokenStream::new, |(_, tokens)| tokens)
    }

    /// The bytes of some tokens; a token that has none is left out.
    pub fn encode(&self, tokens: TokenStream) -> Vec<u8> {
        let known: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        let mut bytes = Vec::new();
        encode(&known, tokens, &mut bytes);
        bytes
    }
}

fn close(open: &mut Vec<(Delimiter, TokenStream)>) {
    let Some((delimiter, inner)) = open.pop() else { return };
    if let Some((_, outer)) = open.last_mut() {
        outer.extend([TokenTree::from(Group::new(delimiter, inner))]);
    }
}

fn encode(known: &[String], tokens: TokenStream, bytes: &mut Vec<u8>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let [token, after @ ..] = rest {
        rest = after;
        if let TokenTree::Group(group) = token {
            let open = OPEN.iter().position(|delimiter| *delimiter == group.delimiter());
            bytes.extend(open.and_then(|byte| u8::try_from(byte).ok()));
            encode(known, group.stream(), bytes);
            bytes.extend(open.map(|_| CLOSE));
            continue;
        }
        // `=>` is two tokens of Rust and one word here; the longest word counts.
        let longest = (1..=tokens.len().min(3)).rev().find_map(|count| {
            let text = tokens.get(tokens.len() - after.len() - 1..)?.get(..count)?;
            let text = text.iter().cloned().collect::<TokenStream>().to_string();
            Some((known.iter().position(|word| *word == text)?, count))
        });
        if let Some((word, count)) = longest {
            bytes.extend(u8::try_from(word + FIRST));
            rest = after.get(count - 1..).unwrap_or_default();
        }
    }
}

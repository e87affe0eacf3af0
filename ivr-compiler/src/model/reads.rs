//! The fields of a call that the author's Rust reads: `call.zip`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// Returns every `call.name` in the tokens, including inside brackets.
pub(crate) fn reads(tokens: &TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    collect(tokens.clone(), "call", &mut found);
    found.into_iter().map(|(_, field)| field).collect()
}

/// Returns the uses of the queue in which a caller waits: the word `queue` of `queue.position`.
pub(crate) fn reads_of_queue(tokens: &TokenStream) -> impl Iterator<Item = Span> + use<> {
    let mut found = Vec::new();
    collect(tokens.clone(), "queue", &mut found);
    found
        .into_iter()
        .filter(|(_, field)| OF_QUEUE.iter().any(|known| field == known))
        .map(|(queue, _)| queue.span())
}

/// The facts that Twilio reports about a queue.
pub(crate) const OF_QUEUE: [&str; 4] = ["position", "waited", "average", "size"];

/// The names that every call has, so that no field can have them.
pub(super) const OF_CALL: [&str; 12] = [
    "id",
    "from",
    "to",
    "recording",
    "language",
    "step_id",
    "state",
    "ended_by",
    "caller_name",
    "forwarded_from",
    "answered_by",
    "stir_verstat",
];

/// Collects every field of `of`, and the word before it.
fn collect(tokens: TokenStream, of: &str, found: &mut Vec<(Ident, Ident)>) {
    let mut before: [Option<TokenTree>; 3] = [None, None, None];
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            collect(group.stream(), of, found);
        }
        if let ([outer, Some(TokenTree::Ident(call)), Some(TokenTree::Punct(dot))], TokenTree::Ident(field)) =
            (&before, &token)
        {
            let method = matches!(outer, Some(TokenTree::Punct(mark)) if mark.as_char() == '.');
            if call == of && dot.as_char() == '.' && !method {
                found.push((call.clone(), field.clone()));
            }
        }
        before.rotate_left(1);
        before[2] = Some(token);
    }
}

/// Returns an `.await` in the tokens, outside of nested blocks that may be `async` themselves.
pub(crate) fn awaits(tokens: &TokenStream) -> Option<Ident> {
    let mut dot = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) if dot && word == "await" => return Some(word),
            TokenTree::Punct(mark) => dot = mark.as_char() == '.',
            TokenTree::Group(group) => {
                if let Some(found) = awaits(&group.stream()) {
                    return Some(found);
                }
                dot = false;
            }
            _ => dot = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_call_are_found_wherever_they_stand() {
        let tokens: TokenStream =
            "app.find(&call.zip, |x| x.call.y) + call . noted - other.call.z".parse().unwrap();
        let names: Vec<String> = reads(&tokens).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["zip", "noted"]);
    }

    #[test]
    fn an_await_is_found_and_a_name_is_not() {
        assert!(awaits(&"app.find(x).await".parse().unwrap()).is_some());
        assert!(awaits(&"f(app.find(x).await?)".parse().unwrap()).is_some());
        assert!(awaits(&"await_nothing(x)".parse().unwrap()).is_none());
    }
}

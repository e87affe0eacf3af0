//! Values in place of literals, in texts and in clauses.

use proc_macro2::TokenStream;

use super::Format;
use crate::syntax::Text;

/// A value in place of a literal.
#[derive(Clone, Debug)]
pub(crate) enum Placeholder {
    /// `{account:digits}` in a text of this language; the name may be a path of fields.
    Field { name: Text, format: Format, language: String },
    /// A placeholder for a name that the pattern of a Rust `match` binds. Its value comes with the answer.
    Bound { name: Text, format: Format, language: String },
    /// `(expr)`.
    Expression(TokenStream),
    /// `dial (expr)`: one or several callees.
    Dialled(TokenStream),
    /// `(expr) keys`: the number of keys.
    Count(TokenStream),
    /// `hints (expr)`.
    Hints(TokenStream),
    /// `time_limit (expr)`.
    Seconds(TokenStream),
    /// `language (expr);`
    Language(TokenStream),
}

impl Placeholder {
    /// Returns the expression, if it is one.
    pub(crate) fn expression(&self) -> Option<&TokenStream> {
        match self {
            Self::Expression(expression)
            | Self::Dialled(expression)
            | Self::Count(expression)
            | Self::Hints(expression)
            | Self::Seconds(expression)
            | Self::Language(expression) => Some(expression),
            Self::Field { .. } | Self::Bound { .. } => None,
        }
    }
}

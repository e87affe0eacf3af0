//! Expressions in place of literals. Each has an index among the placeholders.

use proc_macro2::TokenStream;

use super::{Placeholder, values::Values};
use crate::syntax::{Computed, LanguageValue, Value};

impl Values {
    /// Returns the index of an expression for a callee.
    pub(super) fn dialled(&mut self, expression: TokenStream) -> usize {
        self.placeholders.push(Placeholder::Dialled(expression));
        self.placeholders.len() - 1
    }

    /// Assigns an index to the expression for the number of keys of an entry.
    pub(super) fn count(&mut self, count: Option<Computed>) -> Option<Computed> {
        count.map(|count| self.numbered(count, Placeholder::Count))
    }

    /// Assigns an index to the expression for a duration.
    pub(super) fn seconds(&mut self, length: Option<Computed>) -> Option<Computed> {
        length.map(|length| self.numbered(length, Placeholder::Seconds))
    }

    /// Assigns an index to the expression for further hints.
    pub(super) fn hints(&mut self, hints: Option<Computed>) -> Option<Computed> {
        hints.map(|hints| self.numbered(hints, Placeholder::Hints))
    }

    /// Assigns an index to the expression for a language.
    pub(super) fn language(&mut self, language: LanguageValue) -> LanguageValue {
        match language {
            LanguageValue::Tag(tag) => LanguageValue::Tag(tag),
            LanguageValue::Computed(choice) => {
                LanguageValue::Computed(self.numbered(choice, Placeholder::Language))
            }
        }
    }

    fn numbered(&mut self, computed: Computed, placeholder: fn(TokenStream) -> Placeholder) -> Computed {
        self.placeholders.push(placeholder(computed.expression.clone()));
        Computed { placeholder: self.placeholders.len() - 1, ..computed }
    }

    /// Assigns an index to the expression of a value.
    pub(super) fn value(&mut self, value: &mut Value) {
        if let Value::Computed { expression, placeholder } = value {
            *placeholder = self.placeholder(expression.clone());
        }
    }

    /// Returns the index of an expression in place of a literal.
    pub(super) fn placeholder(&mut self, expression: TokenStream) -> usize {
        self.placeholders.push(Placeholder::Expression(expression));
        self.placeholders.len() - 1
    }
}

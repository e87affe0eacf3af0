//! A placeholder in a text, such as `{account:digits}`: its position, and how the value is spoken.

use std::ops::Range;

use crate::text::{plural_categories, plural_form, takes_plural_forms};

/// How a value is spoken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Format {
    /// As `Display` writes it.
    Plain,
    /// `{code:digits}`: digit by digit.
    Digits,
    /// `{balance:money}`: an amount with its currency.
    Money,
    /// `{due:date}`: a date.
    Date,
    /// `{opens:time}`: a time of day.
    Time,
    /// `{noted:plural symptom|symptoms}`: a count with its noun, in each plural form of the language.
    Plural(Vec<String>),
    /// `{noted:plural_word symptom|symptoms}`: only the noun for a count.
    PluralWord(Vec<String>),
}

impl Format {
    /// The names of the formats.
    pub const NAMES: [&'static str; 6] =
        ["digits", "money", "date", "time", "plural one|other", "plural_word one|other"];

    /// Returns the placeholder of a field as it is written.
    pub fn written(&self, field: &str) -> String {
        match self {
            Self::Plain => format!("{{{field}}}"),
            Self::Digits => format!("{{{field}:digits}}"),
            Self::Money => format!("{{{field}:money}}"),
            Self::Date => format!("{{{field}:date}}"),
            Self::Time => format!("{{{field}:time}}"),
            Self::Plural(forms) => format!("{{{field}:plural {}}}", forms.join("|")),
            Self::PluralWord(forms) => format!("{{{field}:plural_word {}}}", forms.join("|")),
        }
    }

    /// Returns what is wrong with the number of plural forms for a language, and what to write instead.
    pub fn wrong_forms(&self, language: &str) -> Option<(String, String)> {
        let (Self::Plural(forms) | Self::PluralWord(forms)) = self else { return None };
        if takes_plural_forms(language, forms.len()) {
            return None;
        }
        let categories = plural_categories(language).join("|");
        let written = forms.join("|");
        let (given, s) = (forms.len(), if forms.len() == 1 { "" } else { "s" });
        let message = format!("`{written}` is {given} plural form{s}, and `{language}` has `{categories}`");
        Some((message, format!("write one form for each: {}", sampled(language))))
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "digits" => Self::Digits,
            "money" => Self::Money,
            "date" => Self::Date,
            "time" => Self::Time,
            _ => {
                let (name, forms) = name.split_once(char::is_whitespace)?;
                let forms: Vec<String> = forms.split('|').map(|form| form.trim().to_owned()).collect();
                match name {
                    _ if forms.iter().any(String::is_empty) => return None,
                    "plural" => Self::Plural(forms),
                    "plural_word" => Self::PluralWord(forms),
                    _ => return None,
                }
            }
        })
    }
}

/// Returns the plural categories of a language, each with its first numbers: `one` (1, 21, 31).
fn sampled(language: &str) -> String {
    let categories = plural_categories(language);
    let sample = |place: usize| -> String {
        let numbers =
            (0..200_u8).filter(|count| plural_form(u128::from(*count), language, categories.len()) == place);
        numbers.take(3).map(|count| count.to_string()).collect::<Vec<_>>().join(", ")
    };
    let each = categories.iter().enumerate().map(|(place, name)| format!("`{name}` ({})", sample(place)));
    each.collect::<Vec<_>>().join(", ")
}

/// A part of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Literal text, with `{{` and `}}` unescaped.
    Words(String),
    /// A placeholder.
    Placeholder {
        /// The field, or a path that begins with it: `stop.name`.
        name: String,
        /// How its value is spoken.
        format: Format,
    },
}

/// An error in the braces of a text, with its byte range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlaceholderError {
    pub message: String,
    pub place: Range<usize>,
}

/// Splits a text into its parts.
pub fn pieces(text: &str) -> Result<Vec<Piece>, PlaceholderError> {
    if !has_brace(text) {
        let words = Piece::Words(text.to_owned());
        return Ok(if text.is_empty() { Vec::new() } else { vec![words] });
    }
    let mut found = Vec::new();
    let mut words = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match (letter, letters.peek().map(|(_, next)| *next)) {
            ('{', Some('{')) | ('}', Some('}')) => {
                letters.next();
                words.push(letter);
            }
            ('}', _) => {
                return Err(PlaceholderError { message: "a `}` without its `{`".into(), place: at..at + 1 });
            }
            ('{', _) => {
                let rest = text.get(at + 1..).unwrap_or_default();
                let Some(length) = rest.find('}') else {
                    return Err(PlaceholderError {
                        message: "a `{` without its `}`".into(),
                        place: at..text.len(),
                    });
                };
                let inside = rest.get(..length).unwrap_or_default();
                if !words.is_empty() {
                    found.push(Piece::Words(std::mem::take(&mut words)));
                }
                found.push(hole(inside, at)?);
                while letters.next_if(|(next, _)| *next <= at + 1 + length).is_some() {}
            }
            _ => words.push(letter),
        }
    }
    if !words.is_empty() {
        found.push(Piece::Words(words));
    }
    Ok(found)
}

/// Returns whether a text contains braces, so that it may consist of more than one part. Slice patterns are used
/// because they call no functions, which is faster in a macro that is compiled without optimization.
pub fn has_brace(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if matches!(byte, b'{' | b'}') {
            return true;
        }
        rest = after;
    }
    false
}

fn hole(inside: &str, at: usize) -> Result<Piece, PlaceholderError> {
    let place = at..at + inside.len() + 2;
    let (name, format) = match inside.split_once(':') {
        None => (inside, Format::Plain),
        Some((name, format)) => {
            let known = Format::named(format.trim());
            let message = || format!("format `{}` is unknown", format.trim());
            (name, known.ok_or_else(|| PlaceholderError { message: message(), place: place.clone() })?)
        }
    };
    let name = name.trim();
    if is_path(name) {
        return Ok(Piece::Placeholder { name: name.to_owned(), format });
    }
    Err(PlaceholderError { message: format!("`{{{inside}}}` is not a placeholder"), place })
}

/// Returns the field at the beginning of a placeholder: `stop` of `stop.name`.
pub fn field_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(field, _)| field)
}

/// Returns whether it is a field or a path of fields. Elements of tuples are numbers.
fn is_path(name: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    let begins_with_digit = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let is_element = |part: &str| !begins_with_digit(part) || part.bytes().all(|byte| byte.is_ascii_digit());
    name.split('.').enumerate().all(|(place, part)| {
        is_word(part) && if place == 0 { !begins_with_digit(part) } else { is_element(part) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_may_be_a_path_of_fields() {
        for path in ["stop.name", "stop.line.number", "pair.0", "stop.times.12"] {
            let placeholder = Piece::Placeholder { name: path.into(), format: Format::Digits };
            assert_eq!(pieces(&format!("{{{path}:digits}}")), Ok(vec![placeholder]));
            assert_eq!(field_of(path), path.split('.').next().unwrap());
        }
        for other in ["stop.", ".name", "stop..name", "0.name", "stop.1st", "stop.name()", "stop. name"] {
            assert!(pieces(&format!("{{{other}}}")).is_err(), "{other}");
        }
    }

    #[test]
    fn a_text_falls_into_words_and_placeholders() {
        assert_eq!(
            pieces("Zip {zip:digits}, {{sic}}, {name}.{n:plural day | days}"),
            Ok(vec![
                Piece::Words("Zip ".into()),
                Piece::Placeholder { name: "zip".into(), format: Format::Digits },
                Piece::Words(", {sic}, ".into()),
                Piece::Placeholder { name: "name".into(), format: Format::Plain },
                Piece::Words(".".into()),
                Piece::Placeholder {
                    name: "n".into(),
                    format: Format::Plural(vec!["day".into(), "days".into()])
                },
            ])
        );
    }

    #[test]
    fn braces_that_do_not_fit_are_told() {
        for (text, message) in [
            ("a { b", "a `{` without its `}`"),
            ("a } b", "a `}` without its `{`"),
            ("{zip:loud}", "format `loud` is unknown"),
            ("{}", "`{}` is not a placeholder"),
            ("{a b}", "`{a b}` is not a placeholder"),
        ] {
            assert_eq!(pieces(text).unwrap_err().message, message, "{text}");
        }
    }
}

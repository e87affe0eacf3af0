//! The fields in a request to a named start: `start outbound Begin with { campaign: Digits };`.

use std::fmt;

use super::Entry;

/// The fields of a request, from its query and its form. `Debug` does not show their values.
///
/// ```
/// use ivr_runtime::speak::{Digits, Given};
///
/// let given = Given::new(&[("campaign", "7"), ("CallSid", "CA1")]);
/// let mut campaign = Digits::default();
/// given.read(&mut campaign, "campaign", false, "en-US").unwrap();
/// assert_eq!(campaign, "7");
///
/// let error = given.read(&mut campaign, "number", false, "en-US").unwrap_err();
/// assert_eq!(error.to_string(), "the field `number` is missing");
/// ```
#[derive(Clone, Copy)]
pub struct Given<'a>(&'a [(&'a str, &'a str)]);

impl<'a> Given<'a> {
    /// Creates the fields from names and values. Of repeated names, the first counts.
    #[must_use]
    pub fn new(fields: &'a [(&'a str, &'a str)]) -> Self {
        Self(fields)
    }

    /// Parses a field like an entry: keys, or speech in `language`. If the field is missing and `optional`, it is
    /// unchanged.
    ///
    /// # Errors
    ///
    /// Returns an error if the field is missing and not `optional`, or if its type does not accept the text.
    pub fn read<T: Entry>(
        self,
        field: &mut T,
        name: &'static str,
        optional: bool,
        language: &str,
    ) -> Result<(), UnreadFieldError> {
        let Some((_, text)) = self.0.iter().find(|(own, _)| *own == name) else {
            return if optional { Ok(()) } else { Err(UnreadFieldError { name, is_missing: true }) };
        };
        let is_keys = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'*' | b'#');
        let keys = Some(*text).filter(|text| text.bytes().all(is_keys)).and_then(T::from_keys);
        let value = keys.or_else(|| T::from_speech(text, None, language));
        *field = value.ok_or(UnreadFieldError { name, is_missing: false })?;
        Ok(())
    }
}

/// Does not show the values, which may be private.
impl fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given").finish_non_exhaustive()
    }
}

/// The error for a field of a named start that a request does not fill.
///
/// ```
/// use ivr_runtime::speak::{Digits, Given};
/// let given = Given::new(&[("campaign", "spring")]);
/// let error = given.read(&mut Digits::default(), "campaign", false, "en-US").unwrap_err();
/// assert_eq!(error.to_string(), "the field `campaign` does not take its text");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnreadFieldError {
    name: &'static str,
    is_missing: bool,
}

impl fmt::Display for UnreadFieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.is_missing { "is missing" } else { "does not take its text" };
        write!(f, "the field `{}` {why}", self.name)
    }
}

impl std::error::Error for UnreadFieldError {}

#[cfg(test)]
mod tests {
    use super::super::{Digits, Speech};
    use super::*;

    fn read<T: Entry + Default>(text: &str) -> Option<T> {
        let (mut field, fields) = (T::default(), [("field", text)]);
        Given::new(&fields).read(&mut field, "field", false, "en-US").is_ok().then_some(field)
    }

    #[test]
    fn keys_and_words_are_read_as_entries() {
        assert_eq!(read::<Digits>("06457").unwrap(), "06457");
        assert_eq!(read::<Digits>("four two").unwrap(), "42");
        assert_eq!(read::<Digits>("spring"), None);
        assert_eq!(read::<String>("+14158675309").unwrap(), "+14158675309");
        assert_eq!(read::<String>("7").unwrap(), "7");
        assert_eq!(read::<String>(""), None);
        assert!(read::<Speech>("7").is_some());
    }

    #[test]
    fn a_missing_field_keeps_its_value_only_where_it_may() {
        let given = Given::new(&[]);
        let mut field = Digits::from_keys("1");
        assert_eq!(given.read(&mut field, "field", true, "en-US"), Ok(()));
        assert_eq!(field, Digits::from_keys("1"));
        assert!(given.read(&mut field, "field", false, "en-US").is_err());
    }

    #[test]
    fn of_repeated_fields_the_first_counts() {
        let mut field = String::new();
        let given = Given::new(&[("field", "1"), ("field", "2")]);
        given.read(&mut field, "field", false, "en-US").unwrap();
        assert_eq!(field, "1");
    }

    #[test]
    fn nothing_that_is_given_is_shown() {
        assert_eq!(format!("{:?}", Given::new(&[("pin", "1234")])), "Given { .. }");
    }
}

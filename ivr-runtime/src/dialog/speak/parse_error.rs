//! The error for a text in another format.

/// The error for a text that is not a [`Digits`](super::Digits), [`Date`](super::Date), [`Time`](super::Time) or
/// [`Currency`](super::Currency). Its message describes the format, and does not contain the text.
///
/// ```
/// use ivr_runtime::speak::{Date, Digits};
/// let error = "six".parse::<Digits>().unwrap_err();
/// assert_eq!(error.to_string(), "keys are 0 to 9, * and #");
/// let error = "2026-02-30".parse::<Date>().unwrap_err();
/// assert_eq!(error.to_string(), "a date is written as 2026-03-01 and must exist");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub(super) &'static str);

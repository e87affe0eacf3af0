//! The values of a `gather` that depend on the call: the number of keys, and the hints.

/// The number of keys of an entry, as a whole number.
///
/// ```
/// use ivr_runtime::speak::KeyCount;
/// assert_eq!((4_u8.key_count(), (-1_i32).key_count()), (Some(4), None));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of keys",
    label = "not a whole number",
    note = "`(expr) keys` takes `u8`, `u16`, `u32`, `u64`, `usize` and `i32`"
)]
pub trait KeyCount {
    /// Returns the number, or `None` if no entry can have it.
    fn key_count(&self) -> Option<u32>;
}

macro_rules! counts {
    ($($number:ty),*) => {
        $(impl KeyCount for $number {
            fn key_count(&self) -> Option<u32> {
                u32::try_from(*self).ok()
            }
        })*
    };
}

counts!(u8, u16, u32, u64, usize, i32);

impl<T: KeyCount + ?Sized> KeyCount for &T {
    fn key_count(&self) -> Option<u32> {
        (**self).key_count()
    }
}

/// Returns the number as text, or an empty text if no entry can have it. For generated code, so that rustc reports a
/// value of another type at that value.
#[doc(hidden)]
#[must_use]
pub fn key_count<T: KeyCount + ?Sized>(value: &T) -> String {
    value.key_count().map(|count| count.to_string()).unwrap_or_default()
}

/// Hints for the recognizer: a list of texts.
///
/// ```
/// use ivr_runtime::speak::Hints;
/// assert_eq!(vec!["Paris".to_owned()].texts(), ["Paris"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`hints` takes a list of texts, and not `{Self}`",
    label = "not a list of texts",
    note = "`hints (expr)` takes `Vec`, slices and arrays of `String` or `&str`"
)]
pub trait Hints {
    /// Returns the texts.
    fn texts(&self) -> Vec<&str>;
}

impl<T: AsRef<str>> Hints for [T] {
    fn texts(&self) -> Vec<&str> {
        self.iter().map(AsRef::as_ref).collect()
    }
}

impl<T: AsRef<str>> Hints for Vec<T> {
    fn texts(&self) -> Vec<&str> {
        self.as_slice().texts()
    }
}

impl<T: AsRef<str>, const N: usize> Hints for [T; N] {
    fn texts(&self) -> Vec<&str> {
        self.as_slice().texts()
    }
}

impl<T: Hints + ?Sized> Hints for &T {
    fn texts(&self) -> Vec<&str> {
        (**self).texts()
    }
}

/// Returns all hints, one per line. For generated code, so that rustc reports a value of another type at that value.
#[doc(hidden)]
#[must_use]
pub fn hints<T: Hints + ?Sized>(value: &T) -> String {
    let lines = value.texts().into_iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a duration in whole seconds. For generated code, so that rustc reports a value of another type at that
/// value.
#[doc(hidden)]
#[must_use]
pub fn seconds(length: &std::time::Duration) -> String {
    length.as_secs().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_number_and_hints_are_lines() {
        assert_eq!(
            (key_count(&4_usize), key_count(&&6_u8), key_count(&-1)),
            ("4".into(), "6".into(), String::new())
        );
        assert_eq!(key_count(&u64::MAX), "");
        assert_eq!(hints(&["a", "b\nc"]), "a\nb c");
        assert_eq!(hints(&Vec::<String>::new()), "");
    }
}

//! The numbers and names that `dial (…)` calls.

use std::borrow::Cow;

use super::{Digits, Speech};
use crate::dialog::data::Caller;

/// A value of `dial (…)`: a number or a name, or several of them.
///
/// ```
/// use ivr_runtime::speak::Callees;
/// let mut found = Vec::new();
/// vec!["+12345678900", "+12345678901"].callees(&mut |callee| found.push(callee.to_owned()));
/// assert_eq!(found, ["+12345678900", "+12345678901"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`dial` cannot call `{Self}`",
    label = "neither a number nor several of them",
    note = "`dial (…)` takes `String`, `&str`, `Digits`, `Caller`, and `Vec`, arrays or `Option` of these"
)]
pub trait Callees {
    /// Passes each callee to `tell`, in order.
    fn callees(&self, tell: &mut dyn FnMut(&str));
}

impl Callees for str {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        tell(self);
    }
}

impl Callees for String {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        tell(self);
    }
}

impl Callees for Cow<'_, str> {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        tell(self);
    }
}

impl Callees for Digits {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        tell(self.as_ref());
    }
}

impl Callees for Speech {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        tell(self.as_ref());
    }
}

/// A caller who withholds the number cannot be called.
impl Callees for Caller {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        match self {
            Self::Number(name) | Self::Client(name) | Self::Sip(name) => tell(name),
            Self::Withheld => {}
        }
    }
}

impl<T: Callees + ?Sized> Callees for &T {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        (**self).callees(tell);
    }
}

impl<T: Callees> Callees for [T] {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        self.iter().for_each(|each| each.callees(tell));
    }
}

impl<T: Callees, const N: usize> Callees for [T; N] {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        self.as_slice().callees(tell);
    }
}

impl<T: Callees> Callees for Vec<T> {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        self.as_slice().callees(tell);
    }
}

impl<T: Callees> Callees for Option<T> {
    fn callees(&self, tell: &mut dyn FnMut(&str)) {
        self.iter().for_each(|each| each.callees(tell));
    }
}

/// Returns all callees, one per line. For generated code, so that rustc reports a value of another type at that
/// value.
#[doc(hidden)]
#[must_use]
pub fn callees<T: Callees + ?Sized>(value: &T) -> String {
    let mut lines: Vec<String> = Vec::new();
    // A line break separates callees. A callee that contains one is not valid, and must not become two.
    value.callees(&mut |callee| lines.push(callee.replace('\n', "\u{b}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_several_and_none_are_a_line_each() {
        assert_eq!(callees("+1"), "+1");
        assert_eq!(callees(&vec!["+1".to_owned(), "+2".to_owned()]), "+1\n+2");
        assert_eq!(callees(&[Some("+1"), None]), "+1");
        assert_eq!(callees(&Vec::<String>::new()), "");
        assert_eq!(callees(&Caller::Withheld), "");
        assert_eq!(callees(&Caller::parse("client:alice")), "alice");
        assert_eq!(callees("+1\n+2").lines().count(), 1);
    }
}

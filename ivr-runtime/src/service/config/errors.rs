//! Errors in the settings, reported all at once.

use std::fmt::{self, Display, Formatter};

/// An error in a setting.
///
/// ```
/// # fn show(errors: &ivr_runtime::config::SettingErrors) {
/// for error in errors.iter() {
///     eprintln!("{error}");
/// }
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettingError {
    setting: &'static str,
    why: String,
}

impl SettingError {
    /// Creates an error. `why` says what is wrong with the setting, and what to write instead.
    pub fn new(setting: &'static str, why: impl Into<String>) -> Self {
        Self { setting, why: why.into() }
    }

    pub(super) fn is_about(&self, setting: &str) -> bool {
        self.setting == setting
    }
}

impl Display for SettingError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.why)
    }
}

/// All errors in the settings; at least one.
///
/// ```
/// # use ivr_runtime::{tree::*, config::Settings};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Acme { Goodbye }
/// # impl PhoneTree for Acme { type App = (); type Data = (); const NAME: &'static str = "Acme";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Acme","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Acme::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let settings = Settings::new().unsigned().public_url("example.com").mounted_at("voice");
/// let errors = ivr_runtime::router::<Acme>((), &settings).unwrap_err();
/// assert_eq!(errors.iter().count(), 2);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettingErrors(Vec<SettingError>);

impl SettingErrors {
    /// Returns the errors in the order of the settings.
    pub fn iter(&self) -> impl Iterator<Item = &SettingError> {
        self.0.iter()
    }

    pub(super) fn of(errors: Vec<SettingError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self(errors)) }
    }
}

impl From<SettingError> for SettingErrors {
    fn from(error: SettingError) -> Self {
        Self(vec![error])
    }
}

impl FromIterator<SettingError> for SettingErrors {
    fn from_iter<I: IntoIterator<Item = SettingError>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

impl Display for SettingErrors {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingErrors {}

//! What is wrong with the settings, all of it at once.

use std::fmt::{Display, Formatter, Result as Written};

/// One setting that cannot be used.
///
/// ```
/// # fn show(mistakes: &ivr_runtime::config::Mistakes) {
/// for mistake in mistakes.iter() {
///     eprintln!("{mistake}");
/// }
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    setting: &'static str,
    why: String,
}

impl Mistake {
    /// `why` says what is wrong with the setting, and what to write instead.
    pub fn new(setting: &'static str, why: impl Into<String>) -> Self {
        Self { setting, why: why.into() }
    }

    pub(super) fn is_about(&self, setting: &str) -> bool {
        self.setting == setting
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        write!(f, "{}: {}", self.setting, self.why)
    }
}

/// Everything that is wrong with the settings; at least one thing.
///
/// ```
/// # use ivr_runtime::{tree::*, config::Settings};
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Acme { Goodbye }
/// # impl PhoneTree for Acme { type App = (); type Data = (); const NAME: &'static str = "Acme";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Acme","language":"en-US","starts":[{"state":"Goodbye"}],"states":[{"name":"Goodbye","verb":"hangup"}]}"#;
/// #   const STATES: &'static [Self] = &[Acme::Goodbye]; const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let settings = Settings::new().unsigned().public_url("example.com").mounted_at("voice");
/// let mistakes = ivr_runtime::router::<Acme>((), &settings).unwrap_err();
/// assert_eq!(mistakes.iter().count(), 2);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// The mistakes in the order of the settings.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }

    pub(super) fn of(mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self(mistakes)) }
    }
}

impl From<Mistake> for Mistakes {
    fn from(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }
}

impl FromIterator<Mistake> for Mistakes {
    fn from_iter<I: IntoIterator<Item = Mistake>>(mistakes: I) -> Self {
        Self(mistakes.into_iter().collect())
    }
}

impl Display for Mistakes {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        for (place, mistake) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

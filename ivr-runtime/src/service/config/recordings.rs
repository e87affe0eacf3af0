//! The locations of recordings that replace those in the tree, and the credentials of a private bucket.

use std::{ffi::OsString, fmt};

use super::{SettingError, Settings};
use crate::audio::{self, S3, VARIABLES};

/// The settings for recordings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recordings {
    /// The base URLs that replace those of the tree.
    pub(crate) bases: Vec<Base>,
    pub(crate) s3: S3,
    /// Whether nobody fetches recordings, so that nothing is signed.
    pub(crate) rehearsed: bool,
}

/// A base URL of recordings.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Base {
    /// The language of the recordings; `None` for all languages.
    pub(crate) language: Option<String>,
    pub(crate) url: String,
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may contain a password.
        write!(f, "Base({})", self.language.as_deref().unwrap_or("…"))
    }
}

impl Settings {
    /// Sets the base URL of recordings, which replaces the tree's `audio`: a web address, or a private bucket as
    /// `s3://bucket/folder/`, which requires [`s3`](Self::s3). In a tree with several languages it is the address for
    /// one of them, as `fr-FR=https://prompts.example/fr/`; several are separated by blanks.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().audio("https://staging.example/prompts/");
    /// let two = Settings::new().audio("fr-FR=https://staging.example/fr/ en-US=https://staging.example/en/");
    /// # let _ = (settings, two);
    /// ```
    pub fn audio(self, url: &str) -> Self {
        let bases = url.split_whitespace().map(base).collect();
        self.set("audio", bases, |settings| &mut settings.recordings.bases)
    }

    /// Sets the credentials of a private bucket.
    ///
    /// ```
    /// # use ivr_runtime::config::{S3, Settings};
    /// let s3 = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3");
    /// let settings = Settings::new().audio("s3://prompts/acme/").s3(s3);
    /// assert!(!format!("{settings:?}").contains("wJal"));
    /// ```
    pub fn s3(mut self, s3: S3) -> Self {
        self.recordings.s3 = s3;
        self
    }

    /// Creates settings for calls within this process: nothing is verified, stored in a file or fetched.
    #[cfg(feature = "serve")]
    pub fn rehearsal() -> Self {
        let mut settings = Self::new().unsigned().store("memory:");
        settings.recordings.rehearsed = true;
        settings
    }

    /// Reads the credentials of the bucket from the environment.
    pub(super) fn s3_from(mut self, read: impl Fn(&str) -> Option<OsString>) -> Self {
        for name in VARIABLES {
            match read(name).map(OsString::into_string) {
                None => {}
                Some(Ok(value)) if value.trim().is_empty() => {}
                Some(Ok(value)) => {
                    self.recordings.s3 = std::mem::take(&mut self.recordings.s3).variable(name, &value);
                }
                Some(Err(_)) => self.errors.push(SettingError::new(name, "it is not valid UTF-8 text")),
            }
        }
        self
    }
}

/// Parses `URL` or `fr-FR=URL`.
fn base(text: &str) -> Result<Base, String> {
    let tagged = text.split_once('=').filter(|(tag, _)| !tag.contains("://"));
    let (language, url) = tagged.map_or((None, text), |(tag, url)| (Some(tag.to_owned()), url));
    match audio::base_fault(url) {
        Some(fault) => Err(fault),
        None => Ok(Base { language, url: url.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::config::Host;

    fn bases(settings: &Settings) -> Vec<(Option<String>, String)> {
        let checked = settings.clone().unsigned().check(Host::Theirs).unwrap();
        checked.recordings.bases.into_iter().map(|base| (base.language, base.url)).collect()
    }

    #[test]
    fn one_address_is_for_all_and_several_are_for_their_languages() {
        let one = Settings::new().audio(" https://a.example/x?y=z ");
        assert_eq!(bases(&one), [(None, "https://a.example/x?y=z".to_owned())]);
        let two = one.audio("fr-FR=s3://prompts/fr/ en-US=http://a.example/en/");
        let expected = [("fr-FR", "s3://prompts/fr/"), ("en-US", "http://a.example/en/")];
        assert_eq!(bases(&two), expected.map(|(tag, url)| (Some(tag.to_owned()), url.to_owned())));
        assert!(bases(&two.audio("")).is_empty(), "what is said last counts");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in
            ["prompts/", "ftp://a.example/", "https://", "s3://", "s3://Prompts/", "fr-FR=", "file:///a"]
        {
            let errors = Settings::new().audio(wrong).unsigned().check(Host::Theirs).unwrap_err();
            assert!(errors.to_string().starts_with("audio: "), "{wrong}: {errors}");
        }
    }

    #[test]
    fn the_environment_is_read_as_the_tools_of_the_store_read_it() {
        let read = |pairs: &'static [(&str, &str)]| {
            let value =
                |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
            Settings::new().s3_from(value).recordings.s3
        };
        let keys = [("AWS_ACCESS_KEY_ID", " AKIA\n"), ("AWS_SECRET_ACCESS_KEY", "secret")];
        let said = S3::new("AKIA", "secret", "eu-west-3");
        let named = |region: &'static [(&str, &str)]| {
            let pairs: &'static _ = Box::leak([&keys, region].concat().into_boxed_slice());
            read(pairs)
        };
        assert_eq!(named(&[("AWS_REGION", "eu-west-3")]), said);
        assert_eq!(named(&[("AWS_DEFAULT_REGION", "eu-west-3"), ("AWS_REGION", "")]), said);
        assert_eq!(named(&[("AWS_REGION", "eu-west-3"), ("AWS_DEFAULT_REGION", "us-east-1")]), said);
        let more =
            [("AWS_REGION", "auto"), ("AWS_ENDPOINT_URL", "https://a.example"), ("AWS_SESSION_TOKEN", "t")];
        let more: &'static _ = Box::leak(Box::new(more));
        let said = S3::new("AKIA", "secret", "auto").endpoint("https://a.example").session_token("t");
        assert_eq!(named(more), said);
    }
}

//! What the environment says of the settings. Nobody else reads it.

use std::ffi::OsString;

use super::{AUTH_TOKEN, AUTH_TOKEN_FILE, Mistake, Settings};

/// Takes what a variable holds.
type Set = fn(Settings, &str) -> Settings;

/// The variables, and what each of them sets.
const VARIABLES: [(&str, Set); 11] = [
    (AUTH_TOKEN, Settings::auth_token),
    (AUTH_TOKEN_FILE, Settings::auth_token_file),
    ("IVR_BIND", Settings::bind),
    ("IVR_TLS_CERT", Settings::tls_cert),
    ("IVR_TLS_KEY", Settings::tls_key),
    ("IVR_PUBLIC_URL", Settings::public_url),
    ("IVR_STORE", Settings::store),
    ("IVR_WORDS", Settings::words),
    ("IVR_LOG", Settings::log),
    ("IVR_AUDIO", Settings::audio),
    ("IVR_SPOKEN", Settings::spoken_as),
];

impl Settings {
    /// What the environment says: `TWILIO_AUTH_TOKEN` or `TWILIO_AUTH_TOKEN_FILE`, `IVR_BIND`, `IVR_TLS_CERT`,
    /// `IVR_TLS_KEY`, `IVR_PUBLIC_URL`, `IVR_STORE`, `IVR_WORDS`, `IVR_LOG`, `IVR_AUDIO`, and `IVR_SPOKEN`, which is
    /// `true` or `false`; for recordings in a private bucket `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_SESSION_TOKEN` and `AWS_ENDPOINT_URL`.
    ///
    /// An empty variable counts as none.
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::from_env().mounted_at("/voice");
    /// # let _ = settings;
    /// ```
    pub fn from_env() -> Self {
        // The one place where the environment is read.
        Self::from_variables(|name| std::env::var_os(name))
    }

    fn from_variables(read: impl Fn(&str) -> Option<OsString>) -> Self {
        let mut settings = Self::new().s3_from(&read);
        for (name, set) in VARIABLES {
            match read(name).map(OsString::into_string) {
                None => {}
                Some(Ok(value)) if value.trim().is_empty() => {}
                Some(Ok(_)) if name == AUTH_TOKEN_FILE && settings.auth_token.is_some() => {
                    let why = format!("{AUTH_TOKEN} and {AUTH_TOKEN_FILE} are both set: unset one of them");
                    settings.mistakes.push(Mistake::new("auth token", why));
                }
                Some(Ok(value)) => settings = set(settings, &value),
                Some(Err(_)) => settings.mistakes.push(Mistake::new(name, "it is no UTF-8 text")),
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Host;

    fn environment(pairs: &[(&str, &str)]) -> Settings {
        Settings::from_variables(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_environment_is_read_and_an_empty_variable_counts_as_none() {
        let settings = environment(&[
            ("TWILIO_AUTH_TOKEN", " \n"),
            ("IVR_BIND", "[::1]:8080"),
            ("IVR_PUBLIC_URL", ""),
            ("IVR_TLS_CERT", ""),
            ("IVR_SPOKEN", "true"),
        ]);
        let checked = settings.check(Host::Ours).unwrap();
        assert!(checked.spoken);
        assert_eq!(checked.bind, "[::1]:8080".parse().unwrap());
        assert!(checked.key.is_none() && checked.public_url.is_none() && checked.tls.is_none());
    }

    #[test]
    fn what_is_said_later_replaces_a_mistake_in_the_environment() {
        let settings = environment(&[("IVR_BIND", "everywhere")]);
        assert!(settings.check(Host::Ours).is_err());
        assert!(settings.bind("localhost:0").check(Host::Ours).is_ok());
    }

    #[test]
    fn the_token_is_read_from_a_file_as_it_is_from_a_variable() {
        let path = std::env::temp_dir().join(format!("ivr-token-{}", std::process::id()));
        let file = path.to_str().unwrap();
        let signed = |settings: Settings| {
            settings
                .check(Host::Ours)
                .map(|checked| checked.key.map(|key| key.sign("https://a.example/", &[])))
        };
        let expected = signed(environment(&[("TWILIO_AUTH_TOKEN", "12345")]));
        std::fs::write(&path, "12345\n").unwrap();
        assert_eq!(signed(environment(&[("TWILIO_AUTH_TOKEN_FILE", file)])), expected);
        let both = signed(environment(&[("TWILIO_AUTH_TOKEN", "12345"), ("TWILIO_AUTH_TOKEN_FILE", file)]));
        assert!(both.unwrap_err().to_string().contains("both set: unset one"));
        std::fs::write(&path, "").unwrap();
        let empty = signed(environment(&[("TWILIO_AUTH_TOKEN_FILE", file)])).unwrap_err().to_string();
        assert!(empty.contains("is empty"), "{empty}");
        std::fs::remove_file(&path).unwrap();
        let missing = signed(environment(&[("TWILIO_AUTH_TOKEN_FILE", file)])).unwrap_err().to_string();
        assert!(missing.contains(file) && missing.contains("cannot be read"), "{missing}");
    }
}

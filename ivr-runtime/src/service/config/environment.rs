//! The settings in the environment. Only this module reads it.

use std::ffi::OsString;

use ivr_core::prompt_file::nearest;

use super::{
    AUTH_TOKEN, AUTH_TOKEN_FILE, LIMIT_SETTINGS, SHARED_KEY, SHARED_KEY_FILE, SettingError, Settings,
};

/// Applies the value of a variable.
type Set = fn(Settings, &str) -> Settings;

/// The variables, the setting of each, and how it is applied.
const VARIABLES: [(&str, &str, Set); 22] = [
    (AUTH_TOKEN, "auth token", Settings::auth_token),
    (AUTH_TOKEN_FILE, "auth token", Settings::auth_token_file),
    (SHARED_KEY, "shared key", Settings::shared_key),
    (SHARED_KEY_FILE, "shared key", Settings::shared_key_file),
    ("IVR_BIND", "bind", Settings::bind),
    ("IVR_ADMIN_BIND", "admin bind", Settings::admin_bind),
    ("IVR_TLS_CERT", "TLS certificate", Settings::tls_cert),
    ("IVR_TLS_KEY", "TLS key", Settings::tls_key),
    ("IVR_PUBLIC_URL", "public URL", Settings::public_url),
    ("IVR_STORE", "store", Settings::store),
    ("IVR_PROMPTS", "prompts", Settings::prompts),
    ("IVR_LOG", "log", Settings::log),
    ("IVR_EVENTS", "events", Settings::events),
    ("IVR_AUDIO", "audio", Settings::audio),
    ("IVR_SPOKEN", "spoken", Settings::spoken_as),
    ("TWILIO_ACCOUNT_SID", "account", Settings::account_sid),
    ("TWILIO_API_KEY", "API key", Settings::api_key),
    ("TWILIO_API_SECRET", "API secret", Settings::api_secret),
    ("TWILIO_REGION", "region", Settings::region),
    ("TWILIO_EDGE", "edge", Settings::edge),
    ("IVR_API_URL", "API URL", Settings::api_url),
    ("IVR_OVERLOAD_MESSAGE", "overload message", Settings::overload_message),
];

/// Variables of an earlier version, with their new names.
const RENAMED: [(&str, &str); 1] = [("IVR_WORDS", "IVR_PROMPTS")];

impl Settings {
    /// Returns the settings of the environment: `TWILIO_AUTH_TOKEN` or `TWILIO_AUTH_TOKEN_FILE`, `TWILIO_SHARED_KEY`
    /// or `TWILIO_SHARED_KEY_FILE`, `IVR_BIND`, `IVR_ADMIN_BIND`, `IVR_TLS_CERT`, `IVR_TLS_KEY`, `IVR_PUBLIC_URL`,
    /// `IVR_STORE`, `IVR_PROMPTS`, `IVR_LOG`, `IVR_EVENTS`, `IVR_AUDIO`, `IVR_OVERLOAD_MESSAGE`, and `IVR_SPOKEN`,
    /// which is `true` or `false`; for recordings in a private bucket `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_ENDPOINT_URL`; for the account that `doctor` reads
    /// `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY`, `TWILIO_API_SECRET`, `TWILIO_REGION`, `TWILIO_EDGE` and `IVR_API_URL`.
    ///
    /// The limits in `docs/deploy.md` are variables, too: `IVR_MAX_CONNECTIONS` and so on.
    ///
    /// A variable of this project that is set but empty is an error: usually the template of a deployment left it
    /// empty, and treating an empty token as none would open the tree to everybody. An empty `AWS_…` counts as not
    /// set, as in AWS's own tools. A misspelt name, such as `IVR_PUBLC_URL`, is an error, too.
    ///
    /// ```
    /// let settings = ivr_runtime::config::Settings::from_env().mounted_at("/voice");
    /// # let _ = settings;
    /// ```
    pub fn from_env() -> Self {
        // The environment is read only here.
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        Self::from_variables(|name| std::env::var_os(name)).without_misspelt(names)
    }

    /// Reports misspelt variables, whose values would have no effect.
    fn without_misspelt(self, names: impl Iterator<Item = String>) -> Self {
        names.fold(self, |settings, name| match meant(&name) {
            Some((known, setting)) => {
                settings.mistaken(setting, format!("there is no variable {name}: did you mean {known}?"))
            }
            None => settings,
        })
    }

    fn from_variables(read: impl Fn(&str) -> Option<OsString>) -> Self {
        let mut settings = Self::new().s3_from(&read);
        for (old, new) in RENAMED {
            if read(old).is_some() {
                settings
                    .errors
                    .push(SettingError::new("prompts", format!("{old} is now {new}: rename the variable")));
            }
        }
        for (name, setting, set) in VARIABLES {
            settings = match variable(name, &read) {
                Some(Ok(_)) if name == AUTH_TOKEN_FILE && read(AUTH_TOKEN).is_some() => {
                    settings.mistaken(setting, both_set(AUTH_TOKEN, AUTH_TOKEN_FILE))
                }
                Some(Ok(_)) if name == SHARED_KEY_FILE && read(SHARED_KEY).is_some() => {
                    settings.mistaken(setting, both_set(SHARED_KEY, SHARED_KEY_FILE))
                }
                value => settings.apply(setting, value, set),
            };
        }
        for limit in &LIMIT_SETTINGS {
            let value = variable(limit.variable, &read);
            settings = settings.apply(limit.flag, value, |settings, value| settings.limit(limit, value));
        }
        settings
    }

    fn apply(
        self,
        setting: &'static str,
        value: Option<Result<String, String>>,
        set: impl Fn(Self, &str) -> Self,
    ) -> Self {
        match value {
            None => self,
            Some(Ok(value)) => set(self, &value),
            Some(Err(why)) => self.mistaken(setting, why),
        }
    }

    fn mistaken(mut self, setting: &'static str, why: String) -> Self {
        self.errors.push(SettingError::new(setting, why));
        self
    }
}

/// Returns every variable of this project, with its setting.
fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    let limits = LIMIT_SETTINGS.iter().map(|limit| (limit.variable, limit.flag));
    VARIABLES.iter().map(|(name, setting, _)| (*name, *setting)).chain(limits)
}

/// Returns the variable that a misspelt name probably means. Other programs use the prefix `IVR_`, too: Kubernetes
/// sets such variables for a service with this name.
fn meant(name: &str) -> Option<(&'static str, &'static str)> {
    if known().any(|(known, _)| known == name) || RENAMED.iter().any(|(old, _)| *old == name) {
        return None;
    }
    let (prefix, rest) = name.split_once('_')?;
    let parts = || known().filter_map(|(known, _)| known.split_once('_'));
    let begins_alike =
        |known: &&str| rest.get(..2).zip(known.get(..2)).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    let of_prefix = parts().filter(|(known, _)| known.eq_ignore_ascii_case(prefix)).map(|(_, rest)| rest);
    let near = nearest(rest, of_prefix).filter(begins_alike);
    let of_rest = || parts().filter(|(_, known)| *known == rest).map(|(prefix, _)| prefix);
    let is_meant = |known: &str| match (near, known.split_once('_')) {
        (Some(near), Some((_, rest))) => near == rest,
        (_, Some((of, known))) => known == rest && nearest(prefix, of_rest()) == Some(of),
        (_, None) => false,
    };
    known().find(|(known, _)| is_meant(known))
}

fn both_set(variable: &str, file: &str) -> String {
    format!("{variable} and {file} are both set: unset one of them")
}

/// Returns the value of a variable if it is set: a text that is not empty, or why it cannot be used.
fn variable(name: &str, read: impl Fn(&str) -> Option<OsString>) -> Option<Result<String, String>> {
    Some(match read(name)?.into_string() {
        Err(_) => Err(format!("{name} is not UTF-8 text")),
        Ok(value) if value.trim().is_empty() => {
            Err(format!("{name} is set, but empty: give it a value, or unset it"))
        }
        Ok(value) => Ok(value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::config::Host;

    fn environment(pairs: &[(&str, &str)]) -> Settings {
        Settings::from_variables(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_environment_is_read() {
        let settings = environment(&[("IVR_BIND", "[::1]:8080"), ("IVR_SPOKEN", "true")]);
        let checked = settings.check(Host::Ours).unwrap();
        assert!(checked.spoken);
        assert_eq!(checked.bind, "[::1]:8080".parse().unwrap());
        assert!(checked.keys.is_empty() && checked.public_url.is_none() && checked.tls.is_none());
    }

    #[test]
    fn an_empty_variable_is_a_mistake_that_names_it() {
        for (name, setting, _) in VARIABLES {
            for empty in ["", " \n"] {
                let errors = environment(&[(name, empty)]).check(Host::Ours).unwrap_err().to_string();
                let expected = format!("{setting}: {name} is set, but empty: give it a value, or unset it");
                assert_eq!(errors, expected);
            }
        }
    }

    #[test]
    fn a_misspelt_variable_is_a_mistake_that_names_the_right_one() {
        for (typed, name) in [
            ("IVR_PUBLC_URL", "IVR_PUBLIC_URL"),
            ("IVR_PUBLICURL", "IVR_PUBLIC_URL"),
            ("ivr_public_url", "IVR_PUBLIC_URL"),
            ("IRV_PUBLIC_URL", "IVR_PUBLIC_URL"),
            ("TWILIO_AUTHTOKEN", "TWILIO_AUTH_TOKEN"),
            ("TWILLIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN"),
            ("TWILIO_AUTH_TOKEN_FLE", "TWILIO_AUTH_TOKEN_FILE"),
            ("IVR_MAX_CONNECTION", "IVR_MAX_CONNECTIONS"),
        ] {
            let settings = environment(&[]).without_misspelt([typed.to_owned()].into_iter());
            let errors = settings.check(Host::Ours).unwrap_err().to_string();
            assert!(
                errors.ends_with(&format!("there is no variable {typed}: did you mean {name}?")),
                "{errors}"
            );
        }
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        let others = [
            "IVR_SERVICE_HOST",
            "IVR_PORT",
            "IVR_PORT_3000_TCP_ADDR",
            "IVR_CALLED_URL",
            "TWILIO_ACCOUNT_SID",
            "TWILIO_API_KEY",
            "TWILIO_API_TOKEN",
            "TWILIO_PHONE_NUMBER",
            "PATH",
            "GITHUB_AUTH_TOKEN",
        ];
        let ours = known().map(|(name, _)| name);
        let settings = environment(&[]).without_misspelt(others.into_iter().chain(ours).map(str::to_owned));
        assert!(settings.check(Host::Ours).is_ok());
    }

    #[test]
    fn a_renamed_variable_is_a_mistake_that_says_the_new_name() {
        let errors = environment(&[("IVR_WORDS", "prompts.toml")]).check(Host::Ours).unwrap_err();
        assert_eq!(errors.to_string(), "prompts: IVR_WORDS is now IVR_PROMPTS: rename the variable");
    }

    #[test]
    fn an_argument_replaces_an_empty_variable() {
        let settings = environment(&[("IVR_STORE", ""), ("IVR_TLS_CERT", ""), ("IVR_PUBLIC_URL", "")]);
        let settings = settings.store("memory:").tls_cert("c.pem").tls_key("k.pem");
        let left = settings.check(Host::Ours).unwrap_err();
        assert!(left.iter().all(|error| !error.is_about("store") && !error.is_about("TLS certificate")));
        assert!(left.to_string().contains("IVR_PUBLIC_URL"), "{left}");
    }

    #[test]
    fn an_empty_token_is_not_made_good_by_a_file() {
        let both = environment(&[("TWILIO_AUTH_TOKEN", ""), ("TWILIO_AUTH_TOKEN_FILE", "token")]);
        let errors = both.check(Host::Ours).unwrap_err().to_string();
        assert!(errors.contains("is set, but empty") && errors.contains("both set: unset one"), "{errors}");
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
                .map(|checked| checked.keys.signing("").map(|key| key.sign("https://a.example/", &[])))
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

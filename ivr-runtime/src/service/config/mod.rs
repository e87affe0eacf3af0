//! The settings of a server: its addresses, and who may call it. Only this module reads the environment.

// Auth tokens and shared keys.
mod secrets;

// The account at Twilio.
mod account;

// Environment variables.
mod environment;

// All errors of the settings.
mod errors;

// Checked settings.
mod checked;

// Limits for clients.
mod limits;

// The location of recordings.
mod recordings;

// Pages for developers.
mod development;

// The store and the prompt file.
mod files;

pub use crate::audio::S3;
pub(crate) use account::Account;
#[cfg(feature = "tls")]
pub(crate) use checked::TlsFiles;
pub use checked::{Checked, Host};
pub use errors::{SettingError, SettingErrors};
use files::file;
pub use limits::Limits;
pub(crate) use limits::{LIMIT_SETTINGS, LimitSetting};
pub(crate) use recordings::{Base, Recordings};

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use self::{account::AccountSettings, secrets::Secrets};
use crate::{
    carrier::signature::{Address, AddressError},
    service::{
        events::EventOutput,
        store::Source,
        telemetry::{self, LogFormat},
    },
    twiml::TurnedAway,
};

/// The variable with the auth token, named as in Twilio's own tools.
pub(crate) const AUTH_TOKEN: &str = "TWILIO_AUTH_TOKEN";

/// The variable with the path of a file that contains the auth token.
pub(crate) const AUTH_TOKEN_FILE: &str = "TWILIO_AUTH_TOKEN_FILE";

/// The variables with the secret of a shared key, and with the path of a file that contains it.
const SHARED_KEY: &str = "TWILIO_SHARED_KEY";
const SHARED_KEY_FILE: &str = "TWILIO_SHARED_KEY_FILE";

/// The maximum length in bytes of the text for callers who are turned away: half a minute.
const MAX_MESSAGE: usize = 500;

/// The settings of a server.
///
/// Every method accepts text as a person writes it. [`router`](crate::service::router::router()) and the command line
/// report all invalid values at once.
///
/// ```
/// use ivr_runtime::config::Settings;
/// let settings = Settings::new()
///     .public_url("https://voice.example.com")
///     .auth_token("0123456789abcdef0123456789abcdef")
///     .mounted_at("/voice");
/// assert!(!format!("{settings:?}").contains("0123"));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Settings {
    bind: SocketAddr,
    admin_bind: Option<SocketAddr>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    public_url: Option<Address>,
    auth_tokens: Option<Secrets>,
    shared_keys: Option<Secrets>,
    store: Source,
    sets_aside_damaged_store: bool,
    prompts: Option<PathBuf>,
    log: String,
    log_format: LogFormat,
    events: Option<EventOutput>,
    mount: String,
    unsigned: bool,
    phone: bool,
    watch: bool,
    spoken: bool,
    recordings: Recordings,
    /// What happens to new calls under overload.
    turned_away: TurnedAway,
    account: AccountSettings,
    limits: Limits,
    /// Whether the limit for each address was set. Its default depends on other settings.
    has_address_limit: bool,
    errors: Vec<SettingError>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl Settings {
    /// Returns the defaults: 127.0.0.1:3000, no public URL, no token, the log at `info`.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// assert!(format!("{:?}", Settings::new()).contains("127.0.0.1:3000"));
    /// ```
    pub fn new() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            admin_bind: None,
            tls_cert: None,
            tls_key: None,
            public_url: None,
            auth_tokens: None,
            shared_keys: None,
            store: Source::default(),
            sets_aside_damaged_store: false,
            prompts: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            events: None,
            mount: String::new(),
            unsigned: false,
            phone: false,
            watch: false,
            spoken: false,
            recordings: Recordings::default(),
            turned_away: TurnedAway::Sentence,
            account: AccountSettings::default(),
            limits: Limits::default(),
            has_address_limit: false,
            errors: Vec::new(),
        }
    }

    /// Sets the address to listen on, `127.0.0.1:3000`; port 0 selects a free port. Your own app listens itself.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().bind("0.0.0.0:8080");
    /// assert!(format!("{settings:?}").contains("0.0.0.0:8080"));
    /// ```
    pub fn bind(self, address: &str) -> Self {
        self.set("bind", socket_address(address), |settings| &mut settings.bind)
    }

    /// Serves `/healthz`, `/readyz` and `/metrics` on a separate address, without TLS, and no longer next to the
    /// tree. In your own app, the routes of [`router`](crate::service::router::router()) include them.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().bind("0.0.0.0:443").admin_bind("127.0.0.1:9090");
    /// assert!(format!("{settings:?}").contains("127.0.0.1:9090"));
    /// ```
    pub fn admin_bind(self, address: &str) -> Self {
        self.set("admin bind", socket_address(address).map(Some), |settings| &mut settings.admin_bind)
    }

    /// Sets a limit to the text that a person wrote.
    pub(crate) fn limit(mut self, setting: &LimitSetting, text: &str) -> Self {
        let text = text.trim();
        self.errors.retain(|error| !error.is_about(setting.flag));
        match (setting.set)(&mut self.limits, text) {
            Ok(()) => self.has_address_limit |= setting.flag == limits::PER_ADDRESS,
            Err(valid) => {
                self.errors.push(SettingError::new(setting.flag, format!("`{text}` is not {valid}")));
            }
        }
        self
    }

    /// Sets what new callers hear under overload, in the first language of the tree. `busy` rejects the call with the
    /// busy tone. By default callers hear a sentence in that language.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().overload_message("All lines are busy. In an emergency, hang up and call 112.");
    /// assert!(format!("{settings:?}").contains("call 112"));
    /// ```
    pub fn overload_message(self, text: &str) -> Self {
        let how = match text.trim() {
            "" => Err("it is empty: write a sentence, or `busy`".to_owned()),
            "busy" => Ok(TurnedAway::Busy),
            text if text.len() > MAX_MESSAGE => Err(format!("it is longer than {MAX_MESSAGE} bytes")),
            text => Ok(TurnedAway::Words(text.to_owned())),
        };
        self.set("overload message", how, |settings| &mut settings.turned_away)
    }

    /// Makes the server speak HTTPS itself, with the certificates in this PEM file: that of the server first, then
    /// the intermediate ones. This requires the feature `tls`. Your own app does this itself.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().tls_cert("fullchain.pem").tls_key("privkey.pem");
    /// assert!(format!("{settings:?}").contains("fullchain.pem"));
    /// ```
    pub fn tls_cert(self, path: &str) -> Self {
        self.set("TLS certificate", file(path).map(Some), |settings| &mut settings.tls_cert)
    }

    /// Sets the key of the certificate, as a PEM file without a passphrase.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().tls_cert("both.pem").tls_key("both.pem");
    /// # let _ = settings;
    /// ```
    pub fn tls_key(self, path: &str) -> Self {
        self.set("TLS key", file(path).map(Some), |settings| &mut settings.tls_key)
    }

    /// Sets the address that Twilio calls. Signatures are verified against it, and URLs begin with it.
    ///
    /// Without it, a signature is verified against the `Host` of the request, and URLs have no host.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().public_url("https://voice.example.com/");
    /// assert!(format!("{settings:?}").contains("https://voice.example.com"));
    /// ```
    pub fn public_url(self, url: &str) -> Self {
        // The value may contain a password, so the message does not repeat it.
        let parsed = url.trim().parse().map(Some).map_err(|error: AddressError| error.to_string());
        self.set("public URL", parsed, |settings| &mut settings.public_url)
    }

    /// Accepts webhooks from anybody: something in front of the server verifies them.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().bind("0.0.0.0:8080").unsigned();
    /// # let _ = settings;
    /// ```
    pub fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Sets what is logged: `info`, or `info,ivr_runtime=debug`.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().log("warn,ivr_runtime=debug");
    /// assert!(format!("{settings:?}").contains("warn,ivr_runtime=debug"));
    /// ```
    pub fn log(self, filter: &str) -> Self {
        let checked = telemetry::check_filter(filter).map(|()| filter.to_owned());
        let why = |error| format!("`{filter}` is not a filter such as `info`: {error}");
        self.set("log", checked.map_err(why), |settings| &mut settings.log)
    }

    /// Sets the format of the log: `text` or `json`.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().log_format("json");
    /// assert!(format!("{settings:?}").contains("Json"));
    /// ```
    pub fn log_format(self, format: &str) -> Self {
        let format = match format {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => Err(format!("`{other}` is neither `text` nor `json`")),
        };
        self.set("log format", format, |settings| &mut settings.log_format)
    }

    /// Sets the path at which your own app nests the router: `/voice` for `app.nest("/voice", router)`.
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
    /// let settings = Settings::new().auth_token("12345").public_url("https://example.com").mounted_at("/voice");
    /// let app = axum::Router::<()>::new().nest("/voice", ivr_runtime::router::<Acme>((), &settings)?);
    /// # let _ = app; Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn mounted_at(self, prefix: &str) -> Self {
        let path = prefix.trim_end_matches('/');
        let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#{}".contains(&byte));
        let sound = path.is_empty() || (path.starts_with('/') && plain);
        let path =
            if sound { Ok(path.to_owned()) } else { Err(format!("`{prefix}` is not a path such as /voice")) };
        self.set("mounted at", path, |settings| &mut settings.mount)
    }

    /// Sets a value. The last call counts, and so does its error.
    fn set<V>(
        mut self,
        setting: &'static str,
        value: Result<V, String>,
        slot: fn(&mut Self) -> &mut V,
    ) -> Self {
        self.errors.retain(|error| !error.is_about(setting));
        match value {
            Ok(value) => *slot(&mut self) = value,
            Err(why) => self.errors.push(SettingError::new(setting, why)),
        }
        self
    }
}

/// Parses a socket address. `localhost` is accepted; other names are not resolved.
fn socket_address(text: &str) -> Result<SocketAddr, String> {
    let named = text.trim().strip_prefix("localhost:");
    let parsed = named.map_or(text.trim().to_owned(), |port| format!("127.0.0.1:{port}")).parse();
    parsed.map_err(|_| format!("`{text}` is not an address such as 127.0.0.1:3000"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_a_path_and_its_last_slash_does_not_matter() {
        let mount = |prefix: &str| Settings::new().mounted_at(prefix);
        assert_eq!(mount("/voice/").mount, "/voice");
        assert_eq!(mount("/").mount, "");
        for wrong in ["voice", "/voice?x", "/{name}", "/voice line"] {
            assert!(!mount(wrong).errors.is_empty(), "{wrong}");
        }
    }
}

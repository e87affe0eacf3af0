//! Validated settings, which the router and the server use.

use std::{net::SocketAddr, path::PathBuf};

use super::{
    AUTH_TOKEN, AUTH_TOKEN_FILE, Account, Limits, Recordings, SettingError, SettingErrors, Settings,
};
use crate::{
    carrier::signature::{Address, Keyring},
    service::{events::EventOutput, store::Source, telemetry::LogFormat},
    twiml::TurnedAway,
};

/// Who opens the socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    /// `ivr::serve`: only this machine can connect while it binds loopback.
    Ours,
    /// An app of the user, which may listen anywhere.
    Theirs,
}

/// Validated settings.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server listens and logs"))]
pub struct Checked {
    /// Where the server listens.
    pub bind: SocketAddr,
    /// Where the probes and the metrics are served, if not next to the tree.
    pub(crate) admin_bind: Option<SocketAddr>,
    pub(crate) tls: Option<TlsFiles>,
    /// The address that Twilio calls.
    pub public_url: Option<Address>,
    /// The keys for webhook signatures.
    pub keys: Keyring,
    pub(crate) unsigned: bool,
    pub(crate) store: Source,
    /// Whether a store that cannot be read is renamed.
    pub(crate) sets_aside_damaged_store: bool,
    pub(crate) host: Host,
    /// The prompt file.
    pub(crate) prompts: Option<PathBuf>,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
    /// The destination of events.
    pub(crate) events: Option<EventOutput>,
    /// Empty, or a path that begins with a slash and does not end with one.
    pub mount: String,
    /// Whether anybody may see the tree and try it.
    pub development: bool,
    /// Whether calls in progress are shown; only in development.
    pub watch: bool,
    pub(crate) recordings: Recordings,
    /// Whether the words of recordings are spoken instead of the recordings.
    pub(crate) spoken: bool,
    /// What happens to new calls under overload.
    pub(crate) turned_away: TurnedAway,
    /// The account whose numbers `doctor` reads.
    pub(crate) account: Option<Account>,
    /// The limits of requests and connections.
    pub limits: Limits,
}

/// The files of a server that speaks HTTPS itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TlsFiles {
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
}

impl Settings {
    /// Validates the settings.
    ///
    /// # Errors
    ///
    /// Returns every error in the settings.
    pub fn check(&self, host: Host) -> Result<Checked, SettingErrors> {
        let mut errors = self.errors.clone();
        let known = ["bind", "auth token", "shared key"]
            .map(|setting| !errors.iter().any(|error| error.is_about(setting)));
        if known == [true; 3] {
            errors.extend(self.trust(host));
        }
        let tls = match host {
            Host::Ours => self.tls(cfg!(feature = "tls")).unwrap_or_else(|error| {
                errors.push(error);
                None
            }),
            Host::Theirs => None,
        };
        let development = self.phone || (host == Host::Ours && !self.is_signed() && self.is_local());
        if self.watch && !development {
            let why = "calls in progress are shown on the phone page: add --phone";
            errors.push(SettingError::new("watch", why.to_owned()));
        }
        SettingErrors::of(errors)?;
        Ok(Checked {
            bind: self.bind,
            admin_bind: self.admin_bind.filter(|_| host == Host::Ours),
            limits: self.limits(tls.is_some()),
            tls,
            public_url: self.public_url.clone(),
            keys: self.keys(),
            unsigned: self.unsigned,
            store: self.store.clone(),
            sets_aside_damaged_store: self.sets_aside_damaged_store,
            host,
            prompts: self.prompts.clone(),
            log: self.log.clone(),
            log_format: self.log_format,
            events: self.events.clone(),
            mount: self.mount.clone(),
            recordings: self.recordings.clone(),
            turned_away: self.turned_away.clone(),
            account: self.account(),
            spoken: self.spoken,
            development,
            watch: self.watch,
        })
    }

    fn keys(&self) -> Keyring {
        let mut keys = Keyring::default();
        self.auth_tokens.iter().for_each(|tokens| tokens.add_tokens_to(&mut keys));
        self.shared_keys.iter().for_each(|shared| shared.add_shared_keys_to(&mut keys));
        keys
    }

    /// Checks that both files or neither are set, and that the program supports TLS.
    fn tls(&self, is_built_in: bool) -> Result<Option<TlsFiles>, SettingError> {
        let missing = |flag, variable, other| {
            Err(SettingError::new("TLS", format!("{other} requires {flag}: add it, or set {variable}")))
        };
        match (&self.tls_cert, &self.tls_key) {
            (None, None) => Ok(None),
            (Some(_), None) => missing("--tls-key", "IVR_TLS_KEY", "a certificate"),
            (None, Some(_)) => missing("--tls-cert", "IVR_TLS_CERT", "a key"),
            (Some(_), Some(_)) if !is_built_in => Err(SettingError::new(
                "TLS",
                "this program was built without the feature `tls` of `ivr`: enable the feature, or leave out \
                 the certificate and terminate HTTPS in a proxy",
            )),
            (Some(cert), Some(key)) => Ok(Some(TlsFiles { cert: cert.clone(), key: key.clone() })),
        }
    }

    /// Returns the limits, with the defaults that depend on other settings.
    fn limits(&self, tls: bool) -> Limits {
        let mut limits = self.limits;
        // Without TLS the server is behind a proxy, and all connections come from the address of the proxy.
        if tls && !self.has_address_limit && !self.bind.ip().is_loopback() {
            limits.max_connections_per_address = Some(limits.max_connections.div_ceil(8));
        }
        limits
    }

    /// Returns whether only this machine reaches the server. A public URL of another host implies a proxy or a tunnel
    /// in front of it.
    fn is_local(&self) -> bool {
        self.bind.ip().is_loopback() && self.public_url.as_ref().is_none_or(Address::is_loopback)
    }

    /// Checks that only Twilio can call the tree, unless the settings say otherwise.
    fn trust(&self, host: Host) -> Option<SettingError> {
        let why = match (self.is_signed(), self.unsigned, host) {
            (true, true, _) => {
                format!(
                    "webhooks cannot be both signed and unsigned: unset {AUTH_TOKEN}, or leave out --unsigned"
                )
            }
            (true, false, _) | (false, true, _) => return None,
            (false, false, Host::Ours) if self.is_local() => return None,
            (false, false, Host::Ours) if self.bind.ip().is_loopback() => format!(
                "anybody could call the tree at the public URL, because no token is set: set {AUTH_TOKEN} \
                 (Twilio's console shows it) or {AUTH_TOKEN_FILE}, leave out the public URL, or add --unsigned \
                 if something in front verifies the signatures"
            ),
            (false, false, Host::Ours) => format!(
                "anybody who reaches {} could call the tree: set {AUTH_TOKEN} (Twilio's console shows \
                 it) or {AUTH_TOKEN_FILE}, bind 127.0.0.1, or add --unsigned if something in front verifies the \
                 signatures",
                self.bind
            ),
            (false, false, Host::Theirs) => {
                "anybody who reaches the app could call the tree: pass the token to `auth_token`, or call \
                 `unsigned()` if something in front verifies the signatures"
                    .to_owned()
            }
        };
        Some(SettingError::new("auth token", why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::config::LIMIT_SETTINGS;

    #[test]
    fn without_a_token_only_loopback_is_served() {
        let open = Settings::new().bind("0.0.0.0:3000");
        let refusal = open.check(Host::Ours).unwrap_err().to_string();
        assert!(refusal.contains("TWILIO_AUTH_TOKEN") && refusal.contains("--unsigned"), "{refusal}");
        assert!(open.clone().unsigned().check(Host::Ours).is_ok());
        assert!(open.auth_token("12345").check(Host::Ours).is_ok());
        assert!(Settings::new().check(Host::Ours).is_ok());
    }

    #[test]
    fn a_public_url_of_another_host_needs_a_token() {
        for url in [
            "https://voice.example.com",
            "http://voice.example.com:3000",
            "https://192.168.1.2",
            "https://10.0.0.7:8443/line",
            "https://[fd00::1]",
            "https://0.0.0.0",
            "https://server",
            "https://localhost.example.com",
            "https://127.0.0.1.nip.io",
        ] {
            let open = Settings::new().public_url(url);
            let refusal = open.check(Host::Ours).unwrap_err().to_string();
            assert!(
                refusal.contains("TWILIO_AUTH_TOKEN") && refusal.contains("--unsigned"),
                "{url}: {refusal}"
            );
            assert!(open.clone().auth_token("12345").check(Host::Ours).is_ok(), "{url}");
            let unsigned = open.unsigned().check(Host::Ours).unwrap();
            assert!(!unsigned.development, "{url}: the phone is shown to whoever reaches the public URL");
        }
        for url in
            ["http://localhost:3000", "https://LOCALHOST", "http://127.0.0.2", "http://[::1]:3000/line"]
        {
            assert!(Settings::new().public_url(url).check(Host::Ours).unwrap().development, "{url}");
        }
    }

    #[test]
    fn an_app_of_ones_own_must_say_that_it_takes_unsigned_webhooks() {
        assert!(Settings::new().check(Host::Theirs).is_err());
        assert!(Settings::new().unsigned().check(Host::Theirs).is_ok());
        assert!(Settings::new().auth_token("12345").check(Host::Theirs).is_ok());
    }

    #[test]
    fn a_certificate_and_its_key_come_together_and_to_a_program_that_can_use_them() {
        let said = |settings: Settings| settings.check(Host::Ours).unwrap_err().to_string();
        assert!(said(Settings::new().tls_cert("c.pem")).contains("requires --tls-key"));
        assert!(said(Settings::new().tls_key("k.pem")).contains("requires --tls-cert"));
        let both = Settings::new().tls_cert("c.pem").tls_key("k.pem");
        assert!(both.tls(true).unwrap().is_some());
        assert!(both.tls(false).unwrap_err().to_string().contains("without the feature `tls`"));
        assert_eq!(Settings::new().tls(false), Ok(None));
        // An app that nests the router opens the socket itself.
        assert!(both.unsigned().check(Host::Theirs).unwrap().tls.is_none());
    }

    #[test]
    fn one_address_has_an_eighth_of_the_connections_where_no_proxy_is_in_front() {
        let setting = LIMIT_SETTINGS.iter().find(|setting| setting.flag.ends_with("per-address")).unwrap();
        let public = Settings::new().bind("0.0.0.0:443");
        let limit = |settings: &Settings, tls| settings.limits(tls).max_connections_per_address;
        assert_eq!(limit(&public, true), Some(128));
        assert_eq!(limit(&public, false), None);
        assert_eq!(limit(&Settings::new(), true), None);
        assert_eq!(limit(&public.clone().limit(setting, "none"), true), None);
        assert_eq!(limit(&public.limit(setting, "7"), false), Some(7));
    }

    #[test]
    fn signed_and_unsigned_at_once_is_refused() {
        assert!(Settings::new().auth_token("12345").unsigned().check(Host::Ours).is_err());
    }

    #[test]
    fn the_phone_is_for_development_unless_it_is_asked_for() {
        let development = |settings: Settings, host| settings.check(host).unwrap().development;
        assert!(development(Settings::new(), Host::Ours));
        assert!(!development(Settings::new().auth_token("12345"), Host::Ours));
        assert!(!development(Settings::new().bind("0.0.0.0:0").unsigned(), Host::Ours));
        assert!(!development(Settings::new().unsigned(), Host::Theirs));
        assert!(development(Settings::new().auth_token("12345").phone(), Host::Ours));
    }

    #[test]
    fn calls_are_watched_only_where_the_phone_is() {
        let signed = Settings::new().auth_token("12345").watch();
        assert!(signed.check(Host::Ours).unwrap_err().to_string().contains("--phone"));
        assert!(signed.phone().check(Host::Ours).unwrap().watch);
        assert!(Settings::new().watch().check(Host::Ours).unwrap().watch);
    }

    #[test]
    fn all_mistakes_come_at_once_and_none_shows_a_secret() {
        let settings = Settings::new()
            .bind("nowhere")
            .public_url("user:hunter2@example.com")
            .auth_token("hunter 2")
            .log_format("yaml")
            .mounted_at("voice");
        let errors = settings.check(Host::Ours).unwrap_err();
        assert_eq!(errors.iter().count(), 5, "{errors}");
        assert!(!format!("{errors}{settings:?}").contains("hunter"), "{errors}");
    }
}

//! The account at Twilio. `doctor` uses it to read the numbers; a server does not need it.

use std::fmt;

use super::{Settings, secrets::Secrets};
use crate::carrier::signature::{Address, AddressError};

/// The host of Twilio's API, without an edge or a region.
const API: &str = "https://api.twilio.com";

/// The settings of the account.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountSettings {
    sid: Option<String>,
    key: Option<String>,
    secret: Option<Secrets>,
    region: Option<String>,
    edge: Option<String>,
    url: Option<Address>,
}

/// An account and its credentials.
#[derive(Clone)]
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "asked by `doctor`"))]
pub(crate) struct Account {
    /// `AC…`.
    pub(crate) sid: String,
    /// The SID of an API key, or of the account.
    pub(crate) user: String,
    pub(crate) password: String,
    /// The address of the API.
    pub(crate) api: Address,
}

/// Does not show the secret.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("sid", &self.sid).field("api", &self.api).finish_non_exhaustive()
    }
}

impl Settings {
    pub(crate) fn account_sid(self, sid: &str) -> Self {
        self.set("account", plain(sid), |settings| &mut settings.account.sid)
    }

    pub(super) fn api_key(self, key: &str) -> Self {
        self.set("API key", plain(key), |settings| &mut settings.account.key)
    }

    pub(super) fn api_secret(self, secret: &str) -> Self {
        let read = Secrets::read(secret).map_err(|error| error.to_string());
        self.set("API secret", read.map(Some), |settings| &mut settings.account.secret)
    }

    pub(super) fn region(self, region: &str) -> Self {
        self.set("region", plain(region), |settings| &mut settings.account.region)
    }

    pub(super) fn edge(self, edge: &str) -> Self {
        self.set("edge", plain(edge), |settings| &mut settings.account.edge)
    }

    /// Sets the address of Twilio's API, which is `https://api.twilio.com` by default. `doctor` reads the numbers of
    /// the account there.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().api_url("http://127.0.0.1:4010");
    /// assert!(format!("{settings:?}").contains("127.0.0.1:4010"));
    /// ```
    pub fn api_url(self, url: &str) -> Self {
        let parsed = url.trim().parse().map(Some).map_err(|error: AddressError| error.to_string());
        self.set("API URL", parsed, |settings| &mut settings.account.url)
    }

    /// Returns the account, if its SID and a key or an auth token for it are set.
    pub(super) fn account(&self) -> Option<Account> {
        let said = &self.account;
        let sid = said.sid.clone()?;
        let api = match &said.url {
            Some(url) => url.clone(),
            None => host(said.edge.as_deref(), said.region.as_deref()).parse().ok()?,
        };
        let (user, password) = match (&said.key, &said.secret) {
            (Some(key), Some(secret)) => (key.clone(), secret.of(key)?.to_owned()),
            _ => (sid.clone(), self.auth_tokens.as_ref()?.of(&sid)?.to_owned()),
        };
        Some(Account { sid, user, password, api })
    }
}

/// Checks that a name can be part of a host or a path.
fn plain(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_plain {
        Ok(Some(text.to_owned()))
    } else {
        Err(format!("`{text}` contains other characters than letters and digits"))
    }
}

/// Returns the host of the API by the rules of Twilio's libraries: an edge without a region implies `us1`.
fn host(edge: Option<&str>, region: Option<&str>) -> String {
    match (edge, region) {
        (None, None) => API.to_owned(),
        (None, Some(region)) => format!("https://api.{region}.twilio.com"),
        (Some(edge), region) => format!("https://api.{edge}.{}.twilio.com", region.unwrap_or("us1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SID: &str = "AC0123456789abcdef0123456789abcdef";

    fn account(settings: &Settings) -> Option<(String, String, String)> {
        settings.account().map(|account| (account.user, account.password, account.api.to_url()))
    }

    #[test]
    fn a_key_is_taken_before_the_auth_token_of_the_account() {
        let signed = Settings::new().account_sid(SID).auth_token(&format!("other,{SID}=own"));
        let api = "https://api.twilio.com".to_owned();
        assert_eq!(account(&signed), Some((SID.to_owned(), "own".to_owned(), api.clone())));
        let keyed = signed.api_key("SK1").api_secret("secret");
        assert_eq!(account(&keyed), Some(("SK1".to_owned(), "secret".to_owned(), api)));
        assert_eq!(account(&Settings::new().account_sid(SID)), None);
        assert_eq!(account(&Settings::new().auth_token("12345")), None);
    }

    #[test]
    fn the_api_is_where_the_libraries_of_twilio_find_it() {
        for (edge, region, expected) in [
            (None, None, "https://api.twilio.com"),
            (None, Some("ie1"), "https://api.ie1.twilio.com"),
            (Some("dublin"), None, "https://api.dublin.us1.twilio.com"),
            (Some("dublin"), Some("ie1"), "https://api.dublin.ie1.twilio.com"),
        ] {
            assert_eq!(host(edge, region), expected);
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let settings = Settings::new().account_sid(SID).api_key("SK1").api_secret("hunter2");
        assert!(!format!("{settings:?}{:?}", settings.account()).contains("hunter2"));
        assert!(
            Settings::new().region("us1.evil.example").check(crate::service::config::Host::Ours).is_err()
        );
    }
}

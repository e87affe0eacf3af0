//! The secrets with which a webhook may be signed, and how a request selects one.
//!
//! Twilio signs with the auth token of the account of the call; a subaccount has its own. While a token is changed,
//! calls in progress are still signed with the old one. A webhook rule may name a shared key instead:
//! `X-Twilio-Webhooks-Signature-Settings: key=…,algorithm=…` then names the key and the hash.

use std::fmt::{self, Display, Formatter};

use smallvec::SmallVec;

use super::{Algorithm, Key};

/// The header with the signature of a request.
pub const SIGNATURE_HEADER: &str = "x-twilio-signature";

/// The header that names the shared key and the hash. It is absent if an auth token signs.
pub const SETTINGS_HEADER: &str = "x-twilio-webhooks-signature-settings";

/// The maximum length of a key or algorithm that is quoted in a log line, in characters.
const MAX_NAME: usize = 64;

/// The owner of a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// Any account, or any shared key.
    Any,
    /// The account or the shared key with this SID.
    Sid(String),
}

impl Owner {
    fn is(&self, sid: &str) -> bool {
        matches!(self, Self::Sid(own) if own == sid)
    }
}

/// The keys that may have signed a request; usually one.
pub(crate) type Candidates<'a> = SmallVec<[(Signer, &'a Key); 2]>;

/// All secrets of a server, in the order of the settings.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    tokens: Vec<(Owner, Key)>,
    shared: Vec<(Owner, SharedKey)>,
}

/// A shared key for both hashes; the header of a request selects the hash.
#[derive(Clone, Debug)]
struct SharedKey {
    sha1: Key,
    sha256: Key,
}

/// The name of a shared key in a request if the settings contain no SID.
const ANY_SHARED_KEY: &str = "WK00000000000000000000000000000000";

impl SharedKey {
    fn under(&self, algorithm: Algorithm) -> &Key {
        match algorithm {
            Algorithm::HmacSha1 => &self.sha1,
            Algorithm::HmacSha256 => &self.sha256,
        }
    }
}

/// The key that signed a request, for the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Signer {
    /// An auth token of the account, counted from 1 in the order of the setting.
    Token { place: usize, of: usize },
    /// The shared key with the SID in the request, counted in the same way.
    SharedKey { sid: String, place: usize, of: usize },
}

impl Keyring {
    /// Adds an auth token.
    pub(crate) fn add_token(&mut self, owner: Owner, token: &str) {
        self.tokens.push((owner, Key::new(token)));
    }

    /// Adds a shared key.
    pub(crate) fn add_shared(&mut self, owner: Owner, secret: &str) {
        let key = |algorithm| Key::with(algorithm, secret);
        let key = SharedKey { sha1: key(Algorithm::HmacSha1), sha256: key(Algorithm::HmacSha256) };
        self.shared.push((owner, key));
    }

    /// Returns whether no secret is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.shared.is_empty()
    }

    #[cfg(feature = "serve")]
    pub(crate) fn tokens(&self) -> usize {
        self.tokens.len()
    }

    #[cfg(feature = "serve")]
    pub(crate) fn shared_keys(&self) -> usize {
        self.shared.len()
    }

    /// Returns the key that signs for `account`: its own auth token, otherwise the first token for any account,
    /// otherwise the first shared key.
    pub fn signing(&self, account: &str) -> Option<Key> {
        let of = |owner: &Owner| self.tokens.iter().find(|(own, _)| own == owner).map(|(_, key)| key.clone());
        let token = of(&Owner::Sid(account.to_owned())).or_else(|| of(&Owner::Any));
        token.or_else(|| {
            let (owner, key) = self.shared.first()?;
            let sid = match owner {
                Owner::Sid(sid) => sid,
                Owner::Any => ANY_SHARED_KEY,
            };
            Some(key.sha256.clone().shared_as(sid))
        })
    }

    /// Returns the keys that may have signed a request of `account` with these signature settings.
    pub(crate) fn candidates(
        &self,
        account: &str,
        settings: Option<&str>,
    ) -> Result<Candidates<'_>, KeyError> {
        match settings {
            Some(settings) => self.shared_candidates(settings),
            None => self.token_candidates(account),
        }
    }

    /// Returns the tokens of the account, or those for any account if it has none.
    fn token_candidates(&self, account: &str) -> Result<Candidates<'_>, KeyError> {
        if self.tokens.is_empty() {
            return Err(KeyError::NoAuthToken);
        }
        let has_own = self.tokens.iter().any(|(owner, _)| owner.is(account));
        let fits = |owner: &Owner| if has_own { owner.is(account) } else { *owner == Owner::Any };
        let keys = || self.tokens.iter().filter(|(owner, _)| fits(owner)).map(|(_, key)| key);
        let of = keys().count();
        if of == 0 {
            return Err(KeyError::Account(printable(account)));
        }
        Ok(keys().enumerate().map(|(index, key)| (Signer::Token { place: index + 1, of }, key)).collect())
    }

    fn shared_candidates(&self, settings: &str) -> Result<Candidates<'_>, KeyError> {
        let setting = |name: &str| {
            let fields = settings.split(',').filter_map(|field| field.trim().split_once('='));
            fields.filter(|(own, _)| own.trim() == name).map(|(_, value)| value.trim()).next()
        };
        let (id, algorithm) = (setting("key").unwrap_or_default(), setting("algorithm").unwrap_or_default());
        let algorithm = [Algorithm::HmacSha1, Algorithm::HmacSha256]
            .into_iter()
            .find(|known| known.name() == algorithm)
            .ok_or_else(|| KeyError::Algorithm { key: printable(id), algorithm: printable(algorithm) })?;
        let fits = |owner: &Owner| owner.is(id) || *owner == Owner::Any;
        let keys: Vec<_> = self.shared.iter().filter(|(owner, _)| fits(owner)).map(|(_, key)| key).collect();
        if keys.is_empty() {
            return Err(KeyError::SharedKey { key: printable(id), algorithm });
        }
        let of = keys.len();
        let signer = |index| Signer::SharedKey { sid: printable(id), place: index + 1, of };
        Ok(keys.into_iter().enumerate().map(|(index, key)| (signer(index), key.under(algorithm))).collect())
    }
}

/// Returns a text that may be quoted in a log line, without control characters and with limited length.
fn printable(text: &str) -> String {
    let plain = |character: char| if character.is_ascii_graphic() { character } else { '?' };
    text.chars().take(MAX_NAME).map(plain).collect()
}

impl Signer {
    /// Returns whether another secret could have signed as well. The log then says which secret did, so that a secret
    /// can be replaced.
    pub(crate) const fn is_one_of_several(&self) -> bool {
        matches!(self, Self::Token { of: 2.., .. } | Self::SharedKey { of: 2.., .. })
    }
}

impl Display for Signer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token { of: 1, .. } => f.write_str("the auth token"),
            Self::Token { place, of } => {
                match ["first", "second", "third", "fourth"].get(place.wrapping_sub(1)) {
                    Some(ordinal) => write!(f, "the {ordinal} of {of} auth tokens"),
                    None => write!(f, "auth token {place} of {of}"),
                }
            }
            Self::SharedKey { sid, of: 1, .. } => write!(f, "the shared key {sid}"),
            Self::SharedKey { sid, place, of } => write!(f, "shared key {place} of {of}, named {sid}"),
        }
    }
}

/// Why none of the secrets can have signed a request.
///
/// ```
/// use ivr_runtime::signature::{Algorithm, KeyError};
/// let error = KeyError::SharedKey { key: "WK1".into(), algorithm: Algorithm::HmacSha256 };
/// assert!(error.to_string().starts_with("signed with the shared key `WK1`"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The request is signed with a shared key that is not set.
    #[error(
        "signed with the shared key `{key}` ({}), which is not set: set TWILIO_SHARED_KEY to its secret",
        algorithm.name()
    )]
    SharedKey {
        /// The SID of the key, as in the request.
        key: String,
        /// The hash.
        algorithm: Algorithm,
    },
    /// The request is signed with an unknown hash.
    #[error(
        "signed with the shared key `{key}` by the algorithm `{algorithm}`; only HMAC_SHA1 and HMAC_SHA256 are supported"
    )]
    Algorithm {
        /// The SID of the key, as in the request.
        key: String,
        /// The hash, as in the request.
        algorithm: String,
    },
    /// The request is signed with an auth token, but only shared keys are set.
    #[error("signed with an auth token, and only shared keys are set: set TWILIO_AUTH_TOKEN, too")]
    NoAuthToken,
    /// The request is for an account whose auth token is not set.
    #[error("no auth token is set for the account `{0}`: add `{0}=TOKEN` to TWILIO_AUTH_TOKEN")]
    Account(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str = "AC00000000000000000000000000000001";
    const SUB: &str = "AC00000000000000000000000000000002";

    fn tokens(entries: &[(&str, &str)]) -> Keyring {
        let mut keys = Keyring::default();
        for (sid, token) in entries {
            let owner = if sid.is_empty() { Owner::Any } else { Owner::Sid((*sid).to_owned()) };
            keys.add_token(owner, token);
        }
        keys
    }

    /// Who may have signed a request of `account`, and what each signs.
    fn candidates(keys: &Keyring, account: &str) -> Result<Vec<(String, String)>, KeyError> {
        let candidates = keys.candidates(account, None)?;
        Ok(candidates.into_iter().map(|(signer, key)| (signer.to_string(), key.sign("", &[]))).collect())
    }

    fn signs(token: &str) -> String {
        Key::new(token).sign("", &[])
    }

    #[test]
    fn an_account_with_tokens_of_its_own_signs_with_no_other() {
        let keys = tokens(&[("", "main"), (SUB, "new"), (SUB, "old")]);
        assert_eq!(candidates(&keys, MAIN), Ok(vec![("the auth token".into(), signs("main"))]));
        let of_sub = [("the first of 2 auth tokens", "new"), ("the second of 2 auth tokens", "old")];
        let of_sub = of_sub.map(|(said, token)| (said.to_owned(), signs(token)));
        assert_eq!(candidates(&keys, SUB), Ok(of_sub.to_vec()));
        assert_eq!(keys.signing(SUB).map(|key| key.sign("", &[])), Some(signs("new")));
    }

    #[test]
    fn an_account_without_a_token_is_named() {
        let keys = tokens(&[(SUB, "sub")]);
        let error = candidates(&keys, MAIN).unwrap_err();
        assert!(error.to_string().contains(&format!("`{MAIN}=TOKEN`")), "{error}");
        assert!(keys.signing(MAIN).is_none());
        let forged = candidates(&keys, "AC\n1").unwrap_err();
        assert_eq!(forged, KeyError::Account("AC?1".into()));
    }

    #[test]
    fn signature_settings_choose_the_shared_key_and_its_hash() {
        let mut keys = tokens(&[("", "token")]);
        keys.add_shared(Owner::Any, "secret");
        keys.add_shared(Owner::Sid("WK1".into()), "other");
        let candidates = |settings| {
            let candidates = keys.candidates(MAIN, Some(settings));
            candidates.map(|found| found.iter().map(|(_, key)| key.sign("", &[])).collect::<Vec<_>>())
        };
        let signs = |algorithm, secrets: &[&str]| {
            Ok(secrets.iter().map(|secret| Key::with(algorithm, secret).sign("", &[])).collect::<Vec<_>>())
        };
        let (sha1, sha256) = (Algorithm::HmacSha1, Algorithm::HmacSha256);
        assert_eq!(candidates("key=WK1,algorithm=HMAC_SHA256"), signs(sha256, &["secret", "other"]));
        assert_eq!(candidates("key=WK2, algorithm=HMAC_SHA1"), signs(sha1, &["secret"]));
        for unknown in ["", "key=WK1", "key=WK1,algorithm=", "key=WK1,algorithm=HMAC_MD5", "HMAC_SHA256"] {
            assert!(matches!(candidates(unknown), Err(KeyError::Algorithm { .. })), "{unknown}");
        }
    }

    #[test]
    fn settings_without_a_shared_key_are_named_and_never_fall_back_to_a_token() {
        let keys = tokens(&[("", "token")]);
        let error = keys.candidates(MAIN, Some("key=WK1,algorithm=HMAC_SHA256")).unwrap_err();
        assert_eq!(error, KeyError::SharedKey { key: "WK1".into(), algorithm: Algorithm::HmacSha256 });
        assert!(error.to_string().contains("TWILIO_SHARED_KEY"), "{error}");
    }
}

//! The secrets with which webhooks are signed: auth tokens and shared keys, several of each.

use std::{fmt, fs};

use super::Settings;
use crate::carrier::signature::{Keyring, Owner};

/// The maximum number of secrets of a setting: each of them is tried on every unsigned request.
const MAX_SECRETS: usize = 16;

/// Quotation marks that copying or a file of variables leaves around a value.
const QUOTES: [char; 9] = ['"', '\'', '`', '“', '”', '„', '‘', '’', '«'];

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The secrets of a setting, in order. They are never printed or logged.
#[derive(Clone)]
pub(super) struct Secrets(Vec<Secret>);

#[derive(Clone)]
struct Secret {
    owner: Owner,
    text: String,
}

/// Why a text contains no valid secrets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SecretError {
    Empty,
    EmptyEntry,
    ByteOrderMark,
    Quotes,
    Space,
    Character(char),
    Variable,
    Assignment,
    Example,
    Sid,
    BadOwner,
    TooMany,
}

impl Secrets {
    /// Parses secrets that are separated by commas or lines. Blanks around each are removed. `AC…=` in front of a
    /// secret names its account or its shared key.
    pub(super) fn read(text: &str) -> Result<Self, SecretError> {
        // Checked before trimming, because `trim` keeps a byte order mark, which would become part of the first secret.
        if text.trim_start().starts_with(BYTE_ORDER_MARK) {
            return Err(SecretError::ByteOrderMark);
        }
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        if entries.is_empty() {
            return Err(SecretError::Empty);
        }
        if entries.len() > MAX_SECRETS {
            return Err(SecretError::TooMany);
        }
        entries.into_iter().map(Secret::read).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the first secret of the account or key with this SID, otherwise the first without a SID.
    pub(super) fn of(&self, sid: &str) -> Option<&str> {
        let is_its = |secret: &&Secret| matches!(&secret.owner, Owner::Sid(own) if own == sid);
        let is_free = |secret: &&Secret| matches!(secret.owner, Owner::Any);
        let secrets = || self.0.iter();
        secrets().find(is_its).or_else(|| secrets().find(is_free)).map(|secret| secret.text.as_str())
    }

    pub(super) fn add_tokens_to(&self, keyring: &mut Keyring) {
        self.0.iter().for_each(|secret| keyring.add_token(secret.owner.clone(), &secret.text));
    }

    pub(super) fn add_shared_keys_to(&self, keyring: &mut Keyring) {
        self.0.iter().for_each(|secret| keyring.add_shared(secret.owner.clone(), &secret.text));
    }
}

impl Secret {
    fn read(entry: &str) -> Result<Self, SecretError> {
        let (owner, text) = match entry.split_once('=') {
            Some((sid, text)) if is_sid(sid.trim()) => (Owner::Sid(sid.trim().to_owned()), text.trim()),
            Some((sid, _)) if sid.starts_with("AC") => return Err(SecretError::BadOwner),
            Some((name, _)) if is_variable(name.trim()) => return Err(SecretError::Assignment),
            _ => (Owner::Any, entry),
        };
        match fault(text) {
            Some(fault) => Err(fault),
            None => Ok(Self { owner, text: text.to_owned() }),
        }
    }
}

/// Returns why a text cannot be an auth token or a shared key.
fn fault(text: &str) -> Option<SecretError> {
    let is_quote = |character: char| QUOTES.contains(&character);
    if text.is_empty() {
        Some(SecretError::EmptyEntry)
    } else if text.starts_with(is_quote) || text.ends_with(is_quote) {
        Some(SecretError::Quotes)
    } else if text.starts_with('$') || is_between(text, "%", "%") || is_between(text, "{{", "}}") {
        Some(SecretError::Variable)
    } else if is_example(text) {
        Some(SecretError::Example)
    } else if is_sid(text) {
        Some(SecretError::Sid)
    } else if text.contains(char::is_whitespace) {
        Some(SecretError::Space)
    } else {
        text.chars().find(|character| !character.is_ascii_graphic()).map(SecretError::Character)
    }
}

/// Returns whether a text is enclosed by these two texts and contains more.
fn is_between(text: &str, open: &str, close: &str) -> bool {
    text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|inside| !inside.is_empty())
}

/// Returns whether a text is a placeholder that instructions write for a secret.
fn is_example(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    let named = ["auth_token", "authtoken", "auth-token", "your_", "your-", "changeme", "change_me"];
    is_between(text, "<", ">") || is_between(text, "[", "]") || named.iter().any(|word| small.contains(word))
}

/// Returns whether a text is the name of a variable, such as `TWILIO_AUTH_TOKEN` of a copied line.
fn is_variable(text: &str) -> bool {
    let text = text.strip_prefix("export ").unwrap_or(text).trim_start();
    text.contains('_') && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Returns whether a text is an identifier of Twilio: two capital letters and 32 hexadecimal digits.
fn is_sid(text: &str) -> bool {
    let kind = text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    text.len() == 34 && kind && text.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit())
}

/// Does not show the secrets.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Empty => "it is empty",
            Self::EmptyEntry => "one of the secrets is empty: remove the comma, or the `AC…=`",
            Self::ByteOrderMark => {
                "it begins with a byte order mark (U+FEFF), which would be signed with: save the file as UTF-8 \
                 without one"
            }
            Self::Quotes => "it is in quotation marks, which would be signed with: remove them",
            Self::Space => "it has a space in it",
            Self::Character(character) => {
                let code = u32::from(*character);
                return write!(f, "it has the character U+{code:04X} in it, which no secret of Twilio has");
            }
            Self::Variable => "a variable in it was not replaced by its value",
            Self::Assignment => {
                "the name of a variable stands in front of it: leave out everything up to the `=`"
            }
            Self::Example => {
                "it is the example of some instructions: write the token that Twilio's console shows"
            }
            Self::Sid => "it is the SID of an account or of a key, not its secret",
            Self::BadOwner => {
                "the part in front of `=` begins with `AC` but is not an account SID: `AC` and 32 hexadecimal digits"
            }
            Self::TooMany => return write!(f, "it has over {MAX_SECRETS} secrets"),
        };
        f.write_str(text)
    }
}

impl Settings {
    /// Sets the auth token with which Twilio signs. Every webhook must then be signed.
    ///
    /// While a token is changed there are two: write both, separated by a comma or on separate lines. A subaccount
    /// signs with its own token, written as `AC…=TOKEN`; a token without an account applies to any account.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().auth_token("0123456789abcdef");
    /// assert!(!format!("{settings:?}").contains("0123"));
    /// let changing = Settings::new().auth_token("fedcba9876543210,0123456789abcdef");
    /// # let _ = changing;
    /// ```
    pub fn auth_token(self, tokens: &str) -> Self {
        let read = Secrets::read(tokens).map_err(|error| error.to_string());
        self.set("auth token", read.map(Some), |settings| &mut settings.auth_tokens)
    }

    /// Sets the auth token from a file that contains nothing else. The file is read at once.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let path = std::env::temp_dir().join("ivr-doc-auth-token");
    /// std::fs::write(&path, "0123456789abcdef\n").unwrap();
    /// let settings = Settings::new().auth_token_file(path.to_str().unwrap());
    /// assert!(format!("{settings:?}").contains("auth_tokens: Some"));
    /// ```
    pub fn auth_token_file(self, path: &str) -> Self {
        self.set("auth token", read_secrets(path).map(Some), |settings| &mut settings.auth_tokens)
    }

    /// Sets the secret of a [shared key](https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys), which signs
    /// webhooks instead of the auth token if a webhook rule says so.
    ///
    /// Several secrets are separated by commas or lines. A secret with `SID=` in front is used only for requests that
    /// name the key with this SID.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let settings = Settings::new().shared_key("0123456789abcdef");
    /// assert!(!format!("{settings:?}").contains("0123"));
    /// ```
    pub fn shared_key(self, secrets: &str) -> Self {
        let read = Secrets::read(secrets).map_err(|error| error.to_string());
        self.set("shared key", read.map(Some), |settings| &mut settings.shared_keys)
    }

    /// Sets the secret of a shared key from a file that contains nothing else. The file is read at once.
    ///
    /// ```
    /// # use ivr_runtime::config::Settings;
    /// let path = std::env::temp_dir().join("ivr-doc-shared-key");
    /// std::fs::write(&path, "0123456789abcdef\n").unwrap();
    /// let settings = Settings::new().shared_key_file(path.to_str().unwrap());
    /// assert!(format!("{settings:?}").contains("shared_keys: Some"));
    /// ```
    pub fn shared_key_file(self, path: &str) -> Self {
        self.set("shared key", read_secrets(path).map(Some), |settings| &mut settings.shared_keys)
    }

    /// Returns whether webhooks must be signed.
    pub(super) fn is_signed(&self) -> bool {
        self.auth_tokens.is_some() || self.shared_keys.is_some()
    }
}

fn read_secrets(path: &str) -> Result<Secrets, String> {
    let bytes = fs::read(path).map_err(|error| format!("`{path}` cannot be read: {error}"))?;
    let text = str::from_utf8(&bytes).map_err(|_| format!("`{path}` is not UTF-8 text"))?;
    Secrets::read(text).map_err(|error| format!("`{path}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUB: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn read(text: &str) -> Result<Vec<(Owner, String)>, SecretError> {
        let pair = |secret: Secret| (secret.owner, secret.text);
        Secrets::read(text).map(|secrets| secrets.0.into_iter().map(pair).collect())
    }

    fn any(text: &str) -> (Owner, String) {
        (Owner::Any, text.to_owned())
    }

    #[test]
    fn what_copying_leaves_around_a_token_is_dropped() {
        for text in ["12345", " 12345\r\n", "\n\n12345\n"] {
            assert_eq!(read(text), Ok(vec![any("12345")]), "{text:?}");
        }
    }

    #[test]
    fn several_secrets_are_separated_by_commas_or_lines_and_may_have_an_owner() {
        let several = [any("new"), any("old"), (Owner::Sid(SUB.to_owned()), "sub==".to_owned())];
        for text in [
            format!("new,old,{SUB}=sub=="),
            format!("new\nold\n{SUB}=sub==\n"),
            format!("new\r\nold, {SUB} = sub==\r\n"),
        ] {
            assert_eq!(read(&text), Ok(several.to_vec()), "{text:?}");
        }
        assert_eq!(read("a=b"), Ok(vec![any("a=b")]), "`=` may be a part of a secret");
    }

    #[test]
    fn each_fault_is_named() {
        for (text, fault) in [
            (" \n", SecretError::Empty),
            ("new,", SecretError::EmptyEntry),
            (&format!("{SUB}="), SecretError::EmptyEntry),
            ("\u{feff}12345", SecretError::ByteOrderMark),
            ("\"12345\"", SecretError::Quotes),
            ("'12345'", SecretError::Quotes),
            ("“12345”", SecretError::Quotes),
            (&format!("{SUB}=\"12345\""), SecretError::Quotes),
            ("new,\"old\"", SecretError::Quotes),
            ("12 345", SecretError::Space),
            ("12\u{a0}345", SecretError::Space),
            ("12345\u{200b}", SecretError::Character('\u{200b}')),
            ("12345\0", SecretError::Character('\0')),
            ("${TWILIO_AUTH_TOKEN}", SecretError::Variable),
            ("%TWILIO_AUTH_TOKEN%", SecretError::Variable),
            ("{{token}}", SecretError::Variable),
            ("TWILIO_AUTH_TOKEN=12345", SecretError::Assignment),
            ("export TWILIO_AUTH_TOKEN=12345", SecretError::Assignment),
            ("your_auth_token", SecretError::Example),
            ("<auth-token-of-345>", SecretError::Example),
            ("changeme", SecretError::Example),
            (SUB, SecretError::Sid),
            ("AC12=12345", SecretError::BadOwner),
            (&["x"; MAX_SECRETS + 1].join(","), SecretError::TooMany),
        ] {
            assert_eq!(read(text), Err(fault), "{text:?}");
            assert!(!fault.to_string().contains("345"), "{fault}");
        }
        assert!(read(&["x"; MAX_SECRETS].join(",")).is_ok());
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(format!("{:?}", Secrets::read("12345,54321").unwrap()), "Secrets(2)");
    }
}

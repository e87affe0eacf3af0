//! The secret that the provider signs with.

use crate::signature::Key;

/// An auth token. It is never printed, logged or compared; it only becomes a [`Key`].
///
/// ```
/// use ivr_runtime::config::AuthToken;
/// let token = AuthToken::new("0123456789abcdef").unwrap();
/// assert_eq!(format!("{token:?}"), "AuthToken(…)");
/// assert!(AuthToken::new("").is_none());
/// ```
#[derive(Clone)]
pub struct AuthToken(String);

impl AuthToken {
    /// A token, without the blanks and the newline that copying leaves around it; `None` when it is empty or
    /// has blanks inside.
    #[must_use]
    pub fn new(token: &str) -> Option<Self> {
        let token = token.trim();
        let whole = !token.is_empty() && !token.contains(char::is_whitespace);
        whole.then(|| Self(token.to_owned()))
    }

    /// What signatures are made and verified with.
    ///
    /// ```
    /// let key = ivr_runtime::config::AuthToken::new("12345").unwrap().key();
    /// assert_eq!(key.sign("https://example.com/", &[]).len(), 28);
    /// ```
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.0)
    }
}

impl std::fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copying_leaves_around_a_token_is_no_part_of_it() {
        let url = "https://example.com/";
        let signed = |token: &str| AuthToken::new(token).map(|token| token.key().sign(url, &[]));
        assert_eq!(signed(" 12345\r\n"), signed("12345"));
        assert!(signed("12 345").is_none() && signed(" \n").is_none());
    }
}

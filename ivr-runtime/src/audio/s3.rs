//! Access to a private bucket: keys, region, and the store if it is not Amazon's.

use std::fmt;

/// The credentials for private recordings, those under `audio "s3://bucket/…"`. They are never printed or logged.
///
/// Missing or invalid values are reported when a tree with such recordings is served.
///
/// ```
/// use ivr_runtime::config::S3;
/// let s3 = S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3").session_token("FwoGZ");
/// let text = format!("{s3:?}");
/// assert!(!text.contains("AKIA") && !text.contains("wJal") && !text.contains("FwoG"), "{text}");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct S3 {
    id: Option<String>,
    secret: Option<String>,
    token: Option<String>,
    region: Option<String>,
    endpoint: Option<String>,
}

/// The variables, named as in Amazon's tools. The second name of the region applies if the first is not set.
pub(crate) const VARIABLES: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_ENDPOINT_URL",
];

impl S3 {
    /// Sets the keys, and the region of the bucket.
    ///
    /// ```
    /// # use ivr_runtime::config::{S3, Settings};
    /// let settings = Settings::new().s3(S3::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3"));
    /// # let _ = settings;
    /// ```
    pub fn new(access_key_id: &str, secret_access_key: &str, region: &str) -> Self {
        let [id, secret, region] = [access_key_id, secret_access_key, region].map(said);
        Self { id, secret, region, ..Self::default() }
    }

    /// Sets the token of temporary keys. URLs expire no later than the token.
    ///
    /// ```
    /// # use ivr_runtime::config::S3;
    /// let s3 = S3::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-west-3").session_token("FwoGZXIvYXdz");
    /// # let _ = s3;
    /// ```
    pub fn session_token(self, token: &str) -> Self {
        Self { token: said(token), ..self }
    }

    /// Sets the address of another store with the same protocol. There, the bucket is the first segment of the path.
    ///
    /// ```
    /// # use ivr_runtime::config::S3;
    /// let s3 = S3::new("minio", "minio123", "us-east-1").endpoint("https://store.example:9000");
    /// # let _ = s3;
    /// ```
    pub fn endpoint(self, url: &str) -> Self {
        Self { endpoint: said(url), ..self }
    }

    /// Sets the value of one of [`VARIABLES`].
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        let slot = match name {
            "AWS_ACCESS_KEY_ID" => &mut self.id,
            "AWS_SECRET_ACCESS_KEY" => &mut self.secret,
            "AWS_SESSION_TOKEN" => &mut self.token,
            "AWS_DEFAULT_REGION" | "AWS_REGION" => &mut self.region,
            "AWS_ENDPOINT_URL" => &mut self.endpoint,
            _ => return self,
        };
        *slot = said(value);
        self
    }

    /// Returns whether the keys are temporary.
    #[cfg(feature = "serve")]
    pub(crate) fn is_temporary(&self) -> bool {
        self.token.is_some()
    }

    /// Returns the address of the store, if it is not Amazon's.
    #[cfg(feature = "serve")]
    pub(crate) fn store(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// Returns all credentials, or what is missing.
    #[cfg_attr(not(feature = "s3"), expect(dead_code, reason = "only a signer needs it"))]
    pub(super) fn complete(&self) -> Result<Complete<'_>, Vec<String>> {
        match (&self.id, &self.secret, &self.region) {
            (Some(id), Some(secret), Some(region)) => {
                let (token, endpoint) = (self.token.as_deref(), self.endpoint.as_deref());
                Ok(Complete { id, secret, token, region, endpoint })
            }
            (id, secret, region) => {
                let parts = [
                    (id, "AWS_ACCESS_KEY_ID is not set"),
                    (secret, "AWS_SECRET_ACCESS_KEY is not set"),
                    (region, "AWS_REGION is not set: the region of the bucket, such as eu-west-3"),
                ];
                let missing = parts.into_iter().filter(|(part, _)| part.is_none());
                Err(missing.map(|(_, why)| why.to_owned()).collect())
            }
        }
    }
}

/// The credentials that a signature needs.
#[cfg_attr(not(feature = "s3"), expect(dead_code, reason = "only a signer needs it"))]
#[derive(Clone, Copy)]
pub(super) struct Complete<'a> {
    pub(super) id: &'a str,
    pub(super) secret: &'a str,
    pub(super) token: Option<&'a str>,
    pub(super) region: &'a str,
    pub(super) endpoint: Option<&'a str>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S3(…)")
    }
}

/// Returns the value without surrounding blanks and newlines, or `None` if nothing remains.
fn said(value: &str) -> Option<String> {
    Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
}

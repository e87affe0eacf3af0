//! Presigned URLs (AWS Signature Version 4), which give access to one file of a private bucket for some time.
//! `rusty-s3` creates the signature; this module supplies its input.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

use super::{
    Window,
    located::Object,
    s3::{Complete, S3},
};

/// Signs URLs with one pair of keys. `Debug` does not show the keys.
pub(super) struct Signer {
    credentials: Credentials,
    region: String,
    endpoint: Option<String>,
}

impl Signer {
    /// Creates a signer with these keys, or returns what is wrong with them.
    pub(super) fn new(s3: &S3) -> Result<Self, Vec<String>> {
        let Complete { id, secret, token, region, endpoint } = s3.complete()?;
        let mut faults = Vec::new();
        let whole = |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if !whole(id) || id.contains('/') {
            faults.push("AWS_ACCESS_KEY_ID is not a key: it contains a space or a slash".to_owned());
        }
        if !whole(secret) {
            faults.push("AWS_SECRET_ACCESS_KEY is not a key: it contains a space".to_owned());
        }
        if !region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            faults.push(format!("AWS_REGION is `{region}`, which is not a region such as eu-west-3"));
        }
        let token = token.map(str::to_owned);
        let credentials = match token {
            Some(token) => Credentials::new_with_token(id, secret, token),
            None => Credentials::new(id, secret),
        };
        let signer = Self { credentials, region: region.to_owned(), endpoint: endpoint.map(str::to_owned) };
        if faults.is_empty() && signer.bucket("any").is_none() {
            // The value may contain a password, so the message does not repeat it.
            faults.push("AWS_ENDPOINT_URL is not an address such as https://store.example".to_owned());
        }
        if faults.is_empty() { Ok(signer) } else { Err(faults) }
    }

    /// Returns why `object` cannot be fetched.
    pub(super) fn refuses(&self, object: &Object) -> Option<String> {
        let why = "cannot be part of a URL of this store";
        self.url(object, Window::at(0)).is_none().then(|| format!("`{object}` {why}"))
    }

    /// Returns the URL of `object` for `window`.
    pub(super) fn url(&self, object: &Object, window: Window) -> Option<String> {
        let signed = i64::try_from(window.signed()).ok()?;
        if object.fault().is_some() {
            return None;
        }
        self.sign(&object.bucket, &object.key, signed, Window::holds())
    }

    /// Returns the URL of a file, signed at a time, that is valid for a number of seconds.
    fn sign(&self, bucket: &str, key: &str, signed: i64, holds: u64) -> Option<String> {
        let bucket = self.bucket(bucket)?;
        let time = Timestamp::from_second(signed).ok()?;
        let url =
            bucket.get_object(Some(&self.credentials), key).sign_with_time(Duration::from_secs(holds), &time);
        Some(url.into())
    }

    fn bucket(&self, name: &str) -> Option<Bucket> {
        let Self { region, endpoint, .. } = self;
        let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let amazon = || format!("https://s3.{region}.{domain}");
        let url = endpoint.clone().unwrap_or_else(amazon).parse().ok()?;
        // The wildcard certificate covers one label before the host of the store, and other stores may not have a host
        // for each bucket.
        let style =
            if endpoint.is_some() || name.contains('.') { UrlStyle::Path } else { UrlStyle::VirtualHost };
        Bucket::new(url, style, name.to_owned(), region.clone()).ok()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What botocore made of the same, see `tests/presigned/vectors.py`.
    #[derive(serde::Deserialize)]
    struct Vectors {
        id: String,
        secret: String,
        urls: Vec<Vector>,
    }

    #[derive(serde::Deserialize)]
    struct Vector {
        bucket: String,
        key: String,
        region: String,
        endpoint: Option<String>,
        token: Option<String>,
        time: i64,
        expires: u64,
        url: String,
    }

    /// A URL without the order of its query, of which the signature is independent.
    fn parts(url: &str) -> (&str, BTreeSet<&str>) {
        let (place, query) = url.split_once('?').unwrap();
        (place, query.split('&').collect())
    }

    #[test]
    fn a_signed_url_is_the_one_that_botocore_makes() {
        let text = include_str!("../../tests/presigned/vectors.json");
        let vectors: Vectors = serde_json::from_str(text).unwrap();
        assert!(vectors.urls.len() >= 100);
        for vector in &vectors.urls {
            let s3 = S3::new(&vectors.id, &vectors.secret, &vector.region);
            let s3 = s3.session_token(vector.token.as_deref().unwrap_or_default());
            let signer = Signer::new(&s3.endpoint(vector.endpoint.as_deref().unwrap_or_default())).unwrap();
            let url = signer.sign(&vector.bucket, &vector.key, vector.time, vector.expires).unwrap();
            assert_eq!(parts(&url), parts(&vector.url), "{}", vector.key);
        }
    }

    #[test]
    fn another_key_time_or_name_is_another_signature() {
        let signer = |secret| Signer::new(&S3::new("AKIAIOSFODNN7EXAMPLE", secret, "eu-west-3")).unwrap();
        let sign = |signer: &Signer, key, time| signer.sign("prompts", key, time, 60).unwrap();
        let urls = [
            sign(&signer("one"), "a.mp3", 0),
            sign(&signer("two"), "a.mp3", 0),
            sign(&signer("one"), "b.mp3", 0),
            sign(&signer("one"), "a.mp3", 1),
        ];
        let signatures: BTreeSet<_> =
            urls.iter().map(|url| url.split_once("Signature=").unwrap().1).collect();
        assert_eq!(signatures.len(), 4);
        assert_eq!(sign(&signer("one"), "a.mp3", 0), urls[0]);
    }

    #[test]
    fn keys_that_cannot_be_are_told_all_at_once_and_not_repeated() {
        let wrong = S3::new("AKIA hunter", "hunter\n2", "Paris (old)");
        let faults = Signer::new(&wrong).unwrap_err();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(!faults.concat().contains("hunter"), "{faults:?}");
        for endpoint in ["store.example", "ftp://store.example", "https://", "user:hunter2"] {
            let faults = Signer::new(&S3::new("minio", "minio123", "auto").endpoint(endpoint)).unwrap_err();
            assert!(faults.concat().contains("AWS_ENDPOINT_URL"), "{endpoint}: {faults:?}");
            assert!(!faults.concat().contains("hunter"), "{faults:?}");
        }
        assert!(Signer::new(&S3::new("minio", "minio123", "auto").endpoint("https://store.example")).is_ok());
    }

    #[test]
    fn what_is_missing_is_told_by_the_name_of_its_variable() {
        assert_eq!(Signer::new(&S3::default()).unwrap_err().len(), 3);
        let only = Signer::new(&S3::new("AKIAIOSFODNN7EXAMPLE", "", "eu-west-3")).unwrap_err();
        assert_eq!(only, ["AWS_SECRET_ACCESS_KEY is not set"]);
    }
}

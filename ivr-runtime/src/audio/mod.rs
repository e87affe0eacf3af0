//! Recordings: maps the file of a `play` to the URL that Twilio fetches.
//!
//! URLs of files in a private bucket contain a signature that is valid for some time. This module fetches nothing,
//! and its callers need not know whether a URL is signed.

// The location of a file.
mod located;

// The settings of a private bucket.
mod s3;

// The period of validity of a URL.
mod window;

// The signature, with the feature `s3`.
#[cfg_attr(not(feature = "s3"), path = "no_signer.rs")]
mod signer;

pub use s3::S3;
pub(crate) use s3::VARIABLES;

use std::{borrow::Cow, sync::Arc};

use located::{Located, Object};
use signer::Signer;
pub(crate) use window::Window;

use crate::description::Description;

/// Creates the URLs of recordings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Audio {
    /// `None` if no file is in a private bucket, so that nothing is signed.
    signer: Option<Arc<Signer>>,
}

impl Audio {
    /// Creates the URLs for the recordings of `tree`, with the keys in `s3`.
    ///
    /// The error contains all problems, worded for the operator. Keys that no recording needs are not checked.
    pub(crate) fn of(tree: &Description, s3: &S3) -> Result<Self, Vec<String>> {
        let private: Vec<Object> = objects(tree).collect();
        let Some(first) = private.first() else {
            // A `play (expr)` may name a private bucket during a call.
            let signer = Signer::new(s3).ok().filter(|_| plays_values(tree));
            return Ok(Self { signer: signer.map(Arc::new) });
        };
        let mut faults: Vec<String> = private.iter().filter_map(Object::fault).collect();
        match Signer::new(s3) {
            Ok(signer) if faults.is_empty() => {
                faults.extend(private.iter().filter_map(|object| signer.refuses(object)));
                faults.dedup();
                return if faults.is_empty() {
                    Ok(Self { signer: Some(Arc::new(signer)) })
                } else {
                    Err(faults)
                };
            }
            Ok(_) => {}
            Err(missing) => {
                let private = format!("recordings are in the private bucket `{}`", first.bucket);
                faults.extend(missing.into_iter().map(|why| format!("{private}, and {why}")));
            }
        }
        faults.dedup();
        Err(faults)
    }

    /// Returns whether URLs change over time.
    pub(crate) fn signs(&self) -> bool {
        self.signer.is_some()
    }

    /// Returns the URLs for `window`.
    pub(crate) fn links(&self, window: Window) -> Links {
        Links { signer: self.signer.clone(), window }
    }
}

/// The URLs of recordings for one time window.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    signer: Option<Arc<Signer>>,
    window: Window,
}

impl Links {
    /// Creates unsigned URLs: a file in a private bucket is `s3://bucket/file`, for use where nobody fetches it.
    pub(crate) fn plain() -> Self {
        Audio::default().links(Window::at(0))
    }

    /// Returns the URL of `file`, which is relative to `base` unless it is a URL itself, or `None` if there is no
    /// valid URL.
    pub(crate) fn url<'a>(&self, base: Option<&str>, file: &'a str) -> Option<Cow<'a, str>> {
        let object = match located::locate(base, file) {
            Located::Url(url) => return Some(url),
            Located::Object(object) => object,
        };
        let Some(signer) = &self.signer else { return Some(object.to_string().into()) };
        let url = signer.url(&object, self.window);
        if url.is_none() {
            // The name is not logged, because it may be a value of a call.
            tracing::error!(
                bucket = object.bucket,
                "a recording is left out: its name cannot be part of a URL"
            );
        }
        url.map(Cow::Owned)
    }

    /// Returns the window of the URLs, or `None` if they do not expire.
    pub(crate) fn window(&self) -> Option<Window> {
        self.signer.as_ref().map(|_| self.window)
    }
}

/// Returns what is wrong with `url` as the base URL of recordings.
pub(crate) fn base_fault(url: &str) -> Option<String> {
    if let Some(object) = located::in_bucket(url) {
        return object.bucket_fault();
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let odd = url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    (host.is_empty() || odd).then(|| {
        format!(
            "`{}` is not an address such as https://prompts.example/ or s3://bucket/",
            without_password(url)
        )
    })
}

/// Returns the host of recordings under `url`, unless it is a bucket.
#[cfg(feature = "serve")]
pub(crate) fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().filter(|_| scheme.starts_with("http"))?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    Some(port.map_or(host, |(host, _)| host))
}

/// Returns the URL without its password.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// Returns the files of a tree that are in buckets.
fn objects(tree: &Description) -> impl Iterator<Item = Object> {
    let named = tree.played().into_iter().filter(|played| !played.is_value);
    named.filter_map(|played| match located::locate(played.base.as_deref(), &played.file) {
        Located::Object(object) => Some(object),
        Located::Url(_) => None,
    })
}

fn plays_values(tree: &Description) -> bool {
    tree.played().iter().any(|played| played.is_value)
}

#[cfg(all(test, feature = "serve"))]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (url, shown, at) in [
            ("https://a.example/x@y", "https://a.example/x@y", Some("a.example")),
            ("https://me:hunter2@a.example:8443/x", "https://a.example:8443/x", Some("a.example")),
            ("http://[::1]:9000", "http://[::1]:9000", Some("[::1]")),
            ("http://[::1]/x", "http://[::1]/x", Some("[::1]")),
            ("s3://prompts/x", "s3://prompts/x", None),
        ] {
            assert_eq!((without_password(url).as_str(), host(url)), (shown, at), "{url}");
        }
    }
}

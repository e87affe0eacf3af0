//! A program without the feature `s3` does not sign URLs.

use super::{Window, located::Object, s3::S3};

/// Has no values: there is no signer.
#[derive(Debug)]
pub(super) enum Signer {}

impl Signer {
    /// Returns an error, because there is no signer.
    pub(super) fn new(_: &S3) -> Result<Self, Vec<String>> {
        Err(vec!["this program cannot sign its URLs: build it with the feature `s3` of `ivr`".to_owned()])
    }

    pub(super) fn refuses(&self, _: &Object) -> Option<String> {
        match *self {}
    }

    pub(super) fn url(&self, _: &Object, _: Window) -> Option<String> {
        match *self {}
    }
}

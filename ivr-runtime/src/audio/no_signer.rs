//! URLs are not signed in a program that was built without the feature `s3`.

use super::{Window, located::Object, s3::S3};

/// What nobody has here.
#[derive(Debug)]
pub(super) enum Signer {}

impl Signer {
    /// There is none.
    pub(super) fn new(_: &S3) -> Result<Self, Vec<String>> {
        Err(vec!["this program cannot sign for it: build it with the feature `s3` of `ivr`".to_owned()])
    }

    pub(super) fn refuses(&self, _: &Object) -> Option<String> {
        match *self {}
    }

    pub(super) fn url(&self, _: &Object, _: Window) -> Option<String> {
        match *self {}
    }
}

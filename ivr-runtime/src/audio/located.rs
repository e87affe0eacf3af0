//! Resolves the file of a `play` to a URL or to an object in a bucket.

use std::{borrow::Cow, fmt};

use ivr_core::audio_folder::name::{is_absolute, unescaped};

/// The location of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Located<'a> {
    /// A URL that anybody can fetch.
    Url(Cow<'a, str>),
    /// An object in a bucket.
    Object(Object),
}

/// An object in a bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Object {
    pub(super) bucket: String,
    /// Its key in the store, without escapes.
    pub(super) key: String,
    /// Whether it was written with a query or a fragment, which a key cannot have.
    has_query: bool,
}

impl Object {
    /// Creates the object with this key.
    #[cfg(test)]
    pub(super) fn named(bucket: &str, key: &str) -> Self {
        Self { bucket: bucket.to_owned(), key: key.to_owned(), has_query: false }
    }

    /// Returns why no URL can refer to it.
    pub(super) fn fault(&self) -> Option<String> {
        if let Some(fault) = self.bucket_fault() {
            return Some(fault);
        }
        if self.has_query {
            return Some(format!("`{self}` has a query: in a name, write %3F for ? and %23 for #"));
        }
        if self.key.is_empty() {
            return Some(format!("`{self}` names a bucket but no file"));
        }
        let walks = self.key.split('/').any(|part| part == "." || part == "..");
        walks.then(|| format!("`{self}` has a `.` or `..` between slashes, which a URL does not keep"))
    }

    /// Returns why the name of the bucket is invalid.
    pub(super) fn bucket_fault(&self) -> Option<String> {
        let Self { bucket, .. } = self;
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let sound = (3..=63).contains(&bucket.len())
            && bucket.chars().all(inner)
            && ends(bucket.chars().next())
            && ends(bucket.chars().next_back())
            && !bucket.contains("..");
        let why = "3 to 63 lower-case letters, digits, `-` and `.`";
        (!sound).then(|| format!("`{bucket}` is not the name of a bucket: {why}"))
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

/// Returns the location of `file`, which is relative to `base` unless it is absolute.
pub(super) fn locate<'a>(base: Option<&str>, file: &'a str) -> Located<'a> {
    if let Some(object) = in_bucket(file) {
        return Located::Object(object);
    }
    match base {
        Some(base) if !is_absolute(file) => {
            let url = format!("{}/{}", base.trim_end_matches('/'), file.trim_start_matches('/'));
            in_bucket(&url).map_or(Located::Url(url.into()), Located::Object)
        }
        _ => Located::Url(file.into()),
    }
}

/// Returns the object that an `s3://` URL refers to.
pub(super) fn in_bucket(url: &str) -> Option<Object> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("s3") {
        return None;
    }
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let has_query = key.contains(['?', '#']);
    Some(Object { bucket: bucket.to_owned(), key: unescaped(key), has_query })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(base: Option<&str>, file: &str) -> String {
        match locate(base, file) {
            Located::Url(url) => url.into_owned(),
            Located::Object(object) => object.to_string(),
        }
    }

    #[test]
    fn a_file_is_under_its_base_and_a_url_stays() {
        let base = Some("https://a.example/en/");
        for (file, whole) in [
            ("beep.mp3", "https://a.example/en/beep.mp3"),
            ("/menu/beep.mp3", "https://a.example/en/menu/beep.mp3"),
            ("two%20words.mp3?v=2", "https://a.example/en/two%20words.mp3?v=2"),
            ("http://b.example/?f=a&g", "http://b.example/?f=a&g"),
            ("a.mp3?from=http://c.example", "https://a.example/en/a.mp3?from=http://c.example"),
            ("s3://other/x.mp3", "s3://other/x.mp3"),
        ] {
            assert_eq!(url(base, file), whole);
        }
        assert_eq!(url(None, "beep.mp3"), "beep.mp3");
    }

    #[test]
    fn a_file_in_a_bucket_has_the_name_that_its_url_stands_for() {
        for (base, file, key) in [
            ("s3://prompts", "beep.mp3", "beep.mp3"),
            ("s3://prompts/", "/beep.mp3", "beep.mp3"),
            ("S3://prompts/my%20line/v2/", "two%20words.mp3", "my line/v2/two words.mp3"),
            ("s3://prompts/fr/", "%C3%A9t%c3%a9.mp3", "fr/été.mp3"),
            ("s3://prompts/", "été+1.mp3", "été+1.mp3"),
            ("s3://prompts/", "100%.mp3", "100%.mp3"),
            ("s3://prompts/", "100%25.mp3", "100%.mp3"),
            ("s3://prompts/", "%+1%é.mp3", "%+1%é.mp3"),
            ("s3://prompts/", "%FF.mp3", "%FF.mp3"),
            ("https://a.example/", "s3://prompts/a.mp3", "a.mp3"),
        ] {
            assert_eq!(
                locate(Some(base), file),
                Located::Object(Object::named("prompts", key)),
                "{base} {file}"
            );
        }
    }

    #[test]
    fn what_no_url_can_lead_to_is_told() {
        for (url, why) in [
            ("s3://prompts/a/../b.mp3", "`..`"),
            ("s3://prompts/./b.mp3", "`..`"),
            ("s3://prompts/%2e%2e", "`..`"),
            ("s3://prompts/a.mp3?v=2", "query"),
            ("s3://prompts/no#1.mp3", "query"),
            ("s3://prompts/", "no file"),
            ("s3://My_Prompts/a.mp3", "not the name of a bucket"),
            ("s3://ab/a.mp3", "not the name of a bucket"),
            ("s3://-ab/a.mp3", "not the name of a bucket"),
            ("s3:///a.mp3", "not the name of a bucket"),
        ] {
            let fault = in_bucket(url).unwrap().fault();
            assert!(fault.as_ref().is_some_and(|fault| fault.contains(why)), "{url}: {fault:?}");
        }
        for url in ["s3://prompts/..a/b..mp3", "s3://prompts/what%3F.mp3", "s3://my.prompts-2/a.mp3"] {
            assert_eq!(in_bucket(url).unwrap().fault(), None, "{url}");
        }
    }
}

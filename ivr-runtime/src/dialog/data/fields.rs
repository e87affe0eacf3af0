//! The fields of a call as they are stored: values by name.

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Stored fields, by name.
///
/// ```
/// use ivr_runtime::data::Fields;
/// let mut fields = Fields::default();
/// fields.put("noted", &3_u8);
/// assert_eq!(fields.take("noted", || 0_u8), Ok(3));
/// assert_eq!(fields.take("missing", || 7_u8), Ok(7));
/// assert!(fields.take("noted", String::new).is_err());
/// assert_eq!(format!("{fields:?}"), r#"{"noted"}"#);
/// ```
#[derive(Clone, PartialEq, Default, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, Value>);

/// Which fields there are, never what is in them.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Fields {
    /// Keeps a field. One that cannot be written as JSON is left out, and has its default when it is read.
    pub fn put<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// The names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is a field of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The same with the fields of `others` that `is_taken` says.
    pub(crate) fn with_others_of(mut self, others: &Self, is_taken: impl Fn(&str) -> bool) -> Self {
        let taken = others.0.iter().filter(|(name, _)| is_taken(name));
        self.0.extend(taken.map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// How many bytes they are as JSON.
    pub(crate) fn size(&self) -> usize {
        serde_json::to_string(&self.0).map_or(0, |json| json.len())
    }

    /// Reads a field, or its default when it is not there.
    ///
    /// # Errors
    ///
    /// When it holds something of another type.
    pub fn take<T: DeserializeOwned>(
        &self,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> Result<T, FieldError> {
        match self.0.get(name) {
            None => Ok(default()),
            Some(value) => T::deserialize(value).map_err(|_| FieldError(name.to_owned())),
        }
    }
}

/// A stored field that is not of the type that the tree declares now.
///
/// ```
/// let mut fields = ivr_runtime::data::Fields::default();
/// fields.put("zip", &true);
/// let error = fields.take("zip", || 0_u8).unwrap_err();
/// assert_eq!(error.to_string(), "the stored field `zip` is of another type");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the stored field `{0}` is of another type")]
pub struct FieldError(String);

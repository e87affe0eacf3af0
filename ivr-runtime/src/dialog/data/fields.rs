//! The stored fields of a call: values by name.

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

/// Shows the names of the fields, never their values.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Fields {
    /// Stores a field. A field that cannot be serialized to JSON is omitted, and has its default when it is loaded.
    pub fn put<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Returns the names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns whether there is a field with this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns the fields together with those of `others` that `is_taken` selects.
    pub(crate) fn with_others_of(mut self, others: &Self, is_taken: impl Fn(&str) -> bool) -> Self {
        let taken = others.0.iter().filter(|(name, _)| is_taken(name));
        self.0.extend(taken.map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// Returns the size of the fields as JSON, in bytes.
    pub(crate) fn size(&self) -> usize {
        serde_json::to_string(&self.0).map_or(0, |json| json.len())
    }

    /// Loads a field, or its default if it is missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the value has another type.
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

/// The error for a stored field that does not have the type that the tree declares.
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

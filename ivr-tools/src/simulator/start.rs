//! Where a call to a tree begins: at its first start, or at a named start with the fields of its request.

use std::fmt::Write as _;

use super::{alert::Alert, session::Number};
use ivr_runtime::description::Description;

/// A start of a tree, and the fields of a request to it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Start {
    name: Option<String>,
    fields: Vec<(String, String)>,
}

impl Start {
    /// Returns the start with this name.
    ///
    /// # Errors
    ///
    /// Returns an error if the tree has no such start, or the start has no such field.
    pub(crate) fn named<'f>(
        tree: &Description,
        name: &str,
        fields: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Self, String> {
        let Some(start) = tree.starts.iter().find(|start| start.name.as_deref() == Some(name)) else {
            let known: Vec<&str> = tree.starts.iter().filter_map(|start| start.name.as_deref()).collect();
            return Err(match known[..] {
                [] => format!("{} has no start with a name", tree.name),
                _ => format!("{} has no start {name}, but {}", tree.name, known.join(", ")),
            });
        };
        let fields: Vec<(String, String)> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let is_known = |name: &str| start.with.iter().any(|field| field.field == name);
        match fields.iter().find(|(name, _)| !is_known(name)) {
            Some((unknown, _)) => Err(format!("the start {name} takes no field {unknown}")),
            None => Ok(Self { name: Some(name.to_owned()), fields }),
        }
    }

    /// Returns the starts at which a call can begin without any field.
    pub(crate) fn free(tree: &Description) -> impl Iterator<Item = Self> {
        let free = tree.starts.iter().filter(|start| start.with.iter().all(|field| field.optional));
        free.map(|start| Self { name: start.name.clone(), fields: Vec::new() })
    }

    /// Returns its name, or `None` for the first start.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns its webhook, for the tree at `root`.
    ///
    /// # Errors
    ///
    /// When `root` is not a URL.
    pub(crate) fn number(&self, root: &str) -> Result<Number, Alert> {
        let number = Number::read(root)?;
        match &self.name {
            None => Ok(number),
            Some(_) => number.beginning_at(&format!("{}/{}", root.trim_end_matches('/'), self.address())),
        }
    }

    /// Returns its URL relative to that of the tree: `outbound?campaign=7`.
    fn address(&self) -> String {
        let mut address = self.name.clone().unwrap_or_default();
        if !self.fields.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish();
            // Writing into a `String` cannot fail.
            let _ = write!(address, "?{query}");
        }
        address
    }

    /// Returns the arguments of `call_from` for it: `"outbound", [("campaign", "7")]`.
    pub(crate) fn arguments(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        let fields: Vec<String> =
            self.fields.iter().map(|(field, value)| format!("({field:?}, {value:?})")).collect();
        Some(format!("{name:?}, [{}]", fields.join(", ")))
    }
}

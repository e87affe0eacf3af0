//! Fields whose stored values may be unreadable.

use ivr_runtime::description::{DataField, Description};

/// Returns the fields with another type than before. Added and removed fields strand nobody.
pub(super) fn stranding(old: &Description, new: &Description) -> Vec<String> {
    let changed = |field: &DataField| {
        let was = old.data.iter().find(|was| was.field == field.field && was.kind != field.kind)?;
        let (name, is, was) = (&field.field, &field.kind, &was.kind);
        Some(format!(
            "the field {name} is now of type `{is}` instead of `{was}`: calls that have stored it may hear `on_error`"
        ))
    };
    new.data.iter().filter_map(changed).collect()
}

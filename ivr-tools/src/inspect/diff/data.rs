//! Fields whose stored values may not be read any more.

use ivr_runtime::description::{DataField, Description};

/// The fields of another type than before. One that is new, or gone, strands nobody.
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

//! Rules about recordings, and about the folder that contains them.

// Files and folders that exist or not.
mod missing_file;
mod missing_folder;
mod unused_file;

// Formats that Twilio can play.
mod bad_format;

pub(super) use bad_format::check as bad_format;
pub(super) use missing_file::check as missing_file;
pub(super) use missing_folder::check as missing_folder;
pub(super) use unused_file::check as unused_file;

/// Returns the extension of a file name, in lower case.
fn extension(file: &str) -> Option<String> {
    let name = file.rsplit('/').next()?;
    let (before, extension) = name.rsplit_once('.')?;
    (!before.is_empty()).then(|| extension.to_ascii_lowercase())
}

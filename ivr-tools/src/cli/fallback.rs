//! `fallback`: writes the documents that callers hear while no server answers.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::print::print;
use crate::inspect::fallback::{File, files};
use ivr_runtime::{
    call::Dialog,
    cli::{
        USED_WRONGLY,
        serve::{prompts, used_wrongly, worded},
    },
    tree::PhoneTree,
};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let folder = Arg::new("folder")
        .value_name("FOLDER")
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help("The folder for the documents, created if missing");
    let overwrite = Arg::new("overwrite")
        .long("overwrite")
        .action(ArgAction::SetTrue)
        .help("Replaces existing files with other content");
    Command::new("fallback")
        .about("Writes TwiML documents to host elsewhere, for callers while no server answers")
        .arg(folder)
        .arg(overwrite)
        .arg(prompts())
}

/// Writes the files. Exits with 1 if a file with other content exists.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let Some(folder) = matches.get_one::<PathBuf>("folder") else { return ExitCode::from(USED_WRONGLY) };
    let dialog = match worded(dialog, matches) {
        Ok(dialog) => dialog,
        Err(errors) => return used_wrongly(&errors),
    };
    match write(folder, &files(&dialog), matches.get_flag("overwrite")) {
        Ok(text) => print(&text),
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Writes all files, or none if one of them must not be replaced.
fn write(folder: &Path, files: &[File], overwrite: bool) -> Result<String, String> {
    let mut text = String::new();
    let mut changed = Vec::new();
    for file in files {
        let path = folder.join(&file.name);
        match fs::read(&path) {
            Ok(before) if before == file.text.as_bytes() => {
                text.push_str(&format!("{} is up to date\n", path.display()));
            }
            Ok(_) if !overwrite => {
                return Err(format!("{} has other content: `--overwrite` replaces it", path.display()));
            }
            Ok(_) => changed.push((path, file)),
            Err(error) if error.kind() == ErrorKind::NotFound => changed.push((path, file)),
            Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
        }
    }
    let cannot = |path: &Path, error| format!("cannot write {}: {error}", path.display());
    fs::create_dir_all(folder).map_err(|error| cannot(folder, error))?;
    for (path, file) in changed {
        fs::write(&path, &file.text).map_err(|error| cannot(&path, error))?;
        text.push_str(&format!("wrote {}\n", path.display()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Acme;

    #[test]
    fn files_that_say_something_else_are_replaced_only_when_it_is_said() {
        let folder = std::env::temp_dir().join(format!("ivr-fallback-{}", std::process::id()));
        let files = files(&Dialog::<Acme>::new().unwrap());
        let lines = |overwrite| {
            let mut lines: Vec<String> =
                write(&folder, &files, overwrite).unwrap().lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert!(lines(false).iter().all(|line| line.starts_with("wrote ")));
        assert!(lines(false).iter().all(|line| line.ends_with(" is up to date")));
        fs::write(folder.join("acme.xml"), "by hand").unwrap();
        fs::remove_file(folder.join("README.md")).unwrap();
        let refused = write(&folder, &files, false).unwrap_err();
        assert!(refused.contains("acme.xml has other content: `--overwrite`"), "{refused}");
        assert!(!folder.join("README.md").exists() && folder.join("acme.xml").exists());
        assert!(lines(true).iter().all(|line| line.starts_with("wrote ")));
        assert_eq!(fs::read_to_string(folder.join("acme.xml")).unwrap(), files[0].text);
        fs::remove_dir_all(folder).unwrap();
    }
}

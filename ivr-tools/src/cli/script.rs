//! `script`: prints the prompts, state by state, and which of them are recorded.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::print::print;
use crate::inspect::script::{self, AudioFiles, Page};
use ivr_runtime::{
    call::Dialog,
    cli::{
        USED_WRONGLY,
        serve::{prompts, renamed, used_wrongly, worded},
    },
    description::Description,
    tree::PhoneTree,
};

/// Returns the command and its arguments.
pub(crate) fn command() -> Command {
    let language = Arg::new("language").long("language").value_name("TAG");
    let recordings =
        Arg::new("audio_files").long("audio-files").value_name("FOLDER").action(ArgAction::Append);
    Command::new("script")
        .about("Prints all prompts by state, for recording and review")
        .arg(prompts())
        .arg(renamed("words", "prompts"))
        .arg(renamed("recordings", "audio-files"))
        .arg(language.help("Prints only the prompts of this language"))
        .arg(recordings.help(
            "Looks for the files in this folder or list, or of one language with fr-FR=FOLDER; exits with 1 \
             if one is missing",
        ))
}

/// Prints the script.
pub(crate) fn run<T: PhoneTree>(dialog: &Dialog<T>, matches: &ArgMatches) -> ExitCode {
    let dialog = match worded(dialog, matches) {
        Ok(dialog) => dialog,
        Err(errors) => return used_wrongly(&errors),
    };
    match page(dialog.description(), matches) {
        Ok(page) => {
            let printed = print(&page.text);
            if page.is_complete { printed } else { ExitCode::FAILURE }
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(USED_WRONGLY)
        }
    }
}

/// Returns the script, or why the command was used incorrectly.
fn page(tree: &Description, matches: &ArgMatches) -> Result<Page, String> {
    let tags: Vec<&str> = tree.tags().collect();
    let known = |tag: Option<&str>| match tag.filter(|tag| !tags.contains(tag)) {
        Some(tag) => Err(format!("the tree does not speak {tag}, but {}", tags.join(", "))),
        None => Ok(()),
    };
    let asked = matches.get_one::<String>("language").map(String::as_str);
    known(asked)?;
    let mut audio_files = AudioFiles::default();
    for said in matches.get_many::<String>("audio_files").into_iter().flatten() {
        let (language, place) =
            said.split_once('=').map_or((None, said.as_str()), |(tag, at)| (Some(tag), at));
        known(language)?;
        audio_files.add(language, place).map_err(|why| format!("{place}: {why}"))?;
    }
    Ok(match asked {
        Some(tag) => script::render(&tree.in_language(tag), &audio_files),
        None => script::render(tree, &audio_files),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::fixture::Acme;
    use ivr_runtime::tree::PhoneTree;

    /// The script of a tree in two languages that plays `menu.mp3`.
    fn printed(arguments: &[&str]) -> Result<(String, bool), String> {
        let mut tree: Description = serde_json::from_str(Acme::DESCRIPTION).unwrap();
        tree.languages = serde_json::from_str(r#"[{"tag":"fr-FR"}]"#).unwrap();
        tree.states[4].lines = serde_json::from_str(
            r#"[{"play":{"url":"menu.mp3"}},
                {"say":{"text":"Thank you.","others":[{"language":"fr-FR","text":"Merci."}]}}]"#,
        )
        .unwrap();
        let matches = command().try_get_matches_from([&["script"], arguments].concat()).unwrap();
        page(&tree, &matches).map(|page| (page.text, page.is_complete))
    }

    fn folder(name: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audio_files").join(name);
        folder.to_str().unwrap().to_owned()
    }

    #[test]
    fn one_language_is_printed_alone() {
        let (both, _) = printed(&[]).unwrap();
        assert!(both.contains("Thank you.") && both.contains("Merci."), "{both}");
        let (french, _) = printed(&["--language", "fr-FR"]).unwrap();
        assert!(french.contains("Thanks.1: Merci.") && !french.contains("Thank you."), "{french}");
        assert_eq!(
            printed(&["--language", "de-DE"]).unwrap_err(),
            "the tree does not speak de-DE, but en-US, fr-FR"
        );
    }

    #[test]
    fn each_language_is_looked_for_in_its_own_folder() {
        let (here, french) = (folder("prompts"), format!("fr-FR={}", folder("prompts/fr")));
        assert!(printed(&["--audio-files", &here]).unwrap().1);
        assert!(printed(&["--audio-files", &here, "--audio-files", &french]).unwrap().1);
        let list = format!("fr-FR={}", folder("bucket.txt"));
        assert!(printed(&["--language", "fr-FR", "--audio-files", &list]).unwrap().1);
        let empty = format!("fr-FR={}", folder("empty.txt"));
        let (text, is_complete) = printed(&["--audio-files", &here, "--audio-files", &empty]).unwrap();
        assert!(!is_complete && text.contains("1 of 2 files"), "{text}");
        assert!(text.contains("Missing: menu.mp3 in fr-FR."), "{text}");
        let wrong = printed(&["--audio-files", "no/such/folder"]).unwrap_err();
        assert_eq!(wrong, "no/such/folder: there is no such folder or list");
    }
}

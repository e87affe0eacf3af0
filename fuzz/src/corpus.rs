//! The corpus in two forms: one tree per line for people, and one file of bytes per tree for the fuzzer.
//!
//! ```text
//! corpus read FILE FOLDER      # a file in the folder for each line
//! corpus write FOLDER FILE     # a line for each file, in the order of the lines
//! ```

mod tokens;

use std::{collections::BTreeSet, env, error::Error, fs, str::FromStr as _};

use proc_macro2::TokenStream;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let vocabulary = tokens::Vocabulary::new();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["read", file, folder] => {
            fs::create_dir_all(folder)?;
            for (number, line) in fs::read_to_string(file)?.lines().enumerate() {
                let tokens = TokenStream::from_str(line).map_err(|error| format!("{file}: {error}"))?;
                fs::write(format!("{folder}/{number:05}"), vocabulary.encode(tokens))?;
            }
        }
        ["write", folder, file] => {
            let mut lines = BTreeSet::new();
            for entry in fs::read_dir(folder)? {
                lines.insert(vocabulary.decode(&fs::read(entry?.path())?).to_string());
            }
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            fs::write(file, text)?;
        }
        _ => return Err("corpus read FILE FOLDER, or corpus write FOLDER FILE".into()),
    }
    Ok(())
}

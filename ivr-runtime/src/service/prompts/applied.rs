//! A tree with other texts for its keys.

use crate::description::{self, Description, KeyPlaceholder, Line, Placeholder};
use ivr_core::prompt_file::{Piece, Prompt, pieces, ssml};

/// Returns the tree with these prompts, with the switched-off ones marked.
pub(super) fn applied(built: &Description, prompts: &[Prompt]) -> Description {
    let mut tree = built.clone();
    let tags: Vec<String> = built.tags().map(str::to_owned).collect();
    let keys = built.prompts.iter().flat_map(|words| &words.keys);
    let texts: Vec<Texts<'_>> = keys.filter_map(|key| Texts::new(key, prompts, &tags)).collect();
    tree.each_line(|line| reword(line, &texts));
    for key in tree.prompts.iter_mut().flat_map(|words| &mut words.keys) {
        key.off = prompts.iter().any(|prompt| prompt.key == key.key && !prompt.on);
    }
    tree
}

/// The texts of a key, in the form of lines.
struct Texts<'a> {
    key: &'a str,
    /// In the order of the languages, beginning with the first.
    said: Vec<Said<'a>>,
}

impl<'a> Texts<'a> {
    fn new(key: &'a description::Key, prompts: &[Prompt], tags: &'a [String]) -> Option<Self> {
        let prompt = prompts.iter().find(|prompt| prompt.key == key.key)?;
        let each = |(tag, (text, _)): (&'a String, &(String, _))| Said::new(key, tag, text);
        Some(Self { key: &key.key, said: tags.iter().zip(&prompt.texts).map(each).collect() })
    }
}

/// The text in a language.
struct Said<'a> {
    tag: &'a str,
    text: String,
    ssml: Option<String>,
    placeholders: Vec<Placeholder>,
}

impl<'a> Said<'a> {
    fn new(key: &description::Key, tag: &'a str, text: &str) -> Self {
        let (written, placeholders) = said(text, tag, &key.placeholders);
        match ssml(text).ok().filter(|_| key.ssml) {
            Some(read) => {
                let (text, _) = said(&read.spoken, tag, &key.placeholders);
                Self { tag, text, ssml: Some(written), placeholders }
            }
            None => Self { tag, text: written, ssml: None, placeholders },
        }
    }
}

/// Returns the text as it is said, and the positions of its values.
fn said(text: &str, tag: &str, known: &[KeyPlaceholder]) -> (String, Vec<Placeholder>) {
    let (mut said, mut placeholders) = (String::new(), Vec::new());
    for piece in pieces(text).unwrap_or_default() {
        match piece {
            Piece::Words(words) => said.push_str(&words),
            Piece::Placeholder { name, format } => {
                let (from, written) = (said.len() as u32, format.written(&name));
                said.push_str(&format!("{{{name}}}"));
                let known = known.iter().find(|known| known.language == tag && known.written == written);
                placeholders.extend(known.map(|known| Placeholder {
                    from,
                    to: said.len() as u32,
                    number: known.number,
                }));
            }
        }
    }
    (said, placeholders)
}

fn reword(line: &mut Line, texts: &[Texts<'_>]) {
    let of = |key: &Option<String>| texts.iter().find(|texts| key.as_deref() == Some(texts.key));
    match line {
        Line::Say(say) => {
            let Some(texts) = of(&say.key) else { return };
            if let Some(said) = texts.said.first() {
                (say.text, say.ssml, say.placeholders) =
                    (said.text.clone(), said.ssml.clone(), said.placeholders.clone());
            }
            for other in &mut say.others {
                if let Some(said) = texts.said.iter().find(|said| said.tag == other.language) {
                    (other.text, other.ssml, other.placeholders) =
                        (said.text.clone(), said.ssml.clone(), said.placeholders.clone());
                }
            }
        }
        Line::Play(play) => {
            let Some(texts) = of(&play.key) else { return };
            play.text = texts.said.first().map(|said| said.text.clone());
            for other in &mut play.others {
                let found = texts.said.iter().find(|said| said.tag == other.language);
                other.text = found.map(|said| said.text.clone());
            }
        }
        Line::Uninterrupted { lines } | Line::First { lines } | Line::Scoped { lines, .. } => {
            lines.iter_mut().for_each(|line| reword(line, texts));
        }
        Line::PlayDigits { .. } | Line::Pause { .. } | Line::Effect { .. } | Line::Language { .. } => {}
    }
}

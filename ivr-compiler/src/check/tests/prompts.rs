//! Correct prompts in six languages as trees: the announced keys have arms, and no tree is refused.

use crate::{compile, diagnostics::Severity};

#[path = "../../../../ivr-core/src/text/corpus/english.rs"]
mod english;
#[path = "../../../../ivr-core/src/text/corpus/french.rs"]
mod french;
#[path = "../../../../ivr-core/src/text/corpus/german.rs"]
mod german;
#[path = "../../../../ivr-core/src/text/corpus/italian.rs"]
mod italian;
#[path = "../../../../ivr-core/src/text/corpus/portuguese.rs"]
mod portuguese;
#[path = "../../../../ivr-core/src/text/corpus/spanish.rs"]
mod spanish;

/// A prompt, and what it announces.
type Prompt = (&'static str, &'static str);

const LANGUAGES: [(&str, &[Prompt]); 6] = [
    ("en-US", english::PROMPTS),
    ("fr-FR", french::PROMPTS),
    ("de-DE", german::PROMPTS),
    ("it-IT", italian::PROMPTS),
    ("pt-BR", portuguese::PROMPTS),
    ("es-ES", spanish::PROMPTS),
];

/// `1 2`, `1-5` and `other` as keys.
fn keys(announced: &str) -> Vec<String> {
    let each = announced.split(' ').filter(|keys| !keys.is_empty() && *keys != "other");
    let range = |keys: &str| match keys.split_once('-') {
        Some((from, to)) => {
            let (from, to): (u32, u32) = (from.parse().unwrap(), to.parse().unwrap());
            (from..=to).map(|key| key.to_string()).collect()
        }
        None => vec![keys.to_owned()],
    };
    let mut keys: Vec<String> = each.flat_map(range).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn tree(language: &str, text: &str, keys: &[String]) -> String {
    let longest = keys.iter().map(String::len).max().unwrap_or(1);
    let is_begun = |key: &String| keys.iter().any(|other| other != key && other.starts_with(key.as_str()));
    let finish = if keys.iter().any(is_begun) { ", finish_on_key '#'" } else { "" };
    let listened = match longest {
        1 => "key".to_owned(),
        most => format!("1..={most} keys"),
    };
    let written = |key: &String| match key.as_str() {
        "*" | "#" => format!("'{key}'"),
        _ => key.clone(),
    };
    let arms = keys.iter().map(written).collect::<Vec<_>>().join(" | ");
    let arms = if arms.is_empty() { arms } else { format!("{arms} => end, ") };
    format!(
        "pub tree Line {{ start Menu; language {language}; \
         state Menu {{ gather {listened}{finish} {{ say {text:?}; }} match {{ {arms}silence | _ => end }} }} }}"
    )
}

fn errors(tree: &str) -> Vec<String> {
    let told = compile::diagnostics(tree.parse().unwrap()).into_iter();
    told.filter(|told| told.severity == Severity::Error).map(|told| told.body()).collect()
}

#[test]
fn a_correct_prompt_is_refused_in_no_language() {
    let mut refused = Vec::new();
    for (language, prompts) in LANGUAGES {
        assert!(prompts.len() >= 40, "{language} has {} prompts", prompts.len());
        for (text, announced) in prompts {
            let tree = tree(language, text, &keys(announced));
            refused.extend(errors(&tree).iter().map(|error| format!("{tree}\n  {error}")));
        }
    }
    assert!(refused.is_empty(), "{} are refused:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn a_prompt_whose_key_has_no_arm_is_refused_in_every_language() {
    let mut missed = Vec::new();
    for (language, prompts) in LANGUAGES {
        for (text, announced) in prompts {
            // An entry of several keys accepts any keys.
            let mut keys = keys(announced);
            if keys.iter().any(|key| key.len() > 1) || announced.contains("other") {
                continue;
            }
            let Some(last) = keys.pop() else { continue };
            if errors(&tree(language, text, &keys)).is_empty() {
                missed.push(format!("{language}: {text}: {last}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} are missed:\n{}", missed.len(), missed.join("\n"));
}

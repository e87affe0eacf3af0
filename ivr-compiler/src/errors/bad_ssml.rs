//! # bad_ssml
//!
//! Twilio does not accept this SSML: an element, an attribute or a value is unknown, or a tag is not closed. The
//! caller would hear nothing, or hear the tags.
//!
//! ```text
//! state Menu { ssml "One moment. <brake time='1s'/> Thank you."; hangup; }
//! ```
//!
//! Write an element that Twilio accepts: `break`, `emphasis`, `lang`, `p`, `phoneme`, `prosody`, `s`, `say-as`,
//! `sub` or `w`. A placeholder is always spoken as plain text, and must be between tags, not inside one.
//!
//! ```text
//! state Menu { ssml "One moment. <break time='1s'/> Thank you."; hangup; }
//! ```

use proc_macro2::Span;

use crate::{diagnostics::Diagnostic, prompt_file::SsmlError};

pub(crate) fn bad_ssml(text: Span, bad: SsmlError) -> Diagnostic {
    let diagnostic = Diagnostic::new("bad_ssml", text, bad.message);
    match bad.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// A prompt that is SSML in one place and plain text in another.
pub(crate) fn half_ssml(name: &str, span: Span, ssml: bool) -> Diagnostic {
    let (here, there) = if ssml { ("ssml", "say") } else { ("say", "ssml") };
    Diagnostic::new("bad_ssml", span, format!("`{name}` follows `{here}` here and `{there}` elsewhere"))
        .help(format!("write `ssml {name};` everywhere, or nowhere"))
}

#[cfg(test)]
mod tests {
    use crate::{
        check::tests::{check_diagnostics, check_legal},
        prompts::tests::with_prompts,
    };

    #[test]
    fn ssml_that_the_provider_does_not_take() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                data { n: u32 = 0 }
                state Menu {
                    language en-US;
                    ssml { fr-FR: "<s>Bonjour", en-US: "Tom & Jerry" }
//~                               ^^^^^^^^^^^^ `<s>` is not closed
//~                               help: write `</s>` after its words
//~                                                    ^^^^^^^^^^^^^ an `&` must begin an entity
//~                                                    help: write a spoken `&` as `&amp;`
                    ssml en-US: "<break time='{n}s'/>Hi";
//~                             ^^^^^^^^^^^^^^^^^^^^^^^^ a placeholder is not allowed in `time` of `<break>`
//~                             help: write the placeholder between the tags
                    hangup;
                }
            }
            "#,
        );
    }

    #[test]
    fn ssml_of_a_file() {
        with_prompts("[a]\nen-US = '<brake/>A'\n[b]\nen-US = '<break/>B'", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
                state Menu { ssml a; say b; ssml b; hangup; }
//~                               ^ prompts.toml:2: Twilio has no element `<brake>`
//~                               help: did you mean `<break>`?
//~                                      ^ prompts.toml:4: `<break/>` would be read aloud
//~                                      help: write `ssml b` in place of `say`
//~                                              ^ `b` follows `ssml` here and `say` elsewhere
//~                                              help: write `ssml b;` everywhere, or nowhere
            }
            "#,
            );
        });
    }

    #[test]
    fn ssml_with_values_announces_keys_as_other_words_do() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                data { zip: Digits = Digits::default(), n: u32 = 0 }
                state Menu {
                    gather key {
                        ssml "<say-as interpret-as='digits'>{zip}</say-as>, {n:plural day|days}. For sales, <emphasis>press one</emphasis>.";
                    } match { 1 => end, silence | _ => end }
                }
            }
            "#,
        );
    }
}

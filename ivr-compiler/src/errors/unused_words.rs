//! # unused_words
//!
//! The prompt file contains a prompt that the tree never says. Callers would never hear a change to it.
//!
//! ```toml
//! welcome = "Hello."
//! goodbye = "Goodbye."
//! ```
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; hangup; }
//! ```
//!
//! Say the prompt, or remove it from the file:
//!
//! ```text
//! prompts "prompts.toml";
//! state Menu { say welcome; say goodbye; hangup; }
//! ```

#[cfg(test)]
mod tests {
    use crate::{check::tests::check_diagnostics, prompts::tests::with_prompts};

    #[test]
    fn words_that_nobody_says() {
        with_prompts("a = 'A'\nb = 'B'", || {
            check_diagnostics(
                r#"
            pub tree Line {
                start Menu;
                prompts "prompts.toml";
//~                     ^^^^^^^^^^^^^^ prompts.toml:1: `a` is never used
//~                     help: remove it, or use it in the tree
                state Menu { say b; hangup; }
            }
            "#,
            );
        });
    }
}

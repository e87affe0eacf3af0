//! # syntax
//!
//! The source is not a valid tree: a word, a punctuation mark or a literal is not allowed at this place. Without a
//! valid tree no call can be answered. The message says what was expected. A minimal tree:
//!
//! ```text
//! tree Line {
//!     start Menu
//!     state Menu { say "Nobody is here."; hangup; }
//! }
//! ```
//!
//! Every line ends with `;` or a block, and every arm with `,`:
//!
//! ```text
//! tree Line {
//!     start Menu;
//!     language en-US;
//!     everywhere {
//!         silence | _ => retry 2 { say "Sorry?"; } then Reception,
//!     }
//!     state Menu {
//!         gather key or speech, timeout 5s {
//!             say "For our hours, press one.";
//!         } match {
//!             1 | "hours" => Hours,
//!         }
//!     }
//!     state Hours { say "We are open from nine to five."; goto Reception; }
//!     state Reception { dial "+12345678900", timeout 20s match { answered => end, _ => Message } }
//!     state Message { record, max_length 2min match { recorded | silence => end } }
//! }
//! ```

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn every_line_that_cannot_be_read_is_told_and_the_rest_is_read() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu {
                    gather key { say Hello; } match {
//~                                  ^^^^^ `Hello` must be in quotes: the tree has no file of prompts
//~                                  help: write `"Hello"`
//~                                  note: name the file with `prompts "prompts.toml";`
                        1 = Hours,
//~                       ^ an arm is written with `=>`
//~                       help: write `=>`
                        2 => ,
//~                       ^^ the arm has no target
//~                       help: write `=> end`
                        silence | _ => end,
                    }
                }
                state Hours { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn an_arm_of_everywhere_that_cannot_be_read_is_not_also_missing() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                everywhere { silence = end, _ => end }
//~                                  ^ an arm is written with `=>`
//~                                  help: write `=>`
                state Menu { gather key { say "Press one to end."; } match { 1 => end } }
            }
            "#,
        );
    }

    #[test]
    fn what_is_left_in_a_bracket_is_no_second_fault() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                #[warn(5)]
//~                    ^ expected the name of a rule, found `5`
//~                    help: write the name of a rule, such as `endless_silence`
                state Menu { dial ["+12345678900", 5, 6] match { _ => end } }
//~                                                ^ expected a number in double quotes, found `5`
//~                                                help: write `"5"`
            }
            "#,
        );
    }
}

//! # duplicate_hours
//!
//! Two `hours` have the same name, and `match hours` could mean either. Callers could be told that nobody is there
//! when somebody is.
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; }
//! hours office, zone "Europe/Paris" { sat 10:00-13:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```
//!
//! Merge them, or give each its own name:
//!
//! ```text
//! hours office, zone "Europe/Paris" { mon..=fri 9:00-18:00; sat 10:00-13:00; }
//! state Greeting { match hours office { open => Menu, closed => Closed } }
//! ```

use proc_macro2::Ident;

use crate::diagnostics::Diagnostic;

pub(crate) fn duplicate_hours(name: &Ident) -> Diagnostic {
    let message = format!("hours `{name}` are declared twice");
    Diagnostic::new("duplicate_hours", name.span(), message)
        .help("write their lines there, or choose another name")
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    fn tree(second: &str) -> String {
        format!(
            r#"
            pub tree Line {{
                start Menu;
                hours office, zone "Europe/Paris" {{ mon..=fri 9:00-18:00; }}
                {second}
                state Menu {{ match hours office {{ open => Later, closed => end }} }}
                state Later {{ match hours night {{ open => end, closed => end }} }}
            }}
            "#
        )
    }

    #[test]
    fn a_name_is_given_once() {
        check_diagnostics(&tree(
            r#"
                hours night, zone "Europe/Paris" { sat 10:00-13:00; }
                hours office, zone "Europe/Paris" { sun 10:00-13:00; }
//~                   ^^^^^^ hours `office` are declared twice
//~                   help: write their lines there, or choose another name
            "#,
        ));
        check_legal(&tree(r#"hours night, zone "Europe/Paris" { sat 10:00-13:00; }"#));
    }
}

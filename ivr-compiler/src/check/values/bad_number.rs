//! # bad_number
//!
//! Twilio cannot call this number, so nobody would answer. An international number is `+`, the country code and the
//! rest, 7 to 15 digits in all, without spaces. A short number has 2 to 6 digits and is marked with `short`.
//!
//! ```text
//! state Desk { dial "(234) 567-8900" match { answered => end, _ => Message } }
//! ```
//!
//! Write the number in international format:
//!
//! ```text
//! state Desk { dial "+12345678900" match { answered => end, _ => Message } }
//! ```
//!
//! Other kinds of callee have a word in front: `dial sip "sip:desk@example.com"`, `dial client "alice"`,
//! `dial queue "support"`, `dial conference "weekly"`.

use super::has_placeholder;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Dial, Graph, Verb},
    syntax::{Noun, Text, Value},
    words::is_withheld,
};

pub(crate) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    for (id, state) in graph.states.iter().enumerate() {
        let Verb::Dial(dial) = &state.verb else { continue };
        for (noun, number) in dial.callees() {
            let diagnostic = match noun {
                Noun::Number if dial.short => short(number),
                Noun::Number => extended(graph, dial, number).or_else(|| long(graph, number, true)),
                Noun::Sip => address(number),
                Noun::Client => client(number),
                Noun::Queue | Noun::Conference => blank(number, noun),
            };
            diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.within(id)));
        }
        if let Some(number) = dial.clauses.caller_id.as_ref().and_then(Value::text) {
            diagnostics.extend(shown(graph, number, dial.noun).map(|diagnostic| diagnostic.within(id)));
        }
    }
}

fn diagnostic(number: &Text, what: &str) -> Diagnostic {
    Diagnostic::new("bad_number", number.span, format!("`{}` is not {what}", number.value))
}

/// Checks `caller_id`, whose valid values depend on the callee.
fn shown(graph: &Graph, number: &Text, noun: Noun) -> Option<Diagnostic> {
    let letters = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-_.".contains(c))
    };
    match noun {
        Noun::Sip if letters(&number.value) => None,
        Noun::Client if number.value.strip_prefix("client:").is_some_and(letters) => None,
        Noun::Number | Noun::Sip | Noun::Client | Noun::Queue | Noun::Conference => {
            long(graph, number, false)
        }
    }
}

fn address(address: &Text) -> Option<Diagnostic> {
    let rest = ["sip:", "sips:"].iter().find_map(|scheme| address.value.strip_prefix(scheme));
    let fits = rest.and_then(|rest| rest.split_once('@')).is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && address.value.chars().all(|c| c.is_ascii_graphic())
    });
    (!fits && !has_placeholder(&address.value)).then(|| {
        let help = match address.value.split_once('@') {
            Some((user, host)) if rest.is_none() && !user.is_empty() && !host.is_empty() => {
                format!("write `\"sip:{}\"`", address.value)
            }
            _ => "write an address such as `\"sip:desk@example.com\"`".to_owned(),
        };
        diagnostic(address, "a SIP address").help(help)
    })
}

fn client(name: &Text) -> Option<Diagnostic> {
    if let Some(own) = name.value.strip_prefix("client:") {
        return Some(diagnostic(name, "the name of a client").help(format!("write `\"{own}\"`")));
    }
    blank(name, Noun::Client)
}

fn blank(name: &Text, noun: Noun) -> Option<Diagnostic> {
    name.value.trim().is_empty().then(|| {
        let message = format!("{} is empty", noun.object());
        Diagnostic::new("bad_number", name.span, message).help("name it")
    })
}

fn short(number: &Text) -> Option<Diagnostic> {
    let fits = (2..=6).contains(&number.value.len()) && number.value.bytes().all(|b| b.is_ascii_digit());
    (!fits && !has_placeholder(&number.value)).then(|| {
        diagnostic(number, "a short number").help("it has 2 to 6 figures; others go without `short`")
    })
}

/// Checks a number, in a place where the name of a client is possible or not.
fn long(graph: &Graph, number: &Text, client: bool) -> Option<Diagnostic> {
    if is_withheld(&number.value) && !number.value.is_empty() {
        let message = format!("`{}` is what Twilio reports for a withheld number", number.value);
        let diagnostic = Diagnostic::new("bad_number", number.span, message);
        return Some(diagnostic.help("write a number of your own"));
    }
    if international(&number.value) || has_placeholder(&number.value) {
        return None;
    }
    if let Some((scheme @ ("sip" | "sips" | "client" | "sim" | "whatsapp" | "tel"), address)) =
        number.value.split_once(':')
    {
        let message = format!("expected a number, and `{scheme}:` is not part of one");
        let diagnostic = Diagnostic::new("bad_number", number.span, message);
        match scheme {
            "sip" | "sips" => return Some(diagnostic.help(format!("write `sip \"{}\"`", number.value))),
            "client" => return Some(diagnostic.help(format!("write `client \"{address}\"`"))),
            _ => {}
        }
        return Some(match meant(graph, address) {
            Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
            None => {
                diagnostic.help("dial a number, or hand the call to a document that dials it: `redirect`")
            }
        });
    }
    if let Some(diagnostic) = sip(graph, number) {
        return Some(diagnostic);
    }
    let diagnostic = diagnostic(number, "in E.164 form, which every network knows");
    Some(match meant(graph, &number.value) {
        Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
        None if (2..=6).contains(&number.value.len()) && number.value.bytes().all(|b| b.is_ascii_digit()) => {
            diagnostic.help(format!("write `short \"{}\"`", number.value))
        }
        None if client && is_name(&number.value) => diagnostic.help(format!(
            "write `+`, the country and the number, or `client \"{}\"` for an application",
            number.value
        )),
        None => diagnostic.help("write `+`, the country and the number, such as `+12345678900`"),
    })
}

/// Whether the text is one word, as an application is named.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `+12345678900,204`, `+1 234 567 8900 ext. 204`: a number with tones for whoever answers.
fn extended(graph: &Graph, dial: &Dial, number: &Text) -> Option<Diagnostic> {
    let mark = |c: char| ",;xXeEwWpP#".contains(c);
    let (bare, behind) = number.value.split_at(number.value.find(mark)?);
    let digits = behind.trim_start_matches(|c: char| !c.is_ascii_digit());
    let marks = behind.strip_suffix(digits)?.trim_matches([',', ';', ' ', '.', '=', ':', '#']);
    let is_marked = ["", "ext", "x", "extension", "w", "ww", "p", "pp"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(marks));
    let meant = meant(graph, bare).filter(|_| is_marked && (1..=8).contains(&digits.len()))?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then_some(())?;
    let diagnostic = Diagnostic::new(
        "bad_number",
        number.span,
        "an extension is not part of a number: `send_digits` sends it",
    );
    Some(match dial.numbers.len() == 1 && dial.clauses.send_digits.is_none() {
        true => diagnostic.help(format!("write `\"{meant}\", send_digits \"ww{digits}\"`")),
        false => diagnostic.help(format!("write `\"{meant}\"`, and the extension in `send_digits`")),
    })
}

/// `desk@example.com`, and channels of Asterisk: `SIP/desk`, `PJSIP/+12345678900@trunk`.
fn sip(graph: &Graph, number: &Text) -> Option<Diagnostic> {
    const CHANNELS: [&str; 9] = ["sip", "pjsip", "iax", "iax2", "dahdi", "zap", "local", "motif", "console"];
    let channel = number
        .value
        .split_once('/')
        .filter(|(kind, _)| CHANNELS.iter().any(|channel| kind.eq_ignore_ascii_case(channel)));
    let address = channel.map_or(number.value.as_str(), |(_, address)| address);
    let message = match channel {
        Some(_) => format!("`{}` is a channel of Asterisk, not a number", number.value),
        None => format!("`{}` is a SIP address, not a number", number.value),
    };
    let (user, host) = address.split_once('@').unwrap_or((address, ""));
    let is_address = !user.is_empty() && host.contains('.') && address.chars().all(|c| c.is_ascii_graphic());
    let diagnostic = Diagnostic::new("bad_number", number.span, message);
    let dialled = channel.and_then(|_| user.split('/').find_map(|part| meant(graph, part)));
    Some(match dialled {
        Some(number) => diagnostic.help(format!("write `\"{number}\"`")),
        None if is_address => diagnostic.help(format!("write `sip \"sip:{address}\"`")),
        None if channel.is_some() => {
            let user = user.rsplit('/').next().unwrap_or(user);
            diagnostic.help(format!("write a SIP address, such as `sip \"sip:{user}@example.com\"`"))
        }
        None => return None,
    })
}

fn international(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|figures| {
        (7..=15).contains(&figures.len())
            && figures.bytes().all(|b| b.is_ascii_digit())
            && !figures.starts_with('0')
    })
}

/// Returns the number in international format, if that is certain.
fn meant(graph: &Graph, number: &str) -> Option<String> {
    let bare: String = number.chars().filter(|c| !c.is_whitespace() && !"()-./".contains(*c)).collect();
    let american = matches!(graph.languages.first.value.as_str(), "en-US" | "en-CA" | "fr-CA" | "es-US");
    let national = bare.len() == 10 && !bare.starts_with(['0', '1', '+']);
    let full = match bare.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None if national && american => format!("+1{bare}"),
        None if bare.len() == 11 && bare.starts_with('1') && american => format!("+{bare}"),
        None => bare,
    };
    Some(full).filter(|full| international(full))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn each_number_is_told_how_it_is_written() {
        check_diagnostics(
            r#"
            pub tree Line {
                start A;
                state A { dial ["(234) 567-8900", "0044 20 7946 0018"], caller_id "ACME" match { _ => B } }
//~                             ^^^^^^^^^^^^^^^^ `(234) 567-8900` is not in E.164 form, which every network knows
//~                             help: write `"+12345678900"`
//~                                               ^^^^^^^^^^^^^^^^^^^ `0044 20 7946 0018` is not in E.164 form, which every network knows
//~                                               help: write `"+442079460018"`
//~                                                                               ^^^^^^ `ACME` is not in E.164 form, which every network knows
//~                                                                               help: write `+`, the country and the number, such as `+12345678900`
                state B { dial "112" match { _ => D } }
//~                            ^^^^^ `112` is not in E.164 form, which every network knows
//~                            help: write `short "112"`
                state D { dial "+266696687", caller_id "anonymous" match { _ => C } }
//~                            ^^^^^^^^^^^^ `+266696687` is what Twilio reports for a withheld number
//~                            help: write a number of your own
//~                                                    ^^^^^^^^^^^ `anonymous` is what Twilio reports for a withheld number
//~                                                    help: write a number of your own
                state C { dial short "+12345678900" match { _ => end } }
//~                                  ^^^^^^^^^^^^^^ `+12345678900` is not a short number
//~                                  help: it has 2 to 6 figures; others go without `short`
            }
            "#,
        );
    }

    #[test]
    fn numbers_that_can_be_called() {
        check_legal(
            r#"
            pub tree Line {
                start A;
                state A { dial ["+12345678900", "+442079460018"], caller_id "+6834123" match { _ => B } }
                state B { dial short "15" match { _ => end } }
            }
            "#,
        );
    }
}

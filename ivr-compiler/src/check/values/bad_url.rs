//! # bad_url
//!
//! Twilio could not fetch this URL, and the call would fail or the caller would hear nothing. The URL of a
//! `redirect` and the `audio` of a tree must be absolute, with `http` or `https`. The file of a `play` must be
//! absolute or relative to `audio`. Recordings may also be in a private bucket, `s3://bucket/folder/`.
//!
//! ```text
//! state Welcome { play "welcome.mp3"; hangup; }
//! ```
//!
//! Declare where the recordings are, or write the absolute URL:
//!
//! ```text
//! audio "https://prompts.example/en/";
//! state Welcome { play "welcome.mp3"; hangup; }
//! ```

use super::has_placeholder;
use crate::{
    check::survey::Survey,
    diagnostics::{Diagnostic, Diagnostics},
    model::{Graph, Kind, StateId, Verb, WrittenText},
    syntax::{Text, Texts},
};

pub(crate) fn check(graph: &Survey<'_>, diagnostics: &mut Diagnostics) {
    for (_, audio) in graph.audio.iter().flat_map(Texts::each) {
        diagnostics.extend(diagnostic(&audio.value, Use::Audio).map(|why| why.at(audio.span)));
    }
    for &WrittenText { text, state, kind, .. } in graph.texts() {
        let used = match kind {
            _ if has_placeholder(&text.value) => continue,
            Kind::File if text.value.trim().is_empty() => continue,
            Kind::File => Use::File,
            Kind::Url => Use::Document,
            Kind::Agent => Use::Agent,
            Kind::Words | Kind::Phrase | Kind::Hint | Kind::Queue => continue,
        };
        let why = match (used, graph.audio.is_none() && is_relative(&text.value)) {
            (Use::File, true) => Some(Why::Nowhere),
            _ => diagnostic(&text.value, used),
        };
        let Some(why) = why else { continue };
        let redirected = (kind == Kind::Url).then(|| redirected(graph, state, text)).flatten();
        let diagnostic = redirected.unwrap_or_else(|| why.at(text.span));
        diagnostics.push(diagnostic.within(state));
    }
}

/// Reports a `redirect` to a state.
fn redirected(graph: &Graph, state: Option<StateId>, text: &Text) -> Option<Diagnostic> {
    graph.states.get(state?).filter(|state| matches!(state.verb, Verb::Redirect(_)))?;
    let entered = entered(graph, &text.value)?;
    let diagnostic =
        Diagnostic::new("bad_url", text.span, "`redirect` takes a URL; use `goto` to enter a state");
    Some(diagnostic.help(format!("end the state with `goto {entered};`")))
}

/// Returns the state that a path names: `/desk`, `#Desk`, `/line/desk`.
fn entered(graph: &Graph, path: &str) -> Option<String> {
    let folded = |name: &str| {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let path = path.split('?').next()?;
    let last = folded(path.trim_end_matches('/').rsplit(['/', '#']).next()?);
    let states = graph.states.iter().map(|state| state.name.to_string());
    states.into_iter().find(|state| folded(state) == last && !path.contains("://"))
}

/// The use of a URL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The base URL of recordings.
    Audio,
    /// A recording.
    File,
    /// A document, which Twilio fetches.
    Document,
    /// An agent, to which Twilio opens a WebSocket.
    Agent,
}

#[derive(Clone, Copy)]
enum Why {
    /// Reports a file without a base URL.
    Nowhere,
    Relative,
    Scheme,
    /// The same for an agent.
    Socket,
    /// The same for a recording, which may be in a bucket.
    Source,
    Host,
    HostBeyondAscii,
    Blank,
}

impl Why {
    fn at(self, span: proc_macro2::Span) -> Diagnostic {
        let (message, help) = match self {
            Self::Nowhere => {
                ("the URL of this file is missing", "write `audio \"https://…/\";` above, or the whole URL")
            }
            Self::Relative => ("this is not an absolute URL", "begin it with `https://` and a host"),
            Self::Scheme => ("Twilio fetches `http` and `https` only", "begin it with `https://` and a host"),
            Self::Socket => ("the URL of an agent must use `wss`", "begin it with `wss://` and a host"),
            Self::Source => (
                "Twilio fetches `http` and `https` only",
                "begin it with `https://` and a host, or with `s3://` and a private bucket",
            ),
            Self::Host => ("this URL names no host", "write it as `https://host/path`"),
            Self::HostBeyondAscii => {
                ("the host of a URL is written in ASCII", "write it in Punycode, `xn--…`")
            }
            Self::Blank => ("a URL holds no blank, quote or angle bracket", "write a blank as `%20`"),
        };
        Diagnostic::new("bad_url", span, message).help(help)
    }
}

fn is_relative(url: &str) -> bool {
    !url.contains("://")
}

fn diagnostic(url: &str, used: Use) -> Option<Why> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>');
    if url.contains(bad) {
        return Some(Why::Blank);
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        return match used {
            Use::File => None,
            Use::Agent => Some(Why::Socket),
            Use::Audio | Use::Document => Some(Why::Relative),
        };
    };
    let is = |known: &&str| scheme.eq_ignore_ascii_case(known);
    match used {
        Use::Document if !["https", "http"].iter().any(is) => return Some(Why::Scheme),
        Use::Agent if !["wss"].iter().any(is) => return Some(Why::Socket),
        Use::Audio | Use::File if !["https", "http", "s3"].iter().any(is) => return Some(Why::Source),
        _ => {}
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        return Some(Why::Host);
    }
    (!host.is_ascii()).then_some(Why::HostBeyondAscii)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn what_a_provider_cannot_fetch() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                audio "prompts.example/";
//~                   ^^^^^^^^^^^^^^^^^^ this is not an absolute URL
//~                   help: begin it with `https://` and a host
                state Menu { play "ftp://a.example/a.mp3"; play "my file.mp3"; goto Away; }
//~                               ^^^^^^^^^^^^^^^^^^^^^^^ Twilio fetches `http` and `https` only
//~                               help: begin it with `https://` and a host, or with `s3://` and a private bucket
//~                                                             ^^^^^^^^^^^^^ a URL holds no blank, quote or angle bracket
//~                                                             help: write a blank as `%20`
                state Away { redirect "https:///next"; }
//~                                   ^^^^^^^^^^^^^^^ this URL names no host
//~                                   help: write it as `https://host/path`
            }
            "#,
        );
    }

    #[test]
    fn a_host_beyond_ascii() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { redirect "https://bücher.example/"; }
//~                                   ^^^^^^^^^^^^^^^^^^^^^^^^^ the host of a URL is written in ASCII
//~                                   help: write it in Punycode, `xn--…`
            }
            "#,
        );
        check_legal(
            r#"pub tree Line { start Menu; state Menu { redirect "https://xn--bcher-kva.example/café"; } }"#,
        );
    }

    #[test]
    fn a_file_without_a_place() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                on_error { play "sorry.wav"; } then Menu
//~                             ^^^^^^^^^^^ the URL of this file is missing
//~                            help: write `audio "https://…/";` above, or the whole URL
                state Menu { redirect "/next"; }
//~                                   ^^^^^^^ this is not an absolute URL
//~                                   help: begin it with `https://` and a host
            }
            "#,
        );
    }

    #[test]
    fn a_document_in_a_bucket() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                state Menu { play "s3:///a.mp3"; redirect "s3://prompts/next"; }
//~                               ^^^^^^^^^^^^^ this URL names no host
//~                               help: write it as `https://host/path`
//~                                                       ^^^^^^^^^^^^^^^^^^^ Twilio fetches `http` and `https` only
//~                                                       help: begin it with `https://` and a host
            }
            "#,
        );
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "s3://prompts/line/";
                state Menu { play "menu.mp3"; play "s3://other/a%20b.wav"; redirect "https://a.example"; }
            }
            "#,
        );
    }

    #[test]
    fn files_under_the_audio_of_the_tree() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                audio "https://prompts.example/en/";
                state Menu { play "menu.mp3"; play "http://other.example:8080/a%20b.wav?x=1"; redirect "https://a.example"; }
            }
            "#,
        );
    }

    #[test]
    fn a_place_for_the_recordings_of_each_language() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                audio { fr-FR: "https://a.example/fr/", en-US: "a.example/en/" }
//~                                                            ^^^^^^^^^^^^^^^ this is not an absolute URL
//~                                                            help: begin it with `https://` and a host
                state Menu { language en-US; play { fr-FR: "un.mp3", en-US: "my one.mp3" } hangup; }
//~                                                                         ^^^^^^^^^^^^ a URL holds no blank, quote or angle bracket
//~                                                                      help: write a blank as `%20`
            }
            "#,
        );
    }
}

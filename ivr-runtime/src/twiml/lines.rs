//! Say, Play and Pause: the elements for what a caller hears. They are allowed in a document and in a Gather. The
//! language of a line has already been selected here.

use std::borrow::Cow;

use ivr_core::{
    prompt_file,
    twiml::{PAUSE_LENGTH, TONES},
};
use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::{
    audio::Links,
    description::{Description, Line, Placeholder, Play, Say, Value},
};

use super::{
    split::split,
    split_ssml::split_ssml,
    xml::{Tag, Xml, escape},
};

/// Writes `lines` in the first language of the tree, unless a line has its own language.
pub(super) fn write(xml: &mut Xml, tree: &Description, lines: &[Cow<'_, Line>], links: &Links) {
    for line in lines {
        match &**line {
            Line::Say(line) => say(xml, tree, line),
            Line::Play(Play { url, language, .. }) => {
                let audio = tree.audio_of(language.as_deref().unwrap_or(&tree.language));
                if let Some(url) = links.url(audio, url.as_deref().unwrap_or_default()) {
                    xml.element("Play").text(ascii(&url));
                }
            }
            Line::PlayDigits { digits, .. } => {
                if let Some(tones) = digits.literal().filter(|tones| are_tones(tones)) {
                    xml.element("Play").with("digits", tones).empty();
                }
            }
            Line::Pause { seconds } => {
                xml.element("Pause").with("length", PAUSE_LENGTH.clamp(*seconds)).empty();
            }
            // A course is flat: it contains the lines of blocks one by one.
            Line::Uninterrupted { .. }
            | Line::First { .. }
            | Line::Scoped { .. }
            | Line::Effect { .. }
            | Line::Language { .. } => {}
        }
    }
}

/// Returns whether all characters are telephone tones.
pub(crate) fn are_tones(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|tone| TONES.contains(tone))
}

/// Percent-encodes everything in a URL beyond ASCII, because Twilio fetches no other URLs (error 11100).
pub(super) fn ascii(url: &str) -> Cow<'_, str> {
    utf8_percent_encode(url, &AsciiSet::EMPTY).into()
}

/// Returns the value of a placeholder, by index.
pub(crate) type Spell<'a> = dyn Fn(u16) -> String + 'a;

/// Returns the line with the values of its placeholders, or of the expression for its recording. In SSML, a value
/// remains text.
pub(crate) fn filled<'a>(line: Cow<'a, Line>, render: &Spell<'_>) -> Cow<'a, Line> {
    match &*line {
        Line::Say(say) if !say.placeholders.is_empty() => {
            let (text, ssml) = match &say.ssml {
                Some(ssml) => {
                    let escaped = |placeholder| escape(&render(placeholder));
                    (say.text.clone(), Some(filled_text(ssml, &say.placeholders, &escaped)))
                }
                None => (filled_text(&say.text, &say.placeholders, render), None),
            };
            Cow::Owned(Line::Say(Say {
                text,
                ssml,
                placeholders: Vec::new(),
                others: Vec::new(),
                ..say.clone()
            }))
        }
        Line::Play(Play { placeholder: Some(placeholder), language, .. }) => {
            let (url, language) = (Some(render(*placeholder)), language.clone());
            Cow::Owned(Line::Play(Play { url, language, ..Play::default() }))
        }
        Line::PlayDigits { digits: Value::Computed(expression), secret } => {
            let digits = Value::Literal(render(expression.placeholder).trim().to_owned());
            Cow::Owned(Line::PlayDigits { digits, secret: *secret })
        }
        _ => line,
    }
}

fn filled_text(text: &str, placeholders: &[Placeholder], render: &Spell<'_>) -> String {
    let mut whole = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for placeholder in placeholders {
        whole.push_str(text.get(done..placeholder.from as usize).unwrap_or_default());
        whole.push_str(&render(placeholder.number));
        done = placeholder.to as usize;
    }
    whole.push_str(text.get(done..).unwrap_or_default());
    whole
}

fn say(xml: &mut Xml, tree: &Description, line: &Say) {
    // Twilio reports a warning for an empty `<Say>`.
    if line.text.trim().is_empty() {
        return;
    }
    let language = line.language.as_deref().unwrap_or(&tree.language);
    // A voice speaks one language; Twilio fails with another one during the call.
    let voice = line.voice.as_deref().or_else(|| tree.voice_of(language));
    match &line.ssml {
        // The SSML was checked when the tree was compiled or the prompt file was loaded.
        Some(ssml) => {
            for part in split_ssml(ssml, prompt_file::longest(voice)) {
                spoken(xml, language, voice).content(|inside| inside.checked(&part));
            }
        }
        None => {
            for part in split(&line.text, prompt_file::longest(voice)) {
                spoken(xml, language, voice).text(part);
            }
        }
    }
}

fn spoken<'x>(xml: &'x mut Xml, language: &str, voice: Option<&str>) -> Tag<'x> {
    xml.element("Say").with("language", language).with_some("voice", voice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(lines: &[Line]) -> String {
        let tree = r#"{"name":"Desk","language":"en-GB","voice":"Polly.Amy","audio":"https://a.example/en/",
            "languages":[{"tag":"de-DE","voice":"Polly.Vicki","audio":"https://a.example/de"}],
            "starts":[],"states":[]}"#;
        let tree: Description = serde_json::from_str(tree).unwrap();
        let render = |number| format!("<{number}>");
        let lines: Vec<_> = lines.iter().map(|line| filled(Cow::Borrowed(line), &render)).collect();
        let text = Xml::document("Response", |xml| {
            write(xml, &tree, &lines, &Links::plain());
        });
        roxmltree::Document::parse(&text).unwrap();
        text.split_once("<Response>").unwrap().1.strip_suffix("</Response>").unwrap().to_owned()
    }

    fn say(text: &str, language: Option<&str>, voice: Option<&str>) -> Line {
        Line::Say(Say {
            text: text.into(),
            language: language.map(Into::into),
            voice: voice.map(Into::into),
            ..Say::default()
        })
    }

    #[test]
    fn words_name_their_language_and_the_voice_that_speaks_it() {
        let amy = r#"<Say language="en-GB" voice="Polly.Amy">Tom &amp; Jerry</Say>"#;
        assert_eq!(written(&[say("Tom & Jerry", None, None)]), amy);
        assert_eq!(written(&[say("Tom & Jerry", Some("en-GB"), None)]), amy);
        assert_eq!(
            written(&[say("Bonjour", Some("fr-FR"), Some("Polly.Lea"))]),
            r#"<Say language="fr-FR" voice="Polly.Lea">Bonjour</Say>"#
        );
    }

    #[test]
    fn a_voice_is_not_lent_to_another_language() {
        assert_eq!(written(&[say("Bonjour", Some("fr-FR"), None)]), r#"<Say language="fr-FR">Bonjour</Say>"#);
    }

    #[test]
    fn each_language_of_the_tree_has_its_own_voice_and_its_own_files() {
        let vicki = r#"<Say language="de-DE" voice="Polly.Vicki">Hallo</Say>"#;
        assert_eq!(written(&[say("Hallo", Some("de-DE"), None)]), vicki);
        let file = |language: Option<&str>| {
            let (url, language) = (Some("a.mp3".into()), language.map(Into::into));
            written(&[Line::Play(Play { url, language, ..Play::default() })])
        };
        assert_eq!(file(Some("de-DE")), "<Play>https://a.example/de/a.mp3</Play>");
        // A language that the tree does not declare has no `audio`.
        assert_eq!(file(Some("fr-FR")), "<Play>https://a.example/en/a.mp3</Play>");
    }

    #[test]
    fn words_that_are_empty_are_not_said() {
        assert_eq!(written(&[say(" ", None, None)]), "");
    }

    #[test]
    fn a_file_is_under_the_audio_of_the_tree_and_a_url_stays() {
        for (file, url) in [
            ("beep.mp3", "https://a.example/en/beep.mp3"),
            ("/menu/beep.mp3", "https://a.example/en/menu/beep.mp3"),
            ("http://b.example/?f=a&g", "http://b.example/?f=a&amp;g"),
            ("a.mp3?from=http://c.example", "https://a.example/en/a.mp3?from=http://c.example"),
        ] {
            assert_eq!(
                written(&[Line::Play(Play { url: Some(file.into()), ..Play::default() })]),
                format!("<Play>{url}</Play>")
            );
        }
    }

    #[test]
    fn a_value_is_spoken_where_its_placeholder_stands_and_cannot_break_the_document() {
        let placeholders =
            vec![Placeholder { from: 4, to: 9, number: 2 }, Placeholder { from: 14, to: 17, number: 0 }];
        let line = Line::Say(Say { text: "Zip {zip} and {b}.".into(), placeholders, ..Say::default() });
        assert_eq!(written(&[line]).split_once('>').unwrap().1, "Zip &lt;2&gt; and &lt;0&gt;.</Say>");
    }

    #[test]
    fn ssml_is_written_as_it_stands_and_a_value_in_it_stays_text() {
        let ssml = "Zip <say-as interpret-as='digits'>{zip}</say-as><break time='1s'/>";
        let placeholders = vec![Placeholder { from: 34, to: 39, number: 2 }];
        let line = Line::Say(Say {
            text: "Zip {zip}".into(),
            ssml: Some(ssml.into()),
            placeholders,
            ..Say::default()
        });
        assert_eq!(
            written(&[line]).split_once('>').unwrap().1,
            "Zip <say-as interpret-as='digits'>&lt;2&gt;</say-as><break time='1s'/></Say>"
        );
    }

    #[test]
    fn a_value_that_is_longer_than_the_voice_takes_is_said_in_parts() {
        let line = |voice: Option<&str>| {
            let placeholders = vec![Placeholder { from: 0, to: 2, number: 0 }];
            let voice = voice.map(str::to_owned);
            Line::Say(Say { text: "{}".into(), placeholders, voice, ..Say::default() })
        };
        let render = |_| "Nine words and no more stand in this sentence. ".repeat(106);
        let parts = |voice| {
            let filled = filled(Cow::Owned(line(voice)), &render).into_owned();
            let written = written(&[filled]);
            written.split("</Say>").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        for (voice, most) in [("man", 4096), ("Polly.Amy", 3000), ("Google.en-GB-Wavenet-A", 5000)] {
            let parts = parts(Some(voice));
            assert!(parts.len() > 1 || most == 5000, "{voice}");
            for part in &parts {
                let (_, text) = part.split_once('>').unwrap();
                assert!(
                    text.len() <= most && text.starts_with("Nine") && text.ends_with("sentence."),
                    "{voice}"
                );
            }
        }
    }

    #[test]
    fn tones_are_sent_and_what_is_none_is_not_written() {
        let tones = |digits: &str| {
            written(&[Line::PlayDigits { digits: Value::Literal(digits.into()), secret: false }])
        };
        assert_eq!(tones("ww12#A"), r#"<Play digits="ww12#A"/>"#);
        for bad in ["", "ext. 4", "12\"/>", "１"] {
            assert_eq!(tones(bad), "", "{bad}");
        }
    }

    #[test]
    fn a_pause_has_its_length() {
        assert_eq!(written(&[Line::Pause { seconds: 3 }]), r#"<Pause length="3"/>"#);
    }
}

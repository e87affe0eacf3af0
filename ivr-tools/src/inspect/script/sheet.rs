//! The page of a script: sections, cues, and the counts of repeated lines.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    time::Duration,
};

use super::{AudioFiles, Page};
use crate::{inspect::graph::describe, inspect::spoken};
use ivr_core::text::{speaking_time, word_count};
use ivr_runtime::description::{Description, Line, Play, Say};

/// A script under construction.
pub(super) struct Sheet<'s> {
    /// The languages of the tree, beginning with the first.
    tags: Vec<String>,
    text: String,
    /// The section, which is the first part of its cues, and the number of the last cue.
    section: String,
    cue: usize,
    /// The cue of each spoken line, by its text and its voice.
    cues: HashMap<(String, String), String>,
    words: u32,
    /// How long they take to say.
    time: Duration,
    files: BTreeSet<String>,
    /// The recordings without known words.
    wordless: BTreeSet<String>,
    /// The recordings that exist.
    audio_files: &'s AudioFiles,
    /// The files that were looked up, by language, and whether they exist.
    looked_for: BTreeMap<(String, String), bool>,
}

impl<'s> Sheet<'s> {
    /// Creates an empty page for a tree. Files are looked up in `audio_files`.
    pub(super) fn of(tree: &Description, audio_files: &'s AudioFiles) -> Self {
        Self {
            tags: tree.tags().map(str::to_owned).collect(),
            text: String::new(),
            section: String::new(),
            cue: 0,
            cues: HashMap::new(),
            words: 0,
            time: Duration::ZERO,
            files: BTreeSet::new(),
            wordless: BTreeSet::new(),
            audio_files,
            looked_for: BTreeMap::new(),
        }
    }

    /// The page as it is.
    pub(super) fn into_page(self) -> Page {
        let is_complete = self.looked_for.values().all(|is_there| *is_there);
        Page { text: self.text, is_complete }
    }

    /// Begins a section, whose cues begin with its name.
    pub(super) fn section(&mut self, name: &str) {
        self.part();
        self.text(&format!("## {name}"));
        self.part();
        (self.section, self.cue) = (name.to_owned(), 0);
    }

    /// Adds a line of running text, unless it is empty.
    pub(super) fn text(&mut self, text: &str) {
        if !text.is_empty() {
            // Writing to a `String` cannot fail.
            let _ = writeln!(self.text, "{text}");
        }
    }

    /// Adds an empty line, unless there is one.
    pub(super) fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds the lines in the order in which they are heard; `when` says on which occasion.
    pub(super) fn lines(&mut self, when: &[String], lines: &[Line]) {
        for heard in spoken::flat(lines) {
            let mut marks = when.to_vec();
            marks.extend(heard.first.then(|| "the first time only".to_owned()));
            marks.extend(heard.conditions.iter().map(|condition| format!("if {condition}")));
            marks.extend(heard.uninterrupted.then(|| "cannot be interrupted".to_owned()));
            self.in_each_language(&marks, heard.line);
        }
    }

    /// Adds a line once, or under one cue for each language with its own text or file.
    fn in_each_language(&mut self, marks: &[String], line: &Line) {
        let has_others = match line {
            Line::Say(say) => !say.others.is_empty(),
            Line::Play(play) => !play.others.is_empty(),
            _ => false,
        };
        if !has_others {
            return self.line(marks.to_vec(), line);
        }
        let (before, tags) = (self.cue, self.tags.clone());
        let first = tags.first().cloned().unwrap_or_default();
        let mut after = before;
        for tag in &tags {
            self.cue = before;
            let mut own = line.in_language(tag, &first).into_owned();
            if let Line::Say(Say { language, .. }) | Line::Play(Play { language, .. }) = &mut own {
                *language = Some(tag.clone());
            }
            self.line(marks.to_vec(), &own);
            after = after.max(self.cue);
        }
        self.cue = after;
    }

    fn line(&mut self, mut marks: Vec<String>, line: &Line) {
        let (cue, text) = match line {
            Line::Say(Say { text, language, voice, .. }) => {
                marks.extend(language.iter().cloned());
                marks.extend(voice.iter().map(|voice| format!("voice {voice}")));
                let speaker =
                    [language.as_deref(), voice.as_deref()].map(Option::unwrap_or_default).join(" ");
                (self.spoken(&mut marks, text, language.as_deref(), speaker), describe::one_line(text))
            }
            Line::Play(Play { url: Some(url), placeholder: Some(_), .. }) => {
                ("file, chosen in each call".to_owned(), url.clone())
            }
            Line::Play(Play { url: Some(url), text, language, .. }) => {
                marks.extend(language.iter().cloned());
                marks.extend(self.is_missing(language.as_deref(), url).then(|| "missing".to_owned()));
                self.recorded(url, text.as_deref(), language.as_deref())
            }
            Line::Play(Play { url: None, text, language, .. }) => {
                let text = text.as_deref().unwrap_or_default();
                marks.extend(language.iter().cloned());
                let speaker = format!("{} ", language.as_deref().unwrap_or_default());
                (self.spoken(&mut marks, text, language.as_deref(), speaker), describe::one_line(text))
            }
            Line::PlayDigits { digits, .. } => ("tones".to_owned(), digits.as_str().to_owned()),
            Line::Pause { seconds } => ("pause".to_owned(), format!("{seconds} s")),
            Line::First { .. }
            | Line::Scoped { .. }
            | Line::Uninterrupted { .. }
            | Line::Effect { .. }
            | Line::Language { .. } => {
                return;
            }
        };
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        self.text(&format!("- {cue}{marks}: {text}"));
    }

    /// Adds the cue of a spoken line. A repeated line is not counted again.
    fn spoken(
        &mut self,
        marks: &mut Vec<String>,
        text: &str,
        language: Option<&str>,
        speaker: String,
    ) -> String {
        self.cue += 1;
        let cue = format!("{}.{}", self.section, self.cue);
        let key = (text.to_owned(), speaker);
        if let Some(before) = self.cues.get(&key) {
            marks.push(format!("the same as {before}"));
        } else {
            self.count(text, language);
            self.cues.insert(key, cue.clone());
        }
        cue
    }

    /// Counts a text to record.
    fn count(&mut self, text: &str, language: Option<&str>) {
        let language = language.or(self.tags.first().map(String::as_str)).unwrap_or_default();
        self.words += word_count(text);
        self.time += speaking_time(text, language);
    }

    /// Looks up a file in its language, or in all languages.
    fn is_missing(&mut self, language: Option<&str>, file: &str) -> bool {
        let tags = self.tags.iter().filter(|tag| language.is_none_or(|language| language == *tag));
        let audio_files = self.audio_files;
        let found =
            tags.filter_map(|tag| Some(((tag.clone(), file.to_owned()), audio_files.has(tag, file)?)));
        let found: Vec<_> = found.collect();
        let is_missing = found.iter().any(|(_, is_there)| !is_there);
        self.looked_for.extend(found);
        is_missing
    }

    /// Adds the cue of a recording, and its words if they are known. A file in several places counts once.
    fn recorded(&mut self, url: &str, text: Option<&str>, language: Option<&str>) -> (String, String) {
        let is_new = self.files.insert(url.to_owned());
        let Some(text) = text else {
            self.wordless.insert(url.to_owned());
            return ("file".to_owned(), url.to_owned());
        };
        if is_new {
            self.count(text, language);
        }
        (format!("file {url}"), describe::one_line(text))
    }

    /// Adds a sentence with the total to record.
    pub(super) fn totals(&mut self) {
        let minutes = self.time.as_secs_f64() / 60.0;
        let lines = describe::count(self.cues.len(), "line");
        let files = describe::count(self.files.len(), "file");
        self.text(&format!("{lines} to speak and {files} to play; repeated lines count once."));
        self.text(&format!("{} words, about {minutes:.1} minutes of speech.", self.words));
        if !self.looked_for.is_empty() {
            self.text(&self.recorded_so_far());
        }
        if !self.wordless.is_empty() {
            let files: Vec<&str> = self.wordless.iter().map(String::as_str).collect();
            self.text(&format!("Without words: {}.", files.join(", ")));
        }
    }

    fn recorded_so_far(&self) -> String {
        let several = self.tags.len() > 1;
        let missing = self.looked_for.iter().filter(|(_, is_there)| !**is_there);
        let missing =
            missing.map(|((tag, file), _)| if several { format!("{file} in {tag}") } else { file.clone() });
        let missing: Vec<String> = missing.collect();
        let all = describe::count(self.looked_for.len(), "file");
        let here = self.looked_for.len() - missing.len();
        let missing =
            if missing.is_empty() { String::new() } else { format!(" Missing: {}.", missing.join(", ")) };
        format!("Recorded: {here} of {all}.{missing}")
    }
}

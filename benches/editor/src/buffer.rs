//! A file in an editor: its text, and the position of a text in it.

use std::{fs, io, path::Path};

use serde_json::{Value, json};

use crate::server::Server;

pub struct Buffer {
    pub uri: String,
    /// As it is on the disk.
    saved: String,
    text: String,
    version: i32,
}

impl Buffer {
    pub fn open(server: &mut Server, path: &Path) -> io::Result<Self> {
        let saved = fs::read_to_string(path)?;
        let uri = format!("file://{}", path.display());
        let document = json!({"uri": uri, "languageId": "rust", "version": 1, "text": saved});
        server.notify("textDocument/didOpen", &json!({"textDocument": document}))?;
        Ok(Self { uri, text: saved.clone(), saved, version: 1 })
    }

    /// Types `new` in place of the first `old`; the file on the disk stays as it is.
    pub fn type_over(&mut self, server: &mut Server, old: &str, new: &str) -> io::Result<()> {
        let text = self.saved.replacen(old, new, 1);
        if text == self.saved {
            return Err(io::Error::other(format!("`{old}` is not in the example")));
        }
        self.show(server, text)
    }

    /// Takes back what was typed.
    pub fn undo(&mut self, server: &mut Server) -> io::Result<()> {
        self.show(server, self.saved.clone())
    }

    fn show(&mut self, server: &mut Server, text: String) -> io::Result<()> {
        self.version += 1;
        let document = json!({"uri": self.uri, "version": self.version});
        let change = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.text = text;
        server.notify("textDocument/didChange", &change)
    }

    /// The place of the `^` in `context`, as the parameters of a request: `goto Me^nu;`.
    pub fn at(&self, context: &str) -> io::Result<Value> {
        let (before, after) = context.split_once('^').unwrap_or((context, ""));
        let place = self.text.find(&format!("{before}{after}"));
        let place = place.ok_or_else(|| io::Error::other(format!("`{context}` is not in the example")))?;
        let above = self.text.get(..place + before.len()).unwrap_or_default();
        let line = above.matches('\n').count();
        let character = above.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        let position = json!({"line": line, "character": character});
        Ok(json!({"textDocument": {"uri": self.uri}, "position": position}))
    }

    /// The line that a range begins in.
    pub fn line(&self, range: &Value) -> String {
        let number = range["start"]["line"].as_u64().and_then(|line| usize::try_from(line).ok());
        let line = number.and_then(|number| self.text.lines().nth(number));
        line.unwrap_or_default().trim().to_owned()
    }

    /// How often `word` stands in the text as a word of its own.
    pub fn count(&self, word: &str) -> usize {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        self.text.split(|letter| !is_part(letter)).filter(|found| *found == word).count()
    }
}

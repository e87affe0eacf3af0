//! Values: the fields of a call, the `set`s and `run`s that use them, and the placeholders that speak them.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::{
    Answered, Effects, Format, Piece, Placeholder, Set, field_of, pieces,
    reads::{OF_CALL, OF_QUEUE},
    said::Said,
    waiting::of_queue,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    errors,
    syntax::{Field, Scope, Step, Text, Texts},
};

/// The placeholder of the key of an offered item.
pub(crate) const KEY: &str = "key";

/// The tables of values, which are filled while a tree is resolved.
#[derive(Debug)]
pub(super) struct Values {
    /// Whether some field could not be parsed, so that no field is reported as unknown.
    pub(super) unread: bool,
    pub(super) fields: Vec<Field>,
    pub(super) effects: Vec<Effects>,
    pub(super) placeholders: Vec<Placeholder>,
    /// The language in which every call begins.
    language: String,
    /// Whether some step depends on the language.
    pub(super) by_language: bool,
    /// The number of `once` blocks so far.
    pub(super) once: usize,
    /// Whether the steps of an `each` are being resolved.
    in_each: bool,
    /// The bindings of the pattern of a Rust `match`, while its arm is resolved.
    pub(super) bound: Vec<String>,
    /// The placeholders that speak them.
    spoken: Vec<usize>,
}

impl Effects {
    /// Returns whether `step` ends the row of effects: anything that is heard does, and a `set` after a `run`, which
    /// uses the fields before that `set`.
    fn end_before(&self, step: &Step) -> bool {
        match step {
            Step::Run { .. } => false,
            Step::Set { .. } => !self.runs.is_empty(),
            Step::Say(_)
            | Step::Play { .. }
            | Step::PlayComputed { .. }
            | Step::PlayDigits { .. }
            | Step::Effects(_)
            | Step::Pause(_)
            | Step::Language { .. }
            | Step::Uninterrupted(_)
            | Step::First { .. }
            | Step::Scoped { .. } => true,
        }
    }
}

impl Values {
    pub(super) fn new(fields: Vec<Field>, language: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut kept: Vec<Field> = Vec::new();
        for field in fields {
            let name = field.name.to_string();
            let taken = OF_CALL.contains(&name.as_str());
            if taken || kept.iter().any(|other| other.name == field.name) {
                diagnostics.push(errors::duplicate_field(&field.name, taken));
            } else {
                kept.push(field);
            }
        }
        let (effects, placeholders, language) = (Vec::new(), Vec::new(), language.to_owned());
        Self {
            fields: kept,
            unread: false,
            effects,
            placeholders,
            language,
            by_language: false,
            once: 0,
            in_each: false,
            bound: Vec::new(),
            spoken: Vec::new(),
        }
    }

    /// Resolves the steps of a block. Consecutive `set`s, and the `run`s after them, become one row of the table of
    /// effects, at their position.
    pub(super) fn steps(&mut self, steps: Vec<Step>, said: Said, diagnostics: &mut Diagnostics) -> Vec<Step> {
        let mut effects = Effects::default();
        let mut found: Vec<Step> = Vec::with_capacity(steps.len());
        for step in steps {
            if effects.end_before(&step) {
                self.put_down(&mut effects, &mut found);
            }
            if let Some(step) = self.step(step, said, &mut effects, diagnostics) {
                found.push(step);
            }
        }
        self.put_down(&mut effects, &mut found);
        found
    }

    /// Resolves the steps of an arm of a Rust `match`. What it `set`s may use bindings of its pattern, so it is
    /// computed with the answer: the `set`s at the beginning of the arm, and those of each later row.
    pub(super) fn of_rust_arm(
        &mut self,
        steps: Vec<Step>,
        pattern: &TokenStream,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Step>, Answered) {
        self.bound = bindings(pattern);
        let (mut leading, mut steps) = (Effects::default(), steps.into_iter().peekable());
        while let Some(set) = steps.next_if(|step| matches!(step, Step::Set { .. })) {
            self.step(set, Said::Once, &mut leading, diagnostics);
        }
        let row = self.effects.len();
        let steps = self.steps(steps.collect(), Said::Once, diagnostics);
        let mut later = Vec::new();
        for (number, effects) in self.effects.iter_mut().enumerate().skip(row) {
            effects.answered = !effects.sets.is_empty();
            later.extend(effects.answered.then_some(number));
        }
        self.bound.clear();
        (steps, Answered { first: leading.sets, later, spoken: std::mem::take(&mut self.spoken) })
    }

    /// Inserts a row of effects at its position.
    fn put_down(&mut self, effects: &mut Effects, steps: &mut Vec<Step>) {
        let effects = std::mem::take(effects);
        if !effects.sets.is_empty() || !effects.runs.is_empty() {
            steps.push(Step::Effects(self.effects.len()));
            self.effects.push(effects);
        }
    }

    fn step(
        &mut self,
        step: Step,
        said: Said,
        effects: &mut Effects,
        diagnostics: &mut Diagnostics,
    ) -> Option<Step> {
        match step {
            Step::Set { word, field, value } => {
                if let Some(diagnostic) = said.refuses("set", word) {
                    diagnostics.push(diagnostic);
                } else if self.field(&field, diagnostics) {
                    self.rust(&value, diagnostics);
                    effects.sets.push(Set { field, value });
                }
                None
            }
            Step::Run { word, run } => {
                if let Some(diagnostic) = said.refuses("run", word) {
                    diagnostics.push(diagnostic);
                } else {
                    self.rust(&run.effect, diagnostics);
                    effects.runs.push(run);
                }
                None
            }
            Step::Language { word, language } => {
                self.by_language = true;
                if let Some(diagnostic) = said.refuses("language", word) {
                    diagnostics.push(diagnostic);
                    return None;
                }
                Some(Step::Language { word, language: self.language(language) })
            }
            Step::Say(texts) => {
                self.said(&texts, diagnostics);
                Some(Step::Say(texts))
            }
            Step::PlayComputed { expression, .. } => {
                let placeholder = self.placeholder(expression.clone());
                Some(Step::PlayComputed { expression, placeholder })
            }
            Step::PlayDigits { word, mut digits } => {
                self.value(&mut digits);
                Some(Step::PlayDigits { word, digits })
            }
            Step::Uninterrupted(steps) => {
                Some(Step::Uninterrupted(self.steps(steps, said.inside(), diagnostics)))
            }
            Step::First { word, steps } => {
                Some(Step::First { word, steps: self.steps(steps, said.inside(), diagnostics) })
            }
            Step::Scoped { word, scope, steps } => Some(self.scoped((word, scope), steps, said, diagnostics)),
            Step::Play { file, words } => {
                self.played(&file, words.as_ref(), diagnostics);
                Some(Step::Play { file, words })
            }
            Step::Pause(_) | Step::Effects(_) => Some(step),
        }
    }

    /// Resolves `{key}`, which is known only in `each`.
    fn scoped(
        &mut self,
        (word, scope): (Span, Scope),
        steps: Vec<Step>,
        said: Said,
        diagnostics: &mut Diagnostics,
    ) -> Step {
        let scope = match scope {
            Scope::Once(_) => {
                self.once += 1;
                Scope::Once(self.once - 1)
            }
            Scope::Each | Scope::More | Scope::If(_) => scope,
        };
        let inside = scope == Scope::Each || self.in_each && matches!(scope, Scope::If(_));
        let outside = std::mem::replace(&mut self.in_each, inside);
        let said = match said {
            Said::Once | Said::Sometimes if matches!(scope, Scope::If(_)) => Said::Sometimes,
            said => said.inside(),
        };
        let steps = self.steps(steps, said, diagnostics);
        self.in_each = outside;
        Step::Scoped { word, scope, steps }
    }

    fn said(&mut self, texts: &Texts, diagnostics: &mut Diagnostics) {
        if let Texts::Plain(text) = texts {
            self.placeholders(text, None, diagnostics);
            return;
        }
        self.by_language |= !matches!(texts, Texts::Plain(_));
        let told = diagnostics.len();
        for (before, text) in texts.each() {
            self.placeholders(text, before.map(|tag| tag.value.as_str()), diagnostics);
        }
        if let Some(key) = texts.key() {
            diagnostics.note_since(told, &format!("it is in the text of `{}`", key.name));
        }
    }

    fn played(&mut self, file: &Texts, words: Option<&Texts>, diagnostics: &mut Diagnostics) {
        let plain_texts = |texts: &Texts| matches!(texts, Texts::Plain(_));
        self.by_language |= !plain_texts(file) || !words.is_none_or(plain_texts);
        let words = words.into_iter().flat_map(Texts::each).map(|(_, text)| text);
        for text in words.filter(|text| !plain(&text.value)) {
            let message = "the text of a recording cannot have placeholders";
            diagnostics.push(Diagnostic::new("bad_placeholder", text.span, message));
        }
    }

    fn placeholders(&mut self, text: &Text, language: Option<&str>, diagnostics: &mut Diagnostics) {
        if !text.has_brace() {
            return;
        }
        let pieces = match pieces(&text.value) {
            Ok(pieces) => pieces,
            Err(bad) => {
                let inside = text.value.get(bad.place.start + 1..bad.place.end.saturating_sub(1));
                let of_path =
                    inside.and_then(|inside| errors::placeholder_of_path(text.span, &text.value, inside));
                let misspelt = || errors::misspelt_format(text.span, &text.value, inside?, &Format::NAMES);
                let diagnostic = || errors::bad_placeholder(text.span, bad.message.clone(), &Format::NAMES);
                let of_rust = || errors::placeholder_of_rust(text.span, inside?);
                diagnostics.push(of_path.or_else(misspelt).or_else(of_rust).unwrap_or_else(diagnostic));
                return;
            }
        };
        let language = language.unwrap_or(&self.language).to_owned();
        for piece in pieces {
            let Piece::Placeholder { name, format } = piece else { continue };
            if let Some((message, help)) = format.wrong_forms(&language) {
                diagnostics.push(errors::plural_forms(text.span, message, help));
            }
            if let Some(value) = of_queue(&name, &self.fields) {
                if !OF_QUEUE.contains(&value) {
                    let message =
                        format!("a queue has `position`, `waited`, `average` and `size`, not `{value}`");
                    diagnostics.push(Diagnostic::new("bad_placeholder", text.span, message));
                } else if number(&self.placeholders, &name, &format, &language).is_none() {
                    let (name, language) = (Text::new(name, text.span), language.clone());
                    self.placeholders.push(Placeholder::Field { name, format, language });
                }
                continue;
            }
            match self.fields.iter().find(|field| field.name == field_of(&name)) {
                None if name == KEY && self.in_each => self.spoken(text, name, format, &language),
                None if self.bound.iter().any(|bound| bound == field_of(&name)) => {
                    self.bound(text, name, format, &language);
                }
                None => {
                    let of_path = errors::placeholder_of_path(text.span, &text.value, &name);
                    let diagnostic = of_path.unwrap_or_else(|| self.unknown(field_of(&name), text.span));
                    self.tell(diagnostic, diagnostics);
                }
                Some(field) if field.secret => {
                    diagnostics.push(errors::secret_spoken(text.span, field_of(&name)));
                }
                Some(_) => self.spoken(text, name, format, &language),
            }
        }
    }

    /// Resolves a name that a pattern binds.
    fn bound(&mut self, text: &Text, name: String, format: Format, language: &str) {
        let known = number(&self.placeholders, &name, &format, language);
        let row = known.unwrap_or(self.placeholders.len());
        if known.is_none() {
            let (name, language) = (Text::new(name, text.span), language.to_owned());
            self.placeholders.push(Placeholder::Bound { name, format, language });
        }
        if !self.spoken.contains(&row) {
            self.spoken.push(row);
        }
    }

    /// Returns a separate placeholder for each name, format and language.
    fn spoken(&mut self, text: &Text, name: String, format: Format, language: &str) {
        if number(&self.placeholders, &name, &format, language).is_none() {
            let (name, language) = (Text::new(name, text.span), language.to_owned());
            self.placeholders.push(Placeholder::Field { name, format, language });
        }
    }
}

/// Returns the index of a placeholder in a text in some language.
pub(crate) fn number(
    placeholders: &[Placeholder],
    field: &str,
    wanted: &Format,
    spoken: &str,
) -> Option<usize> {
    let alike = |language: &str| language == spoken || !goes_by_language(wanted);
    placeholders.iter().position(|placeholder| match placeholder {
        Placeholder::Field { name, format, language } | Placeholder::Bound { name, format, language } => {
            name.value == field && format == wanted && alike(language)
        }
        Placeholder::Expression(_)
        | Placeholder::Dialled(_)
        | Placeholder::Count(_)
        | Placeholder::Hints(_)
        | Placeholder::Seconds(_)
        | Placeholder::Language(_) => false,
    })
}

/// Returns the names that a pattern binds: those in lower case that are not the field of a struct before a colon.
fn bindings(pattern: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut tokens = pattern.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            // A guard follows.
            TokenTree::Ident(word) if word == "if" => break,
            TokenTree::Ident(name) => {
                let next = tokens.peek().map(ToString::to_string);
                let is_path = next.as_deref().is_some_and(|next| matches!(next, ":" | "!"));
                let name = name.to_string();
                let is_word = matches!(name.as_str(), "ref" | "mut" | "box" | "true" | "false" | "_");
                if !is_path && !is_word && name.starts_with(|c: char| c.is_lowercase() || c == '_') {
                    found.push(name);
                }
            }
            TokenTree::Group(group) => found.extend(bindings(&group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// Returns whether a value sounds different in another language.
fn goes_by_language(format: &Format) -> bool {
    *format != Format::Plain
}

/// Returns whether a text has no placeholders.
fn plain(text: &str) -> bool {
    pieces(text).is_ok_and(|pieces| pieces.iter().all(|piece| matches!(piece, Piece::Words(_))))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::check_diagnostics;

    #[test]
    fn names_that_a_pattern_binds_are_known_in_its_arm_alone() {
        let names = |pattern: &str| super::bindings(&pattern.parse().unwrap());
        assert_eq!(names("Some((count, ref stop)) | Other(count)"), ["count", "stop", "count"]);
        assert_eq!(names("Found { name: own, wait, .. } if wait > limit"), ["own", "wait"]);
        assert_eq!(names("n @ 1..=5"), ["n"]);
        assert_eq!(names("crate::Known::Pending"), Vec::<String>::new());
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                state Menu { match app.mail() { Some(m) => { say "You have {m} messages."; } then Bye, None => { say "{m}"; } then Bye } }
//~                                                                                                                  ^^^^^ a call has no field `m`
//~                                                                                                                  help: declare it: `data { m: … }`
                state Bye { hangup; }
            }
            "#,
        );
    }

    #[test]
    fn what_an_arm_of_rust_says_is_read_once() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                data { zip: String = String::new() }
                state Menu { match app.open() { true => { set zip = app.zip(); say "{zap}"; } then Bye, false => end } }
//~                                                                                ^^^^^^^ a call has no field `zap`
//~                                                                                help: did you mean `zip`?
                state Bye { hangup; }
            }
            "#,
        );
    }
}

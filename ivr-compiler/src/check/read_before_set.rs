//! # read_before_set
//!
//! On some path a field is read before it has a value. The app would be asked about an empty value, or the caller
//! would hear one.
//!
//! ```text
//! data { zip: Digits }
//! start Lookup;
//! state Lookup { match app.find(&call.zip) { true => Menu, false => Apology } }
//! ```
//!
//! Set the field first, or declare its initial value (`zip: Digits = Digits::default()`, or an `Option`):
//!
//! ```text
//! data { zip: Digits }
//! start Zip;
//! state Zip { gather 5 keys, into zip { say "Enter your zip code."; } match { entered => Lookup, silence | _ => Apology } }
//! state Lookup { match app.find(&call.zip) { true => Menu, false => Apology } }
//! ```

use std::collections::VecDeque;

use ivr_core::event::Outcome;
use proc_macro2::{Ident, Span, TokenStream};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Action, Arm, Graph, Piece, Placeholder, Start, StateId, Target, Verb, field_of, pieces, reads},
    syntax::{LanguageValue, Pattern, Scope, Step, Text, Value},
};

/// The fields that are certainly set, as bits.
type Known = u128;

/// The maximum number of fields that are tracked; further fields are not checked.
const MAX_FIELDS: usize = 128;

pub(super) fn check(graph: &Graph, diagnostics: &mut Diagnostics) {
    if graph.data.is_empty() {
        return;
    }
    let walk = Walk::new(graph);
    hooks(&walk, diagnostics);
    if graph.leads_anywhere() {
        return;
    }
    let solved = walk.solve();
    let mut told: Known = 0;
    for (state, entry) in solved.iter().enumerate() {
        let Some(entry) = entry else { continue };
        walk.state(state, *entry, &mut |read: Read<'_>, known| {
            let Some(field) = walk.field(read.name) else { return };
            if known & (1 << field) == 0 && told & (1 << field) == 0 {
                told |= 1 << field;
                let way = walk.way_without(1 << field, state, &solved);
                diagnostics.push(report(graph, &way, &read));
            }
        });
    }
}

fn report(graph: &Graph, way: &[StateId], read: &Read<'_>) -> Diagnostic {
    let name = read.name;
    let names = way.iter().filter_map(|state| graph.states.get(*state));
    let mut names: Vec<String> = names.map(|state| format!("`{}`", state.name)).collect();
    // A call can reach the target of `on_error` from any state.
    if way.first().is_some_and(|first| graph.starts.iter().all(|start| start.state.state != *first)) {
        names.insert(0, "`on_error`".to_owned());
    }
    let place = match names.as_slice() {
        [only] => format!("it is read in state {only}, or on a way out of it"),
        way => format!("it is not set on the way {}", way.join(" → ")),
    };
    Diagnostic::new(
        "read_before_set",
        read.span,
        format!("`{name}` may not be set before this"),
    )
    .note(place)
    .help(format!(
        "gather or `set` it on every path, or declare it as `Option<…>` or with a default: `{name}: … = …`"
    ))
}

/// Checks the hooks. A hook may run for a call that ended before a field was set, or of which nothing is stored any
/// more.
fn hooks(walk: &Walk<'_>, diagnostics: &mut Diagnostics) {
    let mut told: Known = walk.always;
    for hook in &walk.graph.after {
        for read in hook.runs.iter().flat_map(|run| reads(&run.effect)) {
            let bit = walk.bit(&read);
            if bit & !told != 0 {
                told |= bit;
                let message = format!("`{read}` may be empty after the call");
                let diagnostic = Diagnostic::new("read_before_set", read.span(), message)
                    .note("the caller may hang up before it is set, and a report may arrive after the call is no longer stored");
                diagnostics.push(
                    diagnostic.help(format!("declare it as `Option<…>`, or with a default: `{read}: … = …`")),
                );
            }
        }
    }
}

/// A read of a field.
struct Read<'a> {
    name: &'a str,
    span: Span,
}

struct Walk<'a> {
    graph: &'a Graph,
    /// Fields that are always set: `Option`s and those with a default.
    always: Known,
}

/// Called for every read, with the fields that are set there.
type Visit<'v> = dyn FnMut(Read<'_>, Known) + 'v;

impl<'a> Walk<'a> {
    fn new(graph: &'a Graph) -> Self {
        let mut always = 0;
        for (place, field) in graph.data.iter().enumerate().take(MAX_FIELDS) {
            if field.is_optional() {
                always |= 1 << place;
            }
        }
        Self { graph, always }
    }

    fn field(&self, name: &str) -> Option<usize> {
        self.graph.data.iter().take(MAX_FIELDS).position(|field| field.name == name)
    }

    /// Returns where calls begin, with the fields that are set there: a start has the fields of its requests.
    fn roots(&self) -> Vec<(StateId, Known)> {
        let given =
            |start: &Start| start.with.iter().fold(self.always, |known, field| known | self.bit(field));
        let starts = &self.graph.starts;
        let begun = starts.iter().map(|start| (start.state.state, given(start)));
        let others = self.graph.roots().into_iter().skip(starts.len()).map(|root| (root, self.always));
        begun.chain(others).collect()
    }

    /// Returns the fields that are set on entry to each state on every path, or `None` for unreachable states.
    fn solve(&self) -> Vec<Option<Known>> {
        let mut known: Vec<Option<Known>> = vec![None; self.graph.states.len()];
        let mut waiting = self.roots();
        while let Some((state, entry)) = waiting.pop() {
            let Some(before) = known.get_mut(state) else { continue };
            let now = before.map_or(entry, |before| before & entry);
            if *before == Some(now) {
                continue;
            }
            *before = Some(now);
            waiting.extend(self.state(state, now, &mut |_, _| {}));
        }
        known
    }

    /// Returns a shortest path to a state on which a field stays unset; starts are preferred to `on_error`.
    fn way_without(&self, field: Known, to: StateId, known: &[Option<Known>]) -> Vec<StateId> {
        let mut before: Vec<Option<StateId>> = vec![None; self.graph.states.len()];
        let mut waiting = VecDeque::new();
        for (root, _) in self.roots().into_iter().filter(|(_, known)| known & field == 0) {
            waiting.push_back((root, root));
        }
        while let Some((state, from)) = waiting.pop_front() {
            let (Some(seen @ None), Some(Some(entry))) = (before.get_mut(state), known.get(state)) else {
                continue;
            };
            *seen = Some(from);
            let led = self.state(state, *entry, &mut |_, _| {});
            waiting.extend(
                led.into_iter().filter(|(_, known)| known & field == 0).map(|(next, _)| (next, state)),
            );
        }
        let mut way = vec![to];
        let mut at = to;
        while let Some(from) = before.get(at).copied().flatten().filter(|from| *from != at) {
            way.push(from);
            at = from;
        }
        way.reverse();
        way
    }

    /// Follows a state, and returns the fields that are set at each of its targets.
    fn state(&self, id: StateId, entry: Known, visit: &mut Visit<'_>) -> Vec<(StateId, Known)> {
        let Some(state) = self.graph.states.get(id) else { return Vec::new() };
        let known = self.steps(&state.steps, entry, visit);
        let mut out = Vec::new();
        match &state.verb {
            Verb::Goto(target) => self.follow(target, known, visit, &mut out),
            Verb::Gather(gather) => {
                if let Some(offer) = &gather.offer {
                    visit(Read { name: &offer.list.to_string(), span: offer.list.span() }, known);
                }
                for name in &gather.conditions {
                    visit(Read { name: &name.to_string(), span: name.span() }, known);
                }
                let item = gather.offer.as_ref().map_or(0, |offer| self.bit(&offer.item));
                for computed in [&gather.count, &gather.more_hints].into_iter().flatten() {
                    self.rust(&computed.expression, known, visit);
                }
                self.prompts(&gather.prompts, (known, item), visit);
                for arm in &gather.arms.list {
                    let alone = |outcome| arm.has(outcome) && arm.patterns.len() == 1;
                    let put = gather.into.as_ref().filter(|_| alone(Outcome::Entered));
                    let chosen = if alone(Outcome::Chosen) { item } else { 0 };
                    let into = put.map_or(0, |field| self.bit(field)) | chosen;
                    self.follow(&arm.target, known | into, visit, &mut out);
                }
            }
            Verb::Dial(dial) => {
                if let Some(screen) = &dial.clauses.screen {
                    screen.unless.iter().for_each(|unless| self.rust(&unless.condition, known, visit));
                    self.steps(&screen.steps, known, visit);
                }
                self.placeholder(dial.placeholder, known, visit);
                let values = [&dial.clauses.caller_id, &dial.clauses.send_digits];
                values.into_iter().flatten().for_each(|value| self.value(value, known, visit));
                let limit = dial.clauses.computed_time_limit.as_ref();
                limit.into_iter().for_each(|limit| self.rust(&limit.expression, known, visit));
                self.arms(&dial.arms.list, known, visit, &mut out);
            }
            Verb::Redirect(url) => self.value(url, known, visit),
            Verb::Enqueue(enqueue) => {
                self.value(&enqueue.queue, known, visit);
                self.arms(&enqueue.arms.list, known, visit, &mut out);
            }
            Verb::Connect(connect) => {
                for (_, placeholder) in &connect.give {
                    self.placeholder(Some(*placeholder), known, visit);
                }
                self.arms(&connect.arms.list, known, visit, &mut out);
            }
            Verb::Match(question) => {
                self.rust(&question.question, known, visit);
                self.steps(&question.meanwhile, known, visit);
                self.arms(&question.arms.list, known, visit, &mut out);
            }
            verb => {
                let arms = verb.arms().map_or(&[][..], |arms| &arms.list);
                self.arms(arms, known, visit, &mut out);
            }
        }
        out
    }

    fn arms(&self, arms: &[Arm], known: Known, visit: &mut Visit<'_>, out: &mut Vec<(StateId, Known)>) {
        for arm in arms {
            for pattern in &arm.patterns {
                if let Pattern::Rust { tokens, .. } = pattern {
                    self.rust(tokens, known, visit);
                }
            }
            let mut after = known;
            for set in &arm.answered.first {
                self.rust(&set.value, known, visit);
                after |= self.bit(&set.field);
            }
            self.follow(&arm.target, after, visit, out);
        }
    }

    fn follow(&self, target: &Target, known: Known, visit: &mut Visit<'_>, out: &mut Vec<(StateId, Known)>) {
        match target {
            Target::Go(jump) | Target::Wait(jump) => out.push((jump.state, known)),
            Target::Action(row) => match self.graph.action(*row) {
                Some(Action::Enter { jump, .. } | Action::Leave { jump, .. }) => {
                    out.push((jump.state, known));
                }
                Some(Action::Say { steps, then }) => {
                    let known = self.steps(steps, known, visit);
                    self.follow(then, known, visit, out);
                }
                Some(Action::Retry { blocks, then, .. }) => {
                    for block in blocks {
                        self.steps(block, known, visit);
                    }
                    self.follow(then, known, visit, out);
                }
                None => {}
            },
            Target::Again | Target::End(_) | Target::Unknown => {}
        }
    }

    /// Follows prompts, in which `each` uses the item.
    fn prompts(&self, steps: &[Step], (known, item): (Known, Known), visit: &mut Visit<'_>) {
        for step in steps {
            match step {
                Step::Scoped { scope: Scope::Each, steps, .. } => {
                    self.steps(steps, known | item, visit);
                }
                Step::Uninterrupted(steps) | Step::First { steps, .. } | Step::Scoped { steps, .. } => {
                    self.prompts(steps, (known, item), visit);
                }
                step => {
                    self.steps(std::slice::from_ref(step), known, visit);
                }
            }
        }
    }

    /// Follows steps in order; consecutive `set`s apply together.
    fn steps(&self, steps: &[Step], known: Known, visit: &mut Visit<'_>) -> Known {
        let mut known = known;
        for step in steps {
            match step {
                Step::Effects(row) => {
                    let Some(effects) = self.graph.effects.get(*row) else { continue };
                    let before = known;
                    for set in &effects.sets {
                        self.rust(&set.value, before, visit);
                        known |= self.bit(&set.field);
                    }
                    for run in &effects.runs {
                        self.rust(&run.effect, known, visit);
                    }
                }
                Step::Say(texts) => texts.each().for_each(|(_, text)| spoken(text, known, visit)),
                Step::PlayComputed { placeholder, .. } => self.placeholder(Some(*placeholder), known, visit),
                Step::PlayDigits { digits, .. } => self.value(digits, known, visit),
                Step::Language { language: LanguageValue::Computed(choice), .. } => {
                    self.rust(&choice.expression, known, visit);
                }
                Step::Scoped { scope: Scope::If(condition), steps, .. } => {
                    let name = &condition.name;
                    visit(Read { name: &name.to_string(), span: name.span() }, known);
                    self.steps(steps, known, visit);
                }
                Step::Uninterrupted(steps) | Step::First { steps, .. } | Step::Scoped { steps, .. } => {
                    self.steps(steps, known, visit);
                }
                Step::Play { .. }
                | Step::Pause(_)
                | Step::Language { language: LanguageValue::Tag(_), .. }
                | Step::Set { .. }
                | Step::Run { .. } => {}
            }
        }
        known
    }

    /// Returns the bit of a field, or no bit if it is not tracked.
    fn bit(&self, field: &Ident) -> Known {
        self.field(&field.to_string()).map_or(0, |field| 1 << field)
    }

    fn value(&self, value: &Value, known: Known, visit: &mut Visit<'_>) {
        if let Value::Computed { expression, .. } = value {
            self.rust(expression, known, visit);
        }
    }

    fn placeholder(&self, placeholder: Option<usize>, known: Known, visit: &mut Visit<'_>) {
        let placeholder = placeholder.and_then(|placeholder| self.graph.placeholders.get(placeholder));
        if let Some(expression) = placeholder.and_then(Placeholder::expression) {
            self.rust(expression, known, visit);
        }
    }

    fn rust(&self, tokens: &TokenStream, known: Known, visit: &mut Visit<'_>) {
        for field in reads(tokens) {
            visit(Read { name: &field.to_string(), span: field.span() }, known);
        }
    }
}

/// Visits the fields that the placeholders of a text read.
fn spoken(text: &Text, known: Known, visit: &mut Visit<'_>) {
    for piece in pieces(&text.value).unwrap_or_default() {
        if let Piece::Placeholder { name, .. } = piece {
            visit(Read { name: field_of(&name), span: text.span }, known);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{check_diagnostics, check_legal};

    #[test]
    fn a_question_about_a_field_that_nobody_asked_for() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                data { zip: Digits }
                start Lookup;
                state Lookup { match app.find(&call.zip) { true => end, false => end } }
//~                                                 ^^^ `zip` may not be set before this
//~                                                 note: it is read in state `Lookup`, or on a way out of it
//~                                                 help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `zip: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_path_around_the_question() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                data { zip: Digits }
                start Zip;
                state Zip { gather 5 keys, into zip { say "Your zip code?"; } match { entered => Lookup, silence => Lookup, _ => end } }
                state Lookup { say "So it is {zip:digits}."; hangup; }
//~                                ^^^^^^^^^^^^^^^^^^^^^^^^ `zip` may not be set before this
//~                                note: it is not set on the way `Zip` → `Lookup`
//~                                help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `zip: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_way_that_begins_where_the_server_fails() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                data { desk: String }
                start Lookup;
                on_error { say "Something went wrong."; } then Help
                state Lookup { set desk = app.desk(); goto Help; }
                state Help { say "One moment."; goto Desk; }
                state Desk { dial (&call.desk) match { _ => end } }
//~                                      ^^^^ `desk` may not be set before this
//~                                note: it is not set on the way `on_error` → `Help` → `Desk`
//~                                help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `desk: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_every_path_sets() {
        check_legal(
            r#"
            pub tree Line for App {
                data { zip: Digits, noted: u8 = 0, name: Option<String> }
                start Zip;
                state Zip {
                    gather 5 keys, into zip { say "Your zip code? {noted}"; } match {
                        entered => Lookup,
                        silence | _ => { set zip = Digits::default(); } then Lookup,
                    }
                }
                state Lookup { match app.find(&call.zip, &call.name) { true => end, false => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_an_arm_of_rust_sets() {
        check_legal(
            r#"
            pub tree Line for App {
                data { desk: String }
                start Lookup;
                state Lookup { match app.find() { Some(desk) => { set desk = desk; } then Told, None => end } }
                state Told { say "It is {desk}."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_another_start_is_given() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                start outbound Told with { campaign: Digits };
                state Menu { goto Told; }
                state Told { say "Campaign {campaign}."; hangup; }
//~                              ^^^^^^^^^^^^^^^^^^^^^^ `campaign` may not be set before this
//~                          note: it is not set on the way `Menu` → `Told`
//~                          help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `campaign: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_its_start_is_given() {
        check_legal(
            r#"
            pub tree Line {
                start Menu;
                start outbound Told with { campaign: Digits };
                state Menu { say "Goodbye."; hangup; }
                state Told { say "Campaign {campaign}."; hangup; }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_is_read_after_the_call() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                data { zip: Digits, name: Option<String>, count: u8 = 0 }
                start Zip;
                after call { run app.ended(&call.zip, &call.name, call.count, &call.state, call.ended_by).await; }
//~                                              ^^^ `zip` may be empty after the call
//~                                             note: the caller may hang up before it is set, and a report may arrive after the call is no longer stored
//~                                             help: declare it as `Option<…>`, or with a default: `zip: … = …`
                state Zip { gather 5 keys, into zip { say "Your zip code?"; } match { entered | silence | _ => end } }
            }
            "#,
        );
    }

    #[test]
    fn a_field_that_one_language_speaks() {
        check_diagnostics(
            r#"
            pub tree Line {
                start Menu;
                language fr-FR, en-US;
                data { zip: Digits }
                state Menu { language en-US; say { fr-FR: "C'est {zip}.", en-US: "It is {zip}." } hangup; }
//~                                                       ^^^^^^^^^^^^^^ `zip` may not be set before this
//~                                                    note: it is read in state `Menu`, or on a way out of it
//~                                                    help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `zip: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_limit_and_an_address_read_their_fields() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                data { left: Duration, next: String }
                state Menu { dial "+12345678900", time_limit (call.left) match { answered => end, _ => Away } }
//~                                                                ^^^^ `left` may not be set before this
//~                                                           note: it is read in state `Menu`, or on a way out of it
//~                                                           help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `left: … = …`
                state Away { redirect (&call.next); }
//~                                          ^^^^ `next` may not be set before this
//~                                     note: it is not set on the way `Menu` → `Away`
//~                                     help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `next: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_language_reads_its_field() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                language fr-FR, en-US;
                data { tongue: LineLanguage }
                state Menu { language (call.tongue); say { fr-FR: "Un.", en-US: "One." } hangup; }
//~                                         ^^^^^^ `tongue` may not be set before this
//~                                        note: it is read in state `Menu`, or on a way out of it
//~                                        help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `tongue: … = …`
            }
            "#,
        );
    }

    #[test]
    fn a_condition_reads_its_field() {
        check_diagnostics(
            r#"
            pub tree Line for App {
                start Menu;
                data { member: bool, open: bool }
                everywhere { silence | _ => end }
                state Menu { set open = app.open(); goto Ask; }
                state Ask { gather key { if open { if member { say "Press one."; } } } match { hidden 1 if open => end } }
//~                                                   ^^^^^^ `member` may not be set before this
//~                                                   note: it is not set on the way `Menu` → `Ask`
//~                                                   help: gather or `set` it on every path, or declare it as `Option<…>` or with a default: `member: … = …`
            }
            "#,
        );
    }
}

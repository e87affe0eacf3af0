//! The author's Rust: questions, `set`s, `run`s and spoken values. Each is in its own function, in which only `app`
//! and `call` are in scope.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::{
    after, connect, data,
    places::{borrowed, path, type_of},
    runs,
};
use crate::{
    model::{Answered, Arm, Graph, Match, Placeholder, Set, Target, Verb, Walk},
    syntax::Unless,
};

/// What all functions share.
pub(super) struct Scope<'a> {
    pub(super) graph: &'a Graph,
    pub(super) runtime: &'a TokenStream,
    /// `app` and `call` as the author's tokens name them.
    app: Ident,
    pub(super) call: Ident,
    /// `queue`, or `None` in a tree without waiting callers.
    pub(super) queue: Option<Ident>,
    /// `app: &App, call: &Call<Data>`.
    pub(super) parameters: TokenStream,
    data: TokenStream,
}

/// Generates the functions as inherent ones, outside of the imports of generated code, so that a name in the author's
/// Rust has the same meaning as around the tree.
pub(super) fn functions(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let scope = Scope::new(graph, runtime);
    let after = after::function(graph, runtime, &scope.parameters, &scope.used());
    let parts = [
        scope.set(),
        scope.run(),
        scope.run_at_least_once(),
        scope.ask(),
        scope.render(),
        after,
        scope.handed_back(),
    ];
    if parts.iter().all(TokenStream::is_empty) {
        return TokenStream::new();
    }
    let name = super::states::path(graph);
    quote!(impl #name { #(#parts)* })
}

/// Generates the trait methods that call them.
pub(super) fn methods(graph: &Graph, runtime: &TokenStream) -> TokenStream {
    let scope = Scope::new(graph, runtime);
    let (data, app) = (&scope.data, app_type(graph));
    let parameters = quote!(app: &#app, call: &#runtime::data::Call<#data>);
    let set = (!graph.effects.is_empty()).then(|| {
        quote! {
            fn set(block: u16, #parameters) -> #data { Self::__set(block, app, call) }
            fn run(block: u16, #parameters) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
                Self::__run(block, app, call)
            }
        }
    });
    let repeated = runs::repeated(graph).next().is_some().then(|| {
        quote! {
            fn run_at_least_once(number: u16, #parameters)
                -> impl ::core::future::Future<Output = bool> + ::core::marker::Send
            {
                Self::__run_at_least_once(number, app, call)
            }
        }
    });
    let ask = has_questions(graph).then(|| {
        let answer = quote!(#runtime::data::Answer<#data>);
        quote! {
            fn ask(question: u16, #parameters) -> impl ::core::future::Future<Output = #answer> + ::core::marker::Send {
                Self::__ask(question, app, call)
            }
        }
    });
    let render = (!graph.placeholders.is_empty()).then(|| {
        quote!(fn render(placeholder: u16, #parameters) -> ::std::string::String { Self::__render(placeholder, app, call) })
    });
    let after = after::method(graph, runtime, &parameters);
    let handed_back = connect::method(graph, runtime, &parameters, data);
    quote!(#set #repeated #ask #render #after #handed_back)
}

/// Returns the conditions of the screens.
fn conditions(graph: &Graph) -> impl Iterator<Item = &Unless> {
    graph.states.iter().filter_map(|state| match &state.verb {
        Verb::Dial(dial) => dial.clauses.screen.as_ref()?.unless.as_ref(),
        _ => None,
    })
}

/// Returns the type after `for`, or `()`.
pub(super) fn app_type(graph: &Graph) -> TokenStream {
    graph.app.clone().unwrap_or_else(|| quote!(()))
}

pub(super) fn has_questions(graph: &Graph) -> bool {
    graph.states.iter().any(|state| matches!(state.verb, Verb::Match(_)))
        || conditions(graph).next().is_some()
}

impl<'a> Scope<'a> {
    fn new(graph: &'a Graph, runtime: &'a TokenStream) -> Self {
        // The names resolve like tokens of the author, and are located at the macro, because no tokens of the author
        // match.
        let span = graph.name.span().located_at(Span::call_site());
        let (app, call) = (Ident::new("app", span), Ident::new("call", span));
        let (data, app_type) = (data::name(graph), app_type(graph));
        let parameters = quote!(#app: &#app_type, #call: &#runtime::data::Call<#data>);
        let queue = (!graph.waiting.is_empty()).then(|| Ident::new("queue", span));
        Self { graph, runtime, app, call, queue, parameters, data }
    }

    fn set(&self) -> TokenStream {
        if self.graph.effects.is_empty() {
            return TokenStream::new();
        }
        let Self { parameters, data, .. } = self;
        let (used, copy) = (self.used(), self.copy());
        let rows = self.graph.effects.iter().enumerate();
        let rows = rows.filter(|(_, effects)| !effects.sets.is_empty() && !effects.answered);
        let rows = rows.map(|(number, effects)| {
            let (number, sets) = (Literal::usize_unsuffixed(number), assignments(self.graph, &effects.sets));
            quote!(#number => { #sets })
        });
        quote! {
            fn __set(block: u16, #parameters) -> #data {
                #used
                #copy
                match block { #(#rows)* _ => {} }
                data
            }
        }
    }

    fn run(&self) -> TokenStream {
        if self.graph.effects.is_empty() {
            return TokenStream::new();
        }
        let (parameters, used) = (&self.parameters, self.used());
        let rows = self.graph.effects.iter().enumerate().filter_map(|(number, effects)| {
            let runs: Vec<_> =
                effects.runs.iter().filter(|run| !run.at_least_once).map(|run| &run.effect).collect();
            let number = Literal::usize_unsuffixed(number);
            (!runs.is_empty()).then(|| quote!(#number => { #(#runs;)* }))
        });
        quote! {
            async fn __run(block: u16, #parameters) {
                #used
                match block { #(#rows)* _ => {} }
            }
        }
    }

    fn run_at_least_once(&self) -> TokenStream {
        if runs::repeated(self.graph).next().is_none() {
            return TokenStream::new();
        }
        let (parameters, used, runtime) = (&self.parameters, self.used(), self.runtime);
        let rows = runs::repeated(self.graph).enumerate().map(|(number, (_, run))| {
            let (number, effect) = (Literal::usize_unsuffixed(number), &run.effect);
            // The expression is the whole argument, so that rustc reports a wrong type at the tokens of the author.
            quote!(#number => #runtime::data::is_done(&#effect),)
        });
        quote! {
            async fn __run_at_least_once(number: u16, #parameters) -> bool {
                #used
                match number { #(#rows)* _ => true }
            }
        }
    }

    fn ask(&self) -> TokenStream {
        if !has_questions(self.graph) {
            return TokenStream::new();
        }
        let Self { runtime, parameters, data, .. } = self;
        let used = self.used();
        let rows = self.graph.states.iter().filter_map(|state| match &state.verb {
            Verb::Match(question) => Some(self.question(question)),
            _ => None,
        });
        let conditions = conditions(self.graph).map(|unless| {
            let (number, condition) = (Literal::usize_unsuffixed(unless.number), &unless.condition);
            quote! {
                #number => {
                    let taken: ::core::primitive::bool = #condition;
                    #runtime::data::Answer::arm(if taken { 0 } else { 1 })
                }
            }
        });
        quote! {
            async fn __ask(question: u16, #parameters) -> #runtime::data::Answer<#data> {
                #used
                match question {
                    #(#rows)*
                    #(#conditions)*
                    _ => #runtime::data::Answer { heard: #runtime::tree::Event::Else, data: ::core::option::Option::None, later: ::std::vec::Vec::new(), spoken: ::std::vec::Vec::new() },
                }
            }
        }
    }

    /// Generates `0 => match EXPR { PATTERN => …, },`. rustc checks exhaustiveness on the author's tokens.
    fn question(&self, question: &Match) -> TokenStream {
        let (number, asked) = (Literal::usize_unsuffixed(question.number), &question.question);
        if let Some(walk) = &question.walk {
            let next = self.next(walk);
            return quote!(#number => #next,);
        }
        let word = Ident::new("match", question.word);
        let rows = question.arms.list.iter().enumerate().filter_map(|(number, arm)| self.arm(number, arm));
        quote!(#number => #word #asked { #(#rows)* },)
    }

    /// Generates the code that stores the next item of a list in its field.
    fn next(&self, Walk { item, list }: &Walk) -> TokenStream {
        let (runtime, call, copy) = (self.runtime, &self.call, self.copy());
        let items = borrowed(list.span(), &TokenStream::new(), quote!(#call.#list));
        let (name, kind) = (list.to_string(), type_of(self.graph, item));
        // The span is that of the field, where rustc reports a type that does not fit.
        let found = Ident::new("item", Span::call_site().located_at(item.span()));
        quote! {
            {
                #copy
                match data.__places.next(#name, #items) {
                    ::core::option::Option::Some(#found) => {
                        let value: #kind = ::core::clone::Clone::clone(#found);
                        data.#item = value;
                        #runtime::data::Answer::arm(0).with(data)
                    }
                    ::core::option::Option::None => #runtime::data::Answer::arm(1),
                }
            }
        }
    }

    fn arm(&self, number: usize, arm: &Arm) -> Option<TokenStream> {
        Some(self.row(number, arm, arm.rust()?))
    }

    /// Generates the answer of an arm, with this pattern.
    fn row(&self, number: usize, arm: &Arm, pattern: &TokenStream) -> TokenStream {
        let Answered { first, later, spoken } = &arm.answered;
        let (speak, answer) = self.answer(number, spoken);
        if first.is_empty() && later.is_empty() {
            let body = block(quote!(#speak #answer), &arm.target);
            return quote!(#pattern => #body,);
        }
        let (copy, sets) = (self.copy(), assignments(self.graph, first));
        if later.is_empty() {
            let body = block(quote!(#speak #copy #sets #answer.with(data)), &arm.target);
            return quote!(#pattern => #body);
        }
        let with = (!first.is_empty()).then(|| quote!(.with(::core::clone::Clone::clone(&data))));
        let rows = later.iter().filter_map(|row| self.graph.effects.get(*row));
        let (call, rows) = (&self.call, rows.map(|effects| assignments(self.graph, &effects.sets)));
        let (copies, used) = (quote!(::core::clone::Clone::clone(&data)), self.used());
        // The texts of an arm read the values that the arm has set before them.
        let body = quote! {
            #speak
            #copy
            #sets
            let answer = #answer #with;
            #(
                let #call = &::core::clone::Clone::clone(#call).with(#copies);
                #used
                #rows
                let answer = answer.then(#copies);
            )*
            answer
        };
        let body = block(body, &arm.target);
        quote!(#pattern => #body)
    }

    fn handed_back(&self) -> TokenStream {
        let used = self.used();
        connect::function(self.graph, self.runtime, (&self.parameters, &used, &self.data), |connect| {
            let rows = connect.arms.list.iter().enumerate().filter_map(|(number, arm)| {
                let pattern = connect::qualified(connect.result.as_ref()?, arm.rust()?);
                Some(self.row(number, arm, &pattern))
            });
            rows.collect()
        })
    }

    /// Generates the answer of an arm, and before it the spoken bindings of its pattern, because a `set` may move
    /// them.
    fn answer(&self, number: usize, spoken: &[usize]) -> (TokenStream, TokenStream) {
        let (runtime, number) = (self.runtime, Literal::usize_unsuffixed(number));
        let answer = quote!(#runtime::data::Answer::arm(#number));
        let rows = spoken.iter().filter_map(|row| match self.graph.placeholders.get(*row)? {
            Placeholder::Bound { name, format, language } => {
                let binding = name.value.split('.').next().unwrap_or_default();
                let (binding, path) = (Ident::new(binding, name.span), path(name, 1));
                let value = borrowed(name.span, &TokenStream::new(), quote!(#binding #path));
                let (row, value) =
                    (Literal::usize_unsuffixed(*row), self.formatted(&value, format, language));
                Some(quote!((#row, #value)))
            }
            Placeholder::Field { .. }
            | Placeholder::Expression(_)
            | Placeholder::Dialled(_)
            | Placeholder::Count(_)
            | Placeholder::Hints(_)
            | Placeholder::Seconds(_)
            | Placeholder::Language(_) => None,
        });
        let rows: Vec<TokenStream> = rows.collect();
        if rows.is_empty() {
            return (TokenStream::new(), answer);
        }
        (quote!(let spoken = ::std::vec![#(#rows),*];), quote!(#answer.speaking(spoken)))
    }

    /// Generates uses of the parameters, so that rustc does not warn about unused ones.
    pub(super) fn used(&self) -> TokenStream {
        let (app, call) = (&self.app, &self.call);
        let queue = self.queue.as_ref().map(|queue| quote!(let #queue = #call.queue(); let _ = #queue;));
        quote!(let _ = (#app, #call); #queue)
    }

    fn copy(&self) -> TokenStream {
        let call = &self.call;
        quote!(let mut data = ::core::clone::Clone::clone(#call.data());)
    }
}

/// Returns the block of an arm. Its brackets have the span of the end of the author's arm, so that rustc suggests
/// missing arms after it; no name has this span.
fn block(inside: TokenStream, target: &Target) -> Group {
    let mut block = Group::new(Delimiter::Brace, inside);
    if let Target::Go(jump) | Target::Wait(jump) = target {
        block.set_span(Span::call_site().located_at(jump.name.span()));
    }
    block
}

/// Generates the `set`s of a block. They apply together: every value is computed before the first field changes.
///
/// Each value has the type of its field, so that rustc reports a type error at the value.
fn assignments(graph: &Graph, sets: &[Set]) -> TokenStream {
    let names: Vec<Ident> = (0..sets.len()).map(|number| format_ident!("value_{number}")).collect();
    let (fields, values) = (sets.iter().map(|set| &set.field), sets.iter().map(|set| &set.value));
    let kinds = sets.iter().map(|set| type_of(graph, &set.field).map(|kind| quote!(: #kind)));
    let lists = sets.iter().filter(|set| graph.keeps_place_of(&set.field)).map(|set| set.field.to_string());
    quote!(#(let #names #kinds = #values;)* #(data.#fields = #names;)* #(data.__places.restart(#lists);)*)
}

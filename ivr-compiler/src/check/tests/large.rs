//! Trees of thousands of states, sound and broken in every way at once: checking them takes time in proportion to
//! their size.

use std::{
    env, fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

use proc_macro2::TokenStream;

use crate::compile;

/// A shape of tree, by its size.
type Shape = fn(usize) -> String;

const RETRY: &str = "silence | _ => retry 2 { say \"Sorry?\"; } then end";

/// Shapes that a rule might take too long for; in most of them every state has a fault.
const SHAPES: [(&str, Shape); 21] = [
    ("a chain of menus", |size| each(size, |n| menu(n, &[n + 1], RETRY))),
    ("a ring with leaps", |size| {
        each(size, |n| menu(n, &[(n + 1) % size, (n + 7) % size, (n + 40) % size], "silence | _ => end"))
    }),
    ("a chain of gotos", |size| each(size, |n| format!("state S{n} {{ say \"Hello.\"; goto S{}; }}", n + 1))),
    ("gotos into one menu", |size| {
        each(size, |n| match n {
            0 => menu(0, &[1], RETRY),
            _ => format!("state S{n} {{ say \"Hello.\"; goto S0; }}"),
        })
    }),
    ("states under each other", |size| {
        each(size, |n| format!("state S{n} under S{} {{ goto S{}; }}", n + 1, n + 1))
    }),
    ("orphans", |size| each(size, |_| "hangup;".to_owned())),
    ("a chain of orphans", |size| {
        let chain = (1..size).map(|n| format!("state S{n} {{ goto S{}; }}", n + 1));
        format!("state S0 {{ hangup; }} {}", chain.collect::<String>())
    }),
    ("circles of two", |size| {
        each(size, |n| {
            format!(
                "state S{n} {{ dial \"+12345678900\" match {{ answered => S{}, _ => S{} }} }}",
                n + 1,
                n ^ 1
            )
        })
    }),
    ("one endless circle", |size| {
        each(size, |n| menu(n, &[(n + 9) % size], &format!("silence | _ => S{}", (n + 1) % size)))
    }),
    ("traps", |size| each(size, |n| menu(n, &[n + 1], &format!("silence | _ => S{n}")))),
    ("unknown names", |size| each(size, |n| menu(n, &[n + 1], &format!("hidden 2 => State{n}, {RETRY}")))),
    ("missing outcomes", |size| each(size, |n| menu(n, &[n + 1], ""))),
    ("a field that is set and read", |size| {
        let states = each(size, |n| {
            format!(
                "state S{n} {{ say \"You have {{field}}.\"; set field = call.field + 1; goto S{}; }}",
                n + 1
            )
        });
        format!("data {{ field: u32 }} {states}")
    }),
    ("languages, each lacking something", |size| {
        let texts = "say { fr-FR: \"Tapez 1.\", en-US: \"Press 1. {field}\", de-DE: \"{field}\" } \
                     play { fr-FR: \"a.mp3\", it-IT: \"b.mp3\" } say \"Bonjour.\"; say en-US: \"Press 2.\";";
        let states = each(size, |n| {
            format!(
                "state S{n} {{ language en-US; language it-IT; gather key {{ {texts} }} match {{ 1 => S{}, {RETRY} }} }}",
                n + 1
            )
        });
        format!("language fr-FR, en-US, de-DE; data {{ field: u32 = 0 }} {states}")
    }),
    ("promises that fail", |size| {
        let states = each(size, |n| menu(n, &[n + 1, 0], RETRY));
        let last = format!("S{size}");
        format!(
            "promise {last} within 3 keys of every state; promise {last} before every dial; promise silence ends within 10s; \
             promise first option within 1s; {states}"
        )
    }),
    ("lists that are offered and walked through", |size| {
        let states = each(size, |n| match n % 2 {
            0 => format!(
                "state S{n} {{ next item in list match {{ another => S{}, done => S{} }} }}",
                n + 1,
                n + 1
            ),
            _ => format!(
                "state S{n} {{ gather key, offer item from list, more 9 {{ each {{ say \"For {{item}}, press {{key}}.\"; }} }} \
                 match {{ chosen => S{}, {RETRY} }} }}",
                n + 1
            ),
        });
        format!("data {{ list: Vec<String> = Vec::new(), item: String = String::new() }} {states}")
    }),
    ("conditions and opening hours", |size| {
        let states = each(size, |n| match n % 3 {
            0 => {
                format!("state S{n} {{ match hours office {{ open => S{}, closed => S{} }} }}", n + 1, n + 2)
            }
            _ => format!(
                "state S{n} {{ if vip {{ say \"Hello.\"; }} else {{ say \"Good day. Press 4.\"; }} \
                 gather key {{ if office {{ say \"Press 1.\"; }} else {{ say \"Press 2.\"; }} if lost {{ say \"Press 3.\"; }} }} \
                 match {{ 1 if office => S{}, 2 if vip => S{n}, {RETRY} }} }}",
                n + 1
            ),
        });
        let hours = "hours office, zone \"Europe/Paris\" { mon..=fri 9:00-18:00; }";
        format!("{hours} data {{ vip: bool = false }} {states} state S{} {{ hangup; }}", size + 1)
    }),
    ("values in place of literals", |size| {
        let states = each(size, |n| {
            format!(
                "state S{n} {{ language (call.tongue); play digits (call.line); \
                 dial (call.line), time_limit (call.left), screen 1 {{ say en-US: \"Press 1.\"; }} \
                 match {{ answered => end, _ => S{} }} }}",
                n + 1
            )
        });
        format!(
            "language fr-FR, en-US; data {{ tongue: LineLanguage, line: String, left: Duration }} {states}"
        )
    }),
    ("queues and messages", |size| {
        each(size, |n| match n % 2 {
            0 => format!(
                "state S{n} {{ enqueue \"support\", max_wait 5min, wait S{} match {{ bridged | hung_up => end, _ => S{} }} }}",
                n + 1,
                n + 2
            ),
            _ => format!(
                "state S{n} {{ say \"After the beep.\"; record, play_beep false match {{ recorded => S{} }} }}",
                n + 1
            ),
        }) + "state S100000 { hangup; }"
    }),
    ("a message without a beep at the end of many ways", |size| {
        let ways =
            each(size - 1, |n| format!("state S{n} {{ say \"Speak after the beep.\"; goto S{}; }}", n + 1));
        format!(
            "{ways} state S{} {{ record, play_beep false match {{ recorded | silence => S{size} }} }}",
            size - 1
        )
    }),
    ("waivers", |size| {
        each(size, |n| {
            let circle = menu(n, &[n + 1], &format!("silence | _ => S{n}"));
            format!("#[allow(endless_silence, reason = \"a test\")] {circle}")
        })
    }),
];

fn each(size: usize, state: impl Fn(usize) -> String) -> String {
    let body = |n: usize| {
        let text = state(n);
        if text.contains("state ") { text } else { format!("state S{n} {{ {text} }}") }
    };
    (0..size).map(body).collect::<Vec<_>>().join("\n")
}

/// A menu with a key for each target, and more arms.
fn menu(n: usize, to: &[usize], more: &str) -> String {
    let keys: String = (1..).zip(to).map(|(key, to)| format!("{key} => S{to}, ")).collect();
    let prompt: String = (1..=to.len()).map(|key| format!("Press {key}. ")).collect();
    format!("state S{n} {{ gather key {{ say \"{prompt}\"; }} match {{ {keys} {more} }} }}")
}

fn tree(items: &str, size: usize) -> TokenStream {
    let source = format!("tree Line {{ start S0; {items} state S{size} {{ say \"Goodbye.\"; hangup; }} }}");
    source.parse().unwrap()
}

/// The shortest of some runs.
fn time(tokens: &TokenStream, runs: usize) -> Duration {
    let run = |_| {
        let start = clock();
        let _told = compile::diagnostics(tokens.clone());
        clock().saturating_sub(start)
    };
    (0..runs).map(run).min().unwrap()
}

/// What this thread has had of the processor, where that is told: what else runs does not count.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.as_deref().and_then(|text| text.split(' ').next()?.parse().ok());
    spent.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[test]
fn eight_times_the_states_take_no_more_than_about_eight_times_as_long() {
    let few = if env::var_os("CI").is_some() { 375 } else { 125 };
    let many = 8 * few;
    let mut slow = Vec::new();
    for (what, shape) in SHAPES {
        let (small, large) = (time(&tree(&shape(few), few), 3), time(&tree(&shape(many), many), 1));
        // Quadratic growth would be a factor of 64.
        if large > small * 24 + Duration::from_millis(100) {
            slow.push(format!("{what}: {small:?} for {few} states, {large:?} for {many}"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn five_errors_among_a_thousand_states_are_told_in_two_seconds() {
    let mut items = each(1000, |n| menu(n, &[n + 1], RETRY));
    let diagnostics = [
        ("1 => S10, ", "1 => S100000, "),
        ("1 => S201, ", "1 => S201, 1 => S5, "),
        ("state S300 { gather key", "state S300 { gather speech"),
        ("1 => S401,  silence | _ => ", "1 => S401, _ => "),
        ("\"Press 1. \"; } match { 1 => S501", "\"Press 2. \"; } match { 1 => S501"),
    ];
    for (right, wrong) in diagnostics {
        assert!(items.contains(right), "{right}");
        items = items.replacen(right, wrong, 1);
    }
    let tokens = tree(&items, 1000);
    let start = clock();
    let told: Vec<&str> =
        compile::diagnostics(tokens).into_iter().map(|diagnostic| diagnostic.rule).collect();
    let taken = clock().saturating_sub(start);
    assert!(taken < Duration::from_secs(2), "{taken:?}");
    assert_eq!(
        told,
        ["unknown_state", "duplicate_arm", "key_without_keys", "unhandled_outcome", "prompt_key_mismatch"]
    );
}

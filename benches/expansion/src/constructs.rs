//! A tree of 100 states for each construct of the language, to measure the cost of each.

/// What stands above the states of a tree, and its states but the last.
type Construct = (&'static str, &'static str, fn(usize) -> String);

/// How many states each tree has.
pub const SIZE: usize = 100;

const LISTS: &str = "data { list: Vec<String> = Vec::new(), item: String = String::new() }";

/// By their names.
const CONSTRUCTS: [Construct; 13] = [
    ("goto", "", |next| format!("say \"One moment.\"; goto S{next};")),
    ("gather-key", "", |next| {
        format!("gather key {{ say \"Press one.\"; }} match {{ 1 | silence | _ => S{next} }}")
    }),
    ("gather-entry", "data { zip: ivr::speak::Digits = Default::default() }", |next| {
        format!(
            "gather 5 keys, into zip {{ say \"Your zip code?\"; }} match {{ entered | silence | _ => S{next} }}"
        )
    }),
    ("gather-if", "data { vip: bool = false }", |next| {
        format!(
            "gather key {{ if vip {{ say \"Press one.\"; }} else {{ say \"Press two.\"; }} }} \
             match {{ 1 if vip => S{next}, 2 if !vip => S{next}, silence | _ => S{next} }}"
        )
    }),
    ("step-if", "data { vip: bool = false }", |next| {
        format!("if vip {{ say \"Welcome back.\"; }} else {{ say \"Welcome.\"; }} goto S{next};")
    }),
    ("set-and-say", "data { n: u32 = 0 }", |next| {
        format!("set n = call.n + 1; say \"You have {{n:plural message|messages}}.\"; goto S{next};")
    }),
    ("dial", "", |next| {
        format!("dial \"+12345678900\", timeout 15s match {{ answered => end, _ => S{next} }}")
    }),
    ("dial-value", "data { line: String = String::new() }", |next| {
        format!("dial (&call.line), timeout 15s match {{ answered => end, _ => S{next} }}")
    }),
    ("record", "", |next| {
        format!("say \"Please speak after the tone.\"; record match {{ recorded | silence => S{next} }}")
    }),
    ("enqueue", "", |next| format!("enqueue \"support\" match {{ bridged | hung_up => end, _ => S{next} }}")),
    ("match-hours", "hours office, zone \"Europe/Paris\" { mon..=fri 9:00-18:00; }", |next| {
        format!("match hours office {{ open => S{next}, closed => S{next} }}")
    }),
    ("next-in-list", LISTS, |next| {
        format!("next item in list match {{ another => S{next}, done => S{next} }}")
    }),
    ("offer", LISTS, |next| {
        format!(
            "gather key, offer item from list, more 9 {{ each {{ say \"For {{item}}, press {{key}}.\"; }} \
             more {{ say \"For more, press nine.\"; }} }} match {{ chosen | silence | _ => S{next} }}"
        )
    }),
];

/// The names of the trees.
pub fn names() -> impl Iterator<Item = &'static str> {
    CONSTRUCTS.iter().map(|(name, ..)| *name)
}

/// The input of `phone_tree!`.
pub fn tree(wanted: &str) -> Option<String> {
    let (_, items, state) = CONSTRUCTS.iter().find(|(name, ..)| *name == wanted)?;
    let states: String = (0..SIZE).map(|n| format!("state S{n} {{ {} }}\n", state(n + 1))).collect();
    Some(format!(
        "pub tree Line {{ start S0; {items}\n{states}state S{SIZE} {{ say \"Goodbye.\"; hangup; }} }}"
    ))
}
